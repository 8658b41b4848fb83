//! `numcheck explain`: what a vendor's code, a status or a word of the output means.

use std::io::{self, Write};

use numcheck_core::{Message, mask_text};
use serde::Serialize;

use crate::Registry;
use crate::args::{ExplainArgs, TextOrJson};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::lang;
use crate::messages::explain as messages;
use crate::output::terminal::Terminal;
use crate::output::{any_of, json};

mod find;
mod show;
mod words;

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    #[serde(flatten)]
    meaning: &'a find::Meaning,
}

pub(crate) fn run(registry: &Registry, args: &ExplainArgs) -> Result<Exit, Failure> {
    let query = args.query.trim();
    let found = find::find(registry, query, args.vendor.as_deref());
    if found.is_empty() {
        return Err(undocumented(registry, query, args.vendor.as_deref()));
    }
    let terminal = Terminal::stdout();
    let mut out = io::stdout().lock();
    let written = found.iter().enumerate().try_for_each(|(at, meaning)| match args.format {
        TextOrJson::Json => json::write_line(&mut out, &Line { v: 1, meaning }),
        TextOrJson::Text => {
            if at > 0 {
                writeln!(out)?;
            }
            show::text(&mut out, meaning, terminal, lang::current())
        }
    });
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

fn undocumented(registry: &Registry, query: &str, vendor: Option<&str>) -> Failure {
    let whose = vendor.map_or_else(|| any_of(&registry.vendors()), |vendor| Message::from(vendor.to_owned()));
    let near = find::near(registry, query, vendor);
    let what = if query.bytes().all(|b| b.is_ascii_digit()) {
        messages::undocumented(mask_text(query), whose)
    } else {
        let word = mask_text(query);
        messages::no_such_word(Message::new(format!("{word:?}"), format!("“{}”", word.escape_debug())), whose)
    };
    let cure = match near.as_slice() {
        [] => messages::undocumented_cure(),
        near => messages::near(Message::new(near.join(", "), near.join("、"))),
    };
    Failure::question(what, cure)
}
