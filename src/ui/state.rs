//! Everything the page knows, as one `Copy` bundle of signals, made once.
//!
//! Nothing flows back but new inputs and new answers: the report is a memo of message, inputs and
//! answers, and what is drawn follows the report.

use std::sync::Arc;

use leptos::prelude::*;

use crate::engine::arc;
use crate::engine::crypto::{Checked, Ed25519};
use crate::engine::dns::zone::Zone;
use crate::engine::dns::{Answers, Question};
use crate::engine::paste::{Damage, Mailbox};
use crate::engine::prepare::Prepared;
use crate::engine::report::{AnyFinding, Inputs, Report};
use crate::engine::span::Span;
use crate::engine::verify::verify;
use crate::play::case::CaseFault;
use crate::play::permalink::LinkFault;
use crate::play::route::Route;
use crate::play::scene::{self, NodeId, Scene};
use crate::text::later::Full;
use crate::text::{self, Lang, Ui};
use crate::ui::browser;
use crate::ui::pieces::{Details, Learning, Sharing};
use crate::ui::settings::Settings;

/// Where the analysis came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The person pasted, typed, dropped or chose it.
    #[default]
    Own,
    /// A built-in example.
    Example,
    /// A link somebody made.
    Link,
    /// A `.case` file somebody made.
    File,
}

/// The one thing that every region shows in its own way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    #[default]
    None,
    /// A node of the picture.
    Node(NodeId),
    /// The DKIM signature with this index.
    Signature(usize),
    /// The ARC set with this index.
    Set(usize),
    /// The finding with this index.
    Finding(usize),
    /// A question to DNS.
    Question(Question),
    /// Octets of the message.
    Place(Span),
}

/// The tabs of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What was found, and the steps of what is selected.
    #[default]
    Findings,
    /// What was asked.
    Dns,
    /// The way of the mail and its envelope.
    Hops,
}

/// The region that a phone shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The picture or its list.
    #[default]
    Path,
    /// The message.
    Source,
    /// The inspector's DNS tab.
    Dns,
    /// The inspector's other tabs.
    Findings,
}

impl Pane {
    /// The word in `data-pane`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Source => "source",
            Self::Dns => "dns",
            Self::Findings => "findings",
        }
    }
}

/// Something that did not work, said in one sentence that can be dismissed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// More octets than are looked at.
    TooLarge(usize),
    /// A file or paste with nothing in it.
    Empty,
    /// A file in Outlook's own format.
    OutlookFile,
    /// The browser could not read the file.
    UnreadableFile,
    /// The browser did not allow copying.
    Clipboard,
    /// A case file that cannot be read.
    BadCase(CaseFault),
    /// More than one file was dropped.
    SeveralFiles,
    /// A piece of the page could not be loaded.
    Piece,
}

/// An analysis that was left for that of a message in it.
#[derive(Clone)]
pub struct Around {
    mail: Arc<Prepared>,
    inputs: Inputs,
    answers: Answers,
    origin: Origin,
    frozen: bool,
    pasted: Option<Arc<Prepared>>,
    mailbox: Option<Chosen>,
}

/// A message of a mailbox file.
#[derive(Clone)]
pub struct Chosen {
    /// The file.
    pub octets: Arc<[u8]>,
    /// What is in it.
    pub mailbox: Arc<Mailbox>,
    /// Which of its messages is shown.
    pub index: usize,
}

/// A link that shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLink {
    /// What arrived, for copying.
    pub raw: String,
    /// What is wrong.
    pub why: WhyBad,
}

/// Why a link shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyBad {
    /// It is damaged, too new, too large or not ours.
    Fault(LinkFault),
    /// It names an example that does not exist.
    UnknownExample(String),
    /// It names something this version does not have.
    NotYet,
}

