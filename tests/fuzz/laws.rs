//! What holds whatever comes in: one law for each fuzz target. `tests/it/fuzzed.rs` takes the same laws
//! to the seeds and to what fuzzing has found.

use std::net::IpAddr;

use mailprism::api;
use mailprism::engine::cite::Noted;
use mailprism::engine::crypto::{self, Checked};
use mailprism::engine::dkim::canon::{Body, Canonicalization};
use mailprism::engine::dkim::{self, BodyHash, SignatureCheck};
use mailprism::engine::dmarc::{self, Identifier, Method};
use mailprism::engine::dns::zone::{self, Zone};
use mailprism::engine::dns::{
    Answer, Answers, Ask, Found, Name, Question, Rdata, Record, RecordType, Source, wire,
};
use mailprism::engine::limits;
use mailprism::engine::mail::{Eol, Message};
use mailprism::engine::paste;
use mailprism::engine::prepare::{Prepared, prepare};
use mailprism::engine::report::{Inputs, Report};
use mailprism::engine::spf::{self, Identity, SpfInput};
use mailprism::engine::verify::verify;
use mailprism::net::canned::settle;
use mailprism::play::case::{Analysis, Made, Scope};
use mailprism::play::permalink::{self, Link};
use mailprism::play::{Case, samples, scene, source};
use mailprism::text::prose::prose;
use mailprism::text::{Lang, outline};

/// A law: it panics where it is broken.
pub type Law = fn(&[u8]);

/// All of them, by the name of the target.
pub const LAWS: [(&str, Law); 8] = [
    ("message", message),
    ("dns_wire", dns_wire),
    ("dns_text", dns_text),
    ("spf", spf),
    ("dkim", dkim),
    ("dmarc", dmarc),
    ("claims", claims),
    ("link", link),
];

/// When everything here happens: a minute after the examples were sent.
const NOW: i64 = 1_793_578_500;

// --- message --------------------------------------------------------------------------------------

/// A message is read, judged without any answer, drawn, told and kept; nothing in it passes, for no
/// key is at hand.
pub fn message(octets: &[u8]) {
    let inputs = Inputs {
        now: NOW,
        ..Inputs::default()
    };
    let (prepared, report) = judge(octets.to_vec(), &inputs, &Answers::new());
    assert!(
        report
            .dkim
            .iter()
            .all(|signature| signature.passed.is_none())
    );
    assert!(report.spf.passed.is_none());
    assert!(report.asked.len() <= limits::QUESTIONS);
    spans_lie_inside(&prepared, &report);
    bodies_agree(&prepared.message);
    tell(&prepared, &inputs, &Answers::new(), &report);
    repairs_come_to_an_end(&prepared);
}

fn judge(octets: Vec<u8>, inputs: &Inputs, answers: &Answers) -> (Prepared, Report) {
    let prepared = prepare(octets);
    let report = verify(&prepared, inputs, answers, &mut Checked::new());
    (prepared, report)
}

fn spans_lie_inside(prepared: &Prepared, report: &Report) {
    let message = &prepared.message;
    let octets = message.octets().len();
    let spans = message.headers.iter().map(|header| header.whole);
    let noted = report.findings.iter().filter_map(|noted| noted.span);
    let claims = report.claims.iter().map(|statement| statement.span);
    for span in spans.chain(noted).chain(claims) {
        assert!(span.start <= span.end && span.end <= octets, "{span:?}");
    }
}

