//! Five realistic files, from `init --from` to the report of 2024, using only settings that the
//! messages propose.

use std::path::Path;

use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;

use crate::program::{Outcome, outcome, report};

/// A log of published items: one sheet per quarter, with a title and the office above, ids that
/// restart in each sheet, and the name of the person who filled it in.
fn published() -> Workbook {
    let mut book = Workbook::new();
    let quarters = ["一季度", "二季度", "三季度", "四季度"];
    for (quarter, name) in (0..).zip(quarters) {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let title = format!("清溪区城市管理局2024年主动公开登记表（{name}）");
        sheet
            .merge_range(0, 0, 0, 6, &title, &Format::new())
            .unwrap();
        row(sheet, 1, &["填报单位：清溪区城市管理局"]);
        let headers = [
            "序号",
            "信息标题",
            "信息类别",
            "公开方式",
            "责任科室",
            "公布日期",
            "备注",
        ];
        row(sheet, 2, &headers);
        for item in 0..3 {
            let month = quarter * 3 + item + 1;
            row(
                sheet,
                3 + item,
                &[
                    &(item + 1).to_string(),
                    &format!("第{month}号事项的通告"),
                    ["政策文件", "财政信息", "通知公告"][item as usize],
                    ["政府网站", "微信公众号", "政府网站、微信公众号"][item as usize],
                    ["办公室", "财务科"][(month % 2) as usize],
                    &format!("2024.{month}.{}", 5 + item),
                    "",
                ],
            );
        }
        row(sheet, 7, &["填表人：周某", "", "", "审核人：吴某"]);
    }
    book
}

/// A log of disclosure requests: merged cells, dates in several formats, names for the kinds of
/// applicants, a total and the person in charge.
fn applications() -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("登记").unwrap();
    row(sheet, 0, &["2024年政府信息公开申请登记台账"]);
    row(
        sheet,
        1,
        &[
            "编号",
            "申请人",
            "申请方式",
            "收到日期",
            "申请内容",
            "办理情况",
            "答复日期",
            "备注",
        ],
    );
    let rows = [
        [
            "依2024-1",
            "王小明",
            "网络",
            "2024年1月8日",
            "补偿方案",
            "予以公开",
            "2024-01-26",
            "",
        ],
        [
            "依2024-2",
            "清溪宏达建材有限公司",
            "邮寄",
            "2024年3月4日",
            "招标文件",
            "部分公开",
            "2024.3.25",
            "",
        ],
        [
            "依2024-3",
            "李建国",
            "",
            "2024/3/18",
            "执法卷宗",
            "不予公开-行政执法案卷",
            "2024/4/10",
            "",
        ],
        [
            "依2024-4",
            "幸福里业主委员会",
            "当面",
            "20240603",
            "停车场规划",
            "信息不存在",
            "20240621",
            "",
        ],
        [
            "依2024-5",
            "赵敏",
            "",
            "2024-09-05",
            "处罚决定",
            "告知已主动公开",
            "2024-09-12",
            "",
        ],
        [
            "依2024-6",
            "清溪某某律师事务所",
            "邮寄",
            "2024-10-14",
            "经费明细",
            "不予公开",
            "2024-11-08",
            "涉及第三方",
        ],
        [
            "依2024-7",
            "孙丽",
            "网络",
            "2024-12-20",
            "工程合同",
            "",
            "",
            "",
        ],
    ];
    for (index, cells) in (2..).zip(&rows) {
        row(sheet, index, cells);
    }
    sheet
        .merge_range(3, 2, 4, 2, "邮寄", &Format::new())
        .unwrap();
    row(sheet, 9, &["合计", "7件"]);
    row(sheet, 10, &["负责人：", "", "", "", "制表："]);
    book
}

/// The export of a hotline.
const HOTLINE: &str = "\
工单编号,来电时间,派单时间,诉求分类,诉求标题,承办单位,办结时限,办结时间,满意度
QX24-1,2024-01-03 09:12:44,2024-01-03 10:00:00,投诉,路灯不亮,市政科,2024-01-08 17:00:00,2024-01-05 15:20:10,满意
QX24-2,2024-02-20 14:02:01,2024-02-20 14:30:00,咨询,清运时间,环卫科,2024-02-22 17:00:00,2024-02-21 09:00:00,非常满意
QX24-3,2024-03-11 08:44:13,2024-03-11 09:10:00,求助,树木倒伏,绿化科,2024-03-15 17:00:00,2024-03-18 11:00:00,不满意
QX24-4,2024-05-06 16:31:50,2024-05-07 08:30:00,投诉,占道经营,执法中队,2024-05-10 17:00:00,2024-05-09 10:00:00,基本满意
QX24-5,2024-08-19 10:10:10,2024-08-19 10:40:00,建议,增设果皮箱,环卫科,2024-08-26 17:00:00,2024-08-23 16:00:00,
";

