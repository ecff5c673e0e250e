//! How long the stages take on logs of 10 000 and 100 000 rows: `cargo bench`.
//!
//! The logs are generated in memory, the same ones every time. Each stage includes those before it,
//! so that what one costs is the difference; rendering alone is measured by itself.
//!
//! `yardstick.py` beside this file turns figures into the JSON that other tools give of the same
//! logs, for who compares them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use report::{
    DEFAULT_WIDTH, Files, Format, Log, Office, Options,
    inside::{
        Entry, EnvironmentLog, LogFile, LogSettings, LogTable, NextRows, ProcurementLog,
        PublishedLog, RequestLog, Source, Step,
    },
    render::render,
};

const ROWS: [usize; 2] = [10_000, 100_000];
const YEAR: i32 = 2017;

fn main() {
    divan::main();
}

/// Rows with their cells and lines.
#[divan::bench(args = ROWS)]
fn rows(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| LOGS.iter().map(|&log| project.rows(log)).sum::<usize>());
}

/// Rows read into records: dates, sums, codes.
#[divan::bench(args = ROWS)]
fn records(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    bencher.counter(ItemsCount::new(rows)).bench(|| {
        project.records::<PublishedLog>()
            + project.records::<ProcurementLog>()
            + project.records::<EnvironmentLog>()
            + project.records::<RequestLog>()
    });
}

/// The figures of a year.
#[divan::bench(args = ROWS)]
fn figures(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| Office::open(black_box(&project)).figures(Some(YEAR), &Options::default()));
}

/// What a check finds, the figures counted with it.
#[divan::bench(args = ROWS)]
fn findings(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| Office::open(black_box(&project)).check(Some(YEAR), &Options::default()));
}

/// A report that is compiled already, as text: however many rows it was counted from.
#[divan::bench(args = ROWS)]
fn rendering(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    let report = Office::open(&project)
        .compile(YEAR, &Options::default())
        .value;
    let report = report.expect("the generated logs have no errors");
    bencher.bench(|| render(black_box(&report), Format::Text, DEFAULT_WIDTH));
}

/// The whole report as text.
#[divan::bench(args = ROWS)]
fn text(bencher: Bencher, rows: usize) {
    let project = Project::with(rows);
    bencher.counter(ItemsCount::new(rows)).bench(|| {
        let compilation = Office::open(black_box(&project)).compile(YEAR, &Options::default());
        let report = compilation
            .value
            .expect("the generated logs have no errors");
        render(&report, Format::Text, DEFAULT_WIDTH)
    });
}

const LOGS: [Log; 4] = [
    Log::Published,
    Log::Procurement,
    Log::Environment,
    Log::Requests,
];

/// A project folder in memory. Its files are shared, so that opening one copies nothing.
struct Project {
    files: BTreeMap<&'static str, Arc<[u8]>>,
}

impl Files for Project {
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        let bytes = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(Arc::clone(bytes))))
    }

    fn size(&self, name: &str) -> Option<u64> {
        Some(self.files.get(name)?.len() as u64)
    }
}

impl Project {
    /// An office whose logs have this many rows together, over two years.
    fn with(rows: usize) -> Self {
        let text = |text: String| Arc::from(text.into_bytes());
        let files = BTreeMap::from([
            (
                "report.toml",
                text("[office]\nname = \"某管委会\"\n".to_owned()),
            ),
            ("published.csv", text(published(rows * 4 / 10))),
            ("requests.csv", text(requests(rows * 3 / 10))),
            ("environment.csv", text(environment(rows * 2 / 10))),
            ("procurement.csv", text(procurement(rows / 10))),
        ]);
        Self { files }
    }

    fn table(&self, log: Log) -> LogTable {
        let settings = LogSettings {
            of_files: Vec::new(),
            files: Vec::new(),
            headers: BTreeMap::new(),
        };
        let bytes = self
            .open(log.default_file())
            .expect("every log was generated");
        let source = Source {
            log,
            file: &LogFile::default_of(log),
            settings: &settings,
            words: &Arc::default(),
        };
        let tables = LogTable::open(bytes, &source, &mut Vec::new()).expect("it is in memory");
        let table = tables.into_iter().next();
        table.expect("the generated headers are right")
    }

    fn rows(&self, log: Log) -> usize {
        let mut table = self.table(log);
        let mut rows = 0;
        while let Ok(NextRows::Rows(mut part)) = table.read_on() {
            while part.advance() {
                black_box(part.step());
                rows += 1;
            }
        }
        rows
    }

