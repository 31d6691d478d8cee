//! What the trace of a real mail shows of its submission, on the picture on which the simulator plays.
//!
//! A Received field states the client's address and the protocol (RFC 5321 §4.4), and the protocol's
//! keyword says whether the client had logged in (RFC 3848). It states no port, and nothing of OP25B
//! or of POP before SMTP.
//!
//! Known simplification: that an address is one of a dial-up line or the like is guessed from its name,
//! as spam filters do; there is no list of them.

use std::net::IpAddr;

use crate::engine::envelope::is_public;
use crate::engine::mail::Hop;
use crate::engine::report::Report;
use crate::play::scene::{self, Line, NodeId, Scene};

/// Its name in links (`#s1.this-mail`), among those of the scenarios.
pub const ID: &str = "this-mail";

/// What one Received field shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Index into [`Report::hops`].
    pub hop: usize,
    /// The node of the server that wrote it.
    pub node: NodeId,
    /// What it shows of a login.
    pub shows: Shows,
    /// Whether it stands below the border: anybody can have written it.
    pub is_claim: bool,
}

/// What a Received field shows of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shows {
    /// The client had logged in (SMTP-AUTH).
    Login,
    /// A client in a private network, and no login.
    Private,
    /// A client that looks like a home's or a mobile line, and no login.
    DialUp,
    /// A client at the beginning of the trace of which no more is known, and no login.
    Unknown,
    /// One server to another, where nobody logs in.
    Servers,
    /// It did not come by SMTP.
    OtherProtocol,
}

impl Shows {
    /// All of them, in the order of the words.
    pub const ALL: [Self; 6] = [
        Self::Login,
        Self::Private,
        Self::DialUp,
        Self::Unknown,
        Self::Servers,
        Self::OtherProtocol,
    ];

    /// The word in `data-shows`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Private => "private",
            Self::DialUp => "dial-up",
            Self::Unknown => "unknown",
            Self::Servers => "servers",
            Self::OtherProtocol => "other-protocol",
        }
    }
}

/// What each Received field of a mail shows, earliest first.
pub fn traces(report: &Report) -> Vec<Trace> {
    let hops = report.hops.iter().enumerate().rev();
    let traces = hops.enumerate().map(|(age, (index, hop))| Trace {
        hop: index,
        node: node(report, index),
        shows: shows(hop, age == 0),
        is_claim: report.border.is_none_or(|border| index > border),
    });
    traces.collect()
}

/// The picture of the mail's way, with the client's address where the simulator has it.
pub fn scene(report: &Report) -> Scene {
    let mut picture = scene::of(report);
    let client = report.hops.last().and_then(|hop| hop.ip);
    let author = picture
        .nodes
        .iter_mut()
        .find(|node| node.id == NodeId::Author);
    if let (Some(author), Some(client)) = (author, client) {
        author.lines.truncate(1);
        author.lines.push(Line::Text(client.to_string()));
    }
    picture
}

/// The node whose server wrote the hop; see [`scene::of`].
fn node(report: &Report, index: usize) -> NodeId {
    let last = report.hops.len().saturating_sub(1);
    match report.border {
        Some(border) if index <= border => NodeId::Border,
        _ if index == last => NodeId::Submit,
        _ => NodeId::Relay,
    }
}

fn shows(hop: &Hop, is_first: bool) -> Shows {
    let is_smtp = hop
        .with
        .as_deref()
        .is_some_and(|with| with.contains("SMTP"));
    match hop.ip {
        _ if hop.authenticated => Shows::Login,
        _ if !is_smtp => Shows::OtherProtocol,
        Some(ip) if !is_public(ip) => Shows::Private,
        Some(ip) if is_dial_up(hop, ip) => Shows::DialUp,
        _ if is_first => Shows::Unknown,
        _ => Shows::Servers,
    }
}

/// Whether the client's name by reverse lookup spells its address, or says what kind of line it is.
fn is_dial_up(hop: &Hop, ip: IpAddr) -> bool {
    const LINES: [&str; 12] = [
        "dynamic", "dyn", "dial", "dialup", "dhcp", "pool", "ppp", "adsl", "dsl", "cable",
        "mobile", "pppoe",
    ];
    let Some(name) = hop.reverse.as_deref().or(hop.from.as_deref()) else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphabetic());
    let says_so = words.any(|word| LINES.contains(&word));
    let spells_it = match ip {
        IpAddr::V4(ip) => {
            let numbers: Vec<&str> = name
                .split(|c: char| !c.is_ascii_digit())
                .filter(|number| !number.is_empty())
                .collect();
            let octets = ip.octets().map(|octet| octet.to_string());
            // Forwards or, as in in-addr.arpa, backwards; the last two are enough.
            let [_, _, third, fourth] = &octets;
            numbers.windows(2).any(|pair| {
                pair == [third.as_str(), fourth.as_str()]
                    || pair == [fourth.as_str(), third.as_str()]
            })
        }
        IpAddr::V6(_) => false,
    };
    // `[192.0.2.1]` is an address and no name.
    !name.starts_with('[') && (says_so || spells_it)
}
