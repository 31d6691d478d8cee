//! The chain: from an anchor, zone by zone, down to the records of an answer (RFC 4035 §5).

use std::collections::BTreeMap;

use crate::engine::crypto::Checked;
use crate::engine::dns::{
    Answer, Answers, Failure, Found, Material, Name, Pending, Question, RecordType, Source, wire,
};
use crate::engine::dnssec::denial::{Cut, Denial, Evidence};
use crate::engine::dnssec::record::{Nsec, Nsec3, Rrsig};
use crate::engine::dnssec::rrsig::{Bench, Left, Set, counted_labels};
use crate::engine::dnssec::{
    Anchor, Dnskey, Ds, DsLink, DsState, Finding, Key, Link, Policy, Proof, Signature,
    SignatureState, Verdict, Zone,
};
use crate::engine::limits;

/// Proves answers. What it found out about zones serves all of them.
pub struct Prover<'a> {
    answers: &'a Answers,
    anchors: &'a [Anchor],
    bench: Bench<'a>,
    zones: BTreeMap<Name, Zone>,
    steps: BTreeMap<Name, Step>,
    asked: Vec<Question>,
}

/// What lies at a name below a zone that is believed.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// More of the same zone.
    Same,
    /// Nothing, nor anything below.
    Nothing,
    /// Another zone, which is in the map of zones.
    Zone,
}

/// Where records are to be judged.
enum Ground {
    /// By the keys of this zone.
    Keys(Name),
    /// Nowhere: on the way there, this was the end.
    End(Option<Name>, Verdict, Finding),
    /// In this zone, which is signed, by a signature that is missing.
    Unsigned(Name),
}

/// What a question past the cap is answered with.
static TOO_MANY: Answer = Answer::new(Found::Failed(Failure::TooMany), Source::Live);

