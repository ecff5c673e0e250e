//! Applies the office's rules to findings: severities and waivers.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, ExpiredWaiver, Problem, Suppressed, UnusedWaiver};
use crate::project::{Rules, Waiver, Where};

/// Applies the office's rules to findings: drops those that are off and marks waived ones with the reason.
///
/// A waiver is valid through its last day, compared with `day`; an expired one is reported and waives
/// nothing. The clock is not read: `day` is the as-of day, the day of signing, or the last day of the year.
/// With `is_everything`, unused waivers are reported as well.
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

/// Returns the finding with the severity that the rules give its code; `None` if the code is off.
fn weighed(diagnostic: Diagnostic, rules: &Rules) -> Option<Diagnostic> {
    let severity = rules.severity_instead_of(diagnostic.severity(), diagnostic.code())?;
    Some(diagnostic.with_severity(severity))
}

/// Applies the rules to findings of one kind in a file that were counted, not stored; `None` if the code is
/// off.
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

/// Returns the last day of a waiver and `day`, if the waiver had expired on `day`.
fn expired(waiver: &Waiver, day: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    waiver.until.zip(day).filter(|(until, day)| until < day)
}

/// Returns the lines of files that waivers name.
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

    /// Asserts the code, severity and waived state of each finding, given two findings on lines 2 and 3.
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
