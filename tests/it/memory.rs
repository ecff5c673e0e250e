//! A project folder in memory, with helpers to check its figures and findings.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Cursor, Read};
use std::path::Path;

use report::{
    Diagnostic, Figures, Files, Format, Office, Options, Outcome, Report, Value,
    inside::{metrics_below, segments_of},
};

use crate::program::rendered_text;

/// A narrative that covers each of the six contents that Article 32 requires.
pub(crate) const COMPLETE: &str = "# 公开 {#proactive}\n有。\n# 申请 {#on-request}\n无。\n\
    # 收费 {#fees}\n无。\n# 复议诉讼 {#disputes}\n无。\n# 问题 {#problems}\n有。\n# 其他 {#other}\n无。\n";

/// The files of a project folder by their paths.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folder {
    files: BTreeMap<String, Vec<u8>>,
}

impl Files for Folder {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        match self.files.get(name) {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let names = self.files.keys().filter_map(|path| {
            let (of, name) = path.rsplit_once('/').unwrap_or(("", path));
            (of == folder).then(|| name.to_owned())
        });
        Ok(names.collect())
    }
}

impl Folder {
    /// An office with everything but logs that a report of 2016, 2017 or 2018 needs.
    pub(crate) fn new() -> Self {
        let mut project = "[office]\nname = \"某管委会\"\n".to_owned();
        for year in 2016..=2018 {
            let _ = write!(
                project,
                "[reports.{year}]\nsigned-on = {}-01-15\n",
                year + 1
            );
        }
        Self::default().with("report.toml", project)
    }

    /// The sample office in `data`.
    pub(crate) fn sample() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let mut folder = Self::default();
        for name in [
            "report.toml",
            "published.csv",
            "procurement.csv",
            "environment.csv",
            "requests.csv",
            "guides.csv",
            "narrative/2016.md",
            "narrative/2017.md",
        ] {
            folder.set(name, std::fs::read(root.join(name)).unwrap());
        }
        folder
    }

    /// The logs and settings of a project folder on disk.
    pub(crate) fn read(root: &Path) -> Self {
        let mut folder = Self::default();
        for entry in std::fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap();
            if path.extension().is_some_and(|extension| extension == "csv") || name == "report.toml"
            {
                folder.set(name, std::fs::read(&path).unwrap());
            }
        }
        folder
    }

    /// The folder with one more file, or another content of one.
    pub(crate) fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.set(name, content);
        self
    }

    /// The folder with `lines` at the end of its `report.toml`.
    pub(crate) fn with_settings(mut self, lines: &str) -> Self {
        let project = self.files.get_mut("report.toml").unwrap();
        project.extend(lines.as_bytes());
        self
    }

    pub(crate) fn set(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        self.files.insert(name.to_owned(), content.into());
    }

    pub(crate) fn bytes(&self, name: &str) -> &[u8] {
        &self.files[name]
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).unwrap()
    }

    /// The folder with every file rewritten.
    pub(crate) fn map(&self, rewrite: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        let files = self.files.iter();
        Self {
            files: files
                .map(|(name, bytes)| (name.clone(), rewrite(bytes)))
                .collect(),
        }
    }

    /// Replaces a piece of a text, which must occur exactly once.
    pub(crate) fn replacing(mut self, name: &str, old: &str, new: &str) -> Self {
        let text = self.text(name);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {name}");
        let text = text.replace(old, new);
        self.set(name, text);
        self
    }

    /// Compiles `year`.
    pub(crate) fn compile(&self, year: i32) -> Outcome<Report> {
        Office::open(self).compile(year, &Options::default())
    }

    /// Compiles the report of `year` and renders it. Panics if there is none.
    pub(crate) fn rendered(&self, year: i32, format: Format) -> String {
        let compilation = self.compile(year);
        let report = compilation
            .value
            .unwrap_or_else(|| panic!("{:#?}", finding_lines(&compilation.diagnostics)));
        rendered_text(&report, format)
    }

    /// Returns the figures of `year`. Panics if there are none.
    pub(crate) fn figures(&self, year: i32, options: &Options) -> Figures {
        let statistics = Office::open(self).figures(Some(year), options);
        let mut years = statistics.value.unwrap_or_default().into_iter();
        let (_, figures) = years
            .next()
            .unwrap_or_else(|| panic!("{:#?}", finding_lines(&statistics.diagnostics)));
        figures
    }

    /// Checks figures of `year`, each `key = value` as [`shown`] shows it.
    pub(crate) fn check(&self, year: i32, expected: &[&str]) {
        self.check_as_of(year, None, expected);
    }

    /// The same, with an as-of date.
    pub(crate) fn check_as_of(&self, year: i32, as_of: Option<&str>, expected: &[&str]) {
        let options = Options {
            as_of: as_of.map(|day| day.parse().unwrap()),
            ..Options::default()
        };
        let figures = self.figures(year, &options);
        let found: Vec<String> = expected
            .iter()
            .map(|line| {
                let (key, _) = line.split_once(" = ").unwrap();
                format!("{key} = {}", figure(&figures, key))
            })
            .collect();
        assert_eq!(found, expected);
    }
}

/// Returns a figure by its dotted key, or a family without labels, as [`shown`]; `none` if there is
/// none.
pub(crate) fn figure(figures: &Figures, key: &str) -> String {
    let segments = segments_of(key).unwrap();
    assert!(!metrics_below(&segments).is_empty(), "no key: {key}");
    let value = figures
        .iter()
        .find(|(key, _)| key.segments() == segments)
        .map(|(_, value)| value);
    value.map_or_else(|| "none".to_owned(), shown)
}

/// Formats a value for comparison; absent, empty and 0 are distinct.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Absent => "absent".to_owned(),
        Value::Empty => "empty".to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Ratio(ratio) => format!("{}/{}", ratio.numerator(), ratio.denominator()),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Histogram(histogram) => format!("{histogram:?}"),
        Value::Truth(truth) => truth.to_string(),
    }
}

/// Findings in short: `bad-date published.csv:3:2`.
pub(crate) fn finding_lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    let in_short = |diagnostic: &Diagnostic| {
        let mut text = diagnostic.code().name().to_owned();
        if let Some(place) = &diagnostic.place {
            let _ = write!(text, " {}", place.file);
            for number in [place.line, place.column].into_iter().flatten() {
                let _ = write!(text, ":{number}");
            }
        }
        text
    };
    diagnostics.iter().map(in_short).collect()
}
