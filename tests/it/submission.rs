//! The simulator: each scenario line by line, and laws over every combination of settings.

use std::collections::BTreeSet;

use mailprism::play::scene::{self, EdgeKind, NodeId, State};
use mailprism::play::submission::{
    Act, Auth, Condition, LONGEST, Outcome, Place, Played, Port, Reason, Scenario, Sender, Session,
    Settings, Target, play, stop,
};
use mailprism::text::picture::draw;
use mailprism::text::{Lang, scene as words};

/// A play as a page of text: `>` the client, `<` the server, `*` what happens besides.
fn script(played: &Played) -> String {
    let mut text = String::new();
    let mut session = None;
    for step in &played.steps {
        if session != Some(step.session) {
            session = Some(step.session);
            text.push_str(&match step.session {
                Session::Pop(minutes) => format!("[POP3, {minutes} min before]\n"),
                Session::Smtp => "[SMTP]\n".to_owned(),
                Session::Relay => "[relay]\n".to_owned(),
            });
        }
        text.push_str(&match &step.act {
            Act::Dial(port) => format!("* dials {port}\n"),
            Act::Dropped => "* dropped at the border\n".to_owned(),
            Act::Closed => "* nobody listens\n".to_owned(),
            Act::Open => "* open\n".to_owned(),
            Act::Encrypted => "* TLS\n".to_owned(),
            Act::Client(lines) => marked('>', lines),
            Act::Server(lines) => marked('<', lines),
            Act::Remembers(ip, minutes) => format!("* remembers {ip} for {minutes} min\n"),
            Act::Recalls(ip, found) => format!("* looks for {ip}: {found}\n"),
            Act::PassesOn => "* passes it on\n".to_owned(),
        });
    }
    text.push_str(&format!("= {:?}, {:?}\n", played.outcome, played.reason));
    text
}

fn marked(mark: char, lines: &str) -> String {
    lines
        .lines()
        .map(|line| format!("{mark} {line}\n"))
        .collect()
}

/// From EHLO to the end of a mail that is taken, as each of these plays ends.
const HANDED_OVER: &str = "\
> DATA
< 354 Go ahead
> From: FROM
> To: hanako@example.org
>\u{20}
> …
> .
< 250 2.0.0 Queued
> QUIT
< 221 2.0.0 Bye
";

fn handed_over(from: &str) -> String {
    HANDED_OVER.replace("FROM", from)
}

fn check(scenario: Scenario, expected: &str) {
    assert_eq!(
        script(&play(&scenario.settings())),
        expected,
        "{}",
        scenario.id()
    );
}

#[test]
fn spam_from_an_infected_computer_is_taken_without_a_question() {
    let end = handed_over("billing@bank.example");
    check(
        Scenario::SpamDirect,
        &format!(
            "\
[SMTP]
* dials 25
* open
< 220 mx.example.org ESMTP
> EHLO [192.0.2.55]
< 250-mx.example.org
< 250 STARTTLS
> MAIL FROM:<billing@bank.example>
< 250 2.1.0 Ok
> RCPT TO:<hanako@example.org>
< 250 2.1.5 Ok
{end}= Abused, OwnUser
"
        ),
    );
}

#[test]
fn op25b_stops_it_before_the_first_line() {
    check(
        Scenario::SpamBlocked,
        "[SMTP]\n* dials 25\n* dropped at the border\n= Blocked, PortBlocked\n",
    );
}

#[test]
fn op25b_stops_the_traveller_as_well() {
    check(
        Scenario::TravellerBlocked,
        "[SMTP]\n* dials 25\n* dropped at the border\n= Blocked, PortBlocked\n",
    );
}

#[test]
fn the_traveller_logs_in_on_587() {
    let end = handed_over("taro@example.net");
    check(
        Scenario::TravellerSubmits,
        &format!(
            "\
[SMTP]
* dials 587
* open
< 220 smtp.example.net ESMTP
> EHLO [198.51.100.110]
< 250-smtp.example.net
< 250 STARTTLS
> STARTTLS
< 220 2.0.0 Ready
* TLS
> EHLO [198.51.100.110]
< 250-smtp.example.net
< 250 AUTH PLAIN
> AUTH PLAIN AHRhcm8Ac2VzYW1l
< 235 2.7.0 Authentication succeeded
> MAIL FROM:<taro@example.net>
< 250 2.1.0 Ok
> RCPT TO:<hanako@example.org>
< 250 2.1.5 Ok
{end}[relay]
* passes it on
= Relayed, LoggedIn
"
        ),
    );
}

