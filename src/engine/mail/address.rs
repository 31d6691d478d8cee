//! Address lists, with groups, comments and the obsolete forms (RFC 5322 §3.4, §4.4), in UTF-8 where
//! RFC 6532 allows it. One token of lookahead, no recursion, linear time.
//!
//! Known deviations: what the grammar forbids is read where all readers would agree on the address
//! (an unquoted comma in a name, a missing `>`), and is marked damaged; where they would not, the list
//! is marked ambiguous. Encoded words in names stay encoded.

use crate::engine::dns::{Name, idn};
use crate::engine::limits;
use crate::engine::mail::encoded;
use crate::engine::span::Span;

/// One address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The display name's octets, unquoted but not decoded; the comment after the address where there
    /// is no name.
    pub display: Option<Vec<u8>>,
    /// The local part's octets, unquoted.
    pub local: Vec<u8>,
    /// The domain as written, without the white space and comments the obsolete form allows around
    /// its dots. Empty when there is none.
    pub domain: Vec<u8>,
    /// The domain with A-labels; `None` for an address literal or what is no domain name.
    pub name: Option<Name>,
    /// The address without its display name.
    pub span: Span,
}

impl Address {
    /// `local@domain`, the local part quoted where it has to be; what is no UTF-8 is U+FFFD.
    pub fn text(&self) -> String {
        let mut text = if self.needs_quotes() {
            let local = String::from_utf8_lossy(&self.local);
            format!("\"{}\"", local.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            String::from_utf8_lossy(&self.local).into_owned()
        };
        if !self.domain.is_empty() {
            text.push('@');
            text.push_str(&String::from_utf8_lossy(&self.domain));
        }
        text
    }

    /// Whether the local part is no dot-atom.
    pub(super) fn needs_quotes(&self) -> bool {
        !self.local.iter().all(|&o| o == b'.' || is_atom_octet(o)) || self.local.is_empty()
    }

    fn new(display: Option<Vec<u8>>, local: Vec<u8>, domain: Vec<u8>, span: Span) -> Self {
        Self {
            display,
            local,
            name: domain_name(&domain),
            domain,
            span,
        }
    }
}

/// What was read of an address list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressList {
    /// The addresses in order, those in groups included.
    pub addresses: Vec<Address>,
    /// Where the list first departs from the grammar in a way that leaves the addresses clear.
    pub damaged: Option<Span>,
    /// Where the list first departs from the grammar so that readers may see other addresses.
    pub ambiguous: Option<Span>,
    /// Where reading stopped, since there are more addresses than [`limits::ADDRESSES`].
    pub cut: Option<Span>,
}

/// Reads an address list. `offset` is the place of `octets` in the message; it shifts all spans.
pub fn parse(octets: &[u8], offset: usize) -> AddressList {
    let mut parser = Parser {
        lexer: Lexer {
            octets,
            at: 0,
            comment: None,
            damaged: None,
            ambiguous: None,
        },
        token: Token::END,
        addresses: Vec::new(),
        bare: None,
        in_group: false,
    };
    parser.advance();
    let mut cut = None;
    while parser.token.kind != Kind::End {
        if parser.addresses.len() >= limits::ADDRESSES {
            cut = Some(Span::new(parser.token.span.start, octets.len()));
            break;
        }
        parser.element();
    }
    parser.finish(offset, cut)
}

/// The name a domain has in DNS; `None` for a literal, an empty domain, and what holds controls or
/// has no wire form.
fn domain_name(domain: &[u8]) -> Option<Name> {
    let text = std::str::from_utf8(domain).ok()?;
    let no_name = text.is_empty() || text.starts_with('[') || text.contains(char::is_control);
    if no_name {
        return None;
    }
    let name = idn::from_text(text).ok()?.name;
    (!name.is_root()).then_some(name)
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    addresses: Vec<Address>,
    /// A word that stands alone: an address without a domain, unless real ones are there, too.
    bare: Option<(Vec<u8>, Option<Vec<u8>>, Span)>,
    in_group: bool,
}

/// Words read so far of an element of the list. The last words that are joined by dots may be a local
/// part; the ones before them can only be a display name.
#[derive(Default)]
struct Words {
    phrase: Vec<u8>,
    run: Vec<u8>,
    /// The run as a name would show it: with its white space.
    run_shown: Vec<u8>,
    run_span: Option<Span>,
    after_dot: bool,
}

impl Words {
    fn word(&mut self, text: &[u8], span: Span) {
        if self.run_span.is_some() && !self.after_dot {
            self.close_run();
        }
        self.extend(text, span);
        self.after_dot = false;
    }

    fn dot(&mut self, span: Span) {
        self.extend(b".", span);
        self.after_dot = true;
    }

