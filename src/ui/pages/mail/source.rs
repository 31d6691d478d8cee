//! The message as it was pasted, with the marks of what is selected; or a text area to change it in.
//!
//! The lines are drawn once for a message and only marked again for a selection: with a hundred
//! kilobytes that is the difference between milliseconds and a pause. So this part writes to the DOM
//! itself. Everything of the mail becomes a text node.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::tachys::renderer::Rndr;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use crate::engine::dkim::BodyHash;
use crate::engine::mail::encoded::{self, Chunk};
use crate::engine::paste::Finding;
use crate::engine::prepare::Prepared;
use crate::engine::report::{AnyFinding, Report};
use crate::engine::span::Span;
use crate::play::scene::NodeId;
use crate::play::source::{Line, Mark, Marks, Part as LinePart, lines, marks, set_marks};
use crate::text::{self, Lang, Ui};
use crate::ui::pages::mail::header::help;
use crate::ui::pages::mail::hero::typed;
use crate::ui::parts::el::{El, all, button, el, live};
use crate::ui::parts::field::plain;
use crate::ui::state::{Selection, State, selected_set};
use crate::ui::{browser, intake};

/// Octets of the message that are shown.
const SHOWN: usize = 200_000;

/// The pane.
pub fn source(state: State, lang: Lang) -> El {
    let ui = text::ui(lang);
    let words = &ui.source;
    let toggle = move || {
        state.editing.update(|editing| *editing = !*editing);
        browser::focus(if state.editing.get_untracked() {
            "edit"
        } else {
            "edit-toggle"
        });
    };
    let edit = button("button small", "", toggle)
        .at("id", "edit-toggle")
        .when("disabled", move || obstacle(state, ui).is_some())
        .live_word(move || {
            if state.editing.get() {
                words.done
            } else {
                words.edit
            }
        });
    let bar = el("div.pane-bar")
        .child(el("h2 id=source-title").text(words.title))
        .child(el("div.actions").child(edit));
    el("section.pane.source id=source data-testid=source aria-labelledby=source-title")
        .child(bar)
        .child(live(move || {
            if state.editing.get() {
                editor(state, ui)
            } else {
                sheet(state, ui)
            }
        }))
}

/// What keeps the message from being edited here.
fn obstacle(state: State, ui: &'static Ui) -> Option<&'static str> {
    let mail = state.mail.get()?;
    let octets = mail.message.octets();
    if octets.len() > SHOWN {
        Some(ui.source.too_long_to_edit)
    } else if std::str::from_utf8(octets).is_err() {
        Some(ui.source.not_utf8)
    } else {
        None
    }
}

/// The text area; what is typed in it is looked at after a pause.
fn editor(state: State, ui: &'static Ui) -> El {
    let text = state.mail.with_untracked(|mail| {
        let octets = mail.as_ref().map(|mail| mail.message.octets());
        String::from_utf8_lossy(octets.unwrap_or_default()).into_owned()
    });
    typed(plain(el("textarea.edit")), move |text| {
        intake::take_edited(state, &text);
    })
    .at("id", "edit")
    .at("aria-label", ui.source.edit_label)
    .prop("value", move || text.as_str().into())
}

/// The lines of the message, and sentences about them.
fn sheet(state: State, ui: &'static Ui) -> El {
    let drawn = StoredValue::new_local(None::<Sheet>);
    let place = el("div.lines")
        .at("id", LINES)
        .on("click", move |event| choose_name(state, &event));
    Effect::new(move |_| {
        if let (Some(place), Some(mail)) = (browser::by_id(LINES), state.mail.get()) {
            drawn.set_value(Some(Sheet::draw(ui, &place, mail)));
        }
    });
    Effect::new(move |_| {
        let Some(report) = state.report.get() else {
            return;
        };
        let (selection, signature) = (state.selection.get(), state.signature.get());
        drawn.update_value(|sheet| {
            if let Some(sheet) = sheet {
                sheet.mark(&report, signature, &selection);
            }
        });
    });
    let notes = live(move || {
        let mail = state.mail.get();
        let octets = mail.map_or(0, |mail| mail.message.octets().len());
        let cut = (octets > SHOWN).then(|| (ui.source.cut)(&(ui.size)(SHOWN), &(ui.size)(octets)));
        all([
            obstacle(state, ui).map(help),
            cut.map(help),
            (octets == 0).then(|| help(ui.source.empty)),
        ])
    });
    el("div.pane-body id=source-body tabindex=0 role=group aria-labelledby=source-title")
        .child(notes)
        .child(place)
}

const LINES: &str = "source-lines";

fn choose_name(state: State, event: &Event) {
    let name = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| target.closest("button.name").ok().flatten());
    let header = name
        .and_then(|name| name.get_attribute("data-header"))
        .and_then(|index| index.parse().ok());
    if let (Some(header), Some(report)) = (header, state.report.get_untracked()) {
        choose_header(state, &report, header);
    }
}

