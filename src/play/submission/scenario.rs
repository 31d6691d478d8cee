//! The scenarios of the simulator: what is set when each begins.

use super::{Auth, Place, Port, Sender, Settings, Target};

/// A scenario to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// An infected computer sends straight to the recipient's server.
    SpamDirect,
    /// The same, in a network with OP25B.
    SpamBlocked,
    /// A traveller uses port 25 of the provider, as at home.
    TravellerBlocked,
    /// A traveller submits on port 587 and logs in.
    TravellerSubmits,
    /// The same, inside TLS from the first octet.
    ImplicitTls,
    /// On port 587 without a login.
    NoLogin,
    /// On port 587 with a wrong password.
    WrongPassword,
    /// Somebody else on port 587 with the user's password.
    StolenPassword,
    /// Fetching mail opens the door for a while.
    PopWorks,
    /// The while is over.
    PopExpired,
    /// Somebody else comes through the door.
    PopStranger,
    /// Sending without having fetched.
    PopNever,
    /// One server to another, for comparison.
    ServerToServer,
    /// A server that relays for everybody.
    OpenRelay,
}

impl Scenario {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 14] = [
        Self::SpamDirect,
        Self::SpamBlocked,
        Self::TravellerBlocked,
        Self::TravellerSubmits,
        Self::ImplicitTls,
        Self::NoLogin,
        Self::WrongPassword,
        Self::StolenPassword,
        Self::PopWorks,
        Self::PopExpired,
        Self::PopStranger,
        Self::PopNever,
        Self::ServerToServer,
        Self::OpenRelay,
    ];

    /// Its name in links (`#s1.id`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::SpamDirect => "spam-direct",
            Self::SpamBlocked => "spam-blocked",
            Self::TravellerBlocked => "traveller-25",
            Self::TravellerSubmits => "traveller-587",
            Self::ImplicitTls => "traveller-465",
            Self::NoLogin => "no-login",
            Self::WrongPassword => "wrong-password",
            Self::StolenPassword => "stolen-password",
            Self::PopWorks => "pop-works",
            Self::PopExpired => "pop-expired",
            Self::PopStranger => "pop-stranger",
            Self::PopNever => "pop-never",
            Self::ServerToServer => "server-to-server",
            Self::OpenRelay => "open-relay",
        }
    }

    /// The scenario of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.id() == id)
    }

    /// What is set when it begins.
    pub const fn settings(self) -> Settings {
        let base = Settings {
            sender: Sender::User,
            place: Place::Away,
            op25b: true,
            target: Target::Provider,
            port: Port::Submission,
            auth: Auth::Right,
            tls: true,
            pop: false,
            login: None,
            window: 30,
            nat: true,
            open_relay: false,
        };
        let old = Settings {
            op25b: false,
            port: Port::Smtp,
            auth: Auth::Off,
            tls: false,
            ..base
        };
        let pop = Settings {
            pop: true,
            login: Some(5),
            ..old
        };
        let spam = Settings {
            sender: Sender::Infected,
            place: Place::Home,
            target: Target::Recipient,
            ..old
        };
        match self {
            Self::SpamDirect => spam,
            Self::SpamBlocked => Settings {
                op25b: true,
                ..spam
            },
            Self::TravellerBlocked => Settings { op25b: true, ..old },
            Self::TravellerSubmits => base,
            Self::ImplicitTls => Settings {
                port: Port::Submissions,
                ..base
            },
            Self::NoLogin => Settings {
                auth: Auth::Off,
                ..base
            },
            Self::WrongPassword => Settings {
                auth: Auth::Wrong,
                ..base
            },
            Self::StolenPassword => Settings {
                sender: Sender::Stranger,
                ..base
            },
            Self::PopWorks => pop,
            Self::PopExpired => Settings {
                login: Some(45),
                ..pop
            },
            Self::PopStranger => Settings {
                sender: Sender::Stranger,
                ..pop
            },
            Self::PopNever => Settings { login: None, ..pop },
            Self::ServerToServer => Settings {
                sender: Sender::MailServer,
                place: Place::Home,
                target: Target::Recipient,
                op25b: true,
                tls: true,
                ..old
            },
            Self::OpenRelay => Settings {
                sender: Sender::Stranger,
                open_relay: true,
                ..old
            },
        }
    }
}
