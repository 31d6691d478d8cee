//! The author of a message (RFC 5322 §3.6.2) and the domain DMARC asks about (RFC 9989 §5.3.1).
//!
//! A verdict about the author is worth nothing when a mail reader shows another one. So all From
//! fields are read, what could be read in two ways has no single author, and a second reader's
//! opinion stands beside ours.

use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use crate::engine::cite::Noted;
use crate::engine::dns::{Name, idn};
use crate::engine::limits;
use crate::engine::mail::address::{self, Address, AddressList};
use crate::engine::mail::message::with_crlf;
use crate::engine::mail::{Finding, Header, Message, encoded};

/// The author of a message, read from its From fields (RFC 5322 §3.6.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// Every address in every From field, in order.
    pub addresses: Vec<Address>,
    /// Its distinct domains, with A-labels. DMARC needs exactly one (RFC 9989 §5.3.1).
    pub domains: Vec<Name>,
    /// Number of From fields.
    pub fields: usize,
    /// Whether readers may see addresses that are not among these.
    pub ambiguous: bool,
}

impl Author {
    /// Reads the author, and what is worth saying about From.
    pub fn read(message: &Message) -> (Self, Vec<Noted<Finding>>) {
        let mut reader = Reader::default();
        for (_, header) in message.header_named("from") {
            reader.read_field(message, header);
        }
        reader.judge();
        (reader.author, reader.findings)
    }

