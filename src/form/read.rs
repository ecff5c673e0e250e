//! Reads the file of a form: parses TOML into a [`Form`], or returns all its problems.
//!
//! ```toml
//! id = "cn-2021"                       # with a hyphen
//! name = { zh = "…", en = "…" }
//! first-year = 2021                    # and last-year, once it is replaced
//! source = "…"
//! notice = "国办公开办函〔2021〕30号"    # the notice that reports under it cite
//! fixed = true                         # the sections stand in this order under these headings
//! needs-applicant = true               # each disclosure request has its kind of applicant
//! skeleton = """…"""                   # the narrative of a year that has none
//!
//! [[deadline]]                         # by, levels, duty, article
//! [[section]]                          # id, heading, also, holds, article, tables
//! [[content]]                          # name, article, section, words, levels
//! [fee-statement]                      # id, sections, topics, denials, amount, cases
//! [words]                              # list = ["当面", …], for words(family, list)
//! [outcomes]                           # without-row = ["withdrawn"]
//!
//! [[table]]                            # id, caption, head, foot, annex, years
//! [[table.part]]                       # title, stub, header, columns, outcome
//! header = [[{ text = "…", rows = 2, columns = 3 }, …], …]
//! columns = [{ id = "c1", code = "natural_person", columns = 1, unit = "件" }, …]
//! [[table.part.row]]                   # id, label, level, span, above, unit, head, signed, …
//! value = "requests.disclosure.table.new.{column}"      # or values = ["…", …], one a column
//! counts-rules = true                                   # 0 for an office that may issue none
//! outcomes = ["granted"]                                # or the sum over these outcomes
//!
//! [[identity]]                         # id, about, rule, for, kind, from-year, named, says, source
//! rule = "R1.{c} + R2.{c} = R3.7.{c} + R4.{c}"
//! for = { c = ["c1", "c2"] }
//! ```
//!
//! The id of a cell is the id of its row, a dot and the id of its column; if only one of them is given,
//! it is the id. A cell without a value can only be declared. `{column}` is replaced by the code of
//! the column, or by its id if it has no code. Formulas are parsed by `expression`.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Expression, Flaw, FlawKind, FormulaNames, IdentityRule};
use super::{
    CellForm, FeeStatement, Form, FormIdentity, FormText, IdentityKind, PartForm,
    PublicationDeadline, RequiredContent, RequiredSection, RowForm, TableForm,
};
use crate::diagnostic::{BadForm, Diagnostic, Expected, FormProblem, NestedTooDeep, Problem};
use crate::document::{Align, SpanCell, StatutoryPart, starts};
use crate::project::walk::{self, Setting, SettingFindings, TomlTable};
use crate::project::{DEEPEST, Level};
use crate::vocabulary::{self, Key, OUTCOMES};

/// Reads the form in `text`, the content of `file`.
pub(super) fn form(file: &str, text: &str) -> Result<Form, Vec<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, errors) = walk::parsed(text);
    let findings = SettingFindings::of_file(file, text);
    for error in &errors {
        findings.syntax(error);
    }
    let form = whole(TomlTable::root(&findings, root.get_ref()));
    let diagnostics = findings.into_diagnostics();
    match form {
        Some(form) if diagnostics.is_empty() => Ok(form),
        _ => Err(diagnostics),
    }
}

