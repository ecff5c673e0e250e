//! Statutory forms, and the document composed from a form, a narrative and the figures.
//!
//! Takes a form as data (`read`): headings, required contents, tables with the formula of each cell (`expression`),
//! identities, legal sources. An office may bring its own: a new form needs no code.
//! Gives the values of its cells in a year (`cells`) and the document (`compose`).
//! Does not know how figures are counted, what is checked, or how a page looks.

mod cells;
mod compose;
mod context;
mod course;
mod expression;
mod headings;
mod listing;
mod main_figures;
mod markdown;
mod read;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::document::{IdentityKind, Operator, SpanCell};
use crate::language::Language;
use crate::project::{FormSettings, Level, Narrative};
use crate::vocabulary::{self, Key, Label};

pub use cells::{CellOrigin, CellValue, Cells, OfficeWords, Term, YearFigures};
pub use compose::{Composed, DocumentContext, compose};
pub use context::narrative_filters;
pub(crate) use expression::{Expression, IdentityRule, Side};
pub use listing::FormCell;
pub use main_figures::typed_cell;

/// A statutory form of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Its id, e.g. `cn-2008`; the hyphen distinguishes it from keys of figures.
    pub id: String,
    /// Its name.
    pub name: FormText,
    /// The first report year it applies to.
    pub first_year: i32,
    /// The last report year; `None` while it is in force.
    pub last_year: Option<i32>,
    /// The law or notice that prescribes it, and how much of it was consulted.
    pub source: FormText,
    /// The notice that prescribes it, as cited in reports; `None` if a law prescribes it.
    pub notice: Option<String>,
    /// The publication deadlines, and the offices they bind.
    pub deadlines: Vec<PublicationDeadline>,
    /// Whether the report must have the form's sections, with its headings and in its order.
    pub is_fixed: bool,
    /// The required sections, in order.
    pub sections: Vec<RequiredSection>,
    /// Further contents that the narrative must mention.
    pub contents: Vec<RequiredContent>,
    /// The required statement about fees.
    pub fee_statement: Option<FeeStatement>,
    /// Whether every disclosure request must have a kind of applicant.
    pub needs_applicant: bool,
    /// Its tables.
    pub tables: Vec<TableForm>,
    /// The identities that must hold between its cells.
    pub(crate) identities: Vec<FormIdentity>,
    /// The cells by id, each with its formula and names.
    cells: BTreeMap<String, CellForm>,
    /// Lists of words that map the office's own labels to cells.
    lists: BTreeMap<String, Vec<String>>,
    /// The outcomes of a disclosure request that have a row, or need none.
    outcomes: BTreeSet<String>,
    /// The narrative text for a year that has none.
    skeleton: String,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormText {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl FormText {
    /// The text in `language`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// Deadline for publishing a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationDeadline {
    /// Month and day of the year after the report year.
    pub by: (u32, u32),
    /// The levels of office it applies to.
    pub levels: Vec<Level>,
    /// The duty.
    pub duty: FormText,
    /// The article that sets it.
    pub article: FormText,
}

/// A section that the form requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredSection {
    /// The `{#id}` that marks a section of the narrative as this one.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Other wordings of the heading that are in use.
    pub also: Vec<String>,
    /// Words of headings that belong below it.
    pub holds: Vec<String>,
    /// The article that requires it.
    pub article: FormText,
    /// Ids of its tables.
    pub tables: Vec<String>,
}

/// A topic that the narrative must mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredContent {
    /// Its name.
    pub name: FormText,
    /// The article that requires it.
    pub article: FormText,
    /// The section that must mention it; `None` if any may.
    pub section: Option<String>,
    /// Words that must all occur.
    pub words: Vec<String>,
    /// The levels of office it applies to; empty for all.
    pub levels: Vec<Level>,
}

/// A statement about fees, which must not contradict the logs.
#[derive(Debug, Clone, PartialEq)]
pub struct FeeStatement {
    /// The name of the rule.
    pub id: String,
    /// The sections that mention fees.
    pub sections: Vec<String>,
    /// Words that identify a clause about fees charged.
    pub topics: Vec<String>,
    /// Words that identify a clause about something else.
    pub exceptions: Vec<String>,
    /// Words that deny that fees were charged.
    pub denials: Vec<String>,
    /// The sum charged, in yuan.
    amount: Expression,
    /// The number of cases that show that a fee was demanded.
    cases: Option<Expression>,
}

