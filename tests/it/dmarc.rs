//! DMARC by RFC 9989: the worked examples with their exact questions, and stories about everything
//! that changes a verdict.

use std::fmt::Write;

use mailprism::engine::dmarc::{
    self, Alignment, Finding, Identifier, Method, Outcome, Policy, Verdict, WalkFound, WalkStep,
};
use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Answers, Ask, Asked, Name, Question, RecordType};
use mailprism::engine::report::AnyFinding;
use mailprism::net::canned::settle;
use mailprism::text::{Lang, prose};

use crate::stories::tell_policy;

// --- telling a story ------------------------------------------------------------------------------

/// A message from this author domain in a world that holds these DNS lines.
struct Story<'a> {
    zone: &'a str,
    from: &'a str,
    identifiers: Vec<Identifier>,
    unsettled: bool,
}

fn story<'a>(zone: &'a str, from: &'a str) -> Story<'a> {
    Story {
        zone,
        from,
        identifiers: Vec::new(),
        unsettled: false,
    }
}

impl Story<'_> {
    fn spf(mut self, domain: &str) -> Self {
        self.identifiers.push(stated(Method::Spf, domain));
        self
    }

    fn dkim(mut self, domain: &str) -> Self {
        self.identifiers.push(stated(Method::Dkim, domain));
        self
    }

    fn unsettled(mut self) -> Self {
        self.unsettled = true;
        self
    }

    fn told(&self) -> Told {
        if !self.unsettled {
            tell_policy(
                self.from,
                &self.passed(Method::Dkim),
                &self.passed(Method::Spf),
                self.zone,
            );
        }
        self.judged()
    }

    fn passed(&self, method: Method) -> Vec<&Name> {
        let identifiers = self.identifiers.iter();
        identifiers
            .filter_map(|identifier| match identifier {
                Identifier::Stated { method: by, domain } if *by == method => Some(domain),
                _ => None,
            })
            .collect()
    }

    /// As [`Story::told`], and told to nobody else.
    fn judged(&self) -> Told {
        self.told_with(&mut Answers::new())
    }

    fn told_with(&self, answers: &mut Answers) -> Told {
        let (zone, faults) = Zone::parse(self.zone);
        assert_eq!(faults, [], "the story's own lines");
        let (outcome, asked) = settle(Some(&zone), answers, |answers| self.once(answers));
        Told { outcome, asked }
    }

    fn once(&self, answers: &Answers) -> (Outcome, Vec<Asked>) {
        let ask = Ask::new(answers);
        let outcome = dmarc::evaluate(
            &name(self.from),
            self.identifiers.clone(),
            self.unsettled,
            &ask,
        );
        (outcome, ask.into_log())
    }
}

struct Told {
    outcome: Outcome,
    asked: Vec<Asked>,
}

impl Told {
    fn verdict(&self) -> Option<Verdict> {
        self.outcome.verdict
    }

    /// `verdict disposition organizational-domain policy-domain`.
    fn line(&self) -> String {
        let outcome = &self.outcome;
        let domain = |name: Option<&Name>| name.map_or("-".to_owned(), Name::to_string);
        format!(
            "{} {} {} {}",
            outcome.verdict.map_or("pending", Verdict::word),
            outcome.disposition.word(),
            domain(outcome.organizational_domain.as_ref()),
            domain(outcome.record.as_ref().map(|record| &record.domain)),
        )
    }

    /// The questions in order: `_dmarc.` left out where it is TXT below it.
    fn questions(&self) -> Vec<String> {
        self.asked
            .iter()
            .map(|asked| {
                let question = &asked.question;
                let name = question.name.to_string();
                match name.strip_prefix("_dmarc.") {
                    Some(domain) if question.rtype == RecordType::TXT => domain.to_owned(),
                    _ => format!("{name} {}", question.rtype),
                }
            })
            .collect()
    }

    fn codes(&self) -> Vec<&'static str> {
        let findings = self.outcome.findings.iter();
        findings.map(|noted| noted.finding.entry().code).collect()
    }

    fn has(&self, code: &str) -> bool {
        self.codes().contains(&code)
    }

    fn finding(&self, code: &str) -> &Finding {
        let mut findings = self.outcome.findings.iter().map(|noted| &noted.finding);
        findings
            .find(|finding| finding.entry().code == code)
            .unwrap_or_else(|| panic!("no {code} among {:?}", self.codes()))
    }

    fn aligned(&self) -> Vec<Option<bool>> {
        let identifiers = self.outcome.identifiers.iter();
        identifiers.map(|identifier| identifier.aligned).collect()
    }
}

fn name(text: &str) -> Name {
    Name::from_dotted(text.as_bytes()).expect("a domain name")
}

fn stated(method: Method, domain: &str) -> Identifier {
    let domain = name(domain);
    Identifier::Stated { method, domain }
}

fn walked(walk: &[WalkStep]) -> Vec<(String, &'static str)> {
    walk.iter()
        .map(|step| {
            let found = match &step.found {
                WalkFound::Waiting => "waiting",
                WalkFound::Nothing => "nothing",
                WalkFound::Several(_) => "several",
                WalkFound::Record(_) => "record",
                WalkFound::Void(_) => "void",
                WalkFound::Failed => "failed",
            };
            (step.domain.to_string(), found)
        })
        .collect()
}

/// One record at example.com, and nothing else.
fn at_example_com(record: &str) -> String {
    format!("_dmarc.example.com TXT \"{record}\"\n")
}

// --- Appendix B.4 ---------------------------------------------------------------------------------

const B_4_1: &str = "
    _dmarc.example.com          TXT \"v=DMARC1; p=reject\"
    _dmarc.signing.example.com  TXT \"v=DMARC1; p=none\"
";

#[test]
fn b_4_1_simple_organizational_and_policy_example() {
    let told = story(B_4_1, "example.com")
        .spf("example.com")
        .dkim("signing.example.com")
        .told();
    assert_eq!(told.line(), "pass none example.com example.com");
    assert_eq!(
        told.questions(),
        ["example.com", "com", "signing.example.com"]
    );
    assert_eq!(told.aligned(), [Some(true), Some(true)]);
    assert_eq!(
        walked(&told.outcome.identifiers[1].walk),
        [
            ("signing.example.com".to_owned(), "record"),
            ("example.com".to_owned(), "record"),
            ("com".to_owned(), "nothing")
        ]
    );
    let organization = &told.outcome.identifiers[1].organizational_domain;
    assert_eq!(*organization, Some(name("example.com")));
}

