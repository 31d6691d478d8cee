//! Makes the page of what the tools left: one static page per language, with its words, styles,
//! policy and the names of the files it loads. Their names change with their content. Beside them the
//! service worker, with the list of all of them.
//!
//! `dist PARTS PAGE`, run in the project's folder; `.ci/build` fills PARTS. Everything in PAGE is
//! relative, so the folder works under any path. A placeholder without a value, and a value without a placeholder,
//! are errors: the page is never half filled.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mailprism::net::resolvers::{self, Resolver};
use mailprism::play::route::{Kind, Route};
use mailprism::play::scene;
use mailprism::text::ui::Example;
use mailprism::text::{self, Lang, picture, shell::shell_words, shell_word};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [parts, page] = arguments.as_slice() else {
        eprintln!("usage: dist PARTS PAGE");
        return ExitCode::from(2);
    };
    match make(parts, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("dist: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn make(parts: &Path, page: &Path) -> Result<(), String> {
    let resolvers = resolvers::parse(resolvers::SETTING)
        .map_err(|reason| format!("MAILPRISM_RESOLVERS: {reason}"))?;
    let style = style(Path::new("style"))?;
    let template = template(&read(Path::new("index.html"))?);

    clear(page)?;
    copy_folder(Path::new("public"), page, &FILLED)?;
    let files = Files::place(parts, page)?;

    let manifest = read(Path::new("public/manifest.webmanifest"))?;
    let machine = [
        ("csp", policy(&style, &resolvers)),
        ("style", style),
        ("glue", files.glue.clone()),
        ("glue_integrity", files.glue_integrity.clone()),
        ("wasm", files.wasm.clone()),
        ("wasm_integrity", files.wasm_integrity.clone()),
        ("start", files.start.clone()),
        ("worker", files.worker.clone()),
    ];
    for lang in Lang::ALL {
        let (folder, root) = place_of(lang.tag());
        let (other, _) = place_of(lang.other());
        let ui = text::ui(lang);
        let mut values = machine.to_vec();
        values.push(("lang", lang.tag().to_owned()));
        values.push(("root", root.to_owned()));
        values.push(("words", preloads(root, files.words(lang.tag())?)));
        values.push(("other", format!("{root}{other}")));
        values.push(("other_lang", lang.other().to_owned()));
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
        write(
            &folder.join("index.html"),
            fill(&template, &values)?.as_bytes(),
        )?;
        let description = serde_json::to_string(shell_word(lang, "description"));
        let described = [
            ("lang", lang.tag().to_owned()),
            ("root", root.to_owned()),
            (
                "description",
                description.map_err(|error| error.to_string())?,
            ),
        ];
        write(
            &folder.join("manifest.webmanifest"),
            fill(&manifest, &described)?.as_bytes(),
        )?;
    }
    place_service_worker(page)
}

/// What in `public/` is not copied as it is.
const FILLED: [&str; 4] = [
    "start.js",
    "worker.js",
    "service-worker.js",
    "manifest.webmanifest",
];

/// Writes the service worker, which keeps everything that is in the folder by now. Its name stays: by
/// that the browser finds the next one.
fn place_service_worker(page: &Path) -> Result<(), String> {
    let mut kept = Vec::new();
    list_files(page, "", &mut kept)?;
    let kept: serde_json::Map<_, _> = kept
        .into_iter()
        .map(|(name, integrity)| (name, integrity.into()))
        .collect();
    let files = serde_json::Value::Object(kept).to_string();
    let build = hash(files.as_bytes());
    let source = read(Path::new("public/service-worker.js"))?;
    let worker = fill(&source, &[("files", files), ("build", build)])?;
    write(&page.join("service-worker.js"), worker.as_bytes())
}

/// Each file below `folder` under the name that a browser asks for it by, which of a page is its
/// folder's, and what the browser checks it against.
fn list_files(folder: &Path, place: &str, into: &mut Vec<(String, String)>) -> Result<(), String> {
    for name in names_in(folder)? {
        let file = folder.join(&name);
        if file.is_dir() {
            list_files(&file, &format!("{place}{name}/"), into)?;
            continue;
        }
        let content = fs::read(&file).map_err(failed("read", &file))?;
        let name = name.strip_suffix("index.html").unwrap_or(&name);
        into.push((format!("{place}{name}"), integrity(&content)));
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
fn place_of(tag: &str) -> (&'static str, &'static str) {
    match tag {
        "ja" => ("ja", "../"),
        _ => ("", "./"),
    }
}

/// Asks the browser for files before a script does.
fn preloads(root: &str, names: &[String]) -> String {
    let link =
        |name| format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{root}{name}\">");
    names.iter().map(link).collect()
}

/// What the page loads.
struct Files {
    glue: String,
    glue_integrity: String,
    wasm: String,
    wasm_integrity: String,
    start: String,
    worker: String,
    /// The tag of each language, and the files with its words.
    words: Vec<(&'static str, Vec<String>)>,
}

impl Files {
    /// Names what the tools made and our two scripts by their content. What was cut out of the wasm
    /// is loaded by the glue, so its names stand there, with what the browser checks it against.
    fn place(parts: &Path, page: &Path) -> Result<Self, String> {
        let small = parts.join("small");
        let mut glue = read(&small.join("mailprism.js"))?;
        let loader = read(&parts.join("bound/__wasm_split.js"))?;
        let mut packs: Vec<Pack> = Vec::new();
        for old in names_in(&small)? {
            let Some(stem) = old.strip_suffix(".wasm").filter(|&s| s != "mailprism_bg") else {
                continue;
            };
            let content = fs::read(small.join(&old)).map_err(failed("read", &small))?;
            let name = pack_of(&loader, stem, content.len());
            let pack = match packs.iter().position(|pack| pack.name == name) {
                Some(at) => packs.get_mut(at),
                None => {
                    packs.push(Pack::new(name));
                    packs.last_mut()
                }
            };
            if let Some(pack) = pack {
                pack.files.push((stem.to_owned(), content));
            }
        }
        let mut cut_out = Vec::new();
        let mut placed = Vec::new();
        for (at, pack) in packs.iter().enumerate() {
            let content = pack.content()?;
            let name = place_file(page, &pack.name, "wasm", &content)?;
            placed.push(format!("[\"{name}\",\"{}\"]", integrity(&content)));
            for (stem, _) in &pack.files {
                let written = format!("fetch(new URL(\"./{stem}.wasm\",import.meta.url))");
                if !glue.contains(&written) {
                    return Err(format!("the glue does not load {stem} as expected"));
                }
                let part = if pack.files.len() == 1 {
                    format!("__pack({at})")
                } else {
                    format!("__part({at},\"{stem}\")")
                };
                glue = glue.replace(&written, &part);
            }
            cut_out.push((pack.name.clone(), name));
        }
        glue.push_str(&PACKS.replace("PLACED", &placed.join(",")));
        let words = [("en", "english"), ("ja", "japanese")].map(|(tag, split)| {
            let names = ["words".to_owned(), format!("split_{split}")];
            let found = cut_out.iter().filter(|(pack, _)| names.contains(pack));
            (tag, found.map(|(_, name)| name.clone()).collect())
        });
        let words = words.to_vec();
        let wasm = fs::read(small.join("mailprism_bg.wasm")).map_err(failed("read", &small))?;
        let files = Self {
            glue_integrity: integrity(glue.as_bytes()),
            glue: place_file(page, "mailprism", "js", glue.as_bytes())?,
            wasm_integrity: integrity(&wasm),
            wasm: place_file(page, "mailprism", "wasm", &wasm)?,
            start: String::new(),
            worker: String::new(),
            words,
        };
        let start = read(Path::new("public/start.js"))?;
        let worker = fill(
            &read(Path::new("public/worker.js"))?,
            &[("glue", files.glue.clone()), ("wasm", files.wasm.clone())],
        )?;
        Ok(Self {
            start: place_file(page, "start", "js", start.as_bytes())?,
            worker: place_file(page, "worker", "js", worker.as_bytes())?,
            ..files
        })
    }

    fn words(&self, tag: &str) -> Result<&[String], String> {
        let found = self.words.iter().find(|(known, _)| *known == tag);
        found
            .map(|(_, names)| names.as_slice())
            .filter(|names| !names.is_empty())
            .ok_or_else(|| format!("there is no file with the words of {tag}"))
    }
}

/// What loads together: one file, or several small ones in one.
struct Pack {
    name: String,
    /// The stem of each file, and its octets.
    files: Vec<(String, Vec<u8>)>,
}

/// Below this many octets a file costs more as a file than as a part of one.
const SMALL: usize = 4_000;

/// How the glue loads a pack, and a part of one. Each has to be there before anything calls it, so
/// that they are functions and `var`s.
const PACKS: &str = "\
var __packs,__placed=[PLACED];\
function __pack(at){\
let[name,integrity]=__placed[at];\
return fetch(new URL(name,import.meta.url),{integrity})}\
function __part(at,name){\
let packs=__packs??=[],pack=packs[at]??=WebAssembly.compileStreaming(__pack(at));\
pack.catch(()=>packs[at]=null);\
return pack.then(pack=>new Response(WebAssembly.Module.customSections(pack,name)[0],\
{headers:{\"Content-Type\":\"application/wasm\"}}))}\n";

impl Pack {
    fn new(name: String) -> Self {
        Self {
            name,
            files: Vec::new(),
        }
    }

    /// The file alone, or all of them as the custom sections of a module without anything else: any
    /// host sends that as wasm, compressed, and any browser takes it apart (WebAssembly Core 5.5.3).
    fn content(&self) -> Result<Vec<u8>, String> {
        if let [(_, only)] = self.files.as_slice() {
            return Ok(only.clone());
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (stem, file) in &self.files {
            let mut section = leb128(stem.len())?;
            section.extend(stem.as_bytes());
            section.extend(file);
            module.push(0);
            module.extend(leb128(section.len())?);
            module.extend(section);
        }
        Ok(module)
    }
}

/// A number as wasm writes one: seven bits an octet, the lowest first (WebAssembly Core 5.2.2).
fn leb128(number: usize) -> Result<Vec<u8>, String> {
    let mut rest = u32::try_from(number).map_err(|_| "a file is too large for wasm".to_owned())?;
    let mut octets = Vec::new();
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        if rest == 0 {
            octets.push(low);
            return Ok(octets);
        }
        octets.push(low | 0x80);
    }
}

/// Which pack a file belongs to. What a visit needs in any language is one, each language's words
/// with what only they need are one, and what is left of little files is one; any other file stands
/// alone.
fn pack_of(loader: &str, stem: &str, length: usize) -> String {
    let is_needed = |split| needs(loader, split, stem);
    match (is_needed("english"), is_needed("japanese")) {
        (true, true) => "words".to_owned(),
        (true, false) => "split_english".to_owned(),
        (false, true) => "split_japanese".to_owned(),
        (false, false) if stem.starts_with("chunk_") && length < SMALL => "shared".to_owned(),
        (false, false) => stem.to_owned(),
    }
}

/// Whether the file is part of `split`: its own, or one it shares with others, which the loader lists
/// as `__chunk_N`.
fn needs(loader: &str, split: &str, stem: &str) -> bool {
    let loads = format!("export const __wasm_split_load_{split} =");
    let statement = loader.split_once(&loads).map_or("", |(_, rest)| {
        rest.split("export const").next().unwrap_or(rest)
    });
    match stem.strip_prefix("chunk_") {
        Some(number) => statement
            .split("__chunk_")
            .skip(1)
            .any(|rest| rest.split(|c: char| !c.is_ascii_digit()).next() == Some(number)),
        None => stem == format!("split_{split}"),
    }
}

/// Writes a file under a name that changes with its content.
fn place_file(page: &Path, stem: &str, end: &str, content: &[u8]) -> Result<String, String> {
    let name = format!("{stem}-{}.{end}", hash(content));
    write(&page.join(&name), content)?;
    Ok(name)
}

/// What names a content: the first eight octets of its SHA-256.
fn hash(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .take(8)
        .map(|octet| format!("{octet:02x}"))
        .collect()
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
fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(content)))
}

/// The source page without what speaks to its editors: comments.
fn template(source: &str) -> String {
    let mut page = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("<!--") {
        page.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    page.push_str(rest);
    page.lines()
        .filter(|line| !line.trim().is_empty())
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

fn write(file: &Path, content: &[u8]) -> Result<(), String> {
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
    fn the_template_says_nothing_to_editors() {
        assert_eq!(template("a\n<!-- note\n more -->\n\nb\n"), "a\nb\n");
    }

    #[test]
    fn what_a_visit_needs_is_packed_by_who_needs_it() {
        let loader = "const __chunk_3 = makeLoad(0);\n\
            export const __wasm_split_load_japanese = makeLoad(1, [__chunk_3, __chunk_4]);\n\
            export const __wasm_split_load_english = makeLoad(2, [__chunk_13, __chunk_4]);\n\
            export const __wasm_split_load_details = makeLoad(2, [__chunk_1, __chunk_14]);\n";
        for (stem, length, pack) in [
            ("chunk_3", 100, "split_japanese"),
            ("split_japanese", 90_000, "split_japanese"),
            ("chunk_13", 100, "split_english"),
            ("split_english", 90_000, "split_english"),
            ("chunk_4", 9_000, "words"),
            ("chunk_1", 100, "shared"),
            ("chunk_14", SMALL, "chunk_14"),
            ("split_details", 100, "split_details"),
        ] {
            assert_eq!(pack_of(loader, stem, length), pack, "{stem}");
        }
    }

    #[test]
    fn several_files_in_one_are_the_custom_sections_of_a_module() {
        let mut pack = Pack::new("words".to_owned());
        pack.files.push(("chunk_1".to_owned(), vec![7; 200]));
        let alone = pack.content();
        assert_eq!(alone, Ok(vec![7; 200]));
        pack.files.push(("chunk_2".to_owned(), vec![9; 3]));
        let mut module = b"\0asm\x01\0\0\0\0\xd0\x01\x07chunk_1".to_vec();
        module.extend([7; 200]);
        module.extend(b"\0\x0b\x07chunk_2\x09\x09\x09");
        assert_eq!(pack.content(), Ok(module));
    }
}
