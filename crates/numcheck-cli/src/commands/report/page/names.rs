use numcheck_core::Lang;

use crate::commands::report::words;

/// Provinces and carriers in English, for readers of the English page.
const ENGLISH: &[(&str, &str)] = &[
    ("上海", "Shanghai"),
    ("云南", "Yunnan"),
    ("内蒙古", "Inner Mongolia"),
    ("北京", "Beijing"),
    ("台湾", "Taiwan"),
    ("吉林", "Jilin"),
    ("四川", "Sichuan"),
    ("天津", "Tianjin"),
    ("宁夏", "Ningxia"),
    ("安徽", "Anhui"),
    ("山东", "Shandong"),
    ("山西", "Shanxi"),
    ("广东", "Guangdong"),
    ("广西", "Guangxi"),
    ("新疆", "Xinjiang"),
    ("江苏", "Jiangsu"),
    ("江西", "Jiangxi"),
    ("河北", "Hebei"),
    ("河南", "Henan"),
    ("浙江", "Zhejiang"),
    ("海南", "Hainan"),
    ("湖北", "Hubei"),
    ("湖南", "Hunan"),
    ("澳门", "Macao"),
    ("甘肃", "Gansu"),
    ("福建", "Fujian"),
    ("西藏", "Tibet"),
    ("贵州", "Guizhou"),
    ("辽宁", "Liaoning"),
    ("重庆", "Chongqing"),
    ("陕西", "Shaanxi"),
    ("青海", "Qinghai"),
    ("香港", "Hong Kong"),
    ("黑龙江", "Heilongjiang"),
    ("中国移动", "China Mobile"),
    ("中国联通", "China Unicom"),
    ("中国电信", "China Telecom"),
    ("中国广电", "China Broadnet"),
    ("虚拟运营商", "Virtual carriers"),
];

/// A province or a carrier as the page names it.
pub(super) fn of(name: &str, lang: Lang) -> String {
    let english = ENGLISH.iter().find(|(zh, _)| *zh == name).filter(|_| lang != Lang::Zh);
    english.map_or_else(|| words::vendor(name), |(_, english)| (*english).to_owned())
}