#[test]
fn on_465_everything_is_inside_tls() {
    let end = handed_over("taro@example.net");
    check(
        Scenario::ImplicitTls,
        &format!(
            "\
[SMTP]
* dials 465
* open
* TLS
< 220 smtp.example.net ESMTP
> EHLO [198.51.100.110]
< 250-smtp.example.net
< 250 AUTH PLAIN
> AUTH PLAIN AHRhcm8Ac2VzYW1l
< 235 2.7.0 Authentication succeeded
> MAIL FROM:<taro@example.net>
< 250 2.1.0 Ok
> RCPT TO:<hanako@example.org>
< 250 2.1.5 Ok
{end}[relay]
* passes it on
= Relayed, LoggedIn
"
        ),
    );
}

#[test]
fn without_a_login_587_refuses_the_sender() {
    check(
        Scenario::NoLogin,
        "\
[SMTP]
* dials 587
* open
< 220 smtp.example.net ESMTP
> EHLO [198.51.100.110]
< 250-smtp.example.net
< 250 STARTTLS
> STARTTLS
< 220 2.0.0 Ready
* TLS
> EHLO [198.51.100.110]
< 250-smtp.example.net
< 250 AUTH PLAIN
> MAIL FROM:<taro@example.net>
< 530 5.7.0 Authentication required
= Refused(Provider), LoginFirst
",
    );
}

#[test]
fn a_wrong_password_is_refused() {
    let script = script(&play(&Scenario::WrongPassword.settings()));
    let end = "\
> AUTH PLAIN AHRhcm8AZ3Vlc3Mx
< 535 5.7.8 Authentication credentials invalid
= Refused(Provider), WrongPassword
";
    assert!(script.ends_with(end), "{script}");
}

/// A stolen password is as good as the owner's, and speaks in the owner's name.
#[test]
fn a_stolen_password_is_taken() {
    let end = handed_over("taro@example.net");
    let script = script(&play(&Scenario::StolenPassword.settings()));
    let expected = format!(
        "< 235 2.7.0 Authentication succeeded\n> MAIL FROM:<taro@example.net>\n< 250 2.1.0 Ok\n\
         > RCPT TO:<hanako@example.org>\n< 250 2.1.5 Ok\n{end}[relay]\n* passes it on\n\
         = Abused, LoggedIn\n"
    );
    assert!(script.ends_with(&expected), "{script}");
}

const FETCH: &str = "\
* dials 110
* open
< +OK POP3
> USER taro
< +OK
> PASS sesame
< +OK 2 messages
* remembers 198.51.100.110 for 30 min
[SMTP]
";

/// From the connection to the recipient on port 25 of the provider.
fn asking(ip: &str, from: &str) -> String {
    format!(
        "\
* dials 25
* open
< 220 smtp.example.net ESMTP
> EHLO [{ip}]
< 250-smtp.example.net
< 250 STARTTLS
> MAIL FROM:<{from}>
< 250 2.1.0 Ok
> RCPT TO:<hanako@example.org>
"
    )
}

#[test]
fn pop_before_smtp_opens_the_door() {
    let asking = asking("198.51.100.110", "taro@example.net");
    let end = handed_over("taro@example.net");
    check(
        Scenario::PopWorks,
        &format!(
            "[POP3, 5 min before]\n{FETCH}{asking}* looks for 198.51.100.110: true\n\
             < 250 2.1.5 Ok\n{end}[relay]\n* passes it on\n= Relayed, Remembered\n"
        ),
    );
}

#[test]
fn the_door_closes_after_a_while() {
    let asking = asking("198.51.100.110", "taro@example.net");
    check(
        Scenario::PopExpired,
        &format!(
            "[POP3, 45 min before]\n{FETCH}{asking}* looks for 198.51.100.110: false\n\
             < 550 5.7.1 Fetch mail first\n= Refused(Provider), WindowOver\n"
        ),
    );
}