    fn extend(&mut self, text: &[u8], span: Span) {
        let run = self.run_span.unwrap_or(Span::new(span.start, span.start));
        if run.end < span.start {
            self.run_shown.push(b' ');
        }
        self.run.extend_from_slice(text);
        self.run_shown.extend_from_slice(text);
        self.run_span = Some(Span::new(run.start, span.end));
    }

    /// The run turns out to be part of a display name.
    fn close_run(&mut self) {
        if self.run_span.take().is_some() {
            if !self.phrase.is_empty() {
                self.phrase.push(b' ');
            }
            self.phrase.append(&mut self.run_shown);
        }
        self.run.clear();
        self.after_dot = false;
    }
}

impl Parser<'_> {
    fn advance(&mut self) {
        self.token = self.lexer.next();
    }

    fn damaged(&mut self, span: Span) {
        self.lexer.damaged.get_or_insert(span);
    }

    fn ambiguous(&mut self, span: Span) {
        self.lexer.ambiguous.get_or_insert(span);
    }

    /// Reads up to and including the comma or semicolon after one mailbox, or the colon of a group.
    fn element(&mut self) {
        let mut words = Words::default();
        self.lexer.comment = None;
        loop {
            let Token { kind, span } = self.token;
            match kind {
                Kind::Atom | Kind::Quoted => words.word(&self.lexer.text(self.token), span),
                Kind::Special(b'.') => words.dot(span),
                Kind::Special(b'@') => match self.address_of(&mut words) {
                    Flow::Continue => continue,
                    Flow::Done => return,
                },
                Kind::Special(b'<') => {
                    words.close_run();
                    return self.angle(words.phrase);
                }
                Kind::Special(b':') => {
                    words.close_run();
                    if self.in_group || words.phrase.is_empty() {
                        self.ambiguous(span);
                    }
                    self.in_group = true;
                    return self.advance();
                }
                Kind::Special(b',' | b';') | Kind::End => {
                    self.no_address(words);
                    return self.end_element();
                }
                Kind::Special(_) | Kind::Literal => self.damaged(span),
            }
            self.advance();
        }
    }

    /// An element without an address.
    fn no_address(&mut self, words: Words) {
        let Some(span) = words.run_span else {
            return;
        };
        if words.phrase.is_empty() && self.bare.is_none() {
            self.bare = Some((words.run, self.lexer.comment_text(), span));
        } else {
            self.damaged(span);
        }
    }

    /// The comma or semicolon after an element.
    fn end_element(&mut self) {
        match self.token.kind {
            Kind::Special(b';') => {
                if !std::mem::take(&mut self.in_group) {
                    self.damaged(self.token.span);
                }
            }
            Kind::Special(b',') => {}
            _ => return,
        }
        self.advance();
    }

    /// At the `@` of an address without angle brackets; the local part is the last run of words.
    fn address_of(&mut self, words: &mut Words) -> Flow {
        let at = self.token.span;
        self.advance();
        let Some((local_span, (domain, end))) = words.run_span.zip(self.domain()) else {
            self.ambiguous(at);
            self.skip_element();
            return Flow::Done;
        };
        let span = Span::new(local_span.start, end);
        while self.token.kind == Kind::Special(b'>') {
            self.damaged(self.token.span);
            self.advance();
        }
        match self.token.kind {
            Kind::Special(b'<') => {
                // `a@b <c@d>`: the first one stands where only a name may.
                self.damaged(span);
                words.run_shown = self.lexer.slice(span).to_vec();
                return Flow::Continue;
            }
            Kind::Special(b',' | b';') | Kind::End => {}
            Kind::Atom | Kind::Quoted => self.ambiguous(self.token.span),
            Kind::Special(_) | Kind::Literal => {
                self.ambiguous(self.token.span);
                self.skip_element();
                return Flow::Done;
            }
        }
        if !words.phrase.is_empty() {
            self.damaged(local_span);
        }
        self.check_dots(&words.run, local_span);
        let display = Some(std::mem::take(&mut words.phrase)).filter(|name| !name.is_empty());
        let display = display.or_else(|| self.lexer.comment_text());
        let local = std::mem::take(&mut words.run);
        self.addresses
            .push(Address::new(display, local, domain, span));
        self.end_element();
        Flow::Done
    }

    /// At the `<` of an address in angle brackets.
    fn angle(&mut self, phrase: Vec<u8>) {
        let open = self.token.span;
        self.advance();
        if self.token.kind == Kind::Special(b'@') {
            self.route();
        }
        let mut words = Words::default();
        let mut domain = None;
        loop {
            let Token { kind, span } = self.token;
            match kind {
                Kind::Atom | Kind::Quoted => words.word(&self.lexer.text(self.token), span),
                Kind::Special(b'.') => words.dot(span),
                Kind::Special(b'@') => {
                    self.advance();
                    domain = self.domain();
                    if domain.is_none() {
                        self.ambiguous(span);
                    }
                    break;
                }
                _ => break,
            }
            self.advance();
        }
        self.close_angle(domain.is_some());
        let Some(local) = words.run_span else {
            return self.damaged(open);
        };
        if !words.phrase.is_empty() {
            self.ambiguous(local);
        }
        self.check_dots(&words.run, local);
        let (domain, end) = domain.unwrap_or((Vec::new(), local.end));
        let display = Some(phrase).filter(|name| !name.is_empty());
        let display = display.or_else(|| self.lexer.comment_text());
        let span = Span::new(local.start, end);
        self.addresses
            .push(Address::new(display, words.run, domain, span));
        match self.token.kind {
            Kind::Special(b',' | b';') | Kind::End => self.end_element(),
            // Whatever stands behind the bracket is read as an element of its own, so that an address
            // there is counted.
            _ => self.damaged(self.token.span),
        }
    }

    /// The end of an address in angle brackets. Only the end of the field may stand for the bracket.
    fn close_angle(&mut self, has_domain: bool) {
        match self.token.kind {
            Kind::Special(b'>') => return self.advance(),
            Kind::End if has_domain => return self.damaged(self.token.span),
            _ => self.ambiguous(self.token.span),
        }
        while !matches!(self.token.kind, Kind::Special(b'>' | b',') | Kind::End) {
            self.advance();
        }
        if self.token.kind == Kind::Special(b'>') {
            self.advance();
        }
    }

    /// The obsolete source route, `@one,@two:` (§4.4), which is to be ignored.
    fn route(&mut self) {
        let start = self.token.span;
        while matches!(self.token.kind, Kind::Special(b'@' | b',')) {
            let names_domain = self.token.kind == Kind::Special(b'@');
            self.advance();
            if names_domain && self.domain().is_none() {
                break;
            }
        }
        if self.token.kind == Kind::Special(b':') {
            self.advance();
        } else {
            self.ambiguous(start);
        }
    }

    /// A domain or address literal, and where it ends.
    fn domain(&mut self) -> Option<(Vec<u8>, usize)> {
        let Token { kind, span } = self.token;
        let mut domain = self.lexer.slice(span).to_vec();
        let mut end = span.end;
        match kind {
            Kind::Literal => {
                self.advance();
                return Some((domain, end));
            }
            Kind::Atom => self.advance(),
            _ => return None,
        }
        while self.token.kind == Kind::Special(b'.') {
            let dot = self.token.span;
            domain.push(b'.');
            end = dot.end;
            self.advance();
            if self.token.kind == Kind::Atom {
                domain.extend_from_slice(self.lexer.slice(self.token.span));
                end = self.token.span.end;
                self.advance();
            } else {
                self.damaged(dot);
            }
        }
        Some((domain, end))
    }

    /// A local part may neither start nor end with a dot nor hold two in a row, though addresses like
    /// that were given out and are in use.
    fn check_dots(&mut self, local: &[u8], span: Span) {
        let bad = local.starts_with(b".") || local.ends_with(b".");
        if bad || local.windows(2).any(|pair| pair == b"..") {
            self.damaged(span);
        }
    }

    fn skip_element(&mut self) {
        while !matches!(self.token.kind, Kind::Special(b',') | Kind::End) {
            self.advance();
        }
        self.end_element();
    }

    fn finish(mut self, offset: usize, cut: Option<Span>) -> AddressList {
        if self.in_group {
            self.damaged(self.token.span);
        }
        if let Some((local, display, span)) = self.bare.take() {
            if self.addresses.is_empty() && self.lexer.ambiguous.is_none() {
                let address = Address::new(display, local, Vec::new(), span);
                self.addresses.push(address);
            } else {
                self.damaged(span);
            }
        }
        for address in &mut self.addresses {
            address.span = address.span.shift(offset);
        }
        let shift = |span: Option<Span>| span.map(|span| span.shift(offset));
        AddressList {
            addresses: self.addresses,
            damaged: shift(self.lexer.damaged),
            ambiguous: shift(self.lexer.ambiguous),
            cut: shift(cut),
        }
    }
}

