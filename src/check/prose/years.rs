//! Checks written years and days: a year other than the report's, `31号` instead of `31日`.

use std::ops::Range;
use std::sync::Arc;

use super::rules::{Pattern, ProseRules};
use super::text::ProseBlock;
use crate::diagnostic::{ColloquialDate, Diagnostic, Place, StaleYear};
use crate::project::ReportSettings;

pub(super) fn check(
    block: &ProseBlock<'_>,
    year: i32,
    rules: &ProseRules,
    found: &mut Vec<Diagnostic>,
) {
    for day in rules.date.colloquial.0.find_iter(&block.text) {
        let text = day.as_str().to_owned();
        found.push(block.finding(day.range(), ColloquialDate { text }));
    }
    let mut stale: Vec<(Range<usize>, i32)> = Vec::new();
    for sentence in block.sentences() {
        let text = &block.text[sentence.clone()];
        stale.extend(
            referenced_years(text, block, sentence, rules)
                .into_iter()
                .filter(|(_, found)| *found != year)
                .map(|(span, year)| (sentence.start + span.start..sentence.start + span.end, year)),
        );
    }
    stale.sort_by_key(|(span, _)| span.start);
    stale.dedup();
    for (span, found_year) in stale {
        let problem = StaleYear {
            found: found_year,
            year,
        };
        found.push(block.finding(span, problem));
    }
}

/// Returns the years in a sentence that refer to the report year.
fn referenced_years(
    sentence: &str,
    block: &ProseBlock<'_>,
    span: &Range<usize>,
    rules: &ProseRules,
) -> Vec<(Range<usize>, i32)> {
    let words = &rules.year;
    let mut years = Vec::new();
    let titles = titles(sentence);
    let is_other = |at: usize| {
        let before = last_characters(&sentence[..at], 6);
        words.other.0.is_match(before)
    };
    years.extend(
        years_by(&words.basis, sentence)
            .into_iter()
            .filter(|(year, _)| {
                !is_other(year.start) && is_of_notice(sentence, &titles, year.start, rules)
            }),
    );
    if words.period.0.is_match(sentence) {
        years.extend(every_year(sentence, rules));
    }
    let is_heading = block.heading.is_some();
    if is_heading && !words.other.0.is_match(sentence) {
        years.extend(every_year(sentence, rules));
    }
    let has_figure = block
        .mentions_in(span.clone())
        .any(|mention| mention.key.is_some() && !mention.is_of_year_before);
    if has_figure && !words.other.0.is_match(sentence) {
        years.extend(years_by(&words.opening, sentence));
    }
    years
}

/// Returns the titles within 《》, in order.
fn titles(sentence: &str) -> Vec<Range<usize>> {
    let mut titles = Vec::new();
    let mut open = Vec::new();
    for (at, mark) in sentence.match_indices(['《', '》']) {
        if mark == "《" {
            open.push(at);
        } else if let Some(start) = open.pop()
            && open.is_empty()
        {
            titles.push(start..at);
        }
    }
    titles.extend(open.first().map(|start| *start..sentence.len()));
    titles
}

/// Whether a year at `at` may refer to the report year: within 《》, only the title of a notice does.
fn is_of_notice(sentence: &str, titles: &[Range<usize>], at: usize, rules: &ProseRules) -> bool {
    let next = titles.partition_point(|title| title.end <= at);
    let title = titles.get(next).filter(|title| title.contains(&at));
    title.is_none_or(|title| rules.year.notice.0.is_match(&sentence[at..title.end]))
}

fn years_by(words: &Pattern, text: &str) -> Vec<(Range<usize>, i32)> {
    let found = words.0.captures_iter(text);
    let year = |captures: regex::Captures<'_>| {
        let year = captures.get(1)?;
        Some((year.range(), year.as_str().parse().ok()?))
    };
    found.filter_map(year).collect()
}

/// Returns every year followed by 年, except the end of a range of years.
fn every_year(text: &str, rules: &ProseRules) -> Vec<(Range<usize>, i32)> {
    let is_alone = |(span, _): &(Range<usize>, i32)| {
        !text[..span.start].ends_with(['-', '—', '–', '~', '～', '〔'])
    };
    years_by(&rules.year.any, text)
        .into_iter()
        .filter(is_alone)
        .collect()
}

fn last_characters(text: &str, number: usize) -> &str {
    let start = text.char_indices().rev().nth(number.saturating_sub(1));
    start.map_or(text, |(start, _)| &text[start..])
}

/// Reports other years in the title of the report and in the title of the notice.
pub(super) fn check_settings(
    settings: &ReportSettings,
    year: i32,
    file: &Arc<str>,
    text: &str,
    found: &mut Vec<Diagnostic>,
) {
    let section = text.find(&format!("[reports.{year}]")).unwrap_or(0);
    for line in settings.title.iter().chain(&settings.notice_title) {
        let other = every_year(line, ProseRules::get())
            .into_iter()
            .find(|(_, found)| *found != year);
        let (Some((span, found_year)), Some(start)) = (other, text[section..].find(line.as_str()))
        else {
            continue;
        };
        let start = section + start + span.start;
        found.push(Diagnostic::at(
            Place::span(file, text, start..start + 4),
            StaleYear {
                found: found_year,
                year,
            },
        ));
    }
}
