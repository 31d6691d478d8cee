//! Damage that a paste did to a message, and how it is undone.
//!
//! Repairs work on lines and know their place in what was pasted, so that several of them can follow
//! each other and each still says which octets it is about.
//!
//! Readings: a lost indent comes back as one tab. Which white space stood there is gone; the relaxed
//! canonicalization does not mind, and those who sign with the simple one mostly fold with tabs. Spaces
//! become tabs in the header alone: a body shows no sign of what it had.

use crate::engine::limits;
use crate::engine::mail::Message;
use crate::engine::mail::message::lines;
use crate::engine::paste::detect::detect;
use crate::engine::paste::pass::{Pass, Window, run, window};
use crate::engine::paste::undo::{Edit, edited};
use crate::engine::span::Span;

/// What a paste did to a message, in the order in which it is looked for and undone: from the outside
/// to the inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The text of a web page stands above the message: Gmail's *Show original*, copied as a whole.
    PageText,
    /// Every line is quoted with `>`.
    Quoted,
    /// Every line is indented.
    Indented,
    /// Blank lines stand above the header. They are read past anyway.
    BlankLines,
    /// Below a mailbox's line, lines of the body that begin with `From ` have a `>` before it.
    MailboxQuotes,
    /// A mailbox file's `From ` line stands above the header. It is read past anyway.
    MailboxLine,
    /// Thunderbird's own `X-Mozilla-` fields stand in the header. They are never signed.
    MozillaLines,
    /// A capture of SMTP's DATA: lines that begin with a dot have a second one, and a dot ends it.
    Dots,
    /// Folded lines of the header have lost their indent.
    LostIndents,
    /// Folded lines of the header begin with spaces where a tab may have stood.
    Tabs,
    /// A relay has encoded text that was sent as it is.
    Encoded,
    /// What was encoded is encoded in another way, or in lines of another length.
    Reencoded,
    /// Text was read in a charset that was not its own, and written in UTF-8.
    Charset,
    /// The escape characters of ISO-2022-JP are gone, or others stand in their place.
    Escapes,
    /// No-break spaces or entities of HTML, as a web page has them.
    PageCharacters,
    /// White space at the end of lines came or went.
    BlankEnds,
    /// CRs stand where no line ends.
    Returns,
    /// Lines longer than SMTP allows were broken.
    LongLines,
    /// Blank lines above the body came or went.
    BlankTop,
    /// Lines were added at the end of the body, as lists do.
    Added,
}

impl Damage {
    /// Each, in order. Those from `Encoded` on show nothing by themselves: the hash of the body tells.
    pub const EACH: [Self; 20] = [
        Self::PageText,
        Self::Quoted,
        Self::Indented,
        Self::BlankLines,
        Self::MailboxQuotes,
        Self::MailboxLine,
        Self::MozillaLines,
        Self::Dots,
        Self::LostIndents,
        Self::Tabs,
        Self::Encoded,
        Self::Reencoded,
        Self::Charset,
        Self::Escapes,
        Self::PageCharacters,
        Self::BlankEnds,
        Self::Returns,
        Self::LongLines,
        Self::BlankTop,
        Self::Added,
    ];

    /// The word in cases and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PageText => "page-text",
            Self::Quoted => "quoted",
            Self::Indented => "indented",
            Self::BlankLines => "blank-lines",
            Self::MailboxQuotes => "mailbox-quotes",
            Self::MailboxLine => "mailbox-line",
            Self::MozillaLines => "mozilla-lines",
            Self::Dots => "dots",
            Self::LostIndents => "lost-indents",
            Self::Tabs => "tabs",
            Self::Encoded => "encoded",
            Self::Reencoded => "reencoded",
            Self::Charset => "charset",
            Self::Escapes => "escapes",
            Self::PageCharacters => "page-characters",
            Self::BlankEnds => "blank-ends",
            Self::Returns => "returns",
            Self::LongLines => "long-lines",
            Self::BlankTop => "blank-top",
            Self::Added => "added",
        }
    }

    /// The damage of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|damage| damage.word() == word)
    }

    /// Whether it surely changes what is verified. The rest is read past, is never signed, or is a
    /// guess that matters to few signatures.
    pub const fn matters(self) -> bool {
        !matches!(
            self,
            Self::BlankLines | Self::MailboxLine | Self::MozillaLines | Self::Tabs
        )
    }
}

