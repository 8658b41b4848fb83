//! The transcripts of `tests/cmd`, which read as documentation and are run as tests, and the pages whose commands they hold.
//!
//! Between ```` ```console ```` fences a line `$ numcheck …` is run, `? N` is its exit code, and what follows is all it prints:
//! `...` stands for any lines, `[..]` for any part of one.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use numcheck_bulk::input::Encoding;

/// Commands of the READMEs that no transcript runs, and why not.
const NOT_RUN: &[(&str, &str)] = &[
    // What is written is read by the shells in `shell`.
    ("numcheck completions bash > numcheck.bash", "a shell's redirection"),
];

const CUSTOMERS: &str = "姓名,手机号,城市\r\n王伟,13800000001,北京\r\n李娜,１３８００００００01,上海\r\n\
                         张敏,+86 139-0000-0002,杭州\r\n刘洋,13900000003.0,苏州\r\n,,\r\n陈静,010-62345678,北京\r\n\
                         杨丽,1.38E+10,西安\r\n赵强,1380013,武汉\r\n";

#[test]
fn every_transcript_is_what_the_tool_says() {
    // The transcripts inherit the environment, and some would ask a real vendor if a key were in it.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let harmless = ["NUMCHECK_LANG", "NUMCHECK_REQUIRE_"];
        assert!(
            !name.starts_with("NUMCHECK_") || harmless.iter().any(|begin| name.starts_with(begin)),
            "unset {name}: nothing may be paid by a test"
        );
    }
    let scratch = tempfile::tempdir().expect("a folder");
    for transcript in transcripts() {
        let name = transcript.file_name().expect("a name");
        let copy = scratch.path().join(name);
        fs::copy(&transcript, &copy).expect("it can be copied");
        furnish(&copy.with_extension("in"));
    }
    let home = scratch.path().join("home");
    let home = home.to_str().expect("UTF-8");
    let cases = trycmd::TestCases::new();
    cases.register_bin("numcheck", Path::new(env!("CARGO_BIN_EXE_numcheck")));
    // Nobody's settings and language.
    for (name, value) in [
        ("HOME", home),
        ("LC_ALL", "C"),
        ("NO_COLOR", "1"),
        ("NUMCHECK_LANG", "en"),
        ("XDG_CONFIG_HOME", home),
        ("XDG_STATE_HOME", home),
    ] {
        cases.env(name, value);
    }
    cases.case(scratch.path().join("*.md"));
    cases.run();
}

#[test]
fn every_command_of_the_readmes_has_a_transcript() {
    let written: BTreeSet<String> = transcripts()
        .iter()
        .flat_map(|transcript| read(transcript).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| Some(line.strip_prefix("$ ")?.to_owned()))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for page in ["README.md", "README.zh-CN.md"] {
        let commands = commands(&read(&root.join(page)));
        assert!(commands.len() > 10, "{page}: {commands:?}");
        let missing: Vec<&String> = commands
            .iter()
            .filter(|command| !written.contains(*command) && !NOT_RUN.iter().any(|(not_run, _)| not_run == command))
            .collect();
        assert!(missing.is_empty(), "{page} has commands without a transcript in tests/cmd/readme.md: {missing:#?}");
        for (not_run, why) in NOT_RUN {
            assert!(commands.iter().any(|command| command == not_run), "{page} has no {not_run} any more ({why})");
        }
    }
}

#[test]
fn a_command_of_a_page_is_found_however_it_is_started() {
    let page = "```sh\nnumcheck products  # which there are\ncargo run --release -p numcheck-cli -- sandbox\n\
                cargo xtask test\nexport A=b\n```\nnumcheck not here\n```console\n$ numcheck nor here\n```\n";
    assert_eq!(commands(page), ["numcheck products", "numcheck sandbox"]);
}

/// What the shell blocks of a page call this tool with.
fn commands(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut shell = false;
    for line in page.lines() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            shell = !shell && info == "sh";
            continue;
        }
        let line = line.split("  #").next().unwrap_or_default().trim();
        let built = line.strip_prefix("cargo run --release -p numcheck-cli -- ").map(|args| format!("numcheck {args}"));
        let ours = built.or_else(|| line.starts_with("numcheck ").then(|| line.to_owned()));
        commands.extend(ours.filter(|_| shell));
    }
    commands
}

/// The files that the transcripts name, in the folder of one of them.
fn furnish(folder: &Path) {
    fs::create_dir(folder).expect("a folder");
    let mut list = String::new();
    for n in 0..10_000 {
        writeln!(list, "138001{n:05}").expect("memory can be written");
    }
    fs::write(folder.join("list.txt"), list).expect("a list");
    fs::write(folder.join("customers.csv"), Encoding::Gb18030.encode(CUSTOMERS)).expect("a list");
}

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let files = fs::read_dir(folder).expect("the folder of the transcripts").flatten().map(|file| file.path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
