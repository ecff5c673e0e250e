//! The table of main figures: this year, last year and the change.

use super::{labelled, some_of};
use crate::document::{Align, Block, Cell, Column, Table};
use crate::figures::{Change, Figures, Value, rounded};
use crate::form::typed_cell;
use crate::language::Language;
use crate::report::Report;
use crate::vocabulary::{Key, MAIN_FIGURES, Metric, Unit};

/// The reason why a figure has no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MissingReason {
    /// There are no data for the whole year.
    NoYear,
    /// It cannot be computed from the logs, and was not declared.
    NotKnown,
    /// It is a rate, and no request was due.
    NothingDue,
}

impl MissingReason {
    fn words(self) -> &'static str {
        match self {
            Self::NoYear => "这一年没有台账记录，也没有申报的数字",
            Self::NotKnown => "台账算不出，也没有申报，或者申报与台账不符",
            Self::NothingDue => "没有到期的件",
        }
    }
}

/// The table, the reasons for missing figures, and the groups that were left out.
pub(super) fn blocks(report: &Report) -> Vec<Block> {
    let years = [Some(&report.statistics), report.last_year.as_ref()];
    let (rows, left_out) = rows(years);
    let last_year = year_before(report);
    let names = [format!("{}年", report.year), last_year];
    let column = |heading: &str, align| Column {
        heading: heading.to_owned(),
        align,
    };
    let table = Table {
        id: "cover".to_owned(),
        caption: String::new(),
        columns: vec![
            column("指标", Align::Left),
            column("单位", Align::Centre),
            column(&names[0], Align::Right),
            column(&names[1], Align::Right),
            column("比上年", Align::Right),
        ],
        rows: rows.iter().map(ComparedFigure::cells).collect(),
    };
    let reasons = reasons(&rows, &names);
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    if !reasons.is_empty() {
        blocks.push(labelled("“—”的原因", &reasons.join("；")));
    }
    if !left_out.is_empty() {
        let content = format!("{}，两年都没有台账或申报的数字", left_out.join("、"));
        blocks.push(labelled("未列", &content));
    }
    blocks
}

/// The name of the year before; if only a part of the year is reported, it is compared with the same
/// part.
fn year_before(report: &Report) -> String {
    let is_whole = report.period.end.format("%m-%d").to_string() == "12-31";
    let of = if is_whole { "" } else { "同期" };
    format!("{}年{of}", report.year - 1)
}

/// A figure in both years.
struct ComparedFigure {
    key: Key,
    values: [Value; 2],
    /// The reason why it is missing, for each year.
    absent: [Option<MissingReason>; 2],
}

/// The rows, and the names of the groups without data in both years.
fn rows(years: [Option<&Figures>; 2]) -> (Vec<ComparedFigure>, Vec<&'static str>) {
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    for group in MAIN_FIGURES {
        let figures = group.figures.iter();
        let rows: Vec<ComparedFigure> = figures
            .map(|(metric, labels)| ComparedFigure::of(Key::new(*metric, labels), years))
            .collect();
        let is_known = |row: &ComparedFigure| row.absent.contains(&None);
        if rows.iter().any(is_known) {
            all.extend(rows);
        } else {
            left_out.push(group.name);
        }
    }
    (all, left_out)
}

impl ComparedFigure {
    fn of(key: Key, years: [Option<&Figures>; 2]) -> Self {
        let value = |figures: Option<&Figures>| {
            let value = figures.and_then(|figures| figures.get(&key));
            value.cloned().unwrap_or(Value::Absent)
        };
        let values = years.map(value);
        let absent = [0, 1].map(|year| {
            let is_absent = matches!(values[year], Value::Absent | Value::Empty);
            is_absent.then(|| reason(&key, years[year]))
        });
        Self {
            key,
            values,
            absent,
        }
    }

    fn unit(&self) -> Unit {
        self.key.metric.definition().unit
    }

