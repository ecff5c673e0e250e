//! What may be typed: commands, options, their help.
//!
//! Nothing here is interpreted beyond its syntax: what a key names, where output goes and in which
//! language and colour a person is spoken to is decided by the modules that do so.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::builder::PossibleValue;
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum, value_parser};
use clap_complete::Shell;

use super::output::FileFormat;
use crate::form::Form;
use crate::language::Language;
use crate::logs::day_of;
use crate::render::Format;

/// Compiles the logs of a Chinese government office into its annual report on government
/// information disclosure (政府信息公开工作年度报告)
#[derive(Debug, Parser)]
#[command(
    name = "report",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  report compile --year 2017                     the report of 2017, as text
  report compile --year 2017 -o report.docx      the same as a Word file
  report check                                   everything wrong, in one run
  report stats requests.service --year 2017      the figures of service requests
  report explain published.total                 what a figure counts
  report trace published.total --year 2017       the rows it counts

Exit status: 0 done, no error found; 1 errors found in logs, figures or prose; 2 could not run"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command, before or after its name.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The project folder: report.toml, logs, narrative
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help = "The project folder: report.toml, logs, narrative [env: REPORT_DATA] [default: where \
            report.toml is, here or in a folder above, else ./data]",
        help_heading = GLOBAL
    )]
    pub(super) data: Option<PathBuf>,

    /// The day as seen from: what happened later has not happened yet [default: the year's last day]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day, help_heading = GLOBAL)]
    pub(super) as_of: Option<NaiveDate>,

    /// The statutory form to use instead of the year's own
    #[arg(long, global = true, value_name = "ID", value_parser = form_ids(), help_heading = GLOBAL)]
    pub(super) form: Option<String>,

    /// Takes warnings for errors
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(super) strict: bool,

    /// The language of messages [default: English where the locale says so, else Chinese]
    #[arg(long, global = true, value_name = "LANGUAGE", help_heading = GLOBAL)]
    pub(super) lang: Option<Language>,

    /// Whether messages are coloured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL)]
    pub(super) color: ColorChoice,

    /// Tells every finding, however many, and what became of the rows of each file
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub(super) verbose: bool,

    /// Tells errors only
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = GLOBAL)]
    pub(super) quiet: bool,
}

const GLOBAL: &str = "Global options";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compiles the report of a year
    Compile(Compile),
    /// Prints the figures of a year, or of every year side by side
    Stats(Stats),
    /// Tells everything wrong in logs, figures and prose
    Check(Check),
    /// Lists the rows behind a figure
    Trace(Trace),
    /// Lists open requests by due date, or explains one deadline day by day
    Due(Due),
    /// Explains a figure, a table or a cell of a form, or the code of a message
    Explain(Explain),
    /// Lists the keys of figures and of the cells of the forms, with their names
    Keys(Keys),
    /// Lists the statutory forms
    Forms(Forms),
    /// Writes a new project folder: report.toml, a narrative and empty logs
    Init(Init),
    /// Prints a completion script for a shell
    Completions(Completions),
}

/// A part of a year, or days of two.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Part {
    /// A quarter of --year
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=4),
        requires = "year", conflicts_with_all = ["month", "from"])]
    pub(super) quarter: Option<u32>,

    /// A month of --year
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=12),
        requires = "year", conflicts_with = "from")]
    pub(super) month: Option<u32>,

    /// The first of the days to count, a year of them at most
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "to",
        conflicts_with = "year")]
    pub(super) from: Option<NaiveDate>,

    /// The last of them
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "from")]
    pub(super) to: Option<NaiveDate>,
}