    /// The author domain: the single domain of the single From field, if readers can't see another
    /// (RFC 9989 §5.3.1).
    pub fn domain(&self) -> Option<&Name> {
        let clear = self.fields == 1
            && !self.ambiguous
            && self.addresses.iter().all(|address| address.name.is_some());
        match self.domains.as_slice() {
            [domain] if clear => Some(domain),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Reader {
    author: Author,
    findings: Vec<Noted<Finding>>,
    /// Octets the second reader was given so far.
    compared: usize,
}

impl Reader {
    fn read_field(&mut self, message: &Message, header: &Header) {
        self.author.fields += 1;
        if self.author.fields == 2 {
            let count = message.header_named("from").count();
            let finding = Finding::SeveralFrom { count };
            self.findings.push(Noted::at(finding, header.whole));
        }
        let mut list = address::parse(message.value(header), header.value.start);
        let room = limits::ADDRESSES.saturating_sub(self.author.addresses.len());
        if list.addresses.len() > room {
            list.addresses.truncate(room);
            list.cut = Some(header.value);
        }
        if let Some(span) = list.cut {
            let limit = limits::ADDRESSES;
            self.once(Noted::at(Finding::TooManyAddresses { limit }, span));
        }
        if let Some(span) = list.ambiguous {
            self.once(Noted::at(Finding::AmbiguousFrom, span));
        } else if let Some(span) = list.damaged {
            self.once(Noted::at(Finding::DamagedFrom, span));
        }
        if list.addresses.is_empty() {
            self.once(Noted::at(Finding::UnreadableFrom, header.whole));
        }
        self.author.ambiguous |= list.ambiguous.is_some() || list.cut.is_some();
        self.compare(message, header, &list);
        self.author.addresses.append(&mut list.addresses);
    }

    /// What the addresses come to once all are read.
    fn judge(&mut self) {
        let addresses = std::mem::take(&mut self.author.addresses);
        for address in &addresses {
            self.read_domain(address);
        }
        if let Some((address, shown)) = addresses
            .iter()
            .find_map(|address| Some((address, shown_address(address)?)))
            && let Some(domain) = address.name.clone()
        {
            let finding = Finding::NameShowsAddress { shown, domain };
            self.findings.push(Noted::at(finding, address.span));
        }
        let count = addresses.len();
        let first = addresses.first().map(|address| &address.name);
        let other = |address: &&Address| Some(&address.name) != first;
        let another = addresses.iter().find(other).or(addresses.get(1));
        let span = another.map(|address| address.span);
        self.author.addresses = addresses;
        if self.author.fields == 0 {
            self.findings.push(Noted::general(Finding::NoFrom));
        } else if self.author.domains.len() > 1 {
            let domains = self.author.domains.clone();
            let finding = Finding::SeveralAuthorDomains { domains };
            self.findings.push(Noted { finding, span });
        } else if count > 1 {
            let finding = Finding::SeveralAuthors { count };
            self.findings.push(Noted { finding, span });
        }
    }

    fn read_domain(&mut self, address: &Address) {
        let written = String::from_utf8_lossy(&address.domain).into_owned();
        let Some(name) = &address.name else {
            let finding = Finding::AuthorWithoutDomain { domain: written };
            return self.once(Noted::at(finding, address.span));
        };
        if self.author.domains.contains(name) {
            return;
        }
        self.author.domains.push(name.clone());
        if !written.is_ascii() {
            let name = name.clone();
            let finding = Finding::AuthorULabels { written, name };
            self.once(Noted::at(finding, address.span));
        }
    }

    /// A finding of a kind that is said once, about the first place.
    fn once(&mut self, noted: Noted<Finding>) {
        let code = noted.finding.entry().code;
        if !self.findings.iter().any(|n| n.finding.entry().code == code) {
            self.findings.push(noted);
        }
    }

    /// Lets mail-parser read the same field, as a mail reader might.
    fn compare(&mut self, message: &Message, header: &Header, list: &AddressList) {
        let octets = header.value.len();
        let limit = limits::COMPARED_FROM_OCTETS;
        self.compared = self.compared.saturating_add(octets);
        if self.compared > limit {
            return self.once(Noted::at(Finding::LongFrom { octets, limit }, header.whole));
        }
        let theirs = second_reading(message, header);
        let ours = &list.addresses;
        let ours: Vec<&Address> = ours.iter().filter(|a| !a.domain.is_empty()).collect();
        let same = ours.len() == theirs.len()
            && ours
                .iter()
                .zip(&theirs)
                .all(|(our, their)| agree(our, their));
        if !same && list.cut.is_none() {
            let ours = ours.iter().map(|address| address.text()).collect();
            let finding = Finding::ReadersDiffer { ours, theirs };
            self.once(Noted::at(finding, header.whole));
        }
    }
}

/// The addresses mail-parser finds in a field, as it writes them.
fn second_reading(message: &Message, header: &Header) -> Vec<String> {
    let mut field = Vec::with_capacity(header.value.len() + 2);
    for slice in with_crlf(message.value(header), message.eol) {
        field.extend_from_slice(slice);
    }
    field.extend_from_slice(b"\r\n");
    match MessageStream::new(&field).parse_address() {
        HeaderValue::Address(read) => read
            .iter()
            .filter_map(|address| address.address())
            .filter(|address| address.contains('@'))
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether the second reader means the same address. It keeps the final dot of a domain, and it
/// counts a quoted local part to the name, which is its peculiarity and no reason to warn.
fn agree(our: &Address, their: &str) -> bool {
    let Some((local, domain)) = their.rsplit_once('@') else {
        return false;
    };
    let undotted = |domain: &str| -> String {
        let domain = domain.trim_end_matches('.');
        domain.chars().map(idn::lower).collect()
    };
    let same_domain = undotted(&String::from_utf8_lossy(&our.domain)) == undotted(domain);
    let same_local = String::from_utf8_lossy(&our.local) == local;
    same_domain && (same_local || our.needs_quotes())
}

/// An address in the display name, if its domain is neither above nor below the author's.
fn shown_address(address: &Address) -> Option<String> {
    let author = address.name.as_ref()?;
    let name = encoded::text(&encoded::decode(address.display.as_deref()?));
    name.char_indices()
        .filter(|(_, c)| is_at(*c))
        .find_map(|(place, at)| {
            let (before, rest) = name.split_at_checked(place)?;
            let after = rest.strip_prefix(at)?;
            let local = before
                .rsplit(|c| !is_address_char(c))
                .next()
                .filter(|local| !local.is_empty())?;
            let domain = after.split(|c| !is_address_char(c)).next()?;
            let domain = domain.trim_end_matches(['.', '-', '_']);
            let shown = idn::from_text(domain).ok()?.name;
            let other = !shown.is_within(author) && !author.is_within(&shown);
            (domain.contains('.') && other).then(|| format!("{local}@{domain}"))
        })
}

/// The sign in its usual, full-width and small form: a person takes each for the same.
const fn is_at(c: char) -> bool {
    matches!(c, '@' | '\u{ff20}' | '\u{fe6b}')
}

fn is_address_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '=')
}