/// The body comes to the same whether it is canonicalized as a whole, cut anywhere, or as the RFC
/// tells it; and so do its digests, one by one or all in one pass.
fn bodies_agree(message: &Message) {
    let body = message.body_octets();
    for canonicalization in [Canonicalization::Simple, Canonicalization::Relaxed] {
        let (whole, total) = dkim::canonical_body(message, canonicalization, usize::MAX);
        assert_eq!(total, whole.len() as u64);
        if message.eol != Eol::Cr {
            assert_eq!(whole, by_the_book(body, canonicalization));
            let mut pieces = Vec::new();
            let mut cut = Body::new(canonicalization);
            // Uneven pieces that the octets themselves choose.
            let mut rest = body;
            while let Some((&first, _)) = rest.split_first() {
                let (piece, after) = rest.split_at((usize::from(first) % 7 + 1).min(rest.len()));
                cut.push(piece, &mut pieces);
                rest = after;
            }
            cut.finish(&mut pieces);
            assert_eq!(whole, pieces);
        }
    }
    let variants = dkim::body_variants(message);
    for (variant, digest) in dkim::digest_bodies(message, &variants).iter() {
        assert_eq!(*digest, dkim::digest_body(body, message.eol, *variant));
        let (octets, _) = dkim::canonical_body(message, variant.canonicalization, usize::MAX);
        let hashed = octets
            .get(..digest.hashed as usize)
            .expect("no more than there is");
        let wanted = crypto::hash::digest(variant.hash, hashed);
        assert_eq!(digest.digest, wanted, "{variant:?}");
    }
}

/// RFC 6376 §3.4.3 and §3.4.4 in their own order, with no thought of speed.
fn by_the_book(body: &[u8], canonicalization: Canonicalization) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = body
        .split(|octet| *octet == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let last = lines.len() - 1;
    for line in lines.iter_mut().take(last) {
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }
    if canonicalization == Canonicalization::Relaxed {
        for line in &mut lines {
            let mut reduced = Vec::new();
            for octet in line
                .iter()
                .map(|octet| if *octet == b'\t' { b' ' } else { *octet })
            {
                if octet != b' ' || reduced.last() != Some(&b' ') {
                    reduced.push(octet);
                }
            }
            if reduced.last() == Some(&b' ') {
                reduced.pop();
            }
            *line = reduced;
        }
    }
    while lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    let mut canonical = Vec::new();
    for line in &lines {
        canonical.extend_from_slice(line);
        canonical.extend_from_slice(b"\r\n");
    }
    if canonical.is_empty() && canonicalization == Canonicalization::Simple {
        canonical.extend_from_slice(b"\r\n");
    }
    canonical
}

/// Everything that is made of a report: the picture, the words, the JSON, the file in each scope.
fn tell(prepared: &Prepared, inputs: &Inputs, answers: &Answers, report: &Report) {
    let message = &prepared.message;
    scene::of(report);
    for lang in Lang::ALL {
        outline::outline(report, lang);
        for Noted { finding, .. } in &report.findings {
            prose(lang, finding);
        }
    }
    let lines = source::lines(message, 200_000);
    for signature in &report.dkim {
        source::marks(message, &lines, signature);
        dkim::canonical_header(message, signature.header);
    }
    api::json(&api::Verification::new(report, message, inputs, answers));
    for scope in Scope::EACH {
        let made = Made {
            time: inputs.now,
            by: String::new(),
        };
        let analysis = Analysis {
            prepared,
            inputs,
            answers,
            report,
        };
        reads_back(&Case::freeze(analysis, scope, made));
    }
}

fn reads_back(case: &Case) {
    assert_eq!(Case::parse(&case.to_octets()).as_ref(), Ok(case));
}

/// A repaired paste is not longer than it was but for the indents put back, and shows the damage that
/// was undone no more.
fn repairs_come_to_an_end(prepared: &Prepared) {
    let repairs = &prepared.paste.repairs;
    assert!(repairs.len() <= limits::REPAIRS);
    if repairs.is_empty() {
        return;
    }
    let repaired = paste::apply(&prepared.message, repairs);
    let again = prepare(repaired.clone());
    assert!(
        again.paste.repairs.is_empty()
            || paste::apply(&again.message, &again.paste.repairs) != repaired,
        "a repair that changes nothing is none"
    );
}

// --- DNS ------------------------------------------------------------------------------------------

/// Two octets for the type asked for, then a DNS message: what is read from it is written as lines and
/// read back the same.
pub fn dns_wire(octets: &[u8]) {
    let Some((&[high, low], rest)) = octets.split_first_chunk::<2>() else {
        return;
    };
    // The name that is asked for stands in the message itself, behind its twelve octets of header.
    let name = rest.get(12..).map(first_name).unwrap_or_else(Name::root);
    let question = Question {
        name,
        rtype: RecordType(u16::from_be_bytes([high, low])),
    };
    let answer = wire::read(&question, rest);
    assert!(answer.records().len() <= limits::RECORDS_PER_ANSWER);
    assert!(answer.aliases.len() <= limits::ALIASES);
    if is_readable_type(question.rtype) {
        lines_say_the_same(&question, &answer);
    }
}