/// Where a command writes to.
#[derive(Debug, Args)]
pub(super) struct Destination {
    /// Writes into FILE, whole or not at all; - is standard output. A file that a report is made
    /// from is refused
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Where logs, figures or prose have errors, nothing is written and the exit status is 1.

Examples:
  report compile --year 2017
  report compile --year 2017 --format markdown > report.md
  report compile --year 2017 -o report.docx       a Word file
  report compile --year 2017 -o report.html       a page for a browser
  report compile --year 2017 -o report.xlsx       its tables, figures and identities for Excel
  report compile --year 2017 --format html --fragment > report-part.html
                                                  for the editor of a portal
  report compile --year 2017 --cover -o cover.docx
                                                  the sheet for who signs the report
  report compile --year 2017 --as-of 2017-06-30   as it stood at mid-year
  report compile --year 2017 --quarter 1          a quarter, with the text of narrative/2017-Q1.md,
                                                  or its figures alone where there is none
  report compile --year 2017 --compare            the year before beside it
  report compile --year 2017 --keep-going         bad rows are left out, and the report says so")]
pub(super) struct Compile {
    /// The report year
    #[arg(long, value_parser = years(), required_unless_present = "from")]
    pub(super) year: Option<i32>,

    #[command(flatten)]
    pub(super) part: Part,

    /// The format [default: by the extension of FILE; text on standard output]
    #[arg(long)]
    pub(super) format: Option<Format>,

    /// Writes, instead of the report, a page for the leader who signs it: main figures beside last
    /// year's, what is late, missing or waived, and room to sign
    #[arg(long, conflicts_with_all = ["fragment", "compare", "quarter", "month", "from"])]
    pub(super) cover: bool,

    /// Writes HTML to be pasted into the editor of a portal: without frame, title, styles and
    /// drawings
    #[arg(long)]
    pub(super) fragment: bool,

    #[command(flatten)]
    pub(super) output: Destination,

    /// Leaves out rows that cannot be read, and says so; the exit status is 1 all the same
    #[arg(long)]
    pub(super) keep_going: bool,

    /// Sets another year, by default the year before, beside the report's: a table of main figures, and
    /// tables of breakdowns and charts, with differences. Of a part of a year, the same part
    #[arg(long, value_name = "YEAR", value_parser = years(), num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "the option, and whether it names a year"
    )]
    pub(super) compare: Option<Option<i32>>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  report stats --year 2017
  report stats published requests.service        two parts, every year
  report stats 'requests.*.received'             of either kind
  report stats requests.service.on_time_rate --year 2017 --format plain
  report stats --year 2017 --compare 2016        two years with their differences
  report stats published --year 2017 --quarter 2 --compare
                                                 a quarter, and the same of the year before
  report stats --year 2017 --month 5
  report stats --from 2016-07-01 --to 2017-06-30
  report stats --format csv > stats.csv          opens in Excel
  report stats --format csv --long -o stats.csv  one value a row, for programs
  report stats --year 2017 -o stats.html         a page with charts
  report stats -o stats.xlsx                     a sheet, with what each figure counts")]
pub(super) struct Stats {
    /// Figures, or what begins the name of several, such as published; * is any label [default:
    /// every figure]
    #[arg(value_name = "KEY")]
    pub(super) keys: Vec<String>,

    /// The year [default: every year in which a log has a row]
    #[arg(long, value_parser = years())]
    pub(super) year: Option<i32>,

    #[command(flatten)]
    pub(super) part: Part,

    /// Another year, by default the year before, to stand beside --year, with differences and
    /// percent; those of shares are in percentage points. Of a part of a year, the same part
    #[arg(long, value_name = "YEAR", value_parser = years(), num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "the option, and whether it names a year"
    )]
    pub(super) compare: Option<Option<i32>>,

    /// The format; plain is the bare value of one figure of one year [default: by the extension of
    /// FILE; table on standard output]
    #[arg(long)]
    pub(super) format: Option<StatsFormat>,

    /// Writes CSV with one value a row: key,label,year,value,unit, alike in every language
    #[arg(long)]
    pub(super) long: bool,

    /// Leaves out the bars of the table
    #[arg(long)]
    pub(super) no_bars: bool,

    /// Leaves out rows that cannot be read, and says so; the exit status is 1 all the same
    #[arg(long)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Findings go to standard output: the first of each kind on a terminal, all of them into a file or,
