use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Text;

use super::{Report, Summary, words};

/// Who is calling (来电号码显示): the name, place and mark a number is known by.
#[doc(alias = "来电号码显示")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerReport {
    /// The business behind the number (商户名称).
    pub name: Option<Text>,
    /// What the number is for (电话描述信息).
    pub description: Option<Text>,
    /// Where the number belongs (号码归属地).
    pub location: Option<Text>,
    /// How people marked it (号码标记); `None` when nobody did.
    pub mark: Option<CallerMark>,
    /// The categories of the number (号码分类信息).
    pub categories: Vec<Text>,
    /// Its finance tags (金融标签信息).
    pub finance_tags: Vec<Text>,
}

/// How people marked a number (号码标记).
#[doc(alias = "号码标记")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerMark {
    /// What the mark says.
    pub kind: MarkKind,
    /// The vendor's code for it (`fid`), as sent; `None` where the vendor sent the text alone.
    pub code: Option<Text>,
    /// The mark in the vendor's words (标记类型).
    pub text: Option<Text>,
    /// How often it was marked so (标记次数).
    pub count: Option<u64>,
}

/// What a mark says of a caller.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MarkKind {
    /// An agent, of houses for example.
    #[doc(alias = "中介")]
    Agent,
    /// Parcels and food.
    #[doc(alias = "快递送餐")]
    Courier,
    /// Harassment.
    #[doc(alias = "骚扰电话")]
    Harassment,
    /// Somebody who recruits.
    #[doc(alias = "招聘猎头")]
    Recruiter,
    /// Sales.
    #[doc(alias = "推销")]
    Sales,
    /// Suspected fraud.
    #[doc(alias = "疑似诈骗")]
    SuspectedFraud,
    /// A taxi driver.
    #[doc(alias = "出租车司机")]
    TaxiDriver,
    /// A code this version does not know, kept; empty where the vendor sent the text alone.
    Unknown(String),
}

words!(MarkKind {
    Agent = "agent", "中介";
    Courier = "courier", "快递送餐";
    Harassment = "harassment", "骚扰电话";
    Recruiter = "recruiter", "招聘猎头";
    Sales = "sales", "推销";
    SuspectedFraud = "suspected_fraud", "疑似诈骗";
    TaxiDriver = "taxi_driver", "出租车司机";
});

impl Report for CallerReport {
    const KIND: &'static str = "caller-id";

    /// The status is the mark's word, or `unmarked`. Reachability is not what this product tells.
    fn summary(&self) -> Summary<'_> {
        let (status, status_zh) =
            self.mark.as_ref().map_or(("unmarked", "无标记"), |mark| (mark.kind.word(), mark.kind.word_zh()));
        Summary {
            status: Cow::Borrowed(status),
            status_zh: Cow::Borrowed(status_zh),
            code: self.mark.as_ref().and_then(|mark| mark.code.as_deref()).map(Cow::Borrowed),
            reachability: None,
            area: self.location.as_deref().map(Cow::Borrowed),
            carrier: None,
        }
    }
}
