//! The submission simulator: from a few settings to the packets and lines that client and servers
//! exchange, up to where the mail is taken or stopped, and why.
//!
//! It plays one evening: a user of the provider `example.net` writes to somebody at `example.org`.
//! The provider's server takes mail for relaying on port 25, 587 (RFC 6409) and 465 (RFC 8314 §3.3);
//! the recipient's takes mail for its own users on port 25.
//!
//! Known simplifications: a server that is asked for SMTP-AUTH in clear asks for STARTTLS first
//! (RFC 3207 §4); port 587 always demands SMTP-AUTH, where RFC 6409 §4.3 would also let a protected
//! network pass; OP25B drops the packets, where some networks answer with a reset, and exempts the
//! provider's own servers. What spam filters, SPF, DKIM and DMARC do after the mail is taken is the
//! receiving side's and not played.

pub mod evidence;
mod picture;
mod scenario;

use std::fmt;
use std::net::Ipv4Addr;

use crate::engine::cite::Cite;

pub use picture::{Stop, scene, stop};
pub use scenario::Scenario;

/// A choice among a few, each with its letter in links.
macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $letter:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant),*
        }

        impl $name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The letter in links.
            pub const fn letter(self) -> char {
                match self {
                    $(Self::$variant => $letter),*
                }
            }

            fn from_letter(letter: char) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.letter() == letter)
            }
        }
    };
}

choices! {
    /// Who opens the connection.
    Sender {
        /// A user of the provider, with a mail program.
        User = 'u',
        /// Somebody in the same place without an account.
        Stranger = 's',
        /// Malware on the user's computer.
        Infected = 'i',
        /// The provider's own server, passing mail on.
        MailServer = 'm',
    }
}

choices! {
    /// The network the client is in.
    Place {
        /// That of the provider itself.
        Home = 'h',
        /// That of another ISP.
        OtherIsp = 'o',
        /// A hotel's or a mobile carrier's.
        Away = 'a',
        /// A company's.
        Company = 'c',
    }
}

choices! {
    /// The server the client talks to.
    Target {
        /// The provider's.
        Provider = 'p',
        /// The one that takes mail for the recipient (its MX).
        Recipient = 'r',
    }
}

choices! {
    /// The port the client dials.
    Port {
        /// 25, SMTP between servers (RFC 5321 §4.5.4.2).
        Smtp = '2',
        /// 587, submission (RFC 6409 §3.1).
        Submission = '5',
        /// 465, submission inside TLS (RFC 8314 §3.3).
        Submissions = '4',
    }
}

impl Port {
    /// Its number.
    pub const fn number(self) -> u16 {
        match self {
            Self::Smtp => 25,
            Self::Submission => 587,
            Self::Submissions => 465,
        }
    }
}

choices! {
    /// Whether the client logs in (RFC 4954).
    Auth {
        /// It does not.
        Off = 'n',
        /// With the user's password; anybody else who has it has stolen it.
        Right = 'y',
        /// With another password.
        Wrong = 'w',
    }
}

/// One of the conditions that a person can set. The first ten are the letters of a link's state, in
/// their order there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// [`Settings::sender`].
    Sender,
    /// [`Settings::place`].
    Place,
    /// [`Settings::op25b`].
    Op25b,
    /// [`Settings::target`].
    Target,
    /// [`Settings::port`].
    Port,
    /// [`Settings::auth`].
    Auth,
    /// [`Settings::tls`].
    Tls,
    /// [`Settings::pop`].
    Pop,
    /// [`Settings::nat`].
    Nat,
    /// [`Settings::open_relay`].
    OpenRelay,
    /// Whether there is a [`Settings::login`].
    Fetched,
    /// How long ago that was.
    Login,
    /// [`Settings::window`].
    Window,
}

impl Condition {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::Sender,
        Self::Place,
        Self::Op25b,
        Self::Target,
        Self::Port,
        Self::Auth,
        Self::Tls,
        Self::Pop,
        Self::Fetched,
        Self::Login,
        Self::Window,
        Self::Nat,
        Self::OpenRelay,
    ];
}