/// Labels up to the end or the first octet that is no length.
fn first_name(mut octets: &[u8]) -> Name {
    let mut labels = Vec::new();
    while let Some((&length, rest)) = octets.split_first() {
        let Some(label) = rest
            .get(..usize::from(length))
            .filter(|label| !label.is_empty())
        else {
            break;
        };
        labels.push(label);
        octets = rest.get(label.len()..).unwrap_or_default();
    }
    Name::from_labels(labels).unwrap_or_else(|_| Name::root())
}

/// Whether lines can state records of that type: of others they say at most that there are some.
fn is_readable_type(rtype: RecordType) -> bool {
    [
        RecordType::A,
        RecordType::AAAA,
        RecordType::MX,
        RecordType::TXT,
        RecordType::PTR,
        RecordType::NS,
        RecordType::SOA,
        RecordType::CNAME,
    ]
    .contains(&rtype)
}

fn lines_say_the_same(question: &Question, answer: &Answer) {
    let lines = zone::write(question, answer);
    let (zone, faults) = Zone::parse(&lines);
    assert_eq!(faults, [], "{lines}");
    let again = zone.answer(question);
    match (&answer.found, &again.found) {
        (Found::Failed(_), Found::Failed(_)) => {}
        (Found::Records(before), Found::Records(after)) => {
            // A set holds no record twice.
            let data = |records: &[Record]| {
                let mut seen: Vec<Rdata> = Vec::new();
                for record in records {
                    if !seen.contains(&record.data) {
                        seen.push(record.data.clone());
                    }
                }
                seen
            };
            assert_eq!(data(before), data(after), "{lines}");
        }
        (before, after) => assert_eq!(before, after, "{lines}"),
    }
    assert_eq!(answer.aliases, again.aliases, "{lines}");
}

/// Zone lines: each question they are about has an answer that is written and read back the same.
pub fn dns_text(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let (zone, faults) = Zone::parse(&text);
    assert!(faults.len() <= text.lines().count());
    for question in zone.questions().take(64) {
        let answer = zone.answer(question);
        if !matches!(answer.found, Found::Failed(_)) {
            lines_say_the_same(question, &answer);
        }
        let _ = zone.override_for(question);
        // A name below one that is there.
        if let Ok(name) = question.name.child(b"x") {
            zone.answer(&Question {
                name,
                rtype: question.rtype,
            });
        }
    }
}

// --- the protocols --------------------------------------------------------------------------------

/// Three lines of envelope (address, HELO, sender), then the zone. With the whole world at hand there is
/// a result, within the limits of RFC 7208 §4.6.4.
pub fn spf(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let ip: IpAddr = line().parse().unwrap_or(IpAddr::from([192, 0, 2, 1]));
    let (helo, mail_from) = (line(), line());
    let (zone, _) = Zone::parse(line());
    for identity in [Identity::MailFrom, Identity::Helo] {
        let input = SpfInput {
            identity,
            ip: Some(ip),
            helo: Some(helo),
            mail_from: Some(mail_from),
            now: NOW,
        };
        let (outcome, asked) = settle(Some(&zone), &mut Answers::new(), |answers| {
            let ask = Ask::new(answers);
            let outcome = spf::check_host(input, &ask);
            (outcome, ask.into_log())
        });
        assert!(!outcome.pending);
        assert!(asked.len() <= limits::QUESTIONS);
        assert_eq!(
            outcome.passed.is_some(),
            identity == Identity::MailFrom && outcome.verdict == Some(spf::Verdict::Pass)
        );
        if outcome.lookups > limits::SPF_LOOKUPS {
            assert_eq!(outcome.verdict, Some(spf::Verdict::PermError));
        }
    }
}

