//! Whatever comes in: no panic, work that grows no faster than the input, and no pass but for the
//! very octets that were signed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use mailprism::api;
use mailprism::engine::cite::Noted;
use mailprism::engine::crypto::Checked;
use mailprism::engine::dkim::canon::{Body, Canonicalization};
use mailprism::engine::dkim::{Bodies, Verdict, canonical_body, canonical_header};
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{
    Answer, Answers, Found, Name, Question, Rdata, Record, RecordType, Source,
};
use mailprism::engine::limits;
use mailprism::engine::mail::Message;
use mailprism::engine::prepare::{Prepared, prepare};
use mailprism::engine::report::{self, Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::play::case::{Analysis, Made, Scope};
use mailprism::play::samples::ALL;
use mailprism::play::{Case, scene, source};
use mailprism::text::prose::prose;
use mailprism::text::{self, Lang, outline};

/// A generator of numbers that look thrown and are the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())]
    }
}

fn samples() -> Vec<(&'static str, Case)> {
    ALL.iter()
        .map(|sample| (sample.id, Case::parse(sample.case).expect("a case")))
        .collect()
}

fn run(case: &Case, message: Vec<u8>) -> (Prepared, Report) {
    let prepared = prepare(message);
    let inputs = case.inputs(0);
    let report = verify(&prepared, &inputs, &case.answers, &mut Checked::new());
    (prepared, report)
}

/// Everything that is made of a message and its answers, down to the words.
fn make_all(octets: Vec<u8>, inputs: &Inputs, answers: &Answers) -> Report {
    let prepared = prepare(octets);
    let report = verify(&prepared, inputs, answers, &mut Checked::new());
    let message = &prepared.message;
    scene::of(&report);
    for lang in Lang::ALL {
        outline::outline(&report, lang);
        for Noted { finding, .. } in &report.findings {
            prose(lang, finding);
        }
    }
    let lines = source::lines(message, 200_000);
    for signature in &report.dkim {
        source::marks(message, &lines, signature);
    }
    api::Verification::new(&report, message, inputs, answers);
    for scope in Scope::EACH {
        let made = Made {
            time: inputs.now,
            by: String::new(),
        };
        let analysis = Analysis {
            prepared: &prepared,
            inputs,
            answers,
            report: &report,
        };
        let case = Case::freeze(analysis, scope, made);
        let octets = case.to_octets();
        if Case::parse(&octets).as_ref() != Ok(&case) {
            assert!(
                octets.len() - case.message.len() > 4_000_000,
                "a case reads back"
            );
        }
    }
    report
}

// What is signed, and what is not

/// What each signature that passes was made over: the canonical header and body.
fn signed(prepared: &Prepared, report: &Report) -> BTreeSet<Vec<u8>> {
    let message = &prepared.message;
    report
        .dkim
        .iter()
        .filter(|signature| signature.verdict == Some(Verdict::Pass))
        .map(|signature| {
            let mut octets = Vec::new();
            for (_, field) in canonical_header(message, signature.header) {
                octets.extend(field);
            }
            let relaxed = signature.canonicalization.as_deref() == Some("relaxed/relaxed");
            assert!(relaxed, "the examples are signed so");
            octets.extend(canonical_body(message, Canonicalization::Relaxed, usize::MAX).0);
            octets
        })
        .collect()
}

/// Nothing passes but what passed before, and nobody becomes the author who was not.
fn assert_nothing_new(case: &Case, before: &(Prepared, Report), message: Vec<u8>, what: &str) {
    let after = run(case, message);
    let known = signed(&before.0, &before.1);
    let new = signed(&after.0, &after.1);
    assert!(
        new.is_subset(&known),
        "{what}: a signature passes over other octets"
    );
    if after.1.verdict == report::Verdict::Authenticated {
        let author = |report: &Report| report.author.domain().cloned();
        assert_eq!(author(&after.1), author(&before.1), "{what}");
        assert!(before.1.verdict == report::Verdict::Authenticated, "{what}");
    }
}