/// Everything a person can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// Who opens the connection.
    pub sender: Sender,
    /// The network the client is in.
    pub place: Place,
    /// Whether that network lets no connection to a port 25 outside leave.
    pub op25b: bool,
    /// The server the client talks to.
    pub target: Target,
    /// The port the client dials.
    pub port: Port,
    /// Whether the client logs in.
    pub auth: Auth,
    /// Whether the client encrypts (on port 465 it always does).
    pub tls: bool,
    /// Whether the provider offers POP before SMTP.
    pub pop: bool,
    /// Minutes since the user last logged in by POP3 from this place.
    pub login: Option<u16>,
    /// Minutes for which the provider remembers an address.
    pub window: u16,
    /// Whether all in this place share one address (NAT).
    pub nat: bool,
    /// Whether the provider's port 25 relays for everybody.
    pub open_relay: bool,
}

/// The most minutes a link may hold.
pub const LONGEST: u16 = 1_440;

impl Settings {
    /// What a link holds, or nothing if it is not of this form.
    pub fn parse(state: &str) -> Option<Self> {
        let mut parts = state.split('-');
        let mut letters = parts.next()?.chars();
        let mut letter = || letters.next();
        let settings = Self {
            sender: Sender::from_letter(letter()?)?,
            place: Place::from_letter(letter()?)?,
            op25b: flag(letter()?)?,
            target: Target::from_letter(letter()?)?,
            port: Port::from_letter(letter()?)?,
            auth: Auth::from_letter(letter()?)?,
            tls: flag(letter()?)?,
            pop: flag(letter()?)?,
            nat: flag(letter()?)?,
            open_relay: flag(letter()?)?,
            login: match parts.next()? {
                "n" => None,
                number => Some(minutes(number)?),
            },
            window: minutes(parts.next()?)?,
        };
        (letters.next().is_none() && parts.next().is_none()).then_some(settings)
    }

    /// The same with what follows from the sender: the provider's own server stands in its own
    /// network, talks to other servers, and has no account with them.
    pub fn settled(self) -> Self {
        match self.sender {
            Sender::MailServer => Self {
                place: Place::Home,
                target: Target::Recipient,
                auth: Auth::Off,
                ..self
            },
            _ => self,
        }
    }

    /// The address from which the client comes.
    pub fn client(self) -> Ipv4Addr {
        let own = u8::from(self.sender == Sender::Stranger && !self.nat);
        match self.place {
            _ if self.sender == Sender::MailServer => PROVIDER_ADDRESS,
            Place::Home => Ipv4Addr::new(192, 0, 2, 55 + own),
            Place::OtherIsp => Ipv4Addr::new(198, 51, 100, 10 + own),
            Place::Away => Ipv4Addr::new(198, 51, 100, 110 + own),
            Place::Company => Ipv4Addr::new(198, 51, 100, 210 + own),
        }
    }

    /// Whether the connection would leave the client's network.
    fn leaves(self) -> bool {
        self.place != Place::Home || self.target != Target::Provider
    }

    fn is_encrypted(self) -> bool {
        self.tls || self.port == Port::Submissions
    }

    /// Whether what the provider remembers of POP3 logins decides.
    fn turns_to_pop(self) -> bool {
        self.pop
            && self.auth == Auth::Off
            && (self.target, self.port) == (Target::Provider, Port::Smtp)
            && self.place != Place::Home
    }
}

/// The state of a link: a letter for each choice, then the minutes.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = |yes| if yes { '1' } else { '0' };
        for letter in [
            self.sender.letter(),
            self.place.letter(),
            flag(self.op25b),
            self.target.letter(),
            self.port.letter(),
            self.auth.letter(),
            flag(self.tls),
            flag(self.pop),
            flag(self.nat),
            flag(self.open_relay),
        ] {
            write!(f, "{letter}")?;
        }
        match self.login {
            Some(minutes) => write!(f, "-{minutes}-{}", self.window),
            None => write!(f, "-n-{}", self.window),
        }
    }
}

fn flag(letter: char) -> Option<bool> {
    match letter {
        '0' => Some(false),
        '1' => Some(true),
        _ => None,
    }
}

/// A number of minutes, written in one way only.
fn minutes(text: &str) -> Option<u16> {
    let number: u16 = text.parse().ok()?;
    (number <= LONGEST && text == number.to_string()).then_some(number)
}

/// The provider's server.
pub const PROVIDER: &str = "smtp.example.net";
/// The server that takes the recipient's mail.
pub const RECIPIENT: &str = "mx.example.org";

