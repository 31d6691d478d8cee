//! The notices beside the page: each crate that cargo links into the wasm has its own, and none may
//! be had under the GPL alone.

use std::collections::BTreeSet;
use std::process::Command;

fn notices() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_licences"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the notices are written");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// Name, version and licence of each crate, as cargo itself prints its tree.
fn tree() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
        ])
        .args(["--edges", "normal,no-proc-macro", "--format", "{p}|{l}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("text");
    let line = |line: &str| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
        (name != "mailprism").then(|| format!("{name} {version} ({licence})"))
    };
    text.lines().filter_map(line).collect()
}

#[test]
fn each_crate_of_the_page_has_its_notice_and_none_is_under_the_gpl() {
    let notices = notices();
    let tree = tree();
    assert!(tree.len() > 100, "{} crates", tree.len());
    for line in &tree {
        assert!(
            notices.lines().any(|other| other == line),
            "{line} has no notice"
        );
        let licence = line.split_once('(').map_or("", |(_, licence)| licence);
        assert!(!licence.contains("GPL"), "{line}");
    }
    assert!(!notices.contains("GENERAL PUBLIC LICENSE"));
    // Each name stands above a text. There may be more of them: cargo's metadata joins the features
    // that build tools want to those of the page.
    for block in notices.split("\n----").skip(1) {
        let (names, text) = block.split_once("\n\n").map_or(("", ""), |(_, rest)| {
            rest.split_once("\n\n").unwrap_or_default()
        });
        let is_name = |line: &str| line.ends_with(')') && line.split(' ').count() > 2;
        assert!(!names.is_empty() && names.lines().all(is_name), "{names}");
        assert!(text.len() > 200, "{names}: {text}");
    }
}

#[test]
fn the_same_crates_give_the_same_text() {
    let text = notices();
    assert_eq!(text, notices());
    // Nothing of the machine it was made on.
    for word in [env!("CARGO_MANIFEST_DIR"), ".cargo", "/home/", "/root/"] {
        assert!(!text.contains(word), "{word}");
    }
}