/// The bundle.
#[derive(Clone, Copy)]
pub struct State {
    /// The language.
    pub lang: RwSignal<Lang>,
    /// What the browser remembers.
    pub settings: Settings,
    /// The message, once it is prepared.
    pub mail: RwSignal<Option<Arc<Prepared>>>,
    /// The message as it was pasted, while a repair of it is shown.
    pub pasted: RwSignal<Option<Arc<Prepared>>>,
    /// The mailbox file the message is from.
    pub mailbox: RwSignal<Option<Chosen>>,
    /// The analyses around that of an attached message, outermost first.
    pub around: RwSignal<Vec<Around>>,
    /// What is stated beside it.
    pub inputs: RwSignal<Inputs>,
    /// What DNS said.
    pub answers: RwSignal<Answers>,
    /// Saved answers that a fresh one has taken the place of, where the two differ.
    pub former: RwSignal<Answers>,
    /// Records the person pasted.
    pub zone: RwSignal<Zone>,
    /// Those records as they were pasted.
    pub zone_text: RwSignal<String>,
    /// Where the analysis came from.
    pub origin: RwSignal<Origin>,
    /// Nothing is asked: the analysis came with its answers.
    pub frozen: RwSignal<bool>,
    /// Changed since it was shared.
    pub changed: RwSignal<bool>,
    /// Questions the person agreed to, where consent is needed.
    pub consented: RwSignal<Vec<Question>>,
    /// Questions to be asked once more although they are answered.
    pub again: RwSignal<Vec<Question>>,
    /// Questions on their way.
    pub in_flight: RwSignal<Vec<Question>>,
    /// Which analysis this is: an answer to a question of an earlier one is dropped.
    pub generation: StoredValue<u32>,
    /// The signatures that were checked.
    pub checked: StoredValue<Checked>,
    /// The arithmetic of Ed25519, once it was needed.
    pub ed25519: RwSignal<Option<&'static Ed25519>>,
    /// What was found; `None` without a message.
    pub report: Memo<Option<Arc<Report>>>,
    /// The picture of it, or the lesson.
    pub scene: Memo<Scene>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// The node of the picture that stands for it.
    pub node: RwSignal<Option<NodeId>>,
    /// The signature whose marks the source shows.
    pub signature: Memo<Option<usize>>,
    /// The inspector's tab.
    pub tab: RwSignal<Tab>,
    /// The region that a phone shows.
    pub pane: RwSignal<Pane>,
    /// Whether the source is being edited.
    pub editing: RwSignal<bool>,
    /// Octets of a message that is being hashed elsewhere.
    pub preparing: RwSignal<Option<usize>>,
    /// Whether something hangs over the window, about to be dropped.
    pub dragging: RwSignal<bool>,
    /// Whether the browser says there is a network.
    pub online: RwSignal<bool>,
    /// What did not work.
    pub trouble: RwSignal<Option<Trouble>>,
    /// A link that shows nothing.
    pub bad_link: RwSignal<Option<BadLink>>,
    /// The last sentence of the live region.
    pub said: RwSignal<String>,
    /// What a person sends elsewhere, once it was needed.
    pub sharing: RwSignal<Option<(&'static Sharing, Full)>>,
    /// What a person looks into after the verdict, once it was needed.
    pub details: RwSignal<Option<(&'static Details, Full)>>,
    /// What of Learn is shown in place of the mail, which stays.
    pub learn: RwSignal<Option<Route>>,
    /// Learn and its words, once they were needed.
    pub learning: RwSignal<Option<Learning>>,
    speech: StoredValue<Speech>,
}

/// Keeps the live region from talking over itself.
#[derive(Default)]
struct Speech {
    last: f64,
    waiting: Option<String>,
}

/// Milliseconds between two sentences of the live region.
const PAUSE: f64 = 2_000.0;

impl State {
    /// The empty page in `lang`.
    pub fn new(lang: Lang) -> Self {
        let mail = RwSignal::new(None::<Arc<Prepared>>);
        let inputs = RwSignal::new(Inputs::default());
        let answers = RwSignal::new(Answers::new());
        let checked = StoredValue::new(Checked::with(None));
        let ed25519 = RwSignal::new(None);
        let report = Memo::new_with_compare(
            move |_| {
                let prepared = mail.get()?;
                let mut report = None;
                let ed25519 = ed25519.get();
                checked.update_value(|checked| {
                    checked.learn(ed25519);
                    report = Some(verify(&prepared, &inputs.read(), &answers.read(), checked));
                });
                report.map(Arc::new)
            },
            |before, after| !same(before, after),
        );
        let selection = RwSignal::new(Selection::None);
        let state = Self {
            lang: RwSignal::new(lang),
            settings: Settings::remembered(),
            mail,
            pasted: RwSignal::new(None),
            mailbox: RwSignal::new(None),
            around: RwSignal::new(Vec::new()),
            inputs,
            answers,
            former: RwSignal::new(Answers::new()),
            zone: RwSignal::new(Zone::default()),
            zone_text: RwSignal::new(String::new()),
            origin: RwSignal::new(Origin::Own),
            frozen: RwSignal::new(false),
            changed: RwSignal::new(false),
            consented: RwSignal::new(Vec::new()),
            again: RwSignal::new(Vec::new()),
            in_flight: RwSignal::new(Vec::new()),
            generation: StoredValue::new(0),
            checked,
            ed25519,
            report,
            scene: Memo::new(move |_| {
                report
                    .get()
                    .map_or_else(scene::lesson, |report| scene::of(&report))
            }),
            selection,
            node: RwSignal::new(None),
            signature: Memo::new(move |_| {
                let report = report.get()?;
                selected_signature(&report, &selection.read())
            }),
            tab: RwSignal::new(Tab::Findings),
            pane: RwSignal::new(Pane::Path),
            editing: RwSignal::new(false),
            preparing: RwSignal::new(None),
            dragging: RwSignal::new(false),
            online: RwSignal::new(browser::is_online()),
            trouble: RwSignal::new(None),
            bad_link: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            sharing: RwSignal::new(None),
            details: RwSignal::new(None),
            learn: RwSignal::new(None),
            learning: RwSignal::new(None),
            speech: StoredValue::new(Speech::default()),
        };
        state.tie_node_to_selection();
        state
    }

    /// The words of the page, in the language at this moment.
    pub fn words(self) -> &'static Ui {
        text::ui(self.lang.get_untracked())
    }

    /// Shows an analysis in place of whatever was there.
    pub fn open(self, mail: Arc<Prepared>, inputs: Inputs, answers: Answers, origin: Origin) {
        self.forget();
        self.frozen.set(origin != Origin::Own);
        self.origin.set(origin);
        self.inputs.set(inputs);
        self.answers.set(answers);
        self.mail.set(Some(mail));
    }

    /// Shows the analysis of a message that is in the one shown; `leave` leads back.
    pub fn enter(self, mail: Arc<Prepared>, inputs: Inputs) {
        let mut around = self.around.get_untracked();
        if let Some(outer) = self.mail.get_untracked() {
            around.push(Around {
                mail: outer,
                inputs: self.inputs.get_untracked(),
                answers: self.answers.get_untracked(),
                origin: self.origin.get_untracked(),
                frozen: self.frozen.get_untracked(),
                pasted: self.pasted.get_untracked(),
                mailbox: self.mailbox.get_untracked(),
            });
        }
        self.open(mail, inputs, Answers::new(), Origin::Own);
        self.around.set(around);
    }

    /// Shows the analysis around this one again.
    pub fn leave(self) {
        let mut around = self.around.get_untracked();
        let Some(outer) = around.pop() else {
            return;
        };
        self.open(outer.mail, outer.inputs, outer.answers, outer.origin);
        self.frozen.set(outer.frozen);
        self.pasted.set(outer.pasted);
        self.mailbox.set(outer.mailbox);
        self.around.set(around);
    }

    /// Shows a repair of the message, or with no damage the message as it was pasted again.
    pub fn show_repair(self, mail: Arc<Prepared>, repaired: Vec<Damage>) {
        let pasted = match self.pasted.get_untracked() {
            _ if repaired.is_empty() => None,
            Some(pasted) => Some(pasted),
            None => self.mail.get_untracked(),
        };
        self.editing.set(false);
        self.inputs.update(|inputs| inputs.repaired = repaired);
        self.pasted.set(pasted);
        self.replace_message(mail);
    }

    /// Shows another text of the same message: answers and inputs stay.
    pub fn replace_message(self, mail: Arc<Prepared>) {
        self.selection.set(Selection::None);
        self.note_change();
        self.mail.set(Some(mail));
    }

    /// Back to the empty page. Settings and pasted records stay.
    pub fn forget(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.mail.set(None);
        self.pasted.set(None);
        self.mailbox.set(None);
        self.around.set(Vec::new());
        self.selection.set(Selection::None);
        self.editing.set(false);
        self.preparing.set(None);
        self.bad_link.set(None);
        self.learn.set(None);
        self.trouble.set(None);
        self.answers.set(Answers::new());
        self.former.set(Answers::new());
        self.inputs.set(Inputs::default());
        self.consented.set(Vec::new());
        self.in_flight.set(Vec::new());
        self.changed.set(false);
        self.frozen.set(false);
        self.origin.set(Origin::Own);
        self.tab.set(Tab::Findings);
        self.pane.set(Pane::Path);
    }

    /// The person changed something: the address no longer names what is shown.
    pub fn note_change(self) {
        if !browser::fragment().is_empty() {
            browser::replace_address(&browser::path());
        }
        if self.origin.get_untracked() != Origin::Own {
            self.changed.set(true);
        }
    }

    /// Says a sentence in the live region; of several within two seconds only the last.
    pub fn say(self, sentence: String) {
        let wait = self
            .speech
            .try_update_value(|speech| {
                let is_queued = speech.waiting.replace(sentence).is_some();
                (!is_queued).then(|| (speech.last + PAUSE - browser::millis()).max(0.0))
            })
            .flatten();
        let Some(wait) = wait else {
            return;
        };
        browser::after(wait as u64, move || {
            let sentence = self.speech.try_update_value(|speech| {
                speech.last = browser::millis();
                speech.waiting.take()
            });
            self.said.set(sentence.flatten().unwrap_or_default());
        });
    }

    /// The picture has its own signal for the node chosen; it and the selection follow each other.
    fn tie_node_to_selection(self) {
        Effect::new(move |_| {
            let node = node_of(self.report.get().as_deref(), &self.selection.read());
            if self.node.get_untracked() != node {
                self.node.set(node);
            }
        });
        Effect::new(move |_| {
            let node = self.node.get();
            let selection = self.selection.get_untracked();
            if node_of(self.report.get_untracked().as_deref(), &selection) == node {
                return;
            }
            self.selection
                .set(node.map_or(Selection::None, Selection::Node));
            if let Some(node) = node {
                self.tab.set(tab_of(node));
            }
        });
    }
}

fn same(before: Option<&Option<Arc<Report>>>, after: Option<&Option<Arc<Report>>>) -> bool {
    match (before, after) {
        (Some(Some(before)), Some(Some(after))) => Arc::ptr_eq(before, after),
        (Some(None), Some(None)) => true,
        _ => false,
    }
}

/// The tab that tells about a node.
const fn tab_of(node: NodeId) -> Tab {
    match node {
        NodeId::Submit | NodeId::Relay | NodeId::Border => Tab::Hops,
        NodeId::Mx
        | NodeId::SpfRecord
        | NodeId::DkimKey
        | NodeId::DmarcRecord
        | NodeId::Dnssec
        | NodeId::Owner => Tab::Dns,
        _ => Tab::Findings,
    }
}

/// The node that stands for what is selected.
fn node_of(report: Option<&Report>, selection: &Selection) -> Option<NodeId> {
    match selection {
        Selection::Node(node) => Some(*node),
        Selection::Signature(_) => Some(NodeId::Dkim),
        Selection::Set(_) => Some(NodeId::Arc),
        Selection::Finding(index) => match &report?.findings.get(*index)?.finding {
            AnyFinding::Mail(_) => Some(NodeId::Author),
            AnyFinding::Dkim(..) => Some(NodeId::Dkim),
            AnyFinding::Spf(..) => Some(NodeId::Spf),
            AnyFinding::Dmarc(_) => Some(NodeId::Dmarc),
            AnyFinding::Arc(_) => Some(NodeId::Arc),
            AnyFinding::Claims(_) => Some(NodeId::Deliver),
            AnyFinding::Verdict(_) | AnyFinding::Paste(_) => None,
        },
        Selection::Question(question) => {
            use crate::engine::dns::Asker;
            let asked = report?.asked.iter().find(|a| a.question == *question)?;
            Some(match asked.by {
                Asker::Dkim(_) => NodeId::DkimKey,
                Asker::Arc(_) => NodeId::Arc,
                Asker::SpfHelo | Asker::SpfMailFrom => NodeId::SpfRecord,
                Asker::Dmarc | Asker::Reports => NodeId::DmarcRecord,
            })
        }
        Selection::Place(_) | Selection::None => None,
    }
}

/// The ARC set that what is selected is about; of the chain as a whole its newest.
pub fn selected_set<'r>(report: &'r Report, selection: &Selection) -> Option<&'r arc::Set> {
    match selection {
        Selection::Set(index) => report.arc.sets.get(*index),
        Selection::Node(NodeId::Arc) => report.arc.sets.last(),
        _ => None,
    }
}

/// The index of the signature that speaks for the message.
fn best_signature(report: &Report) -> Option<usize> {
    let best = scene::best(report)?;
    report
        .dkim
        .iter()
        .position(|signature| signature.header == best.header)
}

/// The signature that what is selected is about.
fn selected_signature(report: &Report, selection: &Selection) -> Option<usize> {
    let index = match selection {
        Selection::Signature(index) => *index,
        Selection::Node(NodeId::Dkim | NodeId::DkimKey) => best_signature(report)?,
        Selection::Finding(finding) => match report.findings.get(*finding)?.finding {
            AnyFinding::Dkim(index, _) => index,
            _ => return None,
        },
        Selection::Question(question) => report
            .dkim
            .iter()
            .position(|signature| signature.key_question.as_ref() == Some(question))?,
        _ => return None,
    };
    (index < report.dkim.len()).then_some(index)
}
