//! Dependencies between the modules of `src`, and which of them may use files, streams and the
//! clock.
//!
//! Sources are parsed. Items under `#[cfg(test)]` are left out, and paths are read from the tokens
//! of the rest, so that paths in macros count, too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, Visibility};

/// The modules that each module may use, leaves first, as in the table of `src/lib.rs`. A new
/// module needs an entry, and a new dependency a reason.
const ALLOWED: &[(&str, &[&str])] = &[
    // Shared vocabulary of all stages.
    ("language", &[]),
    ("number", &[]),
    ("record", &["language"]),
    // Rows do not depend on logs.
    ("rows", &[]),
    ("vocabulary", &["language"]),
    ("diagnostic", &["language", "record", "vocabulary"]),
    // Documents do not depend on figures, forms or formats.
    ("document", &["number"]),
    // The calendar does not depend on law, and law does not depend on logs.
    ("calendar", &[]),
    ("law", &["calendar"]),
    // Layout and web site: set by the configuration, used by renderers.
    ("layout", &[]),
    ("site", &[]),
    // Files are opened by name; a folder is one implementation.
    ("files", &[]),
    // Open questions of law are answered in the configuration, in the law's terms.
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
            // The delivery of requests and replies, in the law's terms.
            "law",
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
    // Checks depend on rows, cases and figures; counting does not depend on checks.
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
    // The cover sheet is a document created from a report.
    (
        "cover",
        &[
            "diagnostic",
            "document",
            "figures",
            // Figures are formatted as in the report's tables.
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
            // One deadline is shown day by day, with the reasons that the calendar gives.
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
            // A report is checked as it is printed.
            "document",
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
    // It calls the face of the library.
    ("main", &["office"]),
];

/// The file that declares the modules, and may use any of them.
const MAP: &str = "lib";

/// The modules that may use files, streams, the environment and the clock.
const OUTERMOST: &[&str] = &["cli", "main"];
/// The only other file that opens files: a project folder for programs that embed the crate.
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

/// Absolute paths of a particular machine, which must not occur in code, comments or strings.
/// Assembled here, so that this file passes the same test.
const PATHS_OF_A_MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/t", "mp/"),
];

#[test]
fn the_arrows_run_one_way() {
    assert_eq!(wrong_arrows(sources()), Vec::<String>::new());
}

#[test]
fn the_allowed_arrows_form_no_ring() {
    // Modules whose dependencies have all been removed are in no cycle.
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
    let modules: BTreeSet<&str> = sources().iter().map(Source::module).collect();
    let unknown: Vec<_> = ALLOWED
        .iter()
        .map(|(module, _)| *module)
        .filter(|module| !modules.contains(*module))
        .collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

#[test]
fn only_the_outermost_modules_touch_the_outside_world() {
    assert_eq!(
        touches_of_the_outside_world(sources()),
        Vec::<String>::new()
    );
}

#[test]
fn nothing_is_unsafe() {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_unsafe)
        .map(Source::name)
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_two_public_types_share_a_name() {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for name in &source.types {
            files.entry(name).or_default().push(source.name());
        }
    }
    files.retain(|_, files| files.len() > 1);
    assert!(files.is_empty(), "{files:#?}");
}

#[test]
fn no_renderer_knows_another() {
    // Modules that several renderers share: tables look alike in text and Markdown, findings in all
    // commands.
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
        for used in source.used_paths() {
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
    vec![Source::of(path, text)]
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

/// A source file, without test-only code.
#[derive(Default)]
struct Source {
    /// The path of its module below the crate: `["law", "run"]`.
    path: Vec<String>,
    /// Every path in it, with brace groups expanded: `a::{b, c::d}` is `a::b` and `a::c::d`.
    paths: Vec<Vec<String>>,
    /// The macros it uses.
    macros: BTreeSet<String>,
    /// Whether it contains the keyword `unsafe`.
    is_unsafe: bool,
    /// Its public types.
    types: Vec<String>,
    /// Its test-only modules that are files of their own.
    test_modules: Vec<String>,
}

impl Source {
    fn of(path: Vec<String>, text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let mut source = Self {
            path,
            ..Self::default()
        };
        source.add_items(&file.items);
        source
    }

    fn name(&self) -> String {
        self.path.join("/")
    }

    /// The module of the table that it belongs to.
    fn module(&self) -> &str {
        &self.path[0]
    }

    fn add_items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Mod(module) if is_of_tests(&module.attrs) => {
                    let is_file = module.content.is_none();
                    self.test_modules
                        .extend(is_file.then(|| module.ident.to_string()));
                }
                item if attributes(item).is_some_and(is_of_tests) => {}
                Item::Mod(module) => {
                    let items = module.content.iter().flat_map(|(_, items)| items);
                    self.add_items(&items.cloned().collect::<Vec<_>>());
                }
                Item::Impl(of) => {
                    let mut of = of.clone();
                    of.items.retain(
                        |item| !matches!(item, ImplItem::Fn(function) if is_of_tests(&function.attrs)),
                    );
                    self.add_tokens(of.into_token_stream());
                }
                item => {
                    match item {
                        Item::Struct(item) => self.add_type(&item.vis, &item.ident),
                        Item::Enum(item) => self.add_type(&item.vis, &item.ident),
                        Item::Trait(item) => self.add_type(&item.vis, &item.ident),
                        Item::Type(item) => self.add_type(&item.vis, &item.ident),
                        _ => {}
                    }
                    self.add_tokens(item.into_token_stream());
                }
            }
        }
    }

    fn add_type(&mut self, visibility: &Visibility, name: &Ident) {
        let is_public = matches!(visibility, Visibility::Public(_));
        self.types.extend(is_public.then(|| name.to_string()));
    }

    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            match token {
                TokenTree::Group(group) => {
                    if !is_visibility(group) {
                        self.add_tokens(group.stream());
                    }
                    index += 1;
                }
                TokenTree::Ident(name) => {
                    self.is_unsafe |= name == "unsafe";
                    let end = self.add_path(&tokens, index, &[]);
                    if is_mark(tokens.get(end), '!') {
                        let last = self.paths.last().and_then(|path| path.last());
                        self.macros.extend(last.cloned());
                    }
                    index = end;
                }
                _ => index += 1,
            }
        }
    }

    /// Adds the path that begins at `index`, and returns its end.
    fn add_path(&mut self, tokens: &[TokenTree], mut index: usize, above: &[String]) -> usize {
        let mut path = above.to_vec();
        while let Some(token) = tokens.get(index) {
            path.push(token.to_string());
            index += 1;
            if !is_mark(tokens.get(index), ':') || !is_mark(tokens.get(index + 1), ':') {
                break;
            }
            index += 2;
            match tokens.get(index) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let group: Vec<TokenTree> = group.stream().into_iter().collect();
                    for part in group.split(|token| is_mark(Some(token), ',')) {
                        if !part.is_empty() {
                            self.add_path(part, 0, &path);
                        }
                    }
                    return index + 1;
                }
                Some(TokenTree::Ident(_)) => {}
                token if is_mark(token, '*') => {}
                _ => break,
            }
        }
        self.paths.push(path);
        index
    }

    /// Returns the paths within the crate that it uses.
    fn used_paths(&self) -> impl Iterator<Item = Vec<String>> {
        self.paths.iter().filter_map(|path| {
            let is_up = |segment: &&String| *segment == "super";
            let up = path.iter().take_while(is_up).count();
            match path.first().map(String::as_str) {
                Some("crate") => Some(path[1..].to_vec()),
                Some("super") => {
                    let above = self.path.len().saturating_sub(up);
                    Some([&self.path[..above], &path[up..]].concat())
                }
                // The binary calls the library by its name.
                Some("report") if self.module() == "main" => Some(path[1..].to_vec()),
                _ => None,
            }
        })
    }
}

