//! Statutory forms: tables reproduced cell by cell, broken identities, missing content, and an
//! office's own forms.

use std::fmt::Write as _;

use report::{
    Block, Cell, Code, DEFAULT_WIDTH, Diagnostic, Document, Form, Format, Office, Options, Outcome,
    Report, Section, Severity, StatutoryTable,
    finding::{IdentityDoubtful, IdentityFails, IdentityUnusual, MissingContent, UnknownSetting},
};

use crate::memory::{Folder, figure, finding_lines};
use crate::program::rendered_text;

const APPLICANTS: [&str; 6] = [
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
];

/// The labels of the rows of outcomes, in order; 2019 has one for the last three.
const OUTCOMES: [&str; 21] = [
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
];

/// A table of applications by applicant: carried in, ended by each outcome, carried over.
struct Applications {
    year: i32,
    carried_in: [u64; 6],
    /// By the position of the outcome's row.
    ended: Vec<(usize, [u64; 6])>,
    carried_out: [u64; 6],
}

impl Applications {
    /// Returns a log that gives the table. Requests carried in are ended first.
    fn log(&self) -> String {
        let mut log = "编号,类别,渠道,申请人类型,收到日期,答复日期,办理结果\n".to_owned();
        let mut number = 0;
        let mut carried_in = self.carried_in;
        let year = self.year;
        let mut row = |applicant: usize, received: &str, replied: &str, outcome: &str| {
            number += 1;
            let applicant = APPLICANTS[applicant];
            let _ = writeln!(
                log,
                "{number},依申请公开,网络,{applicant},{received},{replied},{outcome}"
            );
        };
        for (outcome, counts) in &self.ended {
            for (applicant, &count) in counts.iter().enumerate() {
                for _ in 0..count {
                    let replied = format!("{year}-01-20");
                    if carried_in[applicant] > 0 {
                        carried_in[applicant] -= 1;
                        row(
                            applicant,
                            &format!("{}-12-25", year - 1),
                            &replied,
                            OUTCOMES[*outcome],
                        );
                    } else {
                        row(
                            applicant,
                            &format!("{year}-01-10"),
                            &replied,
                            OUTCOMES[*outcome],
                        );
                    }
                }
            }
        }
        assert_eq!(carried_in, [0; 6], "what is carried in must end");
        for (applicant, &count) in self.carried_out.iter().enumerate() {
            for _ in 0..count {
                row(applicant, &format!("{year}-12-20"), "", "");
            }
        }
        log
    }

    /// Every row of the table as it should be printed, its sum last.
    fn rows(&self) -> Vec<[u64; 7]> {
        let with_sum = |counts: [u64; 6]| {
            let mut row = [counts.iter().sum(); 7];
            row[..6].copy_from_slice(&counts);
            row
        };
        let mut outcomes = vec![[0; 6]; OUTCOMES.len()];
        let mut total = [0; 6];
        for (outcome, counts) in &self.ended {
            outcomes[*outcome] = *counts;
            for (sum, count) in total.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        if self.year < 2021 {
            let other = outcomes.split_off(18);
            let sum = |applicant: usize| other.iter().map(|counts| counts[applicant]).sum();
            outcomes.push([0, 1, 2, 3, 4, 5].map(sum));
        }
        let mut new = [0; 6];
        for (applicant, new) in new.iter_mut().enumerate() {
            *new = total[applicant] + self.carried_out[applicant] - self.carried_in[applicant];
        }
        let mut rows = vec![with_sum(new), with_sum(self.carried_in)];
        rows.extend(outcomes.into_iter().map(with_sum));
        rows.extend([with_sum(total), with_sum(self.carried_out)]);
        rows
    }
}

/// An office of a year with a day of signing.
fn office(year: i32) -> Folder {
    let project = format!(
        "[office]\nname = \"某局\"\n[reports.{year}]\nsigned-on = {}-01-20\n",
        year + 1
    );
    Folder::default().with("report.toml", project)
}

fn compiled(folder: &Folder, year: i32) -> Outcome<Report> {
    let compilation = folder.compile(year);
    assert!(
        compilation.value.is_some(),
        "{:#?}",
        finding_lines(&compilation.diagnostics)
    );
    compilation
}

fn tables(document: &Document) -> Vec<&StatutoryTable> {
    fn of<'d>(sections: &'d [Section], found: &mut Vec<&'d StatutoryTable>) {
        for section in sections {
            found.extend(section.blocks.iter().filter_map(|block| match block {
                Block::Statutory(table) => Some(table),
                _ => None,
            }));
            of(&section.sections, found);
        }
    }
    let mut found = Vec::new();
    of(&document.sections, &mut found);
    found
}

/// The numbers of a table, row by row.
fn numbers(table: &StatutoryTable) -> Vec<Vec<Cell>> {
    let rows = table.parts.iter().flat_map(|part| &part.rows);
    let cells = rows.map(|row| {
        let values = row.iter().filter_map(|cell| cell.value.as_ref());
        values.map(|value| value.cell.clone()).collect()
    });
    cells.filter(|row: &Vec<Cell>| !row.is_empty()).collect()
}

/// Compiles a log made from the table and compares what is printed, cell by cell.
#[track_caller]
fn check_applications(table: &Applications) {
    let folder = office(table.year).with("requests.csv", table.log());
    let compilation = compiled(&folder, table.year);
    let report = compilation.value.unwrap();
    let tables = tables(&report.document);
    let printed = tables.iter().find(|table| table.id == "T3").unwrap();
    let expected: Vec<Vec<Cell>> = table
        .rows()
        .into_iter()
        .map(|row| row.map(Cell::Count).to_vec())
        .collect();
    assert_eq!(expected.len(), if table.year < 2021 { 23 } else { 25 });
    assert_eq!(numbers(printed), expected);
    let is_identity = |code: Code| code.name().starts_with("identity");
    let broken = compilation.diagnostics.iter();
    assert_eq!(broken.filter(|found| is_identity(found.code())).count(), 0);
}

