//! What NSEC (RFC 4034 §4, RFC 4035 §5.4) and NSEC3 (RFC 5155 §8) prove not to exist, of records whose
//! signatures held.
//!
//! A record proves nothing about what lies below a delegation or a DNAME at its owner (RFC 6840 §4.1,
//! RFC 5155 §8.3): it speaks for the zone above, which does not know.

use crate::engine::crypto::hash::{HashKind, digest};
use crate::engine::dns::{Name, RecordType};
use crate::engine::dnssec::record::{Nsec, Nsec3, Types};
use crate::engine::limits;

/// In which way something is proved to be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The name exists, and has no records of the type.
    NoData,
    /// The name exists only because names below it do.
    EmptyNonTerminal,
    /// A wildcard stands for the name, and has no records of the type.
    WildcardNoData,
    /// The name does not exist, nor a wildcard for it.
    NxDomain,
    /// The name does not exist; its server says so in the form of NODATA (compact denial, RFC 9824).
    NxName,
    /// Nothing is closer to the name than the wildcard whose records were given.
    NoCloser,
    /// The proof leaves unsigned delegations out, and the name may be below one (RFC 5155 §9.2).
    OptOut,
    /// The hashes are iterated more often than is computed (RFC 9276 §3.2).
    Iterations(u16),
}

/// What the zone above says of a name that may be a zone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// No zone begins here.
    None,
    /// Nothing is here, so that no zone begins below it either.
    NoName,
    /// A zone begins here, and is not signed.
    Unsigned,
    /// If a zone begins here, it is not signed.
    OptOut,
    /// It can't be told, since the hashes are iterated so often.
    Iterations(u16),
}

/// The records of one zone in one answer whose signatures held.
pub(super) struct Evidence<'a> {
    pub zone: &'a Name,
    pub nsec: Vec<Nsec>,
    pub nsec3: Vec<Nsec3>,
    /// Hashes that may still be computed.
    pub hashes: &'a mut usize,
}

