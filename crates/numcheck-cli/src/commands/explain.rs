//! `numcheck explain`: what a vendor's code, a status or a word of the output means.

use std::io::{self, Write};

use numcheck_core::mask_text;
use serde::Serialize;

use crate::Registry;
use crate::args::{ExplainArgs, TextOrJson};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::output::json;
use crate::output::terminal::Terminal;

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
            show::text(&mut out, meaning, terminal)
        }
    });
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

fn undocumented(registry: &Registry, query: &str, vendor: Option<&str>) -> Failure {
    let whose = vendor.map_or_else(|| registry.vendors().join(" or "), str::to_owned);
    let near = find::near(registry, query, vendor);
    let is_code = query.bytes().all(|b| b.is_ascii_digit());
    let what = if is_code {
        format!(
            "{} is undocumented: no code and no status of {whose}; an error with it is taken for a protocol error, whose \
             charge is unknown unless the vendor's document says that no error is charged",
            mask_text(query)
        )
    } else {
        format!("{:?} is no word of numcheck, nor of {whose}", mask_text(query))
    };
    let cure = match near.as_slice() {
        [] => "give a code as the vendor sent it, or a word as numcheck printed it".to_owned(),
        near => format!("these are near: {}", near.join(", ")),
    };
    Failure::question(what, cure)
}
