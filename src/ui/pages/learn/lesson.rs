//! A lesson: its sentences, the picture, something to try, and what shows it.

use leptos::prelude::*;

use crate::engine::cite::Cite;
use crate::play::lessons::{InMail, Lesson, MYTHS, Seen, Side, Technique};
use crate::play::route::{Kind, Route};
use crate::play::scene::{self, NodeId};
use crate::text::learn::{Learn, cited};
use crate::text::{self, Lang};
use crate::ui::pages::learn::trial::trial;
use crate::ui::pages::learn::{all_seen, close, evidence, see, title};
use crate::ui::parts::diagram::{diagram, drawn};
use crate::ui::parts::el::{El, Part, all, button, el, live};
use crate::ui::parts::steps::steps;
use crate::ui::state::{Selection, State};

/// The lesson.
pub fn lesson(state: State, lang: Lang, words: &'static Learn, lesson: Lesson) -> Part {
    let told = words.lesson(lesson);
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
    parts.push(trial(words, lesson).into());
    if matches!(lesson.node(), None | Some(NodeId::Author | NodeId::Submit)) {
        parts.push(live(move || evidence::short(state, words)));
    }
    parts.push(all_seen(lang, words, lesson.see()).into());
    parts.push(live(move || see_mail(state, lang, words, lesson)));
    parts.push(sources(words, lesson.cites()).into());
    parts.push(neighbours(words, lesson).into());
    all(parts)
}

/// The picture of a mail's way, with what the lesson is about selected.
fn picture(lang: Lang, node: Option<NodeId>) -> El {
    let scene = Memo::new(|_| scene::lesson());
    let shapes = drawn(scene, lang);
    let selected = RwSignal::new(node);
    el("section.path aria-labelledby=path-title")
        .child(el("h2.visually-hidden id=path-title").text(text::ui(lang).path.lesson))
        .child(diagram(scene, shapes, selected, || ()))
        .child(steps(shapes, lang, selected))
}

/// Leads to what shows it in the mail on the page, or says that nothing does, and to what does.
fn see_mail(state: State, lang: Lang, words: &'static Learn, lesson: Lesson) -> Option<El> {
    let labels = &words.labels;
    let report = state.report.read();
    let in_mail = match &*report {
        Some(report) => lesson.in_mail(report, &state.scene.read()),
        None => lesson.in_any(),
    };
    let node = match in_mail {
        InMail::Here => return None,
        InMail::At(node) => Some(node),
        InMail::Absent | InMail::Never => None,
    };
    let told = el("p").at("data-testid", "see-mail");
    if let Some(node) = node {
        let open = move || {
            close(state);
            state.selection.set(Selection::Node(node));
        };
        return Some(told.child(button("button", labels.see_mail, open)));
    }
    let said = match in_mail {
        InMail::Never => labels.never_in_mail,
        _ if report.is_none() => labels.no_mail,
        _ => labels.not_in_mail,
    };
    let instead = lesson.instead().map(|instead| see(lang, words, instead));
    Some(told.text(said).text(" ").child(instead))
}

/// The rules that something rests on.
fn sources(words: &'static Learn, cites: &[Cite]) -> El {
    let cites = cites.iter().map(|cite| cited(*cite));
    let cites = cites.collect::<Vec<_>>().join(", ");
    el("p.help").text(format!("{}: {cites}", words.labels.sources))
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
    let labels = &words.labels;
    let myths = words.myths.iter().zip(MYTHS);
    all(myths.map(|(myth, refuted)| {
        let shown = refuted.see.iter();
        let shown = shown.map(|one| el("li").child(see(lang, words, *one)));
        el("section.myth")
            .child(el("p.help").text(labels.myth))
            .child(el("h2").text(myth.said))
            .child(el("p").text(myth.fact))
            .child(el("ul.see").children(shown))
            .child(sources(words, refuted.cites))
    }))
}
