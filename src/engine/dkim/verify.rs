//! Verifying one signature, in the order of RFC 6376 §6.1.
//!
//! [`verify`] is the whole procedure; each step below it says what it found and nothing about what
//! that means, which is for `decide` at the end.

use crate::engine::cite::{Level, Noted};
use crate::engine::crypto::{Check, Checked, PublicKey};
use crate::engine::dkim::changed::Unverified;
use crate::engine::dkim::key::{self, KeyRecord};
use crate::engine::dkim::signature::{Algorithm, Kind, Signature};
use crate::engine::dkim::{
    BodyDigest, BodyHash, Clock, Finding, KeyFacts, Outcome, Passed, Sealed, SignatureCheck,
    SignedField, Step, StepKind, StepState, Subject, Verdict, body, coverage, hash_input,
};
use crate::engine::dns::{Ask, Asker, Found, Name, Pending, RecordType};
use crate::engine::limits;
use crate::engine::mail::{Header, Message};
use crate::engine::span::Span;

/// How far a signer's clock may be ahead, in seconds.
const SKEW: i64 = 15 * 60;

/// Bits below which an RSA key is never acceptable (RFC 8301 §3.2).
const SHORT_KEY: usize = 1024;

/// Bits that an RSA key should have (RFC 8301 §3.2).
const GOOD_KEY: usize = 2048;

/// Verifies one signature: a DKIM-Signature, or an ARC-Message-Signature.
///
/// It never fails. While the key is not at hand the verdict is `None` and the need is noted in `ask`;
/// the body hash is judged already. `checked` remembers finished checks.
pub fn verify(subject: Subject<'_>, clock: Clock, ask: &Ask<'_>, checked: &mut Checked) -> Outcome {
    judge(subject, None, clock, ask, checked)
}

/// Verifies one ARC-Seal over `sealed`, as [`verify`] does any other signature.
pub fn verify_seal(
    subject: Subject<'_>,
    sealed: Sealed,
    clock: Clock,
    ask: &Ask<'_>,
    checked: &mut Checked,
) -> Outcome {
    let subject = Subject {
        header_digest: &sealed.digest,
        ..subject
    };
    judge(subject, Some(sealed.signed), clock, ask, checked)
}

fn judge(
    subject: Subject<'_>,
    sealed: Option<Vec<SignedField>>,
    clock: Clock,
    ask: &Ask<'_>,
    checked: &mut Checked,
) -> Outcome {
    let Subject {
        message, header, ..
    } = subject;
    let mut outcome = Outcome::of(header);
    let Some(field) = message.headers.get(header) else {
        return outcome;
    };

    // §6.1.1: validate the signature field.
    let signature = Signature::parse(message, field);
    outcome.describe(&signature);
    outcome.signed =
        sealed.unwrap_or_else(|| hash_input::select(message, header, &signature.signed));
    let expired = outcome.judge_times(&signature, clock);
    let is_dkim = signature.kind == Kind::Dkim;
    if is_dkim {
        let above = coverage::unsigned_above(message, &outcome.signed);
        outcome.findings.extend(above);
    }
    outcome.note_parse(field, &signature, expired);

    // §6.1.2: get the public key. A signature that can never verify needs none.
    let keys = if signature.is_hopeless() {
        Keys::NotAsked
    } else {
        outcome.get_keys(&signature, subject.by, ask, checked)
    };

    // §6.1.3: compute the verification, each half whatever the other comes to.
    let length = outcome.check_body(subject, &signature);
    let tried = outcome.check_signature(subject, field, &signature, &keys, checked);

    outcome.note_key(&signature, &keys, tried.as_ref());
    if signature.kind != Kind::ArcSeal {
        outcome.note_body(message, &signature, length);
    }
    outcome.note_signature(&signature, &keys, tried.as_ref());
    if is_dkim {
        outcome.note_coverage(message, &signature);
    }
    outcome.verdict = outcome.decide(&signature, expired, length, &keys, tried.as_ref());
    outcome.passed = match (outcome.verdict, &outcome.domain) {
        (Some(Verdict::Pass), Some(domain)) if is_dkim => Some(Passed {
            domain: domain.clone(),
        }),
        _ => None,
    };
    outcome
}

/// What asking for the key came to.
enum Keys {
    /// There was no point in asking.
    NotAsked,
    /// No answer yet.
    Waiting,
    /// DNS failed; it may not next time.
    Unavailable,
    /// There is no key that this signature could use.
    Unusable,
    /// There is at least one.
    Usable(Vec<KeyRecord>),
}

/// The key that decided, and what the signature came to under it.
struct Tried<'k> {
    record: &'k KeyRecord,
    check: Check,
}

