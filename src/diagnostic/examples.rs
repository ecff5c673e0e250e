//! An example of every kind of finding, and how it is mended.
//!
//! What stands in files is shown as it is written there, and needs no translation.

use super::Code;

/// What is told, as it stands in a file or is typed, and the same mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What is told.
    pub wrong: &'static str,
    /// What is right.
    pub right: &'static str,
}

/// The example of a kind of finding; none where there is nothing to show in a line or two.
#[must_use]
pub fn example(code: Code) -> Option<Example> {
    let (_, wrong, right) = EXAMPLES.iter().find(|(known, ..)| *known == code)?;
    Some(Example { wrong, right })
}

const EXAMPLES: &[(Code, &str, &str)] = &[
    (
        Code::MissingProject,
        "report check --data logs",
        "report init logs --year 2017",
    ),
    (
        Code::MissingLog,
        "published = \"公开台帐.csv\"",
        "published = \"公开台账.csv\"",
    ),
    (
        Code::MissingFile,
        "extra = \"calender.toml\"",
        "extra = \"calendar.toml\"",
    ),
    (
        Code::BadToml,
        "name = 某某市某某局",
        "name = \"某某市某某局\"",
    ),
    (
        Code::UnknownSetting,
        "short_name = \"开发区\"",
        "short-name = \"开发区\"",
    ),
    (
        Code::BadSetting,
        "signed-on = 20180115",
        "signed-on = 2018-01-15",
    ),
    (
        Code::MissingSetting,
        "[office]\nlevel = \"agency\"",
        "[office]\nname = \"某某市某某局\"\nlevel = \"agency\"",
    ),
    (
        Code::UnknownSeparator,
        "索引号，信息名称，公开日期",
        "索引号,信息名称,公开日期",
    ),
    (
        Code::BadCalendar,
        "[2027]\noff = [\"元旦 02-30\"]",
        "[2027]\noff = [\"元旦 01-01\"]",
    ),
    (
        Code::AsOfBeforeYear,
        "report check --year 2017 --as-of 2016-06-30",
        "report check --year 2017 --as-of 2017-06-30",
    ),
    (
        Code::UnknownKey,
        "report stats published.totl",
        "report stats published.total",
    ),
    (
        Code::NoHeader,
        "关于开展检查的通知,2017-03-05",
        "信息名称,公开日期\n关于开展检查的通知,2017-03-05",
    ),
    (
        Code::SheetsOverlap,
        "published = \"台账.xlsx\"",
        "published = { path = \"台账.xlsx\", sheet = \"*月\" }",
    ),
    (Code::TotalDiffers, "合计,3", "合计,2"),
    (
        Code::MissingColumn,
        "信息名称,上网时间",
        "[logs.headers.published]\npublished_on = \"上网时间\"",
    ),
    (
        Code::AmbiguousColumn,
        "编号,受理时间,派单时间",
        "[logs.headers.requests]\nreceived_on = \"受理时间\"",
    ),
    (
        Code::RaggedRow,
        "通知,公告,2017-03-05",
        "\"通知,公告\",2017-03-05",
    ),
    (
        Code::UnclosedQuote,
        "\"关于检查的通知,2017-03-05",
        "\"关于检查的通知\",2017-03-05",
    ),
    (
        Code::SimilarHeader,
        "编号,类别,收到日期,答复期日",
        "编号,类别,收到日期,答复日期",
    ),
    (
        Code::MissingCell,
        "关于检查的通知,",
        "关于检查的通知,2017-03-05",
    ),
    (
        Code::BadDate,
        "关于检查的通知,2017210日",
        "关于检查的通知,2017-02-10",
    ),
    (Code::BadAmount, "道路绿化项目,约三万", "道路绿化项目,30000"),
    (
        Code::ImplausibleAmount,
        "项目,成交金额（万元）\n道路绿化,320106197001011234",
        "项目,成交金额（万元）\n道路绿化,3.2",
    ),
    (
        Code::UnknownCode,
        "编号,类别\n1,来信",
        "编号,类别\n1,公众诉求",
    ),
    (
        Code::UnknownApplicant,
        "编号,申请人类型\n1,境外机构",
        "编号,申请人类型\n1,其他",
    ),
    (
        Code::UndecidedTicks,
        "编号,自然人,商业企业,科研机构\n1,√,√,",
        "编号,自然人,商业企业,科研机构\n1,,√,",
    ),
    (
        Code::DoubtfulDay,
        "编号,收到日期\n1,12.3",
        "编号,收到日期\n1,2017-12-30",
    ),
    (
        Code::UndecidedWord,
        "编号,办理结果\n1,不予公开",
        "编号,办理结果\n1,不予公开-属于国家秘密",
    ),
    (
        Code::ExcludedRows,
        "案号,审理结果\n1,不予受理",
        "案号,审理结果\n1,结果维持",
    ),
    (
        Code::ColumnChosen,
        "编号,来电时间,派单时间",
        "[logs.headers.requests]\nreceived_on = \"派单时间\"",
    ),
    (
        Code::UnreadColumns,
        "信息名称,公开日期,公布渠道名",
        "[logs.headers.published]\nchannel = \"公布渠道名\"",
    ),
    (
        Code::KindTaken,
        "2024年行政应诉案件台账\n案号,受理日期",
        "2024年行政应诉案件台账\n案号,类别,受理日期",
    ),
    (
        Code::NoEndColumn,
        "编号,收到日期,处结归档日期",
        "[logs.headers.requests]\nclosed_on = \"处结归档日期\"",
    ),
    (
        Code::BadLimit,
        "编号,办理期限\n1,尽快",
        "编号,办理期限\n1,5个工作日",
    ),
    (
        Code::ImplausibleDate,
        "关于检查的通知,2107-03-05",
        "关于检查的通知,2017-03-05",
    ),
    (
        Code::RepliedBeforeReceived,
        "收到日期,答复日期\n2017-09-25,2017-09-20",
        "收到日期,答复日期\n2017-09-25,2017-10-20",
    ),
    (
        Code::DuplicateId,
        "2017-003,依申请公开,2017-05-02\n2017-003,依申请公开,2017-06-01",
        "2017-003,依申请公开,2017-05-02\n2017-004,依申请公开,2017-06-01",
    ),
    (
        Code::RequestOfTwoYears,
        "编号,申请方式,收到日期,签收日期\n2025-88,特快专递,2025-12-30,\n2025-88,特快专递,2026-01-04,2026-01-04",
        "编号,申请方式,收到日期,签收日期\n2025-88,特快专递,2025-12-30,2026-01-04\n2025-88,特快专递,2026-01-04,2026-01-04",
    ),
    (
        Code::DeclaredDisagrees,
        "[figures.2017]\n\"published.total\" = 600",
        "[targets.2017]\n\"published.total\" = 600",
    ),
    (
        Code::DeclaredTwice,
        "\"cn-2021.T2.licence\" = 4\n\"decisions.licence\" = 3",
        "\"decisions.licence\" = 3",
    ),
    (
        Code::YearWithoutRows,
        "report compile --year 2019",
        "report compile --year 2017",
    ),
    (
        Code::NoForm,
        "report compile --year 2005",
        "report compile --year 2005 --form cn-2008",
    ),
    (
        Code::UnknownPlaceholder,
        "{{ published.totl }}",
        "{{ published.total }}",
    ),
    (
        Code::BadPlaceholder,
        "{{ procurement.per_day | fixed(一) }}",
        "{{ procurement.per_day | fixed(1) }}",
    ),
    (
        Code::BadAddress,
        "![按月公开数量](chart:published.month)",
        "![按月公开数量](chart:published.by_month)",
    ),
    (
        Code::DifferingField,
        "A-1,关于检查的通知,门户网站\nA-1,关于检查的公告,微信",
        "A-1,关于检查的通知,门户网站\nA-1,关于检查的通知,微信",
    ),
    (
        Code::UnclearChannel,
        "索引号,发布渠道\n1,微信微博",
        "索引号,发布渠道\n1,微信；微博",
    ),
    (
        Code::SecondInstance,
        "案号,审级\n1,二审",
        "案号,审级\n1,一审",
    ),
    (
        Code::UndecidedChannel,
        "编号,申请方式\n1,邮件",
        "编号,申请方式\n1,电子邮件",
    ),
    (
        Code::UnknownCalendar,
        "[calendar]",
        "[calendar]\nextra = \"calendar.toml\"",
    ),
    (
        Code::EventsOutOfOrder,
        "收费通知日期,缴费日期\n2023-03-20,2023-03-15",
        "收费通知日期,缴费日期\n2023-03-10,2023-03-15",
    ),
    (
        Code::MissingEvent,
        "延期告知日期,延期至\n,2017-11-10",
        "延期告知日期,延期至\n2017-10-20,2017-11-10",
    ),
    (
        Code::ExtensionTooLate,
        "收到日期,延期告知日期\n2017-09-25,2017-10-23",
        "收到日期,延期告知日期\n2017-09-25,2017-10-20",
    ),
    (
        Code::ExtensionTooLong,
        "收到日期,延期至\n2017-09-25,2017-11-13",
        "收到日期,延期至\n2017-09-25,2017-11-10",
    ),
    (
        Code::ClarificationTooLate,
        "收到日期,补正告知日期\n2023-09-20,2023-10-08",
        "收到日期,补正告知日期\n2023-09-20,2023-10-07",
    ),
    (
        Code::LongConsultation,
        "征求意见日期,征求意见送达日期,征求意见答复日期\n2023-09-06,,2023-10-07",
        "征求意见日期,征求意见送达日期,征求意见答复日期\n2023-09-06,2023-09-12,2023-10-07",
    ),
    (
        Code::ClarificationExpired,
        "补正告知日期,补正期限,办结日期,办理结果\n2023-09-25,2023-10-20,,",
        "补正告知日期,补正期限,办结日期,办理结果\n2023-09-25,2023-10-20,2023-10-23,逾期不补正",
    ),
    (
        Code::UnsettledClarification,
        "[law]\nunsettled-clarification = \"closes\"",
        "[law]\nunsettled-clarification = \"restarts\"",
    ),
    (
        Code::SecondClarification,
        "[law]\nsecond-clarification = \"restarts\"",
        "[law]\nsecond-clarification = \"does-not\"",
    ),
    (
        Code::LateConfirmation,
        "申请方式,提交日期,确认日期\n电子邮件,2023-09-20,2023-09-25",
        "申请方式,提交日期,确认日期\n电子邮件,2023-09-20,2023-09-21",
    ),
    (
        Code::EventWithoutRequest,
        "编号,事项,发出日期\n2023-O1,征求意见,2023-09-25",
        "编号,事项,发出日期\n2023-01,征求意见,2023-09-25",
    ),
    (
        Code::ReceiptNotLogged,
        "申请方式,收到日期,签收日期\n特快专递,2023-09-20,",
        "申请方式,收到日期,签收日期\n特快专递,2023-09-20,2023-09-22",
    ),
    (
        Code::DueDisagrees,
        "收到日期,办理期限\n2017-09-25,2017-10-16",
        "收到日期,办理期限\n2017-09-25,2017-10-20",
    ),
    (
        Code::OverdueFlagDisagrees,
        "办理期限,答复日期,是否超期\n2017-10-20,2017-10-20,是",
        "办理期限,答复日期,是否超期\n2017-10-20,2017-10-20,否",
    ),
    (
        Code::ReplyWithoutOutcome,
        "答复日期,办理结果\n2017-10-20,",
        "答复日期,办理结果\n2017-10-20,予以公开",
    ),
    (
        Code::OutcomeWithoutReply,
        "答复日期,办理结果\n,予以公开",
        "答复日期,办理结果\n2017-10-20,予以公开",
    ),
    (
        Code::IdleCalendarEntry,
        "[2027]\noff = [\"元旦 01-02\"]",
        "[2027]\noff = [\"元旦 01-01\"]",
    ),
    (
        Code::SparseCalendarYear,
        "[2027]\noff = [\"店庆 06-01\"]",
        "[2027]\nlocal = true\noff = [\"店庆 06-01\"]",
    ),
    (
        Code::NoSigningDate,
        "[reports.2017]",
        "[reports.2017]\nsigned-on = 2018-01-15",
    ),
    (Code::StrayEmphasis, "**“公开”**发布", "“**公开**”发布"),
    (
        Code::UnusedOrder,
        "[order]\n\"published.by_category\" = [\"政策法规\"]",
        "[order]\n\"published.by_category\" = [\"政策、法规\"]",
    ),
    (
        Code::UnknownAnswer,
        "编号,满意度\n1,给力",
        "[logs.values.satisfaction]\nsatisfied = [\"给力\"]",
    ),
    (
        Code::UnknownWord,
        "编号,诉求类型\n1,询问",
        "编号,诉求类型\n1,咨询",
    ),
    (
        Code::UnknownChannel,
        "索引号,发布渠道\n1,视频号",
        "[logs.values.channel_group]\nother = [\"视频号\"]",
    ),
    (
        Code::RepeatedRequest,
        "GD-7,公众诉求,2017-03-05\nGD-7,公众诉求,2017-03-05",
        "GD-7,公众诉求,2017-03-05",
    ),
    (
        Code::NoLimit,
        "编号,诉求类型,办理期限\n1,咨询,",
        "[limits.service]\nconsultation = 5",
    ),
    (
        Code::SeveralCategories,
        "工作动态；财政信息",
        "财政信息；工作动态",
    ),
    (
        Code::PublishedBeforeMade,
        "生成日期,公开日期\n2017-03-15,2017-03-05",
        "生成日期,公开日期\n2017-03-01,2017-03-05",
    ),
    (
        Code::PublishedBeforeReviewed,
        "审查日期,公开日期\n2017-03-15,2017-03-05",
        "审查日期,公开日期\n2017-03-04,2017-03-05",
    ),
    (
        Code::ItemWithoutReview,
        "信息名称,保密审查人,审查日期\n关于检查的通知,,",
        "信息名称,保密审查人,审查日期\n关于检查的通知,张三,2017-03-04",
    ),
    (
        Code::NoticeNotPublished,
        "[logs]\npublished-includes = [\"procurement\", \"environment\"]",
        "[logs]\npublished-includes = [\"procurement\"]",
    ),
    (
        Code::ResultWithoutTender,
        "G001,道路绿化项目中标公告",
        "G001,道路绿化项目公开招标公告\nG001,道路绿化项目中标公告",
    ),
    (
        Code::UnusedWaiver,
        "[[rules.waiver]]\ncode = \"bad-date\"\nwhere = \"published.csv:17\"",
        "[[rules.waiver]]\ncode = \"bad-date\"\nwhere = \"published.csv:18\"",
    ),
    (
        Code::ExpiredWaiver,
        "until = 2017-06-30",
        "until = 2018-06-30",
    ),
    (
        Code::SameTitleAndDate,
        "索引号,信息名称,公开日期\nA-1,关于检查的通知,2017-03-05\nA-9,关于检查的通知,2017-03-05",
        "索引号,信息名称,公开日期,关联索引号\nA-1,关于检查的通知,2017-03-05,\nA-9,关于检查的通知,2017-03-05,A-1",
    ),
    (
        Code::RowsAfterAsOf,
        "report check --as-of 2017-03-06",
        "report check --as-of 2017-06-30",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_shows_a_difference_and_stands_once() {
        for (index, (code, wrong, right)) in EXAMPLES.iter().enumerate() {
            assert_ne!(wrong, right, "{}", code.name());
            let mut earlier = EXAMPLES[..index].iter();
            assert!(earlier.all(|(other, ..)| other != code), "{}", code.name());
        }
    }
}
