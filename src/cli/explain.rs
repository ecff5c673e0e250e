//! `report explain`: what a figure counts, or what a message means.

use anyhow::bail;
use unicode_width::UnicodeWidthStr;

use super::Exit;
use super::arguments::Explain;
use super::files::Folder;
use super::keys::all_wanted;
use super::output::{Output, PlainText};
use super::terminal::Terminal;
use super::words::Words;
use crate::diagnostic::{Code, example, explanation};
use crate::form::Form;
use crate::language::{Bilingual, Language};
use crate::render;
use crate::render::hanging;
use crate::report::Account;
use crate::vocabulary::{Labels, Metric, metrics_below, nearest, nearest_key, segments_of};

pub(super) fn run(
    typed: &Explain,
    folder: impl FnOnce() -> anyhow::Result<Folder>,
    options: &crate::Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (name, words) = (typed.name.as_str(), terminal.words());
    let folder = folder();
    let output = Output::of(&typed.output, folder.as_ref().ok(), words)?;
    output.format(None, PlainText, words)?;
    if let Some(year) = typed.year {
        return account(typed, year, &output, &folder?, options, terminal);
    }
    let explanations: Vec<Explanation> = match (Code::from_name(name), Form::by_id(name)) {
        (Some(code), _) => vec![of_code(code, words)],
        (None, Some(form)) => vec![of_form(form, words)],
        (None, None) => metrics_named(name)
            .into_iter()
            .map(|metric| of_metric(metric, words))
            .collect(),
    };
    if explanations.is_empty() {
        let key = nearest_key(name);
        let names = Code::ALL
            .iter()
            .map(|code| code.name())
            .chain(key.as_deref());
        bail!(words.unknown_name(name, nearest(name, names)));
    }
    let texts: Vec<String> = explanations
        .iter()
        .map(|explanation| explanation.text(terminal.width))
        .collect();
    output.write(&texts.join("\n"), words)?;
    Ok(Exit::Done)
}

/// What the figure means, and how that of `year` came about.
fn account(
    typed: &Explain,
    year: i32,
    output: &Output,
    folder: &Folder,
    options: &crate::Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let wanted = match all_wanted(std::slice::from_ref(&typed.name)) {
        Ok(wanted) => wanted,
        Err(unknown) => return Ok(terminal.tell(&unknown)),
    };
    let Some(key) = wanted.iter().find_map(|wanted| wanted.figure.as_ref()) else {
        bail!(words.names_several(&typed.name));
    };
    let options = &crate::Options {
        keep_going: typed.keep_going,
        ..options.clone()
    };
    let (account, found) = folder.shown(terminal, || crate::account(folder, year, key, options));
    let exit = terminal.tell(&found);
    let Some(account) = account.filter(|_| exit.allows_answer(typed.keep_going)) else {
        return Ok(exit);
    };
    let mut explanation = of_metric(key.metric, words);
    explanation.name = format!("{key} {year}");
    // The labels are those of the key; what others there could be is beside the point.
    explanation.lines.truncate(DEFINITION_LINES);
    explanation.lines.extend(account_lines(&account, words));
    output.write(&explanation.text(terminal.width), words)?;
    Ok(exit)
}

/// Lines of a definition before those of its labels.
const DEFINITION_LINES: usize = 4;

fn account_lines(account: &Account, words: Words) -> Vec<(&'static str, String)> {
    let [computed, period, law, calendar, files] = words.account_lines();
    let key = account.key.metric.definition().key;
    let has = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    let is_of_law = has(&[
        "timely",
        "on_time",
        "late",
        "overdue",
        "suspended",
        "extended",
    ]);
    let is_of_days = is_of_law || has(&["working_day", "days.", "undetermined"]);
    let days = account.period;
    let mut lines = vec![
        (computed, render::account::computation(account, words.0)),
        (period, words.period(days)),
    ];
    if is_of_law {
        lines.push((law, words.regimes(account, key.starts_with("published"))));
    }
    if is_of_days {
        lines.push((calendar, words.calendar(account)));
    }
    let inputs = account.inputs.iter().map(|input| words.rows_of(input));
    lines.extend(inputs.map(|input| (files, input)));
    lines
}

