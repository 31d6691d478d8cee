//! The words of the picture: what stands in its nodes, beside its edges, and what a person who hears
//! it is told instead.

use crate::play::scene::{Aligned, EdgeLabel, LaneId, Line, Node, NodeId, Scene, State, Summary};
use crate::text::Lang;

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
    (lang.0.scene.title)(node.id, node.result)
}

/// One line of a node.
pub fn line(line: &Line, lang: Lang) -> Worded {
    match line {
        Line::Text(text) => Worded::plain(text),
        Line::Times(text, count) => Worded::around(format!("{text} ×{count}"), text),
        Line::Lesson(id, row) => Worded::plain((lang.0.scene.lesson)(*id, *row)),
        Line::Word(word) => (lang.0.scene.word)(word),
    }
}

/// What a state is called.
pub fn state(state: State, lang: Lang) -> &'static str {
    (lang.0.scene.state)(state)
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
pub fn lane(id: LaneId, lang: Lang) -> (&'static str, &'static str) {
    (lang.0.scene.lane)(id)
}

/// What stands above and below an edge.
pub fn edge(label: EdgeLabel, lang: Lang) -> (&'static str, &'static str) {
    match label {
        EdgeLabel::Hop { port, auth, tls } => {
            let port = match port {
                587 => "587",
                465 => "465",
                _ => "25",
            };
            let below = if auth {
                "AUTH"
            } else if tls {
                "TLS"
            } else {
                ""
            };
            (port, below)
        }
        EdgeLabel::Publishes => (lang.0.scene.publishes, ""),
        EdgeLabel::PrivateKey => (lang.0.scene.private_key, ""),
    }
}

/// The sign of alignment, and what it is called.
pub fn aligned(aligned: Aligned, lang: Lang) -> (&'static str, &'static str) {
    let sign = match aligned {
        Aligned::Yes => "=",
        Aligned::No => "≠",
    };
    (sign, (lang.0.scene.aligned)(aligned))
}

/// The whole picture in one sentence.
pub fn summary(summary: &Summary, lang: Lang) -> String {
    (lang.0.scene.summary)(summary)
}

/// The title of a node without its result.
pub fn node(id: NodeId, lang: Lang) -> &'static str {
    (lang.0.scene.node)(id)
}
