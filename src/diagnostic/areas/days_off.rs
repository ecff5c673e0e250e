//! Findings about calendar files.

use chrono::NaiveDate;

use crate::diagnostic::rule::{About, Example, Rule, Severity, rules};
#[cfg(test)]
use crate::diagnostic::samples::{DAY, bad_calendar, text};
use crate::diagnostic::text::{Message, both, escaped};
use crate::language::Bilingual;

/// A calendar file cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct BadCalendar {
    /// The problem.
    pub problem: CalendarProblem,
}

impl Rule for BadCalendar {
    const ABOUT: About = About {
        name: "bad-calendar",
        severity: Severity::Trouble,
        flags: &[],
        explanation: Bilingual {
            zh: "[calendar] extra 指明的日历文件中有一项无法读取，程序无法运行（退出码 2）。每年一张表，off 列放假日，work 列调休上班日，如 off = [\"元旦 01-01\"]。",
            en: "An entry of the file that [calendar] extra names cannot be read, so the run stops (exit 2). Each year is a table: off lists days off, work the weekends that are worked, as in off = [\"01-01\"].",
        },
        example: Some(Example {
            wrong: "[2027]\noff = [\"元旦 02-30\"]",
            right: "[2027]\noff = [\"元旦 01-01\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { problem } = self;
        calendar_problem(problem)
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "写法示例：\n[2027]\noff = [\"元旦 01-01\", \"春节 02-05..02-11\"]\nwork = [\"春节 01-30\"]",
            "written like this:\n[2027]\noff = [\"New Year 01-01\", \"Spring Festival 02-05..02-11\"]\nwork = [\"Spring Festival 01-30\"]"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            bad_calendar(CalendarProblem::NotAYear { key: text() }),
            bad_calendar(CalendarProblem::UnknownKey {
                key: text(),
                known: &["off", "work"],
            }),
            bad_calendar(CalendarProblem::WrongShape),
            bad_calendar(CalendarProblem::NotADay { text: text() }),
            bad_calendar(CalendarProblem::NoSuchDate {
                year: 2027,
                month: 2,
                day: 30,
            }),
            bad_calendar(CalendarProblem::OutsideYear {
                date: DAY,
                year: 2027,
            }),
            bad_calendar(CalendarProblem::BackwardRange { from: DAY, to: DAY }),
            bad_calendar(CalendarProblem::OffAndWorked { date: DAY }),
        ]
    }
}

/// A problem of an entry in a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarProblem {
    /// The name of a table is not a year.
    NotAYear {
        /// The name.
        key: String,
    },
    /// A key that is not known in this place.
    UnknownKey {
        /// The key.
        key: String,
        /// The known keys.
        known: &'static [&'static str],
    },
    /// A value of the wrong type.
    WrongShape,
    /// Neither a day nor a range of days, or a name without a day.
    NotADay {
        /// The entry.
        text: String,
    },
    /// A date that does not exist.
    NoSuchDate {
        /// The year meant.
        year: i32,
        /// The month.
        month: u32,
        /// The day of the month.
        day: u32,
    },
    /// A day in neither the table's year nor the December before.
    OutsideYear {
        /// The day.
        date: NaiveDate,
        /// The table's year.
        year: i32,
    },
    /// A range that ends before it starts.
    BackwardRange {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A day that is listed both as off and as worked.
    OffAndWorked {
        /// The day.
        date: NaiveDate,
    },
}

/// Days were counted in a year whose official notice of holidays is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownCalendar {
    /// The year.
    pub year: i32,
    /// Requests whose days depend on it.
    pub requests: u64,
    /// Number of these requests that are still open.
    pub open: u64,
    /// The days off that the law sets; empty if they are not known either.
    pub off: Vec<NaiveDate>,
    /// The weekend days worked in exchange.
    pub made_up: Vec<NaiveDate>,
}