#[test]
fn no_beginning_and_no_end_of_an_example_passes_for_the_whole() {
    for (id, case) in samples() {
        let before = run(&case, case.message.clone());
        for cut in 0..case.message.len() {
            let what = format!("{id} cut at {cut}");
            assert_nothing_new(&case, &before, case.message[..cut].to_vec(), &what);
            if cut % 7 == 0 {
                assert_nothing_new(&case, &before, case.message[cut..].to_vec(), &what);
            }
        }
    }
}

#[test]
fn no_changed_octet_of_an_example_does_harm_or_passes_unseen() {
    const TELLING: &[u8] = b"\0\t\n\r \"();:<=>@[\\]\x7f\xff";
    let mut dice = Dice(1);
    for (id, case) in samples() {
        let before = run(&case, case.message.clone());
        for place in 0..case.message.len() {
            let mut changed = case.message.clone();
            changed[place] ^= 1 << dice.below(8);
            let what = format!("{id}, octet {place}");
            assert_nothing_new(&case, &before, changed.clone(), &what);
            changed[place] = dice.one_of(TELLING);
            assert_nothing_new(&case, &before, changed, &what);
        }
    }
}

#[test]
fn no_field_dropped_doubled_or_moved_passes_unseen() {
    for (id, case) in samples() {
        let before = run(&case, case.message.clone());
        let message = &before.0.message;
        for field in &message.headers {
            let name = String::from_utf8_lossy(message.name(field)).into_owned();
            let (above, rest) = case.message.split_at(field.whole.start);
            let (whole, below) = rest.split_at(field.whole.end - field.whole.start);
            let dropped = [above, below].concat();
            let doubled = [above, whole, whole, below].concat();
            let on_top = [whole, above, below].concat();
            let once_more = [whole, above, whole, below].concat();
            for (how, changed) in [
                ("dropped", dropped),
                ("doubled", doubled),
                ("on top", on_top),
                ("once more", once_more),
            ] {
                let what = format!("{id}: {name} {how}");
                if name == "From" && how != "on top" {
                    let (_, report) = run(&case, changed.clone());
                    assert!(report.verdict != report::Verdict::Authenticated, "{what}");
                }
                assert_nothing_new(&case, &before, changed, &what);
            }
        }
    }
}

#[test]
fn examples_cut_and_sewn_together_are_read_to_the_end() {
    let samples = samples();
    let mut dice = Dice(2);
    for _ in 0..400 {
        let mut octets = Vec::new();
        for _ in 0..1 + dice.below(5) {
            let (_, case) = &samples[dice.below(samples.len())];
            let from = dice.below(case.message.len());
            let to = from + dice.below(case.message.len() - from);
            octets.extend_from_slice(&case.message[from..to]);
        }
        let (_, case) = &samples[dice.below(samples.len())];
        make_all(octets, &case.inputs(0), &case.answers);
    }
}

#[test]
fn an_example_whose_answers_are_damaged_is_read_or_refused() {
    let mut dice = Dice(3);
    for sample in ALL {
        let mut read = 0;
        for _ in 0..300 {
            let mut octets = sample.case.to_vec();
            for _ in 0..1 + dice.below(3) {
                let place = dice.below(octets.len());
                match dice.below(3) {
                    0 => octets[place] ^= 1 << dice.below(8),
                    1 => drop(octets.remove(place)),
                    _ => octets.insert(place, dice.next() as u8),
                }
            }
            if let Ok(case) = Case::parse(&octets) {
                read += 1;
                make_all(case.message.clone(), &case.inputs(0), &case.answers);
            }
        }
        assert!(read > 50, "{}: only {read} were read", sample.id);
    }
}

#[test]
fn the_digests_are_the_same_however_the_lines_end() {
    for (id, case) in samples() {
        let lf: Vec<u8> = case
            .message
            .iter()
            .copied()
            .filter(|o| *o != b'\r')
            .collect();
        let with = |end: &str| {
            let text = String::from_utf8(lf.clone()).expect("a text");
            Message::parse(text.replace('\n', end).into_bytes())
        };
        let bodies = Bodies::of(&with("\r\n"));
        assert_eq!(bodies, Bodies::of(&with("\n")), "{id}");
        assert_eq!(bodies, Bodies::of(&with("\r")), "{id}");
    }
}

