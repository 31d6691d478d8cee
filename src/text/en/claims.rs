//! What is said about what other servers wrote of their checks.

use crate::engine::claims::{Cause, Claimed, Departure, Finding, Standing};
use crate::text::prose::Prose;

/// The words of a finding about claims.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NotConforming { kind, departure } => Prose::new(
            format!("{} is not written as the RFC has it", kind.word()),
            format!(
                "{} Its meaning is plain, so it was read.",
                reads(*departure)
            ),
        ),
        Finding::UnknownResult { method, result } => Prose::new(
            format!("“{method}={result}” is no registered result"),
            "A reader has to ignore such a word. It is not counted as a pass, whatever it says.",
        ),
        Finding::UnknownVersion { version } => Prose::new(
            format!("The results are of version {version}, which is not known"),
            "In another version the same words may mean something else, so they are ignored.",
        ),
        Finding::TooManyFields { total, limit } => Prose::new(
            format!("Only the topmost {limit} of {total} fields with results were read"),
            "A mail that came a normal way has a few of them.",
        ),
        Finding::FieldCut => Prose::new(
            "Not all results in the message were read",
            "There are more of them, or longer ones, than any server writes.",
        ),
        Finding::Outside { server } => Prose::new(
            match server {
                Some(server) => format!("The results of {server} come from outside your border"),
                None => "Results without a server’s name come from outside your border".to_owned(),
            },
            "None of your servers wrote them. A server that handled the mail earlier may have, and so \
             may whoever sent it: take them as a note, not as a check.",
        ),
        Finding::Forged { server, ours: true } => Prose::new(
            format!("Results in the name of {server} look forged"),
            "They stand below the line your server wrote when the mail came in, so they came with \
             the mail, unless your server appends its results at the end of the header.",
        )
        .fix(
            "Set the border server to remove Authentication-Results fields with its own name from \
             mail that comes in.",
        ),
        Finding::Forged {
            server,
            ours: false,
        } => Prose::new(
            format!("Results in the name of {server} look forged"),
            format!(
                "They came with the mail, and no Received field says that it passed a server of \
                 that name. Only the sender’s word stands behind {server}."
            ),
        ),
        Finding::BelowOwnLine { server } => Prose::new(
            format!("Who wrote the results of {server} can’t be told"),
            "They stand right below the line of that server. Filters of Postfix and sendmail put \
             theirs there; a sender who writes the same words into the mail gets them there, too.",
        )
        .fix(
            "Check that the server removes Authentication-Results fields with its own name from \
             mail that comes in. If another Received line is your border, choose it under Hops.",
        ),
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
        identity => format!(" for {identity}"),
    };
    let claimed = claimed.word();
    match found {
        Some(found) => format!("The receiver wrote {method}={claimed}{about}, we found {found}"),
        None => {
            format!("The receiver wrote {method}={claimed}{about}, and nothing like it is here")
        }
    }
}

const fn reads(departure: Departure) -> &'static str {
    match departure {
        Departure::NoServer => {
            "It does not begin with the server’s name, as Microsoft’s often do not: only its place \
             says who wrote it."
        }
        Departure::Spelling => "A result is spelt otherwise (hardfail, success, dkim_pass…).",
        Departure::NoPropertyType => "A property has no type before it, such as “smtp.”.",
        Departure::EmptyItem => "There is a semicolon too many.",
        Departure::MissingSemicolon => "Two results have no semicolon between them.",
        Departure::Unclosed => "A comment or quoted string in it does not end.",
        Departure::Stray => "There is something in it that belongs to no result.",
    }
}

/// Why a claim and our result differ, in a few words.
pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::KeyChanged => "the key is gone or was changed since",
        Cause::DnsChanged => "DNS says something else now",
        Cause::BodyRewritten => "the body was rewritten after delivery",
        Cause::HeloNotMailFrom => "the claim is about HELO, not MAIL FROM",
        Cause::OtherIdentity => "the claim is about another domain, client or signature",
        Cause::ExpiredSince => "the signature has expired since",
        Cause::OutsideBoundary => "no server of yours is known to have made the claim",
        Cause::ReceiverDiffers => "the receiver differs from the RFC, or words it otherwise",
        Cause::Unknown => "no cause to be seen",
    }
}

const fn explain(cause: Cause) -> &'static str {
    match cause {
        Cause::KeyChanged => {
            "The signature matched the key that DNS had then. The record is gone by now, or holds \
             another key, so this is no sign of a change to the message."
        }
        Cause::DnsChanged => {
            "The same question has another answer today: a record was published, changed or removed, \
             or a lookup failed on one of the two days."
        }
        Cause::BodyRewritten => {
            "The signature over the header still holds; only the body is another. Mail stores and \
             gateways rewrite bodies after the check, and copying text does, too. Export the message \
             as a file from another client if you can."
        }
        Cause::HeloNotMailFrom => {
            "SPF was asked about the name the server gave in HELO. DMARC takes the envelope sender’s, \
             which is judged here."
        }
        Cause::OtherIdentity => {
            "The receiver judged another envelope sender, another client or another signature than \
             the ones here. If another Received line is your border, choose it under Hops."
        }
        Cause::ExpiredSince => {
            "The signature was valid then. No line of the border says when the message came, so it \
             is judged at the time of this analysis, which is past its x=."
        }
        Cause::OutsideBoundary => "None of your servers is known to have written the claim.",
        Cause::ReceiverDiffers => {
            "The receiver is laxer or stricter here than the RFC, follows a rule of its own, or uses \
             another word for the same thing."
        }
        Cause::Unknown => {
            "Neither the message nor DNS shows why. What was pasted may have been changed since, or \
             the receiver saw another state of the message."
        }
    }
}

/// Whose word a claim is.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Inside => "from your side",
        Standing::Unclear => "author not certain",
        Standing::Outside => "from outside",
        Standing::Forged => "looks forged",
    }
}
