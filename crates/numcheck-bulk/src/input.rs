//! A list as people have it: text or CSV, from a file or kept in the ledger, in whatever encoding, read line by line.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

mod column;
mod encoding;
mod format;
mod lines;
mod records;

pub use column::Column;
pub use encoding::Encoding;
pub use format::Format;
pub use records::{Record, Records};

use crate::{Error, Result};

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

impl Source {
    fn open(&self) -> Result<Box<dyn Read + Send>> {
        match self {
            Self::File(path) => {
                let file = File::open(path).map_err(|error| Error::list(path, &error))?;
                let meta = file.metadata().map_err(|error| Error::list(path, &error))?;
                if meta.is_dir() {
                    return Err(Error::Input(format!("{} is a folder: name a file in it", path.display()).into()));
                }
                Ok(Box::new(file))
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
}

/// A list that was looked at: its encoding, its form and the column of its numbers are known.
#[derive(Clone, Debug)]
pub struct List {
    source: Source,
    encoding: Encoding,
    format: Format,
    column: Column,
}

impl List {
    /// Looks at the head of a list.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for a file that is not there, a folder, a binary file, an empty list, a list without a column
    /// of numbers or with several, and a column that is not there; each names the cure.
    pub fn open(source: Source, options: &ReadOptions) -> Result<Self> {
        let name = source.name();
        let mut head = Vec::with_capacity(HEAD);
        source
            .open()?
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(|error| Error::Input(format!("{name} cannot be read: {error}").into()))?;
        if head.is_empty() {
            return Err(Error::Input(format!("{name} is empty: nothing to ask").into()));
        }
        let encoding = options.encoding.unwrap_or_else(|| Encoding::of(&head));
        format::refuse_binary(&name, &head, encoding)?;
        let text = encoding.decode(&head);
        let format = Format::of(&text);
        let column = Column::find(&name, &text, format, options.column.as_deref())?;
        Ok(Self { source, encoding, format, column })
    }

    /// Reads the list from its beginning, header included.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] if the file cannot be opened any more.
    pub fn records(&self) -> Result<Records> {
        Ok(Records::new(self.source.open()?, self.encoding, self.format))
    }

    /// Its bytes as they are.
    pub(crate) fn bytes(&self) -> Result<Box<dyn Read + Send>> {
        self.source.open()
    }

    /// Where it comes from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The encoding of its text.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Its form.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The column of its numbers.
    pub const fn column(&self) -> &Column {
        &self.column
    }
}
