//! `report explain`: explains what a figure counts, what a message means, or a topic.

use anyhow::bail;
use unicode_width::UnicodeWidthStr;

use super::Exit;
use super::arguments::Explain;
use super::folder::ProjectFolder;
use super::keys::{all_wanted, logs_of, members};
use super::output::{Output, PlainText};
use super::terminal::Terminal;
use super::topics::Topic;
use super::words::CommandWords;
use crate::diagnostic::Code;
use crate::form::{Form, FormCell};
use crate::language::{Bilingual, Language};
use crate::render;
use crate::render::hanging;
use crate::report::Account;
use crate::vocabulary::{Labels, Metric, metrics_below, nearest, nearest_key, segments_of};
use crate::{Office, Options};

pub(super) fn run(
    typed: &Explain,
    folder: impl FnOnce() -> anyhow::Result<ProjectFolder>,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let (name, words) = (typed.name.as_str(), terminal.words());
    let folder = folder();
    let output = Output::of(&typed.output, folder.as_ref().ok(), words)?;
    output.format(None, PlainText, words)?;
    if let Some(year) = typed.year {
        return account(typed, year, &output, &folder?, options, terminal);
    }
    let forms = NamedForms::of(folder.as_ref().ok(), options);
    let topic = Topic::named(name).map(|topic| topic.text(words, terminal.width));
    if let Some(text) = topic.or_else(|| forms.table(name, terminal)) {
        output.write(&text, words)?;
        return Ok(Exit::Done);
    }
    let form = forms.all().find(|form| form.id == name);
    let explanations: Vec<KeyExplanation> = match (Code::from_name(name), form, forms.cell(name)) {
        (Some(code), ..) => vec![of_code(code, words)],
        (None, Some(form), _) => vec![of_form(form, words)],
        (None, None, Some((form, cell))) => vec![of_cell(form, &cell, words)],
        (None, None, None) => metrics_named(name)
            .into_iter()
            .map(|metric| of_metric(metric, words))
            .collect(),
    };
    if explanations.is_empty() {
        let key = nearest_key(name);
        let near = forms.nearest(name);
        let topics = Topic::ALL.iter().map(|topic| topic.name());
        let mut names: Vec<&str> = Code::all().map(Code::name).chain(topics).collect();
        names.extend(key.as_deref());
        names.extend(near.as_deref());
        bail!(words.unknown_name(name, nearest(name, names)));
    }
    let texts: Vec<String> = explanations
        .iter()
        .map(|explanation| explanation.text(terminal.width))
        .collect();
    output.write(&texts.join("\n"), words)?;
    Ok(Exit::Done)
}

/// Explains the meaning of a figure and how its value in `year` was computed.
fn account(
    typed: &Explain,
    year: i32,
    output: &Output,
    folder: &ProjectFolder,
    options: &Options,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let forms = NamedForms::of(Some(folder), options);
    if let Some((form, cell)) = forms.cell(&typed.name) {
        let key = format!("{}.{}", form.id, cell.id);
        bail!(words.is_traced(&key, year));
    }
    let wanted = match all_wanted(std::slice::from_ref(&typed.name)) {
        Ok(wanted) => wanted,
        Err(unknown) => return Ok(terminal.report(&unknown)),
    };
    let Some(key) = wanted.iter().find_map(|wanted| wanted.figure.as_ref()) else {
        let options = Options {
            logs: logs_of(&wanted),
            ..options.clone()
        };
        let figures = Office::open(folder).figures(Some(year), &options);
        let years = figures.value.unwrap_or_default();
        bail!(words.names_several(&typed.name, &members(&wanted, &years)));
    };
    let options = &Options {
        keep_going: typed.keep_going,
        ..options.clone()
    };
    let office = Office::open(folder);
    let answer = folder.shown(terminal, || office.account(year, key, options));
    let exit = terminal.report(&answer.diagnostics);
    let Some(account) = answer
        .value
        .filter(|_| exit.allows_answer(typed.keep_going))
    else {
        return Ok(exit);
    };
    let mut explanation = of_metric(key.metric, words);
    explanation.name = format!("{key} {year}");
    // The key has its labels already; the list of possible labels is left out.
    explanation.lines.truncate(DEFINITION_LINES);
    explanation.lines.extend(account_lines(&account, words));
    output.write(&explanation.text(terminal.width), words)?;
    Ok(exit)
}

