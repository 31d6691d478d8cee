//! The command line over the same engine: it reads files, asks nobody, and prints.
//!
//! It is the edge where a clock and files are allowed. Exit code 0 says that it reported, whatever the
//! verdict; 2 that the arguments or files could not be used, with one sentence on stderr.

mod arguments;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::IpAddr;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::api::{self, StatedDmarc, StatedSpf, Verification};
use crate::engine::crypto::Checked;
use crate::engine::dmarc::{self, Identifier, Method};
use crate::engine::dns::idn;
use crate::engine::dns::zone::Zone;
use crate::engine::dns::{Answers, Ask, Name};
use crate::engine::limits;
use crate::engine::mail::time::from_rfc3339;
use crate::engine::prepare::prepare;
use crate::engine::report::Inputs;
use crate::engine::spf::{self, Identity, SpfInput};
use crate::engine::verify;
use crate::net::canned::settle;
use crate::play::case::{Case, CaseFault, HEAD_OCTETS};
use crate::text::Lang;
use crate::text::outline::{dmarc_outline, outline, spf_outline};

use arguments::{Arguments, Flag};

/// Octets of a DNS file.
const DNS_FILE_OCTETS: usize = 16 * 1024 * 1024;

const USAGE: &str = "\
mailprism re-verifies a message from its octets and from DNS: DKIM, SPF, DMARC and ARC.

  mailprism verify FILE|- [--dns FILE]... [--ip ADDR] [--helo NAME]
                   [--mail-from ADDR] [--border N] [--now RFC3339] [--json]
  mailprism spf    --ip ADDR --helo NAME --mail-from ADDR
                   [--dns FILE]... [--now RFC3339] [--json]
  mailprism dmarc  --from DOMAIN [--spf RESULT:DOMAIN] [--dkim RESULT:DOMAIN]...
                   [--dns FILE]... [--now RFC3339] [--json]
  mailprism help

FILE is a message, or a .case file with its own envelope, clock and answers; - is
standard input. --mail-from '' is the null sender. --border says which Received
field your first server wrote, counted from 0 at the top.

It asks no resolver. A DNS file holds lines NAME TYPE RDATA as in a zone file, or
NAME TYPE followed by NXDOMAIN, NODATA, SERVFAIL or TIMEOUT. What no file names does
not exist. Without DNS files the questions are listed as needs.

The exit code is 0 when it reported, and 2 when arguments or files can't be used.
";

/// One sentence about arguments or files that can't be used.
struct Complaint(String);

/// Runs one command; `arguments` are those after the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<OsString> = arguments.collect();
    let done = match command.to_str() {
        Some("verify") => verify_command(rest),
        Some("spf") => spf_command(rest),
        Some("dmarc") => dmarc_command(rest),
        Some("help" | "--help" | "-h") => Ok(USAGE.to_owned()),
        Some("version" | "--version" | "-V") => Ok(format!("{}\n", api::PROGRAM)),
        Some("") => Err(Complaint(
            "a command is missing: verify, spf, dmarc or help.".to_owned(),
        )),
        _ => Err(Complaint(format!(
            "there is no command {command:?}; there are verify, spf, dmarc and help."
        ))),
    };
    match done {
        Ok(text) => {
            // A reader that has seen enough closes the pipe; that is no failure of ours.
            let _ = io::stdout().lock().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(Complaint(sentence)) => {
            let _ = writeln!(io::stderr(), "mailprism: {sentence}");
            ExitCode::from(2)
        }
    }
}

