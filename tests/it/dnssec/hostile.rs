//! Hostile messages: bounded work, no panic, and never *secure*. What is signed here is signed by the
//! test itself, with code of its own.

use std::time::{Duration, Instant};

use ed25519_dalek::{Signer, SigningKey};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::{Answer, Answers, Name, Question, wire};
use mailprism::engine::dnssec::{Anchor, Denial, Dnskey, Finding, Policy, Proof, Prover, Verdict};

use super::{Held, Reply, name, prove, question, rtype};

const NOW: u32 = 1_790_000_000;

/// A zone with one key, which signs whatever it is given.
struct Owner {
    zone: Name,
    key: SigningKey,
}

impl Owner {
    fn new(zone: &str, seed: u8) -> Self {
        Self {
            zone: name(zone),
            key: SigningKey::from_bytes(&[seed; 32]),
        }
    }

    fn dnskey(&self) -> Held {
        let data = [&[1, 1, 3, 15], &self.key.verifying_key().to_bytes()[..]].concat();
        Held {
            name: self.zone.clone(),
            rtype: 48,
            ttl: 300,
            data,
        }
    }

    fn tag(&self) -> u16 {
        Dnskey::read(&self.dnskey().data).expect("a key").tag
    }

    fn anchor(&self) -> Anchor {
        Anchor::of_key(
            self.zone.clone(),
            &Dnskey::read(&self.dnskey().data).expect("a key"),
        )
    }

    /// The DS record by which the zone above names this one's key.
    fn ds(&self) -> Held {
        let ds = self.anchor().ds;
        let data = [&ds.tag.to_be_bytes()[..], &[15, ds.digest_type], &ds.digest].concat();
        Held {
            name: self.zone.clone(),
            rtype: 43,
            ttl: 300,
            data,
        }
    }

    fn sign(&self, set: &[Held]) -> Held {
        self.sign_as(set, set[0].name.label_count(), set[0].name.wire())
    }

    /// Signs a set for a name of so many labels (RFC 4034 §3.1.8.1).
    fn sign_as(&self, set: &[Held], labels: usize, owner: &[u8]) -> Held {
        let mut data = set[0].rtype.to_be_bytes().to_vec();
        data.extend([15, labels as u8]);
        data.extend(set[0].ttl.to_be_bytes());
        data.extend((NOW + 1_000).to_be_bytes());
        data.extend((NOW - 1_000).to_be_bytes());
        data.extend(self.tag().to_be_bytes());
        data.extend(self.zone.wire());
        let mut signed = data.clone();
        let mut sorted: Vec<&Held> = set.iter().collect();
        sorted.sort_by(|a, b| a.data.cmp(&b.data));
        for record in sorted {
            signed.extend(owner);
            signed.extend(record.rtype.to_be_bytes());
            signed.extend([0, 1]);
            signed.extend(record.ttl.to_be_bytes());
            signed.extend((record.data.len() as u16).to_be_bytes());
            signed.extend(&record.data);
        }
        data.extend(self.key.sign(&signed).to_bytes());
        Held {
            name: set[0].name.clone(),
            rtype: 46,
            ttl: set[0].ttl,
            data,
        }
    }

    /// A set and its signature.
    fn signed(&self, set: Vec<Held>) -> Vec<Held> {
        let signature = self.sign(&set);
        [set, vec![signature]].concat()
    }

    fn keys(&self) -> Reply {
        Reply {
            answer: self.signed(vec![self.dnskey()]),
            ..Reply::default()
        }
    }
}

fn held(owner: &str, kind: &str, data: &[u8]) -> Held {
    Held {
        name: name(owner),
        rtype: rtype(kind),
        ttl: 300,
        data: data.to_vec(),
    }
}

fn address(owner: &str) -> Held {
    held(owner, "A", &[192, 0, 2, 1])
}

fn soa(owner: &str) -> Held {
    let mut data = [name(owner).wire(), name(owner).wire()].concat();
    data.extend([0; 20]);
    held(owner, "SOA", &data)
}

