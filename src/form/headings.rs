//! Matches the headings of a narrative with the sections of a form, and reports where they differ.

use super::{Form, RequiredSection};
use crate::diagnostic::{
    Diagnostic, DoubledSection, ForeignSection, MissingSection, Place, Problem,
};
use crate::document::{Inline, Section, plain_text};
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

/// Returns findings on first-level headings that differ from a fixed form: missing, duplicate or
/// unknown ones, each with the line to change. `sections` are those of the narrative.
pub(super) fn not_followed(
    form: &Form,
    sections: &[Section],
    narrative: &Narrative,
) -> Vec<Diagnostic> {
    let written: Vec<Written<'_>> = lines_of_headings(sections, narrative);
    let is = |written: &&Written<'_>, id: &str| written.section.id.as_deref() == Some(id);
    let mut missing: Vec<&RequiredSection> = form.sections.iter().collect();
    missing.retain(|required| !written.iter().any(|one| is(&one, &required.id)));
    let mut found = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let id = one.section.id.as_deref().unwrap_or_default();
        if !form.has_section(id) {
            let meant = taken_for(&one.heading, &mut missing);
            let problem = ForeignSection {
                heading: one.heading.clone(),
                meant: meant.map(|meant| meant.heading.clone()),
            };
            found.push(Diagnostic::at(one.place.clone(), problem));
        } else if let Some(first) = written[..index].iter().find(|first| is(first, id)) {
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
        let problem = Problem::from(MissingSection {
            heading: required.heading.clone(),
            next: next.map(|next| next.heading.clone()),
        });
        let place = next.map_or_else(|| Place::file(&narrative.file), |next| next.place.clone());
        found.push(Diagnostic::at(place, problem));
    }
    found
}

/// Removes from `missing` and returns the section that an unknown heading most likely stands for.
fn taken_for<'f>(
    heading: &str,
    missing: &mut Vec<&'f RequiredSection>,
) -> Option<&'f RequiredSection> {
    let letters = Label::new(heading).letters;
    let near = nearest(&letters, missing.iter().map(|one| one.heading.as_str()));
    let index = missing
        .iter()
        .position(|one| near == Some(one.heading.as_str()))
        // A single missing section is assumed to be the one that is meant.
        .or((missing.len() == 1).then_some(0))?;
    Some(missing.remove(index))
}

/// A heading of the first level with its line.
struct Written<'s> {
    section: &'s Section,
    heading: String,
    place: Place,
}

fn lines_of_headings<'s>(sections: &'s [Section], narrative: &Narrative) -> Vec<Written<'s>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in narrative.text.split_inclusive('\n') {
        if line.trim_start().starts_with('#') {
            lines.push((start, line.trim_end()));
        }
        start += line.len();
    }
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
