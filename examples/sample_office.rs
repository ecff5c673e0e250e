//! Writes the logs of the sample office into a folder: `cargo run --example sample_office -- data`.
//!
//! How many rows of each kind 2017 has is taken from a published report (`YEARS`); everything
//! else – every title, name, amount and date, and the whole of 2016 – is invented here.
//! The same bytes come out every time: chance is a [`Dice`] with a fixed start for each log.
//!
//! In order of reading: the four logs and the guides, the working days behind them ([`Diary`]),
//! the dice, and the words that titles are made of.

#![expect(
    clippy::cast_possible_truncation,
    reason = "counts and lengths here are far below 2^32"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};
use report::Calendar;

/// What one year of the sample must add up to.
struct Year {
    number: i32,
    /// Distinct items of the published log; the notices of the next two lines are among them.
    published: usize,
    procurement: usize,
    environment: usize,
    /// Items that are also on the account of `WeChat`.
    wechat: usize,
    service_requests: usize,
    /// Days of receipt of requests for disclosure, as (month, day).
    disclosure_requests: &'static [(u32, u32)],
}

const YEARS: [Year; 2] = [
    Year {
        number: 2016,
        published: 322,
        procurement: 61,
        environment: 158,
        wechat: 4,
        service_requests: 207,
        disclosure_requests: &[(4, 13), (9, 20)],
    },
    Year {
        number: 2017,
        published: 636,
        procurement: 123,
        environment: 333,
        wechat: 10,
        service_requests: 432,
        disclosure_requests: &[],
    },
];
const LAST_YEAR: i32 = YEARS[YEARS.len() - 1].number;

const POLICY: &str = "政策文件发布";
const PLANNING: &str = "规划计划公示";
const PROJECTS: &str = "重大建设项目";
const LAND_AND_TOWN: &str = "国土资源城乡建设";
const PUBLIC_GOOD: &str = "为民办实事";

const PORTAL: &str = "门户网站";
const BOARD: &str = "宣传栏";
const WECHAT: &str = "微信公众号";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .ok_or("usage: sample_office FOLDER")?;
    for (name, bytes) in files()? {
        std::fs::write(Path::new(&folder).join(name), bytes)?;
    }
    Ok(())
}

/// The logs, by the name of their file.
pub(crate) fn files() -> Result<BTreeMap<&'static str, Vec<u8>>, Box<dyn Error>> {
    let diary = Diary {
        calendar: Calendar::china(),
    };

    let purchases = purchase_notices(&diary);
    let environment = environment_notices(&diary);
    let mut items = announcements(&diary);
    items.extend(purchases.iter().map(PurchaseNotice::as_item));
    items.extend(environment.iter().map(EnvironmentNotice::as_item));

    Ok(BTreeMap::from([
        ("published.csv", csv(published_rows(items, &diary))?),
        ("procurement.csv", csv(purchase_rows(&purchases))?),
        ("environment.csv", csv(environment_rows(&environment))?),
        ("requests.csv", csv(request_rows(&diary))?),
        ("guides.csv", csv(guide_rows(&diary))?),
    ]))
}

// ---- procurement ---------------------------------------------------------------------------

#[derive(Clone)]
struct PurchaseNotice {
    project: String,
    method: &'static str,
    title: String,
    stage: &'static str,
    budget_yuan: Option<u64>,
    /// In fen, the hundredth part of a yuan.
    award_fen: Option<u64>,
    department: &'static str,
    category: &'static str,
    published_on: NaiveDate,
}

/// The notices of every purchase in [`PURCHASES`], from its budget to its acceptance.
#[allow(clippy::too_many_lines, reason = "a table of notices")]
fn purchase_notices(diary: &Diary) -> Vec<PurchaseNotice> {
    let mut dice = Dice::named("procurement");
    let (mut notices, mut contracts, mut acceptances) = (Vec::new(), Vec::new(), Vec::new());
    for Year { number: year, .. } in YEARS {
        let of_year = year.to_string();
        let all = records::<7>(PURCHASES);
        let purchases: Vec<_> = all.filter(|purchase| purchase[0] == of_year).collect();
        for (index, purchase) in purchases.iter().enumerate() {
            let [_, method, budget, course, department, category, name] = *purchase;
            let budget: u64 = budget.parse().expect("the table holds whole yuan");
            let (letter, tender, result, days_to_result) = match method {
                "公开招标" => ('G', "招标公告", "中标公告", 16),
                "竞争性磋商" => ('C', "磋商公告", "成交公告", 10),
                "竞争性谈判" => ('T', "谈判公告", "成交公告", 8),
                "询价" => ('X', "询价公告", "成交公告", 6),
                "单一来源" => ('D', "单一来源公示", "成交公告", 7),
                _ => unreachable!("a method without stages: {method}"),
            };
            let notice = |stage, suffix: &str, published_on| PurchaseNotice {
                project: format!("JKCG{year}-{letter}{:03}", index + 1),
                method,
                title: format!("{name}项目{suffix}"),
                stage,
                budget_yuan: None,
                award_fen: None,
                department,
                category,
                published_on,
            };

            let mut day = diary.share_of_year(year, (1, 12), index, purchases.len(), &mut dice);
            if !course.contains("预算未") {
                let published_on = diary.publication_day(day, &mut dice);
                let before = notice("采购预算公示", "采购预算公示", published_on);
                notices.push(PurchaseNotice {
                    budget_yuan: Some(budget),
                    ..before
                });
                day = diary.after(published_on, dice.between(5, 9));
            }
            let published_on = diary.publication_day(day, &mut dice);
            let suffix = match tender {
                "招标公告" => "公开招标公告",
                "磋商公告" => "竞争性磋商公告",
                "谈判公告" => "竞争性谈判公告",
                other => other,
            };
            notices.push(PurchaseNotice {
                budget_yuan: (course != "预算未公开").then_some(budget),
                ..notice(tender, suffix, published_on)
            });
            day = diary.after(published_on, days_to_result + dice.between(0, 4));
            if course == "更正" {
                let corrected_on = diary.after(published_on, dice.between(2, 4));
                let corrected_on = diary.publication_day(corrected_on, &mut dice);
                notices.push(notice("更正公告", "更正公告", corrected_on));
                day = diary.after(corrected_on, days_to_result);
            }
            let published_on = diary.publication_day(day, &mut dice);
            if course == "终止" {
                notices.push(notice("终止公告", "终止公告", published_on));
                continue;
            }
            // Bids end in round sums, now and then in odd ones.
            let award_yuan = budget * u64::from(dice.between(872, 991)) / 1000;
            let odd_fen = if dice.chance(30) {
                u64::from(dice.between(1, 99_999))
            } else {
                0
            };
            notices.push(PurchaseNotice {
                award_fen: Some(award_yuan * 100 - odd_fen),
                ..notice(result, result, published_on)
            });
            let published_on = diary.after(published_on, dice.between(6, 17));
            let published_on = diary.publication_day(published_on, &mut dice);
            contracts.push(notice("合同公告", "合同公告", published_on));
            let published_on = diary.after(published_on, dice.between(25, 85));
            let published_on = diary.publication_day(published_on, &mut dice);
            acceptances.push(notice("验收公告", "履约验收公告", published_on));
        }
    }
    // The later steps make up the number: some purchases are not yet accepted.
    let later_steps: Vec<_> = contracts.into_iter().chain(acceptances).collect();
    for target in YEARS {
        let day = |notice: &PurchaseNotice| notice.published_on;
        top_up(
            &mut notices,
            &later_steps,
            day,
            target.number,
            target.procurement,
        );
    }
    notices.retain(|notice| notice.published_on.year() <= LAST_YEAR);
    notices.sort_by_key(|notice| notice.published_on);
    notices
}

