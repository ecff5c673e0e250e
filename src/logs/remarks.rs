//! Remarks: the free-text column for everything that has no column of its own.
//!
//! No figure depends on a remark, but it may mark its row as void: 作废, 登记错误.

use super::columns::{Header, folded};
use crate::record::Log;

/// Headers of remark columns.
const HEADERS: [&str; 5] = ["备注", "备注说明", "备注信息", "登记备注", "说明"];

/// Words that mark an entry as void.
const VOID: [&str; 12] = [
    "作废",
    "废弃",
    "登记错误",
    "登记有误",
    "录入错误",
    "录入有误",
    "登记失误",
    "误登记",
    "误登",
    "误录入",
    "误录",
    "错登",
];

/// Words for an item that was removed. In logs of requests and decisions these words are results: a request
/// is withdrawn (撤销) by the applicant, a decision by a court.
const TAKEN_BACK: [&str; 3] = ["撤销", "删除", "撤回"];

/// Words that may precede such words.
const BEFORE: [&str; 14] = [
    "因", "系", "已", "应", "本条", "此条", "该条", "本行", "此行", "该行", "本件", "此件", "该件",
    "予以",
];

/// The index of the first remark column among the `free` headers.
pub(super) fn column(headers: &[String], free: &[usize]) -> Option<u32> {
    let is_of_remarks = |index: &&usize| {
        let name = Header::new(&headers[**index]).name;
        HEADERS.contains(&name.as_str())
    };
    u32::try_from(*free.iter().find(is_of_remarks)?).ok()
}

/// Whether a remark marks a row as void: one part of it consists only of such words. `证书作废公告` and
/// `撤销原批复` are about something else.
#[inline(never)]
pub(super) fn is_void(remark: &str, log: Log) -> bool {
    let mut parts = remark.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| is_void_remark(part, log))
}

fn is_void_remark(part: &str, log: Log) -> bool {
    // Fast path: most remarks are longer.
    const LONGEST: usize = 36;
    if part.is_empty() || part.len() > LONGEST {
        return false;
    }
    let part = folded(part);
    let mut rest = part.as_str();
    while let Some(behind) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = behind;
    }
    // For a normative document such a word means that it was repealed.
    let void = VOID
        .iter()
        .filter(|word| log != Log::Documents || !word.contains('废'));
    let is_item = matches!(log, Log::Published | Log::Procurement | Log::Environment);
    let taken_back = TAKEN_BACK.iter().filter(|_| is_item);
    let words: Vec<&str> = void.chain(taken_back).copied().collect();
    let mut has_verb = false;
    while let Some(behind) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        (rest, has_verb) = (behind, true);
        rest = ["已", "应", "予以"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
    }
    has_verb && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_that_call_a_row_void() {
        for remark in [
            "作废",
            "登记错误，作废",
            "因登记错误作废",
            "此条已作废，见第35号",
            "（误登）",
        ] {
            assert!(is_void(remark, Log::Requests), "{remark}");
        }
        for remark in [
            "证书作废公告",
            "撤销原批复",
            "原登记错误已更正",
            "见附件",
            "",
            "撤销",
        ] {
            assert!(!is_void(remark, Log::Requests), "{remark}");
        }
        assert!(is_void("已撤销", Log::Published));
        assert!(!is_void("已撤销", Log::Disputes));
        assert!(!is_void("2024年5月作废", Log::Documents));
        assert!(is_void("误登", Log::Documents));
    }
}
