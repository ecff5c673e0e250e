//! Messages of the command line, in both languages. Findings have their texts in `diagnostic`.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use super::discovery::By;
use super::paths::resolved;
use super::topics::Topic;
use crate::count::Period;
use crate::diagnostic::Severity;
use crate::form::{Form, PublicationDeadline};
use crate::language::{Bilingual, Language};
use crate::law::{ReceiptRule, Regime};
use crate::logs::{Guess, LogColumn, Role as ColumnRole, header};
use crate::project::Level;
use crate::record::Log;
use crate::render::Format;
use crate::render::keys::Shown;
use crate::report::Account;
use crate::report::InputFile;
use crate::vocabulary::CodeEntry;
use crate::{Input, InputRole};

/// The messages in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct CommandWords(pub(super) Language);

impl CommandWords {
    fn either(self, zh: &'static str, en: &'static str) -> &'static str {
        Bilingual { zh, en }.in_language(self.0)
    }

    fn formatted(self, zh: impl Fn() -> String, en: impl Fn() -> String) -> String {
        match self.0 {
            Language::Chinese => zh(),
            Language::English => en(),
        }
    }

    pub(super) fn error(self) -> &'static str {
        self.either("错误", "error")
    }

    /// `REPORT_LANG` is not a known language.
    pub(super) fn no_such_language(self, named: &OsStr) -> String {
        let named = visible(&named.to_string_lossy());
        self.formatted(
            || format!("环境变量 REPORT_LANG 写的是“{named}”：请写 zh 或 en"),
            || format!("REPORT_LANG is \"{named}\": set it to zh or en"),
        )
    }

    /// The project folder named by `--data` or `REPORT_DATA` cannot be opened.
    pub(super) fn cannot_open_folder(self, path: &Path, by: By, error: &io::Error) -> String {
        let (path, why) = (shown(path), self.reason(error));
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let (by_zh, by_en) = match by {
            By::Variable => ("（由环境变量 REPORT_DATA 指定）", " (named by REPORT_DATA)"),
            _ => ("", ""),
        };
        let (init_zh, init_en) = if is_missing {
            (
                "；用 report init 文件夹 --year 年份 可以新建一个",
                "; create it with report init DIR --year YEAR",
            )
        } else {
            ("", "")
        };
        self.formatted(
            || format!("无法打开项目文件夹 {path}{by_zh}：{why}{init_zh}"),
            || format!("cannot open the project folder {path}{by_en}: {why}{init_en}"),
        )
    }

    /// The current folder cannot be determined.
    pub(super) fn cannot_find_here(self, error: &io::Error) -> String {
        let why = self.reason(error);
        self.formatted(
            || format!("无法确定当前文件夹：{why}；请用 --data 指明项目文件夹"),
            || {
                format!(
                    "cannot find the current folder: {why}; name the project folder with --data"
                )
            },
        )
    }

    /// No project was found in `places`.
    pub(super) fn no_project(self, places: &[PathBuf]) -> String {
        let places: Vec<String> = places.iter().map(|place| shown(place)).collect();
        self.formatted(
            || format!(
                "没有找到项目：没有用 --data 或环境变量 REPORT_DATA 指明文件夹，以下各处也没有 report.toml：{}；用 report init --year 年份 可以在当前文件夹新建一份",
                places.join("、"),
            ),
            || format!(
                "`report.toml` not found in {}, and neither --data nor REPORT_DATA names a project folder; create one here with report init --year YEAR",
                places.join(", "),
            ),
        )
    }

    /// The project was found in this folder.
    pub(super) fn project_is_in(self, path: &Path, by: By) -> String {
        let path = shown(&resolved(path));
        let (by_zh, by_en) = match by {
            By::Variable => ("（由环境变量 REPORT_DATA 指定）", " (named by REPORT_DATA)"),
            _ => ("", ""),
        };
        self.formatted(
            || format!("项目文件夹：{path}{by_zh}"),
            || format!("the project is in {path}{by_en}"),
        )
    }

    /// `report init DIR --data OTHER`.
    pub(super) fn two_folders(self, folder: &Path, data: &Path) -> String {
        let (folder, data) = (shown(folder), shown(data));
        self.formatted(
            || format!("{folder} 和 --data {data} 是两个文件夹：请只写一个"),
            || format!("{folder} and --data {data} are two folders: name one of them"),
        )
    }

    /// The next command to run, on a line of its own.
    fn then_run(self, command: &str) -> String {
        self.formatted(
            || format!("，再运行：\n  {command}"),
            || format!(", then run:\n  {command}"),
        )
    }

    pub(super) fn cannot_open(self, path: &Path, error: &io::Error) -> String {
        let (path, why) = (shown(path), self.reason(error));
        self.formatted(
            || format!("无法打开 {path}：{why}"),
            || format!("cannot open {path}: {why}"),
        )
    }

    pub(super) fn name_not_utf8(self, path: &Path) -> String {
        let escaped = |part: &OsStr| match part.to_str() {
            Some(part) => part.to_owned(),
            None => part.as_encoded_bytes().escape_ascii().to_string(),
        };
        let parts: Vec<String> = path.iter().map(escaped).collect();
        let path = visible(&parts.join("/"));
        self.formatted(
            || format!("文件名“{path}”不是 UTF-8 编码，report.toml 写不出来；请先给文件或文件夹改名"),
            || format!("\"{path}\" is not UTF-8, so report.toml cannot name it; rename the file or folder first"),
        )
    }

    /// No log was recognized from the headers of a file.
    pub(super) fn not_guessed(self, file: &str) -> String {
        let file = visible(file);
        self.formatted(
            || format!("{file}：表头都不认识，看不出是哪本台账，没有写入"),
            || format!("{file}: no known header, left out"),
        )
    }

    pub(super) fn guessed(self, file: &str, guess: &Guess) -> String {
        let sheets = guess
            .sheets
            .iter()
            .map(|sheet| format!("#{}", visible(sheet)));
        let file = visible(file) + &sheets.collect::<Vec<_>>().join("、");
        if let Some(totals) = &guess.totals {
            let numbers = totals.by_kind.iter();
            let numbers = numbers.map(|(kind, number)| format!("decisions.{kind} = {number}"));
            let numbers = numbers.collect::<Vec<_>>().join(self.either("、", ", "));
            return self.formatted(
                || format!("{file}：只有合计数，不是台账，写入 [figures]：{numbers}"),
                || format!("{file}: totals and no log, for [figures]: {numbers}"),
            );
        }
        let log = guess.log.key();
        let taken = self.formatted(
            || format!("{file}：作为 {log}"),
            || format!("{file}: taken for {log}"),
        );
        let headers = guess.headers.iter().map(|(key, header)| {
            let (name, header) = (self.column(guess.log, key), visible(header));
            self.formatted(
                || format!("“{header}”作为{name}"),
                || format!("\"{header}\" for {name}"),
            )
        });
        let constants = guess.constants.iter().map(|(key, constant)| {
            let name = self.column(guess.log, key);
            self.formatted(
                || format!("{name}一律为 {constant}"),
                || format!("{name} is {constant} throughout"),
            )
        });
        let ticked = guess.ticked.iter().map(|(key, headers)| {
            let name = self.column(guess.log, key);
            let headers = visible(&headers.join(" | "));
            self.formatted(
                || format!("打勾的各列“{headers}”作为{name}"),
                || format!("the columns of ticks \"{headers}\" for {name}"),
            )
        });
        let year = guess.year.map(|year| {
            self.formatted(
                || format!("没有写年份的日期都算 {year} 年"),
                || format!("days without a year are of {year}"),
            )
        });
        let missing = guess.missing.iter().map(|column| {
            let name = self.column(guess.log, column.key);
            self.formatted(
                || format!("缺少必需的{name}"),
                || format!("{name} is missing, which it must have"),
            )
        });
        let parts: Vec<_> = std::iter::once(taken)
            .chain(headers)
            .chain(constants)
            .chain(ticked)
            .chain(year)
            .chain(missing)
            .collect();
        parts.join(self.either("；", "; "))
    }

    /// The usual header of a column, or its key.
    fn column(self, log: Log, key: &'static str) -> String {
        self.formatted(|| format!("“{}”", header(log, key)), || key.to_owned())
    }

    pub(super) fn logs_taken_in(self, folder: &Path, files: &[&str], next: &str) -> String {
        let (folder, files) = (shown(folder), files.join(self.either("、", ", ")));
        self.formatted(
            || format!("已在 {folder} 写入：{files}\n没有给出的台账，有关数字为空。请核对 report.toml 中的单位名称和以上判断{}", self.then_run(next)),
            || format!("written into {folder}: {files}\nFigures of other logs are absent. Check the office's name and these guesses in report.toml{}", self.then_run(next)),
        )
    }

    pub(super) fn cannot_write(self, path: &Path, error: &io::Error) -> String {
        let (path, why) = (shown(path), self.reason(error));
        self.formatted(
            || format!("无法写入 {path}：{why}"),
            || format!("cannot write {path}: {why}"),
        )
    }

    /// The output file is an input of the project; `input` is its role and setting.
    pub(super) fn is_an_input(self, path: &Path, input: &Input) -> String {
        let (path, file) = (shown(path), visible(&input.path));
        let role = match input.role {
            InputRole::Settings => self.either("本项目的设置", "the settings of the project"),
            InputRole::Narratives => self.either("各年度报告的文字", "the folder of narratives"),
            InputRole::Form => "[form] file",
            InputRole::Calendar => "[calendar] extra",
            InputRole::Log(_) => "[logs]",
            InputRole::DefaultLog(_) => {
                self.either("台账的默认文件名", "the default name of a log")
            }
        };
        let log = match input.role {
            InputRole::Log(log) | InputRole::DefaultLog(log) => format!(" {}", log.key()),
            _ => String::new(),
        };
        self.formatted(
            || format!("不能写入 {path}：报告要从这个文件读取（{file}，{role}{log}），写入会毁掉它；请换一个文件名"),
            || format!("cannot write {path}: the report is made from it ({file}, {role}{log}); choose another file"),
        )
    }

    /// The extension of the file stands for the format `named`, but `typed` is requested.
    pub(super) fn formats_differ(self, path: &Path, typed: &str, named: &str) -> String {
        let path = shown(path);
        self.formatted(
            || format!("不能写入 {path}：--format 是 {typed}，扩展名却是 {named} 的；请改正其中之一"),
            || format!("cannot write {path}: --format is {typed}, but the extension is that of {named}; correct one of them"),
        )
    }

    /// The extension of the file stands for no format; `known` lists those that do. `has_option`: the
    /// command has several formats, to be chosen by `--format`.
    pub(super) fn no_format(self, path: &Path, known: &[&str], has_option: bool) -> String {
        let path = shown(path);
        let known: Vec<_> = known.iter().map(|known| format!(".{known}")).collect();
        let known = known.join(self.either("、", ", "));
        match (self.0, has_option) {
            (Language::Chinese, true) => format!(
                "不能写入 {path}：从扩展名看不出格式；请用 {known} 之一，或者用 --format 写明格式"
            ),
            (Language::English, true) => format!(
                "cannot write {path}: unknown extension; use one of {known}, or add --format"
            ),
            (Language::Chinese, false) => {
                format!("不能写入 {path}：本命令只写文本，扩展名应为 {known}")
            }
            (Language::English, false) => {
                format!("cannot write {path}: this command writes text; use the extension {known}")
            }
        }
    }

    /// `--fragment` with another format than HTML.
    pub(super) fn fragment_is_html(self, format: Format) -> String {
        let format = format.name();
        self.formatted(
            || format!("--fragment 只用于网页：请加 --format html，现在是 {format}"),
            || format!("--fragment needs --format html; the format is {format}"),
        )
    }

    /// `--cover` with a format that has no cover sheet.
    pub(super) fn no_cover(self, format: Format) -> String {
        let (format, known) = (format.name(), self.formats_of_cover());
        self.formatted(
            || format!("送签说明（--cover）没有 {format} 格式：请用 {known} 之一"),
            || format!("--cover has no format {format}: use one of {known}"),
        )
    }

    /// The formats of the cover sheet, for the topic of formats.
    pub(super) fn covers(self) -> String {
        let known = self.formats_of_cover();
        self.formatted(
            || format!("送签说明的格式：{known}。"),
            || format!("Formats of the sheet: {known}."),
        )
    }

    fn formats_of_cover(self) -> String {
        let known = Format::ALL.iter().filter(|format| format.is_of_pages());
        let known: Vec<&str> = known.map(|format| format.name()).collect();
        known.join(self.either("、", ", "))
    }

    /// Every format with its summary, for the help of `--format`.
    pub(super) fn formats(self) -> String {
        let summary = |format: &Format| {
            let (name, summary) = (format.name(), format.summary().in_language(self.0));
            self.formatted(
                || {
                    let is_latin = summary.starts_with(|first: char| first.is_ascii());
                    format!("{name} 是{}{summary}", if is_latin { " " } else { "" })
                },
                || format!("{name} is {summary}"),
            )
        };
        let known: Vec<String> = Format::ALL.iter().map(summary).collect();
        known.join(self.either("；", "; "))
    }

    pub(super) fn binary_to_terminal(self, format: &str) -> String {
        self.formatted(
            || {
                format!(
                    "{format} 格式的文件不能显示在终端上：请用 -o 写明文件名，或者用管道传给别的程序"
                )
            },
            || {
                format!(
                    "a terminal cannot show {format}: add -o FILE, or pipe it into a program"
                )
            },
        )
    }

    /// A binary file could not be created: it exceeds a limit, or a temporary file could not be
    /// written.
    pub(super) fn cannot_render(self, format: &str, error: &io::Error) -> String {
        self.formatted(
            || format!("无法生成 {format} 格式的文件：{error}"),
            || format!("cannot make the {format} file: {error}"),
        )
    }

    pub(super) fn cannot_print(self, error: &io::Error) -> String {
        let why = self.reason(error);
        self.formatted(
            || format!("无法写到标准输出：{why}"),
            || format!("cannot write to standard output: {why}"),
        )
    }

    /// The system's error, without error numbers and temporary file names.
    pub(super) fn reason(self, error: &io::Error) -> String {
        use io::ErrorKind as Kind;
        let known = match error.kind() {
            Kind::NotFound => self.either("没有这个文件或文件夹", "no such file or folder"),
            Kind::PermissionDenied => self.either("没有权限", "permission denied"),
            Kind::ReadOnlyFilesystem => self.either("所在磁盘是只读的", "the disk is read-only"),
            Kind::IsADirectory => self.either("这是文件夹，不是文件", "it is a folder, not a file"),
            Kind::NotADirectory => self.either("不是文件夹", "not a folder"),
            Kind::AlreadyExists => {
                self.either("同名的文件已经存在", "a file of that name is in the way")
            }
            Kind::StorageFull => self.either("磁盘空间不足", "no space is left"),
            _ => return error.to_string(),
        };
        known.to_owned()
    }

    /// The day of an option is before the day it must follow.
    pub(super) fn out_of_order(
        self,
        (option, day): (&str, chrono::NaiveDate),
        (earlier, first): (&str, chrono::NaiveDate),
    ) -> String {
        self.formatted(
            || format!("{option} 的 {day} 早于 {earlier} 的 {first}"),
            || format!("{day} of {option} is before {first} of {earlier}"),
        )
    }

    pub(super) fn seen_from(self, day: chrono::NaiveDate) -> String {
        self.formatted(
            || format!("以今日 {day}（北京时间）为准"),
            || format!("as of today, {day} in China"),
        )
    }

    pub(super) fn compare_needs_a_year(self) -> &'static str {
        self.either(
            "--compare 要有比较的对象：请写明 --year，或者 --from 和 --to",
            "--compare needs a period: add --year, or --from and --to",
        )
    }

    pub(super) fn compared_with_itself(self) -> &'static str {
        self.either(
            "--compare 与 --year 是同一个年度：请写另一个年度",
            "--compare names the year itself: name another year",
        )
    }

    pub(super) fn ends_before_it_begins(
        self,
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
    ) -> String {
        self.formatted(
            || format!("--to {to} 早于 --from {from}"),
            || format!("--to {to} lies before --from {from}"),
        )
    }

    pub(super) fn longer_than_a_year(self) -> &'static str {
        self.either(
            "--from 至 --to 超过一年：各年度的数字请用不带 --year 的 stats 并列",
            "--from to --to is longer than a year: stats without --year sets years side by side",
        )
    }

    pub(super) fn as_of_before(self, as_of: chrono::NaiveDate, first: chrono::NaiveDate) -> String {
        self.formatted(
            || format!("--as-of {as_of} 早于统计期的第一天 {first}"),
            || format!("--as-of {as_of} lies before {first}, the first day to count"),
        )
    }

    /// Number of open requests that `--within` or `--overdue` leaves out.
    pub(super) fn others_open(self, others: usize) -> String {
        self.formatted(
            || format!("另有在办事项 {others} 件，未列出"),
            || format!("other open requests, not listed: {others}"),
        )
    }

    /// No request has the id given by `--id`.
    pub(super) fn no_such_request(self, id: &str, as_of: chrono::NaiveDate) -> String {
        let id = visible(id);
        self.formatted(
            || format!("截至 {as_of}，台账中没有计数的申请“{id}”：请写编号，或者“文件:行”"),
            || {
                format!(
                    "no log has a request \"{id}\" that counts and was received by {as_of}: name its id, or FILE:LINE"
                )
            },
        )
    }

    /// The format is not available for a single deadline.
    pub(super) fn is_of_list(self, format: &str) -> String {
        self.formatted(
            || format!("单个期限没有 {format} 格式：请用 table、csv 或 json"),
            || format!("a single deadline has no format {format}: use table, csv or json"),
        )
    }

    pub(super) fn nothing_written(self) -> &'static str {
        self.either(
            "因有错误，没有写出报告",
            "no report was written because of errors",
        )
    }

    pub(super) fn nothing_found(self, years: &[i32]) -> String {
        let years: Vec<_> = years.iter().map(i32::to_string).collect();
        if years.is_empty() {
            let no_rows = self.either("各台账都没有记录", "the logs have no rows");
            return no_rows.to_owned();
        }
        self.formatted(
            || format!("核对了 {} 年", years.join("、")),
            || format!("checked {}", years.join(", ")),
        )
    }

    pub(super) fn warnings_are_errors(self) -> &'static str {
        self.either(
            "--strict：请看的各处也按错误处理，退出码为 1",
            "--strict: what is to look at counts as an error, and the exit code is 1",
        )
    }

    pub(super) fn rows_read(self, rows: &str) -> String {
        self.formatted(|| format!("{rows} 行"), || format!("{rows} rows"))
    }

    pub(super) fn rows_of(self, input: &InputFile) -> String {
        let InputFile {
            file,
            rows,
            counted,
            excluded,
        } = input;
        self.formatted(
            || format!("{file}：{rows} 行，计入 {counted} 行，因错误未计 {excluded} 行"),
            || format!("{file}: rows {rows}, counted {counted}, left out for errors {excluded}"),
        )
    }

    pub(super) fn plain_is_one_figure(self) -> &'static str {
        self.either(
            "--format plain 只输出一个年度的一个数字：请写明一个完整的指标（如 published.total）和 --year",
            "--format plain prints one figure of one year: name one whole KEY, such as published.total, and --year",
        )
    }

    pub(super) fn long_is_csv(self, format: &str) -> String {
        self.formatted(
            || format!("--long 只用于 CSV：请加 --format csv，现在是 {format}"),
            || format!("--long needs --format csv; the format is {format}"),
        )
    }

    pub(super) fn period(self, period: Period) -> String {
        let Period {
            start,
            end,
            days,
            working_days,
        } = period;
        self.formatted(
            || format!("{start} 至 {end}，{days}天，{working_days}个工作日"),
            || format!("{start} to {end}, {days} days, {working_days} working days"),
        )
    }

    /// The legal regimes that applied: for publications, or for disclosure requests.
    pub(super) fn regimes(self, account: &Account, is_of_publications: bool) -> String {
        let regime = |regime: &&Regime| {
            let limit = if is_of_publications {
                &regime.publication
            } else {
                &regime.answer
            };
            self.formatted(
                || {
                    format!(
                        "{}{}：{}个工作日",
                        regime.title.zh, limit.article.zh, limit.days
                    )
                },
                || {
                    format!(
                        "{}, {}: {} working days",
                        regime.title.en, limit.article.en, limit.days
                    )
                },
            )
        };
        let is_of_service = account
            .key
            .labels
            .first()
            .is_some_and(|kind| &**kind == "service");
        if is_of_service && !is_of_publications {
            return self
                .either(
                    "台账登记的办理期限，没有登记的按 [limits.service]",
                    "the log's own due date, else [limits.service]",
                )
                .to_owned();
        }
        let regimes: Vec<String> = account.regimes.iter().map(regime).collect();
        regimes.join(self.either("；", "; "))
    }

    /// The day on which the period starts, by the way a request is received.
    pub(super) fn receipts(self, account: &Account) -> String {
        let rules = account.regimes.iter();
        let rules = rules.flat_map(|regime| regime.receipts(account.law));
        let rule = |rule: &ReceiptRule| {
            let ReceiptRule { text, article, .. } = rule;
            self.formatted(
                || format!("{}（{}）", text.zh, article.zh),
                || format!("{} ({})", text.en, article.en),
            )
        };
        let rules: Vec<String> = rules.map(rule).collect();
        rules.join(self.either("；", "; "))
    }

    pub(super) fn calendar(self, account: &Account) -> String {
        let (version, last_year, files) = &account.calendar;
        let version = version.as_deref().unwrap_or("—");
        let last_year = last_year.map_or_else(|| "—".to_owned(), |year| year.to_string());
        let own = if files.is_empty() {
            self.either("没有本单位的日历文件", "no file of the office's own")
                .to_owned()
        } else {
            files.join(self.either("、", ", "))
        };
        self.formatted(
            || format!("版本 {version}，放假安排至 {last_year} 年；{own}"),
            || format!("version {version}, holidays until {last_year}; {own}"),
        )
    }

    /// The key names several figures; `members` are their keys, of which the first are listed.
    pub(super) fn names_several(self, key: &str, members: &[String]) -> String {
        const MOST: usize = 20;
        let key = visible(key);
        let example = members.first().map_or("published.total", String::as_str);
        let listed = members.iter().take(MOST);
        let listed: Vec<String> = listed
            .map(|member| format!("\n  {}", visible(member)))
            .collect();
        let mut listed = listed.concat();
        if members.len() > MOST {
            listed += "\n  …";
        }
        self.formatted(
            || format!("“{key}”不止一个数字：请写明一个完整的指标，如 {example}{listed}"),
            || format!("\"{key}\" names more than one figure: name one whole KEY, such as {example}{listed}"),
        )
    }

    pub(super) fn no_denominator(self, key: &str) -> String {
        let key = visible(key);
        self.formatted(
            || format!("“{key}”没有可以列出的分母：它不是由台账的行相除得出的"),
            || format!("\"{key}\" has no denominator to list: it is not divided by rows of a log"),
        )
    }

    /// Labels of the lines that account for a figure: computation, period, law, receipt, calendar,
    /// files.
    pub(super) fn account_lines(self) -> [&'static str; 6] {
        match self.0 {
            Language::Chinese => ["计算", "统计期", "法律", "起算", "日历", "文件"],
            Language::English => ["computed", "period", "law", "receipt", "calendar", "files"],
        }
    }

    pub(super) fn unknown_name(self, name: &str, nearest: Option<&str>) -> String {
        let name = visible(name);
        let question = nearest.map(|nearest| {
            self.formatted(
                || format!("；是否应为“{nearest}”？"),
                || format!("; did you mean \"{nearest}\"?"),
            )
        });
        let message = self.formatted(
            || format!("没有名为“{name}”的指标、提示代码、表格或格"),
            || format!("no figure, message, table or cell of a form is called \"{name}\""),
        );
        let topics: Vec<&str> = Topic::ALL.iter().map(|topic| topic.name()).collect();
        message
            + &question.unwrap_or_else(|| {
                self.formatted(
                    || format!("；主题有 {}", topics.join("、")),
                    || format!("; topics are {}", topics.join(", ")),
                )
            })
    }

    /// An exit code and when it occurs.
    pub(super) fn meaning(self, exit: Exit) -> &'static str {
        match exit {
            Exit::Done => self.either("已完成，没有错误", "done, no error found"),
            Exit::ErrorsFound => self.either(
                "有错误；除非加了 --keep-going，什么也没有写",
                "errors found; nothing was written, unless --keep-going, which leaves bad rows out and says so",
            ),
            Exit::CouldNotRun => self.either(
                "无法运行：命令写错，report.toml 有误，或者文件不能读写",
                "could not run: usage, report.toml, a file that cannot be read or written",
            ),
        }
    }

    /// A log, by its name in `report.toml`, with its default file.
    pub(super) fn log_and_file(self, log: Log) -> String {
        let definition = log.definition();
        let (key, file) = (definition.key, definition.default_file);
        let name = self.either(definition.sheet, definition.rows);
        self.formatted(
            || format!("{key}  {name}（{file}）"),
            || format!("{key}  {name} ({file})"),
        )
    }

    /// The kind of cells of a column, and whether the log must have it.
    pub(super) fn cells(self, column: &LogColumn) -> String {
        let kind = match column.role {
            ColumnRole::Name => self.either("编号", "id"),
            ColumnRole::Text => self.either("文字", "text"),
            ColumnRole::Day => self.either("日期", "day"),
            ColumnRole::Word => self.either("用语", "word"),
            ColumnRole::Own => self.either("金额或者另一条的编号", "amount, or id of another row"),
        };
        let required = if column.required {
            self.either("，必需", ", required")
        } else {
            ""
        };
        format!("{kind}{required}")
    }

    /// A Chinese word of a log; quoted in an English text.
    pub(super) fn quoted(self, word: &str) -> String {
        self.formatted(|| word.to_owned(), || format!("\"{word}\""))
    }

    pub(super) fn list(self, words: &[String]) -> String {
        words.join(self.either("、", ", "))
    }

    pub(super) fn nothing_to_add_to(self, settings: &Path) -> String {
        let settings = shown(settings);
        self.formatted(
            || format!("没有 {settings}，无处可加；新建项目请写 --year"),
            || format!("{settings} not found; to create a project, add --year"),
        )
    }

    pub(super) fn cannot_add(self, settings: &Path, error: &anyhow::Error) -> String {
        let settings = shown(settings);
        self.formatted(
            || format!("{settings} 没有改动，读不懂它的内容：{error}"),
            || format!("cannot read {settings}, which stays unchanged: {error}"),
        )
    }

    pub(super) fn nothing_new(self, settings: &Path) -> String {
        let settings = shown(settings);
        self.formatted(
            || format!("{settings} 已写明这些文件，没有改动"),
            || format!("{settings} names these files already; nothing changed"),
        )
    }

    pub(super) fn add_instead(self) -> &'static str {
        self.either(
            "；要把这些台账加进已有的 report.toml，请加 --write",
            "; add --write to add these logs to the existing report.toml",
        )
    }

    /// Declared figures that are kept although a file of totals has other values.
    pub(super) fn numbers_kept(self, settings: &Path, lines: &[String]) -> String {
        let (settings, lines) = (shown(settings), lines.join("\n  "));
        self.formatted(
            || format!("{settings} 已有不同的数字，没有改动，请核对：\n  {lines}"),
            || format!("{settings} has other numbers; nothing changed, please compare:\n  {lines}"),
        )
    }

    /// The lines that `init --write` adds to the settings.
    pub(super) fn lines_added(self, settings: &Path, lines: &[String]) -> String {
        let (settings, lines) = (shown(settings), lines.join("\n  "));
        self.formatted(
            || format!("加入 {settings}：\n  {lines}"),
            || format!("added to {settings}:\n  {lines}"),
        )
    }

    pub(super) fn added(self, next: &str) -> String {
        self.formatted(
            || format!("请核对以上判断{}", self.then_run(next)),
            || format!("Check these guesses{}", self.then_run(next)),
        )
    }

    pub(super) fn already_there(self, files: &[PathBuf]) -> String {
        let files: Vec<String> = files.iter().map(|file| shown(file)).collect();
        self.formatted(
            || format!("下列文件已经存在，没有改动任何文件：{}", files.join("、")),
            || {
                format!(
                    "nothing was written: these exist already: {}",
                    files.join(", ")
                )
            },
        )
    }

    pub(super) fn project_written(self, folder: &Path, files: &[&str], next: &str) -> String {
        let (folder, files) = (shown(folder), files.join(self.either("、", ", ")));
        self.formatted(
            || format!("已在 {folder} 写入：{files}\n没有的台账请删去文件，有关数字即为空，不按 0 计。请核对 report.toml 中的单位名称，登记台账{}", self.then_run(next)),
            || format!("written into {folder}: {files}\nDelete the logs that the office does not keep, or their figures will be 0. Check the office's name in report.toml and fill in the logs{}", self.then_run(next)),
        )
    }

    /// A project with its logs in one workbook was created.
    pub(super) fn workbook_written(self, folder: &Path, files: &[&str], next: &str) -> String {
        let (folder, files) = (shown(folder), files.join(self.either("、", ", ")));
        self.formatted(
            || format!("已在 {folder} 写入：{files}\n没有的台账请在 report.toml 的 [logs] 中删去那一行，有关数字即为空，不按 0 计。请核对 report.toml 中的单位名称，在工作簿中登记{}", self.then_run(next)),
            || format!("written into {folder}: {files}\nDelete from [logs] those that the office does not keep, or their figures will be 0. Check the office's name in report.toml and fill in the workbook{}", self.then_run(next)),
        )
    }

    /// Headings of the list of forms: id, name, report years, deadlines, source.
    pub(super) fn form_headings(self) -> [&'static str; 5] {
        match self.0 {
            Language::Chinese => ["格式", "名称", "年度", "公布期限", "依据"],
            Language::English => ["form", "name", "years", "published by", "source"],
        }
    }

    /// The deadline in the year after the report year, for some levels of government, with its article.
    fn deadline(self, by: (u32, u32), levels: &[Level], article: &str) -> String {
        let (month, day) = by;
        let names: Vec<&str> = levels.iter().map(|level| self.level(*level)).collect();
        self.formatted(
            || format!("次年{month}月{day}日：{}（{article}）", names.join("、")),
            || {
                format!(
                    "{month:02}-{day:02} of the next year: {} ({article})",
                    names.join(", ")
                )
            },
        )
    }

    fn level(self, level: Level) -> &'static str {
        match level {
            Level::Agency => self.either("派出机构", "agencies"),
            Level::Department => self.either("部门", "departments"),
            Level::Government => self.either("人民政府", "governments"),
            Level::Authority => self.either("政府信息公开工作主管部门", "authorities in charge"),
            Level::Township => self.either("乡镇、街道", "townships"),
        }
    }

    /// All deadlines of a form, joined.
    pub(super) fn deadlines(self, form: &Form) -> String {
        let one = |deadline: &PublicationDeadline| {
            let article = deadline.article.in_language(self.0);
            self.deadline(deadline.by, &deadline.levels, article)
        };
        let all: Vec<String> = form.deadlines.iter().map(one).collect();
        all.join(self.either("；", "; "))
    }

    pub(super) fn years(self, first: i32, last: Option<i32>) -> String {
        match last {
            Some(last) => format!("{first}–{last}"),
            None => self.formatted(|| format!("{first}起"), || format!("from {first}")),
        }
    }

    /// Labels of the lines that explain a figure: name, unit, definition, source, labels.
    pub(super) fn definition_lines(self) -> [&'static str; 5] {
        match self.0 {
            Language::Chinese => ["名称", "单位", "定义", "依据", "标签"],
            Language::English => ["name", "unit", "definition", "source", "labels"],
        }
    }

    /// Labels of the lines that explain a cell of a form: name, unit, formula, table.
    pub(super) fn cell_lines(self) -> [&'static str; 4] {
        match self.0 {
            Language::Chinese => ["名称", "单位", "算法", "表格"],
            Language::English => ["name", "unit", "made of", "table"],
        }
    }

    /// Shown instead of a formula for a cell that has none.
    pub(super) fn only_declared(self) -> &'static str {
        self.either(
            "只能由单位在 report.toml 申报",
            "it can only be declared in report.toml",
        )
    }

    /// How to type the keys of a table's cells, and which other forms have such a table.
    pub(super) fn keys_of_table(
        self,
        (form, shown): (&str, Shown),
        key: &str,
        others: &[String],
    ) -> String {
        let parts = match shown {
            Shown::Whole => self.either("格中所写", "what stands in it"),
            Shown::InTwo => self.either(
                "行末〔〕中所写，再加格中所写",
                "what stands in brackets behind the label of its row, and what stands in it",
            ),
            Shown::Numbered => self.either("表下同号所写", "what stands below under its number"),
        };
        let others = others.join(self.either("、", ", "));
        self.formatted(
            || {
                let others = match &*others {
                    "" => String::new(),
                    others => format!("同名表格另见 {others}。"),
                };
                format!("格的键是 {form}. 加{parts}，如 {key}：report explain {key} 说明它，report trace {key} 列出它的行，[figures.年度] 可以申报它。{others}")
            },
            || {
                let others = match &*others {
                    "" => String::new(),
                    others => format!("; other forms have this table too: {others}"),
                };
                format!("the key of a cell is {form}. with {parts}, such as {key}: report explain {key} says what it is made of, report trace {key} lists its rows, [figures.YEAR] may declare it{others}")
            },
        )
    }

    /// `explain --year` for a cell of a form: use `trace` instead.
    pub(super) fn is_traced(self, key: &str, year: i32) -> String {
        self.formatted(
            || format!("{key} 是表格的格：它的数字和行请看 report trace {key} --year {year}"),
            || format!("{key} is a cell of a form: report trace {key} --year {year} shows its number and its rows"),
        )
    }

    /// Labels of the lines that explain a code: severity, explanation, example, corrected example.
    pub(super) fn finding_lines(self) -> [&'static str; 4] {
        match self.0 {
            Language::Chinese => ["级别", "说明", "例如", "改为"],
            Language::English => ["severity", "meaning", "example", "mended"],
        }
    }

    pub(super) fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Note => self.either("提示", "note"),
            Severity::Warning => self.either("警告", "warning"),
            Severity::Error => self.either("错误（退出码 1）", "error (exit 1)"),
            Severity::Trouble => self.either(
                "错误，程序无法运行（退出码 2）",
                "error, the run stops (exit 2)",
            ),
        }
    }

    pub(super) fn own_words(self) -> &'static str {
        self.either("本单位自己的用语", "the office's own words")
    }

    /// Codes with their names; `others` adds that the office's own words are allowed.
    pub(super) fn codes(self, codes: &[CodeEntry], others: bool) -> String {
        let named = codes
            .iter()
            .map(|code| match code.name.in_language(self.0) {
                name if name == code.code => name.to_owned(),
                name => format!("{} {name}", code.code),
            });
        let more = others.then(|| self.own_words().to_owned());
        named
            .chain(more)
            .collect::<Vec<_>>()
            .join(self.either("，", ", "))
    }
}

/// Escapes a path for a terminal.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}
