//! Deadlines: by when a request must be answered, and whether it was.
//!
//! Takes the [`Course`] of a request and a reference day. Limits and articles are data, in `law/cn.toml`.
//! Gives its [`Deadline`] ([`Clock`]), or one limit day by day ([`Clock::explain`]). Findings are values, without words.
//! Does not know logs. Working days are counted by [`calendar`](crate::calendar).

mod clock;
mod course;
mod deadline;
mod explanation;
mod receipt;
mod reply;
mod run;
#[cfg(test)]
mod tests;
mod wait;

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use std::hash::{Hash, Hasher};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};

pub use clock::{
    Clock, FeeClock, LawOptions, SecondClarificationRule, UnsettledClarificationRule, WebReceipt,
};
pub use course::{Consulted, Course, Event, LoggedDays, LoggedDue};
pub use deadline::{
    Awaited, Basis, Deadline, DeadlineFinding, Elapsed, EndedBy, Ending, Extension, ServiceLimit,
    State, Stop,
};
pub use explanation::{DeadlineQuestion, ExplainedDay, Explanation};
pub use receipt::{Arrival, Means, Receipt, ReceiptRule};
pub use reply::{Delivery, Reply, ReplyRule, Sending};

/// The limits that a country's law sets, one regime after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// In order of their first day.
    #[serde(rename = "regime")]
    regimes: Vec<Regime>,
    /// The day that counts as the day of a reply, by the way it is sent.
    #[serde(rename = "reply", default)]
    replies: Vec<ReplyRule>,
}

/// The law for requests received from one day on, until the next regime begins.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Regime {
    /// Its short key in the log and in JSON: `2019`.
    pub key: String,
    /// Other names for it in logs.
    names: Vec<String>,
    /// Its title.
    pub title: BilingualText,
    /// The first day of receipt it applies to.
    #[serde(deserialize_with = "date")]
    pub from: NaiveDate,
    /// The source of these facts, and how thoroughly it was read.
    pub source: String,
    /// Working days from receipt to answer.
    pub answer: LegalLimit,
    /// The longest extension, in working days.
    pub extension: LegalLimit,
    /// Working days within which an item is published after it was made.
    pub publication: LegalLimit,
    clarification: ClarificationRule,
    third_party: ConsultationRule,
    /// The rule for consulting other organs, if that stops the clock.
    other_organ: Option<ConsultationRule>,
    /// The rule for consulting an organ that created the record together with the office, if that stops
    /// the clock.
    co_producer: Option<ConsultationRule>,
    /// The day that counts as the day of receipt, by the way a request is sent.
    #[serde(default)]
    receipt: Vec<ReceiptRule>,
    /// The rule by which the applicant may be given a later day.
    deferral: Option<DeferralRule>,
    fee: Option<FeeRule>,
}

/// Hashes the key, which is unique.
impl Hash for Regime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// A number of working days, and the article that sets it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalLimit {
    /// Working days.
    pub days: u16,
    /// The article.
    pub article: BilingualText,
}

/// The same words in both languages of the program.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BilingualText {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ClarificationRule {
    effect: ClarificationEffect,
    /// Working days after receipt within which the office may ask the applicant.
    ask_within: Option<u16>,
    article: BilingualText,
}

