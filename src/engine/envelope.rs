//! The envelope SPF is evaluated for, found in what the message says of its own transport (RFC 7208
//! §2.2 to §2.4). Nothing is invented: From is never taken for MAIL FROM, and what no field states
//! stays absent.

use std::net::{IpAddr, Ipv6Addr};

use crate::engine::mail::{Hop, Message, address};
use crate::engine::report::{BorderWhy, Envelope, Inputs, Origin};

/// The border, as an index into `hops` (topmost first), and the envelope as it crossed it.
///
/// The border is the server where the mail came in from outside, since SPF judges its client.
/// [`Inputs::border`] names it; else it is the topmost hop whose client has a public address, because
/// the hops above are the receiver's own and show private addresses or none. When all addresses are
/// private, the topmost of them is still the best there is to show.
pub fn find(message: &Message, hops: &[Hop], inputs: &Inputs) -> (Option<usize>, Envelope) {
    let named = inputs.border.filter(|border| *border < hops.len());
    let border = named
        .or_else(|| hops.iter().position(comes_from_outside))
        .or_else(|| hops.iter().position(|hop| hop.ip.is_some()));
    let hop = border.and_then(|index| Some((hops.get(index)?, Origin::Hop(index))));
    let stated = Origin::Stated;
    let ip = inputs.ip.map(|ip| (ip.to_canonical(), stated));
    let helo = inputs.helo.clone().map(|helo| (helo, stated));
    let mail_from = inputs.mail_from.clone().map(|sender| (sender, stated));
    let envelope = Envelope {
        ip: ip.or_else(|| hop.and_then(|(hop, origin)| Some((hop.ip?, origin)))),
        helo: helo.or_else(|| hop.and_then(|(hop, origin)| Some((hop.from.clone()?, origin)))),
        mail_from: mail_from
            .or_else(|| return_path(message))
            .or_else(|| hop.and_then(|(hop, origin)| Some((hop.envelope_from.clone()?, origin)))),
    };
    (border, envelope)
}

/// Why [`find`] takes the border it takes.
pub fn why(hops: &[Hop], inputs: &Inputs) -> BorderWhy {
    if inputs.border.is_some_and(|border| border < hops.len()) {
        BorderWhy::Stated
    } else if hops.iter().any(comes_from_outside) {
        BorderWhy::PublicClient
    } else if hops.iter().any(|hop| hop.ip.is_some()) {
        BorderWhy::AnyClient
    } else {
        BorderWhy::NoClient
    }
}

/// The envelope sender in the topmost Return-Path, which the final server writes (RFC 5321 §4.4);
/// `<>` is the null sender.
fn return_path(message: &Message) -> Option<(String, Origin)> {
    let (_, header) = message.header_named("return-path").next()?;
    let value = message.value(header);
    let origin = Origin::ReturnPath(header.whole);
    let text: Vec<u8> = value
        .iter()
        .copied()
        .filter(|octet| !octet.is_ascii_whitespace())
        .collect();
    if text == b"<>" {
        return Some((String::new(), origin));
    }
    let list = address::parse(value, header.value.start);
    match list.addresses.as_slice() {
        [sender] if !sender.domain.is_empty() => Some((sender.text(), origin)),
        _ => None,
    }
}

fn comes_from_outside(hop: &Hop) -> bool {
    // A program that collects mail from a mailbox writes the mailbox's address, not a client's.
    let collected = hop
        .with
        .as_deref()
        .is_some_and(|with| with.starts_with("POP") || with.starts_with("IMAP"));
    hop.ip
        .is_some_and(|ip| !collected && is_public(ip) && !is_within_exchange_online(ip, hop.by_ip))
}

/// Exchange Online hands a mail from server to server of its own over public addresses, several
/// times above the hop where it came in. Both ends state theirs, and a stranger has none of them.
fn is_within_exchange_online(client: IpAddr, server: Option<IpAddr>) -> bool {
    let theirs = |address: IpAddr| match address {
        IpAddr::V6(address) => address.octets().starts_with(&[0x26, 0x03, 0x10]),
        IpAddr::V4(_) => false,
    };
    theirs(client) && server.is_some_and(theirs)
}

/// Whether an address can be one that a mail came from over the Internet. The ranges set apart for
/// documentation count as public, since examples are made of them.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let shared = first == 100 && (64..128).contains(&second);
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || first == 0
                || first >= 224
                || shared)
        }
        IpAddr::V6(address) => {
            !(address == Ipv6Addr::UNSPECIFIED
                || address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_multicast())
        }
    }
}
