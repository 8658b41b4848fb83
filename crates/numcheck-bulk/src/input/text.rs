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
    delimiter: u8,
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
        Self { delimiter, quoting: reader(true), plain: reader(false) }
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
        let Some(mut readers) = self.readers.take() else { return self.next_whole(record) };
        self.raw.clear();
        let mut raw = std::mem::take(&mut self.raw);
        let done = match self.next_line(&mut raw) {
            Ok(true) => {
                record.begin(self.line);
                // Quotes are rare: without them, nothing but the delimiter means anything.
                if record.split_plain(&raw, readers.delimiter) {
                    Ok(true)
                } else {
                    self.split(&mut raw, &mut readers, record).map(|()| true)
                }
            }
            other => other,
        };
        self.raw = raw;
        self.readers = Some(readers);
        done
    }

    /// The next record of a list of one number a line.
    fn next_whole(&mut self, record: &mut Record) -> io::Result<bool> {
        record.begin(self.line + 1);
        let more = self.next_line(record.text())?;
        record.end_column();
        Ok(more)
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

    /// Splits a line, and reads on where a quoted field goes on. The reader itself says whether one does: quotes may be
    /// inches too, and their count tells nothing. If it never closes, the lines read ahead are given back, and quotes are
    /// taken as they stand.
    fn split(&mut self, raw: &mut String, readers: &mut Readers, record: &mut Record) -> io::Result<()> {
        if raw.is_empty() {
            record.set("", &[]);
            return Ok(());
        }
        raw.push('\n');
        let first = raw.len();
        let mut ahead = Vec::new();
        let mut split = Split::default();
        readers.quoting.reset();
        while !self.feed(&mut readers.quoting, raw, &mut split) {
            let mut line = String::new();
            let goes_on = ahead.len() < MOST_QUOTED_LINES && raw.len() < LONGEST;
            if goes_on && self.next_line(&mut line)? {
                raw.push_str(&line);
                raw.push('\n');
                ahead.push(line);
                continue;
            }
            raw.truncate(first);
            self.line -= ahead.len() as u64;
            for line in ahead.drain(..).rev() {
                self.ahead.push_front(line);
            }
            split = Split::default();
            readers.plain.reset();
            self.feed(&mut readers.plain, raw, &mut split);
            break;
        }
        // Quotes and separators are ASCII, so what lies between them is whole characters.
        record.set(&String::from_utf8_lossy(&self.out[..split.written]), &self.ends[..split.fields]);
        // In a list whose lines end with a carriage return, a line feed ends a record too: what follows it is the next.
        for line in raw[split.read..].split_terminator('\n').rev() {
            self.ahead.push_front(line.to_owned());
        }
        Ok(())
    }

    /// Gives a reader what it has not read of a record; `false` if a quoted field is still open at its end.
    fn feed(&mut self, reader: &mut Reader, raw: &str, split: &mut Split) -> bool {
        let room = split.written + raw.len() - split.read + 8;
        if self.out.len() < room {
            self.out.resize(room, 0);
        }
        loop {
            let (result, read, written, fields) = reader.read_record(
                &raw.as_bytes()[split.read..],
                &mut self.out[split.written..],
                &mut self.ends[split.fields..],
            );
            split.read += read;
            split.written += written;
            split.fields += fields;
            match result {
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::InputEmpty if split.read < raw.len() => {}
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
    }
}

/// How far a record is split.
#[derive(Default)]
struct Split {
    read: usize,
    written: usize,
    fields: usize,
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

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

    proptest! {
        /// A line without quotes is split by itself; the reader, which knows quotes too, splits it alike.
        #[test]
        fn a_line_is_split_as_the_reader_splits_it(line in r#"\u{feff}?[a1 号,;\t"\n\r\u{feff}]{0,12}"#, delimiter in prop::sample::select(vec![b',', b';', b'\t'])) {
            let mut plain = Record::default();
            let is_plain = plain.split_plain(&line, delimiter);
            prop_assert_eq!(is_plain, !line.contains(['"', '\n']) && !line.starts_with('\u{feff}'));
            if is_plain {
                let mut records = TextRecords::new(Box::new(io::empty()), Encoding::Utf8, Format { delimiter: None, bare_cr: false });
                let mut read = Record::default();
                records.split(&mut line.clone(), &mut Readers::new(delimiter), &mut read).expect("memory can be read");
                prop_assert_eq!(plain.fields().collect::<Vec<_>>(), read.fields().collect::<Vec<_>>());
            }
        }
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
    fn a_line_feed_inside_a_line_that_ends_with_a_carriage_return_costs_no_number() {
        let text = "a,13800000001\n13800000002,b\rc,13800000003\r";
        let format = Format { delimiter: Some(','), bare_cr: true };
        let mut records = TextRecords::new(Box::new(text.as_bytes()), Encoding::Utf8, format);
        let (mut record, mut all) = (Record::default(), Vec::new());
        while records.next(&mut record).expect("memory can be read") {
            all.push(record.fields().map(str::to_owned).collect::<Vec<_>>());
        }
        assert_eq!(all, [["a", "13800000001"], ["13800000002", "b"], ["c", "13800000003"]]);
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

    /// Two quotes, one of them inches: the field that the other opens never closes, and was once lost without a word.
    #[test]
    fn an_open_field_after_a_quote_in_a_bare_one_costs_no_number() {
        let read = records("5\" pipe,\"open,13800000001\n\nab,13800000002");
        assert_eq!(read[0].1, ["5\" pipe", "\"open", "13800000001"]);
        assert_eq!(read[1].1, [""]);
        assert_eq!(read[2].1, ["ab", "13800000002"]);
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
