//! Writes the tables in Markdown.

use std::fmt::Write;

use numcheck_core::{Basis, Charge, CodeRow, ErrorKind, NumberKind, RetryHint, StatusRow, Turn};

use super::Language::{self, Chinese, English};
use super::Vendor;

pub(super) fn products(language: Language, vendors: &[Vendor]) -> String {
    let head = match language {
        Chinese => ["产品", "名称", "一次最多", "号码", "时限", "依据"],
        English => ["product", "name", "numbers a request", "kinds of number", "deadline", "built from"],
    };
    let rows = vendors.iter().flat_map(|vendor| vendor.products).map(|product| {
        let (name, seconds) = match language {
            Chinese => (product.title_zh(), "秒"),
            English => (product.title(), "s"),
        };
        [
            format!("`{}`", product.id()),
            name.to_owned(),
            product.max_batch().to_string(),
            kinds(language, product.accepted()),
            format!("{} {seconds}", product.deadline().as_secs()),
            match language {
                Chinese => product.document().replace(", ", "，"),
                English => product.document().to_owned(),
            },
        ]
    });
    table(&head, rows)
}

fn kinds(language: Language, kinds: &[NumberKind]) -> String {
    let all = kinds.len() == NumberKind::ALL.len();
    let words = kinds.iter().map(|kind| match (language, kind) {
        (Chinese, NumberKind::International) => "境外号码",
        (Chinese, NumberKind::Iot) => "物联网号",
        (Chinese, NumberKind::Landline) => "固话",
        (Chinese, NumberKind::Mobile) => "手机号",
        (Chinese, NumberKind::Service) => "服务号码",
        (_, kind) => kind.word(),
    });
    match language {
        Chinese if all => "任意号码".to_owned(),
        English if all => "any".to_owned(),
        Chinese => words.collect::<Vec<_>>().join("、"),
        English => words.collect::<Vec<_>>().join(", "),
    }
}

pub(super) fn codes(language: Language, vendors: &[Vendor]) -> String {
    let head = match language {
        Chinese => ["代码", "产品", "含义", "类别", "谁处理", "重试", "计费"],
        English => ["code", "product", "meaning", "kind", "whose turn", "ask again", "charge"],
    };
    let rows = vendors.iter().flat_map(|vendor| {
        let exceptions = move |row: &CodeRow| {
            let own = vendor.codes.iter().filter(|other| other.code == row.code && other.product.is_some());
            own.filter(|_| row.product.is_none()).collect::<Vec<_>>()
        };
        let general = |row: &&CodeRow| {
            row.product.is_none() || !vendor.codes.iter().any(|other| other.product.is_none() && other.code == row.code)
        };
        vendor.codes.iter().filter(general).map(move |row| code_row(language, vendor, row, &exceptions(row)))
    });
    table(&head, rows)
}

/// A row; where one product has a rule of its own for the code, it stands behind the vendor's.
fn code_row(language: Language, vendor: &Vendor, row: &CodeRow, exceptions: &[&CodeRow]) -> [String; 7] {
    let answered = vendor.no_record.contains(&row.code);
    let cell = |of: &dyn Fn(&CodeRow) -> String| {
        let differing = exceptions.iter().filter(|other| of(other) != of(row));
        differing.fold(of(row), |cell, other| {
            let product = other.product.unwrap_or_default().rsplit('/').next().unwrap_or_default();
            match language {
                Chinese => format!("{cell}；{product}：{}", of(other)),
                English => format!("{cell}; {product}: {}", of(other)),
            }
        })
    };
    let meaning = match language {
        Chinese if row.note_zh.is_empty() => row.meaning_zh.to_owned(),
        Chinese => format!("{}（{}）", row.meaning_zh, row.note_zh),
        English => row.meaning.to_owned(),
    };
    [
        row.code.to_owned(),
        row.product.map_or_else(|| format!("`{}/*`", vendor.name), |product| format!("`{product}`")),
        meaning,
        match (language, answered) {
            (Chinese, true) => "结果：无记录".to_owned(),
            (Chinese, false) => kind(row.kind).to_owned(),
            (English, true) => "an answer: no record".to_owned(),
            (English, false) => format!("`{}`", row.kind.word()),
        },
        match language {
            _ if answered => "—".to_owned(),
            Chinese => turn(row.turn).to_owned(),
            English => format!("`{}`", row.turn.word()),
        },
        cell(&|row| retry(language, row.retry)),
        cell(&|row| charge(language, row.charge, answered)),
    ]
}

/// 类别
fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Auth => "鉴权失败",
        ErrorKind::InvalidRequest => "请求有误",
        ErrorKind::Protocol => "返回异常",
        ErrorKind::Quota => "次数或余额用尽",
        ErrorKind::RateLimited => "请求过于频繁",
        ErrorKind::Transport => "网络故障",
        ErrorKind::Unavailable => "服务不可用",
        other => other.word(),
    }
}