fn verify_command(arguments: Vec<OsString>) -> Result<String, Complaint> {
    const FLAGS: &[Flag] = &[
        Flag::many("--dns"),
        Flag::value("--ip"),
        Flag::value("--helo"),
        Flag::value("--mail-from"),
        Flag::value("--border"),
        Flag::value("--now"),
        Flag::switch("--json"),
    ];
    let arguments = Arguments::read(arguments, FLAGS)?;
    let [file] = arguments.operands() else {
        return Err(Complaint(
            "verify takes one FILE, or - for standard input.".to_owned(),
        ));
    };
    let stated = stated_envelope(&arguments)?;
    let border = border(&arguments)?;
    let now = clock(&arguments)?;
    let zone = zone(&arguments)?;

    let octets = read_file(file, limits::MESSAGE_OCTETS + HEAD_OCTETS)?;
    let (octets, mut inputs, mut answers) = if Case::is_case(&octets) {
        let case = Case::parse(&octets).map_err(|fault| unusable_case(file, fault))?;
        let inputs = case.inputs(system_time());
        (case.message, inputs, case.answers)
    } else {
        let inputs = Inputs {
            now: system_time(),
            ..Inputs::default()
        };
        (octets, inputs, Answers::new())
    };
    if octets.len() > limits::MESSAGE_OCTETS {
        return Err(too_large(file, limits::MESSAGE_OCTETS));
    }
    inputs.now = now.unwrap_or(inputs.now);
    inputs.ip = stated.ip.or(inputs.ip);
    inputs.helo = stated.helo.or(inputs.helo);
    inputs.mail_from = stated.mail_from.or(inputs.mail_from);

    if let Some(zone) = &zone {
        // What the files name goes before what the case saved.
        let named: Vec<_> = answers
            .iter()
            .filter_map(|(question, _)| Some((question.clone(), zone.override_for(question)?)))
            .collect();
        for (question, answer) in named {
            answers.insert(question, answer);
        }
    }

    let prepared = prepare(octets);
    if let Some(border) = border {
        let hops = prepared.hops.len();
        if border >= hops {
            return Err(Complaint(format!(
                "--border takes a number below {hops}, the number of Received fields, not {border}."
            )));
        }
        inputs.border = Some(border);
    }
    let mut checked = Checked::default();
    let (report, _) = settle(zone.as_ref(), &mut answers, |answers| {
        let report = verify::verify(&prepared, &inputs, answers, &mut checked);
        let asked = report.asked.clone();
        (report, asked)
    });
    Ok(if arguments.has("--json") {
        let message = &prepared.message;
        api::json(&Verification::new(&report, message, &inputs, &answers))
    } else {
        outline(&report, Lang::EN)
    })
}

fn spf_command(arguments: Vec<OsString>) -> Result<String, Complaint> {
    const FLAGS: &[Flag] = &[
        Flag::value("--ip"),
        Flag::value("--helo"),
        Flag::value("--mail-from"),
        Flag::many("--dns"),
        Flag::value("--now"),
        Flag::switch("--json"),
    ];
    let arguments = Arguments::read(arguments, FLAGS)?;
    arguments.no_operands()?;
    let stated = stated_envelope(&arguments)?;
    let (Some(ip), Some(helo), Some(mail_from)) = (stated.ip, stated.helo, stated.mail_from) else {
        return Err(Complaint(
            "spf needs --ip, --helo and --mail-from.".to_owned(),
        ));
    };
    let now = clock(&arguments)?.unwrap_or_else(system_time);
    let zone = zone(&arguments)?;

    let (outcome, asked) = settle(zone.as_ref(), &mut Answers::new(), |answers| {
        let ask = Ask::new(answers);
        let input = SpfInput {
            identity: Identity::MailFrom,
            ip: Some(ip),
            helo: Some(&helo),
            mail_from: Some(&mail_from),
            now,
        };
        let outcome = spf::check_host(input, &ask);
        (outcome, ask.into_log())
    });
    Ok(if arguments.has("--json") {
        api::json(&StatedSpf::new(&outcome, &asked))
    } else {
        spf_outline(&outcome, Lang::EN)
    })
}

