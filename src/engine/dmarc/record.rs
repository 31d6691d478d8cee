//! One DMARC policy record, read by RFC 9989 §4.7 and §4.8, with everything wrong with it.
//!
//! Where the RFC leaves two readings, this is the one taken:
//! - A duplicate tag voids the record: §4.7 takes DKIM's tag lists, and RFC 6376 §3.2 voids those.
//!   It still counts as a DMARC record where §4.10 asks whether there are several.
//! - Tag names are compared without regard to case, as ABNF strings are (§4.8: `"v"`).
//! - A record without `p` and without a usable `rua` is not processed: §4.10.1 (no valid `p`) says more
//!   than §4.7 ("as if `p=none`").
//! - "As if `p=none`" (§4.10.1) replaces `p`, `sp` and `np`; the other tags stand.

use crate::engine::dmarc::finding::Finding;
use crate::engine::dmarc::{Alignment, Policy};
use crate::engine::dns::Name;
use crate::engine::limits;
use crate::engine::mail::tag_list::{self, FaultKind, Tag, TagList};

/// A policy record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PolicyRecord {
    /// The domain that publishes it.
    pub(super) domain: Name,
    /// Its text.
    pub(super) text: String,
    /// What it asks for; `None` where §4.10.1 says that DMARC is not applied.
    pub(super) policies: Option<Policies>,
    /// `psd`.
    pub(super) psd: Psd,
    /// `t=y`.
    pub(super) testing: bool,
    /// `adkim`.
    pub(super) adkim: Alignment,
    /// `aspf`.
    pub(super) aspf: Alignment,
    /// What is wrong with it.
    pub(super) findings: Vec<Finding>,
}

/// The three policies of a record, after the rule for invalid ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Policies {
    pub(super) domain: Policy,
    pub(super) subdomain: Option<Policy>,
    pub(super) nonexistent: Option<Policy>,
}

/// Whether a domain is a public suffix (§4.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Psd {
    Yes,
    No,
    #[default]
    Unknown,
}

/// Whether a TXT record is a DMARC record: §4.10 step 2 looks at nothing but `v`, which comes first
/// and whose value is case-sensitive.
pub(super) fn is_dmarc(text: &[u8]) -> bool {
    let after_version = text
        .split_first()
        .filter(|(first, _)| first.eq_ignore_ascii_case(&b'v'))
        .and_then(|(_, rest)| skip_wsp(rest).strip_prefix(b"="))
        .and_then(|rest| skip_wsp(rest).strip_prefix(b"DMARC1"));
    after_version.is_some_and(|rest| matches!(skip_wsp(rest).first(), None | Some(b';')))
}

/// Whether a TXT record that is none was surely meant as one.
pub(super) fn was_meant(text: &[u8]) -> bool {
    const VERSION: &[u8] = b"dmarc1";
    text.windows(VERSION.len())
        .any(|window| window.eq_ignore_ascii_case(VERSION))
}

fn skip_wsp(text: &[u8]) -> &[u8] {
    let wsp = text
        .iter()
        .take_while(|octet| matches!(octet, b' ' | b'\t'));
    text.get(wsp.count()..).unwrap_or_default()
}

impl PolicyRecord {
    /// Reads a record that [`is_dmarc`]; `Err` with what voids it, if something does.
    pub(super) fn read(domain: &Name, text: &[u8]) -> Result<Self, Finding> {
        let list = tag_list::parse(text, 0);
        if let Some(tag) = duplicate(&list) {
            return Err(Finding::DuplicateTag {
                domain: domain.clone(),
                tag,
            });
        }
        let mut reader = Reader {
            domain,
            list: &list,
            findings: Vec::new(),
        };
        reader.note_departures(text);
        let policies = reader.policies();
        let (psd, testing) = (
            reader.one_of("psd", PSD, "u"),
            reader.one_of("t", YES_OR_NO, "n"),
        );
        let (adkim, aspf) = (
            reader.one_of("adkim", MODES, "r"),
            reader.one_of("aspf", MODES, "r"),
        );
        reader.check_failure_options();
        Ok(Self {
            domain: domain.clone(),
            text: lossy(text),
            policies,
            psd: psd.unwrap_or_default(),
            testing: testing.unwrap_or_default(),
            adkim: adkim.unwrap_or_default(),
            aspf: aspf.unwrap_or_default(),
            findings: reader.findings,
        })
    }
}

