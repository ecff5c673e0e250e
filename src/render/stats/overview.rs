//! Figures for people: grouped by log, each breakdown under its total.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{cell, keys, name_of, worded};
use crate::count::Span;
use crate::document::Cell;
use crate::figures::{Change, Figures, Value, rounded};
use crate::language::{Bilingual, Language};
use crate::record::Log;
use crate::vocabulary::{
    Key, Metric, REQUEST_KINDS, UNSPECIFIED, Unit, dotted, label_name, segments_of,
};

/// Figures of one or more years, ready for layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The column headings: years, then the change.
    pub columns: Vec<String>,
    /// Number of columns that are years; they come first.
    pub years: usize,
    /// The groups, in the order of the vocabulary.
    pub groups: Vec<Group>,
}

/// The figures of one log.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The common prefix of their keys: `published`, `requests.service`.
    pub key: String,
    /// The name of the log.
    pub heading: String,
    /// The figures; the total and its breakdowns come first.
    pub items: Vec<Item>,
}

/// A figure, or a family of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// One figure.
    Figure(FigureLine),
    /// The figures of a family, one for each label.
    Breakdown(Breakdown),
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureLine {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The unit of its numbers; empty if the name contains it.
    pub unit: &'static str,
    /// Its value in each column.
    pub cells: Vec<Cell>,
}

/// The figures of a family.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The key with `*` for each label.
    pub key: String,
    /// The name of the family.
    pub name: String,
    /// The unit of its numbers.
    pub unit: &'static str,
    /// Whether it breaks down the total of its group.
    pub is_of_total: bool,
    /// Whether its labels are the months of a year.
    pub is_by_month: bool,
    /// Its figures.
    pub parts: Vec<FamilyMember>,
}

/// One figure of a family.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyMember {
    /// The names of its labels.
    pub names: Vec<String>,
    /// The last label, if it is a code that cannot be derived from its name.
    pub code: Option<String>,
    /// Its count in each year. `None` if there is no data, or if the counts of the parts cannot be
    /// compared.
    pub counts: Vec<Option<u64>>,
    /// Its value in each column.
    pub cells: Vec<Cell>,
}

/// Prepares the figures of `years`. With `is_compared` and two years, columns for the change are added.
#[must_use]
pub fn overview(years: &[(Span, &Figures)], is_compared: bool, language: Language) -> Overview {
    let reader = OverviewReader {
        years,
        language,
        is_compared: is_compared && years.len() == 2,
    };
    let mut columns: Vec<String> = years
        .iter()
        .map(|(span, _)| name_of(*span, language))
        .collect();
    if reader.is_compared {
        let [change, percent] = match language {
            Language::Chinese => ["增减", "增减%"],
            Language::English => ["change", "change %"],
        };
        columns.extend([change.to_owned(), percent.to_owned()]);
    }
    let mut groups: Vec<Group> = Vec::new();
    for key in keys(years) {
        let name = group_of(key);
        // The kinds of requests alternate in the vocabulary, so look for an existing group.
        let known = groups.iter().position(|group| group.key == name);
        let index = known.unwrap_or_else(|| {
            groups.push(Group {
                heading: heading(&name, language),
                key: name,
                items: Vec::new(),
            });
            groups.len() - 1
        });
        reader.add(key, &mut groups[index].items);
    }
    for group in &mut groups {
        group.items = std::mem::take(&mut group.items)
            .into_iter()
            .map(|item| reader.known(item))
            .collect();
        group.items.sort_by_key(rank);
    }
    Overview {
        columns,
        years: years.len(),
        groups,
    }
}

/// The common prefix of the keys in a figure's group. Requests have a group for each kind.
fn group_of(key: &Key) -> String {
    let segments = key.segments();
    let length = if segments.first() == Some(&"requests") {
        2
    } else {
        1
    };
    dotted(&segments[..segments.len().min(length)])
}

fn heading(group: &str, language: Language) -> String {
    let kind = REQUEST_KINDS
        .iter()
        .find(|kind| group.strip_prefix("requests.") == Some(kind.code));
    if let Some(kind) = kind {
        return match language {
            Language::Chinese => kind.name.zh.to_owned(),
            Language::English => format!("Requests: {}", kind.name.en),
        };
    }
    let name = match group {
        "fees" => Bilingual {
            zh: "收费",
            en: "Fees",
        },
        "targets" => Bilingual {
            zh: "目标任务",
            en: "Targets",
        },
        _ => match Log::named(group) {
            Some(log) => log.definition().name,
            None => return group.to_owned(),
        },
    };
    name.in_language(language).to_owned()
}

