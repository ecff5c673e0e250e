//! `report keys`: lists the keys of figures and of form cells, with their names.

use super::Exit;
use super::arguments::{Keys, KeysFormat};
use super::folder::ProjectFolder;
use super::keys::unknown_key;
use super::output::Output;
use super::terminal::Terminal;
use crate::Office;
use crate::form::Form;
use crate::language::Language;
use crate::project::pattern::{is_pattern, matches};
use crate::render::keys::{self, ListedKey};
use crate::vocabulary::{Key, KnownKey, known_keys, nearest, segments_of};

pub(super) fn run(
    typed: &Keys,
    folder: Option<&ProjectFolder>,
    terminal: &Terminal,
) -> anyhow::Result<Exit> {
    let words = terminal.words();
    let output = Output::of(&typed.output, folder, words)?;
    let format = output.format(typed.format, KeysFormat::Text, words)?;
    // A project that cannot be read has no form of its own; `check` reports what is wrong with it.
    let own = folder.and_then(|folder| Office::open(folder).own_form().cloned());

    let known = known_keys();
    let figures = known.iter().map(of_figure);
    let forms = own.iter().chain(Form::all());
    let all: Vec<ListedKey> = figures.chain(forms.flat_map(of_form)).collect();
    let found: Vec<&ListedKey> = match &typed.pattern {
        None => all.iter().collect(),
        Some(pattern) => all.iter().filter(|key| is_meant(key, pattern)).collect(),
    };
    let found = match &typed.pattern {
        Some(pattern) if found.is_empty() => families(pattern, &known, &all),
        _ => found,
    };
    if let (Some(pattern), []) = (&typed.pattern, &*found) {
        let keys = all.iter().map(|key| &*key.key);
        let nearest = nearest(pattern, keys).map(str::to_owned);
        return Ok(terminal.report(&[unknown_key(pattern, nearest)]));
    }
    let text = match format {
        KeysFormat::Text => keys::text(&found, terminal.width, terminal.language),
        KeysFormat::Csv => keys::csv(&found),
        KeysFormat::Json => keys::json(&found),
    };
    output.write(&text, words)?;
    Ok(Exit::Done)
}

fn of_figure(known: &KnownKey) -> ListedKey {
    let unit = known.metric.definition().unit.name();
    ListedKey {
        key: known.path.clone(),
        zh: known.zh.clone(),
        en: known.en.clone(),
        unit: unit.in_language(Language::Chinese).to_owned(),
        cell_of: None,
    }
}

fn of_form(form: &Form) -> Vec<ListedKey> {
    let cells = form.listed_cells().into_iter();
    let cell = |cell: crate::form::FormCell| ListedKey {
        key: format!("{}.{}", form.id, cell.id),
        zh: cell.zh,
        en: cell.en,
        unit: cell.unit,
        cell_of: Some([form.id.clone(), cell.table]),
    };
    cells.map(cell).collect()
}

/// Whether a pattern is part of the key or of one of its names. With `*` or `?` it has to match the
/// whole key or name. Ignores case.
fn is_meant(key: &ListedKey, pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    let mut texts = [&key.key, &key.zh, &key.en]
        .map(|text| text.to_lowercase())
        .into_iter();
    if is_pattern(&pattern) {
        texts.any(|text| matches(&text, &pattern))
    } else {
        texts.any(|text| text.contains(&pattern))
    }
}

/// Returns the families of a key with the office's own words, such as `published.by_channel.微信公众号`.
fn families<'a>(typed: &str, known: &[KnownKey], all: &'a [ListedKey]) -> Vec<&'a ListedKey> {
    let segments = segments_of(typed).unwrap_or_default();
    let Some(key) = Key::from_segments(&segments) else {
        return Vec::new();
    };
    let both = known.iter().zip(all);
    let both = both.filter(|(known, _)| known.stands_for(&key));
    both.map(|(_, listed)| listed).collect()
}
