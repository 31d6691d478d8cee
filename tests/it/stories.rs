//! Stories told to others: what a test judges is written into the folder that `MAILPRISM_STORIES` names,
//! if it does, for `tests/interop` to send through other verifiers.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mailprism::engine::dns::{Answers, Name, zone};
use mailprism::engine::report::Inputs;
use serde_json::{Value, json};

/// A mail with its envelope, in a world of these answers and lines.
pub fn tell_mail(message: &[u8], inputs: &Inputs, answers: &Answers, lines: &str) {
    tell("mail", || {
        let at_hand = answers.iter();
        let at_hand: String = at_hand
            .map(|(asked, answer)| zone::write(asked, answer))
            .collect();
        json!({
            "message": STANDARD.encode(message),
            "now": inputs.now,
            "ip": inputs.ip.map(|ip| ip.to_string()),
            "helo": inputs.helo,
            "mail_from": inputs.mail_from,
            "border": inputs.border,
            // What stands below goes before: DNS of the story takes the place of its lines.
            "zone": format!("{lines}\n{at_hand}"),
        })
    });
}

/// An author domain and the domains that passed, in a world of these lines.
pub fn tell_policy(from: &str, dkim: &[&Name], spf: &[&Name], lines: &str) {
    // A mail has one envelope sender.
    if spf.len() <= 1 {
        tell("dmarc", || {
            let text = |name: &&Name| name.to_string();
            json!({
                "from": from,
                "dkim": dkim.iter().map(text).collect::<Vec<_>>(),
                "spf": spf.first().map(text).unwrap_or_default(),
                "zone": lines,
            })
        });
    }
}

/// Stories of one test that are told: further ones vary what these say.
const OF_ONE_TEST: usize = 12;

/// The stories of a test are named after it and counted.
fn tell(kind: &str, story: impl FnOnce() -> Value) {
    let Some(folder) = std::env::var_os("MAILPRISM_STORIES").map(PathBuf::from) else {
        return;
    };
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("main").replace("::", " ");
    let name = |count| folder.join(format!("{test} {count}.{kind}.json"));
    let mut names = (1..=OF_ONE_TEST).map(name);
    if let Some(free) = names.find(|path| !path.exists()) {
        std::fs::write(free, story().to_string()).expect("a story is written");
    }
}
