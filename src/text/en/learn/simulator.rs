//! The submission simulator, in English.

use crate::text::learn::ScenarioWords;

/// In the order of [`Scenario::ALL`](crate::play::submission::Scenario::ALL).
pub const SCENARIOS: [ScenarioWords; 14] = [
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
        title: "A stolen password",
        notice: "SMTP-AUTH proves that somebody knows the password, not who. The server relays and signs this mail like the owner’s: SPF, DKIM and DMARC will pass.",
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

/// In the order of [`Reason::ALL`](crate::play::submission::Reason::ALL).
pub const REASONS: [&str; 14] = [
    "OP25B: at its border the network drops connections to port 25 outside. An agreement of access networks (M3AAWG, in Japan JEAG).",
    "This server takes mail from servers on port 25. It offers no submission, so nobody listens on this port.",
    "In clear this server takes no password: first STARTTLS.",
    "A submission server refuses MAIL until the client has logged in.",
    "The password is wrong, so the server does not know the user.",
    "The recipient is not this server’s, and it does not know the client: it does not relay.",
    "Nobody has logged in by POP3 from this address, so the server does not relay for it.",
    "The POP3 login was longer ago than the server remembers.",
    "The POP3 login came from another address than this client’s.",
    "The client proved with SMTP-AUTH that it knows the user’s password.",
    "The client’s address is in the provider’s own network, and the server trusts it.",
    "From this address somebody logged in by POP3 within the window. Who connects now, the server does not know.",
    "The server relays for everybody.",
    "The recipient is this server’s own user, and for those it takes mail from anybody who connects.",
];

/// What a line of the dialogue is for, by its first word.
pub const LINES: [(&str, &str); 19] = [
    ("220", "The server is ready."),
    (
        "EHLO",
        "The client names itself and asks what the server can do.",
    ),
    ("STARTTLS", "Let us encrypt."),
    (
        "AUTH",
        "The login: user and password in base64, which is no encryption.",
    ),
    ("235", "The login succeeded."),
    ("535", "The login failed."),
    ("530", "Something is required first."),
    (
        "MAIL",
        "The envelope sender. SPF will be about this address.",
    ),
    ("RCPT", "The envelope recipient."),
    ("550", "Refused by policy."),
    ("DATA", "Now the message."),
    ("354", "The server waits for it."),
    (
        "From:",
        "The message with its own From, up to a line with a single dot.",
    ),
    ("250", "Done."),
    ("QUIT", "Goodbye."),
    ("221", "Goodbye."),
    ("USER", "The login of POP3."),
    ("PASS", "The login of POP3."),
    ("+OK", "POP3 says yes."),
];
