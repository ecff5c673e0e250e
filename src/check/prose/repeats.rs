//! Finds paragraphs that are unchanged since last year, and headings with nothing below them.

use std::collections::HashMap;

use super::Prose;
use super::rules::ProseRules;
use super::text::{ProseBlock, blocks};
use crate::diagnostic::{Diagnostic, EmptySection, Problem, StaleParagraph, UnchangedParagraph};

pub(super) fn check(
    now: &[ProseBlock<'_>],
    prose: &Prose<'_>,
    rules: &ProseRules,
    found: &mut Vec<Diagnostic>,
) {
    check_headings(now, prose.form_fills_sections, rules, found);
    let before = prose.narrative_before.and_then(blocks).unwrap_or_default();
    let paragraphs: Vec<&ProseBlock<'_>> = before.iter().filter(|b| b.is_paragraph()).collect();
    let shingles = Shingles::of(&paragraphs);
    for block in now.iter().filter(|block| block.is_paragraph()) {
        if block.text.chars().count() < rules.repeats.shortest {
            continue;
        }
        let alike = shingles
            .sharing(&block.text)
            .into_iter()
            .map(|index| {
                (
                    likeness(&block.text, &paragraphs[index].text),
                    paragraphs[index],
                )
            })
            .max_by_key(|(percent, _)| *percent);
        let Some((percent, old)) = alike.filter(|(percent, _)| *percent >= rules.repeats.alike)
        else {
            continue;
        };
        let last_line = old.place(0..old.text.len()).line.unwrap_or(1);
        let first_sentence = block.sentences().first().cloned().unwrap_or(0..0);
        let problem = if is_likely_stale(block, rules) {
            Problem::from(StaleParagraph { percent, last_line })
        } else {
            Problem::from(UnchangedParagraph { percent, last_line })
        };
        found.push(block.finding(first_sentence, problem));
    }
}

/// Index of paragraphs by character n-grams, so that a paragraph is compared only with those that share some.
struct Shingles(HashMap<[char; Shingles::LENGTH], Vec<usize>>);

impl Shingles {
    /// Length of an n-gram. If a tenth of thirty characters changed, at least one n-gram of this length is
    /// left.
    const LENGTH: usize = 5;
    /// Maximum number of paragraphs indexed per n-gram. An n-gram in more of them is a stock phrase and
    /// identifies none.
    const MOST: usize = 64;

    fn of(paragraphs: &[&ProseBlock<'_>]) -> Self {
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            for run in Self::runs(&paragraph.text) {
                let places = places.entry(run).or_default();
                if places.last() != Some(&index) && places.len() < Self::MOST {
                    places.push(index);
                }
            }
        }
        Self(places)
    }

    fn runs(text: &str) -> impl Iterator<Item = [char; Self::LENGTH]> {
        let characters: Vec<char> = text.chars().collect();
        let last = (characters.len() + 1).saturating_sub(Self::LENGTH);
        (0..last).filter_map(move |start| characters[start..start + Self::LENGTH].try_into().ok())
    }

    /// Returns the indexes of the paragraphs that share the most n-grams with `text`, in ascending order.
    fn sharing(&self, text: &str) -> Vec<usize> {
        const COMPARED: usize = 4;
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for run in Self::runs(text) {
            for index in self.0.get(&run).into_iter().flatten() {
                *shared.entry(*index).or_default() += 1;
            }
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
        shared.sort_by_key(|(index, runs)| (std::cmp::Reverse(*runs), *index));
        let mut first: Vec<usize> = shared
            .iter()
            .take(COMPARED)
            .map(|(index, _)| *index)
            .collect();
        first.sort_unstable();
        first
    }
}

/// Returns the similarity of two paragraphs in percent, rounded down.
fn likeness(one: &str, other: &str) -> u8 {
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    // Texts that differ this much in length cannot be similar; skip the slow comparison.
    if shorter * 10 < longer * 8 {
        return 0;
    }
    let percent = (0..=100u8).rev();
    let likeness = strsim::normalized_levenshtein(one, other) * 100.0;
    percent
        .into_iter()
        .find(|&percent| f64::from(percent) <= likeness)
        .unwrap_or(0)
}

/// Whether the paragraph is about problems or measures, or has a typed figure. Such text should change every
/// year; a description of rules may repeat.
fn is_likely_stale(block: &ProseBlock<'_>, rules: &ProseRules) -> bool {
    let is_of_problems = block
        .under
        .iter()
        .any(|(_, heading)| rules.repeats.stale_heading.0.is_match(heading));
    is_of_problems || rules.vague.typed.0.is_match(&block.text)
}

fn check_headings(
    blocks: &[ProseBlock<'_>],
    form_fills: bool,
    rules: &ProseRules,
    found: &mut Vec<Diagnostic>,
) {
    for (index, block) in blocks.iter().enumerate() {
        let Some((level, id)) = &block.heading else {
            continue;
        };
        let is_followed = match blocks.get(index + 1) {
            None => false,
            Some(next) => next.heading.as_ref().is_none_or(|(below, _)| below > level),
        };
        // A heading that a fixed form does not have is an error already.
        let is_filled = form_fills
            && match id {
                Some(id) => rules.empty.filled_by_form.contains(id),
                None => *level == 1,
            };
        if !is_followed && !is_filled {
            let heading = block.text.clone();
            let whole = 0..block.text.len();
            found.push(block.finding(whole, EmptySection { heading }));
        }
    }
}