fn dmarc_command(arguments: Vec<OsString>) -> Result<String, Complaint> {
    const FLAGS: &[Flag] = &[
        Flag::value("--from"),
        Flag::value("--spf"),
        Flag::many("--dkim"),
        Flag::many("--dns"),
        Flag::value("--now"),
        Flag::switch("--json"),
    ];
    let arguments = Arguments::read(arguments, FLAGS)?;
    arguments.no_operands()?;
    let author_domain = arguments
        .text("--from")?
        .ok_or_else(|| Complaint("dmarc needs --from DOMAIN.".to_owned()))?;
    let author_domain = domain("--from", author_domain)?;
    let mut results = Vec::new();
    for (flag, method) in [("--spf", Method::Spf), ("--dkim", Method::Dkim)] {
        for text in arguments.texts(flag)? {
            results.push(StatedResult::read(flag, method, text)?);
        }
    }
    clock(&arguments)?;
    let zone = zone(&arguments)?;

    let (outcome, asked) = settle(zone.as_ref(), &mut Answers::new(), |answers| {
        let ask = Ask::new(answers);
        let outcome = stated_dmarc(&author_domain, &results, &ask);
        (outcome, ask.into_log())
    });
    Ok(if arguments.has("--json") {
        api::json(&StatedDmarc::new(&outcome, &asked))
    } else {
        dmarc_outline(&outcome, Lang::EN)
    })
}

/// A result of SPF or DKIM as the command line states it.
struct StatedResult {
    identifier: Identifier,
    outcome: StatedOutcome,
}

#[derive(PartialEq)]
enum StatedOutcome {
    Pass,
    TempError,
    Other,
}

impl StatedResult {
    fn read(flag: &str, method: Method, text: &str) -> Result<Self, Complaint> {
        let words: &[&str] = match method {
            Method::Spf => &[
                "pass",
                "fail",
                "softfail",
                "neutral",
                "none",
                "temperror",
                "permerror",
            ],
            Method::Dkim => &[
                "pass",
                "fail",
                "policy",
                "neutral",
                "none",
                "temperror",
                "permerror",
            ],
        };
        let (result, of) = text
            .split_once(':')
            .ok_or_else(|| Complaint(format!("{flag} takes RESULT:DOMAIN, not {text:?}.")))?;
        if !words.contains(&result) {
            let words = words.join(", ");
            return Err(Complaint(format!(
                "{flag} takes one of {words} before the colon, not {result:?}."
            )));
        }
        Ok(Self {
            identifier: Identifier::Stated {
                method,
                domain: domain(flag, of)?,
            },
            outcome: match result {
                "pass" => StatedOutcome::Pass,
                "temperror" => StatedOutcome::TempError,
                _ => StatedOutcome::Other,
            },
        })
    }
}

/// DMARC of stated results. A fail that a failed lookup could have averted is no fail (RFC 9989
/// §5.3.6).
fn stated_dmarc(author_domain: &Name, results: &[StatedResult], ask: &Ask<'_>) -> dmarc::Outcome {
    let with = |wanted: StatedOutcome| -> Vec<Identifier> {
        results
            .iter()
            .filter(|result| result.outcome == wanted)
            .map(|result| result.identifier.clone())
            .collect()
    };
    let mut outcome = dmarc::evaluate(author_domain, with(StatedOutcome::Pass), false, ask);
    let unsettled = with(StatedOutcome::TempError);
    if outcome.verdict == Some(dmarc::Verdict::Fail) && !unsettled.is_empty() {
        let averted = dmarc::evaluate(author_domain, unsettled, false, ask).verdict;
        if averted != Some(dmarc::Verdict::Fail) {
            outcome.leave_undecided();
            outcome.verdict = outcome.verdict.filter(|_| averted.is_some());
        }
    }
    outcome
}

// Reading arguments and files

struct StatedEnvelope {
    ip: Option<IpAddr>,
    helo: Option<String>,
    mail_from: Option<String>,
}

fn stated_envelope(arguments: &Arguments) -> Result<StatedEnvelope, Complaint> {
    let ip = match arguments.text("--ip")? {
        Some(text) => Some(text.parse().map_err(|_| {
            Complaint(format!("--ip takes an IPv4 or IPv6 address, not {text:?}."))
        })?),
        None => None,
    };
    Ok(StatedEnvelope {
        ip,
        helo: arguments.text("--helo")?.map(str::to_owned),
        mail_from: arguments.text("--mail-from")?.map(str::to_owned),
    })
}

