//! The command line, run as the program it is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// A folder of files for one story.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self, name: &str, octets: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, octets).expect("a file");
        path.to_str().expect("a path in UTF-8").to_owned()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mailprism"))
}

fn run(arguments: &[&str]) -> Output {
    program()
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("its input");
    // It may refuse early and close its end.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn text(output: &Output) -> String {
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    let mut arguments = arguments.to_vec();
    arguments.push("--json");
    serde_json::from_str(&text(&run(&arguments))).expect("JSON")
}

/// Runs what should be refused: code 2, nothing on stdout, one sentence on stderr.
fn refused(arguments: &[&str]) -> String {
    refusal(&run(arguments), arguments)
}

fn refusal(output: &Output, arguments: &[&str]) -> String {
    let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {sentence}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert!(sentence.starts_with("mailprism: "), "{sentence}");
    assert!(sentence.ends_with(".\n"), "{sentence}");
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    sentence
}

const PLAIN: &str = "Return-Path: <bounce@bulk.example.com>\r\n\
    Received: from relay.example.net (relay.example.net [203.0.113.5])\r\n\
    \tby mx.example.org with ESMTPS id 1; Mon, 2 Nov 2026 00:12:00 +0000\r\n\
    From: Billing <billing@example.com>\r\nTo: taro@example.org\r\nSubject: hello\r\n\r\nhello\r\n";

const ZONE: &str = "; what the domains publish\n\
    bulk.example.com.  300 IN TXT \"v=spf1 ip4:203.0.113.0/24 \" \"-all\"\n\
    _dmarc.example.com TXT \"v=DMARC1; p=reject\"\n";

const NOW: &str = "2026-11-02T00:12:04Z";

#[test]
fn a_message_with_an_aligned_spf_pass_is_authenticated() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    let zone = desk.file("zone", ZONE);
    let found = json(&["verify", &mail, "--dns", &zone, "--now", NOW]);
    assert_eq!(found["version"], 1);
    assert_eq!(found["now"], NOW);
    assert_eq!(found["verdict"], "authenticated");
    assert_eq!(found["spf"]["result"], "pass");
    assert_eq!(found["spf"]["domain"], "bulk.example.com");
    assert_eq!(found["envelope"]["ip"]["value"], "203.0.113.5");
    assert_eq!(found["envelope"]["ip"]["origin"], "received");
    assert_eq!(found["envelope"]["mail_from"]["origin"], "return-path");
    assert_eq!(found["dkim"], Value::Array(vec![]));
    assert_eq!(found["arc"], Value::Null);
    assert_eq!(found["dmarc"]["result"], "pass");
    assert_eq!(found["dmarc"]["disposition"], "none");
    assert_eq!(found["needs"], Value::Array(vec![]));

    let outline = text(&run(&["verify", &mail, "--dns", &zone, "--now", NOW]));
    assert!(outline.contains("billing@example.com"), "{outline}");
    assert!(outline.contains("does not mean safe"), "{outline}");
}

#[test]
fn from_another_address_the_same_message_is_not_authenticated() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    let zone = desk.file("zone", ZONE);
    let found = json(&[
        "verify",
        &mail,
        "--dns",
        &zone,
        "--ip",
        "198.51.100.7",
        "--now",
        NOW,
    ]);
    assert_eq!(found["verdict"], "not-authenticated");
    assert_eq!(found["spf"]["result"], "fail");
    assert_eq!(found["envelope"]["ip"]["origin"], "stated");
    assert_eq!(found["dmarc"]["result"], "fail");
    assert_eq!(found["dmarc"]["disposition"], "reject");
    let findings = found["findings"].as_array().expect("findings");
    assert!(!findings.is_empty());
    for finding in findings {
        for key in ["code", "level", "rfc", "section", "span"] {
            assert!(finding.get(key).is_some(), "{key} of {finding}");
        }
    }
}

#[test]
fn without_dns_files_the_questions_stay_open() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    let found = json(&["verify", &mail]);
    assert_eq!(found["verdict"], "cannot-tell");
    assert_eq!(found["spf"]["result"], Value::Null);
    let needs: Vec<String> = found["needs"]
        .as_array()
        .expect("needs")
        .iter()
        .map(|need| format!("{} {}", need["name"], need["type"]).replace('"', ""))
        .collect();
    assert!(
        needs.contains(&"bulk.example.com TXT".to_owned()),
        "{needs:?}"
    );
    assert!(
        needs.contains(&"_dmarc.example.com TXT".to_owned()),
        "{needs:?}"
    );
    let outline = text(&run(&["verify", &mail]));
    assert!(outline.contains("_dmarc.example.com TXT"), "{outline}");
}

