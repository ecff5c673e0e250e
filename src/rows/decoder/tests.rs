use std::io::Cursor;

use super::*;

fn decoder(bytes: &[u8], given: Option<Encoding>) -> Decoder {
    let mut rest: Box<dyn Read + Send> = Box::new(Cursor::new(bytes.to_vec()));
    let block = first_block(&mut rest).unwrap();
    Decoder::new(block, rest, given)
}

/// Decodes a file in reads of `buffer` bytes.
fn read_by(mut decoder: Decoder, buffer: usize) -> (Vec<u8>, Decoder) {
    let mut text = Vec::new();
    let mut buffer = vec![0; buffer];
    loop {
        match decoder.read(&mut buffer).unwrap() {
            0 => return (text, decoder),
            count => text.extend_from_slice(&buffer[..count]),
        }
    }
}

fn read(decoder: Decoder) -> Vec<u8> {
    read_by(decoder, 4096).0
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

#[test]
fn encodings_are_found() {
    let text = "标题,公开日期\n关于清明节放假的通知,2017-03-28\n";
    let marked = format!("\u{feff}{text}");
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked.clone().into_bytes(), Encoding::Utf8),
        (gb18030(text), Encoding::Gb18030),
        (utf16(&marked, u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(&marked, u16::to_be_bytes), Encoding::Utf16Be),
        (utf16(text, u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(text, u16::to_be_bytes), Encoding::Utf16Be),
    ] {
        let decoder = decoder(&bytes, None);
        assert_eq!(decoder.encoding(), encoding);
        assert_eq!(read(decoder), text.as_bytes());
    }
}

#[test]
fn long_rows_of_utf16_need_no_mark() {
    let row = "关于开展一次公开一件一批一类安全检查的通知".repeat(4000);
    let text = format!("标题,公开日期\n{row},2017-03-28\n");
    let found = |bytes: &[u8]| decoder(bytes, None).encoding();
    assert_eq!(found(&utf16(&text, u16::to_le_bytes)), Encoding::Utf16Le);
    assert_eq!(found(&utf16(&text, u16::to_be_bytes)), Encoding::Utf16Be);
    let damaged = text.replace("通知", "通\u{0}知");
    assert_eq!(found(damaged.as_bytes()), Encoding::Utf8);
    assert_eq!(found(&gb18030(&damaged)), Encoding::Gb18030);
}

#[test]
fn zero_bytes_are_damage() {
    let text = "标题,公开日期\n关于清明节\0放假的通知,2017-03-28\n";
    let found = |bytes: &[u8]| decoder(bytes, None).encoding();
    assert_eq!(found(text.as_bytes()), Encoding::Utf8);
    assert_eq!(found(&gb18030(text)), Encoding::Gb18030);
    let many = text.replace('的', "\0".repeat(9).as_str());
    assert_eq!(found(many.as_bytes()), Encoding::Utf8);
    let ascii = utf16("title,published_on\na,2017-03-28\n", u16::to_le_bytes);
    assert_eq!(found(&ascii), Encoding::Utf16Le);
}

#[test]
fn long_texts() {
    let text = "𠮷关于清明节放假的通知，2017-03-28\n".repeat(20_000);
    let utf16 = utf16(&format!("\u{feff}{text}"), u16::to_le_bytes);
    for bytes in [text.clone().into_bytes(), gb18030(&text), utf16] {
        for buffer in [MIN_BUFFER, 1000, 1 << 20] {
            assert!(read_by(decoder(&bytes, None), buffer).0 == text.as_bytes());
        }
    }
}

#[test]
fn damaged_utf8_stays_utf8() {
    let text = "标题,公开日期\n关于清明节放假的通知,2017-03-28\n";
    let mut bytes = text.as_bytes().to_vec();
    bytes[1] = b'?';
    assert_eq!(decoder(&bytes, None).encoding(), Encoding::Utf8);
}

#[test]
fn damage_ends_the_text() {
    for long in [1, 10_000] {
        let text = "标题,公开日期\n通知".repeat(long);
        let damaged = [&gb18030(&text), &b"\xFF\x20more"[..]].concat();
        let zero = [&gb18030(&text), &b"\0more"[..]].concat();
        let of_utf16 = |order| [&utf16(&text, order), &b"\0\0m\0"[..]].concat();
        for (bytes, encoding) in [
            (damaged, Encoding::Gb18030),
            (zero, Encoding::Gb18030),
            (of_utf16(u16::to_le_bytes), Encoding::Utf16Le),
            (of_utf16(u16::to_be_bytes), Encoding::Utf16Be),
        ] {
            let offset = match encoding {
                Encoding::Gb18030 => gb18030(&text).len(),
                _ => utf16(&text, u16::to_le_bytes).len(),
            };
            for buffer in [MIN_BUFFER, 4096] {
                let (read, decoder) = read_by(decoder(&bytes, Some(encoding)), buffer);
                assert_eq!(read, [text.as_bytes(), &[DAMAGE]].concat());
                assert_eq!(decoder.offset_of_damage(0), offset as u64);
            }
        }
    }
}

#[test]
fn given_encodings_go_first() {
    let text = read(decoder(&gb18030("标"), Some(Encoding::Gb18030)));
    assert_eq!(text, "标".as_bytes());
    let decoder = decoder("标".as_bytes(), Some(Encoding::Utf16Le));
    assert_eq!(decoder.encoding(), Encoding::Utf16Le);
}

#[test]
fn ascii_may_turn_out_to_be_something_else() {
    let decoder = decoder(b"title,published_on\nnotice,2017-03-28\n", None);
    assert_eq!(decoder.encoding(), Encoding::Utf8);
    let chinese = "关于清明节放假的通知";
    let other = decoder.mistaken_for(&gb18030(chinese));
    assert_eq!(other, Some(Encoding::Gb18030));
    let damaged = "关于清明节\u{0}放假的通知".as_bytes();
    assert_eq!(decoder.mistaken_for(damaged), None);
}
