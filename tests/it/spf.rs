//! SPF: the protocol's own test suite, case by case, and stories about what it leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;

use mailprism::engine::dns::{
    Answer, Answers, Ask, Asked, Failure, Found, Name, Question, Rdata, Record, RecordType, Source,
};
use mailprism::engine::spf::finding::{DomainFault, ExplanationFault, LookAlike, Syntax};
use mailprism::engine::spf::{
    Finding, Identity, Outcome, RecordTrace, SpfInput, Verdict, check_host,
};
use yaml_rust2::{Yaml, YamlLoader};

// --- a small DNS ----------------------------------------------------------------------------------

/// What a test publishes. A name is known when it, or one below it, has anything.
#[derive(Default)]
struct Zone {
    records: BTreeMap<(Name, RecordType), Vec<Rdata>>,
    failing: BTreeSet<(Name, RecordType)>,
    /// Names at which every type without records fails.
    silent: BTreeSet<Name>,
    /// Names that begin so fail, too, unless they are known.
    failing_prefix: Option<&'static str>,
}

impl Zone {
    /// Reads lines `NAME TYPE DATA`, the data of TXT as it stands; `TIMEOUT` in place of data fails.
    fn of(lines: &str) -> Self {
        let mut zone = Self::default();
        for line in lines
            .lines()
            .map(str::trim_start)
            .filter(|line| !line.is_empty())
        {
            let mut parts = line.splitn(3, ' ');
            let mut next = || parts.next().expect("NAME TYPE DATA");
            let (owner, rtype, data) = (name(next()), next(), next());
            let rtype = RecordType::from_text(rtype).expect("a type");
            if data == "TIMEOUT" {
                zone.failing.insert((owner, rtype));
                continue;
            }
            zone.publish(
                owner,
                match rtype {
                    RecordType::A => Rdata::A(data.parse().expect("IPv4")),
                    RecordType::AAAA => Rdata::Aaaa(data.parse().expect("IPv6")),
                    RecordType::MX => Rdata::Mx {
                        preference: 10,
                        exchange: name(data),
                    },
                    RecordType::PTR => Rdata::Ptr(name(data)),
                    RecordType::CNAME => Rdata::Cname(name(data)),
                    _ => Rdata::Txt(vec![data.as_bytes().to_vec()]),
                },
            );
        }
        zone
    }

    fn publish(&mut self, owner: Name, data: Rdata) {
        let key = (owner, data.rtype());
        self.records.entry(key).or_default().push(data);
    }

    fn answer(&self, question: &Question) -> Answer {
        let mut owner = question.name.clone();
        let mut aliases = Vec::new();
        let found = loop {
            let key = (owner.clone(), question.rtype);
            if let Some(records) = self.records.get(&key) {
                break Found::Records(
                    records
                        .iter()
                        .map(|data| Record {
                            name: owner.clone(),
                            ttl: 300,
                            data: data.clone(),
                        })
                        .collect(),
                );
            }
            if self.failing.contains(&key) || self.silent.contains(&owner) {
                break Found::Failed(Failure::Timeout);
            }
            let alias = self.records.get(&(owner.clone(), RecordType::CNAME));
            if let Some([Rdata::Cname(target)]) = alias.map(Vec::as_slice) {
                if aliases.len() > 8 {
                    break Found::Failed(Failure::AliasLoop);
                }
                owner = target.clone();
                aliases.push(target.clone());
                continue;
            }
            break if self.knows(&owner) {
                Found::NoData
            } else if self
                .failing_prefix
                .is_some_and(|prefix| owner.to_string().starts_with(prefix))
            {
                Found::Failed(Failure::Timeout)
            } else {
                Found::NxDomain
            };
        };
        Answer {
            aliases,
            ..Answer::new(found, Source::Pasted)
        }
    }

    fn knows(&self, owner: &Name) -> bool {
        let mut names = self
            .records
            .keys()
            .chain(&self.failing)
            .map(|(name, _)| name);
        names.any(|name| name.is_within(owner)) || self.silent.contains(owner)
    }
}

/// Answers one question after the other until none is open. No pass may leave more than one open:
/// the RFC's order is a sequence, and nothing is asked beforehand.
fn evaluate(zone: &Zone, input: SpfInput<'_>) -> (Outcome, Vec<Asked>) {
    let mut answers = Answers::new();
    loop {
        let ask = Ask::new(&answers);
        let outcome = check_host(input, &ask);
        let log = ask.into_log();
        let open: Vec<Question> = log
            .iter()
            .filter(|asked| !asked.answered)
            .map(|asked| asked.question.clone())
            .collect();
        assert!(open.len() <= 1, "asked at once: {open:?}");
        assert!(!outcome.pending || !open.is_empty(), "waits for nothing");
        assert!(outcome.lookups <= 11 && outcome.void_lookups <= 4);
        let Some(question) = open.into_iter().next() else {
            return (outcome, log);
        };
        assert!(answers.len() < 80, "no end of questions");
        let answer = zone.answer(&question);
        answers.insert(question, answer);
    }
}

fn name(text: &str) -> Name {
    match text {
        "" => Name::root(),
        text => Name::from_dotted(text.as_bytes()).expect("a domain name"),
    }
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// MAIL FROM of `sender` by a client at `ip`.
fn mail_from<'a>(ip: &str, sender: &'a str) -> SpfInput<'a> {
    SpfInput {
        identity: Identity::MailFrom,
        ip: Some(address(ip)),
        helo: Some("client.example.net"),
        mail_from: Some(sender),
        now: 1_700_000_000,
    }
}

fn check(zone: &Zone, ip: &str, sender: &str) -> Outcome {
    evaluate(zone, mail_from(ip, sender)).0
}

fn questions(log: &[Asked]) -> Vec<String> {
    log.iter()
        .map(|asked| format!("{} {}", asked.question.name, asked.question.rtype))
        .collect()
}

fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome
        .findings
        .iter()
        .map(|noted| noted.finding.entry().code)
        .collect()
}

fn has(outcome: &Outcome, code: &str) -> bool {
    codes(outcome).contains(&code)
}

// --- the suite --------------------------------------------------------------------------------------

/// Cases of the suite that do not pass, each with the reason.
const NOT_PASSING: [(&str, &str); 0] = [];

/// Cases in the suite.
const SUITE: usize = 203;

#[test]
fn the_test_suite_of_rfc_7208_passes() {
    let path = data_folder().join("rfc7208-tests.yml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `make test` fetches the suite", path.display())
    });
    let scenarios = YamlLoader::load_from_str(&text).expect("the suite is YAML");

    let mut total = 0;
    let mut failures = Vec::new();
    for scenario in &scenarios {
        let zone = suite_zone(&scenario["zonedata"]);
        for (id, case) in pairs(&scenario["tests"]) {
            total += 1;
            if let Err(reason) = suite_case(&zone, case) {
                failures.push((id, reason));
            }
        }
    }
    println!("rfc7208-tests.yml: {} of {total}", total - failures.len());
    assert_eq!(total, SUITE, "cases in the suite");
    let unexpected: Vec<_> = failures
        .iter()
        .filter(|(id, _)| NOT_PASSING.iter().all(|(known, _)| known != id))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    for (known, _) in NOT_PASSING {
        assert!(
            failures.iter().any(|(id, _)| *id == known),
            "{known} passes now"
        );
    }
}

fn data_folder() -> PathBuf {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    variable("MAILPRISM_DATA")
        .or_else(|| variable("MAILPRISM_TOOLS").map(|tools| tools.join("data")))
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tools/data"))
}

fn suite_case(zone: &Zone, case: &Yaml) -> Result<(), String> {
    let text = |key: &str| {
        case[key]
            .as_str()
            .unwrap_or_else(|| panic!("{key} of {case:?}"))
    };
    let (outcome, _) = evaluate(
        zone,
        SpfInput {
            identity: Identity::MailFrom,
            ip: Some(address(text("host"))),
            helo: Some(text("helo")),
            mail_from: Some(text("mailfrom")),
            now: 1_700_000_000,
        },
    );
    let result = outcome.verdict.map_or("nothing", Verdict::word);
    let wanted = strings(&case["result"]);
    if !wanted.iter().any(|wanted| wanted == result) {
        return Err(format!("{result} for {wanted:?}: {:?}", outcome.findings));
    }
    match (case["explanation"].as_str(), &outcome.explanation) {
        (None, _) | (Some("DEFAULT"), None) => Ok(()),
        (Some(wanted), Some(explanation)) if wanted == explanation => Ok(()),
        (Some(wanted), explanation) => Err(format!("{explanation:?} for {wanted:?}")),
    }
}