/// 谁处理
fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Account => "账户方",
        Turn::Caller => "调用方",
        Turn::Maintainer => "numcheck 维护者",
        Turn::Network => "网络",
        Turn::Vendor => "服务商",
        other => other.word(),
    }
}

fn retry(language: Language, hint: RetryHint) -> String {
    match (language, hint) {
        (Chinese, RetryHint::Never) => "不重试".to_owned(),
        (Chinese, RetryHint::Backoff) => "退避".to_owned(),
        (Chinese, RetryHint::After(pause)) => format!("{} 秒后", pause.as_secs()),
        (English, RetryHint::Never) => "never".to_owned(),
        (English, RetryHint::Backoff) => "backoff".to_owned(),
        (English, RetryHint::After(pause)) => format!("after {} s", pause.as_secs()),
    }
}

/// A charge that nobody states is in doubt where the answer is lost, and unstated where there is one.
fn charge(language: Language, charge: Charge, answered: bool) -> String {
    let word = match (language, charge) {
        (Chinese, Charge::Billed(_)) => "计费",
        (Chinese, Charge::Free(_)) => "不计费",
        (Chinese, Charge::Unknown) if answered => "计费未说明",
        (Chinese, Charge::Unknown) => "计费存疑",
        (English, Charge::Unknown) if answered => "unstated",
        (English, Charge::Unknown) => "in doubt",
        (English, known) => known.word(),
    };
    match (language, charge.basis()) {
        (_, None) => word.to_owned(),
        (Chinese, Some(Basis::Documented)) => format!("{word}（文档）"),
        (Chinese, Some(Basis::Inferred)) => format!("{word}（推断）"),
        (English, Some(basis)) => format!("{word} ({})", basis.word()),
    }
}

pub(super) fn statuses(language: Language, vendors: &[Vendor]) -> String {
    let head = match language {
        Chinese => ["产品", "代码", "状态", "含义"],
        English => ["product", "digit", "status", "meaning"],
    };
    let rows = vendors.iter().flat_map(|vendor| vendor.statuses).map(|row: &StatusRow| {
        let meaning = match language {
            Chinese => row.meaning_zh,
            English => row.meaning,
        };
        [
            format!("`{}`", row.product),
            row.code.to_owned(),
            format!("`{}` {}", row.word, row.word_zh),
            meaning.to_owned(),
        ]
    });
    table(&head, rows)
}

fn table<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(N));
    for row in rows {
        let cells = row.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tables::VENDORS;

    #[test]
    fn a_product_with_its_own_rule_shares_the_row() {
        let table = codes(English, &VENDORS);
        assert_eq!(table.matches("| 10014 |").count(), 1);
        let row = "| 10014 | `juhe/*` | the vendor failed inside | `unavailable` | `vendor` | backoff; line-status: after 5 s | in doubt; line-status: free (documented) |";
        assert!(table.contains(row), "{table}");
        assert!(codes(Chinese, &VENDORS).contains("| 510101 | `ywjisu/*` | 用户产品可用数量不足 |"));
    }

    #[test]
    fn an_answer_is_no_failure() {
        let line = |language| {
            let table = codes(language, &VENDORS);
            table.lines().find(|line| line.contains("| 224922 |")).expect("it is documented").to_owned()
        };
        assert!(line(English).ends_with("| an answer: no record | — | never | unstated |"), "{}", line(English));
        assert!(line(Chinese).ends_with("| 结果：无记录 | — | 不重试 | 计费未说明 |"), "{}", line(Chinese));
    }

    #[test]
    fn the_chinese_columns_are_chinese() {
        let table = codes(Chinese, &VENDORS);
        for line in table.lines().skip(2) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            for cell in [cells[4], cells[5]] {
                assert!(!cell.contains(|c: char| c.is_ascii_alphabetic()), "{line}");
            }
        }
        assert!(table.contains("| 403000 |") && table.contains("用户校验失败，请联系客服（"), "{table}");
        assert!(
            table.contains("| 10012 | `juhe/*` | 请求超过次数限制 | 次数或余额用尽 | 账户方 | 不重试 |"),
            "{table}"
        );
        assert!(table.contains("| 系统异常 | 服务不可用 | 服务商 | 不重试 | 计费存疑 |"), "{table}");
    }

    #[test]
    fn every_code_product_and_status_is_there() {
        for vendor in &VENDORS {
            for row in vendor.codes {
                assert!(codes(Chinese, &VENDORS).contains(&format!("| {} |", row.code)), "{}", row.code);
            }
            for product in vendor.products {
                assert!(products(English, &VENDORS).contains(product.title()), "{}", product.id());
            }
            for row in vendor.statuses {
                assert!(statuses(English, &VENDORS).contains(row.meaning), "{row:?}");
            }
        }
    }

    #[test]
    fn a_cell_cannot_break_its_table() {
        assert_eq!(table(&["a"], [["x|y\nz".to_owned()]].into_iter()), "| a |\n|---|\n| x\\|y z |\n");
    }
}
