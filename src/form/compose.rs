//! Composes the document from a form, a narrative and the figures.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::cells::Cells;
use super::context::{Branch, LONGEST_TEXT, Printed, VALUE_END, VALUE_START, environment, filters};
use super::course::Course;
use super::tables::Heading;
use super::{Form, TableForm, headings, main_figures, markdown};
use crate::count::{Period, Span};
use crate::diagnostic::{
    AbsentValue, BadAddress, Diagnostic, NestedTooDeep, Place, Problem, ReservedCharacter,
    UnknownPlaceholder, few, toml_string,
};
use crate::document::{
    Align, Block, Cell, Column, ComparedValues, Document, Figure, Inline, Section, SignOff, Table,
};
use crate::figures::{Change, Figures, Value, rounded};
use crate::language::Language;
use crate::project::{
    DEEPEST, FormSettings, Name, Narrative, OfficeSettings, ReportSettings, default_file,
};
use crate::vocabulary::{Key, Metric, Unit, label_name, metrics_below, nearest, segments_of};

/// Inputs of a document besides the narrative.
#[derive(Debug, Clone, Copy)]
pub struct DocumentContext<'a> {
    /// The office.
    pub office: &'a OfficeSettings,
    /// The settings of the year's report in `report.toml`.
    pub report: &'a ReportSettings,
    /// The report year.
    pub year: i32,
    /// The days it covers.
    pub period: Period,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// Rows of the logs that were left out because of an error.
    pub rows_left_out: u64,
    /// Every figure.
    pub figures: &'a Figures,
    /// The cells of the form.
    pub cells: Cells<'a>,
    /// Settings for filling in the cells.
    pub settings: &'a FormSettings,
    /// The figures of the year before, if they are known.
    pub before: Option<&'a Figures>,
    /// The year, or part of a year, that it covers.
    pub span: Span,
    /// Another year, or the same part of it, to print beside this one.
    pub compared: Option<(Span, &'a Figures)>,
}

/// A document, and the parts of the narrative that it leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The document.
    pub document: Document,
    /// Byte ranges of the narrative that are not printed: branches whose condition is false.
    pub unprinted: Vec<Range<usize>>,
    /// Whether the sections are those that the clerk means: no heading of the form is taken for text.
    pub has_sections: bool,
}

