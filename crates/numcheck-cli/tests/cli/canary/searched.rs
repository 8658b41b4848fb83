//! What was searched, and what was found.

use std::path::Path;

use calamine::Reader;

use super::{ALL, SECRETS};
use crate::support::Place;

#[derive(Default)]
pub(super) struct Searched {
    mode: String,
    modes: usize,
    texts: usize,
    leaks: Vec<String>,
}

impl Searched {
    pub(super) fn of(mode: String) -> Self {
        Self { mode, modes: 1, ..Self::default() }
    }

    /// Words for people: neither a credential nor a whole number.
    pub(super) fn words(&mut self, place: &str, text: impl AsRef<[u8]>) {
        self.search(&ALL, place, text.as_ref());
    }

    /// Answers: numbers, and no credential.
    pub(super) fn answers(&mut self, place: &str, text: impl AsRef<[u8]>) {
        self.search(&SECRETS, place, text.as_ref());
    }

    fn search(&mut self, searcher: &numcheck_tests::leaks::Searcher, place: &str, text: &[u8]) {
        self.texts += 1;
        for leak in searcher.leaks(text) {
            let line = text.split(|&byte| byte == b'\n').find(|line| searcher.leaks(line).contains(&leak));
            let line = String::from_utf8_lossy(line.unwrap_or_default());
            self.leaks.push(format!("{}: {leak} in {place}: {line:.600}", self.mode));
        }
    }

    /// Every file of a place but the list itself: its content, and that its owner alone reads it.
    pub(super) fn files(&mut self, place: &Place) {
        for file in std::fs::read_dir(place.path("")).expect("a folder").flatten() {
            let path = file.path();
            let name = file.file_name().to_string_lossy().into_owned();
            if name == "list.txt" || path.is_dir() {
                continue;
            }
            let content = std::fs::read(&path).expect("it can be read");
            let is = |extension: &str| path.extension().is_some_and(|there| there == extension);
            if is("html") {
                self.words(&name, &content);
            } else {
                self.answers(&name, &content);
            }
            if is("xlsx") {
                self.answers(&format!("the cells of {name}"), cells(&path));
            }
            self.mode_of(&name, &path);
        }
    }

    #[cfg(unix)]
    fn mode_of(&mut self, name: &str, path: &Path) {
        use std::os::unix::fs::PermissionsExt;

        let mode = std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        if mode != 0o600 {
            self.leaks.push(format!("{}: {name} has mode {mode:o}", self.mode));
        }
    }

    #[cfg(not(unix))]
    fn mode_of(&mut self, _: &str, _: &Path) {}

    pub(super) fn add(&mut self, other: Self) {
        self.modes += other.modes;
        self.texts += other.texts;
        self.leaks.extend(other.leaks);
    }

    /// Says what was searched. Fails on leaks, and on a search of less than it should have been.
    pub(super) fn finish(self, modes: usize, texts: usize) {
        println!("searched {} texts and files of {} modes: {} leaks", self.texts, self.modes, self.leaks.len());
        let first = self.leaks[..self.leaks.len().min(20)].join("\n");
        assert!(self.leaks.is_empty(), "{} leaks, the first of them:\n{first}", self.leaks.len());
        assert!(self.modes >= modes && self.texts >= texts, "only {} texts of {} modes", self.texts, self.modes);
    }
}

/// A spreadsheet is packed: its cells are searched as they are read.
fn cells(path: &Path) -> String {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let sheets = book.worksheets();
    let cells =
        sheets.iter().flat_map(|(_, sheet)| sheet.rows().flatten().map(ToString::to_string).collect::<Vec<_>>());
    cells.collect::<Vec<_>>().join("\n")
}