with --verbose, everywhere. [rules] in report.toml sets how bad they are and what is let pass.

Examples:
  report check                               every year in which a log has a row
  report check --year 2017 --strict          warnings fail as well
  report check > findings.txt                all of them, however many
  report check --format github               in a workflow: beside the lines of a pull request
  report check --format sarif > report.sarif
  report check -o findings.html              a page, by file
  report check -o findings.xlsx              a sheet, to be worked off one by one")]
pub(super) struct Check {
    /// The year [default: every year in which a log has a row]
    #[arg(long, value_parser = years())]
    pub(super) year: Option<i32>,

    /// The format [default: by the extension of FILE; human on standard output]
    #[arg(long)]
    pub(super) format: Option<CheckFormat>,

    #[command(flatten)]
    pub(super) output: Destination,
}

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Human,
    Json,
    Github,
    Sarif,
    Html,
    Xlsx,
}

impl FileFormat for CheckFormat {
    const ALL: &'static [Self] = &[
        Self::Human,
        Self::Json,
        Self::Github,
        Self::Sarif,
        Self::Html,
        Self::Xlsx,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Human | Self::Github => &["txt"],
            Self::Json => &["json"],
            Self::Sarif => &["sarif", "json"],
            Self::Html => &["html", "htm"],
            Self::Xlsx => &["xlsx"],
        }
    }

    fn is_binary(self) -> bool {
        self == Self::Xlsx
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
What the rows count adds up to the figure; a rate counts its numerator, and with --denominator what
it is divided by. Of a median, a percentile or a mean each row tells its number of days. A declared
figure is one line of report.toml.

Examples:
  report trace published.total --year 2017
  report trace requests.service.on_time_rate --year 2017 --denominator
  report trace published.by_channel.微信公众号 --format csv > wechat.csv
  report trace requests.disclosure.received --year 2017 --format json
  report trace cn-2008.A1 --year 2017            a cell of a form
  report trace published.total --year 2017 -o rows.xlsx")]
pub(super) struct Trace {
    /// The figure: one whole key of the vocabulary; or a cell of a form, such as cn-2021.R3.1.c1, or
    /// R3.1.c1 of the year's form
    pub(super) key: String,

    /// The year [default: the last year in which a log has a row]
    #[arg(long, value_parser = years())]
    pub(super) year: Option<i32>,

    /// Lists the rows that a rate or a mean is divided by
    #[arg(long)]
    pub(super) denominator: bool,

    /// The format [default: by the extension of FILE; table on standard output]
    #[arg(long)]
    pub(super) format: Option<TraceFormat>,

    /// Leaves out rows that cannot be read, and says so; the exit status is 1 all the same
    #[arg(long)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A row that cannot be read is told and hides no other; the exit status is 1 then.

Examples:
  report due                                  what is open today, in China
  report due --within 7                       what is due in seven working days, or was due before
  report due --overdue
  report due --as-of 2017-10-20 --format csv
  report due -o due.ics                       a calendar, one event a request
  report due -o due.html                      a page
  report due --id DJ-2017-0001                the deadline of a request of the log
  report due --received 2017-09-25            one deadline by the law of that day
  report due --received 2017-09-25 --extended --replied 2017-11-10
  report due --received 2022/4/25 --consulted 2022/5/5..2022/5/20
                                              with a third party; days as a log writes them
  report due --received 2023-09-28 --days 5   another limit than the law's")]
pub(super) struct Due {
    /// Explains the deadline of a request received on this day; needs no project folder
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = any_day)]
    pub(super) received: Option<NaiveDate>,

    /// The applicant was asked to clarify the request
    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "received",
        conflicts_with = "days")]
    pub(super) clarification_asked: Option<NaiveDate>,

    /// The clarified request came in
    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "clarification_asked")]
    pub(super) clarified: Option<NaiveDate>,

    /// A third party was asked, and answered; D.. where it has not answered
    #[arg(long, value_name = "DAY..DAY", value_parser = two_days, requires = "received",
        conflicts_with = "days")]
    pub(super) consulted: Option<(NaiveDate, Option<NaiveDate>)>,

    /// Explains the deadline of a request of the log, by its id or by file and line
    #[arg(long, value_name = "ID|FILE:LINE", conflicts_with_all = ["received", "within", "overdue"])]
    pub(super) id: Option<String>,

    /// Working days of the limit, instead of the law's
    #[arg(long, value_name = "N", requires = "received")]
    pub(super) days: Option<u16>,

    /// Tells whether a reply on this day was in time
    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "received")]
    pub(super) replied: Option<NaiveDate>,

    /// Goes on to the end of the longest extension that the law allows
    #[arg(long, requires = "received")]
    pub(super) extended: bool,

    /// Lists only what is due within N working days, and what was due before
    #[arg(long, value_name = "N", conflicts_with_all = ["received", "overdue"])]
    pub(super) within: Option<u16>,

    /// Lists only what is overdue
    #[arg(long, conflicts_with = "received")]
    pub(super) overdue: bool,

    /// The format [default: by the extension of FILE; table on standard output]
    #[arg(long)]
    pub(super) format: Option<DueFormat>,

    /// Says nothing new: rows that cannot be read are left out in any case
    #[arg(long, conflicts_with = "received", hide = true)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) output: Destination,
}

