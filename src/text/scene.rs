//! The words of the picture: what stands in its nodes, beside its edges, and what a person who hears
//! it is told instead.

use crate::play::scene::{Aligned, EdgeLabel, LaneId, Line, Node, NodeId, Scene, State, Summary};
use crate::text::{Lang, en, ja};

/// A line in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    /// The whole of it.
    pub full: String,
    /// What to show in its place where it does not fit: the fact without the words around it.
    pub bare: Option<String>,
}

impl Worded {
    /// Words alone.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            full: text.into(),
            bare: None,
        }
    }

    /// A fact and words around it.
    pub fn around(full: String, fact: &str) -> Self {
        Self {
            full,
            bare: Some(fact.to_owned()),
        }
    }
}

/// A node's title with its result, as it is printed.
pub fn title(node: &Node, lang: Lang) -> String {
    match lang {
        Lang::En => en::scene::title(node.id, node.result),
        Lang::Ja => ja::scene::title(node.id, node.result),
    }
}

/// One line of a node.
pub fn line(line: &Line, lang: Lang) -> Worded {
    match (line, lang) {
        (Line::Text(text), _) => Worded::plain(text),
        (Line::Times(text, count), _) => Worded::around(format!("{text} ×{count}"), text),
        (Line::Lesson(id, row), Lang::En) => Worded::plain(en::scene::lesson(*id, *row)),
        (Line::Lesson(id, row), Lang::Ja) => Worded::plain(ja::scene::lesson(*id, *row)),
        (Line::Word(word), Lang::En) => en::scene::word(word),
        (Line::Word(word), Lang::Ja) => ja::scene::word(word),
    }
}

/// What a state is called.
pub const fn state(state: State, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en::scene::state(state),
        Lang::Ja => ja::scene::state(state),
    }
}

/// What a node is called where it is not seen: everything in it, in full, then its state. In the
/// lesson nothing has a state.
pub fn name(scene: &Scene, node: &Node, lang: Lang) -> String {
    let mut texts = vec![title(node, lang)];
    texts.extend(node.lines.iter().map(|text| line(text, lang).full));
    label(&texts, (!scene.lesson).then_some(node.state), &[], lang)
}

/// What a node is called where it is seen: what is printed in it in that order, then its state,
/// then in full what was shortened.
pub fn label(printed: &[String], state: Option<State>, shortened: &[String], lang: Lang) -> String {
    let mut name = printed.join(" ");
    if let Some(state) = state {
        name.push_str(" — ");
        name.push_str(self::state(state, lang));
    }
    for full in shortened {
        name.push_str(", ");
        name.push_str(full);
    }
    name
}

/// The heading of a lane, and what to make of what stands in it.
pub const fn lane(id: LaneId, lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => en::scene::lane(id),
        Lang::Ja => ja::scene::lane(id),
    }
}

/// What stands above and below an edge.
pub fn edge(label: EdgeLabel, lang: Lang) -> (&'static str, &'static str) {
    match (label, lang) {
        (EdgeLabel::Hop { port, auth, tls }, _) => {
            let port = if port == 587 { "587" } else { "25" };
            let below = if auth {
                "AUTH"
            } else if tls {
                "TLS"
            } else {
                ""
            };
            (port, below)
        }
        (EdgeLabel::Publishes, Lang::En) => (en::scene::PUBLISHES, ""),
        (EdgeLabel::Publishes, Lang::Ja) => (ja::scene::PUBLISHES, ""),
        (EdgeLabel::PrivateKey, Lang::En) => (en::scene::PRIVATE_KEY, ""),
        (EdgeLabel::PrivateKey, Lang::Ja) => (ja::scene::PRIVATE_KEY, ""),
    }
}

/// The sign of alignment, and what it is called.
pub const fn aligned(aligned: Aligned, lang: Lang) -> (&'static str, &'static str) {
    match (aligned, lang) {
        (Aligned::Yes, Lang::En) => ("=", "aligned"),
        (Aligned::Yes, Lang::Ja) => ("=", "アライメント一致"),
        (Aligned::No, Lang::En) => ("≠", "not aligned"),
        (Aligned::No, Lang::Ja) => ("≠", "アライメント不一致"),
    }
}

/// The whole picture in one sentence.
pub fn summary(summary: &Summary, lang: Lang) -> String {
    match lang {
        Lang::En => en::scene::summary(summary),
        Lang::Ja => ja::scene::summary(summary),
    }
}

/// The title of a node without its result.
pub const fn node(id: NodeId, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en::scene::node(id),
        Lang::Ja => ja::scene::node(id),
    }
}
