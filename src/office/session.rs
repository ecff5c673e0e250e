//! Opens a project once and answers questions about it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::declarations::AvailableForms;
use super::findings::{by_the_rules, forbid, in_file_order, take_details};
use super::logs::Logs;
use super::texts::read_text;
use super::{Options, PROJECT_FILE};
use crate::calendar::Calendar;
use crate::check::calendar_finding;
use crate::count::{Scope, Span};
use crate::diagnostic::{
    AsOfBeforeYear, Diagnostic, Lines, MissingFile, MissingProject, Place, Problem,
    YearWithoutRows, few,
};
use crate::files::Files;
use crate::form::Form;
use crate::law;
use crate::logs::columns;
use crate::project::{self, Project};

/// A project, opened once, that answers any number of questions.
///
/// The settings are read on opening, the calendar and the office's own form on first use, and the
/// logs for every question. If the settings cannot be read, every answer is the findings that say
/// why.
pub struct Office<'f> {
    pub(super) files: &'f dyn Files,
    project: Result<Project, Vec<Diagnostic>>,
    calendar: OnceLock<Loaded<Cow<'static, Calendar>>>,
    forms: OnceLock<Loaded<AvailableForms>>,
}

/// The content of a file, `None` if it could not be read, and its findings.
type Loaded<T> = (Option<T>, Vec<Diagnostic>);

/// The answer to a question, with all findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<T> {
    /// The answer; `None` if errors prevent one.
    pub value: Option<T>,
    /// Every finding, in file order, with the severities that the office's rules set.
    pub diagnostics: Vec<Diagnostic>,
    /// Details of how the files were read, in file order.
    pub details: Vec<Diagnostic>,
}

/// The calendar and the legal options that an office uses.
#[derive(Debug, Clone)]
pub struct OfficeCalendar {
    /// The national calendar, with the office's own file on top.
    pub calendar: Cow<'static, Calendar>,
    /// The office's choices where the law leaves a question open.
    pub law: law::LawOptions,
}

impl Default for OfficeCalendar {
    /// The national calendar and the default legal options.
    fn default() -> Self {
        Self {
            calendar: Cow::Borrowed(Calendar::china()),
            law: law::LawOptions::default(),
        }
    }
}

impl<T> From<T> for Outcome<T> {
    /// An answer without findings.
    fn from(value: T) -> Self {
        Self {
            value: Some(value),
            diagnostics: Vec::new(),
            details: Vec::new(),
        }
    }
}

impl<T> Outcome<T> {
    /// Creates an answer and applies the office's rules for the report of `year` to its findings.
    /// Errors among them remove the value.
    pub(super) fn judged(
        value: Option<T>,
        mut found: Vec<Diagnostic>,
        project: &Project,
        year: i32,
        options: &Options,
    ) -> Self {
        let details = take_details(&mut found);
        let diagnostics = by_the_rules(found, project, year, options);
        Self {
            value: value.filter(|_| !forbid(&diagnostics, options)),
            diagnostics,
            details,
        }
    }

    /// Creates an outcome without a value for settings that cannot be read.
    pub(super) fn without_project(wrong: &[Diagnostic]) -> Self {
        Self {
            value: None,
            diagnostics: in_file_order(wrong.to_vec()),
            details: Vec::new(),
        }
    }
}

impl<'f> Office<'f> {
    /// Opens the project in `files`.
    #[must_use]
    pub fn open(files: &'f dyn Files) -> Self {
        Self {
            files,
            project: read_project(files),
            calendar: OnceLock::new(),
            forms: OnceLock::new(),
        }
    }

    /// Full name of the office; empty if the settings cannot be read.
    #[must_use]
    pub fn name(&self) -> &str {
        let project = self.project.as_ref();
        project.map_or("", |project| &project.office.name)
    }

    /// The settings, or the findings that say why they cannot be read.
    pub(super) fn project(&self) -> Result<&Project, &[Diagnostic]> {
        self.project.as_ref().map_err(Vec::as_slice)
    }

    /// Returns the calendar and the legal options of the office.
    #[must_use]
    pub fn calendar(&self) -> Outcome<OfficeCalendar> {
        self.answer(0, &Options::default(), |project, found| {
            self.calendar_of(project, found);
            let calendar = self.calendar.get()?.0.clone()?;
            let law = project.law;
            Some(OfficeCalendar { calendar, law })
        })
    }

