use fearless_simd::Level;
use proptest::prelude::*;

use super::{Dialect, Index, ScanState, open_quote, scalar};

/// SIMD levels that this machine supports.
pub(in super::super) fn levels() -> Vec<Level> {
    #[cfg(target_arch = "x86_64")]
    {
        let level = Level::new();
        let avx512 = level.as_avx512().map(Level::Avx512);
        let avx2 = level.as_avx2().map(Level::Avx2);
        let sse4_2 = level.as_sse4_2().map(Level::Sse4_2);
        let sse2 = level.as_sse2().map(Level::Sse2);
        [avx512, avx2, sse4_2, sse2].into_iter().flatten().collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    vec![Level::new()]
}

fn specified(block: &[u8], dialect: Dialect) -> Index {
    let mut index = Index::default();
    index.clear();
    scalar::scan(block, 0..block.len(), dialect, &mut index);
    index
}

/// Checks that all SIMD levels give the same result as the scalar scanner.
#[track_caller]
fn check(block: &[u8], dialect: Dialect) {
    let expected = specified(block, dialect);
    for level in levels() {
        let mut index = Index::default();
        index.scan(block, dialect, level);
        assert_eq!(
            index,
            expected,
            "{level:?} {:?}",
            block.utf8_chunks().next()
        );
    }
}

const COMMA: Dialect = Dialect {
    delimiter: b',',
    line_break: b'\n',
};

#[test]
fn states_and_positions() {
    let index = specified(b"a,\"b\"\"\nc\",\"d\"e\r\n\"", COMMA);
    assert_eq!(index.starts.as_slice(), [0, 2, 10, 15, 16]);
    assert_eq!(index.inner_breaks, [6]);
    assert_eq!(index.escapes, [5, 13]);
    assert_eq!((index.state, index.has_zero), (ScanState::Quoted, false));
    assert_eq!(open_quote(b"a,\"b\"\",c", COMMA), Some(2));
    assert_eq!(open_quote(b"a\"b,c\"", COMMA), None);
}

/// Every short sequence of special bytes at every position of a block of 64 bytes.
#[test]
fn every_place_of_a_block() {
    let parts = [
        ",", "\n", "\r", "\r\n", "\"", "\"\"", "\0", "字", ",\"", "\",", "\",\"", "\"\r\n\"",
    ];
    for before in ["", "x", "\"", "x,\"x"] {
        for first in parts {
            for second in parts {
                for place in 50..70 {
                    let text = [before, &"x".repeat(place), first, second].concat();
                    let more = "x".repeat(70);
                    check(text.as_bytes(), COMMA);
                    check((text + &more + "\",\"" + &more).as_bytes(), COMMA);
                }
            }
        }
    }
}

#[test]
fn separators_only() {
    for text in [",", ",\n", "\"\",", "\"", "\"\"\"\",", "\r\n", "\r"] {
        check(text.repeat(3000).as_bytes(), COMMA);
    }
}

/// Texts of random parts; `usual` is the weight of common parts relative to rare ones.
fn text(usual: u32) -> impl Strategy<Value = String> {
    let cells = ["a", "字", "关于清明节放假的通知", "2017-03-28", "x y; z"];
    let quoted = ["\"关于放假\"", "\"a,b\"", "\"a\nb\"", "\"\"", "\"a\"\"b\""];
    let separators = [",", ",", ",", "\n", "\r\n"];
    let rare = ["\"", "\"\"", "\r", ",\"", "\"\n", "\0", ";", "\t"];
    let part = prop_oneof![
        usual => prop::sample::select(Vec::from(cells)),
        usual => prop::sample::select(Vec::from(separators)),
        usual / 2 => prop::sample::select(Vec::from(quoted)),
        1 => prop::sample::select(Vec::from(rare)),
    ];
    prop::collection::vec(part, 0..200).prop_map(|parts| parts.concat())
}

fn dialect() -> impl Strategy<Value = Dialect> {
    let delimiter = prop::sample::select(vec![b',', b';', b'\t']);
    let line_break = prop::sample::select(vec![b'\n', b'\r']);
    (delimiter, line_break).prop_map(|(delimiter, line_break)| Dialect {
        delimiter,
        line_break,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn all_levels_agree_with_the_scalar_scanner(
        text in prop_oneof![text(2), text(20), text(200)],
        dialect in dialect(),
    ) {
        check(text.as_bytes(), dialect);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\",\n\r\0".to_vec())], 0..300)) {
        check(&bytes, COMMA);
    }
}
