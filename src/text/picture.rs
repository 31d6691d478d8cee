//! The picture as shapes with words in them, and those shapes as SVG text. The page makes elements of
//! the shapes; the static shell and the export take the text: one geometry, one vocabulary of
//! classes and `data-` attributes, one style sheet.

use std::fmt::Write as _;

use crate::play::scene::fit::{Face, fit, width};
use crate::play::scene::{
    self, Aligned, Edge, EdgeKind, EdgeLabel, Frame, HEIGHT, LANES, Node, NodeId, Point, Scene,
    State, TRUST_BOUNDARY, WIDTH,
};
use crate::text::{Lang, scene as words};

/// The whole picture, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Whether it is the lesson.
    pub lesson: bool,
    /// One sentence for those who can't see it; empty for the lesson.
    pub summary: String,
    /// The ground.
    pub ground: Vec<Shape>,
    /// The edges.
    pub edges: Vec<DrawnEdge>,
    /// The nodes, in the order of reading.
    pub nodes: Vec<DrawnNode>,
}

/// A drawn edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnEdge {
    /// Where it starts.
    pub from: NodeId,
    /// Where its arrow points.
    pub to: NodeId,
    /// How it is drawn.
    pub kind: EdgeKind,
    /// Its shapes.
    pub shapes: Vec<Shape>,
}

/// A drawn node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnNode {
    /// Which.
    pub id: NodeId,
    /// How it came out.
    pub state: State,
    /// Its accessible name.
    pub name: String,
    /// Whether DMARC takes what it authenticated.
    pub aligned: Option<Aligned>,
    /// Its lines in full, for the list view; the first is the title.
    pub texts: Vec<String>,
    /// Where its shapes are to be moved.
    pub at: Point,
    /// Its shapes, from its own corner.
    pub shapes: Vec<Shape>,
}

/// A shape; its look is its class's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle with round corners.
    Rect {
        /// Class.
        class: &'static str,
        /// Place and size.
        frame: Frame,
        /// Radius of the corners.
        radius: i32,
    },
    /// A path.
    Path {
        /// Class.
        class: &'static str,
        /// Its data.
        d: &'static str,
        /// Where it is moved.
        at: Point,
    },
    /// A text on one line.
    Text {
        /// Class.
        class: &'static str,
        /// Its start on the base line, or its middle if the class says so.
        at: Point,
        /// The text.
        text: String,
    },
}

impl Shape {
    /// The name of its element, and its class.
    pub const fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::Rect { class, .. } => ("rect", class),
            Self::Path { class, .. } => ("path", class),
            Self::Text { class, .. } => ("text", class),
        }
    }

    /// Its other attributes, each given to `set`.
    pub fn attributes(&self, mut set: impl FnMut(&str, &str)) {
        let mut number = |name, value: i32| set(name, &value.to_string());
        match self {
            Self::Rect { frame, radius, .. } => {
                number("x", frame.x);
                number("y", frame.y);
                number("width", frame.w);
                number("height", frame.h);
                number("rx", *radius);
            }
            Self::Text { at, .. } => {
                number("x", at.x);
                number("y", at.y);
            }
            Self::Path { d, at, .. } => {
                set("d", d);
                if *at != ORIGIN {
                    set("transform", &format!("translate({} {})", at.x, at.y));
                }
            }
        }
    }
}

const ORIGIN: Point = Point { x: 0, y: 0 };

/// Draws a scene in a language.
pub fn draw(scene: &Scene, lang: Lang) -> Picture {
    Picture {
        lesson: scene.lesson,
        summary: scene
            .summary
            .as_ref()
            .map(|summary| words::summary(summary, lang))
            .unwrap_or_default(),
        ground: ground(scene, lang),
        edges: scene
            .edges
            .iter()
            .map(|edge| draw_edge(edge, lang))
            .collect(),
        nodes: scene
            .nodes
            .iter()
            .map(|node| draw_node(scene, node, lang))
            .collect(),
    }
}

