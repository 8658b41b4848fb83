//! The fields of a request: method, encoding and names, before any vendor looks at them.

use axum::http::{HeaderMap, Method, Uri, header::CONTENT_TYPE};

use crate::reply::Reply;

const FORM: &str = "application/x-www-form-urlencoded";

/// The fields of a form or a query string, decoded.
#[derive(Debug)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the fields of a request to an endpoint whose document says 请求方式 `methods`.
    ///
    /// Where the document says get/post, fields are taken from the query string too.
    pub(crate) fn read(
        methods: &[Method],
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, Reply> {
        if !methods.contains(method) {
            return Err(if methods.contains(&Method::GET) {
                Reply::refusal(405, "the document says get/post").header("allow", "GET, POST")
            } else {
                Reply::refusal(405, "the document says POST only").header("allow", "POST")
            });
        }

        let mut fields = Vec::new();
        if *method == Method::POST {
            if !is_form(headers) {
                return Err(Reply::refusal(415, "the document says Content-Type: application/x-www-form-urlencoded"));
            }
            fields.extend(form_urlencoded::parse(body).into_owned());
        }
        if methods.contains(&Method::GET) {
            let query = uri.query().unwrap_or_default();
            fields.extend(form_urlencoded::parse(query.as_bytes()).into_owned());
        }

        let mut names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Reply::refusal(400, "a field is given twice"));
        }
        Ok(Self(fields))
    }

    /// The value of a field; empty if it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case(FORM))
}
