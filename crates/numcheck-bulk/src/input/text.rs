use std::collections::VecDeque;
use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::lines::{LONGEST, Lines};
use super::{Encoding, Format, Record};

/// How many lines a quoted field may go on for. A quote nobody closes would otherwise swallow the list.
const MOST_QUOTED_LINES: usize = 50;

/// The records of a text, one after the other. Memory does not grow with the list, nor with a line.
pub(super) struct TextRecords {
    lines: Lines,
    /// How a line is split, with quotes and without; `None` for one number a line.
    readers: Option<Box<Readers>>,
    line: u64,
    /// Lines read ahead for a quoted field that never closed.
    ahead: VecDeque<String>,
    raw: String,
    out: Vec<u8>,
    ends: Vec<usize>,
}

/// Made once: a reader builds its tables when it is made.
struct Readers {
    quoting: Reader,
    plain: Reader,
}

impl Readers {
    fn new(delimiter: u8) -> Self {
        // A line ends where `Lines` says: a carriage return inside of one would otherwise end the record, and what follows it
        // would be lost.
        let reader = |quoting| {
            let mut builder = ReaderBuilder::new();
            builder.delimiter(delimiter).quoting(quoting).terminator(Terminator::Any(b'\n')).build()
        };
        Self { quoting: reader(true), plain: reader(false) }
    }
}

impl TextRecords {
    pub(super) fn new(inner: Box<dyn Read + Send>, encoding: Encoding, format: Format) -> Self {
        Self {
            lines: Lines::new(inner, encoding, format.line_end()),
            readers: format
                .delimiter
                .and_then(|delimiter| u8::try_from(delimiter).ok())
                .map(|delimiter| Box::new(Readers::new(delimiter))),
            line: 0,
            ahead: VecDeque::new(),
            raw: String::new(),
            out: Vec::new(),
            ends: vec![0; 64],
        }
    }

    pub(super) fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        self.raw.clear();
        let mut raw = std::mem::take(&mut self.raw);
        let more = self.next_line(&mut raw);
        let done = match more {
            Ok(true) => {
                record.line = self.line;
                match self.readers.take() {
                    None => {
                        record.set(&raw, &[raw.len()]);
                        Ok(true)
                    }
                    Some(mut readers) => {
                        let split = self.split(&mut raw, &mut readers, record);
                        self.readers = Some(readers);
                        split.map(|()| true)
                    }
                }
            }
            other => other,
        };
        self.raw = raw;
        done
    }

    fn next_line(&mut self, line: &mut String) -> io::Result<bool> {
        if let Some(ahead) = self.ahead.pop_front() {
            line.push_str(&ahead);
        } else if !self.lines.next(line)? {
            return Ok(false);
        }
        self.line += 1;
        Ok(true)
    }

    fn split(&mut self, raw: &mut String, readers: &mut Readers, record: &mut Record) -> io::Result<()> {
        let begins = self.line;
        let quoting = !has_open_quote(raw) || self.close_quote(raw)?;
        let reader = if quoting { &mut readers.quoting } else { &mut readers.plain };
        reader.reset();
        let read = self.parse(reader, raw, record);
        self.give_back(&raw[read..], self.line - begins);
        Ok(())
    }

    /// Gives back the lines that a record left: a quote inside of a bare field closes nothing, so that the record may end
    /// before the last line that was read on for it.
    fn give_back(&mut self, left: &str, read_on: u64) {
        let lines: Vec<&str> = left.split_terminator('\n').collect();
        self.line -= read_on.min(lines.len() as u64);
        for line in lines.into_iter().rev() {
            self.ahead.push_front(line.to_owned());
        }
    }

    /// Reads on until the quoted field closes. If it does not, the lines read ahead are given back.
    fn close_quote(&mut self, raw: &mut String) -> io::Result<bool> {
        let first = raw.len();
        let mut ahead = Vec::new();
        while ahead.len() < MOST_QUOTED_LINES && raw.len() < LONGEST {
            let mut line = String::new();
            if !self.next_line(&mut line)? {
                break;
            }
            raw.push('\n');
            raw.push_str(&line);
            ahead.push(line);
            if !has_open_quote(raw) {
                return Ok(true);
            }
        }
        raw.truncate(first);
        self.line -= ahead.len() as u64;
        for line in ahead.into_iter().rev() {
            self.ahead.push_front(line);
        }
        Ok(false)
    }

    /// Splits the first record of a text, and gives how much of the text that was.
    fn parse(&mut self, reader: &mut Reader, raw: &mut String, record: &mut Record) -> usize {
        raw.push('\n');
        self.out.resize(raw.len() + 8, 0);
        let mut fields = 0;
        let (mut read, mut written) = (0, 0);
        loop {
            let (result, took, wrote, ended) =
                reader.read_record(&raw.as_bytes()[read..], &mut self.out[written..], &mut self.ends[fields..]);
            read += took;
            written += wrote;
            fields += ended;
            match result {
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::InputEmpty if read < raw.len() => {}
                _ => break,
            }
        }
        // Quotes and separators are ASCII, so what lies between them is whole characters.
        record.set(&String::from_utf8_lossy(&self.out[..written]), &self.ends[..fields]);
        read
    }
}

fn has_open_quote(text: &str) -> bool {
    memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let format = Format { delimiter: Some(','), bare_cr: false };
        let mut records =
            TextRecords::new(Box::new(io::Cursor::new(text.to_owned().into_bytes())), Encoding::Utf8, format);
        let mut record = Record::default();
        let mut all = Vec::new();
        while records.next(&mut record).expect("memory can be read") {
            all.push((record.line, record.fields().map(str::to_owned).collect()));
        }
        all
    }

    #[test]
    fn splits_columns_and_counts_lines() {
        let read = records("a,\"b, \"\"c\"\"\nd\",e\n\n1,2\n");
        assert_eq!(read[0], (1, vec!["a".to_owned(), "b, \"c\"\nd".to_owned(), "e".to_owned()]));
        assert_eq!(read[1].0, 3);
        assert_eq!(read[2], (4, vec!["1".to_owned(), "2".to_owned()]));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn a_carriage_return_inside_a_line_costs_no_number() {
        let read = records("a,13800000001\r13800000002,b\n\"c\rd\",13800000003\r\n");
        assert_eq!(read[0].1, ["a", "13800000001\r13800000002", "b"]);
        assert_eq!(read[1].1, ["c\rd", "13800000003"]);
    }

    #[test]
    fn a_record_that_ends_before_the_lines_read_for_it_costs_none_of_them() {
        let read = records("138,\"\n139\n\"#\"\n150,\",151\n152,x\n");
        assert_eq!(read[0], (1, vec!["138".to_owned(), "\n139\n#\"".to_owned()]));
        assert_eq!(read[1], (4, vec!["150".to_owned(), "\"".to_owned(), "151".to_owned()]));
        assert_eq!(read[2], (5, vec!["152".to_owned(), "x".to_owned()]));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn a_quote_nobody_closes_costs_one_line_and_not_the_list() {
        let mut text = "name,phone\n\"open,13800000001\n".to_owned();
        for line in 0..1000 {
            writeln!(text, "x,1380000{line:04}").expect("memory can be written");
        }
        let read = records(&text);
        assert_eq!(read.len(), 1002);
        assert_eq!(read[1], (2, vec!["\"open".to_owned(), "13800000001".to_owned()]));
        assert_eq!(read[1001], (1002, vec!["x".to_owned(), "13800000999".to_owned()]));
    }
}
