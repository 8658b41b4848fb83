//! The table of counts: one line a work, for people to review.

use std::fmt;

/// More than this many thousandths more fails.
const MOST: u64 = 30;

const HEAD: &str = "\
# Instructions that each work takes, about 2000 numbers, as callgrind counts them: `cargo xtask counts` compares,
# and fails above +3 %; `cargo xtask counts --fix` writes this file anew.
";
const WITH: &str = "counted with ";

/// What was counted, and with which compiler.
pub(super) struct Table {
    pub(super) toolchain: String,
    pub(super) counts: Vec<(String, u64)>,
}

impl Table {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut table = Self { toolchain: String::new(), counts: Vec::new() };
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(toolchain) = line.strip_prefix(WITH) {
                toolchain.clone_into(&mut table.toolchain);
                continue;
            }
            let count = line.split_once(' ').and_then(|(name, count)| {
                Some((name.to_owned(), count.trim().replace('_', "").parse().ok().filter(|&count| count > 0)?))
            });
            table.counts.push(count.ok_or_else(|| format!("{line:?} is no name and count"))?);
        }
        Ok(table)
    }

    fn of(&self, name: &str) -> Option<u64> {
        self.counts.iter().find(|(own, _)| own == name).map(|&(_, count)| count)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}{WITH}{}", self.toolchain)?;
        self.counts.iter().try_for_each(|(name, count)| writeln!(f, "{name:<32}{:>12}", grouped(*count)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Fewer,
    More,
    /// In one of the tables alone.
    OnlyOne,
    Same,
}

/// One work's counts side by side.
pub(super) struct Comparison {
    name: String,
    kept: Option<u64>,
    counted: Option<u64>,
    pub(super) verdict: Verdict,
}

pub(super) fn compare(kept: &Table, counted: &Table) -> Vec<Comparison> {
    let gone = kept.counts.iter().filter(|(name, _)| counted.of(name).is_none());
    let names = counted.counts.iter().chain(gone).map(|(name, _)| name);
    names.map(|name| Comparison::of(name, kept.of(name), counted.of(name))).collect()
}

impl Comparison {
    fn of(name: &str, kept: Option<u64>, counted: Option<u64>) -> Self {
        let verdict = match (kept, counted) {
            (Some(kept), Some(counted)) if counted * 1000 > kept * (1000 + MOST) => Verdict::More,
            (Some(kept), Some(counted)) if counted * 1000 < kept * (1000 - MOST) => Verdict::Fewer,
            (Some(_), Some(_)) => Verdict::Same,
            _ => Verdict::OnlyOne,
        };
        Self { name: name.to_owned(), kept, counted, verdict }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), grouped);
        write!(f, "{:<32}{:>12} ->{:>12}", self.name, shown(self.kept), shown(self.counted))?;
        match (self.kept, self.counted) {
            #[expect(clippy::cast_precision_loss, reason = "shown to people")]
            (Some(kept), Some(counted)) => write!(f, "  {:+.1} %", (counted as f64 / kept as f64 - 1.0) * 100.0),
            (None, _) => f.write_str("  is not in the table"),
            (_, None) => f.write_str("  is counted no more"),
        }
    }
}

/// `1_234_567`.
fn grouped(count: u64) -> String {
    match count {
        0..1000 => count.to_string(),
        _ => format!("{}_{:03}", grouped(count / 1000), count % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        let table = Table { toolchain: "rustc 1 host".to_owned(), counts: vec![("parse".to_owned(), 1_002_003)] };
        let text = table.to_string();
        assert!(text.ends_with("counted with rustc 1 host\nparse                              1_002_003\n"), "{text}");
        let read = Table::parse(&text).expect("as written");
        assert_eq!((read.toolchain, read.counts), (table.toolchain, table.counts));
        for bad in ["parse", "parse many", "parse 0"] {
            assert!(Table::parse(bad).is_err(), "{bad}");
        }
    }
}
