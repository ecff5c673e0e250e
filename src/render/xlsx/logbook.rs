//! The empty logs of an office as one workbook: a sheet for each log, with drop-down lists and date
//! checks.
//!
//! It is read like any other workbook: the program checks all cells again.

use std::io;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    FormatAlign, Formula, Worksheet, XlsxError,
};

use super::book::{
    BookProperties, Formats, OutputBook, cannot, formats, lines, set_lines, write_text,
};
use super::tables::{column, reference};
use crate::logs::{LogColumn, Role, choices, columns};
use crate::record::Log;

/// The name of the workbook.
pub const LOGBOOK: &str = "台账.xlsx";

/// The sheet with instructions, and the sheet with the lists.
const EXPLANATION: &str = "填写说明";
const LISTS: &str = "词表";

/// The last row of a sheet.
const LAST_ROW: u32 = 1_048_575;

/// The workbook for an office; `day` is its creation date.
///
/// # Errors
/// A limit of the format is exceeded.
pub fn logbook(office: &str, day: NaiveDate) -> io::Result<Vec<u8>> {
    let mut book = OutputBook::new(&BookProperties {
        office,
        title: "政府信息公开工作台账",
        day,
    });
    let formats = formats();
    explanation(&formats, &mut book)?;
    let mut lists = Lists::new(&mut book)?;
    for &log in Log::ALL {
        let (mut sheet, _) = book.sheet(log.definition().sheet)?;
        for (index, of) in columns(log).iter().enumerate() {
            write_column(&mut sheet, index, log, of, &formats, &mut lists)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(cannot)?;
        sheet.set_repeat_rows(0, 0).map_err(cannot)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        book.add(sheet);
    }
    lists.sheet.set_hidden(true);
    book.add(lists.sheet);
    book.into_bytes()
}

/// The sheet of lists, one per column.
struct Lists {
    sheet: Worksheet,
    name: String,
    next: u16,
}

impl Lists {
    fn new(book: &mut OutputBook) -> io::Result<Self> {
        let (sheet, name) = book.sheet(LISTS)?;
        Ok(Self {
            sheet,
            name,
            next: 0,
        })
    }

    /// Adds a list below its heading, and returns its range.
    fn add(&mut self, heading: &str, words: &[&str], formats: &Formats) -> io::Result<String> {
        let column = self.next;
        self.next += 1;
        let mut row = 0;
        for word in [&[heading], words].concat() {
            write_text(&mut self.sheet, (row, column), word, &formats.plain)?;
            row += 1;
        }
        let from = reference(&self.name, 1, column);
        let to = reference(&self.name, row - 1, column);
        Ok(format!(
            "{from}:{}",
            to.rsplit('!').next().unwrap_or_default()
        ))
    }
}

fn write_column(
    sheet: &mut Worksheet,
    index: usize,
    log: Log,
    of: &LogColumn,
    formats: &Formats,
    lists: &mut Lists,
) -> io::Result<()> {
    let at = (0, column(index));
    let mut heading = formats.heading.clone();
    if of.required {
        heading = heading.set_font_color(REQUIRED);
    }
    write_text(sheet, at, of.header, &heading)?;
    let kind = ColumnKind::of(log, of);
    let (width, format) = match kind {
        ColumnKind::Day => (13.0, Format::new().set_num_format("yyyy-mm-dd")),
        ColumnKind::Amount => (13.0, Format::new()),
        // As text, because Excel would remove leading zeros and round long numbers.
        ColumnKind::Text if of.role == Role::Text => (40.0, Format::new().set_num_format("@")),
        ColumnKind::List(_) | ColumnKind::Limit | ColumnKind::Text => {
            (16.0, Format::new().set_num_format("@"))
        }
    };
    sheet.set_column_width(at.1, width).map_err(cannot)?;
    sheet.set_column_format(at.1, &format).map_err(cannot)?;
    let check = match &kind {
        ColumnKind::Day => day_check().map_err(cannot)?,
        ColumnKind::List(words) => {
            let heading = format!("{}·{}", log.definition().sheet, of.header);
            let range = lists.add(&heading, words, formats)?;
            word_check(&range).map_err(cannot)?
        }
        ColumnKind::Limit | ColumnKind::Amount | ColumnKind::Text => return Ok(()),
    };
    let added = sheet.add_data_validation(1, at.1, LAST_ROW, at.1, &check);
    added.map(|_| ()).map_err(cannot)
}

/// The colour of the headings of required columns.
const REQUIRED: u32 = 0x00C0_0000;

/// The content of a column.
enum ColumnKind {
    Day,
    /// A day, or a number of working days.
    Limit,
    Amount,
    /// One of these words.
    List(Vec<&'static str>),
    Text,
}

impl ColumnKind {
    fn of(log: Log, column: &LogColumn) -> Self {
        let words = choices(log, column.key);
        match column.role {
            _ if !words.is_empty() => Self::List(words),
            Role::Day if column.key == "due_on" => Self::Limit,
            Role::Day => Self::Day,
            _ if column.key.ends_with("_yuan") => Self::Amount,
            _ => Self::Text,
        }
    }

    fn explained(&self) -> String {
        match self {
            Self::Day => "日期，如 2017-03-05".to_owned(),
            Self::Limit => "日期，或工作日数".to_owned(),
            Self::Amount => "金额，单位：元".to_owned(),
            Self::List(words) => format!("从下拉列表中选：{}", words.join("、")),
            Self::Text => "文字".to_owned(),
        }
    }
}

/// Rejects cells that are not dates.
fn day_check() -> Result<DataValidation, XlsxError> {
    let first = ExcelDateTime::from_ymd(1990, 1, 1)?;
    let last = ExcelDateTime::from_ymd(2099, 12, 31)?;
    DataValidation::new()
        .allow_date(DataValidationRule::Between(first, last))
        .set_error_title("不是日期")?
        .set_error_message("请填写日期，写成 2017-03-05 的样子。不知道的留空。")
}

/// Warns about a word that is not in the list. It is not rejected, as the office may have configured
/// other words.
fn word_check(range: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("={range}")))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("列表中没有这个词")?
        .set_error_message("请从下拉列表中选一项。仍要填写其他词的，程序可能不认识，核对时会指出。")
}