const POLICIES: &[(&str, Policy)] = &[
    ("none", Policy::None),
    ("quarantine", Policy::Quarantine),
    ("reject", Policy::Reject),
];
const MODES: &[(&str, Alignment)] = &[("r", Alignment::Relaxed), ("s", Alignment::Strict)];
const PSD: &[(&str, Psd)] = &[("y", Psd::Yes), ("n", Psd::No), ("u", Psd::Unknown)];
const YES_OR_NO: &[(&str, bool)] = &[("y", true), ("n", false)];

/// §9.3: the tags in use.
const ACTIVE: [&str; 11] = [
    "adkim", "aspf", "fo", "np", "p", "psd", "rua", "ruf", "sp", "t", "v",
];

/// §9.3: the tags of RFC 7489 that are historic.
const HISTORIC: [&str; 3] = ["pct", "rf", "ri"];

struct Reader<'a> {
    domain: &'a Name,
    list: &'a TagList,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn tag(&self, name: &str) -> Option<&Tag> {
        self.list
            .tags
            .iter()
            .find(|tag| tag.name.eq_ignore_ascii_case(name))
    }

    /// The value of a tag that is one of a few words (compared without case); `None` when it is
    /// absent or, with a finding, when it is another word.
    fn one_of<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&str, T)],
        default: &'static str,
    ) -> Option<T> {
        let value = &self.tag(name)?.value;
        let word = word(value, words);
        if word.is_none() {
            self.findings.push(Finding::BadValue {
                domain: self.domain.clone(),
                tag: name,
                value: lossy(value),
                default,
            });
        }
        word
    }

    /// §4.10.1: without a valid `p`, or with an `sp` or `np` that is not valid, the record counts as
    /// `p=none` if it asks for reports, and for nothing otherwise.
    fn policies(&mut self) -> Option<Policies> {
        let [p, sp, np] = ["p", "sp", "np"].map(|name| self.policy(name));
        let asks_for_reports = self.uris("rua");
        self.uris("ruf");
        if p == Read::Absent {
            self.findings.push(Finding::PolicyAbsent {
                domain: self.domain.clone(),
            });
        }
        if let (Read::Is(p), Some(subdomain), Some(nonexistent)) = (p, sp.optional(), np.optional())
        {
            return Some(Policies {
                domain: p,
                subdomain,
                nonexistent,
            });
        }
        let domain = self.domain.clone();
        if asks_for_reports {
            self.findings.push(Finding::CountsAsNone { domain });
            return Some(Policies {
                domain: Policy::None,
                subdomain: None,
                nonexistent: None,
            });
        }
        self.findings.push(Finding::NoProcessing { domain });
        None
    }

    fn policy(&mut self, name: &'static str) -> Read {
        let Some(tag) = self.tag(name) else {
            return Read::Absent;
        };
        if let Some(policy) = word(&tag.value, POLICIES) {
            return Read::Is(policy);
        }
        let value = lossy(&tag.value);
        self.findings.push(Finding::BadPolicy {
            domain: self.domain.clone(),
            tag: name,
            value,
        });
        Read::Bad
    }

    /// Looks at each entry of `rua` or `ruf` (§4.6); whether one of them is a URI.
    fn uris(&mut self, name: &'static str) -> bool {
        let Some(list) = self.tag(name).map(|tag| tag.value.clone()) else {
            return false;
        };
        let mut any = false;
        let most = self.findings.len() + limits::TAG_FAULTS;
        for entry in list.split(|&octet| octet == b',') {
            let entry = entry.trim_ascii();
            let uri = without_size(entry);
            let (domain, value) = (self.domain.clone(), lossy(entry));
            let finding = if !is_uri(uri) {
                Finding::BadUri {
                    domain,
                    tag: name,
                    value,
                }
            } else {
                any = true;
                if uri.len() == entry.len() {
                    continue;
                }
                Finding::ObsoleteSize {
                    domain,
                    tag: name,
                    value,
                }
            };
            if self.findings.len() < most {
                self.findings.push(finding);
            }
        }
        any
    }

    /// §4.7: `fo` counts beside `ruf` alone; it asks for `0` or `1`, and for `d` and `s`, each once.
    fn check_failure_options(&mut self) {
        let Some(fo) = self.tag("fo").filter(|_| self.tag("ruf").is_some()) else {
            return;
        };
        let mut seen = [0_usize; 3];
        let known = fo.value.split(|&octet| octet == b':').all(|option| {
            let place = match option.trim_ascii() {
                b"0" | b"1" => 0,
                b"d" | b"D" => 1,
                b"s" | b"S" => 2,
                _ => return false,
            };
            seen.get_mut(place).is_some_and(|count| {
                *count += 1;
                *count == 1
            })
        });
        if !known {
            let value = lossy(&fo.value);
            self.findings.push(Finding::BadValue {
                domain: self.domain.clone(),
                tag: "fo",
                value,
                default: "0",
            });
        }
    }

    /// What departs from the grammar or from the registry without changing what the record says.
    fn note_departures(&mut self, text: &[u8]) {
        let domain = || self.domain.clone();
        let mut notes = Vec::new();
        for fault in &self.list.faults {
            if matches!(
                fault.kind,
                FaultKind::NoEquals | FaultKind::BadName | FaultKind::TooMany
            ) {
                notes.push(Finding::TagSyntax {
                    domain: domain(),
                    text: lossy(fault.span.of(text)),
                });
            }
        }
        if let Some(tag) = self.list.tags.iter().find(|tag| {
            let equals = text.get(tag.name_span.end..tag.span.start);
            equals.is_some_and(|between| between.len() > 1)
        }) {
            notes.push(Finding::SpaceAroundEquals {
                domain: domain(),
                tag: tag.name.clone(),
            });
        }
        for tag in &self.list.tags {
            let name = tag.name.to_ascii_lowercase();
            if let Some(historic) = HISTORIC.into_iter().find(|historic| *historic == name) {
                notes.push(Finding::ObsoleteTag {
                    domain: domain(),
                    tag: historic,
                    value: lossy(&tag.value),
                });
            } else if !ACTIVE.contains(&name.as_str()) {
                notes.push(Finding::UnknownTag {
                    domain: domain(),
                    tag: tag.name.clone(),
                });
            } else if name != tag.name {
                notes.push(Finding::TagCase {
                    domain: domain(),
                    tag: tag.name.clone(),
                });
            }
        }
        notes.truncate(limits::TAG_FAULTS);
        self.findings.append(&mut notes);
    }
}

