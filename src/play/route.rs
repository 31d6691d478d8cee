//! The fragment of the page's address: what to show.
//!
//! `#m1.…` holds an analysis ([`permalink`](crate::play::permalink)); `#e1.id`, `#l1.id`, `#s1.id` and
//! `#q1.id` name an example, a lesson, a scenario of the simulator, a question, and may carry a state
//! behind one more dot. Nothing here inflates or looks anything up.

use std::fmt;

use crate::play::permalink::{LONGEST_READ, LinkFault, kind_and_version};

/// What the fragment asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Nothing: the empty page.
    #[default]
    Start,
    /// An analysis in a link; the fragment without its `#`, as it came, for
    /// [`permalink::read`](crate::play::permalink::read) and for copying when it is damaged.
    Shared(String),
    /// Something the program carries with it.
    Item {
        /// What it is.
        kind: Kind,
        /// Which: letters, digits and hyphens.
        id: String,
        /// Its state, in characters that need no escape in an address.
        state: Option<String>,
    },
}

/// What the program carries with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A message with saved answers.
    Example,
    /// A lesson.
    Lesson,
    /// A scenario of the simulator.
    Scenario,
    /// A question or its result.
    Question,
}

impl Kind {
    /// The letter in the fragment.
    pub const fn letter(self) -> char {
        match self {
            Self::Example => 'e',
            Self::Lesson => 'l',
            Self::Scenario => 's',
            Self::Question => 'q',
        }
    }

    const fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'e' => Some(Self::Example),
            'l' => Some(Self::Lesson),
            's' => Some(Self::Scenario),
            'q' => Some(Self::Question),
            _ => None,
        }
    }
}

impl Route {
    /// The route to an item without a state.
    pub fn item(kind: Kind, id: &str) -> Self {
        Self::Item {
            kind,
            id: id.to_owned(),
            state: None,
        }
    }

    /// Reads a fragment, with or without its `#`. That an item of that name exists is not checked,
    /// nor that a shared analysis arrived whole.
    ///
    /// # Errors
    /// [`LinkFault::Newer`], [`LinkFault::TooLarge`] or [`LinkFault::NotOurs`].
    pub fn parse(fragment: &str) -> Result<Self, LinkFault> {
        let fragment = fragment.trim();
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment.is_empty() {
            return Ok(Self::Start);
        }
        let mut parts = fragment.splitn(3, '.');
        let head = parts.next().unwrap_or_default();
        let (letter, version) = kind_and_version(head).ok_or(LinkFault::NotOurs)?;
        if fragment.len() > LONGEST_READ {
            return Err(LinkFault::TooLarge);
        }
        if version != 1 {
            return Err(LinkFault::Newer);
        }
        if letter == 'm' {
            return Ok(Self::Shared(fragment.to_owned()));
        }
        let kind = Kind::from_letter(letter).ok_or(LinkFault::Newer)?;
        let id = parts.next().filter(|id| is_id(id));
        let state = parts.next();
        match (id, state) {
            (Some(id), None) => Ok(Self::item(kind, id)),
            (Some(id), Some(state)) if is_state(state) => Ok(Self::Item {
                kind,
                id: id.to_owned(),
                state: Some(state.to_owned()),
            }),
            _ => Err(LinkFault::NotOurs),
        }
    }
}

/// The fragment with its `#`; empty for the start.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => Ok(()),
            Self::Shared(link) => write!(f, "#{link}"),
            Self::Item { kind, id, state } => {
                write!(f, "#{}1.{id}", kind.letter())?;
                match state {
                    Some(state) => write!(f, ".{state}"),
                    None => Ok(()),
                }
            }
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
}

fn is_state(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || b"-_.~".contains(&octet))
}
