//! What is said about DMARC.

use crate::engine::dmarc::{Alignment, Finding, Method, ReportFault};
use crate::engine::dns::Name;
use crate::text::en::dns;
use crate::text::prose::Prose;

/// The words of a finding about DMARC.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NoRecord { domain } => Prose::new(
            format!("{domain} has no DMARC record"),
            "Neither the domain nor any domain above it publishes a policy, so DMARC does not \
             apply: anybody can write this domain into From.",
        )
        .fix_with(
            format!("The owner of {domain} starts with a record that only asks for reports:"),
            first_record(domain),
        ),
        Finding::DnsFailed { name, failure } => Prose::new(
            format!("The policy could not be looked up: {name}"),
            dns::failure(*failure),
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::SeveralRecords { domain, count } => Prose::new(
            format!("{count} DMARC records at _dmarc.{domain}"),
            "With more than one, all are dropped, as if there were none. Receivers that follow \
             older rules may do otherwise.",
        )
        .fix(format!("The owner of {domain} deletes all but one.")),
        Finding::BadVersion { domain, text } => Prose::new(
            format!("A record at _dmarc.{domain} does not count"),
            format!("It reads “{text}”. A DMARC record begins with exactly v=DMARC1."),
        )
        .fix(format!(
            "The owner of {domain} begins the record with v=DMARC1;."
        )),
        Finding::LongRecord { domain, octets } => Prose::new(
            format!("The record at _dmarc.{domain} is too long: {octets} octets"),
            "It was not read. No useful policy needs that much.",
        ),
        Finding::WalkShortened { domain, labels } => Prose::new(
            format!("{domain} has {labels} labels; the walk leaves some out"),
            "To bound the work, receivers look at the full name and then at its last seven labels. \
             Records in between are never seen.",
        ),
        Finding::TopLevelRecord { domain } => Prose::new(
            format!("The top-level domain {domain} has a record without psd=y"),
            "That makes it the organizational domain of every name below it that publishes none.",
        )
        .fix(format!(
            "The registry of {domain} adds psd=y, or removes the record."
        )),
        Finding::SuffixAbove { author, domain } => Prose::new(
            format!("{author} stands right below the public suffix {domain}"),
            format!(
                "Here {author} is its own organizational domain. Who lets the walk start at \
                 {domain}, as the standard can be read, takes {domain} for it, and then any name \
                 below {domain} without a record would be aligned."
            ),
        )
        .fix(format!(
            "With a DMARC record of its own, {author} leaves nothing open."
        )),
        Finding::DuplicateTag { domain, tag } => Prose::new(
            format!("The tag {tag} stands twice in the record of {domain}"),
            "A tag list with a duplicate is void, so the record is not used here. Other receivers \
             may take the first or the last.",
        )
        .fix(format!("The owner of {domain} deletes one of the two.")),
        Finding::TagSyntax { domain, text } => Prose::new(
            format!("Part of the record of {domain} is no tag"),
            format!("“{text}” is ignored; the other tags count."),
        ),
        Finding::BadPolicy { domain, tag, value } => Prose::new(
            format!("{tag}={value} is not a policy ({domain})"),
            "A policy is none, quarantine or reject.",
        )
        .fix_with(
            format!("The owner of {domain} corrects it, for example:"),
            format!("{tag}=quarantine"),
        ),
        Finding::PolicyAbsent { domain } => Prose::new(
            format!("The record of {domain} has no p= tag"),
            "Without p= a receiver can only act as if the policy were none, or not at all.",
        )
        .fix_with(format!("The owner of {domain} states one:"), "p=none"),
        Finding::CountsAsNone { domain } => Prose::new(
            format!("The record of {domain} counts as p=none"),
            "Its policy can’t be used, but it asks for reports, and that much is honoured.",
        ),
        Finding::NoProcessing { domain } => Prose::new(
            format!("The record of {domain} can’t be used"),
            "Its policy is missing or malformed, and it asks for no reports, so DMARC does not \
             apply to the message.",
        ),
        Finding::BadValue {
            domain,
            tag,
            value,
            default,
        } => Prose::new(
            format!("{tag}={value} has no meaning ({domain})"),
            if default.is_empty() {
                "The tag is ignored.".to_owned()
            } else {
                format!("Its default applies: {tag}={default}.")
            },
        ),
        Finding::BadUri { domain, tag, value } => Prose::new(
            format!("An address for reports is malformed ({domain})"),
            format!("{tag}= holds “{value}”, which is no URI, so no report goes there."),
        )
        .fix_with("A mail address is written as a URI:", mailto(value)),
        Finding::ObsoleteSize { domain, tag, value } => Prose::new(
            format!("A size limit in {tag}= is ignored ({domain})"),
            format!("“{value}”: the part after “!” is obsolete."),
        ),
        Finding::ObsoleteTag { domain, tag, value } => Prose::new(
            format!("{tag}={value} has no effect any more ({domain})"),
            match *tag {
                "pct" => {
                    "The current standard has no percentage. t=y takes its place: it asks for one \
                     level less than the policy says."
                }
                "rf" => {
                    "It chose the form of failure reports. There has only ever been one, so the \
                     current standard leaves the tag out."
                }
                _ => {
                    "It asked for aggregate reports at intervals of its own. The current standard \
                     leaves that to the receiver, who commonly reports once a day."
                }
            },
        ),
        Finding::UnknownTag { domain, tag } => Prose::new(
            format!("Unknown tag {tag}= ({domain})"),
            "Unknown tags are ignored. Is it misspelt?",
        ),
        Finding::TagCase { domain, tag } => Prose::new(
            format!("The tag {tag} is in capitals ({domain})"),
            "It counts here, as the grammar allows it; some receivers overlook it.",
        ),
        Finding::SpaceAroundEquals { domain, tag } => Prose::new(
            format!("There is space around “=” after {tag} ({domain})"),
            "That is allowed, and many receivers fail to read it.",
        ),
        Finding::PolicyNone { domain } => Prose::new(
            format!("{domain} only watches: the policy is none"),
            "Messages that fail are counted in reports and otherwise treated as ever.",
        ),
        Finding::Testing { domain, from, to } => Prose::new(
            format!("{domain} tests its policy (t=y)"),
            format!(
                "The record says {}, and asks receivers to apply {} for now.",
                from.word(),
                to.word()
            ),
        ),
        Finding::SubdomainPolicy {
            domain,
            author,
            tag,
            policy,
        } => Prose::new(
            format!("The policy for {author} comes from {domain}"),
            format!(
                "{author} has no record of its own; the tag {tag} of {domain} says {}.",
                policy.word()
            ),
        ),
        Finding::NonexistentPolicy {
            domain,
            author,
            policy,
        } => Prose::new(
            format!("{author} does not exist in DNS"),
            format!(
                "For names that do not exist, the tag np of {domain} asks for {}.",
                policy.word()
            ),
        ),
        Finding::PsdPolicy { domain, policy } => Prose::new(
            format!("The policy comes from the public suffix {domain}"),
            format!(
                "No domain below it on the way publishes a record, so the suffix’s own policy \
                 applies: {}.",
                policy.word()
            ),
        ),
        Finding::NothingAuthenticated => Prose::new(
            "Nothing in this message is authenticated",
            "No DKIM signature verifies, and SPF did not pass for the envelope sender. DMARC needs \
             one of the two, for the author’s domain.",
        ),
        Finding::SpfNotAligned {
            domain,
            organizational_domain,
            author,
            mode,
        } => Prose::new(
            format!("SPF passed for {domain}, but From says {author}"),
            format!(
                "SPF checks the envelope sender, not the From a person sees. {}",
                apart(domain, organizational_domain.as_ref(), author, *mode)
            ),
        )
        .fix_with(
            format!(
                "If {author} did send this, its mail needs an envelope sender within the domain:"
            ),
            format!("MAIL FROM:<bounce@{author}>"),
        ),
        Finding::DkimNotAligned {
            domain,
            organizational_domain,
            author,
            mode,
        } => Prose::new(
            format!("A signature is valid for {domain}, but From says {author}"),
            format!(
                "It proves what {domain} sent, not {author}. {}",
                apart(domain, organizational_domain.as_ref(), author, *mode)
            ),
        )
        .fix_with(
            format!("If {author} did send this, its mail needs a signature of the domain:"),
            format!("DKIM-Signature: … d={author}; …"),
        ),
        Finding::AlignmentUnknown {
            domain,
            name,
            failure,
        } => Prose::new(
            format!("It can’t be told which organization {domain} belongs to"),
            format!("The lookup of {name} failed. {}", dns::failure(*failure)),
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::MisplacedRecord { domain } => Prose::new(
            format!("A DMARC record stands at {domain}, where nobody looks"),
            "Receivers ask for it at _dmarc below the domain.",
        )
        .fix_with(
            format!("The owner of {domain} publishes it there:"),
            format!("_dmarc.{domain}."),
        ),
        Finding::RejectAlone => Prose::new(
            "The policy asks for reject; that alone is no reason to",
            "Receivers must not reject on p=reject alone, since forwarders and mailing lists break \
             what DMARC checks. Without other evidence they treat the mail as if the policy were \
             quarantine.",
        ),
        Finding::SpfAlone { author } => Prose::new(
            format!("{author} asks for reject and relies on SPF alone"),
            "The mail passes by SPF and carries no signature of the domain. Once forwarded, it \
             fails. A domain with p=reject must sign its mail.",
        )
        .fix("The domain’s owner turns on DKIM at every server that sends for it."),
        Finding::ReportsRefused {
            domain,
            tag,
            host,
            fault,
        } => {
            let prose = Prose::new(
                format!("{host} gets no reports about {domain}"),
                match fault {
                    ReportFault::NoRecord => format!(
                        "{tag}= names a host of another organization, which does not say in DNS \
                         that it takes them."
                    ),
                    ReportFault::NameTooLong => format!(
                        "{tag}= names a host of another organization, and the name at which it \
                         would say that it takes them is too long for DNS."
                    ),
                    ReportFault::OtherHost => format!(
                        "{tag}= names it, but its record sends the reports on to another host, \
                         which is not allowed."
                    ),
                },
            );
            match fault {
                ReportFault::NoRecord => prose.fix_with(
                    format!("The owner of {host} publishes:"),
                    format!("{domain}._report._dmarc.{host}. TXT \"v=DMARC1\""),
                ),
                ReportFault::NameTooLong | ReportFault::OtherHost => prose,
            }
        }
        Finding::ReportsCapped { domain, hosts } => Prose::new(
            format!("{domain} names {hosts} hosts for reports"),
            "Only the first few were checked.",
        ),
        Finding::StatedIdentifier { method, domain } => Prose::new(
            format!("The result rests on a statement about {domain}"),
            format!(
                "That {} authenticated it was stated, not verified.",
                match method {
                    Method::Spf => "SPF",
                    Method::Dkim => "DKIM",
                }
            ),
        ),
    }
}

fn first_record(domain: &Name) -> String {
    format!("_dmarc.{domain}. TXT \"v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain}\"")
}

fn mailto(value: &str) -> String {
    format!("mailto:{}", value.trim())
}

/// Why two domains are not aligned.
fn apart(domain: &Name, organization: Option<&Name>, author: &Name, mode: Alignment) -> String {
    match (mode, organization) {
        (Alignment::Strict, _) => {
            format!("The policy is strict: {domain} and {author} would have to be equal.")
        }
        (Alignment::Relaxed, Some(organization)) if organization != domain => {
            format!("{domain} belongs to {organization}, another organization than {author}’s.")
        }
        (Alignment::Relaxed, _) => {
            format!("{domain} is another organization’s domain than {author}.")
        }
    }
}