/// How a policy tag reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Absent,
    Bad,
    Is(Policy),
}

impl Read {
    /// The policy of a tag that may be absent; `None` when it is there and bad.
    const fn optional(self) -> Option<Option<Policy>> {
        match self {
            Self::Absent => Some(None),
            Self::Bad => None,
            Self::Is(policy) => Some(Some(policy)),
        }
    }
}

fn duplicate(list: &TagList) -> Option<String> {
    let mut tags = list.tags.iter().enumerate();
    let is_again = |at: usize, tag: &Tag| {
        let mut before = list.tags.iter().take(at);
        before.any(|other| other.name.eq_ignore_ascii_case(&tag.name))
    };
    let (_, tag) = tags.find(|(at, tag)| is_again(*at, tag))?;
    Some(tag.name.clone())
}

fn word<T: Copy>(value: &[u8], words: &[(&str, T)]) -> Option<T> {
    words
        .iter()
        .find(|(word, _)| value.eq_ignore_ascii_case(word.as_bytes()))
        .map(|(_, meaning)| *meaning)
}

/// An entry without its `!size`, if it ends in a well-formed one (§4.8, `obs-dmarc-report-size`).
pub(super) fn without_size(entry: &[u8]) -> &[u8] {
    let Some(mark) = entry.iter().rposition(|&octet| octet == b'!') else {
        return entry;
    };
    let size = entry.get(mark + 1..).unwrap_or_default();
    let digits = match size.split_last() {
        Some((unit, digits)) if b"kmgtKMGT".contains(unit) => digits,
        _ => size,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return entry;
    }
    entry.get(..mark).unwrap_or(entry)
}

/// RFC 3986: a scheme, a colon, and something after it made of the characters of URIs. Of these,
/// §4.8 keeps `!` and `,` for itself.
pub(super) fn is_uri(text: &[u8]) -> bool {
    let Some(colon) = text.iter().position(|&octet| octet == b':') else {
        return false;
    };
    let (scheme, rest) = text.split_at(colon);
    let rest = rest.get(1..).unwrap_or_default();
    let good_scheme = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet));
    let good_rest = rest.iter().enumerate().all(|(index, octet)| match octet {
        b'%' => rest
            .get(index + 1..index + 3)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        _ => octet.is_ascii_alphanumeric() || b"-._~:/?#[]@$&'()*+;=".contains(octet),
    });
    good_scheme && good_rest && !rest.is_empty()
}

fn lossy(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Whether a record is too long to be read.
pub(super) const fn is_too_long(text: &[u8]) -> bool {
    text.len() > limits::RECORD_OCTETS
}