impl Rule for UnknownCalendar {
    const ABOUT: About = About {
        name: "unknown-calendar",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "国务院办公厅每年年底前后公布下一年的放假安排。没有公布的年份按《全国年节及纪念日放假办法》计算：元旦、春节、清明节、劳动节、端午节、中秋节、国庆节放假，逢周末的在下一个工作日补假，两个节日重合的多放一天（农历日期备至 2035 年，以后按周一至周五计算）。补假和调休上班的日子以放假安排为准，上一年 12 月 29 日至 31 日也可能调整，期限可能差几天，所以提出警告。公布后把日期写入日历文件，由 [calendar] extra 指明。",
            en: "The days off of a year are announced late in the year before. Until then the holidays of the law are off: one on a weekend is made up on the next working day, and two on one day give one day more. Lunar dates are known up to 2035; after that Monday to Friday are counted. The notice decides which days make up for weekends and which weekends are worked, and may move 29 to 31 December of the year before, so a due date may change, hence the warning. Put the days into a file that [calendar] extra names.",
        },
        example: Some(Example {
            wrong: "[calendar]",
            right: "[calendar]\nextra = \"calendar.toml\"",
        }),
    };

    fn message(&self) -> Message {
        let Self {
            year,
            requests,
            open,
            off,
            made_up,
        } = self;
        unknown_calendar(*year, (*requests, *open), off, made_up)
    }

    fn hint(&self) -> Option<Message> {
        let Self { year, .. } = self;
        Some(both!(
            "放假安排公布后，写入日历文件，并在 report.toml 中注明：\n[calendar]\nextra = \"calendar.toml\"（其中写 [{0}] off = [\"元旦 01-01\", …] work = […]）",
            "once the official notice is out, put its days into a file and name it in report.toml:\n[calendar]\nextra = \"calendar.toml\" (in it, [{0}] off = [\"01-01\", …] work = […])",
            year
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![
            Self {
                year: 2040,
                requests: 0,
                open: 0,
                off: Vec::new(),
                made_up: Vec::new(),
            },
            Self {
                year: 2030,
                requests: 2,
                open: 1,
                off: vec![DAY],
                made_up: vec![DAY],
            },
        ]
    }
}

/// An entry of a calendar file has no effect.
#[derive(Debug, Clone, PartialEq)]
pub struct IdleCalendarEntry;

impl Rule for IdleCalendarEntry {
    const ABOUT: About = About {
        name: "idle-calendar-entry",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "日历文件中的一项与原有日历完全相同，没有作用，例如把普通的星期六列为放假。多半是年份写错，所以提出警告。请核对或删去。",
            en: "An entry of the file of working days says what is so without it, such as an ordinary Saturday off. Most often the year is a slip, hence the warning. Correct or delete it.",
        },
        example: Some(Example {
            wrong: "[2027]\noff = [\"元旦 01-02\"]",
            right: "[2027]\noff = [\"元旦 01-01\"]",
        }),
    };

    fn message(&self) -> Message {
        both!("这一项没有改变任何一天", "this entry changes no day")
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "多半是年份或日期写错；周末本来就休息，不必写入 off",
            "most often the year or a day is a slip; weekends are off without being listed"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self]
    }
}

/// A calendar file defines a year with hardly any holidays.
#[derive(Debug, Clone, PartialEq)]
pub struct SparseCalendarYear {
    /// The year.
    pub year: i32,
}

impl Rule for SparseCalendarYear {
    const ABOUT: About = About {
        name: "sparse-calendar-year",
        severity: Severity::Warning,
        flags: &[],
        explanation: Bilingual {
            zh: "日历文件补充了一整年，但放假日比任何一年都少，程序会把其余的日子都当作工作日，所以提出警告。只写本地放假的，请加 local = true，该年便不算已公布。",
            en: "The file of working days makes a whole year known with fewer days off than any year has, and all others would count as worked, hence the warning. If it lists days of one region or office, add local = true: the year then stays unknown.",
        },
        example: Some(Example {
            wrong: "[2027]\noff = [\"店庆 06-01\"]",
            right: "[2027]\nlocal = true\noff = [\"店庆 06-01\"]",
        }),
    };

    fn message(&self) -> Message {
        let Self { year } = self;
        both!(
            "{} 年的放假安排太少，不像完整的一年",
            "{} has fewer days off than any whole year has",
            year
        )
    }

    fn hint(&self) -> Option<Message> {
        Some(both!(
            "如果只是本地或本单位的放假，请在该年之下加一行 local = true",
            "if these are days of one office or region, add the line local = true below the year"
        ))
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self { year: 2027 }]
    }
}