fn ground(scene: &Scene, lang: Lang) -> Vec<Shape> {
    // A play is about no mail: nothing in it was stated or verified.
    let is_play = !scene.lesson && scene.summary.is_none();
    let mut shapes = Vec::with_capacity(3 * LANES.len());
    for lane in LANES {
        let (title, note) = words::lane(lane.id, lang);
        let at = Point {
            x: lane.frame.x + 12,
            y: lane.frame.y + 20,
        };
        shapes.push(Shape::Rect {
            class: "lane",
            frame: lane.frame,
            radius: 10,
        });
        shapes.push(Shape::Text {
            class: "lane-title",
            at,
            text: title.to_owned(),
        });
        if !note.is_empty() && !is_play {
            let gap = pixels(title, Face::Title) + 8;
            shapes.push(Shape::Text {
                class: "lane-note",
                at: Point {
                    x: at.x + gap,
                    ..at
                },
                text: note.to_owned(),
            });
        }
    }
    shapes.push(Shape::Path {
        class: "trust",
        d: "M0 6V58M0 114V164",
        at: Point {
            x: TRUST_BOUNDARY,
            y: 0,
        },
    });
    shapes
}

fn pixels(text: &str, face: Face) -> i32 {
    i32::try_from(width(text, face) / 100).unwrap_or(i32::MAX / 4)
}

fn draw_edge(edge: &Edge, lang: Lang) -> DrawnEdge {
    let mut shapes = vec![Shape::Path {
        class: "way",
        d: scene::path(edge.from, edge.to),
        at: ORIGIN,
    }];
    if let Some(label) = edge.label {
        let Point { x, y } = scene::label(edge.from, edge.to);
        let (above, below) = words::edge(label, lang);
        let text = |class, x, y, text: &str| Shape::Text {
            class,
            at: Point { x, y },
            text: text.to_owned(),
        };
        match label {
            EdgeLabel::Hop { tls, .. } => {
                let lock = if tls { 6 } else { 0 };
                shapes.push(text("port", x + lock, y - 9, above));
                if tls {
                    let left = pixels(above, Face::Title) / 2;
                    shapes.push(Shape::Path {
                        class: "lock",
                        d: LOCK,
                        at: Point {
                            x: x + lock - left - 7,
                            y: y - 14,
                        },
                    });
                }
                if !below.is_empty() {
                    shapes.push(text("means", x, y + 20, below));
                }
            }
            EdgeLabel::Publishes => shapes.push(text("note", x, y, above)),
            EdgeLabel::PrivateKey => shapes.push(text("note-end", x, y, above)),
        }
    }
    if let Some(aligned) = edge.aligned {
        let at = scene::badge(edge.from);
        let sign = match aligned {
            Aligned::Yes => EQUAL,
            Aligned::No => UNEQUAL,
        };
        shapes.push(Shape::Path {
            class: "badge",
            d: DISC,
            at,
        });
        shapes.push(Shape::Path {
            class: "badge-sign",
            d: sign,
            at,
        });
    }
    DrawnEdge {
        from: edge.from,
        to: edge.to,
        kind: edge.kind,
        shapes,
    }
}

