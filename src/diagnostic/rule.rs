//! The `Rule` trait: every kind of finding has a name, a severity, texts in both languages and an
//! example.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::Debug;

use super::areas;
use super::text::Message;
use crate::language::Bilingual;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information; no action needed.
    Note,
    /// Should be reviewed by a person.
    Warning,
    /// A figure cannot be trusted.
    Error,
    /// The run is impossible: a configuration error, or a file that cannot be read.
    Trouble,
}

/// A kind of finding. The implementing type holds the data of one finding; its texts are in the
/// same block.
pub trait Rule: Any + Debug + Clone + PartialEq + Send + Sync {
    /// The properties that all findings of this kind share.
    const ABOUT: About;

    /// The message, in one line.
    fn message(&self) -> Message;

    /// The hint: what to do about it. Lines to paste into `report.toml` are on lines of their own.
    fn hint(&self) -> Option<Message> {
        None
    }

    /// The severity of this finding, unless the office's rules change it.
    fn severity(&self) -> Severity {
        Self::ABOUT.severity
    }

    /// Whether an error only loses one row of a log.
    fn costs_a_row(&self) -> bool {
        Code::of::<Self>().costs_a_row()
    }

    /// The key of the figure, cell or identity that the finding is about.
    fn figure(&self) -> Option<&str> {
        None
    }

    /// Findings of a kind with the same text here are merged within a file; `None` keeps them separate.
    fn joined_by(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// Merges a finding with the same `joined_by` into this one.
    fn join(&mut self, _: &Self) {}

    /// Samples that cover every variant of the texts.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}

/// The properties that all findings of a kind share.
#[derive(Debug)]
pub struct About {
    /// The stable kebab-case name.
    pub name: &'static str,
    /// The default severity.
    pub severity: Severity,
    /// Properties that most kinds do not have.
    pub flags: &'static [Flag],
    /// The meaning, why it matters and what to do, in whole sentences.
    pub explanation: Bilingual,
    /// An example, if one or two lines can show it.
    pub example: Option<Example>,
}

/// A property that most kinds of findings do not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// An error of this kind in a row of a log only loses that row.
    LosesARow,
    /// The office cannot change its severity, because no reliable result is possible.
    Fixed,
    /// Reported only where `report.toml` asks for it.
    OnRequest,
    /// A detail of how a file was read.
    Detail,
    /// Reports how a file was opened, but nothing that was left out or converted.
    Opening,
    /// About the layout of a file, not its content.
    Layout,
    /// About a word in a row; further rows of the file with this word are added to it.
    OfWord,
    /// Asks the office to decide: two readings are possible, and only it can know.
    Question,
}

/// An example of a finding, as it appears in a file or is typed. It is not translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The text that is reported.
    pub wrong: &'static str,
    /// The corrected text.
    pub right: &'static str,
}

