//! Results written out: every line of the list once, in its order, from the ledger and from nothing else.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::crash::{Point, pass};
use crate::input::Record;
use crate::ledger::{Doubt, Verdict};
use crate::plan::{Line, classify};
use crate::standing::Class;
use crate::view::View;
use crate::{Error, Result};

mod answers;
mod cells;
mod csv;
mod file;
mod ndjson;

use answers::{Answers, Known};
pub use cells::money;
use file::Whole;
pub use file::write_whole;

/// The form of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// The list's own columns, and ours behind them.
    #[default]
    Csv,
    /// One JSON object a line.
    Ndjson,
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
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportOptions {
    /// Their form.
    pub format: Format,
    /// Into how many files.
    pub split: Split,
    /// Whether the answers are the sandbox's.
    pub sandbox: bool,
}

/// One line of the results.
pub(crate) struct Row<'a> {
    /// The line of the list.
    pub line: u64,
    /// The list's own columns.
    pub record: &'a Record,
    /// The number, normalised, where the line holds one.
    pub number: Option<String>,
    /// `answered`, `no_record`, `unanswered`, `failed`, `rejected`, `duplicate`, `reused`, `in_doubt` or `not_sent`.
    pub result: &'static str,
    /// What is known of the number.
    pub known: Option<&'a Known>,
    /// Why there is no answer, or where the number stood first.
    pub note: String,
}

impl View<'_> {
    /// Writes the results beside `to` and moves them into place whole; gives the files written.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] for a place that cannot be written; [`Error::Usage`] for the list itself.
    pub fn export(&self, to: &Path, options: ExportOptions) -> Result<Vec<PathBuf>> {
        self.refuse_own(to)?;
        pass(Point::BeforeExport);
        let mut files: HashMap<String, Whole> = HashMap::new();
        let mut order = Vec::new();
        self.each_row(|row| {
            let name = match options.split {
                Split::None => String::new(),
                Split::Reachability => {
                    row.known.and_then(|known| known.reachability.clone()).unwrap_or_else(|| row.result.to_owned())
                }
                Split::Status => {
                    row.known.and_then(|known| known.status.clone()).unwrap_or_else(|| row.result.to_owned())
                }
            };
            if !files.contains_key(&name) {
                let place = placed(to, &name);
                self.refuse_own(&place)?;
                let mut file = Whole::begin(&place)?;
                if options.format == Format::Csv {
                    file.write(&csv::header(self))?;
                }
                files.insert(name.clone(), file);
                order.push(name.clone());
            }
            pass(Point::DuringExport);
            let Some(file) = files.get_mut(&name) else { return Ok(()) };
            match options.format {
                Format::Csv => file.write(&csv::row(self, row)),
                Format::Ndjson => file.write(&ndjson::row(row, options.sandbox)),
            }
        })?;
        let files: Vec<PathBuf> =
            order.into_iter().filter_map(|name| files.remove(&name)).map(Whole::finish).collect::<Result<_>>()?;
        if options.split != Split::None {
            self.remove_stale(to, &files);
        }
        Ok(files)
    }

    /// Finds what is wrong with a place for results before anything is sent: a folder, the list itself, the ledger, a folder
    /// that is not there or may not be written to.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] and [`Error::Output`], as [`export`](Self::export).
    pub fn check_output(&self, to: &Path, split: Split) -> Result<()> {
        self.refuse_own(to)?;
        let list = self.list.source().path().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let stem = to.file_stem().unwrap_or_default().to_string_lossy();
        let sibling = list.is_some_and(|list| list.starts_with(&format!("{stem}.")))
            && self.list.source().path().and_then(|list| folder_of(list).ok()) == folder_of(to).ok();
        if split != Split::None && sibling {
            return Err(Error::Usage(
                format!("the parts of {} could be written over the list: name another file with -o", to.display())
                    .into(),
            ));
        }
        // Whether it can be written is known when it has been tried.
        drop(Whole::begin(to)?);
        Ok(())
    }

    /// Writes the numbers in doubt to `to`: number, product, when, order id, highest cost, why. Gives how many; when
    /// there are none, an older file is emptied and none is made.
    ///
    /// # Errors
    ///
    /// [`Error::Output`] for a place that cannot be written.
    pub fn export_doubts(&self, to: &Path) -> Result<usize> {
        let doubts = self.standing_doubts()?;
        // A file of doubts that are no more would have numbers bought again that are answered.
        if doubts.is_empty() && !to.exists() {
            return Ok(0);
        }
        self.refuse_own(to)?;
        let mut file = Whole::begin(to)?;
        file.write(&cells::line([
            "number",
            "product",
            "sent_at",
            "order_id",
            "max_cost",
            "run",
            "request",
            "known_paid",
            "why",
        ]))?;
        for doubt in &doubts {
            file.write(&doubt_line(doubt))?;
        }
        file.finish()?;
        Ok(doubts.len())
    }

    /// The list and the ledger are never written over.
    fn refuse_own(&self, to: &Path) -> Result<()> {
        let place = std::fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        let is = |own: &Path| own == to || std::fs::canonicalize(own).is_ok_and(|own| own == place);
        if self.list.source().path().is_some_and(is) {
            return Err(Error::Usage(
                format!("{} is the list itself: name another file for the results", to.display()).into(),
            ));
        }
        let ledger = self.ledger.path();
        let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", ledger.display()));
        if is(ledger) || ["-wal", "-shm", ".lock"].iter().any(|suffix| is(&beside(suffix))) {
            return Err(Error::Usage(
                format!("{} is the ledger: name another file for the results", to.display()).into(),
            ));
        }
        Ok(())
    }

    /// Parts of earlier results that have no numbers any more.
    fn remove_stale(&self, to: &Path, written: &[PathBuf]) {
        const WORDS: &[&str] = &[
            "not_sent",
            "duplicate",
            "reused",
            "answered",
            "no_record",
            "unanswered",
            "failed",
            "rejected",
            "in_doubt",
            "avoid",
            "dead",
            "doubtful",
            "reachable",
            "unknown",
            "unreachable",
            "active",
            "not_in_database",
            "risky",
            "silent",
            "suspended",
            "vacant",
            "normal",
            "not_in_service",
            "pending_cancellation",
            "unavailable",
        ];
        for place in WORDS.iter().map(|word| placed(to, word)).filter(|place| !written.contains(place)) {
            if self.refuse_own(&place).is_ok() {
                let _ = std::fs::remove_file(place);
            }
        }
    }

    /// Goes through the list once more and tells what became of each line.
    pub(crate) fn each_row(&self, mut each: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let name = self.list.source().name();
        let mut answers = Answers::new(self)?;
        let firsts: std::collections::HashSet<u32> = self.plan.duplicates.iter().map(|(_, first)| *first).collect();
        let mut first_seen: HashMap<u32, (u64, Option<Known>)> = HashMap::new();
        let mut records = self.list.records()?;
        let mut record = Record::default();
        let mut position = 0;
        while records
            .next(&mut record)
            .map_err(|error| Error::Input(format!("{name} cannot be read again: {error}").into()))?
        {
            let mut row = Row {
                line: record.line,
                record: &record,
                number: None,
                result: "rejected",
                known: None,
                note: String::new(),
            };
            match classify(&self.list, &self.products, &record) {
                Line::Header | Line::Blank => continue,
                Line::Invalid(error) => row.note = error.reason().to_string(),
                Line::WrongKind(number) => {
                    row.number = Some(number.written().into_owned());
                    row.note = format!("no product of this run answers for numbers of kind {}", number.kind().word());
                }
                Line::Number(number) => {
                    if self.plan.numbers.get(position) != Some(number) {
                        return Err(changed(&name));
                    }
                    row.number = Some(number.written().into_owned());
                    let class = self.standing.class_of(position);
                    row.result = word(class);
                    if class == Class::Duplicate {
                        let at = self.plan.duplicates.binary_search_by_key(&position, |(duplicate, _)| *duplicate);
                        let first = at.ok().and_then(|at| first_seen.get(&self.plan.duplicates[at].1));
                        row.note =
                            first.map_or_else(String::new, |(line, _)| format!("the same number as in line {line}"));
                        row.known = first.and_then(|(_, known)| known.as_ref());
                        each(&row)?;
                        position += 1;
                        continue;
                    }
                    let known = answers.of(position)?;
                    if firsts.contains(&position) {
                        first_seen.insert(position, (record.line, known.cloned()));
                    }
                    if let Some(known) = known {
                        row.note.clone_from(&known.note);
                        row.known = Some(known);
                    } else if class == Class::Open {
                        "not asked yet".clone_into(&mut row.note);
                    } else if let Some(request) = self.standing.held.get(&position) {
                        row.note = format!("in doubt from request {request}, outside this run");
                    }
                    position += 1;
                }
            }
            each(&row)?;
        }
        if position as usize == self.plan.numbers.len() { Ok(()) } else { Err(changed(&name)) }
    }
}

