//! Findings for a person: message, place, excerpt and hint.
//!
//! ```text
//! error[bad-date]: "2017210日" is not a date
//!    --> requests.csv:118:6 (收到日期)
//!     |
//! 118 | 2017210日
//!     | ^^^^^^^^^
//!     |
//!     = help: write the day as 2017-02-10
//! ```

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::lines::visible;
use crate::diagnostic::{Code, Diagnostic, Excerpt, Message, MoreFindings, Place, Severity};
use crate::language::Language;
use crate::report::Check;

/// Formats the findings selected by `is_shown` in the given order, with blank lines between them. The
/// last line counts all findings by severity, including those not selected. Empty if none is selected.
///
/// At most `cap` findings are shown; the last line gives the number of the others. Unless `is_verbose`,
/// notes about the layout of a file share one line. Control characters are made visible; only colour
/// codes are emitted, and only if `colour` is set.
#[must_use]
pub fn human(
    diagnostics: &[Diagnostic],
    is_shown: impl Fn(&Diagnostic) -> bool,
    language: Language,
    colour: bool,
    cap: Option<usize>,
    is_verbose: bool,
) -> String {
    let selected = diagnostics.iter().filter(|diagnostic| is_shown(diagnostic));
    let shown: Vec<&Diagnostic> = selected.take(cap.unwrap_or(usize::MAX)).collect();
    if shown.is_empty() {
        return String::new();
    }
    let mut output = String::new();
    for entry in entries(&shown, is_verbose) {
        output += &entry.drawn(language, colour);
        output += "\n\n";
    }
    let shown = shown.iter().filter(|shown| shown.waiver().is_none());
    let shown = shown.count() as u64;
    let mut counts = Counts::default();
    for diagnostic in diagnostics {
        let more = diagnostic.problem.get::<MoreFindings>();
        match (diagnostic.waiver(), more) {
            (Some(_), _) => counts.waived += 1,
            (None, more) => {
                counts.add(diagnostic.severity(), diagnostic.code(), 1);
                if let Some(&MoreFindings { code, count, .. }) = more {
                    counts.add(code.severity(), code, count);
                }
            }
        }
    }
    counts.more = counts.all() - shown;
    output + &summary(&counts, language) + "\n"
}

/// How many findings there are, by what is to be done with them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    /// Errors: to be corrected.
    pub(super) errors: u64,
    /// Errors and warnings that ask the office to decide.
    pub(super) questions: u64,
    /// Warnings: to be looked at.
    pub(super) warnings: u64,
    /// Notes.
    pub(super) notes: u64,
    /// Findings that the office lets pass, with its reasons.
    pub(super) waived: u64,
    /// Findings that are counted and not shown.
    pub(super) more: u64,
    /// Kinds of findings that the office switches off.
    pub(super) switched_off: u64,
}

impl Counts {
    /// Adds findings of a kind.
    pub(super) fn add(&mut self, severity: Severity, code: Code, count: u64) {
        *match severity {
            Severity::Note => &mut self.notes,
            _ if code.is_question() => &mut self.questions,
            Severity::Warning => &mut self.warnings,
            Severity::Error | Severity::Trouble => &mut self.errors,
        } += count;
    }

    fn all(&self) -> u64 {
        self.errors + self.questions + self.warnings + self.notes
    }
}

/// How many findings a check made, those that were only counted among them.
pub(super) fn counts_of(check: &Check) -> Counts {
    let mut counts = Counts {
        switched_off: check.switched_off.len() as u64,
        ..Counts::default()
    };
    for finding in &check.diagnostics {
        match finding.waiver() {
            Some(_) => counts.waived += 1,
            None => counts.add(finding.severity(), finding.code(), 1),
        }
    }
    for suppressed in &check.suppressed {
        match suppressed.waiver {
            Some(_) => counts.waived += suppressed.count,
            None => counts.add(suppressed.severity, suppressed.code, suppressed.count),
        }
    }
    counts
}

