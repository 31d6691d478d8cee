//! A name server on loopback, over UDP and TCP, that tells one zone. A timeout is told as a failure at
//! once, so that no peer has to wait for it.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::sync::{Arc, RwLock};
use std::thread;

use mailprism::engine::dns::zone::Zone;
use mailprism::engine::dns::{Found, Name, Question, Rdata, Record, RecordType};

type Shared = Arc<RwLock<Zone>>;

/// Octets over UDP; what is longer is asked again over TCP.
const UDP_OCTETS: usize = 1_200;

/// Starts the server, and gives its port.
pub fn serve(zone: Shared) -> io::Result<u16> {
    let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = udp.local_addr()?.port();
    let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let shared = Arc::clone(&zone);
    thread::spawn(move || serve_udp(&udp, &shared));
    thread::spawn(move || {
        for stream in tcp.incoming().flatten() {
            // A client that breaks off has its answer or wants none.
            let _ = serve_tcp(stream, &zone);
        }
    });
    Ok(port)
}

fn serve_udp(socket: &UdpSocket, zone: &Shared) {
    let mut query = [0; 4_096];
    while let Ok((length, client)) = socket.recv_from(&mut query) {
        if let Some(mut answer) = answer(&query[..length], zone) {
            if answer.len() > UDP_OCTETS {
                let question = question_end(&answer);
                answer.truncate(question);
                // TC, and no records.
                answer[2] |= 0x02;
                answer[6..12].fill(0);
            }
            let _ = socket.send_to(&answer, client);
        }
    }
}

fn serve_tcp(mut stream: TcpStream, zone: &Shared) -> io::Result<()> {
    let mut length = [0; 2];
    while stream.read_exact(&mut length).is_ok() {
        let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut query)?;
        let answer = answer(&query, zone).unwrap_or_default();
        let length = u16::try_from(answer.len()).unwrap_or_default();
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(&answer)?;
    }
    Ok(())
}

/// Where the question ends.
fn question_end(message: &[u8]) -> usize {
    let mut at = 12;
    while let Some(&length) = message.get(at).filter(|length| **length != 0) {
        at += usize::from(length) + 1;
    }
    at + 5
}

fn answer(query: &[u8], zone: &Shared) -> Option<Vec<u8>> {
    let end = question_end(query);
    let asked = query.get(12..end)?;
    let (name, rest) = asked.split_at(asked.len() - 4);
    let mut labels = Vec::new();
    let mut left = name;
    while let Some((&length, after)) = left.split_first().filter(|(length, _)| **length != 0) {
        let (label, after) = after.split_at_checked(usize::from(length))?;
        labels.push(label.to_ascii_lowercase());
        left = after;
    }
    let question = Question {
        name: Name::from_labels(labels).ok()?,
        rtype: RecordType(u16::from_be_bytes([rest[0], rest[1]])),
    };
    let found = zone.read().ok()?.answer(&question);

    let (rcode, records) = match &found.found {
        Found::Records(records) => (0, records.as_slice()),
        Found::NoData => (0, [].as_slice()),
        Found::NxDomain => (3, [].as_slice()),
        Found::Failed(_) => (2, [].as_slice()),
    };
    let mut message = query.get(..2)?.to_vec();
    message.extend([0x85, 0x80 | rcode, 0, 1]);
    let count = found.aliases.len() + records.len();
    message.extend(u16::try_from(count).ok()?.to_be_bytes());
    message.extend([0, u8::from(records.is_empty() && rcode != 2), 0, 0]);
    message.extend_from_slice(asked);
    let mut owner = question.name.clone();
    for alias in &found.aliases {
        put(&mut message, &owner, RecordType::CNAME, alias.wire());
        owner = alias.clone();
    }
    for record in records {
        put(&mut message, &owner, question.rtype, &data(record)?);
    }
    if records.is_empty() && rcode != 2 {
        // Without an SOA a negative answer is a referral (RFC 2308 §2.2).
        put(&mut message, &Name::root(), RecordType::SOA, &NEGATIVE);
    }
    Some(message)
}

/// An SOA record's data: the root twice, and numbers that nobody reads.
const NEGATIVE: [u8; 22] = [
    0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1,
];

fn put(message: &mut Vec<u8>, owner: &Name, rtype: RecordType, data: &[u8]) {
    message.extend_from_slice(owner.wire());
    message.extend(rtype.0.to_be_bytes());
    message.extend([0, 1, 0, 0, 1, 0x2c]);
    message.extend(u16::try_from(data.len()).unwrap_or_default().to_be_bytes());
    message.extend_from_slice(data);
}

fn data(record: &Record) -> Option<Vec<u8>> {
    Some(match &record.data {
        Rdata::A(address) => address.octets().to_vec(),
        Rdata::Aaaa(address) => address.octets().to_vec(),
        Rdata::Mx {
            preference,
            exchange,
        } => [&preference.to_be_bytes(), exchange.wire()].concat(),
        Rdata::Txt(strings) => {
            let mut octets = Vec::new();
            for string in strings {
                octets.push(u8::try_from(string.len()).ok()?);
                octets.extend_from_slice(string);
            }
            octets
        }
        Rdata::Ptr(name) | Rdata::Cname(name) => name.wire().to_vec(),
        Rdata::Other(_, octets) => octets.clone(),
    })
}