#[test]
fn a_long_body_is_canonicalized_the_same_in_pieces_of_any_size() {
    const OCTETS: &[u8] = b"aaaab  \t\r\n\n";
    let mut dice = Dice(4);
    for canonicalization in [Canonicalization::Simple, Canonicalization::Relaxed] {
        for most in [1, 2, 3, 64, 65, 1_000] {
            let body: Vec<u8> = (0..20_000).map(|_| dice.one_of(OCTETS)).collect();
            let canonical = |pieces: &mut dyn Iterator<Item = &[u8]>| {
                let mut canonical = Vec::new();
                let mut state = Body::new(canonicalization);
                pieces.for_each(|piece| state.push(piece, &mut canonical));
                state.finish(&mut canonical);
                canonical
            };
            let mut rest = body.as_slice();
            let mut pieces = Vec::new();
            while !rest.is_empty() {
                let (piece, after) = rest.split_at((1 + dice.below(most)).min(rest.len()));
                pieces.push(piece);
                rest = after;
            }
            let whole = canonical(&mut [body.as_slice()].into_iter());
            assert!(
                whole == canonical(&mut pieces.into_iter()),
                "pieces of up to {most}"
            );
        }
    }
}

// Work that grows with its input

/// Fails where eight times the input takes far more than eight times as long. Growing with the square
/// it would take sixty-four times.
fn assert_linear(what: &str, mut work: impl FnMut(usize)) {
    let small = shortest(&mut || work(40_000));
    let large = shortest(&mut || work(320_000));
    let most = small * 25 + Duration::from_millis(100);
    assert!(
        large < most,
        "{what}: {small:?} for a small one, {large:?} for one eight times as large"
    );
}

/// How long `work` takes for an input of this size: the best of three, since the machine is shared.
fn shortest(work: &mut dyn FnMut()) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .expect("three")
}

fn repeat(head: &str, part: &str, octets: usize, tail: &str) -> Vec<u8> {
    let mut text = head.as_bytes().to_vec();
    text.extend(part.as_bytes().iter().cycle().take(octets));
    text.extend_from_slice(tail.as_bytes());
    text
}

/// Different characters, each of three octets.
fn ideographs(octets: usize) -> String {
    (0..octets / 3)
        .filter_map(|i| char::from_u32(0x4e00 + (i % 20_000) as u32))
        .collect()
}

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// Mails that grow: each is made for a number of octets.
type Grow = fn(usize) -> Vec<u8>;

const SIGNED: &str = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s; bh=AAAA; b=AAAA;";

