/// Whether two texts are equal, for texts of which most are the same piece of memory, or empty, or differ in their first byte.
///
/// To compare two empty texts as bytes is dear: the processor is made to read where nothing is. It was 4 % of a long run.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let (bytes, others) = (one.as_bytes(), other.as_bytes());
    match (bytes, others) {
        ([], []) => true,
        ([first, ..], [other_first, ..]) if bytes.len() == others.len() && first == other_first => {
            bytes.as_ptr() == others.as_ptr() || bytes == others
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn is_equality() {
        let texts = ["", "a", "b", "ab", "ac", "号", "号码", "号玛"];
        for one in texts {
            for other in texts {
                assert_eq!(same(one, &String::from(other)), one == other);
                assert_eq!(same(one, other), one == other);
            }
        }
    }
}
