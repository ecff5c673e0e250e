//! The names and filters that a narrative may use, and how each value is printed.

use std::cmp::Ordering;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use minijinja::value::{Enumerator, Object, ObjectExt, ObjectRepr, Rest, Value as Placed};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use rust_decimal::{Decimal, RoundingStrategy};

use super::course::ENTER;
use crate::figures;
use crate::figures::{Change, Figures, Value};
use crate::language::{Bilingual, Language};
use crate::number::{Ratio, trimmed};
use crate::project;
use crate::vocabulary::{Key, Unit, named_segments};

/// Printed for an absent value.
pub(super) const ABSENT: &str = "—";

/// Starts the marked number that replaces a computed value in the Markdown.
pub(super) const VALUE_START: char = '\u{F0000}';
/// Ends the marked number of a computed value.
pub(super) const VALUE_END: char = '\u{F0001}';

/// The values that a template printed, by number, and the work it did.
#[derive(Clone, Default)]
pub(super) struct Printed(Arc<Mutex<TemplateOutput>>);

#[derive(Default)]
struct TemplateOutput {
    values: Vec<String>,
    /// Total size of the values in bytes.
    bytes: usize,
    /// Number of breakdown entries that filters visited.
    visited: u64,
    /// The numbers of values that are absent.
    absent: Vec<usize>,
    /// The ids of the entered branches, in order.
    entered: Vec<usize>,
}

/// Maximum number of steps of a narrative. A thousand loops over a thousand entries take fewer.
const MOST_STEPS: u32 = 5_000_000;

/// Maximum size in bytes of the rendered text, and of all its values together.
pub(super) const LONGEST_TEXT: usize = 16 << 20;

impl Printed {
    fn output(&self) -> MutexGuard<'_, TemplateOutput> {
        // A poisoned lock is usable: nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a value and returns its number.
    fn keep(&self, value: String) -> Result<usize, Error> {
        let output = &mut *self.output();
        output.bytes += size_of::<String>() + value.len();
        if output.bytes > LONGEST_TEXT {
            return Err(ErrorKind::OutOfFuel.into());
        }
        output.values.push(value);
        Ok(output.values.len() - 1)
    }

    /// Counts a filter's visit to every entry of a breakdown; fails beyond [`MOST_STEPS`].
    fn visit(&self, breakdown: &Placed) -> Result<(), Error> {
        let entries = breakdown
            .downcast_object_ref::<Branch>()
            .map_or(0, |branch| branch.entries.len() as u64);
        let output = &mut *self.output();
        output.visited += entries;
        if output.visited > MOST_STEPS.into() {
            return Err(ErrorKind::OutOfFuel.into());
        }
        Ok(())
    }

    /// Takes the values, the numbers of the absent ones, and the entered branches.
    pub(super) fn take(&self) -> (Vec<String>, Vec<usize>, Vec<usize>) {
        let output = std::mem::take(&mut *self.output());
        (output.values, output.absent, output.entered)
    }
}

/// A decimal number, formatted according to its unit.
#[derive(Debug, Clone, PartialEq)]
struct Quantity {
    value: Exact,
    unit: Unit,
}

#[derive(Debug, Clone, PartialEq)]
enum Exact {
    Ratio(Ratio),
    Decimal(Decimal),
}

impl Exact {
    fn into_value(self) -> Value {
        match self {
            Self::Ratio(ratio) => Value::Ratio(ratio),
            Self::Decimal(number) => Value::Decimal(number),
        }
    }
}

impl Object for Quantity {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&match (&self.value, self.unit) {
            (Exact::Ratio(ratio), Unit::Share) => ratio.percent_trimmed(),
            (Exact::Ratio(ratio), _) => ratio.fixed(1),
            (Exact::Decimal(number), _) => number.to_string(),
        })
    }
}

/// A day, formatted as in the report.
#[derive(Debug, Clone, PartialEq)]
struct TemplateDay(NaiveDate);

impl Object for TemplateDay {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}年{}月{}日",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

/// An absent family of figures. Every name below it is absent as well.
#[derive(Debug, Clone, PartialEq)]
struct Absence;

