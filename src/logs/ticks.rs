//! Tick columns: adjacent columns, each for one word of a single column of the log, 自然人 | 商业企业 | 科研机构
//! or 予以公开 | 部分公开 | 不予公开. The ticked column gives the word.

use super::columns::{Header, Titles};
use super::synonyms::{APPLICANT, List, Meaning, OUTCOME, Words};
use crate::record::Log;

/// A tick column, which stands for one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    /// The index of its cells.
    pub(super) index: u32,
    /// The kind, as a word of the column it belongs to.
    pub(super) kind: Box<str>,
}

/// A column of a log that may be split into tick columns.
struct Ticked {
    log: Log,
    key: &'static str,
    list: List,
    /// A code that one of the tick columns must have.
    needed: Option<&'static str>,
    /// Words for the group title above such columns.
    groups: &'static [&'static str],
}

const TICKED: [Ticked; 2] = [
    Ticked {
        log: Log::Requests,
        key: "applicant",
        list: APPLICANT,
        needed: Some("natural_person"),
        groups: &["申请人", "申请主体"],
    },
    Ticked {
        log: Log::Requests,
        key: "outcome",
        list: OUTCOME,
        needed: None,
        groups: &["结果", "决定", "答复", "处理", "办理情况"],
    },
];

/// Minimum number of adjacent tick columns.
const FEWEST: usize = 3;

/// The minimum below a group title that names the column they belong to.
const FEWEST_IN_GROUP: usize = 2;

/// Finds the columns of a log that are split into tick columns among the `free` ones. Returns them by key.
pub(super) fn of(log: Log, titles: &Titles<'_>, free: &[usize]) -> Vec<(&'static str, Vec<Tick>)> {
    let mut free = free.to_vec();
    let mut found = Vec::new();
    for ticked in TICKED.iter().filter(|ticked| ticked.log == log) {
        let runs = ticked.runs(titles, &free);
        let Some(run) = runs.into_iter().find(|run| ticked.is_meant(run, titles)) else {
            continue;
        };
        free.retain(|index| !run.iter().any(|tick| tick.index as usize == *index));
        found.push((ticked.key, run));
    }
    found
}

impl Ticked {
    /// Runs of adjacent `free` columns with different kinds.
    fn runs(&self, titles: &Titles<'_>, free: &[usize]) -> Vec<Vec<Tick>> {
        let mut runs: Vec<Vec<Tick>> = Vec::new();
        for &index in free {
            let Some(kind) = self.kind(titles, index) else {
                continue;
            };
            let Ok(index) = u32::try_from(index) else {
                continue;
            };
            let tick = Tick { index, kind };
            match runs.last_mut() {
                Some(run)
                    if run.last().is_some_and(|last| last.index + 1 == index)
                        && run.iter().all(|other| other.kind != tick.kind) =>
                {
                    run.push(tick);
                }
                _ => runs.push(vec![tick]),
            }
        }
        runs
    }

    /// The kind of a column, from its own title or combined with its group title.
    fn kind(&self, titles: &Titles<'_>, index: usize) -> Option<Box<str>> {
        let words = Words::default();
        let (title, group) = (titles.names.get(index)?, titles.group(index));
        if title.is_empty() {
            return None;
        }
        let both = format!("{group}-{title}");
        let meaning = |word: &str| words.meaning(self.list, word);
        let own = meaning(title);
        if !group.is_empty() && matches!(meaning(&both), Meaning::Code(_)) {
            return Some(both.into());
        }
        match own {
            Meaning::Code(code) => {
                let mut codes = self.list.codes.iter();
                let name = codes.find(|known| known.code == code)?.name.zh;
                // The name of an outcome may be the long one of a form.
                let is_name = words.code_of(self.list, name) == Some(code);
                Some(if is_name { name } else { title }.into())
            }
            Meaning::Ask => Some(title.as_str().into()),
            Meaning::Unknown => None,
        }
    }

    /// Whether adjacent columns are tick columns.
    fn is_meant(&self, run: &[Tick], titles: &Titles<'_>) -> bool {
        let words = Words::default();
        let codes = || {
            run.iter()
                .filter_map(|tick| words.code_of(self.list, &tick.kind))
        };
        let has_needed = self
            .needed
            .is_none_or(|needed| codes().any(|code| code == needed));
        let is_in_group = || {
            run.iter()
                .all(|tick| self.is_group(titles.group(tick.index as usize)))
        };
        let has_two = codes().any(|code| codes().next() != Some(code));
        has_needed
            && (run.len() >= FEWEST && has_two || run.len() >= FEWEST_IN_GROUP && is_in_group())
    }

    fn is_group(&self, group: &str) -> bool {
        let name = Header::new(group).name;
        !name.is_empty()
            && (self.groups.iter().any(|word| name.contains(word))
                || Words::default().meaning(self.list, &name).is_known())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(groups: &str, names: &str) -> Vec<(&'static str, Vec<(u32, String)>)> {
        let cells = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let (groups, names) = (cells(groups), cells(names));
        let titles = Titles {
            names: &names,
            groups: &groups,
        };
        let free: Vec<usize> = (0..names.len()).collect();
        let found = of(Log::Requests, &titles, &free).into_iter();
        let kinds = |run: Vec<Tick>| {
            let run = run.into_iter();
            run.map(|tick| (tick.index, tick.kind.into())).collect()
        };
        found.map(|(key, run)| (key, kinds(run))).collect()
    }

    #[test]
    fn both_kinds_side_by_side() {
        let found = ticks(
            ",,,,,,",
            "自然人,商业企业,科研机构,其他,予以公开,部分公开,信息不存在,其他",
        );
        let indices: Vec<Vec<u32>> = found
            .iter()
            .map(|(_, run)| run.iter().map(|(index, _)| *index).collect())
            .collect();
        assert_eq!(indices, [vec![0, 1, 2, 3], vec![4, 5, 6, 7]]);
        assert_eq!((found[0].0, found[1].0), ("applicant", "outcome"));
    }

    #[test]
    fn two_need_a_group() {
        assert_eq!(ticks(",", "自然人,法人"), []);
        let found = ticks("申请人信息,申请人信息", "自然人,法人");
        let kinds = vec![(0, "自然人".to_owned()), (1, "法人".to_owned())];
        assert_eq!(found, [("applicant", kinds)]);
        assert_eq!(ticks(",", "予以公开,信息不存在"), []);
        let found = ticks("处理决定,处理决定", "予以公开,信息不存在");
        assert_eq!(found[0].1.len(), 2);
        assert_eq!(ticks("附件,附件", "申请表,答复书"), []);
    }

    #[test]
    fn a_group_is_part_of_an_outcome() {
        let found = ticks("处理决定,不予公开,不予公开", "予以公开,属于国家秘密,其他");
        assert_eq!(found[0].1[1], (1, "不予公开-属于国家秘密".to_owned()));
    }
}
