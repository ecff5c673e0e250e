//! The web site on which reports are published.
//!
//! A leaf: `project` reads it from `[site]`, `render` writes it into the head of a page.

/// Data about a government web site that goes into the head of each page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Name of the site.
    pub name: Option<String>,
    /// Domain of the site, without a scheme.
    pub domain: Option<String>,
    /// Ten-character code of the site (政府网站标识码).
    pub id_code: Option<String>,
    /// Name of the column in which the report is published.
    pub column_name: Option<String>,
    /// Type of that column.
    pub column_type: Option<String>,
    /// Publisher, if it is not the office under its full name.
    pub publisher: Option<String>,
    /// Keywords of the report.
    pub keywords: Vec<String>,
    /// Description of the report in one sentence.
    pub description: Option<String>,
}

impl Site {
    /// Whether any field is set.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        *self != Self::default()
    }
}
