//! The picture as elements: a loop over the shapes of `text::picture`, and the arrow keys.
//!
//! The elements are made by hand, since HTML's helpers know no SVG. They are one stop of the tab
//! order. Those of nodes stay while answers come in, so that nobody loses the focus; only the shapes
//! in them are drawn anew.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::play::scene::{Direction, HEIGHT, NodeId, Scene, WIDTH};
use crate::text::Lang;
use crate::text::picture::{self, Picture, Shape};
use crate::ui::browser;
use crate::ui::parts::el::{El, el};

const PLACE: &str = "picture";

/// The shapes of a scene.
pub fn drawn(scene: Memo<Scene>, lang: Lang) -> Memo<Picture> {
    Memo::new(move |_| scene.with(|scene| picture::draw(scene, lang)))
}

/// The picture of a mail's way: a scene and its shapes. It needs a heading with the id `path-title`
/// around it. A click or a key on a node sets `selected`; the Enter key on the node that is selected
/// calls `open`.
pub fn diagram(
    scene: Memo<Scene>,
    picture: Memo<Picture>,
    selected: RwSignal<Option<NodeId>>,
    open: fn(),
) -> El {
    let stop = RwSignal::new(NodeId::Author);
    let drawing = StoredValue::new_local(None::<Drawing>);
    Effect::new(move |_| {
        let mut current = drawing.try_update_value(Option::take).flatten();
        if current.is_none() {
            current = browser::by_id(PLACE).and_then(|place| Drawing::new(&place));
        }
        if let Some(current) = &mut current {
            picture.with(|picture| current.draw(picture));
        }
        drawing.set_value(current);
    });
    Effect::new(move |_| {
        picture.track();
        let (selected, stop) = (selected.get(), stop.get());
        drawing.with_value(|drawing| {
            if let Some(drawing) = drawing {
                drawing.point(selected, stop);
            }
        });
    });
    let choose = move |id: NodeId| {
        stop.set(id);
        selected.update(|selected| *selected = (*selected != Some(id)).then_some(id));
    };
    let on_key = move |event: Event| {
        let Some((id, event)) = node_of(&event).zip(event.dyn_ref::<KeyboardEvent>()) else {
            return;
        };
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        let towards = direction(&key);
        let to = match key.as_str() {
            "Home" => Some(NodeId::Author),
            "End" => Some(NodeId::Deliver),
            _ => towards
                .and_then(|towards| scene.with_untracked(|scene| scene.neighbour(id, towards))),
        };
        if let Some(to) = to {
            stop.set(to);
            drawing.with_value(|drawing| {
                if let Some(element) = drawing.as_ref().and_then(|drawing| drawing.node(to)) {
                    let _ = element.unchecked_ref::<HtmlElement>().focus();
                }
            });
        } else if key == "Enter" && selected.get_untracked() == Some(id) {
            open();
        } else if key == "Enter" || key == " " {
            choose(id);
        } else if towards.is_none() {
            return;
        }
        // The keys of the picture scroll no page.
        event.prevent_default();
    };
    el("div.stage")
        .at("id", PLACE)
        .on("click", move |event| {
            if let Some(id) = node_of(&event) {
                choose(id);
            }
        })
        .on("keydown", on_key)
}

/// The node in which an event happened.
fn node_of(event: &Event) -> Option<NodeId> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let node = target.closest("[data-node]").ok()??;
    NodeId::from_word(&node.get_attribute("data-node")?)
}

fn direction(key: &str) -> Option<Direction> {
    match key {
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        _ => None,
    }
}

/// The elements of the picture.
struct Drawing {
    svg: Element,
    summary: Element,
    ground: Element,
    edge_group: Element,
    node_group: Element,
    edges: Vec<(NodeId, NodeId, Element)>,
    nodes: Vec<(NodeId, Element)>,
}

impl Drawing {
    /// Puts an empty picture into `place`.
    fn new(place: &Element) -> Option<Self> {
        let svg = add(place, "svg", "picture")?;
        set(&svg, "viewBox", &format!("0 0 {WIDTH} {HEIGHT}"));
        set(&svg, "role", "group");
        set(&svg, "aria-labelledby", "path-title");
        set(&svg, "aria-describedby", "picture-summary");
        let summary = add(&svg, "desc", "")?;
        set(&summary, "id", "picture-summary");
        let defs = add(&svg, "defs", "")?;
        for id in picture::MARKERS {
            let marker = add(&defs, "marker", "")?;
            set(&marker, "id", id);
            for (name, value) in picture::MARKER {
                set(&marker, name, value);
            }
            set(&add(&marker, "path", id)?, "d", picture::ARROW);
        }
        let hatch = add(&defs, "pattern", "")?;
        for (name, value) in picture::PATTERN {
            set(&hatch, name, value);
        }
        set(&add(&hatch, "path", "hatch-line")?, "d", picture::HATCH);
        let behind = add(&svg, "g", "")?;
        set(&behind, "aria-hidden", "true");
        Some(Self {
            ground: add(&behind, "g", "")?,
            edge_group: add(&behind, "g", "")?,
            node_group: add(&svg, "g", "")?,
            svg,
            summary,
            edges: Vec::new(),
            nodes: Vec::new(),
        })
    }

