//! Figures as a page: a section for each log, tables of figures, and charts of breakdowns.

use super::super::stats::{
    Breakdown, FamilyMember, FigureLine, Group, Item, Overview, name_of, overview,
};
use super::chart::Chart;
use super::contents::{ContentsEntry, navigation};
use super::document::{legend, scrolling};
use super::frame::Frame;
use super::markup::Markup;
use crate::count::Span;
use crate::document::Cell;
use crate::figures::Figures;
use crate::language::{Bilingual, Language};

/// The figures of `years` as a page. With `is_compared` and two years, the change is shown too.
#[must_use]
pub fn stats(years: &[(Span, &Figures)], is_compared: bool, language: Language) -> String {
    let overview = overview(years, is_compared, language);
    let words = StatsWords(language);
    let title = words.title(years);
    let mut main = Markup::outer("header", &[], Markup::block("h1", &[], title.as_str()));
    let entries = (1..)
        .zip(&overview.groups)
        .map(|(index, group)| ContentsEntry {
            id: format!("g{index}"),
            text: Markup::text(&group.heading),
            below: Vec::new(),
        });
    main.push(navigation(words.contents(), &entries.collect::<Vec<_>>()));
    for (index, group) in (1..).zip(&overview.groups) {
        let writer = StatsWriter {
            overview: &overview,
            id: format!("g{index}"),
            words,
        };
        main.push(writer.group(group));
    }
    if overview.groups.is_empty() {
        main.push(Markup::block("p", &[], words.nothing()));
    }
    Frame {
        language: words.tag(),
        title: &title,
        meta: Markup::default(),
        skip: words.skip(),
    }
    .page(main)
}

/// The texts of the page.
#[derive(Debug, Clone, Copy)]
struct StatsWords(Language);

impl StatsWords {
    fn either(self, zh: &'static str, en: &'static str) -> &'static str {
        Bilingual { zh, en }.in_language(self.0)
    }

    fn tag(self) -> &'static str {
        self.either("zh-CN", "en")
    }

    fn contents(self) -> &'static str {
        self.either("目录", "Contents")
    }

    fn skip(self) -> &'static str {
        self.either("跳到正文", "Skip to the content")
    }

    fn nothing(self) -> &'static str {
        self.either(
            "台账没有记录，没有数字可列。",
            "The logs have no rows, so there are no figures.",
        )
    }

    fn title(self, spans: &[(Span, &Figures)]) -> String {
        let years: Vec<_> = spans
            .iter()
            .map(|(span, _)| name_of(*span, self.0))
            .collect();
        let years = years.join(self.either("、", ", "));
        let is_of_years = spans.iter().all(|(span, _)| matches!(span, Span::Year(_)));
        match self.0 {
            Language::Chinese if years.is_empty() => "统计数字".to_owned(),
            Language::Chinese if is_of_years => format!("{years}年统计数字"),
            Language::Chinese => format!("{years}统计数字"),
            Language::English => format!("Figures {years}").trim().to_owned(),
        }
    }

    fn figure(self) -> &'static str {
        self.either("指标", "Figure")
    }

    fn part(self) -> &'static str {
        self.either("项目", "Item")
    }

    /// A name with its unit in parentheses.
    fn with_unit(self, name: &str, unit: &str) -> String {
        match self.0 {
            _ if unit.is_empty() => name.to_owned(),
            Language::Chinese => format!("{name}（{unit}）"),
            Language::English => format!("{name} ({unit})"),
        }
    }

    /// The separators in a chart's description.
    fn separators(self) -> [&'static str; 2] {
        match self.0 {
            Language::Chinese => ["、", "；"],
            Language::English => [", ", "; "],
        }
    }
}

/// Writes one group.
struct StatsWriter<'o> {
    overview: &'o Overview,
    id: String,
    words: StatsWords,
}

