//! The picture as elements: a loop over the shapes of `text::picture`, and the arrow keys.
//!
//! It is one stop of the tab order. Elements of nodes stay while answers come in, so that nobody
//! loses the focus; only the shapes inside are drawn anew.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, SvgElement};

use crate::play::scene::{Direction, HEIGHT, NodeId, Scene, WIDTH};
use crate::text::Lang;
use crate::text::picture::{self, DrawnEdge, DrawnNode, Picture, Shape};

/// The picture of a mail's way. It needs a heading with the id `path-title` around it.
#[component]
pub fn Diagram(
    /// What it shows.
    #[prop(into)]
    scene: Signal<Scene>,
    /// In which language.
    #[prop(into)]
    lang: Signal<Lang>,
    /// The node that is selected; a click or the Enter key sets it.
    selected: RwSignal<Option<NodeId>>,
    /// What to do when the selected node is opened once more.
    #[prop(optional, into)]
    on_open: Option<Callback<NodeId>>,
) -> impl IntoView {
    let picture = Memo::new(move |_| scene.with(|scene| picture::draw(scene, lang.get())));
    let stop = RwSignal::new(NodeId::Author);
    // The node that the Tab key leads to, also when the last one has left the picture.
    let current = Memo::new(move |_| {
        let stop = stop.get();
        if scene.with(|scene| scene.node(stop).is_some()) {
            stop
        } else {
            NodeId::Author
        }
    });
    // The nodes appear one after the other when the first result takes the lesson's place.
    let enters = Memo::new(move |before: Option<&(bool, bool)>| {
        let lesson = scene.with(|scene| scene.lesson);
        let entered = before.is_some_and(|&(was_lesson, entered)| was_lesson || entered);
        (lesson, !lesson && entered)
    });
    let open = move |id: NodeId, again: bool| {
        stop.set(id);
        match (selected.get_untracked() == Some(id), again, on_open) {
            (false, ..) => selected.set(Some(id)),
            (true, true, Some(on_open)) => on_open.run(id),
            (true, ..) => selected.set(None),
        }
    };
    let on_key = move |id: NodeId, event: KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let to = match event.key().as_str() {
            "Home" => Some(NodeId::Author),
            "End" => Some(NodeId::Deliver),
            "Enter" => return consume(&event, || open(id, true)),
            " " => return consume(&event, || open(id, false)),
            "Escape" if selected.get_untracked().is_some() => {
                return consume(&event, || selected.set(None));
            }
            key => direction(key)
                .and_then(|towards| scene.with_untracked(|scene| scene.neighbour(id, towards))),
        };
        if let Some(to) = to {
            consume(&event, || {
                stop.set(to);
                focus_beside(&event, to);
            });
        } else if direction(&event.key()).is_some() {
            event.prevent_default();
        }
    };
    let node = move |id: NodeId| {
        let drawn = Memo::new(move |_| picture.with(|picture| drawn(picture, id)));
        view! {
            <g
                class="node"
                role="button"
                data-node=id.word()
                data-state=move || drawn.with(|drawn| drawn.as_ref().map(|node| node.state.word()))
                aria-label=move || drawn.with(|drawn| drawn.as_ref().map(|node| node.name.clone()))
                aria-pressed=move || (selected.get() == Some(id)).to_string()
                tabindex=move || if current.get() == id { "0" } else { "-1" }
                transform=move || {
                    drawn.with(|drawn| drawn.as_ref().map(|node| move_to(node.at.x, node.at.y)))
                }
                on:click=move |_| open(id, false)
                on:keydown=move |event| on_key(id, event)
            >
                {move || {
                    drawn.with(|drawn| drawn.as_ref().map(|node| shapes(&node.shapes, None)))
                }}
            </g>
        }
    };
    view! {
        <svg
            class="picture"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="group"
            aria-labelledby="path-title"
            aria-describedby="picture-summary"
            data-lesson=move || enters.get().0.then_some("")
            data-enter=move || enters.get().1.then_some("")
        >
            <desc id="picture-summary">{move || picture.with(|picture| picture.summary.clone())}</desc>
            <defs>
                {picture::MARKERS.map(|id| view! {
                    <marker
                        id=id
                        viewBox="0 0 8 8"
                        refX="7"
                        refY="4"
                        markerWidth="9"
                        markerHeight="9"
                        markerUnits="userSpaceOnUse"
                        orient="auto"
                    >
                        <path class=id d="M0 0L8 4L0 8Z"></path>
                    </marker>
                }).into_iter().collect_view()}
                <pattern
                    id="hatch"
                    width="8"
                    height="8"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                >
                    <path class="hatch-line" d=picture::HATCH></path>
                </pattern>
            </defs>
            <g aria-hidden="true">
                {move || picture.with(|picture| shapes(&picture.ground, None))}
                {move || picture.with(|picture| edges(&picture.edges, selected))}
            </g>
            <For each=move || ids(picture) key=|id| *id let:id>
                {node(id)}
            </For>
        </svg>
    }
}