/// Totals as a published report of the 2019 form has them: 821 received and 18 carried in by natural
/// persons, 767 ended, 72 carried out; 38 by businesses, all ended.
#[test]
fn a_published_table_of_2019_comes_back_cell_by_cell() {
    check_applications(&Applications {
        year: 2019,
        carried_in: [18, 0, 0, 0, 0, 0],
        ended: vec![
            (0, [421, 20, 0, 0, 0, 0]),
            (1, [63, 3, 0, 0, 0, 0]),
            (3, [5, 0, 0, 0, 0, 0]),
            (10, [201, 11, 0, 0, 0, 0]),
            (13, [31, 0, 0, 0, 0, 0]),
            (18, [4, 0, 0, 0, 0, 0]),
            (20, [42, 4, 0, 0, 0, 0]),
        ],
        carried_out: [72, 0, 0, 0, 0, 0],
    });
}

#[test]
fn a_table_of_2021_with_every_row_and_column_comes_back_cell_by_cell() {
    let ended = (0..OUTCOMES.len()).map(|row| {
        let row_count = row as u64;
        (
            row,
            [
                row_count + 1,
                row_count % 3,
                row_count % 2,
                1,
                row_count % 4,
                2,
            ],
        )
    });
    check_applications(&Applications {
        year: 2021,
        carried_in: [3, 2, 1, 1, 2, 4],
        ended: ended.collect(),
        carried_out: [5, 0, 1, 0, 2, 3],
    });
}

#[test]
fn a_table_of_2025_without_anything_carried_comes_back_cell_by_cell() {
    check_applications(&Applications {
        year: 2025,
        carried_in: [0; 6],
        ended: vec![(0, [2, 1, 0, 0, 1, 0]), (19, [1, 0, 0, 0, 0, 0])],
        carried_out: [0; 6],
    });
}

#[test]
fn ticked_columns_are_the_applicant() {
    let log = "\
        编号,1.自然人,2.商业企业,3.科研机构,4.其他,类别,收到日期,答复日期,办理结果\n\
        1,√,,,,依申请公开,2022-03-01,2022-03-02,予以公开\n\
        2,,✓,,,依申请公开,2022-03-01,2022-03-02,予以公开\n\
        3,0,1,0,0,依申请公开,2022-03-01,2022-03-02,予以公开\n\
        4,否,否,否,是,依申请公开,2022-03-01,2022-03-02,予以公开\n\
        5,,,V,,依申请公开,2022-03-01,2022-03-02,予以公开\n\
        6,√,,,,依申请公开,2022-03-01,2022-03-02,予以公开\n";
    let folder = office(2022).with("requests.csv", log);
    folder.check(
        2022,
        &[
            "requests.disclosure.table.granted.natural_person = 2",
            "requests.disclosure.table.granted.business = 2",
            "requests.disclosure.table.granted.research = 1",
            "requests.disclosure.table.granted.other = 1",
            "requests.disclosure.table.granted.public_interest = 0",
            "requests.disclosure.table.granted.total = 6",
        ],
    );
    assert!(compiled(&folder, 2022).value.is_some());
    // Two ticks, or a name, are not a kind; the name is not shown.
    let log = log.replace("6,√,,", "6,√,√,").replace("5,,,V", "5,周某,,");
    let folder = folder.with("requests.csv", log);
    let diagnostics = folder.compile(2022).diagnostics;
    assert!(
        finding_lines(&diagnostics)
            .iter()
            .any(|found| found.starts_with("undecided-ticks"))
    );
    assert!(!format!("{diagnostics:?}").contains("周某"));
}

#[test]
fn what_is_carried_out_comes_in_next_year_column_by_column() {
    let table = Applications {
        year: 2021,
        carried_in: [0; 6],
        ended: vec![(0, [1, 0, 0, 0, 0, 0])],
        carried_out: [2, 0, 1, 0, 0, 0],
    };
    let mut log = table.log();
    log += "90,依申请公开,网络,自然人,2022-03-01,2022-03-02,予以公开\n";
    let folder = office(2022).with("requests.csv", log);
    folder.check(
        2022,
        &[
            "requests.disclosure.table.carried_in.natural_person = 2",
            "requests.disclosure.table.carried_in.research = 1",
            "requests.disclosure.table.carried_in.total = 3",
            "requests.disclosure.table.carried_out.total = 3",
        ],
    );
    // Rows added for a later year change nothing of the year before.
    folder.check(2021, &["requests.disclosure.table.carried_out.total = 3"]);
}

#[test]
fn the_table_is_that_of_31_december_whatever_day_it_is_seen_from() {
    let log = "编号,类别,申请人类型,收到日期,答复日期,办理结果\n\
               1,依申请公开,自然人,2021-12-20,2022-01-10,予以公开\n";
    let folder = office(2021).with("requests.csv", log);
    for as_of in [None, Some("2022-03-15")] {
        folder.check_as_of(
            2021,
            as_of,
            &[
                "requests.disclosure.table.granted.total = 0",
                "requests.disclosure.table.carried_out.total = 1",
                "requests.disclosure.carried_out = 1",
            ],
        );
    }
}

#[test]
fn last_years_figure_may_be_declared_where_its_log_is_missing() {
    let log = "编号,类别,申请人类型,收到日期,答复日期,办理结果\n\
               1,依申请公开,自然人,2021-03-01,2021-03-10,予以公开\n";
    let folder = office(2021).with("requests.csv", log);
    let declared = "[figures.2020]\n\"cn-2019.R4.c1\" = 2\n\"cn-2019.R4.c7\" = 2\n";
    let figures = folder
        .clone()
        .with_settings(declared)
        .figures(2021, &Options::default());
    assert_eq!(
        figure(
            &figures,
            "requests.disclosure.table.carried_in.natural_person"
        ),
        "2"
    );
    assert_eq!(
        figure(&figures, "requests.disclosure.table.carried_in.total"),
        "2"
    );
    assert_eq!(figure(&figures, "requests.disclosure.carried_in"), "2");
    // The two carried-in requests never ended in this year's log: the numbers do not balance, which is
    // reported.
    let compilation = folder.clone().with_settings(declared).compile(2021);
    let broken = identities(&compilation);
    assert!(
        broken.iter().all(|id| id == "T3-1") && !broken.is_empty(),
        "{broken:?}"
    );
}

