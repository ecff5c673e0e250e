//! Publication channels whose group cannot be derived from their name.

use crate::diagnostic::{Diagnostic, Place, Problem, UnclearChannel, UnknownChannel};
use crate::figures::Figures;
use crate::logs::{Channel, Words};
use crate::vocabulary::{Key, Metric, UNSPECIFIED};

/// Reports each channel that is counted under 其他方式 because its name matches no group. `place` is that of the
/// published log.
pub fn check_channels(
    figures: &Figures,
    words: &Words,
    place: Option<&Place>,
    found: &mut Vec<Diagnostic>,
) {
    let family = Key::new(Metric::PublishedByChannel, &[]);
    for (key, value) in figures.below(&family.segments()) {
        let channel = key.labels.last().filter(|label| ***label != *UNSPECIFIED);
        let (Some(channel), Some(items)) = (channel, value.count()) else {
            continue;
        };
        let channel = channel.to_string();
        let problem = match words.channel(&channel) {
            Channel::Of(_) => continue,
            Channel::Unclear => Problem::from(UnclearChannel { channel, items }),
            Channel::Unknown => Problem::from(UnknownChannel { channel, items }),
        };
        found.push(match place {
            Some(place) => Diagnostic::at(place.clone(), problem),
            None => Diagnostic::new(problem),
        });
    }
}