impl StatsWriter<'_> {
    fn group(&self, group: &Group) -> Markup {
        let mut all = Markup::block("h2", &[("id", &self.id)], group.heading.as_str());
        let lines = group.items.iter().filter_map(|item| match item {
            Item::Figure(line) => Some(line),
            Item::Breakdown(_) => None,
        });
        let lines: Vec<&FigureLine> = lines.collect();
        if !lines.is_empty() {
            all.push(self.figures(&group.heading, &lines));
        }
        for (index, item) in (1..).zip(&group.items) {
            if let Item::Breakdown(breakdown) = item {
                all.push(self.breakdown(breakdown, index));
            }
        }
        all
    }

    fn figures(&self, name: &str, lines: &[&FigureLine]) -> Markup {
        let mut heads = vec![Markup::block(
            "th",
            &[("scope", "col")],
            self.words.figure(),
        )];
        heads.extend(self.overview.columns.iter().map(|column| heading(column)));
        let row = |line: &&FigureLine| {
            let name = self.words.with_unit(&line.name, line.unit);
            let mut head = Markup::text(&name);
            head.push(Markup::element(
                "code",
                &[("class", "id")],
                line.key.as_str(),
            ));
            let mut cells = vec![Markup::block("th", &[("scope", "row")], head)];
            cells.extend(line.cells.iter().map(number));
            Markup::outer("tr", &[], cells.into_iter().collect())
        };
        table(name, heads, lines.iter().map(row).collect())
    }

    fn breakdown(&self, breakdown: &Breakdown, index: usize) -> Markup {
        let id = format!("{}-{index}", self.id);
        let mut words = Markup::text(&breakdown.name);
        words.push(Markup::element(
            "code",
            &[("class", "id")],
            breakdown.key.as_str(),
        ));
        let mut all = Markup::block("h3", &[("id", &id)], words);
        let is_flat = breakdown.parts.iter().all(|part| part.names.len() == 1);
        if !is_flat {
            all.push(self.matrices(breakdown));
            return all;
        }
        let is_count = |part: &FamilyMember| part.counts.iter().any(Option::is_some);
        if breakdown.parts.iter().any(is_count) {
            all.push(self.chart(breakdown, &id));
        }
        all.push(self.parts(breakdown));
        all
    }

    /// Draws at most the last two years, as more series would be hard to distinguish.
    fn chart(&self, breakdown: &Breakdown, id: &str) -> Markup {
        const MOST: usize = 2;
        let first = self.overview.years.saturating_sub(MOST);
        let series = &self.overview.columns[first..self.overview.years];
        let value = |part: &FamilyMember| (part.names.concat(), part.counts[first..].to_vec());
        let values: Vec<_> = breakdown.parts.iter().map(value).collect();
        let blank = if self.words.0 == Language::English {
            " "
        } else {
            ""
        };
        let unit = match breakdown.unit {
            "" => String::new(),
            unit => format!("{blank}{unit}"),
        };
        let chart = Chart {
            id: &format!("{id}-chart"),
            title: &breakdown.name,
            unit: &unit,
            series,
            values: &values,
            separators: self.words.separators(),
        };
        let drawn = if breakdown.is_by_month {
            chart.columns()
        } else {
            chart.bars()
        };
        let mut content = scrolling(&breakdown.name, drawn);
        content.push(legend(series));
        Markup::outer("figure", &[], content)
    }

    fn parts(&self, breakdown: &Breakdown) -> Markup {
        let name = self.words.with_unit(self.words.part(), breakdown.unit);
        let mut heads = vec![Markup::block("th", &[("scope", "col")], name.as_str())];
        heads.extend(self.overview.columns.iter().map(|column| heading(column)));
        let row = |part: &FamilyMember| {
            let mut head = Markup::text(&part.names.concat());
            let code = part.code.as_deref();
            head.extend(code.map(|code| Markup::element("code", &[("class", "id")], code)));
            let mut cells = vec![Markup::block("th", &[("scope", "row")], head)];
            cells.extend(part.cells.iter().map(number));
            Markup::outer("tr", &[], cells.into_iter().collect())
        };
        table(
            &breakdown.name,
            heads,
            breakdown.parts.iter().map(row).collect(),
        )
    }

    /// Figures with two labels: for each column a table with a row for each first label and a column
    /// for each second label.
    fn matrices(&self, breakdown: &Breakdown) -> Markup {
        let columns = self.overview.columns.iter().enumerate();
        columns
            .map(|(index, column)| self.matrix(breakdown, index, column))
            .collect()
    }

    fn matrix(&self, breakdown: &Breakdown, index: usize, column: &str) -> Markup {
        let last = |part: &FamilyMember| part.names.last().cloned().unwrap_or_default();
        let first =
            |part: &FamilyMember| part.names[..part.names.len().saturating_sub(1)].join("·");
        let (mut rows, mut across) = (Vec::new(), Vec::new());
        for part in &breakdown.parts {
            if !rows.contains(&first(part)) {
                rows.push(first(part));
            }
            if !across.contains(&last(part)) {
                across.push(last(part));
            }
        }
        let mut heads = vec![Markup::block("th", &[("scope", "col")], self.words.part())];
        heads.extend(across.iter().map(|label| heading(label)));
        let row = |name: &String| {
            let mut cells = vec![Markup::block("th", &[("scope", "row")], name.as_str())];
            cells.extend(across.iter().map(|label| {
                let is_here = |part: &&FamilyMember| first(part) == *name && last(part) == *label;
                let part = breakdown.parts.iter().find(is_here);
                number(part.map_or(&Cell::Absent, |part| &part.cells[index]))
            }));
            Markup::outer("tr", &[], cells.into_iter().collect())
        };
        let name = format!("{} {column}", breakdown.name);
        table(&name, heads, rows.iter().map(row).collect())
    }
}

fn heading(text: &str) -> Markup {
    Markup::block("th", &[("scope", "col"), ("class", "right")], text)
}

fn number(cell: &Cell) -> Markup {
    Markup::block("td", &[("class", "right")], cell.text().as_str())
}

fn table(name: &str, heads: Vec<Markup>, rows: Markup) -> Markup {
    let head = Markup::outer("tr", &[], heads.into_iter().collect());
    let mut content = Markup::block("caption", &[], name);
    content.push(Markup::outer("thead", &[], head));
    content.push(Markup::outer("tbody", &[], rows));
    scrolling(name, Markup::outer("table", &[("class", "plain")], content))
}
