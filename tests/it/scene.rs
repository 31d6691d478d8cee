//! The picture: what a report looks like, and that it can be read, walked and never overflows.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use mailprism::engine::dmarc::{self, Alignment, Method, Policy};
use mailprism::engine::dns::{Asked, Asker, Name, Question, RecordType};
use mailprism::engine::mail::{Address, Author, Hop};
use mailprism::engine::report::{BorderWhy, Envelope, Origin, Report, Verdict};
use mailprism::engine::span::Span;
use mailprism::engine::{arc, dkim, spf};
use mailprism::play::scene::fit::{Face, fit, width};
use mailprism::play::scene::{
    self, Aligned, Direction, EdgeKind, HEIGHT, LANES, Line, Node, NodeId, Outcome, Scene, State,
    WIDTH, Word,
};
use mailprism::text::picture::{self, Picture, Shape};
use mailprism::text::{Lang, scene as words};

// --- stories -------------------------------------------------------------------------------------

#[test]
fn an_aligned_signature_carries_a_mail_whose_spf_passed_for_somebody_else() {
    let scene = scene::of(&bulk_mail());
    assert_states(
        &scene,
        "author stated, submit stated, relay stated, border stated, spf pass, dkim pass, arc none, \
         dmarc pass, deliver stated, owner stated, mx stated, dspf pass, ddkim pass, ddmarc pass, \
         dnssec none",
    );
    assert_eq!(title(&scene, NodeId::Dmarc), "DMARC: pass");
    assert_eq!(lines(&scene, NodeId::Dmarc), ["by DKIM", "p=reject"]);
    assert_eq!(
        lines(&scene, NodeId::Border),
        ["from 203.0.113.5", "mx.example.org"]
    );
    assert_eq!(
        edge(&scene, NodeId::Spf, NodeId::Dmarc),
        (EdgeKind::Broken, Some(Aligned::No))
    );
    assert_eq!(
        edge(&scene, NodeId::Dkim, NodeId::Dmarc),
        (EdgeKind::Seen, Some(Aligned::Yes))
    );
    assert_eq!(
        edge(&scene, NodeId::Dmarc, NodeId::Deliver),
        (EdgeKind::Seen, None)
    );
    assert_eq!(lines(&scene, NodeId::Deliver), ["→ none", "policy asks"]);
    assert_eq!(
        picture::draw(&scene, Lang::EN).summary,
        "1 relay; SPF pass, not aligned; DKIM pass, aligned; DMARC pass; policy asks for none."
    );
}

#[test]
fn a_policy_that_could_not_be_looked_up_is_not_no_policy() {
    let mut report = changed_body();
    if let Some(dmarc) = &mut report.dmarc {
        dmarc.record = None;
        dmarc.verdict = Some(dmarc::Verdict::TempError);
    }
    let scene = scene::of(&report);
    assert_eq!(lines(&scene, NodeId::Deliver), ["open"]);
    let summary = picture::draw(&scene, Lang::EN).summary;
    assert!(summary.ends_with("; its policy is not known."), "{summary}");

    if let Some(dmarc) = &mut report.dmarc {
        dmarc.verdict = Some(dmarc::Verdict::None);
    }
    assert_eq!(lines(&scene::of(&report), NodeId::Deliver), ["no policy"]);
}

#[test]
fn a_changed_body_breaks_the_way_into_dmarc_and_out_of_it() {
    let scene = scene::of(&changed_body());
    assert_eq!(state(&scene, NodeId::Dkim), State::Fail);
    assert_eq!(lines(&scene, NodeId::Dkim), ["body hash differs"]);
    assert_eq!(state(&scene, NodeId::DkimKey), State::Pass);
    assert_eq!(state(&scene, NodeId::Dmarc), State::Fail);
    assert_eq!(
        lines(&scene, NodeId::Dmarc),
        ["neither aligned", "p=reject"]
    );
    assert_eq!(
        edge(&scene, NodeId::Dkim, NodeId::Dmarc),
        (EdgeKind::NoContribution, None)
    );
    assert_eq!(
        edge(&scene, NodeId::Dmarc, NodeId::Deliver),
        (EdgeKind::Broken, None)
    );
    assert_eq!(lines(&scene, NodeId::Deliver), ["→ reject", "policy asks"]);
    assert_eq!(scene::verdict_state(&changed_body()), State::Fail);
    let japanese = picture::draw(&scene, Lang::JA);
    assert_eq!(
        japanese.summary,
        "中継サーバ1台、SPFはpass（アライメント不一致）、DKIMはfail、DMARCはfail、ポリシーはreject。"
    );
}

