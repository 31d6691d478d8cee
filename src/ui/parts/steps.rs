//! The picture as a list: the nine steps of a mail, with DNS inside the step that asks. It is what a
//! narrow window and print show, and anybody who prefers it.

use leptos::prelude::*;

use crate::play::scene::{NodeId, State};
use crate::text::picture::{DrawnNode, Picture};
use crate::text::{Lang, scene as words};
use crate::ui::parts::el::{El, Part, all, el, live};
use crate::ui::parts::glyph::glyph;

/// The steps of a mail's way. It needs a heading with the id `path-title` around it. A click on a
/// node sets `selected`.
pub fn steps(picture: Memo<Picture>, lang: Lang, selected: RwSignal<Option<NodeId>>) -> El {
    // Which steps there are changes seldom; what they say changes with each answer.
    let present = Memo::new(move |_| {
        picture.with(|picture| NodeId::STEPS.map(|id| find(picture, id).is_some()))
    });
    let list = move || {
        let steps = NodeId::STEPS.into_iter().zip(present.get());
        all(steps.filter(|(_, is_there)| *is_there).map(|(id, _)| {
            let folded = id.folded().iter();
            let dns = folded.map(|&id| node(picture, lang, id, selected));
            el("li.step")
                .child(node(picture, lang, id, selected))
                .child(el("div.step-dns").children(dns))
        }))
    };
    el("ol.steps aria-labelledby=path-title").child(live(list))
}

fn find(picture: &Picture, id: NodeId) -> Option<&DrawnNode> {
    picture.nodes.iter().find(|node| node.id == id)
}

fn node(picture: Memo<Picture>, lang: Lang, id: NodeId, selected: RwSignal<Option<NodeId>>) -> El {
    let drawn = Memo::new(move |_| {
        picture.with(|picture| Some((picture.lesson, find(picture, id)?.clone())))
    });
    el("button.step-node type=button")
        .at("data-node", id.word())
        .live("data-state", move || {
            drawn.with(|drawn| drawn.as_ref().map(|(_, node)| node.state.word()))
        })
        .state("aria-pressed", move || selected.get() == Some(id))
        .click(move || selected.update(|now| *now = (*now != Some(id)).then_some(id)))
        .child(live(move || {
            let inside = drawn.with(|drawn| {
                drawn
                    .as_ref()
                    .map(|(lesson, node)| inside(node, *lesson, lang))
            });
            Part::from(inside)
        }))
}

fn inside(node: &DrawnNode, lesson: bool, lang: Lang) -> Part {
    let state = if lesson { State::Stated } else { node.state };
    let mut texts = el("span.step-words");
    for (index, text) in node.texts.iter().enumerate() {
        let tag = if index == 0 { "b" } else { "span" };
        texts = texts.child(el(tag).text(text.clone())).text(" ");
    }
    if let Some(aligned) = node.aligned {
        let (sign, word) = words::aligned(aligned, lang);
        let badge = el("span.aligned").at("data-sign", sign);
        texts = texts.child(badge.text(format!("{sign} {word}"))).text(" ");
    }
    if !lesson {
        let state = format!("— {}", words::state(state, lang));
        texts = texts.child(el("span.visually-hidden").text(state));
    }
    all([glyph(state), texts.into()])
}
