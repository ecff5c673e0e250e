//! Settings, narratives, forms and calendars that are endless or endlessly nested.

use super::Project;

const OFFICE: &str = "[office]\nname = \"某局\"\n";

/// The hand-written files, and the settings of `report.toml` that name them.
const BY_HAND: [(&str, &str); 4] = [
    ("report.toml", ""),
    ("narrative/2017.md", ""),
    ("form.toml", "[form]\nfile = \"form.toml\"\n"),
    ("calendar.toml", "[calendar]\nextra = \"calendar.toml\"\n"),
];

#[test]
fn links_to_a_device_without_end() {
    for (file, named) in BY_HAND {
        let project = Project::new();
        project.write("report.toml", OFFICE.to_owned() + named);
        project.link(file, "/dev/zero");
        let ended = project.run("compile --year 2017 --data .");
        assert_eq!(ended.code(), Some(2), "{file}: {}", ended.stderr);
        assert_eq!(ended.count("file-too-large"), 1, "{file}: {}", ended.stderr);
        assert!(ended.stderr.contains(file), "{}", ended.stderr);
    }
}

#[test]
fn files_above_the_limit() {
    const LIMIT: usize = 16 << 20;
    for (file, named) in BY_HAND {
        let project = Project::new();
        project.write("report.toml", OFFICE.to_owned() + named);
        project.write(file, "#".repeat(LIMIT + 1));
        let ended = project.run("check --year 2017 --data .");
        let messages = String::from_utf8(ended.stdout).unwrap() + &ended.stderr;
        assert_eq!(ended.status.code(), Some(2), "{file}: {messages}");
        assert!(
            messages.contains("the file has 16777217 bytes, more than 16 MiB"),
            "{messages}"
        );
    }
    // The largest size that is read.
    let project = Project::new();
    let comment = "#".repeat(LIMIT - OFFICE.len());
    project.write("report.toml", OFFICE.to_owned() + &comment);
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout, b"1\n");
}

#[test]
fn links_in_a_circle() {
    for (file, named) in BY_HAND {
        let project = Project::new();
        project.write("report.toml", OFFICE.to_owned() + named);
        project.link("a", file);
        project.link(file, project.path("a"));
        let ended = project.run("compile --year 2017 --data .");
        assert_eq!(ended.code(), Some(2), "{file}: {}", ended.stderr);
        assert_eq!(
            ended.count("unreadable-file"),
            1,
            "{file}: {}",
            ended.stderr
        );
    }
}

/// Values of TOML that are too deep, too large or too long.
fn values() -> Vec<String> {
    let times = 100_000;
    vec![
        "[".repeat(times),
        "[".repeat(times) + &"]".repeat(times),
        "{ a = ".repeat(times),
        "9".repeat(times),
        "1e".to_owned() + &"9".repeat(times),
        format!("\"{}\"", "长".repeat(times)),
        format!("\"{}\"", "\\u4e00".repeat(times)),
        "9999-99-99".to_owned(),
        "-9223372036854775808".to_owned(),
        format!("\"{}\"", "9".repeat(times)),
    ]
}

#[test]
fn settings() {
    for value in values() {
        for setting in [
            format!("{OFFICE}level = {value}\n"),
            format!("{OFFICE}[logs]\npublished = {value}\n"),
            format!("{OFFICE}[figures.2017]\n\"published.total\" = {value}\n"),
            format!("{OFFICE}[layout]\nmargins = {value}\n"),
            format!("{OFFICE}[limits.service]\nany = {value}\n"),
        ] {
            let project = Project::new();
            project.write("report.toml", &setting);
            let ended = project.run("compile --year 2017 --data .");
            let start: String = setting.chars().take(80).collect();
            assert!(matches!(ended.code(), Some(1 | 2)), "{start}: {ended:?}");
            assert!(ended.stderr.len() < 1_000_000, "{start}");
        }
    }
    for keys in [
        "a.".repeat(100_000) + "a = 1\n",
        "[".to_owned() + &"a.".repeat(100_000) + "a]\n",
    ] {
        let project = Project::new();
        project.write("report.toml", OFFICE.to_owned() + &keys);
        let ended = project.run("compile --year 2017 --data .");
        assert_eq!(ended.code(), Some(2), "{ended:?}");
    }
}

