//! Keys on the command line: a figure, a family of figures, or everything below a prefix.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, UnknownKey};
use crate::figures::{Figures, Value, logs_behind};
use crate::record::Log;
use crate::vocabulary::{Key, Metric, metrics_below, nearest, nearest_key, segments_of};

/// A key on the command line: a figure, a family of figures, or everything below a prefix.
#[derive(Debug)]
pub(super) struct KeyPattern {
    typed: String,
    /// Its segments; `*` matches any.
    segments: Vec<String>,
    /// The metrics it matches.
    metrics: Vec<Metric>,
    /// The figure, if the key names exactly one.
    pub(super) figure: Option<Key>,
}

impl KeyPattern {
    fn read(typed: &str) -> Option<Self> {
        let segments = segments_of(typed)?;
        let metrics = metrics_below(&segments);
        let is_one = !segments.iter().any(|segment| segment == "*");
        (!metrics.is_empty()).then(|| Self {
            typed: typed.to_owned(),
            figure: Key::from_segments(&segments).filter(|_| is_one),
            segments,
            metrics,
        })
    }

    /// Returns the logs that its figures are counted from.
    fn logs(&self) -> impl Iterator<Item = Log> {
        // Only target keys need the label.
        let label = self.segments.get(1).filter(|label| *label != "*");
        let metrics = self.metrics.iter();
        metrics.flat_map(move |metric| logs_behind(*metric, label.as_slice()))
    }

    fn includes(&self, key: &Key, value: &Value) -> bool {
        let path = key.segments();
        // A family without figures matches every key in it.
        let is_bare_family =
            matches!(value, Value::Absent | Value::Empty) && self.metrics.contains(&key.metric);
        (path.len() >= self.segments.len() || is_bare_family)
            && path
                .iter()
                .zip(&self.segments)
                .all(|(found, wanted)| wanted == "*" || wanted == found)
    }
}

/// Parses the keys in `typed`.
///
/// # Errors
/// All keys that are not in the vocabulary.
pub(super) fn all_wanted(typed: &[String]) -> Result<Vec<KeyPattern>, Vec<Diagnostic>> {
    let (mut wanted, mut unknown) = (Vec::new(), Vec::new());
    for typed in typed {
        match KeyPattern::read(typed) {
            Some(read) => wanted.push(read),
            None => unknown.push(unknown_key(typed, nearest_key(typed))),
        }
    }
    if unknown.is_empty() {
        Ok(wanted)
    } else {
        Err(unknown)
    }
}

/// Returns the logs that `wanted` needs; `None`, which means all, if `wanted` is empty.
pub(super) fn logs_of(wanted: &[KeyPattern]) -> Option<BTreeSet<Log>> {
    (!wanted.is_empty()).then(|| wanted.iter().flat_map(KeyPattern::logs).collect())
}

/// Returns the keys of the figures that `wanted` matches, in their order.
pub(super) fn members(wanted: &[KeyPattern], years: &[(i32, Figures)]) -> Vec<String> {
    let figures = years.iter().flat_map(|(_, figures)| figures.iter());
    let is_member = |key: &Key, value: &Value| {
        !matches!(value, Value::Absent | Value::Empty)
            && wanted.iter().any(|wanted| wanted.includes(key, value))
    };
    let members = figures.filter(|(key, value)| is_member(key, value));
    members.map(|(key, _)| key.to_string()).collect()
}

/// Reports the keys of `wanted` that match no figure of any year, such as a channel that no log
/// contains. Printing 0 for them would hide typing errors.
pub(super) fn unseen(wanted: &[KeyPattern], years: &[(i32, Figures)]) -> Vec<Diagnostic> {
    let figures = || years.iter().flat_map(|(_, figures)| figures.iter());
    let unseen = wanted
        .iter()
        .filter(|wanted| !figures().any(|(key, value)| wanted.includes(key, value)));
    let unseen = unseen.map(|wanted| {
        let seen = figures().filter(|(key, _)| wanted.metrics.contains(&key.metric));
        let seen: Vec<String> = seen.map(|(key, _)| key.to_string()).collect();
        unknown_key(
            &wanted.typed,
            nearest(&wanted.typed, seen.iter().map(String::as_str)).map(str::to_owned),
        )
    });
    // Without a year there are no figures that a key could match.
    if years.is_empty() {
        Vec::new()
    } else {
        unseen.collect()
    }
}

pub(super) fn unknown_key(typed: &str, nearest: Option<String>) -> Diagnostic {
    Diagnostic::new(UnknownKey {
        key: typed.to_owned(),
        nearest,
    })
}

/// Keeps the figures that `wanted` matches; all if it is empty.
pub(super) fn pruned(figures: &Figures, wanted: &[KeyPattern]) -> Figures {
    let is_wanted = |key: &Key, value: &Value| {
        wanted.is_empty() || wanted.iter().any(|wanted| wanted.includes(key, value))
    };
    figures.filtered(is_wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        [
            (Key::new(Metric::PublishedTotal, &[]), Value::Count(3)),
            (
                Key::new(Metric::PublishedByChannel, &["12345"]),
                Value::Count(2),
            ),
            (
                Key::new(Metric::RequestsReceived, &["service"]),
                Value::Count(1),
            ),
            (
                Key::new(Metric::RequestsReceived, &["disclosure"]),
                Value::Count(0),
            ),
            (
                Key::new(Metric::RequestsChannelLate, &["disclosure"]),
                Value::Empty,
            ),
            (
                Key::new(Metric::RequestsChannelOverdue, &["disclosure"]),
                Value::Empty,
            ),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn a_key_asks_for_a_figure_a_family_or_a_part() {
        let check = |typed: &str, expected: &[&str]| {
            let wanted = all_wanted(&[typed.to_owned()]).unwrap();
            let found: Vec<String> = pruned(&figures(), &wanted)
                .iter()
                .map(|(key, _)| key.to_string())
                .collect();
            assert_eq!(found, expected, "{typed}");
        };
        check("published.total", &["published.total"]);
        check(
            "published",
            &["published.total", "published.by_channel.\"12345\""],
        );
        check(
            "published.by_channel.12345",
            &["published.by_channel.\"12345\""],
        );
        check(
            "requests.*.received",
            &["requests.service.received", "requests.disclosure.received"],
        );
        check(
            "requests.disclosure.rates_by_channel.信函.late",
            &["requests.disclosure.rates_by_channel"],
        );
        check("published.by_channel.报纸", &[]);
    }

    #[test]
    fn what_no_log_holds_is_reported() {
        let years = [(2017, figures())];
        let unseen = |typed: &str| unseen(&all_wanted(&[typed.to_owned()]).unwrap(), &years);
        assert_eq!(unseen("published.total"), []);
        assert_eq!(unseen("requests.disclosure.rates_by_channel.信函.late"), []);
        let nearest = Some("published.by_channel.\"12345\"".to_owned());
        assert_eq!(
            unseen("published.by_channel.12354"),
            [unknown_key("published.by_channel.12354", nearest)]
        );
    }

    #[test]
    fn every_unknown_key_is_reported() {
        let typed = ["published.totl", "guides", "", "a..b"].map(str::to_owned);
        let unknown = all_wanted(&typed).unwrap_err();
        let nearest = Some("published.total".to_owned());
        assert_eq!(unknown[0], unknown_key("published.totl", nearest));
        assert_eq!(unknown.len(), 3);
    }
}
