//! The rows of a batch's reply, kept apart as text until it is sent, so that a fault can reach each.

use std::ops::Range;

use serde::Serialize;

/// Rows and what is written around them.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    head: String,
    list: Vec<Row>,
    tail: String,
    /// What the rows are ranges of.
    text: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Row {
    /// Which of the numbers asked it is about; none if about another.
    position: Option<usize>,
    text: Range<usize>,
}

impl Rows {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        // A Juhe row is about 190 bytes.
        Self { list: Vec::with_capacity(rows), text: Vec::with_capacity(rows * 200), ..Self::default() }
    }

    /// Adds the row about the number at a position.
    pub(crate) fn push(&mut self, position: usize, row: &impl Serialize) {
        let start = self.text.len();
        serde_json::to_writer(&mut self.text, row).expect("our own types are JSON");
        self.list.push(Row { position: Some(position), text: start..self.text.len() });
    }

    /// Puts the rows in place of the one empty array of an envelope.
    pub(crate) fn within(self, envelope: &str) -> Self {
        let (head, tail) = envelope.split_once("[]").expect("the envelope has an empty array");
        Self { head: format!("{head}["), tail: format!("]{tail}"), ..self }
    }

    pub(crate) fn into_text(self) -> Vec<u8> {
        let size: usize = self.list.iter().map(|row| row.text.len() + 1).sum();
        let mut text = Vec::with_capacity(self.head.len() + size + self.tail.len());
        text.extend_from_slice(self.head.as_bytes());
        for (index, row) in self.list.iter().enumerate() {
            if index > 0 {
                text.push(b',');
            }
            text.extend_from_slice(&self.text[row.text.clone()]);
        }
        text.extend_from_slice(self.tail.as_bytes());
        text
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Which of the numbers asked the row is about.
    pub(crate) fn position(&self, index: usize) -> Option<usize> {
        self.list.get(index)?.position
    }

    pub(crate) fn row(&self, index: usize) -> &str {
        self.list.get(index).and_then(|row| std::str::from_utf8(&self.text[row.text.clone()]).ok()).unwrap_or_default()
    }

    /// Writes a row anew.
    pub(crate) fn rewrite(&mut self, index: usize, text: &str) {
        let text = self.add(text);
        self.list[index].text = text;
    }

    /// Adds a row behind the one at `index`.
    pub(crate) fn insert_after(&mut self, index: usize, position: Option<usize>, text: &str) {
        let text = self.add(text);
        self.list.insert(index + 1, Row { position, text });
    }

    pub(crate) fn remove(&mut self, index: usize) {
        self.list.remove(index);
    }

    pub(crate) fn reverse(&mut self) {
        self.list.reverse();
    }

    /// What is written before the rows.
    pub(crate) fn head_mut(&mut self) -> &mut String {
        &mut self.head
    }

    fn add(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.extend_from_slice(text.as_bytes());
        start..self.text.len()
    }
}