/// A header's name leads to what was found about it: its signature, its ARC set, its finding, else
/// itself.
fn choose_header(state: State, report: &Report, header: usize) {
    let Some(mail) = state.mail.get_untracked() else {
        return;
    };
    let Some(whole) = mail.message.headers.get(header).map(|field| field.whole) else {
        return;
    };
    let is_inside = |span: Span| whole.start <= span.start && span.end <= whole.end;
    let signature = mail.signatures.iter().position(|index| *index == header);
    let finding = report
        .findings
        .iter()
        .position(|noted| noted.span.is_some_and(is_inside));
    let mut sets = report.arc.sets.iter();
    let set = sets.position(|set| set.fields.contains(&Some(header)));
    state.selection.set(match (signature, set, finding) {
        (Some(index), ..) => Selection::Signature(index),
        (None, Some(index), _) => Selection::Set(index),
        (None, None, Some(index)) => Selection::Finding(index),
        (None, None, None) => Selection::Place(whole),
    });
}

/// The drawn message.
struct Sheet {
    ui: &'static Ui,
    mail: Arc<Prepared>,
    place: HtmlElement,
    lines: Vec<Line>,
    rows: Vec<Row>,
    ghosts: Vec<Element>,
}

/// One drawn line, and what is on it.
struct Row {
    element: Element,
    drawn: Drawn,
}

#[derive(Clone, Default, PartialEq)]
struct Drawn {
    mark: Option<Mark>,
    label: Option<String>,
    underlined: Vec<(Span, String)>,
}

impl Sheet {
    fn draw(ui: &'static Ui, place: &HtmlElement, mail: Arc<Prepared>) -> Self {
        place.set_text_content(None);
        let lines = lines(&mail.message, SHOWN);
        let mut rows = Vec::with_capacity(lines.len());
        for (index, line) in lines.iter().enumerate() {
            let element = element("div", "line");
            if let LinePart::Header { first: false, .. } = line.part {
                let _ = element.set_attribute("data-more", "");
            }
            fill(&element, &mail, line, &Drawn::default());
            let _ = place.append_child(&element);
            rows.push(Row {
                element,
                drawn: Drawn::default(),
            });
            let next = lines.get(index + 1).map(|next| next.part);
            if let LinePart::Header { index, .. } = line.part
                && !matches!(next, Some(LinePart::Header { first: false, .. }))
                && let Some(reading) = reading(&mail, index)
            {
                let row = self::element("div", "line reading");
                let tag = self::element("span", "tag");
                tag.set_text_content(Some(ui.source.reads));
                let _ = row.append_child(&tag);
                let _ = row.append_child(&document().create_text_node(&format!(" {reading}")));
                let _ = place.append_child(&row);
            }
        }
        Self {
            ui,
            mail,
            place: place.clone(),
            lines,
            rows,
            ghosts: Vec::new(),
        }
    }

