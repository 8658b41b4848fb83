//! A meaning as people read it.

use std::io::{self, Write};

use super::find::Meaning;
use crate::output::terminal::{Terminal, padded, wrapped};

/// The names of the fields, with a gap after the longest.
const NAMES: usize = 7;

pub(super) fn text<W: Write>(out: &mut W, meaning: &Meaning, terminal: Option<Terminal>) -> io::Result<()> {
    let field = |out: &mut W, name: &str, words: &str| field(out, terminal, name, words);
    let note = |out: &mut W, words: &str| if words.is_empty() { Ok(()) } else { field(out, "说明", words) };
    match meaning {
        Meaning::Answer(answer) => {
            writeln!(out, "{} {}: an answer, no record 无记录", answer.vendor, answer.code)?;
            field(out, "means", answer.meaning)?;
            field(out, "含义", answer.meaning_zh)?;
            note(out, answer.note_zh)?;
            field(out, "of", &answer.products.join(", "))?;
            field(out, "again", "no: it is answered")?;
            field(out, "money", answer.money)
        }
        Meaning::Code(code) => {
            let [turn, again, money] = &code.sentences;
            match &code.older_code {
                Some(older) => writeln!(out, "{} {older}: the older form of {}", code.vendor, code.code)?,
                None => writeln!(out, "{} {}", code.vendor, code.code)?,
            }
            field(out, "means", code.meaning)?;
            field(out, "含义", code.meaning_zh)?;
            note(out, code.note_zh)?;
            if !code.products.is_empty() {
                field(out, "of", &code.products.join(", "))?;
            }
            field(out, "kind", code.kind)?;
            field(out, "turn", turn)?;
            field(out, "again", again)?;
            field(out, "money", money)
        }
        Meaning::Status(status) => {
            writeln!(out, "{} {}: {} {}", status.product, status.code, status.status, status.status_zh)?;
            field(out, "means", status.meaning)?;
            field(out, "含义", status.meaning_zh)
        }
        Meaning::Success(success) => {
            writeln!(out, "{} {}: success 成功", success.vendor, success.code)?;
            field(out, "means", "the request was answered; each number's row says what was found and what it cost")?;
            field(out, "含义", "请求已受理：每个号码的结果和计费见各自的行")
        }
        Meaning::Word(word) => {
            writeln!(out, "{}: {} {}", word.field, word.word, word.word_zh)?;
            field(out, "means", word.meaning)?;
            field(out, "含义", word.meaning_zh)
        }
    }
}

fn field(out: &mut impl Write, terminal: Option<Terminal>, name: &str, words: &str) -> io::Result<()> {
    let lines = match terminal {
        Some(terminal) => wrapped(words, terminal.columns - 2 - NAMES),
        None => vec![words.to_owned()],
    };
    for (at, line) in lines.iter().enumerate() {
        let name = if at == 0 { name } else { "" };
        writeln!(out, "  {}{line}", padded(name, NAMES))?;
    }
    Ok(())
}
