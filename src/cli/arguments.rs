//! Commands and options, and the syntax of their values.
//!
//! Nothing here is interpreted beyond its syntax. Every argument has its help, in both languages, in
//! `help`.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use clap::builder::PossibleValue;
use clap::{ArgAction, Args, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::output::FileFormat;
use crate::form::Form;
use crate::language::Language;
use crate::logs::day_of;
use crate::render::Format;

#[derive(Debug, Parser)]
#[command(
    name = "report",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
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
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,

    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(super) lang: Option<Language>,

    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,

    #[arg(short, long, global = true)]
    pub(super) verbose: bool,

    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,

    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// Options of commands that count.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Counting {
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) as_of: Option<NaiveDate>,

    #[arg(long)]
    pub(super) strict: bool,
}

/// The form of commands that fill one in.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct FormChoice {
    #[arg(long, value_name = "ID", value_parser = form_ids())]
    pub(super) form: Option<String>,
}

impl FormChoice {
    fn id(&self) -> Option<&str> {
        self.form.as_deref()
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Compile(Compile),
    Stats(Stats),
    Check(Check),
    Trace(Trace),
    Due(Due),
    Explain(Explain),
    Keys(Keys),
    Forms(Forms),
    Init(Init),
    Completions(Completions),
    Help(Help),
}

impl Command {
    /// Returns the counting options and the form, for commands that have them.
    pub(super) fn counting(&self) -> (Counting, Option<&str>) {
        match self {
            Self::Compile(typed) => (typed.counting.clone(), typed.form.id()),
            Self::Stats(typed) => (typed.counting.clone(), typed.form.id()),
            Self::Check(typed) => (typed.counting.clone(), typed.form.id()),
            Self::Trace(typed) => (typed.counting.clone(), typed.form.id()),
            Self::Due(typed) => (typed.counting.clone(), None),
            Self::Explain(typed) => {
                let (as_of, strict) = (typed.as_of, typed.strict);
                (Counting { as_of, strict }, typed.form.id())
            }
            Self::Init(typed) => (Counting::default(), typed.form.id()),
            Self::Keys(_) | Self::Forms(_) | Self::Completions(_) | Self::Help(_) => {
                (Counting::default(), None)
            }
        }
    }
}

/// A part of a year, or days of two.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct PeriodArguments {
    #[arg(long, value_name = "N", value_parser = number::<u32, 1, 4>,
        requires = "year", conflicts_with_all = ["month", "from"])]
    pub(super) quarter: Option<u32>,

    #[arg(long, value_name = "N", value_parser = number::<u32, 1, 12>,
        requires = "year", conflicts_with = "from")]
    pub(super) month: Option<u32>,

    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "to",
        conflicts_with = "year")]
    pub(super) from: Option<NaiveDate>,

    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "from")]
    pub(super) to: Option<NaiveDate>,
}

/// Where a command writes to.
#[derive(Debug, Args)]
pub(super) struct Destination {
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Compile {
    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>, required_unless_present = "from")]
    pub(super) year: Option<i32>,

    #[command(flatten)]
    pub(super) part: PeriodArguments,

    #[arg(long)]
    pub(super) format: Option<Format>,

    #[arg(long, conflicts_with_all = ["fragment", "compare", "quarter", "month", "from"])]
    pub(super) cover: bool,

    #[arg(long)]
    pub(super) fragment: bool,

    #[command(flatten)]
    pub(super) counting: Counting,

    #[command(flatten)]
    pub(super) form: FormChoice,

    #[command(flatten)]
    pub(super) output: Destination,

    #[arg(long)]
    pub(super) keep_going: bool,

    #[arg(long, value_name = "YEAR", value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>, num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "the option, and whether it names a year"
    )]
    pub(super) compare: Option<Option<i32>>,
}

#[derive(Debug, Args)]
pub(super) struct Stats {
    #[arg(value_name = "KEY")]
    pub(super) keys: Vec<String>,

    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>)]
    pub(super) year: Option<i32>,

    #[command(flatten)]
    pub(super) part: PeriodArguments,

    #[arg(long, value_name = "YEAR", value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>, num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "the option, and whether it names a year"
    )]
    pub(super) compare: Option<Option<i32>>,

    #[arg(long)]
    pub(super) format: Option<StatsFormat>,

    #[arg(long)]
    pub(super) long: bool,

    #[arg(long)]
    pub(super) no_bars: bool,

    #[arg(long)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) counting: Counting,

    #[command(flatten)]
    pub(super) form: FormChoice,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>)]
    pub(super) year: Option<i32>,

    #[arg(long)]
    pub(super) format: Option<CheckFormat>,

    #[command(flatten)]
    pub(super) counting: Counting,

    #[command(flatten)]
    pub(super) form: FormChoice,

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
pub(super) struct Trace {
    pub(super) key: String,

    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>)]
    pub(super) year: Option<i32>,

    #[arg(long)]
    pub(super) denominator: bool,

    #[arg(long)]
    pub(super) format: Option<TraceFormat>,

    #[arg(long)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) counting: Counting,

    #[command(flatten)]
    pub(super) form: FormChoice,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
