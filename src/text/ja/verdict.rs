//! 判定の根拠についての説明。

use crate::engine::report::Finding;
use crate::text::prose::Prose;

/// The words of a finding about the verdict.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::SignedWithoutPolicy { domain } => Prose::new(
            format!("{domain}の署名は有効ですが、ドメインを保護するポリシーがありません"),
            "このメールには差出人のドメインを示す証拠があります。ただしDMARCレコードがないため、証拠のないメールをどう扱うべきか受信側にはわからず、誰でもこのドメインをFromに書くことができます。",
        )
        .fix_with(
            format!("{domain}の管理者は、まずレポートだけを求めるレコードから始めます。"),
            format!("_dmarc.{domain}. TXT \"v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain}\""),
        ),
        Finding::RestsOnAbsentBody => Prose::new(
            "本文がないため判定できません",
            "ヘッダに対する署名は正しく、そのドメインはDMARCの条件を満たします。ただし、本文が署名されたものと同じかどうかは、本文がなければ確認できません。",
        )
        .fix("メッセージ全体を貼り付けるか、.emlファイルをドロップしてください。"),
        Finding::RestsOnUnknownEnvelope { client, sender } => Prose::new(
            "エンベロープの一部が不明なため判定できません",
            match (client, sender) {
                (true, true) => {
                    "SPFの検証には、送信元サーバのIPアドレスとエンベロープFromが必要です。ReceivedにもReturn-Pathにも記載がありません。"
                }
                (true, false) => {
                    "SPFの検証には、受信サーバに接続してきたサーバのIPアドレスが必要です。Receivedに記載がありません。"
                }
                (false, _) => {
                    "SPFの検証には、エンベロープFrom（MAIL FROM）が必要です。記載のあるReturn-Pathフィールドがありません。"
                }
            },
        )
        .fix("サーバのログなどでわかる場合は、「経由サーバ」の欄に入力してください。"),
        Finding::RestsOnFailedLookup => Prose::new(
            "DNSの問い合わせに失敗したため判定できません",
            "必要な問い合わせが完了しない場合、DMARCの結果はpassでもfailでもありません。",
        )
        .fix("DNSに再度問い合わせるか、設定で別のリゾルバを選んでください。"),
        Finding::RestsOnStatedBody => Prose::new(
            "記載された本文のハッシュ値が正しい場合に限った結果です",
            "このリンクには本文が含まれていません。本文のハッシュ値はリンクの作成者が書いたもので、偽ることもできます。",
        )
        .fix("メッセージ全体をファイルで受け取ってください。"),
        Finding::EachAuthor {
            evaluated,
            left_out,
            failing,
            policy,
        } => Prose::new(
            format!("差出人のドメイン{evaluated}個を個別に検証すると、{failing}個がfailです"),
            format!(
                "2個以上ある場合、DMARCの結果はありません。個別に検証する受信サーバは、failとなったもののうち最も厳しいポリシー（{}）を適用します。{}",
                policy.word(),
                match left_out {
                    0 => String::new(),
                    left_out => format!("ほかに{left_out}個は検証していません。"),
                }
            ),
        ),
        Finding::AwaitsAnswers { open } => Prose::new(
            format!("DNSの応答を待っています（残り{open}件）"),
            "応答がそろうと判定します。応答がなくても検証できる項目は、すでに表示しています。",
        ),
        Finding::TooManyQuestions => Prose::new(
            "このメールには多すぎるDNSの問い合わせが必要です",
            "上限を超える問い合わせは送信していません。通常のメールが上限に近づくことはありません。",
        ),
    }
}