/// The kind of a finding.
#[derive(Clone, Copy)]
pub struct Code(&'static About);

impl Code {
    /// The code of a kind.
    #[must_use]
    pub const fn of<R: Rule>() -> Self {
        Self(&R::ABOUT)
    }

    /// Every code, by area.
    pub fn all() -> impl Iterator<Item = Self> {
        areas::CODES.iter().flat_map(|codes| codes.iter().copied())
    }

    /// The code whose name is `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|code| code.name() == name)
    }

    /// The name, as printed and as used in `report.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The default severity of this kind.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// The meaning, why it matters and what to do, in whole sentences.
    #[must_use]
    pub fn explanation(self) -> Bilingual {
        self.0.explanation
    }

    /// An example, if one or two lines can show it.
    #[must_use]
    pub fn example(self) -> Option<Example> {
        self.0.example
    }

    /// Whether an error of this kind in a row of a log only loses that row.
    #[must_use]
    pub fn costs_a_row(self) -> bool {
        self.has(Flag::LosesARow)
    }

    /// Whether the office cannot change its severity, because no reliable result is possible.
    #[must_use]
    pub fn is_fixed(self) -> bool {
        self.has(Flag::Fixed) || self.severity() == Severity::Trouble
    }

    /// Whether it is reported only if `report.toml` asks for it.
    #[must_use]
    pub fn is_on_request(self) -> bool {
        self.has(Flag::OnRequest)
    }

    /// Whether it is only a detail of how a file was read.
    #[must_use]
    pub fn is_detail(self) -> bool {
        self.has(Flag::Detail)
    }

    /// Whether it only reports how a file was opened, but nothing that was left out or converted.
    #[must_use]
    pub fn is_about_opening(self) -> bool {
        self.has(Flag::Opening)
    }

    /// Whether it is about the layout of a file. The layout does not change the report, so such
    /// findings are not part of it.
    #[must_use]
    pub fn is_about_layout(self) -> bool {
        self.is_detail() || self.has(Flag::Layout)
    }

    /// Whether it is about a word in a row, so that further rows with this word are added to it.
    #[must_use]
    pub fn is_of_word(self) -> bool {
        self.has(Flag::OfWord)
    }

    /// Whether it asks the office to decide between readings.
    #[must_use]
    pub fn is_question(self) -> bool {
        self.has(Flag::Question)
    }

    fn has(self, flag: Flag) -> bool {
        self.0.flags.contains(&flag)
    }
}

/// Shows the name alone.
impl Debug for Code {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By severity, the worst first, then by name.
impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |code: &Self| (std::cmp::Reverse(code.severity()), code.name());
        key(self).cmp(&key(other))
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// A finding of any kind.
#[derive(Debug)]
pub struct Problem(Box<dyn AnyRule>);

impl Problem {
    /// The kind of this finding.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code()
    }

    /// The message, in one line.
    #[must_use]
    pub fn message(&self) -> Message {
        self.0.message()
    }

    /// The hint: what to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<Message> {
        self.0.hint()
    }

    /// The severity of this finding, unless the office's rules change it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.severity()
    }

    /// Whether an error only loses one row of a log.
    #[must_use]
    pub fn costs_a_row(&self) -> bool {
        self.severity() >= Severity::Error && self.0.costs_a_row()
    }

    /// The key of the figure, cell or identity that the finding is about.
    #[must_use]
    pub fn figure(&self) -> Option<&str> {
        self.0.figure()
    }

    /// Findings of a kind with the same text here are merged within a file.
    #[must_use]
    pub fn joined_by(&self) -> Option<Cow<'_, str>> {
        self.0.joined_by()
    }

    /// Merges a finding of the same kind and with the same `joined_by` into this one.
    pub fn join(&mut self, other: &Self) {
        self.0.join(other.0.as_any());
    }

    /// Whether it is of the kind `R`.
    #[must_use]
    pub fn is<R: Rule>(&self) -> bool {
        self.get::<R>().is_some()
    }

    /// The data of the finding, if it is of the kind `R`.
    #[must_use]
    pub fn get<R: Rule>(&self) -> Option<&R> {
        self.0.as_any().downcast_ref()
    }

    /// The data of the finding, mutable, if it is of the kind `R`.
    pub fn get_mut<R: Rule>(&mut self) -> Option<&mut R> {
        self.0.as_any_mut().downcast_mut()
    }
}

impl<R: Rule> From<R> for Problem {
    fn from(rule: R) -> Self {
        Self(Box::new(rule))
    }
}

impl Clone for Problem {
    fn clone(&self) -> Self {
        self.0.boxed()
    }
}

impl PartialEq for Problem {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(other.0.as_any())
    }
}

