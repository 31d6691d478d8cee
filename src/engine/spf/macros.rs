//! Macros (RFC 7208 §7): the grammar, checked with the record, and the expansion, made from values
//! that the evaluation supplies. Nothing here asks DNS: `%{p}` is a value like any other.

use std::net::{IpAddr, Ipv4Addr};

use crate::engine::dns::Name;
use crate::engine::limits;
use crate::engine::spf::Substitution;
use crate::engine::spf::finding::Syntax;

/// A string with macros that obeys the grammar (`macro-string`, `domain-spec` or `explain-string`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroString {
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Literal(String),
    /// `%%`, `%_` or `%-`.
    Escape {
        written: &'static str,
        value: &'static str,
    },
    Macro(Macro),
}

/// `%{` macro-letter transformers *delimiter `}`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Macro {
    written: String,
    letter: Letter,
    /// An upper-case letter asks for URL escaping.
    url_escape: bool,
    /// How many right-hand parts to keep.
    keep: Option<usize>,
    reverse: bool,
    delimiters: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Sender,
    LocalPart,
    SenderDomain,
    Domain,
    Ip,
    ValidatedName,
    Version,
    Helo,
    ReadableIp,
    Receiver,
    Time,
}

/// Where a macro string stands, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The `domain-spec` of a mechanism or a known modifier.
    DomainSpec,
    /// The value of a modifier nobody knows: only checked.
    UnknownModifier,
    /// The text an `exp` modifier leads to: may hold spaces and `%{c}`, `%{r}`, `%{t}`.
    Explanation,
}

/// The first breach of the grammar, at an octet of the text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: Syntax,
    /// Where.
    pub offset: usize,
}

/// What the macro letters stand for (RFC 7208 §7.2).
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// The local part of `<sender>`.
    pub local_part: &'a str,
    /// The domain of `<sender>`.
    pub sender_domain: &'a str,
    /// `<domain>`.
    pub domain: &'a str,
    /// `<ip>`.
    pub ip: IpAddr,
    /// The validated domain name of `<ip>`.
    pub validated_name: &'a str,
    /// HELO or EHLO.
    pub helo: &'a str,
    /// Seconds since 1970 UTC.
    pub now: i64,
}

/// What a string came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The text.
    pub text: String,
    /// Each macro with its value, the first [`limits::SPF_SUBSTITUTIONS`].
    pub substitutions: Vec<Substitution>,
}

impl MacroString {
    /// Reads a macro string.
    ///
    /// # Errors
    /// With the first breach of the grammar.
    pub fn parse(text: &str, place: Place) -> Result<Self, Fault> {
        if let Some(offset) = text
            .bytes()
            .position(|octet| !(octet.is_ascii_graphic() || place.allows_space(octet)))
        {
            return Err(Fault {
                kind: Syntax::BadOctet,
                offset,
            });
        }
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once('%') {
            if !literal.is_empty() {
                tokens.push(Token::Literal(literal.to_owned()));
            }
            let offset = text.len() - after.len() - 1;
            let (token, after) =
                macro_expand(after, place).map_err(|kind| Fault { kind, offset })?;
            tokens.push(token);
            rest = after;
        }
        if !rest.is_empty() {
            tokens.push(Token::Literal(rest.to_owned()));
        }
        if place == Place::DomainSpec {
            check_domain_end(text, tokens.last(), rest.len())?;
        }
        Ok(Self { tokens })
    }

    /// The text, if it has no macros.
    pub fn fixed(&self) -> Option<String> {
        match self.tokens.as_slice() {
            [Token::Literal(text)] => Some(text.clone()),
            _ => None,
        }
    }

    /// Whether `%{d}` occurs.
    pub fn uses_domain(&self) -> bool {
        self.macros().any(|found| found.letter == Letter::Domain)
    }

    /// How often `%{p}` occurs: each costs a lookup (RFC 7208 §4.6.4).
    pub fn validated_names(&self) -> usize {
        self.macros()
            .filter(|found| found.letter == Letter::ValidatedName)
            .count()
    }

    /// Whether `%{h}` occurs.
    pub fn uses_helo(&self) -> bool {
        self.macros().any(|found| found.letter == Letter::Helo)
    }

    /// Whether `%{s}` or `%{l}` occurs: with a local part beyond ASCII such a term never matches
    /// (RFC 8616 §4).
    pub fn uses_local_part(&self) -> bool {
        self.macros()
            .any(|found| matches!(found.letter, Letter::Sender | Letter::LocalPart))
    }