pub(super) struct Due {
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = any_day)]
    pub(super) received: Option<NaiveDate>,

    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "received",
        conflicts_with = "days")]
    pub(super) clarification_asked: Option<NaiveDate>,

    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "clarification_asked")]
    pub(super) clarified: Option<NaiveDate>,

    #[arg(long, value_name = "DAY..DAY", value_parser = two_days, requires = "received",
        conflicts_with = "days")]
    pub(super) consulted: Option<(NaiveDate, Option<NaiveDate>)>,

    #[arg(long, value_name = "ID|FILE:LINE", conflicts_with_all = ["received", "within", "overdue"])]
    pub(super) id: Option<String>,

    #[arg(long, value_name = "N", value_parser = number::<u16, 0, 65535>, requires = "received")]
    pub(super) days: Option<u16>,

    #[arg(long, value_name = "DAY", value_parser = any_day, requires = "received")]
    pub(super) replied: Option<NaiveDate>,

    #[arg(long, requires = "received")]
    pub(super) extended: bool,

    #[arg(long, value_name = "N", value_parser = number::<u16, 0, 65535>,
        conflicts_with_all = ["received", "overdue"])]
    pub(super) within: Option<u16>,

    #[arg(long, conflicts_with = "received")]
    pub(super) overdue: bool,

    #[arg(long)]
    pub(super) format: Option<DueFormat>,

    #[arg(long, conflicts_with = "received", hide = true)]
    pub(super) keep_going: bool,

    #[command(flatten)]
    pub(super) counting: Counting,

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
pub(super) struct Explain {
    #[arg(value_name = "KEY|CODE|TABLE")]
    pub(super) name: String,

    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>)]
    pub(super) year: Option<i32>,

    #[arg(long, requires = "year")]
    pub(super) keep_going: bool,

    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "year")]
    pub(super) as_of: Option<NaiveDate>,

    #[arg(long, requires = "year")]
    pub(super) strict: bool,

    #[command(flatten)]
    pub(super) form: FormChoice,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
pub(super) struct Keys {
    #[arg(value_name = "PATTERN")]
    pub(super) pattern: Option<String>,

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
pub(super) struct Forms {
    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Init {
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,

    #[arg(long, value_parser = number::<i32, FIRST_YEAR, LAST_YEAR>, required_unless_present = "write")]
    pub(super) year: Option<i32>,

    #[command(flatten)]
    pub(super) form: FormChoice,

    #[arg(long, value_name = "NAME", default_value = "某某市某某局")]
    pub(super) office: String,

    #[arg(long, conflicts_with = "from")]
    pub(super) workbook: bool,

    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) from: Vec<PathBuf>,

    #[arg(long, requires = "from")]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    pub(super) shell: Shell,

    #[command(flatten)]
    pub(super) output: Destination,
}

#[derive(Debug, Args)]
pub(super) struct Help {
    #[arg(value_name = "COMMAND", value_parser = command_names(), hide_possible_values = true)]
    pub(super) name: Option<String>,
}

fn command_names() -> clap::builder::PossibleValuesParser {
    const NAMES: [&str; 11] = [
        "compile",
        "stats",
        "check",
        "trace",
        "due",
        "explain",
        "keys",
        "forms",
        "init",
        "completions",
        "help",
    ];
    NAMES.into()
}

fn form_ids() -> clap::builder::PossibleValuesParser {
    Form::ids().collect::<Vec<_>>().into()
}

/// Why a value is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Malformed {
    /// Not a calendar day.
    Day,
    /// A day of a year without reports.
    Year,
    /// Not a whole number of this range.
    Number(i64, i64),
}

impl Malformed {
    /// Describes the expected syntax.
    pub(super) fn reason(self, language: Language) -> String {
        match (self, language) {
            (Self::Day, Language::Chinese) => "不是日期，请写成 2017-06-30".to_owned(),
            (Self::Day, Language::English) => "not a day; write it as 2017-06-30".to_owned(),
            (Self::Year, Language::Chinese) => {
                format!("请写 {FIRST_YEAR} 至 {LAST_YEAR} 年的日期")
            }
            (Self::Year, Language::English) => {
                format!("not a day of {FIRST_YEAR} to {LAST_YEAR}")
            }
            (Self::Number(from, to), Language::Chinese) => {
                format!("请写 {from} 至 {to} 的整数")
            }
            (Self::Number(from, to), Language::English) => {
                format!("not a whole number from {from} to {to}")
            }
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.reason(Language::English))
    }
}

impl Error for Malformed {}

/// Parses an integer in a range.
fn number<T: TryFrom<i64>, const FROM: i64, const TO: i64>(text: &str) -> Result<T, Malformed> {
    let number: Option<i64> = text.parse().ok();
    number
        .filter(|number| (FROM..=TO).contains(number))
        .and_then(|number| number.try_into().ok())
        .ok_or(Malformed::Number(FROM, TO))
}

/// The years of `--year` and of days on the command line.
const FIRST_YEAR: i64 = 1900;
const LAST_YEAR: i64 = 2200;

/// Parses a day such as `2017-06-30`. Other formats are rejected, so that scripts use one.
fn day(text: &str) -> Result<NaiveDate, Malformed> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    within_years(day.filter(|day| day.to_string() == text))
}

fn within_years(day: Option<NaiveDate>) -> Result<NaiveDate, Malformed> {
    let day = day.ok_or(Malformed::Day)?;
    let is_within = (FIRST_YEAR..=LAST_YEAR).contains(&day.year().into());
    is_within.then_some(day).ok_or(Malformed::Year)
}

/// Parses a day in any format that a log may use: `2017/6/30`, `2017年6月30日`.
fn any_day(text: &str) -> Result<NaiveDate, Malformed> {
    within_years(day_of(text))
}

/// Parses two days; the second is optional.
fn two_days(text: &str) -> Result<(NaiveDate, Option<NaiveDate>), Malformed> {
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
        Some(PossibleValue::new(self.name()))
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