const PROVIDER_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const RECIPIENT_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 25);

/// What was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// All steps, in order.
    pub steps: Vec<Step>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The conversation it belongs to.
    pub session: Session,
    /// What happens.
    pub act: Act,
}

/// The conversations of an evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Session {
    /// The user's mail program fetches mail, so many minutes earlier.
    Pop(u16),
    /// The client hands over the mail.
    Smtp,
    /// The provider passes it on.
    Relay,
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The client sends the first packet of a connection to this port.
    Dial(u16),
    /// The border of the client's network drops it.
    Dropped,
    /// The server has no service on that port: the connection is refused.
    Closed,
    /// The connection stands.
    Open,
    /// From here on everything is encrypted.
    Encrypted,
    /// The client sends these lines.
    Client(String),
    /// The server replies with these lines.
    Server(String),
    /// The provider remembers this address for so many minutes.
    Remembers(Ipv4Addr, u16),
    /// The provider looks for this address among those it remembers, and finds it or not.
    Recalls(Ipv4Addr, bool),
    /// The provider's queue has the mail; it goes on to the recipient's server on port 25.
    PassesOn,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The provider's server took the user's mail and passes it on.
    Relayed,
    /// The recipient's server took it.
    Delivered,
    /// This server refused it.
    Refused(Target),
    /// It never left the client's network.
    Blocked,
    /// Somebody who is no user of the provider got it through.
    Abused,
}

impl Outcome {
    /// The word in `data-outcome`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relayed => "relayed",
            Self::Delivered => "delivered",
            Self::Refused(_) => "refused",
            Self::Blocked => "blocked",
            Self::Abused => "abused",
        }
    }
}

/// Why it came out so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The network lets nobody but its own servers reach a port 25 outside.
    PortBlocked,
    /// The recipient's server offers no submission.
    NoSubmission,
    /// Nothing secret is taken in clear.
    TlsFirst,
    /// Submission needs a login.
    LoginFirst,
    /// The password is wrong.
    WrongPassword,
    /// The server relays for nobody it does not know.
    NoRelay,
    /// Nobody has logged in by POP3 from this place.
    NeverFetched,
    /// The login by POP3 is too long ago.
    WindowOver,
    /// The login by POP3 came from another address.
    OtherAddress,
    /// The password was right.
    LoggedIn,
    /// The address is in the provider's own network.
    OwnNetwork,
    /// The address is one from which somebody logged in by POP3.
    Remembered,
    /// The server relays for everybody.
    OpenRelay,
    /// The recipient is the server's own user, and for those it takes mail from anybody.
    OwnUser,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::PortBlocked,
        Self::NoSubmission,
        Self::TlsFirst,
        Self::LoginFirst,
        Self::WrongPassword,
        Self::NoRelay,
        Self::NeverFetched,
        Self::WindowOver,
        Self::OtherAddress,
        Self::LoggedIn,
        Self::OwnNetwork,
        Self::Remembered,
        Self::OpenRelay,
        Self::OwnUser,
    ];

    /// The word in `data-reason`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PortBlocked => "port-blocked",
            Self::NoSubmission => "no-submission",
            Self::TlsFirst => "tls-first",
            Self::LoginFirst => "login-first",
            Self::WrongPassword => "wrong-password",
            Self::NoRelay => "no-relay",
            Self::NeverFetched => "never-fetched",
            Self::WindowOver => "window-over",
            Self::OtherAddress => "other-address",
            Self::LoggedIn => "logged-in",
            Self::OwnNetwork => "own-network",
            Self::Remembered => "remembered",
            Self::OpenRelay => "open-relay",
            Self::OwnUser => "own-user",
        }
    }

    /// The rule behind it. No RFC demands OP25B: access networks agreed on it (M3AAWG, in Japan JEAG),
    /// and RFC 6409 reports it.
    pub const fn cite(self) -> Cite {
        let (rfc, section) = match self {
            Self::PortBlocked => (6409, "1"),
            Self::NoSubmission => (6409, "3.1"),
            Self::TlsFirst => (3207, "4"),
            Self::LoginFirst => (6409, "4.3"),
            Self::WrongPassword => (4954, "6"),
            Self::NoRelay
            | Self::NeverFetched
            | Self::WindowOver
            | Self::OtherAddress
            | Self::OpenRelay => (5321, "7.9"),
            Self::LoggedIn => (4954, "4"),
            Self::OwnNetwork | Self::Remembered => (6409, "3.3"),
            Self::OwnUser => (5321, "3.3"),
        };
        Cite { rfc, section }
    }
}

