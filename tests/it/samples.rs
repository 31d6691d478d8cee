//! The nine examples come to what the table beside them says, with nothing asked.

use mailprism::engine::crypto::Checked;
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::Report;
use mailprism::engine::verify::verify;
use mailprism::play::Case;
use mailprism::play::samples::{ALL, Sample};
use mailprism::play::scene::{self, NodeId};

/// The table: one row for each example, columns by name.
fn table() -> Vec<Vec<(&'static str, &'static str)>> {
    let mut lines = include_str!("../../src/play/samples/expected.tsv").lines();
    let names: Vec<&str> = lines.next().expect("a head").split('\t').collect();
    lines
        .map(|line| names.iter().copied().zip(line.split('\t')).collect())
        .collect()
}

fn report(sample: &Sample) -> Report {
    let case = Case::parse(sample.case).expect("an example is a case");
    let inputs = case.inputs(case.now().expect("an example has a clock"));
    verify(
        &prepare(case.message.clone()),
        &inputs,
        &case.answers,
        &mut Checked::default(),
    )
}

#[test]
fn the_table_has_a_row_for_each_example() {
    let ids: Vec<&str> = table().iter().map(|row| row[0].1).collect();
    let samples: Vec<&str> = ALL.iter().map(|sample| sample.id).collect();
    assert_eq!(ids, samples);
}

#[test]
fn each_example_comes_to_what_the_table_says() {
    let mut offences = Vec::new();
    for (row, sample) in table().iter().zip(ALL) {
        let report = report(sample);
        let scene = scene::of(&report);
        for (column, expected) in row.iter().skip(1) {
            let found = match *column {
                "verdict" => report.verdict.word(),
                // What the policy asks of the receiver; `-` where there is no policy.
                "deliver" => report
                    .dmarc
                    .as_ref()
                    .filter(|dmarc| dmarc.record.is_some())
                    .map_or("-", |dmarc| dmarc.disposition.word()),
                _ => {
                    let id = NodeId::from_word(column).expect("a column names a node");
                    scene.node(id).map_or("hidden", |node| node.state.word())
                }
            };
            if found != *expected {
                offences.push(format!(
                    "{}: {column} is {found}, the table says {expected}",
                    sample.id
                ));
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn no_example_has_a_question_left() {
    for sample in ALL {
        let report = report(sample);
        let open: Vec<String> = report
            .needs()
            .map(|asked| format!("{} {}", asked.question.name, asked.question.rtype))
            .collect();
        assert!(open.is_empty(), "{} needs {open:?}", sample.id);
    }
}

#[test]
fn no_example_holds_an_answer_nobody_asks_for() {
    for sample in ALL {
        let case = Case::parse(sample.case).expect("an example is a case");
        let report = report(sample);
        for (question, _) in case.answers.iter() {
            assert!(
                report.asked.iter().any(|asked| asked.question == *question),
                "{} does not need {} {}",
                sample.id,
                question.name,
                question.rtype
            );
        }
    }
}