    /// Whether a name made from this tells its owner about this very mail: the sender's local part,
    /// the client's address or name, or its HELO (RFC 7208 §11.6).
    pub fn reveals(&self) -> bool {
        self.macros().any(|found| {
            !matches!(
                found.letter,
                Letter::SenderDomain
                    | Letter::Domain
                    | Letter::Version
                    | Letter::Receiver
                    | Letter::Time
            )
        })
    }

    /// Expands to the name a term looks up, shortened from the left at label borders until it has no
    /// more than 253 octets (RFC 7208 §7.3).
    pub fn expand_to_name(&self, values: &Values<'_>) -> Expansion {
        let mut expansion = Expansion::default();
        for token in &self.tokens {
            expansion.push(token, values);
            // Of a long text only the right end can become the name.
            keep_right(&mut expansion.text, limits::SPF_TARGET_OCTETS);
        }
        while expansion.text.len() > 253 {
            match expansion.text.split_once('.') {
                Some((_, rest)) => expansion.text = rest.to_owned(),
                None => break,
            }
        }
        expansion
    }

    /// Expands to a text for people, cut after [`limits::SPF_EXPLANATION_OCTETS`].
    pub fn expand_to_text(&self, values: &Values<'_>) -> Expansion {
        let mut expansion = Expansion::default();
        for token in &self.tokens {
            expansion.push(token, values);
            if expansion.text.len() > limits::SPF_EXPLANATION_OCTETS {
                keep_left(&mut expansion.text, limits::SPF_EXPLANATION_OCTETS);
                break;
            }
        }
        expansion
    }

    fn macros(&self) -> impl Iterator<Item = &Macro> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Macro(found) => Some(found),
            _ => None,
        })
    }
}

impl Place {
    fn allows_space(self, octet: u8) -> bool {
        self == Self::Explanation && octet == b' '
    }
}

/// `macro-expand`, after its `%`; also gives what follows it.
fn macro_expand(after: &str, place: Place) -> Result<(Token, &str), Syntax> {
    const ESCAPES: [(&str, &str, &str); 3] =
        [("%", "%%", "%"), ("_", "%_", " "), ("-", "%-", "%20")];
    for (second, written, value) in ESCAPES {
        if let Some(rest) = after.strip_prefix(second) {
            return Ok((Token::Escape { written, value }, rest));
        }
    }
    let (body, rest) = after
        .strip_prefix('{')
        .and_then(|after| after.split_once('}'))
        .ok_or(Syntax::BadMacro)?;
    let mut letters = body.chars();
    let first = letters.next().ok_or(Syntax::BadMacro)?;
    let letter = Letter::from_char(first).ok_or(Syntax::UnknownMacro)?;
    if letter.only_in_explanations() && place == Place::DomainSpec {
        return Err(Syntax::ExplanationMacro);
    }

    let transformers = letters.as_str();
    let after_digits = transformers.trim_start_matches(|c: char| c.is_ascii_digit());
    let keep = match transformers.strip_suffix(after_digits) {
        None | Some("") => None,
        // More digits than a number holds are more parts than there can be.
        Some(digits) => Some(digits.parse::<usize>().unwrap_or(usize::MAX)),
    };
    if keep == Some(0) {
        return Err(Syntax::ZeroParts);
    }
    let delimiters = after_digits
        .strip_prefix(['r', 'R'])
        .unwrap_or(after_digits);
    if delimiters.contains(|c| !".-+,/_=".contains(c)) {
        return Err(Syntax::BadMacro);
    }
    let found = Macro {
        written: format!("%{{{body}}}"),
        letter,
        url_escape: first.is_ascii_uppercase(),
        keep,
        reverse: delimiters.len() < after_digits.len(),
        delimiters: delimiters.to_owned(),
    };
    Ok((Token::Macro(found), rest))
}

/// `domain-end = ( "." toplabel [ "." ] ) / macro-expand`, where `literal` octets follow the last
/// macro.
fn check_domain_end(text: &str, last: Option<&Token>, literal: usize) -> Result<(), Fault> {
    let fault = |kind, offset| Err(Fault { kind, offset });
    let Some(last) = last else {
        return fault(Syntax::EmptyArgument, 0);
    };
    let Token::Literal(end) = last else {
        return Ok(());
    };
    let end = end.strip_suffix('.').unwrap_or(end);
    let start = text.len() - literal;
    let Some((before, toplabel)) = end.rsplit_once('.') else {
        return fault(Syntax::BadDomainEnd, start);
    };
    if is_toplabel(toplabel) {
        return Ok(());
    }
    let start = start + before.len() + 1;
    let address = text.split('/').next().unwrap_or_default();
    if address.parse::<Ipv4Addr>().is_ok() {
        return fault(Syntax::AddressAsDomain, 0);
    }
    match toplabel.split_once('/') {
        Some((label, _)) if is_toplabel(label) => {
            fault(Syntax::UnexpectedPrefix, start + label.len())
        }
        _ => fault(Syntax::BadDomainEnd, start),
    }
}

