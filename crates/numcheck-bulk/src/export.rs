//! Results written out: every line of the list once, in its order, from the ledger and from nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use numcheck_core::Lang;
use numcheck_core::columns::same;

use crate::crash::{Point, pass};
use crate::input::Encoding;
use crate::ledger::Doubt;
use crate::messages::export as messages;
use crate::standing::Stands;
use crate::view::View;
use crate::{Error, Result};

mod ahead;
mod answers;
mod cells;
mod columns;
mod file;
mod ndjson;
mod parts;
mod pieces;
mod rows;
mod sink;
mod stream;
mod tally;
mod threads;
mod xlsx;

pub(crate) use ahead::Ahead;
use cells::Dialect;
pub use cells::money;
pub use file::{Whole, write_whole};
use parts::Parts;
pub(crate) use rows::ToldFrom;
use rows::{Firsts, Listing, Stretch, Teller};
use sink::{Form, Sink};
use tally::Tally;

/// The form of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// The list's own columns, and ours behind them.
    #[default]
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// The numbers alone, each once, one a line.
    Txt,
    /// A spreadsheet: the columns of the CSV, every cell a text, and a sheet of counts. Rows beyond the 1,048,575 of a
    /// sheet go on in further ones.
    Xlsx,
}

/// Whether results go into one file or into several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// One file.
    #[default]
    None,
    /// A file for each reachability.
    Reachability,
    /// A file for each status.
    Status,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// Their form.
    pub format: Format,
    /// Into how many files.
    pub split: Split,
    /// Whether the answers are the sandbox's.
    pub sandbox: bool,
    /// Whether a CSV is for Excel: with a byte order mark, and figures marked so that it changes none of them.
    pub excel: bool,
    /// The encoding of CSV and of plain numbers; everything else is UTF-8.
    pub encoding: Encoding,
    /// The language of the sheet of counts. Headers and words of the results are English in both.
    pub lang: Lang,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            format: Format::Csv,
            split: Split::None,
            sandbox: false,
            excel: false,
            encoding: Encoding::Utf8,
            lang: Lang::En,
        }
    }
}

impl ExportOptions {
    /// Options that go together.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] for an encoding of what has one by its definition, and for Excel's help where it needs none.
    pub fn checked(self) -> Result<Self> {
        if self.excel {
            match self.format {
                Format::Csv => {}
                Format::Xlsx => return Err(Error::Usage(messages::excel_is_csv())),
                Format::Txt => return Err(Error::Usage(messages::excel_is_not_text())),
                Format::Ndjson => return Err(Error::Usage(messages::excel_is_not_json())),
            }
        }
        if self.encoding != Encoding::Utf8 && !matches!(self.format, Format::Csv | Format::Txt) {
            return Err(Error::Usage(messages::no_output_encoding()));
        }
        Ok(self)
    }
}

