//! Figures by department, satisfaction and completion of requests.

use report::{Diagnostic, Key, Office, Options, TraceQuestion, TracedRow, inside::segments_of};

use crate::memory::{Folder, figure};
use crate::program::{outcome, report};

/// Hotline and disclosure requests of three departments; due dates are those of the log or of the
/// law.
const REQUESTS: &str =
    "编号,类别,诉求类型,收到日期,办理期限,办结日期,答复日期,承办单位,满意度,处理状态
S1,公众诉求,咨询,2017-03-01,2017-03-08,2017-03-02,,民政所,非常满意,
S2,公众诉求,咨询,2017-03-01,2017-03-08,2017-03-09,,民政所,不满意,
S3,公众诉求,投诉,2017-03-02,2017-03-09,2017-03-03,,城管办,基本满意,
S4,公众诉求,投诉,2017-03-02,2017-03-09,,,城管办,,
S5,公众诉求,投诉,2017-03-03,2017-03-10,2017-03-06,,城管办,一般,
S6,公众诉求,求助,2017-03-03,2017-03-10,2017-03-06,,,未评价,
S7,公众诉求,求助,2017-03-03,2017-03-10,2017-03-06,,水务站,满意,退单
S8,公众诉求,求助,2016-12-29,2017-01-06,2017-01-05,,水务站,满意,
S9,公众诉求,求助,2016-12-01,2016-12-08,2016-12-02,,水务站,满意,
S10,公众诉求,求助,2017-12-28,2018-01-05,2018-01-03,,水务站,满意,
D1,依申请公开,,2017-05-08,,,2017-05-12,办公室,,
D2,依申请公开,,2017-05-08,,,2017-08-01,办公室,满意,
D3,依申请公开,,2017-05-09,,,,民政所,,
";

fn office() -> Folder {
    Folder::new().with("requests.csv", REQUESTS)
}

#[test]
fn requests_by_department() {
    office().check(
        2017,
        &[
            "requests.service.received = 7",
            "requests.service.by_department.民政所 = 2",
            "requests.service.by_department.城管办 = 3",
            "requests.service.by_department.水务站 = 1",
            "requests.service.by_department.unspecified = 1",
            "requests.disclosure.by_department.办公室 = 2",
            "requests.disclosure.by_department.民政所 = 1",
        ],
    );
}

/// Requests carried in count by their state; a request that is not due yet is in no rate.
#[test]
fn rates_by_department() {
    office().check(
        2017,
        &[
            "requests.service.rates_by_department.民政所.on_time = 1",
            "requests.service.rates_by_department.民政所.late = 1",
            "requests.service.rates_by_department.民政所.on_time_rate = 1/2",
            "requests.service.rates_by_department.城管办.on_time = 2",
            "requests.service.rates_by_department.城管办.overdue = 1",
            "requests.service.rates_by_department.城管办.on_time_rate = 2/3",
            "requests.service.rates_by_department.水务站.on_time_rate = 1/1",
            "requests.service.rates_by_department.unspecified.on_time_rate = 1/1",
            "requests.service.on_time_rate = 5/7",
            "requests.disclosure.rates_by_department.办公室.on_time_rate = 1/2",
            "requests.disclosure.rates_by_department.民政所.on_time_rate = 0/1",
        ],
    );
}

/// S1, S3 and S8 are satisfied, S2 and S5 are not; S7 was returned, S9 is of last year, S10 is rated
/// next year, and D2 is no service request.
#[test]
fn satisfied_of_those_that_answered() {
    office().check(
        2017,
        &[
            "requests.service.rated = 5",
            "requests.service.satisfied = 3",
            "requests.service.satisfaction_rate = 3/5",
        ],
    );
    let next_year = [
        "requests.service.rated = 1",
        "requests.service.satisfied = 1",
    ];
    let folder = office().with_settings("[logs.values.satisfaction]\nneutral = [\"满意\"]\n");
    office().check(2018, &next_year);
    folder.check(2017, &["requests.service.satisfaction_rate = 2/5"]);
}

/// Without closing days, a rating only shows that it was given.
#[test]
fn ratings_without_an_end_count_once() {
    let log = "编号,类别,收到日期,是否满意\nS1,公众诉求,2016-05-04,是\nS2,公众诉求,2017-05-04,否\n";
    let folder = Folder::new().with("requests.csv", log);
    folder.check(2016, &["requests.service.satisfaction_rate = 1/1"]);
    folder.check(2017, &["requests.service.satisfaction_rate = 0/1"]);
}

