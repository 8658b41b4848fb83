use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use numcheck_core::columns::Of;

use super::gather::{self, Said, Texts};
use super::write;

/// One number's answer as ledgers of versions 1 and 2 keep it: an object for each.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    o: Cow<'a, str>,
    #[serde(borrow)]
    c: Cow<'a, str>,
    #[serde(default)]
    b: bool,
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    s: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    z: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    k: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    r: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    a: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    t: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    j: Option<&'a RawValue>,
    #[serde(borrow, default)]
    e: Option<Cow<'a, str>>,
}

/// The same answers by column.
pub(super) fn gathered(text: &str) -> Option<String> {
    let rows: Vec<Row<'_>> = serde_json::from_str(text).ok()?;
    Some(write::text(&gather::gathered(|| rows.iter().map(Row::parts))))
}

impl Row<'_> {
    fn parts(&self) -> (Texts<'_>, Said<'_>) {
        let texts = [
            Some(self.o.as_ref()),
            Some(self.c.as_ref()),
            self.b.then_some(Of::INFERRED),
            self.id.as_deref(),
            self.s.as_deref(),
            self.z.as_deref(),
            self.k.as_deref(),
            self.r.as_deref(),
            self.a.as_deref(),
            self.t.as_deref(),
            self.e.as_deref(),
        ];
        (texts, self.j.map_or(Said::Nothing, |json| Said::Json(json.get())))
    }
}
