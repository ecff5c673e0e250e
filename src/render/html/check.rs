//! Findings as a page, grouped by file, with excerpts.

use super::super::diagnostics::{Counts, Marked, closing, counts_of, made_visible, marked, names};
use super::contents::{ContentsEntry, navigation};
use super::document::scrolling;
use super::frame::Frame;
use super::markup::Markup;
use crate::diagnostic::{Diagnostic, Place, Severity, Suppressed};
use crate::language::{Bilingual, Language};
use crate::report::Check;

/// The findings of a check as a page. Waived findings are listed with their reason, but not counted.
#[must_use]
pub fn check(check: &Check, language: Language) -> String {
    let words = CheckWords(language);
    let title = words.title(&check.years);
    let mut main = Markup::outer("header", &[], Markup::block("h1", &[], title.as_str()));
    let counts = Counts {
        more: told_together(check)
            .map(|suppressed| suppressed.count)
            .sum(),
        ..counts_of(check)
    };
    let found = closing(&counts, language);
    main.push(Markup::block("p", &[("class", "summary")], found.as_str()));
    let files = files(check);
    let entries = (1..).zip(&files).map(|(index, file)| ContentsEntry {
        id: format!("f{index}"),
        text: Markup::text(&words.file(file.name)),
        below: Vec::new(),
    });
    main.push(navigation(words.contents(), &entries.collect::<Vec<_>>()));
    if !files.is_empty() {
        main.push(overview(&files, words));
    }
    for (index, file) in (1..).zip(&files) {
        let heading = words.file(file.name);
        let id = format!("f{index}");
        main.push(Markup::block("h2", &[("id", &id)], heading.as_str()));
        main.extend(file.found.iter().map(|found| finding(found, words)));
        main.extend(
            file.suppressed
                .iter()
                .map(|suppressed| more(suppressed, words)),
        );
    }
    Frame {
        language: words.tag(),
        title: &title,
        meta: Markup::default(),
        skip: words.skip(),
    }
    .page(main)
}

/// The findings of one file. Findings about the project as a whole have no file.
struct File<'c> {
    name: Option<&'c str>,
    found: Vec<&'c Diagnostic>,
    suppressed: Vec<&'c Suppressed>,
}

impl File<'_> {
    /// The number of its findings of a severity, without waived ones.
    fn count_of(&self, severity: Severity) -> u64 {
        let is_of = |other: Severity| other.min(Severity::Error) == severity;
        let found = self.found.iter();
        let found = found.filter(|found| found.waiver().is_none() && is_of(found.severity()));
        let suppressed = self
            .suppressed
            .iter()
            .filter(|suppressed| is_of(suppressed.severity));
        found.count() as u64 + suppressed.map(|suppressed| suppressed.count).sum::<u64>()
    }
}

/// The files, in the order of their first finding.
fn files(check: &Check) -> Vec<File<'_>> {
    let mut files: Vec<File> = Vec::new();
    let mut index_of = |name| {
        let known = files.iter().position(|file: &File| file.name == name);
        known.unwrap_or_else(|| {
            files.push(File {
                name,
                found: Vec::new(),
                suppressed: Vec::new(),
            });
            files.len() - 1
        })
    };
    let found = check.diagnostics.iter().map(|finding| {
        let name = finding.place.as_ref().map(|place| &*place.file);
        (index_of(name), finding)
    });
    let found: Vec<_> = found.collect();
    let suppressed: Vec<_> = told_together(check)
        .map(|suppressed| (index_of(Some(&*suppressed.file)), suppressed))
        .collect();
    for (index, finding) in found {
        files[index].found.push(finding);
    }
    for (index, suppressed) in suppressed {
        files[index].suppressed.push(suppressed);
    }
    files
}

/// A table of the number of findings in each file.
fn overview(files: &[File], words: CheckWords) -> Markup {
    const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];
    let mut heads = vec![Markup::block(
        "th",
        &[("scope", "col")],
        words.file_heading(),
    )];
    heads.extend(SEVERITIES.map(|severity| {
        let (_, several) = names(severity, words.0);
        Markup::block("th", &[("scope", "col"), ("class", "right")], several)
    }));
    let row = |file: &File| {
        let name = words.file(file.name);
        let mut cells = vec![Markup::block("th", &[("scope", "row")], name.as_str())];
        cells.extend(SEVERITIES.map(|severity| {
            let count = file.count_of(severity).to_string();
            Markup::block("td", &[("class", "right")], count.as_str())
        }));
        Markup::outer("tr", &[], cells.into_iter().collect())
    };
    let head = Markup::outer("tr", &[], heads.into_iter().collect());
    let mut content = Markup::outer("thead", &[], head);
    content.push(Markup::outer("tbody", &[], files.iter().map(row).collect()));
    let name = words.counts();
    let attributes = [("class", "plain"), ("aria-label", name)];
    scrolling(name, Markup::outer("table", &attributes, content))
}

