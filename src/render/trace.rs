//! The rows behind a figure, for a person and for programs.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::json::figure;
use super::json_values::printed;
use super::lines::{hanging, printable, width as text_width};
use crate::count::TracedRow;
use crate::document::{Align, Cell, Column, Table};
use crate::figures::Value;
use crate::language::{Bilingual, Language};
use crate::logs::{codes_of, header};
use crate::record::Log;
use crate::report::{Subject, Trace};
use crate::vocabulary::Unit;

/// The rows as a table: file, line, the value each row adds, and the cells that decided.
#[must_use]
pub fn table(trace: &Trace, year: i32, language: Language) -> Table {
    Table {
        id: "trace".to_owned(),
        caption: format!("{} {year}", trace.subject.key()),
        columns: columns(trace, language),
        rows: rows(trace).collect(),
    }
}

/// The rows for a screen: a table if it fits, or else one entry per row with its cells below. Columns
/// without values are left out; values common to all rows are printed once.
#[must_use]
pub fn text(trace: &Trace, year: i32, width: usize, language: Language) -> String {
    let mut table = table(trace, year, language);
    if language == Language::Chinese {
        name_codes(trace, &mut table);
    }
    let alike = without_repeats(trace, &mut table, language);
    if fits(&table, width) {
        table.caption = format!("{}\n{alike}", table.caption);
        let caption = std::mem::take(&mut table.caption);
        return caption + &super::table::text(&table, width);
    }
    let mut text = format!("{}\n{alike}", table.caption);
    let fields: Vec<&str> = table
        .columns
        .iter()
        .map(|column| &*column.heading)
        .collect();
    let is_heading = |heading: &str| {
        ["title", "id", "department"]
            .into_iter()
            .any(|field| heading == self::heading(trace.subject.part(), field, language))
    };
    for row in &table.rows {
        let [file, line, ..] = &row[..] else { continue };
        let mut first = vec![format!("{}:{}", file.text(), line.text())];
        let mut rest = Vec::new();
        for (name, cell) in fields.iter().zip(row).skip(2) {
            if *cell == Cell::Absent {
                continue;
            }
            let text = printable(&cell.text());
            if is_heading(name) {
                first.push(text);
            } else {
                rest.push(format!("{name} {text}"));
            }
        }
        let rest = rest.join(
            Bilingual {
                zh: "；", en: "; "
            }
            .in_language(language),
        );
        for (line, indent) in [(first.join("  "), ""), (rest, "    ")] {
            if !line.is_empty() {
                text += &hanging(&line, width, indent, "    ");
                text.push('\n');
            }
        }
    }
    text
}

/// Number of columns before the cells of a log: file, line and the value the row adds.
const BEFORE_FIELDS: usize = 3;

/// Replaces codes by their Chinese names: `report.toml` may write `disclosure` for 依申请公开.
fn name_codes(trace: &Trace, table: &mut Table) {
    let part = trace.subject.part();
    let Some(log) = part.and_then(Log::named) else {
        return;
    };
    for (column, field) in trace.rows.field_names().into_iter().enumerate() {
        let codes = codes_of(log, field);
        for row in &mut table.rows {
            if let Some(Cell::Text(text)) = row.get_mut(BEFORE_FIELDS + column)
                && let Some(code) = codes.iter().find(|code| code.code == text)
            {
                code.name.zh.clone_into(text);
            }
        }
    }
}

/// Removes columns that are empty or have the same value in all rows, and returns a line with the
/// common values.
fn without_repeats(trace: &Trace, table: &mut Table, language: Language) -> String {
    /// Number of columns before the cells: file and line.
    const PLACE: usize = 2;
    let fields = trace.rows.field_names();
    let names = [None; PLACE + 1]
        .into_iter()
        .chain(fields.into_iter().map(Some));
    let mut alike = Vec::new();
    let mut is_kept = |(column, name): (usize, Option<&str>)| {
        let is_about = matches!(name, Some("id" | "title" | "department"));
        let mut cells = table.rows.iter().map(|row| &row[column]);
        let Some(first) = cells.next().filter(|_| column >= PLACE) else {
            return true;
        };
        let is_same = cells.all(|cell| cell == first);
        if !is_same || table.rows.len() == 1 && *first != Cell::Absent {
            return true;
        }
        if *first == Cell::Absent {
            return false;
        }
        if !is_about {
            let heading = &table.columns[column].heading;
            alike.push(format!("{heading} {}", printable(&first.text())));
        }
        is_about
    };
    let kept: Vec<bool> = names.enumerate().map(&mut is_kept).collect();
    table.keep_columns(&kept);
    if alike.is_empty() {
        return String::new();
    }
    let words = Bilingual {
        zh: "各行相同：",
        en: "alike in all rows: ",
    };
    let comma = Bilingual {
        zh: "；", en: "; "
    }
    .in_language(language);
    format!("{}{}\n", words.in_language(language), alike.join(comma))
}

/// Whether a table of `room` columns wraps no cells except long ones.
fn fits(table: &Table, room: usize) -> bool {
    /// Longer texts may wrap.
    const LONG: usize = 24;
    let needed = |column: usize| {
        let cells = table.rows.iter().map(|row| row[column].text());
        let texts = cells.chain([table.columns[column].heading.clone()]);
        texts
            .map(|text| text_width(&printable(&text)).min(LONG))
            .max()
    };
    let columns = 0..table.columns.len();
    let needed: usize = columns.clone().filter_map(needed).sum();
    needed + columns.len() * 3 < room
}

