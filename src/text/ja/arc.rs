//! ARCについての説明。

use crate::engine::arc::Finding;
use crate::engine::dns::Name;
use crate::text::ja::dkim;
use crate::text::prose::Prose;

/// The words of a finding about the chain.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        // The sets.
        Finding::TooManySets { instance } => Prose::new(
            format!("ARCセットの番号が{instance}まであります"),
            "ARCセットは50個までです。これを超えるチェーンはfailです。",
        ),
        Finding::NoInstance { field } => Prose::new(
            format!("{}に番号がありません", field.word()),
            "i=がなければ、どのARCセットのものかわかりません。このチェーンはfailです。",
        ),
        Finding::BadInstance { field, value } => Prose::new(
            format!("{}の番号が「{value}」となっています", field.word()),
            "番号は1から50までの数です。このチェーンはfailです。",
        ),
        Finding::Ended { instance, sealer } => Prose::new(
            format!("{}が受け取った時点で、ARCチェーンはfailでした", by(sealer.as_ref())),
            format!(
                "ARCセット{instance}のARC-Sealにcv=failと記載されています。一度壊れたチェーンは元に戻らないため、それより古い記録は使えません。"
            ),
        ),
        Finding::Gap { instance, highest } => Prose::new(
            format!("ARCセット{instance}がありません"),
            format!("ARCセットは1から{highest}まで続いていなければなりません。このチェーンはfailです。"),
        ),
        Finding::MissingField { instance, field } => Prose::new(
            format!("ARCセット{instance}に{}がありません", field.word()),
            "ARCセットは3つのフィールドからなります。1つが取り除かれたため、このチェーンはfailです。",
        ),
        Finding::RepeatedField {
            instance,
            field,
            count,
        } => Prose::new(
            format!("ARCセット{instance}に{}が{count}個あります", field.word()),
            "それぞれ1つだけでなければなりません。このチェーンはfailです。",
        ),
        Finding::Status {
            instance,
            stated,
            needed,
        } => Prose::new(
            match stated {
                Some(stated) => format!("ARCセット{instance}のARC-Sealがcv={stated}となっています"),
                None => format!("ARCセット{instance}のARC-Sealにcv=がありません"),
            },
            format!(
                "cv={needed}でなければなりません。最初のサーバが受け取ったときはチェーンがなく、次からは正しいチェーンがあるはずです。このチェーンはfailです。"
            ),
        ),
        // The signatures.
        Finding::Message { instance, sealer } => Prose::new(
            format!("{}がARCで署名したあとに、メールが変更されています", by(sealer.as_ref())),
            format!(
                "最新のARC-Message-Signature（ARCセット{instance}）を検証できないため、このチェーンはfailです。受信サーバは、ARCのないメールとして扱います。"
            ),
        ),
        Finding::Seal { instance, sealer } => Prose::new(
            format!("{}のARC-Sealを検証できません", by(sealer.as_ref())),
            format!(
                "ARCセット{instance}のARC-Sealは、それまでのすべてのARCフィールドに対する署名です。検証できないため、このチェーンはfailです。"
            ),
        ),
        Finding::Signature {
            instance,
            field,
            finding,
        } => {
            let mut said = dkim::prose(finding);
            said.title = format!("ARCセット{instance}の{}: {}", field.word(), said.title);
            said
        }
        Finding::LookupFailed => Prose::new(
            "DNSの問い合わせに失敗したため、ARCチェーンを判定できません",
            "受信サーバであればfailとするところですが、ここでは問い合わせをやり直すことができます。",
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::BodyAbsent => Prose::new(
            "本文がないため、ARCチェーンを判定できません",
            "ARC-Sealはヘッダだけに対する署名ですが、最新のARC-Message-Signatureは本文も対象としています。",
        )
        .fix("メッセージ全体を貼り付けるか、.emlファイルをドロップしてください。"),
        Finding::ChangedSince { instance, sealer } => Prose::new(
            format!("{}がARCで署名したあとに、メールが変更されています", by(sealer.as_ref())),
            format!(
                "ARCセット{instance}のARC-Message-Signatureは一致しませんが、それより新しいものはすべて一致します。メーリングリストやゲートウェイではよくあることで、チェーンの結果には影響しません。"
            ),
        ),
        Finding::NotAllChecked { checked } => Prose::new(
            format!("ARC-Message-Signatureは、新しい順に{checked}個だけ検証しました"),
            "結果を決める最新の1個とすべてのARC-Sealは検証しています。",
        ),
        Finding::Retiring => Prose::new(
            "ARCは実験的な規格で、廃止に向かっています",
            "ARCがDMARCのfailをpassに変えることはありません。受信サーバが、信頼する転送元を例外として扱うための情報です。署名は誰でも付けられるため、チェーンが正しくても、わかるのは誰が何を記録したかだけで、その内容が本当かどうかはわかりません。IETFは、この規格をHistoricとする手続きを進めています（draft-ietf-dmarc-arc-to-historic）。",
        ),
    }
}

fn by(sealer: Option<&Name>) -> String {
    sealer.map_or_else(|| "署名したサーバ".to_owned(), ToString::to_string)
}
