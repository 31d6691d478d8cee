//! The words of Learn, in English.

use crate::play::submission::{Act, Auth, Outcome, Place, Port, Reason, Sender, Session, Target};
use crate::text::learn::{
    Labels, Learn, LessonWords, Myth, QuestionWords, ScenarioWords, TechniqueWords, q,
};

/// All of them.
pub static LEARN: Learn = Learn {
    tag: "en",
    labels: LABELS,
    lessons: LESSONS,
    techniques: TECHNIQUES,
    myths: MYTHS,
    scenarios: SCENARIOS,
    questions: QUESTIONS,
    reason,
    outcome,
    act,
    line,
    session,
    sender,
    place,
    target,
    port,
    auth,
    step: |now, all| format!("Step {now} of {all}"),
    score: |right, all| format!("{right} right of {all} answered"),
    question: |now, all| format!("Question {now} of {all}"),
    hop: |by, with, authenticated| match authenticated {
        true => format!("{by} wrote “with {with}”: the client had logged in (SMTP-AUTH)."),
        false => format!("{by} wrote “with {with}”: it states no login."),
    },
};

const LABELS: Labels = Labels {
    contents: "Contents of Learn",
    lessons: "Lessons",
    simulator: "Simulator: may this mail leave?",
    questions: "Questions",
    close: "Close Learn",
    see: "See it",
    sources: "Sources",
    see_mail: "See it in the mail on the page",
    example: "Example",
    scenario: "Simulator",
    previous: "Previous",
    next: "Next",
    dialogue: "What is sent, line by line",
    settings: "Change the conditions",
    notice: "What to notice",
    back: "Step back",
    forward: "Step forward",
    play: "Play",
    pause: "Pause",
    restart: "Restart",
    end: "To the end",
    speed: "Speed",
    speeds: ["slow", "normal", "fast"],
    sender: "Who connects",
    place: "Network",
    target: "Server",
    port: "Port",
    auth: "SMTP-AUTH",
    op25b: "The network does OP25B",
    tls: "The client uses TLS (on 465 always)",
    pop: "The provider offers POP before SMTP",
    fetched: "The user has fetched mail from here",
    login: "Minutes since then",
    window: "Minutes an address is remembered",
    nat: "All in this network share one address (NAT)",
    open_relay: "The provider’s port 25 is an open relay",
    client: "Client",
    server: "Server",
    columns: [
        "Technique",
        "Main role",
        "Who acts",
        "Mechanism and port",
        "In an exam",
    ],
    seen: "In the mail on the page",
    seen_words: ["seen", "not seen", "no mail shows it"],
    sides: ["All", "Sending side", "Receiving side", "DNS"],
    filter: "Show",
    myth: "Common misconception",
    shuffle: "Shuffle",
    missed: "Only the ones missed",
    reset: "Start over",
    keep: "Keep my answers in this browser",
    cards: "One question, one answer",
    answer: "Show answer",
    share: "Link to this result",
    right: "Right",
    wrong: "Wrong",
    none_missed: "None is missed.",
    letters: ["A", "B", "C", "D"],
    try_it: "Try it",
    spf_address: "Address of the sending server",
    spf_no_address: "This is no IP address.",
    result: "Result",
    dkim_body: "Body of the signed message: change any character",
    dkim_reset: "Put it back",
    dmarc_spf: "SPF",
    dmarc_dkim: "DKIM",
    dmarc_legs: [
        "pass for the domain in From (aligned)",
        "pass for another domain (not aligned)",
        "no pass",
    ],
    dmarc_policy: "Policy of the domain",
    dmarc_asks: [
        "pass: the policy asks nothing",
        "fail, p=none: the owner asks for nothing but reports",
        "fail, p=quarantine: the owner asks to treat it as suspicious",
        "fail, p=reject: the owner asks to refuse it",
    ],
    dnssec_chain: [
        "The root zone signs the key of “org” (DS record).",
        "“org” signs the key of “example.org” (DS record).",
        "“example.org” signs its TXT records: SPF, DKIM key, DMARC policy (RRSIG).",
        "The resolver knows the root’s key and follows the chain down. One link missing: the answer counts as unsigned. One link wrong: the answer is refused (bogus).",
    ],
    evidence: "What the mail on the page shows of a login",
    evidence_limits: "The port, OP25B and POP before SMTP leave no trace in a mail. A server that states no login may still have asked for one. All but the fields of your own servers are claims.",
    evidence_none: "This mail has no Received field, so nothing can be said.",
};

