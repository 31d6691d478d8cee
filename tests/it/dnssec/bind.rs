//! A private root, a top-level domain and zones below it, signed by BIND's own tools and served by
//! BIND: everything that can be secure, insecure or bogus, as a real server says it.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use mailprism::engine::dns::wire::{self, Wanted};
use mailprism::engine::dns::{Answer, Failure, Found, Question};
use mailprism::engine::dnssec::{
    Algorithm, Anchor, Denial, Finding, Policy, Proof, SignatureState, Verdict,
};

use super::{Told, anchors, name, prove, prove_all, question};

const A: u16 = 1;
const CNAME: u16 = 5;
const MX: u16 = 15;
const TXT: u16 = 16;
const DS: u16 = 43;
const DNSKEY: u16 = 48;

struct Signing {
    zone: &'static str,
    algorithm: &'static str,
    options: &'static [&'static str],
    records: &'static str,
}

/// Children before their parents, so that there are DS records to put in.
const ZONES: &[Signing] = &[
    Signing {
        zone: "nsec.mail",
        algorithm: "ECDSAP256SHA256",
        options: &[],
        records: "@ MX 10 mx\nmx A 192.0.2.1\n@ TXT \"v=spf1 mx -all\"\n_dmarc TXT \"v=DMARC1; p=reject\"\n\
            sel._domainkey TXT \"v=DKIM1; p=\" \"AAAA\"\na.b.c A 192.0.2.2\n*.wild A 192.0.2.3\n\
            alias CNAME mx\nafar CNAME www.plain.mail.\ntonsec3 CNAME x.wild.nsec3.mail.\n\
            old DNAME wild\nMiXeD TXT \"Case\"\nMiXeD CNAMELESS",
    },
    Signing {
        zone: "nsec3.mail",
        algorithm: "RSASHA256",
        options: &["-3", "aabb", "-H", "5"],
        records: "@ MX 10 mx\nmx A 192.0.2.1\na.b.c A 192.0.2.2\n*.wild A 192.0.2.3\nwww A 192.0.2.4",
    },
    Signing {
        zone: "optout.mail",
        algorithm: "ECDSAP384SHA384",
        options: &["-3", "-", "-A"],
        records: "www A 192.0.2.1\nsub NS ns.sub\nns.sub A 127.0.0.1",
    },
    Signing {
        zone: "often.mail",
        algorithm: "ED25519",
        options: &["-3", "-", "-H", "140"],
        records: "www A 192.0.2.1",
    },
    Signing {
        zone: "big.mail",
        algorithm: "RSASHA512",
        options: &[],
        records: "www A 192.0.2.1",
    },
    Signing {
        zone: "expired.mail",
        algorithm: "ECDSAP256SHA256",
        options: &["-s", "20200101000000", "-e", "20200201000000"],
        records: "www A 192.0.2.1",
    },
    Signing {
        zone: "future.mail",
        algorithm: "ECDSAP256SHA256",
        options: &["-s", "20500101000000", "-e", "20500201000000"],
        records: "www A 192.0.2.1",
    },
    Signing {
        zone: "mail",
        algorithm: "ECDSAP256SHA256",
        options: &[],
        records: "plain NS ns.plain\nns.plain A 127.0.0.1\nwrong NS ns.wrong\nns.wrong A 127.0.0.1\n\
            unknown NS ns.unknown\nns.unknown A 127.0.0.1",
    },
    Signing {
        zone: ".",
        algorithm: "RSASHA256",
        options: &[],
        records: "",
    },
];

/// Zones that are served unsigned.
const UNSIGNED: [&str; 3] = ["plain.mail", "wrong.mail", "unknown.mail"];

/// The world, shared by the tests.
pub static WORLD: LazyLock<World> = LazyLock::new(World::build);

