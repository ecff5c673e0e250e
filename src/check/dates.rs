//! The days of a report: signed, published and handed in by the day that the form or a notice sets.

use chrono::NaiveDate;

use crate::diagnostic::{DatedBy, Diagnostic, LateReport, PROJECT_FILE, Place, SignedTooEarly};
use crate::form::Form;
use crate::project::{Level, ReportSettings};

/// Reports a day of signing in the report year, and days behind the last one for it.
///
/// Where nobody says when a report was published or handed in, the day of signing is compared: it
/// cannot have been earlier.
pub fn check_dates(
    form: &Form,
    settings: &ReportSettings,
    level: Level,
    year: i32,
    found: &mut Vec<Diagnostic>,
) {
    let place = |name: &str| {
        let place = settings.places.get(name).cloned();
        place.unwrap_or_else(|| Place::file(&PROJECT_FILE.into()))
    };
    let year_ends = NaiveDate::from_ymd_opt(year, 12, 31);
    if let (Some(signed_on), Some(year_ends)) = (settings.signed_on, year_ends)
        && signed_on <= year_ends
    {
        let problem = SignedTooEarly { signed_on, year };
        found.push(Diagnostic::at(place("signed-on"), problem));
    }
    let known = [
        (DatedBy::HandedIn, "handed-in", settings.handed_in),
        (DatedBy::Published, "published-on", settings.published_on),
    ];
    let mut days: Vec<_> = known
        .into_iter()
        .filter_map(|(by, name, day)| Some((by, name, day?)))
        .collect();
    if let (true, Some(day)) = (days.is_empty(), settings.signed_on) {
        days.push((DatedBy::Signed, "signed-on", day));
    }
    let Some((due, article)) = due(form, settings, level, year) else {
        return;
    };
    for (by, name, day) in days.into_iter().filter(|(.., day)| *day > due) {
        let problem = LateReport {
            by,
            day,
            due,
            article: article.clone(),
            is_township: level == Level::Township,
        };
        found.push(Diagnostic::at(place(name), problem));
    }
}

/// The last day for a report, and what sets it: nothing where a local notice does.
fn due(
    form: &Form,
    settings: &ReportSettings,
    level: Level,
    year: i32,
) -> Option<(NaiveDate, Option<(String, String)>)> {
    if let Some(due) = settings.due {
        return Some((due, None));
    }
    let deadline = form.deadlines_for(level).next()?;
    let (month, day) = deadline.by;
    let article = (deadline.article.zh.clone(), deadline.article.en.clone());
    Some((
        NaiveDate::from_ymd_opt(year + 1, month, day)?,
        Some(article),
    ))
}
