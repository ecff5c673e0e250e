//! Content that the form and the Regulations require of the narrative.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::diagnostic::{
    Diagnostic, FeesContradicted, HeadingDiffers, LeftOut, MissingContent, Problem,
    SectionOutOfOrder, WrongNotice,
};
use crate::document::{Block, Document, Section, plain_text};
use crate::form::{Cells, FeeStatement, Form, FormText};
use crate::project::{Level, Narrative};

/// Reports content that the `narrative` of a report leaves out, and sections that differ from the form's.
pub fn check_contents(
    form: &Form,
    cells: &Cells<'_>,
    level: Level,
    document: &Document,
    narrative: &Narrative,
    year: i32,
    found: &mut Vec<Diagnostic>,
) {
    let diagnostic_at = |near: &str, problem| Diagnostic::at(narrative.near(near), problem);
    for required in &form.sections {
        let section = find(&document.sections, &required.id);
        // A missing heading of a fixed form is an error that is reported elsewhere.
        let is_missing = section.is_none() && form.is_fixed;
        if !is_missing && section.is_none_or(is_empty) {
            let problem = left_out(
                &FormText {
                    zh: required.heading.clone(),
                    en: required.id.clone(),
                },
                &required.article,
                Some(&required.id),
            );
            let heading = section.map_or(String::new(), |section| plain_text(&section.heading));
            found.push(diagnostic_at(&heading, problem));
        }
        if let Some(section) = section.filter(|_| form.is_fixed) {
            let heading = plain_text(&section.heading);
            if !required.is_named(&heading) {
                let problem = Problem::from(HeadingDiffers {
                    heading: heading.clone(),
                    expected: required.heading.clone(),
                });
                found.push(diagnostic_at(&heading, problem));
            }
        }
    }
    if form.is_fixed {
        found.extend(
            out_of_order(form, document).map(|(heading, problem)| diagnostic_at(&heading, problem)),
        );
    }
    for content in &form.contents {
        let is_of_level = content.levels.is_empty() || content.levels.contains(&level);
        let mut section = content.section.iter();
        let is_there = section.all(|id| find(&document.sections, id).is_some());
        let is_asked = is_of_level && (is_there || !form.is_fixed);
        let text = text_of(document, content.section.as_slice());
        if is_asked && !content.words.iter().all(|word| text.contains(word)) {
            let section = content.section.as_deref();
            let problem = left_out(&content.name, &content.article, section);
            found.push(diagnostic_at("", problem));
        }
    }
    found.extend(wrong_notices(form, document, narrative, year));
    if let Some(rule) = &form.fee_statement {
        let text = text_of(document, &rule.sections);
        if let Some((stated, problem)) = contradiction(rule, cells, &text) {
            found.push(diagnostic_at(&stated, problem));
        }
    }
}

/// Returns a finding for each notice of another form that the report cites.
fn wrong_notices(
    form: &Form,
    document: &Document,
    narrative: &Narrative,
    year: i32,
) -> Vec<Diagnostic> {
    let text = text_of(document, &[]);
    let others = Form::all().iter().filter(|other| other.id != form.id);
    let others = others.filter_map(|other| other.notice.as_deref());
    let finding = |(expected, notice): (&String, &str)| {
        let cited = cited(&text, notice)?;
        let problem = WrongNotice {
            cited: cited.to_owned(),
            expected: expected.clone(),
            year,
        };
        Some(Diagnostic::at(narrative.near(cited), problem))
    };
    let own = form.notice.iter();
    own.flat_map(|own| others.clone().map(move |other| (own, other)))
        .filter_map(finding)
        .collect()
}

/// Returns the citation of a notice in a text, by its whole number or by year and number alone: 〔2019〕60号.
/// The same year and number of another organ is another notice.
fn cited<'t>(text: &'t str, notice: &str) -> Option<&'t str> {
    let (organ, number) = notice.split_once('〔')?;
    let (year, number) = number.split_once('〕')?;
    for (at, _) in text.match_indices(year) {
        let open = text[..at].chars().next_back()?;
        let behind = &text[at + year.len()..];
        let close = behind.chars().next()?;
        let is_bracketed = "〔[［【（(".contains(open) && "〕]］】）)".contains(close);
        if !is_bracketed || !behind[close.len_utf8()..].starts_with(number) {
            continue;
        }
        let start = at - open.len_utf8();
        let end = at + year.len() + close.len_utf8() + number.len();
        if text[..start].ends_with(organ) {
            return text.get(start - organ.len()..end);
        }
        let is_of_another = text[..start].ends_with(|c: char| c.is_alphabetic());
        if !is_of_another {
            return text.get(start..end);
        }
    }
    None
}

fn left_out(name: &FormText, article: &FormText, section: Option<&str>) -> Problem {
    let pair = |text: &FormText| (text.zh.clone(), text.en.clone());
    Problem::from(MissingContent {
        content: Box::new(LeftOut {
            name: pair(name),
            article: pair(article),
            section: section.map(str::to_owned),
        }),
    })
}