fn purchase_rows(notices: &[PurchaseNotice]) -> Vec<Vec<String>> {
    let mut rows = vec![header(
        "编号 项目编号 采购方式 标题 公告类型 预算金额 成交金额 发布日期",
    )];
    let mut numbers = Numbers::with_prefix("CG");
    rows.extend(notices.iter().map(|notice| {
        vec![
            numbers.next(notice.published_on),
            notice.project.clone(),
            notice.method.into(),
            notice.title.clone(),
            notice.stage.into(),
            notice
                .budget_yuan
                .map_or(String::new(), |yuan| format!("{yuan}.00")),
            notice.award_fen.map_or(String::new(), |fen| {
                format!("{}.{:02}", fen / 100, fen % 100)
            }),
            notice.published_on.to_string(),
        ]
    }));
    rows
}

// ---- environment ---------------------------------------------------------------------------

#[derive(Clone)]
struct EnvironmentNotice {
    project: String,
    title: String,
    kind: &'static str,
    builder: String,
    category: &'static str,
    published_on: NaiveDate,
}

/// Projects in the order in which they are received: those of firms, and now and then a public one.
fn construction_projects(dice: &mut Dice) -> Vec<(String, String, &'static str)> {
    let mut stems: Vec<String> = Vec::new();
    for first in "沁朔昱砚梧澹芃霁汀栎湉珺".chars() {
        stems.extend(
            "禾岚田溪远原洲阳庭野"
                .chars()
                .map(|second| format!("{first}{second}")),
        );
    }
    dice.shuffle(&mut stems);
    let industries: Vec<_> = records::<4>(INDUSTRIES).collect();
    let mut firms: Vec<(String, usize)> = Vec::new();
    let mut public_projects = listed(PUBLIC_PROJECTS);
    let mut projects: Vec<(String, String, &'static str)> = Vec::new();
    while projects.len() < 160 {
        if projects.len() % 9 == 4
            && let Some(project) = public_projects.next()
        {
            projects.push((project.into(), "开发区规划建设局".into(), LAND_AND_TOWN));
            continue;
        }
        if firms.is_empty() || (dice.chance(85) && !stems.is_empty()) {
            let stem = stems
                .pop()
                .expect("checked, and more than a hundred at the start");
            let last = dice.pick(&['尔', '泰', '能', '拓', '迈', '润']);
            let industry = dice.below(industries.len());
            firms.push((
                format!("常州{stem}{last}{}有限公司", industries[industry][0]),
                industry,
            ));
        }
        // Mostly one of the latest, so that a firm builds once or twice, seldom more often.
        let (firm, industry) = dice.pick(&firms[firms.len().saturating_sub(5)..]);
        let product = dice.pick(&industries[*industry][1..]);
        let quantity = *dice.pick(&["2", "3", "5", "8", "10", "12", "15", "20", "30", "50"]);
        let sort = dice.pick(&["新建项目", "扩建项目", "技术改造项目", "生产线项目"]);
        let project = product.replace("{}", quantity) + sort;
        if projects.iter().all(|(known, ..)| *known != project) {
            projects.push((project, firm.clone(), PROJECTS));
        }
    }
    projects
}

/// Every project is assessed before it is built; of those built, an acceptance follows.
fn environment_notices(diary: &Diary) -> Vec<EnvironmentNotice> {
    let mut dice = Dice::named("environment");
    let mut projects = construction_projects(&mut dice).into_iter();
    let (mut notices, mut acceptances) = (Vec::new(), Vec::new());
    for (year, received) in [(2016, 47), (2017, 92)] {
        for index in 0..received {
            let (project, builder, category) = projects.next().expect("more than are received");
            let notice = |suffix: &str, kind, published_on| EnvironmentNotice {
                title: format!("{builder}{project}{suffix}"),
                project: project.clone(),
                kind,
                builder: builder.clone(),
                category,
                published_on,
            };
            // A full report is displayed for twice as long as the short form.
            let (form, displayed) = if dice.chance(18) {
                ("环境影响报告书", 11)
            } else {
                ("环境影响报告表", 6)
            };
            let mut day = diary.share_of_year(year, (1, 12), index, received, &mut dice);
            for (kind, days_to_next) in [
                ("受理公示", displayed),
                ("拟批准公示", 6),
                ("审批决定公告", 45),
            ] {
                let published_on = diary.publication_day(day, &mut dice);
                notices.push(notice(&format!("{form}{kind}"), kind, published_on));
                day = diary.after(published_on, days_to_next + dice.between(0, 3));
            }
            let completed = diary.after(day, dice.between(0, 75));
            let published_on = diary.publication_day(completed, &mut dice);
            let kind = "竣工环境保护验收公示";
            acceptances.push(notice(kind, kind, published_on));
        }
    }
    // Acceptances make up the number: some projects are not completed yet.
    dice.shuffle(&mut acceptances);
    for target in YEARS {
        let day = |notice: &EnvironmentNotice| notice.published_on;
        top_up(
            &mut notices,
            &acceptances,
            day,
            target.number,
            target.environment,
        );
    }
    notices.retain(|notice| notice.published_on.year() <= LAST_YEAR);
    notices.sort_by_key(|notice| notice.published_on);
    notices
}

fn environment_rows(notices: &[EnvironmentNotice]) -> Vec<Vec<String>> {
    let mut rows = vec![header("编号 项目名称 标题 公告类型 建设单位 公开日期")];
    let mut numbers = Numbers::with_prefix("HJ");
    rows.extend(notices.iter().map(|notice| {
        vec![
            numbers.next(notice.published_on),
            notice.project.clone(),
            notice.title.clone(),
            notice.kind.into(),
            notice.builder.clone(),
            notice.published_on.to_string(),
        ]
    }));
    rows
}

// ---- published -----------------------------------------------------------------------------

/// A thing made public, whatever the channels it is on.
struct Item {
    title: String,
    category: &'static str,
    department: &'static str,
    published_on: NaiveDate,
    /// Working days from making to publishing.
    preparation: u32,
    kind: ItemKind,
}

#[derive(PartialEq, Clone, Copy)]
enum ItemKind {
    /// Has a document number.
    Document,
    Announcement,
    /// Stands in the procurement or the environment log too.
    Notice,
}

impl PurchaseNotice {
    fn as_item(&self) -> Item {
        Item {
            title: self.title.clone(),
            category: self.category,
            department: self.department,
            published_on: self.published_on,
            preparation: 1 + self.title.len() as u32 % 2,
            kind: ItemKind::Notice,
        }
    }
}

impl EnvironmentNotice {
    fn as_item(&self) -> Item {
        Item {
            title: self.title.clone(),
            category: self.category,
            department: "安全环保局",
            published_on: self.published_on,
            preparation: self.title.len() as u32 % 4,
            kind: ItemKind::Notice,
        }
    }
}

/// Everything the office publishes that is not a notice of the other two logs.
fn announcements(diary: &Diary) -> Vec<Item> {
    let mut dice = Dice::named("announcements");
    let mut items: Vec<Item> = Vec::new();
    let mut titles = BTreeSet::new();
    for target in YEARS {
        let year = target.number;
        let in_year = |items: &[Item]| {
            items
                .iter()
                .filter(|i| i.published_on.year() == year)
                .count()
        };
        let wanted = target.published - target.procurement - target.environment;
        items.extend(progress_reports(year, diary, &mut dice));
        let mut deck = Vec::new();
        for theme in records::<8>(THEMES) {
            deck.extend((0..listed(theme[7]).count()).map(|index| (theme, index)));
        }
        dice.shuffle(&mut deck);
        for (theme, index) in deck {
            let steps = announce(theme, index, year, diary, &mut dice);
            let fits = in_year(&items) + in_year(&steps) <= wanted;
            if fits && titles.insert(steps[0].title.clone()) {
                items.extend(steps);
            }
        }
    }
    items.retain(|item| item.published_on.year() <= LAST_YEAR);
    items
}

/// What a line of [`THEMES`] makes of its `index`th subject: an announcement and what follows it.
fn announce(
    theme: [&'static str; 8],
    index: usize,
    year: i32,
    diary: &Diary,
    dice: &mut Dice,
) -> Vec<Item> {
    let [
        category,
        department,
        kind,
        months,
        title,
        next_title,
        gap,
        subjects,
    ] = theme;
    let subjects: Vec<_> = listed(subjects).collect();
    let item = |title: &str, kind, published_on: NaiveDate| Item {
        title: title
            .replace("{}", subjects[index])
            .replace("{年}", &year.to_string()),
        category,
        department,
        published_on,
        preparation: 1 + (index as u32 * 7 + published_on.ordinal()) % 13,
        kind,
    };
    let ready = diary.share_of_year(year, span(months), index, subjects.len(), dice);
    let published_on = diary.publication_day(ready, dice);
    let kind = if kind == "文件" {
        ItemKind::Document
    } else {
        ItemKind::Announcement
    };
    let mut steps = vec![item(title, kind, published_on)];
    if !next_title.is_empty() {
        let gap: u32 = gap.parse().expect("the table holds working days");
        let ready = diary.after(published_on, gap + dice.between(0, 4));
        let published_on = diary.publication_day(ready, dice);
        // What explains or follows a document has no number of its own.
        steps.push(item(next_title, ItemKind::Announcement, published_on));
    }
    steps
}

/// The reports on last month's building sites and last quarter's public works.
fn progress_reports(year: i32, diary: &Diary, dice: &mut Dice) -> Vec<Item> {
    let mut items = Vec::new();
    for month in 1..=12 {
        let (of_year, of_month) = if month == 1 {
            (year - 1, 12)
        } else {
            (year, month - 1)
        };
        let mut report = |title, category, department, working_day| {
            let first = diary.working_from(date(year, month, 1));
            let ready = diary.after(first, working_day);
            items.push(Item {
                title,
                category,
                department,
                published_on: diary.publication_day(ready, dice),
                preparation: dice.between(1, 3),
                kind: ItemKind::Announcement,
            });
        };
        let title = format!("开发区{of_year}年{of_month}月份重点建设项目进度通报");
        report(title, PROJECTS, "规划建设局", 5);
        if of_month % 3 == 0 {
            let quarter = ["一", "二", "三", "四"][of_month as usize / 3 - 1];
            let title = format!("开发区{of_year}年第{quarter}季度为民办实事项目进展情况");
            report(title, PUBLIC_GOOD, "社会事业局", 8);
        }
    }
    items
}

fn published_rows(mut items: Vec<Item>, diary: &Diary) -> Vec<Vec<String>> {
    let mut dice = Dice::named("published");
    items.sort_by_key(|item| item.published_on);
    let document_numbers = document_numbers(&items, diary);
    let on_wechat = wechat_items(&items);

    let mut numbers = Numbers::with_prefix("JKKF");
    let mut rows = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let id = numbers.next(item.published_on);
        let reviewed_on = diary.before(item.published_on, dice.between(0, item.preparation.min(2)));
        let desk = match item.kind {
            ItemKind::Document => "党政办公室",
            _ => item.department,
        };
        // Cut-offs of water concern a few streets; some are only posted there.
        let local = item.title.contains("停水") && !on_wechat.contains(&index);
        let only_posted = local && dice.chance(40);
        let link = if only_posted {
            String::new()
        } else {
            format!("http://www.kfq.example/{}.html", id.replace('-', "/"))
        };
        let mut row = |published_on: NaiveDate, channels: &str| {
            rows.push(vec![
                id.clone(),
                item.title.clone(),
                item.category.into(),
                channels.into(),
                diary
                    .before(item.published_on, item.preparation)
                    .to_string(),
                published_on.to_string(),
                item.department.into(),
                document_numbers.get(&index).cloned().unwrap_or_default(),
                format!("{desk}保密审查员"),
                reviewed_on.to_string(),
                link.clone(),
            ]);
        };

        if only_posted {
            row(item.published_on, BOARD);
            continue;
        }
        let share_posted = match (item.kind, item.category) {
            (ItemKind::Notice, _) if item.title.ends_with("受理公示") => 12,
            (ItemKind::Notice, _) => 0,
            (_, PLANNING | PUBLIC_GOOD) => 70,
            (_, LAND_AND_TOWN) => 30,
            _ => 8,
        };
        let mut further = Vec::new();
        further.extend(dice.chance(share_posted).then_some(BOARD));
        further.extend(on_wechat.contains(&index).then_some(WECHAT));
        // Channels of the same day share a cell; a later one gets a row of its own.
        let mut together = PORTAL.to_string();
        let mut later = Vec::new();
        for channel in further {
            let day = diary.after(item.published_on, dice.between(1, 4));
            if dice.chance(50) || day.year() > item.published_on.year() {
                together = format!("{together}；{channel}");
            } else {
                later.push((day, channel));
            }
        }
        row(item.published_on, &together);
        for (day, channel) in later {
            row(day, channel);
        }
    }
    rows.sort_by(|a, b| (&a[5], &a[0]).cmp(&(&b[5], &b[0])));
    rows.insert(
        0,
        header(
            "索引号 信息名称 分类 发布渠道 生成日期 公开日期 发布机构 文号 保密审查人 审查日期 链接",
        ),
    );
    rows
}

/// Numbers are given on signing, so they follow the day of making.
fn document_numbers(items: &[Item], diary: &Diary) -> BTreeMap<usize, String> {
    let mut documents: Vec<_> = (0..items.len())
        .filter(|index| items[*index].kind == ItemKind::Document)
        .map(|index| {
            (
                diary.before(items[index].published_on, items[index].preparation),
                index,
            )
        })
        .collect();
    documents.sort();
    // Those of December before the first year are the last of a year's numbers.
    let mut signed = BTreeMap::from([(YEARS[0].number - 1, 131)]);
    let number = |(made_on, index): (NaiveDate, usize)| {
        // Between two published documents lie some that were not for publication.
        let count = signed.entry(made_on.year()).or_insert(0);
        *count += 1 + index % 3;
        (index, format!("开管发〔{}〕{count}号", made_on.year()))
    };
    documents.into_iter().map(number).collect()
}

/// The items of each year that the account of `WeChat` took up, spread over the year.
fn wechat_items(items: &[Item]) -> BTreeSet<usize> {
    let mut taken = BTreeSet::new();
    for Year {
        number: year,
        wechat,
        ..
    } in YEARS
    {
        let suited: Vec<_> = (0..items.len())
            .filter(|index| items[*index].published_on.year() == year)
            .filter(|index| items[*index].kind != ItemKind::Notice)
            .filter(|index| [POLICY, PROJECTS, PUBLIC_GOOD].contains(&items[*index].category))
            .collect();
        taken.extend((0..wechat).map(|n| suited[(2 * n + 1) * suited.len() / (2 * wechat)]));
    }
    taken
}

// ---- requests ------------------------------------------------------------------------------

fn request_rows(diary: &Diary) -> Vec<Vec<String>> {
    let mut dice = Dice::named("requests");
    let mut requests: Vec<(NaiveDate, Vec<String>)> = Vec::new();
    for year in &YEARS {
        requests.extend(service_requests(year, diary, &mut dice));
        for (index, (month, day)) in year.disclosure_requests.iter().enumerate() {
            let received_on = date(year.number, *month, *day);
            // Article 24 of the Regulations of 2007: fifteen working days.
            let due_on = diary.after(received_on, 15);
            let replied_on = diary.after(received_on, 9 + 4 * index as u32);
            let (channel, title) = [
                ("当面", "申请公开北渚花园二期安置房分配方案"),
                ("网络", "申请公开长汀路改造工程竣工验收资料"),
            ][index];
            let [received, due, replied] = [received_on, due_on, replied_on].map(|d| d.to_string());
            let fields = [
                "依申请公开",
                channel,
                "",
                "自然人",
                title,
                &received,
                "已办结",
                &due,
                &replied,
                "予以公开",
                "0.00",
            ];
            requests.push((received_on, fields.map(String::from).to_vec()));
        }
    }
    requests.sort_by_key(|(received_on, _)| *received_on);
    let mut numbers = Numbers::with_prefix("DJ");
    let mut rows = vec![header(
        "编号 类别 渠道 诉求类型 申请人类型 标题 收到日期 处理状态 办理期限 答复日期 办理结果 收费金额",
    )];
    for (received_on, mut fields) in requests {
        fields.insert(0, numbers.next(received_on));
        rows.push(fields);
    }
    rows
}

/// Requests come in on every day of the week and are answered on working days, always in time.
fn service_requests(year: &Year, diary: &Diary, dice: &mut Dice) -> Vec<(NaiveDate, Vec<String>)> {
    // Unpaid wages before the Spring Festival; heat, noise and floods in summer.
    const SHARE_OF_MONTH: [usize; 12] = [70, 40, 50, 55, 60, 70, 100, 95, 65, 50, 50, 65];
    let issues: Vec<_> = records::<3>(ISSUES).collect();
    let places: Vec<_> = listed(PLACES).collect();
    let last_working_day = diary.before(date(year.number + 1, 1, 1), 1);
    let mut titles = BTreeSet::new();
    let mut requests = Vec::new();
    while requests.len() < year.service_requests {
        let received_on = date(year.number, 1, 1) + Days::new(dice.below(366) as u64);
        let quiet = !diary.calendar.is_working(received_on) && dice.chance(45);
        let month = received_on.month();
        if received_on >= last_working_day
            || quiet
            || dice.below(100) >= SHARE_OF_MONTH[month as usize - 1]
        {
            continue;
        }
        let [topic, season, text] = *dice.pick(&issues);
        let title = text.replace("{}", places[dice.below(places.len())]);
        if !in_season(month, season) || !titles.insert(title.clone()) {
            continue;
        }
        let limit = match topic {
            "咨询" => 2,
            "举报" | "建议" => 10,
            _ => 5,
        };
        let due_on = diary.after(received_on, limit);
        // The lower of two throws: most answers come early, a few on the last day.
        let days = dice.between(1, limit).min(dice.between(1, limit));
        let same_day = topic == "咨询" && diary.calendar.is_working(received_on) && dice.chance(25);
        let days = if dice.chance(12) { limit } else { days };
        let replied_on = if same_day {
            received_on
        } else {
            // Nothing is left open when the year ends.
            diary.after(received_on, days).min(last_working_day)
        };
        let channel = if dice.chance(71) {
            "12345"
        } else {
            "常网发言人"
        };
        let [received, due, replied] = [received_on, due_on, replied_on].map(|d| d.to_string());
        let fields = [
            "公众诉求",
            channel,
            topic,
            "",
            &title,
            &received,
            "已办结",
            &due,
            &replied,
            "",
            "",
        ];
        requests.push((received_on, fields.map(String::from).to_vec()));
    }
    requests
}

/// Whether `month` lies in a season such as `6-9` or `11-2`.
fn in_season(month: u32, season: &str) -> bool {
    let (first, last) = span(season);
    if first <= last {
        (first..=last).contains(&month)
    } else {
        month >= first || month <= last
    }
}

// ---- guides --------------------------------------------------------------------------------

fn guide_rows(diary: &Diary) -> Vec<Vec<String>> {
    let mut dice = Dice::named("guides");
    let groups: BTreeMap<_, _> = records::<7>(GUIDE_GROUPS)
        .map(|group| (group[0], group))
        .collect();
    let mut guides: Vec<(NaiveDate, Vec<String>)> = Vec::new();
    for guide in records::<10>(GUIDES) {
        let [
            since,
            until,
            group,
            title,
            days,
            law,
            condition,
            papers,
            result,
            fee,
        ] = guide;
        let [_, department, applicants, accepts, decides, steps, window] = groups[group];
        let mut some_day = |month: &str| {
            let first: NaiveDate = format!("{month}-01").parse().expect("a year and a month");
            diary.after(first, dice.between(4, 15))
        };
        let published_on = some_day(since);
        let withdrawn_on = if until.is_empty() {
            None
        } else {
            Some(some_day(until))
        };
        let fields = vec![
            group.into(),
            department.into(),
            title.into(),
            published_on.to_string(),
            withdrawn_on.map_or(String::new(), |day| day.to_string()),
            applicants.into(),
            match days {
                "0" => "即时办结".into(),
                _ => format!("{days}个工作日"),
            },
            law.into(),
            condition.into(),
            papers.into(),
            accepts.into(),
            decides.into(),
            steps.into(),
            result.into(),
            fee.into(),
            window.into(),
        ];
        guides.push((published_on, fields));
    }
    guides.sort_by_key(|(published_on, _)| *published_on);
    let mut numbers = Numbers::with_prefix("ZN");
    let mut rows = vec![header(
        "编号 子栏目 部门 事项名称 发布日期 废止日期 适用范围 办理时限 法律依据 申报条件 申请材料 \
         受理机关 决定机关 审批程序 办理结果 审批费用 联系方式",
    )];
    for (published_on, mut fields) in guides {
        fields.insert(0, numbers.next(published_on));
        rows.push(fields);
    }
    rows
}

// ---- days, numbers and chance --------------------------------------------------------------

/// The office's days: when it works, and how its publications gather before holidays.
struct Diary {
    calendar: &'static Calendar,
}

impl Diary {
    /// The `n`th working day after `day`; `day` itself if `n` is 0.
    fn after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        if n == 0 {
            day
        } else {
            self.calendar.add(day, n)
        }
    }

    /// The `n`th working day before `day`; `day` itself if `n` is 0.
    fn before(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let working = day
            .iter_days()
            .rev()
            .skip(1)
            .filter(|d| self.calendar.is_working(*d));
        if n == 0 {
            day
        } else {
            working
                .take(n as usize)
                .last()
                .expect("time has no beginning")
        }
    }

    /// `day`, or the first working day after it.
    fn working_from(&self, day: NaiveDate) -> NaiveDate {
        if self.calendar.is_working(day) {
            day
        } else {
            self.after(day, 1)
        }
    }

    /// A working day for the `index`th of `count` things that are spread over some months.
    fn share_of_year(
        &self,
        year: i32,
        (first, last): (u32, u32),
        index: usize,
        count: usize,
        dice: &mut Dice,
    ) -> NaiveDate {
        let start = date(year, first, 1);
        let days = u64::from(last - first + 1) * 30;
        let tenths = (index * 10 + dice.below(10)) as u64;
        self.working_from(start + Days::new(days * tenths / (count as u64 * 10)))
    }

    /// When the office publishes what is ready on a working day: before a holiday it clears its
    /// desk, so that much of what is ready in the last days comes out on the eve.
    fn publication_day(&self, ready: NaiveDate, dice: &mut Dice) -> NaiveDate {
        let eve = (0..=4)
            .map(|n| self.after(ready, n))
            .find(|day| self.is_eve_of_holiday(*day));
        match eve {
            Some(eve) if dice.chance(60) => eve,
            Some(eve) if dice.chance(25) => self.before(eve, 1).max(ready),
            _ => ready,
        }
    }

    /// Whether three days off follow; an ordinary weekend has two.
    fn is_eve_of_holiday(&self, day: NaiveDate) -> bool {
        day.iter_days()
            .skip(1)
            .take(3)
            .all(|next| !self.calendar.is_working(next))
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("written as a date of the calendar")
}

/// Numbers such as `HJ-2017-0042`, anew each year.
struct Numbers {
    prefix: &'static str,
    year: i32,
    last: u32,
}

impl Numbers {
    fn with_prefix(prefix: &'static str) -> Self {
        Numbers {
            prefix,
            year: 0,
            last: 0,
        }
    }

    fn next(&mut self, day: NaiveDate) -> String {
        if day.year() != self.year {
            (self.year, self.last) = (day.year(), 0);
        }
        self.last += 1;
        format!("{}-{}-{:04}", self.prefix, self.year, self.last)
    }
}

/// Chance that falls the same way every time (`SplitMix64` by Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    /// A log has dice of its own, so that a change in one leaves the others as they are.
    fn named(name: &str) -> Self {
        Dice(name.bytes().fold(20_170_101, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        }))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit as u64) as usize
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high - low + 1) as usize) as u32
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// Adds as many of `spare` as the year still lacks, the first ones first.
fn top_up<T: Clone>(
    notices: &mut Vec<T>,
    spare: &[T],
    published_on: fn(&T) -> NaiveDate,
    year: i32,
    wanted: usize,
) {
    let of_year = |notice: &&T| published_on(notice).year() == year;
    let so_far = notices.iter().filter(of_year).count();
    let missing = wanted
        .checked_sub(so_far)
        .expect("the year has more notices than it may");
    let chosen: Vec<T> = spare
        .iter()
        .filter(of_year)
        .take(missing)
        .cloned()
        .collect();
    assert_eq!(
        chosen.len(),
        missing,
        "too few notices in {year} to choose from"
    );
    notices.extend(chosen);
}