#[test]
fn a_log_and_last_years_figure_that_differ_are_both_shown() {
    let log = "编号,类别,申请人类型,收到日期,答复日期,办理结果\n\
               1,依申请公开,自然人,2020-12-30,2021-01-10,予以公开\n\
               2,依申请公开,自然人,2021-03-01,2021-03-10,予以公开\n";
    let folder = office(2021)
        .with("requests.csv", log)
        .with_settings("[figures.2020]\n\"cn-2019.R4.c1\" = 2\n");
    let compilation = folder.compile(2021);
    assert_eq!(identities(&compilation), ["T3-4"]);
    let found = compilation
        .diagnostics
        .iter()
        .find(|found| found.code() == Code::of::<IdentityFails>())
        .unwrap();
    let reported = found.problem.message().en;
    assert!(
        reported.contains("(R2.c1) is 1") && reported.contains("that is 2"),
        "{reported}"
    );
    assert_eq!(found.place.as_ref().unwrap().line, Some(6));
}

/// Returns the identities that do not hold, by name.
fn identities(compilation: &Outcome<Report>) -> Vec<String> {
    let codes = [
        Code::of::<IdentityFails>(),
        Code::of::<IdentityDoubtful>(),
        Code::of::<IdentityUnusual>(),
    ];
    let found = compilation.diagnostics.iter();
    let failed = found.filter(|found| codes.contains(&found.code()));
    let mut ids: Vec<String> = failed
        .filter_map(|found| found.problem.figure().map(str::to_owned))
        .collect();
    ids.sort();
    ids
}

/// Every cell of table three, declared, with numbers that balance.
fn declared_table(form: &str, outcomes: &[&str]) -> String {
    let mut lines = String::new();
    let mut declare = |row: &str, counts: [u64; 6]| {
        for (column, count) in counts.iter().enumerate() {
            let _ = writeln!(lines, "\"{form}.{row}.c{}\" = {count}", column + 1);
        }
        let sum: u64 = counts.iter().sum();
        let _ = writeln!(lines, "\"{form}.{row}.c7\" = {sum}");
    };
    let one = [1, 2, 0, 1, 0, 3];
    let times = |factor: u64| one.map(|count| count * factor);
    let ended = outcomes.len() as u64;
    declare("R1", times(ended));
    declare("R2", times(2));
    for row in outcomes {
        declare(row, one);
    }
    declare("R3.7", times(ended));
    declare("R4", times(2));
    lines
}

const ROWS_2019: [&str; 19] = [
    "R3.1", "R3.2", "R3.3.1", "R3.3.2", "R3.3.3", "R3.3.4", "R3.3.5", "R3.3.6", "R3.3.7", "R3.3.8",
    "R3.4.1", "R3.4.2", "R3.4.3", "R3.5.1", "R3.5.2", "R3.5.3", "R3.5.4", "R3.5.5", "R3.6",
];

fn dispute_lines(form: &str) -> String {
    let mut lines = String::new();
    for group in ["review", "direct", "after_review"] {
        for (standing, count) in [
            ("upheld", 2),
            ("corrected", 1),
            ("other", 0),
            ("pending", 1),
            ("total", 4),
        ] {
            let _ = writeln!(lines, "\"{form}.T4.{group}.{standing}\" = {count}");
        }
    }
    lines
}

/// An office that declares everything; one log has a row, so that there is a year.
fn declaring(year: i32, lines: &str) -> Folder {
    office(year)
        .with("guides.csv", "子栏目,事项名称\n甲,乙\n")
        .with(
            "decisions.csv",
            format!("类别,决定日期\n行政许可,{year}-02-03\n"),
        )
        .with_settings(&format!("[figures.{year}]\n{lines}"))
}

/// Adds 1 to a declared cell.
fn off_by_one(lines: &str, cell: &str) -> String {
    let start = format!("\"{cell}\" = ");
    let mut is_found = false;
    let changed: Vec<String> = lines
        .lines()
        .map(|line| match line.strip_prefix(&start) {
            Some(number) => {
                is_found = true;
                format!("{start}{}", number.parse::<i64>().unwrap() + 1)
            }
            None => line.to_owned(),
        })
        .collect();
    assert!(is_found, "{cell}");
    changed.join("\n") + "\n"
}

#[test]
fn what_balances_is_not_reported() {
    let lines = declared_table("cn-2019", &ROWS_2019) + &dispute_lines("cn-2019");
    assert_eq!(
        identities(&declaring(2019, &lines).compile(2019)),
        Vec::<String>::new()
    );
    assert_eq!(
        identities(&declaring(2017, &annex()).compile(2017)),
        Vec::<String>::new()
    );
}

#[test]
fn each_identity_of_the_tables_is_found_when_it_is_broken() {
    let mut rows: Vec<&str> = ROWS_2019[..18].to_vec();
    rows.extend(["R3.6.1", "R3.6.2", "R3.6.3"]);
    for (form, year, rows) in [
        ("cn-2019", 2019, &ROWS_2019[..]),
        ("cn-2021", 2023, &rows[..]),
    ] {
        let lines = declared_table(form, rows) + &dispute_lines(form);
        for (cell, broken) in [
            // One more received request has no outcome, and its column no longer adds up either.
            ("R1.c2", &["T3-1", "T3-3"][..]),
            ("R4.c7", &["T3-1", "T3-3"]),
            ("R3.3.4.c6", &["T3-2", "T3-3"]),
            ("R3.7.c1", &["T3-1", "T3-2", "T3-3"]),
            ("T4.direct.total", &["T4-1"]),
            ("T4.after_review.pending", &["T4-1"]),
        ] {
            let cell = format!("{form}.{cell}");
            let compilation = declaring(year, &off_by_one(&lines, &cell)).compile(year);
            assert_eq!(identities(&compilation), broken, "{cell}");
            assert!(compilation.value.is_none(), "{cell}");
            let found = &compilation.diagnostics;
            let found = found
                .iter()
                .find(|found| found.code() == Code::of::<IdentityFails>());
            let place = found.unwrap().place.as_ref().unwrap();
            assert_eq!(&*place.file, "report.toml");
        }
    }
}

