use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder};
use memchr::memchr;

use super::{Encoding, refuse_hole};

const CHUNK: usize = 64 << 10;
/// A line longer than this is cut: no number is that long, and memory must not grow with a line of 4 GB.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a stream in some encoding, as UTF-8, each cut at [`LONGEST`].
pub(super) struct Lines {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    end: u8,
    bytes: Vec<u8>,
    text: String,
    /// Where in `text` the next line begins.
    at: usize,
    /// How many bytes were read.
    read: u64,
    done: bool,
}

impl Lines {
    pub(super) fn new(inner: Box<dyn Read + Send>, encoding: Encoding, end: u8) -> Self {
        let (bytes, text) = (vec![0; CHUNK], String::with_capacity(4 * CHUNK));
        Self { inner, decoder: encoding.decoder(), end, bytes, text, at: 0, read: 0, done: false }
    }

    /// Appends the next line to `line`, without its end. `false` at the end of the stream.
    pub(super) fn next(&mut self, line: &mut String) -> io::Result<bool> {
        let start = line.len();
        let mut any = false;
        loop {
            let rest = &self.text[self.at..];
            let found = memchr(self.end, rest.as_bytes());
            let part = &rest[..found.unwrap_or(rest.len())];
            any |= found.is_some() || !part.is_empty();
            push_capped(line, part, start + LONGEST);
            self.at += part.len() + usize::from(found.is_some());
            if found.is_some() || (self.done && self.at >= self.text.len()) {
                if line.ends_with('\r') {
                    line.pop();
                }
                return Ok(any);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        let read = loop {
            match self.inner.read(&mut self.bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        refuse_hole(&self.bytes[..read], self.read)?;
        self.read += read as u64;
        self.done = read == 0;
        let mut from = 0;
        loop {
            let (result, taken, _) = self.decoder.decode_to_string(&self.bytes[from..read], &mut self.text, self.done);
            from += taken;
            match result {
                CoderResult::InputEmpty => return Ok(()),
                CoderResult::OutputFull => self.text.reserve(CHUNK),
            }
        }
    }
}

fn push_capped(line: &mut String, part: &str, longest: usize) {
    let room = longest.saturating_sub(line.len());
    if part.len() <= room {
        line.push_str(part);
        return;
    }
    let mut cut = room;
    while !part.is_char_boundary(cut) {
        cut -= 1;
    }
    line.push_str(&part[..cut]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], encoding: Encoding) -> Vec<String> {
        let mut lines = Lines::new(Box::new(io::Cursor::new(bytes.to_vec())), encoding, b'\n');
        let mut all = Vec::new();
        loop {
            let mut line = String::new();
            if !lines.next(&mut line).expect("memory can be read") {
                return all;
            }
            all.push(line);
        }
    }

    #[test]
    fn reads_lines_of_any_encoding_and_ending() {
        assert_eq!(lines(b"a\r\nb\n\nc", Encoding::Utf8), ["a", "b", "", "c"]);
        assert_eq!(lines(b"\xef\xbb\xbfa\n", Encoding::Utf8), ["a"]);
        assert_eq!(lines(b"", Encoding::Utf8), [""; 0]);
        let (gbk, _, _) = encoding_rs::GB18030.encode("手机号\n１３８");
        assert_eq!(lines(&gbk, Encoding::Gb18030), ["手机号", "１３８"]);
        let utf16: Vec<u8> = "\u{feff}号\r\n1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&utf16, Encoding::Utf16Le), ["号", "1"]);
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_whole() {
        let mut long = vec![b'7'; 3 * LONGEST];
        long.extend_from_slice(b"\n13800000001\n");
        let lines = lines(&long, Encoding::Utf8);
        assert_eq!((lines[0].len(), lines[1].as_str(), lines.len()), (LONGEST, "13800000001", 2));
    }
}