enum Flow {
    Continue,
    Done,
}

#[derive(Clone, Copy)]
struct Token {
    kind: Kind,
    span: Span,
}

impl Token {
    const END: Self = Self {
        kind: Kind::End,
        span: Span::new(0, 0),
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Atom,
    Quoted,
    Literal,
    Special(u8),
    End,
}

struct Lexer<'a> {
    octets: &'a [u8],
    at: usize,
    /// What the last comment holds.
    comment: Option<Span>,
    damaged: Option<Span>,
    ambiguous: Option<Span>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Token {
        self.skip_cfws();
        let start = self.at;
        let kind = match self.peek() {
            None => Kind::End,
            Some(b'"') => {
                self.delimited(b'"', b'"');
                Kind::Quoted
            }
            Some(b'[') => {
                self.delimited(b'[', b']');
                Kind::Literal
            }
            Some(octet @ (b'<' | b'>' | b'@' | b',' | b';' | b':' | b'.')) => {
                self.at += 1;
                Kind::Special(octet)
            }
            Some(_) => {
                self.atom();
                Kind::Atom
            }
        };
        let span = Span::new(start, self.at);
        Token { kind, span }
    }

    fn peek(&self) -> Option<u8> {
        self.octets.get(self.at).copied()
    }

    fn slice(&self, span: Span) -> &[u8] {
        span.of(self.octets)
    }

