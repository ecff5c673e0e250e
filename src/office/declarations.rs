//! Values that the office declares for cells of forms, and the available forms.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::Options;
use super::texts::read_text;
use crate::check::is_carried_in;
use crate::count::Scope;
use crate::diagnostic::{
    BadSetting, DeclaredTwice, Diagnostic, Expected, ImplausibleAmount, MissingFile, NoForm, Place,
    UnknownSetting, UnsafeAmount,
};
use crate::figures::{DeclaredFigures, Figures, Value};
use crate::files::Files;
use crate::form::{Cells, Form, OfficeWords, YearFigures};
use crate::number::is_plausible_yuan;
use crate::project::{Declared, DeclaredCell, Project};
use crate::record::{Log, RequestKind};
use crate::report::DeclaredValue;
use crate::vocabulary::{Key, Label, Metric, Unit, nearest};

/// The shipped forms, and the office's own.
pub(super) struct AvailableForms {
    own: Option<Form>,
}

impl AvailableForms {
    /// Reads the form that `report.toml` names. `None` if it cannot be used.
    pub(super) fn read(
        files: &dyn Files,
        project: &Project,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let Some((file, place)) = &project.form.file else {
            return Some(Self { own: None });
        };
        let wrong = match read_text(files, file) {
            Ok(Some(text)) => match Form::read(file, &text) {
                Ok(form) => return Some(Self { own: Some(form) }),
                Err(wrong) => wrong,
            },
            Ok(None) => {
                let file = file.clone();
                vec![Diagnostic::at(place.clone(), MissingFile { file })]
            }
            Err(diagnostic) => vec![diagnostic],
        };
        found.extend(wrong);
        None
    }

    /// All forms, the office's own first: it takes precedence over a shipped form for the same year or
    /// id.
    fn all(&self) -> impl Iterator<Item = &Form> {
        self.own.iter().chain(Form::all())
    }

    /// The office's own form.
    pub(super) fn own(&self) -> Option<&Form> {
        self.own.as_ref()
    }

    /// Returns the form and cell that `typed` names: with the id of a form in front, or else in the
    /// requested form or the form of the year.
    pub(super) fn cell_named<'t>(
        &self,
        typed: &'t str,
        year: i32,
        options: &Options,
    ) -> Option<(&Form, &'t str)> {
        let named = self.all().find(|form| is_named(form, typed));
        let form = named.or_else(|| self.chosen(year, options))?;
        Some((form, form.cell_named(typed)?))
    }

    /// Returns the key of the cell nearest to `typed`, which matches no cell. An exact match in another
    /// form takes precedence.
    pub(super) fn nearest_cell(&self, typed: &str, year: i32, options: &Options) -> Option<String> {
        let key = |form: &Form, id: &str| format!("{}.{id}", form.id);
        if let Some(form) = self.all().find(|form| is_named(form, typed)) {
            let id = typed.get(form.id.len() + 1..)?;
            return form.nearest_cell(id).map(|id| key(form, id));
        }
        let other = self.all().filter(|form| form.cell_named(typed).is_some());
        let other = other.max_by_key(|form| form.first_year);
        other.map(|form| key(form, typed)).or_else(|| {
            let form = self.chosen(year, options)?;
            form.nearest_cell(typed).map(|id| key(form, id))
        })
    }

    /// Returns the figure that a cell shows in another unit (万元 for yuan), and `number`, the value in
    /// the cell, converted to the unit of the figure.
    pub(super) fn figure_in_other_unit(&self, id: &str, number: Decimal) -> Option<(Key, Decimal)> {
        let form = self.all().find(|form| is_named(form, id))?;
        let (key, factor) = form.scaled_figure_of(form.cell_named(id)?)?;
        let value = number.checked_div(factor)?.normalize();
        Some((key.clone(), value))
    }

    /// Whether a number below 0 is declared for a cell that cannot have one.
    fn is_below_zero(&self, id: &str, number: Decimal) -> bool {
        let form = self.all().find(|form| is_named(form, id));
        let cell = form.and_then(|form| Some((form, form.cell_named(id)?)));
        number < Decimal::ZERO && cell.is_some_and(|(form, cell)| !form.shows_change(cell))
    }

    /// Returns the requested form, or the one for the year. Reports a missing form.
    pub(super) fn choose(
        &self,
        year: i32,
        options: &Options,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&Form> {
        let form = self.chosen(year, options);
        if form.is_none() {
            found.push(Diagnostic::new(NoForm { year }));
        }
        form
    }

    fn chosen(&self, year: i32, options: &Options) -> Option<&Form> {
        let is_meant = |form: &&Form| match &options.form {
            Some(id) => form.id == *id,
            None => form.is_of(year),
        };
        self.all().find(is_meant)
    }
}