#[test]
fn a_message_may_come_from_standard_input() {
    let desk = Desk::new();
    let zone = desk.file("zone", ZONE);
    let arguments = ["verify", "-", "--dns", &zone, "--now", NOW, "--json"];
    let piped = text(&run_with(&arguments, PLAIN.as_bytes()));
    let mail = desk.file("mail.eml", PLAIN);
    let read = text(&run(&[
        "verify", &mail, "--dns", &zone, "--now", NOW, "--json",
    ]));
    assert_eq!(piped, read);
}

#[test]
fn a_case_brings_its_envelope_clock_and_answers_and_gives_the_same_json_twice() {
    let desk = Desk::new();
    let case = format!(
        "Case: 1\nMade: {NOW} mailprism/0.1.0\nEnv: ip=203.0.113.9\n\
         Dns: bulk.example.com TXT ok noad 300 1793578324 cloudflare \"v=spf1 ip4:203.0.113.9 -all\"\n\
         Dns: _dmarc.example.com TXT ok ad 300 1793578324 cloudflare \"v=DMARC1; p=none\"\n\
         Dns: _dmarc.com TXT nxdomain\nDns: _dmarc.bulk.example.com TXT nxdomain\n\
         Dns: relay.example.net TXT nodata\n\
         \n{PLAIN}"
    );
    let file = desk.file("x.case", &case);
    let first = text(&run(&["verify", &file, "--json"]));
    let second = text(&run(&["verify", &file, "--json"]));
    assert_eq!(first, second, "the clock is the case's");
    let found: Value = serde_json::from_str(&first).expect("JSON");
    assert_eq!(found["now"], NOW);
    assert_eq!(found["verdict"], "authenticated");
    assert_eq!(found["envelope"]["ip"]["value"], "203.0.113.9");
    let spf = found["dns"]
        .as_array()
        .expect("questions")
        .iter()
        .find(|asked| asked["name"] == "bulk.example.com")
        .expect("the SPF record was asked for");
    assert_eq!(spf["answer"]["resolver"], "cloudflare");
    assert_eq!(spf["answer"]["at"], "2026-11-02T00:12:04Z");
    assert_eq!(spf["answer"]["records"][0]["ttl"], 300);
    // What is stated beside it goes first.
    let other = json(&[
        "verify",
        &file,
        "--ip",
        "192.0.2.1",
        "--now",
        "2027-01-01T00:00:00Z",
    ]);
    assert_eq!(other["now"], "2027-01-01T00:00:00Z");
    assert_eq!(other["spf"]["result"], "fail");
    // So do DNS files, with what they name.
    let zone = desk.file("zone", "bulk.example.com TXT \"v=spf1 ~all\"\n");
    let other = json(&["verify", &file, "--dns", &zone]);
    assert_eq!(other["spf"]["result"], "softfail");
    assert_eq!(
        other["dmarc"]["policy"]["p"], "none",
        "the rest is the case's"
    );
}

#[test]
fn a_case_that_lacks_answers_says_what_it_lacks() {
    let desk = Desk::new();
    let file = desk.file("x.case", format!("Case: 1\nMade: {NOW} x/1\n\n{PLAIN}"));
    let found = json(&["verify", &file]);
    assert_eq!(found["verdict"], "cannot-tell");
    assert_ne!(found["needs"], Value::Array(vec![]));
}

#[test]
fn spf_gives_its_result_and_both_counters() {
    let desk = Desk::new();
    let zone = desk.file(
        "zone",
        "example.com TXT \"v=spf1 include:_spf.example.net a:gone.example.com -all\"\n\
         _spf.example.net TXT \"v=spf1 ip4:203.0.113.0/24 ?all\"\n",
    );
    let spf = |ip: &str, mail_from: &str| {
        json(&[
            "spf",
            "--ip",
            ip,
            "--helo",
            "mail.example.com",
            "--mail-from",
            mail_from,
            "--dns",
            &zone,
        ])
    };
    let pass = spf("203.0.113.5", "user@example.com");
    assert_eq!(pass["result"], "pass");
    assert_eq!(pass["explanation"], Value::Null);
    assert_eq!(pass["lookups"], 1);
    assert_eq!(pass["void_lookups"], 0);
    let fail = spf("2001:db8::1", "user@example.com");
    assert_eq!(fail["result"], "fail");
    assert_eq!(fail["lookups"], 2);
    assert_eq!(fail["void_lookups"], 1);
    assert_eq!(spf("203.0.113.5", "user@nowhere.example")["result"], "none");
}

