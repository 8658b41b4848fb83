//! A list as people have it: text, CSV or a spreadsheet, from a file or kept in the ledger, in whatever encoding, read line
//! by line.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use numcheck_core::Message;

mod ahead;
mod column;
mod encoding;
mod format;
mod hole;
mod lines;
mod records;
mod sheet;
mod text;

pub(crate) use ahead::{Room, each_ahead};
pub use column::Column;
pub use encoding::Encoding;
pub use format::Format;
pub(crate) use hole::refuse as refuse_hole;
pub use hole::unread;
pub use records::{Record, Records};

use crate::messages::input as messages;
use crate::{Error, Result};
use records::Of;
use sheet::{Kind, SheetRecords};
use text::TextRecords;

/// How much of a list is looked at to tell what it is.
const HEAD: usize = 256 << 10;

/// Where a list comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Bytes held in memory: a list that came by a pipe and is kept in the ledger.
    Kept(std::sync::Arc<[u8]>),
}

/// What a list is read from.
pub(crate) trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

impl Source {
    fn open(&self) -> Result<Box<dyn Bytes>> {
        match self {
            Self::File(path) => {
                // Asked by its name: a pipe that nobody writes to would not even open.
                let meta = fs::metadata(path).map_err(|error| Error::list(path, &error))?;
                if meta.is_dir() {
                    return Err(Error::Input(messages::folder(path.display())));
                }
                if !meta.is_file() {
                    return Err(Error::Input(messages::no_file(path.display())));
                }
                Ok(Box::new(File::open(path).map_err(|error| Error::list(path, &error))?))
            }
            Self::Kept(bytes) => Ok(Box::new(io::Cursor::new(bytes.clone()))),
        }
    }

    /// The name people know it by.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Kept(_) => "standard input".to_owned(),
        }
    }

    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Kept(_) => None,
        }
    }
}

/// What is asked of the reading of a list; `None` means that it is found out.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The column of the numbers, by its header or by its number from 1.
    pub column: Option<String>,
    /// The encoding of the text.
    pub encoding: Option<Encoding>,
    /// The sheet of a spreadsheet, by its name or by its number from 1.
    pub sheet: Option<String>,
}

/// A list that was looked at: its encoding, its form and the column of its numbers are known.
#[derive(Clone, Debug)]
pub struct List {
    source: Source,
    encoding: Encoding,
    format: Format,
    sheet: Option<(Kind, String)>,
    column: Column,
}

impl List {
    /// Looks at the head of a list.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for a file that is not there, a folder, a binary file, an empty list, a list without a column
    /// of numbers or with several, a column or a sheet that is not there, and a spreadsheet that is broken, protected or
    /// too large; each names the cure.
    pub fn open(source: Source, options: &ReadOptions) -> Result<Self> {
        let name = source.name();
        let mut file = source.open()?;
        let mut head = Vec::with_capacity(HEAD);
        let read = file.by_ref().take(HEAD as u64).read_to_end(&mut head);
        read.map_err(|error| Error::Input(messages::unread(&name, &error)))?;
        if head.is_empty() {
            return Err(Error::Input(messages::empty(&name)));
        }
        if let Some(kind) = Kind::of(&name, &head, &mut file)? {
            let (sheet, column) = sheet::find(&source, kind, options)?;
            let format = Format { delimiter: None, bare_cr: false };
            return Ok(Self { source, encoding: Encoding::Utf8, format, sheet: Some((kind, sheet)), column });
        }
        if let Some(sheet) = &options.sheet {
            return Err(Error::Input(messages::no_sheets(&name, sheet)));
        }
        let encoding = options.encoding.unwrap_or_else(|| Encoding::of(&head));
        format::refuse_binary(&name, &head, encoding)?;
        let text = encoding.decode(&head);
        if text.chars().filter(|&c| c == '\0').count() * 10 > text.chars().count() {
            return Err(Error::Input(messages::no_text(&name)));
        }
        let format = Format::of(&text);
        let column = Column::find(&Message::from(name), &sample(&text, format)?, options.column.as_deref())?;
        Ok(Self { source, encoding, format, sheet: None, column })
    }

    /// Reads the list from its beginning, header included.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] if the file cannot be opened any more.
    pub fn records(&self) -> Result<Records> {
        self.records_through(|bytes| bytes)
    }

    /// The same, with whatever reads the bytes of a text first. A spreadsheet is not read from end to end.
    pub(crate) fn records_through(
        &self,
        first: impl FnOnce(Box<dyn Read + Send>) -> Box<dyn Read + Send>,
    ) -> Result<Records> {
        Ok(Records(match &self.sheet {
            Some((kind, sheet)) => Of::Sheet(SheetRecords::new(self.source.clone(), *kind, sheet.clone())),
            None => Of::Text(Box::new(TextRecords::new(first(self.source.open()?), self.encoding, self.format))),
        }))
    }

    /// Its bytes as they are.
    pub(crate) fn bytes(&self) -> Result<Box<dyn Bytes>> {
        self.source.open()
    }

    /// Where it comes from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// What it is, for people: its encoding, or its sheet.
    pub fn form(&self) -> Message {
        match &self.sheet {
            Some((_, sheet)) => messages::sheet(sheet),
            None => Message::from(self.encoding.name()),
        }
    }

    /// The encoding of its text; that of a sheet's cells is UTF-8.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The form of its text; a sheet's cells have no separators.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The sheet it stands on, where it is a spreadsheet.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_ref().map(|(_, sheet)| sheet.as_str())
    }

    /// The column of its numbers.
    pub const fn column(&self) -> &Column {
        &self.column
    }

    /// Whether a record is the header, or a title above it.
    pub fn is_header(&self, record: &Record) -> bool {
        self.column.header_line.is_some_and(|header| record.line <= header)
    }
}

/// The first rows of a text in which something stands.
fn sample(head: &str, format: Format) -> Result<Vec<Record>> {
    // The head may end inside a line, which is then no fair sample.
    let whole = head.rfind(char::from(format.line_end())).map_or(head, |end| &head[..end]);
    let bytes = io::Cursor::new(whole.to_owned().into_bytes());
    let mut records = TextRecords::new(Box::new(bytes), Encoding::Utf8, format);
    let mut record = Record::default();
    let mut rows = Vec::new();
    let broken = |error: io::Error| Error::Input(error.to_string().into());
    while rows.len() < column::SAMPLE && records.next(&mut record).map_err(broken)? {
        if record.fields().any(|field| !field.trim().is_empty()) {
            rows.push(record.clone());
        }
    }
    Ok(rows)
}
