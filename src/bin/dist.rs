//! Makes the page of what Trunk built: one static page per language, with its words, styles, policy
//! and the names of the files it loads.
//!
//! `dist TRUNK_OUTPUT PAGE`, run in the project's folder. Everything in PAGE is relative, so the
//! folder works under any path. A placeholder without a value, and a value without a placeholder,
//! are errors: the page is never half filled.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mailprism::net::resolvers::{self, Resolver};
use mailprism::play::route::{Kind, Route};
use mailprism::play::scene;
use mailprism::text::ui::Example;
use mailprism::text::{self, Lang, picture, shell::shell_words};
use sha2::{Digest, Sha256, Sha384};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [trunk, page] = arguments.as_slice() else {
        eprintln!("usage: dist TRUNK_OUTPUT PAGE");
        return ExitCode::from(2);
    };
    match make(trunk, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("dist: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn make(trunk: &Path, page: &Path) -> Result<(), String> {
    let resolvers = resolvers::parse(resolvers::SETTING)
        .map_err(|reason| format!("MAILPRISM_RESOLVERS: {reason}"))?;
    let style = style(Path::new("style"))?;
    let template = template(&read(Path::new("index.html"))?);

    clear(page)?;
    copy_folder(trunk, page, &["index.html"])?;
    copy_folder(Path::new("public"), page, &["start.js", "worker.js"])?;
    let files = Files::place(trunk, page)?;

    let machine = [
        ("csp", policy(&style, &resolvers)),
        ("style", style),
        ("glue", files.glue),
        ("glue_integrity", files.glue_integrity),
        ("wasm", files.wasm),
        ("wasm_integrity", files.wasm_integrity),
        ("start", files.start),
        ("worker", files.worker),
    ];
    for lang in Lang::ALL {
        let (folder, root) = place_of(lang);
        let (other, _) = place_of(lang.other());
        let ui = text::ui(lang);
        let mut values = machine.to_vec();
        values.push(("lang", lang.tag().to_owned()));
        values.push(("root", root.to_owned()));
        values.push(("other", format!("{root}{other}")));
        values.push(("other_lang", lang.other().tag().to_owned()));
        values.push(("other_language", escape(ui.header.other_language)));
        values.push(("lede", escape(ui.hero.lede)));
        values.push(("examples_title", escape(ui.examples.title)));
        values.push(("examples", examples(&ui.examples.all)));
        values.push(("lesson_title", escape(ui.path.lesson)));
        values.push(("lesson", lesson(lang, ui.path.lesson)));
        values.extend(
            shell_words(lang)
                .iter()
                .map(|&(key, text)| (key, escape(text))),
        );
        let folder = page.join(folder);
        make_folder(&folder)?;
        write(&folder.join("index.html"), &fill(&template, &values)?)?;
    }
    Ok(())
}

/// Links to the examples. They open when the verifier is there.
fn examples(all: &[Example]) -> String {
    let card = |example: &Example| {
        let link = Route::item(Kind::Example, example.id).to_string();
        format!(
            "<li><a class=\"card\" href=\"{}\"><b>{}</b> <span>{}</span></a></li>",
            escape(&link),
            escape(example.title),
            escape(example.about),
        )
    };
    all.iter().map(card).collect()
}

/// The lesson as picture and as list, from the same geometry and words as the page's own.
fn lesson(lang: Lang, title: &str) -> String {
    let drawn = picture::draw(&scene::lesson(), lang);
    format!("{}\n{}", picture::svg(&drawn, title), picture::list(&drawn))
}

/// The folder of a language's page, and the way from there back to the root.
const fn place_of(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => ("", "./"),
        Lang::Ja => ("ja", "../"),
    }
}

/// What the page loads, by names that change with the content.
struct Files {
    glue: String,
    glue_integrity: String,
    wasm: String,
    wasm_integrity: String,
    start: String,
    worker: String,
}

