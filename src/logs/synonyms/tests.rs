use std::collections::BTreeSet;

use super::*;

#[test]
fn every_listed_column_and_code_exists() {
    let written: SynonymFile = toml::from_str(include_str!("../synonyms.toml")).unwrap();
    for (log, columns) in &written.headers {
        let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
        for key in columns.keys() {
            assert!(
                super::super::columns(log)
                    .iter()
                    .any(|column| column.key == key),
                "{key}"
            );
        }
    }
    for list in LISTS {
        for code in written.values[list.name].keys() {
            assert!(list.code_named(code).is_some(), "{code}");
        }
    }
    assert_eq!(written.values.len(), LISTS.len());
}

#[test]
fn no_header_means_two_columns_and_no_word_two_codes() {
    let written: SynonymFile = toml::from_str(include_str!("../synonyms.toml")).unwrap();
    for (log, columns) in &written.headers {
        let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
        for (key, words) in columns {
            for word in words {
                let name = Header::new(word).name;
                assert_eq!(column_meant(log, &name), Some(&**key), "{word}");
            }
        }
        for column in super::super::columns(log) {
            let name = Header::new(column.header).name;
            assert_eq!(column_meant(log, &name), Some(column.key));
        }
    }
    for codes in written.values.values() {
        let words: Vec<_> = codes.values().flatten().collect();
        let distinct: BTreeSet<_> = words.iter().map(|word| folded(word)).collect();
        assert_eq!(words.len(), distinct.len());
    }
}

#[test]
fn a_stage_is_read_from_the_end_of_a_title() {
    for (title, stage) in [
        ("道路绿化养护项目公开招标公告", Some("invite")),
        ("道路绿化养护项目公开招标公告更正公告", Some("correction")),
        ("道路绿化养护项目中标结果公告（第二次）", Some("result")),
        ("道路绿化养护项目验收结果公告", Some("acceptance")),
        ("道路绿化养护项目", None),
    ] {
        assert_eq!(Words::default().code_ending(STAGE, title), stage, "{title}");
    }
}

#[test]
fn every_list_can_be_added_to_in_report_toml() {
    let lists = SYNONYMS.values.keys();
    let settings = lists.map(|list| format!("[logs.values.{list}]\n"));
    let settings: String = settings.collect();
    let text = format!("[office]\nname = \"某局\"\n{settings}");
    let project = project::read(&text, |_| Vec::new()).unwrap();
    assert_eq!(project.values.len(), SYNONYMS.values.len());
}

#[test]
fn a_total_says_so() {
    for text in ["合计", "小计:", "2017年合计", "本年共计636条", "合计(万元)"] {
        assert!(is_total(text), "{text}");
    }
    for text in ["", "共计划", "总计划", "固定资产投资项目合计", "合计划"] {
        assert!(!is_total(text), "{text}");
    }
}

#[test]
fn channels_fall_into_groups() {
    let words = Words::default();
    assert_eq!(words.channel_group("微信公众号"), "wechat");
    assert_eq!(words.channel_group("门户 网站"), "website");
    assert_eq!(words.channel_group("宣传栏"), "other");
}

#[test]
fn channels_by_ending() {
    let words = Words::default();
    for (name, group) in [
        ("管委会网站", Channel::Of("website")),
        ("局网站", Channel::Of("website")),
        ("本局官网", Channel::Of("website")),
        ("县政府门户网站", Channel::Of("website")),
        ("县政府门户网站（www.qx.gov.cn）", Channel::Of("website")),
        ("市政府门户", Channel::Of("website")),
        ("公报网站", Channel::Of("website")),
        ("市政府公报", Channel::Of("gazette")),
        ("公众号", Channel::Of("wechat")),
        ("微信公众号“清溪水务”", Channel::Of("wechat")),
        ("微信公众号：清溪水务", Channel::Of("wechat")),
        ("“清溪水务”微信公众号", Channel::Of("wechat")),
        ("水务局微博", Channel::Of("weibo")),
        ("新浪Weibo", Channel::Of("weibo")),
        ("WeChat", Channel::Of("wechat")),
        ("官方 wechat", Channel::Of("wechat")),
        ("宣传栏", Channel::Of("other")),
        ("江苏政府采购网", Channel::Unclear),
        ("市公共资源交易网", Channel::Unclear),
        ("政务服务网", Channel::Unclear),
        ("信用中国（江苏）", Channel::Unclear),
        ("微博微信", Channel::Unclear),
        ("官网和公众号", Channel::Unclear),
        ("视频号", Channel::Unknown),
        ("微信视频号", Channel::Unknown),
        ("抖音", Channel::Unknown),
        ("今日头条", Channel::Unknown),
        ("政务APP", Channel::Unknown),
        ("WeChat小程序", Channel::Unknown),
        ("“清溪水务”", Channel::Unknown),
    ] {
        assert_eq!(words.channel(name), group, "{name}");
    }
}