/// Plays the settings to their end.
pub fn play(settings: &Settings) -> Played {
    let settings = settings.settled();
    let mut stage = Stage {
        settings,
        steps: Vec::new(),
        session: Session::Smtp,
    };
    let (taken, reason) = match stage.evening() {
        Ok(reason) => (true, reason),
        Err(reason) => (false, reason),
    };
    let is_user = matches!(settings.sender, Sender::User | Sender::MailServer);
    let outcome = match (taken, settings.target) {
        (true, _) if !is_user => Outcome::Abused,
        (true, Target::Provider) => Outcome::Relayed,
        (true, Target::Recipient) => Outcome::Delivered,
        (false, _) if reason == Reason::PortBlocked => Outcome::Blocked,
        (false, target) => Outcome::Refused(target),
    };
    Played {
        steps: stage.steps,
        outcome,
        reason,
    }
}

/// The servers and the client, and what they said so far. `Ok` is why the mail was taken, `Err` why
/// not.
struct Stage {
    settings: Settings,
    steps: Vec<Step>,
    session: Session,
}

impl Stage {
    fn evening(&mut self) -> Result<Reason, Reason> {
        let settings = self.settings;
        if let Some(minutes) = settings.login.filter(|_| settings.turns_to_pop()) {
            self.session = Session::Pop(minutes);
            self.fetch();
            self.session = Session::Smtp;
        }
        self.connect()?;
        let is_known = self.greet()?;
        let reason = self.envelope(is_known)?;
        self.hand_over();
        Ok(reason)
    }

    /// The user fetches mail (RFC 1939 §4 and §7): that the password was right is the one thing the
    /// mail server learns here, and it keeps it as an address.
    fn fetch(&mut self) {
        let user = Settings {
            sender: Sender::User,
            ..self.settings
        };
        self.act(Act::Dial(110));
        self.act(Act::Open);
        self.server("+OK POP3");
        self.client("USER taro");
        self.server("+OK");
        self.client("PASS sesame");
        self.server("+OK 2 messages");
        self.act(Act::Remembers(user.client(), self.settings.window));
    }

    fn connect(&mut self) -> Result<(), Reason> {
        let settings = self.settings;
        self.act(Act::Dial(settings.port.number()));
        let is_exempt = settings.sender == Sender::MailServer;
        if settings.op25b && settings.port == Port::Smtp && settings.leaves() && !is_exempt {
            self.act(Act::Dropped);
            return Err(Reason::PortBlocked);
        }
        if settings.target == Target::Recipient && settings.port != Port::Smtp {
            self.act(Act::Closed);
            return Err(Reason::NoSubmission);
        }
        self.act(Act::Open);
        Ok(())
    }

    /// From the greeting to the login (RFC 5321 §3.1 and §3.2, RFC 3207, RFC 4954); whether the
    /// client has logged in. The recipient's server offers no login, and nobody tries one there.
    fn greet(&mut self) -> Result<bool, Reason> {
        let settings = self.settings;
        let can_log_in = settings.target == Target::Provider;
        let host = match settings.target {
            Target::Provider => PROVIDER,
            Target::Recipient => RECIPIENT,
        };
        let name = match settings.sender {
            Sender::MailServer => PROVIDER.to_owned(),
            _ => format!("[{}]", settings.client()),
        };
        if settings.port == Port::Submissions {
            self.act(Act::Encrypted);
        }
        self.server(format!("220 {host} ESMTP"));
        self.client(format!("EHLO {name}"));
        if settings.port != Port::Submissions {
            self.server(format!("250-{host}\n250 STARTTLS"));
            if settings.tls {
                self.client("STARTTLS");
                self.server("220 2.0.0 Ready");
                self.act(Act::Encrypted);
                self.client(format!("EHLO {name}"));
            }
        }
        if settings.is_encrypted() {
            self.server(match can_log_in {
                true => format!("250-{host}\n250 AUTH PLAIN"),
                false => format!("250 {host}"),
            });
        }
        if settings.auth == Auth::Off || !can_log_in {
            return Ok(false);
        }
        if !settings.is_encrypted() {
            // What was offered is no login: a client that tries one all the same keeps its secret.
            self.client("AUTH PLAIN");
            self.server("530 5.7.0 STARTTLS required");
            return Err(Reason::TlsFirst);
        }
        // An authorization identity (none), the user, the password, each after a NUL (RFC 4616).
        if settings.auth == Auth::Wrong {
            self.client("AUTH PLAIN AHRhcm8AZ3Vlc3Mx");
            self.server("535 5.7.8 Authentication credentials invalid");
            return Err(Reason::WrongPassword);
        }
        self.client("AUTH PLAIN AHRhcm8Ac2VzYW1l");
        self.server("235 2.7.0 Authentication succeeded");
        Ok(true)
    }

