//! Personal numbers (identity card, telephone, bank card) in the text of a report and in the titles of logs.

use crate::diagnostic::{
    Diagnostic, Findings, PersonalData, PersonalNumber, mask, personal_numbers,
};
use crate::document::{Block, Document, Section, plain_text};
use crate::logs::Row;
use crate::project::Narrative;
use crate::record::Log;

/// Reports the personal numbers in the title of a row; findings are joined by kind of number and file.
#[inline]
pub(super) fn check_title(row: &Row<'_>, log: Log, found: &mut Findings<'_>) {
    let title = row.title();
    for (span, number) in personal_numbers(title) {
        // Published titles may contain the office's own landline.
        if number == PersonalNumber::Landline && log != Log::Requests {
            continue;
        }
        let problem = PersonalData {
            number,
            masked: mask(&title[span.clone()]),
            texts: 1,
        };
        let mut place = row.place_of(log, "title");
        if let Some(excerpt) = &mut place.excerpt {
            excerpt.text = excerpt.text.replace(&title[span], &problem.masked);
        }
        found.push(Diagnostic::at(place, problem));
    }
}

/// Reports the personal numbers in the text of a report. Landlines are skipped: they are the office's.
pub fn check_personal(
    document: &Document,
    narrative: Option<&Narrative>,
    found: &mut Vec<Diagnostic>,
) {
    let mut text = String::new();
    push_blocks(&document.preface, &mut text);
    push_sections(&document.sections, &mut text);
    for (span, number) in personal_numbers(&text) {
        if number == PersonalNumber::Landline {
            continue;
        }
        let problem = PersonalData {
            number,
            masked: mask(&text[span.clone()]),
            texts: 1,
        };
        let place = narrative.map(|narrative| narrative.near(&text[span]));
        found.push(match place {
            Some(place) => Diagnostic::at(place, problem),
            None => Diagnostic::new(problem),
        });
    }
}

fn push_sections(sections: &[Section], text: &mut String) {
    for section in sections {
        text.push_str(&plain_text(&section.heading));
        text.push('\n');
        push_blocks(&section.blocks, text);
        push_sections(&section.sections, text);
    }
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => text.push_str(&plain_text(inlines)),
            Block::List { items, .. } => items.iter().for_each(|item| push_blocks(item, text)),
            Block::Quote(blocks) => push_blocks(blocks, text),
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    text.push_str(&cell.text());
                    text.push('\n');
                }
            }
            Block::Figure(figure) => {
                for (label, _) in &figure.values {
                    text.push_str(label);
                    text.push('\n');
                }
            }
            Block::Statutory(_) => {}
        }
        text.push('\n');
    }
}