// ---- files ---------------------------------------------------------------------------------

fn header(names: &str) -> Vec<String> {
    names.split_whitespace().map(String::from).collect()
}

fn csv(rows: Vec<Vec<String>>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

/// The lines of a table below, each of `N` cells.
fn records<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.trim().lines().map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        cells
            .try_into()
            .expect("every line of the tables below has its cells")
    })
}

/// The first and the last month of a span such as `6-9`.
fn span(months: &str) -> (u32, u32) {
    let month = |text: &str| text.parse().expect("the table holds months");
    let (first, last) = months
        .split_once('-')
        .expect("the table holds a first and a last month");
    (month(first), month(last))
}

/// The words of a list below.
fn listed(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split('、').map(str::trim)
}

// ---- words ---------------------------------------------------------------------------------

/// Category, department, kind, months in which it comes up, title, title of what follows and after
/// how many working days, subjects in the order in which they come up in the year.
const THEMES: &str = "
机构职能变动|党政办公室|文件|1-12|关于调整开发区{}领导小组成员单位的通知||0|安全生产、信访维稳、招商选资、政务公开、防汛防旱、环境保护、征地拆迁、人才工作、消防工作、文明创建、食品安全、科技创新
机构职能变动|党政办公室|公告|1-6|开发区{}主要职责及内设机构（{年}年更新）||0|党政办公室、经济发展局、规划建设局、招商局、社会事业局、安全环保局、财政局
政策文件发布|党政办公室|文件|1-12|关于印发《开发区{}》的通知||0|机关考勤管理规定、公务用车管理办法、固定资产管理办法、工程变更管理办法、安置房分配实施细则、环境网格化监管方案、督查督办工作规则、突发事件信息报送办法、农村环境整治方案、国有企业负责人考核办法、政府性债务管理办法、物业服务考核办法、档案管理办法、招标代理机构考核办法、重污染天气应急预案、标准厂房租赁管理办法、财政专项资金绩效评价办法、公章使用管理规定、河长制工作方案、村级财务管理办法
政策文件发布|经济发展局|文件|2-11|关于印发《开发区{}》的通知|《开发区{}》政策解读|3|工业企业技术改造奖励办法、科技创新券实施细则、人才公寓租金减免办法、闲置厂房盘活办法、企业上市培育办法、外贸稳增长若干措施、领军人才安居办法、众创空间考核办法、降低企业成本若干意见、企业用工服务奖励办法
政策文件发布|党政办公室|文件|1-12|关于做好{年}年{}工作的通知||0|企业统计年报、春节期间值班、烟花爆竹禁放管控、节后复工安全检查、春季植树造林、安全生产责任状签订、农村土地承包合同清理、防灾减灾宣传、夏季秸秆禁烧、防汛防旱、安全生产月、半年度预算执行分析、高温天气劳动保护、征兵、秋季招生入学、国庆期间安全生产、秋季秸秆禁烧、城乡居民医疗保险参保、冬季消防安全、企业工资支付检查、低温雨雪冰冻防范、部门决算编报
规划计划公示|规划建设局|公告|1-11|{}控制性详细规划批前公示|{}控制性详细规划批后公布|38|临湖片区、科创园北区、新河社区片区、综合服务中心片区、东圩工业片区、梅溪片区、物流园片区、石桥集镇、通济河沿岸、西部新材料产业园
规划计划公示|经济发展局|文件|1-4|开发区{年}年{}计划||0|重点工作、政府投资项目、招商引资、安全生产监管执法、土地供应、绿化建设、河道整治、政府采购、教育装备更新、技能培训
规划计划公示|规划建设局|公告|2-12|开发区{}专项规划（征求意见稿）公示||0|污水管网、海绵城市、停车设施、消防设施布局、慢行系统、燃气设施、环卫设施、教育设施布局
重大建设项目|规划建设局|公告|1-12|{}开工公告|{}交工验收情况公告|95|青枫路改造工程、科创园二期标准厂房工程、望湖路东延工程、北渚花园安置房三标段、兴园路雨污分流工程、长汀路改造工程、通济河护岸工程、变电站配套土建工程、春晖路道路照明工程、综合服务中心装修工程、物流园堆场工程、翠屏路桥梁维修工程、临湖绿地一期工程、污水处理厂提标改造工程、锦绣大道绿化工程、新河小学扩建工程、东圩泵站改造工程、凤栖路新建工程
国土资源城乡建设|规划建设局|公告|1-12|KF{年}-{}地块国有建设用地使用权挂牌出让公告|KF{年}-{}地块国有建设用地使用权出让成交公示|22|01、02、03、04、05、06、07、08、09、10、11、12、13、14
国土资源城乡建设|规划建设局|公告|1-12|关于{}集体土地征收补偿安置方案的公告||0|前庄村部分、柳塘社区部分、后荡村部分、石桥村部分、东圩社区部分、新河社区部分、梅溪社区部分、南埂村部分、西浒村部分、双桥村部分
国土资源城乡建设|规划建设局|公告|1-12|{}建设工程规划许可批后公示||0|枫林苑三期住宅、人才公寓二期、湖滨家园配套用房、科创园研发楼、石桥卫生院门诊楼、金穗苑幼儿园、东圩社区服务中心、和畅园农贸市场、公交首末站、西部消防站、新河垃圾中转站、通济河景观配套用房、职工之家活动中心、北渚花园地下车库
为民办实事|社会事业局|公告|1-12|关于{}{年}年计划停水的通知||0|柳塘社区、枫林苑、前庄村、金穗苑、望湖路沿线、新河社区、石桥集镇、湖滨家园、青枫路沿线、和畅园、北渚花园、科创园南区
为民办实事|社会事业局|公告|1-12|{}的公告||0|枫林苑居家养老服务站启用、农村妇女免费健康检查安排、石桥村文化礼堂开放、新河社区卫生服务站迁址、公共自行车新增站点、中小学暑期校车安全提示、就业援助专场招聘会、老年人免费体检安排、金穗苑社区食堂启用、镇村公交线路调整、城乡居民养老金调整发放、冬季困难群众慰问安排
为民办实事|规划建设局|公告|1-12|关于{}施工期间交通绕行的通告||0|望湖路、兴园路、青枫路、科创路、长汀路、安泰路、临河路、翠屏路、春晖路、凤栖路、锦绣大道、通济路
";

