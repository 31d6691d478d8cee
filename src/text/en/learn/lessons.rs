//! What the lessons of Learn say, and the misconceptions, in English.

use crate::text::learn::{LessonWords, Myth};

/// In the order of [`Lesson::ALL`](crate::play::lessons::Lesson::ALL).
pub const LESSONS: [LessonWords; 12] = [
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
            "SPF, DKIM and DMARC believe what DNS says. Who can forge an answer, in the cache of a resolver for example, can put in a false key or an empty policy.",
            "With DNSSEC a zone signs its records. The resolver checks the signatures with the zone’s public key, and that key through its parent, up to the root.",
            "So an answer is proved to be the zone’s own and unchanged; that a name or record does not exist can be proved too. Where no DS record leads to a zone, it counts as not signed (insecure). Where one does and the signatures are missing or wrong, the answer is refused (bogus).",
            "Questions and answers stay readable, and nothing is said about a mail: a spammer’s domain can be perfectly signed.",
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

/// In the order of [`MYTHS`](crate::play::lessons::MYTHS).
pub const MYTHS: [Myth; 8] = [
    Myth {
        said: "Submission port, SMTP-AUTH, SPF, DKIM, DMARC: all the same kind of thing.",
        fact: "The first two act where a mail is sent and ask who the user is. The others are checked where it arrives and ask whether the mail is what it says. In this example the author’s server asked for a login (ESMTPSA), and still no policy protects the domain: one side does not stand in for the other. Read first which side the question is about.",
    },
    Myth {
        said: "SPF and DKIM are spam measures too, so they have the same purpose as the submission port.",
        fact: "The submission port is for authenticating the sending user. SPF and DKIM let the receiver verify a domain. A traveller blocked by OP25B is helped by port 587, and by no SPF record and no signature.",
    },
    Myth {
        said: "POP before SMTP authenticates senders, so it is a right answer.",
        fact: "It authenticates a POP3 login and then trusts an address. Anybody behind the same address slips in. SMTP-AUTH is the standard; in an exam POP before SMTP is the distractor.",
    },
    Myth {
        said: "DKIM encrypts the mail.",
        fact: "DKIM signs. Everybody on the way can read the mail, as you can read this example; a change to it is noticed. Secrecy on the way is TLS, secrecy of the content is S/MIME or OpenPGP.",
    },
    Myth {
        said: "SPF checks the From you see.",
        fact: "SPF checks MAIL FROM of the envelope. In this example SPF passes for the attacker’s domain while From shows another.",
    },
    Myth {
        said: "DMARC pass means the mail is safe.",
        fact: "It means that the domain in From is authenticated. A fraudster’s own domain passes as well, and so does a mail sent with a stolen password, as here.",
    },
    Myth {
        said: "DNSSEC authenticates mail.",
        fact: "DNSSEC proves that a DNS answer is the zone’s own and unchanged. It makes the records of SPF, DKIM and DMARC trustworthy and says nothing about a mail: this one is forged, however well its answers are signed.",
    },
    Myth {
        said: "OP25B stops the spam that reaches me.",
        fact: "It acts in the network where spam leaves. The recipient’s server is the same in both plays; only the sender’s network differs. Spam from networks without it reaches you as before.",
    },
];