#[test]
fn while_answers_are_missing_the_checks_wait() {
    let report = waiting();
    let scene = scene::of(&report);
    for id in [
        NodeId::Spf,
        NodeId::Dkim,
        NodeId::Dmarc,
        NodeId::DkimKey,
        NodeId::DmarcRecord,
    ] {
        assert_eq!(state(&scene, id), State::Waiting, "{id:?}");
    }
    assert_eq!(title(&scene, NodeId::Dkim), "DKIM: waiting…");
    assert_eq!(lines(&scene, NodeId::Deliver), ["open"]);
    assert_eq!(scene::verdict_state(&report), State::Waiting);
}

#[test]
fn a_fail_that_rests_on_an_absent_body_is_not_settled_and_not_waiting() {
    let mut report = waiting();
    report.asked.clear();
    let scene = scene::of(&report);
    assert_eq!(state(&scene, NodeId::Dmarc), State::None);
    assert_eq!(title(&scene, NodeId::Dmarc), "DMARC: cannot tell");
    assert_eq!(scene::verdict_state(&report), State::Warn);
}

#[test]
fn a_mail_without_trace_has_no_relays_and_its_way_goes_straight_on() {
    let mut report = bulk_mail();
    report.hops.clear();
    report.border = None;
    report.envelope.ip = None;
    report.spf = no_spf();
    let scene = scene::of(&report);
    assert!(scene.node(NodeId::Relay).is_none());
    assert_eq!(state(&scene, NodeId::Submit), State::None);
    assert_eq!(state(&scene, NodeId::Border), State::None);
    assert_eq!(
        lines(&scene, NodeId::Border),
        ["client unknown", "no Received"]
    );
    assert_eq!(title(&scene, NodeId::Spf), "SPF: unchecked");
    assert_eq!(
        edge(&scene, NodeId::Submit, NodeId::Border).0,
        EdgeKind::NotEvidenced
    );
    assert_eq!(
        edge(&scene, NodeId::Border, NodeId::Spf).0,
        EdgeKind::NotEvidenced
    );
    assert_eq!(edge(&scene, NodeId::Submit, NodeId::Mx).0, EdgeKind::Dns);
}

#[test]
fn a_login_at_submission_is_shown_only_when_the_trace_states_it() {
    let mut report = bulk_mail();
    let scene = scene::of(&report);
    assert_eq!(
        edge(&scene, NodeId::Author, NodeId::Submit).0,
        EdgeKind::Seen
    );
    assert_eq!(
        lines(&scene, NodeId::Submit),
        ["logged in (ESMTPSA)", "DKIM signature"]
    );
    if let Some(hop) = report.hops.last_mut() {
        hop.authenticated = false;
    }
    let scene = scene::of(&report);
    assert_eq!(
        edge(&scene, NodeId::Author, NodeId::Submit).0,
        EdgeKind::NotEvidenced
    );
    assert_eq!(
        lines(&scene, NodeId::Submit),
        ["smtp.bulk.example.net", "DKIM signature"]
    );
}

#[test]
fn without_one_author_domain_dmarc_cannot_be_evaluated() {
    let mut report = bulk_mail();
    report.dmarc = None;
    report.author.domains.push(name("example.org"));
    let scene = scene::of(&report);
    assert_eq!(state(&scene, NodeId::Dmarc), State::Error);
    assert_eq!(title(&scene, NodeId::Dmarc), "DMARC: permerror");
    assert_eq!(lines(&scene, NodeId::Dmarc), ["several domains"]);
    assert_eq!(state(&scene, NodeId::DmarcRecord), State::None);
}

