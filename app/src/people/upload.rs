//! What a chosen file says, whichever program wrote it.

/// Most bytes of a file. As much as the server takes at once, with what the way there adds.
pub(super) const LARGEST: f64 = 2_000_000.0;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsuitable {
    TooLarge,
    Spreadsheet,
    Unreadable,
}

impl Unsuitable {
    /// The sentence above the form.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::TooLarge => "This file is larger than 2 MB. Split it, or leave out the columns that are not needed.",
            Self::Spreadsheet => {
                "This is a spreadsheet, not a CSV file. Save it as CSV, or copy its rows and paste them here."
            }
            Self::Unreadable => "This file cannot be read. Choose it again.",
        }
    }
}

/// The text of a file. Without a mark at its start it is UTF-8, or, where that makes no sense, Windows-1252: what
/// spreadsheets on Windows call CSV.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Unsuitable> {
    match bytes {
        // A zip (xlsx, ods), and the older xls.
        [b'P', b'K', 3 | 5, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Unsuitable::Spreadsheet),
        [0xef, 0xbb, 0xbf, rest @ ..] => Ok(utf8_or_windows(rest)),
        [0xff, 0xfe, rest @ ..] => Ok(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Ok(utf16(rest, u16::from_be_bytes)),
        all => Ok(utf8_or_windows(all)),
    }
}

fn utf8_or_windows(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(windows_1252).collect(), ToOwned::to_owned)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    String::from_utf16_lossy(&units)
}

/// As the Encoding Standard has it; the five bytes that stand for nothing are control characters, which no name takes.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whichever_program_wrote_it() {
        let text = "Zoë O’Brien,zoe@a.test";
        let windows = b"Zo\xeb O\x92Brien,zoe@a.test".to_vec();
        let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let little = [b"\xff\xfe".to_vec(), units(u16::to_le_bytes)].concat();
        let big = [b"\xfe\xff".to_vec(), units(u16::to_be_bytes)].concat();
        for bytes in [text.as_bytes().to_vec(), windows, with_mark, little, big] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{bytes:x?}");
        }
    }

    #[test]
    fn a_spreadsheet_is_no_csv_file() {
        for bytes in [&b"PK\x03\x04\x14\0"[..], b"\xd0\xcf\x11\xe0\xa1\xb1"] {
            assert_eq!(decode(bytes), Err(Unsuitable::Spreadsheet));
        }
        assert!(decode(b"PK Smith,pk@a.test").is_ok());
    }
}
