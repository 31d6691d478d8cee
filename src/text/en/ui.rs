//! The page in English. Sentence case; the domain is named; what to do comes next; nobody is blamed.

use crate::engine::arc;
use crate::engine::cite::Level;
use crate::engine::dkim::{StepKind, StepState};
use crate::engine::dmarc::{Consent, Method, Policy};
use crate::engine::dns::{Asker, Failure, Source};
use crate::engine::report::BorderWhy;
use crate::text::en::claims;
use crate::text::show::{grouped, size};
use crate::text::ui::{
    Banner, Claims, Dns, Envelope, Example, Examples, Findings, Header, Hero, Hops, Inspector,
    Link, Live, Missing, Paste, Path, Settings, Share, SourcePane, Summary, Trail, Trouble, Ui,
    Verdict,
};

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The catalog.
pub static UI: Ui = Ui {
    header: Header {
        skip: "Skip to the message source",
        skip_lesson: "Skip to the lesson",
        learn: "Learn",
        tools: "Tools",
        fresh: "New message",
        share: "Share…",
        export: "Export",
        export_json: "JSON report",
        export_case: "Analysis as a .case file",
        settings: "Settings",
        other_language: "日本語",
        bottom: "Regions of the page",
    },
    hero: Hero {
        lede: "The DKIM signatures, SPF and DMARC of a message are verified again, here in your browser, against live DNS.",
        choose_file: "Choose file",
        drop_here: "Drop the message anywhere",
    },
    verdict: Verdict {
        authenticated: |from| format!("DMARC pass: “From: {from}” is authenticated"),
        not_authenticated: |from| format!("DMARC fail: “From: {from}” is not authenticated"),
        no_author: "Not authenticated: the message names no author domain",
        several_authors: "Not authenticated: From names authors in several domains",
        not_protected: |domain| format!("Not protected: {domain} has no DMARC record"),
        cannot_tell: |missing| match missing {
            Missing::Answers(n) => {
                format!(
                    "Cannot tell yet: waiting for {}",
                    count(n, "DNS answer", "DNS answers")
                )
            }
            Missing::Consent(n) => format!(
                "Cannot tell yet: {} may be asked first",
                count(n, "DNS name waits until it", "DNS names wait until they")
            ),
            Missing::Body => "Cannot tell: the body was not pasted".to_owned(),
            Missing::Envelope {
                client: true,
                sender: false,
            } => "Cannot tell: no header states the client’s address".to_owned(),
            Missing::Envelope { client: false, .. } => {
                "Cannot tell: no header states the envelope sender".to_owned()
            }
            Missing::Envelope { .. } => {
                "Cannot tell: no header states the client’s address and the envelope sender"
                    .to_owned()
            }
            Missing::Failed(question) => format!("Cannot tell: DNS did not answer {question}"),
            Missing::Unasked(n) => format!(
                "Cannot tell: {} missing from this analysis",
                count(n, "DNS answer is", "DNS answers are")
            ),
        },
        cannot_tell_plain: "Cannot tell",
        frozen: "With the DNS answers in this link:",
        stated_body: "With a body that only the link’s maker has seen:",
        updating: "Updating…",
        caveat: "Authenticated does not mean safe.",
        carried_by: |method, domain| match method {
            Method::Dkim => format!("A valid DKIM signature of {domain} is aligned with From."),
            Method::Spf => format!("SPF passed for {domain}, which is aligned with From."),
        },
        carried_by_both: |dkim, spf| {
            format!(
                "A valid DKIM signature of {dkim} and the SPF pass of {spf} are both aligned with From."
            )
        },
        policy: |domain, policy| match policy {
            Policy::None => format!("Policy published by {domain}: none (deliver as usual)."),
            Policy::Quarantine => {
                format!("Policy published by {domain}: quarantine (treat as suspicious).")
            }
            Policy::Reject => format!("Policy published by {domain}: reject."),
        },
        policy_testing: |domain, policy| {
            format!(
                "Policy published by {domain}: {}, for testing only (t=y).",
                policy.word()
            )
        },
        checks: "Checks",
        aligned: |domain| format!("{domain} = From"),
        not_aligned: |domain| format!("{domain} ≠ From"),
        result_none: "none",
    },
    banner: Banner {
        by_link: "This analysis came in a link. Its DNS answers were saved by the sender and are not verified.",
        by_case: "This analysis came in a file. Its DNS answers were saved by whoever made it and are not verified.",
        by_example: "This is an example. Its DNS answers were saved with it; nothing was looked up.",
        asked_again: "The message came with saved DNS answers. They have been asked again just now.",
        changed: "Changed since it was shared.",
        ask_first: |resolver| {
            format!(
                "These names are not looked up until you say so. They would be asked at {resolver}:"
            )
        },
        reveals: "These names are made from the sender’s address or the client’s. Asking tells the owner of the domain about this mail:",
        ask_now: "Ask DNS",
        offline: "You are offline. What the message itself shows is checked; DNS answers are missing.",
        failed: "Some questions were not answered.",
        retry: "Ask the failed questions again",
        preparing: |size| format!("Hashing {size}…"),
    },
    paste: Paste {
        damaged: "This is not quite the message as it was sent.",
        repair: "Repair it",
        would_verify: |domain| format!("Once repaired, the signature of {domain} verifies."),
        verifies: |domain| {
            format!("The signature of {domain} verifies now; as pasted, it did not.")
        },
        undo: "Back to what was pasted",
        attached: "A message is attached to this one.",
        analyse: |number| match number {
            None => "Analyse the attached message".to_owned(),
            Some(number) => format!("Analyse attached message {number}"),
        },
        inner: "You see an attached message.",
        back: "Back to the message around it",
        mailbox: |total, listed| {
            if listed < total {
                format!(
                    "This mailbox file holds {total} messages; the first {listed} can be chosen."
                )
            } else {
                format!("This mailbox file holds {total} messages.")
            }
        },
        choose: "Message",
    },
    path: Path {
        title: "Path of this mail",
        hint: "Left of the border: as stated in the headers. Right: re-verified in this browser.",
        lesson: "Path of a mail",
        list: "List view",
    },
    source: SourcePane {
        title: "Message source",
        edit: "Edit",
        done: "Done",
        edit_label: "Message source, editable",
        too_long_to_edit: "This message is too long to edit here. Change it in an editor and drop the file again.",
        not_utf8: "This message holds octets that are not UTF-8 text. Editing it here would change them, so it cannot be edited.",
        cut: |shown, all| format!("The first {shown} of {all} are shown. All of it was hashed."),
        not_signed: "not signed",
        above_signed: "not signed: another one below it is",
        ghost: |name| format!("{name}: (none) – adding one breaks the signature"),
        reads: "reads",
        body_hashed: |octets| format!("body: {octets} hashed, the hash matches"),
        body_differs: |octets| format!("body: {octets} hashed, the hash differs"),
        body_absent: "no body pasted",
        tail: "not covered by the signature (l=)",
        empty: "The message is empty.",
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
    inspector: Inspector {
        label: "Details",
        findings: "Findings",
        dns: "DNS",
        hops: "Hops",
        path: "Path",
        source: "Source",
    },
    findings: Findings {
        none: "Nothing to remark on.",
        octets: "Octets",
        fix: "What to do",
        copy: "Copy",
        level: |level| match level {
            Level::Fail => "fail",
            Level::Error => "error",
            Level::Warn => "warning",
            Level::Note => "note",
        },
        copy_what: |what| format!("Copy {what}"),
    },
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
    },
    claims: Claims {
        title: "Receiver’s results beside ours",
        help: "What a header says is a claim. We verified again.",
        check: "Check",
        wrote: "Receiver wrote",
        found: "We found",
        compared: "Compared",
        same: "same",
        open: "not comparable",
        unclaimed: "no claim",
        absent: "not in this message",
        cause: claims::cause,
        differs: |method, claimed, found| {
            format!(
                "Receiver wrote {method}={}, we found {found}",
                claimed.word()
            )
        },
        fields: "Results in the headers",
        unnamed: "no server named",
        standing: claims::standing,
        made_by: |number| format!("by its place: line {number}"),
    },
    dns: Dns {
        empty: "No question was needed so far.",
        again: "Ask DNS again",
        asked_by: "Asked by",
        question: "Question",
        answer: "Answer",
        status: "Status",
        caption: "What was asked, in order",
        by: |asker| match asker {
            Asker::Dkim(index) => format!("DKIM #{}", index + 1),
            Asker::Arc(index) => format!("ARC #{}", index + 1),
            Asker::SpfHelo => "SPF (HELO)".to_owned(),
            Asker::SpfMailFrom => "SPF".to_owned(),
            Asker::Dmarc => "DMARC".to_owned(),
            Asker::Reports => "DMARC reports".to_owned(),
        },
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
        copy_dig: "Copy as zone lines",
    },
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
    settings: Settings {
        title: "Settings",
        resolver: "Ask DNS at",
        resolver_help: "Over HTTPS. The resolver sees the domain names, never the mail.",
        same_origin: "This server",
        ask_first: "Ask before looking up",
        ask_first_help: "A name made for one recipient can tell its owner that the mail is being examined.",
        theme: "Theme",
        system: "As the system",
        light: "Light",
        dark: "Dark",
        clear: "Clear everything",
        clear_help: "Forgets the message, the answers and the settings of this page.",
    },
    examples: Examples {
        title: "Examples",
        all: [
            Example {
                id: "all-pass",
                title: "All pass",
                about: "SPF and DKIM both authenticate the author’s domain.",
            },
            Example {
                id: "spoofed-from",
                title: "Spoofed From",
                about: "SPF passes, but for the sender’s own domain.",
            },
            Example {
                id: "forwarded",
                title: "Forwarded",
                about: "SPF breaks on the way, the signature holds.",
            },
            Example {
                id: "mailing-list",
                title: "Mailing list",
                about: "A footer was added, so the signature breaks, and SPF is the list’s.",
            },
            Example {
                id: "sealed-list",
                title: "Sealed by a list",
                about: "The same with ARC: the chain says what the list and a forwarder had found.",
            },
            Example {
                id: "body-changed",
                title: "Body changed",
                about: "A gateway rewrote one link in the body after signing.",
            },
            Example {
                id: "no-dmarc",
                title: "No DMARC record",
                about: "Signed and sent properly, and still nobody is asked to check.",
            },
            Example {
                id: "rotated-key",
                title: "Rotated key",
                about: "The key that would verify it is no longer published.",
            },
            Example {
                id: "headers-only",
                title: "Headers only",
                about: "Without the body the signature can be checked only in part.",
            },
        ],
    },
    link: Link {
        title: "This link cannot be opened",
        cut: |arrived, all| {
            format!(
                "This link was cut off: {arrived} of {all} characters arrived. Ask the sender for the file."
            )
        },
        cut_early: "This link was cut off right at its start. Ask the sender for the file.",
        altered: "This link was changed on its way: its checksum does not fit. Ask the sender for the file.",
        newer: "This link needs a newer version. Reload the page.",
        too_large: "This link is too large to open. Ask the sender for the file.",
        not_ours: "This link was not made by this page.",
        unreadable: "This link arrived whole, but what it holds cannot be read.",
        unknown_example: |id| format!("There is no example called “{id}”."),
        not_yet: "This kind of link is not supported by this version.",
        keep: "Nothing else was loaded in its place.",
        raw: "What arrived",
        copy_raw: "Copy what arrived",
        next: "Or paste a message:",
    },
    trouble: Trouble {
        title: "That did not work",
        too_large: |size| {
            format!(
                "The message has {size}. More than 50 MiB are not read, so that the browser keeps responding."
            )
        },
        empty: "There is nothing in it.",
        outlook_msg: "This is an Outlook .msg file. It does not hold the message as it was sent, so no signature can be verified. In the new Outlook or on the web, save the message as .eml (Save as, or Download). In classic Outlook, paste what File › Properties › Internet headers shows: all but the body can be checked with it.",
        unreadable_file: "The file could not be read.",
        clipboard: "The browser did not allow copying. Select the text and copy it by hand.",
        storage: "The browser keeps no data for this page, so settings last only until it is closed.",
        bad_case: "This .case file cannot be read.",
        newer_case: "This .case file needs a newer version. Reload the page.",
        bad_case_line: |line| format!("Line {line} of this .case file cannot be read."),
        piece: "This part of the page could not be loaded. Check the network, then try again or reload the page.",
        several_files: "Several files were dropped. The first one is shown.",
        dismiss: "Dismiss",
    },
    live: Live {
        checked: |summary: &Summary<'_>| {
            format!(
                "Checked. DMARC {}, DKIM {}, SPF {}. {}.",
                summary.dmarc,
                summary.dkim,
                summary.spf,
                count(summary.findings, "finding", "findings")
            )
        },
        copied: "Copied",
        cleared: "Everything is cleared",
        saved: "Saved",
        selected: |what| format!("Selected: {what}"),
    },
    footer: "Everything runs in this page. It sends nothing but DNS questions, to the resolver you chose.",
    licences: "Licences of what this page is made of",
    octets: |n| format!("{} {}", grouped(n), if n == 1 { "octet" } else { "octets" }),
    size,
};
