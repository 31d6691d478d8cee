//! What the page says in English after the verdict, with what loads then.

use crate::engine::arc;
use crate::engine::dkim::{StepKind, StepState};
use crate::engine::dmarc::Consent;
use crate::engine::dns::{Failure, Source};
use crate::engine::report::BorderWhy;
use crate::text::en::ui::count;
use crate::text::en::{claims, log};
use crate::text::later::{Dns, Envelope, Fields, Hops, Later, Share, Trail};

/// The catalog.
pub static LATER: Later = Later {
    trail: Trail {
        signature: |number, domain| format!("DKIM signature {number}: {domain}"),
        step: |kind| match kind {
            StepKind::Parse => "Read the signature",
            StepKind::Key => "Get the public key",
            StepKind::BodyHash => "Compare the body hash",
            StepKind::Signature => "Check the signature over the header",
        },
        state: |state| match state {
            StepState::Good => "as it should be",
            StepState::Warn => "with a warning",
            StepState::Bad => "does not hold",
            StepState::Error => "could not be done",
            StepState::Skipped => "nothing to check",
            StepState::Waiting => "waiting for DNS",
        },
        alignment: "Compare its domain with From",
        key: |kind, bits| format!("{kind}, {bits} bits"),
        body_match: |octets| format!("{octets} hashed; the hash equals bh="),
        body_mismatch: |stated, computed| {
            format!("bh= {stated} ≠ {computed}, the hash of the body pasted")
        },
        body_absent: "no body pasted: the body hash cannot be checked",
        body_stated: "the body is not here; whoever made the link states a hash that equals bh=",
        not_computed: "the signature does not say enough to compute it",
        signature_match: "verifies with that key",
        signature_mismatch: "does not verify with that key",
        aligned: |domain, author| format!("{domain} = {author}: aligned"),
        not_aligned: |domain, author| format!("{domain} ≠ {author}: not aligned"),
        alignment_open: "not settled yet",
        nothing_to_align: "nothing authenticated to compare",
        show_bytes: "Show the signed bytes",
        hide_bytes: "Hide the signed bytes",
        bytes_help: "What was hashed for b=, in canonical form. ␍␊ is a line end, · a space.",
        body_help: "What was hashed for bh=.",
        bytes_cut: "Only the first part is shown.",
        spf_of: |domain| format!("SPF of the envelope sender: {domain}"),
        helo_of: |domain| format!("SPF of HELO: {domain} (DMARC does not use it)"),
        spf_unevaluated: "not evaluated",
        counters: |lookups, void| format!("lookups {lookups}/10, void {void}/2"),
        reach: |lookups, complete| {
            let least = if complete { "" } else { "at least " };
            match 10_usize.checked_sub(lookups) {
                Some(left) if complete => {
                    format!("The whole record needs {lookups} of ten lookups; {left} left.")
                }
                _ => format!("The whole record needs {least}{lookups} lookups; ten are allowed."),
            }
        },
        matched: "matches",
        no_match: "no match",
        explanation: |text| format!("The domain explains: “{text}”"),
        dmarc_of: |domain| format!("DMARC policy of {domain}"),
        walk_nothing: "no DMARC record",
        walk_several: |n| format!("{n} records: all are dropped"),
        walk_void: |record| format!("{record} (dropped: a tag stands in it twice)"),
        walk_failed: "DNS failed",
        waiting: "waiting for DNS",
        organizational: |domain| format!("organizational domain: {domain}"),
        spf_leg: |domain| format!("SPF: {domain}"),
        dkim_leg: |domain| format!("DKIM: {domain}"),
        consent: |consent| match consent {
            Consent::Own => "of the same organization",
            Consent::Waiting => "waiting for DNS",
            Consent::Given => "says that it takes these reports",
            Consent::Missing => "does not say that it takes these reports",
            Consent::Unknown => "DNS failed",
        },
        chain: |sets| match sets {
            1 => "ARC chain: 1 set".to_owned(),
            sets => format!("ARC chain: {sets} sets"),
        },
        chain_step: |kind| match kind {
            arc::StepKind::Collect => "Collect the sets",
            arc::StepKind::Status => "Ask the newest seal whether the chain had failed",
            arc::StepKind::Structure => "Check that the chain is complete",
            arc::StepKind::Message => "Verify the newest signature over the message",
            arc::StepKind::Oldest => "See how far back the message is unchanged",
            arc::StepKind::Seals => "Verify every seal",
        },
        set: |instance, sealer| format!("Set {instance}: {sealer}"),
        gloss: |tag| match tag {
            "v" => "version",
            "a" => "algorithm",
            "b" => "the signature",
            "bh" => "hash of the body",
            "c" => "how white space is treated: header/body",
            "d" => "the signing domain",
            "h" => "the signed header fields",
            "i" => "on whose behalf it signs",
            "l" => "how many octets of the body are covered",
            "q" => "how the key is found",
            "s" => "selector: which key of the domain",
            "t" => "when it was signed",
            "x" => "when it expires",
            "z" => "copies of header fields as they were signed",
            _ => "",
        },
    },
    dns: Dns {
        empty: "No question was needed so far.",
        asked_by: "Asked by",
        question: "Question",
        answer: "Answer",
        status: "Status",
        source: |source| match source {
            Source::Live => "live",
            Source::Saved => "from the link",
            Source::Example => "from the example",
            Source::Pasted => "pasted",
            Source::Edited => "edited",
        },
        nodata: "no record of this type (NODATA)",
        nxdomain: "no such name (NXDOMAIN)",
        failure: |failure| match failure {
            Failure::Timeout => "no answer in time".to_owned(),
            Failure::Unreachable => "the resolver could not be reached".to_owned(),
            Failure::Http(status) => format!("the resolver answered HTTP {status}"),
            Failure::NotDns => "what answered is not DNS".to_owned(),
            Failure::Malformed => "the answer is malformed".to_owned(),
            Failure::ServFail => "the resolver could not resolve it (SERVFAIL)".to_owned(),
            Failure::Refused => "the resolver refuses to answer (REFUSED)".to_owned(),
            Failure::Rcode(code) => format!("the resolver answered with RCODE {code}"),
            Failure::AliasLoop => "an alias chain without end".to_owned(),
            Failure::BadName => "this name cannot be asked".to_owned(),
            Failure::Bogus => "not used: DNSSEC shows that it is forged or broken".to_owned(),
            Failure::TooMany => "not asked: too many questions".to_owned(),
        },
        waiting: "asking…",
        unsent: "not asked",
        ttl: |seconds| format!("TTL {seconds}"),
        millis: |millis| format!("{millis} ms"),
        resolver_validated: "DNSSEC: the resolver says validated (AD)",
        alias: |name| format!("alias of {name}"),
        formerly: |answer| format!("saved in the link: {answer}"),
        paste_title: "Use your own DNS records",
        paste_help: "Zone lines, the output of dig, or one bare record with its name. They take the place of live answers and work without a network.",
        paste_label: "DNS records",
        paste_name: "Name of a bare record",
        paste_use: "Use these records",
        paste_clear: "Remove them",
        paste_used: |n| format!("{} read", count(n, "record", "records")),
        paste_fault: |line, text| format!("Line {line} is not a record: {text}"),
        paste_no_name: "This is a record without its name. Write the name it is published at.",
        copy_zone: "Copy as zone lines",
    },
    log: log::LOG,
    hops: Hops {
        empty: "No Received header was pasted, so the way of the mail is unknown.",
        which: "Which server is yours?",
        which_help: "SPF judges the client that connected to your first server. What stands below that line was written by others.",
        from: "From",
        by: "To",
        with: "With",
        time: "Time",
        delay: "Delay",
        border: "Border",
        choose: |number| format!("Hop {number} is the first of ours"),
        why: |why, number| {
            match why {
            BorderWhy::Stated => format!("You chose line {number}, or the file did."),
            BorderWhy::PublicClient if number == 1 => {
                "Line 1 was taken: its client has a public address, so the mail came in from outside there.".to_owned()
            }
            BorderWhy::PublicClient => format!(
                "Line {number} was taken: it is the topmost one whose client has a public address. Lines above it show private addresses or none, as servers of one owner do among themselves."
            ),
            BorderWhy::AnyClient => format!(
                "Line {number} was taken: no client has a public address, and it is the topmost one that has any."
            ),
            BorderWhy::NoClient => {
                "No line states a client’s address. Choose the one your first server wrote."
                    .to_owned()
            }
        }
        },
        default: "Back to the default",
        ours: "ours",
        others: "claimed",
        tls: "TLS",
        authenticated: "SMTP-AUTH",
        unstated: "not stated",
        seconds: |seconds| {
            if seconds < 0 {
                format!("{} s early (clocks differ)", seconds.unsigned_abs())
            } else if seconds < 120 {
                format!("{seconds} s")
            } else if seconds < 7_200 {
                format!("{} min", seconds / 60)
            } else {
                format!("{} h", seconds / 3_600)
            }
        },
    },
    fields: Fields {
        title: "Results in the headers",
        unnamed: "no server named",
        standing: claims::standing,
        made_by: |number| format!("by its place: line {number}"),
    },
    envelope: Envelope {
        title: "Envelope",
        help: "SPF checks these. They were found in the trace headers; change them if your log knows better.",
        ip: "Client address",
        helo: "HELO",
        mail_from: "Envelope sender (MAIL FROM)",
        null_sender: "null sender <>",
        from_hop: |number| format!("from Received {number}"),
        from_return_path: "from Return-Path",
        stated: "stated by you or by the file",
        unknown: "not found in the headers",
        bad_ip: "This is no IP address.",
        reset: "Back to what the headers say",
    },
    share: Share {
        title: "Share this analysis",
        include: "Include",
        headers: "Headers that matter",
        headers_help: "Signed headers, the trace, results. No body: its hash is stated instead, so the verdict holds only as far as you are believed.",
        whole: "Whole message",
        whole_help: "Everything, the body too. It can be verified again completely.",
        length: |n| format!("Length: {n} characters"),
        meter: "Where a link of this length survives",
        fits: |place| format!("{place}: fits"),
        too_long_for: |place| format!("{place}: too long"),
        places: [
            "anywhere",
            "Teams, Outlook, Windows apps",
            "Slack",
            "web forms",
            "browsers",
        ],
        too_long: "Too long for a link. Save it as a file instead.",
        contains: |contents| {
            let body = if contents.body { "the body" } else { "no body" };
            let addresses = if contents.addresses.is_empty() {
                "no addresses".to_owned()
            } else {
                format!("addresses: {}", contents.addresses.join(", "))
            };
            format!(
                "Contains {}, {}, {body}, {addresses}.",
                count(contents.fields, "header", "headers"),
                count(contents.answers, "DNS answer", "DNS answers"),
            )
        },
        warning: "The link is the mail: whoever sees the link can read it, and so can chat services, browser histories and mail gateways that keep links.",
        copy: "Copy link",
        save: "Save as .case file",
        close: "Close",
        link_label: "Link",
        failed: "The link could not be made.",
    },
};
