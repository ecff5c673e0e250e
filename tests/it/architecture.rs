//! The direction of the arrows in `src`, and who may touch the outside world.
//!
//! Sources are scanned, not parsed: comments, texts and items under `#[cfg(test)]` are blanked, and
//! the paths that begin with `crate` or `super` are read from what is left.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The modules each module may use, as `src/lib.rs` maps them; the leaves first. A new module needs
/// a line here, and a new arrow a reason.
const ALLOWED: &[(&str, &[&str])] = &[
    // The words all stages speak.
    ("language", &[]),
    ("number", &[]),
    ("record", &[]),
    // Rows know no log.
    ("rows", &[]),
    ("vocabulary", &["language"]),
    ("diagnostic", &["language", "vocabulary"]),
    // A document knows nothing of figures, forms and formats.
    ("document", &["number"]),
    // Days know no law, and the law no log.
    ("calendar", &[]),
    ("law", &["calendar"]),
    // Margins, sizes and fonts, and the web site, which the configuration sets and renderers write by.
    ("layout", &[]),
    ("site", &[]),
    // Files are opened by name; a folder is one place to open them from.
    ("files", &[]),
    // What the law leaves open is answered in the configuration, in the law's own terms.
    (
        "project",
        &[
            "diagnostic",
            "law",
            "layout",
            "record",
            "rows",
            "site",
            "vocabulary",
        ],
    ),
    (
        "logs",
        &[
            "diagnostic",
            "number",
            "project",
            "record",
            "rows",
            "vocabulary",
        ],
    ),
    (
        "count",
        &[
            "calendar",
            "diagnostic",
            "law",
            "number",
            "project",
            "record",
            // The row cache compares cells by their bytes.
            "rows",
            "logs",
            "vocabulary",
        ],
    ),
    // Figures are derived from what was counted.
    (
        "figures",
        &[
            "count",
            "diagnostic",
            "law",
            "number",
            "project",
            "record",
            "vocabulary",
        ],
    ),
    (
        "form",
        &[
            "diagnostic",
            "document",
            "language",
            "number",
            "project",
            "count",
            "figures",
            "vocabulary",
        ],
    ),
    // Rules look at rows, cases and figures; nothing that is counted looks at rules.
    (
        "check",
        &[
            "calendar",
            "diagnostic",
            "document",
            "figures",
            "form",
            "language",
            "law",
            "project",
            "record",
            "logs",
            "count",
            "vocabulary",
        ],
    ),
    (
        "report",
        &[
            "count",
            "diagnostic",
            "document",
            "figures",
            "law",
            "layout",
            "site",
            "vocabulary",
        ],
    ),
    // The cover sheet is a document made of a report.
    (
        "cover",
        &[
            "diagnostic",
            "document",
            "figures",
            // Figures stand in its table as in the report's.
            "form",
            "language",
            "layout",
            "report",
            "site",
            "vocabulary",
        ],
    ),
    (
        "render",
        &[
            // One deadline is drawn day by day, each with the reason that the calendar gives.
            "calendar",
            "diagnostic",
            "document",
            "figures",
            "language",
            "law",
            "layout",
            "number",
            "record",
            "report",
            "logs",
            "count",
            "vocabulary",
        ],
    ),
    (
        "office",
        &[
            "calendar",
            "check",
            "diagnostic",
            "figures",
            "files",
            "form",
            "law",
            "layout",
            "number",
            "project",
            "record",
            "report",
            "logs",
            "count",
            "vocabulary",
        ],
    ),
    (
        "cli",
        &[
            "calendar",
            "check",
            "office",
            "cover",
            "diagnostic",
            "document",
            "figures",
            "form",
            "language",
            "law",
            "number",
            "project",
            "record",
            "render",
            "report",
            "logs",
            "count",
            "vocabulary",
        ],
    ),
    ("main", &["cli"]),
];

/// The file that may name any module, for it declares them.
const MAP: &str = "lib";

/// What only the outermost modules may touch.
const OUTERMOST: &[&str] = &["cli", "main"];
/// The one file elsewhere that opens files: a project folder for programs that embed the crate.
const OPENS_FILES: (&[&str], &str) = (&["files", "folder"], "std::fs");
const OUTSIDE_WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "std::time",
    "SystemTime",
    "Instant",
    "Utc",
    "Local",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// Paths of one machine, in code, comments and texts alike. Put together here, so that this file
/// could be held to the same rule.
const PATHS_OF_A_MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/t", "mp/"),
];

#[test]
fn the_arrows_run_one_way() {
    assert_eq!(wrong_arrows(&sources()), Vec::<String>::new());
}

