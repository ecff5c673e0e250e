//! Reads `[site]`: the web site on which reports are published.

use super::walk::{Setting, TomlTable};
use crate::diagnostic::Expected;
use crate::site::Site;

/// Reads the table `[site]`.
pub(super) fn read(mut table: TomlTable) -> Site {
    let domain = table.take("domain").and_then(|domain| {
        let name = domain.text_or(Expected::Domain)?;
        if !is_domain(&name) {
            domain.bad(Expected::Domain);
            return None;
        }
        Some(name)
    });
    let id_code = table.take("id-code").and_then(|code| {
        let text = code.text_or(Expected::SiteCode)?;
        if !is_site_code(&text) {
            code.bad(Expected::SiteCode);
            return None;
        }
        Some(text)
    });
    let keywords = table.take("keywords");
    let keywords = keywords.map_or_else(Vec::new, |keywords| keywords.elements());
    let keywords = keywords.iter();
    let keywords = keywords.filter_map(|word| word.text_or(Expected::TextOrList));
    let keywords = keywords.collect();
    let mut text = |name| table.take(name).and_then(|text: Setting| text.text());
    let site = Site {
        name: text("name"),
        domain,
        id_code,
        column_name: text("column-name"),
        column_type: text("column-type"),
        publisher: text("publisher"),
        keywords,
        description: text("description"),
    };
    table.finish();
    site
}

/// Whether a text is a domain such as `www.example.gov.cn`, without scheme or path.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(is_inner) && !label.starts_with('-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// Whether a text is a government web site code: ten digits, or `bm` and eight digits.
fn is_site_code(text: &str) -> bool {
    let digits = text.strip_prefix("bm").unwrap_or(text);
    text.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
