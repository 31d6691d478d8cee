//! The table of techniques, in English.

use crate::text::learn::TechniqueWords;

/// In the order of [`Technique::ALL`](crate::play::lessons::Technique::ALL).
pub const TECHNIQUES: [TechniqueWords; 9] = [
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
