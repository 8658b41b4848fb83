use numcheck_core::messages;

messages! {
    /// What the database says, with the cure where there is one.
    wrong(path, error, cure) { "the ledger {path}: {error}{cure}", "台账 {path}：{error}{cure}" }
    cure_damaged() {
        ": it is damaged; keep it, and restore a copy or begin another with --ledger",
        "。文件已损坏：请保留原件，恢复备份，或用 --ledger 另建一本",
    }
    rows_changed(path, rows) {
        "the ledger {path} is not what was written ({rows} places): the disk, a copy of the file or another program has changed it, and it is believed in nothing. Keep it, and restore a copy or begin another with --ledger",
        "台账 {path} 与写入时的内容不符（{rows} 处）：可能是磁盘出错、复制不完整，或被其他程序改动过，其中的记录一概不采信。请保留原件，恢复备份，或用 --ledger 另建一本",
    }
    log_damaged(path) {
        "the log of the ledger, {path}-wal, is damaged: requests recorded in it may be lost, and could be paid for twice. Restore a copy of both files. Only if the power failed while it was written: sqlite3 {path} \"PRAGMA wal_checkpoint(TRUNCATE)\" keeps what is whole, and what is not was never sent",
        "台账的日志 {path}-wal 已损坏：其中的请求记录可能丢失，号码可能被重复计费。请恢复这两个文件的备份。如果只是写入时断电，可执行 sqlite3 {path} \"PRAGMA wal_checkpoint(TRUNCATE)\"，完好的部分会保留，损坏的部分对应的请求并未发出",
    }
    log_unread(log, error) { "the log {log}: {error}", "日志文件 {log}：{error}" }
    cure_no_ledger() {
        ": it is no ledger; name another file with --ledger",
        "。这不是台账文件，请用 --ledger 指定别的文件",
    }
    cure_disk_full() {
        ": make room on the disk, then give the same command again",
        "。请先腾出磁盘空间，再执行同一条命令",
    }
    cure_busy() {
        ": another program holds it; try again when it is done",
        "。另一个程序正占用着它，等它结束后再试",
    }
    cure_read_only() {
        ": it may only be read; give it back its owner's write permission",
        "。文件是只读的，请恢复属主的写权限",
    }
    cannot_be_made(path, error) { "the ledger {path} cannot be made: {error}", "无法建立台账 {path}：{error}" }
    is_a_folder(path) { "the ledger {path} is a folder: name a file", "台账 {path} 是个目录，请指定一个文件" }
    other_version(path, found, own) {
        "the ledger {path} is of version {found}, and this program writes version {own}: use the program that made it, or name another file with --ledger",
        "台账 {path} 的版本是 {found}，本程序写的是版本 {own}：请用建立它的那个版本，或用 --ledger 指定别的文件",
    }
    other_program(path) {
        "the ledger {path} is a database of another program: name another file with --ledger",
        "{path} 是别的程序的数据库，不是台账：请用 --ledger 指定别的文件",
    }
    lock(path, error) { "the lock {path}: {error}", "锁文件 {path}：{error}" }
    /// Who holds the lock.
    process(id) { "process {id}", "进程 {id}" }
    another_process() { "another process", "另一个进程" }
    alive(ledger, owner) {
        "a run of the ledger {ledger} is alive in {owner}: wait for it, or name another ledger with --ledger",
        "台账 {ledger} 上有任务正在运行（{owner}）：请等它结束，或用 --ledger 指定另一本台账",
    }
    thread_not_started(error) { "the ledger's thread cannot be started: {error}", "台账的写入线程无法启动：{error}" }
    thread_gone() { "the ledger's thread is gone", "台账的写入线程已退出" }
    not_written(error) { "the ledger cannot be written: {error}", "台账无法写入：{error}" }
    not_written_full(error) {
        "the ledger cannot be written: {error}. Make room on the disk, then give the same command again",
        "台账无法写入：{error}。请先腾出磁盘空间，再执行同一条命令",
    }
    answers_missing(request) {
        "request {request} of the ledger has not one answer a number: it is damaged",
        "台账中请求 {request} 的结果与号码对不上，台账已损坏",
    }
    no_run(ledger, run) {
        "the ledger {ledger} has no run {run}: see numcheck runs list",
        "台账 {ledger} 里没有任务 {run}，请看 numcheck runs list",
    }
    purge_no_run(run) {
        "the ledger has no run {run}: see numcheck runs list",
        "台账里没有任务 {run}，请看 numcheck runs list",
    }
    purge_in_doubt(run) {
        "run {run} has numbers in doubt, which would be bought again unknowingly",
        "任务 {run} 还有计费存疑的号码，删掉后可能在不知情时重复付费",
    }
    purge_traces() {
        "what was forgotten may still be read in the ledger's files: another program has it open. End it, and purge again",
        "已删除的内容可能还留在台账文件里，因为有别的程序正打开着它。请关闭该程序后再清除一次",
    }
    purge_used(user, run) {
        "run {user} uses answers of run {run}: forget both, or neither",
        "任务 {user} 沿用了任务 {run} 的结果：请一并删除，或都保留",
    }
    purge_in_doubt_cure(run) {
        "settle it first with numcheck runs settle {run}", "请先用 numcheck runs settle {run} 登记结论"
    }
}
