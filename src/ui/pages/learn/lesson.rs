//! A lesson: its sentences, the picture, something to try, and what shows it.

use leptos::prelude::*;

use crate::play::lessons::{Lesson, MYTHS, Seen, Side, Technique};
use crate::play::route::{Kind, Route};
use crate::play::scene::{self, NodeId};
use crate::text::learn::{Learn, cited};
use crate::text::{self, Lang};
use crate::ui::pages::learn::{all_seen, close, see, title, trial};
use crate::ui::parts::diagram::diagram;
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::steps::steps;
use crate::ui::state::{Selection, State};

/// The lesson.
pub fn lesson(state: State, lang: Lang, words: &'static Learn, lesson: Lesson) -> Part {
    let told = words.lesson(lesson);
    let labels = &words.labels;
    let text = told.text.iter().map(|paragraph| el("p").text(*paragraph));
    let mut parts: Vec<Part> = vec![
        title(told.title).into(),
        el("p.point").text(told.point).into(),
    ];
    parts.extend(text.map(Part::from));
    parts.extend(match lesson {
        Lesson::Table => vec![table(state, words)],
        Lesson::Myths => vec![myths(lang, words)],
        _ => vec![picture(lang, lesson.node()).into()],
    });
    parts.push(match lesson {
        Lesson::Spf => trial::spf(words),
        Lesson::Dkim => trial::dkim(words),
        Lesson::Dmarc => trial::dmarc(words),
        Lesson::Dnssec => el("ol.chain")
            .children(labels.dnssec_chain.map(|link| el("li").text(link)))
            .into(),
        Lesson::Stages | Lesson::Port25 | Lesson::Submission | Lesson::Pop => {
            live(move || evidence(state, words))
        }
        _ => all::<Part>([]),
    });
    parts.push(all_seen(lang, words, lesson.see()).into());
    parts.push(live(move || see_mail(state, words, lesson.node()?)));
    let cites = lesson.cites().iter().map(|cite| cited(*cite));
    let cites = cites.collect::<Vec<_>>().join(", ");
    parts.push(
        el("p.help")
            .text(format!("{}: {cites}", labels.sources))
            .into(),
    );
    parts.push(neighbours(words, lesson).into());
    all(parts)
}

/// The picture of a mail's way, with what the lesson is about selected.
fn picture(lang: Lang, node: Option<NodeId>) -> El {
    let scene = Memo::new(|_| scene::lesson());
    let selected = RwSignal::new(node);
    el("section.path aria-labelledby=path-title")
        .child(el("h2.visually-hidden id=path-title").text(text::ui(lang).path.lesson))
        .child(diagram(scene, lang, selected, || ()))
        .child(steps(scene, lang, selected))
}

/// Leads to the node in the mail on the page, where it has one.
fn see_mail(state: State, words: &'static Learn, node: NodeId) -> Option<El> {
    let has_node = state.report.read().is_some() && state.scene.read().node(node).is_some();
    let open = move || {
        close(state);
        state.selection.set(Selection::Node(node));
    };
    has_node.then(|| el("p").child(button("button", words.labels.see_mail, open)))
}

/// What the trace of the mail on the page shows of a login.
fn evidence(state: State, words: &'static Learn) -> Option<Part> {
    let report = state.report.get()?;
    let labels = &words.labels;
    let sentence = |hop: &crate::engine::mail::Hop| {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
        words.hop(&or_dash(&hop.by), &or_dash(&hop.with), hop.authenticated)
    };
    let hops = report.hops.iter().rev();
    let hops = hops.map(|hop| el("li.wrap").text(sentence(hop)));
    let end = match report.hops.is_empty() {
        true => labels.evidence_none,
        false => labels.evidence_limits,
    };
    Some(all([
        el("h2").text(labels.evidence),
        el("ul.see data-testid=evidence").children(hops),
        el("p.help").text(end),
    ]))
}

fn neighbours(words: &'static Learn, lesson: Lesson) -> El {
    let at = lesson as usize;
    let link = |place: Option<usize>, word: &'static str| {
        let other = *Lesson::ALL.get(place?)?;
        let link = el("a").at("href", Route::item(Kind::Lesson, other.id()).to_string());
        Some(link.text(format!("{word}: {}", words.lesson(other).title)))
    };
    el("p.neighbours")
        .child(link(at.checked_sub(1), words.labels.previous))
        .text(" ")
        .child(link(Some(at + 1), words.labels.next))
}

/// The techniques side by side; with a mail on the page, what it shows of each.
fn table(state: State, words: &'static Learn) -> Part {
    let labels = &words.labels;
    let filter = RwSignal::new(0);
    let sides = [
        None,
        Some(Side::Sending),
        Some(Side::Receiving),
        Some(Side::Dns),
    ];
    let choices = labels.sides.into_iter().enumerate().map(|(at, word)| {
        button("button small", word, move || filter.set(at))
            .state("aria-pressed", move || filter.get() == at)
    });
    let head = move || {
        let seen = state.report.read().is_some().then_some(labels.seen);
        let cells = labels.columns.into_iter().chain(seen);
        el("tr").children(cells.map(|word| el("th scope=col").text(word)))
    };
    let body = move || {
        let side = sides.get(filter.get()).copied().flatten();
        let report = state.report.get();
        let rows = Technique::ALL.into_iter().zip(&words.techniques);
        let rows = rows.filter(|(technique, _)| side.is_none_or(|side| technique.side() == side));
        all(rows.map(|(technique, row)| {
            let seen = report.as_ref().map(|report| technique.seen(report));
            let cells = [row.role, row.who, row.how, row.exam];
            let word = seen.and_then(|seen| labels.seen_words.get(seen as usize).copied());
            let line = el("tr").child(el("th scope=row").text(row.name));
            let line = line.children(
                cells
                    .into_iter()
                    .chain(word)
                    .map(|cell| el("td").text(cell)),
            );
            match seen {
                Some(Seen::Yes) => line.at("data-state", "pass"),
                _ => line,
            }
        }))
    };
    let table = el("table")
        .child(el("thead").child(live(head)))
        .child(el("tbody").child(live(body)));
    all([
        el("div.actions role=group")
            .at("aria-label", labels.filter)
            .children(choices),
        el("div.scroll tabindex=0 role=region aria-labelledby=learn-title").child(table),
    ])
}

fn myths(lang: Lang, words: &'static Learn) -> Part {
    let myths = words.myths.iter().zip(MYTHS);
    all(myths.map(|(myth, shown)| {
        el("section.myth")
            .child(el("p.help").text(words.labels.myth))
            .child(el("h2").text(myth.said))
            .child(el("p").text(myth.fact))
            .child(el("p").child(see(lang, words, shown)))
    }))
}