    /// Returns the office's own form. `None` if `report.toml` names none or it cannot be read.
    #[must_use]
    pub fn own_form(&self) -> Option<&Form> {
        let project = self.project.as_ref().ok()?;
        self.forms_of(project, &mut Vec::new())?.own()
    }

    /// Answers a question about `year` and applies the office's rules to the findings.
    pub(super) fn answer<T>(
        &self,
        year: i32,
        options: &Options,
        question: impl FnOnce(&Project, &mut Vec<Diagnostic>) -> Option<T>,
    ) -> Outcome<T> {
        match &self.project {
            Ok(project) => {
                let mut found = Vec::new();
                let value = question(project, &mut found);
                Outcome::judged(value, found, project, year, options)
            }
            Err(wrong) => Outcome::without_project(wrong),
        }
    }

    /// Returns the logs of the office for one question.
    pub(super) fn logs<'a>(&'a self, project: &'a Project, options: &Options) -> Logs<'a> {
        Logs::new(self, project, options)
    }

    /// The national calendar, with the office's own file on top; `None` where that cannot be read.
    pub(super) fn calendar_of(
        &self,
        project: &Project,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&Calendar> {
        let loaded = self.calendar.get_or_init(|| {
            let mut found = Vec::new();
            (read_calendar(self.files, project, &mut found), found)
        });
        found.extend_from_slice(&loaded.1);
        loaded.0.as_deref()
    }

    /// Returns the forms. `None` if the office's own cannot be read.
    pub(super) fn forms_of(
        &self,
        project: &Project,
        found: &mut Vec<Diagnostic>,
    ) -> Option<&AvailableForms> {
        let loaded = self.forms.get_or_init(|| {
            let mut found = Vec::new();
            (AvailableForms::read(self.files, project, &mut found), found)
        });
        found.extend_from_slice(&loaded.1);
        loaded.0.as_ref()
    }
}
/// Returns the period to count: the year, or the requested part of it.
pub(super) fn scope_of<'a>(
    year: i32,
    options: &Options,
    project: &Project,
    calendar: &'a Calendar,
    found: &mut Vec<Diagnostic>,
) -> Option<Scope<'a>> {
    let part = options
        .part
        .and_then(|(first, last)| Span::days(first, last));
    let span = part.unwrap_or(Span::Year(year));
    let scope = Scope::of(span, options.as_of, calendar, project.law);
    if scope.is_none() {
        found.push(Diagnostic::new(match options.as_of {
            Some(as_of) => Problem::from(AsOfBeforeYear { year, as_of }),
            // A year beyond the range of dates.
            None => Problem::from(YearWithoutRows {
                year,
                years: Vec::new(),
            }),
        }));
    }
    scope
}

/// The national calendar, with the office's own file on top.
fn read_calendar(
    files: &dyn Files,
    project: &Project,
    found: &mut Vec<Diagnostic>,
) -> Option<Cow<'static, Calendar>> {
    let national = Calendar::china();
    let Some((file, place)) = &project.calendar else {
        return Some(Cow::Borrowed(national));
    };
    let text = match read_text(files, file) {
        Ok(Some(text)) => text,
        Ok(None) => {
            let file = file.clone();
            found.push(Diagnostic::at(place.clone(), MissingFile { file }));
            return None;
        }
        Err(diagnostic) => {
            found.push(diagnostic);
            return None;
        }
    };
    let name: Arc<str> = file.as_str().into();
    let lines = Lines::of(&text);
    let mut report = |findings: Vec<_>| {
        let diagnostics = findings
            .into_iter()
            .map(|finding| calendar_finding(&name, (&text, &lines), finding));
        found.extend(few(diagnostics));
    };
    match national.extended_with(file, &text) {
        Ok((calendar, warnings)) => {
            report(warnings);
            Some(Cow::Owned(calendar))
        }
        Err(findings) => {
            report(findings);
            None
        }
    }
}

/// Reads the settings of the project in `files`.
fn read_project(files: &dyn Files) -> Result<Project, Vec<Diagnostic>> {
    let text = read_text(files, PROJECT_FILE).map_err(|finding| vec![finding])?;
    let text = text.ok_or_else(|| {
        let place = Place::file(&PROJECT_FILE.into());
        vec![Diagnostic::at(place, MissingProject)]
    })?;
    let columns = |log| columns(log).iter().map(|column| column.key).collect();
    project::read(&text, columns)
}