/// A unit of output: a finding, or all notes about the layout of a file.
pub(super) enum Drawn<'d> {
    Finding(&'d Diagnostic),
    Layout(Vec<&'d Diagnostic>),
}

/// Findings as they are drawn: unless `is_verbose`, the notes about the layout of a file stand together
/// where the first of them stood.
pub(super) fn entries<'d>(shown: &[&'d Diagnostic], is_verbose: bool) -> Vec<Drawn<'d>> {
    let file_of = |finding: &&Diagnostic| {
        let is_short = finding.severity() == Severity::Note
            && finding.waiver().is_none()
            && finding.code().is_about_layout();
        let place = finding.place.as_ref().filter(|_| is_short && !is_verbose)?;
        Some(place.file.clone())
    };
    let mut files = Vec::new();
    let mut entries: Vec<Drawn<'d>> = Vec::new();
    for &finding in shown {
        let Some(file) = file_of(&finding) else {
            entries.push(Drawn::Finding(finding));
            continue;
        };
        let known = files.iter().find(|(known, _)| *known == file);
        if let Some((_, index)) = known {
            if let Some(Drawn::Layout(notes)) = entries.get_mut(*index) {
                notes.push(finding);
            }
        } else {
            files.push((file, entries.len()));
            entries.push(Drawn::Layout(vec![finding]));
        }
    }
    entries
}

impl Drawn<'_> {
    /// It as a text without a line break at its end.
    pub(super) fn drawn(&self, language: Language, colour: bool) -> String {
        let notes = match self {
            Self::Finding(finding) => return drawn(finding, language, colour),
            Self::Layout(notes) => notes,
        };
        let place = notes.first().and_then(|note| note.place.as_ref());
        let file = place.map_or_else(String::new, |place| made_visible(&place.file));
        let one = |note: &&Diagnostic| {
            let message = message_text(&note.problem.message(), language);
            format!("{message}[{}]", note.code().name())
        };
        let all: Vec<String> = notes.iter().map(one).collect();
        let (name, colon, separator) = match language {
            Language::Chinese => ("【提示】", "：", "；"),
            Language::English => ("note: ", ": ", "; "),
        };
        format!("{name}{file}{colon}{}", all.join(separator))
    }
}

/// Formats details of how files were read, with their number. Errors and warnings are not mentioned.
#[must_use]
pub fn details(diagnostics: &[Diagnostic], language: Language, colour: bool) -> String {
    let mut output = String::new();
    for diagnostic in diagnostics {
        output += &drawn(diagnostic, language, colour);
        output += "\n\n";
    }
    if !diagnostics.is_empty() {
        output += &counted(diagnostics.len() as u64, Severity::Note, language);
        output.push('\n');
    }
    output
}

/// One finding, without a line break at its end.
#[must_use]
pub fn drawn(diagnostic: &Diagnostic, language: Language, colour: bool) -> String {
    let finding = Finding {
        code: diagnostic.code().name(),
        severity: diagnostic.severity(),
        is_question: diagnostic.code().is_question(),
        message: message_text(&diagnostic.problem.message(), language),
        hint: diagnostic
            .problem
            .hint()
            .map(|hint| in_lines(&hint, language)),
        waiver: diagnostic.waiver().map(made_visible),
        place: diagnostic.place.as_deref().cloned(),
    };
    finding.drawn(language, colour)
}

/// A finding as text in one language.
struct Finding {
    code: &'static str,
    severity: Severity,
    is_question: bool,
    message: String,
    hint: Option<String>,
    waiver: Option<String>,
    place: Option<Place>,
}

