//! Points that are late, missing, wrong or waived.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{in_words, labelled, shortened, some_of};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Align, Block, Cell, Column, Standing, StatutoryTable, Table};
use crate::figures::{Figures, Value};
use crate::language::Language;
use crate::report::{Check, Report};
use crate::vocabulary::{Key, Metric, REQUEST_KINDS, dotted, segments_of};

/// The paragraphs, and a table of waived findings.
pub(super) fn blocks(report: &Report, check: &Check) -> Vec<Block> {
    let mut blocks = vec![
        labelled("期限", &deadlines(&report.statistics)),
        labelled("法定表格", &statutory_cells(report)),
        labelled("勾稽", &identities(report)),
        labelled("核对", &findings(report, check)),
    ];
    if let Some(targets) = targets(&report.statistics) {
        blocks.push(labelled("目标", &targets));
    }
    blocks.extend(waivers(check));
    blocks
}

/// Requests of both kinds that were answered late or are overdue.
fn deadlines(figures: &Figures) -> String {
    let of_kind = |kind: &crate::vocabulary::CodeEntry| {
        let count = |metric| {
            let count = figures.get(&Key::new(metric, &[kind.code]));
            count.and_then(Value::count)
        };
        let shown = |metric| {
            let count = count(metric);
            count.map_or_else(|| "—".to_owned(), |count| format!("{count}件"))
        };
        let metrics = [
            Metric::RequestsLate,
            Metric::RequestsOverdue,
            Metric::RequestsUndetermined,
        ];
        let name = kind.name.in_language(Language::Chinese);
        let [late, overdue, undetermined] = metrics.map(shown);
        if metrics.into_iter().all(|metric| count(metric).is_none()) {
            return format!("{name}—（没有这类登记）");
        }
        format!("{name}逾期答复{late}、超期未答复{overdue}、无法判定期限{undetermined}")
    };
    let kinds: Vec<String> = REQUEST_KINDS.iter().map(of_kind).collect();
    kinds.join("；")
}

/// The origin of the cells of the statutory tables, and the empty ones.
fn statutory_cells(report: &Report) -> String {
    let tables = report.document.statutory_tables();
    if tables.is_empty() {
        return "这份报告没有法定表格".to_owned();
    }
    let count = |table: &StatutoryTable, standing| {
        let values = table.values();
        values.filter(|value| value.standing == standing).count()
    };
    let in_all = |standing| -> usize { tables.iter().map(|table| count(table, standing)).sum() };
    let [counted, declared, absent, not_applicable] = [
        Standing::Counted,
        Standing::Declared,
        Standing::Absent,
        Standing::NotApplicable,
    ]
    .map(in_all);
    let all = counted + declared + absent + not_applicable;
    let mut text = format!("共{all}格：由台账算出{counted}格，含有申报数字的{declared}格");
    if not_applicable > 0 {
        let _ = write!(text, "，不适用{not_applicable}格");
    }
    let empty = tables.iter().filter_map(|table| {
        let empty = count(table, Standing::Absent);
        let name = if table.caption.is_empty() {
            &table.id
        } else {
            &table.caption
        };
        (empty > 0).then(|| format!("{}{empty}格", shortened(name, 20)))
    });
    let empty: Vec<String> = empty.collect();
    let _ = write!(text, "，空白{absent}格");
    if absent > 0 {
        let _ = write!(
            text,
            "（{}），没有台账，也没有申报",
            some_of(&empty, "张表")
        );
    }
    text
}

/// The number of identities of the form that hold, fail or cannot be checked.
fn identities(report: &Report) -> String {
    let all = &report.identities;
    if all.is_empty() {
        return "这个格式没有勾稽关系".to_owned();
    }
    let of = |verdict| {
        let of = all.iter().filter(|identity| identity.holds == verdict);
        of.map(|identity| identity.id.clone()).collect::<Vec<_>>()
    };
    let [holding, failing, unknown] = [Some(true), Some(false), None].map(of);
    // One rule may apply to several columns of a table.
    let named = |ids: &[String]| {
        let mut ids = ids.to_vec();
        ids.dedup();
        match &ids[..] {
            [] => String::new(),
            ids => format!("（{}）", some_of(ids, "种")),
        }
    };
    format!(
        "共{}条，成立{}条，不成立{}条{}，数字不全、不能核对{}条{}",
        all.len(),
        holding.len(),
        failing.len(),
        named(&failing),
        unknown.len(),
        named(&unknown)
    )
}

/// The number of remaining errors and warnings, and of rows left out because of errors.
fn findings(report: &Report, check: &Check) -> String {
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| {
        let count = check.count_of(severity);
        let kinds = kinds(check, severity);
        match &kinds[..] {
            [] => format!("{count}处"),
            kinds => format!("{count}处（{}）", some_of(kinds, "类")),
        }
    });
    let left_out: u64 = report.inputs.iter().map(|input| input.excluded).sum();
    let mut text = format!("错误{errors}，警告{warnings}");
    if left_out > 0 {
        let _ = write!(text, "，因错误未计入{left_out}行");
    }
    if !check.switched_off.is_empty() {
        let off = check.switched_off.iter().map(|code| code.name().to_owned());
        let off: Vec<String> = off.collect();
        let _ = write!(
            text,
            "；report.toml 关闭了{}类核对（{}）",
            off.len(),
            some_of(&off, "类")
        );
    }
    if check.count_of(Severity::Error) + check.count_of(Severity::Warning) > 0 {
        let _ = write!(text, "；逐条内容见 report check --year {}", report.year);
    }
    text
}