fn growing_mails() -> Vec<(&'static str, Grow)> {
    vec![
        ("short fields", |n| repeat("", "X: y\n", n, "\nbody\n")),
        ("lines that are no fields", |n| {
            repeat("From: a@b.c\n", "x\n:\n", n, "\nbody\n")
        }),
        ("one field of folds", |n| {
            repeat("From: a@b.c\nX: x", "\n y", n, "\n\nbody\n")
        }),
        ("Received", |n| {
            repeat(
                "",
                "Received: from a (b [192.0.2.1]) by c with smtp; 2 Nov 2026 10:00:00 +0000\n",
                n,
                "\n",
            )
        }),
        ("one Received of clauses", |n| {
            repeat("Received: ", "from by via with id for x ", n, "\n\n")
        }),
        ("one Received of comments", |n| {
            repeat("Received: from x ", "((((", n, "\n\n")
        }),
        ("one Received of addresses", |n| {
            repeat("Received: from x (", "[x a@b ", n, ")\n\n")
        }),
        ("one Received with a long with", |n| {
            repeat("Received: with ", "x ", n, "\n\n")
        }),
        ("one Received with a long via", |n| {
            repeat("Received: via ", "x ", n, "\n\n")
        }),
        ("a long HELO", |n| {
            repeat(
                "Received: from ",
                "x.",
                n,
                " ([192.0.2.1]) by y; 2 Nov 2026 10:00:00 +0000\nReturn-Path: <a@b.example>\n\n",
            )
        }),
        ("a long Return-Path", |n| {
            repeat(
                "Received: from x ([192.0.2.1]) by y\nReturn-Path: <a@",
                "é.",
                n,
                ">\n\n",
            )
        }),
        ("a long Return-Path in CJK", |n| {
            let distinct = ideographs(n);
            format!(
                "Received: from x ([192.0.2.1]) by y\nFrom: a@b.c\nReturn-Path: <a@{distinct}>\n\n"
            )
            .into_bytes()
        }),
        ("addresses", |n| repeat("From: ", "a@b.c, ", n, "\n\n")),
        ("distinct domains", |n| {
            format!(
                "From: {}x@y.z\n\n",
                numbered(n / 12, |i| format!("a@b{i}.c, "))
            )
            .into_bytes()
        }),
        ("From fields", |n| {
            repeat("", "From: \"a@b.c\" <d@e.f>\n", n, "\n\n")
        }),
        ("a name of at signs", |n| {
            repeat("From: \"", "a@b.c ", n, "\" <d@e.f>\n\n")
        }),
        ("a name of bare at signs", |n| {
            repeat("From: \"", "@", n, "\" <d@e.f>\n\n")
        }),
        ("a name with an address in CJK", |n| {
            let distinct = ideographs(n);
            format!("From: \"a@{distinct}.x\" <d@e.f>\n\n").into_bytes()
        }),
        ("deep comments", |n| repeat("From: ", "(", n, "a@b.c\n\n")),
        ("comments", |n| repeat("From: a", "(x)", n, "@b.c\n\n")),
        ("quoted pairs", |n| {
            repeat("From: \"", "\\\"", n, "\" <a@b.c>\n\n")
        }),
        ("encoded words", |n| {
            repeat("From: ", "=?utf-8?q?x?= ", n, "<a@b.c>\n\n")
        }),
        ("starts of encoded words", |n| {
            repeat("From: ", "=?u?q?", n, "<a@b.c>\n\n")
        }),
        ("starts of encoded words in a name", |n| {
            repeat("From: \"", "=?u?q? ", n, "\" <a@b.c>\n\n")
        }),
        ("groups", |n| repeat("From: ", "g:;", n, "a@b.c\n\n")),
        ("a route", |n| repeat("From: <", "@a,", n, ":a@b.c>\n\n")),
        ("dots", |n| repeat("From: a", ".a", n, "@b.c\n\n")),
        ("tags", |n| {
            format!(
                "From: a@b.c\n{SIGNED} {}\n\nx\n",
                numbered(n / 10, |i| format!("t{i}=a;"))
            )
            .into_bytes()
        }),
        ("long names of tags", |n| {
            let long = "x".repeat(n / 256);
            format!(
                "From: a@b.c\n{SIGNED} {}\n\nx\n",
                numbered(240, |i| format!("{long}{i:03}=a;"))
            )
            .into_bytes()
        }),
        ("semicolons", |n| {
            repeat("From: a@b.c\nDKIM-Signature: v=1", ";", n, "\n\nx\n")
        }),
        ("a long h=", |n| {
            repeat(&format!("From: a@b.c\n{SIGNED} h=from"), ":a", n, "\n\nx\n")
        }),
        ("a long h= of colons", |n| {
            repeat(&format!("From: a@b.c\n{SIGNED} h=from"), ":", n, "\n\nx\n")
        }),
        ("a long h= and as many fields", |n| {
            let names = numbered(1_000, |i| format!(":x{i}"));
            let mut text = format!("{SIGNED} h=from{names}\n");
            for i in 0..n / 10 {
                let _ = writeln!(text, "x{}: y", i % 1_000);
            }
            format!("{text}From: a@b.c\n\nx\n").into_bytes()
        }),
        ("signatures", |n| {
            repeat("From: a@b.c\n", &format!("{SIGNED} h=from\n"), n, "\nx\n")
        }),
        ("a long d=", |n| {
            repeat(
                "From: a@b.c\nDKIM-Signature: v=1; a=rsa-sha256; s=s; h=from; bh=AAAA; b=AAAA; d=",
                "a.",
                n,
                "a\n\nx\n",
            )
        }),
        ("a long d= in CJK", |n| {
            let distinct = ideographs(n);
            format!("From: a@b.c\nDKIM-Signature: v=1; a=rsa-sha256; s=s; h=from; bh=AAAA; b=AAAA; d={distinct}.x\n\nx\n").into_bytes()
        }),
        ("a long i=", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} h=from; i="),
                "=40",
                n,
                "@example.com\n\nx\n",
            )
        }),
        ("a long b=", |n| {
            repeat(
                "From: a@b.c\nDKIM-Signature: v=1; a=rsa-sha256; s=s; d=example.com; h=from; bh=AAAA; b=",
                "AAAA\n ",
                n,
                "\n\nx\n",
            )
        }),
        ("a body of spaces", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} c=relaxed/relaxed; h=from\n\n"),
                " ",
                n,
                "",
            )
        }),
        ("a body of line ends", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} c=relaxed/relaxed; h=from\n\n"),
                "\r\n",
                n,
                "x",
            )
        }),
        ("a body of CR", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} c=relaxed/relaxed; h=from\n\n"),
                "\r",
                n,
                "x",
            )
        }),
        ("a body of words", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} c=relaxed/relaxed; h=from\n\n"),
                "a  b \t",
                n,
                "x",
            )
        }),
        ("a body of one line", |n| {
            repeat(
                &format!("From: a@b.c\n{SIGNED} c=relaxed/relaxed; h=from\n\n"),
                "x",
                n,
                "",
            )
        }),
        ("NUL", |n| repeat("From: a@b.c\n", "\0", n, "")),
        ("ARC seals", |n| {
            repeat("From: a@b.c\n", "ARC-Seal: i=1; cv=none\n", n, "\n\nx\n")
        }),
        ("Authentication-Results", |n| {
            repeat(
                "From: a@b.c\n",
                "Authentication-Results: a.b; dkim=pass header.d=b.c; spf=fail\n",
                n,
                "\n\nx\n",
            )
        }),
        ("one Authentication-Results", |n| {
            repeat(
                "From: a@b.c\nAuthentication-Results: a.b",
                "; dkim=pass (x) header.d=b.c",
                n,
                "\n\nx\n",
            )
        }),
        ("one Authentication-Results of comments", |n| {
            repeat(
                "From: a@b.c\nAuthentication-Results: a.b; dkim=pass ",
                "(",
                n,
                "\n\nx\n",
            )
        }),
    ]
}

