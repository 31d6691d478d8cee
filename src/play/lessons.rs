//! The lessons as data: their names in links, what each rests on, and what in the product shows it.
//! The words are `text::learn`'s.

use crate::engine::cite::Cite;
use crate::engine::dnssec::{Standing, Verdict};
use crate::engine::report::Report;
use crate::play::scene::{NodeId, Scene};
use crate::play::submission::{Condition, Scenario};

/// A lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lesson {
    /// The way of a mail, and who checks what where.
    Stages,
    /// SMTP on port 25, and why spam could.
    Port25,
    /// OP25B, and the problem it made.
    Op25b,
    /// Port 587 and SMTP-AUTH.
    Submission,
    /// POP before SMTP, and why it went.
    Pop,
    /// SPF.
    Spf,
    /// DKIM.
    Dkim,
    /// DMARC.
    Dmarc,
    /// DNSSEC.
    Dnssec,
    /// What forwarding and mailing lists break.
    Forwarding,
    /// All techniques side by side.
    Table,
    /// Common misconceptions.
    Myths,
}

/// Something in the product that shows what a sentence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum See {
    /// A built-in example, by its name.
    Example(&'static str),
    /// A scenario of the simulator.
    Scenario(Scenario),
    /// A lesson.
    Lesson(Lesson),
}

const fn rfc(rfc: u16, section: &'static str) -> Cite {
    Cite { rfc, section }
}

impl Lesson {
    /// All, in the order in which they are taught.
    pub const ALL: [Self; 12] = [
        Self::Stages,
        Self::Port25,
        Self::Op25b,
        Self::Submission,
        Self::Pop,
        Self::Spf,
        Self::Dkim,
        Self::Dmarc,
        Self::Dnssec,
        Self::Forwarding,
        Self::Table,
        Self::Myths,
    ];