/// Object-safe version of [`Rule`], so that findings of all kinds can be in one list.
trait AnyRule: Debug + Send + Sync {
    fn code(&self) -> Code;
    fn message(&self) -> Message;
    fn hint(&self) -> Option<Message>;
    fn severity(&self) -> Severity;
    fn costs_a_row(&self) -> bool;
    fn figure(&self) -> Option<&str>;
    fn joined_by(&self) -> Option<Cow<'_, str>>;
    fn join(&mut self, other: &dyn Any);
    fn boxed(&self) -> Problem;
    fn equals(&self, other: &dyn Any) -> bool;
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<R: Rule> AnyRule for R {
    fn code(&self) -> Code {
        Code::of::<R>()
    }

    fn message(&self) -> Message {
        Rule::message(self)
    }

    fn hint(&self) -> Option<Message> {
        Rule::hint(self)
    }

    fn severity(&self) -> Severity {
        Rule::severity(self)
    }

    fn costs_a_row(&self) -> bool {
        Rule::costs_a_row(self)
    }

    fn figure(&self) -> Option<&str> {
        Rule::figure(self)
    }

    fn joined_by(&self) -> Option<Cow<'_, str>> {
        Rule::joined_by(self)
    }

    fn join(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref() {
            Rule::join(self, other);
        }
    }

    fn boxed(&self) -> Problem {
        self.clone().into()
    }

    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Registers the kinds of findings of an area.
macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        /// The codes of this area.
        pub(super) const CODES: &[crate::diagnostic::Code] = &[$(crate::diagnostic::Code::of::<$rule>()),*];

        /// Samples of every kind.
        #[cfg(test)]
        pub(super) fn samples() -> Vec<crate::diagnostic::Problem> {
            let mut samples = Vec::new();
            $(samples.extend(<$rule as Rule>::samples().into_iter().map(Into::into));)*
            samples
        }
    };
}
pub(super) use rules;

#[cfg(test)]
mod tests {
    use super::*;

    fn has_chinese(text: &str) -> bool {
        text.chars()
            .any(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
    }

    /// Removes everything between straight quotes from `text`.
    fn unquoted(text: &str) -> String {
        text.split('"').step_by(2).collect()
    }

    #[test]
    fn every_code_has_its_own_name_and_a_sample() {
        let names: std::collections::BTreeSet<_> = Code::all().map(Code::name).collect();
        assert_eq!(names.len(), Code::all().count());
        let samples: Vec<_> = areas::samples().iter().map(Problem::code).collect();
        for code in Code::all() {
            assert!(samples.contains(&code), "{}", code.name());
        }
    }

    #[test]
    fn messages_and_hints_are_in_their_language_and_have_no_full_stop() {
        for problem in areas::samples() {
            for text in [Some(problem.message()), problem.hint()]
                .into_iter()
                .flatten()
            {
                assert!(has_chinese(&text.zh), "{}", text.zh);
                assert!(
                    !text.en.is_empty() && !has_chinese(&unquoted(&text.en)),
                    "{}",
                    text.en
                );
                assert!(!text.zh.ends_with(['。', '.']), "{}", text.zh);
                assert!(!text.en.ends_with('.'), "{}", text.en);
                assert!(!text.en.starts_with(char::is_uppercase), "{}", text.en);
            }
        }
    }

    #[test]
    fn every_code_is_explained_in_both_languages_with_its_severity() {
        for code in Code::all() {
            let Bilingual { zh, en } = code.explanation();
            let (severity_zh, severity_en) = match code.severity() {
                Severity::Note => ("提示", "note"),
                Severity::Warning => ("警告", "warning"),
                Severity::Error => ("错误", "error"),
                Severity::Trouble => ("退出码 2", "exit 2"),
            };
            assert!(zh.contains(severity_zh) && zh.ends_with('。'), "{zh}");
            assert!(en.contains(severity_en) && en.ends_with('.'), "{en}");
            assert!(!has_chinese(&unquoted(en)), "{en}");
        }
    }

    #[test]
    fn examples_show_a_difference() {
        for example in Code::all().filter_map(Code::example) {
            assert_ne!(example.wrong, example.right);
        }
    }
}
