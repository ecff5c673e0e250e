//! A report as JSON, for programs. The types here are the specification of `report/1`.
//!
//! Objects have their keys in the order given here, statistics in the order of the vocabulary. Counts,
//! days, medians and percentiles are integers; rates and means are numbers with a point, not rounded;
//! money is a string with a decimal number; days are ISO dates. A figure without data (no log, or a
//! rate with denominator 0) is `null`, never 0. Messages carry both languages. Control characters are
//! always escaped.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};

use super::FormatDefinition;
use super::json_values::{JsonDay, printed};
use super::statutory::flattened;
use crate::count::{Period, Span};
use crate::diagnostic::{Diagnostic, Severity, Suppressed};
use crate::document::{self, Cell, Document, SpanCell, StatutoryTable, plain_text};
use crate::figures::{Figures, Value};
use crate::language::Bilingual;
use crate::number::Ratio;
use crate::report::{DeclaredValue, InputFile, Report};

/// The whole of `compile --format json`.
#[derive(Debug, Serialize)]
struct ReportJson<'a> {
    /// `report/1`; the number increases with incompatible changes.
    schema: &'static str,
    /// The program and its version.
    generator: &'static str,
    /// Full name of the office.
    office: &'a str,
    /// The report year.
    year: i32,
    /// The period of the report.
    period: PeriodJson,
    /// The part of the year, `2017-Q1`; left out for a whole year.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    /// The reference day of the report.
    as_of: JsonDay,
    /// Id of the statutory form.
    form: &'a str,
    /// Every figure, nested by the segments of its key.
    statistics: Nested<'a>,
    /// The figures of the year it is compared with, as in `stats`; left out without a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<YearJson<'a>>,
    /// Declared figures and cells of the form, with their place.
    declared: Vec<DeclaredJson<'a>>,
    /// The content of the report.
    document: DocumentJson<'a>,
    /// The files that were read.
    inputs: Vec<InputJson<'a>>,
    /// The findings, in file order.
    diagnostics: Vec<DiagnosticJson<'a>>,
}

/// A figure or a cell that does not come from a log.
#[derive(Debug, Serialize)]
struct DeclaredJson<'a> {
    /// The key of the figure, or the id of the form followed by that of the cell.
    key: &'a str,
    /// As it was declared.
    value: &'a str,
    /// The file that declares it.
    file: &'a str,
    /// The line, from 1.
    line: Option<u64>,
}

/// Both ends are included.
#[derive(Debug, Serialize)]
struct PeriodJson {
    start: JsonDay,
    end: JsonDay,
    /// Calendar days.
    days: u64,
    /// Working days by the official calendar.
    working_days: u64,
}

/// A log file. Rows of other years are neither `counted` nor `excluded`.
#[derive(Debug, Serialize)]
struct InputJson<'a> {
    /// Its path, relative to the project folder.
    file: &'a str,
    /// Data rows.
    rows: u64,
    /// Rows of the period.
    counted: u64,
    /// Rows left out because of an error.
    excluded: u64,
}

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct DiagnosticJson<'a> {
    /// Its stable kebab-case name.
    code: &'static str,
    /// `error`, `warning` or `note`.
    severity: &'static str,
    /// The message.
    message: BilingualJson,
    /// The file it concerns; `null` if none.
    file: Option<&'a str>,
    /// The sheet, if `report.toml` names one of the workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    /// Line of the file, from 1.
    line: Option<u64>,
    /// Column in characters, from 1.
    column: Option<u64>,
    /// The hint; `null` if there is none.
    hint: Option<BilingualJson>,
    /// The reason why the office waived it; left out if it did not. A waived finding is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<&'a str>,
}

/// A text in both languages.
#[derive(Debug, Serialize)]
struct BilingualJson {
    zh: String,
    en: String,
}

/// The document, in reading order.
#[derive(Debug, Serialize)]
struct DocumentJson<'a> {
    /// One entry per line.
    title: &'a [String],
    /// The blocks before the first heading.
    preface: Vec<BlockJson<'a>>,
    sections: Vec<SectionJson<'a>>,
    sign_off: SignOffJson<'a>,
}

