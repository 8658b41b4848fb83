//! Where the head of a reply ends and its body begins.

/// Finds the end of a reply's head.
#[derive(Default)]
pub(super) struct Head {
    /// How much of the blank line was seen.
    matched: usize,
}

impl Head {
    const END: &[u8] = b"\r\n\r\n";

    /// How many of these bytes belong to the head.
    pub(super) fn length(&self, bytes: &[u8]) -> usize {
        let mut matched = self.matched;
        bytes
            .iter()
            .position(|&byte| {
                let done = matched == Self::END.len();
                matched = Self::after(matched, byte);
                done
            })
            .unwrap_or(bytes.len())
    }

    /// These bytes were sent.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        self.matched = bytes.iter().fold(self.matched, |matched, &byte| Self::after(matched, byte));
    }

    fn after(matched: usize, byte: u8) -> usize {
        match Self::END.get(matched) {
            None => matched,
            Some(&wanted) if wanted == byte => matched + 1,
            Some(_) => usize::from(byte == b'\r'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Head;

    #[test]
    fn the_body_begins_behind_the_first_blank_line() {
        let reply = b"HTTP/1.1 200 OK\r\nx: \r\r\n\r\nbody\r\n\r\nbody";
        let end = reply.len() - 12;
        // However the bytes are split.
        for split in 0..=end {
            let mut head = Head::default();
            assert_eq!(head.length(reply), end);
            head.pass(&reply[..split]);
            assert_eq!(head.length(&reply[split..]), end - split, "{split}");
        }
    }
}
