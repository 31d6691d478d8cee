//! What is said about the message itself.

use crate::engine::mail::Finding;
use crate::text::prose::Prose;

const USE_THE_FILE: &str = "Save the message as a file (.eml) in the mail program and drop that file \
     here; copying text from a window can change its lines.";

/// The words of a finding about the message.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::Empty => Prose::new("Nothing to check yet", "What was pasted holds no text.")
            .fix("Open the message in your mail program, show its source, and paste all of it."),
        Finding::TooLarge { octets, limit } => Prose::new(
            format!("The message is too large: {} MiB", octets / (1024 * 1024)),
            format!(
                "This page reads messages of up to {} MiB, so nothing of it was read.",
                limit / (1024 * 1024)
            ),
        )
        .fix("Paste the header alone: everything but the body hash can be checked."),
        Finding::NoHeader => Prose::new(
            "This is not a mail: no line is a header field",
            "A message begins with fields such as “From: …” and “Date: …”, one a line.",
        )
        .fix("Paste the message’s source, not the text that the mail program shows."),
        Finding::Binary => Prose::new(
            "This is not a mail: the file is not text",
            "There is no header field in it, and most of its octets are not text. Outlook’s .msg \
             files look like this.",
        )
        .fix("Save the message as .eml instead, or paste its source."),
        Finding::LeadingBlankLines { lines } => Prose::new(
            format!("Blank lines above the header were skipped: {lines}"),
            "A message begins with its first field. The blank lines are not part of what was \
             signed.",
        ),
        Finding::MboxLine => Prose::new(
            "The first line comes from a mailbox file",
            "Mailbox files (mbox) put a line “From …” above each message. It is not part of the \
             message and was skipped.",
        ),
        Finding::NotAField { lines } => Prose::new(
            format!("Lines in the header that are no field: {lines}"),
            "Such lines are skipped. Often they are the second half of a long field whose indent \
             was lost on the way, and then a signature over that field can’t verify.",
        )
        .fix(USE_THE_FILE),
        Finding::TooManyHeaders { limit } => Prose::new(
            format!("Only the first {limit} header fields were read"),
            "A message with more is not a message anybody sends. Signatures over later fields \
             can’t verify here.",
        ),
        Finding::LfLineEnds => Prose::new(
            "Lines end in LF; they are hashed as CRLF",
            "Mail travels with CRLF, and many programs save it with LF. For signatures the line \
             ends are put back, so this changes no result.",
        ),
        Finding::CrLineEnds => Prose::new(
            "Lines end in CR alone; they are hashed as CRLF",
            "Mail travels with CRLF. The line ends are put back for signatures, but a CR that was \
             part of the text can’t be told from one.",
        )
        .fix(USE_THE_FILE),
        Finding::MixedLineEnds { crlf, lf } => Prose::new(
            "Line ends are mixed",
            format!(
                "{crlf} lines end in CRLF and {lf} in LF. All are hashed as CRLF. If a body hash \
                 differs, this may be why."
            ),
        )
        .fix(USE_THE_FILE),
        Finding::BareCr { count } => Prose::new(
            format!("CR characters that end no line: {count}"),
            "They are hashed as they are. SMTP forbids them, and servers on the way treat them \
             differently.",
        ),
        Finding::Nul { count } => Prose::new(
            format!("The message holds NUL octets: {count}"),
            "Mail must not contain them; servers on the way may drop them, which breaks \
             signatures.",
        ),
        Finding::NoFrom => Prose::new(
            "There is no From field",
            "Without From there is no author domain, so there is nothing DMARC could authenticate.",
        )
        .fix("Paste the whole header, from the first Received line to the empty line below it."),
        Finding::SeveralFrom { count } => Prose::new(
            format!("There are {count} From fields"),
            "A message has exactly one. Mail programs differ in which one they show, and a \
             signature may cover another than the one a person sees. Attackers use this.",
        ),
        Finding::SeveralAuthorDomains { domains } => {
            let domains: Vec<String> = domains.iter().map(ToString::to_string).collect();
            Prose::new(
                "From names authors of several domains",
                format!(
                    "DMARC authenticates one author domain, and this message has {}: {}. Most \
                     receivers refuse such mail.",
                    domains.len(),
                    domains.join(", ")
                ),
            )
        }
        Finding::SeveralAuthors { count } => Prose::new(
            format!("From names {count} authors of one domain"),
            "That is allowed, and rare. The domain they share is the one that is checked.",
        ),
        Finding::TooManyAddresses { limit } => Prose::new(
            format!("From holds more than {limit} addresses"),
            "The rest was not read, so no single author domain can be told.",
        ),
        Finding::UnreadableFrom => Prose::new(
            "No address can be read in From",
            "There is a From field, but nothing in it is an address, so there is no author domain \
             to authenticate.",
        ),
        Finding::DamagedFrom => Prose::new(
            "From breaks the grammar of addresses",
            "Its address is clear all the same, and other readers see the same one.",
        ),
        Finding::AmbiguousFrom => Prose::new(
            "From can be read in more than one way",
            "Its grammar is broken so that different programs may see different authors. No \
             author is taken from it.",
        ),
        Finding::LongFrom { octets, limit } => Prose::new(
            format!("From is unusually long: {octets} octets"),
            format!(
                "Above {limit} octets it is not compared with a second reader, so it is not known \
                 whether other programs see the same author."
            ),
        ),
        Finding::AuthorWithoutDomain { domain } => Prose::new(
            "The author’s address has no domain name",
            if domain.is_empty() {
                "There is nothing after the @ that DNS could be asked about.".to_owned()
            } else {
                format!("“{domain}” is not a name that DNS could be asked about.")
            },
        ),
        Finding::AuthorULabels { written, name } => Prose::new(
            format!("The author domain is {name} in DNS"),
            format!(
                "It is written {written}. Letters were lower-cased and encoded; no other mapping \
                 was applied, so a name written in compatibility characters may differ."
            ),
        ),
        Finding::NameShowsAddress { shown, domain } => Prose::new(
            "The display name shows another address",
            format!(
                "Many programs show only the name, and it reads “{shown}”. The address behind it \
                 belongs to {domain}, and that is the domain being checked."
            ),
        ),
        Finding::ReadersDiffer { ours, theirs } => Prose::new(
            "Mail readers see different authors",
            format!(
                "Here From reads as {}; another common reader takes it as {}. What a person sees \
                 may not be what was authenticated.",
                list(ours),
                list(theirs)
            ),
        ),
        Finding::RepeatedField { name, count } => Prose::new(
            format!("There are {count} {name} fields"),
            "A message has one at most. Programs differ in which one they show.",
        ),
        Finding::PrivateSignature { name } => Prose::new(
            format!("{name} is no DKIM signature"),
            "It is the provider’s own and only the provider can check it. It is not verified here \
             and counts for nothing.",
        ),
        Finding::TooManySignatures { found, verified } => Prose::new(
            format!("Only {verified} of {found} signatures were verified"),
            "The topmost ones were. A message needs one or two.",
        ),
        Finding::TooManyHops { total, limit } => Prose::new(
            format!("Only the latest {limit} of {total} Received fields were read"),
            "Receivers refuse mail with far fewer: it is a sign of a loop.",
        ),
    }
}

fn list(addresses: &[String]) -> String {
    if addresses.is_empty() {
        "no address at all".to_owned()
    } else {
        addresses.join(", ")
    }
}