const LESSONS: [LessonWords; 12] = [
    LessonWords {
        title: "Four stages: who checks what, and where",
        point: "The sending side asks “are you our user?”. The receiving side asks “is this really from that domain, and unchanged?”.",
        text: &[
            "Mail meets spam, forged senders and tampering. Two families of techniques answer them: authentication where a mail is sent, and verification where it arrives. DNSSEC lies under both, since what is verified is looked up in DNS.",
            "1. Author to submission server. The mail program hands the mail in on port 587 and logs in with SMTP-AUTH. So the server relays only for its own users.",
            "2. Submission server to the internet. The server adds a DKIM signature with its domain’s private key and sends the mail on, server to server, on port 25.",
            "3. Receiving server. Before it accepts, it asks DNS: SPF (may this address send for the domain in the envelope?), DKIM (does the signature fit the public key?), and DMARC (did one of them pass for the domain in From, and what does its owner ask for if not?).",
            "4. Receiving server to mailbox. The policy is the sender’s request; the receiver decides. What passed is delivered, what failed may be put aside or refused. A pass says who is answerable, not that the content is harmless.",
        ],
    },
    LessonWords {
        title: "Port 25, and why spam could",
        point: "SMTP asks nobody who they are. On port 25 between servers that is still so.",
        text: &[
            "In the beginning one port served both: mail programs handed mail in on port 25, and servers passed it on there. SMTP itself has no authentication: whoever connects may say any name in MAIL FROM and in From.",
            "A server that takes mail for its own users must take it from any server in the world. So spammers, and malware on home computers, skipped their provider’s server and spoke directly to the recipient’s server on port 25.",
            "Others used open relays: servers that pass on mail from anybody to anybody. Today a server relays only for those it knows, and answers all others with 550.",
        ],
    },
    LessonWords {
        title: "OP25B, and the problem it made",
        point: "Outbound Port 25 Blocking stops mail that leaves a network directly. It does nothing about mail that arrives.",
        text: &[
            "The access provider drops connections from its customers to port 25 of servers outside. An infected computer then reaches no foreign mail server. The provider’s own servers are exempt; mail through them can be counted and limited.",
            "No RFC demands it. Access networks agreed on it: M3AAWG worldwide, in Japan JEAG from 2005 on, mostly for dynamic addresses.",
            "It hits honest users as well. Who travels, and hands in mail to the home or company server on port 25, is blocked by the network they are in. The remedy is another port for handing in mail, one that is never blocked.",
        ],
    },
    LessonWords {
        title: "Submission port 587 and SMTP-AUTH",
        point: "Submission port means authentication of the user by SMTP-AUTH.",
        text: &[
            "RFC 6409 separates handing a mail in (submission) from passing it on (relay): submission has port 587. OP25B does not touch it, so it works from any network.",
            "On it the server must by default refuse MAIL with 530 until the client is authorized. The way to be is SMTP-AUTH (RFC 4954): a user name and a password, inside TLS. So two problems are solved at once: strangers cannot send through the server, and users can from everywhere.",
            "More exactly than most books: RFC 6409 also lets a server trust a protected network in place of a login. And port 465, TLS from the first octet, is submission too; RFC 8314 prefers it to STARTTLS on 587.",
            "SMTP-AUTH proves knowledge of a password. A stolen one is as good as the owner’s.",
        ],
    },
    LessonWords {
        title: "POP before SMTP, and why it went",
        point: "It trusted an address, not a person. SMTP-AUTH replaced it.",
        text: &[
            "In the 1990s SMTP had no login but POP3 had one. So servers took it from there: the user fetches mail and logs in by POP3; the server remembers the IP address; from that address it relays on port 25 for some minutes.",
            "The address is not the person. Behind NAT a whole hotel shares one, and anybody in it gets through while the window is open. Between login and sending there is a gap in which the address can pass to somebody else.",
            "The user must fetch before sending, even with nothing to fetch, and again when the window has run out.",
            "It was never a standard: RFC 6409 names it among methods in use, no RFC specifies it. It is obsolete.",
        ],
    },
    LessonWords {
        title: "SPF: which servers may send",
        point: "SPF checks the envelope sender (MAIL FROM), not the From you see.",
        text: &[
            "The owner of a domain publishes which addresses send its mail, in a TXT record: example.com TXT \"v=spf1 ip4:203.0.113.10 -all\".",
            "The receiving server takes the domain of MAIL FROM (or of HELO, when MAIL FROM is empty), asks DNS for that record, and compares the address that connected with it, term by term from the left.",
            "Here 203.0.113.10 is allowed, and “-all” says that every other address is not: the result is fail. What to do with a fail is for the receiver to decide; SPF alone does not order a refusal.",
            "Many books say that SPF checks the sender in the mail’s header. It does not: a mail can pass SPF for the attacker’s own domain and show you any From. To join the two is DMARC’s part.",
        ],
    },
    LessonWords {
        title: "DKIM: a signature, not encryption",
        point: "DKIM shows that a domain signed these headers and this body, and that they are unchanged. Everybody can still read them.",
        text: &[
            "The sending server makes a hash of the body and of chosen headers and signs it with its domain’s private key. The DKIM-Signature field names the domain (d=) and a selector (s=).",
            "The receiving server fetches the public key from DNS at selector._domainkey.domain and checks the signature. A changed octet in the body changes the body hash (bh=); a changed signed header breaks the signature.",
            "The signature travels in the mail, so it survives forwarding. It says who signed; whether that is the domain in From is again DMARC’s question.",
        ],
    },
    LessonWords {
        title: "DMARC: both joined, and a policy",
        point: "DMARC passes when SPF or DKIM passes for the domain in From. Otherwise the owner’s policy says what the owner asks for.",
        text: &[
            "The owner publishes at _dmarc.domain a TXT record: v=DMARC1; p=reject; rua=mailto:… .",
            "The receiver takes the domain of From, which people see, and looks whether SPF passed or a DKIM signature passed for it or, in relaxed mode, for a domain of the same organization. This is alignment. One aligned pass is enough; a pass for another domain counts for nothing.",
            "On fail the policy asks: none (nothing special), quarantine (treat as suspicious), reject (refuse). The receiver may decide otherwise, for example for a mailing list.",
            "Receivers send reports to the address in rua=, so that the owner sees who sends in its name before asking for more than none.",
        ],
    },
    LessonWords {
        title: "DNSSEC: what it protects, and what not",
        point: "DNSSEC protects the answers of DNS. It authenticates no mail and no sender.",
        text: &[
            "SPF, DKIM and DMARC believe what DNS says. Who can forge an answer, in the cache of a resolver for example, can publish a false key or an empty policy.",
            "With DNSSEC a zone signs its records. The resolver checks the signatures with the zone’s public key, and that key through its parent, up to the root.",
            "So an answer is proved to be the zone’s own and unchanged; that a name or record does not exist can be proved too. Questions and answers stay readable, and nothing is said about a mail: a spammer’s domain can be perfectly signed.",
        ],
    },
    LessonWords {
        title: "What forwarding and mailing lists break; ARC",
        point: "Forwarding breaks SPF. Changing a mail breaks DKIM. Lists often do both.",
        text: &[
            "A forwarder sends from its own address, which the author’s SPF record does not list: SPF fails, or passes for the forwarder’s domain, which is not aligned. An untouched DKIM signature still passes, and DMARC with it.",
            "A mailing list adds a footer or a word to the subject. Then DKIM fails as well, and DMARC of an honest mail fails.",
            "ARC (RFC 8617, experimental) lets those who pass mail on record what they saw and seal it: whether to believe a seal depends on whether the receiver trusts the sealer. It is used by large receivers and being retired.",
        ],
    },
    LessonWords {
        title: "All techniques side by side",
        point: "First ask which side a question is about; half of the choices fall away.",
        text: &[
            "The table says for each technique what it is for, who acts, and by what. With a mail on the page it also says what of it that mail shows.",
        ],
    },
    LessonWords {
        title: "Common misconceptions",
        point: "Most of them mix up the two sides, or the two senders.",
        text: &[
            "Each is followed by what is so, and by an example or a simulation that refutes it.",
        ],
    },
];