/// Records that grow, at the name they are asked at.
fn growing_records() -> Vec<(&'static str, &'static str, Grow)> {
    let (spf, dmarc, key) = ("b.example", "_dmarc.b.example", "s._domainkey.b.example");
    vec![
        ("spf terms", spf, |n| {
            repeat("v=spf1 ", "ip4:192.0.2.9 ", n, "-all")
        }),
        ("spf macros", spf, |n| {
            repeat("v=spf1 exists:", "%{h}.", n, "x.y -all")
        }),
        ("spf macros with delimiters", spf, |n| {
            repeat("v=spf1 exists:%{h", ".-+,/_=", n, "}.y -all")
        }),
        ("spf reversed macros", spf, |n| {
            repeat("v=spf1 exists:", "%{sr-}", n, ".y -all")
        }),
        ("spf bad terms", spf, |n| {
            repeat("v=spf1 ", "x:y ", n, "-all")
        }),
        ("spf run together", spf, |n| {
            repeat("v=spf1 ", "ip4:1.2.3.4~all", n, "")
        }),
        ("spf one long term", spf, |n| {
            repeat("v=spf1 a:", "~all", n, "")
        }),
        ("spf ptr", spf, |n| repeat("v=spf1 ", "ptr ", n, "-all")),
        ("spf unknown modifiers", spf, |n| {
            repeat("v=spf1 ", "x=%{d}%{d} ", n, "-all")
        }),
        ("dmarc tags", dmarc, |n| {
            format!(
                "v=DMARC1; p=none; {}",
                numbered(n / 7, |i| format!("t{i}=a;"))
            )
            .into_bytes()
        }),
        ("dmarc uris", dmarc, |n| {
            repeat(
                "v=DMARC1; p=none; rua=mailto:a@b.c",
                ",mailto:a@b.example",
                n,
                "",
            )
        }),
        ("dmarc commas", dmarc, |n| {
            repeat("v=DMARC1; p=none; rua=mailto:a@b.c", ",", n, "")
        }),
        ("dmarc fo", dmarc, |n| {
            repeat("v=DMARC1; p=none; ruf=mailto:a@b.c; fo=0", ":1", n, "")
        }),
        ("dmarc spaces", dmarc, |n| {
            repeat("v=DMARC1", " ", n, "; p=none")
        }),
        ("dmarc nearly", dmarc, |n| {
            repeat("v=DMARC1; p=none; ", "=;", n, "")
        }),
        ("key tags", key, |n| {
            format!("v=DKIM1; {}", numbered(n / 7, |i| format!("t{i}=a;"))).into_bytes()
        }),
        ("key semicolons", key, |n| {
            repeat("v=DKIM1; p=AAAA", ";", n, "")
        }),
        ("key spaces", key, |n| repeat("v=DKIM1; p=", "AAAA ", n, "")),
        ("key colons", key, |n| {
            repeat("v=DKIM1; k=rsa; h=", "sha1:", n, "; p=AAAA")
        }),
        ("key flags", key, |n| {
            repeat("v=DKIM1; k=rsa; t=", "y:", n, "; p=AAAA")
        }),
        ("key der", key, |n| {
            repeat("v=DKIM1; k=rsa; p=", "MIIB", n, "")
        }),
        ("key without semicolons", key, |n| {
            repeat("v=DKIM1 ", "k=rsa p=AAAA ", n, "")
        }),
    ]
}

