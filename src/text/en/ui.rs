//! The page in English. Sentence case; the domain is named; what to do comes next; nobody is blamed.

use crate::engine::cite::Level;
use crate::engine::dmarc::{Method, Policy};
use crate::text::en::claims;
use crate::text::show::{grouped, size};
use crate::text::ui::{
    Banner, Claims, Example, Examples, Findings, Header, Hero, Inspector, Link, Live, Missing,
    Paste, Path, Settings, SourcePane, Summary, Trouble, Ui, Verdict,
};

pub(super) fn count(n: usize, one: &str, many: &str) -> String {
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
        again: "Ask DNS again",
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
