//! An element as data: its shape, what follows signals, what is in it.
//!
//! The `view!` macro gives every element a type of its own, and each type brings code that builds,
//! changes and drops it; written so, this page weighed a third more than it may. Here all elements
//! are of one type, so that an element costs what its words cost. All that is reactive is Leptos's.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::event::{self, on};
use leptos::tachys::html::property::prop;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// An element that is not drawn yet.
pub struct El(Box<Inside>);

struct Inside {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// The element of this shape: its name, `.class` for each class, then attributes as `name=value` or
/// `name`, a space before each. `el("button.tab type=button disabled")`
pub fn el(shape: &'static str) -> El {
    let mut words = shape.split(' ');
    let mut names = words.next().unwrap_or_default().split('.');
    let tag = names.next().unwrap_or_default();
    let class = names.collect::<Vec<_>>().join(" ");
    let mut el = El(Box::new(Inside {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }));
    if !class.is_empty() {
        el = el.set("class", class);
    }
    for word in words {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        el = el.set(name, value.to_owned());
    }
    el
}

impl El {
    /// An attribute.
    pub fn at(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.set_cow(name, value.into())
    }

    /// An attribute that follows signals; `None` takes it away.
    pub fn live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<&'static str> + Send + 'static,
    ) -> Self {
        self.follow(name, Arc::new(Mutex::new(value)))
    }

    /// An attribute that is there, without a value, while a condition holds.
    pub fn when(self, name: &'static str, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || holds().then_some(""))
    }

    /// An attribute that says `true` or `false`, as ARIA's states do.
    pub fn state(self, name: &'static str, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || Some(if holds() { "true" } else { "false" }))
    }

    /// An attribute that says `true` while a condition holds, and is not there else.
    pub fn when_true(self, name: &'static str, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || holds().then_some("true"))
    }

    /// A property that follows signals: what a person typed or ticked is no attribute.
    pub fn prop(self, name: &'static str, value: impl Fn() -> JsValue + Send + 'static) -> Self {
        self.hold(name, Arc::new(Mutex::new(value)))
    }

    /// What happens on an event.
    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(handler))
    }

    /// What happens on a click.
    pub fn click(self, mut handler: impl FnMut() + 'static) -> Self {
        self.listen("click", Box::new(move |_| handler()))
    }

    /// Text in it.
    pub fn text(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.push(words(text.into()))
    }

    /// Text in it that follows signals.
    pub fn live_text(self, text: impl Fn() -> String + Send + 'static) -> Self {
        let text: SharedReactiveFunction<String> = Arc::new(Mutex::new(text));
        self.push(text.into_any())
    }

    /// One of several words in it, following signals.
    pub fn live_word(self, word: impl Fn() -> &'static str + Send + 'static) -> Self {
        let word: SharedReactiveFunction<&'static str> = Arc::new(Mutex::new(word));
        self.push(word.into_any())
    }

    /// Something in it.
    pub fn child(self, child: impl Into<Part>) -> Self {
        self.push(child.into().0)
    }

    /// Several things in it.
    pub fn children<P: Into<Part>>(mut self, children: impl IntoIterator<Item = P>) -> Self {
        for child in children {
            self = self.push(child.into().0);
        }
        self
    }

    #[inline(never)]
    fn push(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    #[inline(never)]
    fn set_cow(self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.set(name, value.into_owned())
    }

    #[inline(never)]
    fn set(mut self, name: &'static str, value: String) -> Self {
        let attribute = custom_attribute(name, value);
        self.0.attributes.push(attribute.into_any_attr());
        self
    }

    #[inline(never)]
    fn follow(
        mut self,
        name: &'static str,
        value: SharedReactiveFunction<Option<&'static str>>,
    ) -> Self {
        let attribute = custom_attribute(name, value);
        self.0.attributes.push(attribute.into_any_attr());
        self
    }

    #[inline(never)]
    fn hold(mut self, name: &'static str, value: SharedReactiveFunction<JsValue>) -> Self {
        self.0.attributes.push(prop(name, value).into_any_attr());
        self
    }

    #[inline(never)]
    fn listen(mut self, name: &'static str, handler: Box<dyn FnMut(Event)>) -> Self {
        let event = event::Custom::<Event>::new(name);
        self.0.attributes.push(on(event, handler).into_any_attr());
        self
    }
}

/// Something that can be in an element.
pub struct Part(AnyView);

impl From<El> for Part {
    #[inline(never)]
    fn from(el: El) -> Self {
        let inside = *el.0;
        let drawn = custom(inside.tag)
            .add_any_attr(inside.attributes)
            .child(inside.children);
        Self(drawn.into_any())
    }
}

impl From<AnyView> for Part {
    fn from(view: AnyView) -> Self {
        Self(view)
    }
}

impl From<&'static str> for Part {
    fn from(text: &'static str) -> Self {
        Self(words(Cow::Borrowed(text)))
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self(words(Cow::Owned(text)))
    }
}

/// What may be absent.
impl<P: Into<Part>> From<Option<P>> for Part {
    fn from(part: Option<P>) -> Self {
        part.map_or_else(|| Self(().into_any()), Into::into)
    }
}

impl IntoRender for Part {
    type Output = AnyView;

    fn into_render(self) -> AnyView {
        self.0
    }
}

/// Several things as one, without an element around them.
pub fn all<P: Into<Part>>(parts: impl IntoIterator<Item = P>) -> Part {
    let mut views: Vec<AnyView> = Vec::new();
    for part in parts {
        views.push(part.into().0);
    }
    Part(views.into_any())
}

/// What follows signals: drawn anew whenever one of them changes.
pub fn live<P: Into<Part>>(part: impl Fn() -> P + Send + 'static) -> Part {
    let view: SharedReactiveFunction<AnyView> = Arc::new(Mutex::new(move || part().into().0));
    Part(view.into_any())
}

/// A button with a word on it.
pub fn button(
    class: &'static str,
    word: impl Into<Cow<'static, str>>,
    click: impl FnMut() + 'static,
) -> El {
    labelled_button(class, word.into(), Box::new(click))
}

fn labelled_button(
    class: &'static str,
    word: Cow<'static, str>,
    mut click: Box<dyn FnMut()>,
) -> El {
    let button = el("button type=button").at("class", class).text(word);
    button.on("click", move |_| click())
}

#[inline(never)]
fn words(text: Cow<'static, str>) -> AnyView {
    text.into_owned().into_any()
}