fn draw_node(scene: &Scene, node: &Node, lang: Lang) -> DrawnNode {
    let frame = scene::frame(node.id);
    let own = Frame {
        x: 0,
        y: 0,
        ..frame
    };
    let grown = |by: i32| Frame {
        x: -by,
        y: -by,
        w: own.w + 2 * by,
        h: own.h + 2 * by,
    };
    let rect = |class, frame, radius| Shape::Rect {
        class,
        frame,
        radius,
    };
    let mut shapes = vec![rect("ring", grown(4), 12)];
    if node.count > 1 {
        let behind = Frame { x: 5, y: -5, ..own };
        shapes.push(rect("pile", behind, 9));
    }
    shapes.push(rect("box", own, 9));
    if node.state == State::Fail {
        shapes.push(rect("hatch", own, 9));
    }
    if node.state == State::Error {
        shapes.push(rect("inner", grown(-4), 6));
    }
    let glyphs = if scene.lesson { &[] } else { glyph(node.state) };
    let title = words::title(node, lang);
    let first = if node.lines.len() > 1 {
        21
    } else {
        (frame.h - 18) / 2 + 5
    };
    let room = |from: i32| usize::try_from(frame.w - from - 6).unwrap_or_default();
    // A title that needs all the room leaves the glyph the corner.
    let beside = width(&title, Face::Title) <= 100 * room(31);
    let start = if glyphs.is_empty() || !beside { 10 } else { 31 };
    for &(class, d) in glyphs {
        let at = if beside {
            Point {
                x: 17,
                y: first - 5,
            }
        } else {
            Point {
                x: frame.w - 4,
                y: 2,
            }
        };
        shapes.push(Shape::Path { class, d, at });
    }
    shapes.push(Shape::Text {
        class: "title",
        at: Point { x: start, y: first },
        text: fit(&title, Face::Title, room(start)).into_owned(),
    });
    let mut printed = vec![title.clone()];
    let mut shortened = Vec::new();
    let mut texts = vec![title];
    for (line, y) in node.lines.iter().zip((first + 17..).step_by(16)) {
        let worded = words::line(line, lang);
        let shown = match &worded.bare {
            Some(bare) if width(&worded.full, Face::Line) > 100 * room(10) => bare,
            _ => &worded.full,
        };
        let text = fit(shown, Face::Line, room(10)).into_owned();
        if text != worded.full {
            shortened.push(worded.full.clone());
        }
        printed.push(text.clone());
        shapes.push(Shape::Text {
            class: "line",
            at: Point { x: 10, y },
            text,
        });
        texts.push(worded.full);
    }
    DrawnNode {
        id: node.id,
        state: node.state,
        name: words::label(
            &printed,
            (!scene.lesson).then_some(node.state),
            &shortened,
            lang,
        ),
        aligned: scene
            .edges
            .iter()
            .find_map(|edge| edge.aligned.filter(|_| edge.from == node.id)),
        texts,
        at: Point {
            x: frame.x,
            y: frame.y,
        },
        shapes,
    }
}

const DISC: &str = "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1 -9 0Z";
const EQUAL: &str = "M-4 -2H4M-4 2H4";
const UNEQUAL: &str = "M-4 -2H4M-4 2H4M3 -5L-3 5";
const LOCK: &str =
    "M-4 0H-3.2V-2A3.2 3.2 0 0 1 3.2 -2V0H4V6H-4ZM-1.7 0H1.7V-2A1.7 1.7 0 0 0 -1.7 -2Z";

/// The glyph of a state around the origin, 20 units wide: classes and path data. What only the
/// headers claim has none.
pub const fn glyph(state: State) -> &'static [(&'static str, &'static str)] {
    match state {
        State::Pass => &[("face", DISC), ("sign", "M-4 .5L-1 3.5L4 -3.5")],
        State::Fail => &[
            ("face", "M-4 -9.5H4L9.5 -4V4L4 9.5H-4L-9.5 4V-4Z"),
            ("sign", "M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5"),
        ],
        State::Warn => &[
            ("face", "M0 -9.5L10.5 9H-10.5Z"),
            ("sign", "M0 -3V2.5M0 6V6.1"),
        ],
        State::Error => &[
            ("face", "M0 -10.5L10.5 0L0 10.5L-10.5 0Z"),
            ("sign", "M0 -5V.8M0 4.6V4.7"),
        ],
        State::None => &[("face", DISC), ("sign", "M-4 0H4")],
        State::Stated => &[],
        State::Waiting => &[
            ("hoop", "M-8 0A8 8 0 1 1 8 0A8 8 0 1 1 -8 0Z"),
            ("dots", "M-3.5 0V.1M0 0V.1M3.5 0V.1"),
        ],
    }
}

/// Arrow heads, one for each colour an edge can have: not every browser knows `context-stroke`.
pub const MARKERS: [&str; 4] = ["arrow", "arrow-broken", "arrow-thin", "arrow-near"];

/// What they are drawn with.
pub const ARROW: &str = "M0 0L8 4L0 8Z";

/// What their elements say beside their id.
pub const MARKER: [(&str, &str); 7] = [
    ("viewBox", "0 0 8 8"),
    ("refX", "7"),
    ("refY", "4"),
    ("markerWidth", "9"),
    ("markerHeight", "9"),
    ("markerUnits", "userSpaceOnUse"),
    ("orient", "auto"),
];

/// The line that is repeated across a node that fails.
pub const HATCH: &str = "M0 0V8";