    /// Marks what the selection is about, and brings it into view.
    fn mark(&mut self, report: &Report, signature: Option<usize>, selection: &Selection) {
        let message = &self.mail.message;
        let signature = signature.and_then(|index| report.dkim.get(index));
        let set = selected_set(report, selection);
        let marks = match (signature, set) {
            (Some(signature), _) => Some(marks(message, &self.lines, signature)),
            (None, Some(set)) => Some(set_marks(message, &self.lines, set)),
            (None, None) => None,
        };
        let signature = signature.or_else(|| set?.message.as_ref());
        let _ = match marks {
            Some(_) => self.place.set_attribute("data-marked", ""),
            None => self.place.remove_attribute("data-marked"),
        };
        let selected = match selection {
            Selection::Finding(index) => report.findings.get(*index).and_then(|noted| noted.span),
            Selection::Place(span) => Some(*span),
            Selection::Node(NodeId::Author) => {
                report.author.addresses.first().map(|author| author.span)
            }
            Selection::Node(NodeId::Border) => report
                .border
                .and_then(|border| report.hops.get(border))
                .map(|hop| hop.span),
            _ => None,
        };
        let selected = self.places(report, selection, selected);
        let body = signature.map(|signature| self.body_label(&signature.body));
        let mut before = None;
        for (index, line) in self.lines.iter().enumerate() {
            let mark = marks.as_ref().and_then(|marks| *marks.lines.get(index)?);
            let label = self.label(line, mark, before, body.as_deref());
            before = mark;
            let drawn = Drawn {
                mark,
                label,
                underlined: underlined(line, mark, marks.as_ref(), &selected),
            };
            if let Some(row) = self.rows.get_mut(index)
                && row.drawn != drawn
            {
                show_mark(&row.element, mark);
                fill(&row.element, &self.mail, line, &drawn);
                row.drawn = drawn;
            }
        }
        self.draw_ghosts(marks.as_ref());
        if *selection != Selection::None {
            self.scroll_to_marks(marks.is_some());
        }
    }

    /// The places to mark: `selected`, or every one that a repair would change.
    fn places(&self, report: &Report, selection: &Selection, selected: Option<Span>) -> Vec<Span> {
        if let Selection::Finding(index) = selection
            && let Some(noted) = report.findings.get(*index)
            && let AnyFinding::Paste(Finding::Damaged { damage, .. }) = noted.finding
        {
            for repair in &self.mail.paste.repairs {
                if repair.damage == damage {
                    return repair.places.clone();
                }
            }
        }
        selected.into_iter().collect()
    }

    /// What stands beside a line, in words.
    fn label(
        &self,
        line: &Line,
        mark: Option<Mark>,
        before: Option<Mark>,
        body: Option<&str>,
    ) -> Option<String> {
        let words = &self.ui.source;
        let is_first = matches!(line.part, LinePart::Header { first: true, .. });
        match mark? {
            Mark::Unsigned => is_first.then(|| words.not_signed.to_owned()),
            Mark::AboveSigned => is_first.then(|| format!("⚠ {}", words.above_signed)),
            Mark::Body | Mark::BodyBad if before != mark => body.map(ToOwned::to_owned),
            Mark::Tail if before != mark => Some(words.tail.to_owned()),
            _ => None,
        }
    }

    fn body_label(&self, body: &BodyHash) -> String {
        let words = &self.ui.source;
        match body {
            BodyHash::Match { hashed } => (words.body_hashed)(&(self.ui.octets)(*hashed)),
            BodyHash::Mismatch { hashed, .. } => (words.body_differs)(&(self.ui.octets)(*hashed)),
            BodyHash::Absent | BodyHash::Stated | BodyHash::NotComputed => String::new(),
        }
    }

    /// The signed names no field is left for stand below the header.
    fn draw_ghosts(&mut self, marks: Option<&Marks>) {
        for ghost in self.ghosts.drain(..) {
            ghost.remove();
        }
        let Some(marks) = marks else {
            return;
        };
        let below = self
            .lines
            .iter()
            .rposition(|line| matches!(line.part, LinePart::Header { .. }))
            .and_then(|last| self.rows.get(last + 1));
        for (number, name) in &marks.ghosts {
            let ghost = element("div", "line ghost");
            show_mark(&ghost, Some(Mark::Signed(*number)));
            ghost.set_text_content(Some(&(self.ui.source.ghost)(&text::visible(
                name.as_bytes(),
            ))));
            let before = below.map(|row| row.element.as_ref());
            let _ = self.place.insert_before(&ghost, before);
            self.ghosts.push(ghost);
        }
    }

    /// Brings the marks into view: the signature with what it signed, or what is selected.
    fn scroll_to_marks(&self, is_signature: bool) {
        let wanted = if is_signature {
            "[data-mark=signature], [data-mark=signed]"
        } else {
            "mark"
        };
        let Ok(marks) = self.place.query_selector_all(wanted) else {
            return;
        };
        let mark = |index| marks.get(index).and_then(|mark| mark.dyn_into().ok());
        let last = marks.length().saturating_sub(1);
        if let (Some(first), Some(last)) = (mark(0), mark(last)) {
            browser::reveal("source-body", &first, &last);
        }
    }
}

