//! Narratives that would exhaust the stack, the memory or the time.

use std::fmt::Write as _;

use super::{Ended, Project};

fn compiled(narrative: &str) -> Ended {
    let project = Project::new();
    project.write("narrative/2017.md", narrative);
    project.run("compile --year 2017 --data .")
}

#[track_caller]
fn assert_refused(narrative: &str, code: &str) {
    let ended = compiled(narrative);
    let start: String = narrative.chars().take(60).collect();
    assert_eq!(ended.code(), Some(1), "{start}: {}", ended.stderr);
    assert_eq!(ended.count(code), 1, "{start}: {}", ended.stderr);
    assert!(ended.stdout.is_empty(), "{start}");
}

#[test]
fn nested_expressions() {
    const TIMES: usize = 100_000;
    for (open, close) in [
        ("(", ")"),
        ("-", ""),
        ("not ", ""),
        ("", "+1"),
        ("", "|fixed(1)"),
        ("", ".a"),
        ("", "[0]"),
        ("year if year else ", ""),
    ] {
        let (open, close) = (open.repeat(TIMES), close.repeat(TIMES));
        assert_refused(
            &format!("# 公\n\n{{{{ {open}year{close} }}}}\n"),
            "nested-too-deeply",
        );
    }
}

#[test]
fn nested_blocks_and_marks() {
    let blocks = |open: &str, close: &str| open.repeat(5_000) + "文" + &close.repeat(5_000);
    for narrative in [
        blocks("{% if year %}", "{% endif %}"),
        blocks("{% for a in published.by_month %}", "{% endfor %}"),
        "{% if year %}".to_owned() + &blocks("{% elif year %}", "") + "{% endif %}",
        blocks("> ", ""),
        blocks("- ", ""),
        blocks("*a **b ", " c** d*"),
        // A loop produces text that is on no line of the file.
        "# 公\n\n".to_owned()
            + &"{% for a in published.by_month %}".repeat(3)
            + "> "
            + &"{% endfor %}".repeat(3)
            + "文\n",
    ] {
        assert_refused(&narrative, "nested-too-deeply");
    }
}

#[test]
fn as_deep_as_allowed() {
    let deep = format!("{{{{ {}year{} }}}}", "(".repeat(60), ")".repeat(60));
    let quoted = "> ".repeat(60) + "文";
    let ended = compiled(&format!("# 公\n\n{deep}\n\n{quoted}\n"));
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(String::from_utf8(ended.stdout).unwrap().contains("2017"));
}

#[test]
fn constructs_of_the_engine() {
    for (narrative, code) in [
        (
            "{% set x = 'a' %}".to_owned() + &"{% set x = x ~ x %}".repeat(33) + "{{ x }}",
            "unknown-construct",
        ),
        ("{{ \"ab\" * 50000000 }}".to_owned(), "unknown-construct"),
        ("{% include \"a\" %}".to_owned(), "unknown-construct"),
        (
            "{% macro a() %}{{ a() }}{% endmacro %}".to_owned(),
            "unknown-construct",
        ),
        ("{{ range(1000000000) }}".to_owned(), "unknown-construct"),
    ] {
        let ended = compiled(&narrative);
        assert_eq!(ended.code(), Some(1), "{narrative}: {}", ended.stderr);
        assert!(ended.count(code) > 0, "{narrative}: {}", ended.stderr);
    }
}

#[test]
fn loops_without_end() {
    let nested = |times: usize, inner: &str| {
        "{% for a in published.by_month %}".repeat(times) + inner + &"{% endfor %}".repeat(times)
    };
    let text = "文".repeat(1000);
    for narrative in [
        nested(9, ""),
        nested(5, &text),
        nested(6, "{{ published.by_month | names }}"),
        nested(
            7,
            "{% if published.by_month | top(3) | length > 5 %}{% endif %}",
        ),
    ] {
        assert_refused(&narrative, "endless-narrative");
    }
}

/// Many categories, and for each a loop over all of them.
#[test]
fn loops_over_many_categories() {
    let project = Project::new();
    let mut log = "索引号,信息名称,分类,公开日期\n".to_owned();
    for number in 0..5_000 {
        let _ = writeln!(log, "A{number},题{number},类{number},2017-03-05");
    }
    project.write("published.csv", log);
    project.write(
        "narrative/2017.md",
        "{% for a in published.by_category %}{% for b in published.by_category %}\
         {{ published.by_category | top(1) | names }}{% endfor %}{% endfor %}",
    );
    let ended = project.run("compile --year 2017 --data .");
    assert_eq!(ended.count("endless-narrative"), 1, "{}", ended.stderr);
}

#[test]
fn many_of_everything() {
    const MANY: usize = if cfg!(debug_assertions) {
        5_000
    } else {
        100_000
    };
    let many = |line: &dyn Fn(usize) -> String| (0..MANY).map(line).collect::<String>();
    let table = "| a | b |\n|---|---|\n".to_owned() + &"| 1 | 2 |\n".repeat(MANY);
    for narrative in [
        table,
        many(&|n| format!("[a{n}]: http://x/{n}\n")) + "\n" + &many(&|n| format!("见 [a{n}]。\n")),
        many(&|n| format!("[a{n}\n")),
        many(&|n| format!("- 项{n}\n")),
        many(&|n| format!("{}{{{{ published.total }}}}条，", n % 7)),
        many(&|n| format!("> {n}\n\n")),
        "{% if year %}文{% endif %}\n".repeat(MANY),
        "*".repeat(MANY),
        "[".repeat(MANY),
    ] {
        let start: String = narrative.chars().take(30).collect();
        let ended = compiled(&format!("# 公\n\n{narrative}"));
        assert!(
            matches!(ended.code(), Some(0 | 1)),
            "{start}: {}",
            ended.stderr
        );
    }
    // Findings as many as marks: a thousand have their place, the rest is counted.
    for name in ["published.totl", "published.totl{n}"] {
        let name = |n: usize| name.replace("{n}", &n.to_string());
        let unknown = compiled(&many(&|n| format!("{{{{ {} }}}}\n", name(n))));
        assert_eq!(unknown.code(), Some(1));
        assert_eq!(unknown.count("unknown-placeholder"), 1000);
        let more = format!("lines 1001–{MANY}");
        assert!(unknown.stderr.contains(&more), "{more}");
    }
    let marks = compiled(&("# 公\n\n".to_owned() + &many(&|n| format!("甲`a{n}`乙\n\n"))));
    assert!(
        marks.stderr.contains("[unsupported-markdown]"),
        "{}",
        marks.stderr
    );
}