    /// Its name in links (`#l1.id`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Port25 => "port-25",
            Self::Op25b => "op25b",
            Self::Submission => "submission",
            Self::Pop => "pop-before-smtp",
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Dmarc => "dmarc",
            Self::Dnssec => "dnssec",
            Self::Forwarding => "forwarding",
            Self::Table => "table",
            Self::Myths => "misconceptions",
        }
    }

    /// The lesson of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lesson| lesson.id() == id)
    }

    /// The node of the picture it is about.
    pub const fn node(self) -> Option<NodeId> {
        match self {
            Self::Port25 | Self::Op25b | Self::Pop => Some(NodeId::Author),
            Self::Submission => Some(NodeId::Submit),
            Self::Spf => Some(NodeId::Spf),
            Self::Dkim => Some(NodeId::Dkim),
            Self::Dmarc => Some(NodeId::Dmarc),
            Self::Dnssec => Some(NodeId::Dnssec),
            Self::Forwarding => Some(NodeId::Relay),
            Self::Stages | Self::Table | Self::Myths => None,
        }
    }

    /// What it rests on.
    pub const fn cites(self) -> &'static [Cite] {
        match self {
            Self::Stages | Self::Table => {
                const {
                    &[
                        rfc(5321, "2.3"),
                        rfc(6409, "3"),
                        rfc(7208, "2.4"),
                        rfc(6376, "1"),
                        rfc(9989, "4"),
                    ]
                }
            }
            Self::Port25 => const { &[rfc(5321, "7.1"), rfc(5321, "7.9")] },
            Self::Op25b => const { &[rfc(6409, "1"), rfc(6409, "3.1")] },
            Self::Submission => {
                const {
                    &[
                        rfc(6409, "3.1"),
                        rfc(6409, "4.3"),
                        rfc(4954, "4"),
                        rfc(8314, "3.3"),
                    ]
                }
            }
            Self::Pop => const { &[rfc(6409, "3.3"), rfc(1939, "4")] },
            Self::Spf => const { &[rfc(7208, "2.4"), rfc(7208, "8.4"), rfc(7208, "11.2")] },
            Self::Dkim => const { &[rfc(6376, "3.5"), rfc(6376, "6.1")] },
            Self::Dmarc => const { &[rfc(9989, "4.4"), rfc(9989, "4.7"), rfc(9990, "1")] },
            Self::Dnssec => const { &[rfc(4033, "3.1"), rfc(4033, "4"), rfc(4033, "5")] },
            Self::Forwarding => const { &[rfc(7208, "D.2"), rfc(6377, "3.3"), rfc(8617, "1")] },
            Self::Myths => const { &[rfc(7208, "2.4"), rfc(6376, "1"), rfc(9989, "1")] },
        }
    }

    /// What in the product shows it.
    pub const fn see(self) -> &'static [See] {
        match self {
            Self::Stages => &[See::Example("all-pass"), See::Lesson(Self::Table)],
            Self::Port25 => &[
                See::Scenario(Scenario::SpamDirect),
                See::Scenario(Scenario::OpenRelay),
                See::Scenario(Scenario::ServerToServer),
            ],
            Self::Op25b => &[
                See::Scenario(Scenario::SpamBlocked),
                See::Scenario(Scenario::TravellerBlocked),
            ],
            Self::Submission => &[
                See::Scenario(Scenario::TravellerSubmits),
                See::Scenario(Scenario::ImplicitTls),
                See::Scenario(Scenario::NoLogin),
                See::Scenario(Scenario::WrongPassword),
                See::Scenario(Scenario::StolenPassword),
                See::Example("no-dmarc"),
            ],
            Self::Pop => &[
                See::Scenario(Scenario::PopWorks),
                See::Scenario(Scenario::PopExpired),
                See::Scenario(Scenario::PopStranger),
                See::Scenario(Scenario::PopNever),
            ],
            Self::Spf => &[See::Example("spoofed-from"), See::Example("forwarded")],
            Self::Dkim => &[See::Example("body-changed"), See::Example("rotated-key")],
            Self::Dmarc => &[
                See::Example("all-pass"),
                See::Example("spoofed-from"),
                See::Example("no-dmarc"),
            ],
            Self::Dnssec => &[See::Example("all-pass")],
            Self::Forwarding => &[
                See::Example("forwarded"),
                See::Example("mailing-list"),
                See::Example("sealed-list"),
            ],
            Self::Table | Self::Myths => &[],
        }
    }

    /// What of the simulator it lets a person change, and from which scenario on.
    pub const fn conditions(self) -> Option<(Scenario, &'static [Condition])> {
        use Condition::{
            Auth, Fetched, Login, Nat, Op25b, OpenRelay, Place, Port, Sender, Target, Tls, Window,
        };
        match self {
            Self::Port25 => Some((Scenario::SpamDirect, &[Sender, Target, OpenRelay])),
            Self::Op25b => Some((Scenario::SpamBlocked, &[Op25b, Sender, Place, Target, Port])),
            Self::Submission => Some((Scenario::TravellerSubmits, &[Port, Auth, Tls, Op25b])),
            Self::Pop => Some((Scenario::PopWorks, &[Fetched, Login, Window, Sender, Nat])),
            _ => None,
        }
    }

    /// Where the mail of this report shows what it is about, if it does.
    pub fn in_mail(self, report: &Report, scene: &Scene) -> InMail {
        let logged_in = report.hops.iter().any(|hop| hop.authenticated);
        let passed_on = scene.node(NodeId::Relay).is_some();
        let (node, shows) = match self {
            Self::Op25b | Self::Pop | Self::Table | Self::Myths => return self.in_any(),
            Self::Stages => (NodeId::Author, true),
            Self::Port25 => (NodeId::Border, report.border.is_some()),
            Self::Submission => (NodeId::Submit, logged_in),
            Self::Spf => (NodeId::Spf, Technique::Spf.seen(report) == Seen::Yes),
            Self::Dkim => (NodeId::Dkim, Technique::Dkim.seen(report) == Seen::Yes),
            Self::Dmarc => (NodeId::Dmarc, Technique::Dmarc.seen(report) == Seen::Yes),
            Self::Dnssec => (NodeId::Dnssec, Technique::Dnssec.seen(report) == Seen::Yes),
            Self::Forwarding if !report.arc.sets.is_empty() => (NodeId::Arc, true),
            Self::Forwarding => (NodeId::Relay, passed_on),
        };
        if shows {
            InMail::At(node)
        } else {
            InMail::Absent
        }
    }

    /// The same where there is no mail.
    pub const fn in_any(self) -> InMail {
        match self {
            Self::Op25b | Self::Pop => InMail::Never,
            Self::Table | Self::Myths => InMail::Here,
            _ => InMail::Absent,
        }
    }

    /// What shows it where no mail on the page does.
    pub const fn instead(self) -> Option<See> {
        match self {
            Self::Stages | Self::Dmarc => Some(See::Example("all-pass")),
            Self::Port25 | Self::Forwarding => Some(See::Example("mailing-list")),
            Self::Op25b => Some(See::Scenario(Scenario::SpamBlocked)),
            Self::Submission => Some(See::Example("no-dmarc")),
            Self::Pop => Some(See::Scenario(Scenario::PopWorks)),
            Self::Spf => Some(See::Example("spoofed-from")),
            Self::Dkim => Some(See::Example("body-changed")),
            Self::Dnssec | Self::Table | Self::Myths => None,
        }
    }
}

/// Where a mail shows what a lesson is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InMail {
    /// At this node of its picture.
    At(NodeId),
    /// In the lesson itself.
    Here,
    /// This one does not.
    Absent,
    /// None can.
    Never,
}

/// The stage, counted from 0, at which each duty is done: log in, sign, pass on by port 25, SPF, DKIM,
/// DMARC, put into the mailbox.
pub const DUTIES: [usize; 7] = [0, 1, 1, 2, 2, 2, 3];

/// A link of the chain of DNSSEC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChainLink {
    /// It is there, and right.
    Right,
    /// It is not there.
    Missing,
    /// It is there and does not fit.
    Wrong,
}

impl ChainLink {
    /// All, in the order of the words.
    pub const ALL: [Self; 3] = [Self::Right, Self::Missing, Self::Wrong];
}

