use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use super::Replay;
use crate::fixture::{Case, cases};
use crate::laws::block_on;

/// Runs every case below a folder as a test of its name.
pub(super) fn run(replay: Replay, dir: &Path) -> ExitCode {
    let arguments = Arguments::from_args();
    let replay = Arc::new(replay);
    let trials = match cases(dir) {
        Ok(cases) => cases.into_iter().map(|case| trial(&replay, case)).collect(),
        Err(error) => vec![Trial::test("fixtures", move || Err(Failed::from(error)))],
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(replay: &Arc<Replay>, case: Case) -> Trial {
    let replay = Arc::clone(replay);
    Trial::test(case.name.clone(), move || {
        let fixture = case.read().map_err(Failed::from)?;
        block_on(replay.run(&fixture)).map_err(Failed::from)
    })
}
