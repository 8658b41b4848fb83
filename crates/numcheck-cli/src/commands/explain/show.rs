//! A meaning as people read it: in English beside the vendor's own words, in Chinese those alone.

use std::io::{self, Write};

use numcheck_core::{Lang, Message};

use super::find::Meaning;
use crate::messages::explain as messages;
use crate::output::terminal::{Terminal, padded, wrapped};

/// The names of the fields, with a gap after the longest.
const NAMES: usize = 7;

/// Over what is in Chinese alone.
const MEANS_ZH: Message = Message::of("含义", "");
const NOTE_ZH: Message = Message::of("说明", "");

pub(super) fn text<W: Write>(out: &mut W, meaning: &Meaning, terminal: Option<Terminal>, lang: Lang) -> io::Result<()> {
    let mut page = Page { out, terminal, lang };
    match meaning {
        Meaning::Answer(answer) => {
            page.head(&messages::no_record(&answer.vendor, answer.code))?;
            page.means(answer.meaning, answer.meaning_zh, answer.note_zh)?;
            page.field(&messages::of(), &all_of(&answer.products))?;
            page.field(&messages::again(), &crate::messages::fault::again_answered())?;
            page.field(&messages::money(), &answer.money)
        }
        Meaning::Code(code) => {
            let [turn, again, money] = &code.sentences;
            match &code.older_code {
                Some(older) => page.head(&messages::older_code(&code.vendor, older, code.code))?,
                None => page.head(&messages::code(&code.vendor, code.code))?,
            }
            page.means(code.meaning, code.meaning_zh, code.note_zh)?;
            if !code.products.is_empty() {
                page.field(&messages::of(), &all_of(&code.products))?;
            }
            page.field(&messages::kind(), &Message::of(code.kind, code.kind_zh))?;
            page.field(&messages::turn(), turn)?;
            page.field(&messages::again(), again)?;
            page.field(&messages::money(), money)
        }
        Meaning::Status(status) => {
            let word = both(status.status, status.status_zh);
            page.head(&messages::status(status.product, status.code, word))?;
            if page.lang == Lang::Zh && status.meaning_zh == status.status_zh {
                return page.field(&NOTE_ZH, &messages::no_more_words());
            }
            page.means(status.meaning, status.meaning_zh, "")
        }
        Meaning::Success(success) => {
            page.head(&messages::success(&success.vendor, success.code))?;
            page.says(&messages::success_means())
        }
        Meaning::Word(word) => {
            page.head(&messages::word(word.field, both(word.word, word.word_zh)))?;
            page.means(word.meaning, word.meaning_zh, "")
        }
    }
}

/// A word as data holds it, and in Chinese: each language has its own first.
fn both(word: &str, word_zh: &str) -> Message {
    Message::new(format!("{word} {word_zh}"), format!("{word_zh}（{word}）"))
}

fn all_of(products: &[String]) -> Message {
    Message::new(products.join(", "), products.join("、"))
}

struct Page<'a, W> {
    out: &'a mut W,
    terminal: Option<Terminal>,
    lang: Lang,
}

impl<W: Write> Page<'_, W> {
    fn head(&mut self, words: &Message) -> io::Result<()> {
        writeln!(self.out, "{}", words.in_lang(self.lang))
    }

    /// What it means: in English, the vendor's words below; a Chinese reader needs no English.
    fn means(&mut self, meaning: &'static str, meaning_zh: &'static str, note_zh: &'static str) -> io::Result<()> {
        self.says(&Message::of(meaning, meaning_zh))?;
        if note_zh.is_empty() { Ok(()) } else { self.field(&NOTE_ZH, &note_zh.into()) }
    }

    fn says(&mut self, meaning: &Message) -> io::Result<()> {
        self.field(&messages::means(), meaning)?;
        match self.lang {
            Lang::Zh => Ok(()),
            Lang::En => self.field(&MEANS_ZH, &meaning.in_lang(Lang::Zh).to_owned().into()),
        }
    }

    fn field(&mut self, name: &Message, words: &Message) -> io::Result<()> {
        let (mut name, words) = (name.in_lang(self.lang), words.in_lang(self.lang));
        let lines = match self.terminal {
            Some(terminal) => wrapped(words, terminal.columns - 2 - NAMES),
            None => vec![words.to_owned()],
        };
        for line in lines {
            writeln!(self.out, "  {}{line}", padded(name, NAMES))?;
            name = "";
        }
        Ok(())
    }
}