impl Object for Absence {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, _: &Placed) -> Option<Placed> {
        Some(Placed::from(()))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(ABSENT)
    }
}

/// Whether a value is absent: a single figure or a whole family.
fn is_absent(value: &Placed) -> bool {
    value.is_none() || value.downcast_object_ref::<Absence>().is_some()
}

/// A node of the tree of names, with the names below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Branch {
    /// By segment: its name in the office's words, and its value or subtree.
    entries: IndexMap<String, (String, Placed), FixedState>,
}

impl Object for Branch {
    fn get_value(self: &Arc<Self>, key: &Placed) -> Option<Placed> {
        let (_, value) = self.entries.get(key.as_str()?)?;
        Some(value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.mapped_enumerator(|branch| {
            Box::new(
                branch
                    .entries
                    .keys()
                    .map(|segment| Placed::from(segment.as_str())),
            )
        })
    }
}

impl Branch {
    pub(super) fn set(&mut self, segment: &str, value: impl Into<Placed>) {
        let named = (segment.to_owned(), value.into());
        self.entries.entry(segment.to_owned()).or_insert(named);
    }

    pub(super) fn set_day(&mut self, segment: &str, day: NaiveDate) {
        self.set(segment, Placed::from_object(TemplateDay(day)));
    }

    pub(super) fn set_branch(&mut self, segment: &str, branch: Branch) {
        self.set(segment, Placed::from_object(branch));
    }

    /// Adds every figure under its path.
    pub(super) fn set_figures(&mut self, figures: &Figures) {
        let mut tree = Tree::default();
        for (key, value) in figures.by_size(figures.iter()) {
            tree.insert(key, value);
        }
        for (segment, named) in tree.into_branch().entries {
            self.entries.entry(segment).or_insert(named);
        }
    }

    /// Whether `path` is a known name.
    pub(super) fn has<S: AsRef<str>>(&self, path: &[S]) -> bool {
        let Some((first, rest)) = path.split_first() else {
            return true;
        };
        let found = self.entries.get(first.as_ref());
        found.is_some_and(|(_, value)| match value.downcast_object_ref::<Self>() {
            Some(branch) => branch.has(rest),
            None => rest.is_empty() || value.downcast_object_ref::<Absence>().is_some(),
        })
    }

    /// Every dotted path that names a single value.
    pub(super) fn paths(&self) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        for (segment, (_, value)) in &self.entries {
            match value.downcast_object_ref::<Self>() {
                Some(branch) => paths.extend(branch.paths().into_iter().map(|mut path| {
                    path.insert(0, segment.clone());
                    path
                })),
                None => paths.push(vec![segment.clone()]),
            }
        }
        paths
    }
}

/// Builder for branches of figures.
#[derive(Default)]
struct Tree {
    /// Named children by segment. Ordered, and indexed because an office may have many words of its own.
    entries: IndexMap<String, (String, Node), FixedState>,
}

enum Node {
    Value(Placed),
    Tree(Tree),
}

impl Tree {
    fn insert(&mut self, key: &Key, value: &Value) {
        let definition = key.metric.definition();
        let mut labels = key.labels.iter().zip(definition.labels).peekable();
        let mut path: Vec<(&str, &str)> = Vec::new();
        for segment in definition.key.split('.') {
            match (segment, labels.next_if(|_| segment == "*")) {
                ("*", None) => break,
                ("*", Some((label, list))) => {
                    path.extend(named_segments(*list, label, Language::Chinese));
                }
                (fixed, _) => path.push((fixed, fixed)),
            }
        }
        let Some(((last, name), above)) = path.split_last() else {
            return;
        };
        let mut tree = self;
        for (segment, name) in above {
            tree = match tree.child(segment, name) {
                Some(tree) => tree,
                // The whole family is absent: a value is stored where its subtree would be.
                None => return,
            };
        }
        if tree.entries.contains_key(*last) {
            return;
        }
        let node = match value {
            Value::Histogram(histogram) => {
                let entry = |(days, count): (&u32, &u64)| {
                    let node = Node::Value((*count).into());
                    (days.to_string(), (days.to_string(), node))
                };
                Node::Tree(Tree {
                    entries: histogram.iter().map(entry).collect(),
                })
            }
            Value::Empty => Node::Tree(Tree::default()),
            Value::Absent if key.labels.len() < definition.labels.len() => {
                Node::Value(Placed::from_object(Absence))
            }
            value => Node::Value(placed(value, definition.unit)),
        };
        let named = ((*name).to_owned(), node);
        tree.entries.insert((*last).to_owned(), named);
    }