#[test]
fn completed_of_those_received() {
    office().check(
        2017,
        &[
            // S4 is open, S10 ends in 2018; S8 was received in 2016.
            "requests.service.completion_rate = 5/7",
            "requests.disclosure.completion_rate = 2/3",
        ],
    );
    office().check_as_of(
        2017,
        Some("2018-01-31"),
        &["requests.service.completion_rate = 6/7"],
    );
    let empty = "编号,类别,收到日期,答复日期\nS1,公众诉求,2017-05-04,2017-05-05\n";
    Folder::new().with("requests.csv", empty).check(
        2017,
        &[
            "requests.service.completion_rate = 1/1",
            "requests.disclosure.completion_rate = absent",
        ],
    );
}

#[test]
fn figures_without_their_column_are_absent() {
    let log = "编号,类别,收到日期\nS1,公众诉求,2017-05-04\n";
    Folder::new().with("requests.csv", log).check(
        2017,
        &[
            "requests.service.by_department = absent",
            "requests.service.rates_by_department = absent",
            "requests.service.rated = absent",
            "requests.service.satisfied = absent",
            "requests.service.satisfaction_rate = absent",
            "requests.service.completion_rate = absent",
        ],
    );
}

/// A blank cell and a file without the column take the department of the entry; a filled one stays.
#[test]
fn default_department_of_a_file() {
    let folder = Folder::new()
        .with(
            "hotline.csv",
            "编号,收到日期,承办部门\nS1,2017-05-04,\nS2,2017-05-04,城管办\nS3,2017-05-04,/\n",
        )
        .with("mail.csv", "编号,收到日期\nM1,2017-05-04\n")
        .with("letters.csv", "编号,收到日期\nL1,2017-05-04\n")
        .with_settings(
            "[logs]\nrequests = [\n\
             { path = \"hotline.csv\", kind = \"service\", default-department = \"信访办\" },\n\
             { path = \"mail.csv\", kind = \"service\", default-department = \"信访办\" },\n\
             { path = \"letters.csv\", kind = \"service\" },\n]\n",
        );
    folder.check(
        2017,
        &[
            "requests.service.by_department.信访办 = 3",
            "requests.service.by_department.城管办 = 1",
            "requests.service.by_department.unspecified = 1",
        ],
    );
}

/// A forwarded work order counts for the department that ended it, with the last answer.
#[test]
fn department_of_a_handed_on_order() {
    let header = "编号,类别,收到日期,办结日期,处理状态,承办单位,满意度\n";
    let rows = [
        "S1,公众诉求,2017-05-04,,转派,民政所,\n",
        "S1,公众诉求,2017-05-04,2017-05-05,已办结,城管办,不满意\n",
        "S1,公众诉求,2017-05-04,2017-05-09,已办结,水务站,满意\n",
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let log = header.to_owned() + &order.map(|row| rows[row]).concat();
        Folder::new().with("requests.csv", log).check(
            2017,
            &[
                "requests.service.received = 1",
                "requests.service.by_department.水务站 = 1",
                "requests.service.by_department.城管办 = none",
                "requests.service.satisfaction_rate = 1/1",
            ],
        );
    }
}

/// Two files give the same figures as one.
#[test]
fn departments_of_two_files_add_up() {
    let (header, rows) = REQUESTS.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let whole = office().figures(2017, &Options::default());
    for cut in 1..rows.len() {
        let file = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
        let folder = Folder::new()
            .with("a.csv", file(&rows[..cut]))
            .with("b.csv", file(&rows[cut..]))
            .with_settings("[logs]\nrequests = [\"a.csv\", \"b.csv\"]\n");
        assert_eq!(folder.figures(2017, &Options::default()), whole, "{cut}");
    }
}