/// Sort order: the total of a group, then its breakdowns, then the rest.
fn rank(item: &Item) -> u8 {
    match item {
        Item::Figure(line) if is_total(&line.key) => 0,
        Item::Breakdown(breakdown) if breakdown.is_of_total => 1,
        _ => 2,
    }
}

fn is_total(key: &str) -> bool {
    let last = key.rsplit('.').next();
    // A cell of the table of requests is not the total of its log.
    last == Some("total") && !key.contains(".table.") || last == Some("received")
}

struct OverviewReader<'a> {
    years: &'a [(Span, &'a Figures)],
    language: Language,
    is_compared: bool,
}

impl OverviewReader<'_> {
    /// Adds a figure to its group: to its family if it has one.
    fn add(&self, key: &Key, items: &mut Vec<Item>) {
        let definition = key.metric.definition();
        let own_labels = labels_of_group(key.metric);
        let is_family = key.labels.len() < definition.labels.len();
        if definition.unit == Unit::Histogram {
            items.push(self.histogram(key));
        } else if is_family || definition.labels.len() == own_labels {
            let figures = self.years.iter().map(|(_, figures)| figures.get(key));
            let name = definition.label.in_language(self.language);
            let cells = self.cells(&figures.collect::<Vec<_>>(), definition.unit);
            let is_known = cells.iter().any(|cell| *cell != Cell::Absent);
            items.push(Item::Figure(FigureLine {
                key: pattern(key),
                name: name.to_owned(),
                unit: if is_known {
                    unit_behind(name, definition.unit, self.language)
                } else {
                    ""
                },
                cells,
            }));
        } else {
            self.add_part(key, items);
        }
    }

    fn add_part(&self, key: &Key, items: &mut Vec<Item>) {
        let key_of_family = pattern(key);
        let is_same =
            |item: &Item| matches!(item, Item::Breakdown(known) if known.key == key_of_family);
        if !items.last().is_some_and(is_same) {
            items.push(Item::Breakdown(self.family(key.metric, key_of_family)));
        }
        let target = target_of(key);
        let definition = key.metric.definition();
        let unit = target.as_ref().filter(|_| definition.unit != Unit::Truth);
        let unit = unit.map_or(definition.unit, |target| target.metric.definition().unit);
        let (names, code) = match target {
            Some(target) => (vec![target.label(self.language)], Some(target.to_string())),
            None => self.names(key),
        };
        let figures: Vec<_> = self
            .years
            .iter()
            .map(|(_, figures)| figures.get(key))
            .collect();
        let is_counted = !group_of(key).starts_with("targets");
        let count = |value: Option<&Value>| value.and_then(Value::count).filter(|_| is_counted);
        let part = FamilyMember {
            names,
            code,
            counts: figures.iter().copied().map(count).collect(),
            cells: self.cells(&figures, unit),
        };
        if let Some(Item::Breakdown(breakdown)) = items.last_mut() {
            breakdown.parts.push(part);
        }
    }

    fn family(&self, metric: Metric, key: String) -> Breakdown {
        let definition = metric.definition();
        let last = definition.key.rsplit('.').nth(1).unwrap_or_default();
        let labels = definition.labels.last();
        // Each target has the unit of its own figure.
        let has_unit = !key.starts_with("targets");
        Breakdown {
            name: definition.label.in_language(self.language).to_owned(),
            unit: if has_unit {
                unit_name(definition.unit, self.language)
            } else {
                ""
            },
            is_of_total: last.starts_with("by_") && last != "by_outcome",
            is_by_month: labels.is_some_and(|labels| labels.is_months()),
            parts: Vec::new(),
            key,
        }
    }

    /// The names of a figure's labels, and the last label if it is a code that cannot be derived from
    /// its name.
    fn names(&self, key: &Key) -> (Vec<String>, Option<String>) {
        let definition = key.metric.definition();
        let labels = key.labels.iter().zip(definition.labels);
        let labels = labels.skip(labels_of_group(key.metric));
        let names: Vec<String> = labels
            .map(|(label, list)| label_name(*list, label, self.language).to_owned())
            .collect();
        let is_month = definition
            .labels
            .last()
            .is_some_and(|labels| labels.is_months());
        let last = key
            .labels
            .last()
            .map(|label| &**label)
            .filter(|_| !is_month);
        let is_in_name = |label: &&str| names.last().is_some_and(|name| is_spelled(name, label));
        let code = last.filter(|label| !is_in_name(label) && *label != UNSPECIFIED);
        let code = code.map(str::to_owned);
        (names, code)
    }

    /// The number of requests for each number of days.
    fn histogram(&self, key: &Key) -> Item {
        let definition = key.metric.definition();
        let empty = BTreeMap::new();
        let histograms = self
            .years
            .iter()
            .map(|(_, figures)| match figures.get(key) {
                Some(Value::Histogram(counts)) => Some(counts),
                Some(Value::Empty) => Some(&empty),
                _ => None,
            });
        let histograms: Vec<_> = histograms.collect();
        let days: BTreeSet<_> = histograms.iter().flatten().flat_map(|h| h.keys()).collect();
        let part = |days: &u32| {
            let counts = histograms.iter().map(|histogram| {
                histogram.map(|counts| counts.get(days).copied().unwrap_or_default())
            });
            let counts: Vec<Option<u64>> = counts.collect();
            let values: Vec<_> = counts.iter().map(|count| count.map(Value::Count)).collect();
            let values: Vec<_> = values.iter().map(Option::as_ref).collect();
            let name = match self.language {
                Language::Chinese => format!("{days}个工作日"),
                Language::English if *days == 1 => "1 working day".to_owned(),
                Language::English => format!("{days} working days"),
            };
            FamilyMember {
                names: vec![name],
                code: None,
                cells: self.cells(&values, Unit::Pieces),
                counts,
            }
        };
        Item::Breakdown(Breakdown {
            key: key.to_string(),
            name: definition.label.in_language(self.language).to_owned(),
            unit: unit_name(definition.unit, self.language),
            is_of_total: false,
            is_by_month: false,
            parts: days.into_iter().map(part).collect(),
        })
    }

    /// Replaces a family without any data by a single line.
    fn known(&self, item: Item) -> Item {
        let is_unknown = |part: &FamilyMember| part.cells.iter().all(|cell| *cell == Cell::Absent);
        match item {
            Item::Breakdown(breakdown) if breakdown.parts.iter().all(is_unknown) => {
                Item::Figure(FigureLine {
                    key: breakdown.key,
                    name: breakdown.name,
                    unit: "",
                    cells: self.cells(&vec![None; self.years.len()], Unit::Items),
                })
            }
            item => item,
        }
    }

    /// The cell of each column.
    fn cells(&self, values: &[Option<&Value>], unit: Unit) -> Vec<Cell> {
        let of_year = |value: Option<&Value>| {
            value.map_or(Cell::Absent, |value| {
                worded(cell(value, unit), self.language)
            })
        };
        let mut cells: Vec<Cell> = values.iter().copied().map(of_year).collect();
        if let (true, &[then, now]) = (self.is_compared, values) {
            let change = then.zip(now);
            let change = change.and_then(|(then, now)| Change::between(then, now, unit));
            let number = |number: Option<Decimal>| {
                number.map_or(Cell::Absent, |number| Cell::Decimal(rounded(number)))
            };
            let difference = number(change.map(|change| change.difference));
            // The difference of a share is in percentage points.
            let points = match self.language {
                Language::Chinese => "个百分点",
                Language::English => " points",
            };
            cells.push(match difference {
                Cell::Decimal(number) if unit == Unit::Share => {
                    Cell::Text(format!("{number}{points}"))
                }
                other => other,
            });
            cells.push(number(change.and_then(|change| change.percent)));
        }
        cells
    }
}