#[test]
fn the_allowed_arrows_form_no_ring() {
    // Whatever is taken away because all it may use is gone already, is in no ring.
    let mut left: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    loop {
        let leaves: Vec<&str> = left
            .iter()
            .filter(|(_, uses)| uses.iter().all(|used| !left.contains_key(used)))
            .map(|(module, _)| *module)
            .collect();
        if leaves.is_empty() {
            break;
        }
        left.retain(|module, _| !leaves.contains(module));
    }
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn every_line_of_the_table_is_a_module() {
    // `cli` is the last room to be built; the rest stands.
    let modules: BTreeSet<String> = sources()
        .into_iter()
        .map(|source| source.module())
        .collect();
    let unknown: Vec<_> = ALLOWED
        .iter()
        .map(|(module, _)| *module)
        .filter(|module| !modules.contains(*module) && *module != "cli")
        .collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

#[test]
fn only_the_outermost_modules_touch_the_outside_world() {
    assert_eq!(
        touches_of_the_outside_world(&sources()),
        Vec::<String>::new()
    );
}

#[test]
fn nothing_is_unsafe() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| words(&code_of(&source.text)).any(|(_, word)| word == "unsafe"))
        .map(Source::name)
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_renderer_knows_another() {
    // What several renderers share: a table is drawn alike in text and in Markdown, a finding alike
    // whichever command tells it.
    let shared = [
        "diagnostics",
        "escape",
        "grid",
        "json",
        "json_values",
        "lines",
        "stats",
        "statutory",
        "table",
        "trace",
    ];
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.path.len() >= 2 && source.path[0] == "render")
    {
        for used in used_paths(source) {
            if let [render, other, ..] = &used[..]
                && render == "render"
                && *other != source.path[1]
                && !shared.contains(&other.as_str())
                && other
                    .chars()
                    .all(|character| character.is_lowercase() || character == '_')
            {
                wrong.push(format!("{} uses {other}", source.name()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let mut files = Vec::new();
    collect(&root(), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        for path in PATHS_OF_A_MACHINE {
            if text.contains(path) {
                wrong.push(format!("{} names {path}", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

// ---- the checker is checked ----------------------------------------------------------------

fn planted(path: &[&str], text: &str) -> Vec<Source> {
    let path = path.iter().map(|&segment| segment.to_owned()).collect();
    vec![Source {
        path,
        text: text.to_owned(),
    }]
}

#[test]
fn a_planted_arrow_is_found() {
    for (path, text, expected) in [
        (
            &["law", "run"][..],
            "use crate::record::Request;",
            "law/run uses record",
        ),
        (
            &["law"],
            "use crate::{calendar, record::Request};",
            "law uses record",
        ),
        (
            &["law"],
            "use crate::{\n    calendar::{Day, Calendar},\n    logs,\n};",
            "law uses logs",
        ),
        (
            &["law", "run"],
            "use super::super::record;",
            "law/run uses record",
        ),
        (
            &["law"],
            "use super::{calendar, record};",
            "law uses record",
        ),
        (
            &["law"],
            "fn f() { let _ = crate :: form :: Form::all(); }",
            "law uses form",
        ),
        (&["law"], "fn f(x: crate::Options) {}", "law uses office"),
        (
            &["law"],
            "fn f() { \"//\"; crate::form::f() }",
            "law uses form",
        ),
        (
            &["law"],
            "fn f() { '\"'; crate::form::f(); '\"' }",
            "law uses form",
        ),
        (
            &["law"],
            "#[cfg(test)]\nmod tests;\nuse crate::form::Form;",
            "law uses form",
        ),
        (
            &["law"],
            "pub use crate as whole;",
            "law uses the whole crate",
        ),
        (&["law"], "use crate::*;", "law uses the whole crate"),
        (&["attic"], "", "attic is in no table"),
    ] {
        assert_eq!(wrong_arrows(&planted(path, text)), [expected], "{text}");
    }
}

#[test]
fn what_is_no_arrow_is_passed_over() {
    for text in [
        "//! See [`crate::form`].\n/* crate::form /* crate::form */ crate::form */",
        "const TEXT: &str = \"crate::form\";\nconst RAW: &str = r#\"\"crate::form\"#;",
        "pub(crate) fn f() {} pub(super) fn g() {} use super::deadline::Deadline; use self::clock::Clock; use crate::calendar::Calendar; use crate::law::Law;",
        "#[cfg(test)]\nmod tests {\n    use crate::form::Form;\n    fn brace() { '}'; \"}\"; }\n}",
        "#[cfg(test)]\nuse crate::form::Form;",
        "fn f<'form>(x: &'form str) { x.crate_form() }",
    ] {
        assert_eq!(
            wrong_arrows(&planted(&["law", "run"], text)),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn a_planted_touch_of_the_outside_world_is_found() {
    for (text, expected) in [
        ("use std::fs;", "law touches std::fs"),
        ("use std::{fs, io};", "law touches std::fs"),
        ("use std::io::{self, stdout};", "law touches io::stdout"),
        ("fn f() { io::stderr().lock(); }", "law touches io::stderr"),
        ("fn f() { eprintln!(\"x\"); }", "law touches eprintln!"),
        (
            "fn f() { let now = chrono::Utc::now(); }",
            "law touches Utc",
        ),
        ("use std::time::Instant;", "law touches std::time"),
        ("use chrono::{Local, NaiveDate};", "law touches Local"),
    ] {
        let found = touches_of_the_outside_world(&planted(&["law"], text));
        assert!(found.contains(&expected.to_owned()), "{text}: {found:?}");
        assert_eq!(
            touches_of_the_outside_world(&planted(&["cli", "files"], text)),
            Vec::<String>::new()
        );
    }
    for text in [
        "use std::io::{self, Read};",
        "struct LocalAuthority;",
        "// std::fs",
        "fn f() { fs(); }",
    ] {
        assert_eq!(
            touches_of_the_outside_world(&planted(&["law"], text)),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

// ---- the checker ---------------------------------------------------------------------------

/// One source file.
struct Source {
    /// The path of its module below the crate: `["law", "run"]`.
    path: Vec<String>,
    text: String,
}

impl Source {
    fn name(&self) -> String {
        self.path.join("/")
    }

    /// The module of the table that it belongs to.
    fn module(&self) -> String {
        self.path[0].clone()
    }
}

fn wrong_arrows(sources: &[Source]) -> Vec<String> {
    let known: BTreeSet<&str> = ALLOWED.iter().map(|(module, _)| *module).collect();
    let mut wrong = Vec::new();
    for source in sources {
        let module = source.module();
        if module == MAP {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{} is in no table", source.name()));
            continue;
        };
        let used: BTreeSet<String> = used_paths(source)
            .into_iter()
            .map(|path| match path.first().map(String::as_str) {
                None | Some("*") => "the whole crate".to_owned(),
                Some(first) if known.contains(first) => first.to_owned(),
                // Whatever else stands at the root is the public face of the pipeline.
                Some(_) => "office".to_owned(),
            })
            .collect();
        for used in used {
            if used != module && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", source.name()));
            }
        }
    }
    wrong
}

fn touches_of_the_outside_world(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources
        .iter()
        .filter(|source| !OUTERMOST.contains(&source.path[0].as_str()))
    {
        let code = without_tests(&code_of(&source.text));
        let paths = paths_in(&code);
        for &outside in OUTSIDE_WORLD {
            let is_touched = match outside.strip_suffix('!') {
                Some(name) => calls_macro(&code, name),
                None => paths.iter().any(|path| names(path, outside)),
            };
            let is_allowed = source.path == OPENS_FILES.0 && outside == OPENS_FILES.1;
            if is_touched && !is_allowed {
                found.push(format!("{} touches {outside}", source.name()));
            }
        }
    }
    found
}

/// Whether the segments of `outside` stand side by side in `path`.
fn names(path: &[String], outside: &str) -> bool {
    let outside: Vec<&str> = outside.split("::").collect();
    path.windows(outside.len()).any(|window| window == outside)
}

fn calls_macro(code: &str, name: &str) -> bool {
    words(code).any(|(end, word)| word == name && code[end..].trim_start().starts_with('!'))
}

/// The paths below the crate that a source names outside its tests.
fn used_paths(source: &Source) -> Vec<Vec<String>> {
    let code = without_tests(&code_of(&source.text));
    let mut used = Vec::new();
    for path in paths_in(&code) {
        let up = path
            .iter()
            .take_while(|segment| *segment == "super")
            .count();
        let rest = match path.first().map(String::as_str) {
            Some("crate") => path[1..].to_vec(),
            Some("super") => {
                let above = source.path.len().saturating_sub(up);
                [&source.path[..above], &path[up..]].concat()
            }
            // The binary calls the library by its name.
            Some("report") if source.module() == "main" => path[1..].to_vec(),
            _ => continue,
        };
        used.push(rest);
    }
    used
}

/// Every path of some code, groups in braces spelled out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let is_visibility = index > 0
            && tokens[index - 1] == "("
            && tokens.get(index + 1).is_some_and(|next| next == ")");
        if is_visibility && matches!(&*tokens[index], "crate" | "super") {
            index += 1;
        } else if is_word(&tokens[index]) {
            index = path_from(&tokens, index, &[], &mut paths);
        } else {
            index += 1;
        }
    }
    paths
}

/// Reads the path that begins at `index`; where it ends.
fn path_from(
    tokens: &[String],
    mut index: usize,
    above: &[String],
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let token = |index: usize| tokens.get(index).map_or("", String::as_str);
    let mut path = above.to_vec();
    loop {
        path.push(token(index).to_owned());
        index += 1;
        if token(index) != "::" {
            break;
        }
        index += 1;
        match token(index) {
            "{" => {
                index += 1;
                while !matches!(token(index), "}" | "") {
                    if is_word(token(index)) || token(index) == "*" {
                        index = path_from(tokens, index, &path, paths);
                    } else {
                        index += 1;
                    }
                }
                return index + 1;
            }
            next if is_word(next) || next == "*" => {}
            _ => break,
        }
    }
    paths.push(path);
    index
}

fn is_word(token: &str) -> bool {
    token.starts_with(|character: char| character.is_alphabetic() || character == '_')
}

/// Words, `::` and single characters.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|character: char| !character.is_alphanumeric() && character != '_')
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The words of some code, each with where it ends.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty())
        .map(|word| {
            (
                word.as_ptr() as usize - code.as_ptr() as usize + word.len(),
                word,
            )
        })
}

/// The source with comments, texts and characters blanked.
fn code_of(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = text_literal(rest, code.chars().next_back()) {
            length
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        // Line breaks stay, so that what stood apart still does.
        code.push(' ');
        code.extend(
            rest[..length]
                .chars()
                .filter(|&character| character == '\n'),
        );
        rest = &rest[length..];
    }
    code
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut index = 0;
    loop {
        if text[index..].starts_with("/*") {
            depth += 1;
            index += 2;
        } else if text[index..].starts_with("*/") {
            depth -= 1;
            index += 2;
        } else {
            index += text[index..].chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 || index >= text.len() {
            return index.min(text.len());
        }
    }
}

/// The length of the text or character literal that `text` begins with.
fn text_literal(text: &str, before: Option<char>) -> Option<usize> {
    let is_inside_a_word =
        before.is_some_and(|character| character.is_alphanumeric() || character == '_');
    let prefix = ["br", "cr", "b", "c", "r"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))
        .filter(|_| !is_inside_a_word);
    let prefix = prefix.unwrap_or_default();
    let bare = &text[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = bare.len() - bare.trim_start_matches('#').len();
        if bare[hashes..].starts_with('"') {
            let closing = format!("\"{}", "#".repeat(hashes));
            let start = prefix.len() + hashes + 1;
            return Some(
                text[start..]
                    .find(&closing)
                    .map_or(text.len(), |end| start + end + closing.len()),
            );
        }
        return None;
    }
    if bare.starts_with('"') {
        return Some(prefix.len() + quoted(bare, '"'));
    }
    if !bare.starts_with('\'') {
        return None;
    }
    // `'a'` and `'\n'` are characters, `'a` alone is a lifetime.
    let mut characters = bare[1..].char_indices();
    let (_, first) = characters.next()?;
    let is_character = first == '\\' || characters.next().is_some_and(|(_, second)| second == '\'');
    is_character.then(|| prefix.len() + quoted(bare, '\''))
}

/// The length of a literal in quotes, escapes minded.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return index + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Code without the items under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut depth = 0_usize;
        let mut end = rest.len();
        for (index, character) in rest.char_indices() {
            match character {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(character, ';' | '}') {
                end = index + 1;
                break;
            }
        }
        rest = &rest[end..];
    }
    kept + rest
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            collect(&entry, files);
        } else {
            files.push(entry);
        }
    }
}

/// The sources that are compiled into the program: files declared as `#[cfg(test)] mod name;` are
/// left out.
fn sources() -> Vec<Source> {
    let root = root();
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut sources = Vec::new();
    let mut of_tests: BTreeSet<Vec<String>> = BTreeSet::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
    {
        let relative = file.strip_prefix(&root).unwrap().with_extension("");
        let mut path: Vec<String> = relative
            .components()
            .map(|part| part.as_os_str().to_str().unwrap().to_owned())
            .collect();
        if path.last().is_some_and(|last| last == "mod") {
            path.pop();
        }
        let text = std::fs::read_to_string(file).unwrap();
        let code = code_of(&text);
        for (start, attribute) in code.match_indices("#[cfg(test)]") {
            let after = tokens(
                code[start + attribute.len()..]
                    .lines()
                    .take(3)
                    .collect::<Vec<_>>()
                    .join(" ")
                    .as_str(),
            );
            if let [module, name, end, ..] = &after[..]
                && module == "mod"
                && end == ";"
            {
                of_tests.insert([&path[..], std::slice::from_ref(name)].concat());
            }
        }
        sources.push(Source { path, text });
    }
    sources.retain(|source| !of_tests.contains(&source.path));
    assert!(sources.len() > 40, "the sources were not found");
    sources
}