#[test]
fn a_stranger_behind_the_same_address_slips_in() {
    let asking = asking("198.51.100.110", "billing@bank.example");
    let end = handed_over("billing@bank.example");
    check(
        Scenario::PopStranger,
        &format!(
            "[POP3, 5 min before]\n{FETCH}{asking}* looks for 198.51.100.110: true\n\
             < 250 2.1.5 Ok\n{end}[relay]\n* passes it on\n= Abused, Remembered\n"
        ),
    );
}

#[test]
fn who_has_not_fetched_cannot_send() {
    let asking = asking("198.51.100.110", "taro@example.net");
    check(
        Scenario::PopNever,
        &format!(
            "[SMTP]\n{asking}* looks for 198.51.100.110: false\n\
             < 550 5.7.1 Fetch mail first\n= Refused(Provider), NeverFetched\n"
        ),
    );
}

#[test]
fn servers_pass_mail_on_without_a_login_and_op25b_lets_them() {
    let end = handed_over("taro@example.net");
    check(
        Scenario::ServerToServer,
        &format!(
            "\
[SMTP]
* dials 25
* open
< 220 mx.example.org ESMTP
> EHLO smtp.example.net
< 250-mx.example.org
< 250 STARTTLS
> STARTTLS
< 220 2.0.0 Ready
* TLS
> EHLO smtp.example.net
< 250 mx.example.org
> MAIL FROM:<taro@example.net>
< 250 2.1.0 Ok
> RCPT TO:<hanako@example.org>
< 250 2.1.5 Ok
{end}= Delivered, OwnUser
"
        ),
    );
}

#[test]
fn an_open_relay_serves_anybody() {
    let asking = asking("198.51.100.110", "billing@bank.example");
    let end = handed_over("billing@bank.example");
    check(
        Scenario::OpenRelay,
        &format!(
            "[SMTP]\n{asking}< 250 2.1.5 Ok\n{end}[relay]\n* passes it on\n= Abused, OpenRelay\n"
        ),
    );
}

