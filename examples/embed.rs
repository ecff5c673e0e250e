//! A program that makes figures and a report without files and without the command line:
//! `cargo run --example embed`.

use std::io::{self, Write};

use report::{DEFAULT_WIDTH, Format, Memory, Office, Options, render::render};

const PUBLISHED: &str = "\
编号,公布日期,标题,发布渠道
1,2023-02-01,供水管网改造公告,门户网站
2,2023-02-01,节水用水通知,微信公众号
3,2023-11-20,河道整治结果,门户网站
";

fn main() -> io::Result<()> {
    let mut files = Memory::default();
    files.insert("report.toml", "[office]\nname = \"示例县水利局\"\n");
    files.insert("published.csv", PUBLISHED);

    let office = Office::open(&files);
    let options = Options::default();
    let figures = office.figures(Some(2023), &options);
    for finding in &figures.diagnostics {
        eprintln!("{finding}");
    }
    for (year, figures) in figures.value.unwrap_or_default() {
        let channels = figures
            .iter()
            .filter(|(key, _)| key.to_string().starts_with("published.by_channel"));
        for (key, value) in channels {
            println!("{year} {key} = {value}");
        }
    }

    let compiled = office.compile(2023, &options);
    if let Some(report) = compiled.value {
        let markdown = render(&report, Format::Markdown, DEFAULT_WIDTH)?;
        io::stdout().write_all(&markdown)?;
    }
    Ok(())
}
