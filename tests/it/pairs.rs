//! Pairs of sentences on offices whose figures are known: one that is true, and the same with its number,
//! its direction or its word for all moved. A true one must draw nothing but notes; of the false ones nine
//! in ten must be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use report::{Diagnostic, Office, Options, Severity};
use serde::Deserialize;

use crate::memory::Folder;

/// A file of pairs; the head of `tests/prose/pairs.toml` says how one is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    #[serde(default)]
    office: BTreeMap<String, Declared>,
    pair: Vec<Pair>,
    /// Sentences that must draw nothing but notes.
    #[serde(default)]
    sound: Vec<Sound>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sound {
    text: String,
    office: String,
    #[serde(default = "usual_heading")]
    heading: String,
}

/// An office by what it declares.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    year: i32,
    /// Its name; a bureau where none is given.
    name: Option<String>,
    figures: BTreeMap<String, toml::Value>,
    #[serde(default)]
    before: BTreeMap<String, toml::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    #[serde(rename = "true")]
    sound: String,
    #[serde(rename = "false")]
    moved: String,
    office: String,
    #[serde(default = "usual_heading")]
    heading: String,
}

fn usual_heading() -> String {
    "工作情况".to_owned()
}

impl Corpus {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// The folder of an office and the year of its report.
    fn folder(&self, name: &str) -> (Folder, i32) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let example = |folder: &str, year| (Folder::read(&root.join(folder)), year);
        match name {
            "sample-2017" => example("data", 2017),
            "sample-2016" => example("data", 2016),
            "bureau-2021" => example("examples/bureau-2022", 2021),
            "bureau-2022" => example("examples/bureau-2022", 2022),
            "office-2016" => example("examples/office-2016", 2016),
            _ => {
                let office = self.office.get(name);
                declared(office.unwrap_or_else(|| panic!("no office {name}")))
            }
        }
    }
}

/// An office that keeps no logs and declares its figures.
fn declared(office: &Declared) -> (Folder, i32) {
    let year = office.year;
    let name = office.name.as_deref().unwrap_or("云岭区住房和城乡建设局");
    let level = if name.ends_with("人民政府") {
        "government"
    } else {
        "department"
    };
    let mut settings = format!("[office]\nname = \"{name}\"\nlevel = \"{level}\"\n");
    for (year, figures) in [(year, &office.figures), (year - 1, &office.before)] {
        let _ = writeln!(settings, "[reports.{year}]\nsigned-on = {}-01-20", year + 1);
        let _ = writeln!(settings, "[figures.{year}]");
        for (key, value) in figures {
            let number = match value {
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Float(number) => number.to_string(),
                other => panic!("{key}: {other:?} is no number"),
            };
            let _ = writeln!(settings, "'{key}' = {number}");
        }
    }
    (Folder::default().with("report.toml", settings), year)
}

/// What a sentence draws.
struct Drawn {
    /// Codes of findings of a weight above that of a note.
    faults: BTreeSet<String>,
    /// Whether anything says that the sentence is wrong or doubtful.
    is_found: bool,
}

/// What each of the sentences on an office draws, each in a section of its own.
fn drawn(folder: &Folder, year: i32, sentences: &[(&str, &str)]) -> Vec<Drawn> {
    let mut narrative = String::new();
    for (heading, sentence) in sentences {
        let _ = write!(narrative, "# {heading}\n\n{sentence}\n\n");
    }
    let file = format!("narrative/{year}.md");
    let folder = folder.clone().with(&file, narrative);
    let findings = Office::open(&folder).prose(year, &Options::default());
    let of_line = |line: u64| -> Vec<&Diagnostic> {
        let is_there = |finding: &&Diagnostic| {
            let place = finding.place.as_ref().filter(|place| *place.file == *file);
            place.and_then(|place| place.line) == Some(line)
        };
        findings.iter().filter(is_there).collect()
    };
    let lines = (0..sentences.len() as u64).map(|index| index * 4 + 3);
    lines
        .map(|line| {
            let found = of_line(line);
            let heavy = found
                .iter()
                .filter(|finding| finding.severity() > Severity::Note);
            let faults: BTreeSet<String> = heavy
                .map(|finding| {
                    let message = finding.problem.message().zh;
                    format!("{}: {message}", finding.code().name())
                })
                .collect();
            let is_found = found
                .iter()
                .any(|finding| finding.code().name() != "typed-figure");
            Drawn { faults, is_found }
        })
        .collect()
}

