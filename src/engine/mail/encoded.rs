//! Header text as octets with their charset: encoded words (RFC 2047) and what stands raw between
//! them. Decoding charsets is left to whoever shows the text; the browser knows them all.
//!
//! Known deviations: words are found wherever they stand, may hold spaces, and may share a character
//! that was split between them; an escape or base64 digit that is none is passed over.

/// A run of octets in one charset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The charset's name, lower case, as the word states it. Raw text states none: it is `us-ascii`,
    /// `iso-2022-jp` where its escapes stand, `utf-8` where it is valid, else `unknown-8bit`.
    pub charset: String,
    /// The octets.
    pub octets: Vec<u8>,
}

/// Takes header text apart. Line ends are dropped, as is the white space between two encoded words
/// (§6.2); words of one charset that follow each other become one chunk.
pub fn decode(text: &[u8]) -> Vec<Chunk> {
    let mut decoder = Decoder::default();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((word, after)) = encoded_word(rest, true) {
            decoder.word(&word);
            rest = after;
            continue;
        }
        // The first octet is raw; so is all up to where a word might start next.
        let raw = rest.iter().skip(1).position(|&octet| octet == b'=');
        let raw = raw.map_or(rest.len(), |place| place + 1);
        let Some((octets, after)) = rest.split_at_checked(raw) else {
            break;
        };
        decoder.raw(octets);
        rest = after;
    }
    decoder.finish()
}

/// The text without a charset decoder: ASCII, UTF-8 and Latin-1 are read, any other character is
/// U+FFFD, one for each. It never takes half of a character for an ASCII letter.
pub fn text(chunks: &[Chunk]) -> String {
    let mut text = String::new();
    for chunk in chunks {
        match chunk.charset.as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => {
                text.push_str(&String::from_utf8_lossy(&chunk.octets));
            }
            "iso-8859-1" | "latin1" => text.extend(chunk.octets.iter().copied().map(char::from)),
            "iso-2022-jp" | "iso-2022-kr" => push_escaped(&mut text, &chunk.octets),
            "shift_jis" | "shift-jis" | "sjis" | "x-sjis" | "windows-31j" | "cp932" => {
                push_pairs(&mut text, &chunk.octets, true);
            }
            "euc-jp" | "euc-kr" | "gb2312" | "gbk" | "gb18030" | "big5" => {
                push_pairs(&mut text, &chunk.octets, false);
            }
            _ => push_single(&mut text, &chunk.octets),
        }
    }
    text
}

/// An encoded word as it is written.
pub(super) struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    pub(super) text: &'a [u8],
}

/// The encoded word at the very start of `octets`, and what follows it:
/// `=?charset[*language]?q|b?text?=`.
pub(super) fn encoded_word(octets: &[u8], spaces: bool) -> Option<(Word<'_>, &[u8])> {
    let rest = octets.strip_prefix(b"=?")?;
    let (charset, rest) = until_question_mark(rest, false)?;
    let (encoding, rest) = until_question_mark(rest, false)?;
    let (text, rest) = until_question_mark(rest, spaces)?;
    let rest = rest.strip_prefix(b"=")?;
    let base64 = match encoding {
        b"b" | b"B" => true,
        b"q" | b"Q" => false,
        _ => return None,
    };
    let charset = charset.split(|&octet| octet == b'*').next()?;
    if charset.is_empty() {
        return None;
    }
    let word = Word {
        charset,
        base64,
        text,
    };
    Some((word, rest))
}

fn until_question_mark(octets: &[u8], spaces: bool) -> Option<(&[u8], &[u8])> {
    let end = octets.iter().position(|&octet| {
        octet == b'?' || matches!(octet, b'\r' | b'\n') || (!spaces && octet <= b' ')
    })?;
    let (before, after) = octets.split_at_checked(end)?;
    Some((before, after.strip_prefix(b"?")?))
}

#[derive(Default)]
struct Decoder {
    chunks: Vec<Chunk>,
    raw: Vec<u8>,
    after_word: bool,
}

impl Decoder {
    fn raw(&mut self, octets: &[u8]) {
        let octets = octets.iter().filter(|o| !matches!(o, b'\r' | b'\n'));
        self.raw.extend(octets);
    }

    fn word(&mut self, word: &Word<'_>) {
        if self.after_word && self.raw.iter().all(u8::is_ascii_whitespace) {
            self.raw.clear();
        }
        self.flush();
        let charset = String::from_utf8_lossy(word.charset).to_ascii_lowercase();
        let octets = if word.base64 {
            base64(word.text)
        } else {
            quoted(word.text)
        };
        match self.chunks.last_mut() {
            Some(last) if self.after_word && last.charset == charset => last.octets.extend(octets),
            _ => self.chunks.push(Chunk { charset, octets }),
        }
        self.after_word = true;
    }

    fn flush(&mut self) {
        if !self.raw.is_empty() {
            let octets = std::mem::take(&mut self.raw);
            let charset = guess(&octets).to_owned();
            self.chunks.push(Chunk { charset, octets });
            self.after_word = false;
        }
    }

    fn finish(mut self) -> Vec<Chunk> {
        self.flush();
        self.chunks
    }
}

fn guess(octets: &[u8]) -> &'static str {
    let escapes: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(J"];
    let escaped = octets.windows(3).any(|window| escapes.contains(&window));
    match std::str::from_utf8(octets) {
        Ok(text) if text.is_ascii() && escaped => "iso-2022-jp",
        Ok(text) if text.is_ascii() => "us-ascii",
        Ok(_) => "utf-8",
        Err(_) => "unknown-8bit",
    }
}

fn quoted(text: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        octets.push(match (first, after) {
            (b'_', _) => b' ',
            (b'=', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'=',
            },
            _ => first,
        });
    }
    octets
}

/// The value of a hexadecimal digit, of either case.
pub const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Base64 as mail holds it: what is no digit of it is passed over (RFC 2045 §6.8).
pub fn base64(text: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let mut bits = 0u32;
    let mut held = 0;
    for &digit in text {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            octets.push((bits >> held) as u8);
        }
    }
    octets
}

/// ISO 2022: after an escape to a set of two octets a character, each pair is one.
fn push_escaped(text: &mut String, octets: &[u8]) {
    let mut rest = octets;
    let mut double = false;
    loop {
        rest = match (rest, double) {
            ([], _) => return,
            ([0x1b, b'$', b'(', _, after @ ..] | [0x1b, b'$', _, after @ ..], _) => {
                double = true;
                after
            }
            ([0x1b, b'(', _, after @ ..], _) => {
                double = false;
                after
            }
            ([_, _, after @ ..], true) => {
                text.push(char::REPLACEMENT_CHARACTER);
                after
            }
            ([octet, after @ ..], _) => {
                push_single(text, &[*octet]);
                after
            }
        };
    }
}

/// Charsets in which a high octet starts a pair, whose second octet may look like ASCII. In
/// Shift_JIS, A1 to DF stand alone.
fn push_pairs(text: &mut String, octets: &[u8], kana_alone: bool) {
    let mut octets = octets.iter();
    while let Some(&octet) = octets.next() {
        push_single(text, &[octet]);
        if octet >= 0x80 && !(kana_alone && (0xa1..=0xdf).contains(&octet)) {
            octets.next();
        }
    }
}

fn push_single(text: &mut String, octets: &[u8]) {
    text.extend(octets.iter().map(|&octet| {
        if octet.is_ascii() {
            char::from(octet)
        } else {
            char::REPLACEMENT_CHARACTER
        }
    }));
}
