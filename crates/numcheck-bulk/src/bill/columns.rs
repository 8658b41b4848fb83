use crate::input::Record;
use crate::{Error, Result};

/// What a column of a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Count,
    Day,
    Order,
    Product,
}

/// Headers that vendors and people give the columns, without blanks and marks, in lower case; the likeliest first.
const HEADERS: &[(Role, &str, &[&str])] = &[
    (
        Role::Order,
        "order",
        &[
            "子流水号",
            "流水号",
            "交易流水号",
            "请求流水号",
            "订单号",
            "订单编号",
            "orderid",
            "orderno",
            "requestid",
            "serialno",
        ],
    ),
    (
        Role::Day,
        "day",
        &[
            "计费日期",
            "账单日期",
            "扣费时间",
            "计费时间",
            "调用时间",
            "请求时间",
            "查询时间",
            "调用日期",
            "统计日期",
            "日期",
            "时间",
            "day",
            "date",
            "billingdate",
            "time",
            "calltime",
            "requesttime",
            "datetime",
            "createdat",
        ],
    ),
    (
        Role::Count,
        "count",
        &[
            "计费条数",
            "计费次数",
            "计费数量",
            "计费量",
            "扣费条数",
            "扣费次数",
            "收费条数",
            "收费次数",
            "消费条数",
            "消费次数",
            "计费数",
            "countfee",
            "billed",
            "billedcount",
            "条数",
            "次数",
            "数量",
            "count",
            "quantity",
            "units",
        ],
    ),
    (
        Role::Product,
        "product",
        &[
            "产品",
            "产品名称",
            "产品编码",
            "接口",
            "接口名称",
            "数据名称",
            "服务",
            "服务名称",
            "业务",
            "业务名称",
            "product",
            "productname",
            "api",
            "apiname",
            "service",
            "interface",
        ],
    ),
];

/// Which column of a statement holds what.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Role and place, with the header as it stands there.
    pub found: Vec<(Role, usize, String)>,
}

impl Columns {
    /// Finds the columns in a header line; `None` where the line is no header of a statement.
    pub(super) fn of(record: &Record) -> Option<Self> {
        let plain: Vec<String> = record.fields().map(folded).collect();
        let mut found: Vec<(Role, usize, String)> = Vec::new();
        for (role, _, names) in HEADERS {
            let taken = |at: &usize| found.iter().all(|(_, place, _)| place != at);
            let place = names.iter().find_map(|name| plain.iter().position(|cell| cell == name).filter(taken));
            if let Some(at) = place {
                found.push((*role, at, record.field(at).unwrap_or_default().trim().to_owned()));
            }
        }
        let columns = Self { found };
        columns.is_enough().then_some(columns)
    }

    /// The columns the owner names: `day=日期,count=条数,order=流水号,product=产品`, by header or by number from 1.
    pub(super) fn named(name: &str, words: &str, record: &Record) -> Result<Self> {
        let mut columns = Self::default();
        for part in words.split([',', '，']).filter(|part| !part.trim().is_empty()) {
            let (role, header) = part.split_once('=').unwrap_or_default();
            let known = HEADERS.iter().find(|(_, word, _)| *word == role.trim());
            let (role, _, _) = known.ok_or_else(|| {
                let words =
                    "write --columns day=HEADER,count=HEADER,order=HEADER,product=HEADER, each of them if there is one";
                let zh = "请按 --columns day=表头,count=表头,order=表头,product=表头 来写，有哪列写哪列";
                Error::Usage(numcheck_core::Message::new(words, zh))
            })?;
            let header = header.trim();
            let place = record.fields().position(|cell| cell.trim() == header);
            let by_number = || header.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < record.len());
            let at = place.or_else(by_number).ok_or_else(|| missing(name, header, record))?;
            columns.found.push((*role, at, record.field(at).unwrap_or_default().trim().to_owned()));
        }
        if columns.is_enough() { Ok(columns) } else { Err(too_few(name, record)) }
    }

    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.found.iter().find(|(known, ..)| *known == role).map(|(_, at, _)| *at)
    }

    /// Something can be compared: an order id, or a day with a count.
    fn is_enough(&self) -> bool {
        self.place(Role::Order).is_some() || (self.place(Role::Day).is_some() && self.place(Role::Count).is_some())
    }
}

impl Role {
    pub(super) fn word(self) -> &'static str {
        HEADERS.iter().find(|(role, ..)| *role == self).map_or("", |(_, word, _)| word)
    }
}

pub(super) fn too_few(name: &str, record: &Record) -> Error {
    let there = shown(record);
    Error::Input(numcheck_core::Message::new(
        format!(
            "{name} has no column of order ids, nor of days and counts: its columns are {there}; name them with --columns day=HEADER,count=HEADER or order=HEADER"
        ),
        format!(
            "{name} 里没有认出流水号列，也没有认出日期和计费条数列：现有的列是 {there}；请用 --columns day=表头,count=表头 或 order=表头 指明"
        ),
    ))
}

fn missing(name: &str, header: &str, record: &Record) -> Error {
    let there = shown(record);
    Error::Usage(numcheck_core::Message::new(
        format!("{name} has no column {header:?}: its columns are {there}"),
        format!("{name} 里没有“{header}”这一列：现有的列是 {there}"),
    ))
}

/// The cells of a line as they can be shown.
fn shown(record: &Record) -> String {
    let cells =
        record.fields().take(20).map(|cell| numcheck_core::mask_text(cell).chars().take(20).collect::<String>());
    cells.collect::<Vec<_>>().join(", ")
}

/// `计费条数（条）` is 计费条数, `Order ID` is orderid.
fn folded(cell: &str) -> String {
    let cell = cell.split(['(', '（']).next().unwrap_or_default();
    cell.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