/// The rules of the suite's driver: what is published as type SPF counts as TXT unless the name has
/// TXT of its own, if only `NONE`; a bare `TIMEOUT` fails every type not named before it.
fn suite_zone(data: &Yaml) -> Zone {
    let mut zone = Zone {
        failing_prefix: Some("error."),
        ..Zone::default()
    };
    for (owner, entries) in pairs(data) {
        let owner = name(owner);
        let entries = entries.as_vec().expect("a list of records");
        let has_text = entries.iter().any(|entry| !entry["TXT"].is_badvalue());
        for entry in entries {
            if entry.as_str() == Some("TIMEOUT") {
                zone.silent.insert(owner.clone());
                continue;
            }
            for (rtype, value) in pairs(entry) {
                let data = match rtype {
                    "SPF" if has_text => continue,
                    "TXT" if value.as_str() == Some("NONE") => continue,
                    "SPF" | "TXT" => {
                        Rdata::Txt(strings(value).into_iter().map(String::into_bytes).collect())
                    }
                    "A" => Rdata::A(strings(value)[0].parse().expect("IPv4")),
                    "AAAA" => Rdata::Aaaa(strings(value)[0].parse().expect("IPv6")),
                    "MX" => Rdata::Mx {
                        preference: 0,
                        exchange: name(value[1].as_str().expect("an exchange")),
                    },
                    "PTR" => Rdata::Ptr(name(&strings(value)[0])),
                    "CNAME" => Rdata::Cname(name(&strings(value)[0])),
                    other => panic!("type {other} in the suite"),
                };
                zone.publish(owner.clone(), data);
            }
        }
    }
    zone
}

fn pairs(map: &Yaml) -> impl Iterator<Item = (&str, &Yaml)> {
    map.as_hash()
        .expect("a map")
        .iter()
        .map(|(key, value)| (key.as_str().expect("a text"), value))
}

/// A text, or a list of texts.
fn strings(value: &Yaml) -> Vec<String> {
    match value {
        Yaml::Array(items) => items.iter().flat_map(strings).collect(),
        Yaml::String(text) => vec![text.clone()],
        other => panic!("{other:?} is no text"),
    }
}

// --- which record -----------------------------------------------------------------------------------

#[test]
fn two_records_are_an_error_and_neither_is_evaluated() {
    let zone = Zone::of(
        "example.com TXT v=spf1 a:one.example.com -all
         example.com TXT v=spf1 include:two.example.com -all",
    );
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(codes(&outcome), ["spf.several-records"]);
    assert_eq!(questions(&log), ["example.com TXT"]);
}

#[test]
fn a_record_after_a_leading_space_is_none_and_the_reason_is_told() {
    for (text, fault) in [
        (" v=spf1 -all", LookAlike::LeadingSpace),
        ("\u{feff}v=spf1 -all", LookAlike::LeadingSpace),
        ("\"v=spf1 -all\"", LookAlike::Quoted),
        ("v=spf1; -all", LookAlike::Unterminated),
        ("v=spf1include:example.net", LookAlike::Unterminated),
        ("v=spf10 -all", LookAlike::OtherVersion),
        ("v=spf2 -all", LookAlike::OtherVersion),
        ("v = spf1 -all", LookAlike::Misspelt),
        ("spf1 -all", LookAlike::Misspelt),
    ] {
        let outcome = check(
            &Zone::of(&format!("example.com TXT {text}")),
            "192.0.2.1",
            "u@example.com",
        );
        assert_eq!(outcome.verdict, Some(Verdict::None), "{text}");
        let found = outcome
            .findings
            .iter()
            .find_map(|noted| match noted.finding {
                Finding::LookAlike { fault, .. } => Some(fault),
                _ => None,
            });
        assert_eq!(found, Some(fault), "{text}");
    }
}

#[test]
fn other_text_beside_the_record_is_none_of_our_business() {
    let mut zone = Zone::of(
        "example.com TXT v=spf1 ip4:198.51.100.1 -all
         example.com TXT google-site-verification=abc",
    );
    zone.publish(name("example.com"), Rdata::Txt(vec![vec![0xff, 0, 0x80]]));
    zone.publish(name("example.com"), Rdata::Txt(Vec::new()));
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(codes(&outcome), ["spf.fail"]);
}

#[test]
fn a_domain_without_records_and_one_that_does_not_exist_are_both_none() {
    let zone = Zone::of("www.example.com A 192.0.2.1");
    for (sender, exists) in [("u@example.com", true), ("u@example.net", false)] {
        let outcome = check(&zone, "192.0.2.1", sender);
        assert_eq!(outcome.verdict, Some(Verdict::None));
        assert_eq!(
            outcome.void_lookups, 0,
            "the domain's own record is no term"
        );
        assert!(matches!(
            outcome.findings[0].finding,
            Finding::NoRecord { exists: found, .. } if found == exists
        ));
    }
}

#[test]
fn a_record_of_64_kilobytes_is_refused_unread() {
    let long = format!("v=spf1 {}-all", "ip4:192.0.2.1 ".repeat(4_700));
    assert!(long.len() > 64 * 1024);
    let outcome = check(
        &Zone::of(&format!("example.com TXT {long}")),
        "198.51.100.1",
        "u@example.com",
    );
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(codes(&outcome), ["spf.record-too-long"]);

    let many = format!("v=spf1 {}-all", "a ".repeat(600));
    let outcome = check(
        &Zone::of(&format!("example.com TXT {many}")),
        "198.51.100.1",
        "u@example.com",
    );
    assert_eq!(codes(&outcome), ["spf.too-many-terms"]);
    assert_eq!(outcome.lookups, 0);
}

// --- the grammar ------------------------------------------------------------------------------------

