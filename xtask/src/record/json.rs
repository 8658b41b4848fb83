//! JSON as a person would write it: an object on one line where it fits, fields in the order given.

/// The longest line, as in the sources.
const WIDTH: usize = 120;

pub(super) enum Json {
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
    /// A form's fields, which are named by the vendor.
    Form(Vec<(String, Json)>),
    /// JSON already, kept as it is.
    Raw(String),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Raw(serde_json::Value::from(text).to_string())
    }

    /// An object without the fields that are nothing.
    pub(super) fn object(fields: impl IntoIterator<Item = (&'static str, Option<Json>)>) -> Self {
        Self::Object(fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }

    /// The text, its first line beginning at column `used`.
    pub(super) fn render(&self, indent: usize, used: usize) -> String {
        let flat = self.flat();
        let (items, [open, close]) = match self {
            Self::Raw(_) => return flat,
            _ if indent > 0 && used + flat.chars().count() < WIDTH => return flat,
            Self::List(items) => (items.iter().map(|item| (String::new(), item)).collect(), ["[", "]"]),
            Self::Object(fields) => (fields.iter().map(|(name, item)| (named(name), item)).collect(), ["{", "}"]),
            Self::Form(fields) => {
                (fields.iter().map(|(name, item)| (named(name), item)).collect::<Vec<_>>(), ["{", "}"])
            }
        };
        let inner = indent + 2;
        let line = |(name, item): (String, &Self)| {
            let rendered = item.render(inner, inner + name.chars().count());
            format!("{:inner$}{name}{rendered}", "")
        };
        let lines: Vec<String> = items.into_iter().map(line).collect();
        format!("{open}\n{}\n{:indent$}{close}", lines.join(",\n"), "")
    }

    fn flat(&self) -> String {
        let field = |name: &str, item: &Self| named(name) + &item.flat();
        match self {
            Self::Raw(raw) => raw.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flat).collect::<Vec<_>>().join(", ")),
            Self::Object(fields) => {
                format!("{{{}}}", fields.iter().map(|(name, item)| field(name, item)).collect::<Vec<_>>().join(", "))
            }
            Self::Form(fields) => {
                format!("{{{}}}", fields.iter().map(|(name, item)| field(name, item)).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn named(name: &str) -> String {
    format!("{}: ", serde_json::Value::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_what_does_not_fit() {
        let long = Json::text(&"x".repeat(100));
        let inner = Json::Object(vec![("a", Json::text("\"q\"")), ("b", long)]);
        let text = Json::Object(vec![("one", Json::List(vec![Json::text("y")])), ("two", inner)]).render(0, 0);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..4], ["{", r#"  "one": ["y"],"#, r#"  "two": {"#, r#"    "a": "\"q\"","#]);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
    }
}
