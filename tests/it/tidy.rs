//! The house rules a compiler does not check: who may import whom, no sentences in the pure rooms,
//! no second language missing a file, no way to markup from text.

use std::fs;
use std::path::{Path, PathBuf};

/// Every source file with its text, paths relative to `src/`.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("src can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below src");
            (
                name.to_string_lossy().replace('\\', "/"),
                fs::read_to_string(&path).expect("a source is UTF-8"),
            )
        })
        .collect()
}

/// The room a file belongs to, and inside the engine its folder or file.
fn room(path: &str) -> (&str, &str) {
    let mut parts = path.trim_end_matches(".rs").split('/');
    let room = parts.next().unwrap_or_default();
    (room, parts.next().unwrap_or_default())
}

/// What each room may import besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("engine", &[]),
    ("play", &["engine"]),
    ("text", &["engine", "play"]),
    ("net", &["engine"]),
    ("api", &["engine", "play"]),
    ("cli", &["engine", "play", "text", "net", "api"]),
    ("ui", &["engine", "play", "text", "net", "api"]),
];

/// What each part of the engine may import besides itself, lowest first.
const ENGINE: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("span", &[]),
    ("cite", &["span"]),
    ("crypto", &["span", "cite", "limits"]),
    ("dns", &["span", "cite", "limits"]),
    ("dnssec", &["span", "cite", "limits", "crypto", "dns"]),
    ("mail", &["span", "cite", "limits", "dns"]),
    ("claims", &["span", "cite", "limits", "mail"]),
    ("dkim", &["span", "cite", "limits", "crypto", "mail", "dns"]),
    (
        "arc",
        &["span", "cite", "limits", "crypto", "mail", "dns", "dkim"],
    ),
    ("spf", &["span", "cite", "limits", "mail", "dns"]),
    (
        "dmarc",
        &["span", "cite", "limits", "mail", "dns", "dkim", "spf"],
    ),
    ("paste", &["span", "cite", "limits", "mail", "dns", "dkim"]),
    (
        "report",
        &[
            "span", "cite", "limits", "mail", "dns", "dnssec", "claims", "dkim", "arc", "spf",
            "dmarc", "paste",
        ],
    ),
    (
        "reconcile",
        &[
            "cite", "mail", "dns", "claims", "dkim", "arc", "spf", "dmarc",
        ],
    ),
    (
        "envelope",
        &["span", "cite", "limits", "mail", "dns", "report"],
    ),
    (
        "prepare",
        &[
            "span", "cite", "limits", "mail", "claims", "dkim", "arc", "paste",
        ],
    ),
    (
        "verify",
        &[
            "span",
            "cite",
            "limits",
            "crypto",
            "mail",
            "dns",
            "dnssec",
            "claims",
            "dkim",
            "arc",
            "spf",
            "dmarc",
            "paste",
            "report",
            "reconcile",
            "envelope",
            "prepare",
        ],
    ),
];

/// The paths named by `crate::a::b` in a line, as (a, b).
fn imports(line: &str) -> Vec<(String, String)> {
    let code = line.split("//").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let path = &code[at + "crate::".len()..];
        // `crate::engine::{mail, spf}` names several.
        let end = path
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .unwrap_or(path.len());
        let mut parts = path[..end].split("::").filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default().to_owned();
        match parts.next() {
            Some(second) => found.push((first, second.to_owned())),
            None => {
                let group = path[end..]
                    .strip_prefix('{')
                    .and_then(|rest| rest.split('}').next());
                match group {
                    Some(group) => found.extend(group.split(',').filter_map(|item| {
                        let item = item.trim().split("::").next().unwrap_or_default();
                        (!item.is_empty()).then(|| (first.clone(), item.to_owned()))
                    })),
                    None => found.push((first, String::new())),
                }
            }
        }
    }
    found
}

/// `use` items over several lines joined into one, so that each import is read once with its line.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut statements = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match open.take() {
            Some((start, mut joined)) => {
                joined.push_str(line.trim());
                if line.contains(';') {
                    statements.push((start, joined));
                } else {
                    open = Some((start, joined));
                }
            }
            None if line.trim_start().starts_with("use ")
                || line.trim_start().starts_with("pub use ") =>
            {
                if line.contains(';') {
                    statements.push((number + 1, line.to_owned()));
                } else {
                    open = Some((number + 1, line.trim().to_owned()));
                }
            }
            None => statements.push((number + 1, line.to_owned())),
        }
    }
    statements
}

