//! What is said about what the verdict rests on.

use crate::engine::report::Finding;
use crate::text::prose::Prose;

/// The words of a finding about the verdict.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::SignedWithoutPolicy { domain } => Prose::new(
            format!("A signature of {domain} is valid, but no policy protects the domain"),
            "This message carries proof of the author’s domain. Without a DMARC record, though, \
             receivers have no word from the owner about messages that carry none, so anybody can \
             still write this domain into From.",
        )
        .fix_with(
            format!("The owner of {domain} starts with a record that only asks for reports:"),
            format!("_dmarc.{domain}. TXT \"v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain}\""),
        ),
        Finding::RestsOnAbsentBody => Prose::new(
            "The body was not pasted, and it decides",
            "The signature over the header is intact, and its domain would satisfy DMARC. Whether \
             the body is the one that was signed can’t be told without it.",
        )
        .fix("Paste the whole message, or drop the .eml file."),
        Finding::RestsOnUnknownEnvelope { client, sender } => Prose::new(
            "A part of the envelope is unknown, and it decides",
            match (client, sender) {
                (true, true) => {
                    "SPF needs the sending server’s address and the envelope sender. Neither the \
                     Received fields nor Return-Path state them."
                }
                (true, false) => {
                    "SPF needs the address of the server that delivered the mail to yours. No \
                     Received field states one."
                }
                (false, _) => {
                    "SPF needs the envelope sender (MAIL FROM). There is no Return-Path field that \
                     states it."
                }
            },
        )
        .fix("If you know them from your server’s log, enter them under Hops."),
        Finding::RestsOnFailedLookup => Prose::new(
            "A lookup failed, and its answer decides",
            "With a query that does not complete, a message neither passes nor fails DMARC.",
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::RestsOnStatedBody => Prose::new(
            "The result holds only if the stated body hash is true",
            "The body is not in this link. Its hash was written into the link by whoever made it, \
             and could be invented.",
        )
        .fix("Ask for the whole message as a file."),
        Finding::EachAuthor {
            evaluated,
            left_out,
            failing,
            policy,
        } => Prose::new(
            format!("Of {evaluated} author domains, each by itself, {failing} fail"),
            format!(
                "With several there is no DMARC result. A receiver that looks at each applies the \
                 strictest policy among those that fail: {}.{}",
                policy.word(),
                match left_out {
                    0 => String::new(),
                    left_out => format!(" {left_out} more were not looked at."),
                }
            ),
        ),
        Finding::AwaitsAnswers { open } => Prose::new(
            format!("Waiting for DNS: {open} open"),
            "The verdict follows when the answers are there. What can be judged without them \
             already is.",
        ),
        Finding::TooManyQuestions => Prose::new(
            "The message asks for too many DNS lookups",
            "Questions past the limit were not sent. No ordinary message comes near it.",
        ),
    }
}
