//! ywjisu (云网极速).

use std::sync::Arc;

use numcheck_core::{AnyChecker, Result};
use numcheck_sandbox::{Vendor, credentials};
use numcheck_ywjisu::{CODES, LINE_STATUS, LineStatusChecker, STATUSES};

use crate::{Credential, Entry, Settings};

const CODE: &str = "NUMCHECK_YWJISU_CODE";
const PWD: &str = "NUMCHECK_YWJISU_PWD";
const PRIVATE_KEY: &str = "NUMCHECK_YWJISU_PRIVATE_KEY";

pub(super) fn entries() -> [Entry; 1] {
    [Entry::new(LINE_STATUS, line_status)
        .asking("is the line vacant, active, suspended, silent or risky?", "空号、实号、停机、库无、沉默号还是风险号？")
        .needing(vec![
            Credential::new(CODE, "the API account", "API 账号").in_sandbox(credentials::YWJISU_CODE),
            Credential::new(PWD, "the API password", "API 密码").in_sandbox(credentials::YWJISU_PWD),
            Credential::new(PRIVATE_KEY, "the private key of the token", "生成 token 的私钥")
                .in_sandbox(credentials::YWJISU_PRIVATE_KEY),
        ])
        .codes(CODES)
        .success(&["000000", "200000"])
        .statuses(STATUSES)
        .in_sandbox(Vendor::Ywjisu)]
}

fn line_status(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
    let credential = |env| settings.credential(env);
    Ok(Arc::new(LineStatusChecker::new(
        credential(CODE)?,
        credential(PWD)?,
        credential(PRIVATE_KEY)?,
        settings.http(),
    )?))
}