/// A list of types, each below 256 (RFC 4034 §4.1.2).
fn types(kinds: &[u16]) -> Vec<u8> {
    let mut window = [0; 32];
    for kind in kinds {
        window[usize::from(kind / 8)] |= 0x80 >> (kind % 8);
    }
    [&[0, 32], &window[..]].concat()
}

fn nsec(owner: &str, next: &str, kinds: &[u16]) -> Held {
    held(owner, "NSEC", &[name(next).wire(), &types(kinds)].concat())
}

/// What `owner` says about one question, as the sole zone there is.
fn judged(owner: &Owner, asked: &Question, reply: &Reply) -> (Answer, Option<Proof>) {
    let answer = reply.read(asked);
    let anchors = [owner.anchor()];
    let told = prove(
        asked,
        &anchors,
        i64::from(NOW),
        Policy::default(),
        |question| match question.rtype.0 {
            48 if question.name == owner.zone => owner.keys().read(question),
            _ if question == asked => answer.clone(),
            _ => Reply {
                rcode: 2,
                ..Reply::default()
            }
            .read(question),
        },
    );
    (answer, told.proof)
}

fn verdict(owner: &Owner, asked: &Question, reply: &Reply) -> (Verdict, Option<&'static str>) {
    let (answer, proof) = judged(owner, asked, reply);
    let proof = proof.unwrap_or_else(|| panic!("not checked: {answer:?}"));
    (
        proof.verdict,
        proof.because.map(|finding| finding.entry().code),
    )
}

#[test]
fn what_the_test_signs_is_secure() {
    let owner = Owner::new("example", 1);
    let asked = question("www.example", 1);
    let reply = Reply {
        answer: owner.signed(vec![address("www.example")]),
        ..Reply::default()
    };
    assert_eq!(verdict(&owner, &asked, &reply), (Verdict::Secure, None));
}

#[test]
fn compact_denial_says_that_a_name_does_not_exist() {
    let owner = Owner::new("example", 1);
    let asked = question("none.example", 1);
    let absent = nsec("none.example", "\\000.none.example", &[46, 47, 128]);
    for rcode in [0, 3] {
        let reply = Reply {
            rcode,
            authority: [
                owner.signed(vec![soa("example")]),
                owner.signed(vec![absent.clone()]),
            ]
            .concat(),
            ..Reply::default()
        };
        let (_, proof) = judged(&owner, &asked, &reply);
        let proof = proof.expect("it is checked");
        assert_eq!(proof.verdict, Verdict::Secure, "{:?}", proof.because);
        assert_eq!(proof.links[0].denial, Some(Denial::NxName));
    }
}

/// Records of the zone's own that would prove something if one did not look closely.
#[test]
fn a_proof_of_something_else_proves_nothing() {
    let owner = Owner::new("example", 1);
    let asked = question("a.sub.example", 1);
    let cases: [(&str, u8, Held); 6] = [
        // The zone above a delegation does not know what is below it.
        (
            "delegation",
            3,
            nsec("sub.example", "zzz.example", &[2, 46, 47]),
        ),
        // What is below a DNAME is elsewhere.
        (
            "dname",
            3,
            nsec("sub.example", "zzz.example", &[39, 46, 47]),
        ),
        // The name exists.
        (
            "exists",
            3,
            nsec("a.sub.example", "zzz.example", &[16, 46, 47]),
        ),
        // It has what is asked for.
        (
            "has it",
            0,
            nsec("a.sub.example", "zzz.example", &[1, 46, 47]),
        ),
        // It is an alias.
        (
            "alias",
            0,
            nsec("a.sub.example", "zzz.example", &[5, 46, 47]),
        ),
        // There is something below the name, so that it exists.
        (
            "below",
            3,
            nsec("sub.example", "x.a.sub.example", &[1, 46, 47]),
        ),
    ];
    for (what, rcode, record) in cases {
        let reply = Reply {
            rcode,
            authority: [
                owner.signed(vec![soa("example")]),
                owner.signed(vec![record]),
                owner.signed(vec![nsec("example", "example", &[6, 2, 46, 47])]),
            ]
            .concat(),
            ..Reply::default()
        };
        let mut reply = reply;
        // The apex record of a zone that holds nothing else would cover everything.
        reply.authority.truncate(4);
        let expected = (Verdict::Bogus, Some("dnssec.absence-unproved"));
        assert_eq!(verdict(&owner, &asked, &reply), expected, "{what}");
    }
}

