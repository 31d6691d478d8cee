//! What the question log says in English.

use crate::engine::dmarc::Method;
use crate::play::log::{Step, Topic};
use crate::text::log::Log;

/// The catalog.
pub const LOG: Log = Log {
    caption: "What was asked, and for which check",
    topic: |topic| match topic {
        Topic::Dkim => "DKIM keys",
        Topic::SpfMailFrom => "SPF of the envelope sender",
        Topic::SpfHelo => "SPF of HELO",
        Topic::Dmarc => "DMARC policy",
        Topic::Arc => "ARC keys",
        Topic::Reports => "Who takes DMARC reports",
    },
    step: |topic, step| match (step, topic) {
        (Step::Key(index), Topic::Arc) => format!("set {}", index + 1),
        (Step::Key(index), _) => format!("signature {}", index + 1),
        (Step::Record, _) => "the domain’s record".to_owned(),
        (Step::Term(term), _) => term.term.clone(),
        (Step::Walk(number), _) => format!("walk, step {number}"),
        (Step::IdentifierWalk(method, domain, number), _) => match method {
            Method::Spf => format!("walk from SPF’s {domain}, step {number}"),
            Method::Dkim => format!("walk from DKIM’s {domain}, step {number}"),
        },
        (Step::Reports(tag), _) => format!("{tag}="),
        (Step::Beside, _) => "beside its steps".to_owned(),
    },
    also: |topic| format!("also for: {topic}"),
    copy_dig: "Copy as dig shows it",
};
