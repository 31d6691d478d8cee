//! What depends on the message alone, computed once: header fields, author, hops, body digests.
//!
//! Hashing is the only costly part. [`digests`] can run elsewhere (the page uses a worker for large
//! messages) and [`assemble`] joins what comes back with the message.

use crate::engine::cite::Noted;
use crate::engine::limits;
use crate::engine::mail::{self, Author, Hop, Message};
use crate::engine::paste::{self, Paste};
use crate::engine::{arc, claims, dkim, mail::received};

/// A message, ready to be verified as often as answers come.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The message.
    pub message: Message,
    /// Its author.
    pub author: Author,
    /// Its hops, topmost first.
    pub hops: Vec<Hop>,
    /// Places of the DKIM-Signature fields that are verified, topmost first.
    pub signatures: Vec<usize>,
    /// The header hash of each of them.
    pub header_digests: Vec<Vec<u8>>,
    /// The ARC fields, sorted into sets.
    pub arc: arc::Chain,
    /// What other servers wrote of their checks, topmost first.
    pub claims: Vec<claims::Statement>,
    /// What reading that found.
    pub claim_findings: Vec<Noted<claims::Finding>>,
    /// The digest of the body for each variant that a signature asks for.
    pub bodies: dkim::Bodies,
    /// What became of it in the paste, and what else is in there.
    pub paste: Paste,
    /// The searches for what was changed after signing, where they are at hand.
    pub searches: Option<&'static Searches>,
    /// What reading the message found.
    pub findings: Vec<Noted<mail::Finding>>,
}

/// Reads a message, computes all its digests, and searches for what was changed after signing.
///
/// Never fails: what can't be read is a finding.
pub fn prepare(octets: Vec<u8>) -> Prepared {
    read(octets).searched(&SEARCHES)
}

/// Reads a message and computes all its digests.
pub fn read(octets: Vec<u8>) -> Prepared {
    let message = Message::parse(octets);
    let bodies = digests(&message);
    assemble(message, bodies)
}

/// The body digests that the signatures of `message` ask for. Signatures with the same
/// canonicalization, length and hash share one.
pub fn digests(message: &Message) -> dkim::Bodies {
    dkim::Bodies::of(message)
}

/// Joins a message with the digests of its body.
pub fn assemble(message: Message, bodies: dkim::Bodies) -> Prepared {
    let (author, author_findings) = Author::read(&message);
    let (hops, hop_findings) = received::hops(&message);
    let mut findings = message.findings.clone();
    findings.extend(author_findings);
    findings.extend(hop_findings);
    findings.extend(message.repeated_fields());
    findings.extend(private_signature(&message));

    let mut signatures: Vec<usize> = message
        .header_named("DKIM-Signature")
        .map(|(index, _)| index)
        .collect();
    if signatures.len() > limits::SIGNATURES {
        let finding = mail::Finding::TooManySignatures {
            found: signatures.len(),
            verified: limits::SIGNATURES,
        };
        let left_out = signatures.get(limits::SIGNATURES);
        let span = left_out.and_then(|&header| Some(message.headers.get(header)?.whole));
        findings.push(Noted { finding, span });
        signatures.truncate(limits::SIGNATURES);
    }
    let paste = paste::look(&message);
    let digest = |&header: &usize| dkim::digest_of(&message, header);
    let header_digests = signatures.iter().map(digest).collect();
    let arc = arc::collect(&message);
    let (claims, claim_findings) = claims::read(&message);

    Prepared {
        message,
        author,
        hops,
        signatures,
        header_digests,
        arc,
        claims,
        claim_findings,
        bodies,
        paste,
        searches: None,
        findings,
    }
}

/// What finds out how a message was changed after it was signed. Few messages need it, and the page
/// loads it when one does.
#[derive(Debug)]
pub struct Searches {
    body: fn(&Message, &dkim::Bodies, &mut Paste),
    /// For [`dkim::Subject`].
    pub header: dkim::SearchHeader,
}

/// What [`Searches`] stands for.
pub static SEARCHES: Searches = Searches {
    body: paste::search_body,
    header: dkim::search_header,
};

impl Prepared {
    /// The message with what was changed searched for.
    pub fn searched(mut self, searches: &'static Searches) -> Self {
        (searches.body)(&self.message, &self.bodies, &mut self.paste);
        self.searches = Some(searches);
        self
    }
}

/// The first field that is signed like `X-Google-DKIM-Signature`: no standard says how it is made,
/// and nobody else can verify it.
fn private_signature(message: &Message) -> Option<Noted<mail::Finding>> {
    let is_private = |name: &[u8]| {
        let name = name.to_ascii_lowercase();
        name.starts_with(b"x-") && name.ends_with(b"dkim-signature")
    };
    let mut headers = message.headers.iter();
    let header = headers.find(|header| is_private(message.name(header)))?;
    let name = String::from_utf8_lossy(message.name(header)).into_owned();
    let finding = mail::Finding::PrivateSignature { name };
    Some(Noted::at(finding, header.whole))
}