/// Every cell of the annex that can be declared, with numbers that hold.
fn annex() -> String {
    let mut lines = String::new();
    for (cell, number) in [
        ("A1", 10),
        ("A1a", 2),
        ("A1b", 3),
        ("A2.1", 0),
        ("A2.2", 8),
        ("A2.3", 0),
        ("A2.4", 4),
        ("A2.5", 1),
        ("B1", 1),
        ("B2.1", 2),
        ("B2.1a", 1),
        ("B2.2", 2),
        ("B2.2a", 1),
        ("B2.3", 3),
        ("B2.4", 0),
        ("B2.5", 0),
        ("C1", 8),
        ("C1.1", 1),
        ("C1.2", 1),
        ("C1.3", 5),
        ("C1.4", 1),
        ("C2", 7),
        ("C2.1", 6),
        ("C2.2", 1),
        ("C3", 7),
        ("C3.1", 1),
        ("C3.2", 1),
        ("C3.3", 1),
        ("C3.4", 2),
        ("C3.4a", 1),
        ("C3.4b", 1),
        ("C3.4c", 0),
        ("C3.4d", 0),
        ("C3.4e", 0),
        ("C3.4f", 0),
        ("C3.5", 1),
        ("C3.6", 1),
        ("C3.7", 0),
        ("C3.8", 0),
        ("D", 3),
        ("D1", 1),
        ("D2", 1),
        ("D3", 1),
        ("E", 3),
        ("E1", 1),
        ("E2", 1),
        ("E3", 1),
        ("F", 0),
        ("G", 0),
        ("H1", 1),
        ("H2", 1),
        ("H3", 5),
        ("H3.1", 2),
        ("H3.2", 3),
        ("H4", 0),
        ("I1", 1),
        ("I2", 1),
        ("I3", 20),
    ] {
        let _ = writeln!(lines, "\"cn-2008.{cell}\" = {number}");
    }
    lines + "\"requests.disclosure.carried_in\" = 0\n[form]\nannex = true\n"
}

#[test]
fn each_identity_of_the_annex_is_found_when_it_is_broken() {
    for (cell, broken, severity) in [
        ("C1", "X1", Severity::Error),
        ("C2.2", "X2", Severity::Warning),
        ("C3.5", "X3", Severity::Error),
        ("C3.4c", "X4", Severity::Error),
        ("D", "X5", Severity::Warning),
        ("E3", "X5", Severity::Warning),
        ("H3", "X6", Severity::Error),
    ] {
        let lines = off_by_one(&annex(), &format!("cn-2008.{cell}"));
        let compilation = declaring(2017, &lines).compile(2017);
        let found = compilation.diagnostics.iter();
        let codes: Vec<Severity> = found
            .filter(|found| found.code().name().starts_with("identity"))
            .map(report::Diagnostic::severity)
            .collect();
        assert_eq!(identities(&compilation), [broken], "{cell}");
        assert_eq!(codes, [severity], "{cell}");
    }
    for (cell, number, broken) in [
        ("B2.1a", 3, &["X7"][..]),
        ("A2.2", 11, &["X8"]),
        ("A2.4", 0, &["X8"]),
        ("A1b", 1, &["X9"]),
        ("C3", 8, &["X11", "X3"]),
    ] {
        let lines: Vec<String> = annex()
            .lines()
            .map(|line| match line.split_once(" = ") {
                Some((key, _)) if key == format!("\"cn-2008.{cell}\"") => {
                    format!("{key} = {number}")
                }
                _ => line.to_owned(),
            })
            .collect();
        let compilation = declaring(2017, &(lines.join("\n") + "\n")).compile(2017);
        assert_eq!(identities(&compilation), broken, "{cell}");
    }
    // Nothing is received, so more requests are ended than there were.
    let lines = annex()
        .replace("\"cn-2008.C1\" = 8", "\"cn-2008.C1\" = 6")
        .replace("\"cn-2008.C1.3\" = 5", "\"cn-2008.C1.3\" = 3");
    assert_eq!(identities(&declaring(2017, &lines).compile(2017)), ["X10"]);
}

#[test]
fn the_annex_has_65_lines_of_which_58_have_a_number() {
    let compilation = compiled(&declaring(2017, &annex()), 2017);
    let report = compilation.value.unwrap();
    let tables = tables(&report.document);
    let annex = tables.iter().find(|table| table.id == "annex").unwrap();
    assert_eq!(annex.parts[0].rows.len(), 65);
    assert_eq!(numbers(annex).len(), 58);
    assert!(numbers(annex).iter().all(|row| row[0] != Cell::Absent));
    // Years before 2014 have no annex, and later years only if it is enabled.
    let lines = "\"cn-2008.H1\" = 1\n[form]\nannex = true\n";
    assert_eq!(
        self::tables(
            &compiled(&declaring(2012, lines), 2012)
                .value
                .unwrap()
                .document
        ),
        Vec::<&StatutoryTable>::new()
    );
    let lines = "\"cn-2008.H1\" = 1\n";
    assert_eq!(
        self::tables(
            &compiled(&declaring(2017, lines), 2017)
                .value
                .unwrap()
                .document
        ),
        Vec::<&StatutoryTable>::new()
    );
}