impl Finding {
    fn drawn(&self, language: Language, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let title = level(self.severity, self.is_question, language)
            .primary_title(&self.message)
            .id(self.code);
        let mut elements: Vec<Element> = Vec::new();
        if let Some(place) = &self.place {
            elements.push(Origin::path(address(place)).into());
            elements.extend(
                place
                    .excerpt
                    .as_ref()
                    .map(|text| excerpt(text, place.line).into()),
            );
        }
        if let Some(hint) = &self.hint {
            let label = match language {
                Language::Chinese => "办法",
                Language::English => "help",
            };
            elements.push(Level::HELP.with_name(label).message(hint).into());
        }
        if let Some(reason) = &self.waiver {
            let label = match language {
                Language::Chinese => "豁免",
                Language::English => "waived",
            };
            elements.push(Level::NOTE.with_name(label).message(reason).into());
        }
        let drawn = renderer.render(&[Group::with_title(title).elements(elements)]);
        // The origin shows the place of the cell in its file, while the excerpt contains only the cell.
        // The renderer takes them for different files and draws an empty origin in between, which is
        // removed here.
        let is_empty_origin = |line: &&str| {
            let line = line
                .trim_start()
                .trim_start_matches("\u{1b}[1m")
                .trim_start_matches("\u{1b}[94m");
            line.starts_with(":::")
        };
        drawn
            .lines()
            .filter(|line| !is_empty_origin(line))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn level(severity: Severity, is_question: bool, language: Language) -> Level<'static> {
    let level = match severity {
        Severity::Trouble | Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.with_name(label(severity, is_question, language))
}

/// The label of a finding: in Chinese the action it asks for, in English its severity.
pub(super) fn label(severity: Severity, is_question: bool, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Note, Language::Chinese) => "【提示】",
        (_, Language::Chinese) if is_question => "【请定】",
        (Severity::Warning, Language::Chinese) => "【请看】",
        (Severity::Trouble | Severity::Error, Language::Chinese) => "【须改】",
        (severity, Language::English) => names(severity, language).0,
    }
}

/// The names of a severity, singular and plural.
pub(super) fn names(severity: Severity, language: Language) -> (&'static str, &'static str) {
    match (severity, language) {
        (Severity::Trouble | Severity::Error, Language::Chinese) => ("错误", "错误"),
        (Severity::Warning, Language::Chinese) => ("警告", "警告"),
        (Severity::Note, Language::Chinese) => ("提示", "提示"),
        (Severity::Trouble | Severity::Error, Language::English) => ("error", "errors"),
        (Severity::Warning, Language::English) => ("warning", "warnings"),
        (Severity::Note, Language::English) => ("note", "notes"),
    }
}

/// The place in the file, not in the excerpt: `requests.csv:118:6 (收到日期)`, `台账.xlsx#2017:118:6 (收到日期)`.
fn address(place: &Place) -> String {
    let mut address = place.file.to_string();
    if let Some(sheet) = &place.sheet {
        let _ = write!(address, "#{sheet}");
    }
    for number in [place.line, place.column].into_iter().flatten() {
        let _ = write!(address, ":{number}");
    }
    if let Some(header) = &place.header {
        let _ = write!(address, " ({header})");
    }
    made_visible(&address)
}

/// An excerpt split into the text before the marked part, the marked part, and the text after it.
pub(super) struct Marked {
    pub(super) before: String,
    pub(super) meant: String,
    pub(super) after: String,
}

/// Splits an excerpt at its marked part. It is put on one line and made visible; long parts are
/// shortened.
pub(super) fn marked(excerpt: &Excerpt) -> Marked {
    let part = |range: std::ops::Range<usize>| excerpt.text.get(range).unwrap_or_default();
    Marked {
        before: made_visible(part(0..excerpt.marked.start)),
        meant: shortened(&made_visible(part(excerpt.marked.clone()))),
        after: shortened(&made_visible(part(excerpt.marked.end..excerpt.text.len()))),
    }
}

/// The excerpt as a snippet on one line, with carets under the marked part.
fn excerpt(
    excerpt: &Excerpt,
    line: Option<u64>,
) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let Marked {
        before,
        meant,
        after,
    } = marked(excerpt);
    let span = before.len()..before.len() + meant.len();
    let source = Snippet::source(before + &meant + &after);
    let source = match line.and_then(|line| usize::try_from(line).ok()) {
        Some(line) => source.line_start(line),
        None => source.line_numbering(false),
    };
    source.annotation(AnnotationKind::Primary.span(span))
}

/// The beginning of a long text, as a cell of a thousand characters would hide the message.
fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => text[..end].to_owned() + "…",
        None => text.to_owned(),
    }
}

fn message_text(message: &Message, language: Language) -> String {
    made_visible(message.in_language(language))
}

