//! Identifier alignment (RFC 9989 §4.4, §4.10.2): is this authenticated domain close enough to the
//! author domain?
//!
//! An organizational domain is the domain itself or lies above it. So a walk that fails or waits
//! leaves alignment open only where its outcome could matter; a domain that lies outside the author's
//! organizational domain is not aligned, whatever its own DNS says or refuses to say.

use crate::engine::dmarc::discover::{self, End};
use crate::engine::dmarc::{Alignment, Identifier, IdentifierOutcome, Method};
use crate::engine::dns::{Ask, Asker, Name};

/// The author's side of the comparison.
#[derive(Clone, Copy)]
pub(super) struct Author<'a> {
    pub(super) domain: &'a Name,
    /// Its organizational domain, if it is known (yet).
    pub(super) organizational_domain: Option<&'a Name>,
    /// The end of the walk that looks for it.
    pub(super) end: &'a End,
}

/// What became of one identifier.
pub(super) struct Aligned {
    pub(super) outcome: IdentifierOutcome,
    /// Why alignment is not known: which domain's walk stopped, and how.
    pub(super) open: Option<(Name, End)>,
}

/// Whether comparing this identifier takes organizational domains: not under strict alignment, and
/// not for the author domain itself (§4.10.2).
pub(super) fn needs_walk(identifier: &Identifier, author: &Name, mode: Alignment) -> bool {
    mode == Alignment::Relaxed && identifier.domain() != author
}

/// Compares one identifier with the author domain.
pub(super) fn align(
    identifier: &Identifier,
    author: Author<'_>,
    mode: Alignment,
    ask: &Ask<'_>,
) -> Aligned {
    let domain = identifier.domain();
    let mut aligned = Aligned {
        outcome: IdentifierOutcome {
            method: identifier.method(),
            domain: domain.clone(),
            stated: matches!(identifier, Identifier::Stated { .. }),
            organizational_domain: None,
            walk: Vec::new(),
            mode,
            aligned: Some(domain == author.domain),
        },
        open: None,
    };
    if !needs_walk(identifier, author.domain, mode) {
        return aligned;
    }
    let walk = discover::walk(domain, Asker::Dmarc, ask);
    let own = (walk.end == End::Done).then(|| walk.organizational_domain());
    aligned.outcome.aligned = compare(author, domain, own.as_ref());
    if aligned.outcome.aligned.is_none() {
        let own_is_open = walk.end != End::Done;
        let author_waits = *author.end == End::Waiting;
        aligned.open = Some(if own_is_open && !author_waits {
            (domain.clone(), walk.end)
        } else {
            (author.domain.clone(), author.end.clone())
        });
    }
    aligned.outcome.organizational_domain = own;
    aligned.outcome.walk = walk.steps;
    aligned
}

/// §3.2.10.1: relaxed alignment is having the same organizational domain.
fn compare(author: Author<'_>, domain: &Name, own: Option<&Name>) -> Option<bool> {
    let possible = match (author.organizational_domain, own) {
        (Some(authors), Some(own)) => return Some(authors == own),
        (Some(authors), None) => domain.is_within(authors),
        (None, Some(own)) => author.domain.is_within(own),
        (None, None) => domain.suffix(1) == author.domain.suffix(1),
    };
    if possible { None } else { Some(false) }
}

impl Identifier {
    /// The authenticated domain.
    pub const fn domain(&self) -> &Name {
        match self {
            Self::Dkim(passed) => passed.domain(),
            Self::Spf(passed) => passed.domain(),
            Self::Stated { domain, .. } => domain,
        }
    }

    /// Which leg it stands on.
    pub const fn method(&self) -> Method {
        match self {
            Self::Dkim(_) => Method::Dkim,
            Self::Spf(_) => Method::Spf,
            Self::Stated { method, .. } => *method,
        }
    }
}