/// `l=` beside the body it is about.
#[derive(Clone, Copy)]
enum Length {
    /// There is no `l=`, or no body to hold it against.
    Unknown,
    /// The body has that many octets.
    Fits { total: u64 },
    /// It has fewer.
    TooLarge { total: u64 },
}

impl Outcome {
    fn of(header: usize) -> Self {
        Self {
            header,
            domain: None,
            selector: None,
            algorithm: None,
            canonicalization: None,
            identity: None,
            signed: Vec::new(),
            key_question: None,
            key: None,
            body: BodyHash::NotComputed,
            signature: SignatureCheck::NotChecked,
            verdict: None,
            steps: Vec::new(),
            findings: Vec::new(),
            passed: None,
        }
    }

    fn note_at(&mut self, finding: Finding, span: Option<Span>) {
        self.findings.push(Noted { finding, span });
    }

    fn step(&mut self, kind: StepKind, state: StepState, span: Option<Span>) {
        self.steps.push(Step { kind, state, span });
    }

    fn describe(&mut self, signature: &Signature) {
        self.domain.clone_from(&signature.domain);
        self.selector.clone_from(&signature.selector);
        self.algorithm.clone_from(&signature.algorithm_text);
        self.identity.clone_from(&signature.identity);
        self.canonicalization = signature
            .canonicalization
            .map(|(header, body)| format!("{}/{}", header.word(), body.word()));
        self.key_question = signature.key_question();
        self.findings.clone_from(&signature.findings);
    }

    /// §6.1.1, §3.5: `x=` and `t=` beside the clock. Says whether the signature had expired.
    fn judge_times(&mut self, signature: &Signature, clock: Clock) -> bool {
        // As a receiver would have judged, where it is known when that was.
        let judged = clock.received.unwrap_or(clock.now);
        if let Some(signed) = signature.signed_at
            && signed > judged.saturating_add(SKEW)
        {
            let finding = Finding::SignedInFuture {
                signed,
                clock,
                still: signed > clock.now.saturating_add(SKEW),
            };
            self.note_at(finding, signature.span("t"));
        }
        let Some(expires) = signature.expires else {
            return false;
        };
        let span = signature.span("x");
        let expired = judged > expires;
        if expired {
            let finding = Finding::Expired {
                expires,
                clock,
                still: clock.now > expires,
            };
            self.note_at(finding, span);
        } else if let Some(received) = clock.received
            && clock.now > expires
        {
            let finding = Finding::ExpiredSince {
                expires,
                received,
                now: clock.now,
            };
            self.note_at(finding, span);
        }
        expired
    }

    fn note_parse(&mut self, field: &Header, signature: &Signature, expired: bool) {
        let is_warned = self
            .findings
            .iter()
            .any(|noted| noted.finding.entry().level == Level::Warn);
        let state = if signature.is_hopeless() || expired {
            StepState::Error
        } else if signature.algorithm == Some(Algorithm::RsaSha1) {
            StepState::Bad
        } else if is_warned {
            StepState::Warn
        } else {
            StepState::Good
        };
        self.step(StepKind::Parse, state, Some(field.value));
    }

    /// §6.1.2, steps 1 to 8, for each record there is.
    fn get_keys(
        &mut self,
        signature: &Signature,
        by: Asker,
        ask: &Ask<'_>,
        checked: &mut Checked,
    ) -> Keys {
        let Some(name) = &signature.key_name else {
            return Keys::NotAsked;
        };
        let answer = match ask.get(by, name, RecordType::TXT) {
            Ok(answer) => answer,
            Err(Pending) => return Keys::Waiting,
        };
        let name = name.clone();
        let named = signature.span("s");
        let texts = answer.texts();
        match answer.found {
            Found::Failed(failure) => {
                self.note_at(Finding::KeyUnavailable { name, failure }, named);
                return Keys::Unavailable;
            }
            Found::NxDomain => {
                let exists = false;
                self.note_at(Finding::NoKey { name, exists }, named);
                return Keys::Unusable;
            }
            Found::NoData | Found::Records(_) if texts.is_empty() => {
                let exists = true;
                self.note_at(Finding::NoKey { name, exists }, named);
                return Keys::Unusable;
            }
            Found::NoData | Found::Records(_) => {}
        }

        let ed25519 = match signature.algorithm {
            Some(Algorithm::Ed25519Sha256) => match checked.ed25519() {
                None => return Keys::Waiting,
                arithmetic => arithmetic,
            },
            _ => None,
        };

        // The RFC lets a verifier choose or cycle through several records: all are tried, so that
        // what else stands at a wildcard does not take the key away.
        let mut usable = Vec::new();
        let mut faults = Vec::new();
        let tried = match signature.kind {
            Kind::Dkim => limits::KEYS_PER_NAME,
            Kind::ArcMessage | Kind::ArcSeal => limits::ARC_KEYS_PER_NAME,
        };
        for text in texts.iter().take(tried) {
            match key::read(text, &name, signature, ed25519) {
                Ok(record) => usable.push(record),
                Err(fault) => faults.push((text.starts_with(b"v=DKIM1"), fault)),
            }
        }
        let records = texts.len();
        if records > 1 {
            let usable = usable.len();
            let name = name.clone();
            let finding = Finding::SeveralKeys {
                name,
                records,
                usable,
            };
            self.note_at(finding, named);
        }
        if records > tried {
            let finding = Finding::KeysCapped {
                name,
                records,
                tried,
            };
            self.note_at(finding, named);
        }
        if !usable.is_empty() {
            return Keys::Usable(usable);
        }
        // Of several broken records, one that begins like a key is the one to mend.
        let fault = faults
            .into_iter()
            .min_by_key(|(begins_like_a_key, _)| !begins_like_a_key);
        if let Some((_, fault)) = fault {
            self.note_at(fault, named);
        }
        Keys::Unusable
    }

