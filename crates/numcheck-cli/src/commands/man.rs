//! `numcheck man`: the manual pages, one for each command.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap_mangen::Man;
use numcheck_core::Lang;

use crate::args::{self, ManArgs};
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::shell as messages;
use crate::{Registry, lang, output};

/// The titles of sections that readers of Chinese pages know.
const TITLES: &[(&str, &str)] = &[
    ("NAME", "名称"),
    ("SYNOPSIS", "概要"),
    ("DESCRIPTION", "描述"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXAMPLES", "示例"),
    ("VERSION", "版本"),
];

pub(crate) fn run(registry: &Registry, args: &ManArgs) -> Result<Exit, Failure> {
    let mut command = args::for_reading(registry).disable_help_subcommand(true);
    command.build();
    let Some(dir) = &args.dir else {
        let mut out = io::stdout().lock();
        let written = page(&command).and_then(|page| out.write_all(page.as_bytes())).and_then(|()| out.flush());
        return written.map_or_else(|error| super::of_write(&error), |()| Ok(Exit::Done));
    };
    let failed = |path: &Path, error: io::Error| {
        Failure::question(messages::page_failed(path, error), messages::page_failed_cure())
    };
    fs::create_dir_all(dir).map_err(|error| failed(dir, error))?;
    let mut pages = 0;
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        let path = dir.join(format!("{}.1", name(&command)));
        page(&command).and_then(|page| fs::write(&path, page)).map_err(|error| failed(&path, error))?;
        pages += 1;
        open.extend(command.get_subcommands().filter(|sub| sub.get_name() != "help").cloned());
    }
    output::say(messages::pages_written(pages, dir.display()));
    Ok(Exit::Done)
}

/// `numcheck-runs-show`.
fn name(command: &clap::Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &clap::Command) -> io::Result<String> {
    // One line: the facts of the build are no part of a manual.
    let command = command.clone().version(env!("CARGO_PKG_VERSION")).long_version(None);
    let examples = command.get_before_long_help().map(ToString::to_string).unwrap_or_default();
    let has_subcommands = command.has_subcommands();
    let man = Man::new(command);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    write_examples(&mut page, &examples)?;
    man.render_options_section(&mut page)?;
    if has_subcommands {
        man.render_subcommands_section(&mut page)?;
    }
    man.render_version_section(&mut page)?;
    let mut page = args::framed(String::from_utf8_lossy(&page).into_owned());
    if lang::current() == Lang::Zh {
        for (title, title_zh) in TITLES {
            page = page.replace(&format!(".SH {title}\n"), &format!(".SH {title_zh}\n"));
        }
        // Lines of Chinese may break between characters, and have no gaps to be spread.
        page = format!(".mso zh.tmac\n{}", page.replacen("\n.SH ", "\n.ad l\n.SH ", 1));
    }
    Ok(page)
}

/// The examples as they stand, line for line; their heading is the section's.
fn write_examples(page: &mut Vec<u8>, examples: &str) -> io::Result<()> {
    if examples.is_empty() {
        return Ok(());
    }
    writeln!(page, ".SH EXAMPLES\n.nf")?;
    for line in examples.lines().skip(1) {
        writeln!(page, "{}", line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq"))?;
    }
    writeln!(page, ".fi")
}
