//! Findings for a person: what was found, where, the text that was read, what to do.
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
use crate::diagnostic::{Diagnostic, Excerpt, Message, MoreFindings, Place, Severity};
use crate::language::Language;

/// The findings in the order given that `is_told` asks for, a blank line between them, then how many
/// there are of each severity, those that are not told included. Empty if none is told.
///
/// `cap` is how many are shown at most; the last line tells how many are not. What a terminal would
/// obey instead of showing is made visible; colour is the only control that is emitted, if asked.
#[must_use]
pub fn human(
    diagnostics: &[Diagnostic],
    is_told: impl Fn(&Diagnostic) -> bool,
    language: Language,
    colour: bool,
    cap: Option<usize>,
) -> String {
    let told = diagnostics.iter().filter(|diagnostic| is_told(diagnostic));
    let shown: Vec<&Diagnostic> = told.take(cap.unwrap_or(usize::MAX)).collect();
    if shown.is_empty() {
        return String::new();
    }
    let mut output = String::new();
    for diagnostic in &shown {
        output += &drawn(diagnostic, language, colour);
        output += "\n\n";
    }
    let shown = shown.iter().filter(|shown| shown.waiver().is_none());
    let shown = shown.count() as u64;
    let weighing = || {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.waiver().is_none())
    };
    let count_of = |severity| {
        // What stops the run is an error to who reads it.
        let of = |diagnostic: &&Diagnostic| diagnostic.severity().min(Severity::Error) == severity;
        let not_kept = weighing().filter_map(|diagnostic| {
            let &MoreFindings { code, count, .. } = diagnostic.problem.get()?;
            (code.severity() == severity).then_some(count)
        });
        weighing().filter(of).count() as u64 + not_kept.sum::<u64>()
    };
    let all: u64 = SEVERITIES.into_iter().map(count_of).sum();
    let waived = (diagnostics.len() - weighing().count()) as u64;
    output + &summary(count_of, waived, all - shown, language)
}

/// Details of how files were read, with their number; they say nothing of errors and warnings.
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

/// The severities that are counted, the worst first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// One finding, without a line break at its end.
#[must_use]
pub fn drawn(diagnostic: &Diagnostic, language: Language, colour: bool) -> String {
    let finding = Finding {
        code: diagnostic.code().name(),
        severity: diagnostic.severity(),
        message: spoken(&diagnostic.problem.message(), language),
        hint: diagnostic
            .problem
            .hint()
            .map(|hint| in_lines(&hint, language)),
        waiver: diagnostic.waiver().map(made_visible),
        place: diagnostic.place.as_deref().cloned(),
    };
    finding.drawn(language, colour)
}

/// A finding put into words.
struct Finding {
    code: &'static str,
    severity: Severity,
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
        let title = level(self.severity, language)
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
        // The place is that of the cell in its file, which the excerpt, being the cell alone, cannot
        // give; the renderer takes the two for different files and draws an empty origin between.
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

fn level(severity: Severity, language: Language) -> Level<'static> {
    let level = match severity {
        Severity::Trouble | Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let (name, _) = names(severity, language);
    level.with_name(name)
}

/// What one finding of a severity is called, and several.
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

/// `requests.csv:118:6 (收到日期)`, `台账.xlsx#2017:118:6 (收到日期)`: the place in the file, not in the excerpt.
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

/// The text that was read, in three: before the part that is meant, that part, and behind it.
pub(super) struct Marked {
    pub(super) before: String,
    pub(super) meant: String,
    pub(super) after: String,
}

/// The text that was read, on one line, made visible; long parts are cut.
pub(super) fn marked(excerpt: &Excerpt) -> Marked {
    let part = |range: std::ops::Range<usize>| excerpt.text.get(range).unwrap_or_default();
    Marked {
        before: made_visible(part(0..excerpt.marked.start)),
        meant: shortened(&made_visible(part(excerpt.marked.clone()))),
        after: shortened(&made_visible(part(excerpt.marked.end..excerpt.text.len()))),
    }
}

/// The text that was read, on one line, with carets under the part that is meant.
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

/// The text, or its beginning: a cell of a thousand characters would hide what is said of it.
fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => text[..end].to_owned() + "…",
        None => text.to_owned(),
    }
}

