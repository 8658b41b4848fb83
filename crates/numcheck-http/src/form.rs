use crate::Secret;

pub(crate) const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a> {
    /// A value that may be seen.
    Plain(&'a str),
    /// A credential: blanked wherever the reply echoes it.
    Secret(&'a Secret),
}

impl<'a> Field<'a> {
    fn value(self) -> &'a str {
        match self {
            Self::Plain(value) => value,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// A form, its fields in this order.
pub(crate) fn encoded(fields: &[(&str, Field<'_>)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields.iter().map(|&(name, field)| (name, field.value())));
    form.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_browsers_write_it() {
        let key = Secret::new("key", "a/b+c=é").expect("a credential");
        let form = encoded(&[("key", Field::Secret(&key)), ("mobiles", Field::Plain("13800000001,13800000002 *-._~"))]);
        assert_eq!(form, "key=a%2Fb%2Bc%3D%C3%A9&mobiles=13800000001%2C13800000002+*-._%7E");
    }
}