fn ids(picture: Memo<Picture>) -> Vec<NodeId> {
    picture.with(|picture| picture.nodes.iter().map(|node| node.id).collect())
}

fn drawn(picture: &Picture, id: NodeId) -> Option<DrawnNode> {
    picture.nodes.iter().find(|node| node.id == id).cloned()
}

fn edges(edges: &[DrawnEdge], selected: RwSignal<Option<NodeId>>) -> Vec<AnyView> {
    let edge = |edge: &DrawnEdge| {
        let (from, to) = (edge.from, edge.to);
        let near = move || {
            let near = selected.get().is_some_and(|id| id == from || id == to);
            near.then_some("")
        };
        view! {
            <g class="edge" data-edge=edge.kind.word() data-near=near>
                {shapes(&edge.shapes, Some(picture::marker(edge.kind)))}
            </g>
        }
        .into_any()
    };
    edges.iter().map(edge).collect()
}

/// The elements of shapes; the way of an edge ends in `marker`.
fn shapes(shapes: &[Shape], marker: Option<&'static str>) -> Vec<AnyView> {
    let shape = |shape: &Shape| match shape {
        Shape::Rect {
            class,
            frame,
            radius,
        } => view! {
            <rect
                class=*class
                x=frame.x
                y=frame.y
                width=frame.w
                height=frame.h
                rx=*radius
            ></rect>
        }
        .into_any(),
        Shape::Path { class, d, at } => view! {
            <path
                class=*class
                d=*d
                transform=(at.x != 0 || at.y != 0).then(|| move_to(at.x, at.y))
                marker-end=marker
                    .filter(|_| *class == "way")
                    .map(|marker| format!("url(#{marker})"))
            ></path>
        }
        .into_any(),
        // The space keeps the words of two texts apart for those who hear them.
        Shape::Text { class, at, text } => view! {
            <text class=*class x=at.x y=at.y>{text.clone()}</text>
            " "
        }
        .into_any(),
    };
    shapes.iter().map(shape).collect()
}

fn move_to(x: i32, y: i32) -> String {
    format!("translate({x} {y})")
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

fn consume(event: &KeyboardEvent, act: impl FnOnce()) {
    event.prevent_default();
    event.stop_propagation();
    act();
}

/// Moves the focus to another node of the picture in which `event` happened.
fn focus_beside(event: &KeyboardEvent, id: NodeId) {
    let here = event
        .current_target()
        .and_then(|target| target.dyn_into::<SvgElement>().ok());
    let picture = here.and_then(|here| here.owner_svg_element());
    let there = picture
        .and_then(|picture| {
            let selector = format!("[data-node={}]", id.word());
            picture.query_selector(&selector).ok().flatten()
        })
        .map(JsCast::unchecked_into::<HtmlElement>);
    if let Some(there) = there {
        let _ = there.focus();
    }
}