#[test]
fn an_owner_publishes_only_records_of_the_own_domain() {
    let published = |report: &Report| {
        let scene = scene::of(report);
        let edges = scene.edges.iter().filter(|edge| edge.from == NodeId::Owner);
        edges.map(|edge| edge.to.word()).collect::<Vec<_>>()
    };
    let mut report = bulk_mail();
    assert_eq!(
        published(&report),
        ["ddkim", "ddmarc", "submit"],
        "bulk.example.net is not example.com"
    );
    if let Some(trace) = &mut report.spf.trace {
        trace.domain = name("mail.example.com");
    }
    assert_eq!(published(&report), ["dspf", "ddkim", "ddmarc", "submit"]);
    report.dkim.clear();
    if let Some(dmarc) = &mut report.dmarc {
        dmarc.record = None;
    }
    assert_eq!(published(&report), ["dspf"]);
}

#[test]
fn of_several_signatures_the_best_is_shown_as_one_of_a_pile() {
    let mut report = bulk_mail();
    let mut broken = signature(Some(dkim::Verdict::Fail));
    broken.domain = Some(name("list.example"));
    report.dkim.insert(0, broken);
    let scene = scene::of(&report);
    assert_eq!(state(&scene, NodeId::Dkim), State::Pass);
    assert_eq!(lines(&scene, NodeId::Dkim), ["example.com ×2"]);
    assert_eq!(scene.node(NodeId::Dkim).map(|node| node.count), Some(2));
}

#[test]
fn each_verdict_of_spf_has_its_own_sign() {
    for (verdict, expected) in [
        (spf::Verdict::Pass, State::Pass),
        (spf::Verdict::Fail, State::Fail),
        (spf::Verdict::SoftFail, State::Warn),
        (spf::Verdict::Neutral, State::Warn),
        (spf::Verdict::None, State::None),
        (spf::Verdict::TempError, State::Error),
        (spf::Verdict::PermError, State::Error),
    ] {
        let mut report = bulk_mail();
        report.spf.verdict = Some(verdict);
        let scene = scene::of(&report);
        assert_eq!(state(&scene, NodeId::Spf), expected);
        assert_eq!(
            title(&scene, NodeId::Spf),
            format!("SPF: {}", verdict.word())
        );
    }
}

#[test]
fn each_verdict_of_dkim_has_its_own_sign_and_reason() {
    for (verdict, expected, line) in [
        (dkim::Verdict::Pass, State::Pass, "example.com"),
        (dkim::Verdict::Fail, State::Fail, "signature differs"),
        (dkim::Verdict::Policy, State::Warn, "too weak: rsa-512"),
        (dkim::Verdict::Neutral, State::Warn, "no body pasted"),
        (dkim::Verdict::TempError, State::Error, "DNS failed"),
        (dkim::Verdict::PermError, State::Error, "no usable key"),
    ] {
        let mut report = bulk_mail();
        let mut outcome = signature(Some(verdict));
        if verdict == dkim::Verdict::Neutral {
            outcome.body = dkim::BodyHash::Absent;
        }
        if verdict == dkim::Verdict::Policy {
            outcome.key = Some(key(512));
        }
        if verdict == dkim::Verdict::PermError {
            outcome.steps = vec![step(dkim::StepKind::Key, dkim::StepState::Bad)];
        }
        report.dkim = vec![outcome];
        let scene = scene::of(&report);
        assert_eq!(state(&scene, NodeId::Dkim), expected, "{verdict:?}");
        assert_eq!(lines(&scene, NodeId::Dkim), [line]);
    }
}

// --- geometry ------------------------------------------------------------------------------------

#[test]
fn every_node_stands_in_one_lane_and_on_no_other_node() {
    for id in NodeId::ALL {
        let frame = scene::frame(id);
        let lanes = LANES.iter().filter(|lane| lane.frame.holds(frame)).count();
        assert_eq!(lanes, 1, "{id:?}");
        assert!(frame.h >= 46, "{id:?} is too low for a finger");
        for other in NodeId::ALL {
            assert!(
                id == other || !frame.meets(scene::frame(other)),
                "{id:?} on {other:?}"
            );
        }
    }
    for lane in LANES {
        assert!(lane.frame.x >= 0 && lane.frame.x + lane.frame.w <= WIDTH);
        assert!(lane.frame.y >= 0 && lane.frame.y + lane.frame.h <= HEIGHT);
    }
}

