//! A small report for the tests of all renderers.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::count::Period;
use crate::diagnostic::{BadDate, Diagnostic, Excerpt, MissingProject, Place};
use crate::document::{
    Align, Block, Cell, Column, Document, Figure, Inline, Section, SignOff, Table,
};
use crate::figures::{Figures, Value};
use crate::layout::Layout;
use crate::number::Ratio;
use crate::report::{InputFile, Publication, Report};
use crate::site::Site;
use crate::vocabulary::{Key, Metric};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

pub(super) fn table() -> Table {
    let column = |heading: &str, align| Column {
        heading: heading.to_owned(),
        align,
    };
    let row = |channel: &str, items| vec![Cell::Text(channel.to_owned()), items];
    Table {
        id: "channels".to_owned(),
        caption: "主动公开情况".to_owned(),
        columns: vec![column("渠道", Align::Left), column("条数", Align::Right)],
        rows: vec![
            row("门户网站", Cell::Count(626)),
            row("微信|公众*号", Cell::Count(10)),
            row("宣传栏", Cell::Absent),
        ],
    }
}

pub(super) fn figure() -> Figure {
    Figure {
        key: "published.by_month".to_owned(),
        caption: "按月公开数量".to_owned(),
        unit: "条".to_owned(),
        values: vec![
            ("1月".to_owned(), 50),
            ("2月".to_owned(), 100),
            ("12月".to_owned(), 0),
        ],
        is_by_month: true,
        compared: None,
    }
}

pub(super) fn document() -> Document {
    let item = |item: &str| vec![Block::Paragraph(vec![text(item)])];
    let paragraph = Block::Paragraph(vec![
        text("截至年底，开发区主动公开政府信息"),
        Inline::Value("636".to_owned()),
        text("条，其中"),
        Inline::Strong(vec![text("微信公众号")]),
        text("10条（“每周一报”），见"),
        Inline::Link {
            text: vec![text("门户网站")],
            address: "https://example.cn/".to_owned(),
        },
        text("。"),
    ]);
    let list = Block::List {
        start: Some(1),
        items: vec![
            item("加强培训，提高人员业务水平和服务意识。"),
            item("拓宽渠道。"),
        ],
    };
    let section = |number: &str, heading: &str, level, blocks, sections| Section {
        number: number.to_owned(),
        heading: vec![text(heading)],
        id: (level == 2).then(|| "proactive".to_owned()),
        level,
        blocks,
        sections,
    };
    Document {
        title: vec![
            "开发区2017年度政府信息公开工作".to_owned(),
            "年度报告".to_owned(),
        ],
        preface: vec![Block::Paragraph(vec![text(
            "本报告根据《政府信息公开条例》编制。",
        )])],
        sections: vec![
            section(
                "一、",
                "概况",
                1,
                vec![],
                vec![section(
                    "（一）",
                    "主动公开情况",
                    2,
                    vec![paragraph, Block::Table(table()), Block::Figure(figure())],
                    vec![],
                )],
            ),
            section(
                "二、",
                "改进措施",
                1,
                vec![list, Block::Quote(item("公开为常态，不公开为例外。"))],
                vec![],
            ),
        ],
        sign_off: SignOff {
            office: "江苏省金坛经济开发区管理委员会".to_owned(),
            date: Some(day(2018, 1, 15)),
        },
    }
}

pub(super) fn figures() -> Figures {
    let mut figures = Figures::default();
    let ratio = |numerator, denominator| Value::Ratio(Ratio::new(numerator, denominator).unwrap());
    for (metric, labels, value) in [
        (Metric::PublishedTotal, &[][..], Value::Count(636)),
        (Metric::PublishedByChannel, &["12345"], Value::Count(10)),
        (Metric::ProcurementPerDay, &[], ratio(123, 365)),
        (
            Metric::ProcurementAwardYuan,
            &[],
            Value::Decimal(Decimal::new(123_450, 2)),
        ),
        (Metric::EnvironmentByKind, &[], Value::Absent),
        (Metric::RequestsReceived, &["service"], Value::Count(432)),
        (Metric::RequestsOnTimeRate, &["service"], ratio(432, 432)),
        (
            Metric::RequestsDaysHistogram,
            &["service"],
            Value::Histogram([(2, 400), (10, 32)].into()),
        ),
        (
            Metric::RequestsChannelOnTime,
            &["service", "12345"],
            Value::Count(1),
        ),
        (
            Metric::RequestsChannelOnTimeRate,
            &["service", "12345"],
            Value::Absent,
        ),
        (Metric::TargetMet, &["published.total"], Value::Truth(true)),
    ] {
        figures.set(Key::new(metric, labels), value);
    }
    figures
}

/// A finding about an invalid date in a log.
pub(super) fn bad_date() -> Diagnostic {
    let file: Arc<str> = "requests.csv".into();
    let cell = "2017210日";
    let place = Place {
        column: Some(6),
        header: Some("收到日期".to_owned()),
        excerpt: Some(Excerpt {
            text: cell.to_owned(),
            marked: 0..cell.len(),
        }),
        ..Place::line(&file, 118)
    };
    Diagnostic::at(
        place,
        BadDate {
            text: cell.to_owned(),
        },
    )
}

pub(super) fn report() -> Report {
    Report {
        office: "江苏省金坛经济开发区管理委员会".to_owned(),
        year: 2017,
        span: 2017.into(),
        period: Period {
            start: day(2017, 1, 1),
            end: day(2017, 12, 31),
            days: 365,
            working_days: 249,
        },
        as_of: day(2017, 12, 31),
        form: "cn-2008".to_owned(),
        form_name: "政府信息公开工作年度报告".to_owned(),
        statistics: figures(),
        declared: Vec::new(),
        identities: Vec::new(),
        last_year: None,
        compared: None,
        evidence: Vec::new(),
        document: document(),
        layout: Layout::default(),
        site: Site::default(),
        publication: Publication::default(),
        inputs: vec![InputFile {
            file: "published.csv".into(),
            rows: 900,
            counted: 700,
            excluded: 1,
        }],
        diagnostics: vec![bad_date(), Diagnostic::new(MissingProject)],
    }
}

pub(super) fn empty_report() -> Report {
    Report {
        statistics: Figures::default(),
        document: Document::default(),
        inputs: Vec::new(),
        diagnostics: Vec::new(),
        ..report()
    }
}