/// Returns the first section that is not in the form's order.
fn out_of_order(form: &Form, document: &Document) -> Option<(String, Problem)> {
    let position = |section: &Section| {
        let id = section.id.as_deref()?;
        form.sections.iter().position(|required| required.id == id)
    };
    let placed: Vec<(usize, &Section)> = document
        .sections
        .iter()
        .filter_map(|section| Some((position(section)?, section)))
        .collect();
    // Duplicate sections are reported elsewhere.
    let mut seen = BTreeSet::new();
    let placed: Vec<(usize, &Section)> = placed
        .into_iter()
        .filter(|(position, _)| seen.insert(*position))
        .collect();
    let (_, section, before) = placed.windows(2).find_map(|pair| match *pair {
        [(one, section), (other, next)] if one > other => Some((one, section, next)),
        _ => None,
    })?;
    let heading = plain_text(&section.heading);
    let problem = Problem::from(SectionOutOfOrder {
        heading: heading.clone(),
        before: plain_text(&before.heading),
    });
    Some((heading, problem))
}

/// Returns the section with this `{#id}`, at any depth.
fn find<'d>(sections: &'d [Section], id: &str) -> Option<&'d Section> {
    sections.iter().find_map(|section| {
        if section.id.as_deref() == Some(id) {
            return Some(section);
        }
        find(&section.sections, id)
    })
}

/// Whether a section contains nothing but headings.
fn is_empty(section: &Section) -> bool {
    section.blocks.is_empty() && section.sections.iter().all(is_empty)
}

/// Returns the running text of the sections with these ids, or of the whole document if `ids` is empty.
fn text_of(document: &Document, ids: &[String]) -> String {
    let mut text = String::new();
    if ids.is_empty() {
        push_blocks(&document.preface, &mut text);
        for section in &document.sections {
            push_section(section, &mut text);
        }
    }
    for id in ids {
        if let Some(section) = find(&document.sections, id) {
            push_section(section, &mut text);
        }
    }
    text
}

fn push_section(section: &Section, text: &mut String) {
    text.push_str(&plain_text(&section.heading));
    text.push('\n');
    push_blocks(&section.blocks, text);
    for section in &section.sections {
        push_section(section, text);
    }
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                text.push_str(&plain_text(inlines));
                text.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| push_blocks(item, text)),
            Block::Quote(blocks) => push_blocks(blocks, text),
            Block::Table(_) | Block::Statutory(_) | Block::Figure(_) => {}
        }
    }
}

/// Returns a clause about fees that contradicts the logs, with the problem.
fn contradiction(rule: &FeeStatement, cells: &Cells<'_>, text: &str) -> Option<(String, Problem)> {
    let (amount, cases) = rule.logged(cells);
    let is_charged = amount.is_some_and(|amount| amount > Decimal::ZERO) || cases > Decimal::ZERO;
    let clauses = text.split(['，', '。', '；', '、', '\n', '（', '）', ',', ';']);
    let about_fees: Vec<&str> = clauses
        .filter(|clause| {
            let has = |words: &[String]| words.iter().any(|word| clause.contains(word));
            has(&rule.topics) && !has(&rule.exceptions)
        })
        .collect();
    let problem = |stated: &str| {
        let problem = Problem::from(FeesContradicted {
            id: rule.id.clone(),
            stated: stated.to_owned(),
            logged: amount.map(|amount| amount.normalize().to_string()),
            unpaid: cases.normalize().to_string(),
            is_charged: amount.is_some_and(|amount| amount > Decimal::ZERO),
        });
        Some((stated.to_owned(), problem))
    };
    let is_denial = |clause: &&&str| rule.denials.iter().any(|denial| clause.contains(denial));
    if is_charged && let Some(denial) = about_fees.iter().find(is_denial) {
        return problem(denial);
    }
    // If the text names several sums, one must be the total; the others may be its parts.
    let sums: Vec<(&str, Decimal)> = about_fees
        .iter()
        .filter_map(|clause| Some((*clause, sum_in(clause)?)))
        .collect();
    match (sums.first(), amount) {
        (Some((clause, _)), Some(amount)) if sums.iter().all(|(_, sum)| *sum != amount) => {
            problem(clause)
        }
        _ => None,
    }
}

/// Returns the sum of money that a clause names, in yuan.
fn sum_in(clause: &str) -> Option<Decimal> {
    let before = &clause[..clause.find('元')?];
    let (before, factor) = match before.strip_suffix('万') {
        Some(before) => (before, Decimal::from(10_000)),
        None => (before, Decimal::ONE),
    };
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = Decimal::from_str_exact(&before[digits.len()..]).ok()?;
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_as_they_are_cited() {
        let notice = "国办公开办函〔2019〕60号";
        for (text, found) in [
            ("依据国办公开办函〔2019〕60号编制", Some(notice)),
            (
                "按照通知（国办公开办函[2019]60号）要求",
                Some("国办公开办函[2019]60号"),
            ),
            ("按照《通知》〔2019〕60号要求", Some("〔2019〕60号")),
            ("国办发〔2019〕60号", None),
            ("国办公开办函〔2019〕61号", None),
            ("国办公开办函〔2021〕30号", None),
        ] {
            assert_eq!(cited(text, notice), found, "{text}");
        }
    }

    #[test]
    fn sums_are_read_from_clauses() {
        for (clause, sum) in [
            ("收取信息处理费400元", Some("400")),
            ("收费1.5万元", Some("15000.0")),
            ("收取费用为0元", Some("0")),
            ("未收取费用", None),
            ("收费若干元", None),
        ] {
            assert_eq!(sum_in(clause).map(|sum| sum.to_string()).as_deref(), sum);
        }
    }
}