#[test]
fn every_edge_has_a_course() {
    let with_relays = scene::of(&bulk_mail());
    let mut without = bulk_mail();
    without.hops.truncate(1);
    for scene in [scene::lesson(), with_relays, scene::of(&without)] {
        for edge in &scene.edges {
            assert_ne!(scene::path(edge.from, edge.to), "", "{edge:?}");
            assert!(scene.node(edge.from).is_some() && scene.node(edge.to).is_some());
        }
    }
}

#[test]
fn the_arrow_keys_lead_along_the_mail_and_down_to_dns() {
    use Direction::{Down, Right, Up};
    let scene = scene::lesson();
    let mut at = NodeId::Author;
    let mut walk = vec![at.word()];
    for direction in [Right, Right, Right, Right, Down, Down, Up, Right, Down] {
        at = scene.neighbour(at, direction).unwrap_or(at);
        walk.push(at.word());
    }
    assert_eq!(
        walk.join(" "),
        "author submit relay border spf dkim ddkim dkim dmarc arc"
    );
}

#[test]
fn the_arrow_keys_reach_every_node_there_is() {
    let mut straight = bulk_mail();
    straight.hops.truncate(1);
    for scene in [
        scene::lesson(),
        scene::of(&bulk_mail()),
        scene::of(&straight),
    ] {
        let mut reached = BTreeSet::from([NodeId::Author]);
        let mut open = vec![NodeId::Author];
        while let Some(at) = open.pop() {
            for direction in [
                Direction::Left,
                Direction::Right,
                Direction::Up,
                Direction::Down,
            ] {
                if let Some(to) = scene.neighbour(at, direction) {
                    assert_ne!(to, at);
                    assert!(
                        scene.node(to).is_some(),
                        "{at:?} leads to {to:?}, which is not there"
                    );
                    if reached.insert(to) {
                        open.push(to);
                    }
                }
            }
        }
        assert_eq!(reached.len(), scene.nodes.len());
    }
}

#[test]
fn the_list_shows_each_node_once() {
    let mut shown: Vec<NodeId> = NodeId::STEPS.to_vec();
    for step in NodeId::STEPS {
        shown.extend(step.folded());
    }
    shown.sort_unstable();
    let mut all = NodeId::ALL.to_vec();
    all.sort_unstable();
    assert_eq!(shown, all);
}

// --- text ----------------------------------------------------------------------------------------

#[test]
fn every_title_and_every_word_fits_its_box_whole_in_both_languages() {
    let mut results: Vec<(NodeId, Option<Outcome>)> = NodeId::ALL.map(|id| (id, None)).into();
    for id in [NodeId::Spf, NodeId::Dkim, NodeId::Dmarc] {
        for word in [
            "pass",
            "fail",
            "none",
            "neutral",
            "softfail",
            "policy",
            "temperror",
            "permerror",
        ] {
            results.push((id, Some(Outcome::Rfc(word))));
        }
        for outcome in [Outcome::Waiting, Outcome::NotChecked, Outcome::NotSettled] {
            results.push((id, Some(outcome)));
        }
    }
    results.push((NodeId::Relay, Some(Outcome::Count(99))));
    for word in ["none", "pass", "fail"] {
        results.push((NodeId::Arc, Some(Outcome::Rfc(word))));
    }
    for outcome in [Outcome::Waiting, Outcome::NotSettled] {
        results.push((NodeId::Arc, Some(outcome)));
    }
    for (id, result) in results {
        assert_fits(id, result, Vec::new());
    }
    for lang in Lang::ALL {
        let drawn = picture::draw(&scene::lesson(), lang);
        assert_inside(&drawn);
        assert!(
            texts(&drawn).all(|text| !text.is_empty() && !text.contains('…')),
            "{lang:?}"
        );
    }
    for (id, words) in said() {
        for word in words {
            assert_fits(id, None, vec![Line::Word(word)]);
        }
    }
}