/// Year, method, budget in yuan, course (齐全: nothing special), department, category, name.
const PURCHASES: &str = "
2016|公开招标|3860000|齐全|规划建设局|国土资源城乡建设|开发区东片道路保洁服务
2016|询价|186000|齐全|党政办公室|重大建设项目|综合服务中心办公家具采购
2016|竞争性磋商|920000|预算未公示|规划建设局|国土资源城乡建设|临湖片区控制性详细规划编制
2016|竞争性谈判|640000|更正|安全环保局|重大建设项目|环境空气自动监测站设备采购
2016|公开招标|5280000|齐全|规划建设局|重大建设项目|兴园路绿化改造施工
2016|询价|152000|预算未公开|社会事业局|为民办实事|社区健身器材采购
2016|竞争性磋商|780000|齐全|社会事业局|为民办实事|居家养老上门服务
2016|单一来源|430000|齐全|财政局|重大建设项目|财务核算系统升级维护
2016|公开招标|2460000|齐全|社会事业局|为民办实事|新河小学教学设备采购
2016|竞争性谈判|580000|终止|规划建设局|重大建设项目|春晖路路灯采购安装
2016|竞争性磋商|1150000|齐全|经济发展局|重大建设项目|产业发展规划研究服务
2016|询价|238000|更正|党政办公室|重大建设项目|机房服务器采购
2016|公开招标|3120000|预算未公示|规划建设局|国土资源城乡建设|河道保洁服务
2016|竞争性磋商|860000|齐全|安全环保局|重大建设项目|企业安全生产第三方检查服务
2016|竞争性谈判|495000|齐全|社会事业局|为民办实事|石桥卫生院彩超设备采购
2016|询价|126000|齐全|财政局|重大建设项目|档案密集架采购
2017|公开招标|4180000|齐全|规划建设局|国土资源城乡建设|开发区西片道路保洁服务
2017|竞争性磋商|960000|齐全|安全环保局|重大建设项目|挥发性有机物治理技术服务
2017|询价|198000|齐全|党政办公室|重大建设项目|会议系统设备采购
2017|公开招标|6350000|更正|规划建设局|重大建设项目|锦绣大道绿化提升施工
2017|竞争性谈判|620000|齐全|社会事业局|为民办实事|中小学校车租赁服务
2017|竞争性磋商|1380000|预算未公示|规划建设局|国土资源城乡建设|污水管网专项规划及测绘
2017|询价|145000|预算未公开|社会事业局|为民办实事|农家书屋图书采购
2017|公开招标|2870000|齐全|社会事业局|为民办实事|新河小学扩建配套设备采购
2017|单一来源|360000|齐全|财政局|重大建设项目|国库集中支付系统维护
2017|竞争性磋商|850000|齐全|规划建设局|国土资源城乡建设|垃圾分类试点运营服务
2017|公开招标|7460000|齐全|规划建设局|重大建设项目|青枫路沥青摊铺施工
2017|询价|233000|齐全|安全环保局|重大建设项目|应急救援装备采购
2017|竞争性谈判|710000|终止|规划建设局|重大建设项目|望湖路公交站台采购安装
2017|竞争性磋商|1240000|齐全|社会事业局|为民办实事|社区居家养老服务
2017|公开招标|3340000|齐全|规划建设局|国土资源城乡建设|公共绿地养护服务
2017|询价|168000|更正|党政办公室|重大建设项目|文印设备采购
2017|竞争性磋商|930000|预算未公示|招商局|重大建设项目|招商展示馆布展服务
2017|公开招标|2250000|齐全|安全环保局|重大建设项目|污染源在线监控平台建设
2017|竞争性谈判|545000|齐全|社会事业局|为民办实事|石桥卫生院检验设备采购
2017|询价|117000|预算未公开|规划建设局|国土资源城乡建设|交通护栏采购
2017|竞争性磋商|1080000|齐全|规划建设局|国土资源城乡建设|通济河水质提升服务
2017|公开招标|5690000|更正|规划建设局|重大建设项目|科创园二期室外管网施工
2017|竞争性磋商|760000|齐全|社会事业局|为民办实事|农村妇女健康检查服务
2017|询价|264000|齐全|财政局|重大建设项目|固定资产管理系统采购
2017|竞争性谈判|830000|齐全|规划建设局|国土资源城乡建设|河道清淤设备租赁服务
2017|公开招标|2980000|齐全|社会事业局|为民办实事|公共自行车系统运营服务
2017|竞争性磋商|1420000|终止|经济发展局|重大建设项目|智慧园区顶层设计服务
2017|询价|189000|齐全|社会事业局|为民办实事|社区图书阅览设备采购
2017|竞争性磋商|690000|齐全|安全环保局|重大建设项目|危险化学品企业安全诊断服务
2017|公开招标|3960000|齐全|规划建设局|国土资源城乡建设|雨污水管道检测疏通服务
2017|竞争性谈判|520000|齐全|党政办公室|重大建设项目|机关食堂食材配送服务
";