    fn cells(&self) -> Vec<Cell> {
        let unit = self.unit();
        let [now, then] = &self.values;
        let change = Change::between(then, now, unit);
        let unit_name = unit.name().in_language(Language::Chinese);
        vec![
            Cell::Text(self.key.label(Language::Chinese)),
            Cell::Text(unit_name.to_owned()),
            typed_cell(now, unit),
            typed_cell(then, unit),
            change.map_or(Cell::Absent, |change| Cell::Text(in_words(&change, unit))),
        ]
    }
}

fn reason(key: &Key, figures: Option<&Figures>) -> MissingReason {
    let Some(figures) = figures else {
        return MissingReason::NoYear;
    };
    let is_zero = |metric| {
        let key = Key {
            metric,
            ..key.clone()
        };
        figures.get(&key).and_then(Value::count) == Some(0)
    };
    let due = [
        Metric::RequestsOnTime,
        Metric::RequestsLate,
        Metric::RequestsOverdue,
    ];
    if key.metric == Metric::RequestsOnTimeRate && due.into_iter().all(is_zero) {
        MissingReason::NothingDue
    } else {
        MissingReason::NotKnown
    }
}

/// The reasons that occur in a year, each with the figures it applies to.
fn reasons(rows: &[ComparedFigure], years: &[String; 2]) -> Vec<String> {
    let mut all = Vec::new();
    for (year, name) in years.iter().enumerate() {
        for reason in [
            MissingReason::NoYear,
            MissingReason::NotKnown,
            MissingReason::NothingDue,
        ] {
            let about = rows.iter().filter(|row| row.absent[year] == Some(reason));
            let about: Vec<String> = about.map(|row| row.key.label(Language::Chinese)).collect();
            let words = reason.words();
            match (about.is_empty(), reason) {
                (true, _) => {}
                (false, MissingReason::NoYear) => all.push(format!("{name}，{words}")),
                (false, _) => all.push(format!("{name}{}，{words}", some_of(&about, "项"))),
            }
        }
    }
    all
}

fn in_words(change: &Change, unit: Unit) -> String {
    if change.direction().is_eq() {
        return "持平".to_owned();
    }
    let signed = |number| {
        let number = rounded(number);
        if number.is_sign_negative() {
            number.to_string()
        } else {
            format!("+{number}")
        }
    };
    let difference = signed(change.difference);
    match change.percent {
        _ if unit == Unit::Share => format!("{difference}个百分点"),
        Some(percent) => format!("{difference}（{}%）", signed(percent)),
        None => difference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Ratio;

    #[test]
    fn changes_in_words() {
        let count = Value::Count;
        let share = |numerator| Value::Ratio(Ratio::new(numerator, 200).unwrap());
        for (then, now, unit, expected) in [
            (count(400), count(432), Unit::Pieces, "+32（+8%）"),
            (count(3), count(2), Unit::Pieces, "-1（-33.33%）"),
            (count(0), count(2), Unit::Pieces, "+2"),
            (count(2), count(2), Unit::Pieces, "持平"),
            (share(195), share(200), Unit::Share, "+2.5个百分点"),
        ] {
            let change = Change::between(&then, &now, unit).unwrap();
            assert_eq!(in_words(&change, unit), expected);
        }
    }

    #[test]
    fn a_rate_of_nothing_says_so() {
        let key = |metric| Key::new(metric, &["service"]);
        let mut figures = Figures::default();
        for metric in [
            Metric::RequestsOnTime,
            Metric::RequestsLate,
            Metric::RequestsOverdue,
        ] {
            figures.set(key(metric), Value::Count(0));
        }
        let rate = key(Metric::RequestsOnTimeRate);
        assert_eq!(reason(&rate, Some(&figures)), MissingReason::NothingDue);
        assert_eq!(
            reason(&key(Metric::RequestsReplied), Some(&figures)),
            MissingReason::NotKnown
        );
        figures.set(key(Metric::RequestsLate), Value::Absent);
        assert_eq!(reason(&rate, Some(&figures)), MissingReason::NotKnown);
        assert_eq!(reason(&rate, None), MissingReason::NoYear);
    }
}
