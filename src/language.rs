//! The two languages in which the program speaks to people.
//!
//! The report itself is always Chinese; labels, definitions and messages exist in both. Which
//! language a person reads is decided in `cli`, never here.

/// A language a label or a message is worded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

/// One text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// The Chinese wording.
    pub zh: &'static str,
    /// The English wording.
    pub en: &'static str,
}

impl Bilingual {
    /// The wording in `language`.
    #[must_use]
    pub fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}