/// The figure that a target is set for.
fn target_of(key: &Key) -> Option<Key> {
    let label = key.labels.first().filter(|_| group_of(key) == "targets")?;
    Key::from_segments(&segments_of(label)?)
}

/// Whether a code can be derived from a name: `tip-off` is `tip_off`.
fn is_spelled(name: &str, code: &str) -> bool {
    let is_separator = |c: char| matches!(c, '-' | '_' | ' ');
    let bare = |text: &str| text.replace(is_separator, "").to_lowercase();
    bare(name) == bare(code)
}

/// Number of a metric's labels, from the left, that belong to its group: the kind of request.
fn labels_of_group(metric: Metric) -> usize {
    usize::from(metric.definition().key.starts_with("requests.*."))
}

/// The key with the labels of its group, and `*` for all others.
fn pattern(key: &Key) -> String {
    let own = labels_of_group(key.metric);
    let mut labels = key.labels.iter().take(own);
    let segments = key
        .metric
        .definition()
        .key
        .split('.')
        .map(|segment| match segment {
            "*" => labels.next().map_or("*", |label| &**label),
            fixed => fixed,
        });
    segments.collect::<Vec<_>>().join(".")
}

fn unit_name(unit: Unit, language: Language) -> &'static str {
    match unit {
        // A share is printed with a percent sign, so it needs no unit.
        Unit::Share => "",
        unit => unit.name().in_language(language),
    }
}

/// The unit of a figure, unless its name contains it: 最长未更新天数 is a number of 天.
fn unit_behind(name: &str, unit: Unit, language: Language) -> &'static str {
    let word = unit_name(unit, language);
    let core = word.strip_prefix('个').unwrap_or(word);
    if !core.is_empty() && name.contains(core) {
        ""
    } else {
        word
    }
}
