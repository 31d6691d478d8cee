//! Who made a statement, and on which side of the trust boundary (RFC 8601 §1.2, §4.1, §7.3).
//!
//! Servers prepend: what stands above the line that the border wrote was written by the reader's own
//! servers, whatever it says, and what stands below came with the mail. A server writes its results
//! above its own Received line, says §4. Two kinds do not. Gmail always puts them right below, so
//! that the first ones there are its own. A filter of Postfix or sendmail (milter) does, where there
//! is one; a sender can put the same words there, and no reading tells the two apart: such a
//! statement is neither inside nor forged, unless the server is seen to write above its line, or
//! fields of the author stand between. Known deviation: a server that appends its results at the very
//! end of the header, as Exim can be told to, is not told from a sender who did.

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
    let Some(mut boundary) = Boundary::of(message, hops, border, statements) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let mut before = Standing::default();
    for statement in statements {
        let (standing, finding) = boundary.judge(statement);
        statement.standing = standing;
        // What came with the mail does not go on with what a server of the reader's wrote above it.
        statement.continues &= standing == before;
        before = standing;
        if !statement.continues {
            findings.extend(finding.map(|finding| Noted::at(finding, statement.span)));
        }
    }
    findings
}

/// The border's line, and what is known of how its server writes.
struct Boundary<'a> {
    hops: &'a [Hop],
    border: usize,
    /// Index of the line among the message's header fields.
    line: usize,
    /// The names under which results are seen to be written above the line.
    above: Vec<String>,
    /// The first field below it that only the author's side writes.
    author: usize,
    /// Whether the server has filters that write below it.
    filters: bool,
    /// Whether it is Gmail's; then, where its next field is, and which it has written.
    is_gmail: bool,
    next: usize,
    written: Vec<Kind>,
}

impl<'a> Boundary<'a> {
    fn of(
        message: &Message,
        hops: &'a [Hop],
        border: Option<usize>,
        statements: &[Statement],
    ) -> Option<Self> {
        let border = border?;
        let hop = hops.get(border)?;
        let line = hop.header;
        let mut above = Vec::new();
        for statement in statements {
            if statement.header < line && statement.kind != Kind::ArcAuthenticationResults {
                above.extend(statement.server.clone());
            }
        }
        Some(Self {
            hops,
            border,
            line,
            above,
            author: first_of_author(message, line),
            filters: has_filters(message, hop),
            is_gmail: is_by(hop, GMAIL),
            next: line + 1,
            written: Vec::new(),
        })
    }

    fn judge(&mut self, statement: &Statement) -> (Standing, Option<Finding>) {
        if statement.header < self.line {
            return (Standing::Inside, None);
        }
        // A seal speaks for these, or nothing does; forwarders are meant to leave them.
        if statement.kind == Kind::ArcAuthenticationResults {
            return (Standing::Outside, None);
        }
        let outside = |server| (Standing::Outside, Some(Finding::Outside { server }));
        let Some(server) = statement.server.clone() else {
            return outside(None);
        };
        let is_gmails = self.is_gmail && is_same(&server, GMAIL) && statement.header == self.next;
        if is_gmails && !self.written.contains(&statement.kind) {
            self.next += 1;
            self.written.push(statement.kind);
            return (Standing::Inside, None);
        }
        let (ours, others) = self
            .hops
            .split_at_checked(self.border + 1)
            .unwrap_or_default();
        let named = |hops: &[Hop]| hops.iter().any(|hop| is_by(hop, &server));
        if named(ours) {
            let may_be = statement.hop == Some(self.border)
                && statement.header < self.author
                && self.filters
                && !self.above.iter().any(|known| is_same(known, &server));
            return if may_be {
                (Standing::Unclear, Some(Finding::BelowOwnLine { server }))
            } else {
                (
                    Standing::Forged,
                    Some(Finding::Forged { server, ours: true }),
                )
            };
        }
        if named(others) {
            return outside(Some(server));
        }
        (
            Standing::Forged,
            Some(Finding::Forged {
                server,
                ours: false,
            }),
        )
    }
}

/// Where Gmail's servers are.
const GMAIL: &str = "mx.google.com";

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