/// A heading with the content below it.
#[derive(Debug, Serialize)]
struct SectionJson<'a> {
    /// As printed: `一、`, `（一）`, `1.`, `（1）`.
    number: &'a str,
    /// The text without the number.
    heading: String,
    /// The required content that the section covers; may be `null`.
    id: Option<&'a str>,
    /// Depth, from 1.
    level: u8,
    blocks: Vec<BlockJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

/// A block; `kind` names its type.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum BlockJson<'a> {
    Paragraph {
        /// Plain text; a line break is `\n`.
        text: String,
    },
    List {
        /// Number of the first item; `null` for a bulleted list.
        start: Option<u64>,
        /// The blocks of each item.
        items: Vec<Vec<BlockJson<'a>>>,
    },
    Quote {
        blocks: Vec<BlockJson<'a>>,
    },
    Table {
        id: &'a str,
        caption: &'a str,
        /// The headings.
        columns: Vec<&'a str>,
        /// Cells of their own types; a share is a number between 0 and 1.
        rows: Vec<Vec<CellJson<'a>>>,
    },
    /// A table of a statutory form, both as plain rows and with its spans. Its `kind` is `table` too,
    /// so that a reader that does not know forms finds columns and rows.
    #[serde(rename = "table")]
    Statutory {
        id: &'a str,
        caption: &'a str,
        /// The line between the caption and the table; omitted if empty.
        #[serde(skip_serializing_if = "str::is_empty")]
        head: &'a str,
        /// One heading per column: the header cells above it, joined by `·`.
        columns: Vec<String>,
        /// Each row has its labels in the columns of the stub. Columns that this part of the table does
        /// not have are `null`.
        rows: Vec<Vec<CellJson<'a>>>,
        /// The parts with their spans, as printed.
        parts: Vec<PartJson<'a>>,
        /// The note below the table; may be empty.
        foot: &'a str,
    },
    /// A chart.
    Figure {
        /// The key of the figures.
        key: &'a str,
        caption: &'a str,
        /// The counter word of the values; may be empty.
        unit: &'a str,
        values: Vec<BarJson<'a>>,
        /// Left out without a comparison.
        #[serde(skip_serializing_if = "Option::is_none")]
        compared: Option<ComparedJson<'a>>,
    },
}

/// A part of a statutory table, with a header of its own.
#[derive(Debug, Serialize)]
struct PartJson<'a> {
    /// The title across the part; may be empty.
    title: &'a str,
    /// Columns of the grid.
    width: usize,
    /// Number of columns, from the left, that hold the labels of the rows.
    stub: usize,
    /// Rows of cells. A row holds the cells that begin in it, from the left.
    header: Vec<Vec<SpanJson<'a>>>,
    /// The rows below the header.
    rows: Vec<Vec<SpanJson<'a>>>,
}

/// A cell of a grid.
#[derive(Debug, Serialize)]
struct SpanJson<'a> {
    /// As printed.
    text: &'a str,
    /// Rows it spans.
    rows: usize,
    /// Columns it spans.
    columns: usize,
    /// The value; left out for headings and labels.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    value: Option<ValueJson<'a>>,
}

/// The value of a cell of a form.
#[derive(Debug, Serialize)]
struct ValueJson<'a> {
    /// Its id, without the id of the form.
    id: &'a str,
    value: CellJson<'a>,
    /// `counted`, `declared`, `absent` or `not_applicable`.
    standing: &'static str,
}

/// A cell: a string, an integer, a number, a boolean or `null`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum CellJson<'a> {
    Text(&'a str),
    Count(u64),
    Change(i64),
    Number(f64),
    Decimal(String),
    Day(JsonDay),
    Truth(bool),
    Absent,
}

/// One number of a chart.
#[derive(Debug, Serialize)]
struct BarJson<'a> {
    label: &'a str,
    value: u64,
}

/// The numbers of the year that a chart is compared with.
#[derive(Debug, Serialize)]
struct ComparedJson<'a> {
    /// The name of the other year, `2016年`.
    name: &'a str,
    /// A number for each of `values`; `null` if it is not known.
    values: &'a [Option<u64>],
}