pub struct World {
    port: u16,
    pub anchors: Vec<Anchor>,
    /// Held so that its standard input stays open: the server goes when that closes, which is when the
    /// tests end, however they do.
    _server: Child,
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn origin(zone: &str) -> String {
    format!("{}.", zone.trim_end_matches('.'))
}

fn file(zone: &str) -> String {
    format!("zone-{}", zone.trim_end_matches('.'))
}

/// The zones right below this one, with their name servers.
fn delegations(zone: &str) -> String {
    let below = |child: &str| match zone {
        "." => !child.contains('.') && child != ".",
        _ => child
            .strip_suffix(zone)
            .is_some_and(|rest| rest.ends_with('.')),
    };
    let children = ZONES.iter().map(|signing| signing.zone);
    children
        .filter(|child| below(child))
        .map(|child| format!("{child}. NS ns.{child}.\nns.{child}. A 127.0.0.1\n"))
        .collect()
}

fn zone_text(zone: &str, records: &str) -> String {
    let origin = origin(zone);
    let ns = if zone == "." {
        "ns.".to_owned()
    } else {
        format!("ns.{origin}")
    };
    format!(
        "$ORIGIN {origin}\n$TTL 300\n@ SOA {ns} hostmaster.{ns} 1 3600 600 86400 60\n@ NS {ns}\n\
         {ns} A 127.0.0.1\n{}{}\n",
        delegations(zone),
        records.replace("\nMiXeD CNAMELESS", "")
    )
}

impl World {
    fn build() -> Self {
        let folder = std::env::temp_dir().join(format!("mailprism-dnssec-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let mut served = String::new();
        let mut serve = |zone: &str, file: &str| {
            served += &format!("zone \"{zone}\" {{ type primary; file \"{file}\"; }};\n");
        };
        for zone in UNSIGNED {
            fs::write(folder.join(file(zone)), zone_text(zone, "www A 192.0.2.9")).unwrap();
            serve(zone, &file(zone));
        }
        // What signs their parent reads from these.
        for (zone, algorithm) in [("wrong.mail", 13), ("unknown.mail", 253)] {
            let ds = format!("{zone}. DS 12345 {algorithm} 2 {}\n", "0".repeat(64));
            fs::write(folder.join(format!("dsset-{zone}.")), ds).unwrap();
        }
        let mut root_key = String::new();
        for signing in ZONES {
            let (zone, origin) = (signing.zone, origin(signing.zone));
            fs::write(folder.join(file(zone)), zone_text(zone, signing.records)).unwrap();
            for role in [&["-f", "KSK"][..], &[]] {
                let arguments = [&["-q", "-a", signing.algorithm], role, &[&*origin]].concat();
                let key = run(&folder, "dnssec-keygen", &arguments);
                if zone == "." && !role.is_empty() {
                    root_key = fs::read_to_string(folder.join(format!("{}.key", key.trim())))
                        .expect("the root's key");
                }
            }
            let signed = format!("{}.signed", file(zone));
            let input = file(zone);
            let arguments = [
                &["-S", "-g", "-q", "-P", "-o", &origin, "-f", &signed],
                signing.options,
                &[&*input],
            ];
            run(&folder, "dnssec-signzone", &arguments.concat());
            serve(zone, &signed);
        }
        let port = free_port();
        let server = serve_zones(&folder, port, &served);
        Self {
            port,
            anchors: anchors(&root_key),
            _server: server,
        }
    }

    /// Asks over TCP, with the query that the page sends.
    pub fn ask(&self, question: &Question) -> Answer {
        let query = wire::query(question, Wanted::Proof);
        let message = exchange(self.port, &query).expect("an answer");
        let mut answer = wire::read(question, &message);
        // A resolver would follow an alias into another zone.
        if let (Found::Failed(Failure::Malformed), Some(target)) =
            (&answer.found, answer.aliases.last())
        {
            let rest = self.ask(&Question {
                name: target.clone(),
                rtype: question.rtype,
            });
            answer.found = rest.found;
            answer.aliases.extend(rest.aliases);
            if let (Some(material), Some(rest)) = (&mut answer.material, rest.material) {
                material.answer.extend(rest.answer);
                material.authority.extend(rest.authority);
            }
        }
        answer
    }

    fn prove(&self, owner: &str, rtype: u16) -> (Answer, Told) {
        let question = question(owner, rtype);
        let world = |question: &Question| self.ask(question);
        let told = prove(&question, &self.anchors, now(), Policy::default(), world);
        (self.ask(&question), told)
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn serve_zones(folder: &Path, port: u16, zones: &str) -> Child {
    let path = folder.display();
    let configuration = format!(
        "options {{ directory \"{path}\"; pid-file none; session-keyfile none;\n\
         managed-keys-directory \"{path}\"; listen-on port {port} {{ 127.0.0.1; }};\n\
         listen-on-v6 {{ none; }}; recursion no; allow-query {{ any; }};\n\
         dnssec-validation no; notify no; }};\ncontrols {{}};\n{zones}"
    );
    let file = folder.join("named.conf");
    fs::write(&file, configuration).unwrap();
    let script = "\"$0\" -g -c named.conf 2>named.log & cat >named.end; kill $!; rm -rf \"$PWD\"";
    let mut server = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg(named())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts");
    let query = wire::query(&question(".", 6), Wanted::Proof);
    for _ in 0..100 {
        if exchange(port, &query).is_some() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let log = fs::read_to_string(folder.join("named.log")).unwrap_or_default();
    let _ = server.kill();
    let _ = server.wait();
    panic!("named does not answer:\n{log}");
}

fn named() -> PathBuf {
    let usual = PathBuf::from("/usr/sbin/named");
    if usual.exists() {
        usual
    } else {
        "named".into()
    }
}

fn exchange(port: u16, query: &[u8]) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let length = u16::try_from(query.len()).ok()?.to_be_bytes();
    stream.write_all(&[&length, query].concat()).ok()?;
    let mut length = [0; 2];
    stream.read_exact(&mut length).ok()?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message).ok()?;
    Some(message)
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.expect("after 1970").as_secs()).expect("small")
}

fn proof(owner: &str, rtype: u16) -> Proof {
    let (answer, told) = WORLD.prove(owner, rtype);
    told.proof
        .unwrap_or_else(|| panic!("{owner}: not checked: {answer:?}"))
}

fn verdict(owner: &str, rtype: u16) -> (Verdict, Option<Finding>) {
    let proof = proof(owner, rtype);
    (proof.verdict, proof.because)
}

fn denial(owner: &str, rtype: u16) -> (Verdict, Option<Denial>) {
    let proof = proof(owner, rtype);
    let last = proof.links.last().expect("a link");
    (proof.verdict, last.denial)
}

#[test]
fn what_is_signed_is_secure_by_every_algorithm() {
    let secure = [
        ("mx.nsec.mail", A),
        ("sel._domainkey.nsec.mail", TXT),
        ("nsec.mail", MX),
        ("mixed.nsec.mail", TXT),
        ("www.nsec3.mail", A),
        ("www.optout.mail", A),
        ("www.often.mail", A),
        ("www.big.mail", A),
        ("mail", DNSKEY),
        (".", DNSKEY),
        ("nsec.mail", DS),
        ("alias.nsec.mail", A),
        ("alias.nsec.mail", CNAME),
    ];
    for (owner, rtype) in secure {
        assert_eq!(
            verdict(owner, rtype),
            (Verdict::Secure, None),
            "{owner} {rtype}"
        );
    }
}

#[test]
fn the_chain_names_zones_keys_and_signatures() {
    let proof = proof("sel._domainkey.nsec.mail", TXT);
    let zones: Vec<_> = proof
        .zones
        .iter()
        .map(|zone| zone.name.to_string())
        .collect();
    assert_eq!(zones, [".", "mail", "nsec.mail"]);
    for zone in &proof.zones {
        let entries: Vec<_> = zone.keys.iter().filter(|key| key.entry).collect();
        assert_eq!((entries.len(), zone.keys.len()), (1, 2), "{:?}", zone.name);
        let held = |found: &[mailprism::engine::dnssec::Signature]| {
            found
                .iter()
                .any(|signature| signature.state == SignatureState::Holds)
        };
        assert!(held(&zone.key_signatures));
        assert_eq!(held(&zone.ds_signatures), zone.parent.is_some());
        assert!(zone.ds.iter().any(|link| link.ds.tag == entries[0].key.tag));
    }
    assert_eq!(proof.zones[0].keys[0].key.algorithm, Algorithm(8));
    assert_eq!(proof.links[0].signatures[0].algorithm, Algorithm(13));
    assert_eq!(proof.links[0].zone, Some(name("nsec.mail")));
}

#[test]
fn absence_is_proved_in_each_of_its_ways() {
    let expected = [
        ("none.nsec.mail", A, Denial::NxDomain),
        ("mx.nsec.mail", TXT, Denial::NoData),
        ("b.c.nsec.mail", A, Denial::EmptyNonTerminal),
        ("x.wild.nsec.mail", TXT, Denial::WildcardNoData),
        ("nsec.mail", A, Denial::NoData),
        ("x.wild.nsec.mail", A, Denial::NoCloser),
        ("none.nsec3.mail", A, Denial::NxDomain),
        ("a.b.none.nsec3.mail", A, Denial::NxDomain),
        ("mx.nsec3.mail", TXT, Denial::NoData),
        // An empty non-terminal has an NSEC3 record of its own.
        ("b.c.nsec3.mail", A, Denial::NoData),
        ("x.wild.nsec3.mail", TXT, Denial::WildcardNoData),
        ("x.wild.nsec3.mail", A, Denial::NoCloser),
        ("nowhere", A, Denial::NxDomain),
        ("plain.mail", DS, Denial::NoData),
        (".", DS, Denial::NoData),
    ];
    for (owner, rtype, how) in expected {
        assert_eq!(
            denial(owner, rtype),
            (Verdict::Secure, Some(how)),
            "{owner} {rtype}"
        );
    }
}

#[test]
fn what_is_not_signed_is_proved_to_be_so() {
    let zone = name("plain.mail");
    for owner in ["www.plain.mail", "a.b.c.none.plain.mail", "plain.mail"] {
        let expected = Finding::Unsigned { zone: zone.clone() };
        assert_eq!(
            verdict(owner, A),
            (Verdict::Insecure, Some(expected)),
            "{owner}"
        );
    }
    let (insecure, because) = verdict("none.optout.mail", A);
    assert_eq!(insecure, Verdict::Insecure);
    assert_eq!(
        because,
        Some(Finding::OptOut {
            name: name("none.optout.mail")
        })
    );
    let zone = name("unknown.mail");
    let expected = Finding::UnknownAlgorithms { zone };
    assert_eq!(
        verdict("www.unknown.mail", A),
        (Verdict::Insecure, Some(expected))
    );
    let expected = Finding::Iterations {
        zone: name("often.mail"),
        iterations: 140,
    };
    assert_eq!(
        verdict("none.often.mail", A),
        (Verdict::Insecure, Some(expected))
    );
}

#[test]
fn an_alias_is_as_secure_as_where_it_leads() {
    let proof = proof("afar.nsec.mail", A);
    let verdicts: Vec<_> = proof.links.iter().map(|link| link.verdict).collect();
    assert_eq!(verdicts, [Verdict::Secure, Verdict::Insecure]);
    assert_eq!(proof.verdict, Verdict::Insecure);
    let (answer, told) = WORLD.prove("x.old.nsec.mail", A);
    assert_eq!(answer.aliases, [name("x.wild.nsec.mail")]);
    assert_eq!(told.proof.map(|proof| proof.verdict), Some(Verdict::Secure));
    assert_eq!(
        denial("tonsec3.nsec.mail", A),
        (Verdict::Secure, Some(Denial::NoCloser))
    );
}

#[test]
fn the_broken_link_is_named() {
    let (bogus, because) = verdict("www.expired.mail", A);
    assert_eq!(bogus, Verdict::Bogus);
    assert!(matches!(because, Some(Finding::Expired { rtype, .. }) if rtype.0 == DNSKEY));
    let (bogus, because) = verdict("www.future.mail", A);
    assert_eq!(bogus, Verdict::Bogus);
    assert!(matches!(because, Some(Finding::NotYetValid { .. })));
    let expected = Finding::NoKeys {
        zone: name("wrong.mail"),
    };
    assert_eq!(
        verdict("www.wrong.mail", A),
        (Verdict::Bogus, Some(expected))
    );
}

#[test]
fn whatever_is_changed_on_the_way_is_not_secure() {
    type Change = fn(&Question, &mut Vec<u8>) -> bool;
    let changes: [(&str, Change); 2] = [
        ("an address", |question, message| {
            replace(question, A, message, &[192, 0, 2, 1], &[192, 0, 2, 66])
        }),
        ("a text", |question, message| {
            replace(question, TXT, message, b"v=DMARC1", b"v=DMARC2")
        }),
    ];
    for ((what, change), owner) in changes.iter().zip(["mx.nsec.mail", "_dmarc.nsec.mail"]) {
        let rtype = if *what == "a text" { TXT } else { A };
        let question = question(owner, rtype);
        let mut changed = false;
        let told = prove(
            &question,
            &WORLD.anchors,
            now(),
            Policy::default(),
            |asked| {
                let query = wire::query(asked, Wanted::Proof);
                let mut message = exchange(WORLD.port, &query).expect("an answer");
                changed |= change(asked, &mut message);
                wire::read(asked, &message)
            },
        );
        assert!(changed, "{what}");
        let proof = told.proof.expect("it is checked");
        let because = Finding::SignatureFails {
            name: name(owner),
            rtype: question.rtype,
        };
        assert_eq!(
            (proof.verdict, proof.because),
            (Verdict::Bogus, Some(because)),
            "{what}"
        );
    }
}

fn replace(question: &Question, rtype: u16, message: &mut [u8], old: &[u8], new: &[u8]) -> bool {
    if question.rtype.0 != rtype {
        return false;
    }
    let at = message.windows(old.len()).position(|window| window == old);
    if let Some(at) = at {
        message[at..at + old.len()].copy_from_slice(new);
    }
    at.is_some()
}

/// Records and signatures that a man in the middle leaves out.
#[test]
fn what_is_left_out_is_missed() {
    let cases = [
        ("mx.nsec.mail", A, 46, "dnssec.not-signed"),
        ("none.nsec.mail", A, 47, "dnssec.absence-unproved"),
        ("x.wild.nsec.mail", A, 47, "dnssec.wildcard-unproved"),
        ("none.nsec3.mail", A, 50, "dnssec.absence-unproved"),
    ];
    for (owner, rtype, left_out, code) in cases {
        let asked = question(owner, rtype);
        let told = prove(
            &asked,
            &WORLD.anchors,
            now(),
            Policy::default(),
            |question| {
                let mut answer = WORLD.ask(question);
                if *question == asked
                    && let Some(material) = &mut answer.material
                {
                    material.answer.retain(|record| record.rtype.0 != left_out);
                    material
                        .authority
                        .retain(|record| record.rtype.0 != left_out);
                }
                answer
            },
        );
        let proof = told.proof.expect("it is checked");
        let because = proof.because.map(|finding| finding.entry().code);
        assert_eq!(
            (proof.verdict, because),
            (Verdict::Bogus, Some(code)),
            "{owner}"
        );
    }
}

#[test]
fn the_proofs_of_a_mail_take_few_rounds_and_no_question_twice() {
    let questions = [
        question("sel._domainkey.nsec.mail", TXT),
        question("nsec.mail", TXT),
        question("nsec.mail", MX),
        question("mx.nsec.mail", A),
        question("_dmarc.nsec.mail", TXT),
        question("www.plain.mail", A),
        question("none.nsec3.mail", A),
    ];
    let world = |question: &Question| WORLD.ask(question);
    let (proofs, rounds) = prove_all(&questions, &WORLD.anchors, now(), Policy::default(), world);
    let verdicts: Vec<_> = proofs.iter().flatten().map(|proof| proof.verdict).collect();
    assert_eq!(verdicts.len(), questions.len());
    assert!(!verdicts.contains(&Verdict::Bogus), "{verdicts:?}");
    assert!(rounds.len() <= 3, "{rounds:?}");
    let signed = [question("sel._domainkey.nsec.mail", TXT)];
    let (_, rounds) = prove_all(&signed, &WORLD.anchors, now(), Policy::default(), world);
    let asked: Vec<_> = rounds[1]
        .iter()
        .map(|q| format!("{} {}", q.name, q.rtype))
        .collect();
    let expected = [
        ". TYPE48",
        "mail TYPE48",
        "nsec.mail TYPE48",
        "mail TYPE43",
        "nsec.mail TYPE43",
    ];
    assert_eq!(asked, expected);
    assert_eq!(rounds.len(), 2);
}

#[test]
fn without_an_anchor_nothing_can_be_told() {
    let asked = question("mx.nsec.mail", A);
    let elsewhere: Vec<_> = WORLD
        .anchors
        .iter()
        .cloned()
        .map(|anchor| Anchor {
            zone: name("example"),
            ..anchor
        })
        .collect();
    let world = |question: &Question| WORLD.ask(question);
    let told = prove(&asked, &elsewhere, now(), Policy::default(), world);
    assert_eq!(
        told.proof.map(|proof| proof.verdict),
        Some(Verdict::Indeterminate)
    );
    assert_eq!(told.rounds.len(), 1);
}

#[test]
fn an_answer_without_material_is_not_checked() {
    let asked = question("mx.nsec.mail", A);
    let told = prove(
        &asked,
        &WORLD.anchors,
        now(),
        Policy::default(),
        |question| {
            let query = wire::query(question, Wanted::Records);
            let message = exchange(WORLD.port, &query).expect("an answer");
            wire::read(question, &message)
        },
    );
    assert!(told.proof.is_none());
    assert!(matches!(WORLD.ask(&asked).found, Found::Records(_)));
}