const TECHNIQUES: [TechniqueWords; 9] = [
    TechniqueWords {
        name: "Submission port",
        role: "Lets known users hand in mail",
        who: "Sending side: mail program and submission server",
        how: "587/TCP (also 465 with TLS), SMTP-AUTH",
        exam: "Right answer where the sending user is authenticated",
    },
    TechniqueWords {
        name: "SMTP-AUTH",
        role: "Authenticates the user",
        who: "Sending side: submission server",
        how: "AUTH command of SMTP, inside TLS",
        exam: "Right answer, together with port 587",
    },
    TechniqueWords {
        name: "POP before SMTP",
        role: "Once told users by their address",
        who: "Sending side: mail server",
        how: "25/TCP, record of POP3 logins (110/TCP)",
        exam: "Distractor: old, address-based, never a standard",
    },
    TechniqueWords {
        name: "OP25B",
        role: "Stops spam that leaves a network directly",
        who: "Sending side: access provider",
        how: "Drops outbound connections to 25/TCP",
        exam: "Asked as the cause: its side effect is why 587 is used",
    },
    TechniqueWords {
        name: "SPF",
        role: "Checks the sending server’s address for the envelope domain",
        who: "Receiving side (the owner publishes)",
        how: "DNS TXT record, MAIL FROM, IP address",
        exam: "Distractor for sender authentication: verified on receipt",
    },
    TechniqueWords {
        name: "DKIM",
        role: "Detects alteration, shows the signing domain",
        who: "Receiving side verifies (the sender signs)",
        how: "Digital signature, public key in DNS",
        exam: "Distractor for sender authentication: a signature, verified on receipt",
    },
    TechniqueWords {
        name: "DMARC",
        role: "Joins SPF and DKIM with From, states a policy, reports",
        who: "Receiving side (the owner publishes)",
        how: "DNS TXT record at _dmarc",
        exam: "Distractor for sender authentication: policy on receipt",
    },
    TechniqueWords {
        name: "ARC",
        role: "Keeps results that forwarding would lose",
        who: "In between seals, receiving side reads",
        how: "ARC-* fields, signatures, keys in DNS",
        exam: "Seldom asked",
    },
    TechniqueWords {
        name: "DNSSEC",
        role: "Protects the origin and integrity of DNS answers",
        who: "DNS: zone owner signs, resolver validates",
        how: "Digital signatures in DNS (RRSIG, DNSKEY, DS)",
        exam: "Distractor: its purpose is not mail",
    },
];

