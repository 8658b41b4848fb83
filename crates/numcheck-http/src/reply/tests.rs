use super::*;
use crate::Secret;

/// Beside the plain version, text by text: of a short reply, which is looked at whole, and of a long one, which is not.
#[test]
fn a_column_goes_without_the_credentials_that_its_texts_hold() {
    let texts = ["北京", "xSecRetY", "sec", "ret", "123456", "9123456789", "%73ecret", "\\u0073ecret", "s"];
    let secrets = ["secret", "123456"].map(|secret| Secret::new("key", secret).expect("a credential"));
    for length in [0, SHORT, SHORT + 1, 20 * SHORT] {
        let body = texts.concat() + &" ".repeat(length);
        let reply = Reply::new(200, None, body.into_bytes(), Redactor::new(secrets.iter()));
        let mut column = Column::default();
        for text in texts {
            column.push(Some(text));
        }
        reply.redact_column(&mut column);
        let by_text: Vec<_> = texts.iter().filter_map(|text| reply.redact_field(Some(*text))).collect();
        let of_column: Vec<_> = (0..texts.len()).filter_map(|at| column.value(at)).collect();
        assert_eq!(of_column, by_text.iter().map(Text::as_str).collect::<Vec<_>>());
        let blank = "[credential]";
        // What stands in two texts together stands in neither, and digits in longer digits by chance.
        let gone = ["北京", "x[credential]Y", "sec", "ret", blank, "9123456789", blank, blank, "s"];
        assert_eq!(of_column, gone, "{length}");
    }
}
