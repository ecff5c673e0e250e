//! The day of receipt: which of the days that an office logs starts the clock, by the way in which the
//! request came.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Clock, Event, Options, Regime, Text, WebReceipt};

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The log does not say.
    #[default]
    Unknown,
    /// Handed in at the office.
    InPerson,
    /// A letter that the office signs for.
    SignedLetter,
    /// A letter that nobody signs for.
    OrdinaryLetter,
    /// A letter of either kind: its logged days decide which.
    Letter,
    /// A form on the office's site or a platform.
    WebForm,
    /// E-mail.
    Email,
    /// Fax.
    Fax,
}

/// How and when a request came, as logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// How.
    pub means: Means,
    /// The day that the office calls that of receipt.
    pub logged: NaiveDate,
    /// The applicant handed it in or sent it, and the system of the office had it.
    pub submitted: Option<NaiveDate>,
    /// The office signed for the letter.
    pub signed: Option<NaiveDate>,
    /// Office and applicant confirmed that it had come.
    pub confirmed: Option<NaiveDate>,
}

/// The day from which the clock runs, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day, day zero of every count.
    pub on: NaiveDate,
    /// The logged day that it is.
    pub day: Event,
    /// The rule that says so.
    pub rule: &'static ReceiptRule,
    /// The day that the rule asks for.
    pub asked: Event,
    /// The day the request came, if it was confirmed later than the rule allows.
    pub came: Option<NaiveDate>,
}

/// Which day is that of receipt for requests that come in one way.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReceiptRule {
    /// The way.
    pub(super) means: Means,
    /// The answer to [`Options::web_receipt`](super::Options::web_receipt) that it is for; any where it is
    /// none.
    pub(super) answer: Option<WebReceipt>,
    /// The day.
    day: ReceiptDay,
    /// Working days within which the office confirms what came.
    pub(super) confirm_within: Option<u16>,
    /// The rule in a few words.
    pub text: Text,
    /// The article.
    pub article: Text,
}

/// Courses with one day of receipt seldom differ in this.
impl std::hash::Hash for Arrival {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// It follows from the arrival.
impl std::hash::Hash for Receipt {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// A logged day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReceiptDay {
    Submitted,
    Signed,
    Confirmed,
}

impl Receipt {
    /// Whether the log lacks the day that the rule asks for. What is handed in, or has a system's day, is
    /// received on the day that the office calls so.
    #[must_use]
    pub fn is_lacking(&self) -> bool {
        self.day != self.asked && self.asked != Event::Submitted
    }
}

impl ReceiptRule {
    /// Whether it is the rule of an office that answers so.
    pub(super) fn is_for(&self, options: Options) -> bool {
        let answer = self.answer;
        answer.is_none_or(|answer| answer == options.web_receipt)
    }
}

impl Arrival {
    /// A request of which only the day of receipt is logged.
    #[must_use]
    pub const fn logged_on(logged: NaiveDate) -> Self {
        Self {
            means: Means::Unknown,
            logged,
            submitted: None,
            signed: None,
            confirmed: None,
        }
    }

    /// The day of an event of receipt.
    pub(super) const fn date_of(&self, event: Event) -> Option<NaiveDate> {
        match event {
            Event::Submitted => self.submitted,
            Event::Signed => self.signed,
            Event::Confirmed => self.confirmed,
            _ => None,
        }
    }

    /// The day it was there, whoever had looked at it by then. A letter is submitted when it is
    /// posted.
    fn came(&self, means: Means) -> NaiveDate {
        match means {
            Means::OrdinaryLetter => self.logged,
            _ => self.submitted.unwrap_or(self.logged),
        }
    }

    /// The kind of letter, by the days that are logged of one.
    fn settled_means(&self) -> Means {
        match (self.means, self.signed, self.confirmed) {
            (Means::Letter, None, Some(_)) => Means::OrdinaryLetter,
            (Means::Letter, ..) => Means::SignedLetter,
            (means, ..) => means,
        }
    }
}

impl Clock<'_> {
    /// The day from which the clock runs for a request that came so; none where no rule is for it, and
    /// the logged day counts. `law` is the regime that the log names.
    #[must_use]
    pub fn receipt(&self, arrival: &Arrival, law: Option<&'static Regime>) -> Option<Receipt> {
        let means = arrival.settled_means();
        if means == Means::Unknown {
            return None;
        }
        let came = arrival.came(means);
        let regime = law.or_else(|| self.law.regime_on(came))?;
        let mut rules = regime.receipts(self.options);
        let rule = rules.find(|rule| rule.means == means)?;
        let asked = match rule.day {
            ReceiptDay::Submitted => Event::Submitted,
            ReceiptDay::Signed => Event::Signed,
            ReceiptDay::Confirmed => Event::Confirmed,
        };
        let day = arrival.date_of(asked).map(|on| (asked, on));
        let (day, on) = day.unwrap_or((Event::Received, arrival.logged));
        let latest = rule.confirm_within;
        let latest = latest.map(|days| self.calendar.add(came, days.into()));
        // A letter that comes on a day off is confirmed on the next working day.
        let latest = latest.map(|latest| match rule.confirm_within {
            Some(0) if !self.calendar.is_working(came) => self.calendar.add(came, 1),
            _ => latest,
        });
        let is_late = day == Event::Confirmed && latest.is_some_and(|latest| latest < on);
        Some(Receipt {
            on,
            day,
            rule,
            asked,
            came: is_late.then_some(came),
        })
    }
}