/// A wildcard's NSEC record, given out under a name that it is made for, denies nothing of that name.
#[test]
fn a_denial_made_of_a_wildcard_denies_nothing() {
    let owner = Owner::new("example", 1);
    let asked = question("zz.example", 1);
    let record = nsec("y.example", "zzz.example", &[1, 46, 47]);
    let signature = owner.sign_as(std::slice::from_ref(&record), 1, name("*.example").wire());
    let reply = Reply {
        rcode: 3,
        authority: [owner.signed(vec![soa("example")]), vec![record, signature]].concat(),
        ..Reply::default()
    };
    let expected = (Verdict::Bogus, Some("dnssec.absence-unproved"));
    assert_eq!(verdict(&owner, &asked, &reply), expected);
}

/// A record that can't be read does not keep an answer from being checked.
#[test]
fn an_unreadable_signature_is_no_way_around_the_check() {
    let owner = Owner::new("example", 1);
    let asked = question("www.example", 1);
    let forged = |extra: &[Held]| Reply {
        answer: [&*owner.signed(vec![address("www.example")]), extra].concat(),
        ..Reply::default()
    };
    let hollow = held("www.example", "RRSIG", &[0, 1]);
    assert_eq!(
        verdict(&owner, &asked, &forged(std::slice::from_ref(&hollow))),
        (Verdict::Secure, None)
    );
    let mut forged = forged(&[hollow]);
    forged.answer[0].data = vec![192, 0, 2, 66];
    let expected = (Verdict::Bogus, Some("dnssec.signature-fails"));
    assert_eq!(verdict(&owner, &asked, &forged), expected);
}

#[test]
fn keys_are_believed_under_the_key_that_is_named_alone() {
    let (above, below, thief) = (
        Owner::new("example", 1),
        Owner::new("sub.example", 2),
        Owner::new("sub.example", 3),
    );
    let asked = question("www.sub.example", 1);
    // A set with the right key and another, signed by the other.
    let keys = vec![below.dnskey(), thief.dnskey()];
    let stolen = Reply {
        answer: [keys.clone(), vec![thief.sign(&keys)]].concat(),
        ..Reply::default()
    };
    let answer = Reply {
        answer: thief.signed(vec![address("www.sub.example")]),
        ..Reply::default()
    };
    let anchors = [above.anchor()];
    let told = prove(
        &asked,
        &anchors,
        i64::from(NOW),
        Policy::default(),
        |question| match (question.name.label_count(), question.rtype.0) {
            (1, 48) => above.keys().read(question),
            (2, 43) => Reply {
                answer: above.signed(vec![below.ds()]),
                ..Reply::default()
            }
            .read(question),
            (2, 48) => stolen.read(question),
            _ => answer.read(question),
        },
    );
    let proof = told.proof.expect("it is checked");
    assert_eq!(proof.verdict, Verdict::Bogus);
    let expected = Finding::NoKeyForSignature {
        name: name("sub.example"),
        rtype: keys_type(),
    };
    assert_eq!(proof.because, Some(expected));
}

fn keys_type() -> mailprism::engine::dns::RecordType {
    mailprism::engine::dns::RecordType::DNSKEY
}

