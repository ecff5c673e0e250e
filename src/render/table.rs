//! A single table as text, CSV or Markdown.
//!
//! Used for the tables of a report, `stats` and the lists of other commands.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell as Drawn, CellAlignment, ContentArrangement};

use super::escape::escaped;
use super::lines::{printable, width, wrap_narrow};
use crate::document::{Align, Cell, Table};

/// The table as text of at most `width` columns, with its caption above; ends with a newline.
///
/// Text columns share the space that numbers leave, and wrap; a number never wraps. A table with too
/// many columns is wider than `width`.
#[must_use]
pub fn text(table: &Table, width: usize) -> String {
    let mut output = String::new();
    if !table.caption.is_empty() {
        output += &printable(&table.caption);
        output.push('\n');
    }
    for line in drawn(table, width) {
        output += &line;
        output.push('\n');
    }
    output
}

/// The lines of the table without its caption, all of the same width.
pub(super) fn drawn(table: &Table, room: usize) -> Vec<String> {
    if table.columns.is_empty() {
        return Vec::new();
    }
    let widths = column_widths(table, room);
    let align = |index: usize| match table.columns[index].align {
        Align::Left => CellAlignment::Left,
        Align::Centre => CellAlignment::Center,
        Align::Right => CellAlignment::Right,
    };
    let cell = |(index, text): (usize, String)| {
        Drawn::new(wrap_narrow(&text, widths[index]).join("\n")).set_alignment(align(index))
    };
    let mut drawing = comfy_table::Table::new();
    drawing
        .load_style(UTF8_FULL_CONDENSED)
        .force_no_tty()
        // The column widths are known, and the cells are already wrapped by the rules for Chinese.
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(headings(table).enumerate().map(cell));
    for row in &table.rows {
        drawing.add_row(
            row_of(table, row)
                .map(|cell| printable(&cell.text()))
                .enumerate()
                .map(cell),
        );
    }
    drawing.lines().collect()
}

/// The widths of the columns without padding, so that the table is at most `room` wide.
///
/// No column is wider than needed; those that need more than an equal share get the rest.
fn column_widths(table: &Table, room: usize) -> Vec<usize> {
    // A character may be two columns wide.
    const LEAST: usize = 2;
    let mut needs: Vec<(usize, usize)> = headings(table)
        .map(|heading| (LEAST, width(&heading).max(LEAST)))
        .collect();
    for row in &table.rows {
        for ((least, wished), cell) in needs.iter_mut().zip(row_of(table, row)) {
            let needed = width(&printable(&cell.text()));
            *wished = needed.max(*wished);
            if !matches!(cell, Cell::Text(_)) {
                *least = needed.max(*least);
            }
        }
    }
    // Each column has a border and two spaces of padding, and there is a final border.
    let room = room.saturating_sub(table.columns.len() * 3 + 1);
    let within = |limit: usize| {
        needs
            .iter()
            .map(move |&(least, wished)| limit.clamp(least, wished))
    };
    let widest = needs
        .iter()
        .map(|&(_, wished)| wished)
        .max()
        .unwrap_or(LEAST);
    let limit = (LEAST..=widest)
        .rev()
        .find(|&limit| within(limit).sum::<usize>() <= room);
    within(limit.unwrap_or(LEAST)).collect()
}

fn headings(table: &Table) -> impl Iterator<Item = String> {
    table
        .columns
        .iter()
        .map(|column| printable(&column.heading))
}

/// The cells of `row`, padded to the number of columns.
fn row_of<'a>(table: &Table, row: &'a [Cell]) -> impl Iterator<Item = &'a Cell> {
    let missing = std::iter::repeat(&Cell::Absent);
    row.iter().chain(missing).take(table.columns.len())
}

/// The table as CSV for a spreadsheet: UTF-8 with a byte order mark, lines ending in CR LF.
///
/// Numbers are plain and unrounded, as in JSON; dates are in ISO format; a cell without data is empty,
/// so that a spreadsheet does not include it in a mean. Text that a spreadsheet would interpret as a
/// formula gets an apostrophe in front. The caption is left out.
#[must_use]
pub fn csv(table: &Table) -> String {
    let headings = table
        .columns
        .iter()
        .map(|column| unarmed(&column.heading))
        .collect();
    let rows = table
        .rows
        .iter()
        .map(|row| row_of(table, row).map(bare).collect());
    let records = std::iter::once(headings).chain(rows);
    "\u{feff}".to_owned() + &comma_separated(records, csv::Terminator::CRLF)
}

pub(super) fn comma_separated(
    records: impl Iterator<Item = Vec<String>>,
    line_end: csv::Terminator,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(line_end)
        .from_writer(Vec::new());
    for record in records {
        writer
            .write_record(record)
            .expect("records are of one length and go to memory");
    }
    let bytes = writer.into_inner().expect("flushing to memory cannot fail");
    String::from_utf8(bytes).expect("only strings were written")
}

/// A cell for programs.
fn bare(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => unarmed(text),
        Cell::Share(ratio) | Cell::Quotient(ratio) => ratio.to_f64().to_string(),
        Cell::Truth(truth) => truth.to_string(),
        Cell::Absent => String::new(),
        // A plus sign would be read as the start of a formula.
        Cell::Change(change) => change.to_string(),
        Cell::Count(_) | Cell::Decimal(_) | Cell::Date(_) => cell.text(),
    }
}

