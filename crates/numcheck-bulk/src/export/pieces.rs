use super::cells::{DELIMITER, begins_plain};
use super::columns::PIECES;
use crate::ledger::{Answers, Of};

/// Some neighbouring cells of each of a request's numbers, as a plain line has them: they are written once for all numbers that
/// have the same in them.
pub(super) struct Piece {
    which: Vec<u16>,
    texts: Vec<String>,
}

impl Piece {
    /// All of [`PIECES`]; `None` for one that is not plain, or that most numbers have to themselves.
    pub(super) fn all(answers: &Answers) -> [Option<Self>; PIECES.len()] {
        PIECES.map(|columns| Self::of(answers, columns))
    }

    fn of(answers: &Answers, columns: &[Of]) -> Option<Self> {
        let together = answers.together(columns)?;
        let mut texts = Vec::new();
        for number in together.examples {
            let mut text = String::new();
            for (at, of) in columns.iter().enumerate() {
                let cell = answers.text(*of, number).unwrap_or_default();
                if !begins_plain(cell) {
                    return None;
                }
                text.extend((at > 0).then_some(DELIMITER));
                text.push_str(cell);
            }
            texts.push(text);
        }
        Some(Self { which: together.which, texts })
    }

    /// What the number at this place has, with what stands between the cells.
    pub(super) fn text(&self, item: usize) -> Option<&str> {
        self.texts.get(usize::from(*self.which.get(item)?)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const CELLS: &[&str] = &["silent", "号", "a,b", "q\"", "", "=1", "＝1", "+1"];

    fn column(places: &[Option<usize>], names: &[&str]) -> Value {
        let places: String = places.iter().map(|place| place.map_or("-".into(), |place| place.to_string())).collect();
        json!({"d": names, "i": places})
    }

    /// Answers of these places in some columns, and of one value, or none, in the others.
    fn answers(status: &[Option<usize>], place: &[Option<usize>], names: &[&str]) -> Answers {
        let (kind, area) = (column(status, names), column(place, names));
        let all = json!({
            "n": status.len(), "o": {"d": ["report"]}, "c": {"d": ["billed"]},
            "s": kind, "z": kind, "r": {"d": ["alive"]}, "a": area, "t": kind,
        });
        Answers::parse(&all.to_string()).expect("answers")
    }

    fn cells(answers: &Answers, columns: &[Of], number: usize) -> Vec<String> {
        columns.iter().map(|of| answers.text(*of, number).unwrap_or_default().to_owned()).collect()
    }

    proptest! {
        #[test]
        fn a_piece_is_what_its_cells_are(
            status in prop::collection::vec(prop::option::weighted(0.9, 0..3_usize), 1..40),
            place in prop::collection::vec(prop::option::weighted(0.9, 0..5_usize), 40),
            names in prop::sample::subsequence(CELLS, 5),
        ) {
            let answers = answers(&status, &place[..status.len()], &names);
            for (piece, columns) in Piece::all(&answers).iter().zip(PIECES) {
                for number in 0..status.len() {
                    let cells = cells(&answers, columns, number);
                    if let Some(piece) = piece {
                        prop_assert_eq!(piece.text(number).map(str::to_owned), Some(cells.join(",")));
                        prop_assert!(cells.iter().all(|cell| begins_plain(cell)));
                    }
                }
                prop_assert!(piece.as_ref().is_none_or(|piece| piece.text(status.len()).is_none()));
            }
        }
    }

    #[test]
    fn few_that_differ_make_pieces_and_many_do_not() {
        let few: Vec<_> = (0..30).map(|number| Some(number % 3)).collect();
        let many: Vec<_> = (0..30).map(|number| Some(number % 5)).collect();
        let names = ["a", "b", "c", "d", "e"];
        let is_made =
            |status: &[_], place: &[_]| Piece::all(&answers(status, place, &names)).map(|piece| piece.is_some());
        assert_eq!(is_made(&few, &few), [true, true]);
        // Fifteen combinations of thirty numbers are as many as help.
        assert_eq!(is_made(&few, &many), [true, true]);
        assert_eq!(is_made(&few[..20], &many[..20]), [true, false]);
    }
}