/// The codes of a severity with their counts, the most frequent first.
fn kinds(check: &Check, severity: Severity) -> Vec<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let is_of = |other: Severity| other.min(Severity::Error) == severity;
    for finding in &check.diagnostics {
        if finding.waiver().is_none() && is_of(finding.severity()) {
            *counts.entry(finding.code().name()).or_default() += 1;
        }
    }
    let suppressed = check.suppressed.iter();
    for suppressed in
        suppressed.filter(|suppressed| suppressed.waiver.is_none() && is_of(suppressed.severity))
    {
        *counts.entry(suppressed.code.name()).or_default() += suppressed.count;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counts = counts.into_iter();
    counts
        .map(|(code, count)| format!("{code} {count}处"))
        .collect()
}

/// The number of targets reached. `None` if no target is set.
fn targets(figures: &Figures) -> Option<String> {
    let all: Vec<(&Key, &Value)> = figures
        .iter()
        .filter(|(key, _)| key.metric == Metric::TargetMet && !key.labels.is_empty())
        .collect();
    let of = |wanted: &Value| {
        let of = all.iter().filter(|(_, value)| *value == wanted);
        of.filter_map(|(key, _)| key.labels.first().map(|label| name_of(label)))
            .collect::<Vec<_>>()
    };
    let [reached, missed, unknown] =
        [Value::Truth(true), Value::Truth(false), Value::Absent].map(|value| of(&value));
    let named = |names: &[String], what: &str| match names {
        [] => String::new(),
        names => format!("，{what}{}项（{}）", names.len(), some_of(names, "项")),
    };
    (!all.is_empty()).then(|| {
        format!(
            "共{}项，完成{}项{}{}",
            all.len(),
            reached.len(),
            named(&missed, "未完成"),
            named(&unknown, "不能判定")
        )
    })
}

/// The name of the figure that a target is set for.
fn name_of(target: &str) -> String {
    let segments = segments_of(target).unwrap_or_default();
    let key = Key::from_segments(&segments);
    key.map_or_else(|| dotted(&segments), |key| key.label(Language::Chinese))
}

/// Maximum number of waivers on the sheet.
const WAIVERS: usize = 4;

/// A table of waived findings, grouped by kind and reason.
fn waivers(check: &Check) -> Vec<Block> {
    let mut groups: Vec<(&Diagnostic, u64)> = Vec::new();
    let found = check.diagnostics.iter();
    for finding in found.filter(|finding| finding.waiver().is_some()) {
        let is_alike = |other: &Diagnostic| {
            other.code() == finding.code()
                && other.waiver() == finding.waiver()
                && other.waived_until() == finding.waived_until()
        };
        match groups.iter_mut().find(|(other, _)| is_alike(other)) {
            Some((_, count)) => *count += 1,
            None => groups.push((finding, 1)),
        }
    }
    for suppressed in &check.suppressed {
        let is_alike = |other: &Diagnostic| {
            other.code() == suppressed.code && other.waiver() == suppressed.waiver.as_deref()
        };
        let group = groups.iter_mut().find(|(other, _)| is_alike(other));
        if let (Some((_, count)), Some(_)) = (group, &suppressed.waiver) {
            *count += suppressed.count;
        }
    }
    if groups.is_empty() {
        return vec![labelled("豁免", "没有")];
    }
    let all: u64 = groups.iter().map(|(_, count)| count).sum();
    let mut content = format!("{all}处，经本单位说明理由后放行，不计入上面的错误和警告");
    let more = groups.len().saturating_sub(WAIVERS);
    if more > 0 {
        let _ = write!(
            content,
            "；下表列{WAIVERS}类，另有{more}类见 report.toml 的 [[rules.waiver]]"
        );
    }
    let column = |heading: &str, align| Column {
        heading: heading.to_owned(),
        align,
    };
    let rows = groups.iter().take(WAIVERS).map(|(finding, count)| {
        let until = finding.waived_until();
        vec![
            Cell::Text(shortened(&finding.problem.message().zh, 24)),
            Cell::Count(*count),
            Cell::Text(shortened(finding.waiver().unwrap_or_default(), 50)),
            Cell::Text(until.map_or_else(|| "不限".to_owned(), in_words)),
        ]
    });
    let table = Table {
        id: "waivers".to_owned(),
        caption: String::new(),
        columns: vec![
            column("放行的问题", Align::Left),
            column("处", Align::Right),
            column("理由", Align::Left),
            column("有效期至", Align::Left),
        ],
        rows: rows.collect(),
    };
    vec![labelled("豁免", &content), Block::Table(table)]
}
