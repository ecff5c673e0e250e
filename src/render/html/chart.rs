//! Charts as inline SVG. They are drawn here because no crate writes descriptions for screen readers.
//!
//! Positions are in percent of the width and sizes in `rem`, so that a chart fills its page and its
//! text follows the reader's font size. The description lists every label with its values.

use super::markup::{Attributes, Markup};

/// A label with its value in each series; `None` if the value is not known.
pub(super) type LabelledValues = (String, Vec<Option<u64>>);

/// The content of a chart.
pub(super) struct Chart<'c> {
    /// Prefix of the ids of its title and description; unique on the page.
    pub(super) id: &'c str,
    /// Its title.
    pub(super) title: &'c str,
    /// The counter word of its numbers; may be empty.
    pub(super) unit: &'c str,
    /// The name of each series; the last one is emphasized. A single series needs no name.
    pub(super) series: &'c [String],
    /// The values, in order.
    pub(super) values: &'c [LabelledValues],
    /// Separators in the description: between a series and its value, and between labels.
    pub(super) separators: [&'c str; 2],
}

/// Height of the columns, in tenths of a `rem`.
const PLOT: u64 = 100;

impl Chart<'_> {
    /// Draws horizontal bars, each below its label, for labels of any length.
    pub(super) fn bars(&self) -> Markup {
        /// Height of a label, and of each bar below it, in tenths of a `rem`.
        const LABEL: u64 = 15;
        const BAR: u64 = 14;
        let series = self.series.len().max(1) as u64;
        let step = LABEL + BAR * series + 6;
        let mut drawn = Markup::default();
        for (row, (label, values)) in (0..).zip(self.values) {
            let top = row * step;
            let at = rem(top + 12);
            drawn.push(Markup::block(
                "text",
                &[("x", "0"), ("y", &at)],
                label.as_str(),
            ));
            for (index, value) in (0..).zip(values) {
                let Some(value) = *value else { continue };
                let width = hundredths(self.part(value, 8_000));
                let y = top + LABEL + index * BAR;
                let bar = [
                    ("x", "0"),
                    ("y", &*rem(y)),
                    ("width", &*width),
                    ("height", "1.1rem"),
                ];
                drawn.push(self.mark(index, &bar));
                let at = [("x", &*width), ("y", &*rem(y + 9)), ("dx", "0.4rem"), SMALL];
                drawn.push(Markup::block("text", &at, value.to_string().as_str()));
            }
        }
        self.svg(&rem(self.values.len() as u64 * step), drawn)
    }

    /// Draws columns side by side, for the months of a year.
    pub(super) fn columns(&self) -> Markup {
        /// Space above the columns for their numbers, in tenths of a `rem`.
        const TOP: u64 = 16;
        let labels = self.values.len().max(1) as u64;
        let series = self.series.len().max(1) as u64;
        // In hundredths of a percent of the width.
        let slot = 10_000 / labels;
        let width = slot * 8 / 10 / series;
        let mut drawn = Markup::default();
        for (column, (label, values)) in (0..).zip(self.values) {
            let left = column * slot + slot / 10;
            for (index, value) in (0..).zip(values) {
                let Some(value) = *value else { continue };
                let height = self.part(value, PLOT);
                let (x, top) = (left + index * width, TOP + PLOT - height);
                let bar = [
                    ("x", &*hundredths(x)),
                    ("y", &*rem(top)),
                    ("width", &*hundredths(width * 19 / 20)),
                    ("height", &*rem(height)),
                ];
                drawn.push(self.mark(index, &bar));
                let at = [
                    ("x", &*hundredths(x + width / 2)),
                    ("y", &*rem(top - 3)),
                    MIDDLE,
                    SMALL,
                ];
                drawn.push(Markup::block("text", &at, value.to_string().as_str()));
            }
            let at = hundredths(column * slot + slot / 2);
            let at = [("x", &*at), ("y", &*rem(TOP + PLOT + 14)), MIDDLE];
            drawn.push(Markup::block("text", &at, label.as_str()));
        }
        let base = rem(TOP + PLOT);
        let axis = [("x1", "0"), ("x2", "100%"), ("y1", &*base), ("y2", &*base)];
        drawn.push(Markup::block("line", &axis, ""));
        self.svg(&rem(TOP + PLOT + 22), drawn)
    }

    fn mark(&self, series: u64, place: &Attributes) -> Markup {
        let is_strong = series + 1 >= self.series.len() as u64;
        let class = if is_strong { "now" } else { "then" };
        Markup::block("rect", &[place, &[("class", class)]].concat(), "")
    }

    fn svg(&self, height: &str, drawn: Markup) -> Markup {
        let (title, description) = (format!("{}-title", self.id), format!("{}-desc", self.id));
        let labels = format!("{title} {description}");
        let attributes = [
            ("role", "img"),
            ("aria-labelledby", &*labels),
            ("width", "100%"),
            ("height", height),
        ];
        let described = self.description();
        let content = [
            Markup::block("title", &[("id", &title)], self.title),
            Markup::block("desc", &[("id", &description)], described.as_str()),
            drawn,
        ];
        Markup::outer("svg", &attributes, content.into_iter().collect())
    }

    /// The description: `1月 50条；2月 100条`, or with two series `1月 2016年 40条、2017年 50条`.
    fn description(&self) -> String {
        let [between_series, between_labels] = self.separators;
        let described = self.values.iter().map(|(label, values)| {
            let number = |(index, value): (usize, &Option<u64>)| {
                let value = value.map_or("—".to_owned(), |value| format!("{value}{}", self.unit));
                match self.series {
                    [] | [_] => value,
                    series => format!("{} {value}", series[index]),
                }
            };
            let values: Vec<_> = values.iter().enumerate().map(number).collect();
            format!("{label} {}", values.join(between_series))
        });
        described.collect::<Vec<_>>().join(between_labels)
    }

    /// The largest value, or 1.
    fn most(&self) -> u64 {
        let values = self.values.iter().flat_map(|(_, values)| values);
        values.flatten().copied().max().unwrap_or(0).max(1)
    }

    /// The length of a value, if the largest value has the length `whole`.
    fn part(&self, value: u64, whole: u64) -> u64 {
        let part = u128::from(value) * u128::from(whole) / u128::from(self.most());
        u64::try_from(part).unwrap_or(whole)
    }
}

const SMALL: (&str, &str) = ("class", "value");
const MIDDLE: (&str, &str) = ("text-anchor", "middle");

/// Formats tenths of a `rem`.
fn rem(tenths: u64) -> String {
    format!("{}.{}rem", tenths / 10, tenths % 10)
}

/// Formats hundredths of a percent.
fn hundredths(hundredths: u64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