fn spoken(message: &Message, language: Language) -> String {
    made_visible(message.in_language(language))
}

/// A hint may have lines to paste, each of which stands on a line of its own.
fn in_lines(hint: &Message, language: Language) -> String {
    let lines = hint.in_language(language).split('\n').map(made_visible);
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn made_visible(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// `2 errors, 1 warning; 1 waived; 3 more not shown`, `no errors or warnings, 2 notes`; empty where
/// nothing was found.
pub(super) fn summary(
    count_of: impl Fn(Severity) -> u64,
    waived: u64,
    more: u64,
    language: Language,
) -> String {
    let counts = SEVERITIES.map(|severity| (severity, count_of(severity)));
    if waived == 0 && more == 0 && counts.iter().all(|(_, count)| *count == 0) {
        return String::new();
    }
    let (comma, semicolon, nothing_bad) = match language {
        Language::Chinese => ("，", "；", "没有错误和警告"),
        Language::English => (", ", "; ", "no errors or warnings"),
    };
    let is_bad = counts[..2].iter().any(|(_, count)| *count > 0);
    let verdict = (!is_bad).then(|| nothing_bad.to_owned());
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(severity, count)| counted(count, severity, language));
    let counts: Vec<String> = verdict.into_iter().chain(counts).collect();
    let waived = (waived > 0).then(|| match language {
        Language::Chinese => format!("已豁免{waived}个"),
        Language::English => format!("{waived} waived"),
    });
    let more = (more > 0).then(|| match language {
        Language::Chinese => format!("另有{more}个未列出"),
        Language::English => format!("{more} more not shown"),
    });
    let parts = [Some(counts.join(comma)), waived, more];
    parts
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(semicolon)
        + "\n"
}

/// `2 errors`, `2个错误`.
fn counted(count: u64, severity: Severity, language: Language) -> String {
    let (one, several) = names(severity, language);
    match language {
        Language::Chinese if severity == Severity::Note => format!("{count}条{one}"),
        Language::Chinese => format!("{count}个{one}"),
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
错误[bad-date]: “2017210日”不是日期
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
        assert_eq!(
            last(&human(&all, |_| true, Language::Chinese, false, None)),
            "3个错误，1条提示"
        );
        assert_eq!(
            last(&human(&all, |_| true, Language::English, false, Some(1))),
            "3 errors, 1 note; 3 more not shown"
        );
        assert_eq!(human(&[], |_| true, Language::English, false, None), "");
        let note = std::slice::from_ref(&all[3]);
        let of_note = |language| last(&human(note, |_| true, language, false, None));
        assert_eq!(of_note(Language::Chinese), "没有错误和警告，1条提示");
        assert_eq!(of_note(Language::English), "no errors or warnings, 1 note");
        let only_errors = |finding: &Diagnostic| finding.severity() >= Severity::Error;
        assert_eq!(
            last(&human(&all, only_errors, Language::English, false, None)),
            "3 errors, 1 note; 1 more not shown"
        );
        let waived = [sample::bad_date(), all[3].clone().waived_for("如此", None)];
        assert_eq!(
            last(&human(&waived, only_errors, Language::English, false, None)),
            "1 error; 1 waived"
        );
        let shown = human(&all, |_| true, Language::English, false, Some(2));
        assert_eq!(shown.matches("error[bad-date]").count(), 2);
        assert!(shown.contains("\n\nerror[bad-date]"));
    }

    #[test]
    fn colour_comes_only_when_asked() {
        let all = [sample::bad_date()];
        assert!(human(&all, |_| true, Language::Chinese, true, None).contains('\u{1b}'));
        assert!(!human(&all, |_| true, Language::Chinese, false, None).contains('\u{1b}'));
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