#[test]
fn calendars() {
    for value in values() {
        let project = Project::new();
        project.write(
            "report.toml",
            OFFICE.to_owned() + "[calendar]\nextra = \"calendar.toml\"\n",
        );
        project.write("calendar.toml", format!("[2027]\noff = {value}\n"));
        let ended = project.run("due --received 2017-09-25 --data .");
        let start: String = value.chars().take(30).collect();
        assert_eq!(ended.code(), Some(2), "{start}: {ended:?}");
    }
}

/// Formulas of an own form.
#[test]
fn forms() {
    let times = 100_000;
    for (formula, code) in [
        ("(".repeat(times), "nested-too-deeply"),
        ("max(".repeat(times), "nested-too-deeply"),
        ("previous(".repeat(times), "nested-too-deeply"),
        ("1 + ".repeat(times) + "1", "nested-too-deeply"),
        ("9".repeat(times), "bad-form"),
        ("R2.c1".to_owned(), "bad-form"),
    ] {
        let project = Project::new();
        project.write(
            "report.toml",
            OFFICE.to_owned() + "[form]\nfile = \"form.toml\"\n",
        );
        project.write(
            "form.toml",
            format!(
                "id = \"own-1\"\nname = {{ zh = \"自\", en = \"own\" }}\nfirst-year = 2000\nsource = \"x\"\nskeleton = \"\"\n\
                 [[table]]\nid = \"t\"\ncaption = \"表\"\n[[table.part]]\nheader = [[{{ text = \"项\" }}, {{ text = \"数\" }}]]\nstub = 1\n\
                 columns = [{{ id = \"c1\" }}]\n\
                 [[table.part.row]]\nid = \"R1\"\nlabel = \"一\"\nvalue = \"{formula}\"\n\
                 [[table.part.row]]\nid = \"R2\"\nlabel = \"二\"\nvalue = \"R1.c1 + R2.c1\"\n"
            ),
        );
        let ended = project.run("compile --year 2017 --data .");
        let start: String = formula.chars().take(30).collect();
        assert_eq!(ended.code(), Some(2), "{start}: {ended:?}");
        assert!(ended.count(code) > 0, "{start}: {}", ended.stderr);
    }
}

/// Every row is declared to be the same as the next.
#[test]
fn a_chain_of_rows() {
    const ROWS: usize = if cfg!(debug_assertions) {
        6_000
    } else {
        60_000
    };
    let project = Project::new();
    let mut log = "索引号,信息名称,公开日期,关联索引号\n".to_owned();
    for number in 0..ROWS {
        log += &format!("A{number},题,2017-03-05,A{}\n", number + 1);
    }
    project.write("published.csv", log + &format!("A{ROWS},题,2017-03-05,\n"));
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert_eq!(
        String::from_utf8(ended.stdout).unwrap(),
        "1\n",
        "{}",
        ended.stderr
    );
}