/// The word of a firm's name, and three products.
const INDUSTRIES: &str = "
汽车部件|年产{}万套汽车座椅骨架|年产{}万件轻量化底盘铸件|年产{}万套车用线束
新能源科技|年产{}万千瓦太阳能电池组件|年产{}万套光伏支架|年产{}万台光伏逆变器
电池材料|年产{}000吨锂电池正极材料|年产{}00万平方米电池隔膜|年产{}万套动力电池壳体
精密机械|年产{}万套精密轴承|年产{}0台数控机床|年产{}万件液压阀体
电子科技|年产{}万平方米柔性线路板|年产{}00万只车载传感器|年产{}万套连接器
新材料|年产{}000吨改性工程塑料|年产{}万平方米复合板材|年产{}000吨水性涂料
医疗器械|年产{}00万支一次性采血器具|年产{}万套康复护理床|年产{}00万片医用敷料
纺织科技|年产{}00万米功能性面料|年产{}万件户外服装|年产{}000吨差别化纤维
食品|年产{}000吨速冻面点|年产{}000吨植物蛋白饮料|年产{}00吨脱水果蔬
智能装备|年产{}0套自动化装配线|年产{}0台工业机器人|年产{}0台激光切割设备
包装科技|年产{}00万只瓦楞纸箱|年产{}000吨可降解薄膜|年产{}00万只塑料周转箱
节能设备|年产{}0台余热锅炉|年产{}万台空气源热泵|年产{}0套污水处理成套设备
";