    fn child(&mut self, segment: &str, name: &str) -> Option<&mut Tree> {
        // Look up first, so that only a new segment is allocated.
        let index = self.entries.get_index_of(segment).unwrap_or_else(|| {
            let named = (name.to_owned(), Node::Tree(Tree::default()));
            self.entries.insert_full(segment.to_owned(), named).0
        });
        match &mut self.entries[index].1 {
            Node::Tree(tree) => Some(tree),
            Node::Value(_) => None,
        }
    }

    fn into_branch(self) -> Branch {
        let entries = self.entries.into_iter().map(|(segment, (name, node))| {
            let value = match node {
                Node::Value(value) => value,
                Node::Tree(tree) => Placed::from_object(tree.into_branch()),
            };
            (segment, (name, value))
        });
        Branch {
            entries: entries.collect(),
        }
    }
}

fn placed(value: &Value, unit: Unit) -> Placed {
    let quantity = |value| Placed::from_object(Quantity { value, unit });
    match value {
        Value::Absent | Value::Empty | Value::Histogram(_) => Placed::from(()),
        Value::Count(count) => Placed::from(*count),
        Value::Ratio(ratio) => quantity(Exact::Ratio(*ratio)),
        Value::Decimal(number) => quantity(Exact::Decimal(*number)),
        Value::Truth(truth) => Placed::from(*truth),
    }
}

/// The template engine with the report's filters. It stores every printed value in `printed` and
/// writes a marked number to the text, so that no value is parsed as markup.
pub(super) fn environment(printed: &Printed) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_syntax(project::narrative_syntax());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(MOST_STEPS.into()));
    for filter in FILTERS {
        (filter.add)(&mut environment, filter.name(), printed);
    }
    environment.add_test("none", minijinja::tests::is_none);
    let enter = printed.clone();
    environment.add_function(ENTER, move |branch: usize| {
        enter.output().entered.push(branch);
    });
    let printed = printed.clone();
    environment.set_formatter(
        move |output: &mut minijinja::Output<'_>, _: &mut State<'_, '_>, value: &Placed| {
            let is_absent = is_absent(value);
            let text = if is_absent {
                ABSENT.to_owned()
            } else if let Ok(truth) = bool::try_from(value.clone()) {
                if truth { "是" } else { "否" }.to_owned()
            } else {
                value.to_string()
            };
            let number = printed.keep(text)?;
            if is_absent {
                printed.output().absent.push(number);
            }
            write!(output, "{VALUE_START}{number}{VALUE_END}").map_err(Error::from)
        },
    );
    environment
}

/// Registers a filter under its name.
type AddFilter = fn(&mut Environment<'static>, &'static str, &Printed);

/// A filter that a narrative may use.
struct Filter {
    /// Its syntax: the name and the arguments.
    usage: &'static str,
    /// Description of its result.
    about: Bilingual,
    add: AddFilter,
}

impl Filter {
    fn name(&self) -> &'static str {
        self.usage.split('(').next().unwrap_or(self.usage)
    }
}

const fn filter(usage: &'static str, zh: &'static str, en: &'static str, add: AddFilter) -> Filter {
    Filter {
        usage,
        about: Bilingual { zh, en },
        add,
    }
}

