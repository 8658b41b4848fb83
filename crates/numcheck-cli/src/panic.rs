//! What a panic says: where it was, and its words only where they are a constant of the program's.
//!
//! Words that were put together at run time may hold a number or a credential, of ours as of a vendor crate that others wrote.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};

use numcheck_core::Message;

use crate::lang;
use crate::messages::fault as messages;

/// Replaces what this process prints of a panic while `work` is done, the panic of `work` itself too.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> std::thread::Result<T> {
    let usual = take_hook();
    set_hook(Box::new(print));
    let done = catch_unwind(AssertUnwindSafe(work));
    set_hook(usual);
    done
}

fn print(panic: &PanicHookInfo<'_>) {
    let mut told = report(panic).in_lang(lang::current()).to_owned() + "\n";
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        told += &trace.to_string();
    }
    // Not above the line of progress: that takes a lock, which the thread that panics may hold.
    let _ = io::stderr().write_all(told.as_bytes());
}

fn report(panic: &PanicHookInfo<'_>) -> Message {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let what = match panic.payload().downcast_ref::<&'static str>() {
        Some(words) => messages::panicked(place, *words),
        None => messages::panicked_in_silence(place),
    };
    Message::join([messages::error(what), messages::cure(messages::panicked_cure())], "\n", "\n")
}