impl View<'_> {
    /// Writes the results beside `to` and moves them into place whole; gives the files written.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] for a place that cannot be written; [`Error::Usage`] for the list itself.
    pub fn export(&self, to: &Path, options: ExportOptions) -> Result<Vec<PathBuf>> {
        self.export_behind(None, to, options)
    }

    /// The same, behind what was written ahead where it still holds.
    pub(crate) fn export_behind(
        &self,
        ahead: Option<Ahead>,
        to: &Path,
        options: ExportOptions,
    ) -> Result<Vec<PathBuf>> {
        self.refuse_own(to)?;
        pass(Point::BeforeExport);
        let parts = Parts::new(to, options);
        make_folder(&parts)?;
        let mut files = Files { view: self, options, parts: &parts, open: Vec::new() };
        let mut tally = Tally::default();
        if options.format == Format::Xlsx {
            let firsts = Arc::new(Firsts::of(&self.plan, false));
            let mut teller = Teller::new(self.ledger, Arc::default(), firsts.clone())?;
            let (mut listing, mut stretch) = (Listing::open(self.told_from(), firsts)?, Stretch::default());
            while listing.next(&mut stretch)? {
                teller.tell(&self.standing, &stretch, |row| {
                    tally.add(row);
                    pass(Point::DuringExport);
                    parts.of(row).map_or(Ok(()), |name| files.named(name)?.cells(row))
                })?;
            }
        } else {
            let form = Form::of(&self.list, options);
            let begun = ahead.and_then(|ahead| ahead.end(&self.standing, &self.plan, to, options));
            let listed = if let Some(begun) = begun {
                files.open.push((String::new(), begun.sink));
                (begun.listing, begun.firsts, begun.rest)
            } else {
                let firsts = Arc::new(Firsts::of(&self.plan, options.format == Format::Ndjson));
                (Listing::open(self.told_from(), firsts.clone())?, firsts, Stretch::default())
            };
            let make = |teller: &mut Teller, stretch: &Stretch| written(teller, &self.standing, stretch, form, &parts);
            let take = |texts: Texts| texts.into_iter().try_for_each(|(name, rows)| files.named(&name)?.text(&rows));
            threads::in_order(self, listed, make, take)?;
        }
        let files: Vec<PathBuf> =
            files.open.into_iter().map(|(_, file)| file.finish(self, &tally)).collect::<Result<_>>()?;
        for place in parts.stale(&files) {
            if self.refuse_own(&place).is_ok() {
                let _ = std::fs::remove_file(place);
            }
        }
        if let Some(list) = parts.list() {
            let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy());
            write_whole(&list, &names.fold(String::new(), |list, name| format!("{list}{name}\n")))?;
        }
        Ok(files)
    }

    /// Finds what is wrong with a place for results before anything is sent: a folder, the list itself, the ledger, a folder
    /// that is not there or may not be written to, a list too wide for a sheet.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] and [`Error::Output`], as [`export`](Self::export).
    pub fn check_output(&self, to: &Path, options: ExportOptions) -> Result<()> {
        self.refuse_own(to)?;
        let list = self.list.source().path().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let stem = to.file_stem().unwrap_or_default().to_string_lossy();
        let sibling = list.is_some_and(|list| list.starts_with(&format!("{stem}.")))
            && self.list.source().path().and_then(|list| folder_of(list).ok()) == folder_of(to).ok();
        let parts = Parts::new(to, options);
        if options.split != Split::None && sibling && parts.folder().is_none() {
            return Err(Error::Usage(messages::over_list(to.display())));
        }
        if options.format == Format::Xlsx {
            xlsx::refuse_too_wide(to, columns::headers(&self.list).len())?;
        }
        make_folder(&parts)?;
        // Whether it can be written is known when it has been tried.
        drop(Whole::begin(&parts.folder().map_or_else(|| to.to_owned(), |_| parts.place("active")))?);
        Ok(())
    }

    /// Writes the numbers in doubt, those settled left out, to `to`: number, product, when, order id, highest cost, why. Gives how many; when
    /// there are none, an older file is emptied and none is made.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] for a place that cannot be written.
    pub fn export_doubts(&self, to: &Path) -> Result<usize> {
        let mut doubts = self.standing_doubts()?;
        // What is settled as paid has nothing left to be compared with the bill.
        doubts.retain(Doubt::is_open);
        // A file of doubts that are no more would have numbers bought again that are answered.
        if doubts.is_empty() && !to.exists() {
            return Ok(0);
        }
        self.refuse_own(to)?;
        let mut file = Whole::begin(to)?;
        file.put(
            Dialect::PLAIN.line(&["number", "product", "sent_at", "order_id", "max_cost", "run", "request", "why"]),
        )?;
        for doubt in &doubts {
            file.put(doubt_line(doubt))?;
        }
        file.done()?;
        Ok(doubts.len())
    }

    /// The list and the ledger are never written over.
    fn refuse_own(&self, to: &Path) -> Result<()> {
        let place = std::fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        let is = |own: &Path| own == to || std::fs::canonicalize(own).is_ok_and(|own| own == place);
        if self.list.source().path().is_some_and(is) {
            return Err(Error::Usage(messages::own_list(to.display())));
        }
        let ledger = self.ledger.path();
        let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", ledger.display()));
        if is(ledger) || ["-wal", "-shm", ".lock"].iter().any(|suffix| is(&beside(suffix))) {
            return Err(Error::Usage(messages::own_ledger(to.display())));
        }
        Ok(())
    }
}

/// The files that are being written, by the part that goes into each; there are few.
struct Files<'a> {
    view: &'a View<'a>,
    options: ExportOptions,
    parts: &'a Parts<'a>,
    open: Vec<(String, Sink)>,
}

impl Files<'_> {
    /// The file of a part, begun if it is the first time.
    fn named(&mut self, name: &str) -> Result<&mut Sink> {
        let known = self.open.iter().position(|(known, _)| known == name);
        if known.is_none() {
            let place = self.parts.place(name);
            self.view.refuse_own(&place)?;
            self.open.push((name.to_owned(), Sink::begin(&self.view.list, &place, self.options)?));
        }
        let at = known.unwrap_or(self.open.len() - 1);
        Ok(&mut self.open[at].1)
    }
}

/// Rows as text, by the part they belong to; there are few.
type Texts = Vec<(String, String)>;

fn written(
    teller: &mut Teller,
    standing: &impl Stands,
    stretch: &Stretch,
    form: Form,
    parts: &Parts<'_>,
) -> Result<Texts> {
    let mut texts = Texts::new();
    teller.tell(standing, stretch, |row| {
        pass(Point::DuringExport);
        let Some(name) = parts.of(row) else { return Ok(()) };
        let at = texts.iter().position(|(known, _)| same(known, name)).unwrap_or_else(|| {
            texts.push((name.to_owned(), String::new()));
            texts.len() - 1
        });
        form.row(&mut texts[at].1, row);
        Ok(())
    })?;
    Ok(texts)
}

fn folder_of(path: &Path) -> std::io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::canonicalize(folder)
}

/// Parts that have a folder of their own find it there.
fn make_folder(parts: &Parts<'_>) -> Result<()> {
    match parts.folder() {
        Some(folder) if !folder.is_dir() => std::fs::create_dir(folder).map_err(|error| Error::output(folder, error)),
        _ => Ok(()),
    }
}

fn doubt_line(doubt: &Doubt) -> String {
    let money = doubt.max_cost.map(cells::money).unwrap_or_default();
    Dialect::PLAIN.line(&[
        &*doubt.number.written(),
        &doubt.product,
        &doubt.sent_at.to_string(),
        doubt.order_id.as_deref().unwrap_or_default(),
        &money,
        &doubt.run.map(|run| run.to_string()).unwrap_or_default(),
        &doubt.intent.to_string(),
        &doubt.why,
    ])
}