/// The value of a DKIM-Signature field, a NUL, and the text of its key record. A pass is one of both
/// halves, and one octet more in the body ends it.
pub fn dkim(octets: &[u8]) {
    let mut parts = octets.splitn(3, |octet| *octet == 0);
    let mut part = || parts.next().unwrap_or_default();
    let (value, record, rest) = (part(), part(), part());
    let head = [b"DKIM-Signature:", value, b"\r\n", rest].concat();
    let inputs = Inputs {
        now: NOW,
        ..Inputs::default()
    };
    let judge = |message: &[u8]| {
        let mut answers = Answers::new();
        let (_, first) = judge(message.to_vec(), &inputs, &answers);
        for signature in &first.dkim {
            if let Some(question) = &signature.key_question {
                answers.insert(question.clone(), text(question, record));
            }
        }
        let (prepared, report) = self::judge(message.to_vec(), &inputs, &answers);
        tell(&prepared, &inputs, &answers, &report);
        (prepared, report)
    };
    let (prepared, report) = judge(&head);
    for signature in &report.dkim {
        assert!(signature.verdict.is_some(), "every key is at hand");
        assert_eq!(
            signature.passed.is_some(),
            signature.verdict == Some(dkim::Verdict::Pass)
        );
        if signature.passed.is_some() {
            assert!(matches!(signature.body, BodyHash::Match { .. }));
            assert_eq!(signature.signature, SignatureCheck::Match);
        }
    }
    bodies_agree(&prepared.message);
    let holds = |report: &Report| {
        let passing = report
            .dkim
            .iter()
            .filter(|signature| signature.passed.is_some());
        passing
            .filter(|signature| !is_partial(&prepared.message, signature.header))
            .count()
    };
    if prepared.message.body.is_some() && holds(&report) > 0 {
        let (_, after) = judge(&[head.as_slice(), b"x"].concat());
        assert_eq!(holds(&after), 0, "the body has one octet more");
    }
}

fn is_partial(message: &Message, header: usize) -> bool {
    let field = message.headers.get(header).expect("a field");
    let signature = dkim::signature::Signature::parse(message, field);
    signature.length.is_some()
}

fn text(question: &Question, text: &[u8]) -> Answer {
    // A TXT record holds one string at least.
    let strings = match text {
        b"" => vec![Vec::new()],
        text => text.chunks(255).map(<[u8]>::to_vec).collect(),
    };
    let record = Record {
        name: question.name.clone(),
        ttl: 3_600,
        data: Rdata::Txt(strings),
    };
    Answer::new(Found::Records(vec![record]), Source::Pasted)
}

