//! Which mailbox is checked, and whether its domain can have a policy (RFC 7208 §2.3, §2.4, §4.3).

use std::net::IpAddr;

use crate::engine::dns::idn;
use crate::engine::dns::name::NameError;
use crate::engine::limits;
use crate::engine::spf::finding::{DomainFault, Finding};
use crate::engine::spf::{Identity, Outcome, SpfInput, macros};

/// `<sender>`, in the parts macros ask for.
pub struct Sender {
    /// The local part, `postmaster` where there is none.
    pub local_part: String,
    /// The domain, U-labels converted.
    pub domain: String,
}

/// §2.3, §2.4 and §4.3: which mailbox is checked. `None` when nobody states one.
pub fn sender(input: &SpfInput<'_>, outcome: &mut Outcome) -> Option<Sender> {
    let mail_from = match input.identity {
        Identity::Helo => None,
        Identity::MailFrom => match input.mail_from {
            Some(mail_from) => Some(without_brackets(mail_from)),
            None => {
                outcome.note(Finding::NoSender);
                return None;
            }
        },
    };
    let (local_part, domain) = match mail_from {
        None | Some("") => {
            let Some(helo) = input.helo else {
                outcome.null_sender = mail_from.is_some();
                outcome.note(Finding::NoHelo);
                return None;
            };
            if mail_from.is_some() {
                outcome.null_sender = true;
                outcome.note(Finding::NullSender {
                    helo: shortened(helo),
                });
            }
            ("postmaster", helo.trim())
        }
        Some(mailbox) => match mailbox.rsplit_once('@') {
            Some((local_part, domain)) => match without_route(local_part) {
                "" => {
                    outcome.note(Finding::NoLocalPart);
                    ("postmaster", domain)
                }
                local_part => (local_part, domain),
            },
            None => {
                outcome.note(Finding::NoLocalPart);
                ("postmaster", mailbox)
            }
        },
    };

    let from_helo = matches!(mail_from, None | Some(""));
    let mut domain = domain.strip_suffix('.').unwrap_or(domain).to_owned();
    match valid_domain(&domain, local_part, from_helo) {
        Ok(read) => {
            if read.converted {
                domain = macros::dotted_name(&read.name);
                outcome.note(Finding::ULabels {
                    domain: read.name.clone(),
                });
            }
            outcome.domain = Some(read.name);
        }
        Err(fault) => {
            let text = shortened(&domain);
            outcome.note(match input.identity {
                Identity::Helo => Finding::UnusableHelo { text, fault },
                Identity::MailFrom => Finding::NoDomain { text, fault },
            });
        }
    }
    if !local_part.is_ascii() {
        outcome.note(Finding::NonAsciiLocalPart);
    }
    outcome.sender = shortened(&format!("{local_part}@{domain}"));
    Some(Sender {
        local_part: local_part.to_owned(),
        domain,
    })
}

/// A domain that may have a policy (§4.3). HELO comes before SMTPUTF8 is agreed on, so it can hold
/// no U-labels (RFC 8616 §4).
fn valid_domain(
    domain: &str,
    local_part: &str,
    from_helo: bool,
) -> Result<idn::Internationalized, DomainFault> {
    if domain.is_empty() {
        return Err(DomainFault::Empty);
    }
    if domain.len().saturating_add(local_part.len()) > limits::SPF_IDENTITY_OCTETS {
        return Err(DomainFault::TooLong);
    }
    if domain.starts_with('[') || domain.parse::<IpAddr>().is_ok() {
        return Err(DomainFault::AddressLiteral);
    }
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c) || !(c.is_ascii() || from_helo);
    if !domain.chars().all(allowed) {
        return Err(DomainFault::BadCharacter);
    }
    let read = idn::from_text(domain).map_err(|error| match error {
        NameError::EmptyLabel => DomainFault::EmptyLabel,
        NameError::LongLabel | NameError::LongName | NameError::BadEscape => DomainFault::TooLong,
    })?;
    if read.name.label_count() < 2 {
        return Err(DomainFault::OneLabel);
    }
    Ok(read)
}

fn without_brackets(mailbox: &str) -> &str {
    let mailbox = mailbox.trim();
    mailbox
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(mailbox)
}

/// A source route is no part of the mailbox (§2.2, RFC 5321 Appendix C).
fn without_route(local_part: &str) -> &str {
    match local_part.split_once(':') {
        Some((route, local_part)) if route.starts_with('@') => local_part,
        _ => local_part,
    }
}

/// What macros may make of a text from outside: each of thousands in a record would copy it.
pub fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(limits::SPF_IDENTITY_OCTETS);
    text.get(..end).unwrap_or_default()
}

fn shortened(text: &str) -> String {
    text.chars().take(limits::SPF_IDENTITY_OCTETS).collect()
}
