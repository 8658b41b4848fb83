//! What programs without numcheck read of a reply: five fields of each row, as texts of their own or as they lie in the reply.

use serde::Deserialize;

use super::lists::Shape;

#[derive(Deserialize)]
struct Juhe<T> {
    error_code: i64,
    result: JuheResult<T>,
}

#[derive(Deserialize)]
struct JuheResult<T> {
    data: Vec<Row<T>>,
}

#[derive(Deserialize)]
struct Ywjisu<T> {
    #[serde(rename = "resultCode")]
    code: T,
    #[serde(rename = "resultObj")]
    rows: Vec<Row<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<T> {
    pub(super) mobile: T,
    pub(super) area: T,
    pub(super) number_type: T,
    pub(super) charges_status: T,
    pub(super) status: T,
}

pub(super) type Wrong = Box<dyn std::error::Error + Send + Sync>;

/// The rows of a reply of success; any other is an error.
pub(super) fn read<'a, T: Deserialize<'a> + AsRef<str>>(shape: Shape, reply: &'a [u8]) -> Result<Vec<Row<T>>, Wrong> {
    match shape {
        Shape::Juhe => {
            let reply: Juhe<T> = serde_json::from_slice(reply)?;
            if reply.error_code == 0 { Ok(reply.result.data) } else { Err(format!("code {}", reply.error_code).into()) }
        }
        Shape::Ywjisu => {
            let reply: Ywjisu<T> = serde_json::from_slice(reply)?;
            let code = reply.code.as_ref();
            if code == "000000" { Ok(reply.rows) } else { Err(format!("code {code}").into()) }
        }
    }
}