const PUBLIC_PROJECTS: &str = "科创路污水主管网工程、临河路北延工程、枫林苑三期安置房工程、\
    再生水回用工程、后荡河整治工程、梅溪小学新建工程、安泰路新建工程、东圩卫生院综合楼工程、\
    科创园三期标准厂房工程、临湖绿地二期工程、南埂泵站新建工程、物流园仓储中心工程、蓝领公寓工程、\
    通济路改造工程、北部消防站工程、柳塘农贸市场工程、双桥垃圾中转站工程、公交停保场工程";

const PLACES: &str = "柳塘社区、东圩社区、新河社区、梅溪社区、前庄村、后荡村、石桥村、南埂村、\
    西浒村、双桥村、北渚花园、湖滨家园、枫林苑、金穗苑、和畅园、人才公寓、科创园、物流园、\
    青枫路、望湖路、兴园路、翠屏路、科创路、安泰路、临河路、通济路、长汀路、春晖路、凤栖路、锦绣大道";

/// Topic, season by months, title.
const ISSUES: &str = "
咨询|1-12|咨询{}公交线路及班次
咨询|4-8|咨询{}学区划分及入学报名材料
咨询|1-12|咨询{}房屋拆迁安置进度
咨询|1-12|咨询{}不动产证办理时间
咨询|9-12|咨询{}居民医疗保险参保手续
咨询|1-12|咨询{}企业招聘及用工信息
求助|1-12|{}路灯不亮，请求维修
求助|6-9|{}雨后积水，请求疏通
求助|6-9|{}水压偏低，请求处理
求助|12-2|{}水管冻裂，请求抢修
求助|1-12|{}窨井盖缺失，请求补装
求助|1-12|{}道路坑洼，请求修补
求助|6-9|{}频繁停电，请求处理
求助|1-12|{}下水道堵塞，请求疏通
投诉|11-2|反映{}工地拖欠务工人员工资
投诉|5-10|反映{}夜间施工噪声扰民
投诉|6-9|反映{}夜间烧烤油烟扰民
投诉|1-12|反映{}渣土车抛洒扬尘
投诉|1-12|反映{}车辆乱停堵塞通道
投诉|1-12|反映{}物业服务不到位
投诉|1-12|反映{}垃圾清运不及时
投诉|5-10|反映{}广场音响声音过大
投诉|6-9|反映{}附近异味影响生活
举报|1-12|举报{}附近企业排放废气
举报|1-12|举报{}违章搭建
举报|1-12|举报{}附近企业偷排污水
举报|5-11|举报{}焚烧秸秆
举报|1-2|举报{}违规燃放烟花爆竹
建议|1-12|建议{}增设停车位
建议|1-12|建议{}路口增设信号灯
建议|1-12|建议{}增设公共自行车站点
建议|3-11|建议{}补种行道树
其他|1-12|对{}窗口服务表示感谢
其他|1-12|反映{}导航地址标注有误
";

