//! What `kill -9` cannot show, because the page cache survives it: that an intent is on the disk, synced, before the first
//! byte of its request leaves. strace sees both.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::books;
use super::kill::Program;

/// The planted bug that only this finds.
pub(super) const BUG: &str = "no-sync";

const CALLS: &str = "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync";
/// Product, numbers, further flags: one request after another, and eight at once.
const RUNS: [(&str, u32, &[&str]); 2] =
    [("juhe/line-status", 60, &["--max-doubt", "5"]), ("ywjisu/line-status", 600, &[])];

/// Traces a few runs.
pub(super) fn run(program: &Program, dir: &Path) -> Result<(), String> {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        return Err("strace is not installed; on Debian: apt-get install strace".to_owned());
    }
    for (nth, (product, numbers, flags)) in RUNS.iter().enumerate() {
        let dir = dir.join(format!("trace-{nth}"));
        fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
        let list = (0..*numbers).fold(String::new(), |list, number| format!("{list}138{:07}1\n", number * 7));
        fs::write(dir.join("list.txt"), list).map_err(|error| error.to_string())?;
        let trace = dir.join("trace");
        let plain = program.command(&dir);
        let mut command = Command::new("strace");
        command.args(["-f", "-yy", "-s", "16384", "-e", CALLS, "-o"]).arg(&trace).arg(&program.path);
        command.args(["run", "list.txt", "--sandbox", "--no-progress", "-p", product]).args(*flags);
        command.current_dir(&dir).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let out = command.output().map_err(|error| format!("strace: {error}"))?;
        if !out.status.success() {
            return Err(format!(
                "the run under strace ended with {}: {}",
                out.status,
                String::from_utf8_lossy(&out.stderr)
            ));
        }
        let text = String::from_utf8_lossy(&fs::read(&trace).map_err(|error| error.to_string())?).into_owned();
        let sent = check(&text).map_err(|error| format!("{product}: {error}"))?;
        let billed = books::bill(&dir)?.len();
        if sent != billed || sent == 0 {
            return Err(format!("{product}: the trace shows {sent} requests, and the sandbox took {billed}"));
        }
        println!(
            "{product}: {sent} requests; before the first byte of each, its intent was written and a sync completed"
        );
    }
    Ok(())
}

/// Goes through a trace in its order. Gives how many requests were sent, every one with its intent synced.
fn check(trace: &str) -> Result<usize, String> {
    let mut written: Vec<&str> = Vec::new();
    let mut durable: Vec<&str> = Vec::new();
    // What each thread is in the middle of; for a sync, what it covers.
    let mut under_way: HashMap<&str, (&str, Vec<&str>)> = HashMap::new();
    let mut sent = 0;
    for line in trace.lines() {
        let Some((thread, event)) = line.split_once(' ') else { continue };
        let event = event.trim_start();
        if !event.starts_with("<... ") {
            // The call begins: what a sync covers is written by now, and what is sent now must be durable by now.
            let covered = if is_sync(event) { std::mem::take(&mut written) } else { Vec::new() };
            if is_request(event) {
                sent += 1;
                let numbers = numbers_of(event).ok_or("a request's numbers are not in its first write")?;
                if !durable.iter().any(|page| page.contains(&numbers)) {
                    return Err(format!(
                        "request {sent} was sent, and no sync had completed after its intent was written"
                    ));
                }
            }
            under_way.insert(thread, (event, covered));
        }
        if event.ends_with("<unfinished ...>") {
            continue;
        }
        let Some((call, covered)) = under_way.remove(thread) else { continue };
        if is_sync(call) && event.ends_with("= 0") {
            durable.extend(covered);
        } else if is_ledger_write(call) {
            written.push(call);
        }
    }
    Ok(sent)
}

fn is_sync(call: &str) -> bool {
    (call.starts_with("fsync(") || call.starts_with("fdatasync(")) && call.contains("ledger.sandbox.db-wal>")
}

fn is_ledger_write(call: &str) -> bool {
    call.starts_with("pwrite") && call.split(", ").next().is_some_and(|file| file.ends_with("ledger.sandbox.db-wal>"))
}

fn is_request(call: &str) -> bool {
    call.contains("<TCP:[") && call.contains("\"POST /")
}

/// The numbers of a form, as the ledger writes them.
fn numbers_of(call: &str) -> Option<String> {
    let body = call.split_once("mobiles=")?.1;
    let end = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '%').unwrap_or(body.len());
    Some(body[..end].replace("%2C", ","))
}

#[cfg(test)]
mod tests {
    use super::check;

    const INTENT: &str = r#"7 pwrite64(11</x/ledger.sandbox.db-wal>, "\0\00113800000001,13800000002", 4096, 0) = 4096"#;
    const SYNC: &str = "7 fdatasync(11</x/ledger.sandbox.db-wal>) = 0";
    const POST: &str = r#"8 writev(16<TCP:[a->b]>, [{iov_base="POST /q HTTP/1.1\r\n"}, {iov_base="key=k&mobiles=13800000001%2C13800000002"}], 2) = 9"#;

    #[test]
    fn a_request_needs_a_completed_sync_after_its_intent() {
        let check = |lines: &[&str]| check(&lines.join("\n"));
        assert_eq!(check(&[INTENT, SYNC, POST]), Ok(1));
        assert!(check(&[INTENT, POST, SYNC]).is_err());
        assert!(check(&[SYNC, INTENT, POST]).is_err());
        assert!(check(&[INTENT, POST]).is_err());
        assert!(
            check(&[INTENT, "7 fdatasync(11</x/ledger.sandbox.db-wal>) = -1 EIO (Input/output error)", POST]).is_err()
        );
        // Begun, and not completed when the request leaves.
        let begun = "7 fdatasync(11</x/ledger.sandbox.db-wal> <unfinished ...>";
        let completed = "7 <... fdatasync resumed>) = 0";
        assert!(check(&[INTENT, begun, POST, completed]).is_err());
        assert_eq!(check(&[INTENT, begun, completed, POST]), Ok(1));
        // Begun before the intent was written.
        assert!(check(&[begun, INTENT, completed, POST]).is_err());
    }
}
