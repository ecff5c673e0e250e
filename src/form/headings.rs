//! Matches the headings of a narrative with the sections of a form, and reports where they differ.

use super::markdown::Parsed;
use super::{Form, RequiredSection};
use crate::diagnostic::{
    Diagnostic, DoubledSection, ForeignSection, HeadingTooDeep, MeantHeading, MissingSection,
    Place, TypedTitle, UnmarkedHeading,
};
use crate::document::{Block, Inline, Section, plain_text};
use crate::project::Narrative;
use crate::vocabulary::{Label, nearest};

impl RequiredSection {
    /// Whether `heading` is one of its wordings, ignoring number, spaces and punctuation.
    pub(crate) fn is_named(&self, heading: &str) -> bool {
        let letters = Label::new(heading).letters;
        let mut known = [&self.heading].into_iter().chain(&self.also);
        !letters.is_empty() && known.any(|known| Label::new(known).letters == letters)
    }
}

impl Form {
    /// The section that `heading` names.
    #[must_use]
    pub fn section_named(&self, heading: &str) -> Option<&RequiredSection> {
        self.sections
            .iter()
            .find(|required| required.is_named(heading))
    }

    fn has_section(&self, id: &str) -> bool {
        self.sections.iter().any(|required| required.id == id)
    }
}

/// Assigns each section without an id the id of the form's section that its heading names.
///
/// A fixed form has sections on the first level only; deeper headings are not matched.
pub(super) fn identify(form: &Form, sections: &mut [Section]) {
    let mut written = Vec::new();
    push_ids(sections, &mut written);
    identify_unless(form, &written, sections);
}

fn push_ids(sections: &[Section], ids: &mut Vec<String>) {
    for section in sections {
        ids.extend(section.id.clone());
        push_ids(&section.sections, ids);
    }
}

fn identify_unless(form: &Form, written: &[String], sections: &mut [Section]) {
    for section in sections {
        if section.id.is_none() {
            let named = form.section_named(&plain_text(&section.heading));
            // In a fixed form a second heading gets the id too, so that the duplicate is reported.
            let named = named.filter(|named| form.is_fixed || !written.contains(&named.id));
            section.id = named.map(|named| named.id.clone());
        }
        if !form.is_fixed {
            identify_unless(form, written, &mut section.sections);
        }
    }
}

/// Removes typed numbers from headings, as they are numbered automatically: any number if the section
/// is one of the form, otherwise only a number equal to the printed one.
pub(super) fn take_numbers(form: &Form, sections: &mut [Section]) {
    for section in sections {
        let is_of_form = section.id.as_ref().is_some_and(|id| form.has_section(id));
        if let Some(Inline::Text(text)) = section.heading.first_mut() {
            let rest = if is_of_form {
                behind_number(text)
            } else {
                text.trim_start().strip_prefix(&section.number)
            };
            let rest = rest.map(str::trim_start).filter(|rest| !rest.is_empty());
            if let Some(rest) = rest.map(str::to_owned) {
                *text = rest;
            }
        }
        take_numbers(form, &mut section.sections);
    }
}

/// The heading after its number (一、（一）1. 第一部分); `None` if it has no number.
fn behind_number(heading: &str) -> Option<&str> {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let text = heading.trim_start();
    let inner = text.trim_start_matches(['（', '(', '第']);
    let rest = inner.trim_start_matches(is_numeral);
    if rest.len() == inner.len() {
        return None;
    }
    let rest = rest.strip_prefix("部分").unwrap_or(rest);
    let behind = rest.trim_start_matches(['）', ')', '、', '.', '．', '，', ' ', '\u{3000}']);
    (behind.len() < rest.len()).then_some(behind)
}

/// Returns findings on the headings of a narrative. A part of a year need not follow a fixed form.
pub(super) fn faults(
    form: &Form,
    title: &[String],
    parsed: &Parsed,
    narrative: &Narrative,
    is_part: bool,
) -> Vec<Diagnostic> {
    let (titles, mut found) = typed_titles(form, title, parsed, narrative);
    let mut written = lines_of_headings(&parsed.sections, narrative);
    written.retain(|one| !titles.contains(&one.heading));
    let mut missing: Vec<&RequiredSection> = form.sections.iter().collect();
    missing.retain(|required| !has_section(form, &parsed.sections, &required.id));
    // What the wrong id of a heading hides is not missing.
    let misnamed: Vec<_> = written
        .iter()
        .filter_map(|one| misnamed(form, one))
        .collect();
    missing.retain(|required| !misnamed.iter().any(|named| named.id == required.id));
    let number_missing = missing.len();
    found.extend(unmarked(form, &mut missing, narrative));
    if missing.len() == number_missing {
        found.extend(too_deep(&written));
    }
    if form.is_fixed && !is_part {
        found.extend(not_followed(form, &written, missing, narrative));
    }
    found
}