/// Composes the document of a year. Returns `None` if the narrative has an error, which is pushed to
/// `found`.
///
/// Without a narrative the form's skeleton is used; for a part of a year, only the figures are printed.
pub fn compose(
    form: &Form,
    narrative: Option<&Narrative>,
    setting: &DocumentContext<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Composed> {
    let is_part = matches!(setting.span, Span::Days(..));
    let is_bare = is_part && narrative.is_none();
    let skeleton = skeleton_of(form, is_part);
    let is_written = narrative.is_some();
    let narrative = narrative.unwrap_or(&skeleton);
    let names = context(setting);
    let wrong = unknown_names(narrative, &names);
    if !wrong.is_empty() {
        found.extend(wrong);
        return None;
    }
    if let Some(span) = markdown::too_deep(&narrative.text) {
        found.push(nested_too_deep(narrative.place(span)));
        return None;
    }
    let BoundedText {
        markdown,
        values,
        absent,
        unprinted,
    } = printed(narrative, names)
        .map_err(|wrong| found.push(wrong))
        .ok()?;
    if is_written {
        found.extend(absences(narrative, absent, setting.year));
    }
    let mut tables: Vec<(&TableForm, bool)> = form
        .tables_of(setting.year, setting.settings)
        .into_iter()
        .map(|table| (table, false))
        .collect();
    let mut parsed = markdown::parse(&markdown, &values, &mut |address, caption| {
        let own = tables
            .iter_mut()
            .find(|(table, _)| address.strip_prefix("table:") == Some(&*table.id));
        let Some((table, is_placed)) = own else {
            return place(address, caption, setting);
        };
        *is_placed = true;
        let mut filled = table.filled(&setting.cells, setting.settings, heading_of(setting));
        if !caption.is_empty() {
            caption.clone_into(&mut filled.caption);
        }
        Ok(Block::Statutory(filled))
    });
    tables.retain(|(_, is_placed)| !is_placed);
    let tables: Vec<&TableForm> = tables.into_iter().map(|(table, _)| table).collect();
    headings::identify(form, &mut parsed.sections);
    let title = title(setting);
    let faults = headings::faults(form, &title, &parsed, narrative, is_part);
    let has_sections = !faults.iter().any(headings::hides_section);
    found.extend(faults);
    place_tables(form, &tables, setting, &mut parsed.sections);
    headings::take_numbers(form, &mut parsed.sections);
    if is_bare {
        parsed.sections.insert(0, main_figures::section(setting));
        parsed.sections.extend(main_figures::breakdowns(setting));
        number(&mut parsed.sections);
    } else if setting.compared.is_some() {
        // After the numbered sections, like an annex.
        parsed.sections.push(main_figures::section(setting));
    }
    report_markdown(std::mem::take(&mut parsed.found), narrative, found)?;
    let has_main_figures = is_bare || setting.compared.is_some();
    let mut preface = parsed.preface;
    add_notes(&mut preface, &parsed.sections, has_main_figures, setting);
    let document = Document {
        title,
        preface,
        sections: parsed.sections,
        sign_off: SignOff {
            office: setting.office.name.clone(),
            date: setting.report.signed_on,
        },
    };
    Some(Composed {
        document,
        unprinted,
        has_sections,
    })
}

/// The text of a report that has no narrative.
fn skeleton_of(form: &Form, is_part: bool) -> Narrative {
    let skeleton = form.skeleton();
    if is_part {
        return Narrative::new(skeleton.file, PART_WITHOUT_TEXT.to_owned());
    }
    skeleton
}

/// Reports the problems of the Markdown. Returns `None` if an address is unknown.
fn report_markdown(
    problems: Vec<(Problem, String)>,
    narrative: &Narrative,
    found: &mut Vec<Diagnostic>,
) -> Option<()> {
    let mut seeker = narrative.seeker();
    let findings = problems.into_iter();
    let findings = findings.map(|(problem, near)| Diagnostic::at(seeker.near(&near), problem));
    let findings = few(findings);
    let first_new = found.len();
    found.extend(findings);
    if found[first_new..]
        .iter()
        .any(|diagnostic| diagnostic.problem.is::<BadAddress>())
    {
        return None;
    }
    Some(())
}

/// Adds notes to the preface: how table terms apply to a part of a year, and how many rows were left out.
fn add_notes(
    preface: &mut Vec<Block>,
    sections: &[Section],
    has_main_figures: bool,
    setting: &DocumentContext<'_>,
) {
    let is_part = matches!(setting.span, Span::Days(..));
    if is_part && (has_main_figures || has_statutory_table(sections, preface)) {
        let note = "表中的“本年”指本统计期，“上年”指统计期开始以前，“下年度”指统计期结束以后。";
        preface.push(Block::Paragraph(vec![Inline::Text(note.to_owned())]));
    }
    if setting.rows_left_out > 0 {
        let note = [
            Inline::Text("（台账中有".to_owned()),
            Inline::Value(setting.rows_left_out.to_string()),
            Inline::Text("行登记有误，未计入本报告。）".to_owned()),
        ];
        preface.push(Block::Paragraph(note.into()));
    }
}

/// A narrative with its placeholders filled in.
struct BoundedText {
    /// The Markdown text; each value is replaced by its marked number.
    markdown: String,
    /// The values.
    values: Vec<String>,
    /// Byte ranges of the placeholders that printed an absent value.
    absent: Vec<Range<usize>>,
    /// Byte ranges of the narrative that were not printed.
    unprinted: Vec<Range<usize>>,
}

/// Fills in the placeholders of a narrative.
fn printed(
    narrative: &Narrative,
    names: impl minijinja::value::Object + 'static,
) -> Result<BoundedText, Diagnostic> {
    let printed = Printed::default();
    let engine = environment(&printed);
    let names = minijinja::Value::from_object(names);
    let render = |course: &Course| {
        let mut markdown = Limited(Vec::new());
        let text = InstrumentedText::of(narrative, course);
        engine
            .template_from_named_str(&narrative.file, &text.text)
            .and_then(|template| template.render_captured_to(names.clone(), &mut markdown))
            .map_err(|error| narrative.unreadable(&error, |offset| text.origin(offset)))?;
        Ok(markdown.0)
    };
    let course = Course::of(narrative);
    let markdown = render(&course).or_else(|_: Diagnostic| {
        // The inserted calls may exceed the limits of a narrative that is within them.
        printed.take();
        render(&Course::default())
    })?;
    let markdown = String::from_utf8(markdown).unwrap_or_default();
    if markdown::too_deep(&markdown).is_some() {
        // The nesting was printed by a loop, so no single place in the narrative causes it.
        return Err(nested_too_deep(Place::file(&narrative.file)));
    }
    let (values, absent, entered) = printed.take();
    let followed = course.followed(&entered);
    let absent = absent.into_iter();
    Ok(BoundedText {
        markdown,
        values,
        absent: absent
            .filter_map(|number| followed.values.get(number).cloned())
            .collect(),
        unprinted: followed.unprinted,
    })
}

/// Returns a finding for each placeholder that prints only a dash.
fn absences(narrative: &Narrative, mut absent: Vec<Range<usize>>, year: i32) -> Vec<Diagnostic> {
    absent.sort_by_key(|span| span.start);
    absent.dedup();
    if absent.is_empty() {
        return Vec::new();
    }
    let names = narrative.used().map(|used| used.names).unwrap_or_default();
    let finding = |span: Range<usize>| {
        let first = names.partition_point(|name| name.span.start < span.start);
        let name = names.get(first).filter(|name| name.span.end <= span.end);
        let path: &[String] = name.map_or(&[], |name| &name.path);
        let is_of_year_before = path.first().is_some_and(|first| first == "previous");
        let key = Key::from_segments(&path[usize::from(is_of_year_before)..]);
        let problem = AbsentValue {
            name: placeholder(path),
            log: key.as_ref().and_then(default_file),
            is_amount: key.as_ref().is_some_and(is_amount),
            key: key.map(|key| key.to_string()),
            year: year - i32::from(is_of_year_before),
        };
        Diagnostic::at(narrative.place(span), problem)
    };
    absent.into_iter().map(finding).collect()
}

/// Whether a figure is a count or a sum, which may be declared as 0; a rate or a mean of nothing is not 0.
fn is_amount(key: &Key) -> bool {
    let is_ratio = matches!(
        key.metric.definition().unit,
        Unit::Share | Unit::PerDay | Unit::Days | Unit::WorkingDays
    );
    !is_ratio
}

/// The lines of the title: the configured ones, or a default made of office and period.
fn title(setting: &DocumentContext<'_>) -> Vec<String> {
    if !setting.report.title.is_empty() {
        return setting.report.title.clone();
    }
    let kind = match setting.span {
        Span::Year(_) => "年度",
        Span::Days(..) => "情况",
    };
    let (office, days) = (&setting.office.name, setting.span.in_chinese());
    vec![format!("{office}{days}政府信息公开工作{kind}报告")]
}

/// The values for the line above a table.
fn heading_of<'a>(setting: &DocumentContext<'a>) -> Heading<'a> {
    Heading {
        office: &setting.office.name,
        year: setting.year,
    }
}

