//! The words of the picture, in English.

use crate::engine::dmarc::Policy;
use crate::play::scene::{Aligned, LaneId, NodeId, Outcome, Requested, State, Summary, Word};
use crate::text::scene::Worded;

/// Beside the owner's edge to the records.
pub const PUBLISHES: &str = "publishes";
/// Beside the owner's edge to the submission server.
pub const PRIVATE_KEY: &str = "private key";

/// A node's title.
pub const fn node(id: NodeId) -> &'static str {
    match id {
        NodeId::Author => "Author",
        NodeId::Submit => "Submission server",
        NodeId::Relay => "Relays",
        NodeId::Border => "Border server",
        NodeId::Spf => "SPF",
        NodeId::Dkim => "DKIM",
        NodeId::Arc => "ARC",
        NodeId::Dmarc => "DMARC",
        NodeId::Deliver => "Delivery",
        NodeId::Owner => "Domain owner",
        NodeId::Mx => "MX record",
        NodeId::SpfRecord => "SPF record",
        NodeId::DkimKey => "DKIM key",
        NodeId::DmarcRecord => "DMARC record",
        NodeId::Dnssec => "DNSSEC",
    }
}

/// A node's title with its result.
pub fn title(id: NodeId, result: Option<Outcome>) -> String {
    let node = node(id);
    match result {
        None => node.to_owned(),
        Some(result) => format!("{node}: {}", outcome(result)),
    }
}

fn outcome(result: Outcome) -> String {
    match result {
        Outcome::Rfc(word) => word.to_owned(),
        Outcome::Count(number) => number.to_string(),
        Outcome::Waiting => "waiting…".to_owned(),
        Outcome::NotChecked => "unchecked".to_owned(),
        Outcome::NotSettled => "cannot tell".to_owned(),
    }
}

/// What a state is called.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Pass => "pass",
        State::Fail => "fail",
        State::Warn => "warning",
        State::Error => "error",
        State::None => "not present",
        State::Stated => "as stated in the headers",
        State::Waiting => "waiting for DNS",
    }
}

/// A lane's heading, and what to make of what stands in it.
pub const fn lane(id: LaneId) -> (&'static str, &'static str) {
    match id {
        LaneId::Sending => ("Sending side", "as stated in the headers"),
        LaneId::Internet => ("Internet", ""),
        LaneId::Receiving => ("Receiving side", "re-verified here"),
        LaneId::Dns => ("DNS", "published records"),
    }
}

/// What the lesson says about a node.
pub const fn lesson(id: NodeId, row: usize) -> &'static str {
    let (first, second) = match id {
        NodeId::Author => ("Mail client (MUA)", "types any From"),
        NodeId::Submit => ("asks for a login", "adds a signature"),
        NodeId::Relay => ("pass it on,", "may change it"),
        NodeId::Border => ("sees the IP and", "MAIL FROM"),
        NodeId::Spf => ("may this IP send?", ""),
        NodeId::Dkim => ("is it unchanged?", ""),
        NodeId::Arc => ("seen on the way", ""),
        NodeId::Dmarc => ("is that domain", "the one in From?"),
        NodeId::Deliver => ("the receiver", "decides"),
        NodeId::Owner => ("publishes records", ""),
        NodeId::Mx => ("who takes mail", ""),
        NodeId::SpfRecord => ("IPs that may send", ""),
        NodeId::DkimKey => ("checks signatures", ""),
        NodeId::DmarcRecord => ("policy: p=reject", ""),
        NodeId::Dnssec => ("signs DNS", ""),
    };
    if row == 0 { first } else { second }
}

/// One line of a node.
pub fn word(word: &Word) -> Worded {
    Worded::plain(match word {
        Word::MailClient => "Mail client (MUA)",
        Word::MoreAddresses(more) => return Worded::plain(format!("and {more} more")),
        Word::NoAddress => "no From address",
        Word::AuthSeen(with) => return Worded::around(format!("logged in ({with})"), with),
        Word::AuthNotSeen => "no login stated",
        Word::Signs(1) => "DKIM signature",
        Word::Signs(count) => return Worded::plain(format!("{count} signatures")),
        Word::NoTrace => "no Received",
        Word::Tls { with: 0, .. } => "TLS not stated",
        Word::Tls { with, of } if with == of => "TLS stated",
        Word::Tls { with, of } => return Worded::plain(format!("TLS on {with} of {of}")),
        Word::Client(ip) => return Worded::around(format!("from {ip}"), ip),
        Word::ClientUnknown => "client unknown",
        Word::Helo(domain) => return Worded::around(format!("HELO {domain}"), domain),
        Word::NoSignature => "no signature",
        Word::BodyDiffers => "body hash differs",
        Word::SignatureDiffers => "signature differs",
        Word::BodyAbsent => "no body pasted",
        Word::BodyStated => "body not seen",
        Word::SignatureMalformed => "malformed",
        Word::NoKey => "no usable key",
        Word::DnsFailed => "DNS failed",
        Word::Weak(what) => return Worded::around(format!("too weak: {what}"), what),
        Word::Unjudged => "not applicable",
        Word::ByBoth => "by SPF and DKIM",
        Word::BySpf => "by SPF",
        Word::ByDkim => "by DKIM",
        Word::NeitherAligned => "neither aligned",
        Word::NoRecord => "no record",
        Word::SeveralAuthors => "several domains",
        Word::NoAuthor => "no From domain",
        Word::Tag(tag, policy) => return Worded::plain(format!("{tag}={}", policy.word())),
        Word::Asks(Policy::None) => "→ none",
        Word::Asks(Policy::Quarantine) => "→ quarantine",
        Word::Asks(Policy::Reject) => "→ reject",
        Word::ByPolicy => "policy asks",
        Word::NoPolicy => "no policy",
        Word::Undecided => "open",
        Word::NoSeal => "no seal",
        Word::Publishes => "publishes records",
        Word::NotAsked => "not asked",
        Word::ChainEnded => "broken before",
        Word::Unchecked => "not checked",
    })
}

/// The whole picture in one sentence.
pub fn summary(summary: &Summary) -> String {
    let leg = |(result, aligned)| {
        let result = outcome(result);
        match aligned {
            Some(Aligned::Yes) => format!("{result}, aligned"),
            Some(Aligned::No) => format!("{result}, not aligned"),
            None => result,
        }
    };
    let policy = match summary.policy {
        Requested::Policy(policy) => format!("policy asks for {}", policy.word()),
        Requested::Nothing => "no policy applies".to_owned(),
        Requested::Unknown => "its policy is not known".to_owned(),
    };
    format!(
        "{} {}; SPF {}; DKIM {}; DMARC {}; {policy}.",
        summary.relays,
        plural(summary.relays, "relay", "relays"),
        leg(summary.spf),
        leg(summary.dkim),
        outcome(summary.dmarc),
    )
}

const fn plural(number: usize, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}

/// What alignment is called.
pub const fn aligned(aligned: Aligned) -> &'static str {
    match aligned {
        Aligned::Yes => "aligned",
        Aligned::No => "not aligned",
    }
}