/// Whether a key begins with the id of a form.
fn is_named(form: &Form, key: &str) -> bool {
    let behind = key.strip_prefix(&form.id);
    behind.is_some_and(|rest| rest.starts_with('.'))
}

/// Declarations for a year and the year before.
#[derive(Default)]
pub(super) struct Declarations {
    /// Figures of the year.
    pub(super) figures: Vec<Declared>,
    /// Figures of the year before.
    pub(super) last_year: DeclaredFigures,
    /// Figures that depend on the year before (carried in, in force). For a part that does not begin
    /// with the year they are unknown, unless the log goes back to the year before.
    pub(super) unknown: Vec<Key>,
    /// Cells that are not a figure of the vocabulary, by year and full id (with the form's id).
    cells: BTreeMap<i32, BTreeMap<String, (Decimal, Place)>>,
    /// The office's own words for request channels.
    words: OfficeWords,
    /// Whether the office may issue rules (规章).
    may_issue_rules: bool,
}

/// Returns the cells that `cell` declares as not applicable (无此项): full ids including the form's, each
/// with the figure that the cell shows, if any. The id of a table covers all its cells. Reports an id
/// that no form has.
fn cells_of_nothing(
    cell: &DeclaredCell,
    forms: &AvailableForms,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Option<Key>)> {
    let named = forms.all().find(|form| is_named(form, &cell.id));
    let under = named.map(|form| {
        let cells = form.cells_under(&cell.id[form.id.len() + 1..]).into_iter();
        let shown = |id| {
            let scaled = || form.scaled_figure_of(id).map(|(key, _)| key);
            form.figure_of(id).or_else(scaled).cloned()
        };
        let cells = cells.map(|id| (format!("{}.{id}", form.id), shown(id)));
        cells.collect::<Vec<_>>()
    });
    let cells = under.unwrap_or_default();
    if cells.is_empty() {
        figure_of_cell(&cell.id, &cell.place, forms, found);
    }
    cells
}

impl Declarations {
    /// Collects the declarations for `year` and the year before. A cell that shows one figure unchanged
    /// counts as that figure. Reports cells that are in no form.
    pub(super) fn of(
        project: &Project,
        year: i32,
        forms: &AvailableForms,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut figures: BTreeMap<i32, Vec<Declared>> = BTreeMap::new();
        let mut cells: BTreeMap<i32, BTreeMap<String, (Decimal, Place)>> = BTreeMap::new();
        for year in [year - 1, year] {
            let mut nothing = Vec::new();
            let mut of_year = OnceDeclared::default();
            let mut in_other_units: Vec<InOtherUnit<'_>> = Vec::new();
            for declared in project.figures.get(&year).into_iter().flatten() {
                if is_plausible(declared, found) {
                    of_year.add(declared, &declared.key.to_string(), found);
                }
            }
            for cell in project.cells.get(&year).into_iter().flatten() {
                let Some(value) = cell.value else {
                    let cells = cells_of_nothing(cell, forms, found);
                    nothing.extend(cells.into_iter().map(|(id, key)| (id, key, &cell.place)));
                    continue;
                };
                match figure_of_cell(&cell.id, &cell.place, forms, found) {
                    Some(Some(key)) => {
                        let declared = Declared {
                            key,
                            value,
                            place: cell.place.clone(),
                        };
                        if is_plausible(&declared, found) {
                            of_year.add(&declared, &cell.id, found);
                        }
                    }
                    Some(None) if forms.is_below_zero(&cell.id, value) => {
                        let problem = BadSetting {
                            key: cell.id.clone(),
                            expected: Expected::Figure,
                        };
                        found.push(Diagnostic::at(cell.place.clone(), problem));
                    }
                    Some(None) => {
                        in_other_units.extend(InOtherUnit::of(cell, value, forms));
                        let declared = (value, cell.place.clone());
                        cells
                            .entry(year)
                            .or_default()
                            .insert(cell.id.clone(), declared);
                    }
                    None => {}
                }
            }
            for cell in in_other_units {
                of_year.add_in_other_unit(cell, found);
            }
            // A declaration of a single cell takes precedence over a table declared as not applicable.
            for (id, key, place) in nothing {
                if let Some(key) = key {
                    of_year.add_nothing(&key, place);
                } else {
                    let of_cells = cells.entry(year).or_default();
                    let nothing = || (Decimal::ZERO, place.clone());
                    of_cells.entry(id).or_insert_with(nothing);
                }
            }
            figures.insert(year, of_year.figures);
        }
        for (cell, place) in &project.form.inapplicable {
            figure_of_cell(cell, place, forms, found);
        }
        let last_year = figures.remove(&(year - 1)).unwrap_or_default();
        let words = project.values.get("request_channel").into_iter().flatten();
        let words = words.map(|(word, list)| (Label::new(word).letters, *list));
        Self {
            figures: figures.remove(&year).unwrap_or_default(),
            last_year: DeclaredFigures::new(&last_year),
            unknown: Vec::new(),
            cells,
            words: words.collect(),
            may_issue_rules: project.office.may_issue_rules(),
        }
    }

