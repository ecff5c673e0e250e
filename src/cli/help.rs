//! Help texts of every command and argument, in both languages side by side.
//!
//! [`command`] adds them to the definitions in `arguments`. `-h` shows one line per option,
//! `--help` all of it.

use std::fmt::Write as _;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory};
use unicode_width::UnicodeWidthStr;

use super::Exit;
use super::arguments::{Arguments, Help};
use super::output::Output;
use super::terminal::Terminal;
use super::words::CommandWords;
use crate::language::{Bilingual, Language};
use crate::render::hanging;

/// Help of a command.
struct HelpPage {
    /// Its name, empty for the program.
    name: &'static str,
    /// One line.
    about: Bilingual,
    /// A paragraph of `--help`.
    notes: Bilingual,
    examples: &'static [HelpExample],
}

/// An example command line, and what it does if that is not obvious.
struct HelpExample(&'static str, Bilingual);

/// Help of an option or a positional argument.
struct HelpEntry {
    /// The command; empty for arguments that several commands share.
    command: &'static str,
    id: &'static str,
    /// One line.
    short: Bilingual,
    /// A paragraph of `--help`.
    more: Bilingual,
}

const NOTHING: Bilingual = both("", "");

const fn both(zh: &'static str, en: &'static str) -> Bilingual {
    Bilingual { zh, en }
}

const fn plain(line: &'static str) -> HelpExample {
    HelpExample(line, NOTHING)
}

const fn example(line: &'static str, zh: &'static str, en: &'static str) -> HelpExample {
    HelpExample(line, both(zh, en))
}

/// Creates an entry for one command, or for all commands with an argument of this id.
const fn entry(
    command: &'static str,
    id: &'static str,
    zh: &'static str,
    en: &'static str,
) -> HelpEntry {
    HelpEntry {
        command,
        id,
        short: both(zh, en),
        more: NOTHING,
    }
}

impl HelpEntry {
    const fn more(self, zh: &'static str, en: &'static str) -> Self {
        Self {
            more: both(zh, en),
            ..self
        }
    }
}

static PAGES: &[HelpPage] = &[
    HelpPage {
        name: "",
        about: both(
            "由台账编制政府信息公开工作年度报告",
            "Compile the logs of a Chinese government office into its annual report on government \
             information disclosure (\"政府信息公开工作年度报告\")",
        ),
        notes: both(
            "退出码：0 已完成，没有错误；1 台账、数字或文字有错误；2 无法运行。",
            "Exit status: 0 done, no error found; 1 errors in logs, figures or prose; 2 could not run.",
        ),
        examples: &[
            example(
                "report compile --year 2017",
                "2017年度报告，文本",
                "the report of 2017, as text",
            ),
            example(
                "report compile --year 2017 -o report.docx",
                "同一报告，Word 文件",
                "the same as a Word file",
            ),
            example(
                "report check",
                "一次核对全部内容",
                "everything wrong, in one run",
            ),
            example(
                "report stats requests.service --year 2017",
                "公众诉求的数字",
                "figures of service requests",
            ),
            example(
                "report explain published.total",
                "一个数字怎样计算",
                "what a figure counts",
            ),
            example(
                "report trace published.total --year 2017",
                "它计入的记录",
                "the rows it counts",
            ),
        ],
    },
    HelpPage {
        name: "compile",
        about: both("编制一个年度的报告", "Compile the report of a year"),
        notes: both(
            "台账、数字或文字有错误的，不写出报告，退出码为 1。",
            "If logs, figures or prose have errors, nothing is written and the exit status is 1.",
        ),
        examples: &[
            plain("report compile --year 2017"),
            plain("report compile --year 2017 --format markdown > report.md"),
            example(
                "report compile --year 2017 -o report.docx",
                "Word 文件",
                "a Word file",
            ),
            example(
                "report compile --year 2017 -o report.html",
                "网页",
                "a page for a browser",
            ),
            example(
                "report compile --year 2017 -o report.xlsx",
                "Excel 文件：表格、数字和核对",
                "tables, figures and identities for Excel",
            ),
            example(
                "report compile --year 2017 --format html --fragment > part.html",
                "贴入网站后台编辑器",
                "for the editor of a portal",
            ),
            example(
                "report compile --year 2017 --cover -o cover.docx",
                "送签说明",
                "a page for the leader who signs the report",
            ),
            example(
                "report compile --year 2017 --as-of 2017-06-30",
                "截至年中",
                "as of mid-year",
            ),
            example(
                "report compile --year 2017 --quarter 1",
                "一个季度，文字取自 narrative/2017-Q1.md，没有的只有数字",
                "a quarter, with the text of narrative/2017-Q1.md if it exists",
            ),
            example(
                "report compile --year 2017 --compare",
                "与上年并列",
                "beside the year before",
            ),
            example(
                "report compile --year 2017 --keep-going",
                "不计有错误的行，报告中注明",
                "leave out bad rows; the report says so",
            ),
        ],
    },
    HelpPage {
        name: "stats",
        about: both(
            "列出一个年度的数字，或者各年度并列",
            "Print the figures of a year, or of all years side by side",
        ),
        notes: NOTHING,
        examples: &[
            plain("report stats --year 2017"),
            example(
                "report stats published requests.service",
                "两个部分，各年度",
                "two parts, every year",
            ),
            example(
                "report stats \"requests.*.received\"",
                "两类申请",
                "both kinds of request",
            ),
            plain("report stats requests.service.on_time_rate --year 2017 --format plain"),
            example(
                "report stats --year 2017 --compare 2016",
                "两个年度及增减",
                "two years and their differences",
            ),
            example(
                "report stats published --year 2017 --quarter 2 --compare",
                "一个季度与上年同期",
                "a quarter, and the same of the year before",
            ),
            plain("report stats --year 2017 --month 5"),
            plain("report stats --from 2016-07-01 --to 2017-06-30"),
            example(
                "report stats --format csv > stats.csv",
                "可用 Excel 打开",
                "opens in Excel",
            ),
            example(
                "report stats --format csv --long -o stats.csv",
                "一行一个数字，供程序读取",
                "one value a row, for programs",
            ),
            example(
                "report stats --year 2017 -o stats.html",
                "带图表的网页",
                "a page with charts",
            ),
            example(
                "report stats -o stats.xlsx",
                "工作表，附各数字的定义",
                "a sheet, with what each figure counts",
            ),
        ],
    },
    HelpPage {
        name: "check",
        about: both("核对台账、数字和文字", "Check logs, figures and prose"),
        notes: both(
            "结果写到标准输出。在终端上只列每一种的前几条，写入文件或者加 --verbose 时全部列出。report.toml 的 [rules] 可以调整级别，也可以免除。",
            "Findings go to standard output: the first of each kind on a terminal, all of them in a \
             file or with --verbose. [rules] in report.toml changes their severity or waives them.",
        ),
        examples: &[
            example(
                "report check",
                "台账中有记录的各年度",
                "every year in which a log has a row",
            ),
            example(
                "report check --year 2017 --strict",
                "有警告也算不通过",
                "warnings fail as well",
            ),
            example("report check > findings.txt", "全部列出", "all findings"),
            example(
                "report check --format github",
                "在工作流中：标在合并请求的行旁",
                "in a workflow: beside the lines of a pull request",
            ),
            plain("report check --format sarif > report.sarif"),
            example(
                "report check -o findings.html",
                "网页，按文件排列",
                "a page, by file",
            ),
            example(
                "report check -o findings.xlsx",
                "工作表，便于逐条处理",
                "a sheet, to work off one by one",
            ),
        ],
    },
    HelpPage {
        name: "trace",
        about: both(
            "列出一个数字背后的台账记录",
            "List the rows behind a figure",
        ),
        notes: both(
            "各行所计之和等于该数字；比率列出分子，加 --denominator 列出分母。中位数、百分位数、平均数逐行列出天数。申报的数字是 report.toml 中的一行。",
            "The rows add up to the figure. A rate lists its numerator, or with --denominator its \
             denominator. For a median, a percentile or a mean each row shows its number of days. A \
             declared figure is one line of report.toml.",
        ),
        examples: &[
            plain("report trace published.total --year 2017"),
            plain("report trace requests.service.on_time_rate --year 2017 --denominator"),
            plain("report trace \"published.by_channel.微信公众号\" --format csv > wechat.csv"),
            plain("report trace requests.disclosure.received --year 2017 --format json"),
            example(
                "report trace cn-2008.A1 --year 2017",
                "表格中的一格",
                "a cell of a form",
            ),
            plain("report trace published.total --year 2017 -o rows.xlsx"),
        ],
    },
    HelpPage {
        name: "due",
        about: both(
            "按到期日列出在办事项，或者逐日说明一个期限",
            "List open requests by due date, or explain one deadline",
        ),
        notes: both(
            "读不懂的行会报告出来，不影响其他事项，此时退出码为 1。",
            "A row that cannot be read is reported and hides no other request; the exit status is then 1.",
        ),
        examples: &[
            example(
                "report due",
                "今日（北京时间）的在办事项",
                "what is open today, in China",
            ),
            example(
                "report due --within 7",
                "7个工作日内到期的和已经逾期的",
                "due within seven working days, or overdue",
            ),
            plain("report due --overdue"),
            plain("report due --as-of 2017-10-20 --format csv"),
            example(
                "report due -o due.ics",
                "日历，一件一个事件",
                "a calendar, one event a request",
            ),
            example("report due -o due.html", "网页", "a page"),
            example(
                "report due --id DJ-2017-0001",
                "台账中一件申请的期限",
                "the deadline of a request of the log",
            ),
            example(
                "report due --received 2017-09-25",
                "按当日法律计算的期限",
                "one deadline by the law of that day",
            ),
            plain("report due --received 2017-09-25 --extended --replied 2017-11-10"),
            example(
                "report due --received 2022/4/25 --consulted 2022/5/5..2022/5/20",
                "征求第三方意见；日期写法同台账",
                "with a third party; days as a log writes them",
            ),
            example(
                "report due --received 2023-09-28 --days 5",
                "不同于法定的期限",
                "another limit than the law's",
            ),
        ],
    },
    HelpPage {
        name: "explain",
        about: both(
            "说明一个指标、表格、格、提示代码或者主题",
            "Explain a figure, table, cell, message or topic",
        ),
        notes: NOTHING,
        examples: &[
            plain("report explain requests.service.on_time_rate"),
            example(
                "report explain published",
                "一个部分的全部指标",
                "every figure of a part",
            ),
            example(
                "report explain requests.service.on_time_rate --year 2017",
                "怎样算出，用了哪些数字",
                "how it is computed, with its numbers",
            ),
            example(
                "report explain T3",
                "一张表格及各格的键",
                "a table of the form, with the key of each cell",
            ),
            example(
                "report explain cn-2021.R3.1.c1",
                "表格中的一格",
                "a cell of a form",
            ),
            example(
                "report explain bad-date",
                "提示代码",
                "the code of a message",
            ),
            example(
                "report explain columns",
                "主题：台账的列和写法",
                "topic: the columns of the logs",
            ),
            example(
                "report explain settings",
                "主题：report.toml 的设置",
                "topic: the settings of report.toml",
            ),
            example(
                "report explain filters",
                "主题：文稿的占位符和过滤器",
                "topic: placeholders and filters of narratives",
            ),
            example(
                "report explain json",
                "主题：给程序读的 JSON",
                "topic: JSON for programs",
            ),
            example(
                "report explain exit-codes",
                "主题：退出码，一次运行怎样结束",
                "topic: exit codes, and how a run ends",
            ),
            example(
                "report explain formats",
                "主题：报告的输出格式",
                "topic: the formats of a report",
            ),
        ],
    },
    HelpPage {
        name: "keys",
        about: both(
            "列出指标和表格各格的键",
            "List the keys of figures and of the cells of forms",
        ),
        notes: both(
            "列出的键中，* 代表本单位自己的用语。",
            "A * in a key that is listed stands for a word of the office's own.",
        ),
        examples: &[
            example("report keys", "全部", "every key"),
            example(
                "report keys on_time",
                "键或者名称中有这些字的",
                "keys that contain this, or whose name does",
            ),
            example(
                "report keys \"requests.*.received\"",
                "* 是任意文字，? 是任意一个字",
                "* is any text, ? any one character",
            ),
            plain("report keys \"自然人\" --format csv > keys.csv"),
        ],
    },
    HelpPage {
        name: "forms",
        about: both("列出法定报告格式", "List the statutory forms"),
        notes: NOTHING,
        examples: &[plain("report forms"), plain("report forms -o forms.txt")],
    },
    HelpPage {
        name: "init",
        about: both(
            "新建项目文件夹：report.toml、文字和空白台账",
            "Create a project folder: report.toml, a narrative, empty logs",
        ),
        notes: both(
            "已有的文件一律不覆盖；--write 只在 report.toml 中增加几行。",
            "Existing files are never overwritten; --write adds lines to report.toml.",
        ),
        examples: &[
            plain("report init --year 2017"),
            plain("report init office --year 2017 --office \"某某市某某局\""),
            example(
                "report init --year 2017 --workbook",
                "各台账放在一个 Excel 工作簿",
                "the logs as one workbook for Excel",
            ),
            example(
                "report init --year 2017 --from \"公开台账.csv\" \"工单.csv\"",
                "为现有台账写 report.toml",
                "report.toml for existing logs",
            ),
            example(
                "report init --year 2017 --from \"工单.csv\" --write",
                "在现有 report.toml 中增加一本台账",
                "add a log to an existing report.toml",
            ),
        ],
    },
    HelpPage {
        name: "completions",
        about: both("输出命令行补全脚本", "Print a shell completion script"),
        notes: NOTHING,
        examples: &[
            plain("report completions bash"),
            plain("report completions zsh -o _report"),
        ],
    },
    HelpPage {
        name: "help",
        about: both("显示一个命令的帮助", "Print the help of a command"),
        notes: NOTHING,
        examples: &[plain("report help"), plain("report help compile")],
    },
];

static ENTRIES: &[HelpEntry] = &[
    // Every command.
    entry("", "data", "项目文件夹", "Project folder").more(
        "report.toml、台账和文字所在的文件夹。没有写的，依次看环境变量 REPORT_DATA、当前文件夹及其上级有没有 report.toml、./data。",
        "The folder of report.toml, logs and narratives. Default: REPORT_DATA, else this folder or \
         the nearest above that has a report.toml, else ./data.",
    ),
    entry(
        "",
        "lang",
        "提示和帮助所用的语言",
        "Language of messages and help",
    )
    .more(
        "没有写的，看环境变量 REPORT_LANG；再没有的，系统语言是英语时用英文，否则用中文。报告总是中文。",
        "Default: REPORT_LANG, else English if the locale is English, else Chinese. The report itself \
         is always Chinese.",
    ),
    entry("", "color", "何时使用颜色", "When to use colour").more(
        "默认为 auto：在终端上使用。",
        "Default: auto, which is on a terminal.",
    ),
    entry(
        "",
        "verbose",
        "列出全部提示，并说明各文件怎样读取",
        "Show all findings, and how each file is read",
    ),
    entry("", "quiet", "只显示错误", "Show errors only"),
    entry("", "help", "显示帮助，--help 更详细", "Print help; --help has more"),
    entry("", "version", "显示版本", "Print the version"),
    // Several commands.
    entry("", "as_of", "以哪一天为准", "Count as of this day").more(
        "这一天以后发生的事不计。没有写的，以报告期的最后一天为准。",
        "Leave out what happened later. Default: the last day of the period.",
    ),
    entry("", "strict", "把警告当作错误", "Treat warnings as errors"),
    entry("", "form", "指定法定报告格式", "Use this statutory form")
        .more("没有写的，用该年度的格式。", "Default: the form of the year."),
    entry("", "year", "年度", "Year").more(
        "没有写的，取台账中有记录的各年度。",
        "Default: every year in which a log has a row.",
    ),
    entry("", "quarter", "--year 的第几季度", "Quarter of --year"),
    entry("", "month", "--year 的第几月", "Month of --year"),
    entry("", "from", "从哪一天起", "First day of the period")
        .more("与 --to 一起使用，最长一年。", "Needs --to; the period is a year at most."),
    entry("", "to", "到哪一天止", "Last day of the period"),
    entry("", "file", "写入文件", "Write to this file").more(
        "写不完整时不留下文件；- 是标准输出。不能写入编制报告所用的文件。",
        "Write the file whole or not at all; - is standard output. An input of the report is refused.",
    ),
    entry(
        "",
        "keep_going",
        "不计读不懂的行，继续运行",
        "Leave out rows that cannot be read",
    )
    .more(
        "结果中会注明，退出码仍为 1。",
        "The result says so, and the exit status is still 1.",
    ),
    entry(
        "",
        "compare",
        "与另一年度比较，默认为上年",
        "Compare with another year, by default the last",
    )
    .more(
        "列出两个年度和增减；百分比的增减以百分点计。不满一年的，与该年度同期比较。",
        "Show both years and their differences; those of shares are in percentage points. A part of \
         a year is compared with the same part.",
    ),
    // compile
    entry("compile", "year", "报告年度", "Report year"),
    entry("compile", "format", "格式", "Format").more(
        "{formats}。没有写的，看文件的扩展名；标准输出为 text。",
        "{formats}. Default: by the extension of FILE; text on standard output.",
    ),
    entry(
        "compile",
        "cover",
        "写出送签说明，不写报告",
        "Write a page for the signing leader instead",
    )
    .more(
        "主要数字与上年比较，逾期、缺少和免除的事项，以及签发栏。",
        "Main figures beside last year's, what is late, missing or waived, and room to sign.",
    ),
    entry(
        "compile",
        "fragment",
        "写出可贴入网站后台的网页片段",
        "Write HTML to paste into a portal's editor",
    )
    .more(
        "没有外框、标题、样式和图。",
        "Without frame, title, styles and drawings.",
    ),
    entry(
        "compile",
        "compare",
        "与另一年度并列，默认为上年",
        "Set another year beside it, by default the last",
    )
    .more(
        "主要数字一张表，另有分类表和图，列出增减。不满一年的，与该年度同期并列。",
        "A table of main figures, and tables of breakdowns and charts, with differences. A part of a \
         year stands beside the same part.",
    ),
    // stats
    entry("stats", "keys", "指标，可以只写开头", "Figures, or how their keys begin").more(
        "如 published；* 代表任意标签。没有写的，列出全部。",
        "Such as published; * is any label. Default: every figure.",
    ),
    entry("stats", "format", "格式", "Format").more(
        "plain 只写一个年度的一个数字。没有写的，看文件的扩展名；标准输出为 table。",
        "plain is the bare value of one figure of one year. Default: by the extension of FILE; table \
         on standard output.",
    ),
    entry(
        "stats",
        "long",
        "CSV 一行一个数字，供程序读取",
        "Write CSV with one value a row",
    )
    .more(
        "各列为 key,label,year,value,unit，两种语言相同。",
        "The columns are key,label,year,value,unit in either language.",
    ),
    entry("stats", "no_bars", "表中不画横条", "Draw no bars in the table"),
    // check
    entry("check", "format", "格式", "Format").more(
        "没有写的，看文件的扩展名；标准输出为 human。",
        "Default: by the extension of FILE; human on standard output.",
    ),
    // trace
    entry("trace", "key", "一个完整的指标，或者表格的一格", "A whole key, or a cell of a form").more(
        "格如 cn-2021.R3.1.c1，或者该年度格式的 R3.1.c1。",
        "A cell such as cn-2021.R3.1.c1, or R3.1.c1 of the year's form.",
    ),
    entry("trace", "year", "年度", "Year").more(
        "没有写的，取台账中有记录的最后一个年度。",
        "Default: the last year in which a log has a row.",
    ),
    entry(
        "trace",
        "denominator",
        "列出比率或者平均数的分母",
        "List the denominator of a rate or a mean",
    ),
    entry("trace", "format", "格式", "Format").more(
        "没有写的，看文件的扩展名；标准输出为 table。",
        "Default: by the extension of FILE; table on standard output.",
    ),
    // due
    entry(
        "due",
        "received",
        "说明这一天收到的申请的期限",
        "Explain the deadline of this receipt",
    )
    .more("不需要项目文件夹。", "Needs no project folder."),
    entry(
        "due",
        "clarification_asked",
        "告知申请人补正的日期",
        "Day the applicant was asked to clarify",
    ),
    entry(
        "due",
        "clarified",
        "收到补正的日期",
        "Day the clarified request came in",
    ),
    entry(
        "due",
        "consulted",
        "征求第三方意见的起止日期",
        "Days a third party was asked and answered",
    )
    .more("尚未答复的，写成 2022-05-05..", "Without an answer yet, 2022-05-05.."),
    entry(
        "due",
        "id",
        "说明台账中一件申请的期限",
        "Explain the deadline of a logged request",
    )
    .more(
        "写编号，或者文件和行号。",
        "By its id, or by file and line.",
    ),
    entry("due", "days", "期限的工作日数", "Working days of the limit")
        .more("没有写的，用法定期限。", "Default: the limit of the law."),
    entry(
        "due",
        "replied",
        "答复日期，判断是否按期",
        "Day of the reply, to see if it is on time",
    ),
    entry(
        "due",
        "extended",
        "算到法律允许延长的最后一天",
        "Go on to the end of the longest extension",
    ),
    entry(
        "due",
        "within",
        "只列几个工作日内到期的和已经逾期的",
        "List what is due within N working days",
    )
    .more("包括已经逾期的。", "Overdue requests are listed as well."),
    entry("due", "overdue", "只列已经逾期的", "List overdue requests only"),
    entry("due", "as_of", "以哪一天为准", "Count as of this day").more(
        "这一天以后发生的事不计。没有写的，为今日（北京时间）。",
        "Leave out what happened later. Default: today in China.",
    ),
    entry("due", "format", "格式", "Format").more(
        "没有写的，看文件的扩展名；标准输出为 table。",
        "Default: by the extension of FILE; table on standard output.",
    ),
    entry(
        "due",
        "keep_going",
        "不起作用：读不懂的行本来就不计",
        "No effect: bad rows are left out in any case",
    ),
    // explain
    entry(
        "explain",
        "name",
        "要说明的名称",
        "What to explain",
    )
    .more(
        "指标或者它的开头、提示代码、报告格式、表格或者格；或者主题：columns、settings、filters、json、exit-codes、formats。",
        "A figure or how its key begins, the code of a message, a form, or a table or cell of a form; or a topic: columns, settings, filters, json, exit-codes, formats.",
    ),
    entry(
        "explain",
        "year",
        "说明这一年度的数字怎样算出",
        "Show how this year's figure is computed",
    )
    .more("并列出用到的文件。", "With the files it comes from."),
    // keys
    entry("keys", "pattern", "键或者名称中的文字", "Part of a key or of its name").more(
        "中英文名称都可以；有 * 或 ? 的须与整个键或者名称相符。没有写的，列出全部。",
        "In either language; with * or ? it matches the whole. Default: every key.",
    ),
    entry("keys", "format", "格式", "Format").more(
        "没有写的，看文件的扩展名；标准输出为 text。",
        "Default: by the extension of FILE; text on standard output.",
    ),
    // init
    entry("init", "folder", "新建在哪个文件夹", "ProjectFolder to create or fill").more(
        "没有写的，为 --data 的文件夹，再没有的为当前文件夹。",
        "Default: that of --data, else the current folder.",
    ),
    entry("init", "year", "第一个报告年度", "First report year").more(
        "为它写文字和设置。",
        "Its narrative and settings are written.",
    ),
    entry("init", "office", "单位全称", "Full name of the office")
        .more("默认为“某某市某某局”。", "Default: \"某某市某某局\"."),
    entry(
        "init",
        "workbook",
        "空白台账写成一个工作簿",
        "Write the empty logs as one workbook",
    )
    .more(
        "文件名为台账.xlsx，带下拉选项。",
        "It is called \"台账.xlsx\" and has lists to choose from.",
    ),
    entry("init", "from", "现有的台账", "Existing logs").more(
        "按表头判断各是哪本台账，不再写空白台账。",
        "Each is recognised by its headers; no empty logs are written.",
    ),
    entry(
        "init",
        "write",
        "把 --from 的文件加入现有 report.toml",
        "Add the files of --from to report.toml",
    )
    .more(
        "先显示要增加的行；原有的注释和设置不变。",
        "The lines are shown first; comments and settings stay.",
    ),
    // completions, help
    entry("completions", "shell", "命令行环境", "Shell"),
    entry("help", "name", "命令", "Command").more(
        "没有写的，显示程序的帮助。",
        "Default: the help of the program.",
    ),
];

/// Chinese names of values.
const VALUE_NAMES: &[(&str, &str)] = &[
    ("COMMAND", "命令"),
    ("DAY", "日期"),
    ("DAY..DAY", "日期..日期"),
    ("DIR", "文件夹"),
    ("FILE", "文件"),
    ("FORMAT", "格式"),
    ("ID", "格式"),
    ("ID|FILE:LINE", "编号|文件:行"),
    ("KEY", "指标"),
    ("KEY|CODE|TABLE", "名称"),
    ("LANGUAGE", "语言"),
    ("N", "数字"),
    ("NAME", "名称"),
    ("PATTERN", "文字"),
    ("SHELL", "环境"),
    ("WHEN", "何时"),
    ("YEAR", "年度"),
    ("YYYY-MM-DD", "年-月-日"),
];

/// Headings of the lists in help.
struct Headings {
    arguments: &'static str,
    options: &'static str,
    global: &'static str,
    values: &'static str,
    examples: &'static str,
}

const fn headings(language: Language) -> Headings {
    match language {
        Language::Chinese => Headings {
            arguments: "参数",
            options: "选项",
            global: "通用选项",
            values: "可以写：",
            examples: "示例:",
        },
        Language::English => Headings {
            arguments: "Arguments",
            options: "Options",
            global: "Global options",
            values: "Possible values: ",
            examples: "Examples:",
        },
    }
}

/// Minimum and maximum width of help, in columns.
const NARROWEST: usize = 40;
const WIDEST: usize = 100;
/// Indentation of the paragraphs of an option in `--help`, in columns.
const INDENT: usize = 10;
/// Maximum width of an example before its description, in columns.
const EXAMPLE: usize = 46;

/// Returns the command-line definition with help in `language`.
pub(super) fn command(language: Language, width: usize) -> Command {
    let width = width.clamp(NARROWEST, WIDEST);
    let root = Arguments::command();
    let with_help = |command: Command| {
        let name = command.get_name().to_owned();
        let command = command.mut_args(|arg| argument(arg, &name, language, width));
        let page = PAGES.iter().find(|page| page.name == name);
        match page {
            Some(page) => paged(command, page, language, width),
            None => command,
        }
    };
    // Entries without a command name belong to the program itself.
    let root = root
        .mut_args(|arg| argument(arg, "", language, width))
        .mut_subcommands(with_help);
    let root = match PAGES.iter().find(|page| page.name.is_empty()) {
        Some(page) => paged(root, page, language, width),
        None => root,
    };
    let root = root.term_width(width);
    match language {
        Language::English => root,
        Language::Chinese => root
            .subcommand_help_heading("命令")
            .subcommand_value_name("命令"),
    }
}

/// `report help`: prints the full help of a command.
pub(super) fn run(typed: &Help, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut root = command(terminal.language, terminal.width);
    root.build();
    let name = typed.name.as_deref();
    let help = match name.and_then(|name| root.find_subcommand_mut(name)) {
        Some(command) => command.render_long_help(),
        None => root.render_long_help(),
    };
    let text = if terminal.display_options().colour {
        help.ansi().to_string()
    } else {
        help.to_string()
    };
    Output::Stdout.write(&text, terminal.words())?;
    Ok(Exit::Done)
}

/// Returns the usage line of a command, without a heading.
pub(super) fn usage_of(command: &Command, language: Language) -> StyledStr {
    let literal = command.get_styles().get_literal();
    let mut usage = StyledStr::new();
    let name = match command.get_name() {
        "report" => "report".to_owned(),
        name => format!("report {name}"),
    };
    let (options, commands) = match language {
        Language::Chinese => ("[选项]", "<命令>"),
        Language::English => ("[OPTIONS]", "<COMMAND>"),
    };
    // Writing into a string cannot fail.
    let _ = write!(usage, "{literal}{name}{literal:#} {options}");
    for argument in command.get_positionals() {
        let _ = write!(usage, " {argument}");
    }
    if command.has_subcommands() {
        let _ = write!(usage, " {commands}");
    }
    usage
}

/// Adds the help page to a command.
fn paged(command: Command, page: &HelpPage, language: Language, width: usize) -> Command {
    let (name, notes) = (command.get_name(), page.notes.in_language(language));
    let whole = match page.name {
        "" => "report --help".to_owned(),
        _ => format!("report {name} --help"),
    };
    let whole = match language {
        Language::Chinese => format!("完整说明和示例见 {whole}"),
        Language::English => format!("Run \"{whole}\" for details and examples."),
    };
    let mut after = hanging(notes, width, "", "");
    if !after.is_empty() {
        after += "\n\n";
    }
    after += headings(language).examples;
    after += &examples(page.examples, language, width);
    let usage = usage_of(&command, language);
    let command = command
        .about(page.about.in_language(language))
        .after_help(whole)
        .after_long_help(after);
    if language == Language::English {
        return command;
    }
    let heading = command.get_styles().get_usage();
    let template = format!(
        "{{about-with-newline}}\n{heading}用法:{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}"
    );
    command.override_usage(usage).help_template(template)
}

/// Formats examples, one per line, each after a line break.
fn examples(examples: &[HelpExample], language: Language, width: usize) -> String {
    let widths = examples.iter().map(|HelpExample(line, _)| line.width());
    let column = widths.filter(|width| *width <= EXAMPLE).max().unwrap_or(0) + 4;
    let indent = " ".repeat(column);
    let mut text = String::new();
    for HelpExample(line, about) in examples {
        let about = about.in_language(language);
        let lead = format!("  {line}");
        text.push('\n');
        if about.is_empty() {
            text += &lead;
        } else if line.width() <= EXAMPLE {
            let lead = format!("{lead}{}", &indent[lead.width()..]);
            text += &hanging(about, width, &lead, &indent);
        } else {
            let _ = write!(text, "{lead}\n{}", hanging(about, width, &indent, &indent));
        }
    }
    text
}

/// Returns the entry of an argument: that of its command, or else the shared one.
fn entry_of(command: &str, id: &str) -> Option<&'static HelpEntry> {
    let find = |command| {
        let mut entries = ENTRIES.iter();
        entries.find(|entry| entry.command == command && entry.id == id)
    };
    find(command).or_else(|| find(""))
}

