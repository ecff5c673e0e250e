//! The day of receipt: which of the logged days starts the clock, by the way the request was sent.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{BilingualText, Clock, Event, LawOptions, Regime, WebReceipt};

/// How a request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The log does not say.
    #[default]
    Unknown,
    /// Handed in at the office.
    InPerson,
    /// A letter that the office signs for, such as registered mail.
    SignedLetter,
    /// A letter without a signature.
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

/// The logged days of receipt. Field names are the keys of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Arrival {
    /// The office's own day of receipt.
    pub received_on: NaiveDate,
    /// The day the applicant handed it in or sent it, and the office's system received it.
    pub submitted_on: Option<NaiveDate>,
    /// The day the office signed for the letter.
    pub signed_on: Option<NaiveDate>,
    /// The day office and applicant confirmed its arrival.
    pub confirmed_on: Option<NaiveDate>,
}

/// The day from which the clock runs, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day, day zero of every count.
    pub on: NaiveDate,
    /// The logged day that was used.
    pub day: Event,
    /// The rule for this day.
    pub rule: &'static ReceiptRule,
    /// The day that the rule requires.
    pub asked: Event,
    /// The day of arrival, if it was confirmed later than the rule allows.
    pub came: Option<NaiveDate>,
}

/// The day of receipt of requests sent in one way.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReceiptRule {
    /// The way.
    pub(super) means: Means,
    /// The answer to [`LawOptions::web_receipt`](super::LawOptions::web_receipt) that the rule applies to.
    /// `None` for any answer.
    pub(super) answer: Option<WebReceipt>,
    /// The day.
    day: ReceiptDay,
    /// Working days within which the office confirms the arrival.
    pub(super) confirm_within: Option<u16>,
    /// The rule in a few words.
    pub text: BilingualText,
    /// The article.
    pub article: BilingualText,
}

/// Hashes nothing: it is determined by the arrival.
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
    /// Whether the log lacks the day that the rule requires. If that is the day of submission, the
    /// office's own day is as good.
    #[must_use]
    pub fn is_lacking(&self) -> bool {
        self.day != self.asked && self.asked != Event::Submitted
    }
}

impl ReceiptRule {
    /// Whether the rule applies under these answers.
    pub(super) fn is_for(&self, options: LawOptions) -> bool {
        let answer = self.answer;
        answer.is_none_or(|answer| answer == options.web_receipt)
    }
}

impl Arrival {
    /// A request with no logged days but that of receipt.
    #[must_use]
    pub fn logged_on(received_on: NaiveDate) -> Self {
        Self {
            received_on,
            ..Self::default()
        }
    }

    /// Fills blank days from another row of the same request. Days that are set stay.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        Self {
            received_on: self.received_on,
            submitted_on: self.submitted_on.or(other.submitted_on),
            signed_on: self.signed_on.or(other.signed_on),
            confirmed_on: self.confirmed_on.or(other.confirmed_on),
        }
    }

    /// Whether both rows may have the same receipt. A request recorded in two logs has in one the
    /// day it was posted, in the other the day it was signed for.
    #[must_use]
    pub fn may_be_one_with(&self, other: &Self) -> bool {
        self.has(other.received_on) || other.has(self.received_on)
    }

    /// Whether one of the days is `day`.
    fn has(&self, day: NaiveDate) -> bool {
        let others = [self.submitted_on, self.signed_on, self.confirmed_on];
        self.received_on == day || others.contains(&Some(day))
    }

    /// The logged day of an event of receipt.
    pub(super) const fn date_of(&self, event: Event) -> Option<NaiveDate> {
        match event {
            Event::Submitted => self.submitted_on,
            Event::Signed => self.signed_on,
            Event::Confirmed => self.confirmed_on,
            _ => None,
        }
    }

    /// The day it arrived, even if nobody looked at it that day. The day of submission of a letter is
    /// the day it was posted.
    fn came(&self, means: Means) -> NaiveDate {
        match means {
            Means::OrdinaryLetter => self.received_on,
            _ => self.submitted_on.unwrap_or(self.received_on),
        }
    }

    /// Decides the kind of letter by the logged days.
    fn settled_means(&self, means: Means) -> Means {
        match (means, self.signed_on, self.confirmed_on) {
            (Means::Letter, None, Some(_)) => Means::OrdinaryLetter,
            (Means::Letter, ..) => Means::SignedLetter,
            (means, ..) => means,
        }
    }
}

impl Clock<'_> {
    /// The day on which the clock starts. `None` if no rule applies, so that the logged day counts.
    /// `means` is the way the request was sent, `law` the regime named in the log.
    #[must_use]
    pub fn receipt(
        &self,
        means: Means,
        arrival: &Arrival,
        law: Option<&'static Regime>,
    ) -> Option<Receipt> {
        let means = arrival.settled_means(means);
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
        let (day, on) = day.unwrap_or((Event::Received, arrival.received_on));
        let latest = rule.confirm_within;
        let latest = latest.map(|days| self.calendar.add(came, days.into()));
        // A letter that arrives on a day off is confirmed on the next working day.
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