    /// What a word says.
    fn text(&self, token: Token) -> Vec<u8> {
        let octets = self.slice(token.span);
        if token.kind != Kind::Quoted {
            return octets.to_vec();
        }
        let inner = octets.strip_prefix(b"\"").unwrap_or(octets);
        let closed = self.octets.get(token.span.end.wrapping_sub(1)) == Some(&b'"');
        let inner = match inner.split_last() {
            Some((_, inner)) if closed => inner,
            _ => inner,
        };
        unquoted(inner)
    }

    fn comment_text(&self) -> Option<Vec<u8>> {
        let text = unquoted(self.slice(self.comment?));
        let text = text.trim_ascii().to_vec();
        (!text.is_empty()).then_some(text)
    }

    fn atom(&mut self) {
        let start = self.at;
        let rest = self.octets.get(start..).unwrap_or_default();
        if let Some((word, after)) = encoded::encoded_word(rest, false) {
            self.at = self.octets.len() - after.len();
            let span = Span::new(start, self.at);
            // A reader that does not know encoded words sees what a strict one does not.
            if word.text.iter().any(|o| matches!(o, b'@' | b'<' | b'>')) {
                self.ambiguous.get_or_insert(span);
            } else if !word.text.iter().all(|&o| o == b'.' || is_atom_octet(o)) {
                self.damaged.get_or_insert(span);
            }
            return;
        }
        while let Some(octet) = self.peek() {
            match octet {
                b' ' | b'\t' | b'\r' | b'\n' | b'(' | b'"' | b'[' => break,
                b'<' | b'>' | b'@' | b',' | b';' | b':' | b'.' => break,
                _ if is_atom_octet(octet) => {}
                _ => {
                    self.damaged.get_or_insert(Span::new(self.at, self.at + 1));
                }
            }
            self.at += 1;
        }
    }

    /// From an opening to its closing octet, quoted pairs passed over.
    fn delimited(&mut self, open: u8, close: u8) {
        let start = self.at;
        self.at += 1;
        while let Some(octet) = self.peek() {
            self.at += 1;
            match octet {
                b'\\' => self.at = self.octets.len().min(self.at + 1),
                _ if octet == close => return,
                _ if octet == open => {
                    self.damaged.get_or_insert(Span::new(start, self.at));
                }
                _ => {}
            }
        }
        self.ambiguous.get_or_insert(Span::new(start, self.at));
    }

    /// White space and comments, which nest.
    fn skip_cfws(&mut self) {
        let mut depth = 0usize;
        let mut start = self.at;
        while let Some(octet) = self.peek() {
            match octet {
                b'(' => {
                    if depth == 0 {
                        start = self.at;
                    }
                    depth += 1;
                }
                b')' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        self.comment = Some(Span::new(start + 1, self.at));
                    }
                }
                b'\\' if depth > 0 => self.at += 1,
                _ if depth > 0 => {}
                b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => break,
            }
            self.at += 1;
        }
        self.at = self.at.min(self.octets.len());
        if depth > 0 {
            self.ambiguous.get_or_insert(Span::new(start, self.at));
        }
    }
}

/// The inside of a quoted string or comment: quoted pairs resolved, line ends dropped.
fn unquoted(octets: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(octets.len());
    let mut octets = octets.iter().copied();
    while let Some(octet) = octets.next() {
        match octet {
            b'\\' => text.extend(octets.next()),
            b'\r' | b'\n' => {}
            _ => text.push(octet),
        }
    }
    text
}

/// `atext` (RFC 5322 §3.2.3), and since RFC 6532 what lies beyond ASCII.
const fn is_atom_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || octet >= 0x80
        || matches!(
            octet,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?'
        )
        || matches!(octet, b'^' | b'_' | b'`' | b'{' | b'|' | b'}' | b'~')
}