/// Results told line by line are worth nothing for other lines.
fn changed(list: &str) -> Error {
    Error::Input(
        format!(
            "{list} has changed since it was read: the answers are in the ledger. Restore it, then numcheck runs export"
        )
        .into(),
    )
}

const fn word(class: Class) -> &'static str {
    match class {
        Class::Open => "not_sent",
        Class::Duplicate => "duplicate",
        Class::Reused => "reused",
        Class::Answered => "answered",
        Class::NoRecord => "no_record",
        Class::Unanswered => "unanswered",
        Class::FailedFree => "failed",
        Class::Rejected => "rejected",
        Class::InDoubt => "in_doubt",
    }
}

fn folder_of(path: &Path) -> std::io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::canonicalize(folder)
}

/// `results.csv` split by `vacant` is `results.vacant.csv`.
fn placed(to: &Path, name: &str) -> PathBuf {
    if name.is_empty() {
        return to.to_owned();
    }
    let stem = to.file_stem().unwrap_or_default().to_string_lossy();
    let extension = to.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    // A vendor's word becomes a part of a path: nothing but plain characters.
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' }).take(40).collect();
    to.with_file_name(format!("{stem}.{plain}{extension}"))
}

fn doubt_line(doubt: &Doubt) -> String {
    let money = doubt.max_cost.map(cells::money).unwrap_or_default();
    cells::line([
        &*doubt.number.written(),
        &doubt.product,
        &doubt.sent_at.to_string(),
        doubt.order_id.as_deref().unwrap_or_default(),
        &money,
        &doubt.run.map(|run| run.to_string()).unwrap_or_default(),
        &doubt.intent.to_string(),
        if doubt.verdict == Some(Verdict::Paid) { "true" } else { "false" },
        &doubt.why,
    ])
}
