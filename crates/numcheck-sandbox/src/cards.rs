//! The test cards: which number gets which answer.
//!
//! One rule: the card with the longest [`ending`](Card::ending) that a number ends in and whose product is
//! asked decides. One digit chooses a status; eight digits, `00009NNN`, script an error or an odd reply.
//! So `13800000004` is 沉默号 and `13800009012` makes a Juhe request fail with 10012, while a list of
//! arbitrary numbers meets such a card about once in a million.

mod table;

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Serialize;

pub use self::table::CARDS;
use crate::Product;

/// One line of the rule.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct Card {
    /// The digits a number ends in.
    pub ending: &'static str,
    /// The products this card works at.
    pub products: &'static [Product],
    /// What is answered.
    pub answer: Answer,
    /// How the reply is odd, if it is.
    pub shape: Shape,
    /// Whether the sandbox bills the number.
    pub billed: bool,
    /// The vendor's words for it, or what happens.
    pub words: &'static str,
}

/// What a card answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The whole request fails with this vendor code.
    Error(u32),
    /// The whole request is answered with this HTTP status and no vendor reply.
    Http(u16),
    /// Success without an answer for this number: no row, at caller-id no mark.
    Nothing,
    /// Success with this line status, network state or caller mark, in the product's own digits.
    Status(u32),
}

/// How a reply departs from the documents' samples, in ways these vendors' replies are known to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The envelope's code is text where the sample has an integer, or the other way round.
    CodeRetyped,
    /// The row lacks `lastTime`, or `province` and `city`.
    FieldsMissing,
    /// The error's `result` is text that repeats the caller's key.
    KeyEchoed,
    /// The error carries `resultcode` and no `error_code`.
    LegacyCodeOnly,
    /// A business: `name`, `teldesc` and `catnames`, as in the document's 10086.
    Merchant,
    /// ywjisu's `resultCode` is 200000, as in its table, instead of its sample's 000000.
    TableSuccessCode,
    /// The row's integers are text and its texts integers.
    TypesSwapped,
    /// As in the sample.
    Usual,
}

impl Card {
    /// A number that draws this card, for examples and tests.
    pub fn example(&self) -> String {
        if self.ending == table::HOTLINE {
            return self.ending.into();
        }
        let stem = "13800000000";
        format!("{}{}", &stem[..stem.len() - self.ending.len()], self.ending)
    }

    /// Whether this card decides the envelope of a whole batch, not one row.
    pub(crate) fn rules_batch(&self) -> bool {
        matches!(self.answer, Answer::Error(_) | Answer::Http(_))
            || matches!(self.shape, Shape::CodeRetyped | Shape::TableSuccessCode)
    }
}

/// The card that `number` draws at `product`, or `None` if it ends in no digit.
pub fn draw(product: Product, number: &str) -> Option<&'static Card> {
    let last = usize::from(number.bytes().last()?.wrapping_sub(b'0'));
    by_last_digit(product).get(last)?.iter().find(|card| number.ends_with(card.ending)).copied()
}

/// The cards of a product by the last digit of their ending, the longest first: batches draw thousands.
fn by_last_digit(product: Product) -> &'static [Vec<&'static Card>; 10] {
    type Index = [[Vec<&'static Card>; 10]; Product::ALL.len()];
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let mut index = Index::default();
        for card in CARDS {
            let last = card.ending.bytes().last().map_or(0, |digit| digit - b'0');
            for &product in card.products {
                index[product as usize][usize::from(last)].push(card);
            }
        }
        index.iter_mut().flatten().for_each(|cards| cards.sort_by_key(|card| std::cmp::Reverse(card.ending.len())));
        index
    });
    &INDEX[product as usize]
}

/// The table as Markdown, as the README of this crate shows it.
pub fn markdown() -> String {
    let mut text = String::from("| number ends in | product | answer | billed | words |\n|---|---|---|---|---|\n");
    for card in CARDS {
        let products: Vec<_> = card.products.iter().map(|product| product.as_str()).collect();
        let products = match card.products.len() {
            4 => "all".into(),
            3 => "juhe/*".into(),
            _ => products.join(", "),
        };
        let answer = match card.answer {
            Answer::Error(code) => format!("error {code}"),
            Answer::Http(status) => format!("HTTP {status}"),
            Answer::Nothing => "nothing".into(),
            Answer::Status(status) => status.to_string(),
        };
        let billed = if card.billed { "yes" } else { "no" };
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "| {} | {products} | {answer} | {billed} | {} |", card.ending, card.words);
    }
    text
}

/// The vendor's words for an error code.
pub(crate) fn words(code: u32) -> &'static str {
    CARDS.iter().find(|card| card.answer == Answer::Error(code)).map_or("未知错误", |card| card.words)
}

/// Whether a card of `product` answers this error code.
pub(crate) fn knows(product: Product, code: u32) -> bool {
    CARDS.iter().any(|card| card.answer == Answer::Error(code) && card.products.contains(&product))
}