/// How the applicant's clarification affects the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ClarificationEffect {
    /// The period restarts.
    Restarts,
    /// The law does not say: [`LawOptions::unsettled_clarification`] decides.
    Unsettled,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ConsultationRule {
    /// Working days after delivery of the letter; then a missing answer no longer stops the clock.
    answer_within: Option<u16>,
    /// Working days after sending of the letter; a longer wait is reported.
    remark_after: Option<u16>,
    article: BilingualText,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeferralRule {
    article: BilingualText,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FeeRule {
    /// The first day on which a fee can be charged.
    #[serde(deserialize_with = "date")]
    from: NaiveDate,
    /// Working days after the notice within which the applicant must pay.
    pay_within: u16,
    article: BilingualText,
}

impl Law {
    /// The law of China, parsed once.
    #[must_use]
    pub fn china() -> &'static Self {
        static CHINA: LazyLock<Law> = LazyLock::new(|| {
            Law::parse(include_str!("cn.toml")).expect("a test reads the built-in law")
        });
        &CHINA
    }

    /// The regime in force on a day of receipt. `None` before the first.
    #[must_use]
    pub fn regime_on(&self, received: NaiveDate) -> Option<&Regime> {
        self.regimes
            .iter()
            .rev()
            .find(|regime| regime.from <= received)
    }

    /// The regime with this key or other name.
    #[must_use]
    pub fn regime_named(&self, name: &str) -> Option<&Regime> {
        self.regimes
            .iter()
            .find(|regime| regime.all_names().any(|known| known == name))
    }

    /// All regimes, the oldest first.
    #[must_use]
    pub fn regimes(&self) -> &[Regime] {
        &self.regimes
    }

    fn parse(text: &str) -> Result<Self, LawFlaw> {
        let law: Self = toml::from_str(text)?;
        if law.regimes.is_empty() {
            return Err(LawFlaw::NoRegime);
        }
        let mut pairs = law.regimes.iter().zip(law.regimes.iter().skip(1));
        if let Some((_, later)) = pairs.find(|(earlier, later)| earlier.from >= later.from) {
            return Err(LawFlaw::NotAscending {
                key: later.key.clone(),
            });
        }
        let mut names = BTreeSet::new();
        for regime in &law.regimes {
            if let Some(name) = regime.all_names().find(|name| !names.insert(*name)) {
                return Err(LawFlaw::NameTwice {
                    name: name.to_owned(),
                });
            }
            let ways = regime.receipt.iter().map(|rule| (rule.means, rule.answer));
            if ways.clone().collect::<HashSet<_>>().len() < ways.count() {
                return Err(LawFlaw::WayTwice {
                    key: regime.key.clone(),
                });
            }
            if regime.day_counts().any(|days| days == 0) {
                return Err(LawFlaw::NoDays {
                    key: regime.key.clone(),
                });
            }
        }
        Ok(law)
    }
}

impl Regime {
    /// The rules for the day of receipt under the office's answers to open questions.
    pub fn receipts(&self, options: LawOptions) -> impl Iterator<Item = &ReceiptRule> {
        let is_answer = move |rule: &&ReceiptRule| rule.is_for(options);
        self.receipt.iter().filter(is_answer)
    }

    /// Whether the law does not say how a notice to clarify affects the period.
    fn leaves_clarification_open(&self) -> bool {
        self.clarification.effect == ClarificationEffect::Unsettled
    }

    fn all_names(&self) -> impl Iterator<Item = &str> {
        [&self.key]
            .into_iter()
            .chain(&self.names)
            .map(String::as_str)
    }

    /// Every number of days the regime sets.
    fn day_counts(&self) -> impl Iterator<Item = u16> {
        let asked = [
            Some(&self.third_party),
            self.other_organ.as_ref(),
            self.co_producer.as_ref(),
        ];
        let of_asked = asked
            .into_iter()
            .flatten()
            .flat_map(|rule| [rule.answer_within, rule.remark_after]);
        let always = [self.answer.days, self.extension.days, self.publication.days];
        let sometimes = [
            self.clarification.ask_within,
            self.fee.as_ref().map(|rule| rule.pay_within),
        ];
        let sometimes = sometimes.into_iter().chain(of_asked);
        always.into_iter().chain(sometimes.flatten())
    }
}

/// Why a file of law cannot be used.
#[derive(Debug, thiserror::Error)]
enum LawFlaw {
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    #[error("there is no regime")]
    NoRegime,
    #[error("regime `{key}` does not begin after the one before it")]
    NotAscending { key: String },
    #[error("two regimes are called `{name}`")]
    NameTwice { name: String },
    #[error("regime `{key}` has two rules for one way of receipt")]
    WayTwice { key: String },
    #[error("a limit of regime `{key}` has no days")]
    NoDays { key: String },
}

/// Reads a TOML date.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let datetime = toml::value::Datetime::deserialize(deserializer)?;
    datetime
        .date
        .filter(|_| datetime.time.is_none())
        .and_then(|date| {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        })
        .ok_or_else(|| de::Error::custom("expected a date without a time"))
}