    /// Keeps what applies to `scope`. Figures of the whole year do not apply to a part of it; what was
    /// carried over from the year before applies to a part that begins with the year.
    pub(super) fn for_scope(self, scope: &Scope<'_>) -> Self {
        if !scope.is_part() {
            return self;
        }
        let (words, may_issue_rules) = (self.words, self.may_issue_rules);
        let year_before = scope.year - 1;
        if scope.period().start.ordinal() == 1 {
            let mut cells = self.cells;
            cells.retain(|year, _| *year == year_before);
            return Self {
                last_year: self.last_year,
                cells,
                words,
                may_issue_rules,
                ..Self::default()
            };
        }
        let left_over = self.last_year.figures.iter();
        let carried_in = left_over.filter_map(|(key, _)| match (key.metric, &*key.labels) {
            (Metric::DocumentsInForce, _) => Some(key.clone()),
            (Metric::RequestsCarriedOut, [kind]) => {
                Some(Key::new(Metric::RequestsCarriedIn, &[kind]))
            }
            (Metric::RequestsTable, [row, column]) if &**row == "carried_out" => {
                Some(Key::new(Metric::RequestsTable, &["carried_in", column]))
            }
            _ => None,
        });
        Self {
            unknown: carried_in.collect(),
            words,
            may_issue_rules,
            ..Self::default()
        }
    }

    /// Whether they say how many disclosure requests were carried in: by the year, or by what the year before
    /// carried out.
    pub(super) fn say_carried_in(&self) -> bool {
        let carried_out = Key::new(Metric::RequestsCarriedOut, &["disclosure"]);
        let of_year_before = self.last_year.figures.get(&carried_out);
        of_year_before.is_some() || self.figures.iter().any(|one| is_carried_in(&one.key))
    }

    /// Returns the declared cells of `form`, by id without the form's prefix.
    fn cells_of(&self, form: &Form, year: i32) -> BTreeMap<String, (Decimal, Place)> {
        let prefix = format!("{}.", form.id);
        let of_year = self.cells.get(&year).into_iter().flatten();
        let own = of_year.filter_map(|(id, declared)| {
            Some((id.strip_prefix(&prefix)?.to_owned(), declared.clone()))
        });
        own.collect()
    }
}

/// Whether a declared figure is plausible. Reports an implausibly large amount of money.
fn is_plausible(declared: &Declared, found: &mut Vec<Diagnostic>) -> bool {
    let is_money = declared.key.metric.definition().unit == Unit::Yuan;
    if !is_money || is_plausible_yuan(declared.value) {
        return true;
    }
    let text = declared.value.to_string();
    let amount = UnsafeAmount::Single { text };
    let problem = ImplausibleAmount { amount };
    found.push(Diagnostic::at(declared.place.clone(), problem));
    false
}