    /// §6.1.3, steps 1, 2 and 4: the body hash.
    fn check_body(&mut self, subject: Subject<'_>, signature: &Signature) -> Length {
        let (Some(variant), Some(bh)) = (signature.body_variant(), &signature.body_hash) else {
            return Length::Unknown;
        };
        let BodyDigest {
            digest,
            hashed,
            total,
        } = subject.bodies.get_or_compute(subject.message, variant);
        let is_nothing = body::is_nothing(variant.canonicalization, total);
        let stated = subject
            .stated
            .iter()
            .find(|stated| stated.variant == variant);
        let mismatch = |computed: &[u8], hashed| BodyHash::Mismatch {
            computed: computed.to_vec(),
            stated: bh.clone(),
            hashed,
        };
        let total = match stated {
            _ if digest == *bh => {
                self.body = BodyHash::Match { hashed };
                total
            }
            _ if !is_nothing => {
                self.body = mismatch(&digest, hashed);
                total
            }
            // No body, and `bh=` is not the hash of nothing: the body was left out.
            None => {
                self.body = BodyHash::Absent;
                return Length::Unknown;
            }
            Some(stated) if stated.digest == *bh => {
                self.body = BodyHash::Stated;
                stated.length
            }
            Some(stated) => {
                self.body = mismatch(&stated.digest, stated.length);
                stated.length
            }
        };
        match variant.length {
            Some(length) if length > total => Length::TooLarge { total },
            Some(_) => Length::Fits { total },
            None => Length::Unknown,
        }
    }