/// Letters, digits and inner hyphens, and not digits alone.
fn is_toplabel(label: &str) -> bool {
    label
        .bytes()
        .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().any(|octet| !octet.is_ascii_digit())
}

impl Letter {
    fn from_char(letter: char) -> Option<Self> {
        Some(match letter.to_ascii_lowercase() {
            's' => Self::Sender,
            'l' => Self::LocalPart,
            'o' => Self::SenderDomain,
            'd' => Self::Domain,
            'i' => Self::Ip,
            'p' => Self::ValidatedName,
            'v' => Self::Version,
            'h' => Self::Helo,
            'c' => Self::ReadableIp,
            'r' => Self::Receiver,
            't' => Self::Time,
            _ => return None,
        })
    }

    fn only_in_explanations(self) -> bool {
        matches!(self, Self::ReadableIp | Self::Receiver | Self::Time)
    }

    fn value(self, values: &Values<'_>) -> String {
        match self {
            Self::Sender => format!("{}@{}", values.local_part, values.sender_domain),
            Self::LocalPart => values.local_part.to_owned(),
            Self::SenderDomain => values.sender_domain.to_owned(),
            Self::Domain => values.domain.to_owned(),
            Self::Ip => dotted_address(values.ip),
            Self::ValidatedName => values.validated_name.to_owned(),
            Self::Version => version(values.ip).to_owned(),
            Self::Helo => values.helo.to_owned(),
            Self::ReadableIp => values.ip.to_string(),
            Self::Receiver => "unknown".to_owned(),
            Self::Time => values.now.to_string(),
        }
    }
}

/// `%{v}`: what the reverse mapping of an address lies under, below `arpa`.
pub fn version(ip: IpAddr) -> &'static str {
    match ip {
        IpAddr::V4(_) => "in-addr",
        IpAddr::V6(_) => "ip6",
    }
}

/// `%{i}`: a dotted quad, or for IPv6 all its nibbles between dots.
pub fn dotted_address(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let nibbles: Vec<String> = ip
                .octets()
                .iter()
                .flat_map(|octet| [octet >> 4, octet & 15])
                .map(|nibble| format!("{nibble:X}"))
                .collect();
            nibbles.join(".")
        }
    }
}

/// A name as macros show it: no final dot, nothing escaped.
pub fn dotted_name(name: &Name) -> String {
    let labels: Vec<_> = name.labels().map(String::from_utf8_lossy).collect();
    labels.join(".")
}

impl Macro {
    /// RFC 7208 §7.3.
    fn expand(&self, letter: &str) -> String {
        let value = self.transform(letter);
        if self.url_escape {
            url_escaped(&value)
        } else {
            value
        }
    }

    fn transform(&self, value: &str) -> String {
        if self.keep.is_none() && !self.reverse && self.delimiters.is_empty() {
            return value.to_owned();
        }
        let mut parts: Vec<&str> = match self.delimiters.as_str() {
            "" => value.split('.').collect(),
            delimiters => value.split(|c| delimiters.contains(c)).collect(),
        };
        if self.reverse {
            parts.reverse();
        }
        let dropped = parts.len().saturating_sub(self.keep.unwrap_or(parts.len()));
        let kept: Vec<&str> = parts.into_iter().skip(dropped).collect();
        kept.join(".")
    }
}

/// Escapes what RFC 3986 §2.3 does not call unreserved.
fn url_escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for octet in value.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
            escaped.push(char::from(octet));
        } else {
            escaped.push_str(&format!("%{octet:02X}"));
        }
    }
    escaped
}

impl Expansion {
    fn push(&mut self, token: &Token, values: &Values<'_>) {
        let (written, letter) = match token {
            Token::Literal(text) => {
                self.text.push_str(text);
                return;
            }
            Token::Escape { written, value } => ((*written).to_owned(), (*value).to_owned()),
            Token::Macro(found) => (found.written.clone(), found.letter.value(values)),
        };
        let value = match token {
            Token::Macro(found) => found.expand(&letter),
            Token::Literal(_) | Token::Escape { .. } => letter.clone(),
        };
        self.text.push_str(&value);
        if self.substitutions.len() < limits::SPF_SUBSTITUTIONS {
            self.substitutions.push(Substitution {
                written,
                letter,
                value,
            });
        }
    }
}

fn keep_right(text: &mut String, octets: usize) {
    let mut start = text.len().saturating_sub(octets);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.drain(..start);
}

