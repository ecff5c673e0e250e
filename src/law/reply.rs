//! The day of the reply: which of the days that an office logs ends a request, by the way in which the
//! reply goes out.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Event, Law, Text};

/// How a reply goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
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

/// How and when a reply went out, as logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sending {
    /// How.
    pub delivery: Delivery,
    /// The day that the office calls that of the reply.
    pub logged: Option<NaiveDate>,
    /// It was handed to the post.
    pub posted: Option<NaiveDate>,
    /// The applicant signed for it.
    pub signed: Option<NaiveDate>,
}

/// The day of a reply, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The day.
    pub on: NaiveDate,
    /// The logged day that it is.
    pub day: Event,
    /// The rule that says so.
    pub rule: &'static ReplyRule,
    /// The day that the rule asks for; the log lacks it where this is not `day`.
    pub asked: Event,
}

/// Which day is that of a reply that goes out in one way.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyRule {
    via: Delivery,
    day: ReplyDay,
    /// The rule in a few words.
    pub text: Text,
    /// The article.
    pub article: Text,
}

/// Courses with one day of the reply seldom differ in this.
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
    /// The first logged day, the office's own before the others.
    #[must_use]
    pub fn any_day(&self) -> Option<NaiveDate> {
        self.logged.or(self.posted).or(self.signed)
    }
}

impl Law {
    /// The day of a reply that went out so; none where no rule is for it, or no day is logged.
    #[must_use]
    pub fn reply(&'static self, sending: &Sending) -> Option<Reply> {
        let mut rules = self.replies.iter();
        let rule = rules.find(|rule| rule.via == sending.delivery)?;
        let days = [
            (Event::RepliedOn, sending.logged),
            (Event::Posted, sending.posted),
            (Event::ReplySigned, sending.signed),
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