#[derive(Debug, Serialize)]
struct SignOffJson<'a> {
    /// Full name of the office that signs.
    office: &'a str,
    /// `null` if no date of signing is configured.
    date: Option<JsonDay>,
}

/// The figures of one year: what `stats --format json` prints.
#[derive(Debug, Serialize)]
struct YearJson<'a> {
    year: i32,
    /// The part of the year, `2017-Q1`; left out for a whole year.
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    /// As in the report.
    statistics: Nested<'a>,
}

impl<'a> YearJson<'a> {
    fn of(span: Span, figures: &'a Figures) -> Self {
        Self {
            year: span.year(),
            period: part_of(span),
            statistics: Nested::of(figures),
        }
    }
}

fn part_of(span: Span) -> Option<String> {
    match span {
        Span::Year(_) => None,
        Span::Days(..) => Some(span.code()),
    }
}

/// Everything about a report.
pub(super) const FORMAT: FormatDefinition = FormatDefinition {
    name: "json",
    extensions: &["json"],
    summary: Bilingual {
        zh: "报告和全部指标，给程序读",
        en: "the report with every figure, for programs",
    },
    is_binary: false,
    is_of_pages: false,
    about: None,
    render: |document, _| Ok(report(document).into_bytes()),
};

/// The report as JSON, ending in a newline.
#[must_use]
pub fn report(report: &Report) -> String {
    printed(&ReportJson {
        schema: "report/1",
        generator: concat!("report ", env!("CARGO_PKG_VERSION")),
        office: &report.office,
        year: report.year,
        period: period(report.period),
        part: part_of(report.span),
        as_of: JsonDay(report.as_of),
        form: &report.form,
        statistics: Nested::of(&report.statistics),
        compared: report
            .compared
            .as_ref()
            .map(|(span, figures)| YearJson::of(*span, figures)),
        declared: report.declared.iter().map(declared).collect(),
        document: document(&report.document),
        inputs: report.inputs.iter().map(input).collect(),
        diagnostics: report.diagnostics.iter().map(diagnostic).collect(),
    })
}

/// The figures of `years`. A single year is an object unless `is_list` is set; otherwise the result is
/// a list.
#[must_use]
pub fn stats(years: &[(Span, &Figures)], is_list: bool) -> String {
    let years = years
        .iter()
        .map(|&(span, figures)| YearJson::of(span, figures));
    let years: Vec<YearJson<'_>> = years.collect();
    match &years[..] {
        [only] if !is_list => printed(only),
        all => printed(&all),
    }
}

/// Figures as nested objects, by the segments of their keys.
#[derive(Debug)]
enum Nested<'f> {
    Figure(&'f Value),
    Figures(IndexMap<&'f str, Self, FixedState>),
}

impl<'f> Nested<'f> {
    /// All figures of a year.
    ///
    /// A family without data is `null` in place of its labels.
    fn of(figures: &'f Figures) -> Self {
        let mut all = Self::Figures(IndexMap::default());
        for (key, value) in figures.iter() {
            all.insert(&key.segments(), value);
        }
        all
    }

    /// Inserts a figure at the path of `segments`. An existing value stays, unless it is absent: a
    /// family without data may have a sibling with data on the same path.
    fn insert(&mut self, segments: &[&'f str], value: &'f Value) {
        match (&mut *self, segments) {
            (Self::Figure(Value::Absent), []) => *self = Self::Figure(value),
            (Self::Figure(Value::Absent | Value::Empty), [_, ..]) => {
                *self = Self::Figures(IndexMap::default());
                self.insert(segments, value);
            }
            (Self::Figures(inner), [segment, rest @ ..]) => {
                let absent = || Self::Figure(&Value::Absent);
                let below = inner.entry(segment).or_insert_with(absent);
                below.insert(rest, value);
            }
            _ => {}
        }
    }
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Figure(value) => figure(value).serialize(serializer),
            Self::Figures(inner) => serializer.collect_map(inner),
        }
    }
}

