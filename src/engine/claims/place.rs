//! Who made a statement, and on which side of the trust boundary (RFC 8601 §1.2, §4.1, §7.3).
//!
//! Servers prepend: what stands above the line that the border wrote was written by the reader's own
//! servers, whatever it says, and what stands below came with the mail. A server writes its results
//! above its own Received line, says §4; a filter of Postfix or sendmail (milter) puts them right
//! below it. There a sender can put the same words, and no reading tells the two apart: a statement
//! below the line of such a server is neither inside nor forged, unless the server is seen to write
//! above its line, or fields of the author stand between.

use crate::engine::cite::Noted;
use crate::engine::claims::{Finding, Kind, Standing, Statement};
use crate::engine::mail::{Hop, Message};

/// Says of each statement which hop made it and how it stands to the border.
pub fn place(
    message: &Message,
    hops: &[Hop],
    border: Option<usize>,
    statements: &mut [Statement],
) -> Vec<Noted<Finding>> {
    for statement in &mut *statements {
        statement.hop = made_by(statement, hops);
    }
    let Some((border, line)) = border.and_then(|index| Some((index, hops.get(index)?.header)))
    else {
        return Vec::new();
    };
    // The name under which the border is seen to write above its own line.
    let above: Vec<Option<String>> = statements
        .iter()
        .filter(|statement| statement.header < line)
        .map(|statement| statement.server.clone())
        .collect();
    let writes_above = |server: &str| above.iter().flatten().any(|known| is_same(known, server));
    let from_outside = first_of_author(message, line);
    let filters = hops
        .get(border)
        .is_some_and(|hop| has_filters(message, hop));

    let mut findings = Vec::new();
    for statement in statements {
        if statement.header < line {
            statement.standing = Standing::Inside;
            continue;
        }
        let named = |hops: &[Hop]| {
            let server = statement.server.as_deref();
            server.is_some_and(|server| hops.iter().any(|hop| is_by(hop, server)))
        };
        let (ours, others) = hops.split_at_checked(border + 1).unwrap_or_default();
        let finding = match &statement.server {
            // A seal speaks for these, or nothing does; forwarders are meant to leave them.
            _ if statement.kind == Kind::ArcAuthenticationResults => {
                statement.standing = Standing::Outside;
                continue;
            }
            Some(server) if named(ours) => {
                let server = server.clone();
                let may_be = statement.hop == Some(border)
                    && statement.header < from_outside
                    && filters
                    && !writes_above(&server);
                if may_be {
                    statement.standing = Standing::Unclear;
                    Finding::BelowOwnLine { server }
                } else {
                    statement.standing = Standing::Forged;
                    Finding::Forged { server, ours: true }
                }
            }
            Some(server) if !named(others) => {
                statement.standing = Standing::Forged;
                let server = server.clone();
                Finding::Forged {
                    server,
                    ours: false,
                }
            }
            server => {
                statement.standing = Standing::Outside;
                let server = server.clone();
                Finding::Outside { server }
            }
        };
        if !statement.continues {
            findings.push(Noted::at(finding, statement.span));
        }
    }
    findings
}

/// The hop whose server made a statement. By its place that is the nearest Received field below; by
/// its name it may be the one right above.
fn made_by(statement: &Statement, hops: &[Hop]) -> Option<usize> {
    let below = hops.iter().position(|hop| hop.header > statement.header);
    let above = match below {
        Some(below) => below.checked_sub(1),
        None => hops.len().checked_sub(1),
    };
    let is_named = |index: &usize| {
        let hop = hops.get(*index).zip(statement.server.as_deref());
        hop.is_some_and(|(hop, server)| is_by(hop, server))
    };
    match above.filter(is_named) {
        Some(above) if !below.as_ref().is_some_and(is_named) => Some(above),
        _ => below,
    }
}

/// The first field below `line` that only the author's side writes: what stands below it came so.
fn first_of_author(message: &Message, line: usize) -> usize {
    const AUTHOR: [&[u8]; 9] = [
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"mime-version",
        b"content-type",
        b"dkim-signature",
        b"received",
    ];
    let fields = message.headers.iter().enumerate().skip(line + 1);
    let is_authors = |name: &[u8]| AUTHOR.iter().any(|known| name.eq_ignore_ascii_case(known));
    fields
        .filter(|(_, field)| is_authors(message.name(field)))
        .map(|(index, _)| index)
        .next()
        .unwrap_or(usize::MAX)
}

fn is_by(hop: &Hop, server: &str) -> bool {
    hop.by.as_deref().is_some_and(|by| is_same(by, server))
}

/// Whether two names are of one administration: equal, one below the other, or sisters. Without a
/// list of public suffixes sisters share two labels, or three where two would be as short as
/// countries' registries make theirs (`co.jp`).
fn is_same(one: &str, other: &str) -> bool {
    let one = one.trim_end_matches('.').to_ascii_lowercase();
    let other = other.trim_end_matches('.').to_ascii_lowercase();
    let labels = one.split('.').count().min(other.split('.').count());
    let pairs = one.rsplit('.').zip(other.rsplit('.'));
    let shared: Vec<&str> = pairs
        .take_while(|(left, right)| left == right)
        .map(|(label, _)| label)
        .collect();
    match shared.as_slice() {
        [] => false,
        [_] => one == other,
        [top, second] => labels == 2 || top.len() > 2 || second.len() > 3,
        _ => true,
    }
}

/// Whether a server is one whose filters put their results below its own line, as it says itself:
/// Postfix, and sendmail, which states its version.
fn has_filters(message: &Message, hop: &Hop) -> bool {
    let line = message.bytes(hop.span);
    line.windows(8)
        .any(|part| part.eq_ignore_ascii_case(b"(postfix"))
        || line.windows(3).any(|part| part == b"(8.")
}