/// Group, department, for whom, who accepts, who decides, steps, window.
const GUIDE_GROUPS: &str = "
项目服务|经济发展局|开发区范围内新建、改建、扩建项目的建设单位|开发区服务大厅项目服务窗口|开发区管理委员会|申请—受理—审查—会签—决定—送达|服务大厅1号窗口
科技经贸|经济发展局|在开发区登记并依法纳税的企业|开发区服务大厅科技经贸窗口|开发区经济发展局|申请—受理—初审—评审或推荐—决定—公示|服务大厅2号窗口
规划建设|规划建设局|开发区范围内的建设单位、施工单位和个人|开发区服务大厅规划建设窗口|开发区规划建设局|申请—受理—现场踏勘—审查—决定—发证|服务大厅3号窗口
国土资源|规划建设局|开发区范围内的用地单位和不动产权利人|开发区服务大厅国土资源窗口|国土资源开发区分局|申请—受理—审核—报批—登簿或发文|服务大厅4号窗口
创新创业|招商局|在开发区创业或就业的个人及其创办的企业|开发区服务大厅创新创业窗口|开发区招商局|申请—受理—资格审查—联合评审—公示—兑现|服务大厅5号窗口
社会民生|社会事业局|开发区户籍居民、常住人员及在开发区提供民生服务的机构|开发区服务大厅社会民生窗口|开发区社会事业局|申请—受理—入户调查或材料核实—审批—告知|服务大厅6号窗口
";