/// Pairs whose true sentence is accused, and pairs whose false one is not found.
struct Outcome {
    accused: Vec<String>,
    missed: Vec<String>,
    pairs: usize,
}

fn outcome(corpus: &Corpus) -> Outcome {
    let mut outcome = Outcome {
        accused: Vec::new(),
        missed: Vec::new(),
        pairs: corpus.pair.len(),
    };
    let of_pairs = corpus.pair.iter().map(|pair| &*pair.office);
    let of_sound = corpus.sound.iter().map(|sound| &*sound.office);
    let offices: BTreeSet<&str> = of_pairs.chain(of_sound).collect();
    for name in offices {
        let (folder, year) = corpus.folder(name);
        let pairs = || corpus.pair.iter().filter(|pair| pair.office == name);
        let mut sound: Vec<_> = pairs().map(|p| (&*p.heading, &*p.sound)).collect();
        let alone = corpus.sound.iter().filter(|sound| sound.office == name);
        sound.extend(alone.map(|sound| (&*sound.heading, &*sound.text)));
        let moved: Vec<_> = pairs().map(|p| (&*p.heading, &*p.moved)).collect();
        for ((_, sentence), drawn) in sound.iter().zip(drawn(&folder, year, &sound)) {
            if !drawn.faults.is_empty() {
                let line = format!("{name}: {sentence} {:?}", drawn.faults);
                outcome.accused.push(line);
            }
        }
        for ((_, sentence), drawn) in moved.iter().zip(drawn(&folder, year, &moved)) {
            if !drawn.is_found {
                outcome.missed.push(format!("{name}: {sentence}"));
            }
        }
    }
    outcome
}

/// Runs a corpus of its own: prints recall and false accusations, and demands ninety in a hundred and none.
fn run(path: &Path) {
    let corpus = Corpus::read(path);
    let allowed = corpus.pair.len() / 10;
    judge(path, &corpus, allowed);
}

/// Prints recall and false accusations of a corpus, and demands no accusation and few misses.
fn judge(path: &Path, corpus: &Corpus, allowed: usize) {
    let outcome = outcome(corpus);
    let found = outcome.pairs - outcome.missed.len();
    println!(
        "{}: {} pairs, recall {found}/{} ({} %), {} false accusations",
        path.display(),
        outcome.pairs,
        outcome.pairs,
        found * 100 / outcome.pairs.max(1),
        outcome.accused.len()
    );
    for line in &outcome.accused {
        println!("accused  {line}");
    }
    for line in &outcome.missed {
        println!("missed   {line}");
    }
    assert!(outcome.accused.is_empty(), "{}", outcome.accused.join("\n"));
    assert!(
        outcome.missed.len() <= allowed,
        "{}",
        outcome.missed.join("\n")
    );
}

#[test]
fn pairs_are_told_apart() {
    let (path, corpus) = shipped("pairs.toml");
    judge(&path, &corpus, 0);
}

/// Pairs whose false sentence nothing contradicts are known gaps.
#[test]
fn further_words_are_told_apart() {
    let (path, mut corpus) = shipped("further.toml");
    corpus.office.extend(shipped("pairs.toml").1.office);
    judge(&path, &corpus, KNOWN_GAPS);
}

/// Pairs of `further.toml` that the program cannot tell apart yet.
const KNOWN_GAPS: usize = 9;

