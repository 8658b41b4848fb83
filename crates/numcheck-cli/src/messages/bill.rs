use numcheck_core::messages;

messages! {
    title(month) { "Bill of {month}, by the ledger; days of Beijing time", "{month} 账单（依据台账，按北京时间）" }
    nothing(month) { "the ledger has no request of {month}", "台账里没有 {month} 的请求" }
    col_day() { "day", "日期" }
    col_product() { "product", "产品" }
    col_key() { "key", "凭证" }
    col_requests() { "requests", "请求" }
    // Each time one is sent counts.
    col_numbers() { "asked", "查询条数" }
    col_billed() { "billed", "计费" }
    col_unstated() { "unstated", "计费未说明" }
    col_doubt() { "in doubt", "计费存疑" }
    col_receipts() { "receipts", "计费回执" }
    col_cost() { "cost", "费用" }
    total() { "total", "合计" }
    key_note() { "key: a label of the credentials that asked, which reveals nothing of them; - where it was not recorded", "“凭证”列只是代号，不会泄露凭证；- 表示未记录" }
    receipt_note(requests) { "receipts: none for requests that may have cost money: {requests}", "有 {requests} 次可能计费的请求没有计费回执" }
    price_note(units) { "cost: {units} units have no price, because the run or check did not say one", "有 {units} 条没有单价，未计入费用" }

    // The statement.
    statement(file, lines) { "Statement {file}: {lines} lines", "对账单 {file}：共 {lines} 行" }
    columns(columns) { "  columns: {columns}", "  认出的列：{columns}" }
    role_day(header) { "day = {header}", "日期 = {header}" }
    role_count(header) { "count = {header}", "计费条数 = {header}" }
    role_order(header) { "order id = {header}", "流水号 = {header}" }
    role_product(header) { "product = {header}", "产品 = {header}" }
    outside(lines) { "  {lines} lines are of other months and left out", "  {lines} 行不在这个月，未计入" }
    unreadable(lines, first) { "  {lines} lines cannot be read and are left out: line {first}", "  {lines} 行无法识别，未计入：第 {first} 行" }
    compared(ours, theirs) { "  compared: {ours} numbers billed by the ledger, {theirs} by the statement", "  核对范围内：台账计费 {ours} 条，对账单 {theirs} 条" }
    agrees_title() { "Agrees", "一致" }
    agrees_order(day, product, requests, numbers) { "  {day}  {product}  {numbers} numbers, {requests} requests by their order ids", "  {day}  {product}  {numbers} 条，按流水号核对 {requests} 次请求" }
    agrees_day(day, product, numbers) { "  {day}  {product}  {numbers} numbers, by the day's total", "  {day}  {product}  {numbers} 条，按当日合计核对" }
    differs_title() { "Differs", "不一致" }
    differs(day, product, which, ours, theirs, why) { "  {day}  {product}  {which}ours {ours}, theirs {theirs}: {why}", "  {day}  {product}  {which}台账 {ours}，对账单 {theirs}：{why}" }
    which_request(request) { "request {request}, ", "请求 {request}，" }
    which_order(order) { "order {order}, ", "流水号 {order}，" }
    why_count() { "the counts differ", "条数不同" }
    why_not_in_ledger() { "the ledger has no such request", "台账里没有这笔" }
    why_not_in_statement() { "the statement has no such line", "对账单里没有这笔" }
    why_in_doubt() { "explained by numbers in doubt or unstated: they were likely billed", "与计费存疑或计费未说明的号码吻合，很可能已计费" }
    more(n) { "  and {n} more", "  另有 {n} 项" }
    unverifiable_title() { "Cannot be verified", "无法核对" }
    unverifiable(day, product, numbers, why) { "  {day}  {product}  {numbers} numbers: {why}", "  {day}  {product}  {numbers} 条：{why}" }
    cannot_in_doubt() { "in doubt: sent, and the answer lost", "计费存疑：已发出，结果丢失" }
    cannot_unstated() { "answered, and the vendor does not say whether it is billed", "已有结果，服务商未说明是否计费" }
    cannot_no_count() { "the statement has no count for these order ids", "对账单里这些流水号没有条数" }
    cannot_no_order_id() { "the vendor gave no order id, and the statement has no total of the day", "服务商没有给流水号，对账单也没有当日合计" }
    cannot_unknown_product() { "no product of the ledger is called so", "台账里没有这个名称的产品" }
    all_products() { "all products", "全部产品" }
    verdict_agrees() { "All that can be compared agrees.", "能核对的全部一致。" }
    verdict_differs(n) { "Differences: {n}. Settle what was in doubt with numcheck runs settle, and ask the vendor about the rest.", "有 {n} 处不一致：计费存疑的用 numcheck runs settle 登记结论，其余请向服务商核实。" }
    verdict_nothing() { "Nothing could be compared.", "没有可核对的内容。" }

    // Bad input.
    bad_month(month) { "{month} is not a month", "{month} 不是有效的月份" }
    bad_month_cure() { "write it as in --month 2026-11", "格式如 --month 2026-11" }
    future_month(month) { "{month} has not begun", "{month} 尚未到来" }
    future_month_cure(now) { "name {now} or an earlier month", "请写 {now} 或更早的月份" }
    no_product(product) { "{product} is no product of this tool", "没有 {product} 这个产品" }
    no_product_cure() { "see numcheck products", "可用的产品见 numcheck products" }
    verdict_differs_for_sure(n) {
        "Differences: {n}. Ask the vendor about them.", "有 {n} 处不一致，请向服务商核实。"
    }
    nothing_cure(product) {
        "Say which product the statement is of: --product {product}; or name its columns with --columns.",
        "请说明这是哪个产品的对账单：--product {product}；或用 --columns 指定各列。",
    }
}