/// A declared cell that shows a figure in another unit, such as 万元.
struct InOtherUnit<'c> {
    cell: &'c DeclaredCell,
    /// The number as declared.
    number: Decimal,
    /// The figure.
    figure: Declared,
    /// What one unit of the last declared digit is, in the unit of the figure.
    last_digit: Decimal,
}

impl<'c> InOtherUnit<'c> {
    fn of(cell: &'c DeclaredCell, number: Decimal, forms: &AvailableForms) -> Option<Self> {
        let in_figure = |number| forms.figure_in_other_unit(&cell.id, number);
        let (key, value) = in_figure(number)?;
        let (_, last_digit) = in_figure(Decimal::new(1, number.scale()))?;
        let place = cell.place.clone();
        Some(Self {
            cell,
            number,
            figure: Declared { key, value, place },
            last_digit,
        })
    }
}

/// Figures declared for a year, without duplicates, in file order.
#[derive(Default)]
struct OnceDeclared {
    figures: Vec<Declared>,
    /// The key of each in `report.toml`.
    names: Vec<String>,
}

impl OnceDeclared {
    /// Adds the figure of a cell in another unit, unless it is declared itself: that takes precedence, for
    /// the cell rounds it. Reports a cell that is not the rounded figure.
    fn add_in_other_unit(&mut self, cell: InOtherUnit<'_>, found: &mut Vec<Diagnostic>) {
        let InOtherUnit { figure, .. } = cell;
        let known = self
            .figures
            .iter()
            .position(|known| known.key == figure.key);
        let Some(index) = known else {
            if is_plausible(&figure, found) {
                self.figures.push(figure);
            }
            return;
        };
        let first = &self.figures[index];
        let difference = (first.value - figure.value).abs();
        if difference > cell.last_digit / Decimal::TWO {
            let problem = DeclaredTwice {
                key: cell.cell.id.clone(),
                declared: cell.number.to_string(),
                first_key: self.names.get(index).cloned().unwrap_or_default(),
                first: first.value.to_string(),
                first_line: first.place.line.unwrap_or_default(),
                in_its_unit: Some(figure.value.normalize().to_string()),
            };
            found.push(Diagnostic::at(figure.place, problem));
        }
    }

    /// Adds a figure under all its keys. Reports a second declaration with a different value.
    fn add(&mut self, declared: &Declared, name: &str, found: &mut Vec<Diagnostic>) {
        let mut is_reported = false;
        for key in [Some(declared.key.clone()), same_figure(&declared.key)] {
            let Some(key) = key else { continue };
            let earlier = self.figures.iter().position(|earlier| earlier.key == key);
            let Some(index) = earlier else {
                self.figures.push(Declared {
                    key,
                    ..declared.clone()
                });
                self.names.push(name.to_owned());
                continue;
            };
            let first = &self.figures[index];
            if first.value != declared.value && !is_reported {
                is_reported = true;
                let problem = DeclaredTwice {
                    key: name.to_owned(),
                    declared: declared.value.to_string(),
                    first_key: self.names[index].clone(),
                    first: first.value.to_string(),
                    first_line: first.place.line.unwrap_or_default(),
                    in_its_unit: None,
                };
                found.push(Diagnostic::at(declared.place.clone(), problem));
            }
        }
    }
}

impl OnceDeclared {
    /// Adds 0 for a figure and under its other key, unless they are declared.
    fn add_nothing(&mut self, key: &Key, place: &Place) {
        for key in [Some(key.clone()), same_figure(key)].into_iter().flatten() {
            if !self.figures.iter().any(|declared| declared.key == key) {
                self.names.push(key.to_string());
                self.figures.push(Declared {
                    key,
                    value: Decimal::ZERO,
                    place: place.clone(),
                });
            }
        }
    }
}

/// The other key of a figure that has two: the totals of the statutory table of requests.
fn same_figure(key: &Key) -> Option<Key> {
    let kind = RequestKind::Disclosure.code();
    let pairs = [
        (Metric::RequestsReceived, "new"),
        (Metric::RequestsCarriedIn, "carried_in"),
        (Metric::RequestsReplied, "total"),
        (Metric::RequestsCarriedOut, "carried_out"),
    ];
    pairs.into_iter().find_map(|(metric, row)| {
        let of_all = Key::new(metric, &[kind]);
        let of_table = Key::new(Metric::RequestsTable, &[row, "total"]);
        match key {
            key if *key == of_all => Some(of_table),
            key if *key == of_table => Some(of_all),
            _ => None,
        }
    })
}