impl Files {
    /// Finds what Trunk named, and names our two scripts the same way. The worker's script is the
    /// only one with names inside.
    fn place(trunk: &Path, page: &Path) -> Result<Self, String> {
        let glue = only_file(trunk, "mailprism-", ".js")?;
        let wasm = only_file(trunk, "mailprism-", "_bg.wasm")?;
        let glue_integrity = integrity(&trunk.join(&glue))?;
        let wasm_integrity = integrity(&trunk.join(&wasm))?;
        let start = read(Path::new("public/start.js"))?;
        let worker = fill(
            &read(Path::new("public/worker.js"))?,
            &[("glue", glue.clone()), ("wasm", wasm.clone())],
        )?;
        Ok(Self {
            glue,
            glue_integrity,
            wasm,
            wasm_integrity,
            start: place_script(page, "start", &start)?,
            worker: place_script(page, "worker", &worker)?,
        })
    }
}

fn place_script(page: &Path, name: &str, script: &str) -> Result<String, String> {
    let hash: String = Sha256::digest(script)
        .iter()
        .take(8)
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let name = format!("{name}-{hash}.js");
    write(&page.join(&name), script)?;
    Ok(name)
}

/// The policy as a meta element can state it: nothing but our own files, and the resolvers.
/// `wasm-unsafe-eval` is what compiling wasm is called there.
fn policy(style: &str, resolvers: &[Resolver]) -> String {
    let mut sources = vec!["'self'"];
    for origin in resolvers.iter().filter_map(Resolver::origin) {
        if !sources.contains(&origin) {
            sources.push(origin);
        }
    }
    [
        "default-src 'none'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "manifest-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        format!(
            "style-src 'self' 'sha256-{}'",
            BASE64.encode(Sha256::digest(style))
        ),
        "img-src 'self' data: blob:".to_owned(),
        format!("connect-src {}", sources.join(" ")),
    ]
    .join("; ")
}

/// What a browser checks a file against. Our starter has none: from file:// a browser would refuse
/// it for that, and it is what speaks there.
fn integrity(file: &Path) -> Result<String, String> {
    let content = fs::read(file).map_err(failed("read", file))?;
    Ok(format!("sha384-{}", BASE64.encode(Sha384::digest(content))))
}