/// What each node can say, at its longest.
fn said() -> Vec<(NodeId, Vec<Word>)> {
    let asks = [Policy::None, Policy::Quarantine, Policy::Reject];
    vec![
        (
            NodeId::Author,
            vec![Word::MailClient, Word::MoreAddresses(999), Word::NoAddress],
        ),
        (
            NodeId::Submit,
            vec![
                Word::AuthSeen("ESMTPSA".into()),
                Word::AuthNotSeen,
                Word::Signs(1),
                Word::Signs(16),
                Word::NoTrace,
            ],
        ),
        (
            NodeId::Relay,
            vec![
                Word::Tls { with: 0, of: 9 },
                Word::Tls { with: 10, of: 12 },
                Word::Tls { with: 2, of: 2 },
            ],
        ),
        (
            NodeId::Border,
            vec![
                Word::Client("203.0.113.255".into()),
                Word::ClientUnknown,
                Word::NoTrace,
            ],
        ),
        (
            NodeId::Spf,
            vec![
                Word::ClientUnknown,
                Word::Unjudged,
                Word::Helo("mx.example.net".into()),
            ],
        ),
        (
            NodeId::Dkim,
            vec![
                Word::NoSignature,
                Word::BodyDiffers,
                Word::SignatureDiffers,
                Word::BodyAbsent,
                Word::BodyStated,
                Word::SignatureMalformed,
                Word::NoKey,
                Word::DnsFailed,
                Word::Unjudged,
                Word::Weak("rsa-sha1".into()),
            ],
        ),
        (
            NodeId::Arc,
            vec![
                Word::NoSeal,
                Word::ChainEnded,
                Word::BodyDiffers,
                Word::SignatureDiffers,
                Word::BodyAbsent,
                Word::BodyStated,
                Word::SignatureMalformed,
                Word::NoKey,
                Word::DnsFailed,
                Word::Unjudged,
                Word::Weak("rsa-sha1".into()),
            ],
        ),
        (
            NodeId::Dmarc,
            vec![
                Word::ByBoth,
                Word::BySpf,
                Word::ByDkim,
                Word::NeitherAligned,
                Word::NoRecord,
                Word::SeveralAuthors,
                Word::NoAuthor,
                Word::DnsFailed,
                Word::Unjudged,
                Word::Tag("sp", Policy::Quarantine),
            ],
        ),
        (
            NodeId::Deliver,
            asks.map(Word::Asks)
                .into_iter()
                .chain([Word::ByPolicy, Word::NoPolicy, Word::Undecided])
                .collect(),
        ),
        (NodeId::Owner, vec![Word::Publishes]),
        (NodeId::Mx, vec![Word::NotAsked]),
        (NodeId::Dnssec, vec![Word::Unchecked]),
    ]
}

fn assert_fits(id: NodeId, result: Option<Outcome>, lines: Vec<Line>) {
    // The states differ in whether a glyph takes room.
    for state in [State::Pass, State::Stated] {
        let scene = Scene {
            lesson: false,
            nodes: vec![Node {
                id,
                state,
                result,
                lines: lines.clone(),
                count: 1,
            }],
            edges: Vec::new(),
            summary: None,
        };
        for lang in Lang::ALL {
            let drawn = picture::draw(&scene, lang);
            assert_inside(&drawn);
            for text in texts(&drawn) {
                assert!(
                    !text.contains('…') || text.ends_with("g…"),
                    "{id:?} {lang:?}: {text} is cut"
                );
            }
        }
    }
}

#[test]
fn long_names_are_cut_in_the_middle_and_never_leave_their_box() {
    let label = "a".repeat(63);
    let domain = format!("{label}.{label}.{}.example", "w".repeat(40));
    let mut report = bulk_mail();
    let long = name(&domain);
    report.author.addresses = vec![address(&label, &domain)];
    report.author.domains = vec![long.clone()];
    report.spf.domain = Some(long.clone());
    for hop in &mut report.hops {
        hop.by = Some(domain.clone());
        hop.with = Some("W".repeat(60));
    }
    report.envelope.ip = Some((
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff".parse().unwrap(),
        Origin::Stated,
    ));
    if let Some(outcome) = report.dkim.first_mut() {
        outcome.domain = Some(long.clone());
        outcome.key_question = Some(question(&format!("{label}._domainkey.{domain}")));
    }
    if let Some(dmarc) = &mut report.dmarc {
        dmarc.author_domain = long.clone();
        dmarc.organizational_domain = Some(long);
    }
    let scene = scene::of(&report);
    for lang in Lang::ALL {
        let drawn = picture::draw(&scene, lang);
        assert_inside(&drawn);
        let spf = drawn.nodes.iter().find(|node| node.id == NodeId::Spf);
        let cut = spf.into_iter().flat_map(|node| &node.shapes).any(|shape| {
            matches!(shape, Shape::Text { text, .. } if text.starts_with("aa") && text.ends_with(".example"))
        });
        assert!(cut, "both ends of a long domain stay");
        assert!(
            spf.is_some_and(|node| node.name.contains(&domain)),
            "the name has all of it"
        );
    }
}