/// Returns the rows C1.1 to C1.4 of the annex (当面, 传真, 网络, 信函) for one request by each channel, and
/// the findings about channels.
#[track_caller]
fn check_channels_of_annex(channels: &[&str], settings: &str, expected: [u64; 4], codes: &[&str]) {
    let mut log = "编号,类别,申请方式,收到日期,答复日期,办理结果\n".to_owned();
    for (number, channel) in (1..).zip(channels) {
        let _ = writeln!(
            log,
            "{number},依申请公开,{channel},2017-03-01,2017-03-10,同意公开"
        );
    }
    let folder = office(2017)
        .with("requests.csv", log)
        .with_settings(&format!("{settings}[form]\nannex = true\n"));
    let compilation = folder.compile(2017);
    let found = finding_lines(&compilation.diagnostics);
    let is_of_channels = |found: &&String| {
        found.starts_with("undecided-channel") || found.starts_with("identity-fails")
    };
    let found: Vec<&String> = found.iter().filter(is_of_channels).collect();
    assert_eq!(found, codes);
    let Some(report) = compilation.value else {
        assert!(codes.iter().any(|code| code.starts_with("identity-fails")));
        return;
    };
    let tables = tables(&report.document);
    let annex = tables.iter().find(|table| table.id == "annex").unwrap();
    let rows = annex.parts[0].rows.iter();
    let cells: Vec<_> = rows
        .flatten()
        .filter_map(|cell| cell.value.as_ref())
        .collect();
    let value = |row: &str| {
        let cell = cells.iter().find(|cell| cell.id == row).unwrap();
        cell.cell.clone()
    };
    let found = ["C1.1", "C1.2", "C1.3", "C1.4"].map(value);
    assert_eq!(
        format!("{found:?}"),
        format!("{:?}", expected.map(Cell::Count))
    );
}

#[test]
fn channels_reach_their_rows() {
    check_channels_of_annex(&["当面", "现场", "窗口", "上门"], "", [4, 0, 0, 0], &[]);
    check_channels_of_annex(
        &[
            "网络",
            "网上",
            "在线",
            "政务网",
            "网站",
            "电子邮件",
            "电子邮箱",
            "E-mail",
            "e-mail",
            "网上来信",
        ],
        "",
        [0, 0, 10, 0],
        &[],
    );
    check_channels_of_annex(
        &[
            "信函",
            "邮寄",
            "挂号",
            "挂号信",
            "EMS",
            "ems",
            "快递",
            "平信",
            "1.信函",
        ],
        "",
        [0, 0, 0, 9],
        &[],
    );
    check_channels_of_annex(&["传真", "通过传真"], "", [0, 2, 0, 0], &[]);
}

#[test]
fn mail_is_asked_once() {
    check_channels_of_annex(
        &["邮件", "电子邮件", "邮件"],
        "",
        [0, 0, 1, 0],
        &["undecided-channel requests.csv:2:9", "identity-fails"],
    );
    let words = |list: &str| {
        format!("[[logs.words]]\nlist = \"request_channel\"\n{list} = [\"邮件\", \"局长信箱\"]\n")
    };
    let channels = ["邮件", "电子邮件", "邮寄", "局长信箱"];
    check_channels_of_annex(&channels, &words("letter"), [0, 0, 1, 3], &[]);
    check_channels_of_annex(&channels, &words("online"), [0, 0, 3, 1], &[]);
}

#[test]
fn soft_identities_over_years_are_notes_and_warnings() {
    let stock = "\"documents.normative.in_force\" = 9\n[figures.2022]\n\"documents.normative.in_force\" = 7\n";
    let folder = declaring(2023, stock).with(
        "documents.csv",
        "类别,制发日期\n行政规范性文件,2023-03-01\n",
    );
    let compilation = compiled(&folder, 2023);
    assert_eq!(identities(&compilation), ["T2-1"]);
    let suits = "案号,类别,起诉途径,受理日期,审结日期,审理结果\n1,行政诉讼,未经复议直接起诉,2024-02-01,2024-05-01,结果维持\n";
    let compilation = compiled(&office(2024).with("disputes.csv", suits), 2024);
    assert_eq!(identities(&compilation), ["LIT-1"]);
    let earlier = suits.replace("2024", "2023");
    let compilation = compiled(&office(2023).with("disputes.csv", earlier), 2023);
    assert_eq!(identities(&compilation), Vec::<String>::new());
}

#[test]
fn a_log_and_a_declared_cell_that_disagree_are_an_error() {
    let lines = "\"cn-2021.T2.licence\" = 2\n";
    let found = finding_lines(&declaring(2021, lines).compile(2021).diagnostics);
    assert!(
        found.contains(&"declared-disagrees report.toml:6:24".to_owned()),
        "{found:?}"
    );
    let lines = "\"cn-2021.T2.licence\" = 1\n";
    assert!(declaring(2021, lines).compile(2021).value.is_some());
}

#[test]
fn cells_and_forms_that_are_not_there_are_reported_with_the_nearest() {
    let lines = "\"cn-2021.T2.licnce\" = 1\n\"cn-2020.R1.c1\" = 1\n";
    let compilation = declaring(2021, lines).compile(2021);
    let hints: Vec<String> = compilation
        .diagnostics
        .iter()
        .filter(|found| found.code() == Code::of::<UnknownSetting>())
        .map(|found| found.problem.hint().unwrap().en)
        .collect();
    assert_eq!(
        hints,
        [
            "did you mean \"cn-2021.T2.licence\"?",
            "did you mean \"cn-2021.R1.c1\"?"
        ]
    );
}

#[test]
fn a_declared_cell_says_so_in_json_and_names_its_line() {
    let folder = declaring(2021, "\"fees.administrative_yuan\" = 15000\n");
    let json: serde_json::Value =
        serde_json::from_str(&folder.rendered(2021, Format::Json)).unwrap();
    assert_eq!(
        json["declared"],
        serde_json::json!([{"key": "fees.administrative_yuan", "value": "15000", "file": "report.toml", "line": 6}])
    );
    let table = &json["document"]["sections"][1]["blocks"][0];
    assert_eq!(table["kind"], "table");
    assert_eq!(table["id"], "T2");
    assert_eq!(table["columns"][0], "信息内容");
    let fees = &table["parts"][3]["rows"][0][1];
    assert_eq!(
        *fees,
        serde_json::json!({"text": "1.5", "rows": 1, "columns": 3, "id": "T2.fees", "value": "1.5", "standing": "declared"})
    );
    let licences = &table["parts"][1]["rows"][0][1];
    assert_eq!(licences["standing"], "counted");
    let absent = &table["parts"][0]["rows"][1][1];
    assert_eq!(
        (&absent["standing"], &absent["value"]),
        (&"absent".into(), &serde_json::Value::Null)
    );
}