/// A figure as a JSON value; `null` if it is absent.
pub(super) fn figure(value: &Value) -> Json {
    match value {
        Value::Absent => Json::Null,
        Value::Empty => Json::Object(Map::new()),
        Value::Count(count) => (*count).into(),
        Value::Ratio(ratio) => ratio.to_f64().into(),
        Value::Decimal(number) => number.to_string().into(),
        Value::Histogram(counts) => histogram(counts),
        Value::Truth(truth) => (*truth).into(),
    }
}

/// Counts by number of days: `{"3": 12}`.
fn histogram(counts: &BTreeMap<u32, u64>) -> Json {
    counts
        .iter()
        .map(|(days, &count)| (days.to_string(), Json::from(count)))
        .collect()
}

fn period(period: Period) -> PeriodJson {
    PeriodJson {
        start: JsonDay(period.start),
        end: JsonDay(period.end),
        days: period.days,
        working_days: period.working_days,
    }
}

fn input(input: &InputFile) -> InputJson<'_> {
    InputJson {
        file: &input.file,
        rows: input.rows,
        counted: input.counted,
        excluded: input.excluded,
    }
}

pub(super) fn diagnostic(diagnostic: &Diagnostic) -> DiagnosticJson<'_> {
    let words = |message: crate::diagnostic::Message| BilingualJson {
        zh: message.zh,
        en: message.en,
    };
    let place = diagnostic.place.as_ref();
    DiagnosticJson {
        code: diagnostic.code().name(),
        severity: severity(diagnostic.severity()),
        message: words(diagnostic.problem.message()),
        file: place.map(|place| &*place.file),
        sheet: place.and_then(|place| place.sheet.as_deref()),
        line: place.and_then(|place| place.line),
        column: place.and_then(|place| place.column),
        hint: diagnostic.problem.hint().map(words),
        waived: diagnostic.waiver(),
    }
}

/// Findings of one kind in a file, or a sheet of it, that were counted and not kept.
#[derive(Debug, Serialize)]
pub(super) struct SuppressedJson<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    sheet: Option<&'a str>,
    count: u64,
    /// Of each run of lines that have one the first and the last.
    lines: Vec<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<&'a str>,
}

pub(super) fn suppressed(suppressed: &Suppressed) -> SuppressedJson<'_> {
    SuppressedJson {
        code: suppressed.code.name(),
        severity: severity(suppressed.severity),
        file: &suppressed.file,
        sheet: suppressed.sheet.as_deref(),
        count: suppressed.count,
        lines: suppressed.lines.iter().collect(),
        waived: suppressed.waiver.as_deref(),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Trouble | Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn declared(declared: &DeclaredValue) -> DeclaredJson<'_> {
    DeclaredJson {
        key: &declared.key,
        value: &declared.value,
        file: &declared.file,
        line: declared.line,
    }
}

fn document(document: &Document) -> DocumentJson<'_> {
    DocumentJson {
        title: &document.title,
        preface: blocks(&document.preface),
        sections: document.sections.iter().map(section).collect(),
        sign_off: SignOffJson {
            office: &document.sign_off.office,
            date: document.sign_off.date.map(JsonDay),
        },
    }
}

fn section(section: &document::Section) -> SectionJson<'_> {
    SectionJson {
        number: &section.number,
        heading: plain_text(&section.heading),
        id: section.id.as_deref(),
        level: section.level,
        blocks: blocks(&section.blocks),
        sections: section.sections.iter().map(self::section).collect(),
    }
}

fn blocks(blocks: &[document::Block]) -> Vec<BlockJson<'_>> {
    blocks.iter().map(block).collect()
}

