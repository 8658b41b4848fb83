//! `numcheck normalize`: what a list holds, and its numbers spelled alike. Nothing is sent.

use std::io;
use std::path::Path;

use numcheck_bulk::Warnings;
use numcheck_bulk::input::{List, Record, unread};
use numcheck_core::{Message, PhoneNumber};

use super::reading;
use crate::args::NormalizeArgs;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::normalize as messages;
use crate::output::say;
use crate::state;

mod rows;
mod seen;
mod tally;
mod target;

use rows::{Row, Rows};
use seen::Seen;
use tally::Tally;
use target::Target;

pub(crate) fn run(args: &NormalizeArgs) -> Result<Exit, Failure> {
    let list = List::open(
        reading::source(&args.list).map_err(Failure::without_money)?,
        &reading::options(&args.reading).map_err(Failure::without_money)?,
    )
    .map_err(|error| free(&error))?;
    let name = list.source().name();
    let target = Target::of(args.output.as_deref(), list.source().path())?;
    say(messages::list(&name, list.form(), list.column().name()));

    let mut rows = Rows::new(target, args.format.unwrap_or_else(|| rows::format_of(args.output.as_deref())));
    let mut tally = Tally::default();
    // The list is read to its end although the reader of the numbers has gone: the counts are of the whole.
    let mut written = rows.begin();
    let (mut seen, mut warnings) = (Seen::default(), Warnings::default());
    let mut records = list.records().map_err(|error| free(&error))?;
    let mut record = Record::default();
    while records.next(&mut record).map_err(|error| {
        Failure::new(Exit::NoInput, messages::unread(&name, unread(&error)), Message::default()).without_money()
    })? {
        warnings.record(&list, &record);
        if list.is_header(&record) || record.fields().all(|field| field.trim().is_empty()) {
            continue;
        }
        let text = record.field(list.column().index).unwrap_or_default();
        let number = PhoneNumber::parse(text);
        warnings.number(record.line, number.as_ref());
        let duplicate_of = number.as_ref().ok().and_then(|number| seen.first_line(number, record.line));
        let row = Row { line: record.line, text, number: number.as_ref(), duplicate_of };
        tally.add(&row);
        if written.is_ok() {
            written = rows.write(&row);
        }
    }
    let path = match written.and_then(|()| rows.finish()) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => None,
        Err(error) => {
            let to = args.output.as_deref().map_or("-".into(), Path::to_string_lossy);
            return Err(Failure::unexpected(messages::unwritten(to, &error)));
        }
    };
    tally.say();
    warnings.messages(&list).into_iter().for_each(say);
    if let Some(path) = path {
        say(messages::written(path.display()));
    }
    match tally.exit() {
        Exit::NoInput => {
            Err(Failure::new(Exit::NoInput, messages::nothing(), messages::nothing_cure()).without_money())
        }
        exit => Ok(exit),
    }
}

fn free(error: &numcheck_bulk::Error) -> Failure {
    state::of_bulk(error).without_money()
}
