//! The fields by which a person changes the simulator's settings.

use leptos::prelude::*;

use crate::play::submission::{Auth, Condition, LONGEST, Place, Port, Sender, Settings, Target};
use crate::text::learn::Learn;
use crate::ui::parts::el::{El, el};
use crate::ui::parts::field::{labelled, tick};

/// The field of one condition.
pub fn condition(words: &'static Learn, settings: RwSignal<Settings>, one: Condition) -> El {
    let field = Field { settings, one };
    let labels = &words.labels;
    let letters = |letters: Vec<char>, words: &[&'static str]| {
        letters.into_iter().zip(words.to_vec()).collect::<Vec<_>>()
    };
    match one {
        Condition::Sender => {
            let all = Sender::ALL.iter().map(|one| one.letter()).collect();
            field.chosen(labels.sender, letters(all, &words.senders))
        }
        Condition::Place => {
            let all = Place::ALL.iter().map(|one| one.letter()).collect();
            field.chosen(labels.place, letters(all, &words.places))
        }
        Condition::Target => {
            let all = Target::ALL.iter().map(|one| one.letter()).collect();
            field.chosen(labels.target, letters(all, &words.targets))
        }
        Condition::Port => {
            let all = Port::ALL.iter().map(|one| one.letter()).collect();
            field.chosen(labels.port, letters(all, &["25", "587", "465"]))
        }
        Condition::Auth => {
            let all = Auth::ALL.iter().map(|one| one.letter()).collect();
            field.chosen(labels.auth, letters(all, &words.auths))
        }
        Condition::Op25b => field.ticked(labels.op25b),
        Condition::Tls => field.ticked(labels.tls),
        Condition::Pop => field.ticked(labels.pop),
        Condition::Nat => field.ticked(labels.nat),
        Condition::OpenRelay => field.ticked(labels.open_relay),
        Condition::Fetched => fetched(settings, labels.fetched),
        Condition::Login => minutes(
            settings,
            labels.login,
            |settings| settings.login.unwrap_or_default(),
            |settings, minutes| settings.login = Some(minutes),
        ),
        Condition::Window => minutes(
            settings,
            labels.window,
            |settings| settings.window,
            |settings, minutes| settings.window = minutes,
        ),
    }
}

/// A condition that is a letter of a link's state, at its place there.
#[derive(Clone, Copy)]
struct Field {
    settings: RwSignal<Settings>,
    one: Condition,
}

impl Field {
    fn letter(self) -> Option<char> {
        let state = self.settings.read().settled().to_string();
        state.chars().nth(self.one as usize)
    }

    fn set(self, letter: char) {
        let state = self.settings.read_untracked().to_string();
        let changed = state.chars().enumerate();
        let changed: String = changed
            .map(|(at, old)| if at == self.one as usize { letter } else { old })
            .collect();
        if let Some(settings) = Settings::parse(&changed) {
            self.settings.set(settings);
        }
    }

    fn chosen(self, label: &'static str, options: Vec<(char, &'static str)>) -> El {
        let options = options.into_iter().map(move |(letter, word)| {
            el("option")
                .text(word)
                .at("value", letter.to_string())
                .prop("selected", move || (self.letter() == Some(letter)).into())
        });
        // What follows from the sender cannot be chosen.
        let follows = matches!(
            self.one,
            Condition::Place | Condition::Target | Condition::Auth
        );
        let is_fixed = move || follows && self.settings.read().sender == Sender::MailServer;
        let select = el("select")
            .when("disabled", is_fixed)
            .on("change", move |event| {
                if let Some(letter) = event_target_value(&event).chars().next() {
                    self.set(letter);
                }
            })
            .children(options);
        labelled(label, select)
    }

    fn ticked(self, label: &'static str) -> El {
        let input = tick(
            move || self.letter() == Some('1'),
            move |is_on| self.set(if is_on { '1' } else { '0' }),
        );
        el("label.check").child(input).text(label)
    }
}

fn fetched(settings: RwSignal<Settings>, label: &'static str) -> El {
    let input = tick(
        move || settings.read().login.is_some(),
        move |is_on| settings.update(|settings| settings.login = is_on.then_some(5)),
    );
    el("label.check").child(input).text(label)
}

fn minutes(
    settings: RwSignal<Settings>,
    label: &'static str,
    get: fn(&Settings) -> u16,
    set: fn(&mut Settings, u16),
) -> El {
    let input = el("input type=number min=0 inputmode=numeric")
        .at("max", LONGEST.to_string())
        .prop("value", move || f64::from(get(&settings.read())).into())
        .on("change", move |event| {
            let minutes: u16 = event_target_value(&event).parse().unwrap_or_default();
            settings.update(|settings| set(settings, minutes.min(LONGEST)));
        });
    labelled(label, input)
}
