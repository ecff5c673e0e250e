//! The files that a project is read from, whichever of them a run asks for.

use super::texts::NARRATIVES;
use super::{Office, PROJECT_FILE, patterns};
use crate::record::Log;

/// A file, or several, that reports are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its path, relative to the project folder; of a log, `*` and `?` in the last part stand for
    /// several files.
    pub path: String,
    /// Its use.
    pub role: Role,
}

/// The use of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The settings: `report.toml`.
    Settings,
    /// The folder of narratives, of every year.
    Narratives,
    /// A log that `[logs]` names.
    Log(Log),
    /// A log by the name that is looked for where `[logs]` names none.
    DefaultLog(Log),
    /// The office's own form.
    Form,
    /// The office's own calendar.
    Calendar,
}

impl Input {
    /// The folder, and the file in it or the pattern of several.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        patterns::parts(&self.path)
    }

    /// Whether it is, or may become, the file `name` of its folder.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let (_, pattern) = self.parts();
        pattern == name || matches!(self.role, Role::Log(_)) && patterns::is_match(name, pattern)
    }
}

impl Office<'_> {
    /// Every input of a project, for any year, whether it is there or not. Of a `report.toml` that
    /// cannot be read, those that need none.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        let input = |path: &str, role| Input {
            path: path.to_owned(),
            role,
        };
        let mut inputs = vec![
            input(PROJECT_FILE, Role::Settings),
            input(NARRATIVES, Role::Narratives),
        ];
        if let Ok(project) = self.project() {
            for (&log, settings) in &project.logs {
                let named = settings.files.iter().filter(|file| file.named);
                inputs.extend(named.map(|file| input(&file.path, Role::Log(log))));
            }
            let form = project.form.file.iter();
            inputs.extend(form.map(|(path, _)| input(path, Role::Form)));
            let calendar = project.calendar.iter();
            inputs.extend(calendar.map(|(path, _)| input(path, Role::Calendar)));
        }
        let default = |log: &Log| input(log.default_file(), Role::DefaultLog(*log));
        inputs.extend(Log::ALL.iter().map(default));
        inputs
    }
}