/// A row each with a day that is none: the first are told, the rest is counted with its lines.
#[test]
fn findings_in_every_row() {
    const ROWS: usize = if cfg!(debug_assertions) {
        60_000
    } else {
        1_000_000
    };
    let project = Project::new();
    let mut log = "索引号,信息名称,公开日期\n".to_owned();
    for number in 0..ROWS {
        log += &format!("A{number},题,2017-13-{number}\n");
    }
    project.write("published.csv", log);
    // The address space of the program itself is a good part of it.
    let small = "ulimit -v 200000;";
    let run = |words: &str| {
        let ended = project.run_under(small, &format!("{words} --year 2017 --data ."));
        assert_eq!(ended.code(), Some(1), "{words}: {}", ended.stderr);
        String::from_utf8(ended.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&run("check --format json")).unwrap();
    assert_eq!(json["errors"], ROWS);
    let listed = json["diagnostics"].as_array().unwrap().iter();
    assert_eq!(
        listed.filter(|one| one["code"] == "bad-date").count(),
        10_000
    );
    let more = &json["more"][0];
    assert_eq!(more["count"], ROWS - 10_000);
    assert_eq!(more["lines"], serde_json::json!([[10_002, ROWS + 1]]));

    let last = format!("bad-date are not listed: lines 10002–{}", ROWS + 1);
    let sarif = run("check --format sarif --lang en");
    assert!(sarif.contains(&last), "{}", &sarif[sarif.len() - 1000..]);
    let github = run("check --format github --lang en");
    assert!(github.contains(&last), "{}", &github[github.len() - 1000..]);
    let human = run("check -v --lang en");
    let sum = format!("{ROWS} to correct");
    assert!(human.lines().last().unwrap().contains(&sum));
    run("compile");
    run("check --format xlsx -o findings.xlsx");
}

/// Each log of a pattern has a row with a day that is none.
#[test]
fn findings_in_many_files() {
    let project = Project::new();
    project.write(
        "report.toml",
        OFFICE.to_owned() + "[logs]\npublished = \"logs/*.csv\"\n",
    );
    let (files, rows) = (100, 150);
    for file in 0..files {
        let header = "索引号,信息名称,公开日期\n".to_owned();
        let row = |row| format!("A{file}-{row},题,2017-13-01\n");
        let log = header + &(0..rows).map(row).collect::<String>();
        project.write(&format!("logs/{file:03}.csv"), log);
    }
    let ended = project.run("check --year 2017 --format json --data .");
    let json: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(json["errors"], files * rows);
    let more = json["more"].as_array().unwrap();
    assert_eq!(more.len(), files);
    assert!(more.iter().all(|more| more["count"] == rows - 100));
}

/// A category of its own in every row, in every format.
#[test]
fn a_category_in_every_row() {
    const ROWS: usize = if cfg!(debug_assertions) {
        3_000
    } else {
        100_000
    };
    let project = Project::new();
    let mut log = "索引号,信息名称,分类,公开日期\n".to_owned();
    for number in 0..ROWS {
        log += &format!("A{number},题,类{number},2017-03-05\n");
    }
    project.write("published.csv", log);
    for format in ["json", "markdown", "xlsx"] {
        let words = format!("compile --year 2017 --format {format} --data . -o report.out");
        let ended = project.run(&words);
        assert_eq!(ended.code(), Some(0), "{format}: {}", ended.stderr);
    }
    let ended = project.run("stats published.by_category --year 2017 --format json --data .");
    let json: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let categories = json["statistics"]["published"]["by_category"]
        .as_object()
        .unwrap();
    assert_eq!(categories.len(), ROWS);
}

/// A line for each number.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers
        .map(line)
        .fold(String::new(), |lines, line| lines + &line + "\n")
}

/// Settings that nobody knows, decisions and days of a calendar, as many as one likes.
#[test]
fn many_settings() {
    const MANY: usize = if cfg!(debug_assertions) {
        3_000
    } else {
        60_000
    };
    let project = Project::new();
    let unknown = lines(0..MANY, |number| format!("s{number} = 1"));
    project.write("report.toml", unknown + OFFICE);
    let ended = project.run("compile --year 2017 --lang en --data .");
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
    assert_eq!(ended.count("unknown-setting"), 1000);
    let more = format!(
        "{} more of unknown-setting are not listed: lines 1001–{MANY}",
        MANY - 1000
    );
    assert!(ended.stderr.contains(&more), "{}", &ended.stderr[..3000]);

    let same = lines(0..MANY, |number| {
        let rows = format!("rows = [\"A{number}\", \"A{}\"]", number + 1);
        format!("[[same]]\nlog = \"published\"\n{rows}\nreason = \"补登\"")
    });
    project.write("report.toml", OFFICE.to_owned() + &same);
    let rows = lines(0..MANY + 1, |number| {
        format!("A{number},题{number},2017-03-05")
    });
    project.write(
        "published.csv",
        "索引号,信息名称,公开日期\n".to_owned() + &rows,
    );
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert_eq!(ended.stdout, b"1\n", "{}", ended.stderr);

    let settings = OFFICE.to_owned() + "[calendar]\nextra = \"calendar.toml\"\n";
    project.write("report.toml", settings);
    let off = "\"2026-02-30\", ".repeat(MANY);
    project.write("calendar.toml", format!("[2027]\noff = [{off}]\n"));
    let ended = project.run("due --received 2017-09-25 --data .");
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
}

