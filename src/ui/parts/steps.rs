//! The picture as a list: the nine steps of a mail, with DNS inside the step that asks. It is what a
//! narrow window and print show, and anybody who prefers it.

use leptos::prelude::*;

use crate::play::scene::{NodeId, Scene, State};
use crate::text::picture::{self, DrawnNode, Picture};
use crate::text::{Lang, scene as words};
use crate::ui::parts::glyph::Glyph;

/// The steps of a mail's way. It needs a heading with the id `path-title` around it.
#[component]
pub fn Steps(
    /// What it shows.
    #[prop(into)]
    scene: Signal<Scene>,
    /// In which language.
    #[prop(into)]
    lang: Signal<Lang>,
    /// The node that is selected; a click sets it.
    selected: RwSignal<Option<NodeId>>,
) -> impl IntoView {
    let picture = Memo::new(move |_| scene.with(|scene| picture::draw(scene, lang.get())));
    let step = move |id: NodeId| {
        let folded = id
            .folded()
            .iter()
            .map(|&id| node(picture, id, lang, selected));
        view! {
            <li class="step" data-state=move || state(picture, id)>
                {node(picture, id, lang, selected)}
                <div class="step-dns">{folded.collect_view()}</div>
            </li>
        }
    };
    let present = move || {
        picture.with(|picture| {
            let there = |id: &NodeId| picture.nodes.iter().any(|node| node.id == *id);
            NodeId::STEPS.into_iter().filter(there).collect::<Vec<_>>()
        })
    };
    view! {
        <ol class="steps" aria-labelledby="path-title">
            <For each=present key=|id| *id let:id>
                {step(id)}
            </For>
        </ol>
    }
}

fn find(picture: Memo<Picture>, id: NodeId) -> Option<DrawnNode> {
    picture.with(|picture| picture.nodes.iter().find(|node| node.id == id).cloned())
}

fn state(picture: Memo<Picture>, id: NodeId) -> Option<&'static str> {
    find(picture, id).map(|node| node.state.word())
}

fn node(
    picture: Memo<Picture>,
    id: NodeId,
    lang: Signal<Lang>,
    selected: RwSignal<Option<NodeId>>,
) -> impl IntoView {
    let drawn = Memo::new(move |_| find(picture, id));
    let choose = move |_| {
        selected.update(|selected| *selected = (*selected != Some(id)).then_some(id));
    };
    let inside = move || {
        let node = drawn.get()?;
        let lesson = picture.with(|picture| picture.lesson);
        let state = if lesson { State::Stated } else { node.state };
        let mut texts = node.texts.into_iter();
        let title = texts.next();
        let aligned = node
            .aligned
            .map(|aligned| words::aligned(aligned, lang.get()));
        Some(view! {
            <Glyph state/>
            <span class="step-words">
                <b>{title}</b>
                " "
                {texts.map(|text| view! { <span>{text}</span> " " }).collect_view()}
                {aligned.map(|(sign, word)| view! {
                    <span class="aligned" data-sign=sign>{format!("{sign} {word}")}</span>
                    " "
                })}
                {(!lesson).then(|| view! {
                    <span class="visually-hidden">{format!("— {}", words::state(state, lang.get()))}</span>
                })}
            </span>
        })
    };
    view! {
        <button
            class="step-node"
            type="button"
            data-node=id.word()
            data-state=move || drawn.with(|drawn| drawn.as_ref().map(|node| node.state.word()))
            aria-pressed=move || (selected.get() == Some(id)).to_string()
            on:click=choose
        >
            {inside}
        </button>
    }
}