/// What its pattern says.
pub const PATTERN: [(&str, &str); 5] = [
    ("id", "hatch"),
    ("width", "8"),
    ("height", "8"),
    ("patternUnits", "userSpaceOnUse"),
    ("patternTransform", "rotate(45)"),
];

/// The arrow head of an edge.
pub const fn marker(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Seen => "arrow",
        EdgeKind::Broken => "arrow-broken",
        EdgeKind::NotEvidenced | EdgeKind::Dns | EdgeKind::NoContribution => "arrow-thin",
    }
}

/// The picture as SVG text for a page that holds our style sheet. It is an image there: nothing in
/// it can be chosen.
pub fn svg(picture: &Picture, label: &str) -> String {
    let mut out = String::with_capacity(12_000);
    let _ = write!(
        out,
        "<svg class=\"picture\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\"{}>",
        escape(label),
        if picture.lesson { " data-lesson" } else { "" },
    );
    out.push_str("<defs>");
    for id in MARKERS {
        let _ = write!(out, "<marker id=\"{id}\"");
        write_attributes(&mut out, &MARKER);
        let _ = write!(out, "><path class=\"{id}\" d=\"{ARROW}\"/></marker>");
    }
    out.push_str("<pattern");
    write_attributes(&mut out, &PATTERN);
    let _ = write!(
        out,
        "><path class=\"hatch-line\" d=\"{HATCH}\"/></pattern></defs>"
    );
    write_shapes(&mut out, &picture.ground, None);
    for edge in &picture.edges {
        let _ = write!(out, "<g class=\"edge\" data-edge=\"{}\">", edge.kind.word());
        write_shapes(&mut out, &edge.shapes, Some(marker(edge.kind)));
        out.push_str("</g>");
    }
    for node in &picture.nodes {
        let _ = write!(
            out,
            "<g class=\"node\" data-node=\"{}\" data-state=\"{}\" transform=\"translate({} {})\">",
            node.id.word(),
            node.state.word(),
            node.at.x,
            node.at.y,
        );
        write_shapes(&mut out, &node.shapes, None);
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// The picture as an HTML list, DNS inside the step that asks: for a page without room or without
/// scripts. Nothing in it can be chosen.
pub fn list(picture: &Picture) -> String {
    let mut out = String::from("<ol class=\"steps\">");
    for step in NodeId::STEPS {
        if find(picture, step).is_none() {
            continue;
        }
        out.push_str("<li class=\"step\">");
        write_step(&mut out, picture, step);
        out.push_str("<div class=\"step-dns\">");
        for &folded in step.folded() {
            write_step(&mut out, picture, folded);
        }
        out.push_str("</div></li>");
    }
    out.push_str("</ol>");
    out
}

fn write_step(out: &mut String, picture: &Picture, id: NodeId) {
    let Some(node) = find(picture, id) else {
        return;
    };
    let _ = write!(
        out,
        "<div class=\"step-node\" data-node=\"{}\" data-state=\"{}\"><span class=\"step-words\">",
        node.id.word(),
        node.state.word(),
    );
    for (index, text) in node.texts.iter().enumerate() {
        let tag = if index == 0 { "b" } else { "span" };
        let _ = write!(out, "<{tag}>{}</{tag}> ", escape(text));
    }
    out.push_str("</span></div>");
}

fn find(picture: &Picture, id: NodeId) -> Option<&DrawnNode> {
    picture.nodes.iter().find(|node| node.id == id)
}

fn write_attributes(out: &mut String, attributes: &[(&str, &str)]) {
    for (name, value) in attributes {
        let _ = write!(out, " {name}=\"{value}\"");
    }
}

fn write_shapes(out: &mut String, shapes: &[Shape], marker: Option<&str>) {
    for shape in shapes {
        let (tag, class) = shape.kind();
        let _ = write!(out, "<{tag} class=\"{class}\"");
        shape.attributes(|name, value| write_attributes(out, &[(name, value)]));
        if let (Some(marker), "way") = (marker, class) {
            let _ = write!(out, " marker-end=\"url(#{marker})\"");
        }
        match shape {
            Shape::Text { text, .. } => {
                let _ = write!(out, ">{}</text> ", escape(text));
            }
            Shape::Rect { .. } | Shape::Path { .. } => out.push_str("/>"),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