/// Escapes text that a spreadsheet would interpret as a formula.
pub(super) fn unarmed(text: &str) -> String {
    // With a Chinese or Japanese keyboard, full-width signs start a formula too.
    const STARTS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let is_formula = text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(STARTS);
    let text = printable(text);
    if is_formula { format!("'{text}") } else { text }
}

/// The table as a pipe table, without its caption; ends with a newline.
#[must_use]
pub fn markdown(table: &Table) -> String {
    if table.columns.is_empty() {
        return String::new();
    }
    let rule = |align| match align {
        Align::Left => "---",
        Align::Centre => ":---:",
        Align::Right => "---:",
    };
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let escaped_line =
        |cells: Vec<String>| line(cells.iter().map(|cell| escaped(cell.trim())).collect());
    let mut output = escaped_line(headings(table).collect());
    output += &line(
        table
            .columns
            .iter()
            .map(|column| rule(column.align).to_owned())
            .collect(),
    );
    for row in &table.rows {
        let cells = row_of(table, row).map(Cell::text).collect();
        output += &escaped_line(cells);
    }
    output
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Column;
    use crate::number::Ratio;
    use crate::render::sample;

    #[test]
    fn a_table_is_right_under_chinese_text() {
        assert_eq!(
            text(&sample::table(), 40),
            "\
主动公开情况
┌──────────────┬──────┐
│ 渠道         ┆ 条数 │
╞══════════════╪══════╡
│ 门户网站     ┆  626 │
│ 微信|公众*号 ┆   10 │
│ 宣传栏       ┆    — │
└──────────────┴──────┘
"
        );
    }

    #[test]
    fn text_is_wrapped_and_numbers_are_not() {
        assert_eq!(
            drawn(&sample::table(), 16),
            [
                "┌───────┬──────┐",
                "│ 渠道  ┆ 条数 │",
                "╞═══════╪══════╡",
                "│ 门户  ┆  626 │",
                "│ 网站  ┆      │",
                "│ 微信| ┆   10 │",
                "│ 公众* ┆      │",
                "│ 号    ┆      │",
                "│ 宣传  ┆    — │",
                "│ 栏    ┆      │",
                "└───────┴──────┘",
            ]
        );
    }

    #[test]
    fn a_spreadsheet_runs_nothing() {
        let cells = [
            "=1+1",
            "+86",
            "-5",
            "@a",
            "\tx",
            "＝1",
            " =1",
            "甲,乙",
            "说\"好\"",
        ];
        let table = Table {
            columns: vec![Column {
                heading: "=标题".to_owned(),
                align: Align::Left,
            }],
            rows: cells
                .iter()
                .map(|&cell| vec![Cell::Text(cell.to_owned())])
                .collect(),
            ..Table::default()
        };
        assert_eq!(
            csv(&table),
            "\u{feff}'=标题\r\n'=1+1\r\n'+86\r\n'-5\r\n'@a\r\n' x\r\n'＝1\r\n' =1\r\n\"甲,乙\"\r\n\"说\"\"好\"\"\"\r\n"
        );
    }

    #[test]
    fn csv_keeps_numbers_unrounded() {
        let table = Table {
            columns: vec![Column {
                heading: "数".to_owned(),
                align: Align::Right,
            }],
            rows: vec![
                vec![Cell::Count(432)],
                vec![Cell::Quotient(Ratio::new(123, 365).unwrap())],
                vec![Cell::Share(Ratio::new(432, 432).unwrap())],
                vec![Cell::Truth(true)],
                vec![Cell::Absent],
                vec![],
            ],
            ..Table::default()
        };
        assert_eq!(
            csv(&table),
            "\u{feff}数\r\n432\r\n0.336986301369863\r\n1\r\ntrue\r\n\"\"\r\n\"\"\r\n"
        );
    }

    #[test]
    fn markdown_escapes_its_cells() {
        assert_eq!(
            markdown(&sample::table()),
            "| 渠道 | 条数 |\n| --- | ---: |\n| 门户网站 | 626 |\n| 微信\\|公众\\*号 | 10 |\n| 宣传栏 | — |\n"
        );
    }

    #[test]
    fn a_table_without_columns_is_nothing() {
        assert_eq!(text(&Table::default(), 80), "");
        assert_eq!(markdown(&Table::default()), "");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn all_lines_are_of_one_width_that_fits(
            cells in prop::collection::vec(("[政府a-z。（“ ._]{0,30}", 0u64..100_000), 0..6),
            room in 24usize..90,
        ) {
            let row = |(text, count): &(String, u64)| vec![
                Cell::Text(text.clone()), Cell::Count(*count), Cell::Text(text.clone()),
            ];
            let heading = |heading: &str| Column { heading: heading.to_owned(), align: Align::Left };
            let table = Table {
                columns: ["甲", "乙的数", "丙"].map(heading).into(),
                rows: cells.iter().map(row).collect(),
                ..Table::default()
            };
            let lines = drawn(&table, room);
            for line in &lines {
                prop_assert_eq!(width(line), width(&lines[0]));
                prop_assert!(width(line) <= room, "{}", lines.join("\n"));
            }
        }
    }
}
