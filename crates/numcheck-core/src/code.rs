use crate::{Charge, Error, ErrorKind, Message, RetryHint};

/// One row of a vendor's code table: what a code means, whose turn it is, whether asking again can help and
/// whether it cost money.
///
/// A vendor crate keeps its rows in one `const` table in `codes.rs`; its checkers, the `explain` command and
/// the coverage check of the contract tests all read that table.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The code as the vendor's document prints it.
    pub code: &'static str,
    /// The product it belongs to, `vendor/product`; `None` when it belongs to all of the vendor's.
    pub product: Option<&'static str>,
    /// What is wrong.
    pub kind: ErrorKind,
    /// Whether asking again could help.
    pub retry: RetryHint,
    /// Whether the attempt may have cost money.
    pub charge: Charge,
    /// Who can do something about it.
    pub turn: Turn,
    /// The meaning in English.
    pub meaning: &'static str,
    /// The meaning in the vendor's words.
    pub meaning_zh: &'static str,
    /// A sentence of ours in Chinese where the vendor's words leave out what the English says: the cure, or what the document
    /// does not tell. Empty where they suffice.
    pub note_zh: &'static str,
}

impl CodeRow {
    /// The error this row stands for, with the vendor's words beside it (masked and capped when kept).
    pub fn error(&self, vendor_words: Option<&str>) -> Error {
        let meaning_zh = match self.note_zh {
            "" => self.meaning_zh.to_owned(),
            note => format!("{}：{note}", self.meaning_zh),
        };
        Error::new(self.kind, self.charge, Message::new(self.meaning, meaning_zh))
            .with_retry(self.retry)
            .with_table_code(self.code)
            .with_vendor_words(vendor_words.unwrap_or_default())
            .with_turn(self.turn)
    }
}

/// The row of a code for a product: the product's own row if there is one, else the vendor's.
pub fn find_code<'a>(table: &'a [CodeRow], product: &str, code: &str) -> Option<&'a CodeRow> {
    let of = |owner: Option<&str>| table.iter().find(|row| row.product == owner && row.code == code);
    of(Some(product)).or_else(|| of(None))
}

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Turn {
    /// The owner of the account: credentials, balance, permissions, addresses.
    Account,
    /// Whoever made the request: numbers and settings.
    Caller,
    /// The people of this software: an answer nobody has documented.
    Maintainer,
    /// The network between the two.
    Network,
    /// The vendor.
    Vendor,
}

impl Turn {
    /// The word for it: `account`, `caller`, `maintainer`, `network`, `vendor`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Caller => "caller",
            Self::Maintainer => "maintainer",
            Self::Network => "network",
            Self::Vendor => "vendor",
        }
    }
}

/// One row of a product's table of statuses or marks: what a digit means there.
///
/// The digits are a product's own: `0` is a dead number at one and a live one at the next.
#[derive(Clone, Copy, Debug)]
pub struct StatusRow {
    /// The product it belongs to, `vendor/product`.
    pub product: &'static str,
    /// The vendor's digit.
    pub code: &'static str,
    /// The normalised word, `vacant`.
    pub word: &'static str,
    /// The vendor's word, `空号`.
    pub word_zh: &'static str,
    /// What it means, in English.
    pub meaning: &'static str,
    /// What the vendor's document says of it.
    pub meaning_zh: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_the_table_is_shown_however_long_it_is() {
        let row = CodeRow {
            code: "2002671020",
            product: None,
            kind: ErrorKind::Auth,
            retry: RetryHint::Never,
            charge: Charge::FREE,
            turn: Turn::Account,
            meaning: "x",
            meaning_zh: "x",
            note_zh: "",
        };
        assert_eq!(row.error(None).code(), Some("2002671020"));
    }
}
