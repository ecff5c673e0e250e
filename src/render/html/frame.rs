//! The frame around the content of every page.

use super::markup::Markup;

/// The style sheet of every page, for screen and print.
const STYLE: &str = include_str!("style.css");

/// The parts of a page other than its content.
pub(super) struct Frame<'p> {
    /// The language of the page, for the `lang` attribute.
    pub(super) language: &'static str,
    /// The title of the window.
    pub(super) title: &'p str,
    /// Further elements of the head.
    pub(super) meta: Markup,
    /// The text of the link that skips the table of contents.
    pub(super) skip: &'static str,
}

impl Frame<'_> {
    /// The page with `main` as its content.
    pub(super) fn page(self, main: Markup) -> String {
        let viewport = "width=device-width, initial-scale=1";
        let metas: [&[(&str, &str)]; 2] = [
            &[("charset", "UTF-8")],
            &[("name", "viewport"), ("content", viewport)],
        ];
        let mut head = Markup::default();
        for attributes in metas {
            head.push(Markup::void("meta", attributes));
            head.end_line();
        }
        head.push(Markup::block("title", &[], self.title));
        head.push(self.meta);
        head.push(Markup::outer("style", &[], Markup::trusted(STYLE)));

        let skip = [("class", "skip"), ("href", "#content")];
        let mut body = Markup::block("a", &skip, self.skip);
        body.push(Markup::outer(
            "main",
            &[("id", "content"), ("tabindex", "-1")],
            main,
        ));

        let mut html = Markup::outer("head", &[], head);
        html.push(Markup::outer("body", &[], body));
        let mut page = Markup::trusted("<!DOCTYPE html>\n");
        page.push(Markup::outer("html", &[("lang", self.language)], html));
        page.into_string()
    }
}
