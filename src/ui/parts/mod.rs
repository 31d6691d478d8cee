//! What pages are made of. A part takes what it shows and decides nothing.

pub mod copy;
pub mod icon;
pub mod diagram {
    use crate::play::scene::{NodeId, Scene};
    use crate::text::Lang;
    use leptos::prelude::*;
    #[component]
    pub fn Diagram(
        #[prop(into)] scene: Signal<Scene>,
        #[prop(into)] lang: Signal<Lang>,
        selected: RwSignal<Option<NodeId>>,
    ) -> impl IntoView {
        let _ = (scene, lang, selected);
    }
}
pub mod steps {
    use crate::play::scene::{NodeId, Scene};
    use crate::text::Lang;
    use leptos::prelude::*;
    #[component]
    pub fn Steps(
        #[prop(into)] scene: Signal<Scene>,
        #[prop(into)] lang: Signal<Lang>,
        selected: RwSignal<Option<NodeId>>,
    ) -> impl IntoView {
        let _ = (scene, lang, selected);
    }
}
pub mod glyph {
    use leptos::prelude::*;
    #[component]
    pub fn Glyph(state: crate::play::scene::State) -> impl IntoView {
        let _ = state;
    }
}