/// Reads the whole file. Returns `None` if a setting without a default is missing, which is reported.
fn whole(mut root: TomlTable) -> Option<Form> {
    let id = root.require("id").and_then(|id| form_id(&id));
    let name = root.require("name").and_then(|name| text(&name));
    let first_year = root
        .require("first-year")
        .and_then(|year| self::year(&year));
    let last_year = root.take("last-year").and_then(|year| self::year(&year));
    let source = root.require("source").and_then(|source| text(&source));
    let notice = root.take("notice").and_then(|notice| notice.text());
    let is_fixed = root.take("fixed").and_then(|fixed| fixed.flag());
    let needs_applicant = root.take("needs-applicant").and_then(|needs| needs.flag());
    let skeleton = root
        .require("skeleton")
        .and_then(|skeleton| skeleton.text());
    let deadlines = each(&mut root, "deadline", deadline);
    let mut words = BTreeMap::new();
    for list in root.table("words").rest() {
        words.insert(list.name().to_owned(), texts(&list));
    }
    let mut outcomes = Outcomes::default();
    let mut without_row = root.table("outcomes");
    for code in without_row
        .take("without-row")
        .iter()
        .flat_map(Setting::elements)
    {
        outcomes.add(&code);
    }
    without_row.finish();

    // Formulas are parsed last: they may refer to any cell of the form.
    let mut formulas = Formulas::default();
    let tables = each(&mut root, "table", |table| {
        self::table(table, &mut formulas, &mut outcomes)
    });
    let table_ids: Vec<&str> = tables.iter().map(|table| &*table.id).collect();
    let sections = each(&mut root, "section", |section| {
        self::section(section, &table_ids)
    });
    let section_ids: Vec<&str> = sections.iter().map(|section| &*section.id).collect();
    let contents = each(&mut root, "content", |content| {
        self::content(content, &section_ids)
    });
    let cell_ids: BTreeSet<String> = formulas.cells.keys().cloned().collect();
    let names = FormulaNames {
        cells: &cell_ids,
        lists: &words.keys().cloned().collect(),
    };
    let fee_statement = root
        .take("fee-statement")
        .and_then(|fees| fee_statement(fees.table_or(Expected::Table)?, &section_ids, &names));
    let identities = each(&mut root, "identity", |identity| {
        self::identity(identity, &names)
    });
    root.finish();
    let cells = formulas.read(&names);
    Some(Form {
        id: id?,
        name: name?,
        first_year: first_year?,
        last_year,
        source: source?,
        notice,
        deadlines,
        is_fixed: is_fixed.unwrap_or_default(),
        sections,
        contents,
        fee_statement,
        needs_applicant: needs_applicant.unwrap_or_default(),
        tables,
        identities,
        cells,
        lists: words,
        outcomes: outcomes.known,
        skeleton: skeleton? + "\n",
    })
}

/// Applies `read` to each table of the list `name` and collects the results.
fn each<'t, T, R: IntoIterator<Item = T>>(
    parent: &mut TomlTable<'t>,
    name: &'static str,
    mut read: impl FnMut(TomlTable<'t>) -> R,
) -> Vec<T> {
    let elements = parent
        .take(name)
        .map_or_else(Vec::new, |list| list.elements());
    let tables = elements
        .iter()
        .filter_map(|element| element.table_or(Expected::Table));
    tables.flat_map(&mut read).collect()
}

fn form_id(setting: &Setting) -> Option<String> {
    let id = setting.text()?;
    let is_plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if id.contains('-') && id.chars().all(is_plain) {
        return Some(id);
    }
    setting.report(BadForm {
        problem: FormProblem::FormId { id },
    });
    None
}

fn year(setting: &Setting) -> Option<i32> {
    i32::try_from(setting.count()?).ok()
}

/// A text in both languages; a plain string is used for both.
fn text(setting: &Setting) -> Option<FormText> {
    if !setting.is_table() {
        let zh = setting.text()?;
        return Some(FormText { en: zh.clone(), zh });
    }
    let mut table = setting.table_or(Expected::Text)?;
    let zh = table.require("zh").and_then(|zh| zh.text());
    let en = table.require("en").and_then(|en| en.text());
    table.finish();
    Some(FormText { zh: zh?, en: en? })
}

fn texts(setting: &Setting) -> Vec<String> {
    setting
        .elements()
        .iter()
        .filter_map(|element| element.text_or(Expected::TextOrList))
        .collect()
}

fn taken_texts(table: &mut TomlTable, name: &'static str) -> Vec<String> {
    table.take(name).map_or_else(Vec::new, |list| texts(&list))
}

fn taken_text(table: &mut TomlTable, name: &'static str) -> String {
    table
        .take(name)
        .and_then(|text| text.text())
        .unwrap_or_default()
}

fn levels(table: &mut TomlTable) -> Vec<Level> {
    let list = table
        .take("levels")
        .map_or_else(Vec::new, |list| list.elements());
    list.iter()
        .filter_map(|level| level.word(Level::CODES))
        .filter_map(Level::from_code)
        .collect()
}

fn deadline(mut table: TomlTable) -> Option<PublicationDeadline> {
    let by = table.require("by").and_then(|by| month_and_day(&by));
    let levels = levels(&mut table);
    let duty = table.require("duty").and_then(|duty| text(&duty));
    let article = table.require("article").and_then(|article| text(&article));
    table.finish();
    Some(PublicationDeadline {
        by: by?,
        levels,
        duty: duty?,
        article: article?,
    })
}

