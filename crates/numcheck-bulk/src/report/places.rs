use std::collections::HashMap;

use numcheck_core::mask_text;
use serde::Serialize;

use super::tally::Reaches;

/// Names beyond this many go into the rest: memory must not grow with what a vendor writes.
const MOST_NAMES: usize = 400;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 24;

/// Provinces, as vendors begin an area with them: 浙江, 浙江省, 浙江-杭州.
const PROVINCES: &[&str] = &[
    "上海",
    "云南",
    "内蒙古",
    "北京",
    "台湾",
    "吉林",
    "四川",
    "天津",
    "宁夏",
    "安徽",
    "山东",
    "山西",
    "广东",
    "广西",
    "新疆",
    "江苏",
    "江西",
    "河北",
    "河南",
    "浙江",
    "海南",
    "湖北",
    "湖南",
    "澳门",
    "甘肃",
    "福建",
    "西藏",
    "贵州",
    "辽宁",
    "重庆",
    "陕西",
    "青海",
    "香港",
    "黑龙江",
];

/// Carriers, by the word vendors name them with.
const CARRIERS: &[(&str, &str)] =
    &[("移动", "中国移动"), ("联通", "中国联通"), ("电信", "中国电信"), ("广电", "中国广电")];

/// Numbers by where they belong.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Breakdown {
    /// The most frequent first.
    pub rows: Vec<Part>,
    /// Numbers of names beyond the first 400.
    pub rest: Reaches,
    /// Numbers whose report does not say.
    pub unsaid: Reaches,
}

/// The numbers of one province, or of one carrier.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its name, in the vendor's words.
    pub name: String,
    /// How many numbers.
    pub numbers: u64,
    /// The same by reachability.
    pub reachability: Reaches,
}

/// Counts by name as answers come.
#[derive(Default)]
pub(super) struct Places {
    counts: HashMap<String, Reaches>,
    rest: Reaches,
    unsaid: Reaches,
}

impl Places {
    pub(super) fn count(&mut self, name: Option<&str>, reach: Reaches) {
        let Some(name) = name else { return self.unsaid.add(&reach) };
        if let Some(count) = self.counts.get_mut(name) {
            count.add(&reach);
        } else if self.counts.len() < MOST_NAMES {
            self.counts.insert(name.to_owned(), reach);
        } else {
            self.rest.add(&reach);
        }
    }

    pub(super) fn finish(self) -> Breakdown {
        let mut sums: HashMap<String, Reaches> = HashMap::new();
        for (name, reach) in self.counts {
            // Names are a vendor's words: no number in them, no odd character.
            let shown: String = mask_text(&name).chars().take(LONGEST_NAME).collect();
            sums.entry(shown).or_default().add(&reach);
        }
        let part = |(name, reachability): (String, Reaches)| Part { name, numbers: reachability.total(), reachability };
        let mut rows: Vec<Part> = sums.into_iter().map(part).collect();
        rows.sort_by(|a, b| b.numbers.cmp(&a.numbers).then_with(|| a.name.cmp(&b.name)));
        Breakdown { rows, rest: self.rest, unsaid: self.unsaid }
    }
}

/// The province of an area: 浙江 of 浙江省-杭州市; what stands before the first dash or blank where it is none.
pub(super) fn province(area: &str) -> Option<&str> {
    let area = area.trim();
    let known = PROVINCES.iter().find(|name| area.starts_with(*name)).copied();
    known.or_else(|| area.split(['-', ' ', '/', '|']).next().map(str::trim)).filter(|name| !name.is_empty())
}

/// The carrier in its plain name: 中国移动 of 中国移动 GSM; one that only resells is its own.
pub(super) fn carrier(words: &str) -> Option<&str> {
    let words = words.trim();
    if words.contains("虚拟") {
        return Some("虚拟运营商");
    }
    let known = CARRIERS.iter().find(|(word, _)| words.contains(word)).map(|(_, name)| *name);
    known.or(Some(words)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_carriers_are_told_by_their_plain_names() {
        for (area, name) in [
            ("浙江省-杭州市", "浙江"),
            ("黑龙江 哈尔滨", "黑龙江"),
            ("内蒙古自治区", "内蒙古"),
            ("Hawaii - US", "Hawaii"),
        ] {
            assert_eq!(province(area), Some(name));
        }
        assert_eq!((province(""), carrier(" ")), (None, None));
        for (words, name) in [("中国移动 GSM", "中国移动"), ("移动", "中国移动"), ("中国电信/虚拟", "虚拟运营商")]
        {
            assert_eq!(carrier(words), Some(name));
        }
    }

    #[test]
    fn names_a_vendor_makes_up_do_not_fill_the_memory_nor_show_a_number() {
        let mut places = Places::default();
        let one = Reaches { reachable: 1, ..Reaches::default() };
        for n in 0..1000 {
            places.count(Some(&format!("place 138000{n:05}")), one);
        }
        places.count(None, one);
        let done = places.finish();
        let sum: u64 = done.rows.iter().map(|part| part.numbers).sum();
        assert_eq!((sum, done.rest.total(), done.unsaid.total()), (400, 600, 1));
        assert!(done.rows.iter().all(|part| !part.name.contains("13800000")), "{:?}", done.rows);
    }
}