fn keep_left(text: &mut String, octets: usize) {
    let mut end = octets.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        local_part: "strong-bad",
        sender_domain: "email.example.com",
        domain: "email.example.com",
        ip: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 3)),
        validated_name: "mx.example.org",
        helo: "mx.example.org",
        now: 1_700_000_000,
    };

    fn name(text: &str, values: &Values<'_>) -> String {
        MacroString::parse(text, Place::DomainSpec)
            .unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
            .expand_to_name(values)
            .text
    }

    #[test]
    fn the_examples_of_section_7_4_expand_as_printed() {
        for (text, expected) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d3}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{d1}", "com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l}", "strong-bad"),
            ("%{l-}", "strong.bad"),
            ("%{lr}", "strong-bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            (
                "%{ir}.%{v}._spf.%{d2}",
                "3.2.0.192.in-addr._spf.example.com",
            ),
            ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
            (
                "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
                "bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
            ),
            (
                "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}",
                "3.2.0.192.in-addr.strong.lp._spf.example.com",
            ),
            (
                "%{d2}.trusted-domains.example.net",
                "example.com.trusted-domains.example.net",
            ),
        ] {
            assert_eq!(name(text, &VALUES), expected, "{text}");
        }
        let ipv6 = Values {
            ip: "2001:db8::cb01".parse().expect("an address"),
            ..VALUES
        };
        assert_eq!(
            name("%{ir}.%{v}._spf.%{d2}", &ipv6).to_ascii_lowercase(),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn a_name_is_the_last_253_octets_from_a_label_border_however_long_the_text() {
        let long = "%{d}.".repeat(2_000) + "%{d}";
        let shortened = name(&long, &VALUES);
        assert!(shortened.len() <= 253 && shortened.len() > 253 - "example.".len());
        assert!(
            "email.example.com."
                .repeat(20)
                .ends_with(&(shortened + "."))
        );
    }

    #[test]
    fn a_name_of_253_octets_stays_whole_and_one_of_254_loses_its_first_label() {
        let rest = format!("{}a.example", "a.".repeat(122));
        assert_eq!(rest.len(), 253);
        assert_eq!(name(&rest, &VALUES), rest);
        assert_eq!(name(&format!("b{rest}"), &VALUES), rest.split_at(2).1);
    }

    #[test]
    fn the_right_hand_parts_are_counted_with_more_digits_than_a_number_holds() {
        assert_eq!(
            name("%{d99999999999999999999999}", &VALUES),
            "email.example.com"
        );
    }

    #[test]
    fn a_breach_of_the_grammar_has_a_place() {
        for (text, kind, offset) in [
            ("", Syntax::EmptyArgument, 0),
            ("example", Syntax::BadDomainEnd, 0),
            ("a.b.123", Syntax::BadDomainEnd, 4),
            ("192.0.2.1", Syntax::AddressAsDomain, 0),
            ("a.example/24", Syntax::UnexpectedPrefix, 9),
            ("a.example.-x", Syntax::BadDomainEnd, 10),
            ("%{d}.", Syntax::BadDomainEnd, 4),
            ("%{d}com", Syntax::BadDomainEnd, 4),
            ("a.%(ir).example", Syntax::BadMacro, 2),
            ("a.%", Syntax::BadMacro, 2),
            ("a.%{d", Syntax::BadMacro, 2),
            ("a.%{}", Syntax::BadMacro, 2),
            ("a.%{dx}", Syntax::BadMacro, 2),
            ("a.%{x}", Syntax::UnknownMacro, 2),
            ("a.%{c}", Syntax::ExplanationMacro, 2),
            ("a.%{d0}", Syntax::ZeroParts, 2),
            ("a b.example", Syntax::BadOctet, 1),
        ] {
            assert_eq!(
                MacroString::parse(text, Place::DomainSpec),
                Err(Fault { kind, offset }),
                "{text}"
            );
        }
        for text in [
            "%{d}",
            "a.%%",
            "a.museum.",
            "xn--1.xn--2",
            "x.1-1",
            "%{ir/-}",
        ] {
            assert!(
                MacroString::parse(text, Place::DomainSpec).is_ok(),
                "{text}"
            );
        }
    }

    #[test]
    fn only_an_explanation_may_tell_the_time_and_hold_spaces() {
        let text = "%{C} at %{t}, seen by %{r}";
        let expansion = MacroString::parse(text, Place::Explanation)
            .map(|parsed| parsed.expand_to_text(&VALUES).text);
        assert_eq!(
            expansion.as_deref(),
            Ok("192.0.2.3 at 1700000000, seen by unknown")
        );
    }
}