/// Number of lines of a definition before those of its labels.
const DEFINITION_LINES: usize = 4;

fn account_lines(account: &Account, words: CommandWords) -> Vec<(&'static str, String)> {
    let [computed, period, law, receipt, calendar, files] = words.account_lines();
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
    let kind = account.key.labels.first();
    let is_of_requests =
        key.starts_with("requests") && kind.is_some_and(|kind| &**kind == "disclosure");
    if is_of_law && is_of_requests {
        lines.push((receipt, words.receipts(account)));
    }
    if is_of_days {
        lines.push((calendar, words.calendar(account)));
    }
    let inputs = account.inputs.iter().map(|input| words.rows_of(input));
    lines.extend(inputs.map(|input| (files, input)));
    lines
}

/// Forms whose tables and cells can be looked up.
struct NamedForms {
    /// The office's own form.
    own: Option<Form>,
    /// The id of the requested form.
    chosen: Option<String>,
}

impl NamedForms {
    fn of(folder: Option<&ProjectFolder>, options: &Options) -> Self {
        Self {
            // `check` reports what is wrong with a project.
            own: folder.and_then(|folder| Office::open(folder).own_form().cloned()),
            chosen: options.form.clone(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Form> {
        self.own.iter().chain(Form::all())
    }

    /// Returns the forms that a name without a form's id may refer to: the requested one first, then
    /// the newest.
    fn newest_first(&self) -> Vec<&Form> {
        let mut forms: Vec<&Form> = self.all().collect();
        forms.sort_by_key(|form| {
            let is_chosen = self.chosen.as_deref() == Some(&form.id);
            (!is_chosen, std::cmp::Reverse(form.first_year))
        });
        forms
    }

    /// Formats a table with the key of each cell.
    fn table(&self, name: &str, terminal: &Terminal) -> Option<String> {
        let forms = self.newest_first().into_iter();
        let mut having = forms.filter_map(|form| Some((form, form.table_of_ids(name)?)));
        let (form, table) = having.next()?;
        let others: Vec<String> = having.map(|(_, other)| other.caption).collect();
        let name = form.name.in_language(terminal.language);
        let (drawn, shown) = render::keys::table_of_ids(&table, terminal.width);
        let mut text = format!("{} {name}\n{drawn}", table.caption);
        let ids = table
            .parts
            .iter()
            .flat_map(|part| part.rows.iter().flatten());
        let first = ids
            .filter(|cell| cell.value.is_some())
            .map(|cell| &cell.text);
        let first = first.map(|id| format!("{}.{id}", form.id)).next();
        let about = terminal
            .words()
            .keys_of_table((&form.id, shown), &first?, &others);
        text += &hanging(&about, terminal.width, "", "");
        Some(text + "\n")
    }

    /// Returns the cell with this key.
    fn cell(&self, name: &str) -> Option<(&Form, FormCell)> {
        let mut forms = self.newest_first().into_iter();
        forms.find_map(|form| {
            let id = form.cell_named(name)?;
            let mut cells = form.listed_cells().into_iter();
            Some((form, cells.find(|cell| cell.id == id)?))
        })
    }

    /// Returns the key of the cell nearest to `name`, if `name` begins with the id of a form.
    fn nearest(&self, name: &str) -> Option<String> {
        self.all().find_map(|form| {
            let id = name.strip_prefix(&form.id)?.strip_prefix('.')?;
            let near = form.nearest_cell(id)?;
            Some(format!("{}.{near}", form.id))
        })
    }
}

/// Explains a cell of a form and how it is computed.
fn of_cell(form: &Form, cell: &FormCell, words: CommandWords) -> KeyExplanation {
    let [name, unit, made_of, table] = words.cell_lines();
    let figures = match words.0 {
        // The form has Chinese names of cells only.
        Language::Chinese => String::new(),
        Language::English => cell.en.clone(),
    };
    let formula = cell.formula.clone();
    KeyExplanation {
        name: format!("{}.{}", form.id, cell.id),
        lines: vec![
            (name, cell.zh.clone()),
            (words.definition_lines()[2], figures),
            (unit, cell.unit.clone()),
            (
                made_of,
                formula.unwrap_or_else(|| words.only_declared().to_owned()),
            ),
            (table, format!("{}.{}", form.id, cell.table)),
        ],
    }
}

/// Explains a form: its years, publication deadlines and sources.
fn of_form(form: &Form, words: CommandWords) -> KeyExplanation {
    let [_, name, years, deadlines, source] = words.form_headings();
    let title = form.name.in_language(words.0);
    KeyExplanation {
        name: form.id.clone(),
        lines: vec![
            (name, title.to_owned()),
            (years, words.years(form.first_year, form.last_year)),
            (deadlines, words.deadlines(form)),
            (source, form.source.in_language(words.0).to_owned()),
        ],
    }
}

fn metrics_named(name: &str) -> Vec<Metric> {
    segments_of(name).map_or_else(Vec::new, |segments| metrics_below(&segments))
}

/// A name and labelled lines about it. Lines without text are left out.
struct KeyExplanation {
    name: String,
    lines: Vec<(&'static str, String)>,
}

impl KeyExplanation {
    /// Formats it as text of at most `width` columns, with the values aligned.
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

fn of_metric(metric: Metric, words: CommandWords) -> KeyExplanation {
    let definition = metric.definition();
    let in_words = |bilingual: Bilingual| bilingual.in_language(words.0).to_owned();
    let [name, unit, meaning, source, labels] = words.definition_lines();
    let mut lines = vec![
        (name, in_words(definition.label)),
        (unit, in_words(definition.unit.name())),
        (meaning, in_words(definition.definition)),
        (source, definition.source.in_language(words.0).to_owned()),
    ];
    lines.extend(definition.labels.iter().map(|&possible| {
        let possible = match possible {
            Labels::Open => words.own_words().to_owned(),
            Labels::Codes { codes, others } => words.codes(codes, others),
        };
        (labels, possible)
    }));
    KeyExplanation {
        name: definition.key.to_owned(),
        lines,
    }
}

fn of_code(code: Code, words: CommandWords) -> KeyExplanation {
    let [severity, meaning, wrong, right] = words.finding_lines();
    let mut lines = vec![
        (severity, words.severity(code.severity()).to_owned()),
        (meaning, code.explanation().in_language(words.0).to_owned()),
    ];
    if let Some(example) = code.example() {
        lines.push((wrong, example.wrong.to_owned()));
        lines.push((right, example.right.to_owned()));
    }
    KeyExplanation {
        name: code.name().to_owned(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::RepliedBeforeReceived;
    use crate::language::Language;

    #[test]
    fn a_figure_is_explained_with_its_labels() {
        assert_eq!(
            of_metric(Metric::RequestsReceived, CommandWords(Language::Chinese))
                .text(40)
                .lines()
                .next(),
            Some("requests.*.received")
        );
        let text = of_metric(
            Metric::PublishedByChannelGroup,
            CommandWords(Language::English),
        )
        .text(60);
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
        let text = of_code(
            Code::of::<RepliedBeforeReceived>(),
            CommandWords(Language::Chinese),
        )
        .text(60);
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
        assert!(Code::all().all(|code| metrics_named(code.name()).is_empty()));
    }
}
