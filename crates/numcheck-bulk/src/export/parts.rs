//! Into which files the rows go, and what these are called.

use std::path::{Path, PathBuf};

use super::rows::Row;
use super::{ExportOptions, Format, Split};
use crate::ledger::Of;

/// What a part is called: the word of our data, and its name among people who dial numbers.
const NAMES: &[(&str, &str)] = &[
    ("active", "实号"),
    ("answered", "有结果"),
    ("avoid", "应避开"),
    ("dead", "空号"),
    ("doubtful", "难联系"),
    ("duplicate", "重复"),
    ("failed", "失败"),
    ("in_doubt", "计费存疑"),
    ("lost", "已计费无结果"),
    ("no_record", "无记录"),
    ("normal", "正常使用"),
    ("not_in_database", "库无"),
    ("not_in_service", "不在网"),
    ("not_sent", "未查"),
    ("under_way", "查询中"),
    ("pending_cancellation", "预销户"),
    ("reachable", "可联系"),
    ("rejected", "无法查询"),
    ("reused", "沿用旧结果"),
    ("risky", "风险号"),
    ("silent", "沉默号"),
    ("suspended", "停机"),
    ("unanswered", "未返回"),
    ("unavailable", "在网但不可用"),
    ("unknown", "不明"),
    ("unreachable", "联系不上"),
    ("vacant", "空号"),
];

/// The files of one export.
pub(super) struct Parts<'a> {
    to: &'a Path,
    split: Split,
    /// Plain numbers go into files that dialers and their users know by name: `实号.txt`.
    plain: bool,
}

impl<'a> Parts<'a> {
    pub(super) fn new(to: &'a Path, options: ExportOptions) -> Self {
        Self { to, split: options.split, plain: options.format == Format::Txt }
    }

    /// The part a row belongs to, by the word of our data; `None` if it goes nowhere.
    pub(super) fn of<'r>(&self, row: &'r Row<'_>) -> Option<&'r str> {
        // A file of plain numbers has each of them once.
        if self.plain && (row.number.is_none() || row.result == "duplicate") {
            return None;
        }
        Some(match self.split {
            Split::None => "",
            Split::Reachability => row.text(Of::Reachability).unwrap_or(row.result),
            Split::Status => row.text(Of::Status).unwrap_or(row.result),
        })
    }

    /// Where a part is written: `results.csv` split by `vacant` is `results.vacant.csv`; plain numbers go into a folder,
    /// as `空号.txt`, unless a `.txt` was named.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        if name.is_empty() {
            return self.to.to_owned();
        }
        let name = match name {
            // Not to be taken for a reachability, which numbers that no database has are of too.
            "unknown" if self.plain && self.split == Split::Status => "未知状态",
            name if self.plain => name_zh(name),
            name => name,
        };
        // A vendor's word becomes a part of a path: nothing but plain characters.
        let plain: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
            .take(40)
            .collect();
        if self.folder().is_some() {
            return self.to.join(format!("{plain}.txt"));
        }
        let stem = self.to.file_stem().unwrap_or_default().to_string_lossy();
        let extension =
            self.to.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
        self.to.with_file_name(format!("{stem}.{plain}{extension}"))
    }

    /// The folder of the parts, where they have one of their own.
    pub(super) fn folder(&self) -> Option<&Path> {
        let is_file = self.to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
        (self.plain && self.split != Split::None && (!is_file || self.to.is_dir())).then_some(self.to)
    }

    /// Parts that an earlier export wrote here, by the same split, and that have no numbers any more. It told in its own
    /// list which they are: a file of the user's that is called like one is none.
    pub(super) fn stale(&self, written: &[PathBuf]) -> Vec<PathBuf> {
        let Some(list) = self.list() else { return Vec::new() };
        let before = std::fs::read_to_string(list).unwrap_or_default();
        let possible = NAMES.iter().map(|(word, _)| self.place(word)).filter(|place| !written.contains(place));
        possible.filter(|place| before.lines().any(|line| place.file_name().is_some_and(|name| name == line))).collect()
    }

    /// Where an export tells which parts it wrote; `None` where there are no parts.
    pub(super) fn list(&self) -> Option<PathBuf> {
        let split = match self.split {
            Split::None => return None,
            Split::Reachability => "reachability",
            Split::Status => "status",
        };
        if let Some(folder) = self.folder() {
            return Some(folder.join(format!(".{split}.parts")));
        }
        let name = self.to.file_name().unwrap_or_default().to_string_lossy();
        Some(self.to.with_file_name(format!(".{name}.{split}.parts")))
    }
}

fn name_zh(word: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == word).map_or(word, |(_, zh)| zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_an_unknown_status_and_of_unknown_reachability_are_in_files_of_other_names() {
        let of = |split| ExportOptions { format: Format::Txt, split, ..ExportOptions::default() };
        for (split, name) in [(Split::Status, "numbers.未知状态.txt"), (Split::Reachability, "numbers.不明.txt")]
        {
            let parts = Parts::new(Path::new("numbers.txt"), of(split));
            assert_eq!(parts.place("unknown"), Path::new(name));
        }
    }
}