/// How damage can be undone: what it would change, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What it undoes.
    pub damage: Damage,
    /// Lines it changes or takes away.
    pub lines: usize,
    /// The octets of what was pasted that it is about, the first of them.
    pub places: Vec<Span>,
    /// What its passes go by.
    at: Span,
    /// What takes the place of what, where no pass over the lines can say so.
    edits: Vec<Edit>,
}

impl Repair {
    /// A repair by edits.
    pub(super) fn of(message: &Message, damage: Damage, edits: Vec<Edit>) -> Self {
        let lines_of = |edit: &Edit| lines(message.bytes(edit.at), message.eol).count().max(1);
        let shown = edits.iter().take(limits::REPAIR_PLACES);
        Self {
            damage,
            lines: match damage {
                // Each takes a break away, which is the end of one line and the beginning of another.
                Damage::LongLines => edits.len(),
                _ => edits.iter().map(lines_of).sum(),
            },
            places: shown.map(|edit| edit.at).collect(),
            at: Span::default(),
            edits,
        }
    }
}

/// How to undo the damage of a message, in the order in which it is to be done; all of it together
/// leaves nothing to repair. `None` where that can't be reached within [`limits::REPAIRS`].
///
/// Damage is judged by the first [`limits::PASTE_OCTETS`]; a repair changes all of the message.
pub fn repairs(message: &Message) -> Option<Vec<Repair>> {
    let octets = message.octets();
    let mut window = window(octets, message.eol);
    let mut passes: Vec<Pass<'_>> = Vec::new();
    while let Some(found) = next(octets, &mut window, &passes) {
        if passes.len() >= limits::REPAIRS {
            return None;
        }
        passes.push(found);
    }
    if passes.is_empty() {
        return Some(Vec::new());
    }
    run(octets, message.eol, &mut passes, None);
    let repair = |pass: Pass<'_>| Repair {
        damage: pass.damage,
        lines: pass.lines,
        places: pass.places,
        at: pass.at,
        edits: Vec::new(),
    };
    Some(passes.into_iter().map(repair).collect())
}

/// The octets of a message after these repairs, which are those found in it.
pub fn apply(message: &Message, repairs: &[Repair]) -> Vec<u8> {
    let octets = message.octets();
    if let [Repair { edits, .. }] = repairs
        && !edits.is_empty()
    {
        return edited(octets, Span::new(0, octets.len()), edits);
    }
    let mut repaired = Vec::with_capacity(octets.len());
    let mut passes: Vec<Pass<'_>> = repairs
        .iter()
        .map(|repair| Pass::new(octets, repair.damage, repair.at))
        .collect();
    run(octets, message.eol, &mut passes, Some(&mut repaired));
    repaired
}

/// The outermost damage of the window, which is left without it.
fn next<'m>(octets: &'m [u8], window: &mut Window, before: &[Pass<'m>]) -> Option<Pass<'m>> {
    for damage in Damage::EACH {
        // What these have undone may look like the same damage again.
        let is_once = matches!(damage, Damage::MailboxQuotes | Damage::Dots);
        if is_once && before.iter().any(|pass| pass.damage == damage) {
            continue;
        }
        let Some(at) = detect(octets, window, damage) else {
            continue;
        };
        let mut pass = Pass::new(octets, damage, at);
        let mut lines = Vec::with_capacity(window.lines.len());
        for line in &window.lines {
            lines.extend(pass.edit(*line));
        }
        if pass.lines > 0 {
            window.lines = lines;
            return Some(Pass::new(octets, damage, at));
        }
    }
    None
}