/// Adds the help to an argument.
fn argument(arg: Arg, command: &str, language: Language, width: usize) -> Arg {
    let Some(entry) = entry_of(command, arg.get_id().as_str()) else {
        return arg;
    };
    let headings = headings(language);
    let heading = if arg.is_positional() {
        headings.arguments
    } else if command.is_empty() {
        headings.global
    } else {
        headings.options
    };
    let takes_values = arg.get_action().takes_values();
    let values = arg.get_possible_values();
    let values: Vec<&str> = if takes_values && !arg.is_hide_possible_values_set() {
        values.iter().map(PossibleValue::get_name).collect()
    } else {
        Vec::new()
    };
    let values = match language {
        Language::Chinese => values.join("、"),
        Language::English => values.join(", "),
    };
    let short = entry.short.in_language(language);
    let mut long = short.to_owned();
    let more = entry.more.in_language(language);
    let more = more.replace("{formats}", &CommandWords(language).formats());
    let listed = format!("{}{values}", headings.values);
    let paragraphs = [&*more, if values.is_empty() { "" } else { &listed }];
    for paragraph in paragraphs.into_iter().filter(|text| !text.is_empty()) {
        long += "\n\n";
        long += &hanging(paragraph, width - INDENT, "", "");
    }
    let short = match language {
        _ if values.is_empty() => short.to_owned(),
        Language::Chinese => format!("{short}（{values}）"),
        Language::English => format!("{short} [{values}]"),
    };
    let arg = match value_name(&arg) {
        Some(name) if takes_values && language == Language::Chinese => arg.value_name(name),
        _ => arg,
    };
    let arg = if takes_values {
        arg.hide_possible_values(true).hide_default_value(true)
    } else {
        arg
    };
    arg.help(short).long_help(long).help_heading(heading)
}

