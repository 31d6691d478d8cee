//! A mail whose DNS answers are proved: what is secure, and what a forged answer leads to.

use mailprism::engine::crypto::Checked;
use mailprism::engine::dns::{Answer, Answers, Failure, Found, Question, Rdata, Source};
use mailprism::engine::dnssec::{Proving, Standing, Verdict, prove};
use mailprism::engine::prepare::prepare;
use mailprism::engine::report::{self, Inputs, Report};
use mailprism::engine::spf;
use mailprism::engine::verify::verify;
use mailprism::play::case::{Analysis, Case, Made, Scope};

use super::bind::{WORLD, now};
use super::question;

const MAIL: &[u8] = b"From: Ann <ann@nsec.mail>\r\nSubject: Hello\r\n\r\nHello.\r\n";

/// Verifies with everything asked as it is needed; `twist` is what happens to answers on the way.
fn settled(proving: bool, twist: impl Fn(&Question, &mut Answer)) -> (Report, Inputs, Answers) {
    let prepared = prepare(MAIL.to_vec());
    let inputs = Inputs {
        now: now(),
        ip: Some([192, 0, 2, 1].into()),
        helo: Some("mx.nsec.mail".to_owned()),
        mail_from: Some("ann@nsec.mail".to_owned()),
        proving: proving.then(|| Proving {
            prove,
            anchors: WORLD.anchors.clone(),
        }),
        ..Inputs::default()
    };
    let mut answers = Answers::new();
    let mut checked = Checked::new();
    for _ in 0..20 {
        let report = verify(&prepared, &inputs, &answers, &mut checked);
        let needs: Vec<Question> = report
            .needs()
            .map(|need| need.question.clone())
            .chain(report.proofs.needs.clone())
            .collect();
        if needs.is_empty() {
            return (report, inputs, answers);
        }
        for need in needs {
            assert!(answers.get(&need).is_none(), "{need:?} was asked twice");
            let mut answer = WORLD.ask(&need);
            twist(&need, &mut answer);
            answers.insert(need, answer);
        }
    }
    panic!("it never ends");
}

fn forge_spf(asked: &Question, answer: &mut Answer) {
    let spf = question("nsec.mail", 16);
    if *asked != spf {
        return;
    }
    if let Found::Records(records) = &mut answer.found {
        for record in records {
            record.data = Rdata::Txt(vec![b"v=spf1 +all".to_vec()]);
        }
    }
    for record in answer
        .material
        .iter_mut()
        .flat_map(|material| &mut material.answer)
    {
        if record.rtype.0 == 16 {
            record.data = b"\x0bv=spf1 +all".to_vec();
        }
    }
}

#[test]
fn every_answer_of_a_mail_is_proved() {
    let (report, ..) = settled(true, |_, _| {});
    assert_eq!(report.verdict, report::Verdict::Authenticated);
    assert_eq!(report.spf.verdict, Some(spf::Verdict::Pass));
    for asked in &report.asked {
        let standing = report.proofs.of(&asked.question);
        assert_eq!(standing.verdict(), Some(Verdict::Secure), "{asked:?}");
    }
}

#[test]
fn a_forged_answer_is_not_used_for_a_verdict() {
    let (report, inputs, answers) = settled(true, forge_spf);
    assert_eq!(report.verdict, report::Verdict::CannotTell);
    assert_eq!(report.spf.verdict, Some(spf::Verdict::TempError));
    let asked = question("nsec.mail", 16);
    assert_eq!(report.proofs.of(&asked).verdict(), Some(Verdict::Bogus));
    let failure = report
        .spf
        .findings
        .iter()
        .find_map(|noted| match &noted.finding {
            spf::Finding::DnsFailed { failure, .. } => Some(*failure),
            _ => None,
        });
    assert_eq!(failure, Some(Failure::Bogus));

    // Who is sent the analysis gets no proof along, and is not to believe the answer either.
    let prepared = prepare(MAIL.to_vec());
    let analysis = Analysis {
        prepared: &prepared,
        inputs: &inputs,
        answers: &answers,
        report: &report,
    };
    let made = Made {
        time: inputs.now,
        by: String::new(),
    };
    let case = Case::freeze(analysis, Scope::Whole, made);
    let kept = case.answers.get(&asked).expect("it was asked");
    assert_eq!(kept.found, Found::Failed(Failure::Bogus));
    assert_eq!(kept.source, Source::Saved);
}

#[test]
fn without_proving_nothing_is_checked_and_verdicts_stand() {
    let (report, ..) = settled(false, forge_spf);
    assert_eq!(report.verdict, report::Verdict::Authenticated);
    assert!(report.proofs.needs.is_empty());
    let standing = report.proofs.of(&question("nsec.mail", 16));
    assert_eq!(*standing, Standing::NotChecked);
}

/// Answers without material, as files and links have them, are not checked, never bogus.
#[test]
fn an_answer_of_a_file_is_not_checked() {
    let (report, ..) = settled(true, |_, answer| answer.material = None);
    assert_eq!(report.verdict, report::Verdict::Authenticated);
    assert!(report.proofs.needs.is_empty(), "{:?}", report.proofs.needs);
    for asked in &report.asked {
        assert_eq!(*report.proofs.of(&asked.question), Standing::NotChecked);
    }
}