    /// §6.1.3, steps 3 and 5: the signature over the header, with the body hash it states. Each key
    /// is tried; one that is acceptable and matches is preferred to one that only matches.
    fn check_signature<'k>(
        &mut self,
        subject: Subject<'_>,
        field: &Header,
        signature: &Signature,
        keys: &'k Keys,
        checked: &mut Checked,
    ) -> Option<Tried<'k>> {
        let (Keys::Usable(records), Some(algorithm), Some(b), Some((canonicalization, _))) = (
            keys,
            signature.algorithm,
            &signature.signature,
            signature.canonicalization,
        ) else {
            return None;
        };
        let hash = algorithm.hash();
        let message = subject.message;
        let digest = match subject.header_digest {
            [] => {
                let signed = &self.signed;
                hash_input::header_digest(message, field, signature, signed, canonicalization, hash)
            }
            digest => digest.to_vec(),
        };
        let tried: Tried<'k> = records
            .iter()
            .map(|record| Tried {
                record,
                check: checked.check(&record.key, hash, &digest, b),
            })
            .min_by_key(|tried| (tried.check != Check::Match, !tried.is_acceptable()))?;
        self.signature = match tried.check {
            Check::Match => SignatureCheck::Match,
            Check::Mismatch { .. } => SignatureCheck::Mismatch,
            Check::NotTried => SignatureCheck::NotChecked,
        };
        self.key = Some(KeyFacts {
            kind: algorithm.key_kind(),
            bits: tried.record.key.bits(),
            testing: tried.record.testing,
            strict: tried.record.strict,
            record: tried.record.text.clone(),
        });
        if let Check::Mismatch { key_fits } = tried.check
            && key_fits != Some(false)
            && let Some(search) = subject.search
        {
            let unverified = Unverified {
                message,
                field,
                signature,
                signed: &self.signed,
                canonicalization,
                hash,
                key: &tried.record.key,
            };
            if let Some((name, change, span)) = search(unverified, checked) {
                self.note_at(Finding::HeaderChanged { name, change }, Some(span));
            }
        }
        Some(tried)
    }

    /// Whether the signature over the header holds; `None` when it could not be checked.
    fn header_intact(&self) -> Option<bool> {
        match self.signature {
            SignatureCheck::NotChecked => None,
            SignatureCheck::Match => Some(true),
            SignatureCheck::Mismatch => Some(false),
        }
    }

    /// Whether the body hash holds; `None` when there is no body to judge.
    fn body_intact(&self) -> Option<bool> {
        match self.body {
            BodyHash::Match { .. } | BodyHash::Stated => Some(true),
            BodyHash::Mismatch { .. } => Some(false),
            BodyHash::NotComputed | BodyHash::Absent => None,
        }
    }

    fn note_key(&mut self, signature: &Signature, keys: &Keys, tried: Option<&Tried<'_>>) {
        let mut state = match keys {
            Keys::NotAsked => StepState::Skipped,
            Keys::Waiting => StepState::Waiting,
            Keys::Unavailable | Keys::Unusable => StepState::Error,
            Keys::Usable(_) => StepState::Good,
        };
        let is_several =
            |noted: &Noted<Finding>| matches!(noted.finding, Finding::SeveralKeys { .. });
        let several = self.findings.iter().any(is_several);
        if let (Some(tried), Some(name)) = (tried, signature.key_name.clone()) {
            let record = tried.record.findings.iter().cloned();
            for finding in record.chain(tried.size_finding(name)) {
                self.note_at(finding, signature.span("s"));
            }
            if !tried.is_acceptable() {
                state = StepState::Bad;
            } else if tried.record.testing || tried.is_weak() || several {
                state = StepState::Warn;
            }
        }
        self.step(StepKind::Key, state, signature.span("s"));
    }

    fn note_body(&mut self, message: &Message, signature: &Signature, length: Length) {
        let header_intact = self.header_intact();
        let span = message.body.filter(|span| !span.is_empty());
        let bh = signature.span("bh");
        let mut state = match self.body {
            BodyHash::NotComputed | BodyHash::Absent => StepState::Skipped,
            BodyHash::Match { .. } => StepState::Good,
            BodyHash::Mismatch { .. } => StepState::Bad,
            BodyHash::Stated => StepState::Warn,
        };
        match self.body {
            BodyHash::Mismatch { hashed, .. } => {
                let finding = Finding::BodyHashMismatch {
                    hashed,
                    header_intact,
                };
                self.note_at(finding, span.or(bh));
                self.findings.extend(store(message, self.header));
            }
            BodyHash::Absent => self.note_at(Finding::BodyAbsent { header_intact }, bh),
            BodyHash::Stated => self.note_at(Finding::BodyStated, bh),
            BodyHash::NotComputed | BodyHash::Match { .. } => {}
        }
        if let Some(stated) = signature.length {
            let finding = match length {
                Length::TooLarge { total } => Finding::BodyLengthTooLarge { stated, total },
                Length::Fits { total } => Finding::BodyLength {
                    signed: stated,
                    total: Some(total),
                },
                Length::Unknown => Finding::BodyLength {
                    signed: stated,
                    total: None,
                },
            };
            self.note_at(finding, signature.span("l"));
            let how = signature
                .canonicalization
                .and_then(|(_, body)| coverage::replaceable(message, &self.signed, body, stated));
            if let Some(how) = how {
                self.note_at(Finding::Replaceable { how }, signature.span("l"));
            }
            if state == StepState::Good {
                state = match length {
                    Length::TooLarge { .. } => StepState::Error,
                    Length::Fits { .. } | Length::Unknown => StepState::Warn,
                };
            }
        }
        self.step(StepKind::BodyHash, state, span);
    }

    fn note_signature(&mut self, signature: &Signature, keys: &Keys, tried: Option<&Tried<'_>>) {
        let span = signature.span("b");
        let state = match (self.signature, keys) {
            (SignatureCheck::Match, _) => StepState::Good,
            (SignatureCheck::Mismatch, _) => StepState::Bad,
            (SignatureCheck::NotChecked, Keys::Waiting) => StepState::Waiting,
            (SignatureCheck::NotChecked, _) => StepState::Skipped,
        };
        if let (Some(Tried { check, .. }), Some(name)) = (tried, &signature.key_name)
            && let Check::Mismatch { key_fits } = *check
        {
            let finding = Finding::SignatureMismatch {
                name: name.clone(),
                body_intact: self.body_intact(),
                key_fits,
            };
            self.note_at(finding, span);
        }
        if signature.algorithm == Some(Algorithm::RsaSha1) {
            let matches = self
                .header_intact()
                .map(|intact| intact && self.body_intact() != Some(false));
            self.note_at(Finding::RsaSha1 { matches }, signature.span("a"));
        }
        self.step(StepKind::Signature, state, span);
    }

    /// What a signature that holds leaves open. Of one that does not, the list of fields says nothing.
    fn note_coverage(&mut self, message: &Message, signature: &Signature) {
        if self.signature != SignatureCheck::Match {
            return;
        }
        for finding in coverage::uncovered(message, signature, self) {
            self.note_at(finding, signature.span("h"));
        }
        if signature.algorithm == Some(Algorithm::Ed25519Sha256) {
            self.note_at(Finding::Ed25519, signature.span("a"));
        }
    }

    /// The first of these that is so: the field can't verify; it had expired; there is no key; the
    /// algorithm or key is not acceptable; one of the two judgements is negative; `l=` claims too
    /// much; there was no body to judge.
    fn decide(
        &self,
        signature: &Signature,
        expired: bool,
        length: Length,
        keys: &Keys,
        tried: Option<&Tried<'_>>,
    ) -> Option<Verdict> {
        if signature.has_error() || expired {
            return Some(Verdict::PermError);
        }
        match keys {
            // Nothing is malformed, so the field asks for more work than is done here.
            Keys::NotAsked => return Some(Verdict::Policy),
            Keys::Waiting => return None,
            Keys::Unavailable => return Some(Verdict::TempError),
            Keys::Unusable => return Some(Verdict::PermError),
            Keys::Usable(_) => {}
        }
        let acceptable = signature.algorithm != Some(Algorithm::RsaSha1)
            && tried.is_some_and(Tried::is_acceptable);
        Some(match (self.signature, &self.body, length) {
            _ if !acceptable => Verdict::Policy,
            (SignatureCheck::Mismatch, _, _) | (_, BodyHash::Mismatch { .. }, _) => Verdict::Fail,
            (_, _, Length::TooLarge { .. }) => Verdict::PermError,
            (_, BodyHash::Absent, _) => Verdict::Neutral,
            (SignatureCheck::Match, BodyHash::Match { .. } | BodyHash::Stated, _) => Verdict::Pass,
            (SignatureCheck::Match, _, _) if signature.kind == Kind::ArcSeal => Verdict::Pass,
            (SignatureCheck::NotChecked, _, _) | (_, BodyHash::NotComputed, _) => Verdict::Neutral,
        })
    }
}

