//! 他のサーバが書いた検証結果についての説明。

use crate::engine::claims::{Cause, Claimed, Departure, Finding, Standing};
use crate::text::prose::Prose;

/// The words of a finding about claims.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NotConforming { kind, departure } => Prose::new(
            format!("{}の書式が規格に合っていません", kind.word()),
            format!("{}意味は明らかなため、読み取りました。", reads(*departure)),
        ),
        Finding::UnknownResult { method, result } => Prose::new(
            format!("「{method}={result}」は登録された結果ではありません"),
            "このような結果は無視することになっています。どのような語であっても、passとは扱いません。",
        ),
        Finding::UnknownVersion { version } => Prose::new(
            format!("結果の版が{version}で、対応していません"),
            "版が異なると同じ語でも意味が異なることがあるため、無視します。",
        ),
        Finding::TooManyFields { total, limit } => Prose::new(
            format!("検証結果のフィールド{total}個のうち、上の{limit}個だけを読み取りました"),
            "通常のメールでは数個です。",
        ),
        Finding::FieldCut => Prose::new(
            "検証結果の一部を読み取っていません",
            "通常のサーバが書くものより数が多いか、長すぎます。",
        ),
        Finding::Outside { server } => Prose::new(
            match server {
                Some(server) => format!("{server}の検証結果は、境界の外で書かれたものです"),
                None => "サーバ名のない検証結果は、境界の外で書かれたものです".to_owned(),
            },
            "受信側のサーバが書いたものではありません。途中のサーバが書いたのかもしれませんが、送信者が書くこともできます。参考にとどめ、検証結果とは扱わないでください。",
        ),
        Finding::Forged { server, ours: true } => Prose::new(
            format!("{server}を名乗る検証結果は、偽造された可能性があります"),
            "受信側のサーバがメールを受け取ったときに書いた行より下にあり、メールと一緒に届いたものとみられます（受信側のサーバがヘッダの末尾に結果を追加する設定の場合を除きます）。",
        )
        .fix("境界のサーバで、外部から届いたメールにある自サーバ名のAuthentication-Resultsを削除するよう設定してください。"),
        Finding::Forged {
            server,
            ours: false,
        } => Prose::new(
            format!("{server}を名乗る検証結果は、偽造された可能性があります"),
            format!(
                "メールと一緒に届いたもので、その名前のサーバを通ったことを示すReceivedがありません。{server}が書いたという証拠は、送信者の言葉だけです。"
            ),
        ),
        Finding::BelowOwnLine { server } => Prose::new(
            format!("{server}の検証結果は、誰が書いたものか判断できません"),
            "そのサーバが書いた行のすぐ下にあります。Postfixやsendmailのフィルタ（milter）はここに結果を書きますが、送信者が同じ内容をメールに書いた場合も、ここに現れます。",
        )
        .fix("そのサーバが、外部から届いたメールにある自サーバ名のAuthentication-Resultsを削除しているか確認してください。別のReceivedが境界であれば、「経由サーバ」で選んでください。"),
        Finding::Differs {
            method,
            identity,
            claimed,
            found,
            cause: why,
        } => Prose::new(
            differs(method.word(), identity, *claimed, *found),
            explain(*why),
        ),
    }
}

fn differs(method: &str, identity: &str, claimed: Claimed, found: Option<&str>) -> String {
    let about = match identity {
        "" => String::new(),
        identity => format!("（{identity}）"),
    };
    let claimed = claimed.word();
    match found {
        Some(found) => {
            format!("受信サーバの記録は{method}={claimed}{about}、再検証では{found}です")
        }
        None => {
            format!("受信サーバの記録は{method}={claimed}{about}ですが、該当するものがありません")
        }
    }
}

const fn reads(departure: Departure) -> &'static str {
    match departure {
        Departure::NoServer => {
            "先頭にサーバ名がありません（Microsoftのサーバによくある形です）。誰が書いたかは位置から判断するしかありません。"
        }
        Departure::Spelling => "結果の表記が異なります（hardfail、success、dkim_passなど）。",
        Departure::NoPropertyType => "プロパティに「smtp.」などの種別がありません。",
        Departure::EmptyItem => "余分なセミコロンがあります。",
        Departure::MissingSemicolon => "2つの結果の間にセミコロンがありません。",
        Departure::Unclosed => "コメントまたは引用符が閉じていません。",
        Departure::Stray => "どの結果にも属さない文字列があります。",
    }
}

/// Why a claim and our result differ, in a few words.
pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::KeyChanged => "公開鍵がその後削除または変更された",
        Cause::DnsChanged => "DNSの内容がその後変わった",
        Cause::BodyRewritten => "配送後に本文が書き換えられた",
        Cause::HeloNotMailFrom => "記録はHELOについてのもの（MAIL FROMではない）",
        Cause::OtherIdentity => "別のドメイン、接続元または署名についての記録",
        Cause::ExpiredSince => "署名の有効期限がその後切れた",
        Cause::OutsideBoundary => "受信側のサーバの記録と確認できない",
        Cause::ReceiverDiffers => "受信サーバの判定または表記が規格と異なる",
        Cause::Unknown => "原因は不明",
    }
}

const fn explain(cause: Cause) -> &'static str {
    match cause {
        Cause::KeyChanged => {
            "受信時にはDNSの公開鍵で検証できましたが、現在はレコードがないか、別の鍵になっています。メールが改変されたことを示すものではありません。"
        }
        Cause::DnsChanged => {
            "同じ問い合わせに対する応答が、受信時と現在で異なります。レコードが公開、変更または削除されたか、どちらかの問い合わせが失敗しています。"
        }
        Cause::BodyRewritten => {
            "ヘッダの署名は有効で、本文だけが異なります。検証の後にメールボックスやゲートウェイが本文を書き換えることがあり、画面からのコピーでも変わります。可能であれば、別のメールソフトからファイルとして保存してください。"
        }
        Cause::HeloNotMailFrom => {
            "記録はHELOの名前に対するSPFの結果です。DMARCが使うのはエンベロープFromの結果で、ここではそれを検証しています。"
        }
        Cause::OtherIdentity => {
            "受信サーバは、ここにあるものとは別のエンベロープFrom、接続元または署名を検証しています。別のReceivedが境界であれば、「経由サーバ」で選んでください。"
        }
        Cause::ExpiredSince => {
            "受信時には有効な署名でした。境界の行に受信時刻がないため、現在の時刻で判定しており、x=の期限を過ぎています。"
        }
        Cause::OutsideBoundary => "受信側のサーバが書いた記録とは確認できません。",
        Cause::ReceiverDiffers => {
            "受信サーバの判定が規格より緩いか厳しい、独自の規則に従っている、または同じことを別の語で表しています。"
        }
        Cause::Unknown => {
            "メールからもDNSからも理由はわかりません。貼り付けたメールがその後変更されたか、受信サーバが見た状態が異なるのかもしれません。"
        }
    }
}

/// Whose word a claim is.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Inside => "受信側の記録",
        Standing::Unclear => "書いた者が不明",
        Standing::Outside => "境界の外の記録",
        Standing::Forged => "偽造の可能性",
    }
}