const DISPUTES: &str = "\
序号,案号,案件类型,受理时间,结案时间,裁判结果,备注
1,清复〔2024〕3号,行政复议,2024-02-06,2024-04-02,维持,
2,清复〔2024〕9号,行政复议,2024-05-16,2024-07-12,确认违法,
3,（2024）某行初33号,行政诉讼（未经复议直接起诉）,2024-06-03,2024-10-21,驳回诉讼请求,
4,（2024）某行初71号,行政诉讼（复议后起诉）,2024-11-05,,正在审理,
";

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write(row, column, *cell).unwrap();
        }
    }
}

/// The lines of `report.toml` that a message proposes, each table as one text.
fn proposed(messages: &str) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    let mut is_table = false;
    for line in messages.lines().map(str::trim) {
        if line.starts_with("[[") {
            tables.push(String::new());
            is_table = true;
        }
        is_table &= line.starts_with("[[") || line.contains(" = ");
        if let Some(table) = tables.last_mut().filter(|_| is_table) {
            *table += line;
            *table += "\n";
        }
    }
    tables
}

fn run(folder: &Path, words: &str) -> Outcome {
    let words = words.split_whitespace();
    outcome(report(words).current_dir(folder))
}

#[test]
fn five_files_become_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    published().save(path("主动公开登记表.xlsx")).unwrap();
    applications().save(path("依申请公开台账.xlsx")).unwrap();
    std::fs::write(path("12345工单.csv"), GB18030.encode(HOTLINE).0).unwrap();
    std::fs::write(path("复议诉讼情况.csv"), DISPUTES).unwrap();
    let totals =
        "2024年行政执法决定汇总表,\n类别,本年处理决定数量\n行政许可,128\n行政处罚,36\n行政强制,2\n";
    std::fs::write(path("行政执法统计.csv"), totals).unwrap();

    let files =
        "主动公开登记表.xlsx 依申请公开台账.xlsx 12345工单.csv 复议诉讼情况.csv 行政执法统计.csv";
    let init = run(
        folder.path(),
        &format!("init office --year 2024 --office 清溪区城市管理局 --from {files}"),
    );
    assert_eq!(init.status, 0, "{}", init.stderr);
    let check = run(folder.path(), "check --year 2024 --data office --lang zh");
    assert_eq!(check.status, 1, "{}", check.stdout);
    assert!(!check.stdout.contains("王小明"), "{}", check.stdout);

    // Questions that the files cannot answer are answered here; the rest is pasted as proposed.
    let tables = proposed(&check.stdout);
    let of = |word: &str| tables.iter().find(|table| table.contains(word)).unwrap();
    let by_name = of("applicants = \"by-name\"");
    let answer = of("id = \"依2024-6\"").replace("\"\"", "\"保护第三方合法权益\"");
    let pasted = format!("{by_name}{answer}");
    assert_eq!(pasted.lines().count(), 8, "{pasted}");
    let settings = path("office/report.toml");
    let text = std::fs::read_to_string(&settings).unwrap() + &pasted;
    std::fs::write(&settings, text).unwrap();

    let compiled = run(
        folder.path(),
        "compile --year 2024 --data office --format json",
    );
    assert_eq!(compiled.status, 0, "{}", compiled.stderr);
    assert!(!compiled.stdout.contains("王小明"));
    let json: Value = serde_json::from_str(&compiled.stdout).unwrap();
    let figure = |key: &str| {
        let keys = key.split('.');
        keys.fold(&json["statistics"], |value, key| &value[key])
            .clone()
    };
    for (key, expected) in [
        ("published.total", 12),
        ("published.by_channel.政府网站", 8),
        ("published.by_channel.微信公众号", 8),
        ("published.by_department.办公室", 6),
        ("requests.disclosure.received", 7),
        ("requests.disclosure.by_channel.邮寄", 3),
        ("requests.disclosure.table.new.natural_person", 4),
        ("requests.disclosure.table.new.business", 1),
        ("requests.disclosure.table.new.legal_service", 1),
        ("requests.disclosure.table.new.other", 1),
        ("requests.disclosure.by_outcome.already_public", 1),
        (
            "requests.disclosure.by_outcome.refused.third_party_rights",
            1,
        ),
        ("requests.disclosure.by_outcome.refused.enforcement_file", 1),
        ("requests.disclosure.carried_out", 1),
        ("requests.service.received", 5),
        ("requests.service.on_time", 4),
        ("requests.service.late", 1),
        ("requests.service.satisfied", 3),
        ("requests.service.by_department.环卫科", 2),
        ("disputes.review.upheld", 1),
        ("disputes.review.corrected", 1),
        ("disputes.direct.upheld", 1),
        ("disputes.after_review.pending", 1),
        ("decisions.licence", 128),
    ] {
        assert_eq!(figure(key), expected, "{key}");
    }
}
