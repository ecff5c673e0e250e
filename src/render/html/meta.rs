//! Metadata that government portals require on a detail page: tags in the head, and a table with index
//! number, office and date.

use chrono::NaiveDate;

use super::super::lines::in_words;
use super::markup::Markup;
use crate::report::Report;

/// The tags of the head, without those whose value is not known.
pub(super) fn tags(report: &Report, title: &str) -> Markup {
    let site = &report.site;
    let given = |text: &Option<String>| text.clone();
    let keywords = site.keywords.join(",");
    let date = published_on(report).map(|day| day.to_string());
    let is_configured = site.is_configured();
    let tags = [
        ("SiteName", given(&site.name)),
        ("SiteDomain", given(&site.domain)),
        ("SiteIDCode", given(&site.id_code)),
        ("ColumnName", given(&site.column_name)),
        ("ColumnType", given(&site.column_type)),
        ("ArticleTitle", Some(title.to_owned())),
        ("PubDate", date),
        ("ContentSource", Some(publisher(report).to_owned())),
        ("Keywords", (!keywords.is_empty()).then_some(keywords)),
        ("Description", given(&site.description)),
    ];
    let tag = |(name, content): (&str, Option<String>)| {
        let content = content.filter(|content| !content.trim().is_empty())?;
        let mut tag = Markup::void("meta", &[("name", name), ("content", &content)]);
        tag.end_line();
        Some(tag)
    };
    let tags = tags.into_iter().filter(|_| is_configured);
    tags.filter_map(tag).collect()
}

/// Index number, office and date; empty if the report has no index number.
pub(super) fn table(report: &Report) -> Markup {
    let Some(number) = &report.publication.index_number else {
        return Markup::default();
    };
    let row = |name: &str, text: &str| {
        let cells = [
            Markup::element("th", &[("scope", "row")], name),
            Markup::element("td", &[], text),
        ];
        Markup::block("tr", &[], cells.into_iter().collect::<Markup>())
    };
    let mut rows = vec![row("索引号", number), row("发布机构", publisher(report))];
    let made_on = report.document.sign_off.date.map(in_words);
    rows.extend(made_on.map(|day| row("生成日期", &day)));
    let body = Markup::outer("tbody", &[], rows.into_iter().collect());
    let attributes = [("class", "facts"), ("aria-label", "公文信息")];
    Markup::outer("table", &attributes, body)
}

fn publisher(report: &Report) -> &str {
    report.site.publisher.as_deref().unwrap_or(&report.office)
}

fn published_on(report: &Report) -> Option<NaiveDate> {
    let published = report.publication.published_on;
    published.or(report.document.sign_off.date)
}