fn finding(finding: &Diagnostic, words: CheckWords) -> Markup {
    let language = words.0;
    let class = class(finding.severity());
    let (name, _) = names(finding.severity(), language);
    let mut heading = Markup::element("span", &[("class", &format!("severity {class}"))], name);
    heading.push(Markup::text(" "));
    heading.push(Markup::exact(&made_visible(
        finding.problem.message().in_language(language),
    )));
    let mut content = Markup::block("h3", &[], heading);
    let place = finding.place.as_deref();
    let code = Markup::element("code", &[], finding.code().name());
    let mut where_it_is = Markup::text(&place.map_or_else(String::new, |place| {
        words.place(place) + words.either("　", " · ")
    }));
    where_it_is.push(code);
    content.push(Markup::block("p", &[], where_it_is));
    content.extend(place.and_then(excerpt));
    let labelled = |label: &str, text: &str| {
        let mut line = Markup::element("strong", &[], label);
        line.push(Markup::text(words.either("：", ": ")));
        let lines: Vec<_> = text.split('\n').map(made_visible).collect();
        line.push(Markup::exact(&lines.join("\n")));
        Markup::block("p", &[], line)
    };
    if let Some(hint) = finding.problem.hint() {
        let label = words.either("办法", "Help");
        content.push(labelled(label, hint.in_language(language)));
    }
    if let Some(reason) = finding.waiver() {
        content.push(labelled(words.either("已豁免", "Waived"), reason));
    }
    let class = format!("finding is-{class}");
    Markup::outer("article", &[("class", &class)], content)
}

/// The excerpt with its marked part.
fn excerpt(place: &Place) -> Option<Markup> {
    let Marked {
        before,
        meant,
        after,
    } = marked(place.excerpt.as_ref()?);
    let mut text = Markup::exact(&before);
    if !meant.is_empty() {
        text.push(Markup::element("mark", &[], Markup::exact(&meant)));
    }
    text.push(Markup::exact(&after));
    let code = Markup::element("code", &[], text);
    Some(Markup::block("pre", &[("class", "excerpt")], code))
}

/// Findings that were only counted, and are not waived.
fn told_together(check: &Check) -> impl Iterator<Item = &Suppressed> {
    let suppressed = check.suppressed.iter();
    suppressed.filter(|suppressed| suppressed.waiver.is_none())
}

/// Says how many findings of one kind are not listed, and their lines.
fn more(suppressed: &Suppressed, words: CheckWords) -> Markup {
    let message = suppressed.finding().problem.message();
    let sheet = suppressed.sheet.as_ref().map_or_else(String::new, |sheet| {
        let name = match words.0 {
            Language::Chinese => format!("工作表“{sheet}”"),
            Language::English => format!("sheet \"{sheet}\""),
        };
        name + words.either("：", ": ")
    });
    let text = made_visible(&(sheet + message.in_language(words.0)));
    Markup::block("p", &[], (text + words.either("。", ".")).as_str())
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Trouble | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The texts of the page.
#[derive(Debug, Clone, Copy)]
struct CheckWords(Language);

impl CheckWords {
    fn either(self, zh: &'static str, en: &'static str) -> &'static str {
        Bilingual { zh, en }.in_language(self.0)
    }

    fn tag(self) -> &'static str {
        self.either("zh-CN", "en")
    }

    fn title(self, years: &[i32]) -> String {
        let years: Vec<_> = years.iter().map(i32::to_string).collect();
        let years = years.join(self.either("、", ", "));
        match self.0 {
            Language::Chinese if years.is_empty() => "核对结果".to_owned(),
            Language::Chinese => format!("{years}年核对结果"),
            Language::English => format!("Findings {years}").trim().to_owned(),
        }
    }

    fn skip(self) -> &'static str {
        self.either("跳到正文", "Skip to the content")
    }

    fn contents(self) -> &'static str {
        self.either("目录", "Contents")
    }

    fn counts(self) -> &'static str {
        self.either("各文件的问题数", "Findings by file")
    }

    fn file_heading(self) -> &'static str {
        self.either("文件", "File")
    }

    fn file(self, name: Option<&str>) -> String {
        let whole = self.either("整个项目", "The project as a whole");
        name.map_or(whole.to_owned(), made_visible)
    }

    /// A place in a file: `第 118 行第 6 列（收到日期）`; empty for the file as a whole.
    fn place(self, place: &Place) -> String {
        let parts = [
            place.sheet.as_ref().map(|sheet| match self.0 {
                Language::Chinese => format!("工作表“{sheet}”"),
                Language::English => format!("sheet \"{sheet}\""),
            }),
            place.line.map(|line| match self.0 {
                Language::Chinese => format!("第 {line} 行"),
                Language::English => format!("line {line}"),
            }),
            place.column.map(|column| match self.0 {
                Language::Chinese => format!("第 {column} 列"),
                Language::English => format!("column {column}"),
            }),
            place.header.as_ref().map(|header| match self.0 {
                Language::Chinese => format!("“{header}”"),
                Language::English => format!("\"{header}\""),
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let parts = parts.join(self.either("，", ", "));
        if parts.is_empty() {
            self.either("整个文件", "the whole file").to_owned()
        } else {
            made_visible(&parts)
        }
    }
}
