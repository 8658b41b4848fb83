//! The chores of the workspace: `cargo xtask` lists them.

use std::process::ExitCode;

#[cfg(feature = "bench")]
mod bench;
mod ci;
mod contract;
mod counts;
#[cfg(feature = "crash")]
mod crash;
mod fixtures;
mod fuzz;
#[cfg(feature = "hostile")]
mod hostile;
mod new_vendor;
#[cfg(feature = "record")]
mod record;
#[cfg(any(feature = "record", feature = "tidy"))]
mod secrets;
mod sh;
mod supply;
mod test;
#[cfg(feature = "tidy")]
mod tidy;

const USAGE: &str = "\
cargo xtask test [ARG...]                       run all tests of the workspace, the contract tests among them
cargo xtask contract [VENDOR[/PRODUCT[/CASE]]]  run the contract tests alone, and show them as a table
cargo xtask crash [--kills N] [--seed S]         kill runs anywhere, resume them, compare the books (--planted, --trace)
cargo xtask hostile [WORD...]                   give the tool what would hurt, and watch its time and memory (--list)
cargo xtask bench [memory|resume] [--rounds N]   race a run with its ledger against bare HTTP and a plain program
cargo xtask counts [--fix]                       compare the instructions of the hot paths with the counts in the tree
cargo xtask fuzz [--seconds N] [TARGET...]       hostile input for every reader of what others wrote, 60 s a target
cargo xtask record VENDOR/PRODUCT NUMBER...     make a scrubbed fixture from a live call, or from the sandbox (--sandbox)
cargo xtask supply [--check]                      what each published crate brings; --check: licences, sources, promises
cargo xtask new-vendor NAME                     scaffold the crate of a vendor (--check: prove that the scaffold holds)
cargo xtask tidy [--fix]                        tie documents to code; --fix writes the generated tables anew
cargo xtask ci [STEP...]                        run what CI runs, or these steps of it";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, args) = args.split_first().map_or(("help", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    let done = match command {
        #[cfg(feature = "bench")]
        "bench" => bench::run(args),
        #[cfg(not(feature = "bench"))]
        "bench" => sh::again_with_feature(command, args),
        "ci" => ci::run(args),
        "contract" => contract::run(args),
        "counts" => counts::run(args),
        #[cfg(feature = "crash")]
        "crash" => crash::run(args),
        #[cfg(not(feature = "crash"))]
        "crash" => sh::again_with_feature(command, args),
        #[cfg(feature = "hostile")]
        "hostile" => hostile::run(args),
        #[cfg(not(feature = "hostile"))]
        "hostile" => sh::again_with_feature(command, args),
        "fuzz" => fuzz::run(args),
        "new-vendor" => new_vendor::run(args),
        #[cfg(feature = "record")]
        "record" => record::run(args),
        #[cfg(not(feature = "record"))]
        "record" => sh::again_with_feature(command, args),
        "supply" => supply::run(args),
        "test" => test::run(args),
        #[cfg(feature = "tidy")]
        "tidy" => tidy::run(args),
        #[cfg(not(feature = "tidy"))]
        "tidy" => sh::again_with_feature(command, args),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("xtask: there is no command {other:?}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask {command}: {message}");
            ExitCode::FAILURE
        }
    }
}