#[test]
fn words_of_satisfaction() {
    for (word, rate) in [
        ("非常满意", "1/1"),
        ("很满意", "1/1"),
        ("satisfied", "1/1"),
        ("基本满意", "1/1"),
        ("一般", "0/1"),
        ("不满意", "0/1"),
        ("非常不满意", "0/1"),
        ("未评价", "absent"),
        ("无法评价", "absent"),
        ("未回访", "absent"),
        ("/", "absent"),
        ("给力", "absent"),
    ] {
        let log = format!(
            "编号,类别,收到日期,办结日期,群众评价\nS1,公众诉求,2017-05-04,2017-05-05,{word}\n"
        );
        let folder = Folder::new().with("requests.csv", log);
        let figures = folder.figures(2017, &Options::default());
        let found = figure(&figures, "requests.service.satisfaction_rate");
        assert_eq!(found, rate, "{word}");
        let found = Office::open(&folder)
            .check(Some(2017), &Options::default())
            .diagnostics;
        let is_unknown = |found: &Diagnostic| found.code().name() == "unknown-answer";
        assert_eq!(found.iter().any(is_unknown), word == "给力", "{word}");
    }
}

/// Returns the lines of `requests.csv` that a figure counts, and their cells in a column.
fn traced(folder: &Folder, key: &str, is_denominator: bool) -> Vec<(u64, Option<String>)> {
    let key = Key::from_segments(&segments_of(key).unwrap()).unwrap();
    let column = if key.to_string().contains("satisf") {
        "satisfaction"
    } else {
        "department"
    };
    let question = TraceQuestion {
        key,
        is_denominator,
    };
    let traces = Office::open(folder).trace(2017, &[question], &Options::default());
    let rows = traces.value.as_ref().unwrap()[0].rows.iter();
    let cell = |row: TracedRow<'_>| {
        let mut fields = row.fields.into_iter();
        let (_, cell) = fields.find(|(name, _)| *name == column).unwrap();
        cell.map(str::to_owned)
    };
    rows.map(|row| (row.line, cell(row))).collect()
}

#[test]
fn rows_of_a_department_are_traced() {
    let of = |lines: &[u64], cell: &str| -> Vec<(u64, Option<String>)> {
        lines
            .iter()
            .map(|&line| (line, Some(cell.to_owned())))
            .collect()
    };
    let key = |key: &str| format!("requests.service.{key}");
    let rate = key("rates_by_department.城管办.on_time_rate");
    for (key, is_denominator, expected) in [
        (key("by_department.城管办"), false, of(&[4, 5, 6], "城管办")),
        (key("by_department.unspecified"), false, vec![(7, None)]),
        (rate.clone(), false, of(&[4, 6], "城管办")),
        (rate, true, of(&[4, 5, 6], "城管办")),
    ] {
        assert_eq!(traced(&office(), &key, is_denominator), expected, "{key}");
    }
    let answers = [
        (2, "非常满意"),
        (3, "不满意"),
        (4, "基本满意"),
        (6, "一般"),
        (9, "满意"),
    ];
    let answers = answers.map(|(line, answer)| (line, Some(answer.to_owned())));
    let rate = key("satisfaction_rate");
    assert_eq!(traced(&office(), &rate, true), answers);
    let satisfied = [0, 2, 4].map(|index| answers[index].clone());
    assert_eq!(traced(&office(), &rate, false), satisfied);
}

#[test]
fn default_department_is_traced() {
    let folder = Folder::new()
        .with(
            "a.csv",
            "编号,类别,收到日期,承办单位\nS1,公众诉求,2017-05-04,\n",
        )
        .with_settings(
            "[logs]\nrequests = [{ path = \"a.csv\", default-department = \"信访办\" }]\n",
        );
    assert_eq!(
        traced(&folder, "requests.service.by_department.信访办", false),
        [(2, Some("信访办".to_owned()))]
    );
}

#[test]
fn definitions_say_what_is_satisfied() {
    for (key, words) in [
        ("requests.service.satisfied", ["基本满意", "不满意的不计"]),
        (
            "requests.service.satisfaction_rate",
            ["满意数÷参评数", "51号"],
        ),
        ("requests.disclosure.completion_rate", ["办结率", "收到数"]),
        (
            "requests.service.rates_by_department",
            ["按承办单位", "逾期答复数"],
        ),
    ] {
        let outcome = outcome(&mut report(["explain", key, "--lang", "zh"]));
        let text = outcome.stdout.replace(char::is_whitespace, "");
        for word in words {
            assert!(text.contains(word), "{key}: {}", outcome.stdout);
        }
    }
}
