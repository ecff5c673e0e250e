//! Checks the days on which a report was signed, published and handed in against the due day of the form or a
//! local notice.

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{
    DatedBy, Diagnostic, LateReport, PROJECT_FILE, Place, PublishedBeforeSigned, SignedTooEarly,
    UnlikelyDue,
};
use crate::form::Form;
use crate::project::{Level, ReportSettings};

/// Checks that a report was signed after its report year and before it was published or handed in, and that all
/// this was done by the due day.
///
/// If the days of publication and handing-in are not given, the day of signing is compared: it cannot be
/// later than those.
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
    if let Some(signed_on) = settings.signed_on {
        for &(by, name, day) in days.iter().filter(|(.., day)| *day < signed_on) {
            let problem = PublishedBeforeSigned { by, day, signed_on };
            found.push(Diagnostic::at(place(name), problem));
        }
    }
    if let Some(due) = settings.due.filter(|due| due.year() != year + 1) {
        found.push(Diagnostic::at(place("due"), UnlikelyDue { due, year }));
        return;
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

/// Returns the due day of a report and the article that sets it, in Chinese and English. The article is
/// `None` if a local notice sets the day. Returns `None` if nothing sets a due day.
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