#[test]
fn fitting_keeps_both_ends_and_no_more_than_there_is_room_for() {
    assert_eq!(fit("example.com", Face::Line, 200), "example.com");
    let cut = fit("selector._domainkey.example.com", Face::Line, 120);
    assert!(cut.starts_with("selec") && cut.ends_with("e.com"), "{cut}");
    assert!(width(&cut, Face::Line) <= 12_000);
    assert_eq!(fit("日本語のとても長い題名", Face::Line, 60), "日本…題名");
    assert_eq!(fit("abc", Face::Line, 0), "…");
    assert_eq!(fit("", Face::Line, 0), "");
}

#[test]
fn a_name_says_what_is_printed_in_that_order_then_the_state_then_what_was_shortened() {
    let mut report = changed_body();
    report.dkim[0].key_question = Some(question("selector2026._domainkey.example.com"));
    let scene = scene::of(&report);
    let names = |lang| {
        let nodes = picture::draw(&scene, lang).nodes.into_iter();
        nodes.map(|node| node.name).collect::<Vec<_>>()
    };
    for (lang, expected) in [
        (Lang::EN, "DMARC: fail neither aligned p=reject — fail"),
        (
            Lang::JA,
            "DMARC: fail 一致する認証なし p=reject — fail（失敗）",
        ),
        (
            Lang::EN,
            "DKIM key selector202…xample.com — pass, selector2026._domainkey.example.com",
        ),
    ] {
        assert!(
            names(lang).iter().any(|name| name == expected),
            "{:?}",
            names(lang)
        );
    }
    let lesson = picture::draw(&scene::lesson(), Lang::EN);
    assert_eq!(lesson.nodes[4].name, "SPF may this IP send?");
}

#[test]
fn svg_text_holds_what_was_pasted_as_text_only() {
    let mut report = bulk_mail();
    report.author.addresses = vec![address("<script>\"&'", "example.com")];
    let scene = scene::of(&report);
    let svg = picture::svg(&picture::draw(&scene, Lang::EN), "\"><b>");
    assert!(!svg.contains("<script>") && !svg.contains("<b>"));
    assert!(svg.contains("&lt;script&gt;"));
    assert!(
        !svg.contains("style="),
        "the page's policy refuses style attributes"
    );
    assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
}

// --- help ----------------------------------------------------------------------------------------

/// Every text of a node ends before its box does.
fn assert_inside(drawn: &Picture) {
    for node in &drawn.nodes {
        let frame = scene::frame(node.id);
        for shape in &node.shapes {
            if let Shape::Text { class, at, text } = shape {
                let face = if *class == "title" {
                    Face::Title
                } else {
                    Face::Line
                };
                let end = at.x * 100 + i32::try_from(width(text, face)).unwrap();
                assert!(
                    end <= (frame.w - 5) * 100,
                    "{:?}: {text} ends at {end}",
                    node.id
                );
                assert!(
                    at.y < frame.h - 4 && at.y > 12,
                    "{:?}: {text} at {}",
                    node.id,
                    at.y
                );
            }
        }
    }
}