/// An author domain, a line each; then the domain that passed; then the record that stands at every name
/// of the walk, or at the topmost alone. A pass is one of an aligned identifier.
pub fn dmarc(octets: &[u8]) {
    let mut parts = octets.splitn(3, |octet| *octet == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (author, other, record) = (part(), part(), part());
    let (Ok(author), Ok(other)) = (Name::from_dotted(author), Name::from_dotted(other)) else {
        return;
    };
    for is_everywhere in [true, false] {
        for method in [Method::Dkim, Method::Spf] {
            let stated = Identifier::Stated {
                method,
                domain: other.clone(),
            };
            let mut answers = Answers::new();
            let outcome = loop {
                let ask = Ask::new(&answers);
                let mut outcome = dmarc::evaluate(&author, vec![stated.clone()], false, &ask);
                dmarc::check_reports(&mut outcome, &ask);
                let open: Vec<_> = ask
                    .into_log()
                    .into_iter()
                    .filter(|asked| !asked.answered)
                    .collect();
                if open.is_empty() {
                    break outcome;
                }
                for need in open {
                    let here = is_everywhere || need.question.name.label_count() <= 3;
                    let answer = match here && need.question.rtype == RecordType::TXT {
                        true => text(&need.question, record),
                        false => Answer::new(Found::NoData, Source::Pasted),
                    };
                    answers.insert(need.question, answer);
                }
            };
            assert!(outcome.verdict.is_some());
            assert!(outcome.walk.len() <= 2 * limits::TREE_WALK_QUERIES);
            if outcome.verdict == Some(dmarc::Verdict::Pass) {
                assert!(
                    outcome
                        .identifiers
                        .iter()
                        .any(|one| one.aligned == Some(true))
                );
                assert_eq!(outcome.disposition, dmarc::Policy::None);
            }
            if author == other && outcome.record.is_some() {
                assert_eq!(
                    outcome.verdict,
                    Some(dmarc::Verdict::Pass),
                    "one is aligned with itself"
                );
            }
        }
    }
}

/// The value of a field of claims, under each name such a field has, among hops. What is read is within
/// the limits, and changes no verdict.
pub fn claims(octets: &[u8]) {
    const HOPS: &str = "Received: from a.example.com (a.example.com [192.0.2.1])\r\n\
        \x20by mx.example.org with ESMTPS; Mon, 2 Nov 2026 09:12:04 +0900\r\n";
    const REST: &str = "From: a@example.com\r\n\r\nhello\r\n";
    let inputs = Inputs {
        now: NOW,
        ..Inputs::default()
    };
    let answers = Answers::new();
    let (_, without) = judge([HOPS, REST].concat().into_bytes(), &inputs, &answers);
    for name in [
        "Authentication-Results:",
        "ARC-Authentication-Results:",
        "Received-SPF:",
    ] {
        // An empty line would end the header, and what follows would be the body.
        let value: Vec<u8> = octets
            .iter()
            .copied()
            .filter(|octet| !matches!(octet, b'\r' | b'\n'))
            .collect();
        for above in [true, false] {
            let field = [name.as_bytes(), &value, b"\r\n"].concat();
            let (first, second) = if above {
                (field.as_slice(), HOPS.as_bytes())
            } else {
                (HOPS.as_bytes(), field.as_slice())
            };
            let whole = [first, second, REST.as_bytes()].concat();
            let (prepared, report) = judge(whole, &inputs, &answers);
            assert_eq!(report.claims.len(), 1);
            for statement in &report.claims {
                assert!(statement.claims.len() <= limits::CLAIMS_PER_FIELD);
                for claim in &statement.claims {
                    assert!(claim.properties.len() <= limits::CLAIM_PROPERTIES);
                    assert!(claim.written.len() <= limits::CLAIM_TEXT_OCTETS);
                    let span = statement.span;
                    assert!(span.start <= claim.span.start && claim.span.end <= span.end);
                }
            }
            assert_eq!(report.verdict, without.verdict, "a claim decides nothing");
            assert_eq!(report.asked, without.asked, "and asks nothing");
            spans_lie_inside(&prepared, &report);
            for lang in Lang::ALL {
                outline::outline(&report, lang);
            }
        }
    }
}

// --- links and files ------------------------------------------------------------------------------

/// The text of a case, or of a link: what can be read is written and read back the same.
pub fn link(octets: &[u8]) {
    if let Ok(text) = std::str::from_utf8(octets)
        && let Ok(Link::Mail(case)) = permalink::read(text)
    {
        links_back(&case);
    }
    if let Ok(case) = Case::parse(octets) {
        reads_back(&case);
        links_back(&case);
        let inputs = case.inputs(NOW);
        judge(case.message, &inputs, &case.answers);
    }
}

fn links_back(case: &Case) {
    // What is too long for a link is kept as a file.
    if let Ok(link) = permalink::make(case) {
        let read = permalink::read(&link);
        assert_eq!(read, Ok(Link::Mail(Box::new(case.clone()))));
    }
}

// --- where fuzzing starts -------------------------------------------------------------------------

/// Inputs of a target that are made of the examples.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for sample in samples::ALL {
        let case = Case::parse(sample.case).expect("an example is a case");
        match target {
            "message" => seeds.push(case.message.clone()),
            "dns_wire" => seeds.extend(case.answers.iter().filter_map(on_the_wire)),
            "dns_text" => seeds.push(zone_of(&case).into_bytes()),
            "spf" => seeds.push(envelope_and_zone(&case)),
            "dkim" => seeds.extend(signature_and_key(&case)),
            "dmarc" => seeds.extend(policies(&case)),
            "claims" => seeds.extend(claims_of(&case)),
            "link" => {
                seeds.push(sample.case.to_vec());
                seeds.extend(permalink::make(&case).ok().map(String::into_bytes));
            }
            _ => {}
        }
    }
    seeds
}

fn zone_of(case: &Case) -> String {
    let lines = case
        .answers
        .iter()
        .map(|(question, answer)| zone::write(question, answer));
    lines.collect()
}

