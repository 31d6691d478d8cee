//! Received-SPF (RFC 7208 §9.1, with erratum 5436): a result, a comment, and pairs.
//!
//! Known deviations: pairs may stand with no semicolon between them, as Exchange Online once wrote
//! them, and the server is taken from the comment (`google.com: domain of …`) where no `receiver=` is.

use crate::engine::cite::Noted;
use crate::engine::claims::field::Reader;
use crate::engine::claims::{
    Claim, Claimed, Departure, Finding, Kind, Method, Property, Statement,
};
use crate::engine::limits;
use crate::engine::span::Span;

/// Reads the value of a field into `statement`. `offset` is the value's place in the message.
pub(super) fn read(
    value: &[u8],
    offset: usize,
    statement: &mut Statement,
    findings: &mut Vec<Noted<Finding>>,
) {
    let mut reader = Reader::new(value, offset);
    reader.skip();
    let start = reader.at;
    let written = reader.value();
    let mut span = reader.since(start);
    let (result, conforms) = Claimed::read("spf", &written);
    let comment = reader.skip();
    let mut departure =
        (!conforms && result != Claimed::Unknown).then_some((Departure::Spelling, span));
    let mut properties = Vec::new();
    loop {
        reader.skip();
        let place = reader.at;
        match reader.peek() {
            None => break,
            Some(b';' | b'=' | b')') => {
                reader.at += 1;
                continue;
            }
            Some(_) => {}
        }
        let name = reader.name().to_ascii_lowercase();
        if reader.peek() != Some(b'=') {
            departure.get_or_insert((Departure::Stray, reader.since(place)));
            continue;
        }
        reader.at += 1;
        let value = reader.value();
        if properties.len() >= limits::CLAIM_PROPERTIES {
            findings.push(Noted::at(Finding::FieldCut, reader.since(place)));
            break;
        }
        span.end = reader.since(place).end;
        properties.push(Property { name, value });
    }
    if value.len() > limits::CLAIM_FIELD_OCTETS {
        let rest = Span::new(limits::CLAIM_FIELD_OCTETS, value.len()).shift(offset);
        findings.push(Noted::at(Finding::FieldCut, rest));
    }
    if result == Claimed::Unknown {
        let finding = Finding::UnknownResult {
            method: Method::Spf.word().to_owned(),
            result: written.clone(),
        };
        findings.push(Noted::at(finding, span));
    }
    if let Some(place) = reader.unclosed {
        departure.get_or_insert((Departure::Unclosed, reader.since(place)));
    }
    if let Some((departure, span)) = departure {
        let kind = Kind::ReceivedSpf;
        statement.departure = Some(departure);
        findings.push(Noted::at(Finding::NotConforming { kind, departure }, span));
    }
    let receiver = properties
        .iter()
        .find(|property| property.name == "receiver");
    statement.server = receiver
        .map(|property| property.value.clone())
        .or_else(|| comment.as_deref().and_then(named_in).map(str::to_owned));
    statement.claims.push(Claim {
        method: Method::Spf,
        name: Method::Spf.word().to_owned(),
        result,
        written,
        reason: None,
        comment,
        properties,
        span,
    });
}

/// The server that a comment begins with.
fn named_in(comment: &str) -> Option<&str> {
    let (server, _) = comment.trim_start().split_once(':')?;
    let is_host = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-');
    (server.contains('.') && server.bytes().all(is_host)).then_some(server)
}