/// The filters that a narrative may use.
const FILTERS: &[Filter] = &[
    filter(
        "fixed(n)",
        "保留 n 位小数",
        "the number with n digits behind the point",
        |engine, name, _| engine.add_filter(name, fixed),
    ),
    filter(
        "percent(n)",
        "百分数，保留 n 位小数",
        "in percent, with n digits behind the point",
        |engine, name, _| engine.add_filter(name, percent),
    ),
    filter(
        "date",
        "日期，如 2017年12月31日",
        "a day as \"2017年12月31日\"",
        |engine, name, _| engine.add_filter(name, date),
    ),
    filter(
        "yuan",
        "金额，以元为单位",
        "an amount in yuan (\"元\")",
        |engine, name, _| engine.add_filter(name, yuan),
    ),
    filter(
        "wan",
        "金额，以万元为单位",
        "an amount in 10 000 yuan (\"万元\")",
        |engine, name, _| engine.add_filter(name, wan),
    ),
    filter(
        "names(\"、\")",
        "一个分类的各项名称，以引号内的文字隔开；有 [order] 的按它的次序，没有的，代码按代码表，单位自己的用语按数量",
        "the names of a breakdown: in the order of [order], else codes in theirs and the office's own words by size",
        |engine, name, printed| {
            let printed = printed.clone();
            engine.add_filter(name, move |value: Placed, separator: Option<String>| {
                printed.visit(&value)?;
                names(&value, separator.as_deref())
            });
        },
    ),
    filter(
        "top(n)",
        "分类中数量最大的 n 项",
        "the n largest entries of a breakdown",
        |engine, name, printed| {
            let printed = printed.clone();
            engine.add_filter(name, move |value: Placed, number: usize| {
                printed.visit(&value)?;
                top(&value, number)
            });
        },
    ),
    filter(
        "change",
        "与上年相比是增长、下降还是持平；上年的数是 previous.*",
        "\"增长\", \"下降\" or \"持平\" against the year before, whose figures are previous.*",
        |engine, name, _| engine.add_filter(name, change),
    ),
    filter(
        "items",
        "分类的各项，连同数量，用于逐项列出",
        "the entries of a breakdown with their values, for a loop",
        |engine, name, _| engine.add_filter(name, minijinja::filters::items),
    ),
    filter(
        "length",
        "分类有几项",
        "how many entries a breakdown has",
        |engine, name, _| engine.add_filter(name, minijinja::filters::length),
    ),
];

/// The names of the filters that a narrative may use.
pub(super) fn filters() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(Filter::name)
}

/// The filters that a narrative may use: syntax and description of each.
pub fn narrative_filters() -> impl Iterator<Item = (&'static str, Bilingual)> {
    FILTERS.iter().map(|filter| (filter.usage, filter.about))
}

fn wrong(filter: &str, wants: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{filter}: {wants}"))
}

/// The exact number of a value; `None` if it is absent.
fn exact(filter: &str, value: &Placed) -> Result<Option<Exact>, Error> {
    if is_absent(value) {
        return Ok(None);
    }
    if let Some(quantity) = value.downcast_object_ref::<Quantity>() {
        return Ok(Some(quantity.value.clone()));
    }
    let number = i64::try_from(value.clone()).map_err(|_| wrong(filter, "wants a number"))?;
    Ok(Some(Exact::Decimal(number.into())))
}

fn rounded(number: Decimal, places: u32) -> String {
    let number = number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    format!("{number:.0$}", places as usize)
}

fn fixed(value: &Placed, places: u32) -> Result<Placed, Error> {
    let places = places.min(12);
    Ok(match exact("fixed", value)? {
        None => Placed::from(()),
        Some(Exact::Ratio(ratio)) => ratio.fixed(places).into(),
        Some(Exact::Decimal(number)) => rounded(number, places).into(),
    })
}

fn percent(value: &Placed, places: Option<u32>) -> Result<Placed, Error> {
    Ok(match (exact("percent", value)?, places) {
        (None, _) => Placed::from(()),
        (Some(Exact::Ratio(ratio)), Some(places)) => ratio.percent(places).into(),
        (Some(Exact::Ratio(ratio)), None) => ratio.percent_trimmed().into(),
        (Some(Exact::Decimal(number)), places) => {
            let percent = number
                .checked_mul(Decimal::ONE_HUNDRED)
                .ok_or_else(|| wrong("percent", "the number is too large"))?;
            let text = rounded(percent, places.unwrap_or(2).min(12));
            let text = if places.is_none() {
                trimmed(&text).to_owned()
            } else {
                text
            };
            (text + "%").into()
        }
    })
}

fn date(value: &Placed) -> Result<Placed, Error> {
    if value.is_none() || value.downcast_object_ref::<TemplateDay>().is_some() {
        return Ok(value.clone());
    }
    Err(wrong("date", "wants a day, such as period.end"))
}