/// The narrative for a part of a year that has none.
const PART_WITHOUT_TEXT: &str =
    "本报告所列数据的统计期限自{{ period.start | date }}起，至{{ period.end | date }}止。\n";

/// Renumbers the sections of the first level.
fn number(sections: &mut [Section]) {
    for (section, position) in sections.iter_mut().zip(1..) {
        section.number = markdown::number(section.level, position);
    }
}

/// Whether any section contains a table of the form.
fn has_statutory_table(sections: &[Section], blocks: &[Block]) -> bool {
    let is_one = |block: &Block| matches!(block, Block::Statutory(_));
    let below = |section: &Section| has_statutory_table(&section.sections, &section.blocks);
    blocks.iter().any(is_one) || sections.iter().any(below)
}

fn nested_too_deep(place: Place) -> Diagnostic {
    Diagnostic::at(place, NestedTooDeep { limit: DEEPEST })
}

/// Buffer for the rendered narrative, with a maximum size.
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST_TEXT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every name a narrative may use.
fn context(setting: &DocumentContext<'_>) -> Branch {
    let mut office = Branch::default();
    office.set("name", setting.office.name.as_str());
    office.set("short_name", setting.office.short_name.as_str());
    let mut period = Branch::default();
    period.set_day("start", setting.period.start);
    period.set_day("end", setting.period.end);
    period.set("name", setting.span.in_chinese());
    period.set("days", setting.period.days);
    period.set("working_days", setting.period.working_days);
    let mut report = Branch::default();
    report.set("year", setting.year);
    match &setting.report.notice_title {
        Some(title) => report.set("notice_title", title.as_str()),
        None => report.set("notice_title", ()),
    }
    let mut names = Branch::default();
    names.set("year", setting.year);
    names.set_day("as_of", setting.as_of);
    names.set_branch("office", office);
    names.set_branch("period", period);
    names.set_branch("report", report);
    names.set_figures(setting.figures);
    let mut previous = Branch::default();
    previous.set_figures(&beside(setting.figures, setting.before));
    names.set_branch("previous", previous);
    names
}