const MYTHS: [Myth; 8] = [
    Myth {
        said: "Submission port, SMTP-AUTH, SPF, DKIM, DMARC: all the same kind of thing.",
        fact: "The first two act where a mail is sent and ask who the user is. The others are checked where it arrives and ask whether the mail is what it says. Read first which side the question is about.",
    },
    Myth {
        said: "SPF and DKIM are spam measures too, so they have the same purpose as the submission port.",
        fact: "The submission port is for authenticating the sending user. SPF and DKIM let the receiver verify a domain. A traveller blocked by OP25B is helped by port 587 and by no SPF record.",
    },
    Myth {
        said: "POP before SMTP authenticates senders, so it is a right answer.",
        fact: "It authenticates a POP3 login and then trusts an address. Anybody behind the same address slips in. SMTP-AUTH is the standard; in an exam POP before SMTP is the distractor.",
    },
    Myth {
        said: "DKIM encrypts the mail.",
        fact: "DKIM signs. Everybody on the way can read the mail; a change to it is noticed. Secrecy on the way is TLS, secrecy of the content is S/MIME or OpenPGP.",
    },
    Myth {
        said: "SPF checks the From you see.",
        fact: "SPF checks MAIL FROM of the envelope. In this example SPF passes for the attacker’s domain while From shows another.",
    },
    Myth {
        said: "DMARC pass means the mail is safe.",
        fact: "It means that the domain in From is authenticated. A fraudster’s own domain passes as well, and so does a mail from a hijacked account.",
    },
    Myth {
        said: "DNSSEC authenticates mail.",
        fact: "DNSSEC proves that a DNS answer is the zone’s own and unchanged. It makes the records of SPF, DKIM and DMARC trustworthy and says nothing about a mail.",
    },
    Myth {
        said: "OP25B stops the spam that reaches me.",
        fact: "It acts in the network where spam leaves. Spam from networks without it, or through other people’s servers, reaches you as before.",
    },
];

const SCENARIOS: [ScenarioWords; 13] = [
    ScenarioWords {
        title: "Spam straight from an infected computer",
        notice: "Nobody asks for a name or a password: the recipient’s server must take mail for its own users from any server, and cannot tell a home computer from one.",
    },
    ScenarioWords {
        title: "The same, with OP25B",
        notice: "The packet never leaves the provider’s network. No line of SMTP is spoken. Change the port to 587: the recipient’s server offers no submission.",
    },
    ScenarioWords {
        title: "The traveller who can no longer send on port 25",
        notice: "The network cannot tell an honest user from malware either. Set the network to “own provider”: there the same mail goes out.",
    },
    ScenarioWords {
        title: "The traveller on 587 with SMTP-AUTH",
        notice: "OP25B is on and does not matter. The server relays because of 235, wherever the client is.",
    },
    ScenarioWords {
        title: "The traveller on 465, TLS from the start",
        notice: "The same submission without STARTTLS: not even the greeting crosses the network in clear.",
    },
    ScenarioWords {
        title: "587 without SMTP-AUTH",
        notice: "The server refuses at MAIL FROM with 530. This is what makes the submission port more than another number.",
    },
    ScenarioWords {
        title: "A wrong password",
        notice: "535, and no mail. With the right one (also a stolen one) the answer would be 235.",
    },
    ScenarioWords {
        title: "POP before SMTP at work",
        notice: "The login happened in another protocol, minutes before. What the server looks for when it is asked to relay is only the address.",
    },
    ScenarioWords {
        title: "POP before SMTP: the window has run out",
        notice: "Same user, same address, same password; too late. The user has to fetch mail again to send.",
    },
    ScenarioWords {
        title: "POP before SMTP: a stranger behind the same NAT",
        notice: "The stranger has no account and no password. The address is enough. Turn NAT off and they are refused.",
    },
    ScenarioWords {
        title: "POP before SMTP: sending without having received",
        notice: "The user only wants to send, and is refused, since nobody has fetched mail from this address.",
    },
    ScenarioWords {
        title: "Server to server on port 25",
        notice: "Port 25 is still the port between servers. No login here: who may send for a domain is now for SPF, DKIM and DMARC to say. OP25B exempts the provider’s own servers.",
    },
    ScenarioWords {
        title: "An open relay",
        notice: "The server passes on mail from anybody to anybody. Spam then comes from its address, and it ends up on block lists.",
    },
];

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::PortBlocked => {
            "OP25B: at its border the network drops connections to port 25 outside. An agreement of access networks (M3AAWG, in Japan JEAG)."
        }
        Reason::NoSubmission => {
            "This server takes mail from servers on port 25. It offers no submission, so nobody listens on this port."
        }
        Reason::TlsFirst => "In clear this server takes no password: first STARTTLS.",
        Reason::LoginFirst => "A submission server refuses MAIL until the client has logged in.",
        Reason::WrongPassword => "The password is wrong, so the server does not know the user.",
        Reason::NoRelay => {
            "The recipient is not this server’s, and it does not know the client: it does not relay."
        }
        Reason::NeverFetched => {
            "Nobody has logged in by POP3 from this address, so the server does not relay for it."
        }
        Reason::WindowOver => "The POP3 login was longer ago than the server remembers.",
        Reason::OtherAddress => "The POP3 login came from another address than this client’s.",
        Reason::LoggedIn => "The client proved with SMTP-AUTH that it knows the user’s password.",
        Reason::OwnNetwork => {
            "The client’s address is in the provider’s own network, and the server trusts it."
        }
        Reason::Remembered => {
            "From this address somebody logged in by POP3 within the window. Who connects now, the server does not know."
        }
        Reason::OpenRelay => "The server relays for everybody.",
        Reason::OwnUser => {
            "The recipient is this server’s own user, and for those it takes mail from anybody who connects."
        }
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Relayed => "Accepted for relay",
        Outcome::Delivered => "Accepted by the recipient’s server",
        Outcome::Refused(Target::Provider) => "Refused by the provider’s server",
        Outcome::Refused(Target::Recipient) => "Refused by the recipient’s server",
        Outcome::Blocked => "Blocked at the border of the network",
        Outcome::Abused => "Abused: a stranger’s mail was accepted",
    }
}

