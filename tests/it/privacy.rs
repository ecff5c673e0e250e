//! Names of applicants are never shown, in any command and format.

use std::fs;

use crate::program::report;

const NAMES: [&str; 6] = [
    "王小明",
    "李红梅",
    "马可尼",
    "华清水务",
    "顾大川",
    "清溪职业学院",
];

/// A log with names in the column of applicants, and every kind of fault that a row can have.
fn log(header: &str) -> String {
    let [first, second, third, fourth, fifth, sixth] = NAMES;
    format!(
        "编号,类别,{header},收到日期,答复日期,办理结果\n\
         1,依申请公开,{first},2024-02-01,2024-02-10,予以公开\n\
         1,依申请公开,{second},2024-02-03,2024-02-20,予以公开\n\
         2,依申请公开,{second},2024-02-03,2024-02-20,予以公开\n\
         3,依申请公开,法人（{third}）,2024-03-03,2024-03-01,信息不存在\n\
         4,依申请公开,{fourth},2024-03-04,某日,不予公开\n\
         5,依申请公开,{fifth}、{second},2024-04-03,2024-04-10,部分公开\n\
         6,依申请公开,{sixth},2024-04-03,,\n\
         7,依申请公开,自然人,2024-05-06,2024-05-08,予以公开\n"
    )
}

#[test]
fn names_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::write(folder.path().join("requests.csv"), log("申请人")).unwrap();
    let check =
        ["human", "json", "github", "sarif", "html"].map(|format| ["check", "--format", format]);
    let compile = ["text", "markdown", "json", "html"];
    let compile = compile.map(|format| ["compile", "--keep-going", "--format", format].to_vec());
    let trace = ["table", "csv", "json"].map(|format| {
        let key = "requests.disclosure.table.new.natural_person";
        ["trace", key, "--keep-going", "--format", format].to_vec()
    });
    let commands = check.map(|words| words.to_vec()).into_iter();
    let commands: Vec<Vec<&str>> = commands.chain(compile).chain(trace).collect();
    for setting in [
        "",
        "[logs]\nrequests = { path = \"requests.csv\", applicants = \"by-name\" }\n",
    ] {
        let mapping = "[logs.headers.requests]\napplicant = \"申请人\"\n";
        let settings = format!("[office]\nname = \"某局\"\n{setting}{mapping}");
        fs::write(folder.path().join("report.toml"), settings).unwrap();
        for words in &commands {
            for language in ["zh", "en"] {
                let common = ["--data", path, "--year", "2024", "--lang", language, "-v"];
                let output = report(words.iter().copied().chain(common))
                    .output()
                    .unwrap();
                let printed = [output.stdout, output.stderr].concat();
                let printed = String::from_utf8_lossy(&printed);
                assert!(!printed.is_empty(), "{words:?}");
                for name in NAMES {
                    assert!(!printed.contains(name), "{words:?} {name}:\n{printed}");
                }
            }
        }
    }
}

/// The same, with a column that is not recognized as that of applicants.
#[test]
fn unread_names_are_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::write(folder.path().join("requests.csv"), log("申请人姓名")).unwrap();
    fs::write(
        folder.path().join("report.toml"),
        "[office]\nname = \"某局\"\n",
    )
    .unwrap();
    let words = [
        "check", "--data", path, "--year", "2024", "--format", "json",
    ];
    let printed = report(words).output().unwrap().stdout;
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains("undecided-word"));
    assert!(
        NAMES.iter().all(|name| !printed.contains(name)),
        "{printed}"
    );
}

/// Numbers of persons in the titles of requests, and columns of contact and purpose.
#[test]
fn numbers_contact_and_purpose_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::write(
        folder.path().join("requests.csv"),
        "编号,类别,标题,申请人类型,联系电话,所需信息用途,收到日期,答复日期,办理结果\n\
         1,依申请公开,张三11010519491231002X申请征地批复,自然人,13912345678,诉讼举证用,2024-02-01,2024-02-10,予以公开\n\
         1,依申请公开,张三11010519491231002X申请征地批复,自然人,13912345678,诉讼举证用,2024-03-01,某日,予以公开\n\
         2,依申请公开,电话13800138000申请预算,自然人,13912345678,诉讼举证用,2024-03-01,2024-02-10,待定\n",
    )
    .unwrap();
    let settings = "[office]\nname = \"某局\"\n";
    fs::write(folder.path().join("report.toml"), settings).unwrap();
    let check = ["human", "json", "github", "sarif", "html"];
    let check = check.map(|format| vec!["check", "--format", format]);
    let compile = ["text", "markdown", "json", "html"];
    let compile = compile.map(|format| vec!["compile", "--keep-going", "--format", format]);
    let key = "requests.disclosure.received";
    let trace = ["table", "csv", "json"];
    let trace = trace.map(|format| vec!["trace", key, "--keep-going", "--format", format]);
    for words in check.into_iter().chain(compile).chain(trace) {
        for language in ["zh", "en"] {
            let common = ["--data", path, "--year", "2024", "--lang", language, "-v"];
            let output = report(words.iter().copied().chain(common))
                .output()
                .unwrap();
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8_lossy(&printed);
            for hidden in [
                "11010519491231002X",
                "13912345678",
                "13800138000",
                "诉讼举证用",
            ] {
                assert!(!printed.contains(hidden), "{words:?} {hidden}:\n{printed}");
            }
        }
    }
}