/// Month of publication, of withdrawal, group, title, working days, legal basis, conditions,
/// papers, result, fee.
const GUIDES: &str = "
2015-03|2017-02|项目服务|企业投资项目备案（纸质申报）|5|《国务院关于投资体制改革的决定》|项目符合国家产业政策且不属于核准范围|备案申请表、营业执照复印件、项目情况说明|项目备案通知书|无
2017-02||项目服务|企业投资项目备案（在线申报）|3|《企业投资项目核准和备案管理条例》|项目符合国家产业政策且不属于核准范围|在线填报的项目信息、营业执照电子件|项目备案证|无
2015-03||项目服务|政府投资项目建议书审批|10|《国务院关于投资体制改革的决定》|已列入年度政府投资计划|项目建议书、资金来源说明|批复文件|无
2015-03||项目服务|政府投资项目可行性研究报告审批|15|《国务院关于投资体制改革的决定》|项目建议书已获批准|可行性研究报告、规划选址意见、用地预审意见|批复文件|无
2017-03||项目服务|固定资产投资项目节能审查|15|《固定资产投资项目节能审查办法》|年综合能耗达到规定标准|节能报告、项目备案证|节能审查意见|无
2016-11||项目服务|外商投资企业设立备案|3|《外商投资企业设立及变更备案管理暂行办法》|不涉及国家规定实施准入特别管理措施|设立备案申报表、名称预先核准材料、投资者主体资格证明|备案回执|无
2016-11||项目服务|外商投资企业变更备案|3|《外商投资企业设立及变更备案管理暂行办法》|变更事项发生后三十日内|变更备案申报表、企业决议|备案回执|无
2015-06||项目服务|建设项目环境影响报告表审批|15|《中华人民共和国环境影响评价法》|符合环境功能区划和总量控制要求|审批申请、环境影响报告表、公示说明|审批决定|无
2016-05||项目服务|重大项目代办服务|0|《开发区重大项目代办服务办法》|已签订投资协议|代办委托书、投资协议复印件|代办事项交接单|无
2015-04||科技经贸|高新技术企业认定推荐|20|《高新技术企业认定管理办法》|注册满一年并拥有自主知识产权|认定申请书、知识产权证明、专项审计报告|推荐文件|无
2015-04||科技经贸|省级工程技术研究中心申报推荐|15|《江苏省工程技术研究中心管理办法》|具备固定研发场所和稳定的研发投入|建设申报书、研发投入证明|推荐文件|无
2015-09||科技经贸|技术合同认定登记|5|《技术合同认定登记管理办法》|合同依法成立且属于技术合同|技术合同文本、登记申请表|登记证明|无
2015-04||科技经贸|对外贸易经营者备案登记|5|《对外贸易经营者备案登记办法》|已依法办理工商登记|备案登记表、营业执照复印件|备案登记表（盖章）|无
2016-03||科技经贸|企业专利资助申请|20|《开发区科技创新扶持办法》|专利权人注册地在开发区且专利有效|资助申请表、专利证书、缴费凭证|资助资金拨付通知|无
2016-08||科技经贸|商务发展专项资金申报|20|《开发区财政专项资金管理办法》|上年度进出口实绩真实有效|申报表、进出口凭证、信用承诺|资金拨付通知|无
2017-05||科技经贸|科技型中小企业评价服务|10|《科技型中小企业评价办法》|职工人数、销售收入和资产总额符合规定标准|评价信息表、声明与承诺|入库登记编号|无
2015-04|2016-12|科技经贸|民营科技企业认定（旧版）|10|《江苏省发展民营科技企业条例》|从事技术开发、转让、咨询或服务|认定申请表、章程、场所证明|认定文件|无
2015-05||规划建设|建设项目选址意见书核发|10|《中华人民共和国城乡规划法》|以划拨方式取得土地使用权且需审批或核准|申请表、项目批准文件、地形图|选址意见书|无
2015-05||规划建设|建设用地规划许可证核发|10|《中华人民共和国城乡规划法》|已取得项目批准文件和规划条件|申请表、出让合同或选址意见书、勘测定界图|建设用地规划许可证|无
2015-05||规划建设|建设工程规划许可证核发|15|《中华人民共和国城乡规划法》|已取得土地使用证明，方案经审定|申请表、土地证明、设计方案图纸|建设工程规划许可证|无
2015-05||规划建设|建筑工程施工许可证核发|7|《建筑工程施工许可管理办法》|已确定施工企业并落实质量安全措施|申请表、中标通知书、质量安全监督手续|施工许可证|无
2015-07||规划建设|房屋建筑工程竣工验收备案|5|《房屋建筑和市政基础设施工程竣工验收备案管理办法》|竣工验收合格之日起十五日内|备案表、竣工验收报告、专项验收文件|备案表（盖章）|无
2015-07||规划建设|城市道路挖掘审批|10|《城市道路管理条例》|已批准的工程建设确需挖掘道路|申请表、设计文件、交通组织方案|挖掘许可证|按核定标准收取挖掘修复费
2016-04||规划建设|污水排入排水管网许可|15|《城镇排水与污水处理条例》|排放口设置和水质符合规定|申请表、排水图纸、水质检测报告|排水许可证|无
2015-10||规划建设|商品房预售许可|10|《城市商品房预售管理办法》|投入资金达到总投资百分之二十五以上|申请表、施工许可证、预售方案|商品房预售许可证|无
2016-06||规划建设|建筑垃圾处置核准|7|《城市建筑垃圾管理规定》|运输车辆具备密闭和计量装置|申请表、处置方案、运输合同|处置核准文件|无
2015-05||国土资源|建设项目用地预审|15|《建设项目用地预审管理办法》|符合土地利用总体规划|申请表、项目依据、用地位置图|预审意见|无
2015-05||国土资源|国有建设用地使用权划拨|20|《中华人民共和国土地管理法》|用途符合划拨用地目录|申请书、建设用地规划许可证、勘测定界材料|划拨决定书|无
2015-08||国土资源|国有建设用地使用权出让合同变更|20|《招标拍卖挂牌出让国有建设用地使用权规定》|经规划部门同意调整规划条件|申请书、出让合同、规划调整意见|变更协议|按评估价补缴出让价款
2015-08||国土资源|临时用地审批|10|《中华人民共和国土地管理法》|期限不超过二年且不修建永久性建筑|申请书、补偿协议、复垦方案|临时用地批准书|无
2015-05|2016-12|国土资源|国有土地使用权证登记|20|《土地登记办法》|权属来源合法、界址清楚|登记申请书、权属来源证明、宗地图|国有土地使用证|无
2017-01||国土资源|不动产首次登记|15|《不动产登记暂行条例》|权属来源合法、界址清楚|登记申请书、权属来源材料、测绘成果|不动产权证书|住宅每件80元，非住宅每件550元
2017-01||国土资源|不动产抵押权登记|5|《不动产登记暂行条例》|抵押财产权属清楚且已登记|登记申请书、主债权合同、抵押合同|不动产登记证明|住宅每件80元，非住宅每件550元
2016-09||国土资源|设施农用地备案|10|《中华人民共和国土地管理法》|用于直接服务农业生产的设施|用地协议、建设方案、村民会议意见|备案表|无
2015-11||创新创业|一次性创业补贴申领|15|《开发区创业扶持办法》|首次创业且正常经营满六个月|申请表、营业执照、纳税或社保缴费证明|补贴发放通知|无
2015-11||创新创业|创业担保贷款推荐|10|《开发区创业扶持办法》|符合条件的创业人员且信用记录良好|申请表、经营场所证明、担保材料|推荐函|无
2016-02||创新创业|创业场地租金补贴申领|15|《开发区创业扶持办法》|租用经认定的创业载体|申请表、租赁合同、租金发票|补贴发放通知|无
2016-02||创新创业|科技企业孵化器入驻|10|《开发区孵化器管理办法》|从事科技成果研发与转化|入驻申请表、商业计划书|入驻协议|无
2016-07||创新创业|众创空间认定|20|《开发区众创空间认定办法》|具备固定办公场所和创业导师队伍|认定申请书、场地证明、入驻团队清单|认定文件|无
2016-07||创新创业|人才公寓申请|10|《开发区人才公寓管理办法》|在开发区企业全职工作且本地无住房|申请表、学历学位证书、劳动合同|入住通知单|按公布标准收取租金
2017-04||创新创业|高层次人才引进资助申报|20|《开发区高层次人才引进办法》|引进后签订三年以上劳动合同|申报书、学历职称证明、劳动合同|资助批复|无
2017-06||创新创业|职业技能培训补贴申领|20|《开发区技能培训计划》|取得职业资格证书并在岗|申请表、职业资格证书、社保缴费证明|补贴发放通知|无
2015-06||社会民生|就业登记|0|《就业服务与就业管理规定》|已与用人单位建立劳动关系或从事个体经营|登记表、居民身份证件、劳动合同或营业执照|就业创业证|无
2015-06||社会民生|城乡居民基本养老保险参保登记|1|《国务院关于建立统一的城乡居民基本养老保险制度的意见》|年满十六周岁且未参加职工养老保险|参保登记表、户籍和身份证明|参保登记回执|无
2015-12||社会民生|最低生活保障申请|20|《社会救助暂行办法》|共同生活的家庭成员人均收入低于当地标准|申请书、家庭收入和财产状况申报表|低保证或不予批准告知书|无
2015-12||社会民生|临时救助申请|10|《社会救助暂行办法》|因突发事件等基本生活出现严重困难|申请书、困难情况证明|救助金发放通知|无
2016-10||社会民生|食品经营许可|15|《食品经营许可管理办法》|经营场所、设备和人员符合食品安全要求|申请书、营业执照复印件、布局流程图|食品经营许可证|无
2016-10||社会民生|公共场所卫生许可|15|《公共场所卫生管理条例》|卫生检测和评价结果合格|申请表、平面布局图、卫生检测报告|卫生许可证|无
2016-01||社会民生|民办幼儿园设立审批|20|《中华人民共和国民办教育促进法》|办园条件符合省定基本标准|申办报告、章程、场所和资金证明|办学许可证|无
2016-01||社会民生|残疾人证办理|10|《中华人民共和国残疾人证管理办法》|经指定医疗机构评定符合残疾标准|申请表、评定表、户籍和身份证明|残疾人证|无
2017-07||社会民生|老年人优待证办理|3|《中华人民共和国老年人权益保障法》|年满六十周岁的常住老年人|申请表、户籍或居住证明、近期照片|老年人优待证|无
2017-09||社会民生|城乡居民医疗救助申请|15|《社会救助暂行办法》|救助对象个人负担医疗费用超过规定额度|申请书、医疗费用结算单|救助金发放通知|无
";