#[test]
fn the_explanation_of_a_fail_is_given_with_unknown_as_the_receiver() {
    let desk = Desk::new();
    let zone = desk.file(
        "zone",
        "example.com TXT \"v=spf1 exp=why.example.com -all\"\n\
         why.example.com TXT \"%{i} may not send for %{d} at %{r}\"\n",
    );
    let found = json(&[
        "spf",
        "--ip",
        "192.0.2.1",
        "--helo",
        "h.example",
        "--mail-from",
        "a@example.com",
        "--dns",
        &zone,
    ]);
    assert_eq!(found["result"], "fail");
    assert_eq!(
        found["explanation"],
        "192.0.2.1 may not send for example.com at unknown"
    );
}

#[test]
fn the_null_sender_is_judged_by_helo() {
    let desk = Desk::new();
    let zone = desk.file(
        "zone",
        "mail.example.com TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
    );
    for mail_from in [&["--mail-from", ""][..], &["--mail-from="]] {
        let mut arguments = vec![
            "spf",
            "--ip",
            "192.0.2.1",
            "--helo",
            "mail.example.com",
            "--dns",
            &zone,
        ];
        arguments.extend(mail_from);
        let found = json(&arguments);
        assert_eq!(found["result"], "pass");
        assert_eq!(found["null_sender"], true);
        assert_eq!(found["sender"], "postmaster@mail.example.com");
    }
}

#[test]
fn spf_without_dns_files_has_needs_and_no_result() {
    let found = json(&[
        "spf",
        "--ip",
        "192.0.2.1",
        "--helo",
        "h.example",
        "--mail-from",
        "a@example.com",
    ]);
    assert_eq!(found["result"], Value::Null);
    assert_eq!(found["needs"][0]["name"], "example.com");
    assert_eq!(found["needs"][0]["type"], "TXT");
}

#[test]
fn a_dns_file_tells_the_kinds_of_absence_apart() {
    let desk = Desk::new();
    let zone = desk.file(
        "zone",
        "a.example.com A 192.0.2.1\n\
         *.wild.example.com TXT \"v=spf1 +all\"\n\
         slow.example.com TXT TIMEOUT\n\
         down.example.com TXT SERVFAIL\n\
         empty.example.com TXT NODATA\n\
         gone.example.com TXT NXDOMAIN\n\
         text.example.com TXT \"say \\\"v=spf1\\\" \\118\"\n",
    );
    let result = |domain: &str| {
        let sender = format!("u@{domain}");
        json(&[
            "spf",
            "--ip",
            "192.0.2.1",
            "--helo",
            "h",
            "--mail-from",
            &sender,
            "--dns",
            &zone,
        ])["result"]
            .as_str()
            .map(str::to_owned)
    };
    for (domain, expected) in [
        ("any.wild.example.com", "pass"),
        ("two.levels.wild.example.com", "pass"),
        ("slow.example.com", "temperror"),
        ("down.example.com", "temperror"),
        ("empty.example.com", "none"),
        ("gone.example.com", "none"),
        ("a.example.com", "none"),
        ("unnamed.example.com", "none"),
        ("text.example.com", "none"),
    ] {
        assert_eq!(result(domain).as_deref(), Some(expected), "{domain}");
    }

    // np= asks whether the author domain exists: an empty node above a name does, an unnamed one not.
    let policy = desk.file(
        "policy",
        "_dmarc.example.com TXT \"v=DMARC1; p=none; sp=quarantine; np=reject\"\n\
         deep.node.example.com A 192.0.2.1\n",
    );
    for (domain, disposition) in [
        ("node.example.com", "quarantine"),
        ("deep.node.example.com", "quarantine"),
        ("nothing.example.com", "reject"),
    ] {
        let found = json(&["dmarc", "--from", domain, "--dns", &policy]);
        assert_eq!(found["disposition"], disposition, "{domain}");
    }
}