impl<'a> Prover<'a> {
    /// Starts to prove what is in `answers`, at `now` (seconds since 1970 UTC).
    pub fn new(
        answers: &'a Answers,
        anchors: &'a [Anchor],
        now: i64,
        policy: Policy,
        checked: &'a mut Checked,
    ) -> Self {
        Self {
            answers,
            anchors,
            bench: Bench {
                checked,
                policy,
                now,
                left: Left::ALL,
            },
            zones: BTreeMap::new(),
            steps: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    /// Proves the answer to `question`; `None` when there is no answer, or none that could be proved:
    /// signatures are not signed themselves (RFC 4035 §2.2).
    ///
    /// # Errors
    /// [`Pending`] when other answers are needed first; they are among [`Prover::needs`] then.
    pub fn prove(&mut self, question: &Question) -> Result<Option<Proof>, Pending> {
        let answers = self.answers;
        let Some((answer, material)) = answers
            .get(question)
            .filter(|_| question.rtype != RecordType::RRSIG)
            .and_then(|answer| Some((answer, answer.material.as_ref()?)))
        else {
            return Ok(None);
        };
        self.bench.left = Left::ALL;
        let mut name = &question.name;
        let mut links = Vec::new();
        for alias in &answer.aliases {
            links.push(self.alias(name, alias, material));
            name = alias;
        }
        let rtype = question.rtype;
        links.push(match &answer.found {
            Found::Records(_) => self.records(name, rtype, material),
            Found::NoData => self.absence(name, rtype, false, material),
            Found::NxDomain => self.absence(name, rtype, true, material),
            Found::Failed(failure) => {
                let finding = failed(name, rtype, *failure);
                Ok(link(name, rtype).ends(None, Verdict::Indeterminate, finding))
            }
        });
        // Each link has noted its needs by now, so that they go out together.
        let links = links.into_iter().collect::<Result<Vec<_>, _>>()?;
        let worst = links.iter().max_by_key(|link| link.verdict);
        Ok(Some(Proof {
            verdict: worst.map_or(Verdict::Indeterminate, |link| link.verdict),
            because: worst.and_then(|link| link.because.clone()),
            zones: self.path(&links),
            links,
        }))
    }

    /// Every question asked for the sake of proofs so far, in order.
    pub fn asked(&self) -> &[Question] {
        &self.asked
    }

    /// Those among them that have no answer yet.
    pub fn needs(&self) -> Vec<Question> {
        let missing = |question: &&Question| self.answers.get(question).is_none();
        self.asked.iter().filter(missing).cloned().collect()
    }

    /// The zones that were passed through for these links, from an anchor down.
    fn path(&self, links: &[Link]) -> Vec<Zone> {
        let mut names: Vec<&Name> = Vec::new();
        for link in links {
            let mut next = link.zone.as_ref();
            let start = names.len();
            while let Some(zone) = next.and_then(|name| self.zones.get(name)) {
                if !names.contains(&&zone.name) {
                    names.insert(start, &zone.name);
                }
                next = zone.parent.as_ref();
            }
        }
        let zones = names.iter().filter_map(|name| self.zones.get(*name));
        zones.cloned().collect()
    }

    // Questions

    fn ask(&mut self, name: &Name, rtype: RecordType) -> Result<&'a Answer, Pending> {
        let question = Question {
            name: name.clone(),
            rtype,
        };
        let answer = self.answers.get(&question);
        if !self.asked.contains(&question) {
            if self.asked.len() >= limits::PROOF_QUESTIONS {
                return Ok(&TOO_MANY);
            }
            self.asked.push(question);
        }
        answer.ok_or(Pending)
    }

    // Links

    /// An alias: its own records, or the DNAME above that it was made of (RFC 6672 §3.1), which alone
    /// is signed then.
    fn alias(
        &mut self,
        name: &Name,
        target: &Name,
        material: &'a Material,
    ) -> Result<Link, Pending> {
        match dname_of(name, target, material) {
            Some(owner) => self.records(owner, RecordType::DNAME, material),
            None => self.records(name, RecordType::CNAME, material),
        }
    }

    fn records(
        &mut self,
        name: &Name,
        rtype: RecordType,
        material: &'a Material,
    ) -> Result<Link, Pending> {
        let set = Set::of(&material.answer, name, rtype);
        let link = link(name, rtype);
        let signers = set.signatures.iter().map(|rrsig| &rrsig.signer);
        let zone = match self.ground(name, rtype, signers)? {
            Ground::Keys(zone) => zone,
            Ground::End(zone, verdict, finding) => return Ok(link.ends(zone, verdict, finding)),
            Ground::Unsigned(zone) => {
                let signatures = set.check(&zone, &[], &mut self.bench);
                let finding = fault(&signatures, name, rtype);
                return Ok(link
                    .signed(signatures)
                    .ends(Some(zone), Verdict::Bogus, finding));
            }
        };
        Ok(self.judge(link, &set, zone, material))
    }

    /// Judges a set by the keys of its zone, and a wildcard's records by the proof that nothing is
    /// closer.
    fn judge(&mut self, link: Link, set: &Set<'_>, zone: Name, material: &Material) -> Link {
        let signatures = set.check(&zone, &self.keys(&zone), &mut self.bench);
        let labels = held(&signatures).map(|held| usize::from(held.labels));
        let finding = fault(&signatures, set.owner, set.rtype);
        let link = link.signed(signatures);
        let Some(labels) = labels else {
            let finding = if material.cut {
                too_much(set.owner)
            } else {
                finding
            };
            return link.ends(Some(zone), Verdict::Bogus, finding);
        };
        if labels == counted_labels(set.owner) {
            return link.holds(zone);
        }
        let (_, denial) = self.evidence(&zone, material, |e| e.no_closer(set.owner, labels));
        let name = set.owner.clone();
        link.denied(zone, denial, Finding::WildcardUnproved { name })
    }

    fn absence(
        &mut self,
        name: &Name,
        rtype: RecordType,
        nxdomain: bool,
        material: &'a Material,
    ) -> Result<Link, Pending> {
        let link = link(name, rtype);
        let signed = [RecordType::NSEC, RecordType::NSEC3, RecordType::SOA];
        let rrsigs: Vec<_> = signed
            .iter()
            .flat_map(|rtype| signers(material, *rtype))
            .collect();
        let unproved = || Finding::AbsenceUnproved {
            name: name.clone(),
            rtype,
        };
        let zone = match self.ground(name, rtype, rrsigs.iter())? {
            Ground::Keys(zone) => zone,
            Ground::End(zone, verdict, finding) => return Ok(link.ends(zone, verdict, finding)),
            Ground::Unsigned(zone) => {
                return Ok(link.ends(Some(zone), Verdict::Bogus, unproved()));
            }
        };
        let (signatures, denial) =
            self.evidence(&zone, material, |e| e.absence(name, rtype, nxdomain));
        let finding = reason_unproved(&signatures, material, unproved());
        // Nothing rests on the SOA record; but if it is forged, so is the answer.
        let soa = Set::of(&material.authority, &zone, RecordType::SOA);
        let soa_signatures = soa.check(&zone, &self.keys(&zone), &mut self.bench);
        if denial.is_some() && !soa.records.is_empty() && held(&soa_signatures).is_none() {
            let finding = fault(&soa_signatures, &zone, RecordType::SOA);
            let link = link.signed(soa_signatures);
            return Ok(link.ends(Some(zone), Verdict::Bogus, finding));
        }
        Ok(link.signed(signatures).denied(zone, denial, finding))
    }

    /// What `ask` makes of the records in the authority section that deny something and are signed by
    /// this zone; and their signatures.
    fn evidence<T>(
        &mut self,
        zone: &Name,
        material: &Material,
        ask: impl FnOnce(&mut Evidence<'_>) -> T,
    ) -> (Vec<Signature>, T) {
        let mut seen: Vec<(&Name, RecordType)> = Vec::new();
        let (mut nsec, mut nsec3, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
        for record in &material.authority {
            let id = (&record.name, record.rtype);
            let denies = [RecordType::NSEC, RecordType::NSEC3].contains(&record.rtype);
            if !denies || seen.contains(&id) || seen.len() == limits::DENIALS {
                continue;
            }
            seen.push(id);
            let set = Set::of(&material.authority, &record.name, record.rtype);
            let told = set.check(zone, &self.keys(zone), &mut self.bench);
            // One made of a wildcard denies nothing: it was never about this name.
            let is_own = |held: &Signature| usize::from(held.labels) == counted_labels(set.owner);
            if held(&told).is_some_and(is_own) {
                let data = || set.records.iter();
                if record.rtype == RecordType::NSEC {
                    nsec.extend(data().filter_map(|data| Nsec::read(set.owner, data)));
                } else {
                    nsec3.extend(data().filter_map(|data| Nsec3::read(set.owner, zone, data)));
                }
            }
            signatures.extend(told);
        }
        let mut evidence = Evidence {
            zone,
            nsec,
            nsec3,
            hashes: &mut self.bench.left.hashes,
        };
        evidence.keep_alike();
        let told = ask(&mut evidence);
        (signatures, told)
    }

    /// The keys of a zone, if they are believed.
    fn keys(&self, zone: &Name) -> Vec<Dnskey> {
        let zone = self.zones.get(zone);
        zone.filter(|zone| zone.verdict == Verdict::Secure)
            .map(|zone| zone.keys.iter().map(|key| key.key.clone()).collect())
            .unwrap_or_default()
    }

    // The way down

    /// Where records of `rtype` at `name`, which name these signers, are to be judged. The signer says
    /// which zone it is (RFC 4035 §5.3.1); without one, the way down must show that none is needed.
    fn ground<'n>(
        &mut self,
        name: &Name,
        rtype: RecordType,
        signers: impl Iterator<Item = &'n Name>,
    ) -> Result<Ground, Pending> {
        // A DS record stands in the zone above the name's own.
        let above = name.parent().filter(|_| rtype == RecordType::DS);
        let place = above.as_ref().unwrap_or(name);
        let mut signers: Vec<&Name> = signers.filter(|signer| place.is_within(signer)).collect();
        signers.sort_by_key(|signer| std::cmp::Reverse(signer.label_count()));
        signers.dedup();
        let mut ground = match signers.first() {
            Some(signer) => self.ground_at(name, signer, true)?,
            None => self.ground_at(name, place, false)?,
        };
        // A stray signature by no zone does not spoil that of the zone.
        if let (Ground::End(_, Verdict::Bogus, Finding::SignerIsNoZone { .. }), Some(signer)) =
            (&ground, signers.get(1))
        {
            ground = self.ground_at(name, signer, true)?;
        }
        Ok(ground)
    }

    fn ground_at(
        &mut self,
        name: &Name,
        target: &Name,
        is_signer: bool,
    ) -> Result<Ground, Pending> {
        let Some(reached) = self.descend(target, is_signer)? else {
            let name = name.clone();
            let finding = Finding::NoAnchor { name };
            return Ok(Ground::End(None, Verdict::Indeterminate, finding));
        };
        let zone = self.zones.get(&reached);
        let verdict = zone.map_or(Verdict::Indeterminate, |zone| zone.verdict);
        if verdict != Verdict::Secure {
            let because = zone.and_then(|zone| zone.because.clone());
            let finding = because.unwrap_or_else(|| too_much(name));
            return Ok(Ground::End(Some(reached), verdict, finding));
        }
        Ok(if !is_signer {
            Ground::Unsigned(reached)
        } else if *target == reached {
            Ground::Keys(reached)
        } else {
            let signer = target.clone();
            let finding = Finding::SignerIsNoZone { signer };
            Ground::End(Some(reached), Verdict::Bogus, finding)
        })
    }

    /// Goes down from the closest anchor towards `target`, to the last zone above it or at it, or to
    /// where believing ends; `None` without an anchor.
    fn descend(&mut self, target: &Name, is_signer: bool) -> Result<Option<Name>, Pending> {
        let above = self.anchors.iter().map(|anchor| &anchor.zone);
        let Some(anchor) = above
            .filter(|zone| target.is_within(zone))
            .max_by_key(|zone| zone.label_count())
            .cloned()
        else {
            return Ok(None);
        };
        let (first, last) = (anchor.label_count() + 1, target.label_count());
        // Who signs says how far down zones go. Else most are found unsigned two labels down.
        let ahead = if is_signer { limits::PROOF_AHEAD } else { 2 };
        let expect_keys = |prover: &mut Self, name: &Name| {
            let _ = prover.ask(name, RecordType::DNSKEY);
        };
        expect_keys(self, &anchor);
        if anchor.is_root() && last > 0 {
            expect_keys(self, &target.suffix(1));
        }
        if is_signer {
            expect_keys(self, target);
        }
        self.expect_ds(target, first, ahead);

        self.open_anchor(&anchor)?;
        let mut zone = anchor;
        for labels in first..=last {
            if self.zones.get(&zone).map(|zone| zone.verdict) != Some(Verdict::Secure) {
                break;
            }
            let name = target.suffix(labels);
            let is_known = self.steps.contains_key(&name) || self.has(&name, RecordType::DS);
            if !is_known {
                self.expect_ds(target, labels, ahead);
            }
            match self.step(&zone, &name)? {
                Step::Same => {}
                Step::Nothing => break,
                Step::Zone => zone = name,
            }
        }
        Ok(Some(zone))
    }

    /// Does what is not counted among the costs of the answer at hand.
    fn apart<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let left = std::mem::replace(&mut self.bench.left, Left::ALL);
        let done = work(self);
        self.bench.left = left;
        done
    }

    fn has(&self, name: &Name, rtype: RecordType) -> bool {
        let name = name.clone();
        self.answers.get(&Question { name, rtype }).is_some()
    }

    /// Notes that the DS records of some names on the way to `target` will be needed.
    fn expect_ds(&mut self, target: &Name, from: usize, ahead: usize) {
        for labels in (from..=target.label_count()).take(ahead) {
            let _ = self.ask(&target.suffix(labels), RecordType::DS);
        }
    }

    /// What lies at `name`, just below `zone` or below names that are no zones.
    fn step(&mut self, zone: &Name, name: &Name) -> Result<Step, Pending> {
        if let Some(step) = self.steps.get(name) {
            return Ok(*step);
        }
        let answer = self.ask(name, RecordType::DS)?;
        let step = match &answer.material {
            Some(material) => self.apart(|prover| prover.step_by(zone, name, answer, material))?,
            None => {
                let finding = match answer.found {
                    Found::Failed(failure) => failed(name, RecordType::DS, failure),
                    _ => no_material(name, RecordType::DS),
                };
                self.end(zone, name, Verdict::Indeterminate, finding, Vec::new())
            }
        };
        self.steps.insert(name.clone(), step);
        Ok(step)
    }

    fn step_by(
        &mut self,
        zone: &Name,
        name: &Name,
        answer: &'a Answer,
        material: &'a Material,
    ) -> Result<Step, Pending> {
        if let Some(target) = answer.aliases.first() {
            return Ok(self.step_by_alias(zone, name, target, material));
        }
        match &answer.found {
            Found::Records(_) => {
                let set = Set::of(&material.answer, name, RecordType::DS);
                let signatures = set.check(zone, &self.keys(zone), &mut self.bench);
                let is_own = |held: &Signature| usize::from(held.labels) == counted_labels(name);
                if !held(&signatures).is_some_and(is_own) {
                    let finding = fault(&signatures, name, RecordType::DS);
                    return Ok(self.end(zone, name, Verdict::Bogus, finding, signatures));
                }
                let ds = set.records.iter().filter_map(|data| Ds::read(data));
                self.open(name, Some(zone), ds.collect(), signatures)?;
                Ok(Step::Zone)
            }
            Found::NoData | Found::NxDomain => {
                let (signatures, cut) = self.evidence(zone, material, |e| e.cut(name));
                let unproved = Finding::AbsenceUnproved {
                    name: name.clone(),
                    rtype: RecordType::DS,
                };
                let finding = match cut {
                    Some(Cut::None) => return Ok(Step::Same),
                    Some(Cut::NoName) => return Ok(Step::Nothing),
                    Some(Cut::Unsigned) => Finding::Unsigned { zone: name.clone() },
                    Some(Cut::OptOut) => Finding::OptOut { name: name.clone() },
                    Some(Cut::Iterations(iterations)) => Finding::Iterations {
                        zone: zone.clone(),
                        iterations,
                    },
                    None => reason_unproved(&signatures, material, unproved),
                };
                let verdict = match cut {
                    Some(_) => Verdict::Insecure,
                    None => Verdict::Bogus,
                };
                Ok(self.end(zone, name, verdict, finding, signatures))
            }
            Found::Failed(failure) => {
                let finding = failed(name, RecordType::DS, *failure);
                Ok(self.end(zone, name, Verdict::Indeterminate, finding, Vec::new()))
            }
        }
    }

    /// No zone begins at an alias; and below a DNAME, nothing is.
    fn step_by_alias(
        &mut self,
        zone: &Name,
        name: &Name,
        target: &Name,
        material: &'a Material,
    ) -> Step {
        let (owner, rtype, step) = match dname_of(name, target, material) {
            Some(owner) => (owner, RecordType::DNAME, Step::Nothing),
            None => (name, RecordType::CNAME, Step::Same),
        };
        let set = Set::of(&material.answer, owner, rtype);
        let link = self.judge(link(owner, rtype), &set, zone.clone(), material);
        match link.because {
            None => step,
            Some(finding) => self.end(zone, name, link.verdict, finding, link.signatures),
        }
    }

    /// Notes that believing ends at `name`.
    fn end(
        &mut self,
        parent: &Name,
        name: &Name,
        verdict: Verdict,
        finding: Finding,
        ds_signatures: Vec<Signature>,
    ) -> Step {
        let mut zone = zone(name, Some(parent), ds_signatures);
        zone.verdict = verdict;
        zone.because = Some(finding);
        self.zones.insert(name.clone(), zone);
        Step::Zone
    }

    // The keys of a zone

    fn open_anchor(&mut self, name: &Name) -> Result<(), Pending> {
        if self.zones.contains_key(name) {
            return Ok(());
        }
        let here = self.anchors.iter().filter(|anchor| anchor.zone == *name);
        let ds = here.map(|anchor| anchor.ds.clone()).collect();
        self.open(name, None, ds, Vec::new())
    }

    /// Reads the keys of a zone, and believes them if one that a DS record names has signed them all
    /// (RFC 4035 §5.2).
    fn open(
        &mut self,
        name: &Name,
        parent: Option<&Name>,
        ds: Vec<Ds>,
        ds_signatures: Vec<Signature>,
    ) -> Result<(), Pending> {
        let mut zone = zone(name, parent, ds_signatures);
        zone.ds = self.weigh(ds);
        let is_usable = |link: &DsLink| link.state == DsState::NotTried;
        let (verdict, because) = if zone.ds.iter().any(is_usable) {
            let answer = self.ask(name, RecordType::DNSKEY)?;
            self.apart(|prover| prover.believe(&mut zone, answer))
        } else {
            let zone = name.clone();
            (Verdict::Insecure, Some(Finding::UnknownAlgorithms { zone }))
        };
        zone.verdict = verdict;
        zone.because = because;
        self.zones.insert(name.clone(), zone);
        Ok(())
    }

    /// Which DS records count: algorithm and digest are known, and no better digest stands beside a
    /// SHA-1 one (RFC 4509 §3).
    fn weigh(&self, ds: Vec<Ds>) -> Vec<DsLink> {
        const SHA1: u8 = 1;
        let policy = self.bench.policy;
        let counts = |ds: &Ds| ds.algorithm.scheme(policy).is_some() && ds.has_known_digest(policy);
        let has_better = ds.iter().any(|ds| ds.digest_type != SHA1 && counts(ds));
        let state = |ds: &Ds| {
            if ds.algorithm.scheme(policy).is_none() {
                DsState::UnknownAlgorithm
            } else if !ds.has_known_digest(policy) {
                DsState::UnknownDigest
            } else if ds.digest_type == SHA1 && has_better {
                DsState::PassedOver
            } else {
                DsState::NotTried
            }
        };
        ds.into_iter()
            .map(|ds| DsLink {
                state: state(&ds),
                ds,
            })
            .collect()
    }

    fn believe(&mut self, zone: &mut Zone, answer: &Answer) -> (Verdict, Option<Finding>) {
        const DNSKEY: RecordType = RecordType::DNSKEY;
        let name = &zone.name;
        let material = match (&answer.found, &answer.material) {
            (Found::Failed(failure), _) => {
                let finding = failed(name, DNSKEY, *failure);
                return (Verdict::Indeterminate, Some(finding));
            }
            (_, None) => return (Verdict::Indeterminate, Some(no_material(name, DNSKEY))),
            (Found::Records(_), Some(material)) if answer.aliases.is_empty() => material,
            _ => {
                let zone = name.clone();
                return (Verdict::Bogus, Some(Finding::NoKeys { zone }));
            }
        };
        let set = Set::of(&material.answer, name, DNSKEY);
        let keys = set.records.iter().filter_map(|data| Dnskey::read(data));
        let mut keys: Vec<Key> = keys.map(|key| Key { key, entry: false }).collect();
        for link in &mut zone.ds {
            if link.state == DsState::NotTried {
                link.state = meet(&link.ds, name, &mut keys, self.bench.policy);
            }
        }
        let entries = keys.iter().filter(|key| key.entry);
        let entries: Vec<Dnskey> = entries.map(|key| key.key.clone()).collect();
        zone.key_signatures = set.check(name, &entries, &mut self.bench);
        zone.keys = keys;
        if held(&zone.key_signatures).is_some() {
            return (Verdict::Secure, None);
        }
        let finding = if material.cut {
            too_much(name)
        } else if entries.is_empty() {
            Finding::NoMatchingKey { zone: name.clone() }
        } else {
            fault(&zone.key_signatures, name, DNSKEY)
        };
        (Verdict::Bogus, Some(finding))
    }
}

/// Looks for the key that a DS record names, and marks it.
fn meet(ds: &Ds, zone: &Name, keys: &mut [Key], policy: Policy) -> DsState {
    let mut state = DsState::NoKey;
    let alike = keys
        .iter_mut()
        .filter(|key| (key.key.tag, key.key.algorithm) == (ds.tag, ds.algorithm));
    for key in alike.take(limits::KEYS_PER_TAG) {
        let is_meant = key.key.is_meant_by(ds, zone, policy);
        if is_meant && key.key.signs() {
            key.entry = true;
            return DsState::Matches;
        }
        state = if is_meant {
            DsState::UnfitKey
        } else {
            DsState::OtherDigest
        };
    }
    state
}

/// Who signed the records of a type in the authority section.
fn signers(material: &Material, rtype: RecordType) -> Vec<Name> {
    let rrsigs = material
        .authority
        .iter()
        .filter(|record| record.rtype == RecordType::RRSIG)
        .filter_map(|record| Rrsig::read(&record.data));
    rrsigs
        .filter(|rrsig| rrsig.covered == rtype)
        .map(|rrsig| rrsig.signer)
        .collect()
}

/// The owner of the DNAME record that makes `name` an alias of `target` (RFC 6672 §2.2).
fn dname_of<'m>(name: &Name, target: &Name, material: &'m Material) -> Option<&'m Name> {
    let dnames = material.answer.iter().filter(|record| {
        let rtype = record.rtype == RecordType::DNAME;
        rtype && record.name != *name && name.is_within(&record.name)
    });
    dnames
        .filter(|record| {
            let kept = name.label_count() - record.name.label_count();
            wire::lone_name(&record.data).is_some_and(|below| {
                let labels = name.labels().take(kept).chain(below.labels());
                Name::from_labels(labels).as_ref() == Ok(target)
            })
        })
        .map(|record| &record.name)
        .next()
}