fn block(block: &document::Block) -> BlockJson<'_> {
    match block {
        document::Block::Paragraph(inlines) => BlockJson::Paragraph {
            text: plain_text(inlines),
        },
        document::Block::List { start, items } => BlockJson::List {
            start: *start,
            items: items.iter().map(|item| blocks(item)).collect(),
        },
        document::Block::Quote(quoted) => BlockJson::Quote {
            blocks: blocks(quoted),
        },
        document::Block::Table(table) => BlockJson::Table {
            id: &table.id,
            caption: &table.caption,
            columns: table
                .columns
                .iter()
                .map(|column| &*column.heading)
                .collect(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
        },
        document::Block::Statutory(table) => statutory(table),
        document::Block::Figure(figure) => BlockJson::Figure {
            key: &figure.key,
            caption: &figure.caption,
            unit: &figure.unit,
            values: figure
                .values
                .iter()
                .map(|(label, value)| BarJson {
                    label,
                    value: *value,
                })
                .collect(),
            compared: figure.compared.as_ref().map(|compared| ComparedJson {
                name: &compared.names[0],
                values: &compared.values,
            }),
        },
    }
}

fn statutory(table: &StatutoryTable) -> BlockJson<'_> {
    let flat = flattened(table);
    let rows = flat.rows.iter();
    BlockJson::Statutory {
        id: &table.id,
        caption: &table.caption,
        columns: flat.columns,
        rows: rows
            .map(|row| row.iter().map(|cell| flat_cell(*cell)).collect())
            .collect(),
        parts: table
            .parts
            .iter()
            .map(|part| PartJson {
                title: &part.title,
                width: part.width,
                stub: part.stub,
                header: grid(&part.header),
                rows: grid(&part.rows),
            })
            .collect(),
        head: &table.head,
        foot: &table.foot,
    }
}

fn grid(rows: &[Vec<SpanCell>]) -> Vec<Vec<SpanJson<'_>>> {
    rows.iter()
        .map(|row| row.iter().map(span).collect())
        .collect()
}

fn span(cell: &SpanCell) -> SpanJson<'_> {
    SpanJson {
        text: &cell.text,
        rows: cell.rows,
        columns: cell.columns,
        value: cell.value.as_ref().map(|value| ValueJson {
            id: &value.id,
            value: self::cell(&value.cell),
            standing: value.standing.code(),
        }),
    }
}

/// A cell of a plain row: a number, or the text of a label.
fn flat_cell(cell: Option<&SpanCell>) -> CellJson<'_> {
    match cell {
        None => CellJson::Absent,
        Some(SpanCell {
            value: Some(value), ..
        }) => self::cell(&value.cell),
        Some(label) => CellJson::Text(label.text.trim()),
    }
}