/// The columns of the table.
pub(super) fn columns(trace: &Trace, language: Language) -> Vec<Column> {
    let column = |zh, en, align| Column {
        heading: Bilingual { zh, en }.in_language(language).to_owned(),
        align,
    };
    let mut columns = vec![
        column("文件", "file", Align::Left),
        column("行", "line", Align::Right),
        column("计入", "counts", Align::Right),
    ];
    let fields = trace.rows.field_names();
    columns.extend(fields.iter().map(|&field| Column {
        heading: heading(trace.subject.part(), field, language),
        align: Align::Left,
    }));
    columns
}

/// The rows of the table, as an iterator.
pub(super) fn rows(trace: &Trace) -> impl Iterator<Item = Vec<Cell>> {
    let fields = trace.rows.field_names();
    trace.rows.iter().map(move |row| cells(&row, &fields))
}

fn cells(row: &TracedRow, fields: &[&'static str]) -> Vec<Cell> {
    let cell = |field: &&'static str| {
        let found = row.fields.iter().find(|(name, _)| name == field);
        let text = found.and_then(|(_, text)| *text);
        text.map_or(Cell::Absent, |text| Cell::Text(text.to_owned()))
    };
    let place = [
        Cell::Text(row.file.to_string()),
        Cell::Count(row.line),
        Cell::Decimal(row.counts),
    ];
    place.into_iter().chain(fields.iter().map(cell)).collect()
}

/// The heading of a field: the column header used by offices, or its key.
fn heading(part: Option<&str>, field: &'static str, language: Language) -> String {
    let computed = match field {
        "due" => Some(("期限（计算）", "due (computed)")),
        "clock_starts" => Some(("起算（计算）", "clock starts (computed)")),
        "working_days" => Some(("工作日", "working days")),
        "fields_filled" => Some(("已填要素", "fields filled")),
        _ => None,
    };
    match (computed, language) {
        (Some((zh, en)), _) => Bilingual { zh, en }.in_language(language).to_owned(),
        (None, Language::English) => field.to_owned(),
        (None, Language::Chinese) => {
            let log = part.and_then(Log::named);
            log.map_or(field, |log| header(log, field)).to_owned()
        }
    }
}

/// The number of rows, their sum, and the figure.
#[must_use]
pub fn summary(trace: &Trace, language: Language) -> String {
    let counts = trace.rows.iter().map(|row| row.counts);
    let sum = counts.fold(Decimal::ZERO, Decimal::saturating_add);
    let rows = trace.rows.len();
    let figure = match &trace.subject {
        Subject::Figure(question) => {
            let unit = question.key.metric.definition().unit;
            shown(&trace.value, unit, language)
        }
        Subject::Cell { unit, .. } => {
            // The form has no English unit.
            let unit = match (&trace.value, language) {
                (Value::Absent, _) | (_, Language::English) => "",
                (_, Language::Chinese) => unit,
            };
            format!("{}{unit}", super::stats::plain(&trace.value))
        }
    };
    let question = trace.subject.question();
    let is_denominator = question.is_some_and(|question| question.is_denominator);
    let what = match (language, is_denominator) {
        (Language::Chinese, true) => "分母",
        (Language::Chinese, false) => "指标值",
        (Language::English, _) => "figure",
    };
    match language {
        Language::Chinese if is_denominator => {
            format!("共{rows}行，计入合计 {sum}（{what}）；指标值 {figure}\n")
        }
        Language::Chinese => format!("共{rows}行，计入合计 {sum}；{what} {figure}\n"),
        Language::English if is_denominator => {
            format!("{rows} rows, counting {sum}, the denominator; {what} {figure}\n")
        }
        Language::English => format!("{rows} rows, counting {sum}; {what} {figure}\n"),
    }
}

/// A figure with its unit; a quotient also with its parts.
#[must_use]
pub fn shown(value: &Value, unit: Unit, language: Language) -> String {
    let blank = if language == Language::English {
        " "
    } else {
        ""
    };
    let name = unit.name().in_language(language);
    match value {
        Value::Ratio(ratio) => {
            let (numerator, denominator) = (ratio.numerator(), ratio.denominator());
            let quotient = if unit == Unit::Share {
                ratio.percent_trimmed()
            } else {
                format!("{}{blank}{name}", ratio.fixed(3))
            };
            format!("{quotient} = {numerator} ÷ {denominator}")
        }
        Value::Histogram(_) | Value::Truth(_) | Value::Absent | Value::Empty => {
            super::stats::plain(value)
        }
        Value::Count(_) | Value::Decimal(_) => format!("{value}{blank}{name}"),
    }
}

/// `{"key", "year", "value", "rows": [{"file", "line", "counts", "fields"}]}`.
#[must_use]
pub fn json(trace: &Trace, year: i32) -> String {
    printed(&TraceJson {
        key: trace.subject.key(),
        year,
        value: figure(&trace.value),
        rows: trace.rows.iter().map(|row| RowJson::of(&row)).collect(),
    })
}

#[derive(Serialize)]
struct TraceJson<'a> {
    key: String,
    year: i32,
    /// The figure, as in `stats`.
    value: Json,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    file: &'a str,
    line: u64,
    /// A whole number, or an amount of money as a string.
    counts: Json,
    /// The cells that decided, by column key; `null` if blank.
    fields: Map<String, Json>,
}

impl<'a> RowJson<'a> {
    fn of(row: &TracedRow<'a>) -> Self {
        let fields = row.fields.iter();
        Self {
            file: row.file,
            line: row.line,
            counts: match u64::try_from(row.counts) {
                Ok(count) if row.counts.scale() == 0 => count.into(),
                _ => row.counts.to_string().into(),
            },
            fields: fields
                .map(|(name, text)| ((*name).to_owned(), Json::from(*text)))
                .collect(),
        }
    }
}
