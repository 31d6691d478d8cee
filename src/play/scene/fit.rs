//! How wide a text is, and how to make it fit. SVG text neither wraps nor ends by itself, and the
//! shell and the export are made where there is no browser to measure; so widths come from a table:
//! the advances of DejaVu Sans, the widest of the common system fonts. What fits in it fits anywhere.

use std::borrow::Cow;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A node's title: bold, 13 px.
    Title,
    /// A line below it: 12 px.
    Line,
}

/// The width of `text` in hundredths of a pixel.
pub fn width(text: &str, face: Face) -> usize {
    text.chars().map(|c| advance(c, face)).sum()
}

/// `text` if it is no wider than `pixels`, else its two ends around an ellipsis.
///
/// A domain's end says whose it is, and its start which host; the middle is what can be spared.
pub fn fit(text: &str, face: Face, pixels: usize) -> Cow<'_, str> {
    let room = pixels.saturating_mul(100);
    let cells: Vec<char> = text.chars().collect();
    if width(text, face) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room.saturating_sub(advance(ELLIPSIS, face));
    let (mut head, mut tail) = (0, 0);
    for turn in 0..cells.len() {
        let next = if turn % 2 == 0 {
            cells.get(head)
        } else {
            cells.get(cells.len() - 1 - tail)
        };
        let Some(rest) = next.and_then(|&c| left.checked_sub(advance(c, face))) else {
            break;
        };
        left = rest;
        if turn % 2 == 0 {
            head += 1;
        } else {
            tail += 1;
        }
    }
    // A dot before the ellipsis would read as one dot more.
    if head > 1 && cells.get(head - 1) == Some(&'.') {
        head -= 1;
    }
    let kept = cells.iter().take(head);
    let end = cells.iter().skip(cells.len() - tail);
    Cow::Owned(kept.chain([&ELLIPSIS]).chain(end).collect())
}

const ELLIPSIS: char = '…';

fn advance(c: char, face: Face) -> usize {
    let (table, size) = match face {
        Face::Title => (&BOLD, 13),
        Face::Line => (&REGULAR, 12),
    };
    let hundredths = match c {
        '\u{b7}' => 38,
        '\u{2013}' => 50,
        _ => (c as usize)
            .checked_sub(0x20)
            .and_then(|index| table.get(index))
            .map_or(100, |&advance| usize::from(advance)),
    };
    hundredths * size
}

/// U+0020 to U+007E in hundredths of the font's size.
const REGULAR: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75,
    79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,
    63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];

/// The same, bold.
const BOLD: [u8; 95] = [
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70,
    70, 70, 70, 40, 40, 84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100,
    84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72,
    68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71,
    37, 71, 84,
];
