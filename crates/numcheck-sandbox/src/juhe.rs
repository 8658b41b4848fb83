//! Juhe (聚合数据): what its products share, the key check first.

pub(crate) mod caller_id;
mod envelope;
pub(crate) mod line_status;
pub(crate) mod network_status;

use crate::Product;
use crate::call::Call;
use crate::cards;
use crate::credentials::{Credential, classify};
use crate::fields::Fields;
use crate::reply::Reply;

/// Checks `key`, and notes which it is. Nothing else of the request is read or noted before.
fn admit(product: Product, fields: &Fields, call: &mut Call) -> Result<(), Reply> {
    match classify(fields.field("key")) {
        Credential::Missing => {
            call.key("missing");
            Err(envelope::error(10001).hint("the field key is missing"))
        }
        Credential::Real => {
            call.key("refused");
            Err(envelope::refusal(10001, REAL_KEY).hint("the key does not begin with sandbox-: it may be a real one"))
        }
        Credential::Scripted(code) if cards::knows(product, code) => {
            call.key("scripted");
            Err(envelope::error(code))
        }
        Credential::Of(owner) if owner == product => {
            call.key(owner.as_str());
            Ok(())
        }
        Credential::Of(owner) => {
            call.key(owner.as_str());
            Err(envelope::error(10002).hint("this key is of another product"))
        }
        Credential::Scripted(_) | Credential::Wrong => {
            call.key("wrong");
            Err(envelope::error(10001).hint("no such sandbox key"))
        }
    }
}

/// A refusal of the vendor's own, by its code.
fn refuse(code: u32) -> Reply {
    envelope::error(code)
}

/// Said to a caller whose key does not look like the sandbox's. Does not repeat the key.
const REAL_KEY: &str = "错误的请求KEY: 疑似真实密钥被发到了沙箱, 未保存 (sandbox: this key does not begin with \
    sandbox-, so a real credential seems to have been sent to the sandbox; it was not kept)";