#[test]
fn channel_endings_name_groups() {
    for group in SYNONYMS.channels.endings.keys() {
        assert!(CHANNEL_GROUP.code_named(group).is_some(), "{group}");
    }
}

#[test]
fn the_offices_words_are_added_and_go_first() {
    let words = |words: &[(&str, &'static str)]| {
        words
            .iter()
            .map(|&(word, code)| (word.to_owned(), code))
            .collect()
    };
    let office = Words::new(&BTreeMap::from([
        (
            "stage",
            words(&[("遴选文件公告", "before"), ("采购公告", "before")]),
        ),
        ("channel_group", words(&[("开发区发布", "wechat")])),
        ("status", words(&[("移交", "excluded")])),
    ]));
    assert_eq!(office.code_of(STAGE, "遴选 文件公告"), Some("before"));
    assert_eq!(office.code_of(STAGE, "采购公告"), Some("before"));
    assert_eq!(office.code_of(STAGE, "招标公告"), Some("invite"));
    assert_eq!(
        office.code_ending(STAGE, "监理遴选文件公告"),
        Some("before")
    );
    assert_eq!(
        office.code_ending(STAGE, "监理询价采购公告"),
        Some("invite")
    );
    assert_eq!(office.channel_group("开发区发布"), "wechat");
    assert!(office.is_excluded("移交") && office.is_excluded("退单"));
    assert!(!office.is_excluded("已办结"));
}

#[test]
fn official_labels_are_read_with_and_without_their_number() {
    for (word, code) in [
        ("（一）予以公开", Some("granted")),
        ("予以公开", Some("granted")),
        ("同意公开", Some("granted")),
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            Some("partly_granted"),
        ),
        ("1.属于国家秘密", Some("refused.state_secret")),
        ("1、属于国家秘密", Some("refused.state_secret")),
        ("3.危及“三安全一稳定”", Some("refused.safety_and_stability")),
        ("危及\"三安全一稳定\"", Some("refused.safety_and_stability")),
        ("本机关不掌握", Some("unavailable.not_held")),
        ("refused.state_secret", Some("refused.state_secret")),
        ("3.其他", Some("other.rest")),
        ("申请信息不存在数", Some("nonexistent")),
        ("不予公开", None),
        ("无法提供", None),
    ] {
        assert_eq!(OUTCOME.meaning(word).code(), code, "{word}");
    }
}

#[test]
fn several_results_in_one_cell() {
    let words = Words::default();
    for (cell, code) in [
        ("①公开②不存在", Some("partly_granted")),
        (
            "1.予以公开\n2.本机关不掌握；3.属于国家秘密",
            Some("partly_granted"),
        ),
        ("（1）信息不存在（2）同意公开", Some("partly_granted")),
        ("信息不存在、信息不存在", Some("nonexistent")),
        ("不存在\n部分公开", Some("partly_granted")),
        ("①不存在②国家秘密", None),
        ("公开、已主动公开", None),
        ("①公开②另行告知", None),
        ("2017年公开", None),
    ] {
        assert_eq!(words.code_of(OUTCOME, cell), code, "{cell}");
    }
    assert_eq!(words.code_of(TOPIC, "咨询、投诉"), None);
}

#[test]
fn every_outcome_is_known_by_its_official_name() {
    for code in OUTCOMES {
        // Its name is the name of the whole group.
        let is_group = code.code == "other.rest";
        let expected = if is_group { ASK } else { code.code };
        assert_eq!(code_in(OUTCOME, code.name.zh), expected);
    }
}

const ASK: &str = "ask";

/// The code of a word, [`ASK`] if it is ambiguous, or "" if it is unknown.
fn code_in(list: List, word: &str) -> &'static str {
    match Words::default().meaning(list, word) {
        Meaning::Code(code) => code,
        Meaning::Ask => ASK,
        Meaning::Unknown => "",
    }
}