fn act(act: &Act) -> String {
    match act {
        Act::Dial(port) => format!("Connects to port {port}"),
        Act::Dropped => "The border of the network drops the packet".to_owned(),
        Act::Closed => "Connection refused: nobody listens".to_owned(),
        Act::Open => "The connection stands".to_owned(),
        Act::Encrypted => "From here on encrypted (TLS)".to_owned(),
        Act::Client(lines) | Act::Server(lines) => lines.clone(),
        Act::Remembers(ip, minutes) => format!("The server remembers {ip} for {minutes} minutes"),
        Act::Recalls(ip, true) => format!("The server looks for {ip}: remembered"),
        Act::Recalls(ip, false) => format!("The server looks for {ip}: not remembered"),
        Act::PassesOn => {
            "The mail is queued and goes on to the recipient’s server on port 25".to_owned()
        }
    }
}

fn line(first: &str) -> &'static str {
    match first {
        "220" => "The server is ready.",
        "EHLO" => "The client names itself and asks what the server can do.",
        "STARTTLS" => "Let us encrypt.",
        "AUTH" => "The login: user and password in base64, which is no encryption.",
        "235" => "The login succeeded.",
        "535" => "The login failed.",
        "530" => "Something is required first.",
        "MAIL" => "The envelope sender. SPF will be about this address.",
        "RCPT" => "The envelope recipient.",
        "550" => "Refused by policy.",
        "DATA" => "Now the message.",
        "354" => "The server waits for it.",
        "From:" => "The message with its own From, up to a line with a single dot.",
        "250" => "Done.",
        "QUIT" | "221" => "Goodbye.",
        "USER" | "PASS" => "The login of POP3.",
        "+OK" => "POP3 says yes.",
        _ => "",
    }
}

fn session(session: Session) -> String {
    match session {
        Session::Pop(minutes) => format!("POP3, {minutes} minutes earlier"),
        Session::Smtp => "SMTP".to_owned(),
        Session::Relay => "Relay".to_owned(),
    }
}

const fn sender(sender: Sender) -> &'static str {
    match sender {
        Sender::User => "A user of the provider",
        Sender::Stranger => "A stranger in the same network",
        Sender::Infected => "Malware on the user’s computer",
        Sender::MailServer => "The provider’s mail server",
    }
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Home => "own provider",
        Place::OtherIsp => "another ISP",
        Place::Away => "hotel or mobile",
        Place::Company => "company",
    }
}

const fn target(target: Target) -> &'static str {
    match target {
        Target::Provider => "the provider’s (smtp.example.net)",
        Target::Recipient => "the recipient’s (mx.example.org)",
    }
}

const fn port(port: Port) -> &'static str {
    match port {
        Port::Smtp => "25",
        Port::Submission => "587",
        Port::Submissions => "465",
    }
}

const fn auth(auth: Auth) -> &'static str {
    match auth {
        Auth::Off => "off",
        Auth::Right => "right password",
        Auth::Wrong => "wrong password",
    }
}