#[test]
fn zero_absent_and_not_applicable_are_three_things() {
    let settings = "[form]\nabsent = \"／\"\nzero = \"〇\"\nnot-applicable-as = \"无此职权\"\nnot-applicable = [\"cn-2021.T2.coercion\"]\n";
    let folder = office(2021)
        .with("decisions.csv", "类别,决定日期\n行政许可,2021-02-03\n")
        .with_settings(settings);
    let report = compiled(&folder, 2021).value.unwrap();
    let tables = tables(&report.document);
    let texts: Vec<&str> = tables[0]
        .parts
        .iter()
        .flat_map(|part| part.rows.iter().flatten())
        .filter(|cell| cell.value.is_some())
        .map(|cell| cell.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            // A department may issue no rules.
            "〇",
            "〇",
            "〇",
            "／",
            "／",
            "／",
            "1",
            "〇",
            "无此职权",
            "／"
        ]
    );
}

#[test]
fn changes_print_their_sign_and_sums_their_unit() {
    let lines = "\"cn-2019.T2.penalty.change\" = -2\n\"cn-2019.T2.coercion.change\" = 1\n\
                 \"cn-2019.T2.fees.change\" = 0\n\"cn-2019.T2.procurement.amount\" = 251000\n";
    for (settings, sum) in [("", "251000元"), ("[form]\nmoney = \"万元\"\n", "25.1万元")] {
        let folder = declaring(2019, lines).with_settings(settings);
        let report = compiled(&folder, 2019).value.unwrap();
        let tables = tables(&report.document);
        let text = |id: &str| {
            let cells = tables[0]
                .parts
                .iter()
                .flat_map(|part| part.rows.iter().flatten());
            let mut cells =
                cells.filter(|cell| cell.value.as_ref().is_some_and(|value| value.id == id));
            cells.next().unwrap().text.clone()
        };
        assert_eq!(text("T2.penalty.change"), "-2");
        assert_eq!(text("T2.coercion.change"), "+1");
        assert_eq!(text("T2.fees.change"), "0");
        assert_eq!(text("T2.procurement.amount"), sum);
    }
}

#[test]
fn a_request_that_the_form_cannot_place_is_reported_at_its_row() {
    let log = "编号,类别,申请人类型,收到日期,答复日期,办理结果\n\
               1,依申请公开,,2021-03-01,2021-03-10,予以公开\n\
               2,依申请公开,自然人,2021-03-01,2021-03-10,告知作出更改补充\n\
               3,依申请公开,法人,2021-03-01,2021-03-10,不予公开\n";
    let found = finding_lines(
        &office(2021)
            .with("requests.csv", log)
            .compile(2021)
            .diagnostics,
    );
    for expected in [
        "missing-applicant requests.csv:2:9",
        "outcome-not-in-form requests.csv:3:35",
        "undecided-word requests.csv:4:9",
        "undecided-word requests.csv:4:34",
    ] {
        assert!(
            found.iter().any(|found| found == expected),
            "{expected}: {found:#?}"
        );
    }
}

const COMPLETE: &str = "# 总体情况 {#overview}\n主动公开、依申请公开、信息管理、平台建设、监督保障均有进展。\n\
    # 主动公开政府信息情况 {#proactive}\n# 收到和处理政府信息公开申请情况 {#on-request}\n\
    # 政府信息公开行政复议、行政诉讼情况 {#disputes}\n# 存在的主要问题及改进情况 {#problems}\n有不足。\n\
    # 其他需要报告的事项 {#other}\n未收取信息处理费。\n";

fn with_narrative(narrative: &str) -> Folder {
    // There are no other logs, so most cells are empty.
    let settings = "signed-on = 2022-01-20\n[rules]\nempty-cell = \"off\"\n";
    office(2021)
        .replacing("report.toml", "signed-on = 2022-01-20\n", settings)
        .with("decisions.csv", "类别,决定日期\n行政许可,2021-02-03\n")
        .with("narrative/2021.md", narrative)
}

#[test]
fn what_the_narrative_leaves_out_is_reported_with_its_article() {
    assert_eq!(
        finding_lines(&with_narrative(COMPLETE).compile(2021).diagnostics),
        Vec::<String>::new()
    );
    for (old, new, expected) in [
        (
            "未收取信息处理费",
            "无",
            "(国办公开办函 [2021] 30, 国办函 [2020] 109)",
        ),
        ("有不足。\n", "", "2019 Regulations Art. 50 (4)"),
        ("监督保障", "其他工作", "国办公开办函 [2021] 30"),
    ] {
        let compilation = with_narrative(&COMPLETE.replace(old, new)).compile(2021);
        let missing = |found: &&Diagnostic| found.code() == Code::of::<MissingContent>();
        let found: Vec<&Diagnostic> = compilation.diagnostics.iter().filter(missing).collect();
        let [found] = found[..] else {
            panic!("{:?}", finding_lines(&compilation.diagnostics))
        };
        let reported = found.problem.message().en;
        assert!(reported.contains(expected), "{reported}");
    }
    let government = with_narrative(COMPLETE).replacing(
        "report.toml",
        "\"某局\"",
        "\"某县人民政府\"\nlevel = \"government\"",
    );
    let compilation = government.compile(2021);
    assert_eq!(
        finding_lines(&compilation.diagnostics),
        ["missing-content narrative/2021.md"]
    );
    let answer = COMPLETE.replace(
        "均有进展",
        "均有进展，工作考核、社会评议和责任追究结果均已公布",
    );
    let government = government.with("narrative/2021.md", answer);
    assert_eq!(
        finding_lines(&government.compile(2021).diagnostics),
        Vec::<String>::new()
    );
}