/// A table of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct TableForm {
    /// Its id; `table:ID` places it.
    pub id: String,
    /// Its caption.
    pub caption: String,
    /// The line between the caption and the table; `{office}` and `{year}` are filled in.
    pub head: String,
    /// The note below the table.
    pub foot: String,
    /// The heading of its own annex; `None` for a table inside a section.
    pub annex: Option<String>,
    /// The first and last report year that have it; `None` for all years.
    pub years: Option<(i32, i32)>,
    parts: Vec<PartForm>,
}

#[derive(Debug, Clone, PartialEq)]
struct PartForm {
    title: String,
    width: usize,
    stub: usize,
    header: Vec<Vec<SpanCell>>,
    rows: Vec<RowForm>,
}

#[derive(Debug, Clone, PartialEq)]
struct RowForm {
    /// The cells that name the row.
    stub: Vec<SpanCell>,
    /// The cells by id, with the number of columns each spans; `None` in a heading row without numbers.
    cells: Vec<(Option<String>, usize)>,
}

/// Definition of a cell.
#[derive(Debug, Clone, PartialEq)]
struct CellForm {
    /// The label of its row.
    row: String,
    /// The heading of its column.
    column: String,
    /// Its unit, as printed.
    unit: String,
    /// Its formula; `None` for a cell that can only be declared.
    expression: Option<Expression>,
    /// Whether it is a change, printed with its sign.
    is_change: bool,
    /// Whether its unit is printed with the number.
    prints_unit: bool,
    /// Whether it counts rules (规章). It is 0 for the many offices that may not issue any.
    counts_rules: bool,
}

/// An identity between cells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FormIdentity {
    /// Its name, e.g. `T3-1`.
    pub(crate) id: String,
    /// Its statement.
    pub(crate) about: FormText,
    /// The message if it does not hold, with `{left}` for its left side; `None` to show the formula.
    pub(crate) says: Option<FormText>,
    /// Determines the severity if it does not hold.
    pub(crate) kind: IdentityKind,
    /// The first report year it applies to.
    pub(crate) from_year: Option<i32>,
    /// The rule, once for each cell it applies to.
    pub(crate) rules: Vec<IdentityRule>,
    /// Figures to show with it, because they may explain a difference.
    pub(crate) named: Vec<Key>,
}

/// The shipped forms: id and TOML text.
const SHIPPED: [(&str, &str); 3] = [
    ("cn-2008", include_str!("cn-2008.toml")),
    ("cn-2019", include_str!("cn-2019.toml")),
    ("cn-2021", include_str!("cn-2021.toml")),
];

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |(id, text): (&str, &str)| {
        Form::read(&format!("{id}.toml"), text)
            .expect("the shipped forms are read by a test before they are shipped")
    };
    SHIPPED.into_iter().map(form).collect()
});

impl FeeStatement {
    /// The sum charged according to the logs, in yuan, and the number of cases that show a demand for fees.
    pub(crate) fn logged(&self, cells: &Cells<'_>) -> (Option<Decimal>, Decimal) {
        let number = |expression| cells.evaluated(expression).number;
        let cases = self.cases.as_ref().and_then(number);
        (number(&self.amount), cases.unwrap_or_default())
    }
}