fn held(signatures: &[Signature]) -> Option<&Signature> {
    let holds = |signature: &&Signature| signature.state == SignatureState::Holds;
    signatures.iter().find(holds)
}

/// Why no signature holds: told by the one that got furthest.
fn fault(signatures: &[Signature], name: &Name, rtype: RecordType) -> Finding {
    let name = name.clone();
    let Some(best) = signatures.iter().max_by_key(|signature| signature.state) else {
        return Finding::NotSigned { name, rtype };
    };
    match best.state {
        SignatureState::WrongSigner | SignatureState::BadLabels => {
            Finding::ForeignSignature { name, rtype }
        }
        SignatureState::UnknownAlgorithm | SignatureState::NoKey | SignatureState::UnfitKey => {
            Finding::NoKeyForSignature { name, rtype }
        }
        SignatureState::Future => Finding::NotYetValid {
            name,
            rtype,
            at: best.inception,
        },
        SignatureState::Expired => Finding::Expired {
            name,
            rtype,
            at: best.expiration,
        },
        SignatureState::NotTried => Finding::TooMuch { name },
        SignatureState::Fails | SignatureState::Holds => Finding::SignatureFails { name, rtype },
    }
}

/// Why an absence is not proved: a signature over what should prove it does not hold, or `otherwise`.
fn reason_unproved(signatures: &[Signature], material: &Material, otherwise: Finding) -> Finding {
    let (Finding::AbsenceUnproved { name, .. }, false) = (&otherwise, material.cut) else {
        return otherwise;
    };
    let broken = signatures
        .iter()
        .filter(|signature| signature.state != SignatureState::Holds)
        .max_by_key(|signature| signature.state);
    match broken {
        Some(signature) => fault(std::slice::from_ref(signature), name, signature.covered),
        None => otherwise,
    }
}