/// Whether a finding says that a section of the form is taken for something else.
pub(super) fn hides_section(finding: &Diagnostic) -> bool {
    let problem = &finding.problem;
    let unmarked = problem.get::<UnmarkedHeading>();
    let foreign = problem.get::<ForeignSection>();
    unmarked.is_some_and(|unmarked| unmarked.is_of_form)
        || foreign.is_some_and(|foreign| matches!(foreign.meant, MeantHeading::Id(_)))
}

/// Whether a section of the form is there. A fixed form has sections on the first level only.
fn has_section(form: &Form, sections: &[Section], id: &str) -> bool {
    sections.iter().any(|section| {
        let is_section = section.level == 1 || !form.is_fixed;
        is_section && section.id.as_deref() == Some(id) || has_section(form, &section.sections, id)
    })
}

/// The section of a fixed form that a heading names word for word, although it is marked with another id.
fn misnamed<'f>(form: &'f Form, one: &Written<'_>) -> Option<&'f RequiredSection> {
    let named = form.section_named(&one.heading).filter(|_| form.is_fixed)?;
    let id = one.section.id.as_deref()?;
    (named.id != id && one.section.level == 1).then_some(named)
}

/// Returns findings on first-level headings that differ from a fixed form: missing, duplicate or
/// unknown ones, each with the line to change.
fn not_followed(
    form: &Form,
    written: &[Written<'_>],
    mut missing: Vec<&RequiredSection>,
    narrative: &Narrative,
) -> Vec<Diagnostic> {
    let is = |written: &&Written<'_>, id: &str| written.section.id.as_deref() == Some(id);
    let mut found = Vec::new();
    let meant = meant(form, written, &mut missing);
    for ((index, one), meant) in written.iter().enumerate().zip(meant) {
        // A deeper heading comes first where the one above it is not marked.
        if one.section.level != 1 {
            continue;
        }
        if let Some(meant) = meant {
            let problem = ForeignSection {
                heading: one.heading.clone(),
                meant,
            };
            found.push(Diagnostic::at(one.place.clone(), problem));
            continue;
        }
        let id = one.section.id.as_deref().unwrap_or_default();
        let mut before = written[..index].iter();
        if let Some(first) = before.find(|first| is(first, id) && misnamed(form, first).is_none()) {
            let problem = DoubledSection {
                heading: one.heading.clone(),
                first_line: first.place.line,
            };
            found.push(Diagnostic::at(one.place.clone(), problem));
        }
    }
    for required in missing {
        let position = form.sections.iter().position(|one| one.id == required.id);
        let behind = &form.sections[position.unwrap_or_default()..];
        let mut behind = behind.iter();
        let next = behind.find_map(|later| written.iter().find(|one| is(one, &later.id)));
        let problem = MissingSection {
            heading: required.heading.clone(),
            next: next.map(|next| next.heading.clone()),
        };
        let place = next.map_or_else(|| Place::file(&narrative.file), |next| next.place.clone());
        found.push(Diagnostic::at(place, problem));
    }
    found
}

/// Returns a finding if a deeper heading comes before the first one of the first level: it would take the
/// number of a section.
fn too_deep(written: &[Written<'_>]) -> Option<Diagnostic> {
    let first = written.first().filter(|first| first.section.level > 1)?;
    let problem = HeadingTooDeep {
        heading: first.heading.clone(),
    };
    Some(Diagnostic::at(first.place.clone(), problem))
}

/// Returns the findings about lines that are meant as headings and not marked as such: for want of a space, with a
/// full-width `＃`, or the heading of a missing section in bold, bare or on another level. The sections that they
/// name are removed from `missing`.
///
/// Such a line would be printed as text, with its mark.
fn unmarked(
    form: &Form,
    missing: &mut Vec<&RequiredSection>,
    narrative: &Narrative,
) -> Vec<Diagnostic> {
    let by_heading = form.sections_by_heading();
    let mut found = Vec::new();
    for (start, line) in lines_of(&narrative.text) {
        let text = line.trim();
        let words = text.trim_start_matches(['#', '＃']);
        let marks = &text[..text.len() - words.len()];
        let is_heading = !marks.is_empty() && words.starts_with(' ') && !marks.contains('＃');
        if marks.is_empty() && text.len() > LONGEST_HEADING {
            continue;
        }
        let bare = words.split("{#").next().unwrap_or_default();
        let id = by_heading.get(&Label::new(bare).letters);
        let wanted = id.and_then(|id| missing.iter().position(|one| one.id == *id));
        // `#1号楼` is the number of a thing, `#政务公开#` a topic of a network.
        let is_other = words.starts_with(|c: char| c.is_ascii_digit()) || words.contains('#');
        let begins = !marks.is_empty() && !words.trim().is_empty() && !is_heading && !is_other;
        if is_title(bare) || (wanted.is_none() && !begins) || (is_heading && marks == "#") {
            continue;
        }
        let named = id.and_then(|id| form.sections.iter().find(|one| one.id == *id));
        let heading = match named {
            Some(named) => format!("# {}", named.heading),
            None => format!("{} {}", "#".repeat(marks.chars().count()), words.trim()),
        };
        let problem = UnmarkedHeading {
            line: text.to_owned(),
            heading,
            is_of_form: form.is_fixed && wanted.is_some(),
        };
        let span = start..start + line.trim_end().len();
        found.push(Diagnostic::at(narrative.place(span), problem));
        if let Some(wanted) = wanted {
            missing.remove(wanted);
        }
    }
    found
}

/// No heading of a form has so many bytes, with its marks.
const LONGEST_HEADING: usize = 256;

/// Returns findings about the title of the report, which is printed anyway, and the headings it is written in: at the
/// beginning, where it may have several lines, or as a heading of the first level.
fn typed_titles(
    form: &Form,
    title: &[String],
    parsed: &Parsed,
    narrative: &Narrative,
) -> (Vec<String>, Vec<Diagnostic>) {
    const MOST_LINES: usize = 3;
    let title = Label::new(&title.concat()).letters;
    let is_one = |text: &str| is_title(text) || Label::new(text).letters == title;
    let mut first = Vec::new();
    for block in &parsed.preface {
        let Block::Paragraph(inlines) = block else {
            break;
        };
        first.push(plain_text(inlines));
    }
    let has_preface = !first.is_empty();
    let sections = parsed.sections.iter().filter(|_| !has_preface);
    for section in sections.take(MOST_LINES) {
        first.push(plain_text(&section.heading));
        let is_alone = section.blocks.is_empty() && section.sections.is_empty();
        if !is_alone || form.section_named(&plain_text(&section.heading)).is_some() {
            break;
        }
    }
    let lines = (1..=first.len().min(MOST_LINES)).find(|&lines| is_one(&first[..lines].concat()));
    let mut titles = first[..lines.unwrap_or_default()].to_vec();
    let mut found = Vec::new();
    if let Some(line) = titles.first() {
        let place = narrative.near(line.lines().next().unwrap_or_default());
        let line = titles.concat();
        found.push(Diagnostic::at(place, TypedTitle { line }));
    }
    for section in &parsed.sections {
        let heading = plain_text(&section.heading);
        if is_title(&heading) && !titles.contains(&heading) {
            let place = narrative.near(&heading);
            titles.push(heading.clone());
            found.push(Diagnostic::at(place, TypedTitle { line: heading }));
        }
    }
    (titles, found)
}

/// Whether a line is the title of an annual report, and no sentence.
fn is_title(line: &str) -> bool {
    const ENDS: [&str; 5] = ["年度报告", "年报", "工作报告", "情况的报告", "情况报告"];
    let letters = Label::new(line).letters;
    let is_sentence = line.contains(['，', '。', '：', '；', ',']);
    let is_report = ENDS.iter().any(|end| letters.ends_with(end));
    !is_sentence && letters.contains("政府信息公开") && is_report
}

/// Returns the position, among the missing sections, of the one that the heading of an index stands for; known are
/// the positions in the form of the sections of all headings.
type Stands<'a> = dyn Fn(usize, &[&RequiredSection], &[Option<usize>]) -> Option<usize> + 'a;

/// Returns the meaning of each first-level heading that the form does not have, and removes from `missing` the
/// sections that such headings stand for.
fn meant(
    form: &Form,
    written: &[Written<'_>],
    missing: &mut Vec<&RequiredSection>,
) -> Vec<Option<MeantHeading>> {
    let position_of = |id: &str| form.sections.iter().position(|required| required.id == id);
    // The position of the section that each heading is, or stands for.
    let mut positions: Vec<Option<usize>> = written
        .iter()
        .map(|one| position_of(one.section.id.as_ref()?))
        .collect();
    let mut meant: Vec<Option<MeantHeading>> = written
        .iter()
        .zip(&positions)
        .map(|(one, position)| {
            if let Some(named) = misnamed(form, one) {
                return Some(MeantHeading::Id(named.id.clone()));
            }
            let below = || section_for(form, &one.heading, missing);
            position.is_none().then(|| {
                below().map_or(MeantHeading::Unknown, |section| {
                    MeantHeading::Below(section.heading.clone())
                })
            })
        })
        .collect();
    // By the headings of other forms, then by likeness, then by the place between two known sections.
    let rules: [&Stands<'_>; 3] = [
        &|index, missing, _| {
            let id = id_in_other_form(form, &written[index].heading)?;
            missing.iter().position(|required| required.id == id)
        },
        &|index, missing, _| {
            let letters = Label::new(&written[index].heading).letters;
            let near = nearest(&letters, missing.iter().map(|one| one.heading.as_str()))?;
            missing.iter().position(|one| one.heading == near)
        },
        &|index, missing, positions| {
            let before = positions[..index].iter().rev().find_map(|known| *known);
            let behind = positions[index..].iter().find_map(|known| *known);
            let after = before.map_or(0, |before| before + 1);
            let until = behind.unwrap_or(form.sections.len());
            let is_between = |required: &&RequiredSection| {
                position_of(&required.id).is_some_and(|at| (after..until).contains(&at))
            };
            missing.iter().position(is_between)
        },
    ];
    for rule in rules {
        for index in 0..written.len() {
            if meant[index] == Some(MeantHeading::Unknown)
                && let Some(taken) = rule(index, missing, &positions)
            {
                let required = missing.remove(taken);
                positions[index] = position_of(&required.id);
                meant[index] = Some(MeantHeading::Section(required.heading.clone()));
            }
        }
    }
    meant
}

/// The id of the section that a heading names in another form.
fn id_in_other_form(form: &Form, heading: &str) -> Option<&'static str> {
    let others = Form::all().iter().filter(|other| other.id != form.id);
    let named = others.filter_map(|other| other.section_named(heading));
    named.map(|section| section.id.as_str()).next()
}

/// The section of a form below which a heading belongs; `None` if it may stand for one of the missing sections.
fn section_for<'f>(
    form: &'f Form,
    heading: &str,
    missing: &[&RequiredSection],
) -> Option<&'f RequiredSection> {
    let of_id = |id: &str| form.sections.iter().find(|required| required.id == id);
    if let Some(id) = id_in_other_form(form, heading)
        && let Some(section) = of_id(id)
    {
        let is_missing = missing.iter().any(|required| required.id == id);
        return Some(section).filter(|_| !is_missing);
    }
    let is_in = |words: &[String]| words.iter().any(|word| heading.contains(word));
    let holds = form.sections.iter().find(|section| is_in(&section.holds));
    let letters = Label::new(heading).letters;
    let content = || {
        let near = nearest(&letters, missing.iter().map(|one| one.heading.as_str()));
        let mut contents = form.contents.iter().filter(|_| near.is_none());
        let content = contents.find(|content| is_in(&content.words))?;
        of_id(content.section.as_deref()?)
    };
    holds.or_else(content).filter(|section| {
        let is_missing = missing.iter().any(|required| required.id == section.id);
        // 存在问题和下一步打算 is the section about problems itself.
        let begins_alike = heading.chars().take(2).eq(section.heading.chars().take(2));
        !is_missing || is_in(&section.holds) && !begins_alike
    })
}