/// Words of its own in every row, and as many channels or columns as one likes.
#[test]
fn many_words() {
    const MANY: usize = if cfg!(debug_assertions) {
        2_000
    } else {
        20_000
    };
    let log = |name: &str, header: &str, row: &dyn Fn(usize) -> String| {
        let project = Project::new();
        project.write(name, format!("{header}\n{}", lines(0..MANY, row)));
        project
    };
    let topics = log(
        "requests.csv",
        "编号,类别,渠道,诉求类型,标题,收到日期",
        &|n| format!("R{n},公众诉求,12345,诉{n},题{n},2017-01-05"),
    );
    let ended = topics.run("stats requests.service.received --year 2017 --format plain --data .");
    assert_eq!(ended.stdout, format!("{MANY}\n").as_bytes());
    assert_eq!(topics.run("check --data .").code(), Some(0));

    let outcomes = log(
        "requests.csv",
        "编号,类别,渠道,申请人类型,标题,收到日期,答复日期,办理结果",
        &|n| format!("R{n},依申请公开,网络,自然人,题{n},2017-01-05,2017-01-09,果{n}"),
    );
    let ended = outcomes.run("check --year 2017 --format json --data .");
    assert_eq!(ended.code(), Some(1), "{}", ended.stderr);

    let project = Project::new();
    let channels: Vec<String> = (0..MANY).map(|n| format!("渠道{n}")).collect();
    let row = format!("题,{},2017-01-01\n", channels.join("；"));
    project.write(
        "published.csv",
        "信息名称,发布渠道,公开日期\n".to_owned() + &row,
    );
    let ended = project.run("stats published.by_channel --year 2017 --format json --data .");
    let json: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let channels = &json["statistics"]["published"]["by_channel"];
    assert_eq!(channels.as_object().unwrap().len(), MANY);

    let columns: Vec<String> = (0..MANY).map(|n| format!("列{n}")).collect();
    let (columns, blanks) = (columns.join(","), ",".repeat(MANY));
    let log = format!("信息名称,公开日期,{columns}\n题,2017-01-01{blanks}\n");
    project.write("published.csv", log);
    let ended = project.run("stats published.total --year 2017 --format plain --data .");
    assert_eq!(ended.stdout, b"1\n", "{}", ended.stderr);
}

/// A form whose cells cover more than memory holds, and figures that no office has.
#[test]
fn numbers_beyond_reason() {
    let project = Project::new();
    let form = include_str!("../../../src/form/cn-2021.toml");
    let form = form.replacen("columns = 3", "columns = 4000000000", 1);
    assert!(form.contains("4000000000"));
    project.write("form.toml", form);
    project.write(
        "report.toml",
        OFFICE.to_owned() + "[form]\nfile = \"form.toml\"\n",
    );
    let ended = project.run("check --lang en --data .");
    let messages = String::from_utf8(ended.stdout).unwrap() + &ended.stderr;
    assert_eq!(ended.status.code(), Some(2), "{messages}");
    assert!(
        messages.contains("a whole number from 1 to 1000"),
        "{messages}"
    );

    let figures = "[figures.2017]\n\"documents.normative.in_force\" = -3\n\"published.total\" = 9999999999999999\n";
    project.write("report.toml", OFFICE.to_owned() + figures);
    let ended = project.run("stats --lang en --data .");
    assert_eq!(ended.count("bad-setting"), 2, "{}", ended.stderr);
    assert_eq!(ended.code(), Some(2), "{}", ended.stderr);
}