/// Writes the first sheet, with instructions for the others.
fn explanation(formats: &Formats, book: &mut OutputBook) -> io::Result<()> {
    const LINES: [&str; 6] = [
        "每张工作表是一本台账，一行登记一件。第一行是表头，请不要改动；登记从第二行开始。",
        "红色表头的列必填，其余的列有就填，没有留空。",
        "日期写成 2017-03-05 的样子；有下拉列表的列，从列表中选。",
        "本单位没有的台账，请在 report.toml 的 [logs] 中删去那一行：没有的台账有关数字为空；留着不填，按 0 计。",
        "登记以后保存，运行 report check 核对，运行 report compile --year 年份 得到年度报告。",
        "请勿在台账中登记身份证号码、电话等个人信息。",
    ];
    /// Width of the last column, in characters.
    const CONTENT: usize = 70;
    let (mut sheet, _) = book.sheet(EXPLANATION)?;
    write_text(
        &mut sheet,
        (0, 0),
        "政府信息公开工作台账填写说明",
        &{
            formats
                .title
                .clone()
                .set_align(FormatAlign::Left)
                .unset_text_wrap()
        },
    )?;
    let bare = formats.plain.clone().unset_text_wrap();
    for (row, line) in (1..).zip(LINES) {
        write_text(&mut sheet, (row, 0), line, &bare)?;
    }
    let first = 2 + u32::try_from(LINES.len()).unwrap_or_default();
    let headings = ["工作表", "列", "必填", "填写内容"];
    for (index, (heading, width)) in headings.into_iter().zip([14, 18, 8, CONTENT]).enumerate() {
        let at = (first, column(index));
        write_text(&mut sheet, at, heading, &formats.heading)?;
        let width = f64::from(column(width));
        sheet.set_column_width(at.1, width).map_err(cannot)?;
    }
    let all = Log::ALL
        .iter()
        .flat_map(|&log| columns(log).iter().map(move |column| (log, column)));
    for (row, (log, of)) in (first + 1..).zip(all) {
        let required = if of.required { "必填" } else { "" };
        let content = ColumnKind::of(log, of).explained();
        set_lines(&mut sheet, row, lines(&content, CONTENT))?;
        let cells = [log.definition().sheet, of.header, required, &content];
        for (index, cell) in cells.into_iter().enumerate() {
            write_text(&mut sheet, (row, column(index)), cell, &formats.plain)?;
        }
    }
    sheet.set_print_fit_to_pages(1, 0);
    book.add(sheet);
    Ok(())
}
