//! Language and colour, read before the arguments are parsed: help and usage errors need them too.

use std::env;
use std::ffi::{OsStr, OsString};

use anyhow::anyhow;
use clap::{ColorChoice, ValueEnum};

use super::words::CommandWords;
use crate::language::Language;

/// Environment variable for the language, used without `--lang`.
const VARIABLE: &str = "REPORT_LANG";

/// Language and colour of help and messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Early {
    pub(super) language: Language,
    pub(super) color: ColorChoice,
}

impl Early {
    /// Reads them from the arguments and the environment. An error is in the language of the locale.
    ///
    /// # Errors
    /// `REPORT_LANG` is not a known language.
    pub(super) fn of(words: &[OsString]) -> Result<Self, (Self, anyhow::Error)> {
        let color = value_of(words, "--color").unwrap_or(ColorChoice::Auto);
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        if let Some(language) = value_of(words, "--lang") {
            return Ok(Self { language, color });
        }
        let language = language_of(variable);
        let early = Self { language, color };
        let Some(named) = variable(VARIABLE) else {
            return Ok(early);
        };
        match parsed(&named) {
            Some(language) => Ok(Self { language, color }),
            None => Err((
                early,
                anyhow!(CommandWords(language).no_such_language(&named)),
            )),
        }
    }
}

/// Returns the value of an option among unparsed arguments. The parser rejects bad values later.
fn value_of<T: ValueEnum>(words: &[OsString], option: &str) -> Option<T> {
    let options = words.iter().take_while(|word| *word != "--");
    let mut options = options.skip(1);
    let mut value = None;
    while let Some(word) = options.next() {
        if word == option {
            value = options.next().and_then(|value| parsed(value)).or(value);
        } else if let Some(rest) = word.to_str().and_then(|word| word.strip_prefix(option))
            && let Some(text) = rest.strip_prefix('=')
        {
            value = parsed(OsStr::new(text)).or(value);
        }
    }
    value
}

fn parsed<T: ValueEnum>(value: &OsStr) -> Option<T> {
    T::from_str(value.to_str()?, false).ok()
}

/// Returns the language of the locale.
fn language_of(variable: impl Fn(&str) -> Option<OsString>) -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let locale = names
        .into_iter()
        .filter_map(variable)
        .find(|locale| !locale.is_empty());
    match locale.as_deref().and_then(|locale| locale.to_str()) {
        Some(locale) if locale.split(['_', '-', '.', '@']).next() == Some("en") => {
            Language::English
        }
        _ => Language::Chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_before_parsing() {
        let check = |line: &str, expected| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(value_of::<Language>(&words, "--lang"), expected, "{line}");
        };
        check("report --lang zh --help", Some(Language::Chinese));
        check("report stats --lang=en --nonsense", Some(Language::English));
        check("report stats --lang", None);
        check("report stats --lang fr", None);
        check("report stats --language=en", None);
        check("report stats -- --lang en", None);
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let check = |set: &[(&str, &str)], expected| {
            let variable = |name: &str| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| value.into())
            };
            assert_eq!(language_of(variable), expected, "{set:?}");
        };
        check(&[], Language::Chinese);
        check(&[("LANG", "en_US.UTF-8")], Language::English);
        check(&[("LANG", "en")], Language::English);
        check(&[("LANG", "C.UTF-8")], Language::Chinese);
        check(
            &[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")],
            Language::Chinese,
        );
        check(
            &[("LC_ALL", ""), ("LC_MESSAGES", "en_GB"), ("LANG", "zh_CN")],
            Language::English,
        );
    }
}
