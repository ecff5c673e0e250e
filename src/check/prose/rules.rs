//! The rules for checking prose, parsed from `prose.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Deserializer, de};

use super::concepts::{Concepts, Names};
use super::figures::Expression;
use super::text::VALUE;
use crate::vocabulary::Key;

/// All rules.
#[derive(Debug)]
pub(super) struct ProseRules {
    pub(super) words: WordRules,
    /// The words for each concept.
    pub(super) concepts: Vec<(Concepts, Vec<String>)>,
    pub(super) domains: Concepts,
    pub(super) weak: Concepts,
    /// Concepts that name all requests of a domain.
    pub(super) base: Concepts,
    /// Concepts that count only if their own sentence names a domain.
    pub(super) bound: Concepts,
    /// Concepts of what was done with requests, of which several figures count different ones.
    pub(super) acts: Concepts,
    /// The concept of what is published, the first guess for words that name no domain.
    pub(super) published: Concepts,
    /// The concept `disclosure`.
    pub(super) disclosure: Concepts,
    /// The domains of disputes.
    pub(super) disputes: Concepts,
    /// The concept `lawsuit`.
    pub(super) lawsuit: Concepts,
    /// The ways to the court.
    pub(super) routes: Concepts,
    /// The results of disputes.
    pub(super) results: Concepts,
    /// Concepts of requests that are a part of those received.
    pub(super) parts_of_requests: Concepts,
    /// Concepts of requests whose parts the figures count as well: those ended, and each outcome.
    pub(super) whole_of_parts: Concepts,
    /// The outcomes of requests.
    pub(super) outcomes: Concepts,
    /// The concept `carried-out`.
    pub(super) carried_out: Concepts,
    /// The concept `carried-in`: requests of earlier years, whose outcomes are no figure.
    pub(super) carried_in: Concepts,
    /// The concepts `received` and `accepted`.
    pub(super) received: Concepts,
    /// The concept `fee`.
    pub(super) fee: Concepts,
    /// The concept `longest`.
    pub(super) longest: Concepts,
    /// The concept of a case, of which an office has others than those of disclosure.
    pub(super) case: Concepts,
    /// The concept `per-month`.
    pub(super) per_month: Concepts,
    /// The concept `per-day`.
    pub(super) per_day: Concepts,
    /// The concepts of means over parts of the year.
    pub(super) periods: Concepts,
    /// The domains of requests.
    pub(super) requests: Concepts,
    /// The concept `ended`.
    pub(super) ended: Concepts,
    /// The concepts of what is carried over to the next year.
    pub(super) carried: Concepts,
    /// Sets of concepts that make up a whole.
    pub(super) partitions: Vec<Concepts>,
    /// The concept `item`: something that is published.
    pub(super) item: Concepts,
    /// The concept `mean`; without it, a time is not an average.
    pub(super) mean: Concepts,
    /// Concepts that make a count a rate per day.
    pub(super) daily: Concepts,
    pub(super) figures: Vec<FigureRule>,
    pub(super) common: Vec<CommonRule>,
    pub(super) aliases: Vec<WordList>,
    pub(super) several: Vec<SeveralRule>,
    pub(super) universal: UniversalRules,
    pub(super) claims: Vec<ClaimRule>,
    pub(super) largest: Vec<LargestRule>,
    pub(super) vague: VagueRules,
    pub(super) date: DateRules,
    pub(super) year: YearRules,
    pub(super) before: BeforeRules,
    pub(super) repeats: RepeatRules,
    pub(super) subtotals: SubtotalRules,
    pub(super) empty: EmptyRules,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Source {
    words: WordRules,
    concepts: BTreeMap<String, Vec<String>>,
    templates: BTreeMap<String, Vec<String>>,
    domains: DomainSource,
    #[serde(rename = "figure")]
    figures: Vec<FigureSource>,
    common: Vec<CommonSource>,
    #[serde(rename = "alias")]
    aliases: Vec<WordList>,
    several: Vec<SeveralRule>,
    universal: UniversalRules,
    #[serde(rename = "claim")]
    claims: Vec<ClaimSource>,
    largest: Vec<LargestRule>,
    vague: VagueRules,
    date: DateRules,
    year: YearRules,
    before: BeforeRules,
    repeats: RepeatRules,
    subtotals: SubtotalRules,
    empty: EmptyRules,
}

/// Words by their role in a sentence.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct WordRules {
    pub(super) filler: Vec<String>,
    pub(super) place: Vec<String>,
    pub(super) whole: Vec<String>,
    pub(super) part: Vec<String>,
    pub(super) sum: Vec<String>,
    pub(super) restrict: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) cumulative: Vec<String>,
    pub(super) than: Vec<String>,
    pub(super) narrow: Vec<String>,
    pub(super) exclude: Vec<String>,
    pub(super) outside: Vec<String>,
    pub(super) open_end: Vec<String>,
    pub(super) compared: Vec<String>,
    pub(super) compared_otherwise: Vec<String>,
    pub(super) reach: Vec<String>,
    pub(super) reach_up: Vec<String>,
    pub(super) reach_down: Vec<String>,
    pub(super) total: Vec<String>,
    pub(super) rest: Vec<String>,
    pub(super) anaphor: Vec<String>,
    pub(super) first_ever: Vec<String>,
    pub(super) exceed: Vec<String>,
    pub(super) goal: Vec<String>,
    pub(super) up: Vec<String>,
    pub(super) down: Vec<String>,
    pub(super) same: Vec<String>,
    pub(super) degree: Vec<String>,
    pub(super) share: Vec<String>,
    pub(super) distribute: Vec<String>,
    pub(super) all: Vec<String>,
    pub(super) other_year: Vec<String>,
    pub(super) last_year: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainSource {
    names: Vec<String>,
    weak: Vec<String>,
    base: Vec<String>,
    bound: Vec<String>,
    partitions: Vec<String>,
    outcomes: Vec<String>,
    #[serde(rename = "whole-of-parts")]
    whole_of_parts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FigureSource {
    must: String,
    #[serde(default)]
    may: String,
    figures: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    is_doubtful: bool,
    #[serde(default)]
    is_mean_needed: bool,
    #[serde(default)]
    is_bound: bool,
}

/// Figures that a number may refer to if the words beside it name certain concepts.
#[derive(Debug)]
pub(super) struct FigureRule {
    pub(super) must: Concepts,
    pub(super) may: Concepts,
    /// The domains among `must`.
    pub(super) domain: Concepts,
    pub(super) figures: Vec<Expression>,
    /// Breakdowns of the whole: keys without their last label.
    pub(super) parts: Vec<Key>,
    pub(super) kind: FigureKind,
    /// Whether the words say that requests for disclosure were accepted.
    pub(super) is_accepted: bool,
}

/// How a number is compared with the figures of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigureKind {
    /// The number equals the figure.
    Plain,
    /// Offices count the figure in different ways: a mismatch is only doubtful.
    Doubtful,
    /// The figure is a mean and needs 平均 in the sentence.
    Mean,
    /// The number is an upper bound for the figure; needs a word for "all" in the sentence.
    Bound,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommonSource {
    words: Vec<String>,
    #[serde(default)]
    also: String,
    label: Option<String>,
}

/// Words that are labels and also name concepts.
#[derive(Debug)]
pub(super) struct CommonRule {
    pub(super) words: Vec<String>,
    /// The concepts of the words if they are not labels.
    pub(super) also: Concepts,
    /// The label, if it differs from the word.
    pub(super) label: Option<String>,
}

/// Synonyms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordList {
    pub(super) words: Vec<String>,
    /// Labels that a synonym may include: where the figures have one of these, it is no certain name.
    #[serde(default)]
    pub(super) unless: Vec<String>,
}

