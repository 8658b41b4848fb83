//! `numcheck run`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("run", "检测整份名单，绝不重复查询：中断或崩溃后，再执行同一条命令即可继续"),
    ("run.list", "名单：XLSX、XLS、CSV 或文本，UTF-8、UTF-16 或 GBK；写 - 则读取标准输入"),
    ("run.products", "查询用的产品；可用逗号列出多个，前一个查不到的，由下一个接着查"),
    ("run.next_on", "这些状态的号码也交给下一个产品：如 not_in_database（库无）"),
    (
        "run.output",
        "结果写到哪里，可以是 .csv、.xlsx、.txt 或 .ndjson；不写则为 名单文件名.results.csv，写 - 则输出到标准输出",
    ),
    ("run.dry_run", "只说明会查多少、花多少，不发任何请求"),
    ("run.sample", "均匀抽取 N 个号码试查；去掉它再执行同一条命令，会查其余的号码"),
    ("run.rate", "请求频率上限：5/s、300/min"),
    ("run.concurrency", "同时进行的请求数"),
    ("run.max_doubt", "最多允许多少个号码因程序崩溃而计费存疑；设小会减少每批数量和并发"),
    ("run.max_billed", "最多计费多少条，中断续跑合并计算"),
    ("run.max_cost", "最多花多少钱，中断续跑合并计算；须同时写 --price"),
    ("run.price", "每个号码的单价：0.01，或 juhe/line-status=0.01"),
    ("run.reuse", "沿用以往任务和查询中不超过这么久的结果：7d；写 none 则不沿用"),
    ("run.in_doubt", "计费存疑的号码怎么办：列出来，不再理会，或重新查询（可能重复付费）；不写则列出来"),
    ("run.in_doubt=declare", "列出来：退出码为 8，并写成一个文件"),
    ("run.in_doubt=repay", "重新查询：可能重复付费"),
    ("run.in_doubt=skip", "不再理会：不算这次任务的问题"),
    ("run.repay_on", "遇到这个代码也重查，即使可能重复付费"),
    ("run.new", "即使名单已有任务，也另建一个"),
    ("run.sandbox_faults", "沙箱里模拟哪些故障：预设方案，或 lost=0.01,delay=50ms,quota=1000 这样的组合"),
    ("run.progress", "在标准错误如何显示进度"),
    ("run.progress=auto", "在终端里是一行不断刷新的进度，否则每 10 秒一行"),
    ("run.progress=json", "每秒及结束时各一行 JSON 对象"),
    ("run.progress=line", "每 10 秒一行"),
    ("run.progress=none", "不显示"),
    ("run.no_progress", "不在标准错误输出进度"),
];