fn attributes(item: &Item) -> Option<&[Attribute]> {
    Some(match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return None,
    })
}

fn is_of_tests(attributes: &[Attribute]) -> bool {
    let is_of_tests = |attribute: &Attribute| {
        let meta = attribute.meta.to_token_stream().to_string();
        meta.replace(' ', "") == "cfg(test)"
    };
    attributes.iter().any(is_of_tests)
}

/// Whether a group is that of `pub(crate)` or `pub(super)`.
fn is_visibility(group: &Group) -> bool {
    let content = group.stream().to_string();
    group.delimiter() == Delimiter::Parenthesis && matches!(&*content, "crate" | "super")
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
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
        let used: BTreeSet<String> = source
            .used_paths()
            .map(|path| match path.first().map(String::as_str) {
                None | Some("*") => "the whole crate".to_owned(),
                Some(first) if known.contains(first) => first.to_owned(),
                // Everything else at the root is the public face of the pipeline.
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
        .filter(|source| !OUTERMOST.contains(&source.module()))
    {
        for &outside in OUTSIDE_WORLD {
            let is_touched = match outside.strip_suffix('!') {
                Some(name) => source.macros.contains(name),
                None => source.paths.iter().any(|path| names(path, outside)),
            };
            let is_allowed = source.path == OPENS_FILES.0 && outside == OPENS_FILES.1;
            if is_touched && !is_allowed {
                found.push(format!("{} touches {outside}", source.name()));
            }
        }
    }
    found
}

/// Whether `path` contains the segments of `outside` in a row.
fn names(path: &[String], outside: &str) -> bool {
    let outside: Vec<&str> = outside.split("::").collect();
    path.windows(outside.len()).any(|window| window == outside)
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

/// Returns the sources of the program, without files declared as `#[cfg(test)] mod name;`.
fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let root = root();
        let mut files = Vec::new();
        collect(&root, &mut files);
        files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
        let source = |file: &PathBuf| {
            let relative = file.strip_prefix(&root).unwrap().with_extension("");
            let parts = relative.components();
            let mut path: Vec<String> = parts
                .map(|part| part.as_os_str().to_str().unwrap().to_owned())
                .collect();
            path.pop_if(|last| last == "mod");
            Source::of(path, &std::fs::read_to_string(file).unwrap())
        };
        let mut sources: Vec<Source> = files.iter().map(source).collect();
        let of_tests: BTreeSet<Vec<String>> = sources
            .iter()
            .flat_map(|source| {
                let modules = source.test_modules.iter();
                modules.map(|name| [&source.path[..], std::slice::from_ref(name)].concat())
            })
            .collect();
        sources.retain(|source| !of_tests.contains(&source.path));
        assert!(sources.len() > 40, "the sources were not found");
        sources
    });
    &SOURCES
}