/// `01-31` as month and day.
fn month_and_day(setting: &Setting) -> Option<(u32, u32)> {
    let text = setting.text_or(Expected::MonthAndDay)?;
    let parsed = text.split_once('-').and_then(|(month, day)| {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        chrono::NaiveDate::from_ymd_opt(2001, month, day).map(|_| (month, day))
    });
    if parsed.is_none() {
        setting.bad(Expected::MonthAndDay);
    }
    parsed
}

fn section(mut table: TomlTable, tables: &[&str]) -> Option<RequiredSection> {
    let id = table.require("id").and_then(|id| id.text());
    let heading = table.require("heading").and_then(|heading| heading.text());
    let also = taken_texts(&mut table, "also");
    let holds = taken_texts(&mut table, "holds");
    let article = table.require("article").and_then(|article| text(&article));
    let placed = table
        .take("tables")
        .map_or_else(Vec::new, |list| list.elements());
    let placed = placed.iter().filter_map(|id| known(id, tables)).collect();
    table.finish();
    Some(RequiredSection {
        id: id?,
        heading: heading?,
        also,
        holds,
        article: article?,
        tables: placed,
    })
}

/// A name that must be one of `names`.
fn known(setting: &Setting, names: &[&str]) -> Option<String> {
    let name = setting.text()?;
    if names.contains(&&*name) {
        return Some(name);
    }
    let nearest = vocabulary::nearest(&name, names.iter().copied()).map(str::to_owned);
    setting.report(BadForm {
        problem: FormProblem::UnknownName { name, nearest },
    });
    None
}

fn content(mut table: TomlTable, sections: &[&str]) -> Option<RequiredContent> {
    let name = table.require("name").and_then(|name| text(&name));
    let article = table.require("article").and_then(|article| text(&article));
    let section = table
        .take("section")
        .and_then(|section| known(&section, sections));
    let words = table.require("words").map(|words| texts(&words));
    let levels = levels(&mut table);
    table.finish();
    Some(RequiredContent {
        name: name?,
        article: article?,
        section,
        words: words?,
        levels,
    })
}

fn fee_statement(
    mut table: TomlTable,
    sections: &[&str],
    names: &FormulaNames<'_>,
) -> Option<FeeStatement> {
    let id = table.require("id").and_then(|id| id.text());
    let places = table
        .require("sections")
        .map_or_else(Vec::new, |list| list.elements());
    let places = places.iter().filter_map(|id| known(id, sections)).collect();
    let topics = taken_texts(&mut table, "topics");
    let exceptions = taken_texts(&mut table, "exceptions");
    let denials = taken_texts(&mut table, "denials");
    let mut formula = |setting: Setting| expression(&setting, &setting.text()?, names);
    let amount = table.require("amount").and_then(&mut formula);
    let cases = table.take("cases").and_then(&mut formula);
    table.finish();
    Some(FeeStatement {
        id: id?,
        sections: places,
        topics,
        exceptions,
        denials,
        amount: amount?,
        cases,
    })
}

/// The outcomes that have a row or need none.
#[derive(Default)]
struct Outcomes {
    known: BTreeSet<String>,
}

impl Outcomes {
    /// Adds an outcome. Reports it and returns `None` if it is unknown or already has a row.
    fn add(&mut self, setting: &Setting) -> Option<String> {
        let codes: Vec<&str> = OUTCOMES.iter().map(|code| code.code).collect();
        let code = known(setting, &codes)?;
        if !self.known.insert(code.clone()) {
            setting.report(BadForm {
                problem: FormProblem::Twice { name: code },
            });
            return None;
        }
        Some(code)
    }
}