/// The lines of a text with the byte offset of each.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let at = *start;
        *start += line.len();
        Some((at, line))
    })
}

/// A heading of the first level with its line.
struct Written<'s> {
    section: &'s Section,
    heading: String,
    place: Place,
}

fn lines_of_headings<'s>(sections: &'s [Section], narrative: &Narrative) -> Vec<Written<'s>> {
    let lines = lines_of(&narrative.text).filter(|(_, line)| line.trim_start().starts_with('#'));
    let lines: Vec<_> = lines
        .map(|(start, line)| (start, line.trim_end()))
        .collect();
    let mut lines = lines.into_iter();
    let written = sections.iter().map(|section| {
        let heading = plain_text(&section.heading);
        // A heading with placeholders is not found, as its source differs from the printed text.
        let place = lines.clone().position(|(_, line)| line.contains(&heading));
        let place = place
            .and_then(|index| lines.nth(index))
            .map(|(start, line)| {
                let at = start + line.find(&heading).unwrap_or_default();
                narrative.place(at..at + heading.len())
            });
        Written {
            section,
            place: place.unwrap_or_else(|| narrative.near(&heading)),
            heading,
        }
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_headings() {
        for (heading, rest) in [
            ("一、总体情况", Some("总体情况")),
            ("（一）主动公开", Some("主动公开")),
            ("1. 总体情况", Some("总体情况")),
            ("第一部分 总体情况", Some("总体情况")),
            ("一 总体情况", Some("总体情况")),
            ("总体情况", None),
            ("一体化平台", None),
            ("2021年情况", None),
        ] {
            assert_eq!(behind_number(heading), rest, "{heading}");
        }
    }

    #[test]
    fn headings_that_a_form_does_not_have() {
        use MeantHeading::{Below, Section, Unknown};
        let form = Form::by_id("cn-2021").unwrap();
        let meant_by = |headings: &[&str]| {
            let text = format!("# {}\n\n无。\n", headings.join("\n\n无。\n\n# "));
            let narrative = Narrative::new("2021.md".into(), text.clone());
            let mut parsed = super::super::markdown::parse(&text, &[], &mut |_, _| unreachable!());
            identify(form, &mut parsed.sections);
            let found = faults(form, &[], &parsed, &narrative, false);
            let foreign = found
                .iter()
                .filter_map(|one| one.problem.get::<ForeignSection>());
            foreign.map(|one| one.meant.clone()).collect::<Vec<_>>()
        };
        let (all, of) = (form.sections.iter(), |heading: &str| heading.to_owned());
        let all: Vec<&str> = all.map(|section| &*section.heading).collect();
        let with = |changes: &[(usize, &'static str)]| {
            let mut headings = all.clone();
            for (index, heading) in changes {
                headings[*index] = heading;
            }
            meant_by(&headings)
        };
        let section = |index: usize| Section(of(all[index]));
        let below = |index: usize| Below(of(all[index]));
        assert_eq!(with(&[]), []);
        assert_eq!(
            with(&[(0, "概述"), (3, "复议诉讼")]),
            [section(0), section(3)]
        );
        assert_eq!(
            with(&[(0, "工作情况"), (5, "其他")]),
            [section(0), section(5)]
        );
        assert_eq!(with(&[(4, "存在问题和下一步打算")]), [section(4)]);
        assert_eq!(with(&[(2, "依申请公开政府信息办理情况")]), [section(2)]);
        let extra = |heading: &'static str| {
            let mut headings = all.clone();
            headings.insert(4, heading);
            meant_by(&headings)
        };
        assert_eq!(extra("下一步工作打算"), [below(4)]);
        assert_eq!(extra("政府信息公开收费情况"), [below(5)]);
        assert_eq!(extra("监督保障情况"), [below(0)]);
        assert_eq!(extra("附件"), [Unknown]);
    }

    #[test]
    fn every_official_heading_names_its_section() {
        for form in Form::all() {
            for required in &form.sections {
                for heading in [&required.heading].into_iter().chain(&required.also) {
                    let named = form.section_named(&format!("六、 {heading}"));
                    assert_eq!(
                        named.map(|named| &named.id),
                        Some(&required.id),
                        "{heading}"
                    );
                }
            }
        }
    }
}