#[test]
fn headings_and_their_order_are_those_of_the_form() {
    let other = COMPLETE.replace("# 总体情况", "# 总体工作情况");
    assert_eq!(
        finding_lines(&with_narrative(&other).compile(2021).diagnostics),
        ["heading-differs narrative/2021.md:1:3"]
    );
    let long = COMPLETE.replace("# 存在的主要", "# 政府信息公开工作存在的主要");
    assert_eq!(
        finding_lines(&with_narrative(&long).compile(2021).diagnostics),
        Vec::<String>::new()
    );
    let (first, last) = COMPLETE.split_once("# 其他").unwrap();
    let swapped = format!("# 其他{last}{first}");
    assert_eq!(
        finding_lines(&with_narrative(&swapped).compile(2021).diagnostics),
        ["section-out-of-order narrative/2021.md:1:3"]
    );
}

const OFFICIAL: [&str; 6] = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
];

/// The printed headings of the first level.
fn printed_headings(narrative: &str) -> Vec<String> {
    let report = compiled(&with_narrative(narrative), 2021).value.unwrap();
    let sections = report.document.sections.iter();
    let heading =
        |section: &report::Section| section.number.clone() + &report::plain_text(&section.heading);
    sections.map(heading).collect()
}

#[test]
fn headings_without_ids() {
    let expected: Vec<String> = OFFICIAL
        .iter()
        .zip("一二三四五六".chars())
        .map(|(heading, number)| format!("{number}、{heading}"))
        .collect();
    let plain = [
        "overview",
        "proactive",
        "on-request",
        "disputes",
        "problems",
        "other",
    ]
    .iter()
    .fold(COMPLETE.to_owned(), |text, id| {
        text.replace(&format!(" {{#{id}}}"), "")
    });
    assert_eq!(printed_headings(&plain), expected);
    // Numbers, spaces and other marks do not matter, and no number is printed twice.
    let mut position = 0;
    let numbered: Vec<String> = plain
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(heading) => {
                position += 1;
                let numeral = "一二三四五六".chars().nth(position - 1).unwrap();
                format!("# {numeral}、 {heading}")
            }
            None => line.to_owned(),
        })
        .collect();
    assert_eq!(printed_headings(&numbered.join("\n")), expected);
    // An id goes before what the heading says.
    let other = plain.replace("# 总体情况", "# 工作概况 {#overview}");
    assert_eq!(printed_headings(&other)[0], "一、工作概况");
}

