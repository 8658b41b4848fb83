//! One work, done so that its instructions can be counted: `counted NAME`; without a name, the names.

use std::process::ExitCode;

use numcheck_benches::WORK;

fn main() -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        println!("{}", WORK.iter().map(|work| work.name).collect::<Vec<_>>().join("\n"));
        return ExitCode::SUCCESS;
    };
    let Some(work) = WORK.iter().find(|work| work.name == name) else {
        eprintln!("there is no work {name:?}");
        return ExitCode::from(2);
    };
    // Once before it is counted: what is set up at a first use is no part of the work.
    let right = [(work.make)()(), counted_from_here(&mut *(work.make)())];
    if right == [work.count; 2] {
        return ExitCode::SUCCESS;
    }
    eprintln!("{name}: {right:?} of {} numbers are right: what is counted does not work", work.count);
    ExitCode::FAILURE
}

/// Callgrind counts from here until it returns: the name is what `cargo xtask counts` looks for.
#[inline(never)]
fn counted_from_here(work: &mut dyn FnMut() -> usize) -> usize {
    work()
}