/// All that is done with a mail whose questions are answered from `zone`.
fn answered(zone: &Zone, mail: &[u8]) -> Answers {
    let mut answers = Answers::new();
    for _ in 0..3 {
        let report = verify(
            &prepare(mail.to_vec()),
            &Inputs::default(),
            &answers,
            &mut Checked::new(),
        );
        for asked in report.needs() {
            answers.insert(asked.question.clone(), zone.answer(&asked.question));
        }
    }
    answers
}

#[test]
fn no_mail_takes_longer_than_its_size_explains() {
    let (zone, faults) = Zone::parse(
        "b.example TXT \"v=spf1 exists:%{h}.%{h}.%{h}.%{h}.%{h}.x -all\"\n\
         s._domainkey.example.com TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n",
    );
    assert_eq!(faults, []);
    for (name, grow) in growing_mails() {
        let (small, large) = (grow(40_000), grow(320_000));
        let answers = answered(&zone, &large);
        let report = make_all(large.clone(), &Inputs::default(), &answers);
        let findings = report.findings.len();
        assert!(findings < 600, "{name}: {findings} findings");
        assert_linear(name, |octets| {
            let mail = if octets > 40_000 { &large } else { &small };
            make_all(mail.clone(), &Inputs::default(), &answers);
        });
    }
}

#[test]
fn no_record_takes_long_or_has_thousands_of_findings() {
    let mail = b"Return-Path: <some-one@b.example>\n\
        Received: from h.b.example ([192.0.2.1]) by c; 2 Nov 2026 10:00:00 +0000\n\
        DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s; bh=AAAA; b=AAAA; h=from\n\
        From: a@b.example\n\nx\n";
    for (name, owner, grow) in growing_records() {
        for octets in [limits::RECORD_OCTETS - 200, 4 * limits::RECORD_OCTETS] {
            let owner = Name::from_dotted(owner.as_bytes()).expect("a name");
            let strings = grow(octets).chunks(255).map(<[u8]>::to_vec).collect();
            let record = Record {
                name: owner.clone(),
                ttl: 1,
                data: Rdata::Txt(strings),
            };
            let question = Question {
                name: owner,
                rtype: RecordType::TXT,
            };
            let mut answers = Answers::new();
            let found = Found::Records(vec![record]);
            answers.insert(question, Answer::new(found, Source::Live));
            let inputs = Inputs::default();
            let took = shortest(&mut || {
                let report = make_all(mail.to_vec(), &inputs, &answers);
                let findings = report.findings.len();
                assert!(findings < 100, "{name}: {findings} findings");
            });
            assert!(took < Duration::from_secs(1), "{name}: {took:?}");
        }
    }
}