fn yuan(value: &Placed) -> Result<Placed, Error> {
    Ok(match exact("yuan", value)? {
        None => Placed::from(()),
        Some(Exact::Ratio(ratio)) => (ratio.fixed(2) + "元").into(),
        Some(Exact::Decimal(number)) => (trimmed(&rounded(number, 2)).to_owned() + "元").into(),
    })
}

fn wan(value: &Placed, places: Option<u32>) -> Result<Placed, Error> {
    match exact("wan", value)? {
        None => Ok(Placed::from(())),
        Some(Exact::Ratio(_)) => Err(wrong("wan", "wants a sum of money")),
        Some(Exact::Decimal(number)) => {
            let text = rounded(number / Decimal::from(10_000), places.unwrap_or(2).min(12));
            let text = if places.is_none() {
                trimmed(&text).to_owned()
            } else {
                text
            };
            Ok((text + "万元").into())
        }
    }
}

/// Change of a figure from the year before: `增长12.5%`, `下降5%`, `持平`; of a share, in percentage
/// points. Absent if either value is absent, and if the percentage would be relative to 0.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the engine passes arguments by value"
)]
fn change(value: &Placed, before: Rest<Placed>) -> Result<Placed, Error> {
    // An absent argument differs from a missing one.
    let [before] = &before.0[..] else {
        return Err(wrong("change", "wants one figure, such as published.total"));
    };
    let (Some(now), Some(then)) = (exact("change", value)?, exact("change", before)?) else {
        return Ok(Placed::from(()));
    };
    let unit = value
        .downcast_object_ref::<Quantity>()
        .map_or(Unit::Pieces, |quantity| quantity.unit);
    let Some(change) = Change::between(&then.into_value(), &now.into_value(), unit) else {
        return Ok(Placed::from(()));
    };
    let is_share = unit == Unit::Share;
    let word = match (change.direction(), is_share) {
        (Ordering::Equal, _) => return Ok("持平".into()),
        (Ordering::Greater, false) => "增长",
        (Ordering::Greater, true) => "提高",
        (Ordering::Less, _) => "下降",
    };
    Ok(if is_share {
        let points = figures::rounded(change.difference.abs());
        format!("{word}{points}个百分点").into()
    } else {
        match change.percent {
            Some(percent) => format!("{word}{}%", figures::rounded(percent.abs())).into(),
            None => Placed::from(()),
        }
    })
}

/// The entries of a breakdown whose count is above 0.
fn entries(filter: &str, value: &Placed) -> Result<Vec<(String, String, Placed)>, Error> {
    let branch = value
        .downcast_object_ref::<Branch>()
        .ok_or_else(|| wrong(filter, "wants a breakdown, such as published.by_category"))?;
    let is_something = |value: &Placed| u64::try_from(value.clone()).is_ok_and(|count| count > 0);
    Ok(branch
        .entries
        .iter()
        .filter(|(_, (_, value))| is_something(value))
        .map(|(segment, (name, value))| (segment.clone(), name.clone(), value.clone()))
        .collect())
}

/// The names of a breakdown's labels whose count is above 0.
fn names(value: &Placed, separator: Option<&str>) -> Result<Placed, Error> {
    if is_absent(value) {
        return Ok(Placed::from(()));
    }
    let names: Vec<String> = entries("names", value)?
        .into_iter()
        .map(|(_, name, _)| name)
        .collect();
    Ok(names.join(separator.unwrap_or("、")).into())
}

/// The largest entries of a breakdown, the largest first.
fn top(value: &Placed, number: usize) -> Result<Placed, Error> {
    if is_absent(value) {
        return Ok(Placed::from(()));
    }
    let mut entries = entries("top", value)?;
    entries.sort_by_key(|(.., value)| std::cmp::Reverse(u64::try_from(value.clone()).unwrap_or(0)));
    entries.truncate(number);
    let entries = entries.into_iter();
    let entries = entries.map(|(segment, name, value)| (segment, (name, value)));
    Ok(Placed::from_object(Branch {
        entries: entries.collect(),
    }))
}
