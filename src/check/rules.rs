//! The office's own rules over what was found: severities, and what it lets pass.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, ExpiredWaiver, Problem, Suppressed, UnusedWaiver};
use crate::project::{Rules, Waiver, Where};

/// The findings as the office's rules have them: what is off is gone, what is waived says why.
///
/// A waiver holds until its last day, compared with `day`; one that has run out is told, and lets
/// nothing pass. There is no clock: `day` is the day as seen from, the day of signing, or the last
/// of the year. Where `is_everything`, a waiver that lets nothing pass is told as well.
#[must_use]
pub fn judged(
    found: Vec<Diagnostic>,
    rules: &Rules,
    day: Option<NaiveDate>,
    is_everything: bool,
) -> Vec<Diagnostic> {
    let mut used = BTreeSet::new();
    let mut judged = Vec::with_capacity(found.len());
    for diagnostic in found {
        let Some(diagnostic) = weighed(diagnostic, rules) else {
            continue;
        };
        let mut waivers = rules.waivers.iter().enumerate();
        let waiver = waivers
            .find(|(_, waiver)| waiver.applies_to(&diagnostic) && expired(waiver, day).is_none());
        judged.push(match waiver {
            Some((index, waiver)) => {
                used.insert(index);
                diagnostic.waived_for(&waiver.reason, waiver.until)
            }
            None => diagnostic,
        });
    }
    for (index, waiver) in rules.waivers.iter().enumerate() {
        let problem = match expired(waiver, day) {
            Some((until, day)) => Problem::from(ExpiredWaiver { until, day }),
            None if is_everything && !used.contains(&index) => {
                Problem::from(UnusedWaiver { code: waiver.code })
            }
            None => continue,
        };
        judged.extend(weighed(
            Diagnostic::at(waiver.place.clone(), problem),
            rules,
        ));
    }
    judged
}

/// The finding with the severity that the rules give its code; none where it is off.
fn weighed(diagnostic: Diagnostic, rules: &Rules) -> Option<Diagnostic> {
    let severity = rules.severity_instead_of(diagnostic.severity(), diagnostic.code())?;
    Some(diagnostic.with_severity(severity))
}

/// Findings of a kind in a file, of which none is looked at by itself, as the rules have them; none
/// where they are off.
#[must_use]
pub fn judged_together(
    beyond: Suppressed,
    rules: &Rules,
    day: Option<NaiveDate>,
) -> Option<Suppressed> {
    let waiver = rules.waivers.iter().find(|waiver| {
        let is_whole = match &waiver.target {
            None => true,
            Some(Where::Name(name)) => **name == *beyond.file,
            Some(Where::Line(..)) => false,
        };
        waiver.code == beyond.code && is_whole && expired(waiver, day).is_none()
    });
    Some(Suppressed {
        severity: rules.severity_instead_of(beyond.severity, beyond.code)?,
        waiver: waiver.map(|waiver| waiver.reason.clone()),
        ..beyond
    })
}

/// The last day of a waiver that had run out on `day`, and that day.
fn expired(waiver: &Waiver, day: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    waiver.until.zip(day).filter(|(until, day)| until < day)
}

/// The lines of files that waivers are about.
#[must_use]
pub fn waived_lines(rules: &Rules) -> BTreeSet<(String, u64)> {
    let targets = rules
        .waivers
        .iter()
        .filter_map(|waiver| match &waiver.target {
            Some(Where::Line(file, line)) => Some((file.clone(), *line)),
            _ => None,
        });
    targets.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{BadDate, Code, MissingCell, Place, ResultWithoutTender, Severity};

    fn blank(line: u64) -> Diagnostic {
        let file: Arc<str> = "published.csv".into();
        Diagnostic::at(Place::line(&file, line), MissingCell)
    }

    fn waiver(target: Option<Where>, until: Option<&str>) -> Waiver {
        Waiver {
            code: Code::of::<MissingCell>(),
            target,
            reason: "原件如此".to_owned(),
            until: until.map(|day| day.parse().unwrap()),
            place: Place::file(&"report.toml".into()),
        }
    }

    /// What becomes of findings on lines 2 and 3, each with its severity or why it may pass.
    #[track_caller]
    fn check(waivers: Vec<Waiver>, expected: &[(&str, Severity, bool)]) {
        let rules = Rules {
            waivers,
            ..Rules::default()
        };
        let day = "2018-01-15".parse().ok();
        let judged = judged(vec![blank(2), blank(3)], &rules, day, true);
        let found: Vec<_> = judged
            .iter()
            .map(|finding| {
                let name = finding.code().name();
                (name, finding.severity(), finding.waiver().is_some())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_waiver_lets_pass_what_it_names() {
        use Severity::{Error, Warning};
        let line = || Some(Where::Line("published.csv".to_owned(), 3));
        let (reported, passed) = (
            ("missing-cell", Error, false),
            ("missing-cell", Error, true),
        );
        check(vec![waiver(line(), None)], &[reported, passed]);
        check(
            vec![waiver(line(), Some("2018-01-15"))],
            &[reported, passed],
        );
        check(vec![waiver(None, None)], &[passed, passed]);
        let file = Where::Name("published.csv".to_owned());
        check(vec![waiver(Some(file), None)], &[passed, passed]);
        let expired = ("expired-waiver", Warning, false);
        check(
            vec![waiver(line(), Some("2018-01-14"))],
            &[reported, reported, expired],
        );
        let other = Where::Line("published.csv".to_owned(), 4);
        let unused = ("unused-waiver", Warning, false);
        check(
            vec![waiver(Some(other), None)],
            &[reported, reported, unused],
        );
    }

    #[test]
    fn severities_are_those_of_the_rules() {
        let judge = |severity| {
            let rules = Rules {
                severities: [(Code::of::<MissingCell>(), severity)].into(),
                ..Rules::default()
            };
            judged(vec![blank(2)], &rules, None, true)
                .first()
                .map(Diagnostic::severity)
        };
        assert_eq!(judge(Some(Severity::Note)), Some(Severity::Note));
        assert_eq!(judge(None), None);
    }

    #[test]
    fn what_is_reported_on_request_only_is_off_by_itself() {
        let rules = Rules::default();
        assert_eq!(rules.severity(Code::of::<ResultWithoutTender>()), None);
        assert_eq!(rules.severity(Code::of::<BadDate>()), Some(Severity::Error));
    }
}