rules![
    BadCalendar,
    UnknownCalendar,
    IdleCalendarEntry,
    SparseCalendarYear
];

fn calendar_problem(problem: &CalendarProblem) -> Message {
    match problem {
        CalendarProblem::NotAYear { key } => {
            both!("“{}”不是年份", "\"{}\" is no year", escaped(key))
        }
        CalendarProblem::UnknownKey { key, known } => both!(
            "没有“{}”这一项，可用的有：{}",
            "there is no \"{}\" here; known are: {}",
            escaped(key),
            known.join(", ")
        ),
        CalendarProblem::WrongShape => both!("这一项的类型不对", "the value is of the wrong type"),
        CalendarProblem::NotADay { text } => both!(
            "“{}”里没有可用的日期",
            "\"{}\" has no day that can be read",
            escaped(text)
        ),
        CalendarProblem::NoSuchDate { year, month, day } => both!(
            "没有 {}-{:02}-{:02} 这一天",
            "there is no {}-{:02}-{:02}",
            year,
            month,
            day
        ),
        CalendarProblem::OutsideYear { date, year } => both!(
            "{} 不在 {} 年，也不在上一年 12 月",
            "{} lies neither in {} nor in the December before",
            date,
            year
        ),
        CalendarProblem::BackwardRange { from, to } => both!(
            "自 {} 至 {} 先后颠倒",
            "the range from {} to {} ends before it starts",
            from,
            to
        ),
        CalendarProblem::OffAndWorked { date } => both!(
            "{} 既列为放假又列为上班",
            "{} is listed both as off and as worked",
            date
        ),
    }
}

/// Explains how days of `year` are counted without its notice, and which may still change.
fn unknown_calendar(
    year: i32,
    (requests, open): (u64, u64),
    off: &[NaiveDate],
    made_up: &[NaiveDate],
) -> Message {
    let depend = match requests {
        0 => both!("", ""),
        _ => both!(
            "。期限与之有关的有 {0} 件，其中在办 {1} 件",
            ". Requests that depend on it: {0}, of them open: {1}",
            requests,
            open
        ),
    };
    let before = year.saturating_sub(1);
    if off.is_empty() {
        return Message {
            zh: format!(
                "没有 {year} 年的放假安排，按周一至周五计算工作日；{before}-12-29 至 12-31 和 {year} 年的节日都可能变动{}",
                depend.zh
            ),
            en: format!(
                "the holiday notice for {year} is not known: Monday to Friday are counted. Still open: {before}-12-29 to 12-31 and every holiday of {year}{}",
                depend.en
            ),
        };
    }
    let (off, made_up_days) = (spans(off), spans(made_up));
    let made_up = match made_up {
        [] => both!("", ""),
        _ => Message {
            zh: format!("补假（{}）、", made_up_days.zh),
            en: format!("the days that make up for weekends ({}), ", made_up_days.en),
        },
    };
    Message {
        zh: format!(
            "{year} 年的放假安排尚未公布，暂按《全国年节及纪念日放假办法》计算，{} 放假；可能变动的有：{before}-12-29 至 12-31、{}{year} 年调休上班的周末{}",
            off.zh, made_up.zh, depend.zh
        ),
        en: format!(
            "the holiday notice for {year} is not known: by the law on public holidays {} are off. Still open: {before}-12-29 to 12-31, {}the weekends of {year} that are worked{}",
            off.en, made_up.en, depend.en
        ),
    }
}

/// Formats days of one year, consecutive days as ranges: `01-01, 02-05 to 02-08`.
fn spans(days: &[NaiveDate]) -> Message {
    let name = |day: &NaiveDate| day.format("%m-%d").to_string();
    let in_a_row = days.chunk_by(|one, next| one.succ_opt() == Some(*next));
    let spans: Vec<Message> = in_a_row
        .map(|days| match days {
            [first, .., last] => both!("{0} 至 {1}", "{0} to {1}", name(first), name(last)),
            days => {
                let day: String = days.iter().map(name).collect();
                both!("{0}", "{0}", day)
            }
        })
        .collect();
    let zh: Vec<_> = spans.iter().map(|span| span.zh.as_str()).collect();
    let en: Vec<_> = spans.iter().map(|span| span.en.as_str()).collect();
    Message {
        zh: zh.join("、"),
        en: en.join(", "),
    }
}