/// Each octet of a signed answer, changed in turn: if it is still secure, it still says the same.
#[test]
fn one_changed_octet_is_never_secure_with_another_meaning() {
    let owner = Owner::new("example", 1);
    let asked = question("www.example", 1);
    let reply = Reply {
        answer: owner.signed(vec![address("www.example")]),
        ..Reply::default()
    };
    let message = reply.message(&asked);
    let honest = wire::read(&asked, &message);
    let keys = question("example", 48);
    let anchors = [owner.anchor()];
    let mut secure = 0;
    for at in 0..message.len() {
        let mut changed = message.clone();
        changed[at] ^= 1;
        let answer = wire::read(&asked, &changed);
        let mut answers = Answers::new();
        answers.insert(asked.clone(), answer.clone());
        answers.insert(keys.clone(), owner.keys().read(&keys));
        answers.insert(question("www.example", 43), Reply::default().read(&asked));
        let mut checked = Checked::new();
        let mut prover = Prover::new(
            &answers,
            &anchors,
            i64::from(NOW),
            Policy::default(),
            &mut checked,
        );
        if let Ok(Some(proof)) = prover.prove(&asked)
            && proof.verdict == Verdict::Secure
        {
            secure += 1;
            let data = |answer: &Answer| {
                answer
                    .records()
                    .iter()
                    .map(|record| record.data.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                (data(&answer), &answer.aliases),
                (data(&honest), &honest.aliases),
                "{at}"
            );
        }
    }
    // The identifier, flags that say nothing here, times to live.
    assert!(secure > 0 && secure < 40, "{secure}");
}

/// A family of messages that mean harm, and how many there were of it.
fn hostile_messages(owner: &Owner, asked: &Question) -> Vec<(String, Vec<u8>)> {
    let honest = Reply {
        answer: owner.signed(vec![address("www.example")]),
        ..Reply::default()
    };
    let message = honest.message(asked);
    let mut all = Vec::new();
    for length in (0..message.len()).step_by(2) {
        all.push((format!("{length} octets of it"), message[..length].to_vec()));
    }
    for (at, what) in [
        (4, "questions"),
        (6, "answers"),
        (8, "authorities"),
        (10, "additional"),
    ] {
        let mut lying = message.clone();
        lying[at..at + 2].copy_from_slice(&[0xff, 0xff]);
        all.push((format!("65,535 {what}"), lying));
    }
    // Pointers to themselves, to each other, beyond the end, and into the header.
    let owner_at = 12 + asked.name.wire().len() + 4;
    for target in [owner_at, owner_at + 2, 0x3fff, 0, 11] {
        let mut looping = message[..owner_at].to_vec();
        looping.extend((0xc000 | target as u16).to_be_bytes());
        looping.extend((0xc000 | owner_at as u16).to_be_bytes());
        looping.extend(&message[owner_at + 4..]);
        all.push((format!("a pointer to {target}"), looping));
    }
    all
}

#[test]
fn hostile_messages_are_bounded_and_never_secure() {
    let owner = Owner::new("example", 1);
    let asked = question("www.example", 1);
    let started = Instant::now();
    let mut tried = 0;
    for (what, message) in hostile_messages(&owner, &asked) {
        let answer = wire::read(&asked, &message);
        let told = prove(
            &asked,
            &[owner.anchor()],
            i64::from(NOW),
            Policy::default(),
            |question| {
                if *question == asked {
                    answer.clone()
                } else {
                    owner.keys().read(question)
                }
            },
        );
        let verdict = told.proof.map(|proof| proof.verdict);
        assert_ne!(verdict, Some(Verdict::Secure), "{what}");
        tried += 1;
    }
    for (what, reply) in floods(&owner) {
        let (_, proof) = judged(&owner, &asked, &reply);
        let verdict = proof.map(|proof| proof.verdict);
        assert_ne!(verdict, Some(Verdict::Secure), "{what}");
        tried += 1;
    }
    println!("{tried} hostile messages in {:?}", started.elapsed());
    assert!(tried >= 100, "{tried}");
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

/// Well-formed replies that cost a careless validator much.
fn floods(owner: &Owner) -> Vec<(&'static str, Reply)> {
    let www = || vec![address("www.example")];
    let forged = |count: u16| -> Vec<Held> {
        let mut records = www();
        for number in 0..count {
            let mut signature = owner.sign(&www());
            let last = signature.data.len() - 1;
            signature.data[last - 1] ^= (number >> 8) as u8;
            signature.data[last] ^= number as u8 | 1;
            records.push(signature);
        }
        records
    };
    let nsec3 = |iterations: u16, salt: usize| -> Vec<Held> {
        let mut data = vec![1, 0];
        data.extend(iterations.to_be_bytes());
        data.push(salt as u8);
        data.extend(vec![7; salt]);
        data.push(20);
        data.extend([0xff; 20]);
        data.extend(types(&[1, 46]));
        owner.signed(vec![held(
            "00000000000000000000000000000000.example",
            "NSEC3",
            &data,
        )])
    };
    let denied = |records: Vec<Held>| Reply {
        rcode: 3,
        authority: [owner.signed(vec![soa("example")]), records].concat(),
        ..Reply::default()
    };
    let many_nsec = (0..200)
        .flat_map(|n| owner.signed(vec![nsec(&format!("n{n}.example"), "o.example", &[1])]))
        .collect();
    let empty = ["RRSIG", "NSEC", "NSEC3", "DNSKEY", "DS"];
    let hollow = empty
        .iter()
        .map(|kind| held("example", kind, &[]))
        .collect::<Vec<_>>();
    let bitmap = |octets: &[u8]| {
        let data = [name("z.example").wire(), octets].concat();
        denied(owner.signed(vec![held("example", "NSEC", &data)]))
    };
    vec![
        (
            "500 forged signatures",
            Reply {
                answer: forged(500),
                ..Reply::default()
            },
        ),
        (
            "4,000 addresses",
            Reply {
                answer: vec![address("www.example"); 4_000],
                ..Reply::default()
            },
        ),
        ("2,500 iterations", denied(nsec3(2_500, 8))),
        ("65,535 iterations", denied(nsec3(65_535, 255))),
        ("a long salt", denied(nsec3(100, 255))),
        ("200 denials", denied(many_nsec)),
        ("hollow records", denied(hollow)),
        ("a types window without length", bitmap(&[0])),
        ("a types window that is too long", bitmap(&[0, 200, 1])),
    ]
}

/// Many keys with one tag (KeyTrap): no more than a few are tried, and what can't be kept is not
/// believed.
#[test]
fn keys_with_the_same_tag_are_not_all_tried() {
    for count in [200, 1_000] {
        let (verdict, because, elapsed) = with_alike_keys(count);
        assert_eq!(verdict, Verdict::Bogus, "{count}");
        let expected = if count > 256 {
            "dnssec.too-much"
        } else {
            "dnssec.no-matching-key"
        };
        assert_eq!(because, Some(expected), "{count}");
        assert!(elapsed < Duration::from_secs(5), "{elapsed:?}");
    }
}

fn with_alike_keys(count: u16) -> (Verdict, Option<&'static str>, Duration) {
    let owner = Owner::new("example", 1);
    let asked = question("www.example", 1);
    let honest = owner.dnskey().data;
    let alike = (1..=count).map(|n| {
        // Adding to one pair of octets what is taken from another keeps the sum, until one overflows.
        let mut data = honest.clone();
        let mut add = |at: usize, by: u16| {
            let pair = u16::from_be_bytes([data[at], data[at + 1]]).wrapping_add(by);
            data[at..at + 2].copy_from_slice(&pair.to_be_bytes());
        };
        add(4, n.wrapping_neg());
        add(6, n);
        held("example", "DNSKEY", &data)
    });
    let keys: Vec<Held> = alike.chain([owner.dnskey()]).collect();
    let tag = |key: &&Held| Dnskey::read(&key.data).expect("a key").tag == owner.tag();
    assert!(keys.iter().filter(tag).count() > 100);
    let set = owner.signed(keys);
    let answer = Reply {
        answer: owner.signed(vec![address("www.example")]),
        ..Reply::default()
    };
    let anchors = [owner.anchor()];
    let started = Instant::now();
    let told = prove(
        &asked,
        &anchors,
        i64::from(NOW),
        Policy::default(),
        |question| {
            if *question == asked {
                answer.read(question)
            } else {
                let answer = set.clone();
                Reply {
                    answer,
                    ..Reply::default()
                }
                .read(question)
            }
        },
    );
    let proof = told.proof.expect("it is checked");
    let because = proof.because.map(|finding| finding.entry().code);
    (proof.verdict, because, started.elapsed())
}
