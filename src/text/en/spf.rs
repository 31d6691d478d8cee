//! What is said about SPF.

use std::net::IpAddr;

use crate::engine::dns::Name;
use crate::engine::spf::finding::{DomainFault, ExplanationFault, Finding, LookAlike, Syntax};
use crate::text::en::dns;
use crate::text::prose::Prose;

/// The words of a finding about SPF.
pub fn prose(finding: &Finding) -> Prose {
    match finding {
        Finding::NoClient => Prose::new(
            "SPF was not evaluated: the client’s address is not known",
            "SPF asks whether the server that delivered the mail may send for the envelope \
             sender’s domain. No Received field states that server’s address.",
        )
        .fix("Enter the address from your server’s log under Hops."),
        Finding::NoSender => Prose::new(
            "SPF was not evaluated: the envelope sender is not known",
            "The envelope sender (MAIL FROM) is not part of the message. Receivers write it into \
             Return-Path; this message has none.",
        )
        .fix("Enter it from your server’s log under Hops."),
        Finding::NoHelo => Prose::new(
            "HELO is not known",
            "No Received field states how the client introduced itself.",
        ),
        Finding::NullSender { helo } => Prose::new(
            "The envelope sender is null",
            format!(
                "Bounces and automatic replies have none. SPF then checks postmaster@{helo}, from \
                 the client’s HELO."
            ),
        ),
        Finding::NoLocalPart => Prose::new(
            "The envelope sender has no local part",
            "SPF takes “postmaster” in its place.",
        ),
        Finding::NoDomain { text, fault } => Prose::new(
            "The envelope sender has no domain to check",
            format!("“{text}”: {}", domain_fault(*fault)),
        ),
        Finding::UnusableHelo { text, fault } => Prose::new(
            format!("HELO “{text}” can’t be checked"),
            format!("{} Only MAIL FROM can be.", domain_fault(*fault)),
        ),
        Finding::ULabels { domain } => Prose::new(
            format!("Looked up as {domain}"),
            "The domain is written in letters beyond ASCII. They were lower-cased and encoded, \
             without further mapping.",
        ),
        Finding::NonAsciiLocalPart => Prose::new(
            "The sender’s local part is not ASCII",
            "Terms whose name is made from it never match.",
        ),

        Finding::NoRecord { domain, exists } => Prose::new(
            format!("{domain} has no SPF record"),
            if *exists {
                "The domain says nothing about which servers may send for it."
            } else {
                "The domain does not exist in DNS."
            },
        )
        .fix_with(
            format!("The owner of {domain} publishes a record that lists its servers:"),
            format!("{domain}. TXT \"v=spf1 mx -all\""),
        ),
        Finding::HeloWithoutRecord { domain, .. } => Prose::new(
            format!("HELO {domain} has no SPF record"),
            "Most hosts have none. DMARC does not use this result.",
        ),
        Finding::SeveralRecords { domain, count } => Prose::new(
            format!("{domain} has {count} SPF records"),
            "There may be one. With more, SPF ends in an error, whatever they say.",
        )
        .fix(format!(
            "The owner of {domain} merges them into one record and deletes the others."
        )),
        Finding::LookAlike {
            domain,
            text,
            fault,
        } => Prose::new(
            format!("A record of {domain} looks like SPF and is not"),
            format!("“{text}”: {}", look_alike(*fault)),
        )
        .fix_with(
            format!("The owner of {domain} lets it begin exactly so:"),
            "v=spf1 ",
        ),
        Finding::SenderId { domain, text } => Prose::new(
            format!("{domain} publishes a Sender ID record"),
            format!("“{text}”: nobody evaluates Sender ID any more. It can be deleted."),
        ),
        Finding::RecordTooLong { domain, octets } => Prose::new(
            format!("The SPF record of {domain} is too long: {octets} octets"),
            "It was not read. Receivers have trouble with records past a few hundred octets.",
        ),
        Finding::TooManyTerms { domain, count } => Prose::new(
            format!("The SPF record of {domain} has {count} terms"),
            "That is more than is evaluated.",
        ),
        Finding::Syntax {
            domain,
            record,
            term,
            offset,
            kind,
            ..
        } => Prose::new(
            format!("The SPF record of {domain} has a fault at “{term}”"),
            format!(
                "{} One fault anywhere makes the whole record an error: {}",
                syntax(*kind),
                pointed(record, *offset)
            ),
        )
        .fix(format!("The owner of {domain} corrects the record.")),

        Finding::DnsFailed { question, failure } => Prose::new(
            format!("SPF could not look up {} {}", question.name, question.rtype),
            dns::failure(*failure),
        )
        .fix("Ask DNS again, or choose another resolver in the settings."),
        Finding::TooManyLookups { domain, term, path } => Prose::new(
            "SPF needs more than ten lookups",
            format!(
                "“{term}” in the record of {domain} is the eleventh term that asks DNS. Receivers \
                 stop there with an error, and the mail fails SPF.{}",
                match path.as_slice() {
                    [] | [_] => String::new(),
                    path => format!(" The way there: {}.", way(path)),
                }
            ),
        )
        .fix(format!(
            "The owner of {domain} removes includes that are no longer used, or puts their \
             addresses in as ip4: and ip6:."
        )),
        Finding::TooManyVoidLookups {
            domain,
            term,
            question,
            terms,
        } => Prose::new(
            "SPF asks for too many names that have no record",
            if *terms > 2 {
                format!(
                    "“{term}” in the record of {domain} led to {} {}, the third lookup without an \
                     answer. Two are allowed.",
                    question.name, question.rtype
                )
            } else {
                format!(
                    "“{term}” in the record of {domain} led to {} {}, the third lookup without an \
                     answer. Two are allowed; a receiver that counts terms and not lookups would \
                     go on.",
                    question.name, question.rtype
                )
            },
        )
        .fix(format!(
            "The owner of {domain} removes terms whose names no longer exist."
        )),
        Finding::TooManyNames {
            domain,
            term,
            target,
            count,
        } => Prose::new(
            format!("{target} has {count} mail exchangers"),
            format!("“{term}” in the record of {domain} may stand for ten at most."),
        ),
        Finding::IncludeWithoutRecord { domain, target } => Prose::new(
            format!("{domain} includes {target}, which has no SPF record"),
            "An include of nothing is an error, and the mail fails SPF.",
        )
        .fix_with(
            format!("The owner of {domain} removes the term:"),
            format!("include:{target}"),
        ),
        Finding::RedirectWithoutRecord { domain, target } => Prose::new(
            format!("{domain} redirects to {target}, which has no SPF record"),
            "A redirect to nothing is an error, and the mail fails SPF.",
        )
        .fix_with(
            format!("The owner of {domain} corrects or removes the term:"),
            format!("redirect={target}"),
        ),
        Finding::Loop { path } => {
            let first = path.first().map(ToString::to_string);
            Prose::new(
                "The SPF records lead back to themselves",
                format!("{} → {}.", way(path), first.unwrap_or_default()),
            )
            .fix("One of the owners removes the term that leads back.")
        }

        Finding::Fail {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain} does not let {client} send for it"),
            format!("The term “{term}” of its SPF record matched. A forwarded mail looks like this, too."),
        )
        .fix_with(
            format!("If {client} does send for {domain}, its owner adds, before “{term}”:"),
            mechanism(*client),
        ),
        Finding::SoftFail {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain} says that {client} probably may not send for it"),
            format!("The term “{term}” of its SPF record matched. For DMARC that is no pass."),
        )
        .fix_with(
            format!("If {client} does send for {domain}, its owner adds, before “{term}”:"),
            mechanism(*client),
        ),
        Finding::Neutral {
            domain,
            term,
            client,
        } => Prose::new(
            format!("{domain} says nothing about {client}"),
            format!("The term “{term}” of its SPF record matched. For DMARC that is no pass."),
        )
        .fix_with(
            format!("If {client} does send for {domain}, its owner adds, before “{term}”:"),
            mechanism(*client),
        ),
        Finding::NeutralByDefault { domain, client } => Prose::new(
            format!("{domain} says nothing about {client}"),
            "No term of its SPF record matched, and the record does not end in “all”.",
        )
        .fix_with(
            format!("If {client} does send for {domain}, its owner adds:"),
            mechanism(*client),
        ),
        Finding::PassesAll { domain, term } => Prose::new(
            format!("{domain} lets the whole internet send for it"),
            format!("“{term}” passes any address, so this pass proves nothing."),
        )
        .fix_with(
            format!("The owner of {domain} ends the record so:"),
            "-all",
        ),

        Finding::BadDomain { domain, term, text } => Prose::new(
            format!("“{term}” makes a name that DNS can’t hold"),
            format!("“{text}”, from the record of {domain}. The term does not match."),
        ),
        Finding::UsesPtr { domain, term } => Prose::new(
            format!("The record of {domain} uses “{term}”"),
            "The standard asks not to: it is slow and unreliable, and some receivers skip it.",
        ),
        Finding::TooManyPtrNames { count } => Prose::new(
            format!("The client’s address has {count} names"),
            "Only the first ten were looked at.",
        ),
        Finding::PtrFailed { question, failure } => Prose::new(
            format!("The lookup of {} {} failed", question.name, question.rtype),
            format!(
                "In a reverse lookup that counts as no match. {}",
                dns::failure(*failure)
            ),
        ),
        Finding::TooManyReachable {
            domain,
            lookups,
            complete,
        } => Prose::new(
            format!(
                "The whole SPF record of {domain} needs {}{lookups} lookups",
                if *complete { "" } else { "at least " }
            ),
            "Ten are allowed. This mail was settled before; mail from a server listed later, or \
             from none, ends in an error.",
        )
        .fix(format!(
            "The owner of {domain} removes includes that are no longer used, or puts their \
             addresses in as ip4: and ip6:."
        )),
        Finding::OpenToAll { domain, term } => Prose::new(
            format!("The SPF record of {domain} lets the whole internet send"),
            format!("“{term}” passes any address. This mail was settled without it."),
        )
        .fix_with(
            format!("The owner of {domain} ends the record so:"),
            "-all",
        ),
        Finding::SendsNoMail { domain } => Prose::new(
            format!("{domain} says that it sends no mail"),
            "Its SPF record lists no server. For a domain without mail that is as it should be.",
        ),
        Finding::AfterAll { domain, term } => Prose::new(
            format!("“{term}” in the record of {domain} is never tested"),
            "“all” matches everything, so what stands after it does nothing.",
        ),
        Finding::RedirectIgnored { domain, term } => Prose::new(
            format!("“{term}” in the record of {domain} does nothing"),
            "A record that has “all” is never redirected.",
        ),
        Finding::MechanismAsModifier { domain, term } => Prose::new(
            format!("“{term}” in the record of {domain} does nothing"),
            "With “=” it is read as an unknown modifier and skipped. It was probably meant with \
             “:”.",
        )
        .fix_with(
            format!("The owner of {domain} writes:"),
            term.replacen('=', ":", 1),
        ),
        Finding::ExplanationIgnored {
            domain,
            target,
            fault,
        } => Prose::new(
            format!("The explanation of {domain} can’t be used"),
            format!("{target}: {}", explanation_fault(*fault)),
        ),
    }
}