/// The cells of a form, each with its unparsed formula until all names are known.
#[derive(Default)]
struct Formulas<'t> {
    cells: BTreeMap<String, (CellForm, Option<(Setting<'t>, String)>)>,
}

impl<'t> Formulas<'t> {
    fn add(
        &mut self,
        id: &str,
        cell: CellForm,
        formula: Option<(Setting<'t>, String)>,
        row: &Setting<'t>,
    ) {
        if self.cells.contains_key(id) {
            row.report(BadForm {
                problem: FormProblem::Twice {
                    name: id.to_owned(),
                },
            });
            return;
        }
        self.cells.insert(id.to_owned(), (cell, formula));
    }

    /// Parses every formula. Reports cells that depend on themselves.
    fn read(self, names: &FormulaNames<'_>) -> BTreeMap<String, CellForm> {
        let mut cells = BTreeMap::new();
        let mut settings = Vec::new();
        for (id, (mut cell, formula)) in self.cells {
            if let Some((setting, formula)) = formula {
                cell.expression = expression(&setting, &formula, names);
                settings.push((id.clone(), setting));
            }
            cells.insert(id, cell);
        }
        for (id, setting) in settings {
            if is_circular(&id, &cells) {
                setting.report(BadForm {
                    problem: FormProblem::Circular { id },
                });
            }
        }
        cells
    }
}

/// Whether a cell depends on itself, directly or through others.
fn is_circular(id: &str, cells: &BTreeMap<String, CellForm>) -> bool {
    let parts = |id: &str| {
        let expression = cells.get(id).and_then(|cell| cell.expression.as_ref());
        expression.map_or_else(Vec::new, Expression::cells)
    };
    let mut seen = BTreeSet::new();
    let mut open = parts(id);
    while let Some(part) = open.pop() {
        if part == id {
            return true;
        }
        if seen.insert(part) {
            open.extend(parts(part));
        }
    }
    false
}

fn expression(setting: &Setting, formula: &str, names: &FormulaNames<'_>) -> Option<Expression> {
    Expression::parse(formula, names)
        .map_err(|flaw| report_flaw(setting, formula, flaw))
        .ok()
}

/// Reports the flaw of a formula, at its exact place if the formula occurs verbatim in the setting.
fn report_flaw(setting: &Setting, formula: &str, flaw: Flaw) {
    let bad = |problem| Problem::from(BadForm { problem });
    let problem = match flaw.kind {
        FlawKind::UnknownName { name, nearest } => bad(FormProblem::UnknownName { name, nearest }),
        FlawKind::Unreadable => bad(FormProblem::BadFormula {
            formula: formula.to_owned(),
        }),
        FlawKind::TooDeep => Problem::from(NestedTooDeep { limit: DEEPEST }),
    };
    setting.report_within(formula, flaw.span, problem);
}

fn table<'t>(
    mut table: TomlTable<'t>,
    formulas: &mut Formulas<'t>,
    outcomes: &mut Outcomes,
) -> Option<TableForm> {
    let id = table.require("id").and_then(|id| id.text());
    let caption = taken_text(&mut table, "caption");
    let head = taken_text(&mut table, "head");
    let foot = taken_text(&mut table, "foot");
    let annex = table.take("annex").and_then(|annex| annex.text());
    let years = table.take("years").and_then(|years| {
        let bounds: Vec<i32> = years.elements().iter().filter_map(year).collect();
        let pair = <[i32; 2]>::try_from(bounds).ok();
        if pair.is_none() {
            years.bad(Expected::TwoYears);
        }
        pair.map(|[first, last]| (first, last))
    });
    let parts = each(&mut table, "part", |part| {
        [self::part(part, formulas, outcomes)]
    });
    table.finish();
    Some(TableForm {
        id: id?,
        caption,
        head,
        foot,
        annex,
        years,
        parts,
    })
}

/// A column of numbers.
struct FormColumn {
    id: String,
    code: String,
    unit: String,
    span: usize,
    prints_unit: bool,
    is_change: bool,
}

fn part<'t>(
    mut table: TomlTable<'t>,
    formulas: &mut Formulas<'t>,
    outcomes: &mut Outcomes,
) -> PartForm {
    let title = taken_text(&mut table, "title");
    let stub = table.take("stub").and_then(|stub| stub.count());
    let stub = stub.map_or(1, |stub| stub as usize);
    let header_setting = table.require("header");
    let header: Vec<Vec<SpanCell>> = header_setting
        .iter()
        .flat_map(Setting::elements)
        .map(|row| row.elements().iter().filter_map(heading).collect())
        .collect();
    let columns = each(&mut table, "columns", |table| [column(table)]);
    let outcome = taken_text(&mut table, "outcome");
    let width = stub + columns.iter().map(|column| column.span).sum::<usize>();
    if let Some(setting) = header_setting.filter(|_| starts(&header, width).is_none()) {
        setting.report(BadForm {
            problem: FormProblem::Spans { columns: width },
        });
    }
    let headings = StatutoryPart {
        width,
        header: header.clone(),
        ..StatutoryPart::default()
    }
    .headings();
    let context = PartContext {
        columns: &columns,
        headings: headings.get(stub..).unwrap_or_default(),
        outcome: &outcome,
    };
    let elements = table
        .take("row")
        .map_or_else(Vec::new, |rows| rows.elements());
    let rows: Vec<RowForm> = elements
        .iter()
        .filter_map(|element| row(element, &context, formulas, outcomes))
        .collect();
    table.finish();
    let laid_out: Vec<Vec<SpanCell>> = rows.iter().map(RowForm::laid_out).collect();
    if let Some(first) = elements
        .first()
        .filter(|_| starts(&laid_out, width).is_none())
    {
        first.report(BadForm {
            problem: FormProblem::Spans { columns: width },
        });
    }
    PartForm {
        title,
        width,
        stub,
        header,
        rows,
    }
}

