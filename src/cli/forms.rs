//! `report forms`: the statutory forms, with their years, deadlines and sources.

use super::Exit;
use super::arguments::Forms;
use super::folder::ProjectFolder;
use super::output::{Output, PlainText};
use super::terminal::Terminal;
use crate::document::{Align, Cell, Column, Table};
use crate::form::Form;
use crate::render::table;

pub(super) fn run(
    typed: &Forms,
    folder: Option<&ProjectFolder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, folder, words)?;
    output.format(None, PlainText, words)?;
    let column = |heading: &str| Column {
        heading: heading.to_owned(),
        align: Align::Left,
    };
    let row = |form: &Form| {
        let language = terminal.language;
        let years = words.years(form.first_year, form.last_year);
        let deadlines = words.deadlines(form);
        let (name, source) = (&form.name, &form.source);
        let (name, source) = (name.in_language(language), source.in_language(language));
        [&form.id, name, &years, &deadlines, source]
            .map(|text| Cell::Text(text.to_owned()))
            .to_vec()
    };
    let forms = Table {
        id: "forms".to_owned(),
        columns: words.form_headings().map(column).to_vec(),
        rows: Form::all().iter().map(row).collect(),
        ..Table::default()
    };
    output.write(&table::text(&forms, terminal.width), words)?;
    Ok(Exit::Done)
}