impl Form {
    /// Every shipped form, the oldest first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FORMS
    }

    /// The ids of the shipped forms, the oldest first, without parsing any.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        SHIPPED.into_iter().map(|(id, _)| id)
    }

    /// Reads the form in `text`, the content of `file`.
    ///
    /// # Errors
    /// All problems of the form, in file order.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        read::form(file, text)
    }

    /// The form of a report year.
    #[must_use]
    pub fn of_year(year: i32) -> Option<&'static Self> {
        Self::all().iter().find(|form| form.is_of(year))
    }

    /// Whether the form applies to a report year.
    #[must_use]
    pub fn is_of(&self, year: i32) -> bool {
        self.first_year <= year && self.last_year.is_none_or(|last| year <= last)
    }

    /// The form with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|form| form.id == id)
    }

    /// The id of the section that a heading names, by the letters of each known heading.
    #[must_use]
    pub fn sections_by_heading(&self) -> BTreeMap<String, String> {
        let headings = self.sections.iter().flat_map(|section| {
            let headings = [&section.heading].into_iter().chain(&section.also);
            headings.map(|heading| (Label::new(heading).letters, section.id.clone()))
        });
        headings.collect()
    }

    /// The narrative for a year that has none.
    #[must_use]
    pub fn skeleton(&self) -> Narrative {
        Narrative::new(self.id.as_str().into(), self.skeleton.clone())
    }

    /// The ids of its cells.
    pub fn cell_ids(&self) -> impl Iterator<Item = &str> {
        self.cells.keys().map(String::as_str)
    }

    /// Whether a cell shows a change, which may be below 0.
    #[must_use]
    pub fn shows_change(&self, cell: &str) -> bool {
        self.cells.get(cell).is_some_and(|cell| cell.is_change)
    }

    /// The figure that a cell shows unchanged; `None` if its formula is not a single figure.
    #[must_use]
    pub fn figure_of(&self, cell: &str) -> Option<&Key> {
        match self.cells.get(cell)?.expression.as_ref()? {
            Expression::Figure(key) => Some(key),
            _ => None,
        }
    }

    /// The figure that a cell shows in another unit, and the conversion factor.
    #[must_use]
    pub fn scaled_figure_of(&self, cell: &str) -> Option<(&Key, Decimal)> {
        let Expression::Binary(operator, figure, number) =
            self.cells.get(cell)?.expression.as_ref()?
        else {
            return None;
        };
        let (Expression::Figure(key), Expression::Number(number)) = (&**figure, &**number) else {
            return None;
        };
        let factor = match operator {
            Operator::Times => *number,
            Operator::By => Decimal::ONE.checked_div(*number)?,
            Operator::Plus | Operator::Minus => return None,
        };
        (!factor.is_zero()).then_some((key, factor))
    }

    /// The ids of the cells covered by `id`, which may be a cell, a table or a row.
    #[must_use]
    pub fn cells_under(&self, id: &str) -> Vec<&str> {
        let table = self.tables.iter().find(|table| table.id == id);
        let is_under = |cell: &&str| {
            let below = cell.strip_prefix(id);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                || table.is_some_and(|table| table.has(cell))
        };
        self.cell_ids().filter(is_under).collect()
    }

    /// The figures that a cell is computed from, directly or through other cells.
    pub(crate) fn figures_behind(&self, cell: &str) -> Vec<Key> {
        let expression = self
            .cells
            .get(cell)
            .and_then(|cell| cell.expression.as_ref());
        let Some(expression) = expression else {
            return Vec::new();
        };
        let mut keys = expression.figures();
        for id in expression.cells() {
            keys.extend(self.figures_behind(id));
        }
        keys
    }

    /// The most similar cell id to `id`, if any is close enough.
    #[must_use]
    pub fn nearest_cell(&self, id: &str) -> Option<&str> {
        vocabulary::nearest(id, self.cell_ids())
    }

    /// Whether an outcome of a disclosure request has a row in the form, or needs none.
    #[must_use]
    pub fn has_outcome(&self, code: &str) -> bool {
        self.outcomes.is_empty() || self.outcomes.contains(code)
    }

    /// Whether every cell of a formula is in a table of the year's report.
    pub(crate) fn is_printed(
        &self,
        expression: &Expression,
        year: i32,
        settings: &FormSettings,
    ) -> bool {
        let tables = self.tables_of(year, settings);
        let has = |cell: &str| tables.iter().any(|table| table.has(cell));
        expression.cells().into_iter().all(has)
    }

    /// The deadlines that bind an office of `level`.
    pub fn deadlines_for(&self, level: Level) -> impl Iterator<Item = &PublicationDeadline> {
        self.deadlines
            .iter()
            .filter(move |deadline| deadline.levels.contains(&level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_form_can_be_read() {
        for (file, text) in [
            ("cn-2008.toml", include_str!("cn-2008.toml")),
            ("cn-2019.toml", include_str!("cn-2019.toml")),
            ("cn-2021.toml", include_str!("cn-2021.toml")),
        ] {
            if let Err(found) = Form::read(file, text) {
                panic!("{found:#?}");
            }
        }
    }

    #[test]
    fn every_year_from_2008_has_one_form() {
        assert_eq!(Form::of_year(2007).map(|form| &form.id), None);
        for (year, id) in [
            (2008, "cn-2008"),
            (2018, "cn-2008"),
            (2019, "cn-2019"),
            (2020, "cn-2019"),
            (2021, "cn-2021"),
            (2030, "cn-2021"),
        ] {
            assert_eq!(Form::of_year(year).unwrap().id, id);
        }
    }
}
