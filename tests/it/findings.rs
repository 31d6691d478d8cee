//! All findings: their table of codes, and that whatever is found is told in both languages and points
//! at octets that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::Answers;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{Inputs, Report};
use mailprism::engine::verify::verify;
use mailprism::play::case::Case;
use mailprism::play::samples::ALL;
use mailprism::text::{Lang, prose};

use crate::dkim::{SIGNED_AT, peer};

/// Room, code, RFC and section.
type Row = (String, String, u16, String);

/// Each row of the tables, from the sources.
fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut ahead = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine")];
    while let Some(path) = ahead.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder");
            ahead.extend(entries.flatten().map(|entry| entry.path()));
        } else {
            rows.extend(rows_of(&path));
        }
    }
    rows
}

fn rows_of(path: &PathBuf) -> Vec<Row> {
    let text = fs::read_to_string(path).expect("a source");
    let folder = path.parent().and_then(Path::file_name).expect("a folder");
    let room = folder.to_string_lossy().into_owned();
    let rows = text.split("entry(").skip(1).filter_map(|rest| {
        let (call, _) = rest.split_once(')')?;
        let mut parts = call.split(',').map(str::trim);
        let code = parts.next()?.strip_prefix('"')?.strip_suffix('"')?;
        let _level = parts.next()?;
        let rfc = parts.next()?.parse().ok()?;
        let section = parts.next()?.trim_matches('"');
        Some((room.clone(), code.to_owned(), rfc, section.to_owned()))
    });
    rows.collect()
}

#[test]
fn each_code_belongs_to_its_room_and_names_a_section() {
    let table = table();
    assert!(table.len() > 200, "{} rows", table.len());
    for (room, code, rfc, section) in &table {
        let (protocol, word) = code.split_once('.').expect("a protocol and a word");
        let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(word.chars().all(is_kebab), "{code}");
        let rooms: &[&str] = match protocol {
            "verdict" => &["engine"],
            // What a message signature of a chain may not sign is found where signatures are read.
            "arc" => &["arc", "dkim"],
            other => &[other],
        };
        assert!(rooms.contains(&room.as_str()), "{code} in {room}");
        assert!(*rfc > 700, "{code}");
        let is_section = section.split('.').all(|part| {
            part.parse::<u8>().is_ok()
                || (part.len() == 1 && part.chars().all(|c| c.is_ascii_uppercase()))
        });
        assert!(is_section, "{code}: {section}");
    }
}

/// What is said of a report, and that it is said well.
fn told(name: &str, report: &Report, octets: usize, codes: &mut BTreeSet<&'static str>) {
    for noted in &report.findings {
        let code = noted.finding.entry().code;
        codes.insert(code);
        if let Some(span) = noted.span {
            assert!(
                span.start <= span.end && span.end <= octets,
                "{name}: {code}"
            );
        }
        let (en, ja) = (
            prose(Lang::EN, &noted.finding),
            prose(Lang::JA, &noted.finding),
        );
        let japanese = |text: &str| text.chars().any(|c| ('\u{3040}'..'\u{a000}').contains(&c));
        for (one, other) in [(&en.title, &ja.title), (&en.why, &ja.why)] {
            assert!(!one.is_empty() && !other.is_empty(), "{name}: {code}");
            assert!(
                !japanese(one) || name.contains("8"),
                "{name}: {code}: {one}"
            );
            assert!(japanese(other), "{name}: {code}: {other}");
        }
        let fixes = (en.fix.is_some(), ja.fix.is_some());
        assert_eq!(fixes.0, fixes.1, "{code} has something to do in both");
    }
}

#[test]
fn whatever_is_found_is_told_in_both_languages_and_points_at_octets() {
    let mut codes = BTreeSet::new();
    let mut judge = |name: &str, octets: Vec<u8>, inputs: &Inputs, answers: &Answers| {
        let length = octets.len();
        let report = verify(&prepare(octets), inputs, answers, &mut Checked::new());
        told(name, &report, length, &mut codes);
    };
    let inputs = Inputs {
        now: SIGNED_AT + 60,
        ..Inputs::default()
    };
    type Harm = fn(&[u8]) -> Vec<u8>;
    let harms: [Harm; 6] = [
        <[u8]>::to_vec,
        |octets| [octets, b"\r\nadded\r\n"].concat(),
        |octets| {
            [
                b"Subject: above\r\nFrom: a@b.example, c@d.example\r\n",
                octets,
            ]
            .concat()
        },
        |octets| {
            [
                b"X-MS-Exchange-Organization-SCL: 1\r\n",
                octets,
                b"changed \xff",
            ]
            .concat()
        },
        |octets| {
            octets
                .iter()
                .copied()
                .filter(|octet| *octet != b'\t')
                .collect()
        },
        |octets| octets.get(..octets.len() / 3).unwrap_or(octets).to_vec(),
    ];
    for case in peer().iter().step_by(5) {
        for (number, harm) in harms.iter().enumerate() {
            let name = format!("{}, harm {number}", case.name);
            judge(&name, harm(&case.message), &inputs, &case.answers());
        }
    }
    for sample in ALL {
        let case = Case::parse(sample.case).expect("an example");
        let stated = case.inputs(case.now().expect("a clock"));
        for harm in harms {
            judge(sample.id, harm(&case.message), &stated, &case.answers);
            judge(sample.id, harm(&case.message), &inputs, &Answers::new());
        }
    }
    assert!(
        codes.len() > 55,
        "{} of {}: {codes:?}",
        codes.len(),
        table().len()
    );
}
