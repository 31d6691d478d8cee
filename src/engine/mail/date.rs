//! Dates as mail writes them (RFC 5322 §3.3, obsolete forms §4.3), found in whatever stands around.
//!
//! Known deviations: besides the RFC's order, `Mon Nov 2 10:00:00 2026` and `2026-11-02 10:00:00` are
//! read; a date without a zone counts as UTC. A year is never made up, and an impossible date is none.

use crate::engine::mail::time;

/// The first date in a text, as seconds since 1970 UTC. Comments are passed over.
pub fn parse(text: &[u8]) -> Option<i64> {
    let mut window: [&[u8]; WINDOW] = [&[]; WINDOW];
    let mut tokens = Tokens(text);
    // Six tokens are enough for a date, so a long text is read through a window of six.
    for slot in &mut window {
        *slot = tokens.next().unwrap_or_default();
    }
    while !window[0].is_empty() {
        if let Some(time) = at_start(&window) {
            return Some(time);
        }
        window.rotate_left(1);
        window[WINDOW - 1] = tokens.next().unwrap_or_default();
    }
    None
}

const WINDOW: usize = 6;

fn at_start(tokens: &[&[u8]; WINDOW]) -> Option<i64> {
    rfc5322(tokens)
        .or_else(|| asctime(tokens))
        .or_else(|| iso(tokens))
}

/// `2 Nov 2026 10:00:00 +0900`
fn rfc5322([day, month, year, time, zone, _]: &[&[u8]; WINDOW]) -> Option<i64> {
    let date = (full_year(year)?, month_number(month)?, number(day, 2)?);
    moment(date, time, zone)
}

/// `Nov 2 10:00:00 2026`, after which a zone may stand.
fn asctime([month, day, time, year, zone, _]: &[&[u8]; WINDOW]) -> Option<i64> {
    if year.len() != 4 {
        return None;
    }
    let date = (full_year(year)?, month_number(month)?, number(day, 2)?);
    moment(date, time, zone)
}

/// `2026-11-02 10:00:00.123456789 +0900`, or joined by a `T` with the zone at its end.
fn iso([first, second, third, ..]: &[&[u8]; WINDOW]) -> Option<i64> {
    if first.len() > 10 {
        return time::from_rfc3339(std::str::from_utf8(first).ok()?);
    }
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = **first else {
        return None;
    };
    let date = (
        number(&[y1, y2, y3, y4], 4)?,
        number(&[m1, m2], 2)?,
        number(&[d1, d2], 2)?,
    );
    moment(date, second, third)
}

fn moment(date: (i64, i64, i64), time: &[u8], zone: &[u8]) -> Option<i64> {
    let (year, month, day) = date;
    let seconds = time::seconds(year, month, day, time_of_day(time)?)?;
    Some(seconds - zone_offset(zone))
}

/// `hh:mm[:ss]`; a fraction of a second is cut off.
fn time_of_day(token: &[u8]) -> Option<(i64, i64, i64)> {
    let mut parts = token.split(|&octet| octet == b':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = match parts.next() {
        Some(second) => number(second.split(|&octet| octet == b'.').next()?, 2)?,
        None => 0,
    };
    parts.next().is_none().then_some((hour, minute, second))
}

/// Two digits are 1950 to 2049, three count from 1900 (§4.3).
fn full_year(token: &[u8]) -> Option<i64> {
    let year = number(token, 4)?;
    match (token.len(), year) {
        (2, 0..50) => Some(year + 2000),
        (2 | 3, _) => Some(year + 1900),
        (4, 1900..) => Some(year),
        _ => None,
    }
}

fn month_number(token: &[u8]) -> Option<i64> {
    const MONTHS: [&[u8]; 12] = [
        b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
        b"dec",
    ];
    (1..)
        .zip(MONTHS)
        .find(|(_, name)| token.eq_ignore_ascii_case(name))
        .map(|(number, _)| number)
}

/// Seconds east of Greenwich. Letters the RFC does not know say nothing about the zone, so they count
/// as `-0000`, which is UTC (§4.3).
fn zone_offset(token: &[u8]) -> i64 {
    match *token {
        [sign @ (b'+' | b'-'), h1, h2, m1, m2] => {
            let hours = number(&[h1, h2], 2);
            let minutes = number(&[m1, m2], 2).filter(|minutes| *minutes < 60);
            let offset = hours
                .zip(minutes)
                .map_or(0, |(hours, minutes)| hours * 3600 + minutes * 60);
            if sign == b'-' { -offset } else { offset }
        }
        _ => {
            let hours = match token.to_ascii_uppercase().as_slice() {
                b"EDT" => -4,
                b"EST" | b"CDT" => -5,
                b"CST" | b"MDT" => -6,
                b"MST" | b"PDT" => -7,
                b"PST" => -8,
                _ => 0,
            };
            hours * 3600
        }
    }
}

fn number(token: &[u8], most_digits: usize) -> Option<i64> {
    if token.is_empty() || token.len() > most_digits {
        return None;
    }
    token.iter().try_fold(0, |value, digit| {
        digit
            .is_ascii_digit()
            .then(|| value * 10 + i64::from(digit - b'0'))
    })
}

/// What stands between white space, commas, semicolons and comments.
struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let mut depth = 0usize;
        let start = self.0.iter().position(|&octet| {
            match octet {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => return depth == 0 && !is_separator(octet),
            }
            false
        })?;
        let (_, rest) = self.0.split_at_checked(start)?;
        let length = rest
            .iter()
            .position(|&octet| is_separator(octet) || matches!(octet, b'(' | b')'))
            .unwrap_or(rest.len());
        let (token, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(token)
    }
}

const fn is_separator(octet: u8) -> bool {
    octet.is_ascii_whitespace() || matches!(octet, b',' | b';')
}
