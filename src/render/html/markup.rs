//! Markup that is well-formed by construction: all text is escaped.

use super::super::lines::printable;

/// A piece of HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Markup(String);

/// Names of attributes with their unescaped values.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

impl Markup {
    /// Escapes text on one line; control and invisible characters are replaced by visible ones.
    pub(super) fn text(text: &str) -> Self {
        Self::exact(&printable(text))
    }

    /// Escapes text whose control characters were replaced before; spaces and line ends are kept.
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

    /// Fixed markup of this program: a style sheet, a document type.
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

    /// An element on a line of its own, followed by a line end.
    pub(super) fn block(name: &str, attributes: &Attributes, content: impl Into<Self>) -> Self {
        let mut block = Self::element(name, attributes, content);
        block.0.push('\n');
        block
    }

    /// A block whose content starts on the next line.
    pub(super) fn outer(name: &str, attributes: &Attributes, content: Self) -> Self {
        let mut lines = Self("\n".to_owned());
        lines.push(content);
        Self::block(name, attributes, lines)
    }

    /// An element without content and end tag: `br`, `meta`.
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

    /// Adds a line end.
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

/// The address of a link if it is allowed: a web or mail address. `None` for others, such as a script.
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