/// The figures of `before`, extended by the keys of `now` with absent values, so that both years have
/// the same names.
fn beside(now: &Figures, before: Option<&Figures>) -> Figures {
    let absent = now.iter().map(|(key, _)| (key.clone(), Value::Absent));
    let known = before.into_iter().flat_map(Figures::iter);
    let known = known.map(|(key, value)| (key.clone(), value.clone()));
    absent.chain(known).collect()
}

/// The text of a narrative with calls that record each entered branch, and with the argument of
/// `change`: `a.b | change` becomes `a.b | change(previous.a.b)`, because a filter cannot see the name
/// of its value.
struct InstrumentedText {
    text: String,
    /// The insertions in order, each with its byte offset in the narrative and its length.
    inserted: Vec<(usize, usize)>,
}

impl InstrumentedText {
    fn of(narrative: &Narrative, course: &Course) -> Self {
        let text = narrative.text.as_str();
        let used = narrative.used().unwrap_or_default();
        let compared = used
            .filtered
            .iter()
            .filter(|name| name.path[0] != "previous")
            .filter_map(|name| {
                let filter = text.get(name.span.clone())?.rfind("change")?;
                let segments: Vec<String> = name.path.iter().map(|s| toml_string(s)).collect();
                let path = format!("[{}]", segments.join("]["));
                let end = name.span.start + filter + "change".len();
                Some((end, format!("(previous{path})")))
            });
        let mut inserted: Vec<(usize, String)> = compared.chain(course.calls()).collect();
        inserted.sort_by_key(|(at, _)| *at);
        let mut written = String::with_capacity(text.len());
        let mut at = 0;
        for (end, insert) in &inserted {
            written += &text[at..*end];
            written += insert;
            at = *end;
        }
        let inserted = inserted.into_iter().map(|(at, insert)| (at, insert.len()));
        Self {
            text: written + &text[at..],
            inserted: inserted.collect(),
        }
    }

    /// The byte offset in the narrative of a byte offset in this text.
    fn origin(&self, offset: usize) -> usize {
        let mut before = 0;
        for (at, length) in &self.inserted {
            if offset <= at + before {
                break;
            }
            if offset < at + before + length {
                return *at;
            }
            before += length;
        }
        offset - before
    }
}

/// Maximum number of name comparisons made to find suggestions.
const MOST_COMPARED: usize = 50_000;

/// Maximum length in bytes of a name that gets a suggestion; a longer one is not a typing error.
const LONGEST_NAME: usize = 200;

/// Reports unknown names and filters of the narrative, and reserved characters.
fn unknown_names(narrative: &Narrative, names: &Branch) -> Vec<Diagnostic> {
    let used = match narrative.used() {
        Ok(used) => used,
        Err(found) => return found,
    };
    let reserved = narrative.text.match_indices([VALUE_START, VALUE_END]);
    let reserved = reserved.map(|(index, _)| {
        let place = narrative.place(index..index + VALUE_START.len_utf8());
        Diagnostic::at(place, ReservedCharacter)
    });
    let known: Vec<String> = names.paths().iter().map(|path| placeholder(path)).collect();
    // Each suggestion compares the name with all known names, so only the first unknown names get one.
    let mut suggested: HashMap<String, Option<String>> = HashMap::new();
    let most = 1 + MOST_COMPARED / known.len().max(1);
    let unknown = used.names.iter().filter(|name| !names.has(&name.path));
    let unknown = unknown.map(|name| {
        let written = placeholder(&name.path);
        let nearest = match suggested.get(&written) {
            Some(nearest) => nearest.clone(),
            None if suggested.len() < most && written.len() <= LONGEST_NAME => {
                let nearest = nearest(&written, known.iter().map(String::as_str));
                let nearest = nearest.map(str::to_owned);
                suggested.insert(written.clone(), nearest.clone());
                nearest
            }
            None => None,
        };
        let problem = UnknownPlaceholder {
            name: written,
            nearest,
        };
        Diagnostic::at(narrative.place(name.span.clone()), problem)
    });
    let is_unknown = |filter: &&Name| !filters().any(|known| known == filter.path[0]);
    let of_filters = used.filters.iter().filter(is_unknown).map(|filter| {
        let name = filter.path[0].clone();
        let nearest = nearest(&name, filters().filter(|_| name.len() <= LONGEST_NAME));
        let nearest = nearest.map(str::to_owned);
        let problem = UnknownPlaceholder { name, nearest };
        Diagnostic::at(narrative.place(filter.span.clone()), problem)
    });
    let mut wrong = few(reserved.chain(unknown).chain(of_filters));
    wrong.sort_by_key(|diagnostic| {
        diagnostic
            .place
            .as_ref()
            .map(|place| (place.line, place.column))
    });
    wrong
}

