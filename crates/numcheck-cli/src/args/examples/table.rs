//! The examples themselves, by command.

/// The examples of a command (`runs show`; the tool itself has no name): each a command line, and what it does in English
/// and in Chinese.
type Examples = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

pub(super) const EXAMPLES: &[Examples] = &[
    (
        "",
        &[
            ("numcheck demo", "see it work in seconds: no account, nothing paid", "几秒钟看懂：不需要账号，不花钱"),
            (
                "numcheck check --sandbox 13800000001 13800000004",
                "ask about numbers, in the sandbox: nothing is paid",
                "查几个号码，用沙箱，不花钱",
            ),
            (
                "numcheck run list.csv --sandbox",
                "clean a list; after a stop the same command goes on",
                "检测一份名单；中断后再执行同一条命令即可继续",
            ),
            (
                "numcheck explain 10012",
                "what a vendor's code means, and whose turn it is",
                "服务商的代码什么意思、由谁处理",
            ),
        ],
    ),
    (
        "bill",
        &[
            ("numcheck bill", "this month, by day, product and key", "本月费用，按天、产品和凭证列出"),
            (
                "numcheck bill --month 2026-11 --statement juhe.csv",
                "against the vendor's statement",
                "与服务商的对账单核对",
            ),
        ],
    ),
    (
        "check",
        &[
            ("numcheck check --sandbox 13800000001", "try it: no account, nothing paid", "试一试：不需要账号，不花钱"),
            ("numcheck check '+86 138-0000-0001' 13800000004", "as people write them", "号码怎么写都行"),
            (
                "numcheck check -p juhe/network-status --encrypt rsa 13800000001",
                "the number travels encrypted",
                "号码加密传输",
            ),
            (
                "numcheck check -f json - < numbers.txt",
                "one number a line, one object a line",
                "每行一个号码，每行一个对象",
            ),
        ],
    ),
    (
        "completions",
        &[
            (
                "numcheck completions bash > ~/.local/share/bash-completion/completions/numcheck",
                "for bash",
                "用于 bash",
            ),
            (
                "numcheck completions zsh > ~/.zfunc/_numcheck",
                "for zsh, with ~/.zfunc in fpath",
                "用于 zsh，fpath 里要有 ~/.zfunc",
            ),
            ("numcheck completions fish > ~/.config/fish/completions/numcheck.fish", "for fish", "用于 fish"),
            ("numcheck completions powershell >> $PROFILE", "for PowerShell", "用于 PowerShell"),
        ],
    ),
    (
        "config",
        &[
            (
                "numcheck config init",
                "a numcheck.toml with every setting as a comment",
                "生成 numcheck.toml，配置项都写成注释",
            ),
            ("numcheck config check", "is every file valid?", "检查所有配置文件"),
            (
                "numcheck config show --origin",
                "what holds, and where each setting comes from",
                "查看生效的配置及其来源",
            ),
        ],
    ),
    (
        "config check",
        &[
            ("numcheck config check", "is every file valid?", "检查所有配置文件"),
            ("numcheck config check --config other.toml", "is this one?", "检查指定的配置文件"),
        ],
    ),
    (
        "config init",
        &[
            ("numcheck config init", "for this folder and those in it", "对当前目录及其子目录生效"),
            ("numcheck config init --user", "for all folders", "对本人的所有目录生效"),
        ],
    ),
    (
        "config show",
        &[
            (
                "numcheck config show --origin",
                "what holds, and where each setting comes from",
                "查看生效的配置及其来源",
            ),
            ("numcheck config show --profile night", "what holds in a profile", "查看某个方案下生效的配置"),
        ],
    ),
    (
        "config trust",
        &[
            (
                "numcheck config trust",
                "let the file found from this folder do what it says",
                "信任从当前目录找到的配置",
            ),
            ("numcheck config trust --revoke", "and no longer", "取消信任"),
        ],
    ),
    (
        "demo",
        &[
            ("numcheck demo", "in ./numcheck-demo", "在 ./numcheck-demo 目录里演示"),
            ("numcheck demo show-it", "in a folder of your own", "换一个目录"),
        ],
    ),
    (
        "doctor",
        &[
            ("numcheck doctor", "is everything in order? nothing is sent", "检查环境是否就绪；不发任何请求"),
            ("numcheck doctor -f json", "one object a line, for programs", "每行一个对象，供程序读取"),
        ],
    ),
    (
        "explain",
        &[
            ("numcheck explain 10012", "a vendor's code", "服务商的错误码"),
            ("numcheck explain 沉默号", "a status, in either language", "一种状态，中英文都可以"),
            ("numcheck explain in-doubt", "a word of the output", "输出里的词"),
        ],
    ),
    (
        "man",
        &[
            ("numcheck man | man -l -", "read the page of the tool", "查看总页"),
            ("numcheck man ~/.local/share/man/man1", "install all pages", "安装全部手册页"),
            ("numcheck man --lang zh ~/.local/share/man/zh_CN/man1", "the same in Chinese", "安装中文手册页"),
        ],
    ),
    (
        "normalize",
        &[
            ("numcheck normalize list.csv -o numbers.txt", "the numbers alone, each once", "只要号码，去重"),
            (
                "numcheck normalize list.csv -f csv",
                "each line: what it is, and why not",
                "逐行说明是什么号码、哪里有问题",
            ),
            ("numcheck normalize - < list.txt", "from standard input", "从标准输入读取"),
        ],
    ),
    (
        "products",
        &[
            ("numcheck products", "limits, and which credentials are there", "各产品的限制，以及凭证是否已设置"),
            ("numcheck products -f json", "for programs", "供程序读取"),
        ],
    ),
    (
        "run",
        &[
            (
                "numcheck run list.csv --dry-run",
                "what it would ask and cost; nothing is sent",
                "会查多少、花多少；不发任何请求",
            ),
            ("numcheck run list.csv --sandbox", "the whole of it, simulated", "用沙箱完整走一遍"),
            ("numcheck run list.csv --price 0.01 --max-cost 50CNY", "stop before more is spent", "花到上限之前停下"),
            (
                "numcheck run list.csv -p juhe/line-status,ywjisu/line-status --next-on not_in_database",
                "ask a second vendor what the first does not know",
                "第一家库无的号码再查第二家",
            ),
        ],
    ),
    (
        "runs",
        &[
            ("numcheck runs list", "all of them, the newest first", "全部任务，最近的在前"),
            ("numcheck runs show 3", "what became of its lines, and the money", "逐行统计和费用"),
            ("numcheck runs export 3 -o list.results.csv", "the results again", "重新导出结果"),
        ],
    ),
    (
        "runs export",
        &[
            ("numcheck runs export 3 -o results.csv", "one file", "一个文件"),
            ("numcheck runs export 3 -o results.csv --split-by status", "a file a status", "每种状态一个文件"),
        ],
    ),
    (
        "runs list",
        &[
            ("numcheck runs list", "the runs of the ledger", "台账里的任务"),
            ("numcheck runs list --sandbox", "those of the sandbox", "沙箱里的任务"),
        ],
    ),
    (
        "runs purge",
        &[
            ("numcheck runs purge 3 4", "these runs and their numbers", "这些任务及其号码"),
            (
                "numcheck runs purge --older-than 90d",
                "all of 90 days ago or before, checks too",
                "90 天以前的全部任务和 check 记录",
            ),
        ],
    ),
    (
        "runs settle",
        &[
            ("numcheck runs settle 3 --not-paid", "the bill does not have them: ask again", "账单里没有：可以重查"),
            (
                "numcheck runs settle 3 --paid --correct",
                "--not-paid was said, and was wrong",
                "之前误登记为未计费，全部更正",
            ),
            ("numcheck runs settle 3 --paid --request 17", "one request is on the bill", "有一次请求在账单里"),
        ],
    ),
    (
        "runs show",
        &[
            ("numcheck runs show 3", "for people", "供人阅读"),
            ("numcheck runs show 3 -f json", "for programs", "供程序读取"),
        ],
    ),
    (
        "runs report",
        &[
            ("numcheck runs report 3 --html report.html", "a page to be handed on", "一个可以转给别人的网页"),
            ("numcheck runs report 3 --json", "for programs", "供程序读取"),
        ],
    ),
    (
        "schema",
        &[
            ("numcheck schema", "what there is", "有哪些格式"),
            ("numcheck schema check > check.v1.json", "that of check's lines", "check 输出的格式"),
        ],
    ),
    (
        "sandbox",
        &[
            (
                "numcheck sandbox",
                "the vendors on a free port, until Ctrl-C",
                "在空闲端口模拟各家服务商，按 Ctrl-C 结束",
            ),
            ("numcheck sandbox --port 8080 --faults flaky", "with faults that come and go", "模拟时好时坏的服务商"),
            ("numcheck sandbox --faults lost=0.01,quota=1000,seed=7", "these faults", "指定故障"),
        ],
    ),
];