/// The text of a hint, which may contain several lines to paste.
fn in_lines(hint: &Message, language: Language) -> String {
    let lines = hint.in_language(language).split('\n').map(made_visible);
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn made_visible(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// How many findings there are: `须改2处、请看1处、提示3条（另有1处说明理由放行，5处未列出）`.
pub(super) fn summary(counts: &Counts, language: Language) -> String {
    let Counts {
        errors,
        questions,
        warnings,
        notes,
        waived,
        more,
        switched_off,
    } = *counts;
    let filled = |count: u64, words: String| (count > 0).then_some(words);
    let (parts, beside, comma, brackets) = match language {
        Language::Chinese => (
            [
                Some(format!("须改{errors}处")),
                filled(questions, format!("请定{questions}处")),
                Some(format!("请看{warnings}处")),
                filled(notes, format!("提示{notes}条")),
            ],
            [
                filled(waived, format!("另有{waived}处说明理由放行")),
                filled(more, format!("{more}处未列出")),
                filled(switched_off, format!("{switched_off}类核对已关闭")),
            ],
            ["、", "，"],
            ["（", "）"],
        ),
        Language::English => (
            [
                Some(format!("{errors} to correct")),
                filled(questions, format!("{questions} to decide")),
                Some(format!("{warnings} to look at")),
                filled(notes, counted(notes, Severity::Note, language)),
            ],
            [
                filled(waived, format!("{waived} waived with a reason")),
                filled(more, format!("{more} more not shown")),
                filled(
                    switched_off,
                    match switched_off {
                        1 => "1 kind switched off".to_owned(),
                        kinds => format!("{kinds} kinds switched off"),
                    },
                ),
            ],
            [", ", ", "],
            [" (", ")"],
        ),
    };
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let beside: Vec<String> = beside.into_iter().flatten().collect();
    let mut text = parts.join(comma[0]);
    if !beside.is_empty() {
        text += &[brackets[0], &beside.join(comma[1]), brackets[1]].concat();
    }
    text
}

/// The last line of a check: the numbers of errors and warnings, and a reminder of what is not checked.
pub(super) fn closing(counts: &Counts, language: Language) -> String {
    // Notes require no action.
    let counts = Counts {
        notes: 0,
        ..*counts
    };
    let found = summary(&counts, language);
    match language {
        Language::Chinese => {
            format!("数据核对：{found}。文字、保密审查和签批不在核对之内。")
        }
        Language::English => {
            format!("data: {found}; wording, secrecy review and approval are not checked")
        }
    }
}

/// `2 notes`, `2条提示`.
fn counted(count: u64, severity: Severity, language: Language) -> String {
    let (one, several) = names(severity, language);
    match language {
        Language::Chinese => format!("{count}条{one}"),
        Language::English if count == 1 => format!("{count} {one}"),
        Language::English => format!("{count} {several}"),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{NoLimit, NoLogs};
    use crate::render::sample;

    fn finding(text: &str, marked: Range<usize>) -> Finding {
        let file: Arc<str> = "requests.csv".into();
        Finding {
            code: "bad-date",
            severity: Severity::Error,
            is_question: false,
            message: "“2017210日”不是日期".to_owned(),
            hint: Some("改为2017-02-10这样的日期".to_owned()),
            waiver: None,
            place: Some(Place {
                column: Some(6),
                header: Some("收到日期".to_owned()),
                excerpt: Some(Excerpt {
                    text: text.to_owned(),
                    marked,
                }),
                ..Place::line(&file, 118)
            }),
        }
    }

    #[test]
    fn carets_stand_right_under_chinese_text() {
        let text = "于2017210日收";
        assert_eq!(
            finding(text, 3..text.len() - 3).drawn(Language::Chinese, false),
            "\
【须改】[bad-date]: “2017210日”不是日期
   --> requests.csv:118:6 (收到日期)
    |
118 | 于2017210日收
    |   ^^^^^^^^^
    |
    = 办法: 改为2017-02-10这样的日期"
        );
    }

    #[test]
    fn a_blank_cell_still_has_a_caret() {
        assert_eq!(
            finding("", 0..0).drawn(Language::English, false),
            "\
error[bad-date]: “2017210日”不是日期
   --> requests.csv:118:6 (收到日期)
    |
118 |
    | ^
    |
    = help: 改为2017-02-10这样的日期"
        );
    }

    #[test]
    fn a_file_as_a_whole_is_named_without_a_line() {
        let file: Arc<str> = "published.csv".into();
        let finding = Finding {
            place: Some(Place::file(&file)),
            hint: None,
            ..finding("", 0..0)
        };
        assert_eq!(
            finding.drawn(Language::English, false),
            "error[bad-date]: “2017210日”不是日期\n--> published.csv"
        );
    }

    #[test]
    fn control_characters_are_shown() {
        let drawn = finding("2017\n\u{1b}[31m\u{9b}\t日", 4..10).drawn(Language::Chinese, false);
        assert!(
            drawn.contains("118 | 2017␊␛[31m\u{fffd}␉日\n    |     ^^^^^^\n"),
            "{drawn}"
        );
    }

    #[test]
    fn an_excerpt_is_shown_whatever_it_looks_like() {
        for (colour, is_drawn) in [(false, "118 | :::\n"), (true, " :::\n")] {
            let drawn = finding(":::", 0..3).drawn(Language::Chinese, colour);
            assert!(
                drawn.contains(is_drawn) && drawn.lines().count() == 7,
                "{drawn}"
            );
        }
    }

    #[test]
    fn the_last_line_counts() {
        let note = Diagnostic::new(NoLimit { requests: 3 });
        let all = [
            sample::bad_date(),
            sample::bad_date(),
            Diagnostic::new(NoLogs),
            note,
        ];
        let last = |output: &str| output.lines().last().unwrap_or_default().to_owned();
        let is_any = |_: &Diagnostic| true;
        let only_errors = |finding: &Diagnostic| finding.severity() >= Severity::Error;
        let (zh, en) = (Language::Chinese, Language::English);
        let of = |findings: &[Diagnostic], language, cap| {
            last(&human(findings, is_any, language, false, cap, false))
        };
        assert_eq!(of(&all, zh, None), "须改3处、请看0处、提示1条");
        assert_eq!(
            of(&all, en, Some(1)),
            "3 to correct, 0 to look at, 1 note (3 more not shown)"
        );
        assert_eq!(human(&[], is_any, en, false, None, false), "");
        assert_eq!(of(&all[3..], zh, None), "须改0处、请看0处、提示1条");
        let of_errors =
            |findings: &[Diagnostic]| last(&human(findings, only_errors, zh, false, None, false));
        assert_eq!(of_errors(&all), "须改3处、请看0处、提示1条（1处未列出）");
        let waived = [sample::bad_date(), all[3].clone().waived_for("如此", None)];
        assert_eq!(
            of_errors(&waived),
            "须改1处、请看0处（另有1处说明理由放行）"
        );
        let shown = human(&all, |_| true, Language::English, false, Some(2), false);
        assert_eq!(shown.matches("error[bad-date]").count(), 2);
        assert!(shown.contains("\n\nerror[bad-date]"));
    }

    #[test]
    fn colour_comes_only_when_asked() {
        let all = [sample::bad_date()];
        assert!(human(&all, |_| true, Language::Chinese, true, None, false).contains('\u{1b}'));
        assert!(!human(&all, |_| true, Language::Chinese, false, None, false).contains('\u{1b}'));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_excerpt_can_be_shown(text in any::<String>(), a in 0usize..40, b in 0usize..40, line in any::<u64>()) {
            let mut finding = finding(&text, a..b);
            finding.place.as_mut().unwrap().line = Some(line);
            finding.message = text;
            let drawn = finding.drawn(Language::Chinese, false);
            prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn:?}");
        }

        #[test]
        fn a_long_line_is_cut_around_its_caret(text in "[政府公开a-z，“]{100,400}", at in 0usize..100) {
            let start = text.char_indices().nth(at).map_or(0, |(index, _)| index);
            let drawn = finding(&text, start..start + 1).drawn(Language::Chinese, false);
            prop_assert!(drawn.contains('^'), "{drawn}");
        }
    }
}