impl RowForm {
    /// The cells of the row as laid out: its stub, and blank cells for its numbers.
    fn laid_out(&self) -> Vec<SpanCell> {
        let blanks = self.cells.iter().map(|(_, span)| SpanCell {
            text: String::new(),
            rows: 1,
            columns: *span,
            align: Align::Right,
            value: None,
        });
        self.stub.iter().cloned().chain(blanks).collect()
    }
}

/// A cell of a header or a stub.
fn heading(setting: &Setting) -> Option<SpanCell> {
    let mut table = setting.table_or(Expected::Table)?;
    let text = table.require("text").and_then(|text| text.text());
    let mut span = |name| {
        let span = table.take(name).and_then(|span| covered(&span));
        span.unwrap_or(1)
    };
    let (rows, columns) = (span("rows"), span("columns"));
    table.finish();
    Some(SpanCell {
        text: text?,
        rows,
        columns,
        align: Align::Centre,
        value: None,
    })
}

/// The number of rows or columns that a cell covers.
fn covered(setting: &Setting) -> Option<usize> {
    const MOST: usize = 1000;
    let count = setting.as_count().map(|count| count as usize);
    let covered = count.filter(|count| (1..=MOST).contains(count));
    if covered.is_none() {
        setting.bad(Expected::Span);
    }
    covered
}

fn column(mut table: TomlTable) -> FormColumn {
    let id = taken_text(&mut table, "id");
    let code = taken_text(&mut table, "code");
    let unit = taken_text(&mut table, "unit");
    let span = table.take("columns").and_then(|span| covered(&span));
    let prints_unit = table.take("prints-unit").and_then(|prints| prints.flag());
    let is_change = table.take("signed").and_then(|signed| signed.flag());
    table.finish();
    FormColumn {
        code: if code.is_empty() { id.clone() } else { code },
        id,
        unit,
        span: span.unwrap_or(1),
        prints_unit: prints_unit.unwrap_or_default(),
        is_change: is_change.unwrap_or_default(),
    }
}

/// Data shared by the rows of a part.
struct PartContext<'a> {
    columns: &'a [FormColumn],
    headings: &'a [String],
    /// The key of an outcome's figure, a template with `{outcome}` and `{column}`.
    outcome: &'a str,
}

fn row<'t>(
    setting: &Setting<'t>,
    part: &PartContext<'_>,
    formulas: &mut Formulas<'t>,
    outcomes: &mut Outcomes,
) -> Option<RowForm> {
    let mut table = setting.table_or(Expected::Table)?;
    let id = taken_text(&mut table, "id");
    let label = taken_text(&mut table, "label");
    let unit = taken_text(&mut table, "unit");
    let level = table.take("level").and_then(|level| level.count());
    let span = table.take("span").and_then(|span| span.count());
    let above = table
        .take("above")
        .map_or_else(Vec::new, |above| above.elements());
    let is_head = table
        .take("head")
        .and_then(|head| head.flag())
        .unwrap_or_default();
    let counts_rules = table.take("counts-rules").and_then(|rules| rules.flag());
    let value = table.take("value");
    let values = table.take("values").map(|values| values.elements());
    let own = table.take("outcomes");
    table.finish();

    let mut stub: Vec<SpanCell> = above.iter().filter_map(heading).collect();
    let mut push = |text: &str, columns, align| {
        stub.push(SpanCell {
            text: text.to_owned(),
            rows: 1,
            columns,
            align,
            value: None,
        });
    };
    if !label.is_empty() {
        let indent = "　".repeat(level.unwrap_or_default() as usize);
        let span = span.map_or(1, |span| span as usize);
        push(&(indent + &label), span, Align::Left);
    }
    if !unit.is_empty() {
        push(&unit, 1, Align::Centre);
    }
    let own_codes = own.as_ref().map_or_else(Vec::new, Setting::elements);
    let own_codes = own_codes.iter().filter_map(|code| outcomes.add(code));
    let own_codes: Vec<String> = own_codes.collect();
    let mut cells = Vec::new();
    let mut grid_column = 0;
    for (index, column) in part.columns.iter().enumerate() {
        // A single column needs no heading to distinguish it.
        let heading = part
            .headings
            .get(grid_column)
            .filter(|_| part.columns.len() > 1);
        grid_column += column.span;
        if is_head {
            cells.push((None, column.span));
            continue;
        }
        let text_of = |value: &Setting<'t>| value.text().map(|text| (value.clone(), text));
        let formula = match (&value, &values) {
            (Some(value), _) => text_of(value),
            // The cell of a blank formula can only be declared.
            (_, Some(values)) => values
                .get(index)
                .filter(|value| !value.is_blank())
                .and_then(text_of),
            _ => own.clone().zip(sum_of(&own_codes, part)),
        };
        let formula = formula.map(|(place, text)| (place, text.replace("{column}", &column.code)));
        let cell_id = joined(&id, &column.id);
        let cell = CellForm {
            row: label.clone(),
            column: heading.cloned().unwrap_or_default(),
            unit: if unit.is_empty() {
                column.unit.clone()
            } else {
                unit.clone()
            },
            expression: None,
            is_change: column.is_change,
            prints_unit: column.prints_unit,
            counts_rules: counts_rules.unwrap_or_default(),
        };
        formulas.add(&cell_id, cell, formula, setting);
        cells.push((Some(cell_id), column.span));
    }
    Some(RowForm { stub, cells })
}