fn cell(cell: &Cell) -> CellJson<'_> {
    let number = |ratio: &Ratio| CellJson::Number(ratio.to_f64());
    match cell {
        Cell::Text(text) => CellJson::Text(text),
        Cell::Count(count) => CellJson::Count(*count),
        Cell::Change(change) => CellJson::Change(*change),
        Cell::Share(ratio) | Cell::Quotient(ratio) => number(ratio),
        Cell::Decimal(decimal) => CellJson::Decimal(decimal.to_string()),
        Cell::Date(date) => CellJson::Day(JsonDay(*date)),
        Cell::Truth(truth) => CellJson::Truth(*truth),
        Cell::Absent => CellJson::Absent,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::render::sample;
    use crate::vocabulary::{Key, Metric};

    fn parsed(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_report_has_the_keys_of_its_specification_in_their_order() {
        let json = parsed(&report(&sample::report()));
        let keys: Vec<_> = json.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "schema",
                "generator",
                "office",
                "year",
                "period",
                "as_of",
                "form",
                "statistics",
                "declared",
                "document",
                "inputs",
                "diagnostics",
            ]
        );
        assert_eq!(json["schema"], "report/1");
        assert_eq!(
            json["period"],
            json!({"start": "2017-01-01", "end": "2017-12-31", "days": 365, "working_days": 249})
        );
        assert_eq!(
            json["inputs"],
            json!([{"file": "published.csv", "rows": 900, "counted": 700, "excluded": 1}])
        );
    }

    #[test]
    fn statistics_are_nested_and_keep_their_types() {
        let figures = sample::figures();
        let json = Nested::of(&figures);
        assert_eq!(
            serde_json::to_string(&json).unwrap(),
            concat!(
                r#"{"published":{"total":636,"by_channel":{"12345":10}},"#,
                r#""procurement":{"per_day":0.336986301369863,"award_yuan":"1234.50"},"#,
                r#""environment":{"by_kind":null},"#,
                r#""requests":{"service":{"received":432,"on_time_rate":1.0,"#,
                r#""days":{"histogram":{"2":400,"10":32}},"#,
                r#""rates_by_channel":{"12345":{"on_time":1,"on_time_rate":null}}}},"#,
                r#""targets":{"published.total":{"met":true}}}"#,
            )
        );
    }

    #[test]
    fn an_absent_family_gives_way_to_what_is_known() {
        for (absent, value) in [
            (Metric::RequestsChannelOnTime, Value::Absent),
            (Metric::RequestsChannelOnTimeRate, Value::Absent),
            (Metric::RequestsChannelOnTime, Value::Empty),
        ] {
            let mut figures = Figures::default();
            figures.set(Key::new(absent, &["service"]), value);
            figures.set(
                Key::new(Metric::RequestsChannelLate, &["service", "12345"]),
                Value::Count(2),
            );
            assert_eq!(
                serde_json::to_value(Nested::of(&figures)).unwrap(),
                json!({"requests": {"service": {"rates_by_channel": {"12345": {"late": 2}}}}})
            );
        }
    }

    #[test]
    fn blocks_are_distinguished_by_their_kind() {
        let document = parsed(&report(&sample::report()))["document"].take();
        let overview = &document["sections"][0]["sections"][0];
        assert_eq!(overview["number"], "（一）");
        assert_eq!(overview["id"], "proactive");
        assert_eq!(
            overview["blocks"][1],
            json!({
                "kind": "table", "id": "channels", "caption": "主动公开情况",
                "columns": ["渠道", "条数"],
                "rows": [["门户网站", 626], ["微信|公众*号", 10], ["宣传栏", null]],
            })
        );
        assert_eq!(
            overview["blocks"][2],
            json!({
                "kind": "figure", "key": "published.by_month", "caption": "按月公开数量", "unit": "条",
                "values": [
                    {"label": "1月", "value": 50}, {"label": "2月", "value": 100}, {"label": "12月", "value": 0},
                ],
            })
        );
        let measures = &document["sections"][1]["blocks"];
        assert_eq!(measures[0]["kind"], "list");
        assert_eq!(measures[0]["start"], 1);
        assert_eq!(
            measures[0]["items"][1],
            json!([{"kind": "paragraph", "text": "拓宽渠道。"}])
        );
        assert_eq!(measures[1]["kind"], "quote");
        assert_eq!(
            document["sign_off"],
            json!({"office": "江苏省金坛经济开发区管理委员会", "date": "2018-01-15"})
        );
    }

    #[test]
    fn a_finding_names_its_place() {
        let diagnostics = parsed(&report(&sample::report()))["diagnostics"].take();
        let keys: Vec<_> = diagnostics[0].as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "code", "severity", "message", "file", "line", "column", "hint"
            ]
        );
        assert_eq!(diagnostics[0]["code"], "bad-date");
        assert_eq!(diagnostics[0]["line"], 118);
        assert_eq!(
            diagnostics[1]["severity"], "error",
            "trouble is an error to a reader"
        );
        assert_eq!(diagnostics[1]["file"], Json::Null);
    }

    #[test]
    fn one_year_is_an_object_unless_a_list_is_wanted() {
        let figures = sample::figures();
        let years = [(2016.into(), &figures), (2017.into(), &figures)];
        assert_eq!(parsed(&stats(&years[1..], false))["year"], 2017);
        assert_eq!(parsed(&stats(&years[1..], true))[0]["year"], 2017);
        assert_eq!(
            parsed(&stats(&years, false))[0]["statistics"]["published"]["total"],
            636
        );
        assert_eq!(stats(&[], true), "[]\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_again_and_harms_no_terminal(text in any::<String>()) {
            let mut report = sample::report();
            report.office.clone_from(&text);
            let output = super::report(&report);
            prop_assert!(output.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert_eq!(&parsed(&output)["office"], &Json::from(text));
        }
    }
}