/// A path in the syntax of a placeholder: `published.by_channel["12345"]`.
fn placeholder(path: &[String]) -> String {
    let mut written = String::new();
    for segment in path {
        let mut characters = segment.chars();
        let is_name = characters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|character| character.is_alphanumeric() || character == '_');
        match (is_name, written.is_empty()) {
            (true, true) => written += segment,
            (true, false) => written.extend([".", segment.as_str()]),
            (false, _) => written.extend(["[\"", segment, "\"]"]),
        }
    }
    written
}

/// Adds the tables that the narrative does not place to the sections they belong to, after each
/// section's own text. A section that the narrative lacks is inserted at its position in the form.
fn place_tables(
    form: &Form,
    tables: &[&TableForm],
    setting: &DocumentContext<'_>,
    sections: &mut Vec<Section>,
) {
    let filled = |table: &TableForm| {
        Block::Statutory(table.filled(&setting.cells, setting.settings, heading_of(setting)))
    };
    for (index, required) in form.sections.iter().enumerate() {
        let own = tables
            .iter()
            .filter(|table| required.tables.contains(&table.id));
        let blocks: Vec<Block> = own.map(|table| filled(table)).collect();
        if blocks.is_empty() {
            continue;
        }
        if let Some(section) = section_mut(sections, &required.id) {
            section.blocks.extend(blocks);
            continue;
        }
        let stands_before = |section: &Section| {
            let id = section.id.as_deref();
            form.sections[..index]
                .iter()
                .any(|before| id == Some(&*before.id))
        };
        let position = sections.iter().rposition(stands_before);
        let section = Section {
            number: String::new(),
            heading: vec![Inline::Text(required.heading.clone())],
            id: Some(required.id.clone()),
            level: 1,
            blocks,
            sections: Vec::new(),
        };
        sections.insert(position.map_or(0, |position| position + 1), section);
    }
    number(sections);
    for table in tables {
        if let Some(heading) = &table.annex {
            // An annex follows the numbered sections.
            sections.push(Section {
                number: String::new(),
                heading: vec![Inline::Text(heading.clone())],
                id: Some(table.id.clone()),
                level: 1,
                blocks: vec![filled(table)],
                sections: Vec::new(),
            });
        }
    }
}

/// Finds the section with this `{#id}` at any depth.
fn section_mut<'s>(sections: &'s mut [Section], id: &str) -> Option<&'s mut Section> {
    for section in sections {
        if section.id.as_deref() == Some(id) {
            return Some(section);
        }
        if let Some(section) = section_mut(&mut section.sections, id) {
            return Some(section);
        }
    }
    None
}

/// Returns the chart or table that an image's address refers to.
fn place(address: &str, caption: &str, setting: &DocumentContext<'_>) -> Result<Block, Problem> {
    let bad = |nearest| BadAddress {
        address: address.to_owned(),
        nearest,
    };
    let (kind, path) = address.split_once(':').ok_or_else(|| bad(None))?;
    let segments = segments_of(path).unwrap_or_default();
    let family = Family::of(&segments, setting.figures).ok_or_else(|| {
        let families = Metric::ALL
            .iter()
            .filter_map(|metric| metric.definition().key.strip_suffix(".*"));
        bad(nearest(path, families).map(|nearest| format!("{kind}:{nearest}")))
    })?;
    Ok(match kind {
        "chart" => Block::Figure(family.chart(path, caption, setting)),
        _ => Block::Table(family.table(path, caption, setting)),
    })
}