const QUESTIONS: [QuestionWords; 42] = [
    q(
        "port-and-method",
        "Which port is the submission port, and which method is mandatory there?",
        [
            "25, POP before SMTP",
            "587, SMTP-AUTH",
            "110, APOP",
            "53, DNSSEC",
        ],
        [
            "25 is the port between servers.",
            "Port 587; the user is authenticated by SMTP-AUTH.",
            "110 is POP3: it fetches mail.",
            "53 is DNS.",
        ],
    ),
    q(
        "purpose-587",
        "What is the purpose of introducing the submission port (587)?",
        [
            "To authenticate the sender of a mail with SMTP-AUTH",
            "To check the sending server’s address against DNS",
            "To sign the mail so that alteration is detected",
            "To allow sending for a while after mail was received",
        ],
        [
            "The server takes mail only from users who logged in.",
            "That is SPF, on the receiving side.",
            "That is DKIM.",
            "That is POP before SMTP, which is obsolete.",
        ],
    ),
    q(
        "after-op25b",
        "Because of OP25B a user on a business trip cannot send through the company’s server. What solves it?",
        ["SPF", "DKIM", "The submission port", "DNSSEC"],
        [
            "SPF lets receivers check addresses; it opens no port.",
            "A signature opens no port.",
            "Port 587 is not blocked, and SMTP-AUTH keeps strangers out.",
            "DNSSEC protects DNS answers.",
        ],
    ),
    q(
        "op25b-what",
        "What does OP25B block?",
        [
            "Connections from outside to port 25 of the ISP’s mail server",
            "All mail that has no DKIM signature",
            "Connections to port 587 of servers outside",
            "Connections from the ISP’s customers to port 25 of servers outside",
        ],
        [
            "That would be inbound; incoming mail still arrives.",
            "It looks at no mail at all.",
            "587 is the port that stays open.",
            "Outbound, port 25, past the ISP’s own server.",
        ],
    ),
    q(
        "op25b-aim",
        "What is OP25B aimed at?",
        [
            "Eavesdropping between mail servers",
            "Spam sent by malware directly from customers’ computers",
            "Forged DNS answers",
            "Alteration of mail on the way",
        ],
        [
            "Against that helps TLS.",
            "It can no longer reach the recipients’ servers.",
            "Against that helps DNSSEC.",
            "DKIM detects that.",
        ],
    ),
    q(
        "op25b-inbound",
        "“Our ISP does OP25B, so we get less spam.” What is right?",
        [
            "True: it filters what arrives",
            "True: it checks the sender’s SPF",
            "Not so: it acts where mail leaves, for the good of others",
            "Not so: it only encrypts",
        ],
        [
            "It filters nothing that arrives.",
            "It checks no record.",
            "What reaches you depends on other networks.",
            "It encrypts nothing.",
        ],
    ),
    q(
        "spf-what",
        "Which mechanism of the receiving side verifies that the sending server’s IP address is legitimate?",
        ["SPF", "DKIM", "SMTP-AUTH", "OP25B"],
        [
            "It compares the address with the domain’s record.",
            "DKIM checks a signature.",
            "That is on the sending side.",
            "That blocks a port on the sending side.",
        ],
    ),
    q(
        "dkim-what",
        "Which mechanism of the receiving side uses a digital signature to detect alteration of a mail?",
        ["SPF", "DKIM", "POP before SMTP", "DMARC"],
        [
            "SPF looks at an address.",
            "The signature covers the body and chosen headers.",
            "That remembers addresses.",
            "DMARC uses DKIM’s result and signs nothing.",
        ],
    ),
    q(
        "dmarc-what",
        "Which mechanism joins the results of SPF and DKIM and lets a policy say what to do?",
        ["DNSSEC", "SMTP-AUTH", "DMARC", "ARC"],
        [
            "DNSSEC protects DNS.",
            "That authenticates users.",
            "It asks for an aligned pass and publishes a policy.",
            "ARC keeps earlier results; it has no policy.",
        ],
    ),
    q(
        "spf-identity",
        "Which address does SPF verify?",
        [
            "That of the From header",
            "That of MAIL FROM in the envelope",
            "That of the Reply-To header",
            "That of RCPT TO",
        ],
        [
            "Comparing with From is DMARC’s part.",
            "Or HELO, when MAIL FROM is empty.",
            "Nobody verifies Reply-To.",
            "That is the recipient.",
        ],
    ),
    q(
        "spf-all",
        "In v=spf1 ip4:203.0.113.10 -all, what does “-all” mean?",
        [
            "All addresses may send",
            "All mail must be refused",
            "All subdomains are included",
            "For all other addresses the result is fail; the receiver decides what follows",
        ],
        [
            "That would be +all.",
            "SPF gives a result, not an order.",
            "SPF records hold for one name.",
            "The minus is the qualifier “fail”.",
        ],
    ),
    q(
        "spf-record",
        "Where is an SPF record published?",
        [
            "In a TXT record of the sending domain",
            "In a TXT record at _dmarc",
            "In the MX record of the receiver",
            "In a header of the mail",
        ],
        [
            "The owner of the domain publishes it.",
            "There lies the DMARC record.",
            "MX says who receives.",
            "Headers can be forged; DNS is the owner’s.",
        ],
    ),
    q(
        "spf-forwarded",
        "A mail is forwarded without a change and SPF fails at the last server. Why?",
        [
            "The signature was damaged",
            "The TTL of the record ran out",
            "The forwarder’s address is not in the author’s SPF record",
            "The From header was rewritten",
        ],
        [
            "SPF has no signature.",
            "Then it is asked anew.",
            "SPF sees the server that connects last.",
            "It was not changed, and SPF does not look at it.",
        ],
    ),
    q(
        "dkim-key",
        "With which key does the receiver check a DKIM signature?",
        [
            "Its own private key",
            "The sender’s private key",
            "A key shared beforehand",
            "The public key in the signing domain’s DNS",
        ],
        [
            "It signs nothing here.",
            "That never leaves the sender.",
            "DKIM needs no such agreement.",
            "At selector._domainkey.domain.",
        ],
    ),
    q(
        "dkim-encrypts",
        "Which is true of DKIM?",
        [
            "It signs; the content stays readable to all",
            "It encrypts the body with the receiver’s key",
            "It encrypts the connection between servers",
            "It hides the sender’s address",
        ],
        [
            "Its purpose is detection of change and an answerable domain.",
            "S/MIME and OpenPGP do that.",
            "TLS does that.",
            "It hides nothing.",
        ],
    ),
    q(
        "dkim-who",
        "Who usually creates the DKIM signature?",
        [
            "The recipient’s mail program",
            "The sending domain’s server, with the domain’s private key",
            "The DNS server, when asked",
            "The access provider’s router",
        ],
        [
            "It only shows the result.",
            "Mostly the submission server or the one that sends out.",
            "DNS holds the public key.",
            "Routers do not look into mail.",
        ],
    ),
    q(
        "dkim-list",
        "A mailing list adds a footer to a signed mail. What happens to the author’s signature?",
        [
            "It still passes: lists are exempt",
            "The key is no longer found",
            "The body hash differs, and the signature fails",
            "It is renewed by DNS",
        ],
        [
            "There is no such exemption.",
            "The key is where it was.",
            "The footer is part of the body.",
            "DNS signs no mail.",
        ],
    ),
    q(
        "dkim-selector",
        "What is the selector (s=) of a DKIM signature for?",
        [
            "It chooses the recipients",
            "It chooses the policy",
            "It chooses which headers are shown",
            "It names which of the domain’s keys was used",
        ],
        [
            "The envelope does that.",
            "Policy is DMARC’s.",
            "That is the mail program’s matter.",
            "So keys can be changed without a gap.",
        ],
    ),
    q(
        "dmarc-aligned",
        "From says example.com. SPF passes for mailer.example.net, and there is no DKIM signature. DMARC of example.com?",
        [
            "pass, since SPF passed",
            "none, since DKIM is missing",
            "temperror",
            "fail, since the pass is not for the domain in From",
        ],
        [
            "The pass must be aligned.",
            "A record is there, so there is a result.",
            "DNS answered.",
            "Another domain’s pass counts for nothing.",
        ],
    ),
    q(
        "dmarc-either",
        "When does DMARC pass?",
        [
            "When SPF or DKIM passes and is aligned with From",
            "Only when SPF and DKIM both pass",
            "When the policy is none",
            "When DNSSEC validates",
        ],
        [
            "One aligned pass is enough.",
            "Forwarded mail would hardly ever pass.",
            "The policy changes no result.",
            "It protects the answers, it gives no result of DMARC.",
        ],
    ),
    q(
        "dmarc-none",
        "What does p=none ask of the receiver?",
        [
            "To refuse mail that fails",
            "Nothing special; reports still go to the owner",
            "To accept all mail",
            "To skip SPF",
        ],
        [
            "That is reject.",
            "Usual at the beginning, to watch.",
            "The receiver’s other checks go on.",
            "SPF is still evaluated.",
        ],
    ),
    q(
        "dmarc-quarantine",
        "What does p=quarantine ask for on fail?",
        [
            "To send it back to the author",
            "To delete it unseen",
            "To treat it as suspicious, for example put it into the spam folder",
            "To send it to the domain owner",
        ],
        [
            "Nothing is sent back.",
            "It asks for no deletion.",
            "The mail is taken and set aside.",
            "Owners get reports, not the mail.",
        ],
    ),
    q(
        "dmarc-reject",
        "What does p=reject ask for on fail?",
        [
            "To put it into the spam folder",
            "To add a warning and deliver",
            "To deliver and report",
            "To refuse the mail; the receiver may decide otherwise",
        ],
        [
            "That is quarantine.",
            "That is no policy of DMARC.",
            "That is none.",
            "A policy is a request.",
        ],
    ),
    q(
        "dmarc-reports",
        "To whom do DMARC aggregate reports go?",
        [
            "To the address the domain’s owner names in rua=",
            "To every recipient",
            "To the access provider",
            "To the certificate authority",
        ],
        [
            "So the owner learns who sends in its name.",
            "Recipients get mail, not reports.",
            "It has no part in DMARC.",
            "There is none in DMARC.",
        ],
    ),
    q(
        "dmarc-safe",
        "A mail passes DMARC. What follows?",
        [
            "Its links are harmless",
            "The domain in From is authenticated, and no more",
            "Its content is encrypted",
            "The author is a person you know",
        ],
        [
            "Nobody looked at them.",
            "A fraudster’s own domain passes as well.",
            "DMARC encrypts nothing.",
            "Domains are authenticated, not persons.",
        ],
    ),
    q(
        "dnssec-what",
        "What does DNSSEC protect?",
        [
            "Secrecy of DNS questions",
            "The mail’s body",
            "Origin and integrity of DNS answers",
            "The availability of DNS servers",
        ],
        [
            "They stay readable.",
            "It knows no mail.",
            "By signatures that the resolver checks.",
            "It does not help against overload.",
        ],
    ),
    q(
        "dnssec-mail",
        "What does DNSSEC do for mail?",
        [
            "It authenticates the sender",
            "It takes the place of DKIM",
            "It encrypts the way to the MX",
            "It makes the records that SPF, DKIM and DMARC rest on trustworthy",
        ],
        [
            "It does not see senders.",
            "It signs records, no mail.",
            "TLS encrypts.",
            "Its purpose is DNS.",
        ],
    ),
    q(
        "pop-how",
        "By what does a server with POP before SMTP decide to relay?",
        [
            "By the IP address from which somebody lately logged in by POP3",
            "By the password in the AUTH command",
            "By the SPF record of the sender",
            "By the digital signature of the mail",
        ],
        [
            "For some minutes the address is enough.",
            "That is SMTP-AUTH.",
            "That is the receiving side.",
            "That is DKIM.",
        ],
    ),
    q(
        "pop-shared",
        "Which weakness does POP before SMTP have?",
        [
            "It needs a certificate for each user",
            "Anybody behind the same address can send as well",
            "It works on port 587 only",
            "It makes mail unreadable for lists",
        ],
        [
            "It needs none.",
            "With NAT one address stands for many.",
            "It was used on port 25.",
            "It does not change mail.",
        ],
    ),
    q(
        "pop-order",
        "Which inconvenience does POP before SMTP bring?",
        [
            "Mail can only be sent in plain text",
            "Passwords must be changed daily",
            "One must receive before one can send",
            "Attachments are not allowed",
        ],
        [
            "It does not look at content.",
            "It does not ask for that.",
            "And again when the window is over.",
            "It does not look at content.",
        ],
    ),
    q(
        "pop-today",
        "Which is true of POP before SMTP today?",
        [
            "It is the mandatory method on port 587",
            "It was standardized as RFC 6409",
            "It replaced SMTP-AUTH",
            "It was never standardized, and SMTP-AUTH has replaced it",
        ],
        [
            "That is SMTP-AUTH.",
            "RFC 6409 mentions it and specifies submission.",
            "The other way round.",
            "It is obsolete.",
        ],
    ),
    q(
        "code-535",
        "A submission server answers AUTH with 535 5.7.8. What happened?",
        [
            "The credentials are invalid",
            "The recipient does not exist",
            "The mail is too large",
            "TLS has begun",
        ],
        [
            "Wrong user or password.",
            "That is 550 5.1.1.",
            "That is 552 5.3.4.",
            "That is 220 after STARTTLS.",
        ],
    ),
    q(
        "code-530",
        "On port 587 a client sends MAIL FROM without having logged in. What does the server answer?",
        [
            "250: it takes the mail",
            "530 5.7.0: authentication required",
            "354: go ahead",
            "221: goodbye",
        ],
        [
            "It would be as open as port 25 was.",
            "RFC 6409 asks for this refusal.",
            "That follows DATA.",
            "That follows QUIT.",
        ],
    ),
    q(
        "code-550",
        "A server answers RCPT TO with 550 5.7.1 and “Relaying denied”. Why?",
        [
            "The client’s mail was altered",
            "The password was wrong",
            "The recipient is elsewhere, and the server does not know the client",
            "The mailbox is full",
        ],
        [
            "It has not seen the mail yet.",
            "That would be 535 after AUTH.",
            "It relays only for those it knows.",
            "That would be 552 5.2.2.",
        ],
    ),
    q(
        "code-235",
        "What does 235 after AUTH mean?",
        [
            "The mail is delivered",
            "The recipient is accepted",
            "TLS is required",
            "The login succeeded",
        ],
        [
            "There is no mail yet.",
            "That is 250 after RCPT.",
            "That is 530.",
            "From now on the server relays for this client.",
        ],
    ),
    q(
        "open-relay",
        "What is an open relay?",
        [
            "A server that passes on mail from anybody to anybody",
            "A server without DNSSEC",
            "A server that offers port 587",
            "A resolver that answers everybody",
        ],
        [
            "Spammers use it to hide.",
            "That is another matter.",
            "With a login that is just what is wanted.",
            "That is an open resolver.",
        ],
    ),
    q(
        "port-25-today",
        "What is port 25 for today?",
        [
            "Users hand in mail with SMTP-AUTH",
            "Servers pass mail on to each other",
            "Users fetch their mail",
            "Resolvers ask for MX records",
        ],
        [
            "That is 587 (or 465).",
            "Relay between servers.",
            "That is POP3 and IMAP.",
            "That is port 53.",
        ],
    ),
    q(
        "port-465",
        "What is port 465 for?",
        [
            "Fetching mail inside TLS",
            "DNS inside TLS",
            "Submission with TLS from the start",
            "Relay between servers without TLS",
        ],
        [
            "That is 993 or 995.",
            "That is 853.",
            "RFC 8314 prefers it to STARTTLS.",
            "That is 25.",
        ],
    ),
    q(
        "sending-side",
        "Which acts on the sending side only?",
        [
            "Verification by SPF",
            "Verification by DKIM",
            "Policy of DMARC",
            "SMTP-AUTH",
        ],
        [
            "Evaluated on receipt.",
            "Evaluated on receipt.",
            "Applied on receipt.",
            "The submission server asks its user.",
        ],
    ),
    q(
        "receiving-side",
        "Which three are all evaluated on the receiving side?",
        [
            "SPF, DKIM, DMARC",
            "SMTP-AUTH, OP25B, SPF",
            "587, 465, DKIM",
            "POP before SMTP, DMARC, OP25B",
        ],
        [
            "By DNS, when the mail arrives.",
            "The first two are on the sending side.",
            "The ports are for submission.",
            "Only DMARC is.",
        ],
    ),
    q(
        "arc-what",
        "What does ARC do?",
        [
            "It encrypts forwarded mail",
            "It seals the results a forwarder saw before it passed the mail on",
            "It takes the place of DMARC’s policy",
            "It blocks forwarding",
        ],
        [
            "It encrypts nothing.",
            "The receiver may believe it, if it trusts the sealer.",
            "It has no policy.",
            "It is meant to help it.",
        ],
    ),
    q(
        "esmtpsa",
        "A Received field says “with ESMTPSA”. What does its server state?",
        [
            "SPF and ARC passed",
            "The mail was signed",
            "TLS was used and the client had logged in",
            "The mail came from port 25",
        ],
        [
            "It states no result of checks.",
            "S is not signature.",
            "S is TLS, A is authentication.",
            "The port is not stated.",
        ],
    ),
];