/// What an answer comes to, by the DS records on the way down and by the signature over the answer
/// (RFC 4033 §5, RFC 4035 §5). Where the zone above proves that there is no DS record, what lies
/// below is not signed; a signature that the DS record promises and that is not there is a forgery.
pub fn standing(delegations: [ChainLink; 2], signature: ChainLink) -> Verdict {
    for delegation in delegations {
        match delegation {
            ChainLink::Right => {}
            ChainLink::Missing => return Verdict::Insecure,
            ChainLink::Wrong => return Verdict::Bogus,
        }
    }
    match signature {
        ChainLink::Right => Verdict::Secure,
        ChainLink::Missing | ChainLink::Wrong => Verdict::Bogus,
    }
}

/// Where a technique acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Before the mail leaves: who may send.
    Sending,
    /// When it arrives: is it what it says.
    Receiving,
    /// Under both.
    Dns,
}

/// A row of the table of techniques.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Technique {
    /// Port 587.
    Submission,
    /// The login.
    SmtpAuth,
    /// The login by way of fetching mail.
    Pop,
    /// The block on port 25.
    Op25b,
    /// The sending server's address.
    Spf,
    /// The signature.
    Dkim,
    /// The policy.
    Dmarc,
    /// The seals of those who pass mail on.
    Arc,
    /// Signatures over DNS.
    Dnssec,
}

/// Whether a technique is seen in a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// The mail or its domain shows it.
    Yes,
    /// It would show, and does not.
    No,
    /// No mail can show it.
    Never,
}

impl Technique {
    /// All rows.
    pub const ALL: [Self; 9] = [
        Self::Submission,
        Self::SmtpAuth,
        Self::Pop,
        Self::Op25b,
        Self::Spf,
        Self::Dkim,
        Self::Dmarc,
        Self::Arc,
        Self::Dnssec,
    ];

    /// Where it acts.
    pub const fn side(self) -> Side {
        match self {
            Self::Submission | Self::SmtpAuth | Self::Pop | Self::Op25b => Side::Sending,
            Self::Spf | Self::Dkim | Self::Dmarc | Self::Arc => Side::Receiving,
            Self::Dnssec => Side::Dns,
        }
    }

    /// Whether it is seen in the mail of this report. A login shows in a Received field by
    /// `ESMTPA` and the like (RFC 3848); the port, OP25B and POP before SMTP leave no trace. DNSSEC
    /// is seen where an answer was proved.
    pub fn seen(self, report: &Report) -> Seen {
        let is_seen = match self {
            Self::Submission | Self::Pop | Self::Op25b => return Seen::Never,
            Self::SmtpAuth => report.hops.iter().any(|hop| hop.authenticated),
            Self::Spf => report.spf.trace.is_some(),
            Self::Dkim => !report.dkim.is_empty(),
            Self::Dmarc => report
                .dmarc
                .as_ref()
                .is_some_and(|dmarc| dmarc.record.is_some()),
            Self::Arc => !report.arc.sets.is_empty(),
            Self::Dnssec => {
                let mut standings = report.proofs.standings.iter();
                standings.any(|(_, standing)| matches!(standing, Standing::Proved(_)))
            }
        };
        if is_seen { Seen::Yes } else { Seen::No }
    }
}

/// What refutes a misconception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refuted {
    /// What shows that it is otherwise.
    pub see: &'static [See],
    /// The rules.
    pub cites: &'static [Cite],
}

/// What refutes each misconception, in the order of the words.
pub const MYTHS: [Refuted; 8] = [
    Refuted {
        see: &[See::Example("no-dmarc"), See::Lesson(Lesson::Table)],
        cites: const { &[rfc(6409, "4.3"), rfc(9989, "4.3")] },
    },
    Refuted {
        see: &[
            See::Scenario(Scenario::TravellerBlocked),
            See::Scenario(Scenario::TravellerSubmits),
        ],
        cites: const { &[rfc(6409, "1"), rfc(7208, "1"), rfc(6376, "1")] },
    },
    Refuted {
        see: &[See::Scenario(Scenario::PopStranger)],
        cites: const { &[rfc(6409, "3.3")] },
    },
    Refuted {
        see: &[See::Example("body-changed")],
        cites: const { &[rfc(6376, "1")] },
    },
    Refuted {
        see: &[See::Example("spoofed-from")],
        cites: const { &[rfc(7208, "2.4"), rfc(7208, "11.2")] },
    },
    Refuted {
        see: &[See::Scenario(Scenario::StolenPassword)],
        cites: const { &[rfc(9989, "1"), rfc(9989, "2.2")] },
    },
    Refuted {
        see: &[See::Example("spoofed-from"), See::Lesson(Lesson::Dnssec)],
        cites: const { &[rfc(4033, "3.1"), rfc(4033, "4")] },
    },
    Refuted {
        see: &[
            See::Scenario(Scenario::SpamDirect),
            See::Scenario(Scenario::SpamBlocked),
        ],
        cites: const { &[rfc(6409, "1")] },
    },
];
