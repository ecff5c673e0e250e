//! Lists of keys with their names, and tables of a form with the key of each cell.

use serde::Serialize;

use super::json_values::printed;
use super::lines::{hanging, printable, width as line_width};
use super::{statutory, table};
use crate::document::{Align, Cell, Column, StatutoryTable, Table};
use crate::language::Language;

/// The key of a figure or of a cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// The key as users type it.
    pub key: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Its unit in Chinese, as printed in the report; may be empty.
    pub unit: String,
    /// For a cell, the ids of its form and of its table.
    pub cell_of: Option<[String; 2]>,
}

/// Lists each key with its names below it, and the cells of each table under a heading.
#[must_use]
pub fn text(keys: &[&ListedKey], width: usize, language: Language) -> String {
    const INDENT: &str = "    ";
    let mut text = String::new();
    let mut last = None;
    for key in keys {
        if last != Some(&key.cell_of) {
            if last.is_some() {
                text.push('\n');
            }
            text += &match (&key.cell_of, language) {
                (Some(cell_of), _) => cell_of.join(" "),
                (None, Language::Chinese) => "指标".to_owned(),
                (None, Language::English) => "figures".to_owned(),
            };
            text.push('\n');
            last = Some(&key.cell_of);
        }
        let unit = match &*key.unit {
            "" => String::new(),
            unit => format!("（{unit}）"),
        };
        text.extend(["  ", &printable(&key.key), "\n"]);
        for name in [format!("{}{unit}", key.zh), key.en.clone()] {
            text += &hanging(&printable(&name), width, INDENT, INDENT);
            text.push('\n');
        }
    }
    text
}

/// The keys as CSV: `key,name_zh,name_en,unit,form,table`, the same in every language.
#[must_use]
pub fn csv(keys: &[&ListedKey]) -> String {
    let heads = ["key", "name_zh", "name_en", "unit", "form", "table"];
    let row = |key: &&ListedKey| {
        let cell_of = key.cell_of.clone().unwrap_or_default();
        let [form, table] = cell_of;
        let texts = [&key.key, &key.zh, &key.en, &key.unit, &form, &table];
        let cell = |text: &String| match &**text {
            "" => Cell::Absent,
            text => Cell::Text(text.to_owned()),
        };
        texts.map(cell).to_vec()
    };
    let column = |heading: &str| Column {
        heading: heading.to_owned(),
        align: Align::Left,
    };
    table::csv(&Table {
        columns: heads.map(column).to_vec(),
        rows: keys.iter().map(row).collect(),
        ..Table::default()
    })
}

/// The keys as JSON: `[{"key", "name": {"zh", "en"}, "unit", "form", "table"}]`.
#[must_use]
pub fn json(keys: &[&ListedKey]) -> String {
    let keys: Vec<KeyJson<'_>> = keys.iter().map(|key| KeyJson::of(key)).collect();
    printed(&keys)
}

#[derive(Serialize)]
struct KeyJson<'a> {
    key: &'a str,
    name: NameJson<'a>,
    unit: &'a str,
    /// The id of the cell's form; null for a figure.
    form: Option<&'a str>,
    /// The id of its table; null for a figure.
    table: Option<&'a str>,
}

#[derive(Serialize)]
struct NameJson<'a> {
    zh: &'a str,
    en: &'a str,
}

impl<'a> KeyJson<'a> {
    fn of(key: &'a ListedKey) -> Self {
        let cell_of = key.cell_of.as_ref();
        Self {
            key: &key.key,
            name: NameJson {
                zh: &key.zh,
                en: &key.en,
            },
            unit: &key.unit,
            form: cell_of.map(|[form, _]| &**form),
            table: cell_of.map(|[_, table]| &**table),
        }
    }
}

/// How a table shows the ids of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Each cell holds its id.
    Whole,
    /// Each cell contains the end of its id; the common beginning is in brackets after the label of the
    /// row.
    InTwo,
    /// Each cell contains a number, and the ids are listed below the table.
    Numbered,
}

/// A table of a form with the ids of its cells, at most `width` columns wide. If whole ids do not fit,
/// it falls back to a shorter form.
#[must_use]
pub fn table_of_ids(ids: &StatutoryTable, width: usize) -> (String, Shown) {
    let fitting = |table: &StatutoryTable| {
        let drawn = statutory::drawn(table, width);
        let is_fitting = drawn.iter().all(|line| line_width(line) <= width);
        is_fitting.then(|| drawn.join("\n") + "\n")
    };
    if let Some(text) = fitting(ids) {
        return (text, Shown::Whole);
    }
    if let Some(text) = in_two(ids).as_ref().and_then(fitting) {
        return (text, Shown::InTwo);
    }
    let mut numbered = ids.clone();
    let mut legend = Vec::new();
    for part in &mut numbered.parts {
        let cells = part.rows.iter_mut().flatten();
        for cell in cells.filter(|cell| cell.value.is_some()) {
            legend.push(format!("({}) {}", legend.len() + 1, cell.text));
            cell.text = format!("({})", legend.len());
        }
    }
    let drawn = statutory::drawn(&numbered, width);
    let text = drawn.join("\n") + "\n" + &legend.join("\n") + "\n";
    (text, Shown::Numbered)
}

/// Moves the common beginning of the ids of each row to the label of the row. `None` if a row has no
/// label or its ids have no common beginning.
fn in_two(ids: &StatutoryTable) -> Option<StatutoryTable> {
    let mut table = ids.clone();
    for row in table.parts.iter_mut().flat_map(|part| &mut part.rows) {
        let first = row.iter().position(|cell| cell.value.is_some());
        let Some(first) = first else { continue };
        let (labels, cells) = row.split_at_mut(first);
        let (begin, _) = cells.first()?.text.rsplit_once('.')?;
        let begin = format!("{begin}.");
        labels.last_mut()?.text.extend(["〔", &*begin, "〕"]);
        for cell in cells.iter_mut().filter(|cell| cell.value.is_some()) {
            cell.text = cell.text.strip_prefix(&begin)?.to_owned();
        }
    }
    Some(table)
}
