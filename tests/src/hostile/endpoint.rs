use std::sync::Arc;
use std::time::Duration;

use numcheck_core::{AnyChecker, Result};

/// The number that is asked about.
pub const NUMBER: &str = "13800000001";

/// A product, and how its vendor words a success about [`NUMBER`].
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// Its id.
    pub product: &'static str,
    /// The credentials its checker takes, by their variable in the environment.
    pub credentials: &'static [(&'static str, &'static str)],
    code: &'static str,
    reason: &'static str,
    result: &'static str,
    answer: &'static str,
    /// What a refusal of the key is, in its own code.
    refusal: &'static str,
}

impl Endpoint {
    /// The products a hostile vendor is tried on.
    pub const ALL: [Self; 4] = [
        Self {
            product: "juhe/line-status",
            credentials: &[("NUMCHECK_JUHE_LINE_STATUS_KEY", "hostile-key-0001")],
            answer: r#"{"orderid":"JH01","countFee":1,"data":[{"mobile":"13800000001","lastTime":"1644111310668","area":"AREA","numberType":"CARRIER","chargesStatus":"1","status":"1"}]}"#,
            ..Self::JUHE
        },
        Self {
            product: "juhe/network-status",
            credentials: &[("NUMCHECK_JUHE_NETWORK_STATUS_KEY", "hostile-key-0002")],
            answer: r#"{"mobile":"13800000001","province":"AREA","city":"AREA","isp":"CARRIER","state":"0","description":"TEXT","orderid":"JH02"}"#,
            ..Self::JUHE
        },
        Self {
            product: "juhe/caller-id",
            credentials: &[("NUMCHECK_JUHE_CALLER_ID_KEY", "hostile-key-0003")],
            answer: r#"{"orderid":"JH03","data":{"name":"TEXT","teldesc":"TEXT","telnum":"13800000001","telloc":"AREA","flag":{"type":"TEXT","num":"3","fid":"1"},"catnames":["TEXT"],"iTagIds":"TEXT"}}"#,
            ..Self::JUHE
        },
        Self {
            product: "ywjisu/line-status",
            credentials: &[
                ("NUMCHECK_YWJISU_CODE", "hostile-code"),
                ("NUMCHECK_YWJISU_PWD", "hostile-pwd"),
                ("NUMCHECK_YWJISU_PRIVATE_KEY", "hostile-private-key"),
            ],
            code: "resultCode",
            reason: "resultMsg",
            result: "resultObj",
            answer: r#"[{"mobile":"13800000001","lastTime":"1644111310668","area":"AREA","numberType":"CARRIER","chargesStatus":"1","status":"1"}]"#,
            refusal: "400901",
        },
    ];

    const JUHE: Self = Self {
        product: "",
        credentials: &[],
        code: "error_code",
        reason: "reason",
        result: "result",
        answer: "",
        refusal: "10001",
    };

    /// A success, its texts harmless.
    pub fn success(&self) -> String {
        self.success_with("杭州")
    }

    /// A success whose every text is this piece of JSON's inside.
    pub fn success_with(&self, text: &str) -> String {
        let answer = ["AREA", "CARRIER", "TEXT"].iter().fold(self.answer.to_owned(), |json, at| json.replace(at, text));
        self.reply("0", "成功", &answer)
    }

    /// A success with this in the place of its result.
    pub fn success_of(&self, result: &str) -> String {
        self.reply("0", "成功", result)
    }

    /// A reply of this code, as JSON writes it, and no result.
    pub fn code(&self, code: &str) -> String {
        self.reply(code, "成功", "null")
    }

    /// A refusal of the key, which is free, in these words, the inside of a piece of JSON.
    pub fn refusal(&self, words: &str) -> String {
        self.reply(self.refusal, words, "null")
    }

    /// What a success begins with, up to the inside of its reason.
    pub fn opening(&self) -> String {
        format!(r#"{{"{}":0,"{}":""#, self.code, self.reason)
    }

    /// A success in which this key stands twice: first with a code that is free, then with that of a success.
    pub fn two_codes(&self) -> String {
        self.success().replacen('{', &format!(r#"{{"{}":{},"#, self.code, self.refusal), 1)
    }

    /// The name of its result.
    pub const fn result(&self) -> &'static str {
        self.result
    }

    fn reply(&self, code: &str, reason: &str, result: &str) -> String {
        format!(r#"{{"{}":{code},"{}":"{reason}","{}":{result}}}"#, self.code, self.reason, self.result)
    }

    /// The checker of this product, asking at `url` and reading `cap` bytes of a reply at most.
    ///
    /// # Errors
    ///
    /// What its constructor refuses.
    pub fn checker(&self, url: &str, deadline: Duration, cap: usize) -> Result<Arc<dyn AnyChecker>> {
        let options = numcheck_juhe::HttpOptions::new().base_url(url).timeout(deadline).max_reply(cap);
        let credential = |nth: usize| self.credentials.get(nth).map_or("", |(_, value)| *value);
        Ok(match self.product {
            "juhe/line-status" => Arc::new(numcheck_juhe::LineStatusChecker::new(credential(0), &options)?),
            "juhe/network-status" => Arc::new(numcheck_juhe::NetworkStatusChecker::plain(credential(0), &options)?),
            "juhe/caller-id" => Arc::new(numcheck_juhe::CallerIdChecker::new(credential(0), &options)?),
            _ => Arc::new(numcheck_ywjisu::LineStatusChecker::new(
                credential(0),
                credential(1),
                credential(2),
                &options,
            )?),
        })
    }
}