/// A form with its years, by when its reports are published, and its sources.
fn of_form(form: &'static Form, words: Words) -> Explanation {
    let [_, name, years, deadlines, source] = words.form_headings();
    let title = match words.0 {
        Language::Chinese => &form.name.zh,
        Language::English => &form.name.en,
    };
    Explanation {
        name: form.id.clone(),
        lines: vec![
            (name, title.clone()),
            (years, words.years(form.first_year, form.last_year)),
            (deadlines, words.deadlines(form)),
            (source, form.source.clone()),
        ],
    }
}

fn metrics_named(name: &str) -> Vec<Metric> {
    segments_of(name).map_or_else(Vec::new, |segments| metrics_below(&segments))
}

/// A name and lines about it, each with a name of its own; a line without text is left out.
struct Explanation {
    name: String,
    lines: Vec<(&'static str, String)>,
}

impl Explanation {
    /// As text of at most `width` columns, what is explained in lines under one another.
    fn text(&self, width: usize) -> String {
        let column = 4 + self
            .lines
            .iter()
            .map(|(name, _)| name.width())
            .max()
            .unwrap_or(0);
        let indent = " ".repeat(column);
        let mut text = format!("{}\n", self.name);
        for (name, line) in self.lines.iter().filter(|(_, line)| !line.is_empty()) {
            let lead = format!("  {name}{}", &indent[2 + name.width()..]);
            text += &hanging(line, width.max(2 * column), &lead, &indent);
            text.push('\n');
        }
        text
    }
}

fn of_metric(metric: Metric, words: Words) -> Explanation {
    let definition = metric.definition();
    let in_words = |bilingual: Bilingual| bilingual.in_language(words.0).to_owned();
    let [name, unit, meaning, source, labels] = words.definition_lines();
    let mut lines = vec![
        (name, in_words(definition.label)),
        (unit, in_words(definition.unit.name())),
        (meaning, in_words(definition.definition)),
        (source, definition.source.to_owned()),
    ];
    lines.extend(definition.labels.iter().map(|&possible| {
        let possible = match possible {
            Labels::Open => words.own_words().to_owned(),
            Labels::Codes { codes, others } => words.codes(codes, others),
        };
        (labels, possible)
    }));
    Explanation {
        name: definition.key.to_owned(),
        lines,
    }
}

fn of_code(code: Code, words: Words) -> Explanation {
    let [severity, meaning, wrong, right] = words.finding_lines();
    let mut lines = vec![
        (severity, words.severity(code.severity()).to_owned()),
        (meaning, explanation(code).in_language(words.0).to_owned()),
    ];
    if let Some(example) = example(code) {
        lines.push((wrong, example.wrong.to_owned()));
        lines.push((right, example.right.to_owned()));
    }
    Explanation {
        name: code.name().to_owned(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_figure_is_explained_with_its_labels() {
        assert_eq!(
            of_metric(Metric::RequestsReceived, Words(Language::Chinese))
                .text(40)
                .lines()
                .next(),
            Some("requests.*.received")
        );
        let text = of_metric(Metric::PublishedByChannelGroup, Words(Language::English)).text(60);
        assert!(
            text.contains(
                "\n  labels      gazette, website, weibo Weibo, wechat WeChat,\n              other"
            ),
            "{text}"
        );
        assert!(text.lines().all(|line| line.width() <= 60), "{text}");
    }

    #[test]
    fn a_code_is_explained_with_an_example_and_its_mend() {
        let text = of_code(Code::RepliedBeforeReceived, Words(Language::Chinese)).text(60);
        let end = "
  例如  收到日期,答复日期
        2017-09-25,2017-09-20
  改为  收到日期,答复日期
        2017-09-25,2017-10-20
";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn a_name_is_a_code_a_figure_or_a_part() {
        assert_eq!(
            metrics_named("requests.service.received"),
            [Metric::RequestsReceived]
        );
        assert!(metrics_named("guides").len() > 1);
        assert_eq!(metrics_named("a..b"), []);
        assert!(
            Code::ALL
                .iter()
                .all(|code| metrics_named(code.name()).is_empty())
        );
    }
}