#[test]
fn variants_of_headings() {
    for (official, variant) in [
        (3, "因政府信息公开工作被申请行政复议和提起行政诉讼情况"),
        (3, "因政府信息公开工作被申请行政复议及提起行政诉讼情况"),
        (3, "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        (4, "存在问题及改进情况"),
        (4, "政府信息公开工作存在的主要问题及改进情况"),
    ] {
        let narrative = COMPLETE.replace(OFFICIAL[official], variant);
        let compilation = compiled(&with_narrative(&narrative), 2021);
        assert_eq!(
            finding_lines(&compilation.diagnostics),
            Vec::<String>::new(),
            "{variant}"
        );
    }
}

#[test]
fn first_level_of_a_fixed_form() {
    for (old, new, expected) in [
        (
            "# 存在的主要问题及改进情况 {#problems}\n",
            "",
            "missing-section narrative/2021.md:7:3",
        ),
        (
            "# 存在的",
            "# 总体情况\n# 存在的",
            "doubled-section narrative/2021.md:6:3",
        ),
        (
            "# 存在的",
            "# 工作打算\n继续。\n# 存在的",
            "foreign-section narrative/2021.md:6:3",
        ),
        // Below the first level, headings are the office's own.
        ("有不足。", "## 总体情况\n有不足。", ""),
    ] {
        let narrative = COMPLETE.replace(old, new);
        let mut found = finding_lines(&with_narrative(&narrative).compile(2021).diagnostics);
        found.retain(|found| !found.starts_with("empty-section"));
        let expected: &[&str] = if expected.is_empty() {
            &[]
        } else {
            &[expected]
        };
        assert_eq!(found, expected, "{new}");
    }
}

#[test]
fn a_part_that_is_only_a_table_is_put_where_the_form_has_it() {
    let short = "# 总体情况 {#overview}\n主动公开、依申请公开、信息管理、平台建设、监督保障均有进展。\n\
        # 存在的主要问题及改进情况 {#problems}\n有不足。\n# 其他需要报告的事项 {#other}\n未收取信息处理费。\n";
    // Their headings are missing all the same, and the office decides that this is no error.
    let folder = with_narrative(short).replacing(
        "report.toml",
        "[rules]",
        "[rules]\nmissing-section = \"note\"",
    );
    let compilation = compiled(&folder, 2021);
    let found = finding_lines(&compilation.diagnostics);
    assert_eq!(found, ["missing-section narrative/2021.md:3:3"; 3]);
    let sections = compilation.value.unwrap().document.sections;
    let headings: Vec<String> = sections
        .iter()
        .map(|section| section.number.clone() + &report::plain_text(&section.heading))
        .collect();
    assert_eq!(
        headings,
        [
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项"
        ]
    );
}

#[test]
fn a_table_can_be_placed_by_hand() {
    let placed = COMPLETE.replace("均有进展。\n", "均有进展。\n\n![复议诉讼](table:T4)\n\n");
    let report = compiled(&with_narrative(&placed), 2021).value.unwrap();
    let ids: Vec<&str> = tables(&report.document)
        .iter()
        .map(|table| table.id.as_str())
        .collect();
    assert_eq!(ids, ["T4", "T2", "T3"]);
}

#[test]
fn a_fee_statement_that_the_log_contradicts_is_reported() {
    let log = "编号,类别,申请人类型,收到日期,答复日期,办理结果,收费金额\n\
               1,依申请公开,自然人,2021-03-01,2021-03-10,予以公开,400\n";
    for (stated, is_right) in [
        ("未收取信息处理费", false),
        ("共收取信息处理费380元", false),
        ("共收取信息处理费400元", true),
        ("共收取信息处理费400元，其中1件收费100元", true),
        ("共收取信息处理费0.04万元", true),
    ] {
        let narrative = COMPLETE.replace("未收取信息处理费", stated);
        let folder = with_narrative(&narrative).with("requests.csv", log);
        let mut found = finding_lines(&compiled(&folder, 2021).diagnostics);
        // A right sum that was typed draws the note to use the placeholder.
        let is_of_course = |finding: &String| {
            finding.starts_with("typed-figure") || finding.starts_with("nothing-carried-in")
        };
        found.retain(|finding| !is_of_course(finding));
        let expected: &[&str] = if is_right {
            &[]
        } else {
            &["fee-statement narrative/2021.md:9:1"]
        };
        assert_eq!(found, expected, "{stated}");
    }
}

#[test]
fn every_table_is_right_under_chinese_width_and_fits_the_page() {
    let lines = declared_table("cn-2019", &ROWS_2019) + &dispute_lines("cn-2019");
    for (year, lines) in [
        (2019, lines),
        (2017, annex()),
        (2021, "\"fees.administrative_yuan\" = 0\n".to_owned()),
    ] {
        let text = declaring(year, &lines).rendered(year, Format::Text);
        let width = |line: &str| {
            line.chars()
                .map(|c| {
                    if c.is_ascii() || "─│┌┐└┘├┤┬┴┼—“”".contains(c) {
                        1
                    } else {
                        2
                    }
                })
                .sum::<usize>()
        };
        for line in text.lines() {
            assert!(width(line) <= DEFAULT_WIDTH, "{line}");
        }
        for block in text.split("\n\n") {
            let lines: Vec<&str> = block
                .lines()
                .filter(|line| line.trim_start().starts_with(['│', '├', '┌', '└']))
                .collect();
            let widths: Vec<usize> = lines.iter().map(|line| width(line)).collect();
            assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{block}");
        }
    }
}

const OWN_FORM: &str = r##"
id = "my-2021"
name = "本市格式"
first-year = 2021
source = "invented"
skeleton = "# 情况 {#all}\n共{{ decisions.licence }}件。"

[words]
online = ["网"]

[[section]]
id = "all"
heading = "情况"
article = "本市规定第一条"
tables = ["one"]

[[table]]
id = "one"
caption = "本市统计表"
[[table.part]]
header = [[{ text = "项目" }, { text = "数量" }]]
columns = [{}]
[[table.part.row]]
id = "L"
label = "许可"
value = "decisions.licence"
[[table.part.row]]
id = "M"
label = "许可的两倍"
value = "L * 2"
[[table.part.row]]
id = "N"
label = "申报"

[[identity]]
id = "ONE"
about = "申报不少于许可"
rule = "N >= L"
kind = "warning"
source = "invented"
"##;

#[test]
fn a_form_of_the_offices_own_needs_no_code() {
    let folder = office(2021)
        .with(
            "decisions.csv",
            "类别,决定日期\n行政许可,2021-02-03\n行政许可,2021-02-04\n",
        )
        .with("forms/mine.toml", OWN_FORM)
        .with_settings("[figures.2021]\n\"my-2021.N\" = 1\n[form]\nfile = \"forms/mine.toml\"\n");
    let compilation = compiled(&folder, 2021);
    assert_eq!(identities(&compilation), ["ONE"]);
    let report = compilation.value.unwrap();
    assert_eq!(report.form, "my-2021");
    let [table] = tables(&report.document)[..] else {
        panic!()
    };
    assert_eq!(
        numbers(table),
        [[Cell::Count(2)], [Cell::Count(4)], [Cell::Count(1)]]
    );
    let text = rendered_text(&report, Format::Text);
    assert!(text.contains("│ 许可的两倍 │    4 │"), "{text}");
    // The shipped form of the year is still available.
    let options = Options {
        form: Some("cn-2021".to_owned()),
        ..Options::default()
    };
    assert_eq!(
        Office::open(&folder)
            .compile(2021, &options)
            .value
            .unwrap()
            .form,
        "cn-2021"
    );
}

#[test]
fn everything_wrong_with_a_form_is_reported_with_its_place() {
    let wrong = OWN_FORM
        .replace(
            "source = \"invented\"\nskeleton",
            "sourc = \"invented\"\nsource = \"x\"\nskeleton",
        )
        .replace("\"decisions.licence\"", "\"decisions.licnce\"")
        .replace("\"L * 2\"", "\"M + 1\"")
        .replace("\"N >= L\"", "\"N >= LL\"")
        .replace("tables = [\"one\"]", "tables = [\"on\"]")
        .replace("{ text = \"项目\" }, ", "");
    let found = Form::read("mine.toml", &wrong).unwrap_err();
    assert_eq!(
        finding_lines(&found),
        [
            "unknown-setting mine.toml:5:1",
            "bad-form mine.toml:16:11",
            "bad-form mine.toml:22:10",
            "bad-form mine.toml:27:10",
            "bad-form mine.toml:31:9",
            "bad-form mine.toml:39:14",
        ]
    );
    let missing = office(2021)
        .with("decisions.csv", "类别,决定日期\n")
        .with_settings("[form]\nfile = \"none.toml\"\n");
    assert_eq!(
        finding_lines(&missing.compile(2021).diagnostics),
        ["missing-file report.toml:6:8"]
    );
}

#[test]
fn deadlines_bind_offices_by_level() {
    use report::inside::Level;
    let form = Form::by_id("cn-2021").unwrap();
    let by = |level| {
        form.deadlines_for(level)
            .map(|deadline| deadline.by)
            .collect::<Vec<_>>()
    };
    assert_eq!(by(Level::Department), [(1, 31)]);
    assert_eq!(by(Level::Government), [(3, 31)]);
    assert_eq!(Form::by_id("cn-2008").unwrap().deadlines[0].by, (3, 31));
}
