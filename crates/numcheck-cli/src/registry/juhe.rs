//! Juhe (聚合数据).

use std::sync::Arc;

use numcheck_core::{AnyChecker, Result};
use numcheck_juhe::{
    CALLER_ID, CODES, CallerIdChecker, LINE_STATUS, LineStatusChecker, NETWORK_STATUS, NetworkStatusChecker, STATUSES,
};
use numcheck_sandbox::{Vendor, credentials};

use crate::{Credential, Encryption, Entry, Settings};

const LINE_STATUS_KEY: &str = "NUMCHECK_JUHE_LINE_STATUS_KEY";
const NETWORK_STATUS_KEY: &str = "NUMCHECK_JUHE_NETWORK_STATUS_KEY";
const CALLER_ID_KEY: &str = "NUMCHECK_JUHE_CALLER_ID_KEY";
const OPENID: &str = "NUMCHECK_JUHE_OPENID";
const RSA_PUBLIC_KEY: &str = "NUMCHECK_JUHE_RSA_PUBLIC_KEY";

pub(super) fn entries() -> [Entry; 3] {
    [
        Entry::new(LINE_STATUS, line_status)
            .asking(
                "is the line vacant, active, suspended, silent or risky?",
                "空号、实号、停机、库无、沉默号还是风险号？",
            )
            .needing(vec![product_key(LINE_STATUS_KEY).in_sandbox(credentials::JUHE_LINE_STATUS_KEY)]),
        Entry::new(NETWORK_STATUS, network_status)
            .asking("is the number in its carrier's network?", "在网、停机、不在网还是预销户？")
            .needing(vec![
                product_key(NETWORK_STATUS_KEY).in_sandbox(credentials::JUHE_NETWORK_STATUS_KEY),
                Credential::new(OPENID, "the account's openid", "个人中心的 openid")
                    .only_for(Encryption::Aes)
                    .in_sandbox(credentials::JUHE_OPENID),
                Credential::new(RSA_PUBLIC_KEY, "the RSA public key", "账号管理里的 RSA 公钥")
                    .only_for(Encryption::Rsa)
                    .in_sandbox(credentials::JUHE_RSA_PUBLIC_KEY),
            ])
            .encrypting(&[Encryption::Aes, Encryption::Rsa])
            .no_record(&["224922"]),
        Entry::new(CALLER_ID, caller_id)
            .asking("who is calling, and how do people mark the number?", "来电是谁？有什么号码标记？")
            .needing(vec![product_key(CALLER_ID_KEY).in_sandbox(credentials::JUHE_CALLER_ID_KEY)]),
    ]
    .map(|entry| entry.codes(CODES).older(of_older).success(&["0"]).statuses(STATUSES).in_sandbox(Vendor::Juhe))
}

/// 旧版本(resultcode): the documents' column of older codes, 101 to 121, each 9900 less than the code of today.
fn of_older(code: &str) -> Option<String> {
    let older = code.parse().ok().filter(|older: &u16| (101..=121).contains(older))?;
    Some((older + 9900).to_string())
}

/// 在个人中心->我的数据,接口名称上方查看
const fn product_key(env: &'static str) -> Credential {
    Credential::new(env, "the product's own key", "聚合数据控制台「我的数据」里该接口的 KEY")
}

fn line_status(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
    Ok(Arc::new(LineStatusChecker::new(settings.credential(LINE_STATUS_KEY)?, settings.http())?))
}

fn network_status(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
    let (key, http) = (settings.credential(NETWORK_STATUS_KEY)?, settings.http());
    Ok(Arc::new(match settings.encryption() {
        Encryption::Aes => NetworkStatusChecker::aes(key, settings.credential(OPENID)?, http)?,
        Encryption::None => NetworkStatusChecker::plain(key, http)?,
        Encryption::Rsa => NetworkStatusChecker::rsa(key, settings.credential(RSA_PUBLIC_KEY)?, http)?,
    }))
}

fn caller_id(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
    Ok(Arc::new(CallerIdChecker::new(settings.credential(CALLER_ID_KEY)?, settings.http())?))
}