/// Every combination of the settings; of the minutes, one inside the window, its last one, and one
/// outside.
fn every_setting() -> Vec<Settings> {
    let flags = [false, true];
    let mut all = Vec::new();
    for &sender in Sender::ALL {
        for &place in Place::ALL {
            for &target in Target::ALL {
                for &port in Port::ALL {
                    for &auth in Auth::ALL {
                        for login in [None, Some(5), Some(30), Some(31)] {
                            for bits in 0..32 {
                                let flag = |bit: usize| flags[bits >> bit & 1];
                                all.push(Settings {
                                    sender,
                                    place,
                                    op25b: flag(0),
                                    target,
                                    port,
                                    auth,
                                    tls: flag(1),
                                    pop: flag(2),
                                    login,
                                    window: 30,
                                    nat: flag(3),
                                    open_relay: flag(4),
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    all
}

/// What should come of it, written once more as a table that is read from the top.
fn table(set: &Settings) -> (Outcome, Reason) {
    let server = set.sender == Sender::MailServer;
    let to_mx = server || set.target == Target::Recipient;
    let home = !to_mx && set.place == Place::Home;
    let encrypted = set.tls || set.port == Port::Submissions;
    let stranger = matches!(set.sender, Sender::Stranger | Sender::Infected);
    let another = set.sender == Sender::Stranger && !set.nat;
    let on_25 = set.port == Port::Smtp;
    let refused = |reason| {
        let by = if to_mx {
            Target::Recipient
        } else {
            Target::Provider
        };
        (Outcome::Refused(by), reason)
    };
    let taken = |reason| match (stranger, to_mx) {
        (true, _) => (Outcome::Abused, reason),
        (false, true) => (Outcome::Delivered, reason),
        (false, false) => (Outcome::Relayed, reason),
    };
    let pop = set.pop.then_some(set.login);
    let in_window = |minutes: u16| minutes <= set.window;
    match () {
        () if on_25 && set.op25b && !server && !home => (Outcome::Blocked, Reason::PortBlocked),
        () if to_mx && !on_25 => refused(Reason::NoSubmission),
        () if to_mx => taken(Reason::OwnUser),
        () if set.auth != Auth::Off && !encrypted => refused(Reason::TlsFirst),
        () if set.auth == Auth::Wrong => refused(Reason::WrongPassword),
        () if set.auth == Auth::Right => taken(Reason::LoggedIn),
        () if !on_25 && !encrypted => refused(Reason::TlsFirst),
        () if !on_25 => refused(Reason::LoginFirst),
        () if home => taken(Reason::OwnNetwork),
        () if matches!(pop, Some(Some(minutes)) if in_window(minutes)) && !another => {
            taken(Reason::Remembered)
        }
        () if set.open_relay => taken(Reason::OpenRelay),
        () => refused(match pop {
            None => Reason::NoRelay,
            Some(None) => Reason::NeverFetched,
            Some(_) if another => Reason::OtherAddress,
            Some(_) => Reason::WindowOver,
        }),
    }
}

#[test]
fn every_combination_comes_to_what_the_table_says() {
    let all = every_setting();
    assert_eq!(all.len(), 4 * 4 * 2 * 3 * 3 * 4 * 32);
    let mut reached = BTreeSet::new();
    for set in &all {
        let played = play(set);
        assert_eq!((played.outcome, played.reason), table(set), "{set:?}");
        reached.insert(played.reason.word());
    }
    let every: BTreeSet<_> = Reason::ALL.map(Reason::word).into();
    assert_eq!(reached, every, "a reason that nothing leads to");
}

#[test]
fn no_other_way_out_of_a_network_with_op25b_is_left_on_port_25() {
    for set in every_setting() {
        let leaves = set.place != Place::Home || set.target == Target::Recipient;
        let own_server = set.sender == Sender::MailServer;
        if set.op25b && set.port == Port::Smtp && leaves && !own_server {
            let played = play(&set);
            assert_eq!(played.outcome, Outcome::Blocked, "{set:?}");
            assert_eq!(
                played.steps.last().map(|step| &step.act),
                Some(&Act::Dropped)
            );
            let said = |act: &Act| matches!(act, Act::Client(_) | Act::Server(_));
            let smtp = played.steps.iter().filter(|s| s.session == Session::Smtp);
            assert!(!smtp.into_iter().any(|step| said(&step.act)), "{set:?}");
        }
    }
}

#[test]
fn op25b_never_touches_submission() {
    for set in every_setting() {
        if set.port != Port::Smtp {
            let without = play(&Settings {
                op25b: false,
                ..set
            });
            let with = play(&Settings { op25b: true, ..set });
            assert_eq!(without, with, "{set:?}");
        }
    }
}

#[test]
fn nobody_submits_without_the_password() {
    for set in every_setting() {
        if set.port != Port::Smtp && set.auth != Auth::Right {
            assert!(matches!(play(&set).outcome, Outcome::Refused(_)), "{set:?}");
        }
    }
}

/// What every option of the simulator offers, as a change of settings; of the minutes, those around
/// the end of the window.
type Change = fn(&mut Settings, usize) -> bool;

fn pick<T: Copy>(place: &mut T, all: &[T], at: usize) -> bool {
    all.get(at).map(|value| *place = *value).is_some()
}

const CHANGES: [(Condition, Change); 13] = [
    (Condition::Sender, |s, at| {
        pick(&mut s.sender, Sender::ALL, at)
    }),
    (Condition::Place, |s, at| pick(&mut s.place, Place::ALL, at)),
    (Condition::Op25b, |s, at| {
        pick(&mut s.op25b, &[false, true], at)
    }),
    (Condition::Target, |s, at| {
        pick(&mut s.target, Target::ALL, at)
    }),
    (Condition::Port, |s, at| pick(&mut s.port, Port::ALL, at)),
    (Condition::Auth, |s, at| pick(&mut s.auth, Auth::ALL, at)),
    (Condition::Tls, |s, at| pick(&mut s.tls, &[false, true], at)),
    (Condition::Pop, |s, at| pick(&mut s.pop, &[false, true], at)),
    (Condition::Nat, |s, at| pick(&mut s.nat, &[false, true], at)),
    (Condition::OpenRelay, |s, at| {
        pick(&mut s.open_relay, &[false, true], at)
    }),
    (Condition::Fetched, |s, at| {
        pick(&mut s.login, &[None, Some(5)], at)
    }),
    (Condition::Login, |s, at| {
        pick(
            &mut s.login,
            &[Some(0), Some(29), Some(30), Some(31), Some(LONGEST)],
            at,
        )
    }),
    (Condition::Window, |s, at| {
        pick(&mut s.window, &[0, 4, 5, 45, LONGEST], at)
    }),
];

/// The settings that one change of this option leads to.
fn changed(set: &Settings, change: Change) -> Vec<Settings> {
    let values = (0..).map_while(|at| {
        let mut set = *set;
        change(&mut set, at).then_some(set)
    });
    values.collect()
}

/// From each scenario, every value of every option with every value of every other one.
#[test]
fn changing_two_options_of_a_scenario_comes_to_what_the_table_says() {
    assert!(
        Condition::ALL
            .iter()
            .all(|one| CHANGES.iter().any(|row| row.0 == *one))
    );
    let mut pairs = 0;
    let mut differ = 0;
    for scenario in Scenario::ALL {
        let begin = scenario.settings();
        let before = play(&begin);
        for (index, (_, one)) in CHANGES.iter().enumerate() {
            for set in changed(&begin, *one) {
                differ += usize::from(play(&set).outcome != before.outcome);
                for (_, other) in &CHANGES[index..] {
                    for set in changed(&set, *other) {
                        let played = play(&set);
                        assert_eq!((played.outcome, played.reason), table(&set), "{set:?}");
                        pairs += 1;
                    }
                }
            }
        }
    }
    assert!(pairs > 8_000, "{pairs}");
    assert!(differ > 60, "{differ}");
}

/// Two changes away from the scenarios lies everything that can come of a play, and from each of those
/// settings the way on is open: a mail that is taken is a few changes away.
#[test]
fn no_outcome_is_out_of_reach_and_none_is_a_dead_end() {
    let near = |set: &Settings| {
        let changes = CHANGES.iter();
        changes
            .flat_map(|(_, change)| changed(set, *change))
            .collect::<Vec<_>>()
    };
    let taken = |set: &Settings| matches!(play(set).outcome, Outcome::Relayed | Outcome::Delivered);
    let mut everywhere = BTreeSet::new();
    for scenario in Scenario::ALL {
        let first = near(&scenario.settings());
        let mut reached = BTreeSet::new();
        for set in &first {
            reached.insert(play(set).reason.word());
            for set in near(set) {
                reached.insert(play(&set).reason.word());
                if !taken(&set) {
                    let away = near(&set);
                    assert!(
                        away.iter().any(taken) || away.iter().flat_map(near).any(|set| taken(&set)),
                        "{set:?}"
                    );
                }
            }
        }
        assert!(reached.len() >= 4, "{}: {reached:?}", scenario.id());
        everywhere.append(&mut reached);
    }
    assert_eq!(everywhere, Reason::ALL.map(Reason::word).into());
}

/// Who gives which reply, and by what rule.
#[test]
fn each_reply_has_its_giver() {
    let provider = [Target::Provider].as_slice();
    let both = Target::ALL;
    // RFC 5321 §4.2.3; RFC 3207 §4; RFC 4954 §4 and §6; RFC 6409 §4.3; RFC 1939 §4.
    let givers = [
        ("220", both),
        ("221", both),
        ("250", both),
        ("354", both),
        ("235", provider),
        ("535", provider),
        ("530", provider),
        ("550", provider),
        ("+OK", provider),
    ];
    for set in every_setting() {
        for step in &play(&set).steps {
            let Act::Server(lines) = &step.act else {
                continue;
            };
            let code = lines.get(..3).unwrap_or_default();
            let giver = match step.session {
                Session::Pop(_) => Target::Provider,
                Session::Smtp | Session::Relay => set.settled().target,
            };
            let (_, may) = givers
                .iter()
                .find(|row| row.0 == code)
                .expect("a known code");
            assert!(may.contains(&giver), "{code} by {giver:?} ({set:?})");
        }
    }
}

/// The replies a server may give to what the client sent last, by its first word (RFC 5321 §4.3.2,
/// RFC 3207 §4, RFC 4954 §4 and §6, RFC 6409 §4.3, RFC 1939 §4 and §7).
fn may_reply(command: &str, reply: &str) -> bool {
    let codes: &[&str] = match command {
        "" => &["220", "+OK"],
        "EHLO" => &["250"],
        "STARTTLS" => &["220"],
        "AUTH" => &["235", "530", "535"],
        "MAIL" => &["250", "530"],
        "RCPT" => &["250", "550"],
        "DATA" => &["354"],
        "From:" => &["250"],
        "QUIT" => &["221"],
        "USER" | "PASS" => &["+OK"],
        _ => &[],
    };
    codes.contains(&reply.get(..3).unwrap_or_default())
}

#[test]
fn each_reply_is_one_the_command_allows() {
    let mut seen = BTreeSet::new();
    for set in every_setting() {
        let mut command = "";
        let mut session = None;
        for step in &play(&set).steps {
            if session != Some(step.session) {
                session = Some(step.session);
                command = "";
            }
            match &step.act {
                Act::Client(lines) => command = lines.split([' ', '\n']).next().unwrap_or(""),
                Act::Server(lines) => {
                    assert!(may_reply(command, lines), "{command}: {lines} ({set:?})");
                    seen.insert(lines.get(..3).unwrap_or_default().to_owned());
                    // Before the last line of a reply stands a hyphen (RFC 5321 §4.2.1).
                    for (at, line) in lines.lines().enumerate() {
                        let is_last = at + 1 == lines.lines().count();
                        let is_smtp = !line.starts_with('+');
                        assert!(
                            !is_smtp || (line.as_bytes()[3] == b' ') == is_last,
                            "{line}"
                        );
                    }
                }
                _ => {}
            }
        }
    }
    let every = [
        "+OK", "220", "221", "235", "250", "354", "530", "535", "550",
    ];
    assert_eq!(seen, every.map(str::to_owned).into());
}

#[test]
fn the_password_never_crosses_a_connection_in_clear_by_smtp() {
    for set in every_setting() {
        let mut encrypted = false;
        for step in play(&set).steps {
            match step.act {
                Act::Encrypted => encrypted = true,
                Act::Client(line) if line.starts_with("AUTH PLAIN ") => assert!(encrypted),
                _ => {}
            }
        }
    }
}

#[test]
fn a_link_holds_every_setting() {
    let mut written = BTreeSet::new();
    for set in every_setting() {
        let link = set.to_string();
        assert_eq!(Settings::parse(&link), Some(set), "{link}");
        assert!(link.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        written.insert(link);
    }
    assert_eq!(written.len(), every_setting().len());
}

#[test]
fn another_state_is_no_setting() {
    let good = Scenario::PopWorks.settings().to_string();
    assert_eq!(good, "ua0p2n0110-5-30");
    assert!(Settings::parse(&good).is_some());
    for bad in [
        "",
        "ua0p2n0110",
        "ua0p2n0110-5",
        "ua0p2n0110-5-30-1",
        "ua0p2n01100-5-30",
        "ua0p2n011-5-30",
        "xa0p2n0110-5-30",
        "ua2p2n0110-5-30",
        "ua0p2n0110-05-30",
        "ua0p2n0110-+5-30",
        "ua0p2n0110-5-99999",
        "ua0p2n0110-5-1441",
    ] {
        assert_eq!(Settings::parse(bad), None, "{bad}");
    }
}

#[test]
fn scenarios_have_names_of_their_own() {
    let ids: BTreeSet<_> = Scenario::ALL.map(Scenario::id).into();
    assert_eq!(ids.len(), Scenario::ALL.len());
    for scenario in Scenario::ALL {
        assert_eq!(Scenario::from_id(scenario.id()), Some(scenario));
        let set = scenario.settings();
        assert_eq!(set, set.settled(), "{} settles to another", scenario.id());
    }
}

/// Which ends of the picture a play is about, and what they show at the end.
#[test]
fn the_picture_marks_who_decided() {
    for (scenario, node, state) in [
        (Scenario::SpamDirect, NodeId::Border, State::Warn),
        (Scenario::SpamBlocked, NodeId::Author, State::Fail),
        (Scenario::TravellerBlocked, NodeId::Author, State::Fail),
        (Scenario::TravellerSubmits, NodeId::Submit, State::Pass),
        (Scenario::NoLogin, NodeId::Submit, State::Fail),
        (Scenario::PopStranger, NodeId::Submit, State::Warn),
        (Scenario::ServerToServer, NodeId::Border, State::Pass),
    ] {
        let set = scenario.settings();
        let played = play(&set);
        let picture = mailprism::play::submission::scene(&set, &played, played.steps.len());
        let found = picture.node(node).map(|node| node.state);
        assert_eq!(found, Some(state), "{}", scenario.id());
        let before = mailprism::play::submission::scene(&set, &played, 0);
        assert!(
            before
                .nodes
                .iter()
                .all(|node| !matches!(node.state, State::Pass | State::Fail | State::Warn))
        );
    }
}

#[test]
fn every_picture_of_a_play_can_be_drawn() {
    for scenario in Scenario::ALL {
        let set = scenario.settings();
        let played = play(&set);
        for shown in 0..=played.steps.len() {
            let picture = mailprism::play::submission::scene(&set, &played, shown);
            for edge in &picture.edges {
                assert!(!scene::path(edge.from, edge.to).is_empty(), "{edge:?}");
                let at = scene::label(edge.from, edge.to);
                assert!(
                    edge.label.is_none() || at.x > 0,
                    "{edge:?} is labelled nowhere"
                );
                assert!(picture.node(edge.from).is_some() && picture.node(edge.to).is_some());
            }
            for lang in Lang::ALL {
                let drawn = draw(&picture, lang);
                assert_eq!(drawn.nodes.len(), picture.nodes.len());
            }
            for lane in scene::LANES {
                assert!(!words::lane(lane.id, Lang::EN).0.is_empty());
            }
        }
        let end = mailprism::play::submission::scene(&set, &played, played.steps.len());
        let is_stopped = matches!(played.outcome, Outcome::Blocked | Outcome::Refused(_));
        let broken = end
            .edges
            .iter()
            .filter(|e| e.kind == EdgeKind::Broken)
            .count();
        assert_eq!(broken, usize::from(is_stopped), "{}", scenario.id());
    }
}

/// The sign stands where the mail was stopped: on the line between client and server, or where the
/// client's network ends; and it says why.
#[test]
fn a_stopped_mail_has_its_sign_on_the_picture() {
    let mut signs = 0;
    for set in every_setting() {
        let played = play(&set);
        let shown = played.steps.len();
        assert_eq!(stop(&set, &played, shown - 1), None, "before the end");
        let sign = stop(&set, &played, shown);
        let is_stopped = matches!(played.outcome, Outcome::Blocked | Outcome::Refused(_));
        assert_eq!(sign.is_some(), is_stopped, "{set:?}");
        let Some(sign) = sign else { continue };
        signs += 1;
        assert_eq!(sign.at_border, played.outcome == Outcome::Blocked);
        let picture = mailprism::play::submission::scene(&set, &played, shown);
        let broken = picture
            .edges
            .iter()
            .find(|edge| edge.kind == EdgeKind::Broken);
        let broken = broken.expect("an edge that ends");
        assert_eq!((broken.from, broken.to), sign.edge);
        let (from, to) = (scene::frame(sign.edge.0), scene::frame(sign.edge.1));
        assert!((from.x + from.w..to.x).contains(&sign.at.x), "{sign:?}");
        assert!((from.y..from.y + from.h).contains(&sign.at.y), "{sign:?}");
        match (sign.at_border, played.reason) {
            (true, _) | (_, Reason::NoSubmission) => assert_eq!(sign.reply, ""),
            _ => assert!(sign.reply.starts_with('5'), "{sign:?}"),
        }
        for learn in [
            &mailprism::text::en::learn::LEARN,
            &mailprism::text::ja::learn::LEARN,
        ] {
            let mut drawn = draw(&picture, Lang::EN);
            let before = drawn.clone();
            learn.mark(&mut drawn, &sign);
            let of = |p: &mailprism::text::picture::Picture| {
                let edges = p.edges.iter().map(|edge| edge.shapes.len()).sum::<usize>();
                let texts = p.nodes.iter().map(|node| node.texts.len()).sum::<usize>();
                (edges, texts)
            };
            let (edges, texts) = of(&before);
            assert_eq!(of(&drawn), (edges + 3, texts + 1));
        }
    }
    assert!(signs > 1_000, "{signs}");
}
