//! What the question log says in Japanese.

use crate::engine::dmarc::Method;
use crate::play::log::{Step, Topic};
use crate::text::log::Log;

/// The catalog.
pub const LOG: Log = Log {
    caption: "問い合わせの一覧（どの検証のためか）",
    topic: |topic| match topic {
        Topic::Dkim => "DKIM公開鍵",
        Topic::SpfMailFrom => "エンベロープFromのSPF",
        Topic::SpfHelo => "HELOのSPF",
        Topic::Dmarc => "DMARCポリシー",
        Topic::Arc => "ARC公開鍵",
        Topic::Reports => "DMARCレポートの受け取り先",
    },
    step: |topic, step| match (step, topic) {
        (Step::Key(index), Topic::Arc) => format!("{}番目のセット", index + 1),
        (Step::Key(index), _) => format!("{}番目の署名", index + 1),
        (Step::Record, _) => "ドメインのレコード".to_owned(),
        (Step::Term(term), _) => term.term.clone(),
        (Step::Walk(number), _) => format!("ツリーウォークの{number}段目"),
        (Step::IdentifierWalk(method, domain, number), _) => match method {
            Method::Spf => format!("SPFの{domain}からのツリーウォーク、{number}段目"),
            Method::Dkim => format!("DKIMの{domain}からのツリーウォーク、{number}段目"),
        },
        (Step::Reports(tag), _) => format!("{tag}="),
        (Step::Beside, _) => "補足の確認".to_owned(),
    },
    also: |topic| format!("次のためにも使用: {topic}"),
    copy_dig: "digの表示形式でコピー",
};
