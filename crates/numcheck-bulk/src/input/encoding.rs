use std::borrow::Cow;

use encoding_rs::{Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of a list's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// GB18030, and with it GBK and GB2312: what Excel in China writes.
    Gb18030,
    /// UTF-16, big end first.
    Utf16Be,
    /// UTF-16, little end first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-8, with or without a byte order mark.
    Utf8,
}

impl Encoding {
    /// Finds the encoding of a list from its head: a byte order mark, then strict UTF-8, then GB18030.
    pub(super) fn of(head: &[u8]) -> Self {
        match head {
            [0xef, 0xbb, 0xbf, ..] => return Self::Utf8,
            [0xff, 0xfe, ..] => return Self::Utf16Le,
            [0xfe, 0xff, ..] => return Self::Utf16Be,
            _ => {}
        }
        // UTF-16 without a mark: every other byte of ASCII digits is zero.
        let zeros = |odd: usize| head.iter().skip(odd).step_by(2).take(1000).filter(|&&byte| byte == 0).count();
        let half = head.len().min(2000) / 2;
        // Zeros alone are no text of any encoding.
        let (even, odd) = (zeros(0), zeros(1));
        if half >= 8 && odd * 10 > half * 8 && even * 10 < half * 8 {
            return Self::Utf16Le;
        }
        if half >= 8 && even * 10 > half * 8 && odd * 10 < half * 8 {
            return Self::Utf16Be;
        }
        match std::str::from_utf8(head) {
            Ok(_) => Self::Utf8,
            // The head may end inside a character.
            Err(error) if error.error_len().is_none() => Self::Utf8,
            // A line or two that were pasted in from elsewhere do not make the others another encoding.
            Err(_) if is_mostly_utf8(head) => Self::Utf8,
            Err(_) => Self::Gb18030,
        }
    }

    /// The name of an encoding as people write it.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "gb18030" | "gbk" | "gb2312" | "cp936" => Some(Self::Gb18030),
            "utf16" | "utf16le" => Some(Self::Utf16Le),
            "utf16be" => Some(Self::Utf16Be),
            "utf8" => Some(Self::Utf8),
            _ => None,
        }
    }

    /// Its name: `GB18030`, `UTF-16BE`, `UTF-16LE` or `UTF-8`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gb18030 => "GB18030",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf8 => "UTF-8",
        }
    }

    /// The text in this encoding, without a byte order mark.
    pub fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Utf16Be => Cow::Owned(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Utf16Le => Cow::Owned(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            // encoding_rs writes every character as GB18030.
            Self::Gb18030 | Self::Utf8 => self.rules().encode(text).0,
        }
    }

    pub(super) fn decoder(self) -> Decoder {
        self.rules().new_decoder_with_bom_removal()
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        self.rules().decode_with_bom_removal(bytes).0
    }

    fn rules(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Gb18030 => GB18030,
            Self::Utf16Be => UTF_16BE,
            Self::Utf16Le => UTF_16LE,
            Self::Utf8 => UTF_8,
        }
    }
}

/// Whether more of the lines that are not plain ASCII are UTF-8 than are not.
fn is_mostly_utf8(head: &[u8]) -> bool {
    let lines = head.split(|&byte| byte == b'\n').filter(|line| !line.is_ascii());
    let (valid, invalid): (Vec<&[u8]>, Vec<&[u8]>) = lines.partition(|line| std::str::from_utf8(line).is_ok());
    valid.len() > invalid.len()
}
