//! The words of Learn, in English.

mod labels;
mod lessons;
mod quiz;
mod simulator;
mod table;

use crate::text::learn::Learn;

/// All of them.
pub static LEARN: Learn = Learn {
    tag: "en",
    labels: labels::LABELS,
    lessons: lessons::LESSONS,
    techniques: table::TECHNIQUES,
    myths: lessons::MYTHS,
    scenarios: simulator::SCENARIOS,
    questions: quiz::QUESTIONS,
    reasons: simulator::REASONS,
    outcomes: [
        "Accepted for relay",
        "Accepted by the recipient’s server",
        "Refused by the provider’s server",
        "Refused by the recipient’s server",
        "Blocked at the border of the network",
        "Abused: a stranger’s mail was accepted",
    ],
    acts: [
        "Connects to port {0}",
        "The border of the network drops the packet",
        "Connection refused: nobody listens",
        "The connection stands",
        "From here on encrypted (TLS)",
        "The server remembers {0} for {1} minutes",
        "The server looks for {0}: remembered",
        "The server looks for {0}: not remembered",
        "The mail is queued and goes on to the recipient’s server on port 25",
    ],
    lines: &simulator::LINES,
    sessions: ["POP3, {0} minutes earlier", "SMTP", "Relay"],
    senders: [
        "A user of the provider",
        "A stranger in the same network",
        "Malware on the user’s computer",
        "The provider’s mail server",
    ],
    places: ["own provider", "another ISP", "hotel or mobile", "company"],
    targets: [
        "the provider’s (smtp.example.net)",
        "the recipient’s (mx.example.org)",
    ],
    auths: ["off", "right password", "wrong password"],
    step: "Step {0} of {1}",
    score: "{0} right of {1} answered",
    question: "Question {0} of {1}",
    shows: [
        "The keyword has an A: the client had logged in (SMTP-AUTH).",
        "A client inside that server’s own network, and no login is stated. The server may have trusted its address.",
        "A client with the name of a home or mobile line, and no login is stated. A provider takes such mail only with a login; without one this is how malware sends.",
        "The first server that wrote a field states no login. Whether it asked for one cannot be known.",
        "One server to another. Nobody logs in there, so nothing is missing.",
        "Handed over by another protocol than SMTP, so it says nothing about SMTP-AUTH.",
    ],
};