#[test]
fn dmarc_rests_on_what_was_stated_and_says_so() {
    let desk = Desk::new();
    let zone = desk.file(
        "zone",
        "_dmarc.example.com TXT \"v=DMARC1; p=quarantine; adkim=s\"\n_dmarc.other.example TXT \"v=DMARC1; p=none\"\n",
    );
    let dmarc = |arguments: &[&str]| {
        let mut all = vec!["dmarc", "--from", "example.com", "--dns", &zone];
        all.extend(arguments);
        json(&all)
    };
    let fail = dmarc(&[]);
    assert_eq!(fail["result"], "fail");
    assert_eq!(fail["disposition"], "quarantine");
    assert_eq!(fail["organizational_domain"], "example.com");
    assert_eq!(fail["record"], "v=DMARC1; p=quarantine; adkim=s");
    assert_eq!(fail["basis"], "stated");
    assert_eq!(fail["policy"]["adkim"], "strict");

    for (arguments, result) in [
        (&["--spf", "pass:bounce.example.com"][..], "pass"),
        (&["--spf", "softfail:example.com"], "fail"),
        (&["--spf", "pass:other.example"], "fail"),
        (&["--dkim", "pass:example.com"], "pass"),
        (&["--dkim", "pass:mail.example.com"], "fail"),
        (
            &["--dkim", "pass:other.example", "--dkim", "pass:example.com"],
            "pass",
        ),
        // RFC 9989 §5.3.6: what did not complete leaves it open, where it could have mattered.
        (&["--dkim", "temperror:example.com"], "temperror"),
        (&["--dkim", "temperror:other.example"], "fail"),
        (
            &[
                "--dkim",
                "temperror:example.com",
                "--spf",
                "pass:example.com",
            ],
            "pass",
        ),
    ] {
        let found = dmarc(arguments);
        assert_eq!(found["result"], result, "{arguments:?}");
        let disposition = if result == "fail" {
            "quarantine"
        } else {
            "none"
        };
        assert_eq!(found["disposition"], disposition, "{arguments:?}");
    }
    let none = json(&["dmarc", "--from", "unknown.test", "--dns", &zone]);
    assert_eq!(none["result"], "none");
    assert_eq!(none["record"], Value::Null);
    let slow = desk.file("slow", "_dmarc.example.com TXT TIMEOUT\n");
    assert_eq!(
        json(&["dmarc", "--from", "example.com", "--dns", &slow])["result"],
        "temperror"
    );
    let open = json(&["dmarc", "--from", "example.com", "--now", NOW]);
    assert_eq!(open["result"], Value::Null);
    assert_eq!(open["needs"][0]["name"], "_dmarc.example.com");
}

#[test]
fn dmarc_takes_domains_in_any_script() {
    let desk = Desk::new();
    let zone = desk.file("zone", "_dmarc.xn--r8jz45g.jp TXT \"v=DMARC1; p=reject\"\n");
    let found = json(&[
        "dmarc",
        "--from",
        "例え.jp",
        "--spf",
        "pass:XN--R8JZ45G.JP",
        "--dns",
        &zone,
    ]);
    assert_eq!(found["result"], "pass");
    assert_eq!(found["author_domain"], "xn--r8jz45g.jp");
}

#[test]
fn several_dns_files_are_one_zone() {
    let desk = Desk::new();
    let one = desk.file("one", "example.com TXT \"v=spf1 include:example.net -all\"");
    let two = desk.file("two", "example.net TXT \"v=spf1 ip4:192.0.2.1\"\r\n");
    let found = json(&[
        "spf",
        "--ip",
        "192.0.2.1",
        "--helo",
        "h",
        "--mail-from",
        "a@example.com",
        "--dns",
        &one,
        "--dns",
        &two,
    ]);
    assert_eq!(found["result"], "pass");
}

#[test]
fn an_empty_dns_file_is_a_world_without_names() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    let zone = desk.file("zone", "");
    let found = json(&["verify", &mail, "--dns", &zone]);
    assert_eq!(found["verdict"], "not-protected");
    assert_eq!(found["spf"]["result"], "none");
    assert_eq!(found["needs"], Value::Array(vec![]));
}