/// The syntax findings of a record: kind, and what stands at the fault.
fn syntax(record: &str) -> Vec<(Syntax, String)> {
    let outcome = check(
        &Zone::of(&format!("example.com TXT {record}")),
        "192.0.2.1",
        "u@example.com",
    );
    outcome
        .findings
        .iter()
        .filter_map(|noted| match &noted.finding {
            Finding::Syntax {
                record,
                term,
                term_offset,
                offset,
                kind,
                ..
            } => {
                assert_eq!(outcome.verdict, Some(Verdict::PermError));
                assert!(record[*term_offset..].starts_with(term.as_str()));
                Some((*kind, record[*offset..].to_owned()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_missing_space_is_found_where_it_belongs() {
    for (record, rest) in [
        ("v=spf1 ip4:192.0.2.1~all", "~all"),
        (
            "v=spf1 ip4:192.0.2.0/24ip4:198.51.100.1 -all",
            "ip4:198.51.100.1 -all",
        ),
        ("v=spf1 include:example.net?all", "?all"),
        ("v=spf1 mx-all", "-all"),
        ("v=spf1 ip6:2001:db8::1-a:example.net", "-a:example.net"),
    ] {
        assert_eq!(
            syntax(record),
            [(Syntax::MissingSpace, rest.to_owned())],
            "{record}"
        );
    }
}

#[test]
fn each_breach_of_the_grammar_has_its_kind_and_place() {
    for (record, kind, rest) in [
        ("v=spf1 -all moo", Syntax::UnknownMechanism, "moo"),
        (
            "v=spf1 -ipv4:192.0.2.1",
            Syntax::UnknownMechanism,
            "ipv4:192.0.2.1",
        ),
        ("v=spf1 =all", Syntax::BadName, "=all"),
        ("v=spf1 1up=foo", Syntax::BadName, "1up=foo"),
        (
            "v=spf1 -exp=a.example",
            Syntax::QualifierOnModifier,
            "-exp=a.example",
        ),
        (
            "v=spf1 redirect:a.example",
            Syntax::ModifierWithColon,
            ":a.example",
        ),
        (
            "v=spf1 redirect=a.example redirect=b.example",
            Syntax::RepeatedModifier,
            "redirect=b.example",
        ),
        ("v=spf1 include -all", Syntax::MissingArgument, " -all"),
        ("v=spf1 ip4 -all", Syntax::MissingArgument, " -all"),
        ("v=spf1 a: -all", Syntax::EmptyArgument, " -all"),
        ("v=spf1 ip6: -all", Syntax::EmptyArgument, " -all"),
        ("v=spf1 exp= -all", Syntax::EmptyArgument, " -all"),
        ("v=spf1 all:x", Syntax::UnexpectedArgument, ":x"),
        ("v=spf1 ptr/24", Syntax::UnexpectedPrefix, "/24"),
        (
            "v=spf1 include:a.example/24",
            Syntax::UnexpectedPrefix,
            "/24",
        ),
        ("v=spf1 a:localhost", Syntax::BadDomainEnd, "localhost"),
        ("v=spf1 mx:example.com:25", Syntax::BadDomainEnd, "com:25"),
        (
            "v=spf1 a:192.0.2.1/24",
            Syntax::AddressAsDomain,
            "192.0.2.1/24",
        ),
        ("v=spf1 a/33", Syntax::BadPrefix, "/33"),
        ("v=spf1 mx:a.example//129", Syntax::BadPrefix, "//129"),
        ("v=spf1 a/24/64", Syntax::BadPrefix, "/24/64"),
        ("v=spf1 a/", Syntax::BadPrefix, "/"),
        ("v=spf1 ip4:192.0.2.1/032", Syntax::BadPrefix, "/032"),
        ("v=spf1 ip4:192.0.2", Syntax::BadIp4, "192.0.2"),
        ("v=spf1 ip4:192.0.2.01", Syntax::BadIp4, "192.0.2.01"),
        ("v=spf1 ip4:2001:db8::1", Syntax::BadIp4, "2001:db8::1"),
        ("v=spf1 ip6:fe80::1%eth0", Syntax::BadIp6, "fe80::1%eth0"),
        ("v=spf1 exists:%{i.example", Syntax::BadMacro, "%{i.example"),
        (
            "v=spf1 a:%{t}.example",
            Syntax::ExplanationMacro,
            "%{t}.example",
        ),
        ("v=spf1 foo=%{i", Syntax::BadMacro, "%{i"),
        ("v=spf1 a\t-all", Syntax::BadOctet, "\t-all"),
    ] {
        assert_eq!(syntax(record), [(kind, rest.to_owned())], "{record}");
    }
}

#[test]
fn several_breaches_are_told_at_once_and_places_hold_behind_other_letters() {
    assert_eq!(
        syntax("v=spf1 a:éa.example ipv4:192.0.2.1 ip6:zz"),
        [
            (
                Syntax::BadOctet,
                "éa.example ipv4:192.0.2.1 ip6:zz".to_owned()
            ),
            (Syntax::UnknownMechanism, "ipv4:192.0.2.1 ip6:zz".to_owned()),
            (Syntax::BadIp6, "zz".to_owned()),
        ]
    );
    assert_eq!(syntax(&format!("v=spf1{}", " moo".repeat(500))).len(), 8);
}

#[test]
fn what_the_grammar_allows_is_no_error() {
    let zone = Zone::of(
        "example.com TXT V=SPF1  +A/0//0  MX:%{d}/24//64 unknown.mod-1=%{t}%% iP4:0.0.0.0/0 EXP=%{i}  ",
    );
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
}

#[test]
fn a_syntax_error_at_the_end_keeps_anything_from_being_asked() {
    let zone = Zone::of("example.com TXT v=spf1 a mx include:a.example ip4:1.2.3");
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(questions(&log), ["example.com TXT"]);
    assert_eq!(outcome.trace.map(|trace| trace.terms.len()), Some(0));
}

#[test]
fn a_mechanism_written_as_modifier_does_nothing_and_is_told() {
    let zone =
        Zone::of("example.com TXT v=spf1 include=_spf.example.net -all redirect=a.example mx");
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    for code in [
        "spf.mechanism-as-modifier",
        "spf.redirect-ignored",
        "spf.after-all",
    ] {
        assert!(has(&outcome, code), "{code}");
    }
}

// --- the order of questions -------------------------------------------------------------------------

#[test]
fn nothing_is_asked_after_the_term_that_matches() {
    let zone = Zone::of(
        "example.com TXT v=spf1 a mx include:_spf.example.net exists:never.example -all
         example.com A 198.51.100.1
         example.com MX mx1.example.com
         example.com MX mx2.example.com
         mx1.example.com A 198.51.100.2
         mx2.example.com A 198.51.100.3
         _spf.example.net TXT v=spf1 ip4:203.0.113.0/24 ip4:192.0.2.0/24 mx -all",
    );
    let asked = |ip| questions(&evaluate(&zone, mail_from(ip, "u@example.com")).1);
    let all = [
        "example.com TXT",
        "example.com A",
        "example.com MX",
        "mx1.example.com A",
        "mx2.example.com A",
        "_spf.example.net TXT",
    ];
    assert_eq!(asked("198.51.100.1"), all[..2]);
    assert_eq!(asked("198.51.100.2"), all[..4]);
    assert_eq!(asked("198.51.100.3"), all[..5]);
    assert_eq!(asked("192.0.2.77"), all);
}

#[test]
fn an_evaluation_that_waits_shows_how_far_it_came() {
    let zone = Zone::of(
        "example.com TXT v=spf1 ip4:203.0.113.1 include:_spf.example.net -all
         _spf.example.net TXT v=spf1 a:host.example.net -all",
    );
    let mut answers = Answers::new();
    for text in ["example.com", "_spf.example.net"] {
        let question = Question {
            name: name(text),
            rtype: RecordType::TXT,
        };
        let answer = zone.answer(&question);
        answers.insert(question, answer);
    }
    let ask = Ask::new(&answers);
    let outcome = check_host(mail_from("192.0.2.1", "u@example.com"), &ask);
    assert_eq!((outcome.verdict, outcome.pending), (None, true));
    assert_eq!(outcome.lookups, 2);
    let trace = outcome.trace.expect("a trace");
    let [first, second] = trace.terms.as_slice() else {
        panic!("two terms so far: {trace:?}");
    };
    assert_eq!((first.matched, second.matched), (Some(false), None));
    assert_eq!(second.offset, "v=spf1 ip4:203.0.113.1 ".len());
    let inner = second.inner.as_ref().expect("the included record");
    assert_eq!(inner.terms[0].target.as_deref(), Some("host.example.net"));
    let open = ask.into_log().pop().expect("a question");
    assert_eq!(open.question.name, name("host.example.net"));
}

#[test]
fn only_names_made_from_the_mail_itself_are_marked_as_revealing() {
    let asked = |record: &str| {
        let zone = Zone::of(&format!(
            "example.com TXT v=spf1 {record} -all
             client.example.net.h.example.com TXT v=spf1 a:x.%{{d}} -all
             1.2.0.192.in-addr.arpa PTR host.example.com
             host.example.com A 192.0.2.9"
        ));
        let (_, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
        let marks: Vec<bool> = log.iter().map(|asked| asked.reveals).collect();
        let mut lines: Vec<_> = questions(&log).into_iter().zip(marks).collect();
        lines.remove(0);
        lines
    };
    let line = |text: &str, reveals| (text.to_owned(), reveals);
    assert_eq!(
        asked("exists:%{i}.a.%{d}"),
        [line("192.0.2.1.a.example.com A", true)]
    );
    assert_eq!(
        asked("exists:%{L}.a.%{d} a:%{o2}.%{v}.example.com"),
        [
            line("u.a.example.com A", true),
            line("example.com.in-addr.example.com A", false)
        ]
    );
    // A name below a revealing one reveals as much.
    assert_eq!(
        asked("include:%{h}.h.%{d}"),
        [
            line("client.example.net.h.example.com TXT", true),
            line("x.client.example.net.h.example.com A", true)
        ]
    );
    assert_eq!(
        asked("ptr"),
        [
            line("1.2.0.192.in-addr.arpa PTR", true),
            line("host.example.com A", false)
        ]
    );
}

#[test]
fn a_name_outside_the_target_of_ptr_is_not_validated() {
    let zone = Zone::of(
        "example.com TXT v=spf1 ptr:example.com -all
         1.2.0.192.in-addr.arpa PTR mail.bad-example.com
         1.2.0.192.in-addr.arpa PTR gone.example.com
         1.2.0.192.in-addr.arpa PTR mail.example.com
         mail.example.com A 192.0.2.1",
    );
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    assert_eq!(outcome.void_lookups, 0);
    assert_eq!(
        questions(&log)[1..],
        [
            "1.2.0.192.in-addr.arpa PTR",
            "gone.example.com A",
            "mail.example.com A"
        ]
    );
    assert!(has(&outcome, "spf.uses-ptr"));
}

// --- limits -----------------------------------------------------------------------------------------

#[test]
fn a_record_that_includes_itself_ends_where_it_does_so() {
    let zone = Zone::of(
        "a.example.com TXT v=spf1 include:b.example.com -all
         b.example.com TXT v=spf1 ip4:192.0.2.0/30 redirect=c.example.com
         c.example.com TXT v=spf1 include:B.Example.Com. ~all",
    );
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.9", "u@a.example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(
        questions(&log),
        [
            "a.example.com TXT",
            "b.example.com TXT",
            "c.example.com TXT"
        ]
    );
    assert_eq!(
        outcome.findings[0].finding,
        Finding::Loop {
            path: vec![name("b.example.com"), name("c.example.com")]
        }
    );
    // Who matches before the loop never meets it.
    let outcome = check(&zone, "192.0.2.1", "u@a.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
}

#[test]
fn the_same_record_included_twice_side_by_side_is_no_loop() {
    let zone = Zone::of(
        "example.com TXT v=spf1 include:a.example.com include:b.example.com -all
         a.example.com TXT v=spf1 ip4:192.0.2.1
         b.example.com TXT v=spf1 include:a.example.com -all",
    );
    let outcome = check(&zone, "192.0.2.9", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(outcome.lookups, 3);
}

#[test]
fn ten_terms_may_look_up_and_the_eleventh_is_an_error_wherever_it_stands() {
    let chain = |last: usize| {
        let mut lines: String = (1..last)
            .map(|n| {
                format!(
                    "d{n}.example.com TXT v=spf1 include:d{}.example.com\n",
                    n + 1
                )
            })
            .collect();
        lines += &format!("d{last}.example.com TXT v=spf1 ip4:192.0.2.1");
        Zone::of(&lines)
    };
    let outcome = check(&chain(11), "192.0.2.1", "u@d1.example.com");
    assert_eq!(
        (outcome.verdict, outcome.lookups),
        (Some(Verdict::Pass), 10)
    );

    let outcome = check(&chain(12), "192.0.2.1", "u@d1.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(
        outcome.findings[0].finding,
        Finding::TooManyLookups {
            domain: name("d11.example.com"),
            term: "include:d12.example.com".to_owned(),
            path: (1..=11)
                .map(|n| name(&format!("d{n}.example.com")))
                .collect(),
        }
    );
}

#[test]
fn each_use_of_the_p_macro_costs_a_lookup() {
    let zone = |others: usize| {
        Zone::of(&format!(
            "example.com TXT v=spf1 {}exists:%{{p}}.%{{p}}.example.com -all
             example.com A 198.51.100.1
             1.2.0.192.in-addr.arpa PTR host.example.net
             host.example.net A 192.0.2.1
             host.example.net.host.example.net.example.com A 127.0.0.2",
            "a ".repeat(others)
        ))
    };
    let outcome = check(&zone(7), "192.0.2.1", "u@example.com");
    assert_eq!(
        (outcome.verdict, outcome.lookups),
        (Some(Verdict::Pass), 10)
    );
    let outcome = check(&zone(8), "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
}

#[test]
fn two_lookups_may_be_void_and_the_third_is_an_error_across_includes_too() {
    let zone = Zone::of(
        "two.example.com TXT v=spf1 a:n1.example.com exists:n2.example.com ip4:192.0.2.1 -all
         three.example.com TXT v=spf1 a:n1.example.com a:n1.example.com mx:two.example.com ip4:192.0.2.1 -all
         across.example.com TXT v=spf1 mx include:two.example.com -all",
    );
    let outcome = check(&zone, "192.0.2.1", "u@two.example.com");
    assert_eq!(
        (outcome.verdict, outcome.void_lookups),
        (Some(Verdict::Pass), 2)
    );

    let outcome = check(&zone, "192.0.2.1", "u@three.example.com");
    assert_eq!(
        (outcome.verdict, outcome.void_lookups),
        (Some(Verdict::PermError), 3)
    );
    let Finding::TooManyVoidLookups {
        term,
        question,
        terms,
        ..
    } = &outcome.findings[0].finding
    else {
        panic!("{:?}", outcome.findings);
    };
    assert_eq!((term.as_str(), *terms), ("mx:two.example.com", 3));
    assert_eq!(question.rtype, RecordType::MX);

    let outcome = check(&zone, "192.0.2.1", "u@across.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
}

#[test]
fn an_ipv6_client_and_hosts_without_ipv6_are_void_lookups_of_one_term() {
    let zone = Zone::of(
        "example.com TXT v=spf1 mx -all
         example.com MX mx1.example.com
         example.com MX mx2.example.com
         example.com MX mx3.example.com
         mx1.example.com A 192.0.2.1
         mx2.example.com A 192.0.2.2
         mx3.example.com A 192.0.2.3",
    );
    let outcome = check(&zone, "192.0.2.3", "u@example.com");
    assert_eq!(
        (outcome.verdict, outcome.void_lookups),
        (Some(Verdict::Pass), 0)
    );
    let outcome = check(&zone, "2001:db8::1", "u@example.com");
    assert_eq!(
        (outcome.verdict, outcome.void_lookups),
        (Some(Verdict::PermError), 3)
    );
    assert!(matches!(
        outcome.findings[0].finding,
        Finding::TooManyVoidLookups { terms: 1, .. }
    ));
}

#[test]
fn an_mx_of_eleven_names_is_an_error_before_any_is_asked() {
    let mut lines = "example.com TXT v=spf1 mx -all\n".to_owned();
    for n in 0..11 {
        lines += &format!("example.com MX mx{n}.example.com\nmx{n}.example.com A 192.0.2.1\n");
    }
    let (outcome, log) = evaluate(&Zone::of(&lines), mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert!(matches!(
        outcome.findings[0].finding,
        Finding::TooManyNames { count: 11, .. }
    ));
    assert_eq!(questions(&log), ["example.com TXT", "example.com MX"]);
}

#[test]
fn the_eleventh_reverse_name_is_ignored() {
    let mut lines = "example.com TXT v=spf1 ptr -all\n".to_owned();
    for n in 0..11 {
        lines += &format!("1.2.0.192.in-addr.arpa PTR h{n}.example.com\n");
    }
    lines += "h10.example.com A 192.0.2.1";
    let outcome = check(&Zone::of(&lines), "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert!(has(&outcome, "spf.too-many-ptr-names"));
}

#[test]
fn a_null_mx_is_no_host() {
    let zone = Zone::of(
        "example.com TXT v=spf1 mx/0 ?all
         example.com MX .",
    );
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::Neutral));
    assert_eq!(questions(&log), ["example.com TXT", "example.com MX"]);
}

#[test]
fn macros_without_end_make_names_and_explanations_of_bounded_length() {
    let macros = "%{S}".repeat(3_000);
    let zone = Zone::of(&format!(
        "example.com TXT v=spf1 a:{macros}.example.com -all exp=e.example.com
         e.example.com TXT {macros}"
    ));
    let sender = format!("{}@example.com", "x%".repeat(150));
    let outcome = check(&zone, "192.0.2.1", &sender);
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(outcome.explanation.map(|text| text.len()), Some(2_048));
    let trace = outcome.trace.expect("a trace");
    let step = &trace.terms[0];
    assert_eq!(step.substitutions.len(), 32);
    assert!(
        step.target
            .as_ref()
            .is_some_and(|target| target.len() <= 1_024)
    );

    let sender = format!("{}@example.com", "\u{fc}".repeat(150));
    let outcome = check(&zone, "192.0.2.1", &sender);
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
}

// --- identities -------------------------------------------------------------------------------------

#[test]
fn only_mail_from_gives_evidence_and_only_when_it_passes() {
    let zone = Zone::of(
        "example.com TXT v=spf1 ip4:192.0.2.1 -all
         client.example.net TXT v=spf1 ip4:192.0.2.1 -all",
    );
    let passed = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(
        passed.passed.map(|passed| passed.domain().clone()),
        Some(name("example.com"))
    );
    let failed = check(&zone, "192.0.2.2", "u@example.com");
    assert_eq!((failed.verdict, failed.passed), (Some(Verdict::Fail), None));

    let (helo, log) = evaluate(
        &zone,
        SpfInput {
            identity: Identity::Helo,
            ..mail_from("192.0.2.1", "u@example.com")
        },
    );
    assert_eq!(helo.verdict, Some(Verdict::Pass));
    assert_eq!(helo.passed, None);
    assert_eq!(helo.sender, "postmaster@client.example.net");
    assert_eq!(questions(&log), ["client.example.net TXT"]);
}

#[test]
fn the_null_sender_is_postmaster_at_helo() {
    let zone = Zone::of(
        "client.example.net TXT v=spf1 exists:%{l}.%{o} -all
         postmaster.client.example.net A 127.0.0.2",
    );
    for null in ["", "<>", " <> "] {
        let outcome = check(&zone, "192.0.2.1", null);
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{null:?}");
        assert!(outcome.null_sender && has(&outcome, "spf.null-sender"));
        assert_eq!(outcome.sender, "postmaster@client.example.net");
        assert_eq!(
            outcome.passed.map(|passed| passed.domain().clone()),
            Some(name("client.example.net"))
        );
    }
}

#[test]
fn of_what_nobody_states_nothing_is_asked_and_nothing_concluded() {
    let zone = Zone::of("example.com TXT v=spf1 +all");
    let stated = mail_from("192.0.2.1", "u@example.com");
    let without_client = SpfInput { ip: None, ..stated };
    let without_sender = SpfInput {
        mail_from: None,
        ..stated
    };
    let null_without_helo = SpfInput {
        mail_from: Some(""),
        helo: None,
        ..stated
    };
    let without_helo = SpfInput {
        identity: Identity::Helo,
        helo: None,
        ..stated
    };
    for (input, code) in [
        (without_client, "spf.no-client"),
        (without_sender, "spf.no-sender"),
        (null_without_helo, "spf.no-helo"),
        (without_helo, "spf.no-helo"),
    ] {
        let (outcome, log) = evaluate(&zone, input);
        assert_eq!((outcome.verdict, outcome.pending), (None, false), "{code}");
        assert_eq!(codes(&outcome), [code]);
        assert!(log.is_empty(), "{code}");
        assert_eq!(outcome.passed, None);
    }
    let (outcome, _) = evaluate(&zone, without_client);
    assert_eq!(outcome.domain, Some(name("example.com")));
}

#[test]
fn what_is_no_domain_has_no_policy() {
    for (domain, fault) in [
        ("[192.0.2.1]", DomainFault::AddressLiteral),
        ("[IPv6:2001:db8::1]", DomainFault::AddressLiteral),
        ("192.0.2.1", DomainFault::AddressLiteral),
        ("localhost", DomainFault::OneLabel),
        ("localhost.", DomainFault::OneLabel),
        ("a..example.com", DomainFault::EmptyLabel),
        (".example.com", DomainFault::EmptyLabel),
        ("exa mple.com", DomainFault::BadCharacter),
        ("example.com\0", DomainFault::BadCharacter),
        ("", DomainFault::Empty),
    ] {
        let sender = format!("u@{domain}");
        let (outcome, log) = evaluate(&Zone::default(), mail_from("192.0.2.1", &sender));
        assert_eq!(outcome.verdict, Some(Verdict::None), "{domain}");
        assert!(log.is_empty(), "{domain}");
        let Finding::NoDomain { fault: found, .. } = outcome.findings[0].finding else {
            panic!("{domain}: {:?}", outcome.findings);
        };
        assert_eq!(found, fault, "{domain}");
    }
    for long in [
        format!("u@{}.example.com", "a".repeat(64)),
        format!("u@{}com", "a.".repeat(130)),
        format!("{}@example.com", "u".repeat(50_000)),
    ] {
        let (outcome, log) = evaluate(&Zone::default(), mail_from("192.0.2.1", &long));
        assert_eq!(outcome.verdict, Some(Verdict::None));
        assert!(log.is_empty() && outcome.sender.len() <= 512);
    }
    let (outcome, _) = evaluate(
        &Zone::default(),
        SpfInput {
            identity: Identity::Helo,
            helo: Some("WIN-PC7"),
            ..mail_from("192.0.2.1", "u@example.com")
        },
    );
    assert_eq!(codes(&outcome), ["spf.unusable-helo"]);
    assert_eq!(outcome.verdict, Some(Verdict::None));
}

#[test]
fn a_sender_without_local_part_is_postmaster_and_a_route_is_no_part_of_it() {
    let zone = Zone::of(
        "example.com TXT v=spf1 -all exp=e.example.com
         e.example.com TXT %{s}",
    );
    for (sender, explanation) in [
        ("@example.com", "postmaster@example.com"),
        ("example.com", "postmaster@example.com"),
        ("<u@Example.COM>", "u@Example.COM"),
        (
            "@relay.example.net,@b.example:u@example.com",
            "u@example.com",
        ),
        ("\"a@b\"@example.com.", "\"a@b\"@example.com"),
    ] {
        let outcome = check(&zone, "192.0.2.1", sender);
        assert_eq!(
            outcome.explanation.as_deref(),
            Some(explanation),
            "{sender}"
        );
        assert_eq!(outcome.sender, explanation);
    }
}

#[test]
fn u_labels_of_the_sender_are_looked_up_and_expanded_as_a_labels() {
    let zone = Zone::of(
        "xn--bcher-kva.example TXT v=spf1 exists:%{o}.x.example -all
         xn--bcher-kva.example.x.example A 127.0.0.2",
    );
    let outcome = check(&zone, "192.0.2.1", "u@B\u{fc}cher\u{3002}example");
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    assert!(has(&outcome, "spf.u-labels"));
    assert_eq!(outcome.domain, Some(name("xn--bcher-kva.example")));
}

#[test]
fn a_local_part_beyond_ascii_matches_no_term_made_from_it() {
    let zone = Zone::of(
        "example.com TXT v=spf1 exists:%{l}.example.com include:%{l1}.example.com a:%{s} ip4:192.0.2.1 ~all
         any.example.com TXT v=spf1 redirect=%{l}.example.com",
    );
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "d\u{f6}m@example.com"));
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    assert_eq!(questions(&log), ["example.com TXT"]);
    assert_eq!(codes(&outcome), ["spf.non-ascii-local-part"]);

    let outcome = check(&zone, "192.0.2.2", "d\u{f6}m@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::SoftFail));
    let outcome = check(&zone, "192.0.2.2", "d\u{f6}m@any.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
}

#[test]
fn an_ipv4_mapped_client_is_an_ipv4_client() {
    let zone = Zone::of(
        "example.com TXT v=spf1 -ip6:::/0 a ?all
         example.com A 192.0.2.1",
    );
    let outcome = check(&zone, "::ffff:192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
    assert_eq!(outcome.ip, Some(address("192.0.2.1")));
    let outcome = check(&zone, "2001:db8::1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
}

// --- results ----------------------------------------------------------------------------------------

/// The zone of RFC 7208 Appendix A without its SPF records.
const APPENDIX_A: &str = "example.com MX mail-a.example.com
    example.com MX mail-b.example.com
    example.com A 192.0.2.10
    example.com A 192.0.2.11
    amy.example.com A 192.0.2.65
    bob.example.com A 192.0.2.66
    mail-a.example.com A 192.0.2.129
    mail-b.example.com A 192.0.2.130
    www.example.com CNAME example.com
    example.org MX mail-c.example.org
    mail-c.example.org A 192.0.2.140
    10.2.0.192.in-addr.arpa PTR example.com
    11.2.0.192.in-addr.arpa PTR example.com
    65.2.0.192.in-addr.arpa PTR amy.example.com
    66.2.0.192.in-addr.arpa PTR bob.example.com
    129.2.0.192.in-addr.arpa PTR mail-a.example.com
    130.2.0.192.in-addr.arpa PTR mail-b.example.com
    140.2.0.192.in-addr.arpa PTR mail-c.example.org
    4.0.0.10.in-addr.arpa PTR bob.example.com
    ";

#[test]
fn the_simple_examples_of_appendix_a_come_out_as_printed() {
    // The last octet of each client in 192.0.2.0/24; 4 stands for 10.0.0.4.
    const CLIENTS: [u8; 10] = [4, 10, 11, 65, 66, 129, 130, 131, 140, 143];
    for (record, passing) in [
        ("v=spf1 +all", CLIENTS.as_slice()),
        ("v=spf1 a -all", &[10, 11]),
        ("v=spf1 a:www.example.com -all", &[10, 11]),
        ("v=spf1 a:example.org -all", &[]),
        ("v=spf1 mx -all", &[129, 130]),
        ("v=spf1 mx:example.org -all", &[140]),
        ("v=spf1 mx mx:example.org -all", &[129, 130, 140]),
        (
            "v=spf1 mx/30 mx:example.org/30 -all",
            &[129, 130, 131, 140, 143],
        ),
        ("v=spf1 ptr -all", &[10, 11, 65, 66, 129, 130]),
        ("v=spf1 ip4:192.0.2.128/28 -all", &[129, 130, 131, 140, 143]),
    ] {
        let zone = Zone::of(&format!("{APPENDIX_A}example.com TXT {record}"));
        for client in CLIENTS {
            let ip = match client {
                4 => "10.0.0.4".to_owned(),
                _ => format!("192.0.2.{client}"),
            };
            let expected = if passing.contains(&client) {
                Verdict::Pass
            } else {
                Verdict::Fail
            };
            assert_eq!(
                check(&zone, &ip, "u@example.com").verdict,
                Some(expected),
                "{record} {ip}"
            );
        }
    }
}

#[test]
fn the_related_records_of_appendix_a_come_out_as_described() {
    // A.2: the union of two domains, shared by redirects.
    let zone = Zone::of(&format!(
        "{APPENDIX_A}example.com TXT v=spf1 mx -all
         example.net TXT v=spf1 ip4:198.51.100.7 -all
         example.org TXT v=spf1 include:example.com include:example.net -all
         la.example.org TXT v=spf1 redirect=example.org"
    ));
    for (client, expected) in [
        ("192.0.2.129", Verdict::Pass),
        ("198.51.100.7", Verdict::Pass),
        ("192.0.2.140", Verdict::Fail),
    ] {
        let outcome = check(&zone, client, "u@la.example.org");
        assert_eq!(outcome.verdict, Some(expected), "{client}");
    }

    // A.3: users who mail from anywhere, or from servers of their own.
    let zone = Zone::of(&format!(
        "{APPENDIX_A}example.com TXT v=spf1 mx include:mobile-users._spf.%{{d}} include:remote-users._spf.%{{d}} -all
         mobile-users._spf.example.com TXT v=spf1 exists:%{{l1r+}}.%{{d}}
         remote-users._spf.example.com TXT v=spf1 exists:%{{ir}}.%{{l1r+}}.%{{d}}
         mary.mobile-users._spf.example.com A 127.0.0.2
         15.15.168.192.joel.remote-users._spf.example.com A 127.0.0.2"
    ));
    for (client, sender, expected) in [
        ("203.0.113.1", "mary+news@example.com", Verdict::Pass),
        ("203.0.113.1", "joel@example.com", Verdict::Fail),
        ("192.168.15.15", "joel@example.com", Verdict::Pass),
        ("192.0.2.129", "anna@example.com", Verdict::Pass),
    ] {
        let outcome = check(&zone, client, sender);
        assert_eq!(outcome.verdict, Some(expected), "{client} {sender}");
    }

    // A.4: two requirements at once, by De Morgan's law. Its `+all` does not pass anybody.
    let zone = Zone::of(&format!(
        "{APPENDIX_A}example.com TXT v=spf1 -include:ip4._spf.%{{d}} -include:ptr._spf.%{{d}} +all
         ip4._spf.example.com TXT v=spf1 -ip4:192.0.2.0/24 +all
         ptr._spf.example.com TXT v=spf1 -ptr:example.com +all"
    ));
    for (client, expected) in [
        ("192.0.2.65", Verdict::Pass),
        ("192.0.2.140", Verdict::Fail),
        ("10.0.0.4", Verdict::Fail),
    ] {
        let outcome = check(&zone, client, "u@example.com");
        assert_eq!(outcome.verdict, Some(expected), "{client}");
        assert!(!has(&outcome, "spf.passes-all"), "{client}");
    }
}

#[test]
fn a_pass_that_anybody_would_get_is_told() {
    let zone = Zone::of(
        "all.example.com TXT v=spf1 mx all
         net.example.com TXT v=spf1 ip4:1.2.3.4/0 -all
         inc.example.com TXT v=spf1 include:all.example.com -all
         some.example.com TXT v=spf1 ip4:192.0.2.0/24 all",
    );
    for (client, sender, told) in [
        ("192.0.2.1", "u@all.example.com", true),
        ("192.0.2.1", "u@net.example.com", true),
        ("192.0.2.1", "u@inc.example.com", true),
        ("192.0.2.1", "u@some.example.com", false),
        ("198.51.100.1", "u@some.example.com", true),
    ] {
        let outcome = check(&zone, client, sender);
        assert_eq!(outcome.verdict, Some(Verdict::Pass));
        assert_eq!(has(&outcome, "spf.passes-all"), told, "{client} {sender}");
    }
}

#[test]
fn the_result_names_the_term_that_decided_in_the_record_that_counts() {
    let zone = Zone::of(
        "example.com TXT v=spf1 ~include:inner.example.com redirect=other.example.com
         inner.example.com TXT v=spf1 ip4:192.0.2.1 -all
         other.example.com TXT v=spf1 ?ip4:192.0.2.2 -ip4:192.0.2.3",
    );
    let other = || name("other.example.com");
    for (client, verdict, finding) in [
        (
            "192.0.2.1",
            Verdict::SoftFail,
            Finding::SoftFail {
                domain: name("example.com"),
                client: address("192.0.2.1"),
                term: "~include:inner.example.com".to_owned(),
            },
        ),
        (
            "192.0.2.2",
            Verdict::Neutral,
            Finding::Neutral {
                domain: other(),
                client: address("192.0.2.2"),
                term: "?ip4:192.0.2.2".to_owned(),
            },
        ),
        (
            "192.0.2.3",
            Verdict::Fail,
            Finding::Fail {
                domain: other(),
                client: address("192.0.2.3"),
                term: "-ip4:192.0.2.3".to_owned(),
            },
        ),
        (
            "192.0.2.4",
            Verdict::Neutral,
            Finding::NeutralByDefault {
                domain: other(),
                client: address("192.0.2.4"),
            },
        ),
    ] {
        let outcome = check(&zone, client, "u@example.com");
        assert_eq!(outcome.verdict, Some(verdict), "{client}");
        assert_eq!(outcome.findings.len(), 1, "{client}");
        assert_eq!(outcome.findings[0].finding, finding);
    }
}

#[test]
fn an_include_or_redirect_of_nothing_is_an_error_that_says_of_what() {
    let zone = Zone::of(
        "inc.example.com TXT v=spf1 include:%{d2}.none.example -all
         red.example.com TXT v=spf1 redirect=none.example
         bad.example.com TXT v=spf1 include:a..example -all
         typo.example.com TXT v=spf1 include:typed.example.com -all
         typed.example.com TXT v=spf1;-all",
    );
    let outcome = check(&zone, "192.0.2.1", "u@inc.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert_eq!(outcome.void_lookups, 1);
    assert_eq!(
        outcome.findings[0].finding,
        Finding::IncludeWithoutRecord {
            domain: name("inc.example.com"),
            target: "example.com.none.example".to_owned()
        }
    );
    for (sender, wanted) in [
        (
            "u@red.example.com",
            ["spf.redirect-without-record"].as_slice(),
        ),
        (
            "u@bad.example.com",
            &["spf.bad-domain", "spf.include-without-record"],
        ),
        (
            "u@typo.example.com",
            &["spf.look-alike", "spf.include-without-record"],
        ),
    ] {
        let outcome = check(&zone, "192.0.2.1", sender);
        assert_eq!(outcome.verdict, Some(Verdict::PermError), "{sender}");
        assert_eq!(codes(&outcome), wanted);
    }
}

#[test]
fn a_name_dns_cannot_hold_is_no_match_and_no_outage() {
    let zone = Zone::of(&format!(
        "example.com TXT v=spf1 a:a..example exists:{}.example exists:%{{h}} ~all",
        "a".repeat(64)
    ));
    let (outcome, log) = evaluate(
        &zone,
        SpfInput {
            helo: Some("h\u{e9}lo.example"),
            ..mail_from("192.0.2.1", "u@example.com")
        },
    );
    assert_eq!(outcome.verdict, Some(Verdict::SoftFail));
    assert_eq!((outcome.lookups, outcome.void_lookups), (3, 0));
    assert_eq!(questions(&log), ["example.com TXT"]);
    assert!(has(&outcome, "spf.bad-domain"));
}

#[test]
fn dns_that_fails_is_temporary_except_in_reverse_mappings_and_explanations() {
    let zone = Zone::of(
        "top.example.com TXT TIMEOUT
         a.example.com TXT v=spf1 a:down.example.com -all
         down.example.com A TIMEOUT
         mx.example.com TXT v=spf1 mx -all
         mx.example.com MX down.example.com
         inc.example.com TXT v=spf1 include:top.example.com +all
         ptr.example.com TXT v=spf1 ptr -all exp=top.example.com
         1.2.0.192.in-addr.arpa PTR TIMEOUT
         2.2.0.192.in-addr.arpa PTR down.ptr.example.com
         2.2.0.192.in-addr.arpa PTR up.ptr.example.com
         down.ptr.example.com A TIMEOUT
         up.ptr.example.com A 192.0.2.2",
    );
    for (sender, failed) in [
        ("u@top.example.com", "top.example.com TXT"),
        ("u@a.example.com", "down.example.com A"),
        ("u@mx.example.com", "down.example.com A"),
        ("u@inc.example.com", "top.example.com TXT"),
    ] {
        let outcome = check(&zone, "192.0.2.1", sender);
        assert_eq!(outcome.verdict, Some(Verdict::TempError), "{sender}");
        let Finding::DnsFailed { question, failure } = &outcome.findings[0].finding else {
            panic!("{:?}", outcome.findings);
        };
        assert_eq!(format!("{} {}", question.name, question.rtype), failed);
        assert_eq!(*failure, Failure::Timeout);
    }
    let outcome = check(&zone, "192.0.2.1", "u@ptr.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(outcome.explanation, None);
    assert!(has(&outcome, "spf.ptr-failed") && has(&outcome, "spf.explanation-ignored"));
    let outcome = check(&zone, "192.0.2.2", "u@ptr.example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Pass));
}

#[test]
fn an_explanation_still_to_come_holds_no_result_back() {
    let zone = Zone::of(
        "example.com TXT v=spf1 -all exp=e.example.com
         e.example.com TXT %{i} is not one of %{d}'s servers",
    );
    let question = Question {
        name: name("example.com"),
        rtype: RecordType::TXT,
    };
    let mut answers = Answers::new();
    answers.insert(question.clone(), zone.answer(&question));
    let ask = Ask::new(&answers);
    let outcome = check_host(mail_from("192.0.2.1", "u@example.com"), &ask);
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert!(!outcome.pending);
    assert_eq!(outcome.explanation, None);
    assert!(ask.into_log().iter().any(|asked| !asked.answered));

    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(
        outcome.explanation.as_deref(),
        Some("192.0.2.1 is not one of example.com's servers")
    );
    let step = outcome
        .trace
        .and_then(|trace| trace.explanation)
        .expect("its step");
    assert_eq!(step.target.as_deref(), Some("e.example.com"));
}

#[test]
fn an_explanation_that_cannot_be_used_says_why() {
    for (published, fault) in [
        ("", ExplanationFault::NoText),
        (
            "e.example.com TXT one\ne.example.com TXT two",
            ExplanationFault::SeveralTexts,
        ),
        ("e.example.com TXT TIMEOUT", ExplanationFault::DnsFailed),
        ("e.example.com TXT caf\u{e9}", ExplanationFault::NotAscii),
        ("e.example.com TXT %{s} may not", ExplanationFault::NotAscii),
        ("e.example.com TXT 100% wrong", ExplanationFault::BadMacro),
    ] {
        let zone = Zone::of(&format!(
            "example.com TXT v=spf1 -all exp=e.example.com\n{published}"
        ));
        let outcome = check(&zone, "192.0.2.1", "\u{fc}@example.com");
        assert_eq!(outcome.verdict, Some(Verdict::Fail));
        assert_eq!(outcome.explanation, None);
        let found = outcome
            .findings
            .iter()
            .find_map(|noted| match noted.finding {
                Finding::ExplanationIgnored { fault, .. } => Some(fault),
                _ => None,
            });
        assert_eq!(found, Some(fault), "{published}");
    }
}

#[test]
fn the_p_macro_prefers_the_domain_then_names_below_it() {
    let zone = Zone::of(
        "example.com TXT v=spf1 -all exp=e.example.com
         e.example.com TXT %{p}
         1.2.0.192.in-addr.arpa PTR a.example.net
         1.2.0.192.in-addr.arpa PTR mail.example.com
         2.2.0.192.in-addr.arpa PTR mail.example.com
         2.2.0.192.in-addr.arpa PTR example.com
         example.com A 192.0.2.2
         mail.example.com A 192.0.2.1
         mail.example.com A 192.0.2.2
         a.example.net A 192.0.2.1",
    );
    for (client, explanation) in [
        ("192.0.2.1", "mail.example.com"),
        ("192.0.2.2", "example.com"),
        ("192.0.2.3", "unknown"),
    ] {
        let outcome = check(&zone, client, "u@example.com");
        assert_eq!(outcome.explanation.as_deref(), Some(explanation));
        assert_eq!((outcome.lookups, outcome.void_lookups), (0, 0));
    }
}

#[test]
fn a_helo_nobody_states_is_unknown_to_macros_and_told() {
    let zone = Zone::of("example.com TXT v=spf1 exists:%{h}.example.com -all");
    let (outcome, log) = evaluate(
        &zone,
        SpfInput {
            helo: None,
            ..mail_from("192.0.2.1", "u@example.com")
        },
    );
    assert_eq!(questions(&log)[1], "unknown.example.com A");
    assert!(has(&outcome, "spf.no-helo"));
}

#[test]
fn the_trace_shows_each_substitution() {
    let zone = Zone::of("example.com TXT v=spf1 exists:%{ir}.%%.%{L1r+}.%{d} -all");
    let outcome = check(&zone, "192.0.2.1", "a/b+c@example.com");
    let trace = outcome.trace.expect("a trace");
    let step = &trace.terms[0];
    assert_eq!(
        step.target.as_deref(),
        Some("1.2.0.192.%.a%2Fb.example.com")
    );
    let shown: Vec<_> = step
        .substitutions
        .iter()
        .map(|found| [&found.written, &found.letter, &found.value].map(String::as_str))
        .collect();
    assert_eq!(
        shown,
        [
            ["%{ir}", "192.0.2.1", "1.2.0.192"],
            ["%%", "%", "%"],
            ["%{L1r+}", "a/b+c", "a%2Fb"],
            ["%{d}", "example.com", "example.com"]
        ]
    );
}

#[test]
fn the_trace_says_of_each_term_whose_record_it_is_in_and_what_it_cost() {
    let zone = Zone::of(
        "example.com TXT v=spf1 a include:other.example.net redirect=%{d2}.example.org
         other.example.net TXT v=spf1 ip4:198.51.100.1 exists:%{i}.%{d}
         other.example.net A 198.51.100.9
         example.com.example.org TXT v=spf1 mx -all",
    );
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    let mut told = Vec::new();
    tell(outcome.trace.as_ref().expect("a trace"), &mut told);
    assert_eq!(
        told,
        [
            "example.com: a 1/10 1/2",
            "other.example.net: ip4:198.51.100.1 2/10 1/2",
            "other.example.net: exists:%{i}.%{d} 3/10 2/2",
            "example.com: include:other.example.net 3/10 2/2",
            "example.com.example.org: mx 5/10 3/2",
            "example.com: redirect=%{d2}.example.org 5/10 3/2",
        ]
    );
    let Finding::TooManyVoidLookups { terms, .. } = &outcome.findings[0].finding else {
        panic!("{:?}", outcome.findings);
    };
    assert_eq!(*terms, 3, "counted by terms it is one too many, too");
}

/// `domain: term lookups/10 void/2` for each term, those of an inner record before the term that led
/// to it.
fn tell(trace: &RecordTrace, into: &mut Vec<String>) {
    for term in &trace.terms {
        if let Some(inner) = &term.inner {
            tell(inner, into);
        }
        into.push(format!(
            "{}: {} {}/10 {}/2",
            trace.domain, term.term, term.lookups, term.void_lookups
        ));
    }
}

// --- what a record holds beyond a result ------------------------------------------------------------

/// Includes in one record: `n` domains with an address each, then one that needs `last` lookups.
fn wide(n: usize, last: &str) -> Zone {
    let includes: String = (0..n)
        .map(|n| format!("include:i{n}.example.net "))
        .collect();
    let mut lines =
        format!("example.com TXT v=spf1 ip4:192.0.2.1 {includes}include:last.example.net -all\n");
    for n in 0..n {
        lines += &format!("i{n}.example.net TXT v=spf1 ip4:198.51.100.{n} -all\n");
    }
    Zone::of(&format!("{lines}last.example.net TXT {last}"))
}

#[test]
fn a_record_that_needs_more_than_ten_lookups_is_told_where_this_mail_needed_none() {
    let zone = wide(10, "v=spf1 -all");
    let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "u@example.com"));
    assert_eq!(questions(&log), ["example.com TXT"], "linting asks nothing");
    assert_eq!((outcome.verdict, outcome.lookups), (Some(Verdict::Pass), 0));
    assert_eq!(
        outcome.findings[0].finding,
        Finding::TooManyReachable {
            domain: name("example.com"),
            lookups: 11,
            complete: false
        }
    );
    // Ten are enough for ten, and of what lies below nothing is known.
    let outcome = check(&wide(9, "v=spf1 -all"), "192.0.2.1", "u@example.com");
    let reach = outcome.reach.expect("counted");
    assert_eq!((reach.lookups, reach.complete), (10, false));
    assert_eq!(codes(&outcome), [""; 0]);
    // The same, once it has met all its records.
    let outcome = check(&wide(9, "v=spf1 -all"), "203.0.113.1", "u@example.com");
    let reach = outcome.reach.expect("counted");
    assert_eq!(
        (outcome.lookups, reach.lookups, reach.complete),
        (10, 10, true)
    );
    // An evaluation that meets the eleventh says so itself, once.
    let outcome = check(&zone, "203.0.113.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    assert!(has(&outcome, "spf.too-many-lookups"));
    assert!(!has(&outcome, "spf.too-many-reachable"));
}

#[test]
fn what_the_last_include_at_hand_needs_is_counted_with_the_rest() {
    for (last, lookups, complete) in [
        ("v=spf1 a mx ptr exists:a.example.net -all", 3 + 4, true),
        ("v=spf1 a -all mx redirect=i0.example.net", 3 + 1, true),
        ("v=spf1 exists:%{p}.%{p}.example.net -all", 3 + 3, true),
        ("v=spf1 redirect=i0.example.net", 3 + 1, true),
        ("v=spf1 include:example.com -all", 3 + 1, false),
        ("v=spf1 include:%{d}.example.net -all", 3 + 1, false),
        ("v=spf1 redirect=nowhere.example.net", 3 + 1, false),
        ("v=spf1 ip4:192.0.2.0/99 a -all", 3, false),
    ] {
        let zone = wide(2, last);
        let mut answers = Answers::new();
        for owner in [
            "example.com",
            "i0.example.net",
            "i1.example.net",
            "last.example.net",
        ] {
            let question = Question {
                name: name(owner),
                rtype: RecordType::TXT,
            };
            let answer = zone.answer(&question);
            answers.insert(question, answer);
        }
        let ask = Ask::new(&answers);
        let outcome = check_host(mail_from("192.0.2.1", "u@example.com"), &ask);
        let reach = outcome.reach.expect("counted");
        assert_eq!(
            (reach.lookups, reach.complete),
            (lookups, complete),
            "{last}"
        );
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{last}");
        assert_eq!(ask.into_log().len(), 1, "{last}");
    }
}

#[test]
fn a_record_that_is_open_to_all_is_told_before_anybody_comes_to_that_term() {
    for (record, told) in [
        ("v=spf1 ip4:192.0.2.1 +all", Some("+all")),
        ("v=spf1 ip4:192.0.2.1 all", Some("all")),
        (
            "v=spf1 ip4:192.0.2.1 ip4:10.0.0.0/0 -all",
            Some("ip4:10.0.0.0/0"),
        ),
        ("v=spf1 ip4:192.0.2.1 a//0 -all", Some("a//0")),
        ("v=spf1 ip4:192.0.2.1 ?all", None),
        ("v=spf1 ip4:192.0.2.1 -ip4:0.0.0.0/0", None),
        ("v=spf1 ip4:192.0.2.1 -all +all", None),
    ] {
        let zone = Zone::of(&format!("example.com TXT {record}"));
        let outcome = check(&zone, "192.0.2.1", "u@example.com");
        assert_eq!(outcome.verdict, Some(Verdict::Pass), "{record}");
        let found = outcome
            .findings
            .iter()
            .find_map(|noted| match &noted.finding {
                Finding::OpenToAll { term, .. } => Some(term.as_str()),
                _ => None,
            });
        assert_eq!(found, told, "{record}");
    }
    // A pass by that very term is told as what it is.
    let zone = Zone::of("example.com TXT v=spf1 ip4:192.0.2.1 +all");
    let outcome = check(&zone, "198.51.100.1", "u@example.com");
    assert_eq!(codes(&outcome), ["spf.passes-all"]);
}

#[test]
fn a_ptr_that_was_not_reached_is_told_as_well() {
    let zone = Zone::of("example.com TXT v=spf1 ip4:192.0.2.1 ptr -all");
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(codes(&outcome), ["spf.uses-ptr"]);
}

#[test]
fn a_domain_that_sends_no_mail_is_in_order() {
    let zone = Zone::of("example.com TXT v=spf1 -all");
    let outcome = check(&zone, "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::Fail));
    assert_eq!(codes(&outcome), ["spf.sends-no-mail", "spf.fail"]);
}

#[test]
fn a_record_that_leads_to_itself_under_ever_new_names_shows_the_way() {
    // expurgate-solo: each name is one label longer, so none comes twice.
    let mut lines = String::new();
    let mut domain = "example.com".to_owned();
    for _ in 0..12 {
        lines += &format!("{domain} TXT v=spf1 include:%{{v}}.%{{d}} -all\n");
        domain = format!("in-addr.{domain}");
    }
    let outcome = check(&Zone::of(&lines), "192.0.2.1", "u@example.com");
    assert_eq!(outcome.verdict, Some(Verdict::PermError));
    let Finding::TooManyLookups { path, .. } = &outcome.findings[0].finding else {
        panic!("{:?}", outcome.findings);
    };
    assert_eq!(path.len(), 11);
    assert_eq!(path[1], name("in-addr.example.com"));
}

#[test]
fn counting_what_a_hostile_record_reaches_has_an_end() {
    // Each of eight domains includes the next one twelve times: 12⁸ records, one by one.
    let mut lines = "d0.example.com TXT v=spf1 ip4:192.0.2.1".to_owned();
    for depth in 0..8 {
        let include = format!(" include:d{}.example.com", depth + 1);
        lines += &format!("{}\n", include.repeat(12));
        lines += &format!("d{}.example.com TXT v=spf1", depth + 1);
    }
    let zone = Zone::of(&lines);
    let mut answers = Answers::new();
    for depth in 0..=8 {
        let question = Question {
            name: name(&format!("d{depth}.example.com")),
            rtype: RecordType::TXT,
        };
        let answer = zone.answer(&question);
        answers.insert(question, answer);
    }
    let ask = Ask::new(&answers);
    let outcome = check_host(mail_from("192.0.2.1", "u@d0.example.com"), &ask);
    let reach = outcome.reach.expect("counted");
    assert!(!reach.complete && reach.lookups < 80, "{reach:?}");
}

// --- hostile input ----------------------------------------------------------------------------------

#[test]
fn no_prefix_and_no_flipped_bit_of_a_record_panics() {
    const RECORDS: [&str; 4] = [
        "v=spf1 +mx a:colo.example.com/28 -all",
        "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.%{d2} exists:%{ir}.%{l1r+-}.%{d} ~all",
        "v=spf1 ptr:example.com mx:%{h}/24//64 ?include:a.example redirect=%{o}.b.example exp=e.%{d}",
        "v=spf1 a//0 unknown=%{s}%%%_%- include:\u{e9} -exists:%{p}.%{v}",
    ];
    let others = Zone::of(
        "e.example.com TXT %{c} %{r} %{t} %{p}
         _spf.example.com TXT v=spf1 mx -all
         example.com MX mx.example.com",
    );
    let run = |record: &[u8]| {
        let mut zone = Zone {
            records: others.records.clone(),
            ..Zone::default()
        };
        zone.publish(name("example.com"), Rdata::Txt(vec![record.to_vec()]));
        for ip in ["192.0.2.1", "2001:db8::1"] {
            check(&zone, ip, "u+v@example.com");
        }
    };
    for record in RECORDS.map(str::as_bytes) {
        for end in 0..record.len() {
            run(&record[..end]);
        }
        for bit in 0..record.len() * 8 {
            let mut flipped = record.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            run(&flipped);
        }
    }
}

#[test]
fn records_put_together_at_random_end_within_the_limits() {
    const TERMS: [&str; 20] = [
        "a",
        "mx",
        "ptr",
        "-a:%{d2}",
        "mx:n%{l}.example.com//64",
        "include:r1.example.com",
        "?include:r2.example.com",
        "exists:%{i}.%{p}.example.com",
        "exists:%{h}",
        "ip4:192.0.2.7",
        "ip6:2001:db8::/127",
        "redirect=r1.example.com",
        "redirect=r2.example.com",
        "exp=%{o}",
        "x=%{t}",
        "all",
        "-all",
        "~a/24//32",
        "include:%{d}",
        "include:r%{l}.example.com",
    ];
    let mut state = 1_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    let mut seen = BTreeSet::new();
    for _ in 0..2_000 {
        let mut zone = Zone::of(
            "example.com A 192.0.2.8
             example.com MX example.com
             1.2.0.192.in-addr.arpa PTR r1.example.com
             r1.example.com A 192.0.2.1",
        );
        for owner in ["example.com", "r1.example.com", "r2.example.com"] {
            let terms: Vec<_> = (0..random(6)).map(|_| TERMS[random(TERMS.len())]).collect();
            let record = format!("v=spf1 {}", terms.join(" "));
            zone.publish(name(owner), Rdata::Txt(vec![record.into_bytes()]));
        }
        let (outcome, log) = evaluate(&zone, mail_from("192.0.2.1", "1@example.com"));
        assert!(log.len() <= 70);
        seen.insert(outcome.verdict.expect("a result").word());
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        ["fail", "neutral", "pass", "permerror", "softfail"]
    );
}