fn failed(name: &Name, rtype: RecordType, failure: Failure) -> Finding {
    Finding::Failed {
        name: name.clone(),
        rtype,
        failure,
    }
}

fn no_material(name: &Name, rtype: RecordType) -> Finding {
    Finding::NoMaterial {
        name: name.clone(),
        rtype,
    }
}

fn too_much(name: &Name) -> Finding {
    Finding::TooMuch { name: name.clone() }
}

fn zone(name: &Name, parent: Option<&Name>, ds_signatures: Vec<Signature>) -> Zone {
    Zone {
        name: name.clone(),
        parent: parent.cloned(),
        verdict: Verdict::Indeterminate,
        because: None,
        ds: Vec::new(),
        ds_signatures,
        keys: Vec::new(),
        key_signatures: Vec::new(),
    }
}

fn link(name: &Name, rtype: RecordType) -> Link {
    Link {
        name: name.clone(),
        rtype,
        zone: None,
        verdict: Verdict::Indeterminate,
        because: None,
        signatures: Vec::new(),
        denial: None,
    }
}

impl Link {
    fn signed(mut self, signatures: Vec<Signature>) -> Self {
        self.signatures = signatures;
        self
    }

    fn holds(mut self, zone: Name) -> Self {
        self.zone = Some(zone);
        self.verdict = Verdict::Secure;
        self
    }

    fn ends(mut self, zone: Option<Name>, verdict: Verdict, finding: Finding) -> Self {
        self.zone = zone;
        self.verdict = verdict;
        self.because = Some(finding);
        self
    }

    /// What a proof of absence in `zone` makes of this; `unproved` is why there is none.
    fn denied(mut self, zone: Name, denial: Option<Denial>, unproved: Finding) -> Self {
        self.denial = denial;
        let name = self.name.clone();
        match denial {
            None => self.ends(Some(zone), Verdict::Bogus, unproved),
            Some(Denial::OptOut) => {
                self.ends(Some(zone), Verdict::Insecure, Finding::OptOut { name })
            }
            Some(Denial::Iterations(iterations)) => {
                let finding = Finding::Iterations {
                    zone: zone.clone(),
                    iterations,
                };
                self.ends(Some(zone), Verdict::Insecure, finding)
            }
            Some(_) => self.holds(zone),
        }
    }
}