/// Returns the Chinese name of an argument's value.
fn value_name(arg: &Arg) -> Option<&'static str> {
    let name = arg.get_value_names()?.first()?;
    let mut names = VALUE_NAMES.iter();
    let (_, zh) = names.find(|(known, _)| *known == name.as_str())?;
    Some(zh)
}

#[cfg(test)]
mod tests {
    use super::super::topics::Topic;
    use super::*;

    /// Returns every argument with its command; the program's own have an empty command name.
    fn arguments() -> Vec<(String, Arg)> {
        let root = Arguments::command();
        let own = root.get_arguments().map(|arg| (String::new(), arg.clone()));
        let of_commands = root.get_subcommands().flat_map(|command| {
            let arguments = command.get_arguments().cloned();
            arguments.map(|arg| (command.get_name().to_owned(), arg))
        });
        own.chain(of_commands).collect()
    }

    #[test]
    fn every_argument_has_help() {
        for (command, arg) in arguments() {
            let id = arg.get_id().as_str();
            let entry = entry_of(&command, id).unwrap_or_else(|| panic!("{command} {id}"));
            assert!(!entry.short.zh.is_empty() && !entry.short.en.is_empty());
            if arg.get_action().takes_values() {
                assert!(value_name(&arg).is_some(), "{command} {id}");
            }
        }
    }

