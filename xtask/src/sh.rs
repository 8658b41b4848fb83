//! Runs other programs from the root of the workspace.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong, in words for whoever called xtask.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    // `cargo run` says where the package is now; where it was compiled may be gone.
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), Path::to_path_buf)
}

/// A cargo command, to be run at the root, with nothing on its stdin.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root()).stdin(Stdio::null());
    // What `cargo run` tells xtask of its package would make build scripts that watch it run again.
    for (name, _) in std::env::vars_os() {
        let told =
            name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if told {
            command.env_remove(name);
        }
    }
    command
}

/// Whether `cargo TOOL` is installed.
pub(crate) fn has(tool: &str) -> bool {
    let mut command = cargo([tool, "--version"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Runs a command, its output shown as it comes.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| format!("{} does not start: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", shown(command))) }
}

/// Runs a command and gives what it wrote to stdout.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{} does not start: {error}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(text) } else { Err(format!("{} failed\n{text}", shown(command))) }
}

/// Which of its streams a command reports on.
pub(crate) enum Stream {
    Stderr,
    Stdout,
}

/// Runs a command, gives each line of one of its streams to `see`, and says whether the command succeeded.
pub(crate) fn watch(command: &mut Command, stream: &Stream, mut see: impl FnMut(&str)) -> Result<bool> {
    match stream {
        Stream::Stderr => command.stderr(Stdio::piped()),
        Stream::Stdout => command.stdout(Stdio::piped()),
    };
    let mut child = command.spawn().map_err(|error| format!("{} does not start: {error}", shown(command)))?;
    let pipe: Option<Box<dyn BufRead>> = match stream {
        Stream::Stderr => child.stderr.take().map(|pipe| Box::new(BufReader::new(pipe)) as _),
        Stream::Stdout => child.stdout.take().map(|pipe| Box::new(BufReader::new(pipe)) as _),
    };
    for line in pipe.into_iter().flat_map(|pipe| pipe.split(b'\n')).map_while(std::result::Result::ok) {
        see(String::from_utf8_lossy(&line).trim_end_matches('\r'));
    }
    let status = child.wait().map_err(|error| format!("{} was lost: {error}", shown(command)))?;
    Ok(status.success())
}

/// `always` where a person watches, for commands whose output goes through a pipe.
pub(crate) fn colour() -> &'static str {
    if std::io::stderr().is_terminal() { "always" } else { "auto" }
}

/// Runs this command of xtask again, built with the crates it needs.
#[cfg_attr(
    all(feature = "bench", feature = "crash", feature = "hostile", feature = "record", feature = "tidy"),
    expect(dead_code, reason = "every command is built in")
)]
pub(crate) fn again_with_feature(command: &str, args: &[String]) -> Result {
    // What is measured is what is released.
    let profile = if command == "bench" { "release" } else { "dev" };
    let mut again =
        cargo(["run", "--quiet", "--profile", profile, "--package", "xtask", "--features", command, "--", command]);
    let status = again
        .args(args)
        .stdin(Stdio::inherit())
        .current_dir(std::env::current_dir().unwrap_or_else(|_| root()))
        .status()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    // It has said what went wrong.
    if status.success() { Ok(()) } else { std::process::exit(status.code().unwrap_or(1)) }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    command.get_args().fold(program, |line, arg| format!("{line} {}", arg.to_string_lossy()))
}