    fn records<E: Entry>(&self) -> usize {
        let mut table = self.table(E::LOG);
        let mut records = 0;
        let mut found = Vec::new();
        while let Ok(NextRows::Rows(mut part)) = table.read_on() {
            while part.advance() {
                let Some(Step::Row(row)) = part.step() else {
                    unreachable!("the generated rows have all cells");
                };
                records += usize::from(black_box(E::read(row, &mut found)).is_some());
            }
        }
        assert!(found.is_empty(), "the generated rows have no errors");
        records
    }
}

// ---- generated logs ------------------------------------------------------------------------

/// One item in ten has a second row, for another channel.
fn published(rows: usize) -> String {
    let mut log =
        "索引号,信息名称,分类,发布渠道,生成日期,公开日期,发布机构,保密审查人,审查日期\n".to_owned();
    let mut dice = Dice(1);
    for row in 0..rows {
        let item = if row % 10 == 9 { row - 1 } else { row };
        let published_on = day(item, rows);
        let made_on = published_on - Days::new(dice.below(12));
        let category = dice.one_of(&["政策文件发布", "重大建设项目", "规划计划公示", "为民办实事"]);
        let department = dice.one_of(&["党政办公室", "经济发展局", "规划建设局"]);
        let (category, department) = if item == row {
            (category, department)
        } else {
            ("", "")
        };
        let channel = if item == row {
            "门户网站"
        } else {
            "微信公众号；宣传栏"
        };
        let _ = writeln!(
            log,
            "KF-{item:07},第{item}号道路改造工程规划公示,{category},{channel},{made_on},{published_on},{department},审查员,{published_on}",
        );
    }
    log
}

fn requests(rows: usize) -> String {
    let mut log = "编号,类别,渠道,诉求类型,标题,收到日期,处理状态,办理期限,答复日期\n".to_owned();
    let mut dice = Dice(2);
    for row in 0..rows {
        let received_on = day(row, rows);
        let due_on = received_on + Days::new(7 + dice.below(7));
        let replied_on = received_on + Days::new(dice.below(15));
        let topic = dice.one_of(&["咨询", "求助", "投诉", "举报", "建议"]);
        let channel = dice.one_of(&["12345", "信箱"]);
        let _ = if row % 50 == 0 {
            writeln!(
                log,
                "SQ-{row:07},依申请公开,网络,,某项信息,{received_on},已办结,,{replied_on}"
            )
        } else {
            writeln!(
                log,
                "SQ-{row:07},公众诉求,{channel},{topic},第{row}号路灯不亮，请求维修,{received_on},已办结,{due_on},{replied_on}"
            )
        };
    }
    log
}

fn environment(rows: usize) -> String {
    let mut log = "编号,项目名称,标题,公告类型,建设单位,公开日期\n".to_owned();
    let kinds = [
        "受理公示",
        "拟批准公示",
        "审批决定公告",
        "竣工环境保护验收公示",
    ];
    for row in 0..rows {
        let (project, kind) = (row / kinds.len(), kinds[row % kinds.len()]);
        let published_on = day(row, rows);
        let _ = writeln!(
            log,
            "HJ-{row:07},第{project}号生产线扩建项目,第{project}号生产线扩建项目{kind},{kind},某公司,{published_on}"
        );
    }
    log
}

fn procurement(rows: usize) -> String {
    let mut log = "编号,项目编号,采购方式,标题,公告类型,预算金额,成交金额,发布日期\n".to_owned();
    let stages = ["采购预算公示", "询价公告", "成交公告", "合同公告"];
    let mut dice = Dice(3);
    for row in 0..rows {
        let (project, stage) = (row / stages.len(), stages[row % stages.len()]);
        let published_on = day(row, rows);
        let budget = if stage == "采购预算公示" {
            "500000.00"
        } else {
            ""
        };
        let award = if stage == "成交公告" {
            100_000 + dice.below(400_000)
        } else {
            0
        };
        let award = if award > 0 {
            format!("{award}.50")
        } else {
            String::new()
        };
        let _ = writeln!(
            log,
            "CG-{row:07},P-{project:06},询价,第{project}号养护项目{stage},{stage},{budget},{award},{published_on}"
        );
    }
    log
}

/// The day of a row: the rows lie evenly over 2016 and 2017, in order.
fn day(row: usize, rows: usize) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(YEAR - 1, 1, 1).expect("it is a day");
    first + Days::new((row * 731 / rows) as u64)
}

/// A generator of numbers that look like chance (Knuth's constants for 64 bits).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let index = self.below(choices.len() as u64);
        choices[usize::try_from(index).unwrap_or(0)]
    }
}