/// An answer as the message that would have brought it, names not compressed.
fn on_the_wire((question, answer): (&Question, &Answer)) -> Option<Vec<u8>> {
    let records: Vec<Vec<u8>> = answer
        .records()
        .iter()
        .map(wire_data)
        .collect::<Option<_>>()?;
    let mut octets = question.rtype.0.to_be_bytes().to_vec();
    let rcode = u8::from(answer.found == Found::NxDomain) * 3;
    let count = u8::try_from(records.len()).ok()?;
    octets.extend([0, 0, 0x81, 0x80 | rcode, 0, 1, 0, count, 0, 0, 0, 0]);
    octets.extend_from_slice(question.name.wire());
    octets.extend(question.rtype.0.to_be_bytes());
    octets.extend([0, 1]);
    for data in records {
        octets.extend([0xc0, 12]);
        octets.extend(question.rtype.0.to_be_bytes());
        octets.extend([0, 1, 0, 0, 14, 16]);
        octets.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
        octets.extend(data);
    }
    Some(octets)
}

fn wire_data(record: &Record) -> Option<Vec<u8>> {
    match &record.data {
        Rdata::A(address) => Some(address.octets().to_vec()),
        Rdata::Aaaa(address) => Some(address.octets().to_vec()),
        Rdata::Txt(strings) => {
            let mut octets = Vec::new();
            for string in strings {
                octets.push(u8::try_from(string.len()).ok()?);
                octets.extend_from_slice(string);
            }
            Some(octets)
        }
        _ => None,
    }
}

fn report_of(case: &Case) -> (Prepared, Report) {
    judge(case.message.clone(), &case.inputs(NOW), &case.answers)
}

fn envelope_and_zone(case: &Case) -> Vec<u8> {
    let (_, report) = report_of(case);
    let envelope = &report.envelope;
    let ip = envelope
        .ip
        .map(|(ip, _)| ip.to_string())
        .unwrap_or_default();
    let helo = envelope.helo.as_ref().map_or("", |(helo, _)| helo.as_str());
    let from = envelope
        .mail_from
        .as_ref()
        .map_or("", |(from, _)| from.as_str());
    format!("{ip}\n{helo}\n{from}\n{}", zone_of(case)).into_bytes()
}

/// Each signature of an example in a message of its own, with its key.
fn signature_and_key(case: &Case) -> Vec<Vec<u8>> {
    let (prepared, report) = report_of(case);
    let message = &prepared.message;
    let mut seeds = Vec::new();
    for signature in &report.dkim {
        let field = message.headers.get(signature.header).expect("a field");
        let key = signature.key_question.as_ref();
        let texts = key
            .and_then(|question| case.answers.get(question))
            .map(Answer::texts);
        let mut rest = message.octets()[..field.whole.start].to_vec();
        rest.extend_from_slice(&message.octets()[field.whole.end..]);
        for text in texts.unwrap_or_default() {
            seeds.push([message.value(field), &[0], &text, &[0], &rest].concat());
        }
    }
    seeds
}

fn policies(case: &Case) -> Vec<Vec<u8>> {
    let (_, report) = report_of(case);
    let author = report
        .author
        .domain()
        .map(Name::to_string)
        .unwrap_or_default();
    let passing = report
        .dkim
        .iter()
        .filter_map(|signature| signature.domain.as_ref());
    let other = passing
        .map(Name::to_string)
        .next()
        .unwrap_or_else(|| author.clone());
    let policies = case.answers.iter().flat_map(|(_, answer)| answer.texts());
    policies
        .filter(|text| text.starts_with(b"v=DMARC1"))
        .map(|text| [author.as_bytes(), b"\n", other.as_bytes(), b"\n", &text].concat())
        .collect()
}

fn claims_of(case: &Case) -> Vec<Vec<u8>> {
    let message = Message::parse(case.message.clone());
    let names = [
        "Authentication-Results",
        "ARC-Authentication-Results",
        "Received-SPF",
    ];
    let fields = names.iter().flat_map(|name| message.header_named(name));
    fields
        .map(|(_, field)| message.value(field).to_vec())
        .collect()
}