    #[test]
    fn every_command_has_a_page() {
        let root = Arguments::command();
        let mut names: Vec<&str> = root.get_subcommands().map(Command::get_name).collect();
        names.insert(0, "");
        let pages: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
        assert_eq!(pages, names);
        let help = root.find_subcommand("help").unwrap();
        let name = help.get_positionals().next().unwrap();
        let known = name.get_possible_values();
        let known: Vec<&str> = known.iter().map(PossibleValue::get_name).collect();
        assert_eq!(known[..], names[1..]);
    }

    #[test]
    fn every_topic_is_listed() {
        let page = PAGES.iter().find(|page| page.name == "explain").unwrap();
        let entry = entry_of("explain", "name").unwrap();
        for topic in Topic::ALL {
            let line = format!("report explain {}", topic.name());
            assert!(page.examples.iter().any(|example| example.0 == line));
            let words: Vec<&str> = entry.more.en.split([' ', ',', '.']).collect();
            assert!(words.contains(&topic.name()) && entry.more.zh.contains(topic.name()));
        }
    }

    #[test]
    fn every_text_is_used() {
        let arguments = arguments();
        for entry in ENTRIES {
            let is_used = arguments.iter().any(|(command, arg)| {
                arg.get_id() == entry.id
                    && entry_of(command, entry.id).is_some_and(|used| std::ptr::eq(used, entry))
            });
            assert!(is_used, "{} {}", entry.command, entry.id);
            for text in [entry.short, entry.more] {
                assert_eq!(text.zh.is_empty(), text.en.is_empty(), "{}", entry.id);
            }
        }
        for (known, _) in VALUE_NAMES {
            let is_used = |(_, arg): &(String, Arg)| {
                let names = arg.get_value_names().unwrap_or_default();
                names.iter().any(|name| name.as_str() == *known)
            };
            assert!(arguments.iter().any(is_used), "{known}");
        }
    }
}