fn texts(drawn: &Picture) -> impl Iterator<Item = &str> {
    let shapes = drawn.nodes.iter().flat_map(|node| &node.shapes);
    shapes.filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

fn assert_states(scene: &Scene, expected: &str) {
    let states: Vec<String> = scene
        .nodes
        .iter()
        .map(|node| format!("{} {}", node.id.word(), node.state.word()))
        .collect();
    assert_eq!(states.join(", "), expected);
}

fn state(scene: &Scene, id: NodeId) -> State {
    scene.node(id).unwrap().state
}

fn title(scene: &Scene, id: NodeId) -> String {
    words::title(scene.node(id).unwrap(), Lang::EN)
}

fn lines(scene: &Scene, id: NodeId) -> Vec<String> {
    let lines = &scene.node(id).unwrap().lines;
    lines
        .iter()
        .map(|line| words::line(line, Lang::EN).full)
        .collect()
}

fn edge(scene: &Scene, from: NodeId, to: NodeId) -> (EdgeKind, Option<Aligned>) {
    let edge = scene
        .edges
        .iter()
        .find(|edge| (edge.from, edge.to) == (from, to));
    edge.map(|edge| (edge.kind, edge.aligned)).unwrap()
}

fn name(text: &str) -> Name {
    // A name in the wire has at most 255 octets; the story's are cut to that.
    let labels: Vec<&str> = text.split('.').collect();
    Name::from_labels(labels).unwrap()
}

fn question(text: &str) -> Question {
    let labels: Vec<&str> = text.split('.').collect();
    let keep = labels.len().min(4);
    Question {
        name: Name::from_labels(labels.into_iter().take(keep)).unwrap(),
        rtype: RecordType::TXT,
    }
}

fn address(local: &str, domain: &str) -> Address {
    Address {
        display: None,
        local: local.into(),
        domain: domain.into(),
        name: Some(name(domain)),
        span: Span::default(),
    }
}

fn hop(from: &str, by: &str, with: &str, tls: bool) -> Hop {
    Hop {
        header: 0,
        from: Some(from.into()),
        reverse: None,
        ip: Some(client()),
        by: Some(by.into()),
        by_ip: None,
        via: None,
        id: None,
        with: Some(with.into()),
        authenticated: with.ends_with("SA") || with.ends_with('A'),
        tls,
        recipient: None,
        envelope_from: None,
        time: None,
        span: Span::default(),
    }
}

fn client() -> IpAddr {
    Ipv4Addr::new(203, 0, 113, 5).into()
}

fn key(bits: usize) -> dkim::KeyFacts {
    dkim::KeyFacts {
        kind: "rsa",
        bits,
        testing: false,
        strict: false,
        record: "v=DKIM1; p=…".into(),
    }
}

fn step(kind: dkim::StepKind, state: dkim::StepState) -> dkim::Step {
    dkim::Step {
        kind,
        state,
        span: None,
    }
}

fn signature(verdict: Option<dkim::Verdict>) -> dkim::Outcome {
    dkim::Outcome {
        header: 3,
        domain: Some(name("example.com")),
        selector: Some("s1".into()),
        algorithm: Some("rsa-sha256".into()),
        canonicalization: Some("relaxed/relaxed".into()),
        identity: None,
        signed: Vec::new(),
        key_question: Some(question("s1._domainkey.example.com")),
        key: None,
        body: dkim::BodyHash::Match { hashed: 100 },
        signature: dkim::SignatureCheck::Match,
        verdict,
        steps: vec![step(dkim::StepKind::Key, dkim::StepState::Good)],
        findings: Vec::new(),
        passed: None,
    }
}

fn no_spf() -> spf::Outcome {
    spf::Outcome {
        identity: spf::Identity::MailFrom,
        ip: None,
        domain: None,
        sender: String::new(),
        null_sender: false,
        verdict: None,
        pending: false,
        explanation: None,
        lookups: 0,
        void_lookups: 0,
        reach: None,
        trace: None,
        findings: Vec::new(),
        passed: None,
    }
}

fn identifier(method: Method, domain: &str, aligned: bool) -> dmarc::IdentifierOutcome {
    dmarc::IdentifierOutcome {
        method,
        domain: name(domain),
        stated: false,
        organizational_domain: None,
        walk: Vec::new(),
        mode: Alignment::Relaxed,
        aligned: Some(aligned),
    }
}

/// Sent by a bulk mailer that signs for example.com and uses its own envelope.
fn bulk_mail() -> Report {
    let bulk = name("bulk.example.net");
    let author_domain = name("example.com");
    let record = "v=DMARC1; p=reject";
    Report {
        verdict: Verdict::Authenticated,
        author: Author {
            addresses: vec![address("billing", "example.com")],
            domains: vec![author_domain.clone()],
            fields: 1,
            ambiguous: false,
        },
        hops: vec![
            hop("relay.bulk.example.net", "mx.example.org", "ESMTPS", true),
            hop(
                "smtp.bulk.example.net",
                "relay.bulk.example.net",
                "ESMTPS",
                true,
            ),
            hop("laptop", "smtp.bulk.example.net", "ESMTPSA", true),
        ],
        border: Some(0),
        border_why: BorderWhy::PublicClient,
        claims: Vec::new(),
        reconciliation: Vec::new(),
        envelope: Envelope {
            ip: Some((client(), Origin::Hop(0))),
            helo: Some(("relay.bulk.example.net".into(), Origin::Hop(0))),
            mail_from: Some(("bounce@bulk.example.net".into(), Origin::Stated)),
        },
        spf: spf::Outcome {
            ip: Some(client()),
            domain: Some(bulk.clone()),
            verdict: Some(spf::Verdict::Pass),
            trace: Some(spf::RecordTrace {
                domain: bulk,
                question: question("bulk.example.net"),
                record: Some("v=spf1 ip4:203.0.113.0/24 -all".into()),
                terms: Vec::new(),
                explanation: None,
                verdict: Some(spf::Verdict::Pass),
            }),
            ..no_spf()
        },
        helo: spf::Outcome {
            identity: spf::Identity::Helo,
            ..no_spf()
        },
        dkim: vec![signature(Some(dkim::Verdict::Pass))],
        arc: arc::Outcome {
            verdict: Some(arc::Verdict::None),
            pending: false,
            oldest_pass: None,
            sets: Vec::new(),
            steps: Vec::new(),
            findings: Vec::new(),
        },
        dmarc: Some(dmarc::Outcome {
            author_domain: author_domain.clone(),
            verdict: Some(dmarc::Verdict::Pass),
            disposition: Policy::None,
            record: Some(dmarc::RecordFacts {
                domain: author_domain.clone(),
                text: record.into(),
                policy: Policy::Reject,
                subdomain_policy: None,
                nonexistent_policy: None,
                applied: Policy::Reject,
                applied_tag: "p",
                evaluated: Policy::Reject,
                testing: false,
                adkim: Alignment::Relaxed,
                aspf: Alignment::Relaxed,
            }),
            organizational_domain: Some(author_domain),
            walk: Vec::new(),
            identifiers: vec![
                identifier(Method::Spf, "bulk.example.net", false),
                identifier(Method::Dkim, "example.com", true),
            ],
            destinations: Vec::new(),
            findings: Vec::new(),
        }),
        authors: Vec::new(),
        findings: Vec::new(),
        asked: Vec::new(),
        proofs: mailprism::engine::dnssec::Proofs::default(),
    }
}

fn changed_body() -> Report {
    let mut report = bulk_mail();
    report.verdict = Verdict::NotAuthenticated;
    let mut outcome = signature(Some(dkim::Verdict::Fail));
    outcome.body = dkim::BodyHash::Mismatch {
        computed: vec![1],
        stated: vec![2],
        hashed: 100,
    };
    report.dkim = vec![outcome];
    if let Some(dmarc) = &mut report.dmarc {
        dmarc.verdict = Some(dmarc::Verdict::Fail);
        dmarc.disposition = Policy::Reject;
        dmarc.identifiers.pop();
    }
    report
}

fn waiting() -> Report {
    let mut report = bulk_mail();
    report.verdict = Verdict::CannotTell;
    report.spf.verdict = None;
    report.spf.trace = None;
    let mut outcome = signature(None);
    outcome.steps = vec![step(dkim::StepKind::Key, dkim::StepState::Waiting)];
    report.dkim = vec![outcome];
    if let Some(dmarc) = &mut report.dmarc {
        dmarc.verdict = None;
        dmarc.record = None;
        dmarc.identifiers.clear();
    }
    report.asked = vec![Asked {
        question: question("bulk.example.net"),
        by: Asker::SpfMailFrom,
        reveals: false,
        answered: false,
    }];
    report
}
