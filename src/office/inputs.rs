//! All files that any run may read from a project.

use super::texts::NARRATIVES;
use super::{Office, PROJECT_FILE, patterns};
use crate::record::Log;

/// A file, or several, that reports are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Path relative to the project folder. For a log, `*` and `?` in the last part match several
    /// files.
    pub path: String,
    /// Its use.
    pub role: InputRole,
}

/// The use of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputRole {
    /// The settings: `report.toml`.
    Settings,
    /// The folder of narratives of all years.
    Narratives,
    /// A log that `[logs]` names.
    Log(Log),
    /// The default file of a log, used if `[logs]` does not name one.
    DefaultLog(Log),
    /// The office's own form.
    Form,
    /// The office's own calendar.
    Calendar,
}

impl Input {
    /// Splits the path into its folder and the file name or pattern.
    #[must_use]
    pub fn parts(&self) -> (&str, &str) {
        patterns::parts(&self.path)
    }

    /// Whether a file `name` in its folder is this input, or would be if it existed.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let (_, pattern) = self.parts();
        pattern == name
            || matches!(self.role, InputRole::Log(_)) && patterns::is_match(name, pattern)
    }
}

impl Office<'_> {
    /// Lists every input of the project for any year, whether it exists or not. If `report.toml` cannot
    /// be read, lists the inputs that do not depend on it.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        let input = |path: &str, role| Input {
            path: path.to_owned(),
            role,
        };
        let mut inputs = vec![
            input(PROJECT_FILE, InputRole::Settings),
            input(NARRATIVES, InputRole::Narratives),
        ];
        if let Ok(project) = self.project() {
            for (&log, settings) in &project.logs {
                let named = settings.files.iter().filter(|file| file.named);
                inputs.extend(named.map(|file| input(&file.path, InputRole::Log(log))));
            }
            let form = project.form.file.iter();
            inputs.extend(form.map(|(path, _)| input(path, InputRole::Form)));
            let calendar = project.calendar.iter();
            inputs.extend(calendar.map(|(path, _)| input(path, InputRole::Calendar)));
        }
        let default = |log: &Log| input(log.default_file(), InputRole::DefaultLog(*log));
        inputs.extend(Log::ALL.iter().map(default));
        inputs
    }
}
