//! Figures that the logs cannot give are absent, never 0; a channel belongs to the group that its
//! name states.

use report::{Format, Office, Options};

use crate::memory::{Folder, figure, finding_lines};

/// Each figure is absent where the column is not in the log.
#[test]
fn missing_columns() {
    let folder = Folder::new()
        .with(
            "published.csv",
            "索引号,信息名称,公开日期\n1,甲,2016-01-04\n",
        )
        .with(
            "requests.csv",
            "编号,类别,收到日期,答复日期,办理期限\n1,公众诉求,2016-03-01,2016-03-03,2016-03-08\n",
        )
        .with("guides.csv", "编号,子栏目,事项名称\n1,许可,取水许可\n")
        .with(
            "disputes.csv",
            "案号,类别,受理日期\n1,行政复议,2016-05-05\n",
        );
    folder.check(
        2016,
        &[
            "published.total = 1",
            "published.by_category = absent",
            "published.by_channel = absent",
            "published.by_channel_group.website = absent",
            "published.by_channel_group.other = absent",
            "published.by_department = absent",
            "requests.service.received = 1",
            "requests.service.by_channel = absent",
            "requests.service.rates_by_channel = absent",
            "requests.service.by_topic = absent",
            "requests.service.rates_by_topic = absent",
            "guides.by_department = absent",
            "disputes.review.upheld = absent",
            "disputes.review.total = absent",
            "disputes.direct.total = 0",
        ],
    );
    let annex = folder.with_settings("[form]\nannex = true\n");
    let report = annex.rendered(2016, Format::Text);
    let website = report
        .lines()
        .find(|line| line.contains("2.政府网站公开政府信息数"))
        .unwrap();
    assert!(
        website.ends_with("—│") || website.ends_with("— │"),
        "{website}"
    );
}

/// An existing column without any filled cell: the parts are counted as unspecified.
#[test]
fn blank_columns() {
    let log = "索引号,信息名称,分类,发布渠道,公开日期\n1,甲,,,2016-01-04\n";
    Folder::new().with("published.csv", log).check(
        2016,
        &[
            "published.by_category.unspecified = 1",
            "published.by_channel.unspecified = 1",
            "published.by_channel_group.unspecified = 1",
        ],
    );
}

/// Only one of several files has the column.
#[test]
fn column_in_one_file() {
    Folder::new()
        .with_settings("[logs]\npublished = [\"a.csv\", \"b.csv\"]\n")
        .with("a.csv", "索引号,信息名称,公开日期\n1,甲,2016-01-04\n")
        .with(
            "b.csv",
            "索引号,信息名称,发布渠道,公开日期\n2,乙,局网站,2016-01-05\n",
        )
        .check(
            2016,
            &[
                "published.by_channel.unspecified = 1",
                "published.by_channel.局网站 = 1",
                "published.by_channel_group.website = 1",
                "published.by_channel_group.wechat = 0",
            ],
        );
}

const DISCLOSURE: &str =
    "编号,申请人类型,收到日期,答复日期,办理结果\n1,自然人,2017-03-01,2017-03-06,同意公开\n";
const SERVICE: &str = "编号,收到日期,答复日期,办理期限\n7,2017-03-01,2017-03-06,2017-03-10\n";

#[test]
fn files_of_one_kind() {
    let logs = |entries: &str| {
        Folder::new()
            .with_settings(&format!("[logs]\nrequests = [{entries}]\n"))
            .with("a.csv", DISCLOSURE)
            .with("b.csv", SERVICE)
    };
    let disclosure = "{ path = \"a.csv\", kind = \"disclosure\" }";
    let service = "{ path = \"b.csv\", kind = \"公众诉求\" }";
    logs(disclosure).check(
        2017,
        &[
            "requests.disclosure.received = 1",
            "requests.disclosure.table.new.total = 1",
            "requests.service.received = absent",
            "requests.service.open = absent",
            "requests.service.by_month = absent",
            "requests.service.on_time_rate = absent",
        ],
    );
    logs(service).check(
        2017,
        &[
            "requests.service.received = 1",
            "requests.disclosure.received = absent",
            "requests.disclosure.on_time_extended = absent",
            "requests.disclosure.by_outcome.granted = absent",
            "requests.disclosure.table.new.total = absent",
        ],
    );
    logs(&format!("{disclosure}, {service}")).check(
        2017,
        &[
            "requests.disclosure.received = 1",
            "requests.service.received = 1",
        ],
    );
}

/// Without a column the kind is unknown: it could have been the other one.
#[test]
fn column_of_one_kind() {
    let log = "编号,类别,收到日期\n1,依申请公开,2017-03-01\n";
    Folder::new()
        .with("requests.csv", log)
        .check(2017, &["requests.service.received = 0"]);
}

#[test]
fn channels_that_need_an_answer() {
    let log = "索引号,信息名称,发布渠道,公开日期\n\
        1,甲,管委会网站；公众号,2016-01-04\n\
        2,乙,江苏政府采购网,2016-01-05\n\
        3,丙,江苏政府采购网、微信,2016-01-06\n\
        4,丁,视频号,2016-01-07\n\
        5,戊,宣传栏,2016-01-08\n\
        6,己,抖音,2017-01-08\n";
    let folder = Folder::new().with("published.csv", log);
    folder.check(
        2016,
        &[
            "published.by_channel_group.website = 1",
            "published.by_channel_group.wechat = 2",
            "published.by_channel_group.other = 4",
        ],
    );
    let found = |folder: &Folder| {
        let statistics = Office::open(folder).figures(Some(2016), &Options::default());
        finding_lines(&statistics.diagnostics)
    };
    assert_eq!(
        found(&folder),
        [
            "unclear-channel published.csv",
            "unknown-channel published.csv"
        ]
    );
    let answered = folder.with_settings(
        "[logs.values.channel_group]\nwebsite = [\"江苏政府采购网\"]\nother = [\"视频号\"]\n",
    );
    assert_eq!(found(&answered), [""; 0]);
    let figures = answered.figures(2016, &Options::default());
    assert_eq!(figure(&figures, "published.by_channel_group.website"), "3");
    assert_eq!(figure(&figures, "published.by_channel_group.other"), "2");
}