/// The source page without what speaks to its editors (comments) and to Trunk.
fn template(source: &str) -> String {
    let mut page = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("<!--") {
        page.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    page.push_str(rest);
    page.lines()
        .filter(|line| !line.trim().is_empty() && !line.contains("data-trunk"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Puts a value where `{{key}}` stands.
fn fill(template: &str, values: &[(&str, String)]) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut unused: Vec<&str> = values.iter().map(|value| value.0).collect();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (key, after) = after
            .split_once("}}")
            .ok_or("a placeholder is not closed")?;
        let (_, value) = values
            .iter()
            .find(|value| value.0 == key)
            .ok_or_else(|| format!("nothing fills {{{{{key}}}}}"))?;
        filled.push_str(before);
        filled.push_str(value);
        unused.retain(|&other| other != key);
        rest = after;
    }
    filled.push_str(rest);
    match unused.first() {
        None => Ok(filled),
        Some(key) => Err(format!("there is no {{{{{key}}}}} to fill")),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// All styles in the order of the layers: tokens, base, layout, parts, pages.
fn style(folder: &Path) -> Result<String, String> {
    let mut files: Vec<PathBuf> = ["tokens.css", "base.css", "layout.css"]
        .iter()
        .map(|name| folder.join(name))
        .filter(|file| file.exists())
        .collect();
    for room in ["parts", "pages"] {
        let room = folder.join(room);
        if room.exists() {
            let names = names_in(&room)?.into_iter();
            files.extend(
                names
                    .filter(|name| name.ends_with(".css"))
                    .map(|name| room.join(name)),
            );
        }
    }
    let mut style = String::new();
    for file in files {
        style.push_str(&slim(&read(&file)?));
    }
    if style.contains("</") {
        return Err("a style holds \"</\", which could end the element it is written into".into());
    }
    Ok(style)
}

/// A style sheet without comments, indentation and empty lines; strings stay as they are.
fn slim(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        bare.push_str(before);
        let taken = if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else {
            let token = if from.starts_with('/') {
                1
            } else {
                string_length(from)
            };
            bare.push_str(from.split_at(token).0);
            token
        };
        rest = from.split_at(taken).1;
    }
    bare.push_str(rest);
    bare.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Octets of the CSS string at the start of `css`, both quotes included.
fn string_length(css: &str) -> usize {
    let mut characters = css.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if Some(character) == quote {
            return at + 1;
        }
    }
    css.len()
}

// --- files --------------------------------------------------------------------------------------

/// Empties the page's folder, and refuses to empty one that holds anything else.
fn clear(page: &Path) -> Result<(), String> {
    if page.exists() {
        let names = names_in(page)?;
        let ours = names
            .iter()
            .any(|name| name.starts_with("start-") && name.ends_with(".js"));
        if !ours && !names.is_empty() {
            return Err(format!(
                "{} holds something that is not our page",
                page.display()
            ));
        }
        fs::remove_dir_all(page).map_err(failed("empty", page))?;
    }
    make_folder(page)
}

fn copy_folder(from: &Path, to: &Path, except: &[&str]) -> Result<(), String> {
    make_folder(to)?;
    for name in names_in(from)? {
        let source = from.join(&name);
        if except.contains(&name.as_str()) {
            continue;
        }
        if source.is_dir() {
            copy_folder(&source, &to.join(&name), &[])?;
        } else {
            fs::copy(&source, to.join(&name)).map_err(failed("copy", &source))?;
        }
    }
    Ok(())
}

fn only_file(folder: &Path, start: &str, end: &str) -> Result<String, String> {
    let mut names = names_in(folder)?;
    names.retain(|name| name.starts_with(start) && name.ends_with(end));
    match names.pop() {
        Some(name) if names.is_empty() => Ok(name),
        _ => Err(format!(
            "{} should hold exactly one file {start}…{end}",
            folder.display()
        )),
    }
}

/// The names in a folder, sorted, so that the same source gives the same page.
fn names_in(folder: &Path) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed("list", folder))? {
        let name = entry.map_err(failed("list", folder))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(failed("read", file))
}

fn write(file: &Path, content: &str) -> Result<(), String> {
    fs::write(file, content).map_err(failed("write", file))
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(failed("make", folder))
}

fn failed(verb: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("could not {verb} {path}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_each_resolver_once_and_nothing_by_wildcard() -> Result<(), String> {
        let resolvers = resolvers::parse(
            "a https://doh.example/one; b https://doh.example/two; own /dns-query",
        )?;
        let policy = policy("", &resolvers);
        assert!(policy.ends_with("connect-src 'self' https://doh.example"));
        assert!(
            policy
                .contains("style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='")
        );
        assert!(!policy.contains('*') && !policy.contains("unsafe-inline"));
        Ok(())
    }

    #[test]
    fn a_page_is_never_half_filled() {
        let values = [("a", "1".to_owned())];
        assert_eq!(fill("x{{a}}y{{a}}", &values), Ok("x1y1".to_owned()));
        assert!(fill("{{a}}{{b}}", &values).is_err());
        assert!(fill("{{a", &values).is_err());
        assert!(fill("nothing", &values).is_err());
    }

    #[test]
    fn a_value_is_not_filled_again() {
        let values = [("a", "{{b}}".to_owned()), ("b", "2".to_owned())];
        assert_eq!(fill("{{a}}{{b}}", &values), Ok("{{b}}2".to_owned()));
    }

    #[test]
    fn words_cannot_leave_the_attribute_they_stand_in() {
        assert_eq!(escape("\"<&>\""), "&quot;&lt;&amp;&gt;&quot;");
    }

    #[test]
    fn styles_lose_comments_but_not_what_a_string_says() {
        assert_eq!(
            slim("/* a */\n  a { content: \"/* \\\" */\"; }\n\n/* open"),
            "a { content: \"/* \\\" */\"; }\n"
        );
        assert_eq!(
            slim("a { width: calc(1px / 2); }"),
            "a { width: calc(1px / 2); }\n"
        );
    }

    #[test]
    fn the_template_says_nothing_to_editors_or_to_trunk() {
        assert_eq!(
            template("a\n<!-- note\n more -->\n<link data-trunk rel=\"rust\">\nb\n"),
            "a\nb\n"
        );
    }
}
