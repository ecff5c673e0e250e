//! Markup that is well formed by construction: text enters it escaped, and in no other way.

use super::super::lines::printable;

/// A piece of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

/// The names of attributes with their values, which are escaped.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

impl Markup {
    /// Text on one line; what a browser would obey or hide is shown as a picture.
    pub(super) fn text(text: &str) -> Self {
        Self::exact(&printable(text))
    }

    /// Text whose control characters were made visible before; its blanks and line ends are kept.
    pub(super) fn exact(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '&' => escaped += "&amp;",
                '<' => escaped += "&lt;",
                '>' => escaped += "&gt;",
                '"' => escaped += "&quot;",
                '\'' => escaped += "&#39;",
                other => escaped.push(other),
            }
        }
        Self(escaped)
    }

    /// Markup of our own: a style sheet, a document type.
    pub(super) fn trusted(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }

    /// An element with its content.
    pub(super) fn element(name: &str, attributes: &Attributes, content: impl Into<Self>) -> Self {
        let mut markup = Self::tag(name, attributes);
        markup.push(content.into());
        markup.0.extend(["</", name, ">"]);
        markup
    }

    /// An element with its content, a block by itself: a line ends behind it.
    pub(super) fn block(name: &str, attributes: &Attributes, content: impl Into<Self>) -> Self {
        let mut block = Self::element(name, attributes, content);
        block.0.push('\n');
        block
    }

    /// A block whose content begins on a line of its own.
    pub(super) fn outer(name: &str, attributes: &Attributes, content: Self) -> Self {
        let mut lines = Self("\n".to_owned());
        lines.push(content);
        Self::block(name, attributes, lines)
    }

    /// An element that has no content and no end: `br`, `meta`.
    pub(super) fn void(name: &str, attributes: &Attributes) -> Self {
        Self::tag(name, attributes)
    }

    fn tag(name: &str, attributes: &Attributes) -> Self {
        let mut markup = Self(format!("<{name}"));
        for (name, value) in attributes {
            markup.0.extend([" ", *name, "=\""]);
            markup.push(Self::text(value));
            markup.0.push('"');
        }
        markup.0.push('>');
        markup
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "markup is written once, where it belongs"
    )]
    pub(super) fn push(&mut self, other: Self) {
        self.0 += &other.0;
    }

    /// Ends the line.
    pub(super) fn end_line(&mut self) {
        self.0.push('\n');
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl Extend<Markup> for Markup {
    fn extend<I: IntoIterator<Item = Markup>>(&mut self, pieces: I) {
        pieces.into_iter().for_each(|piece| self.push(piece));
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<I: IntoIterator<Item = Markup>>(pieces: I) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// The address of a link that may be followed: of the web, or of a mailbox. `None` for any other,
/// such as a script.
pub(super) fn link_target(address: &str) -> Option<&str> {
    const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let is_known = SCHEMES
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let is_whole = !rest.is_empty() && !address.contains(char::is_control);
    (is_known && is_whole).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let text = Markup::element(
            "p",
            &[("title", "\"><x y='")],
            "<b>&amp;\u{1b}\u{202e}\u{ffff}",
        );
        assert_eq!(
            text.into_string(),
            "<p title=\"&quot;&gt;&lt;x y=&#39;\">&lt;b&gt;&amp;amp;␛\u{fffd}\u{fffd}</p>"
        );
    }

    #[test]
    fn only_web_and_mail_are_linked() {
        for address in ["https://a.cn/?x=1&y=2", "HTTP://a.cn", "mailto:a@b.cn"] {
            assert_eq!(link_target(address), Some(address));
        }
        for address in [
            "javascript:alert(1)",
            " jAvAsCrIpT:alert(1)",
            "java\nscript:x",
            "https://a.cn/\u{0}",
            "data:text/html,x",
            "vbscript:x",
            "//a.cn",
            "/a",
            "http:",
            "",
        ] {
            assert_eq!(link_target(address), None, "{address}");
        }
    }
}