fn may(table: &[(&str, &[&str])], from: &str, to: &str) -> Option<bool> {
    let (_, allowed) = table.iter().find(|(name, _)| *name == from)?;
    Some(from == to || allowed.contains(&to))
}

#[test]
fn rooms_import_only_what_the_house_allows() {
    let mut offences = Vec::new();
    for (path, text) in sources() {
        let (from, part) = room(&path);
        if matches!(from, "lib" | "main" | "bin") {
            continue;
        }
        for (line, statement) in statements(&text) {
            for (to, to_part) in imports(&statement) {
                match may(ROOMS, from, &to) {
                    Some(true) => {}
                    Some(false) => {
                        offences.push(format!("src/{path}:{line}: `{from}` may not import `{to}`"))
                    }
                    None => offences.push(format!(
                        "src/{path}:{line}: `{from}` has no row in the table of rooms"
                    )),
                }
                // The net room sees of the engine what DNS is, and nothing of mail.
                if from == "net" && to == "engine" && !matches!(to_part.as_str(), "dns" | "limits")
                {
                    offences.push(format!(
                        "src/{path}:{line}: `net` may import `engine::dns`, not `engine::{to_part}`"
                    ));
                }
                if from == "engine" && to == "engine" && part != "mod" {
                    match may(ENGINE, part, &to_part) {
                        Some(true) => {}
                        Some(false) => offences.push(format!(
                            "src/{path}:{line}: `engine::{part}` may not import `engine::{to_part}`"
                        )),
                        None => offences.push(format!(
                            "src/{path}:{line}: `engine::{part}` has no row in the engine's table"
                        )),
                    }
                }
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_law_is_read_from_real_imports() {
    let seen: Vec<_> = sources()
        .iter()
        .flat_map(|(_, text)| statements(text))
        .flat_map(|(_, statement)| imports(&statement))
        .collect();
    assert!(seen.len() > 50, "only {} imports were read", seen.len());
    assert!(seen.contains(&("engine".into(), "span".into())));
    assert_eq!(
        imports("use crate::engine::{dkim, mail::received};"),
        [
            ("engine".to_owned(), "dkim".to_owned()),
            ("engine".to_owned(), "mail".to_owned())
        ]
    );
}

#[test]
fn browser_crates_stay_behind_the_wall() {
    const BROWSER: [&str; 5] = ["leptos", "web_sys", "wasm_bindgen", "js_sys", "gloo_net"];
    let mut offences = Vec::new();
    for (path, text) in sources() {
        let allowed = path.starts_with("ui/")
            || path == "main.rs"
            || path == "net/doh.rs"
            || path == "api/js.rs";
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for name in BROWSER {
                if !allowed && code.contains(&format!("{name}::")) {
                    offences.push(format!("src/{path}:{}: `{name}`", number + 1));
                }
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_engine_has_no_clock_no_dice_and_no_network() {
    let mut offences = Vec::new();
    for (path, text) in sources() {
        if !(path.starts_with("engine/") || path.starts_with("play/") || path.starts_with("text/"))
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for name in [
                "SystemTime",
                "Instant",
                "rand::",
                "std::env",
                "std::fs",
                "std::net::Tcp",
            ] {
                if line.contains(name) {
                    offences.push(format!("src/{path}:{}: {name}", number + 1));
                }
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn no_text_of_a_mail_can_become_markup() {
    for (path, text) in sources() {
        for word in [
            "inner_html",
            "set_inner_html",
            "insert_adjacent_html",
            "unsafe ",
        ] {
            assert!(!text.contains(word), "src/{path} contains {word}");
        }
    }
}

/// The longest run of words in the string literals of a line.
fn longest_sentence(line: &str) -> usize {
    let code = line.split(" //").next().unwrap_or_default();
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(|literal| {
            literal
                .split(' ')
                .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic()))
                .count()
        })
        .max()
        .unwrap_or(0)
}

#[test]
fn no_sentences_in_the_pure_rooms() {
    let mut offences = Vec::new();
    for (path, text) in sources() {
        if !(path.starts_with("engine/") || path.starts_with("play/")) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if !line.trim_start().starts_with("//") && longest_sentence(line) >= 4 {
                offences.push(format!("src/{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn both_languages_have_the_same_files() {
    let names = |language: &str| -> Vec<String> {
        sources()
            .into_iter()
            .filter_map(|(path, _)| {
                path.strip_prefix(&format!("text/{language}/"))
                    .map(str::to_owned)
            })
            .collect()
    };
    assert!(!names("en").is_empty());
    assert_eq!(names("en"), names("ja"));
}
