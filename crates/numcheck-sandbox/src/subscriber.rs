//! What the sandbox makes up about a number: always the same for the same number.

/// A place, in the forms the documents' samples show.
pub(crate) struct Place {
    /// 江苏
    pub(crate) province: &'static str,
    /// 苏州
    pub(crate) city: &'static str,
    /// 江苏省; a municipality is its own province: 上海市.
    pub(crate) province_full: &'static str,
    /// 苏州市
    pub(crate) city_full: &'static str,
}

const fn place(
    province: &'static str,
    city: &'static str,
    province_full: &'static str,
    city_full: &'static str,
) -> Place {
    Place { province, city, province_full, city_full }
}

const PLACES: [Place; 10] = [
    place("北京", "北京", "北京市", "北京市"),
    place("上海", "上海", "上海市", "上海市"),
    place("江苏", "苏州", "江苏省", "苏州市"),
    place("浙江", "杭州", "浙江省", "杭州市"),
    place("广东", "深圳", "广东省", "深圳市"),
    place("四川", "成都", "四川省", "成都市"),
    place("湖北", "武汉", "湖北省", "武汉市"),
    place("陕西", "西安", "陕西省", "西安市"),
    place("福建", "厦门", "福建省", "厦门市"),
    place("辽宁", "大连", "辽宁省", "大连市"),
];

/// Where a number belongs, by the sum of its first seven digits.
pub(crate) fn place_of(number: &str) -> &'static Place {
    let sum: usize = number.bytes().take(7).map(|digit| usize::from(digit.wrapping_sub(b'0'))).sum();
    &PLACES[sum % PLACES.len()]
}

/// A mobile's carrier as `isp` has it: 移动, 联通, 电信, 广电.
pub(crate) fn carrier_of(number: &str) -> &'static str {
    match number.get(..3).unwrap_or_default() {
        "130" | "131" | "132" | "145" | "155" | "156" | "166" | "167" | "171" | "175" | "176" | "185" | "186"
        | "196" => "联通",
        "133" | "149" | "153" | "162" | "173" | "174" | "177" | "180" | "181" | "189" | "190" | "191" | "193"
        | "199" => "电信",
        "192" => "广电",
        _ => "移动",
    }
}

/// Whether a mobile belongs to a virtual carrier, as 中国移动/虚拟 in Juhe's sample does.
pub(crate) fn is_virtual(number: &str) -> bool {
    ["162", "165", "167", "170", "171"].contains(&number.get(..3).unwrap_or_default())
}

/// A `lastTime` in milliseconds, between November 2021 and February 2022.
pub(crate) fn last_time_of(number: &str) -> u64 {
    1_636_000_000_000 + value_of(number) % 9_999_999_999
}

/// How often a number was marked: 1 to 4000.
pub(crate) fn marks_of(number: &str) -> u64 {
    1 + value_of(number) / 7 % 4000
}

/// Whether this is an 11-digit mobile number, the one kind line status and network status take.
pub(crate) fn is_mobile(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && bytes.iter().all(u8::is_ascii_digit)
}

fn value_of(number: &str) -> u64 {
    number.parse().unwrap_or_default()
}
