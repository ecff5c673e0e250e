//! How a figure was computed, in one line with its numbers.

use super::trace::shown;
use crate::count::Formula;
use crate::figures::Value;
use crate::language::Language;
use crate::report::Account;
use crate::vocabulary::{Key, Metric, Unit};

/// The computation of a figure: `432 on time ÷ (432 on time + 0 late + 0 overdue) = 100%`.
#[must_use]
pub fn computation(account: &Account, language: Language) -> String {
    let metric = account.key.metric;
    let unit = metric.definition().unit;
    let words = |zh: String, en: String| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    let outcome = match &account.value {
        Value::Ratio(ratio) if unit == Unit::Share => ratio.percent_trimmed(),
        Value::Ratio(ratio) => ratio.fixed(3),
        value => shown(value, unit, language),
    };
    let part = |part: &(Key, Value)| {
        let name = name_of(part.0.metric, language);
        match language {
            Language::Chinese => format!("{name} {}", part.1),
            Language::English => format!("{} {name}", part.1),
        }
    };
    let numerator = account.parts.first();
    let of_days = |days, name: &str| match numerator {
        Some((_, count)) => format!("{count} ÷ {days}{name} = {outcome}"),
        None => outcome.clone(),
    };
    match Formula::of(metric) {
        Formula::PerDay(_) => of_days(account.period.days, &words("天".into(), " days".into())),
        Formula::PerWorkingDay(_) => of_days(
            account.period.working_days,
            &words("个工作日".into(), " working days".into()),
        ),
        Formula::Share { .. } => {
            let (top, bottom) = account.parts.split_at(1.min(account.parts.len()));
            let top: Vec<String> = top.iter().map(part).collect();
            let bottom: Vec<String> = bottom.iter().map(part).collect();
            let bottom = match &*bottom {
                [only] => only.clone(),
                several => format!("({})", several.join(" + ")),
            };
            format!("{} ÷ {bottom} = {outcome}", top.concat())
        }
        Formula::Mean { .. } => match &account.value {
            Value::Ratio(ratio) => {
                let (sum, number) = (ratio.numerator(), ratio.denominator());
                words(
                    format!("合计 {sum} 个工作日 ÷ {number} 件 = {outcome}"),
                    format!("{sum} working days in all ÷ {number} requests = {outcome}"),
                )
            }
            _ => outcome,
        },
        Formula::Percentile { percent, .. } => match numerator {
            Some((_, Value::Histogram(histogram))) if !histogram.is_empty() => {
                let total: u64 = histogram.values().sum();
                let rank = (total * percent).div_ceil(100);
                words(
                    format!(
                        "{total} 件由短到长排列，第 {rank} 件（{total} × {percent}%）= {outcome}"
                    ),
                    format!(
                        "of {total} requests, shortest first, number {rank} ({total} × {percent}%) = {outcome}"
                    ),
                )
            }
            _ => outcome,
        },
        Formula::LongestGap => words(
            format!("相邻两个有公开的日子之间最多相隔 = {outcome}"),
            format!("the most days between two days with a publication = {outcome}"),
        ),
        Formula::Counted => words(
            format!("逐行计入 = {outcome}（用 report trace 列出）"),
            format!("counted row by row = {outcome} (report trace lists them)"),
        ),
        Formula::Configured => words(
            format!("report.toml = {outcome}"),
            format!("report.toml = {outcome}"),
        ),
    }
}

/// The name of a part in a computation; short in English, as its key is descriptive.
fn name_of(metric: Metric, language: Language) -> String {
    let definition = metric.definition();
    match language {
        Language::Chinese => {
            // The figure itself has the same breakdown, so leave it out of the name.
            let label = definition.label.zh;
            label
                .split_once("（按")
                .map_or(label, |(name, _)| name)
                .to_owned()
        }
        Language::English => {
            let last = definition.key.split('.').rfind(|segment| *segment != "*");
            last.unwrap_or_default().replace('_', " ")
        }
    }
}