/// The table of the breakdown at `path`, captioned with its name. `None` if no count is above 0.
pub(super) fn breakdown(path: &str, setting: &DocumentContext<'_>) -> Option<Table> {
    let segments = segments_of(path)?;
    let family = Family::of(&segments, setting.figures)?;
    let name = family.metric.definition().label.zh;
    let table = family.table(path, name, setting);
    let mut values = family.figures.iter();
    let is_known = values.any(|(_, value)| value.count().is_some_and(|count| count > 0));
    is_known.then_some(table)
}

/// The figures of a breakdown, such as `published.by_month`.
struct Family<'a> {
    metric: Metric,
    /// In the office's own label order or the order of the codes; otherwise the largest first.
    figures: Vec<(&'a Key, &'a Value)>,
}

impl<'a> Family<'a> {
    fn of(segments: &'a [String], figures: &'a Figures) -> Option<Self> {
        let [metric] = *metrics_below(segments) else {
            return None;
        };
        let definition = metric.definition();
        let length = definition.key.split('.').count();
        let is_family = definition.key.ends_with(".*") && length == segments.len() + 1;
        is_family.then(|| Self {
            metric,
            figures: figures.by_size(figures.below(segments)),
        })
    }

    fn unit(&self) -> &'static str {
        self.metric
            .definition()
            .unit
            .name()
            .in_language(Language::Chinese)
    }

    /// The labels in the office's words, each with its value.
    fn labelled(&self) -> impl Iterator<Item = (String, &'a Value)> {
        let list = self.metric.definition().labels.last();
        self.figures.iter().filter_map(move |(key, value)| {
            let label = key.labels.get(self.metric.definition().labels.len() - 1)?;
            Some((
                label_name(*list?, label, Language::Chinese).to_owned(),
                *value,
            ))
        })
    }

    fn chart(&self, key: &str, caption: &str, setting: &DocumentContext<'_>) -> Figure {
        let counts = self.labelled().zip(&self.figures);
        let counts = counts.filter_map(|((label, value), (key, _))| {
            let then = setting
                .compared
                .and_then(|(_, then)| then.get(key)?.count());
            Some(((label, value.count()?), then))
        });
        let (values, then) = counts.unzip();
        let compared = setting.compared.map(|(other, _)| ComparedValues {
            names: [other, setting.span].map(Span::in_chinese),
            values: then,
        });
        let labels = self.metric.definition().labels.last();
        Figure {
            key: key.to_owned(),
            caption: caption.to_owned(),
            unit: self.unit().to_owned(),
            values,
            is_by_month: labels.is_some_and(|labels| labels.is_months()),
            compared,
        }
    }

    fn table(&self, key: &str, caption: &str, setting: &DocumentContext<'_>) -> Table {
        let definition = self.metric.definition();
        let column = |heading: &str, align| Column {
            heading: heading.to_owned(),
            align,
        };
        let number = format!("{}（{}）", definition.label.zh, self.unit());
        let mut columns = vec![column("项目", Align::Left), column(&number, Align::Right)];
        let mut rows: Vec<Vec<Cell>> = self
            .labelled()
            .map(|(label, value)| vec![Cell::Text(label), counted(value)])
            .collect();
        if let Some((other, then)) = setting.compared {
            columns[1].heading = setting.span.in_chinese() + &number;
            let is_share = definition.unit == Unit::Share;
            let difference = if is_share {
                "增减（个百分点）"
            } else {
                "增减"
            };
            columns.push(column(&other.in_chinese(), Align::Right));
            columns.push(column(difference, Align::Right));
            if !is_share {
                columns.push(column("增减%", Align::Right));
            }
            for (row, (key, value)) in rows.iter_mut().zip(&self.figures) {
                let then = then.get(key).unwrap_or(&Value::Absent);
                let change = Change::between(then, value, definition.unit);
                let decimal = |number: Option<Decimal>| {
                    number.map_or(Cell::Absent, |number| Cell::Decimal(rounded(number)))
                };
                row.push(counted(then));
                row.push(decimal(change.map(|change| change.difference)));
                if !is_share {
                    row.push(decimal(change.and_then(|change| change.percent)));
                }
            }
        }
        Table {
            id: key.to_owned(),
            caption: caption.to_owned(),
            columns,
            rows,
        }
    }
}

fn counted(value: &Value) -> Cell {
    match value {
        Value::Count(count) => Cell::Count(*count),
        Value::Ratio(ratio) => Cell::Share(*ratio),
        _ => Cell::Absent,
    }
}