/// Words that mean several labels together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeveralRule {
    pub(super) words: Vec<String>,
    pub(super) labels: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct UniversalRules {
    pub(super) granted: Pattern,
    pub(super) spans: Pattern,
    pub(super) other_year: Pattern,
    pub(super) hoped: Pattern,
    pub(super) future: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ClaimSource {
    says: String,
    about: Option<String>,
    unless: Option<String>,
    domain: Vec<String>,
    #[serde(default)]
    zero: Vec<String>,
    #[serde(default)]
    some: Vec<String>,
    #[serde(default)]
    whole: Vec<String>,
    rate: Option<String>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    on_time: bool,
    #[serde(default)]
    subject: SubjectOfClaim,
    #[serde(default)]
    is_of_before: bool,
}

/// A pattern for universal claims, and the figures that they must agree with.
#[derive(Debug)]
pub(super) struct ClaimRule {
    pub(super) says: Pattern,
    pub(super) about: Option<Pattern>,
    pub(super) unless: Option<Pattern>,
    pub(super) domain: Concepts,
    /// Figures that must be 0.
    pub(super) zero: Vec<Expression>,
    /// Figures that must not be 0.
    pub(super) some: Vec<Expression>,
    /// Rates that must be 100 %.
    pub(super) whole: Vec<Key>,
    /// The rate whose denominator must not be 0.
    pub(super) rate: Option<Key>,
    /// Figures that must be 0 if the claim is about a label: keys with `*` in place of the label.
    pub(super) parts: Vec<Key>,
    /// Whether the claim is that everything was answered in time.
    pub(super) on_time: bool,
    pub(super) subject: SubjectOfClaim,
    /// Whether its own words refer to the year before.
    pub(super) is_of_before: bool,
}

/// Where the subject of a universal claim is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SubjectOfClaim {
    /// In the sentence, its paragraph or its section.
    #[default]
    Around,
    /// In the words of the claim.
    Named,
    /// Not looked for: only one subject is possible.
    Free,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct LargestRule {
    pub(super) says: Pattern,
    /// Whether it names the main members instead of the largest.
    #[serde(default)]
    pub(super) is_main: bool,
    /// The rank it claims: 1 for the largest, 2 for the second, 0 for the smallest.
    #[serde(default = "first")]
    pub(super) rank: usize,
}

fn first() -> usize {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueSource {
    before: String,
    behind: String,
    words: String,
    mean: String,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "VagueSource")]
pub(super) struct VagueRules {
    /// A count, typed or not, with its counting word: the word before it, the number, the word behind it.
    pub(super) count: Pattern,
    /// A typed number with its counting word.
    pub(super) typed: Pattern,
    /// Words for a mean, which may be rounded.
    pub(super) mean: Pattern,
}

impl TryFrom<VagueSource> for VagueRules {
    type Error = regex::Error;

    fn try_from(source: VagueSource) -> Result<Self, regex::Error> {
        let VagueSource {
            before,
            behind,
            words,
            mean,
        } = source;
        let count = format!("({before})?({{v}}|[0-9][0-9,]*)({behind})?({words})");
        Ok(Self {
            count: Pattern(pattern(&count)?),
            typed: Pattern(pattern(&format!("{NUMBER}(?:{words})"))?),
            mean: Pattern(pattern(&mean)?),
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateRules {
    pub(super) colloquial: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct YearRules {
    /// Any year.
    pub(super) any: Pattern,
    pub(super) basis: Pattern,
    pub(super) notice: Pattern,
    pub(super) period: Pattern,
    pub(super) opening: Pattern,
    pub(super) other: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BeforeRules {
    pub(super) words: Pattern,
    pub(super) compared: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RepeatRules {
    pub(super) stale_heading: Pattern,
    pub(super) shortest: usize,
    pub(super) alike: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubtotalRules {
    pub(super) said: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EmptyRules {
    pub(super) filled_by_form: Vec<String>,
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Regex);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        pattern(&text).map(Self).map_err(de::Error::custom)
    }
}

/// Compiles a pattern after expanding `{n}`, `{v}` and `{y}`.
fn pattern(text: &str) -> Result<Regex, regex::Error> {
    Regex::new(
        &text
            .replace("{n}", NUMBER)
            .replace("{v}", &VALUE.to_string())
            .replace("{y}", "((?:19|20)[0-9]{2})"),
    )
}

/// Pattern of a typed number.
const NUMBER: &str = "([0-9][0-9,]*(?:\\.[0-9]+)?)";

/// Placeholders in the rules, and the words that each expands to.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("{log}", &["published", "procurement", "environment"]),
    ("{kind}", &["service", "disclosure"]),
];

impl ProseRules {
    /// Returns the rules, parsed on first use.
    pub(super) fn get() -> &'static Self {
        static RULES: LazyLock<ProseRules> = LazyLock::new(|| {
            ProseRules::read(include_str!("../prose.toml"))
                .expect("the rules are read by a test before they are shipped")
        });
        &RULES
    }

    fn read(text: &str) -> Result<Self, String> {
        let source: Source = toml::from_str(text).map_err(|error| error.to_string())?;
        let names = Names::new(source.concepts.keys())?;
        let domains = names.all(&source.domains.names)?;
        let mut figures = Vec::new();
        for rule in &source.figures {
            for form in forms_of(&rule.must) {
                figures.push(figure_rule(rule, form, &names, domains)?);
            }
        }
        let mut claims = Vec::new();
        for rule in &source.claims {
            for domain in &rule.domain {
                claims.push(claim_rule(rule, domain, &names)?);
            }
        }
        let common = source.common.into_iter().map(|rule| {
            Ok(CommonRule {
                words: rule.words,
                also: names.set(&rule.also)?,
                label: rule.label,
            })
        });
        let partitions = source.domains.partitions.iter();
        let partitions = partitions.map(|kinds| names.set(kinds));
        let concepts = source.concepts.iter();
        let concepts = concepts.map(|(name, words)| {
            let words = words.iter().map(|word| filled(word, &source.templates));
            let words: Vec<Vec<String>> = words.collect::<Result<_, String>>()?;
            Ok((names.set(name)?, words.concat()))
        });
        Ok(Self {
            common: common.collect::<Result<_, String>>()?,
            concepts: concepts.collect::<Result<_, String>>()?,
            weak: names.all(&source.domains.weak)?,
            base: names.all(&source.domains.base)?,
            bound: names.all(&source.domains.bound)?,
            acts: names.set("handled ended answered accepted other")?,
            published: names.set("published")?,
            disclosure: names.set("disclosure")?,
            disputes: names.set("review lawsuit")?,
            results: names.set("upheld corrected other-result pending closed")?,
            lawsuit: names.set("lawsuit")?,
            routes: names.set("direct after-review")?,
            parts_of_requests: names.set("carried-in carried carried-out extended")?,
            whole_of_parts: names.all(&source.domains.whole_of_parts)?,
            outcomes: names.all(&source.domains.outcomes)?,
            carried_out: names.set("carried-out")?,
            carried_in: names.set("carried-in")?,
            received: names.set("received accepted")?,
            fee: names.set("fee waived")?,
            longest: names.set("longest")?,
            case: names.set("case")?,
            per_month: names.set("per-month")?,
            per_day: names.set("per-day")?,
            periods: names.set("per-month per-day")?,
            requests: names.set("service disclosure")?,
            ended: names.set("ended")?,
            carried: names.set("carried-out carried open")?,
            partitions: partitions.collect::<Result<_, String>>()?,
            item: names.set("item")?,
            mean: names.set("mean")?,
            daily: names.set("per-day per-working-day")?,
            domains,
            figures,
            claims,
            words: source.words,
            aliases: source.aliases,
            several: source.several,
            universal: source.universal,
            largest: source.largest,
            vague: source.vague,
            date: source.date,
            year: source.year,
            before: source.before,
            repeats: source.repeats,
            subtotals: source.subtotals,
            empty: source.empty,
        })
    }
}

/// Returns a word with each `{name}` in it replaced by each of the words of that template.
fn filled(word: &str, templates: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let Some((before, rest)) = word.split_once('{') else {
        return Ok(vec![word.to_owned()]);
    };
    let (name, after) = rest
        .split_once('}')
        .ok_or_else(|| format!("no end: {word}"))?;
    let words = templates
        .get(name)
        .ok_or_else(|| format!("no template: {name}"))?;
    let mut all = Vec::new();
    for word in words {
        all.extend(filled(&format!("{before}{word}{after}"), templates)?);
    }
    Ok(all)
}

/// Returns the placeholder in `text` with each of its words. Without a placeholder, returns one pair that
/// replaces nothing.
fn forms_of(text: &str) -> Vec<(&'static str, &'static str)> {
    let used = SHORT_FORMS.iter().find(|(form, _)| text.contains(form));
    used.map_or_else(
        || vec![("{}", "")],
        |(form, words)| words.iter().map(|word| (*form, *word)).collect(),
    )
}

fn figure_rule(
    rule: &FigureSource,
    (form, word): (&str, &str),
    names: &Names,
    domains: Concepts,
) -> Result<FigureRule, String> {
    let must = names.set(&rule.must.replace(form, word))?;
    let may = names.set(&rule.may)?;
    let figures = rule.figures.iter().map(|figure| {
        let figure = figure.replace(form, word);
        Expression::read(&figure).ok_or_else(|| format!("no figure: {figure}"))
    });
    let parts = rule.parts.iter().map(|path| path.replace(form, word));
    // A rule for both kinds may list a breakdown that only disclosure requests have.
    let own = parts.filter(|path| word != "service" || !path.contains("disclosure"));
    let parts = own.map(|path| {
        let segments = crate::vocabulary::segments_of(&path).unwrap_or_default();
        Key::breakdown(&segments).ok_or_else(|| format!("no breakdown: {path}"))
    });
    Ok(FigureRule {
        is_accepted: must == names.set("disclosure accepted")?,
        must,
        may: may.without(must),
        domain: must.and(domains),
        figures: figures.collect::<Result<_, _>>()?,
        parts: parts.collect::<Result<_, _>>()?,
        kind: match (rule.is_doubtful, rule.is_mean_needed, rule.is_bound) {
            (true, ..) => FigureKind::Doubtful,
            (_, true, _) => FigureKind::Mean,
            (.., true) => FigureKind::Bound,
            _ => FigureKind::Plain,
        },
    })
}

/// Parses the path of a breakdown with `*` in place of the last label.
fn any_member(path: &str) -> Option<Key> {
    let family = path.strip_suffix(".*")?;
    let mut key = Key::breakdown(&crate::vocabulary::segments_of(family)?)?;
    key.labels.push("*".into());
    Some(key)
}

fn claim_rule(rule: &ClaimSource, domain: &str, names: &Names) -> Result<ClaimRule, String> {
    let key = |path: &String| {
        let path = path.replace("{kind}", domain);
        let key = Expression::key(&path).or_else(|| any_member(&path));
        key.ok_or_else(|| format!("no key: {path}"))
    };
    let keys = |paths: &[String]| paths.iter().map(key).collect::<Result<Vec<_>, _>>();
    let sum = |text: &String| {
        let text = text.replace("{kind}", domain);
        Expression::read(&text).ok_or_else(|| format!("no figures: {text}"))
    };
    let sums = |texts: &[String]| texts.iter().map(sum).collect::<Result<Vec<_>, _>>();
    let pattern = |text: &str| {
        pattern(text)
            .map(Pattern)
            .map_err(|error| error.to_string())
    };
    let optional = |text: &Option<String>| text.as_deref().map(pattern).transpose();
    Ok(ClaimRule {
        says: pattern(&rule.says)?,
        about: optional(&rule.about)?,
        unless: optional(&rule.unless)?,
        domain: names.set(domain)?,
        zero: sums(&rule.zero)?,
        some: sums(&rule.some)?,
        whole: keys(&rule.whole)?,
        rate: rule.rate.as_ref().map(key).transpose()?,
        parts: keys(&rule.parts)?,
        on_time: rule.on_time,
        subject: rule.subject,
        is_of_before: rule.is_of_before,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_can_be_read_and_their_keys_exist() {
        let rules = ProseRules::read(include_str!("../prose.toml"));
        let rules = rules.unwrap();
        assert!(rules.claims.iter().all(|claim| {
            !claim.zero.is_empty()
                || !claim.some.is_empty()
                || !claim.whole.is_empty()
                || claim.rate.is_some()
        }));
        assert!(rules.figures.iter().all(|rule| !rule.must.is_empty()));
    }
}