#[test]
fn a_long_helo_is_not_copied_for_each_macro_that_names_it() {
    let mail = repeat(
        "From: a@b.example\nReturn-Path: <a@b.example>\nReceived: from ",
        "x.",
        8_000_000,
        " ([192.0.2.1]) by y; 2 Nov 2026 10:00:00 +0000\n\n",
    );
    let macros = "%{h}.".repeat(3_000);
    let (zone, _) = Zone::parse(&format!(
        "b.example TXT \"v=spf1 exists:{macros}x.y -all\"\n"
    ));
    let start = Instant::now();
    answered(&zone, &mail);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn no_lines_of_dns_take_longer_than_their_number_explains() {
    let letters = "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(4);
    let zones: [(&str, &dyn Fn(usize) -> String); 9] = [
        ("records", &|n| {
            numbered(n / 20, |i| format!("n{i}.x A 192.0.2.1\n"))
        }),
        ("absences", &|n| {
            numbered(n / 20, |i| format!("n{i}.x TXT NXDOMAIN\n"))
        }),
        ("deep absences", &|n| {
            let deep = "a.".repeat(120);
            numbered(n / 270, |i| format!("n{i}.{deep}x TXT NXDOMAIN\n"))
        }),
        ("open parentheses", &|n| "a.x A (\n".repeat(n / 8)),
        ("long lines with one", &|n| {
            format!("a.x TXT ( {letters}\n").repeat(n / 220)
        }),
        ("words", &|n| format!("a.x TXT {}", "a ".repeat(n / 2))),
        ("records of one name", &|n| {
            numbered(n / 20, |i| format!("a.x TXT \"{i}\"\n"))
        }),
        ("aliases", &|n| {
            numbered(n / 20, |i| format!("n{i}.x CNAME n{}.x\n", i + 1))
        }),
        ("U-labels", &|n| {
            format!("{}.x A 192.0.2.1\n", ideographs(n))
        }),
    ];
    let question = |name: &str| Question {
        name: Name::from_dotted(name.as_bytes()).expect("a name"),
        rtype: RecordType::TXT,
    };
    for (name, lines) in zones {
        let (small, large) = (lines(40_000), lines(320_000));
        assert_linear(name, |octets| {
            let (zone, _) = Zone::parse(if octets > 40_000 { &large } else { &small });
            for asked in ["n0.x", "q.a.a.a.a.a.a.a.a.a.a.a.a.a.a.x", "b.y"] {
                zone.answer(&question(asked));
            }
        });
    }
}

#[test]
fn no_head_of_a_case_takes_longer_than_its_lines_explain() {
    let heads: [(&str, &dyn Fn(usize) -> String); 5] = [
        ("answers", &|n| {
            numbered(n / 30, |i| format!("Dns: n{i}.x A 192.0.2.1\n"))
        }),
        ("one long answer", &|n| {
            format!("Dns: a.x TXT {}\n", "a ".repeat(n / 2))
        }),
        ("others", &|n| "X: y\n".repeat(n / 30)),
        ("an envelope", &|n| {
            format!("Env: {}\n", "helo=a ".repeat(n / 7))
        }),
        ("changes", &|n| "If: dns a.x \"b\"\n".repeat(n / 30)),
    ];
    for (name, lines) in heads {
        let head = |n| format!("Case: 1\n{}\nFrom: a@b.c\n\n", lines(n)).into_bytes();
        let (small, large) = (head(40_000), head(320_000));
        assert_linear(name, |octets| {
            let case = Case::parse(if octets > 40_000 { &large } else { &small });
            assert!(case.is_ok(), "{name}: {case:?}");
        });
    }
}

#[test]
fn thousands_of_addresses_are_listed_once_without_comparing_all_with_all() {
    assert_linear("addresses", |octets| {
        let count = octets / 4;
        let text = numbered(count, |i| format!("a{i}@b.example "));
        assert_eq!(text::addresses_in(text.as_bytes()).len(), count);
    });
}