#[track_caller]
fn check(list: List, table: &[(&str, &str)]) {
    for (code, words) in table {
        for word in words.split(' ') {
            assert_eq!(code_in(list, word), *code, "{word}");
        }
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn words_of_outcomes() {
    check(
        OUTCOME,
        &[
            (
                "granted",
                "予以公开 准予公开 依法公开 同意公开 全部公开 公开 答复公开 已公开 提供信息 已提供",
            ),
            (
                "already_public",
                "告知已主动公开 已主动公开 属于主动公开 属于已主动公开 告知获取方式 告知获取方式和途径 告知获取途径",
            ),
            (
                "partly_granted",
                "部分公开 部分予以公开 区分处理 部分公开（区分处理） 同意部分公开 ①公开②不存在",
            ),
            (
                "refused.state_secret",
                "涉密 国家秘密 属于国家秘密，不予公开 不予公开（国家秘密）",
            ),
            ("refused.prohibited_by_law", "法律行政法规禁止公开"),
            (
                "refused.safety_and_stability",
                "三安全一稳定 危及三安全一稳定 危及“三安全一稳定” 危及「三安全一稳定」 “三安全一稳定” 危及国家安全、公共安全、经济安全、社会稳定",
            ),
            (
                "refused.third_party_rights",
                "第三方不同意公开 第三方合法权益 保护第三方合法权益",
            ),
            ("trade_secret", "商业秘密 不予公开（商业秘密）"),
            ("privacy", "个人隐私 不予公开-个人隐私"),
            (
                "refused.internal_affairs",
                "内部事务信息 内部管理信息 三类内部事务",
            ),
            (
                "refused.process_information",
                "过程性信息 过程信息 四类过程性",
            ),
            ("refused.enforcement_file", "执法案卷 行政执法案卷"),
            (
                "refused.administrative_inquiry",
                "行政查询 查询事项 不动产登记资料 不动产登记资料查询 工商登记资料 工商登记资料查询",
            ),
            (
                "nonexistent",
                "信息不存在 政府信息不存在 不存在 经检索不存在 检索未果 未制作 未获取",
            ),
            ("unavailable.not_held", "不掌握 本机关不掌握"),
            (
                "not_this_organ",
                "不属于本机关负责 不属于本机关公开 不属于本机关职责 不属于本机关掌握 非本机关负责 非本机关公开 非本机关职责 非本机关掌握 告知向其他机关申请",
            ),
            (
                "unavailable.would_need_creating",
                "没有现成信息 需另行制作 需要加工、分析 没有现成信息，需加工汇总",
            ),
            (
                "unavailable.still_unclear",
                "补正后仍不明确 补正后申请内容仍不明确",
            ),
            (
                "not_processed.petition",
                "信访 信访件 信访举报投诉 信访、投诉、举报类 不予处理（信访）",
            ),
            ("not_processed.repeated", "重复申请 不予重复处理"),
            ("not_processed.publication", "公开出版物"),
            (
                "not_processed.excessive",
                "大量反复申请 无正当理由大量反复申请",
            ),
            ("not_processed.reconfirmation", "重新出具 确认或重新出具"),
            (
                "other.not_clarified",
                "逾期不补正 逾期未补正 补正后逾期未补正 申请人无正当理由逾期不补正",
            ),
            ("other.fee_unpaid", "未缴费 逾期未缴费"),
            (
                "withdrawn",
                "撤回 撤回申请 主动撤回 申请人撤回 申请人撤回申请 申请人主动撤回 申请人主动撤回申请 撤销申请",
            ),
            (
                ASK,
                "视为放弃 视为放弃申请 不予公开 不公开 不同意公开 无法提供 不予处理 其他处理 其他 咨询 咨询类申请 转办 移送 不属于政府信息 非政府信息公开申请 终止 终止办理 撤销 合并办理 并案处理 党务信息 工作秘密 已移交档案馆 申请内容不明确 ①国家秘密②个人隐私",
            ),
            // The group contradicts the row, or the number of 其他 belongs to another group.
            (
                ASK,
                "不予处理-属于国家秘密 （四）无法提供：重复申请 不予公开-其他 1.其他",
            ),
            ("other.rest", "3.其他 （六）其他处理3.其他 其他处理-其他"),
            ("", "信息 二〇二四年公开 公开2024年预算 国家秘密商业秘密"),
        ],
    );
}

#[test]
fn words_of_disputes() {
    check(
        DISPUTE_RESULT,
        &[
            (
                "upheld",
                "维持 结果维持 驳回复议请求 驳回行政复议请求 驳回诉讼请求 驳回原告诉讼请求",
            ),
            (
                "corrected",
                "撤销 部分撤销 变更 确认违法 确认无效 责令履行 责令重新答复 纠正 结果纠正",
            ),
            (
                "other",
                "驳回起诉 撤回 准予撤回 撤诉 准许撤诉 按撤诉处理 终止 调解 和解 其他 其他结果",
            ),
            ("dismissed", "驳回复议申请"),
            ("no_case", "不予受理 不予立案"),
            (ASK, "驳回 驳回上诉"),
            ("pending", "正在审理 审理中 未审结 一审中 上诉中 尚未审结"),
        ],
    );
}

#[test]
fn words_of_applicants() {
    check(
        APPLICANT,
        &[
            ("natural_person", "公民 个人 自然人 王某等5人 王某等五人"),
            (
                "business",
                "商业企业 企业法人 清溪环保科技有限公司 清溪水泥厂 便民药店 某某公司（代理人：李某律师） 法人或其他组织-商业企业",
            ),
            (
                "research",
                "科研机构 大学 高等院校 研究院 研究所 清溪大学 清溪水利研究院",
            ),
            ("public_interest", "社会公益组织 环保协会 爱心基金会"),
            (
                "legal_service",
                "法律服务机构 江苏清溪律师事务所 清溪法律服务所 律所",
            ),
            (
                "other",
                "其他 村委会 居委会 南埂村村民委员会 金穗苑业主委员会 机关 事业单位 医院 清溪人民医院 法人或其他组织—其他",
            ),
            (
                ASK,
                "律师 学校 学院 个体工商户 合作社 民办非企业 法人 法人或其他组织 清溪职业学院 李某律师",
            ),
            ("", "王某 张三 清溪 店"),
        ],
    );
}

#[test]
fn every_group_word_is_asked() {
    for word in crate::vocabulary::OUTCOME_GROUP_WORDS {
        assert_eq!(code_in(OUTCOME, word), ASK, "{word}");
    }
}

/// A row of the form of 2021, as in its file.
#[derive(Deserialize)]
struct FormRow {
    label: Option<String>,
    #[serde(default)]
    above: Vec<Above>,
    #[serde(default)]
    outcomes: Vec<String>,
    #[serde(default)]
    span: usize,
}

#[derive(Deserialize)]
struct Above {
    text: String,
}

#[derive(Deserialize)]
struct FormPart {
    #[serde(default)]
    row: Vec<FormRow>,
}

#[derive(Deserialize)]
struct FormTable {
    #[serde(default)]
    part: Vec<FormPart>,
}

#[derive(Deserialize)]
struct FormFile {
    table: Vec<FormTable>,
}

/// A number from 1 to 10 in the usual spellings before a word.
fn numberings(number: usize) -> Vec<String> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    const CIRCLED: [&str; 10] = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"];
    let (chinese, circled) = (CHINESE[number - 1], CIRCLED[number - 1]);
    vec![
        format!("{number}."),
        format!("{number}．"),
        format!("{number}、"),
        format!("（{number}）"),
        format!("({number})"),
        circled.to_owned(),
        format!("（{chinese}）"),
        format!("{chinese}、"),
    ]
}

/// Splits a label into its number and the rest.
fn parted(label: &str) -> (usize, &str) {
    let is_mark = |c: char| "（）.、".contains(c);
    let label = label.trim_start_matches(is_mark);
    let number = label.chars().next().unwrap();
    let rest = label[number.len_utf8()..].trim_start_matches(is_mark);
    let of_digit = number.to_digit(10).map(|digit| digit as usize);
    let of_numeral = "一二三四五六七八九十".chars().position(|c| c == number);
    (
        of_digit.or(of_numeral.map(|place| place + 1)).unwrap(),
        rest,
    )
}

#[test]
fn official_labels_in_any_spelling() {
    const SEPARATORS: [&str; 13] = [
        "", "-", "—", "——", "/", "：", ":", "，", ",", " ", "\u{3000}", "\n", " - ",
    ];
    let form: FormFile = toml::from_str(include_str!("../../form/cn-2021.toml")).unwrap();
    let rows = form.table.into_iter().flat_map(|table| table.part);
    let (mut group, mut spellings) = (None, Vec::new());
    let mut labels = 0;
    for row in rows.flat_map(|part| part.row) {
        if row.span == 2 {
            group = None;
        }
        if let Some(above) = row.above.first().filter(|_| row.span == 0) {
            group = Some(above.text.clone());
        }
        let (Some(label), [code, ..]) = (&row.label, &*row.outcomes) else {
            continue;
        };
        labels += 1;
        let (number, words) = parted(label);
        let mut numbered = numberings(number);
        numbered.push(label.clone());
        // Without number or group, the words of the last row, 其他, are ambiguous.
        let bare = (words != "其他").then(|| words.to_owned());
        let mut rows: Vec<String> = numbered.iter().map(|n| format!("{n}{words}")).collect();
        rows.extend(bare);
        rows.retain(|spelling| !spelling.starts_with(&format!("{label}{words}")));
        rows.push(label.clone());
        rows.dedup();
        let mut all = rows.clone();
        let mut in_group = rows;
        in_group.push(words.to_owned());
        let mut prefixes = vec!["三、本年度办理结果".to_owned(), "本年度办理结果".to_owned()];
        if let Some(group) = &group {
            let (number, name) = parted(group);
            let numbers = numberings(number).into_iter().chain([String::new()]);
            let names: Vec<String> = numbers.map(|number| format!("{number}{name}")).collect();
            let whole = names.iter().map(|name| format!("三、本年度办理结果{name}"));
            prefixes = whole
                .chain(names.iter().cloned())
                .chain([format!("三、{name}")])
                .collect();
        } else {
            in_group.retain(|row| row != "其他");
        }
        for prefix in &prefixes {
            for row in &in_group {
                all.extend(
                    SEPARATORS
                        .iter()
                        .map(|between| format!("{prefix}{between}{row}")),
                );
                all.extend([
                    format!("{prefix}（{row}）"),
                    format!("{prefix}({row})"),
                    format!("{prefix}【{row}】"),
                    format!("（{prefix}）{row}"),
                ]);
            }
        }
        spellings.extend(all.into_iter().map(|spelling| (spelling, code.clone())));
    }
    assert_eq!(labels, 21);
    assert!(spellings.len() > 468, "{}", spellings.len());
    let wrong: Vec<_> = spellings
        .iter()
        .filter(|(spelling, code)| code_in(OUTCOME, spelling) != code)
        .map(|(spelling, code)| {
            format!("{spelling:?}: {:?}, not {code}", code_in(OUTCOME, spelling))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        spellings.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

#[test]
fn nearest_words_decide_different_codes() {
    let nearest = nearest_words("outcome", "属于国家机密");
    assert_eq!(nearest.len(), 3);
    assert_eq!(nearest[0].1, "refused.state_secret");
    assert!(nearest[0].1 != nearest[1].1 && nearest[1].1 != nearest[2].1);
}

#[test]
fn no_two_codes_have_the_same_letters() {
    let written: SynonymFile = toml::from_str(include_str!("../synonyms.toml")).unwrap();
    for (list, codes) in &written.values {
        let mut known = BTreeMap::new();
        let asked = written.ask.get(list).map(|words| ("ask", words));
        let codes = codes.iter().map(|(code, words)| (code.as_str(), words));
        for (code, words) in codes.chain(asked) {
            for word in words
                .iter()
                .filter(|word| !word.starts_with(char::is_numeric))
            {
                let letters = Label::new(word).letters;
                if letters.is_empty() {
                    continue;
                }
                let other = known.insert(letters, code);
                assert!(other.is_none_or(|other| other == code), "{word}");
            }
        }
    }
}

#[test]
fn headers_that_offices_write() {
    for (log, headers) in [
        (
            Log::Published,
            "公开方式 disclosure, 公开形式 disclosure, 信息类别 category, 责任科室 department, \
             发布部门 department, 公布日期 published_on, 上网日期 published_on, 上传时间 published_on, \
             publish_date published_on, title title",
        ),
        (
            Log::Requests,
            "申请方式 channel, 申请事项 title, 答复情况 outcome, 办理情况 outcome, 补正日期 clarified_on, \
             延期答复日期 extended_until, 收费 fee_yuan, 来电时间 received_on, 诉求分类 topic, \
             办结时限 due_on, 工单类型 topic, 诉求来源 channel, 留言编号 id, 留言主题 title, \
             留言时间 received_on",
        ),
        (
            Log::Disputes,
            "案件类型 kind, 结案时间 closed_on, 裁判结果 result",
        ),
        (Log::Documents, "有效期至 repealed_on"),
    ] {
        for pair in headers.split(", ") {
            let (header, key) = pair.trim().split_once(' ').unwrap();
            let name = Header::new(header).name;
            assert_eq!(column_meant(log, &name), Some(key), "{header}");
        }
    }
}

#[test]
fn the_day_of_receipt_among_several() {
    let chosen = |headers: &[&str]| {
        let names: Vec<&str> = headers.to_vec();
        let indices: Vec<usize> = (0..names.len()).collect();
        let chosen = preferred(Log::Requests, "received_on", &indices, |index| {
            names[*index]
        });
        chosen.map(|index| headers[index].to_owned())
    };
    let is = |headers: &[&str], expected: Option<&str>| {
        assert_eq!(chosen(headers).as_deref(), expected, "{headers:?}");
    };
    is(&["来电时间", "派单时间"], Some("派单时间"));
    is(&["申请日期", "收到日期"], Some("收到日期"));
    is(&["来信时间", "留言时间", "收到时间"], Some("收到时间"));
    // Neither takes precedence.
    is(&["受理时间", "派单时间"], None);
    is(&["收到日期", "派单时间"], None);
    is(&["收到日期", "接收日期"], None);
}

#[test]
fn a_result_with_an_explanation() {
    let words = Words::default();
    for (word, code) in [
        ("部分公开（隐去他人姓名）", "partly_granted"),
        (
            "不属于本机关公开，告知向自然资源和规划局申请",
            "not_this_organ",
        ),
        ("属信访事项，不予处理", "not_processed.petition"),
        (
            "属行政查询事项，告知到不动产登记中心查询",
            "refused.administrative_inquiry",
        ),
        ("经检索未查到", "nonexistent"),
        ("依法予以公开", "granted"),
    ] {
        assert_eq!(words.code_of(OUTCOME, word), Some(code), "{word}");
    }
    for word in ["依法不予公开", "未公开", "已答复", "不予公开，告知理由"] {
        assert_eq!(words.meaning(OUTCOME, word), Meaning::Ask, "{word}");
    }
    // The text after the result may be another result.
    assert_eq!(words.code_of(OUTCOME, "予以公开，告知其余信息不存在"), None);
    for (word, code) in [
        ("撤销并责令重新答复", "corrected"),
        ("申请人撤回，终止", "other"),
        ("原告撤诉", "other"),
    ] {
        assert_eq!(words.code_of(DISPUTE_RESULT, word), Some(code), "{word}");
    }
    assert_eq!(words.code_of(DISPUTE_RESULT, "维持并撤销"), None);
}

#[test]
fn headers_put_together_from_parts() {
    for (log, header, key) in [
        (Log::Requests, "实际办结时间", "closed_on"),
        (Log::Requests, "承办科室", "department"),
        (Log::Requests, "回访结果", "satisfaction"),
        (Log::Requests, "工单状态", "status"),
        (Log::Requests, "延期后时限", "extended_until"),
        (Log::Disputes, "复议案号", "id"),
        (Log::Disputes, "复议结果", "result"),
        (Log::Documents, "印发日期", "issued_on"),
        (Log::Documents, "有效性", "status"),
        (Log::Requests, "补正告知时间", "clarification_asked_on"),
        (Log::Requests, "答复时间", "replied_on"),
    ] {
        let name = Header::new(header).name;
        assert_eq!(column_meant(log, &name), Some(key), "{header}");
    }
    for composed in SYNONYMS.composed.values() {
        assert!(composed.values().all(|key| !key.is_empty()));
    }
    let written: SynonymFile = toml::from_str(include_str!("../synonyms.toml")).unwrap();
    for (log, composed) in &written.composed {
        let log = *Log::ALL.iter().find(|known| known.key() == log).unwrap();
        for composed in composed {
            let mut columns = super::super::columns(log).iter();
            assert!(
                columns.any(|column| column.key == composed.column),
                "{}",
                composed.column
            );
        }
    }
}