/// The places of a line that are underlined: tags of the selected signature, and what is selected.
fn underlined(
    line: &Line,
    mark: Option<Mark>,
    marks: Option<&Marks>,
    selected: &[Span],
) -> Vec<(Span, String)> {
    let within = |span: Span| {
        let (start, end) = (span.start.max(line.span.start), span.end.min(line.span.end));
        (start < end).then(|| Span::new(start, end))
    };
    let mut places = Vec::new();
    for selected in selected {
        places.extend(within(*selected).map(|place| (place, String::new())));
    }
    if !places.is_empty() {
        return places;
    }
    let tags = marks
        .filter(|_| mark == Some(Mark::Signature))
        .map(|marks| marks.tags.as_slice())
        .unwrap_or_default();
    tags.iter()
        .filter(|tag| matches!(tag.name.as_str(), "d" | "s" | "h" | "bh" | "b"))
        .filter_map(|tag| Some((within(tag.span)?, tag.name.clone())))
        .collect()
}

fn element(name: &str, class: &str) -> Element {
    let element = Rndr::create_element(name, None);
    element.set_class_name(class);
    element
}

fn show_mark(element: &Element, mark: Option<Mark>) {
    let _ = match mark {
        Some(mark) => element.set_attribute("data-mark", mark.word()),
        None => element.remove_attribute("data-mark"),
    };
    let _ = match mark {
        Some(Mark::Signed(number)) => element.set_attribute("data-n", &text::circled(number)),
        _ => element.remove_attribute("data-n"),
    };
}

/// Writes a line: the name of a field as a button, underlined places as marks, its label.
fn fill(element: &Element, mail: &Prepared, line: &Line, drawn: &Drawn) {
    element.set_text_content(None);
    let append = |node: &web_sys::Node| {
        let _ = element.append_child(node);
    };
    let append_label = || {
        if let Some(label) = drawn.label.as_ref().filter(|label| !label.is_empty()) {
            let tag = self::element("span", "tag");
            tag.set_text_content(Some(label));
            append(&tag);
        }
    };
    let octets = |start, end| text::visible(mail.message.bytes(Span::new(start, end)));
    let mut at = line.span.start;
    if let LinePart::Header { index, first: true } = line.part
        && let Some(field) = mail.message.headers.get(index)
    {
        let name = self::element("button", "name");
        let _ = name.set_attribute("type", "button");
        let _ = name.set_attribute("data-header", &index.to_string());
        name.set_text_content(Some(&octets(field.name.start, field.name.end)));
        append(&name);
        at = field.name.end;
    }
    // It floats to the end of the row, and so has to come before the text that may fill the row.
    append_label();
    for (span, tag) in &drawn.underlined {
        if span.end <= at {
            continue;
        }
        let start = span.start.max(at);
        append(&document().create_text_node(&octets(at, start)));
        let mark = self::element("mark", "");
        if !tag.is_empty() {
            let _ = mark.set_attribute("data-tag", tag);
        }
        mark.set_text_content(Some(&octets(start, span.end)));
        append(&mark);
        at = span.end;
    }
    let rest = octets(at, line.span.end);
    // An empty line still has its height.
    let rest = if line.span.is_empty() { " " } else { &rest };
    append(&document().create_text_node(rest));
}

/// A field's value as a reader would see it, where that is not what stands in the source: encoded
/// words, or text in an old charset.
fn reading(mail: &Prepared, header: usize) -> Option<String> {
    let field = mail.message.headers.get(header)?;
    let chunks = encoded::decode(mail.message.value(field));
    let is_plain = |charset: &str| matches!(charset, "us-ascii" | "utf-8");
    let has_words = chunks.len() > 1
        || chunks.iter().any(|chunk| !is_plain(&chunk.charset))
        || may_hold_words(mail.message.value(field));
    if !has_words {
        return None;
    }
    Some(as_text(&chunks))
}

/// A field's value as a reader would see it.
pub fn decoded(value: &[u8]) -> String {
    as_text(&encoded::decode(value))
}

fn as_text(chunks: &[Chunk]) -> String {
    let mut text = String::new();
    for chunk in chunks {
        let decoded = browser::decode(&chunk.charset, &chunk.octets);
        text += &decoded.unwrap_or_else(|| encoded::text(std::slice::from_ref(chunk)));
    }
    text::visible(text.trim().as_bytes())
}

/// Whether an encoded word may stand here.
fn may_hold_words(value: &[u8]) -> bool {
    value.windows(2).any(|pair| pair == b"=?")
}
