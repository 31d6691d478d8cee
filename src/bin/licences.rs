//! Writes the notices that the licences of the page's dependencies ask for, as one text.
//!
//! Run in the project's folder: `cargo metadata` says what the wasm is made of, each crate's own
//! folder holds its licence. A crate that may be had under the MIT licence is. Crates that run at
//! build time alone, macros and what is below them, are not in the page. The same crates give the
//! same text, octet for octet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde_json::Value;

const PLATFORM: &str = "wasm32-unknown-unknown";

const HEAD: &str = "\
Mailprism is licensed under MIT OR Apache-2.0. Its page is made of the crates below and of the Rust
standard library, which is licensed under MIT OR Apache-2.0, too. Each text stands below the names of
the crates it is of.
";

const RULE: &str =
    "\n--------------------------------------------------------------------------------\n\n";

fn main() -> ExitCode {
    match notices() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("licences: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn notices() -> Result<String, String> {
    let metadata = metadata()?;
    let mut crates_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in shipped(&metadata)? {
        let (name, version) = (text(package, "name")?, text(package, "version")?);
        let licence = text(package, "license").map_err(|_| format!("{name} has no licence"))?;
        let line = format!("{name} {version} ({licence})");
        for notice in notices_of(package, licence).map_err(|reason| format!("{name}: {reason}"))? {
            crates_of.entry(notice).or_default().insert(line.clone());
        }
    }
    let mut blocks: Vec<(BTreeSet<String>, String)> = crates_of
        .into_iter()
        .map(|(notice, crates)| (crates, notice))
        .collect();
    blocks.sort();
    let mut all = HEAD.to_owned();
    for (crates, notice) in blocks {
        all.push_str(RULE);
        for line in crates {
            all.push_str(&line);
            all.push('\n');
        }
        all.push('\n');
        all.push_str(&notice);
        all.push('\n');
    }
    Ok(all)
}

fn metadata() -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version=1"])
        .args(["--filter-platform", PLATFORM])
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// The packages that are linked into the page, this one left out.
fn shipped(metadata: &Value) -> Result<Vec<&Value>, String> {
    let by_id = |list: &'static str| {
        let list = metadata.pointer(list).and_then(Value::as_array);
        let entries = list.into_iter().flatten();
        entries
            .map(|entry| Ok((text(entry, "id")?, entry)))
            .collect::<Result<BTreeMap<&str, &Value>, String>>()
    };
    let (packages, nodes) = (by_id("/packages")?, by_id("/resolve/nodes")?);
    let root = metadata.pointer("/resolve/root").and_then(Value::as_str);
    let root = root.ok_or("there is no root package")?;
    let mut seen = BTreeSet::new();
    let mut ahead = vec![root];
    while let Some(id) = ahead.pop() {
        let package = packages.get(id).ok_or("a package is missing")?;
        if is_macro(package) || !seen.insert(id) {
            continue;
        }
        let node = nodes.get(id).ok_or("a node is missing")?;
        for dependency in array(node, "deps") {
            let is_linked = |kind: &Value| kind.get("kind").is_some_and(Value::is_null);
            if array(dependency, "dep_kinds").iter().any(is_linked) {
                ahead.push(text(dependency, "pkg")?);
            }
        }
    }
    seen.remove(root);
    Ok(seen
        .iter()
        .filter_map(|id| packages.get(id).copied())
        .collect())
}

fn is_macro(package: &Value) -> bool {
    let mut kinds = array(package, "targets")
        .iter()
        .flat_map(|target| array(target, "kind"));
    kinds.any(|kind| kind == "proc-macro")
}

/// The texts that go with a package.
fn notices_of(package: &Value, licence: &str) -> Result<Vec<String>, String> {
    let is_mit = !licence.contains(" AND ")
        && licence
            .split(['/', ' ', '(', ')'])
            .any(|word| word == "MIT");
    if !is_mit && licence.contains("GPL") {
        return Err(format!("licensed under {licence}"));
    }
    let manifest = Path::new(text(package, "manifest_path")?);
    let folder = manifest.parent().ok_or("a manifest in no folder")?;
    let mut files = files_in(folder)?;
    files.extend(files_in(&folder.join("LICENSES")).unwrap_or_default());
    let of_mit = |(name, _): &(String, String)| name.contains("MIT");
    if is_mit && files.iter().any(of_mit) {
        files.retain(|file| of_mit(file) || file.0.starts_with("NOTICE"));
    }
    if !files.is_empty() {
        return Ok(files.into_iter().map(|(_, text)| text).collect());
    }
    // The package holds no text, so it gets the general one, with its authors' names.
    if !is_mit {
        return Err(format!("no text of {licence} in it"));
    }
    let authors: Vec<&str> = array(package, "authors")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let ours = fs::read_to_string("LICENSE-MIT").map_err(|error| error.to_string())?;
    let (_, permission) = ours
        .split_once("\n\nPermission")
        .ok_or("LICENSE-MIT has another form")?;
    let holders = if authors.is_empty() {
        "its authors".to_owned()
    } else {
        authors.join(", ")
    };
    let text = format!("MIT License\n\nCopyright (c) {holders}\n\nPermission{permission}");
    Ok(vec![normal(&text)])
}

/// The licence files of a folder, by name in capitals.
fn files_in(folder: &Path) -> Result<Vec<(String, String)>, String> {
    const NAMES: [&str; 6] = [
        "LICENSE",
        "LICENCE",
        "COPYING",
        "NOTICE",
        "UNLICENSE",
        "COPYRIGHT",
    ];
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)
        .map_err(|error| error.to_string())?
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().to_ascii_uppercase();
        let is_licence =
            NAMES.iter().any(|known| name.starts_with(known)) || folder.ends_with("LICENSES");
        if is_licence && entry.path().is_file() {
            let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            files.push((name, normal(&text)));
        }
    }
    files.sort();
    Ok(files)
}

/// Without what differs between copies of one text.
fn normal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, String> {
    let text = value.get(key).and_then(Value::as_str);
    text.ok_or_else(|| format!("no {key} in the metadata"))
}

fn array<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