fn way(path: &[Name]) -> String {
    let names: Vec<String> = path.iter().map(ToString::to_string).collect();
    names.join(" → ")
}

/// The mechanism that lets one address pass.
fn mechanism(client: IpAddr) -> String {
    match client {
        IpAddr::V4(address) => format!("ip4:{address}"),
        IpAddr::V6(address) => format!("ip6:{address}"),
    }
}

/// The record with a mark in front of the fault.
fn pointed(record: &str, offset: usize) -> String {
    match record.split_at_checked(offset) {
        Some((before, after)) => format!("{before} ⟶ {after}"),
        None => record.to_owned(),
    }
}

fn domain_fault(fault: DomainFault) -> &'static str {
    match fault {
        DomainFault::Empty => "there is nothing.",
        DomainFault::AddressLiteral => "it is an address, not a domain.",
        DomainFault::OneLabel => "it is a single word without a dot.",
        DomainFault::EmptyLabel => "there is nothing between two dots.",
        DomainFault::TooLong => "it is longer than a domain can be.",
        DomainFault::BadCharacter => "it holds characters that no mail domain has.",
    }
}

fn look_alike(fault: LookAlike) -> &'static str {
    match fault {
        LookAlike::LeadingSpace => "there is a space before v=spf1.",
        LookAlike::Quoted => "quotation marks are part of the text.",
        LookAlike::Unterminated => "v=spf1 must be followed by a space.",
        LookAlike::OtherVersion => "there is no such version.",
        LookAlike::Misspelt => "it must begin with v=spf1, without spaces around “=”.",
    }
}

