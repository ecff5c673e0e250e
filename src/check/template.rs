//! Text of the template that a report should not be signed with.

use crate::diagnostic::{Diagnostic, PROJECT_FILE, Place, TemplateText};
use crate::form::Form;
use crate::project::Narrative;

/// Marks that stand for a name in a template.
const BLANKS: &[&str] = &["某某", "××", "XX", "xx", "○○", "〇〇"];

/// Reports that the office still has the name of the template, and paragraphs of the form's skeleton that were to
/// be rewritten: those below a comment. For a report that has a day of signing.
pub fn check_template(
    form: &Form,
    office: &str,
    narrative: Option<&Narrative>,
    found: &mut Vec<Diagnostic>,
) {
    if BLANKS.iter().any(|blank| office.contains(blank)) {
        let problem = TemplateText {
            text: office.to_owned(),
            is_name: true,
        };
        found.push(Diagnostic::at(Place::file(&PROJECT_FILE.into()), problem));
    }
    let Some(narrative) = narrative else { return };
    let skeleton = form.skeleton();
    for line in lines_to_rewrite(&skeleton.text) {
        if narrative.text.lines().any(|written| written.trim() == line) {
            let problem = TemplateText {
                text: line.to_owned(),
                is_name: false,
            };
            found.push(Diagnostic::at(narrative.near(line), problem));
        }
    }
}

/// The lines directly below a line with a comment.
fn lines_to_rewrite(skeleton: &str) -> impl Iterator<Item = &str> {
    let lines = skeleton.lines().map(str::trim);
    let below = lines.clone().skip(1);
    let pairs = lines.zip(below);
    pairs
        .filter(|(comment, line)| comment.ends_with("=}") && !line.is_empty())
        .map(|(_, line)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixed_form_has_a_line_to_rewrite() {
        for form in Form::all().iter().filter(|form| form.is_fixed) {
            let skeleton = form.skeleton();
            assert!(lines_to_rewrite(&skeleton.text).count() > 0, "{}", form.id);
        }
    }
}
