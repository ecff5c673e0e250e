//! Statutory forms, and the document that comes of a form, a narrative and the figures.
//!
//! A form is data: which report years it is for, where it comes from, and the skeleton of a report
//! for a year without a narrative. Counting is left to `statistics`, looks to `render`.

mod compose;
mod context;
mod markdown;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::project::Narrative;

pub use compose::{Setting, compose};

/// A statutory form of the report.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Form {
    /// Its id, e.g. `cn-2008`.
    pub id: String,
    /// What it is called.
    pub name: Name,
    /// The first report year it is for.
    pub first_year: i32,
    /// The last report year; none while it is in force.
    pub last_year: Option<i32>,
    /// The law or notice that prescribes it, and how far that was read.
    pub source: String,
    /// The text of the narrative of a year that has none.
    skeleton: String,
}

/// The name of a form in both languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let texts = [
        include_str!("cn-2008.toml"),
        include_str!("cn-2019.toml"),
        include_str!("cn-2021.toml"),
    ];
    let form = |text| {
        toml::from_str(text).expect("the shipped forms are read by a test before they are shipped")
    };
    texts.into_iter().map(form).collect()
});

impl Form {
    /// Every shipped form, the oldest first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &FORMS
    }

    /// The form of a report year.
    #[must_use]
    pub fn of_year(year: i32) -> Option<&'static Self> {
        Self::all()
            .iter()
            .find(|form| form.first_year <= year && form.last_year.is_none_or(|last| year <= last))
    }

    /// The narrative of a year that has none.
    #[must_use]
    pub fn skeleton(&self) -> Narrative {
        Narrative {
            file: self.id.as_str().into(),
            text: self.skeleton.clone(),
        }
    }

    /// The form with this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|form| form.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_from_2008_has_one_form() {
        assert_eq!(Form::of_year(2007).map(|form| &form.id), None);
        for (year, id) in [
            (2008, "cn-2008"),
            (2018, "cn-2008"),
            (2019, "cn-2019"),
            (2020, "cn-2019"),
            (2021, "cn-2021"),
            (2030, "cn-2021"),
        ] {
            assert_eq!(Form::of_year(year).unwrap().id, id);
        }
    }
}
