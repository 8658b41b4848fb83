use std::path::PathBuf;

use clap::Args;

/// Show what this tool does, in seconds: no account, no network, nothing paid.
///
/// It makes a folder with a sample list, asks the vendors simulated on this machine, has one of them fail in the middle, goes
/// on, and holds what the answers cost against the vendors' own bill. Each step is a command that can be given again.
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    /// The folder to make; one that the demo made before is used again.
    #[arg(value_name = "DIR", default_value = "numcheck-demo")]
    pub(crate) dir: PathBuf,
}