#[test]
fn an_origin_ends_with_its_file() {
    let desk = Desk::new();
    let one = desk.file(
        "one",
        "$ORIGIN example.com.\n@ TXT \"v=spf1 include:example.net -all\"\n",
    );
    let two = desk.file(
        "two",
        "example.net TXT \"v=spf1 ip4:192.0.2.1\"\nbad line\n",
    );
    let arguments = [
        "spf",
        "--ip",
        "192.0.2.1",
        "--helo",
        "h",
        "--mail-from",
        "a@example.com",
        "--dns",
        &one,
        "--dns",
        &two,
    ];
    assert!(refused(&arguments).contains("two holds no DNS record in line 2"));
    desk.file("two", "example.net TXT \"v=spf1 ip4:192.0.2.1\"\n");
    assert_eq!(json(&arguments)["result"], "pass");
}

#[test]
fn without_json_each_command_prints_words() {
    let desk = Desk::new();
    let zone = desk.file("zone", ZONE);
    let spf = text(&run(&[
        "spf",
        "--ip",
        "203.0.113.5",
        "--helo",
        "h",
        "--mail-from",
        "a@bulk.example.com",
        "--dns",
        &zone,
    ]));
    assert!(
        spf.contains("pass") && spf.contains("bulk.example.com"),
        "{spf}"
    );
    let dmarc = text(&run(&[
        "dmarc",
        "--from",
        "example.com",
        "--spf",
        "pass:example.com",
        "--dns",
        &zone,
    ]));
    assert!(
        dmarc.contains("pass") && dmarc.contains("example.com"),
        "{dmarc}"
    );
    let help = text(&run(&["help"]));
    for word in ["verify", "spf", "dmarc", "--mail-from", "--now"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn a_terminal_gets_no_control_characters_from_a_message() {
    let desk = Desk::new();
    let mail = desk.file(
        "mail.eml",
        "From: \x1b[2Ja\x07@exa\x1bmple.com\r\n\r\n\x1b[31mred\r\n",
    );
    let outline = text(&run(&["verify", &mail]));
    assert!(
        outline.chars().all(|c| c == '\n' || !c.is_control()),
        "{outline:?}"
    );
}

#[test]
fn bad_arguments_are_refused_with_a_sentence() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    for arguments in [
        &[][..],
        &["check"],
        &["verify"],
        &["verify", &mail, &mail],
        &["verify", &mail, "--ip"],
        &["verify", &mail, "--ip", "203.0.113"],
        &["verify", &mail, "--ip", "192.0.2.1", "--ip", "192.0.2.2"],
        &["verify", &mail, "--now", "today"],
        &["verify", &mail, "--json=yes"],
        &["verify", &mail, "--verbose"],
        &["verify", &mail, "-j"],
        &["verify", &mail, "--from", "example.com"],
        &["spf"],
        &["spf", "--ip", "192.0.2.1", "--helo", "h"],
        &["spf", "--ip", "192.0.2.1", "--mail-from", "a@b.example"],
        &["spf", "--helo", "h", "--mail-from", "a@b.example"],
        &["spf", "--ip", "h", "--helo", "h", "--mail-from", ""],
        &[
            "spf",
            "--ip",
            "192.0.2.1",
            "--helo",
            "h",
            "--mail-from",
            "",
            "more",
        ],
        &["dmarc"],
        &["dmarc", "--from", "a..b"],
        &["dmarc", "--from", ""],
        &["dmarc", "--from", "example.com", "--spf", "pass"],
        &[
            "dmarc",
            "--from",
            "example.com",
            "--spf",
            "policy:example.com",
        ],
        &[
            "dmarc",
            "--from",
            "example.com",
            "--dkim",
            "softfail:example.com",
        ],
        &["dmarc", "--from", "example.com", "--dkim", "pass:"],
        &[
            "dmarc",
            "--from",
            "example.com",
            "--spf",
            "pass:a",
            "--spf",
            "pass:b",
        ],
    ] {
        refused(arguments);
    }
}

#[test]
fn files_that_can_not_be_used_are_refused_with_their_name() {
    let desk = Desk::new();
    let mail = desk.file("mail.eml", PLAIN);
    let folder = desk.0.to_str().expect("a path in UTF-8").to_owned();
    let missing = format!("{folder}/missing.eml");
    assert!(refused(&["verify", &missing]).contains("missing.eml"));
    refused(&["verify", &folder]);
    assert!(refused(&["verify", &mail, "--dns", &missing]).contains("missing.eml"));

    let good = desk.file(
        "good.zone",
        "a.example A 192.0.2.1\nb.example A 192.0.2.2\n",
    );
    let bad = desk.file("bad.zone", "a.example A 192.0.2.1\n\nthis is no record\n");
    let sentence = refused(&["verify", &mail, "--dns", &good, "--dns", &bad]);
    assert!(
        sentence.contains("bad.zone") && sentence.contains("line 3"),
        "{sentence}"
    );
    let binary = desk.file("binary.zone", b"\xff\xfe");
    refused(&["verify", &mail, "--dns", &binary]);

    for (name, case) in [
        ("cut.case", "Case: 1\nScope: whole\n"),
        ("newer.case", "Case: 7\n\n"),
        ("bad.case", "Case: 1\nDns: what\n\n"),
    ] {
        let file = desk.file(name, case);
        assert!(refused(&["verify", &file]).contains(name));
    }
    let file = desk.file("bad.case", "Case: 1\nDns: what\n\n");
    assert!(refused(&["verify", &file]).contains("line 2"));
}

#[test]
fn sixty_megabytes_are_refused_before_they_are_read() {
    let desk = Desk::new();
    let path = desk.0.join("large.eml");
    let file = fs::File::create(&path).expect("a file");
    file.set_len(60 << 20).expect("a sparse file");
    let path = path.to_str().expect("a path in UTF-8");
    assert!(refused(&["verify", path]).contains("50"));
    let arguments = ["verify", "-"];
    let output = run_with(&arguments, &vec![b'a'; 60 << 20]);
    refusal(&output, &arguments);
}

#[test]
fn hostile_pastes_end_in_a_report() {
    let desk = Desk::new();
    let many = "X: y\r\n".repeat(100_000);
    let line = format!("From: {}\r\n\r\n", "a".repeat(10_000_000));
    for (name, octets) in [
        ("empty", &b""[..]),
        ("one", b"x"),
        ("blank", b"\r\n\r\n"),
        ("nul", b"From: a@b.example\0\r\n\0\r\n\r\n\0"),
        ("binary", &[0xff, 0x00, 0x80, 0xfe]),
        ("many", many.as_bytes()),
        ("line", line.as_bytes()),
    ] {
        let file = desk.file(name, octets);
        let found = json(&["verify", &file, "--now", NOW]);
        let verdict = found["verdict"].as_str().expect("a verdict");
        assert!(
            ["not-authenticated", "cannot-tell"].contains(&verdict),
            "{name}"
        );
        assert_ne!(found["findings"], Value::Array(vec![]), "{name}");
        text(&run(&["verify", &file, "--now", NOW]));
    }
}

#[test]
fn what_the_receiver_wrote_stands_beside_what_was_found() {
    let desk = Desk::new();
    let claimed = format!(
        "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=bulk.example.com\r\n{PLAIN}"
    );
    let mail = desk.file("mail.eml", claimed);
    let zone = desk.file("zone", ZONE);
    let found = json(&["verify", &mail, "--dns", &zone, "--now", NOW]);
    assert_eq!(found["claims"][0]["server"], "mx.example.org");
    assert_eq!(found["claims"][0]["standing"], "inside");
    assert_eq!(found["claims"][0]["results"][0]["result"], "fail");
    let spf = &found["reconciliation"][1];
    assert_eq!(spf["method"], "spf");
    assert_eq!(spf["claimed"], "fail");
    assert_eq!(spf["found"], "pass");
    assert_eq!(spf["agreement"], "differs");
    assert_eq!(spf["cause"], "dns-changed");
    assert_eq!(found["envelope"]["border_why"], "public-client");
    let outline = text(&run(&["verify", &mail, "--dns", &zone, "--now", NOW]));
    assert!(outline.contains("What the receiver wrote"), "{outline}");
    assert!(outline.contains("claimed fail, found pass"), "{outline}");
}

#[test]
fn the_border_can_be_named() {
    let desk = Desk::new();
    let mail = desk.file(
        "mail.eml",
        PLAIN.replace(
            "From: Billing",
            "Received: from pc (isp.example [198.51.100.7])\r\n\tby relay.example.net with ESMTP\r\n\
             From: Billing",
        ),
    );
    let found = json(&["verify", &mail, "--border", "1", "--now", NOW]);
    assert_eq!(found["envelope"]["border"], 1);
    assert_eq!(found["envelope"]["border_why"], "stated");
    assert_eq!(found["envelope"]["ip"]["value"], "198.51.100.7");
    refused(&["verify", &mail, "--border", "2"]);
    refused(&["verify", &mail, "--border", "x"]);
}