fn shipped(name: &str) -> (std::path::PathBuf, Corpus) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose");
    let path = folder.join(name);
    let corpus = Corpus::read(&path);
    (path, corpus)
}

/// Files of further pairs, their paths separated as in `PATH`: `PAIRS=more.toml cargo test pairs`.
#[test]
fn further_pairs_are_told_apart() {
    let paths = std::env::var_os("PAIRS").unwrap_or_default();
    for path in std::env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty()) {
        run(&path);
    }
}

/// What sentences on the sample office of 2017 draw.
fn drawn_on_sample(sentences: &[&str]) -> Vec<Drawn> {
    let (folder, year) = (Folder::sample(), 2017);
    let sentences: Vec<_> = sentences.iter().map(|s| ("工作情况", *s)).collect();
    drawn(&folder, year, &sentences)
}

#[test]
fn wrong_sentences_of_the_sample_office() {
    let wrong = [
        "全年公开政府信息646条。",
        "主动公开政府信息数为646条。",
        "主动公开信息共646条。",
        "主动公开各类信息646条。",
        "环保信息335条。",
        "环境保护方面公开信息335条。",
        "发布采购公告125条。",
        "通过网站公开政府采购信息125条。",
        "公开政府采购信息123条，日均0.5条。",
        "公开政府采购信息123条，平均约0.5条/天。",
        "受理群众诉求442件。",
        "接收各类诉求442件。",
        "办理12345工单442件。",
        "收到12345热线转办件442件。",
        "12345系统320件。",
        "投诉类诉求10件。",
        "重大建设项目类信息400条。",
        "微信公众号发布相关信息20次。",
        "受理依申请公开3件。",
        "平均办理时间3天。",
        // The phrases of the published report of 2017, each with its figure moved.
        "微信公众号发布相关信息约10余次。",
        "通过网站公开政府采购信息125余条，平均约0.3条/天。",
        "在推进环境保护信息公开方面，共公开相关信息343条。",
        "通过12345政府公共服务系统、常网发言人接收公众各类诉求共440余件，均在办结期限内给予答复。",
        "收到政府信息公开申请1件。",
        "收取费用20元。",
    ];
    for (sentence, drawn) in wrong.iter().zip(drawn_on_sample(&wrong)) {
        assert!(drawn.is_found, "{sentence}");
    }
}

#[test]
fn sound_sentences_of_the_sample_office() {
    let sound = [
        "其中重大建设项目主动公开信息386条。",
        "安全环保局主动公开政府信息349条。",
        "在宣传栏主动公开信息61条。",
        "12345系统收到公众诉求315件，常网发言人收到公众诉求117件。",
        "主动公开政府信息近640条。",
        "1月主动公开政府信息38条。",
        "上半年主动公开政府信息322条。",
        "公开政府采购信息28条为预算公示。",
        "受理公示阶段公开环境信息92条。",
        "除采购和环境信息外，公开政府信息180条。",
        "主要采用网络及宣传栏形式。",
        "未收到政府信息公开申请。",
        "暂未收取任何费用。",
        "在推进环境保护信息公开方面，共公开相关信息333条。",
        "受理热线诉求432件，均在办结期限内给予答复。",
    ];
    for (sentence, drawn) in sound.iter().zip(drawn_on_sample(&sound)) {
        assert!(drawn.faults.is_empty(), "{sentence} {:?}", drawn.faults);
    }
}

