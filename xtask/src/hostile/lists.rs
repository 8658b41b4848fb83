//! Lists that are too long, hollow, or never end.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use super::process;
use super::tool::Tool;
use super::trial::{MOST_MIB, Trial, Verdict};

const FEW: &str = "13800100001\n13800100002\n";
const TEN_GB: u64 = 10 << 30;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::new("list, 10 GB of zeros", |tool, dir| refused(tool, dir, "", "list.txt is no text")),
        Trial::new("list, 10 GB of zeros behind two numbers", |tool, dir| {
            refused(tool, dir, FEW, "list.txt is no text")
        }),
        Trial::new("list, 10 GB of zeros behind 60000 numbers", |tool, dir| {
            refused(tool, dir, &FEW.repeat(30_000), "from byte 7")
        }),
        Trial::new("list, a line of 4 GB", line),
        Trial::new("list, 300 MiB by a pipe", pipe),
    ]
}

/// A list with a hole behind it, which a run must refuse at once, with the place and the cure.
fn refused(tool: &Tool, dir: &Path, text: &str, words: &str) -> Result<Verdict, String> {
    let io = |error: std::io::Error| error.to_string();
    std::fs::write(dir.join("few.txt"), FEW).map_err(io)?;
    std::fs::write(dir.join("list.txt"), text).map_err(io)?;
    let list = File::options().write(true).open(dir.join("list.txt")).map_err(io)?;
    list.set_len(TEN_GB).map_err(io)?;
    let run = |list: &str| {
        let args = format!("run {list} -p juhe/line-status --sandbox --no-progress --column 1");
        process::run(&mut tool.command(dir, &args), dir)
    };
    let base = run("few.txt")?;
    let ended = run("list.txt")?;
    let mut verdict = Verdict::new(format!("exit code {}", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(3), base.peak_mib, MOST_MIB);
    verdict.hold(base.code == Some(0), || format!("the harmless one failed: {}", base.last_words()));
    verdict.hold(ended.code == Some(5) && ended.err.contains(words), || ended.last_words());
    Ok(verdict)
}

/// It is no number; those before and behind it are.
fn line(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let io = |error: std::io::Error| error.to_string();
    std::fs::write(dir.join("few.txt"), FEW).map_err(io)?;
    let mut list = BufWriter::new(File::create(dir.join("list.txt")).map_err(io)?);
    list.write_all(b"13800100001\n").map_err(io)?;
    let block = vec![b'7'; 1 << 20];
    (0..4096).try_for_each(|_| list.write_all(&block)).map_err(io)?;
    list.write_all(b"\n13800100002\n").and_then(|()| list.flush()).map_err(io)?;
    let normalize = |list: &str| process::run(&mut tool.command(dir, &format!("normalize {list}")), dir);
    let base = normalize("few.txt")?;
    let ended = normalize("list.txt")?;
    let mut verdict = Verdict::new(format!("{} numbers", ended.out.lines().count()));
    verdict.takes(&ended, Duration::from_secs(120), base.peak_mib, MOST_MIB);
    verdict.hold(ended.out.contains("13800100001") && ended.out.contains("13800100002"), || ended.last_words());
    Ok(verdict)
}

/// What comes by a pipe is held in memory, so there is an end to it.
fn pipe(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let normalize = |input: &[u8]| process::run_with(&mut tool.command(dir, "normalize -"), dir, input);
    let base = normalize(FEW.as_bytes())?;
    let ended = normalize(&FEW.repeat(300 << 20 >> 4).into_bytes())?;
    let mut verdict = Verdict::new(format!("exit code {}", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(20), base.peak_mib, 520.0);
    verdict.hold(ended.code == Some(5) && ended.err.contains("longer than 256 MiB"), || ended.last_words());
    Ok(verdict)
}