/// The formula that adds the figures of some outcomes; `None` if `outcomes` is empty.
fn sum_of(outcomes: &[String], part: &PartContext<'_>) -> Option<String> {
    let figure = |code: &String| part.outcome.replace("{outcome}", code);
    let figures: Vec<String> = outcomes.iter().map(figure).collect();
    (!figures.is_empty()).then(|| figures.join(" + "))
}

/// The id of a cell: the ids of its row and its column joined by a dot, or the one that is given.
fn joined(row: &str, column: &str) -> String {
    match (row, column) {
        (row, "") => row.to_owned(),
        ("", column) => column.to_owned(),
        (row, column) => format!("{row}.{column}"),
    }
}

fn identity(mut table: TomlTable, names: &FormulaNames<'_>) -> Option<FormIdentity> {
    let id = table.require("id").and_then(|id| id.text());
    let about = table.require("about").and_then(|about| text(&about));
    let rule = table.require("rule");
    let kind = table
        .require("kind")
        .and_then(|kind| kind.word(&["error", "warning", "note"]));
    let from_year = table.take("from-year").and_then(|year| self::year(&year));
    let mut choices = table.table("for").rest();
    let choice = choices.next();
    if let Some(second) = choices.next() {
        second.unknown(None);
    }
    let beside = table
        .take("named")
        .map_or_else(Vec::new, |list| list.elements());
    let says = table.take("says").and_then(|says| text(&says));
    let named_figures = beside.iter().filter_map(figure).collect();
    // Required for readers of the file, but not used.
    table.require("source").and_then(|source| source.text());
    table.finish();
    let rule = rule?;
    let text = rule.text()?;
    let texts = match &choice {
        None => vec![text],
        Some(choice) => {
            let placeholder = format!("{{{}}}", choice.name());
            let values = texts(choice);
            values
                .iter()
                .map(|value| text.replace(&placeholder, value))
                .collect()
        }
    };
    let mut rules = Vec::new();
    for text in texts {
        match IdentityRule::parse(&text, names) {
            Ok(rule) => rules.push(rule),
            Err(flaw) => {
                report_flaw(&rule, &text, flaw);
                break;
            }
        }
    }
    Some(FormIdentity {
        id: id?,
        about: about?,
        kind: match kind? {
            "error" => IdentityKind::Error,
            "warning" => IdentityKind::Warning,
            _ => IdentityKind::Note,
        },
        from_year,
        rules,
        says,
        named: named_figures,
    })
}

/// A key of the vocabulary.
fn figure(setting: &Setting) -> Option<Key> {
    let path = setting.text()?;
    let key = vocabulary::segments_of(&path).and_then(|segments| Key::from_segments(&segments));
    if key.is_none() {
        let nearest = vocabulary::nearest_key(&path);
        setting.report(BadForm {
            problem: FormProblem::UnknownName {
                name: path,
                nearest,
            },
        });
    }
    key
}
