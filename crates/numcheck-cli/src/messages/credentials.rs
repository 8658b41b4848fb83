use numcheck_core::messages;

messages! {
    both_set(env, file_env) { "{env} and {file_env} are both set", "{env} 和 {file_env} 同时设置了" }
    both_set_cure() { "keep one and unset the other", "只保留其中一个" }
    not_utf8(env) { "{env} is not UTF-8", "{env} 不是 UTF-8 文本" }
    not_utf8_cure(env) { "copy the credential into {env} again", "请重新把凭证复制到 {env}" }
    name_empty(env) { "{env} is empty", "{env} 是空的" }
    name_empty_cure(env) { "set {env} to a path, or unset it", "把 {env} 设为文件路径，或取消这个变量" }
    set_and_empty(env) { "{env} is set and empty", "{env} 已设置，但内容为空" }
    set_and_empty_cure(env) { "set {env} to the credential, or unset it", "把凭证写入 {env}，或取消这个变量" }
    file_empty(env) { "the file that {env} names is empty", "{env} 指向的文件是空的" }
    file_empty_cure(env) { "put the credential into the file that {env} names", "把凭证写入 {env} 指向的文件" }
    /// What is wrong, and where it stands.
    at(place, what) { "{place}: {what}", "{place}：{what}" }
    unreadable_cure(place) {
        "put the credential into that file, let this user read it, or name another one in {place}",
        "把凭证写入该文件并允许当前用户读取，或在 {place} 里指定另一个文件",
    }
    too_large() { "larger than 64 KiB: this is no credential", "超过 64 KiB，这不是凭证文件" }
    too_large_cure(place) { "name the credential's own file in {place}", "请在 {place} 里指定只存凭证的文件" }
    no_text() { "not UTF-8 text", "不是 UTF-8 文本" }
    no_text_cure() {
        "save it as UTF-8 text; a key in DER form becomes text by openssl rsa -pubin -inform DER -in KEY",
        "请另存为 UTF-8 文本；DER 格式的公钥可用 openssl rsa -pubin -inform DER -in KEY 转为文本",
    }
    not_set(env, credential) { "{env} is not set: {credential}", "{env} 未设置：{credential}" }
    set_it(env) {
        "set it, or put it into a file and name that in {env}_FILE",
        "设置该变量，或把凭证存成文件并由 {env}_FILE 指定",
    }
    set_each(env) {
        "set each, or put each into a file and name that in {env}_FILE, and so on",
        "逐个设置，或把凭证存成文件并由 {env}_FILE 等变量指定",
    }
    or_sandbox(cure) { "{cure}; to try without: --sandbox", "{cure}；没有凭证也能试用：--sandbox" }
    put(credential, env) {
        "put {credential} into {env}, or into the file that {env}_FILE names",
        "把{credential}写入 {env}，或写入 {env}_FILE 指定的文件",
    }
    configured_env_missing(env) { "it names {env}, which is not set", "指定了环境变量 {env}，但该变量没有设置" }
    configured_env_missing_cure(env) { "set {env}, or name another variable there", "请设置 {env}，或在那里改用别的变量" }
    configured_empty() { "the credential it names is empty", "指定的凭证内容为空" }
    configured_empty_cure() { "put the credential where it says, or take the line out", "把凭证放到指定位置，或删掉这一行" }
    readable_by_others(file, mode) {
        "{file} can be read by others (mode {mode})",
        "{file} 可被其他用户读取（权限 {mode}）",
    }
    readable_by_others_cure(file) { "chmod 600 {file}", "chmod 600 {file}" }
    command_not_started(program, why) { "{program} cannot be started: {why}", "{program} 无法启动：{why}" }
    command_not_started_cure() {
        "install that program, or name another way to the credential",
        "请安装该程序，或换一种方式提供凭证",
    }
    command_failed(program, how) { "{program} failed: {how}", "{program} 执行失败：{how}" }
    command_failed_cure(program) {
        "run {program} by hand as it stands there: it must print the credential as its first line",
        "按配置里的写法手动执行 {program}：第一行输出必须是凭证",
    }
    command_slow(program) { "{program} did not answer within 10 s", "{program} 10 秒内没有输出" }
    command_slow_cure(program) {
        "run {program} by hand once, so that it need not ask you anything",
        "先手动执行一次 {program}，避免它等待输入",
    }
    exit_status(status) { "exit code {status}", "退出码 {status}" }
    killed() { "ended by a signal", "被信号终止" }
    no_output() { "it printed nothing on standard output", "标准输出没有内容" }
    not_given(env) { "the credential {env} was not given", "没有提供凭证 {env}" }
    from_variable(env) { "from {env}", "来自 {env}" }
    from_file(file) { "from the file {file}", "来自文件 {file}" }
    from_command(program) { "from the command {program}", "来自命令 {program}" }
}
