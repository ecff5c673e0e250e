//! Escapes text for Markdown, so that it is never read as markup.

use super::lines::printable;

/// `text` on one line, with a backslash before each character that Markdown or the extensions of a
/// forge (tables, formulas, issue numbers) could read as markup anywhere in a line.
pub(super) fn escaped(text: &str) -> String {
    let mut output = String::new();
    for character in printable(text).chars() {
        if r"\`*_[]<>&#|~$!".contains(character) {
            output.push('\\');
        }
        output.push(character);
    }
    output
}

/// Escapes the start of a line, so that it does not begin a list: `1.`, `+` and `-` are markup only
/// there.
pub(super) fn at_line_start(line: &str) -> String {
    let line = line.trim();
    let marker = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = marker.len() < line.len() && marker.starts_with(['.', ')']);
    let is_bullet = line.starts_with(['+', '-']);
    if is_number || is_bullet {
        let (digits, rest) = line.split_at(line.len() - marker.len());
        return format!("{digits}\\{rest}");
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_markup_is_escaped() {
        assert_eq!(
            escaped("关于*_<[#`|的通知（2017）"),
            r"关于\*\_\<\[\#\`\|的通知（2017）"
        );
        assert_eq!(at_line_start("1. 公开"), r"1\. 公开");
        assert_eq!(at_line_start("12) 公开"), r"12\) 公开");
        assert_eq!(at_line_start("  + 公开"), r"\+ 公开");
        assert_eq!(at_line_start("0.3条"), r"0\.3条");
        assert_eq!(at_line_start("2017年"), "2017年");
    }
}