/// The formats of `trace`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceFormat {
    Table,
    Csv,
    Json,
    Xlsx,
}

impl FileFormat for TraceFormat {
    const ALL: &'static [Self] = &[Self::Table, Self::Csv, Self::Json, Self::Xlsx];

    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["txt"],
            Self::Csv => &["csv"],
            Self::Json => &["json"],
            Self::Xlsx => &["xlsx"],
        }
    }

    fn is_binary(self) -> bool {
        self == Self::Xlsx
    }
}

/// The formats of `due`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DueFormat {
    Table,
    Csv,
    Json,
    Html,
    Ics,
}

impl FileFormat for DueFormat {
    const ALL: &'static [Self] = &[Self::Table, Self::Csv, Self::Json, Self::Html, Self::Ics];

    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
            Self::Ics => "ics",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["txt"],
            Self::Csv => &["csv"],
            Self::Json => &["json"],
            Self::Html => &["html", "htm"],
            Self::Ics => &["ics"],
        }
    }
}

/// The formats of `stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Table,
    Json,
    Csv,
    Plain,
    Html,
    Xlsx,
}

impl FileFormat for StatsFormat {
    const ALL: &'static [Self] = &[
        Self::Table,
        Self::Json,
        Self::Csv,
        Self::Plain,
        Self::Html,
        Self::Xlsx,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Plain => "plain",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Table | Self::Plain => &["txt"],
            Self::Json => &["json"],
            Self::Csv => &["csv"],
            Self::Html => &["html", "htm"],
            Self::Xlsx => &["xlsx"],
        }
    }

    fn is_binary(self) -> bool {
        self == Self::Xlsx
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  report explain requests.service.on_time_rate
  report explain published                       every figure of a part
  report explain requests.service.on_time_rate --year 2017
                                                 how it came about, with its numbers
  report explain T3                              a table of the form, with the key of each cell
  report explain cn-2021.R3.1.c1                 a cell of a form
  report explain bad-date                        the code of a message")]
pub(super) struct Explain {
    /// A figure, family or prefix, the code of a message, a form, or a table or cell of a form
    #[arg(value_name = "KEY|CODE|TABLE")]
    pub(super) name: String,

    /// Shows how the figure of this year was computed, and from which files
    #[arg(long, value_parser = years())]
    pub(super) year: Option<i32>,

    /// Leaves out rows that cannot be read, and says so; the exit status is 1 all the same
    #[arg(long, requires = "year")]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A * in a key that is listed stands for any word of the office's own.

Examples:
  report keys                                    every key
  report keys on_time                            those whose key or name has this in it
  report keys 'requests.*.received'              * is any text, ? any one character
  report keys 自然人 --format csv > keys.csv")]
pub(super) struct Keys {
    /// A part of a key or of its name, in either language; with * or ? the whole of one [default: every
    /// key]
    #[arg(value_name = "PATTERN")]
    pub(super) pattern: Option<String>,

    /// The format [default: by the extension of FILE; text on standard output]
    #[arg(long)]
    pub(super) format: Option<KeysFormat>,

    #[command(flatten)]
    pub(super) output: Destination,
}

/// The formats of `keys`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KeysFormat {
    Text,
    Csv,
    Json,
}

impl FileFormat for KeysFormat {
    const ALL: &'static [Self] = &[Self::Text, Self::Csv, Self::Json];

    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::Json => &["json"],
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  report forms -o forms.txt")]
pub(super) struct Forms {
    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
No file is ever overwritten; --write adds lines to report.toml.

Examples:
  report init --year 2017
  report init office --year 2017 --office 某某市某某局
  report init --year 2017 --workbook             the logs as one workbook for Excel
  report init --year 2017 --from 公开台账.csv 工单.csv   report.toml for logs that are there
  report init --year 2017 --from 工单.csv --write   one more log for the report.toml that is there")]
pub(super) struct Init {
    /// The folder, made where there is none [default: that of --data, else the current folder]
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,

    /// The first report year: whose narrative and settings are written
    #[arg(long, value_parser = years(), required_unless_present = "write")]
    pub(super) year: Option<i32>,

    /// The full name of the office
    #[arg(long, value_name = "NAME", default_value = "某某市某某局")]
    pub(super) office: String,

    /// Writes the empty logs as one workbook, 台账.xlsx, with lists to choose from
    #[arg(long, conflicts_with = "from")]
    pub(super) workbook: bool,

    /// Logs that are there: which is which is told from their headers, no empty ones are written
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) from: Vec<PathBuf>,

    /// Adds the files of --from to the report.toml that is there, after showing the lines; its comments
    /// and settings stay
    #[arg(long, requires = "from")]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  report completions bash > ~/.local/share/bash-completion/completions/report")]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,

    #[command(flatten)]
    pub(super) output: Destination,
}

/// The years that can be asked for; whether they have a form or a row is another matter.
fn years() -> impl clap::builder::TypedValueParser<Value = i32> {
    value_parser!(i32).range(1900..=2200)
}

fn form_ids() -> clap::builder::PossibleValuesParser {
    Form::ids().collect::<Vec<_>>().into()
}

/// Reads a day; `2017-6-30` is refused as well, for nobody should learn that it is read.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    day.filter(|day| day.to_string() == text)
        .ok_or("not a day; write it as 2017-06-30")
}

/// Reads a day in any spelling that a log may have: `2017/6/30`, `2017年6月30日`.
fn any_day(text: &str) -> Result<NaiveDate, &'static str> {
    day_of(text).ok_or("not a day; write it as 2017-06-30")
}

/// Reads two days, of which the second may be missing.
fn two_days(text: &str) -> Result<(NaiveDate, Option<NaiveDate>), &'static str> {
    let (first, last) = text.split_once("..").unwrap_or((text, ""));
    let last = (!last.is_empty()).then(|| any_day(last)).transpose()?;
    Ok((any_day(first)?, last))
}

impl Init {
    /// The folder to write into.
    pub(super) fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new("."))
    }
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Chinese, Self::English]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.summary()))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn days_are_written_one_way() {
        assert_eq!(
            day("2017-06-30"),
            Ok(NaiveDate::from_ymd_opt(2017, 6, 30).unwrap())
        );
        for text in [
            "2017-6-30",
            "2017-06-31",
            "+2017-06-30",
            "2017-06-30 ",
            "20170630",
            "",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn global_options_stand_before_and_after_the_command() {
        for line in [
            "report --data d --lang en stats",
            "report stats --data d --lang en",
            "report --lang en stats --data d",
        ] {
            let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(arguments.global.data, Some(PathBuf::from("d")), "{line}");
            assert_eq!(arguments.global.lang, Some(Language::English), "{line}");
        }
    }
}