    /// Sender and recipient, and whether the server takes the mail for them (RFC 5321 §3.3).
    fn envelope(&mut self, is_known: bool) -> Result<Reason, Reason> {
        let settings = self.settings;
        self.client(format!("MAIL FROM:<{}>", self.from()));
        if settings.port != Port::Smtp && !is_known {
            if settings.is_encrypted() {
                self.server("530 5.7.0 Authentication required");
                return Err(Reason::LoginFirst);
            }
            self.server("530 5.7.0 STARTTLS required");
            return Err(Reason::TlsFirst);
        }
        self.server("250 2.1.0 Ok");
        self.client("RCPT TO:<hanako@example.org>");
        let allowed = self.allowed(is_known);
        match allowed {
            Ok(_) => self.server("250 2.1.5 Ok"),
            Err(Reason::NoRelay) => self.server("550 5.7.1 Relaying denied"),
            Err(_) => self.server("550 5.7.1 Fetch mail first"),
        }
        allowed
    }

    /// Whether the server takes mail from this client for this recipient.
    fn allowed(&mut self, is_known: bool) -> Result<Reason, Reason> {
        let settings = self.settings;
        if settings.target == Target::Recipient {
            return Ok(Reason::OwnUser);
        }
        if is_known {
            return Ok(Reason::LoggedIn);
        }
        if settings.place == Place::Home {
            return Ok(Reason::OwnNetwork);
        }
        let remembered = self.recall();
        match remembered {
            Ok(reason) => Ok(reason),
            Err(_) if settings.open_relay => Ok(Reason::OpenRelay),
            Err(reason) => Err(reason),
        }
    }

    fn recall(&mut self) -> Result<Reason, Reason> {
        let settings = self.settings;
        if !settings.turns_to_pop() {
            return Err(Reason::NoRelay);
        }
        let is_another = settings.sender == Sender::Stranger && !settings.nat;
        let found = match settings.login {
            None => Err(Reason::NeverFetched),
            Some(_) if is_another => Err(Reason::OtherAddress),
            Some(minutes) if minutes > settings.window => Err(Reason::WindowOver),
            Some(_) => Ok(Reason::Remembered),
        };
        self.act(Act::Recalls(settings.client(), found.is_ok()));
        found
    }

    fn hand_over(&mut self) {
        self.client("DATA");
        self.server("354 Go ahead");
        self.client(format!(
            "From: {}\nTo: hanako@example.org\n\n…\n.",
            self.from()
        ));
        self.server("250 2.0.0 Queued");
        self.client("QUIT");
        self.server("221 2.0.0 Bye");
        if self.settings.target == Target::Provider {
            self.session = Session::Relay;
            self.act(Act::PassesOn);
        }
    }

    /// Who it says it is from: nothing in SMTP checks it. Who has the user's password writes in the
    /// user's name.
    fn from(&self) -> &'static str {
        let Settings {
            sender,
            target,
            auth,
            ..
        } = self.settings;
        let is_user = matches!(sender, Sender::User | Sender::MailServer);
        match is_user || (target, auth) == (Target::Provider, Auth::Right) {
            true => "taro@example.net",
            false => "billing@bank.example",
        }
    }

    fn client(&mut self, line: impl Into<String>) {
        self.act(Act::Client(line.into()));
    }

    fn server(&mut self, line: impl Into<String>) {
        self.act(Act::Server(line.into()));
    }

    fn act(&mut self, act: Act) {
        self.steps.push(Step {
            session: self.session,
            act,
        });
    }
}