    fn draw(&mut self, picture: &Picture) {
        // The nodes of a first result appear one after the other.
        let flag = if picture.lesson {
            "data-lesson"
        } else {
            "data-enter"
        };
        set(&self.svg, flag, "");
        self.summary.set_text_content(Some(&picture.summary));
        fill(&self.ground, &picture.ground, None);
        self.edge_group.set_text_content(None);
        self.edges.clear();
        for edge in &picture.edges {
            if let Some(group) = add(&self.edge_group, "g", "edge") {
                set(&group, "data-edge", edge.kind.word());
                fill(&group, &edge.shapes, Some(picture::marker(edge.kind)));
                self.edges.push((edge.from, edge.to, group));
            }
        }
        self.nodes.retain(|(id, element)| {
            let stays = picture.nodes.iter().any(|node| node.id == *id);
            if !stays {
                element.remove();
            }
            stays
        });
        for (place, node) in picture.nodes.iter().enumerate() {
            let Some(group) = self.node(node.id).or_else(|| self.insert(place, node.id)) else {
                continue;
            };
            set(&group, "data-state", node.state.word());
            set(&group, "aria-label", &node.name);
            set(&group, "transform", &move_to(node.at.x, node.at.y));
            fill(&group, &node.shapes, None);
        }
    }

    fn insert(&mut self, place: usize, id: NodeId) -> Option<Element> {
        let group = add(&self.node_group, "g", "node")?;
        set(&group, "role", "button");
        set(&group, "data-node", id.word());
        if let Some((_, next)) = self.nodes.get(place) {
            let _ = self.node_group.insert_before(&group, Some(next));
        }
        let place = place.min(self.nodes.len());
        self.nodes.insert(place, (id, group.clone()));
        Some(group)
    }

    fn node(&self, id: NodeId) -> Option<Element> {
        let (_, element) = self.nodes.iter().find(|(other, _)| *other == id)?;
        Some(element.clone())
    }

    /// Shows what is selected, and lets the Tab key lead to `stop`, or to the first node where that
    /// one has left the picture.
    fn point(&self, selected: Option<NodeId>, stop: NodeId) {
        let stop = match self.node(stop) {
            Some(_) => stop,
            None => NodeId::Author,
        };
        for (id, element) in &self.nodes {
            let pressed = if selected == Some(*id) {
                "true"
            } else {
                "false"
            };
            set(element, "aria-pressed", pressed);
            set(element, "tabindex", if stop == *id { "0" } else { "-1" });
        }
        for (from, to, element) in &self.edges {
            if selected.is_some_and(|id| id == *from || id == *to) {
                set(element, "data-near", "");
            } else {
                let _ = element.remove_attribute("data-near");
            }
        }
    }
}

/// Draws shapes in `group` in place of what is there; the way of an edge ends in `marker`.
fn fill(group: &Element, shapes: &[Shape], marker: Option<&str>) {
    group.set_text_content(None);
    for shape in shapes {
        let (tag, class) = shape.kind();
        let Some(element) = add(group, tag, class) else {
            continue;
        };
        shape.attributes(|name, value| set(&element, name, value));
        match shape {
            Shape::Text { text, .. } => {
                element.set_text_content(Some(text));
                // The space keeps two texts apart for those who hear them.
                let _ = group.append_child(&document().create_text_node(" "));
            }
            Shape::Path { class: "way", .. } => {
                if let Some(marker) = marker {
                    set(&element, "marker-end", &format!("url(#{marker})"));
                }
            }
            Shape::Path { .. } | Shape::Rect { .. } => {}
        }
    }
}

fn move_to(x: i32, y: i32) -> String {
    format!("translate({x} {y})")
}

fn add(parent: &Element, tag: &str, class: &str) -> Option<Element> {
    let element = document()
        .create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
        .ok()?;
    if !class.is_empty() {
        set(&element, "class", class);
    }
    parent.append_child(&element).ok()?;
    Some(element)
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}
