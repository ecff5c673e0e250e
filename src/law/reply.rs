//! The day of the reply: which of the logged days ends a request, by the way the reply is sent.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{BilingualText, Event, Law};

/// How a reply is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// The log does not say.
    #[default]
    Unknown,
    /// By post.
    Post,
    /// Handed over, or through another organ.
    Handed,
    /// Online or by fax.
    Online,
}

/// The logged days of a reply. Field names are the keys of the log.
#[expect(clippy::struct_field_names, reason = "they are the keys of the log")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sending {
    /// The office's own day of the reply.
    pub replied_on: Option<NaiveDate>,
    /// The day it was posted.
    pub posted_on: Option<NaiveDate>,
    /// The day the applicant signed for it.
    pub reply_signed_on: Option<NaiveDate>,
}

/// The day of a reply, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The day.
    pub on: NaiveDate,
    /// The logged day that was used.
    pub day: Event,
    /// The rule for this day.
    pub rule: &'static ReplyRule,
    /// The day that the rule requires; the log lacks it if it differs from `day`.
    pub asked: Event,
}

/// The day of a reply sent in one way.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    via: Delivery,
    day: ReplyDay,
    /// The rule in a few words.
    pub text: BilingualText,
    /// The article.
    pub article: BilingualText,
}

/// Hashes nothing: courses with the same day of reply seldom differ in the rest.
impl std::hash::Hash for Reply {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ReplyDay {
    Posted,
    Signed,
    Sent,
}

impl Sending {
    /// The first logged day; the office's own day comes first.
    #[must_use]
    pub fn any_day(&self) -> Option<NaiveDate> {
        self.replied_on.or(self.posted_on).or(self.reply_signed_on)
    }

    /// Fills blank days from another row of the same request. Days that are set stay.
    #[must_use]
    pub fn filled_from(&self, other: &Self) -> Self {
        Self {
            replied_on: self.replied_on.or(other.replied_on),
            posted_on: self.posted_on.or(other.posted_on),
            reply_signed_on: self.reply_signed_on.or(other.reply_signed_on),
        }
    }
}

impl Law {
    /// The day of a reply sent by `delivery`. `None` if no rule applies, or no day is logged.
    #[must_use]
    pub fn reply(&'static self, delivery: Delivery, sending: &Sending) -> Option<Reply> {
        let mut rules = self.replies.iter();
        let rule = rules.find(|rule| rule.via == delivery)?;
        let days = [
            (Event::RepliedOn, sending.replied_on),
            (Event::Posted, sending.posted_on),
            (Event::ReplySigned, sending.reply_signed_on),
        ];
        let asked = match rule.day {
            ReplyDay::Sent => Event::RepliedOn,
            ReplyDay::Posted => Event::Posted,
            ReplyDay::Signed => Event::ReplySigned,
        };
        let as_asked = days.iter().find(|(event, _)| *event == asked);
        let as_asked = as_asked.filter(|(_, day)| day.is_some());
        let (day, on) = as_asked.or_else(|| days.iter().find(|(_, day)| day.is_some()))?;
        Some(Reply {
            on: (*on)?,
            day: *day,
            rule,
            asked,
        })
    }
}