/// Returns the figure that a cell shows unchanged: `Some(None)` if the cell is not exactly one
/// figure, `None` if no form has the cell, which is reported.
#[expect(
    clippy::option_option,
    reason = "a cell that is no figure is a cell all the same"
)]
fn figure_of_cell(
    id: &str,
    place: &Place,
    forms: &AvailableForms,
    found: &mut Vec<Diagnostic>,
) -> Option<Option<Key>> {
    let named = forms.all().find_map(|form| {
        let cell = id.strip_prefix(&form.id)?.strip_prefix('.')?;
        Some((form, cell))
    });
    let nearest = match named {
        Some((form, cell)) if form.cell_ids().any(|known| known == cell) => {
            return Some(form.figure_of(cell).cloned());
        }
        Some((form, cell)) => form
            .nearest_cell(cell)
            .map(|near| format!("{}.{near}", form.id)),
        None => {
            let (form, cell) = id.split_once('.').unwrap_or((id, ""));
            let ids = forms.all().map(|form| form.id.as_str());
            nearest(form, ids).map(|near| format!("{near}.{cell}"))
        }
    };
    let key = id.to_owned();
    found.push(Diagnostic::at(
        place.clone(),
        UnknownSetting { key, nearest },
    ));
    None
}

/// Returns the paths of the log that a figure is counted from, separated by commas.
pub(super) fn log_files(project: &Project, key: &Key) -> String {
    let log = Log::of_key(key.metric.definition().key);
    let files = log.and_then(|log| project.logs.get(&log));
    let paths = files.map(|settings| settings.files.iter().map(|file| file.path.as_str()));
    paths.map_or_else(String::new, |paths| paths.collect::<Vec<_>>().join(", "))
}

/// A form with the values its cells are computed from.
pub(super) struct FilledForm<'f> {
    form: &'f Form,
    /// The figures of the year.
    pub(super) figures: Figures,
    /// Where each declared figure is declared.
    pub(super) places: BTreeMap<Key, Place>,
    cells: DeclaredCells,
    last_year: DeclaredFigures,
    cells_of_last_year: DeclaredCells,
    words: OfficeWords,
    may_issue_rules: bool,
}

type DeclaredCells = BTreeMap<String, (Decimal, Place)>;

impl<'f> FilledForm<'f> {
    /// Combines a form with the figures of `year`, some of them declared at `places`.
    pub(super) fn new(
        form: &'f Form,
        year: i32,
        figures: Figures,
        places: BTreeMap<Key, Place>,
        declared: Declarations,
    ) -> Self {
        Self {
            form,
            figures,
            places,
            cells: declared.cells_of(form, year),
            cells_of_last_year: declared.cells_of(form, year - 1),
            words: declared.words,
            may_issue_rules: declared.may_issue_rules,
            last_year: declared.last_year,
        }
    }

    /// Returns the cells of the form.
    pub(super) fn cells(&self) -> Cells<'_> {
        let year = YearFigures {
            figures: &self.figures,
            declared: &self.places,
            cells: &self.cells,
        };
        let last_year = YearFigures {
            figures: &self.last_year.figures,
            declared: &self.last_year.places,
            cells: &self.cells_of_last_year,
        };
        Cells::new(self.form, year, last_year, &self.words).with_rules(self.may_issue_rules)
    }

    /// Returns the declared values of the year, figures first.
    pub(super) fn declared(&self) -> Vec<DeclaredValue> {
        let value = |key: String, value: String, place: &Place| DeclaredValue {
            key,
            value,
            file: Arc::clone(&place.file),
            line: place.line,
        };
        let figures = self.places.iter().map(|(key, place)| {
            let figure = self.figures.get(key).unwrap_or(&Value::Absent);
            value(key.to_string(), figure.to_string(), place)
        });
        let cells = self.cells.iter().map(|(id, (number, place))| {
            value(format!("{}.{id}", self.form.id), number.to_string(), place)
        });
        figures.chain(cells).collect()
    }
}
