//! The web site on which reports are published.
//!
//! A leaf: `project` reads it from `[site]`, `render` writes it into the head of a page.

/// What a government web site wants known of itself in the head of each page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Its name.
    pub name: Option<String>,
    /// Its domain, without a scheme.
    pub domain: Option<String>,
    /// Its ten-character code (政府网站标识码).
    pub id_code: Option<String>,
    /// The column in which the report stands.
    pub column_name: Option<String>,
    /// What kind of column that is.
    pub column_type: Option<String>,
    /// Who publishes, where that is not the office under its full name.
    pub publisher: Option<String>,
    /// Words under which the report is found.
    pub keywords: Vec<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
}

impl Site {
    /// Whether anything is known of the site.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        *self != Self::default()
    }
}
