//! DNSSEC: scenarios of another validator, zones signed by BIND, hostile messages, and how many
//! rounds of questions a proof takes.

mod bind;
mod curves;
mod hostile;
mod mail;
mod rpl;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use domain::base::iana::Rtype;
use domain::base::rdata::ComposeRecordData;
use domain::base::{Record, ToName};
use domain::zonefile::inplace::{Entry, Zonefile};
use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::{Answer, Answers, Name, Question, RecordType, wire};
use mailprism::engine::dnssec::{Anchor, Dnskey, Ds, Policy, Proof, Prover};

/// The folder with the sources of a package this crate is built or tested with.
fn sources_of(package: &str) -> PathBuf {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        command.output().expect("cargo runs").stdout
    };
    let version = String::from_utf8(cargo(&["-vV"])).expect("text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    // Sources for other platforms need not be at hand.
    let platform = format!("--filter-platform={}", host.expect("a host"));
    let metadata = [
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        &platform,
    ];
    let metadata: serde_json::Value =
        serde_json::from_slice(&cargo(&metadata)).expect("metadata is JSON");
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .find(|found| found["name"] == package)
        .and_then(|found| found["manifest_path"].as_str())
        .map(|manifest| {
            PathBuf::from(manifest)
                .parent()
                .expect("a folder")
                .to_owned()
        })
        .expect("the package is a dependency")
}

fn name(text: &str) -> Name {
    Name::from_zone_text(text).expect("a name")
}

fn question(owner: &str, rtype: u16) -> Question {
    Question {
        name: name(owner),
        rtype: RecordType(rtype),
    }
}

/// A record as a message holds it, nothing compressed.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    name: Name,
    rtype: u16,
    ttl: u32,
    data: Vec<u8>,
}

/// The records of a zone file.
fn records(text: &str) -> Vec<Held> {
    let mut file = Zonefile::new().allow_invalid();
    file.extend_from_slice(b"$ORIGIN .\nignore. 3600 IN NS ignore.\n");
    file.extend_from_slice(text.as_bytes());
    file.extend_from_slice(b"\n");
    let mut records = Vec::new();
    while let Some(entry) = file.next_entry().unwrap_or_else(|e| panic!("{text}: {e}")) {
        if let Entry::Record(record) = entry {
            records.push(held(&record));
        }
    }
    records.remove(0);
    records
}

fn held<N: ToName, D: ComposeRecordData>(record: &Record<N, D>) -> Held {
    let mut data = Vec::new();
    record.data().compose_rdata(&mut data).expect("room");
    let owner: domain::base::Name<Vec<u8>> = record.owner().to_name();
    let labels = owner.iter().filter(|label| !label.is_root());
    Held {
        name: Name::from_labels(labels.map(|label| label.as_slice())).expect("a name"),
        rtype: record.rtype().to_int(),
        ttl: record.ttl().as_secs(),
        data,
    }
}

/// A message that answers.
#[derive(Clone, Debug, Default)]
struct Reply {
    rcode: u8,
    answer: Vec<Held>,
    authority: Vec<Held>,
}

impl Reply {
    fn message(&self, question: &Question) -> Vec<u8> {
        let count = |records: &[Held]| u16::try_from(records.len()).unwrap().to_be_bytes();
        let mut message = vec![0, 0, 0x81, 0x80 | self.rcode, 0, 1];
        message.extend(count(&self.answer));
        message.extend(count(&self.authority));
        message.extend([0, 1]);
        message.extend(question.name.wire());
        message.extend(question.rtype.0.to_be_bytes());
        message.extend([0, 1]);
        for record in self.answer.iter().chain(&self.authority) {
            message.extend(record.name.wire());
            message.extend(record.rtype.to_be_bytes());
            message.extend([0, 1]);
            message.extend(record.ttl.to_be_bytes());
            message.extend(u16::try_from(record.data.len()).unwrap().to_be_bytes());
            message.extend(&record.data);
        }
        // OPT with DO.
        message.extend([0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0]);
        message
    }

    fn read(&self, question: &Question) -> Answer {
        wire::read(question, &self.message(question))
    }
}

/// Anchors written as DS or DNSKEY records.
fn anchors(text: &str) -> Vec<Anchor> {
    records(text)
        .iter()
        .filter_map(|record| {
            let zone = record.name.clone();
            match record.rtype {
                43 => Ds::read(&record.data).map(|ds| Anchor { zone, ds }),
                48 => Dnskey::read(&record.data).map(|key| Anchor::of_key(zone, &key)),
                _ => None,
            }
        })
        .collect()
}

/// What a proof came to, and what it took.
struct Told {
    proof: Option<Proof>,
    /// The questions of each round.
    rounds: Vec<Vec<Question>>,
}

/// Asks a world and proves what it says about some questions, all together.
fn prove_all(
    questions: &[Question],
    anchors: &[Anchor],
    now: i64,
    policy: Policy,
    mut world: impl FnMut(&Question) -> Answer,
) -> (Vec<Option<Proof>>, Vec<Vec<Question>>) {
    let mut answers = Answers::new();
    let mut asked = BTreeMap::new();
    let mut checked = Checked::new();
    let mut rounds = Vec::new();
    let mut next = questions.to_vec();
    for _ in 0..200 {
        for question in &next {
            let times: &mut usize = asked.entry(question.clone()).or_default();
            *times += 1;
            assert_eq!(*times, 1, "{question:?} was asked twice");
            answers.insert(question.clone(), world(question));
        }
        rounds.push(std::mem::take(&mut next));
        let mut prover = Prover::new(&answers, anchors, now, policy, &mut checked);
        let proofs: Vec<_> = questions
            .iter()
            .map(|question| prover.prove(question))
            .collect();
        next = prover.needs();
        if next.is_empty() {
            let proofs = proofs
                .into_iter()
                .map(|proof| proof.expect("nothing is needed"));
            return (proofs.collect(), rounds);
        }
    }
    panic!("{questions:?}: it never ends");
}

fn prove(
    question: &Question,
    anchors: &[Anchor],
    now: i64,
    policy: Policy,
    world: impl FnMut(&Question) -> Answer,
) -> Told {
    let (mut proofs, rounds) =
        prove_all(std::slice::from_ref(question), anchors, now, policy, world);
    Told {
        proof: proofs.remove(0),
        rounds,
    }
}

fn rtype(mnemonic: &str) -> u16 {
    mnemonic.parse::<Rtype>().expect("a type").to_int()
}