fn syntax(kind: Syntax) -> &'static str {
    match kind {
        Syntax::BadOctet => "There is a character that is not plain ASCII.",
        Syntax::UnknownMechanism => "There is no mechanism of this name.",
        Syntax::BadName => "No name stands there that begins with a letter.",
        Syntax::ModifierWithColon => "“redirect” and “exp” take “=”, not “:”.",
        Syntax::QualifierOnModifier => "A modifier takes no sign in front.",
        Syntax::MissingArgument => "It needs “:” and a value.",
        Syntax::EmptyArgument => "There is no value.",
        Syntax::UnexpectedArgument => "It takes no value.",
        Syntax::UnexpectedPrefix => "It takes no prefix length.",
        Syntax::MissingSpace => "A space is missing between two terms.",
        Syntax::BadDomainEnd => "The value does not end like a domain name.",
        Syntax::AddressAsDomain => "An address needs ip4: or ip6:.",
        Syntax::BadMacro => "A “%” starts no macro here; a literal one is written “%%”.",
        Syntax::UnknownMacro => "There is no macro of this letter.",
        Syntax::ExplanationMacro => "This macro is for explanations only.",
        Syntax::ZeroParts => "A macro can’t keep zero parts.",
        Syntax::BadIp4 => "It is no complete IPv4 address.",
        Syntax::BadIp6 => "It is no IPv6 address.",
        Syntax::BadPrefix => "The prefix length is out of range.",
        Syntax::RepeatedModifier => "This modifier may stand once.",
    }
}

fn explanation_fault(fault: ExplanationFault) -> &'static str {
    match fault {
        ExplanationFault::BadName => "the name has no form in DNS.",
        ExplanationFault::NoText => "there is no text.",
        ExplanationFault::SeveralTexts => "there is more than one text.",
        ExplanationFault::DnsFailed => "DNS failed.",
        ExplanationFault::NotAscii => "the text is not ASCII.",
        ExplanationFault::TooLong => "the text is too long.",
        ExplanationFault::BadMacro => "its macros break the grammar.",
    }
}
