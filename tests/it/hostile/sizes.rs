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
        let said = String::from_utf8(ended.stdout).unwrap() + &ended.stderr;
        assert_eq!(ended.status.code(), Some(2), "{file}: {said}");
        assert!(
            said.contains("the file has 16777217 bytes, more than 16 MiB"),
            "{said}"
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
