//! The credentials the sandbox takes: published, fake, and good for nothing else.
//!
//! All begin with [`PREFIX`]. What does not is taken for a real credential sent here by mistake: it is
//! refused with words that say so, and kept nowhere.

use crate::Product;

/// Begins every sandbox credential.
pub const PREFIX: &str = "sandbox-";

/// `key` for Juhe's 空号检测批量查询 (`/invalid_number_batch/query`).
pub const JUHE_LINE_STATUS_KEY: &str = "sandbox-juhe-line-status-key";

/// `key` for Juhe's 手机在网状态 (`/mobile_status/query`, `queryEncry`, `queryRV2`).
pub const JUHE_NETWORK_STATUS_KEY: &str = "sandbox-juhe-network-status-key";

/// `key` for Juhe's 来电号码显示 (`/mobileVerify/query`).
pub const JUHE_CALLER_ID_KEY: &str = "sandbox-juhe-caller-id-key";

/// Juhe's openid, the source of the AES key: the first 16 characters of its md5 in lower-case hex.
///
/// It never goes over the wire, so a wrong one shows as a ciphertext that does not decrypt (224902).
pub const JUHE_OPENID: &str = "sandbox-juhe-openid";

/// Juhe's RSA public key for `queryRV2`: 2048 bits, SPKI, PEM. The sandbox holds the private half.
pub const JUHE_RSA_PUBLIC_KEY: &str = include_str!("../keys/rsa-public.pem");

/// ywjisu's API account, the field `code`.
pub const YWJISU_CODE: &str = "sandbox-ywjisu-code";

/// ywjisu's API password, the field `pwd`.
pub const YWJISU_PWD: &str = "sandbox-ywjisu-pwd";

/// ywjisu's private key (私钥), which goes into the token and never over the wire.
pub const YWJISU_PRIVATE_KEY: &str = "sandbox-ywjisu-private-key";

/// Begins a credential that scripts an error: `sandbox-error-10012` is answered with code 10012.
///
/// Takes the place of Juhe's `key` or ywjisu's `code`, with any code the product's document lists.
pub const ERROR_PREFIX: &str = "sandbox-error-";

/// Begins the private half of [`JUHE_RSA_PUBLIC_KEY`]; see the first lines of the file.
pub(crate) const JUHE_RSA_PRIVATE_KEY: &str = include_str!("../keys/rsa-private.pem");

/// What a credential turns out to be.
pub(crate) enum Credential {
    Missing,
    /// Does not begin with [`PREFIX`].
    Real,
    /// Asks for this error.
    Scripted(u32),
    /// The published credential of a product.
    Of(Product),
    /// A sandbox credential, but none that is published.
    Wrong,
}

/// Classifies Juhe's `key` or ywjisu's `code`.
pub(crate) fn classify(text: &str) -> Credential {
    match text {
        "" => Credential::Missing,
        JUHE_LINE_STATUS_KEY => Credential::Of(Product::JuheLineStatus),
        JUHE_NETWORK_STATUS_KEY => Credential::Of(Product::JuheNetworkStatus),
        JUHE_CALLER_ID_KEY => Credential::Of(Product::JuheCallerId),
        YWJISU_CODE => Credential::Of(Product::YwjisuLineStatus),
        other if looks_real(other) => Credential::Real,
        other => match other.strip_prefix(ERROR_PREFIX).map(str::parse) {
            Some(Ok(code)) => Credential::Scripted(code),
            _ => Credential::Wrong,
        },
    }
}

/// Whether a credential that was sent may be a real one.
pub(crate) fn looks_real(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(PREFIX)
}
