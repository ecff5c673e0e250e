//! The open requests as a page.

use super::PageShape;
use super::document::scrolling;
use super::frame::Frame;
use super::markup::Markup;
use super::table;
use crate::document::Table;
use crate::language::{Bilingual, Language};

/// The table of open requests of `office` as a page.
#[must_use]
pub fn due(table: &Table, office: &str, language: Language) -> String {
    let words = |zh, en| Bilingual { zh, en }.in_language(language);
    let title = match language {
        Language::Chinese => format!("{office}{}", table.caption),
        Language::English => format!("{office}: {}", table.caption),
    };
    let mut main = Markup::outer("header", &[], Markup::block("h1", &[], title.as_str()));
    if table.rows.is_empty() {
        let nothing = words("没有在办事项。", "No request is open.");
        main.push(Markup::block("p", &[], nothing));
    } else {
        let rows = Markup::outer("table", &[], table::table(table, PageShape::Page));
        main.push(scrolling(&table.caption, rows));
    }
    Frame {
        language: words("zh-CN", "en"),
        title: &title,
        meta: Markup::default(),
        skip: words("跳到正文", "Skip to the content"),
    }
    .page(main)
}