fn border(arguments: &Arguments) -> Result<Option<usize>, Complaint> {
    let Some(text) = arguments.text("--border")? else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        Complaint(format!(
            "--border takes the number of a Received field, counted from 0, not {text:?}."
        ))
    })
}

fn clock(arguments: &Arguments) -> Result<Option<i64>, Complaint> {
    let Some(text) = arguments.text("--now")? else {
        return Ok(None);
    };
    from_rfc3339(text).map(Some).ok_or_else(|| {
        Complaint(format!(
            "--now takes a time such as 2026-11-02T00:12:04Z, not {text:?}."
        ))
    })
}

fn system_time() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or_default()
}

fn domain(flag: &str, text: &str) -> Result<Name, Complaint> {
    idn::from_text(text)
        .map(|read| read.name)
        .map_err(|_| Complaint(format!("{flag} takes a domain name, and {text:?} is none.")))
}

/// All DNS files as one zone; `None` when there is none.
fn zone(arguments: &Arguments) -> Result<Option<Zone>, Complaint> {
    let mut text = String::new();
    let mut ends = Vec::new();
    for file in arguments.values("--dns") {
        let octets = read_file(file, DNS_FILE_OCTETS)?;
        let lines = String::from_utf8(octets)
            .map_err(|_| Complaint(format!("{} is not text in UTF-8.", shown(file))))?;
        // An origin that one file sets is none of the next one's.
        text.push_str("$ORIGIN .\n");
        text.push_str(&lines);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        ends.push((text.lines().count(), file));
    }
    if ends.is_empty() {
        return Ok(None);
    }
    let (zone, faults) = Zone::parse(&text);
    let Some(fault) = faults.first() else {
        return Ok(Some(zone));
    };
    // Which file the line is of, and where in it.
    let mut before = 0;
    for (end, file) in ends {
        if fault.line <= end {
            let line = fault.line.saturating_sub(before + 1);
            return Err(Complaint(format!(
                "{} holds no DNS record in line {line}: it takes NAME TYPE RDATA.",
                shown(file)
            )));
        }
        before = end;
    }
    Ok(Some(zone))
}

/// Reads a file, or standard input for `-`, unless it is longer than `limit` octets.
fn read_file(file: &OsStr, limit: usize) -> Result<Vec<u8>, Complaint> {
    let unreadable =
        |error: io::Error| Complaint(format!("{} can't be read: {error}.", shown(file)));
    let mut octets = Vec::new();
    let most = (limit as u64).saturating_add(1);
    if file == "-" {
        io::stdin().lock().take(most).read_to_end(&mut octets)
    } else {
        let opened = File::open(file).map_err(unreadable)?;
        let length = opened.metadata().map_err(unreadable)?.len();
        if length > limit as u64 {
            return Err(too_large(file, limit));
        }
        opened.take(most).read_to_end(&mut octets)
    }
    .map_err(unreadable)?;
    if octets.len() > limit {
        return Err(too_large(file, limit));
    }
    Ok(octets)
}

fn too_large(file: &OsStr, limit: usize) -> Complaint {
    // A case may have as much more as stands above its message; what counts is the message.
    let limit = limit.min(limits::MESSAGE_OCTETS) / (1024 * 1024);
    Complaint(format!(
        "{} is larger than {limit} MiB, which is the most that is looked at.",
        shown(file)
    ))
}

fn unusable_case(file: &OsStr, fault: CaseFault) -> Complaint {
    let file = shown(file);
    Complaint(match fault {
        CaseFault::NotACase => format!("{file} does not begin as a case does."),
        CaseFault::Newer => format!("{file} is a case made by a newer version."),
        CaseFault::TooLarge => format!("{file} is a case with too much above its message."),
        CaseFault::Unfinished => {
            format!("{file} is a case without the empty line before its message.")
        }
        CaseFault::Malformed { line } => {
            format!("{file} is a case whose line {line} can't be read.")
        }
        CaseFault::TooMany { line } => {
            format!("{file} is a case with more than is read, from line {line} on.")
        }
    })
}

fn shown(file: &OsStr) -> String {
    if file == "-" {
        "standard input".to_owned()
    } else {
        file.to_string_lossy().into_owned()
    }
}