#[test]
fn b_4_1_without_a_passing_identifier() {
    let told = story(B_4_1, "example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    assert_eq!(told.questions(), ["example.com", "com"]);
    assert!(told.has("dmarc.nothing-authenticated"));
}

#[test]
fn b_4_2_deep_tree_walk_example() {
    let told = story(B_4_1, "a.b.c.d.e.f.g.h.i.j.k.example.com")
        .spf("example.com")
        .dkim("signing.example.com")
        .told();
    assert_eq!(told.line(), "pass none example.com example.com");
    assert_eq!(
        told.questions(),
        [
            "a.b.c.d.e.f.g.h.i.j.k.example.com",
            "g.h.i.j.k.example.com",
            "h.i.j.k.example.com",
            "i.j.k.example.com",
            "j.k.example.com",
            "k.example.com",
            "example.com",
            "com",
            "signing.example.com",
        ]
    );
    assert_eq!(told.aligned(), [Some(true), Some(true)]);
    assert_eq!(
        *told.finding("dmarc.walk-shortened"),
        Finding::WalkShortened {
            domain: name("a.b.c.d.e.f.g.h.i.j.k.example.com"),
            labels: 13
        }
    );
}

const B_4_3: &str = "
    _dmarc.bank.example        TXT \"v=DMARC1; p=reject; psd=y\"
    _dmarc.giant.bank.example  TXT \"v=DMARC1; p=quarantine\"
";

#[test]
fn b_4_3_example_with_a_psd_policy_record() {
    let told = story(B_4_3, "giant.bank.example")
        .spf("mail.giant.bank.example")
        .dkim("mail.mega.bank.example")
        .told();
    assert_eq!(
        told.line(),
        "pass none giant.bank.example giant.bank.example"
    );
    assert_eq!(told.aligned(), [Some(true), Some(false)]);
    assert_eq!(
        told.questions(),
        [
            "giant.bank.example",
            "bank.example",
            "mail.giant.bank.example",
            "mail.mega.bank.example",
            "mega.bank.example",
        ]
    );
    let organizations: Vec<_> = told
        .outcome
        .identifiers
        .iter()
        .map(|identifier| {
            identifier
                .organizational_domain
                .clone()
                .map(|n| n.to_string())
        })
        .collect();
    assert_eq!(
        organizations,
        [
            Some("giant.bank.example".to_owned()),
            Some("mega.bank.example".to_owned())
        ]
    );
}

#[test]
fn b_4_3_the_signature_alone_does_not_help() {
    let told = story(B_4_3, "giant.bank.example")
        .dkim("mail.mega.bank.example")
        .told();
    assert_eq!(
        told.line(),
        "fail quarantine giant.bank.example giant.bank.example"
    );
    assert_eq!(
        *told.finding("dmarc.dkim-not-aligned"),
        Finding::DkimNotAligned {
            domain: name("mail.mega.bank.example"),
            organizational_domain: Some(name("mega.bank.example")),
            author: name("giant.bank.example"),
            mode: Alignment::Relaxed,
        }
    );
}

#[test]
fn b_4_3_a_bank_without_a_record_gets_the_policy_of_its_public_suffix() {
    let told = story(B_4_3, "mega.bank.example")
        .dkim("mega.bank.example")
        .spf("giant.bank.example")
        .told();
    assert_eq!(told.line(), "pass none mega.bank.example bank.example");
    assert_eq!(told.aligned(), [Some(true), Some(false)]);
    assert_eq!(
        told.questions(),
        ["mega.bank.example", "bank.example", "giant.bank.example"]
    );
    let told = story(B_4_3, "mega.bank.example").told();
    assert_eq!(told.line(), "fail reject mega.bank.example bank.example");
    assert_eq!(told.questions(), ["mega.bank.example", "bank.example"]);
    assert!(told.has("dmarc.psd-policy"));
    assert!(!told.has("dmarc.subdomain-policy"));
}

// --- §4.10, the walk ------------------------------------------------------------------------------

#[test]
fn the_example_of_section_4_10_asks_eight_questions() {
    let told = story("", "a.b.c.d.e.f.g.h.i.j.mail.example.com").told();
    assert_eq!(told.line(), "none none - -");
    assert_eq!(
        told.questions(),
        [
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com",
        ]
    );
    assert!(told.has("dmarc.no-record"));
}

#[test]
fn names_of_seven_to_nine_labels_ask_seven_or_eight_questions() {
    let walk = |from| story("", from).told().questions().len();
    assert_eq!(walk("a.b.c.d.e.example.com"), 7);
    assert_eq!(walk("a.b.c.d.e.f.example.com"), 8);
    assert_eq!(walk("a.b.c.d.e.f.g.example.com"), 8);
    let nine = story("", "a.b.c.d.e.f.g.example.com").told();
    assert_eq!(
        nine.questions(),
        [
            "a.b.c.d.e.f.g.example.com",
            "c.d.e.f.g.example.com",
            "d.e.f.g.example.com",
            "e.f.g.example.com",
            "f.g.example.com",
            "g.example.com",
            "example.com",
            "com",
        ]
    );
    assert!(nine.has("dmarc.walk-shortened"));
    let eight = story("", "a.b.c.d.e.f.example.com").told();
    assert_eq!(eight.questions()[1], "b.c.d.e.f.example.com");
    assert!(!eight.has("dmarc.walk-shortened"));
}

#[test]
fn section_5_1_8_a_zone_cut_below_the_shortcut_is_never_seen() {
    let zone = "
        _dmarc.example.com                TXT \"v=DMARC1; p=none\"
        _dmarc.b.c.d.e.f.g.example.com    TXT \"v=DMARC1; p=reject; psd=n\"
    ";
    let told = story(zone, "mail.a.b.c.d.e.f.g.example.com").told();
    assert_eq!(told.line(), "fail none example.com example.com");
    assert_eq!(
        told.questions(),
        [
            "mail.a.b.c.d.e.f.g.example.com",
            "c.d.e.f.g.example.com",
            "d.e.f.g.example.com",
            "e.f.g.example.com",
            "f.g.example.com",
            "g.example.com",
            "example.com",
            "com",
        ]
    );
}

#[test]
fn the_organizational_domain_by_the_three_rules() {
    // §4.10.2 and its examples: zone, author domain, expected line, how many questions.
    let table = [
        // Rule 3: the record with the fewest labels.
        (
            "mail.example.com example.com",
            "a.mail.example.com",
            "fail none example.com example.com",
            4,
        ),
        // Rule 1: psd=n, and the walk stops there.
        (
            "mail.example.com:psd=n example.com",
            "a.mail.example.com",
            "fail none mail.example.com mail.example.com",
            2,
        ),
        // Rule 2: one label below psd=y.
        (
            "com:psd=y",
            "a.mail.example.com",
            "fail none example.com com",
            4,
        ),
        // A record on the way is neither the organization's nor the suffix's: it does not apply.
        (
            "mail.example.com com:psd=y",
            "a.mail.example.com",
            "fail none example.com com",
            4,
        ),
        // The organization's own record is preferred to the suffix's.
        (
            "example.com com:psd=y",
            "a.mail.example.com",
            "fail none example.com example.com",
            4,
        ),
        // psd=y where the walk starts: it stops, and the domain is its own organization.
        (
            "co.example:psd=y",
            "co.example",
            "fail none co.example co.example",
            1,
        ),
        // The parent is the public suffix: it is not "where the walk started".
        (
            "co.example:psd=y",
            "shop.co.example",
            "fail none shop.co.example co.example",
            2,
        ),
        // psd=n at the author domain.
        (
            "mail.example.com:psd=n example.com",
            "mail.example.com",
            "fail none mail.example.com mail.example.com",
            1,
        ),
        // A record above that of the author domain makes it a subdomain, but its own record applies.
        (
            "mail.example.com example.com",
            "mail.example.com",
            "fail none example.com mail.example.com",
            3,
        ),
        // Two public suffixes: the walk stops at the first.
        (
            "co.example:psd=y example:psd=y",
            "a.shop.co.example",
            "fail none shop.co.example co.example",
            3,
        ),
        // A single label.
        ("localhost", "localhost", "fail none localhost localhost", 1),
        ("", "localhost", "none none - -", 1),
    ];
    for (records, from, line, questions) in table {
        let mut zone = String::new();
        for record in records.split_whitespace() {
            let (domain, more) = record.split_once(':').unwrap_or((record, "psd=u"));
            let _ = writeln!(zone, "_dmarc.{domain} TXT \"v=DMARC1; p=none; {more}\"");
        }
        let told = story(&zone, from).told();
        assert_eq!(told.line(), line, "{from} with {records}");
        assert_eq!(told.questions().len(), questions, "{from} with {records}");
    }
}

#[test]
fn one_label_below_a_suffix_that_the_shortcut_jumped_to() {
    // Nine labels; the suffix stands at seven of them, so the eighth was never asked about.
    let zone = "_dmarc.c.d.e.f.g.bank.example TXT \"v=DMARC1; p=reject; psd=y\"";
    let told = story(zone, "a.b.c.d.e.f.g.bank.example")
        .dkim("b.c.d.e.f.g.bank.example")
        .told();
    assert_eq!(
        told.line(),
        "pass none b.c.d.e.f.g.bank.example c.d.e.f.g.bank.example"
    );
}

#[test]
fn a_top_level_record_without_psd_is_everybodys_organization() {
    let zone = "_dmarc.example TXT \"v=DMARC1; p=reject\"";
    let told = story(zone, "bank.example").dkim("evil.example").told();
    assert_eq!(told.line(), "pass none example example");
    assert_eq!(
        *told.finding("dmarc.top-level-record"),
        Finding::TopLevelRecord {
            domain: name("example")
        }
    );
    // With psd=y, nobody is fooled.
    let zone = "_dmarc.example TXT \"v=DMARC1; p=reject; psd=y\"";
    let told = story(zone, "bank.example").dkim("evil.example").told();
    assert_eq!(told.line(), "fail reject bank.example example");
    assert!(!told.has("dmarc.top-level-record"));
}

#[test]
fn several_records_are_dropped_and_the_walk_goes_on() {
    let zone = "
        _dmarc.mail.example.com TXT \"v=DMARC1; p=none\"
        _dmarc.mail.example.com TXT \"v=DMARC1; p=reject\"
        _dmarc.example.com      TXT \"v=DMARC1; p=quarantine\"
    ";
    let told = story(zone, "mail.example.com").told();
    assert_eq!(told.line(), "fail quarantine example.com example.com");
    assert_eq!(
        *told.finding("dmarc.several-records"),
        Finding::SeveralRecords {
            domain: name("mail.example.com"),
            count: 2
        }
    );
    // Nothing above: no record at all.
    let alone = zone.lines().take(3).collect::<Vec<_>>().join("\n");
    let told = story(&alone, "mail.example.com")
        .dkim("mail.example.com")
        .told();
    assert_eq!(told.line(), "none none - -");
    assert!(told.has("dmarc.several-records") && told.has("dmarc.no-record"));
}

#[test]
fn other_text_beside_a_record_does_not_count() {
    let zone = "
        _dmarc.example.com TXT \"v=spf1 -all\"
        _dmarc.example.com TXT \"some site verification\"
        _dmarc.example.com TXT \"v=DMARC1; \" \"p=rej\" \"ect\"
    ";
    let told = story(zone, "example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    let text = told.outcome.record.map(|record| record.text);
    assert_eq!(text.as_deref(), Some("v=DMARC1; p=reject"));
}

#[test]
fn a_record_behind_an_alias_counts_where_the_alias_stands() {
    let zone = "
        _dmarc.example.com CNAME policies.vendor.example
        policies.vendor.example TXT \"v=DMARC1; p=reject\"
    ";
    let told = story(zone, "example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
}

#[test]
fn a_name_too_long_for_dmarc_before_it_is_passed_over() {
    let label = "a".repeat(60);
    let long = format!("{label}.{label}.{label}.{}.example.com", "b".repeat(54));
    assert!(name(&long).child(b"_dmarc").is_err());
    let told = story(&at_example_com("v=DMARC1; p=reject"), &long).told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    assert_eq!(told.questions().len(), 5);
}

// --- §4.7 and §4.8, the record --------------------------------------------------------------------

#[test]
fn what_makes_a_text_a_dmarc_record() {
    for record in [
        "v=DMARC1; p=reject",
        "v=DMARC1;p=reject",
        "v=DMARC1; p=reject;",
        "v=DMARC1 ; p = reject ; ",
        "v = DMARC1 ; p\t=\treject",
        "V=DMARC1; P=REJECT",
        "v=DMARC1; p=Reject",
        "v=DMARC1; rua=mailto:a@example.com; adkim=r; p=reject",
    ] {
        let told = story(&at_example_com(record), "example.com").told();
        assert_eq!(
            told.line(),
            "fail reject example.com example.com",
            "{record:?}"
        );
    }
    for record in [
        "v=dmarc1; p=reject",
        " v=DMARC1; p=reject",
        "p=reject; v=DMARC1",
        "v=DMARC1 p=reject",
        "v=DMARC10; p=reject",
        "v=DMARC2; p=reject",
        "v:DMARC1; p=reject",
        "DMARC1; p=reject",
        "\\\"v=DMARC1; p=reject\\\"",
        "v=spf1 -all",
        "",
    ] {
        let told = story(&at_example_com(record), "example.com").told();
        assert_eq!(told.line(), "none none - -", "{record:?}");
        let looks_like_it = record.to_lowercase().contains("dmarc1");
        assert_eq!(told.has("dmarc.bad-version"), looks_like_it, "{record:?}");
    }
}

#[test]
fn what_a_record_with_a_broken_policy_comes_to() {
    // §4.10.1: record, verdict, disposition, findings.
    let reports = "rua=mailto:d@example.com";
    let table: [(String, &str, &[&str]); 17] = [
        (
            "v=DMARC1".into(),
            "none none",
            &["dmarc.policy-absent", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1;".into(),
            "none none",
            &["dmarc.policy-absent", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1; sp=reject".into(),
            "none none",
            &["dmarc.policy-absent", "dmarc.no-processing"],
        ),
        (
            format!("v=DMARC1; {reports}"),
            "fail none",
            &["dmarc.policy-absent", "dmarc.counts-as-none"],
        ),
        (
            format!("v=DMARC1; {reports}; sp=reject"),
            "fail none",
            &["dmarc.policy-absent", "dmarc.counts-as-none"],
        ),
        (
            "v=DMARC1; p=block".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1; p=".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1; p=reject pct=100".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
        (
            format!("v=DMARC1; p=block; {reports}"),
            "fail none",
            &["dmarc.bad-policy", "dmarc.counts-as-none"],
        ),
        (
            "v=DMARC1; p=reject; sp=block".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1; p=reject; np=block".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
        (
            format!("v=DMARC1; p=reject; sp=block; {reports}"),
            "fail none",
            &["dmarc.bad-policy", "dmarc.counts-as-none"],
        ),
        (
            format!("v=DMARC1; p=reject; np=block; {reports}"),
            "fail none",
            &["dmarc.bad-policy", "dmarc.counts-as-none"],
        ),
        // A bare address is no URI, so no reports are asked for; that alone does no harm.
        (
            "v=DMARC1; p=block; rua=d@example.com".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.bad-uri", "dmarc.no-processing"],
        ),
        (
            "v=DMARC1; p=reject; rua=d@example.com".into(),
            "fail reject",
            &["dmarc.bad-uri"],
        ),
        // One good URI is enough.
        (
            "v=DMARC1; p=block; rua=d@example.com, https://r.example/x".into(),
            "fail none",
            &["dmarc.bad-policy", "dmarc.bad-uri", "dmarc.counts-as-none"],
        ),
        // ruf does not count.
        (
            "v=DMARC1; p=block; ruf=mailto:d@example.com".into(),
            "none none",
            &["dmarc.bad-policy", "dmarc.no-processing"],
        ),
    ];
    for (record, line, codes) in table {
        let told = story(&at_example_com(&record), "example.com").told();
        assert!(told.line().starts_with(line), "{record}: {}", told.line());
        let about_record: Vec<_> = told
            .codes()
            .into_iter()
            .filter(|code| {
                let about_message = [
                    "dmarc.nothing-authenticated",
                    "dmarc.policy-none",
                    "dmarc.reject-alone",
                ];
                !about_message.contains(code)
            })
            .collect();
        assert_eq!(about_record, codes, "{record}");
        // A record that is not processed keeps even a good signature from passing.
        let told = story(&at_example_com(&record), "example.com")
            .dkim("example.com")
            .told();
        let expected = if line.starts_with("none") {
            Verdict::None
        } else {
            Verdict::Pass
        };
        assert_eq!(told.verdict(), Some(expected), "{record}");
    }
}

#[test]
fn uris_of_reports_as_rfc_3986_has_them() {
    let is_taken = |uri: &str| {
        let record = format!("v=DMARC1; rua={uri}");
        let told = story(&at_example_com(&record), "example.com").told();
        told.verdict() == Some(Verdict::Fail)
    };
    for uri in [
        "mailto:d@example.com",
        "MAILTO:d@example.com",
        "mailto:d@example.com!10m",
        "mailto:d@example.com!50",
        "mailto:d%2Be@example.com",
        "https://example.com/dmarc?x=1#y",
        "urn:x",
        "mailto:one@example.com,mailto:two@example.com",
        " mailto:one@example.com , mailto:two@example.com ",
    ] {
        assert!(is_taken(uri), "{uri:?}");
    }
    for uri in [
        "",
        ",",
        "d@example.com",
        "mailto:",
        ":d@example.com",
        "1mailto:d@example.com",
        "mail to:d@example.com",
        "mailto:d @example.com",
        "mailto:d@example.com!10x",
        "mailto:d@example.com!",
        "mailto:d@example.com!k",
        "mailto:a!b@example.com",
        "mailto:d%2@example.com",
        "mailto:d%zz@example.com",
        "mailto:<d@example.com>",
        "mailto:d\\195\\169@example.com",
    ] {
        assert!(!is_taken(uri), "{uri:?}");
    }
}

#[test]
fn a_size_limit_is_obsolete_and_ignored() {
    let zone = at_example_com("v=DMARC1; p=none; rua=mailto:d@example.com!10m");
    let told = story(&zone, "example.com").told();
    assert_eq!(
        *told.finding("dmarc.obsolete-size"),
        Finding::ObsoleteSize {
            domain: name("example.com"),
            tag: "rua",
            value: "mailto:d@example.com!10m".to_owned()
        }
    );
}

#[test]
fn a_bad_value_elsewhere_gives_way_to_its_default() {
    // §4.8: record, the tag, the default; relaxed alignment and no test mode stay in force.
    for (tag, value, default) in [
        ("adkim", "x", "r"),
        ("adkim", "strict", "r"),
        ("aspf", "", "r"),
        ("psd", "maybe", "u"),
        ("t", "1", "n"),
        ("t", "yes", "n"),
    ] {
        let zone = at_example_com(&format!("v=DMARC1; p=reject; {tag}={value}"));
        let told = story(&zone, "example.com").dkim("mail.example.com").told();
        assert_eq!(told.verdict(), Some(Verdict::Pass), "{tag}={value}");
        assert_eq!(
            *told.finding("dmarc.bad-value"),
            Finding::BadValue {
                domain: name("example.com"),
                tag,
                value: value.to_owned(),
                default
            }
        );
        let told = story(&zone, "example.com").told();
        assert_eq!(told.line(), "fail reject example.com example.com");
    }
}

#[test]
fn failure_options_count_beside_ruf_alone() {
    let has_bad_value = |fo: &str, ruf: &str| {
        let record = format!("v=DMARC1; p=none; fo={fo}{ruf}");
        let told = story(&at_example_com(&record), "example.com").told();
        told.has("dmarc.bad-value")
    };
    let ruf = "; ruf=mailto:d@example.com";
    for good in ["0", "1", "d", "s", "0:d", "d:0:s", "1:d:s", "D:S", "s:1"] {
        assert!(!has_bad_value(good, ruf), "fo={good}");
    }
    for bad in ["", "2", "0:1", "d:d", "1:1", "0d", "0:"] {
        assert!(has_bad_value(bad, ruf), "fo={bad}");
        assert!(!has_bad_value(bad, ""), "fo={bad} without ruf");
    }
}

#[test]
fn a_duplicate_tag_voids_the_record() {
    for record in [
        "v=DMARC1; p=reject; p=none",
        "v=DMARC1; p=reject; P=reject",
        "v=DMARC1; p=reject; rua=mailto:a@b.example; rua=mailto:c@b.example",
        "v=DMARC1; p=reject; x=1; x=2",
        "v=DMARC1; p=reject; v=DMARC1",
    ] {
        let told = story(&at_example_com(record), "example.com")
            .dkim("example.com")
            .told();
        assert_eq!(told.line(), "none none - -", "{record}");
        assert!(told.has("dmarc.duplicate-tag"), "{record}");
        assert_eq!(walked(&told.outcome.walk)[0].1, "void");
    }
    // Void or not, it is one of several.
    let zone = "
        _dmarc.example.com TXT \"v=DMARC1; p=reject; p=none\"
        _dmarc.example.com TXT \"v=DMARC1; p=reject\"
    ";
    let told = story(zone, "example.com").told();
    assert_eq!(told.line(), "none none - -");
    assert!(told.has("dmarc.several-records"));
}

/// What the record alone is said to be, in the order of the findings.
fn about_record(told: &Told) -> Vec<&'static str> {
    const ABOUT_MESSAGE: [&str; 4] = [
        "dmarc.nothing-authenticated",
        "dmarc.policy-none",
        "dmarc.reject-alone",
        "dmarc.testing",
    ];
    let codes = told.codes().into_iter();
    codes.filter(|code| !ABOUT_MESSAGE.contains(code)).collect()
}

/// Each way in which the value of a tag whose good value is `good` can break the grammar of §4.8: as it
/// is written in a zone, and as it is shown.
fn wrong(good: &str) -> Vec<(String, String)> {
    let (first, rest) = good.split_at(1);
    let plain = [
        String::new(),
        "x".to_owned(),
        "0".to_owned(),
        // Two values, by each separator one might think of.
        format!("{good} {good}"),
        format!("{good},{good}"),
        format!("{good}:{good}"),
        format!("{good}/{good}"),
        // Too much before, behind and inside.
        format!("{good}."),
        format!("={good}"),
        format!("{first}-{rest}"),
        format!("'{good}'"),
        // A semicolon left out.
        format!("{good} ruf=mailto:d@example.com"),
        format!("{good}, fo=1"),
    ];
    let mut ways: Vec<_> = plain.into_iter().map(|way| (way.clone(), way)).collect();
    let escaped = [
        (format!("\\\"{good}\\\""), format!("\"{good}\"")),
        (format!("{good}\\195\\169"), format!("{good}é")),
        (format!("{good}\\255"), format!("{good}\u{fffd}")),
        (format!("{first}\\007{rest}"), format!("{first}\u{7}{rest}")),
        (format!("{first}\\000{rest}"), format!("{first}\0{rest}")),
        (format!("{good}\\092"), format!("{good}\\")),
    ];
    ways.extend(escaped);
    ways
}

/// The tags of a few words: a good value that is not the default, and the default.
const WORD_TAGS: [(&str, &str, &str); 4] = [
    ("adkim", "s", "r"),
    ("aspf", "s", "r"),
    ("psd", "n", "u"),
    ("t", "y", "n"),
];

/// What shows which value `tag` has: its effect on verdict, disposition, organization and questions.
fn effect(record: &str) -> Vec<String> {
    let zone = at_example_com(record);
    let dkim = story(&zone, "example.com")
        .dkim("mail.example.com")
        .judged();
    let spf = story(&zone, "example.com").spf("mail.example.com").judged();
    let nobody = story(&zone, "example.com").judged();
    let below = story(&zone, "sub.example.com").judged();
    let each = [&dkim, &spf, &nobody, &below];
    each.iter()
        .map(|told| format!("{} / {}", told.line(), told.questions().join(" ")))
        .collect()
}

#[test]
fn each_word_tag_in_each_way_of_being_wrong_counts_as_its_default() {
    let default = effect("v=DMARC1; p=reject");
    for (tag, good, means) in WORD_TAGS {
        let with = |value: &str| format!("v=DMARC1; p=reject; {tag}={value}");
        assert_ne!(effect(&with(good)), default, "{tag}={good} has an effect");
        assert_eq!(effect(&with(means)), default, "{tag}={means}");
        for (value, shown) in wrong(good) {
            let record = with(&value);
            let told = story(&at_example_com(&record), "example.com").judged();
            assert_eq!(about_record(&told), ["dmarc.bad-value"], "{record}");
            assert_eq!(
                *told.finding("dmarc.bad-value"),
                Finding::BadValue {
                    domain: name("example.com"),
                    tag,
                    value: shown,
                    default: means,
                }
            );
            assert_eq!(effect(&record), default, "{record}");
        }
    }
}

#[test]
fn each_policy_tag_in_each_way_of_being_wrong_stops_dmarc_or_counts_as_none() {
    for tag in ["p", "sp", "np"] {
        for (value, shown) in wrong("reject") {
            let valid = if tag == "p" { "" } else { "p=reject; " };
            let record = format!("v=DMARC1; {valid}{tag}={value}");
            let told = story(&at_example_com(&record), "example.com").judged();
            let codes = ["dmarc.bad-policy", "dmarc.no-processing"];
            assert_eq!(about_record(&told), codes, "{record}");
            assert_eq!(
                *told.finding("dmarc.bad-policy"),
                Finding::BadPolicy {
                    domain: name("example.com"),
                    tag,
                    value: shown,
                }
            );
            assert_eq!(told.line(), "none none - -", "{record}");
            let zone = at_example_com(&record);
            let passed = story(&zone, "example.com").dkim("example.com").judged();
            assert_eq!(passed.verdict(), Some(Verdict::None), "{record}");
            // Where reports are asked for, it is a record of p=none, and the other two are gone.
            let record = format!("{record}; rua=mailto:d@example.com");
            for from in ["example.com", "sub.example.com"] {
                let told = story(&at_example_com(&record), from).judged();
                let line = "fail none example.com example.com";
                assert_eq!(told.line(), line, "{record}");
                let passed = story(&at_example_com(&record), from).dkim(from).judged();
                assert_eq!(passed.verdict(), Some(Verdict::Pass), "{record}");
            }
            let told = story(&at_example_com(&record), "example.com").judged();
            let codes = ["dmarc.bad-policy", "dmarc.counts-as-none"];
            assert_eq!(about_record(&told), codes, "{record}");
        }
    }
}

#[test]
fn each_failure_option_that_is_wrong_counts_as_0_and_changes_nothing_else() {
    let ruf = "ruf=mailto:f@example.com";
    let default = effect(&format!("v=DMARC1; p=reject; {ruf}"));
    let more = ["01", "0,1", "d s", "s:s", "d:0:1", "d:s:0:d", ":0", "0::s"];
    let more = more.map(|value| (value.to_owned(), value.to_owned()));
    let is_wrong = |(value, _): &(String, String)| !["0", "d:d"].contains(&value.as_str());
    for (value, shown) in wrong("d").into_iter().filter(is_wrong).chain(more) {
        let record = format!("v=DMARC1; p=reject; fo={value}; {ruf}");
        let told = story(&at_example_com(&record), "example.com").judged();
        assert_eq!(about_record(&told), ["dmarc.bad-value"], "{record}");
        assert_eq!(
            *told.finding("dmarc.bad-value"),
            Finding::BadValue {
                domain: name("example.com"),
                tag: "fo",
                value: shown,
                default: "0",
            }
        );
        assert_eq!(effect(&record), default, "{record}");
    }
}

#[test]
fn each_list_of_uris_that_is_wrong_asks_for_no_reports_and_changes_nothing_else() {
    let default = effect("v=DMARC1; p=reject");
    for tag in ["rua", "ruf"] {
        // The list, and the entries that are no URI.
        for (list, bad) in [
            ("", &[""][..]),
            ("d@example.com", &["d@example.com"]),
            ("mailto:", &["mailto:"]),
            ("mailto d@example.com", &["mailto d@example.com"]),
            ("mailto:d@example.com!", &["mailto:d@example.com!"]),
            ("mailto:d@example.com!10x", &["mailto:d@example.com!10x"]),
            ("mailto:a!b@example.com", &["mailto:a!b@example.com"]),
            ("mailto:d@example.com,", &[""]),
            (",mailto:d@example.com", &[""]),
            ("mailto:d@example.com,,", &["", ""]),
            (
                "mailto:d@example.com mailto:e@example.com",
                &["mailto:d@example.com mailto:e@example.com"],
            ),
            ("mailto:d@example.com, e@example.com", &["e@example.com"]),
            (
                "mailto:d@example.com sp=none",
                &["mailto:d@example.com sp=none"],
            ),
            ("mailto:d%zz@example.com", &["mailto:d%zz@example.com"]),
            ("<mailto:d@example.com>", &["<mailto:d@example.com>"]),
        ] {
            let record = format!("v=DMARC1; p=reject; {tag}={list}");
            let told = story(&at_example_com(&record), "example.com").judged();
            let findings = told.outcome.findings.iter();
            let said: Vec<_> = findings
                .filter_map(|noted| match &noted.finding {
                    Finding::BadUri { tag: at, value, .. } if *at == tag => Some(value.as_str()),
                    _ => None,
                })
                .collect();
            assert_eq!(said, bad, "{record}");
            assert_eq!(about_record(&told).len(), bad.len(), "{record}");
            assert_eq!(effect(&record), default, "{record}");
        }
    }
}

#[test]
fn each_tag_that_can_not_be_read_as_one_is_as_if_it_were_not_there() {
    // The tag, a value with an effect.
    let tags = WORD_TAGS.map(|(tag, good, _)| (tag, good));
    for (tag, value) in [("sp", "none"), ("np", "none")].into_iter().chain(tags) {
        let without = effect("v=DMARC1; p=reject");
        // The part between two semicolons, and what is said of it.
        for (part, code) in [
            (tag.to_owned(), "dmarc.tag-syntax"),
            (format!("{tag} {value}"), "dmarc.tag-syntax"),
            (format!("{tag}:{value}"), "dmarc.tag-syntax"),
            (format!("={tag}={value}"), "dmarc.tag-syntax"),
            (format!("{tag}-={value}"), "dmarc.tag-syntax"),
            (format!("1{tag}={value}"), "dmarc.tag-syntax"),
            (format!("{tag} {tag}={value}"), "dmarc.tag-syntax"),
            (format!("{tag}\\195\\169={value}"), "dmarc.tag-syntax"),
            (format!("; {tag}{tag}={value}"), "dmarc.tag-syntax"),
            (format!("{tag}1={value}"), "dmarc.unknown-tag"),
            (format!("{tag}{tag}={value}"), "dmarc.unknown-tag"),
        ] {
            let record = format!("v=DMARC1; p=reject; {part}");
            let told = story(&at_example_com(&record), "example.com").judged();
            assert_eq!(about_record(&told).first(), Some(&code), "{record}");
            assert_eq!(effect(&record), without, "{record}");
        }
        // Capitals and white space are no faults, and a tag that stands twice voids the record.
        let good = effect(&format!("v=DMARC1; p=reject; {tag}={value}"));
        for (part, code) in [
            (
                format!("{}={value}", tag.to_uppercase()),
                Some("dmarc.tag-case"),
            ),
            (format!("{tag}={}", value.to_uppercase()), None),
            (
                format!("{tag} =\t{value}"),
                Some("dmarc.space-around-equals"),
            ),
            (format!("\t{tag}={value} ; "), None),
        ] {
            let record = format!("v=DMARC1; p=reject; {part}");
            let told = story(&at_example_com(&record), "example.com").judged();
            assert_eq!(about_record(&told), Vec::from_iter(code), "{record}");
            assert_eq!(effect(&record), good, "{record}");
        }
    }
    // Without p there is nothing to go by.
    for part in [
        "p",
        "p reject",
        "p:reject",
        "=reject",
        "p1=reject",
        "-p=reject",
    ] {
        let told = story(&at_example_com(&format!("v=DMARC1; {part}")), "example.com").judged();
        assert_eq!(told.line(), "none none - -", "{part}");
        let last = ["dmarc.policy-absent", "dmarc.no-processing"];
        assert!(about_record(&told).ends_with(&last), "{part}");
        assert_eq!(about_record(&told).len(), 3, "{part}");
    }
}

#[test]
fn each_tag_that_stands_twice_voids_the_record_whatever_it_says() {
    for (tag, value) in [
        ("p", "reject"),
        ("sp", "reject"),
        ("np", "reject"),
        ("adkim", "r"),
        ("aspf", "r"),
        ("psd", "u"),
        ("t", "n"),
        ("fo", "0"),
        ("rua", "mailto:d@example.com"),
        ("ruf", "mailto:d@example.com"),
        ("pct", "100"),
        ("rf", "afrf"),
        ("ri", "86400"),
        ("unknown", "x"),
    ] {
        let p = if tag == "p" { "" } else { "p=reject; " };
        let record = format!("v=DMARC1; {p}{tag}={value}; {tag}={value}");
        let told = story(&at_example_com(&record), "example.com").judged();
        assert_eq!(told.line(), "none none - -", "{record}");
        assert_eq!(
            *told.finding("dmarc.duplicate-tag"),
            Finding::DuplicateTag {
                domain: name("example.com"),
                tag: tag.to_owned(),
            }
        );
    }
}

#[test]
fn each_removed_tag_is_explained_and_changes_nothing_whatever_its_value() {
    let default = effect("v=DMARC1; p=reject");
    for lang in Lang::ALL {
        let mut reasons = Vec::new();
        for (tag, values) in [
            ("pct", ["100", "0", "", "ten"]),
            ("rf", ["afrf", "iodef", "", "afrf:iodef"]),
            ("ri", ["86400", "0", "", "-1"]),
        ] {
            for value in values {
                let record = format!("v=DMARC1; p=reject; {tag}={value}");
                let told = story(&at_example_com(&record), "example.com").judged();
                assert_eq!(about_record(&told), ["dmarc.obsolete-tag"], "{record}");
                assert_eq!(effect(&record), default, "{record}");
                let finding = AnyFinding::Dmarc(told.finding("dmarc.obsolete-tag").clone());
                let prose = prose(lang, &finding);
                assert!(prose.title.contains(&format!("{tag}={value}")), "{record}");
                if !reasons.contains(&prose.why) {
                    reasons.push(prose.why);
                }
            }
        }
        assert_eq!(
            reasons.len(),
            3,
            "each has a reason of its own: {reasons:?}"
        );
    }
}

#[test]
fn tags_that_do_not_count_are_said_to_and_change_nothing() {
    let record = "v=DMARC1; p=reject; pct=10; rf=afrf; ri=86400; foo=bar; junk; =x; P2=y; ADKIM=r";
    let told = story(&at_example_com(record), "example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    let count = |code| told.codes().into_iter().filter(|c| *c == code).count();
    assert_eq!(count("dmarc.obsolete-tag"), 3);
    assert_eq!(count("dmarc.unknown-tag"), 2);
    assert_eq!(count("dmarc.tag-syntax"), 2);
    assert_eq!(count("dmarc.tag-case"), 1);
    assert!(!told.has("dmarc.space-around-equals"));
    let spaced = story(&at_example_com("v = DMARC1 ; p = reject"), "example.com").told();
    assert_eq!(
        *spaced.finding("dmarc.space-around-equals"),
        Finding::SpaceAroundEquals {
            domain: name("example.com"),
            tag: "v".to_owned()
        }
    );
}

#[test]
fn a_record_of_endless_length_is_not_read() {
    let mut zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; x=".to_owned();
    zone.push_str(&"y".repeat(20_000));
    zone.push_str("\"\n");
    let told = story(&zone, "example.com").told();
    assert_eq!(told.line(), "none none - -");
    assert!(told.has("dmarc.long-record"));
    // And one that is all tags ends in bounded work.
    let mut record = "v=DMARC1; p=reject".to_owned();
    for index in 0..1_000 {
        let letter = |n: u32| char::from_u32(u32::from('a') + n % 26).unwrap();
        let _ = write!(record, ";x{}{}=1", letter(index), letter(index / 26));
    }
    let told = story(&at_example_com(&record), "example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    assert!(told.has("dmarc.tag-syntax"));
}

// --- §4.7 and §4.10.1, the policy that applies ----------------------------------------------------

#[test]
fn which_policy_applies_to_which_domain() {
    let policies = |sp: &str, np: &str| {
        format!(
            "_dmarc.example.com TXT \"v=DMARC1; p=reject{sp}{np}\"\n\
             mail.example.com MX 10 mail.example.com\n\
             dangling.example.com CNAME nowhere.example.net\n\
             deep.empty.example.com A 192.0.2.1\n"
        )
    };
    let (sp, np) = ("; sp=quarantine", "; np=none");
    // sp, np, author domain, disposition, the tag that gave it.
    for (sp, np, from, disposition, tag) in [
        ("", "", "example.com", "reject", "p"),
        (sp, np, "example.com", "reject", "p"),
        ("", "", "mail.example.com", "reject", "p"),
        (sp, "", "mail.example.com", "quarantine", "sp"),
        (sp, np, "mail.example.com", "quarantine", "sp"),
        ("", np, "mail.example.com", "reject", "p"),
        // NXDOMAIN.
        ("", "", "ghost.example.com", "reject", "p"),
        (sp, "", "ghost.example.com", "quarantine", "sp"),
        (sp, np, "ghost.example.com", "none", "np"),
        ("", np, "ghost.example.com", "none", "np"),
        (sp, np, "a.ghost.example.com", "none", "np"),
        // An alias that leads nowhere is a name that exists.
        (sp, np, "dangling.example.com", "quarantine", "sp"),
        // So is a name with nothing but a name below it.
        (sp, np, "empty.example.com", "quarantine", "sp"),
    ] {
        let told = story(&policies(sp, np), from).told();
        let record = told.outcome.record.as_ref().expect("a record");
        assert_eq!(told.verdict(), Some(Verdict::Fail), "{from}{sp}{np}");
        assert_eq!(
            told.outcome.disposition.word(),
            disposition,
            "{from}{sp}{np}"
        );
        assert_eq!(record.applied_tag, tag, "{from}{sp}{np}");
        assert_eq!(told.has("dmarc.nonexistent-policy"), tag == "np");
        let is_below = from != "example.com" && tag != "np";
        assert_eq!(
            told.has("dmarc.subdomain-policy"),
            is_below,
            "{from}{sp}{np}"
        );
    }
}

#[test]
fn whether_the_author_domain_exists_is_asked_last_and_only_if_it_matters() {
    let zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; np=none\"\n\
                txt.example.com TXT \"hello\"\n";
    let walk = ["ghost.example.com", "example.com", "com"];
    let failing = story(zone, "ghost.example.com").told();
    assert_eq!(failing.line(), "fail none example.com example.com");
    assert_eq!(
        failing.questions(),
        [&walk[..], &["ghost.example.com A"]].concat()
    );
    // Until it is known, nothing is said.
    let mut answers = Answers::new();
    story(zone, "ghost.example.com").told_with(&mut answers);
    answers.remove(&Question {
        name: name("ghost.example.com"),
        rtype: RecordType::A,
    });
    let (outcome, _) = story(zone, "ghost.example.com").once(&answers);
    assert_eq!(outcome.verdict, None);
    // A pass does not need it.
    let passing = story(zone, "ghost.example.com").dkim("example.com").told();
    assert_eq!(passing.line(), "pass none example.com example.com");
    assert_eq!(passing.questions(), walk);
    // Nor does a record without np.
    let zone_without = at_example_com("v=DMARC1; p=reject; sp=none");
    let told = story(&zone_without, "ghost.example.com").told();
    assert_eq!(told.questions(), walk);
    // Nor a record at the author domain itself.
    let told = story(zone, "example.com").told();
    assert_eq!(told.questions(), ["example.com", "com"]);
    // While results are to come, it waits.
    let told = story(zone, "ghost.example.com").unsettled().told();
    assert_eq!(
        (told.verdict(), told.questions()),
        (None, walk.map(str::to_owned).to_vec())
    );
    // Any type will do, when the name has another.
    let told = story(zone, "txt.example.com").told();
    assert_eq!(told.line(), "fail reject example.com example.com");
}

#[test]
fn something_at_dmarc_below_the_author_domain_proves_that_it_exists() {
    let zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; np=none\"\n\
                _dmarc.sub.example.com TXT \"not a policy\"\n\
                _dmarc.alias.example.com CNAME nowhere.example.net\n\
                _dmarc.other.example.com A 192.0.2.1\n";
    for from in ["sub.example.com", "alias.example.com", "other.example.com"] {
        let told = story(zone, from).told();
        assert_eq!(told.line(), "fail reject example.com example.com", "{from}");
        assert_eq!(told.questions(), [from, "example.com", "com"]);
    }
}

#[test]
fn a_failing_look_for_the_author_domain_leaves_the_policy_unknown() {
    let zone = "_dmarc.example.com TXT \"v=DMARC1; p=reject; np=none\"\n\
                ghost.example.com A SERVFAIL\n\
                _dmarc.ghost.example.com TXT NXDOMAIN\n";
    let told = story(zone, "ghost.example.com").told();
    assert_eq!(told.line(), "temperror none example.com example.com");
    assert!(told.has("dmarc.dns-failed"));
}

#[test]
fn test_mode_lowers_every_policy_by_one_level() {
    for (policy, disposition) in [
        (Policy::Reject, Policy::Quarantine),
        (Policy::Quarantine, Policy::None),
        (Policy::None, Policy::None),
    ] {
        for (tag, from) in [
            ("p", "example.com"),
            ("sp", "mail.example.com"),
            ("np", "ghost.example.com"),
        ] {
            let p = if tag == "p" { policy.word() } else { "none" };
            let mut zone = format!("_dmarc.example.com TXT \"v=DMARC1; p={p}; t=y");
            if tag != "p" {
                let _ = write!(zone, "; {tag}={}", policy.word());
            }
            zone.push_str("\"\nmail.example.com A 192.0.2.1\n");
            let told = story(&zone, from).told();
            assert_eq!(told.verdict(), Some(Verdict::Fail));
            assert_eq!(
                told.outcome.disposition,
                disposition,
                "{tag}={}",
                policy.word()
            );
            let applied = told.outcome.record.as_ref().map(|record| record.applied);
            assert_eq!(applied, Some(policy));
            assert_eq!(told.has("dmarc.testing"), policy != Policy::None);
            assert_eq!(told.has("dmarc.policy-none"), policy == Policy::None);
        }
    }
    // t=n and a message that passes: nothing to lower.
    let zone = at_example_com("v=DMARC1; p=reject; t=n");
    assert_eq!(
        story(&zone, "example.com").told().line(),
        "fail reject example.com example.com"
    );
    let zone = at_example_com("v=DMARC1; p=reject; t=y");
    let told = story(&zone, "example.com").dkim("example.com").told();
    assert_eq!(told.line(), "pass none example.com example.com");
}

#[test]
fn sp_of_a_record_below_the_organization_is_for_nobody() {
    let zone = "
        _dmarc.sub.example.com TXT \"v=DMARC1; p=none; sp=reject\"
        _dmarc.example.com     TXT \"v=DMARC1; p=quarantine\"
        a.sub.example.com      A   192.0.2.1
    ";
    let told = story(zone, "a.sub.example.com").told();
    assert_eq!(told.line(), "fail quarantine example.com example.com");
}

// --- §4.4 and §4.10.2, alignment ------------------------------------------------------------------

#[test]
fn relaxed_and_strict_alignment_by_leg() {
    // Tags, author domain, leg, identifier, aligned.
    let table = [
        ("", "example.com", "spf", "example.com", true),
        ("", "example.com", "spf", "child.example.com", true),
        ("", "child.example.com", "dkim", "example.com", true),
        ("", "child.example.com", "dkim", "other.example.com", true),
        ("", "child.example.com", "spf", "example.net", false),
        ("", "example.com", "dkim", "notexample.com", false),
        ("", "example.com", "dkim", "example.com.evil.net", false),
        ("", "example.com", "dkim", "com", false),
        ("; adkim=s", "example.com", "dkim", "example.com", true),
        (
            "; adkim=s",
            "example.com",
            "dkim",
            "child.example.com",
            false,
        ),
        ("; adkim=s", "example.com", "spf", "child.example.com", true),
        ("; aspf=s", "example.com", "spf", "child.example.com", false),
        ("; aspf=S", "example.com", "spf", "child.example.com", false),
        ("; aspf=s", "example.com", "dkim", "child.example.com", true),
        (
            "; adkim=s; aspf=s",
            "child.example.com",
            "dkim",
            "example.com",
            false,
        ),
        (
            "; adkim=s; aspf=s",
            "child.example.com",
            "spf",
            "child.example.com",
            true,
        ),
    ];
    for (tags, from, leg, domain, aligned) in table {
        let zone = at_example_com(&format!("v=DMARC1; p=reject{tags}"));
        let told = match leg {
            "spf" => story(&zone, from).spf(domain).told(),
            _ => story(&zone, from).dkim(domain).told(),
        };
        let case = format!("{from}, {leg} {domain}{tags}");
        assert_eq!(told.aligned(), [Some(aligned)], "{case}");
        let verdict = if aligned {
            Verdict::Pass
        } else {
            Verdict::Fail
        };
        assert_eq!(told.verdict(), Some(verdict), "{case}");
        assert_eq!(
            told.has(&format!("dmarc.{leg}-not-aligned")),
            !aligned,
            "{case}"
        );
        assert_eq!(told.has("dmarc.stated-identifier"), aligned, "{case}");
    }
}

#[test]
fn no_walk_where_the_rfc_says_there_is_no_need() {
    let zone = "
        _dmarc.mail.example.com TXT \"v=DMARC1; p=reject\"
        _dmarc.example.com      TXT \"v=DMARC1; p=none\"
        _dmarc.strict.example   TXT \"v=DMARC1; p=reject; adkim=s; aspf=s\"
    ";
    // All the same domain, which has a record: it is its own organization.
    let told = story(zone, "mail.example.com")
        .spf("mail.example.com")
        .dkim("mail.example.com")
        .told();
    assert_eq!(told.questions(), ["mail.example.com"]);
    assert_eq!(told.line(), "pass none mail.example.com mail.example.com");
    // No record: nothing to align.
    let told = story(zone, "example.net").spf("mail.example.net").told();
    assert_eq!(told.questions(), ["example.net", "net"]);
    // Strict: a comparison of names.
    let told = story(zone, "strict.example")
        .dkim("mail.strict.example")
        .told();
    assert_eq!(told.questions(), ["strict.example"]);
    assert_eq!(told.line(), "fail reject - strict.example");
    let told = story(zone, "strict.example").told();
    assert_eq!(told.questions(), ["strict.example"]);
    // Not all the same: then both are walked for.
    let told = story(zone, "mail.example.com")
        .spf("mail.example.com")
        .dkim("example.com")
        .told();
    assert_eq!(told.questions(), ["mail.example.com", "example.com", "com"]);
    assert_eq!(told.line(), "pass none example.com mail.example.com");
}

#[test]
fn an_identifier_has_an_organization_of_its_own() {
    let zone = "
        _dmarc.example.com      TXT \"v=DMARC1; p=reject\"
        _dmarc.shop.example.com TXT \"v=DMARC1; p=none; psd=n\"
    ";
    let told = story(zone, "example.com")
        .dkim("mail.shop.example.com")
        .told();
    assert_eq!(told.line(), "fail reject example.com example.com");
    let own = &told.outcome.identifiers[0].organizational_domain;
    assert_eq!(*own, Some(name("shop.example.com")));
    // The other way round, too.
    let told = story(zone, "mail.shop.example.com")
        .dkim("example.com")
        .told();
    assert_eq!(told.line(), "fail none shop.example.com shop.example.com");
    let told = story(zone, "a.shop.example.com")
        .dkim("b.shop.example.com")
        .told();
    assert_eq!(told.line(), "pass none shop.example.com shop.example.com");
}

#[test]
fn the_order_of_identifiers_makes_no_difference() {
    let zone = "
        _dmarc.example.com       TXT \"v=DMARC1; p=reject\"
        _dmarc.shop.example.com  TXT \"v=DMARC1; p=none; psd=n\"
        _dmarc.flaky.example.com TXT SERVFAIL
        _dmarc.flaky.example.net TXT TIMEOUT
    ";
    let domains = [
        "shop.example.com",
        "flaky.example.com",
        "flaky.example.net",
        "mail.example.com",
        "example.org",
    ];
    // All subsets in two orders each, and every rotation of the whole.
    for subset in 0_u32..32 {
        let chosen: Vec<_> = (0..5)
            .filter(|i| subset >> i & 1 == 1)
            .map(|i| domains[i])
            .collect();
        let tell = |order: &[&str]| {
            let mut told = story(zone, "example.com");
            for domain in order {
                told = told.dkim(domain);
            }
            told.told().verdict()
        };
        let verdict = tell(&chosen);
        let expected = if chosen.contains(&"mail.example.com") {
            Verdict::Pass
        } else if chosen.contains(&"flaky.example.com") {
            Verdict::TempError
        } else {
            Verdict::Fail
        };
        assert_eq!(verdict, Some(expected), "{chosen:?}");
        for turn in 0..chosen.len() {
            let mut order = chosen.clone();
            order.rotate_left(turn);
            assert_eq!(tell(&order), verdict, "{order:?}");
            order.reverse();
            assert_eq!(tell(&order), verdict, "{order:?}");
        }
    }
}

#[test]
fn a_pass_says_on_whose_word_it_rests() {
    let zone = at_example_com("v=DMARC1; p=reject");
    let told = story(&zone, "example.com")
        .spf("example.net")
        .dkim("example.com")
        .told();
    assert_eq!(
        *told.finding("dmarc.stated-identifier"),
        Finding::StatedIdentifier {
            method: Method::Dkim,
            domain: name("example.com")
        }
    );
    // The one that is not aligned is no reason for a finding as long as another is.
    assert!(!told.has("dmarc.spf-not-aligned"));
    assert!(
        told.outcome
            .identifiers
            .iter()
            .all(|identifier| identifier.stated)
    );
}

// --- §5.3.6, DNS that fails -----------------------------------------------------------------------

#[test]
fn a_failure_in_policy_discovery_is_a_temperror() {
    for (failing, asked) in [("mail.example.com", 1), ("example.com", 2), ("com", 3)] {
        for failure in ["SERVFAIL", "TIMEOUT"] {
            let zone = format!("_dmarc.{failing} TXT {failure}\nmail.example.com A 192.0.2.1\n");
            let told = story(&zone, "mail.example.com")
                .dkim("mail.example.com")
                .told();
            assert_eq!(told.line(), "temperror none - -", "{zone}");
            assert_eq!(told.questions().len(), asked, "{zone}");
            assert!(told.has("dmarc.dns-failed"));
            assert_eq!(told.codes().len(), 1);
        }
    }
}

#[test]
fn a_failure_above_the_record_matters_only_where_organizations_are_compared() {
    let zone = "
        _dmarc.mail.example.com TXT \"v=DMARC1; p=reject\"
        _dmarc.example.com      TXT SERVFAIL
    ";
    let verdict = |told: Told| told.verdict().map(Verdict::word);
    // The same domain: a pass, whatever is above.
    let told = story(zone, "mail.example.com")
        .dkim("mail.example.com")
        .told();
    assert_eq!(verdict(told), Some("pass"));
    // That, and another that can't be judged.
    let told = story(zone, "mail.example.com")
        .spf("example.com")
        .dkim("mail.example.com")
        .told();
    assert_eq!(told.aligned(), [None, Some(true)]);
    assert_eq!(verdict(told), Some("pass"));
    // The other alone.
    let told = story(zone, "mail.example.com").spf("example.com").told();
    assert!(told.has("dmarc.alignment-unknown"));
    assert_eq!(verdict(told), Some("temperror"));
    // Nothing authenticated: a fail, though the organization is unknown.
    let told = story(zone, "mail.example.com").told();
    assert_eq!(told.line(), "fail reject - mail.example.com");
    // A stranger is no relative, whatever the organization is, and whatever theirs is.
    let broken = format!("{zone}_dmarc.example.net TXT SERVFAIL\n");
    let told = story(&broken, "mail.example.com").spf("example.net").told();
    assert_eq!(verdict(told), Some("fail"));
    let told = story(zone, "mail.example.com").spf("example.net").told();
    assert_eq!(verdict(told), Some("fail"));
}

#[test]
fn a_stranger_can_not_turn_a_fail_into_a_temperror_by_breaking_their_own_dns() {
    let zone = "
        _dmarc.bank.example      TXT \"v=DMARC1; p=reject\"
        _dmarc.evil.example      TXT TIMEOUT
        _dmarc.sub.bank.example  TXT TIMEOUT
    ";
    let told = story(zone, "bank.example").dkim("evil.example").told();
    assert_eq!(told.line(), "fail reject bank.example bank.example");
    assert_eq!(told.aligned(), [Some(false)]);
    assert_eq!(
        walked(&told.outcome.identifiers[0].walk),
        [("evil.example".to_owned(), "failed")]
    );
    // A subdomain of the bank may be its own, or may not.
    let told = story(zone, "bank.example").dkim("sub.bank.example").told();
    assert_eq!(told.line(), "temperror none bank.example bank.example");
    assert_eq!(
        *told.finding("dmarc.alignment-unknown"),
        Finding::AlignmentUnknown {
            domain: name("sub.bank.example"),
            name: name("_dmarc.sub.bank.example"),
            failure: mailprism::engine::dns::Failure::Timeout,
        }
    );
}

#[test]
fn strangers_who_use_up_all_questions_do_not_hide_the_one_that_is_aligned() {
    let mut signed = story(
        "_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n",
        "example.com",
    );
    for index in 0..15 {
        signed = signed.dkim(&format!("a.b.c.d.e.f{index}.stranger{index}.aa"));
    }
    let told = signed.dkim("mail.example.com").told();
    assert_eq!(told.verdict(), Some(Verdict::Pass));
    assert_eq!(told.asked.len(), mailprism::engine::limits::QUESTIONS);
}

// --- answers that are still to come ---------------------------------------------------------------

#[test]
fn a_walk_asks_one_question_a_round_and_walks_go_side_by_side() {
    let (zone, _) = Zone::parse(B_4_1);
    let signed = story(B_4_1, "example.com")
        .dkim("signing.example.com")
        .spf("example.net");
    let mut answers = Answers::new();
    let mut rounds = Vec::new();
    loop {
        let (outcome, asked) = signed.once(&answers);
        let open: Vec<_> = asked.iter().filter(|asked| !asked.answered).collect();
        rounds.push((
            open.iter()
                .map(|asked| asked.question.name.to_string())
                .collect::<Vec<_>>()
                .join(" "),
            outcome.verdict,
        ));
        if open.is_empty() {
            break;
        }
        for need in open {
            answers.insert(need.question.clone(), zone.answer(&need.question));
        }
    }
    let rounds: Vec<_> = rounds
        .iter()
        .map(|(open, verdict)| (open.as_str(), *verdict))
        .collect();
    assert_eq!(
        rounds,
        [
            ("_dmarc.example.com", None),
            (
                "_dmarc.com _dmarc.signing.example.com _dmarc.example.net",
                None
            ),
            ("_dmarc.net", Some(Verdict::Pass)),
            ("", Some(Verdict::Pass)),
        ]
    );
}

#[test]
fn while_a_signature_is_unsettled_a_fail_is_not_concluded_but_a_pass_is() {
    let zone = at_example_com("v=DMARC1; p=reject");
    let told = story(&zone, "example.com")
        .spf("example.net")
        .unsettled()
        .told();
    assert_eq!(told.verdict(), None);
    assert_eq!(told.outcome.disposition, Policy::None);
    assert!(!told.has("dmarc.spf-not-aligned"));
    let told = story(&zone, "example.com")
        .spf("example.com")
        .unsettled()
        .told();
    assert_eq!(told.verdict(), Some(Verdict::Pass));
    // What can be concluded without identifiers is.
    let told = story("", "example.com").unsettled().told();
    assert_eq!(told.verdict(), Some(Verdict::None));
    let told = story("_dmarc.example.com TXT SERVFAIL", "example.com")
        .unsettled()
        .told();
    assert_eq!(told.verdict(), Some(Verdict::TempError));
    // And no walk starts that an identical identifier would make needless.
    let told = story(&zone, "example.com").unsettled().told();
    assert_eq!(told.questions(), ["example.com"]);
}

#[test]
fn a_waiting_outcome_carries_its_trace_so_far() {
    let waiting = story(B_4_3, "giant.bank.example").spf("mail.giant.bank.example");
    let (outcome, asked) = waiting.once(&Answers::new());
    assert_eq!(outcome.verdict, None);
    assert_eq!(
        walked(&outcome.walk),
        [("giant.bank.example".to_owned(), "waiting")]
    );
    assert_eq!(asked.len(), 1);
    let mut answers = Answers::new();
    let (zone, _) = Zone::parse(B_4_3);
    let first = asked[0].question.clone();
    answers.insert(first.clone(), zone.answer(&first));
    let (outcome, _) = waiting.once(&answers);
    assert_eq!(outcome.verdict, None);
    assert!(outcome.record.is_some());
    assert_eq!(outcome.identifiers[0].aligned, None);
    assert_eq!(
        walked(&outcome.walk),
        [
            ("giant.bank.example".to_owned(), "record"),
            ("bank.example".to_owned(), "waiting")
        ]
    );
}

#[test]
fn a_fail_does_not_wait_for_an_organization_nobody_is_compared_with() {
    let zone = at_example_com("v=DMARC1; p=reject");
    let (parsed, _) = Zone::parse(&zone);
    let plain = story(&zone, "example.com");
    let mut answers = Answers::new();
    let (_, asked) = plain.once(&answers);
    answers.insert(asked[0].question.clone(), parsed.answer(&asked[0].question));
    let (outcome, asked) = plain.once(&answers);
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(outcome.organizational_domain, None);
    assert_eq!(asked.last().map(|asked| asked.answered), Some(false));
}

// --- the table ------------------------------------------------------------------------------------

#[test]
fn every_record_that_fuzz_could_make_ends_in_an_outcome() {
    // Each prefix of a record with everything in it, and each with one octet changed.
    let record = b"v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; t=y; psd=n; \
                   fo=0:d; rua=mailto:a@b.example!1m,x; ruf=urn:y; pct=1; zz=; q";
    let mut tried = 0;
    let mut tell = |text: &[u8]| {
        let mut line = "_dmarc.example.com TXT \"".to_owned();
        for octet in text {
            let _ = write!(line, "\\{octet:03}");
        }
        line.push('"');
        let told = story(&line, "a.example.com").dkim("b.example.com").told();
        assert!(told.verdict().is_some());
        tried += 1;
    };
    for end in 0..=record.len() {
        tell(&record[..end]);
    }
    for at in 0..record.len() {
        for octet in [0, b';', b'=', b' ', b'!', 0xff] {
            let mut changed = record.to_vec();
            changed[at] = octet;
            tell(&changed);
        }
    }
    assert!(tried > 900, "{tried}");
}