/// The field by which an Exchange store tells that it has had the message since it was signed. It
/// takes these fields away from what leaves it.
fn store(message: &Message, signature: usize) -> Option<Noted<Finding>> {
    const STORES: [&[u8]; 2] = [
        b"x-ms-exchange-organization-",
        b"x-microsoft-exchange-diagnostics",
    ];
    let mut above = message.headers.iter().take(signature);
    let field = above.find(|field| {
        let name = message.name(field).to_ascii_lowercase();
        STORES.iter().any(|store| name.starts_with(store))
    })?;
    let name = String::from_utf8_lossy(message.name(field)).into_owned();
    Some(Noted::at(Finding::StoreRewrites { name }, field.whole))
}

impl Tried<'_> {
    const fn bits(&self) -> Option<usize> {
        match &self.record.key {
            PublicKey::Rsa(key) => Some(key.bits()),
            PublicKey::Ed25519(_) => None,
        }
    }

    /// RFC 8301 §3.2: between the least and the most that a verifier takes.
    fn is_acceptable(&self) -> bool {
        self.bits()
            .is_none_or(|bits| (SHORT_KEY..=limits::RSA_BITS).contains(&bits))
    }

    fn is_weak(&self) -> bool {
        self.bits().is_some_and(|bits| bits < GOOD_KEY)
    }

    fn size_finding(&self, name: Name) -> Option<Finding> {
        let bits = self.bits()?;
        let matches = match self.check {
            Check::Match => Some(true),
            Check::Mismatch { .. } => Some(false),
            Check::NotTried => None,
        };
        if bits > limits::RSA_BITS {
            Some(Finding::KeyTooLarge { name, bits })
        } else if bits < SHORT_KEY {
            Some(Finding::ShortKey {
                name,
                bits,
                matches,
            })
        } else {
            (bits < GOOD_KEY).then_some(Finding::WeakKey { name, bits })
        }
    }
}
