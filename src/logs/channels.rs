//! The channels that one cell of the published log names.

use std::collections::HashSet;

/// So many channels are compared with each other.
const FEW_CHANNELS: usize = 8;

/// Characters that always separate channels.
const BETWEEN_CHANNELS: [char; 10] = ['；', ';', '、', '，', ',', '/', '／', '+', '＋', '\n'];

/// Characters that either separate channels or are part of the name of one: 和平区政府网站.
const PERHAPS_BETWEEN_CHANNELS: [char; 5] = ['和', '及', '与', ' ', '\u{3000}'];

/// Endings of channel names.
const CHANNEL_ENDINGS: [&str; 20] = [
    "网站",
    "官网",
    "门户",
    "网",
    "微信",
    "公众号",
    "微博",
    "公报",
    "公示栏",
    "公告栏",
    "公开栏",
    "宣传栏",
    "栏",
    "屏",
    "电视",
    "广播",
    "报",
    "报纸",
    "客户端",
    "平台",
];

/// Splits a part of a cell into channels if every piece ends like the name of a channel.
fn channels_of_part(part: &str) -> impl Iterator<Item = &str> {
    let names = move || {
        let names = part.split(PERHAPS_BETWEEN_CHANNELS).map(str::trim);
        names.filter(|name| !name.is_empty())
    };
    let is_channel = |name: &str| {
        let is_long = name.chars().nth(1).is_some();
        is_long && CHANNEL_ENDINGS.iter().any(|end| name.ends_with(end))
    };
    let is_between = |c: char| PERHAPS_BETWEEN_CHANNELS.contains(&c);
    let is_inside = part.trim_start_matches(is_between) == part && part.contains(is_between);
    let is_several = is_inside && names().all(is_channel);
    let whole = (!is_several).then_some(part).into_iter();
    whole.chain(names().filter(move |_| is_several))
}

/// Splits a cell into channels, with repetitions. A web address is one channel.
fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let is_address = cell.contains("://");
    let is_between = move |c: char| {
        BETWEEN_CHANNELS.contains(&c) && !(is_address && matches!(c, '/' | ',' | ';' | '+'))
    };
    cell.split(is_between)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .flat_map(channels_of_part)
}

/// Splits a cell into channels, without repetitions, in the order of the cell.
pub fn channels_of(cell: &str) -> impl Iterator<Item = &str> {
    let mut earlier = HashSet::new();
    parts(cell).enumerate().filter_map(move |(index, part)| {
        // A cell names a few, which are compared without a set of their own.
        if index < FEW_CHANNELS {
            let is_new = !parts(cell).take(index).any(|earlier| earlier == part);
            return is_new.then_some(part);
        }
        if earlier.is_empty() {
            earlier.extend(parts(cell).take(FEW_CHANNELS));
        }
        earlier.insert(part).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_in_a_cell() {
        for (cell, expected) in [
            ("区政府网站/公示栏", "区政府网站|公示栏"),
            ("区政府网站，微信公众号", "区政府网站|微信公众号"),
            ("区政府网站 微信公众号", "区政府网站|微信公众号"),
            ("区政府网站+微博", "区政府网站|微博"),
            ("区政府网站和微信公众号", "区政府网站|微信公众号"),
            (
                "政府公报及门户网站、微博、门户网站",
                "政府公报|门户网站|微博",
            ),
            ("和平区政府网站", "和平区政府网站"),
            ("人力资源和社会保障局网站", "人力资源和社会保障局网站"),
            ("Sina Weibo", "Sina Weibo"),
            (
                "https://www.example.gov.cn/a,b",
                "https://www.example.gov.cn/a,b",
            ),
            ("", ""),
        ] {
            let channels: Vec<&str> = channels_of(cell).collect();
            assert_eq!(channels.join("|"), expected, "{cell}");
        }
    }
}