impl Evidence<'_> {
    /// Whether `rtype` is proved not to exist at `name`; `nxdomain` when the answer says that the name
    /// itself does not.
    pub fn absence(&mut self, name: &Name, rtype: RecordType, nxdomain: bool) -> Option<Denial> {
        self.too_many_iterations()
            .map(Denial::Iterations)
            .or_else(|| self.nsec_absence(name, rtype, nxdomain))
            .or_else(|| self.nsec3_absence(name, rtype, nxdomain))
    }

    /// Whether it is proved that no name is closer to `name` than the wildcard below its last
    /// `labels` labels (RFC 4035 §5.3.4, RFC 5155 §8.8).
    pub fn no_closer(&mut self, name: &Name, labels: usize) -> Option<Denial> {
        if let Some(iterations) = self.too_many_iterations() {
            return Some(Denial::Iterations(iterations));
        }
        let encloser = name.suffix(labels);
        let by_nsec = self
            .covering(name)
            .is_some_and(|nsec| closest_encloser(nsec, name) == encloser);
        if by_nsec {
            return Some(Denial::NoCloser);
        }
        let opt_out = self.covering_hash(&name.suffix(labels + 1))?.opt_out;
        Some(if opt_out {
            Denial::OptOut
        } else {
            Denial::NoCloser
        })
    }

    /// What is proved about a zone that may begin at `name`, for which there is no DS record.
    pub fn cut(&mut self, name: &Name) -> Option<Cut> {
        if let Some(iterations) = self.too_many_iterations() {
            return Some(Cut::Iterations(iterations));
        }
        if let Some(nsec) = self.nsec.iter().find(|nsec| nsec.owner == *name) {
            return cut_at(&nsec.types);
        }
        if let Some(nsec) = self.covering(name) {
            return Some(if nsec.next.is_within(name) {
                Cut::None
            } else {
                Cut::NoName
            });
        }
        if let Some(nsec3) = self.matching_hash(name) {
            return cut_at(&nsec3.types);
        }
        let (_, next_closer) = self.encloser_by_hash(name)?;
        Some(if next_closer {
            Cut::OptOut
        } else {
            Cut::NoName
        })
    }

    // NSEC

    fn nsec_absence(&self, name: &Name, rtype: RecordType, nxdomain: bool) -> Option<Denial> {
        if let Some(nsec) = self.nsec.iter().find(|nsec| nsec.owner == *name) {
            return if nsec.types.has(RecordType::NXNAME) {
                Some(Denial::NxName)
            } else if nxdomain {
                None
            } else {
                lacks(&nsec.types, name, rtype).then_some(Denial::NoData)
            };
        }
        let covering = self.covering(name)?;
        if covering.next.is_within(name) {
            return (!nxdomain).then_some(Denial::EmptyNonTerminal);
        }
        let wildcard = closest_encloser(covering, name).child(b"*").ok()?;
        if let Some(nsec) = self.nsec.iter().find(|nsec| nsec.owner == wildcard) {
            let proved = !nxdomain && lacks(&nsec.types, &wildcard, rtype);
            return proved.then_some(Denial::WildcardNoData);
        }
        let exists = self.covering(&wildcard)?.next.is_within(&wildcard);
        match (exists, nxdomain) {
            (true, false) => Some(Denial::WildcardNoData),
            (false, true) => Some(Denial::NxDomain),
            _ => None,
        }
    }

    /// The record that has `name` between its owner and the next name, and may speak of it.
    fn covering(&self, name: &Name) -> Option<&Nsec> {
        self.nsec.iter().find(|nsec| {
            let is_last = nsec.next <= nsec.owner;
            let between = nsec.owner < *name && (is_last || *name < nsec.next);
            between && !(name.is_within(&nsec.owner) && leads_away(&nsec.types))
        })
    }

    // NSEC3

    fn nsec3_absence(&mut self, name: &Name, rtype: RecordType, nxdomain: bool) -> Option<Denial> {
        if let Some(nsec3) = self.matching_hash(name) {
            let types = nsec3.types.clone();
            return if types.has(RecordType::NXNAME) {
                Some(Denial::NxName)
            } else {
                (!nxdomain && lacks(&types, name, rtype)).then_some(Denial::NoData)
            };
        }
        let (encloser, opt_out) = self.encloser_by_hash(name)?;
        let wildcard = encloser.child(b"*").ok()?;
        if nxdomain {
            self.covering_hash(&wildcard)?;
            return Some(if opt_out {
                Denial::OptOut
            } else {
                Denial::NxDomain
            });
        }
        let by_wildcard = self
            .matching_hash(&wildcard)
            .is_some_and(|nsec3| lacks(&nsec3.types, &wildcard, rtype));
        match (by_wildcard, opt_out) {
            (_, true) => Some(Denial::OptOut),
            (true, false) => Some(Denial::WildcardNoData),
            (false, false) => None,
        }
    }

    /// The closest encloser of `name`, proved by its own hash and by that of the name one label longer
    /// not being there (RFC 5155 §8.3), and whether the latter proof leaves unsigned delegations out.
    fn encloser_by_hash(&mut self, name: &Name) -> Option<(Name, bool)> {
        if self.nsec3.is_empty() {
            return None;
        }
        let mut longer = name.clone();
        loop {
            let encloser = longer.parent().filter(|p| p.is_within(self.zone))?;
            if let Some(nsec3) = self.matching_hash(&encloser) {
                if leads_away(&nsec3.types) {
                    return None;
                }
                let opt_out = self.covering_hash(&longer)?.opt_out;
                return Some((encloser, opt_out));
            }
            longer = encloser;
        }
    }

    fn matching_hash(&mut self, name: &Name) -> Option<&Nsec3> {
        let hash = self.hash(name)?;
        self.nsec3.iter().find(|nsec3| nsec3.owner == hash)
    }

    fn covering_hash(&mut self, name: &Name) -> Option<&Nsec3> {
        let hash = self.hash(name)?;
        self.nsec3.iter().find(|nsec3| {
            let is_last = nsec3.next <= nsec3.owner;
            let (after, before) = (nsec3.owner < hash, hash < nsec3.next);
            if is_last {
                after || before
            } else {
                after && before
            }
        })
    }

    /// The hash of a name (RFC 5155 §5), as the first of the records asks for it; all of a zone's do
    /// alike, and those that do not are not here ([`Evidence::keep_alike`]).
    fn hash(&mut self, name: &Name) -> Option<Vec<u8>> {
        let (iterations, salt) = self.nsec3.first().map(|n| (n.iterations, n.salt.clone()))?;
        *self.hashes = self.hashes.checked_sub(1)?;
        let mut hash = digest(HashKind::Sha1, &[name.wire(), &salt].concat());
        for _ in 0..iterations {
            hash.extend(&salt);
            hash = digest(HashKind::Sha1, &hash);
        }
        Some(hash)
    }

    /// Drops NSEC3 records hashed otherwise than the first (RFC 5155 §8.2 lets them be ignored).
    pub fn keep_alike(&mut self) {
        if let Some(first) = self.nsec3.first().cloned() {
            self.nsec3
                .retain(|nsec3| (nsec3.iterations, &nsec3.salt) == (first.iterations, &first.salt));
        }
    }

    fn too_many_iterations(&self) -> Option<u16> {
        self.nsec3
            .first()
            .map(|nsec3| nsec3.iterations)
            .filter(|iterations| *iterations > limits::NSEC3_ITERATIONS)
    }
}

/// What the types at a name without DS record say of a zone that may begin there.
fn cut_at(types: &Types) -> Option<Cut> {
    if types.has(RecordType::NXNAME) {
        Some(Cut::NoName)
    } else if types.has(RecordType::DS) || types.has(RecordType::SOA) {
        // It lies, or it comes from the zone below, which has no say in this.
        None
    } else if types.has(RecordType::NS) {
        Some(Cut::Unsigned)
    } else {
        Some(Cut::None)
    }
}

/// Whether records of `rtype` are missing at a name with these types (RFC 4035 §5.4, RFC 6840 §4.3).
fn lacks(types: &Types, name: &Name, rtype: RecordType) -> bool {
    let has_it = types.has(rtype) || types.has(RecordType::CNAME);
    // Of a delegation's two records, the upper speaks of DS alone, the lower of all else.
    let of_other_side = if rtype == RecordType::DS {
        types.has(RecordType::SOA) && !name.is_root()
    } else {
        types.has(RecordType::NS) && !types.has(RecordType::SOA)
    };
    !has_it && !of_other_side
}

/// Whether what lies below a name with these types belongs elsewhere.
fn leads_away(types: &Types) -> bool {
    let delegates = types.has(RecordType::NS) && !types.has(RecordType::SOA);
    delegates || types.has(RecordType::DNAME)
}

/// The longest name that exists and that `name` is below, told by the record that covers it.
fn closest_encloser(nsec: &Nsec, name: &Name) -> Name {
    let shared = |other: &Name| {
        let pairs = name.labels().rev().zip(other.labels().rev());
        pairs.take_while(|(a, b)| a == b).count()
    };
    name.suffix(shared(&nsec.owner).max(shared(&nsec.next)))
}