/// The phrases of a published report, one paragraph each: as they are true, and each with what it says moved.
#[test]
fn phrases_of_a_published_report() {
    let phrases = [
        (
            "2017年，主动公开政府信息数为636条。",
            "2017年，主动公开政府信息数为646条。",
        ),
        (
            "微信公众号发布相关信息约10余次。",
            "微信公众号发布相关信息约20余次。",
        ),
        (
            "通过网站公开政府采购信息120余条，平均约0.3条/天。",
            "通过网站公开政府采购信息130余条，平均约0.3条/天。",
        ),
        (
            "网站公开政府采购信息120余条，平均约0.3条/天。",
            "网站公开政府采购信息120余条，平均约0.5条/天。",
        ),
        (
            "在推进环境保护信息公开方面，共公开相关信息333条。",
            "在推进环境保护信息公开方面，共公开相关信息343条。",
        ),
        (
            "通过12345政府公共服务系统、常网发言人接收公众各类诉求共430余件，均在办结期限内给予答复。",
            "通过12345政府公共服务系统、常网发言人接收公众各类诉求共440余件，均在办结期限内给予答复。",
        ),
        (
            "接收公众各类诉求432件，均在办结期限内给予答复。",
            "接收公众各类诉求432件，未能全部在办结期限内给予答复。",
        ),
        ("未收到政府信息公开申请。", "收到政府信息公开申请1件。"),
        ("暂未收取任何费用。", "收取费用20元。"),
        (
            "主要采用网络及宣传栏形式公开。",
            "主要采用微信公众号及宣传栏形式公开。",
        ),
    ];
    let sound: Vec<&str> = phrases.iter().map(|(sound, _)| *sound).collect();
    let expect_vague =
        |faults: &BTreeSet<String>| faults.iter().all(|f| f.starts_with("vague-count"));
    for (sentence, drawn) in sound.iter().zip(drawn_on_sample(&sound)) {
        assert!(expect_vague(&drawn.faults), "{sentence} {:?}", drawn.faults);
    }
    for place in 0..phrases.len() {
        let mut all = sound.clone();
        all[place] = phrases[place].1;
        for (index, drawn) in drawn_on_sample(&all).iter().enumerate() {
            let is_reported = drawn.faults.iter().any(|f| !f.starts_with("vague-count"));
            assert_eq!(
                is_reported,
                index == place,
                "{} {:?}",
                all[index],
                drawn.faults
            );
        }
    }
}

/// True or undecidable sentences with figures that are none of the report's: parts of parts, other matters,
/// other years, what a whole region counts.
#[test]
fn figures_of_other_matters_are_left_alone() {
    let office =
        Corpus::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose/pairs.toml"));
    let (folder, year) = office.folder("district-2023");
    let sound = [
        "教育领域公开信息20条。",
        "围绕优化营商环境，公开信息35条。",
        "公开行政处罚信息90条。",
        "审查公文640件，其中主动公开212件、依申请公开30件、不予公开398件。",
        "办理行政复议案件30件。",
        "受理行政复议申请12件，维持8件。",
        "区长信箱收到来信88件，办结率100%。",
        "受理信访事项43件，均已办结。",
        "全区共收到政府信息公开申请352件。",
        "一季度收到申请9件。",
        "近三年共收到申请130件。",
        "累计主动公开政府信息9800条。",
        "清理规范性文件23件，继续有效21件，废止2件。",
        "行政处罚47件，其中城管领域9件。",
        "全年行政复议案件30件，其中因政府信息公开引起的6件。",
        "52件申请中，48件按期答复。",
        "申请数量从40件上升至52件。",
        "予以公开（含部分公开）27件。",
        "依申请公开信息19条。",
        "申请内容主要涉及拆迁安置、住房保障。",
        "网络申请35件，其中自然人30件。",
        "收取信息处理费620元，涉及申请2件。",
        "环比增长12%。",
        "12345热线接通率98%，按时办结率99.78%。",
        "主动公开信息1264条，包括政策文件212条、工程建设377条等。",
    ];
    let sentences: Vec<_> = sound.iter().map(|s| ("工作情况", *s)).collect();
    for (sentence, drawn) in sound.iter().zip(drawn(&folder, year, &sentences)) {
        assert!(drawn.faults.is_empty(), "{sentence} {:?}", drawn.faults);
    }
}
