//! The sample list: three thousand invented customers, in every spelling that lists have.

use std::fmt::Write;

use numcheck_core::{NumberKind, PhoneNumber};

const LINES: u32 = 3000;
const HEADER: &str = "姓名,手机号,城市";

const SURNAMES: &[&str] = &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "欧阳"];
const NAMES: &[&str] = &["伟", "芳", "娜", "敏", "静", "秀英", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "子涵"];
const CITIES: &[&str] = &["北京", "上海", "广州", "深圳", "杭州", "苏州", "成都", "武汉", "西安", "沈阳"];
const SEGMENTS: &[u32] = &[138, 139, 150, 159, 186, 189, 133, 177, 199];
/// The last digit chooses the answer in the sandbox: mostly 实号, some of every other status.
const LAST_DIGITS: &[u8; 20] = b"11111111111000244435";
const AREAS: &[&str] = &["010-6", "(021)5", "0571-8", "028 8"];
const BROKEN: &[&str] = &["无", "", "1380013", "不详", "1.38E+10", "13812345678/13912345678", "138123456789"];

/// The list as UTF-8, a CRLF behind every line. The same at every call.
pub(super) fn sample() -> String {
    let mut text = format!("{HEADER}\r\n");
    for line in 0..LINES {
        let person = line.wrapping_mul(2_654_435_761) >> 8;
        let of = |words: &[&'static str], by: u32| words[(person / by) as usize % words.len()];
        let (surname, name, city) = (of(SURNAMES, 1), of(NAMES, 17), of(CITIES, 257));
        let _ = write!(text, "{surname}{name},{},{city}\r\n", written(line));
    }
    text
}

/// How many lines of the sample hold a landline.
pub(super) fn landlines() -> usize {
    let numbers = (0..LINES).filter_map(|line| PhoneNumber::parse(&written(line)).ok());
    numbers.filter(|number| number.kind() == NumberKind::Landline).count()
}

/// The number of a line, as somebody wrote it.
fn written(line: u32) -> String {
    match line {
        _ if line % 97 == 17 => format!("{}{:07}", AREAS[line as usize % AREAS.len()], 2_000_000 + line * 31),
        _ if line % 71 == 23 => BROKEN[(line / 71) as usize % BROKEN.len()].to_owned(),
        _ if line % 499 == 41 => "400-800-1234".to_owned(),
        // The same customer once more, spelled as it comes.
        _ if line % 41 == 13 && line > 40 => mobile(line - 38),
        _ if line % 23 == 5 => full_width(&mobile(line)),
        _ if line % 29 == 7 => spaced("+86 ", &mobile(line), " "),
        _ if line % 31 == 9 => format!("{}.0", mobile(line)),
        _ if line % 37 == 11 => spaced("", &mobile(line), "-"),
        _ => mobile(line),
    }
}

/// An invented number, another for each line.
fn mobile(line: u32) -> String {
    let segment = SEGMENTS[line as usize % SEGMENTS.len()];
    // Above 1000: an ending such as 00009012 stands for an error in the sandbox.
    let middle = 1000 + line.wrapping_mul(7919) % 9000;
    let last = char::from(LAST_DIGITS[(line.wrapping_mul(2_654_435_761) >> 12) as usize % LAST_DIGITS.len()]);
    format!("{segment}{middle:04}{:03}{last}", line % 1000)
}

fn full_width(digits: &str) -> String {
    digits.chars().map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap_or(digit)).collect()
}

fn spaced(before: &str, digits: &str, between: &str) -> String {
    format!("{before}{}{between}{}{between}{}", &digits[..3], &digits[3..7], &digits[7..])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn it_holds_every_spelling_and_no_number_that_fails_in_the_sandbox() {
        let text = sample();
        assert_eq!((text.lines().count(), &text), (3001, &sample()));
        for spelling in ["１３", "+86 1", ".0,", "-", "E+10", "010-", ",,"] {
            assert!(text.contains(spelling), "{spelling}");
        }
        let cells = text.lines().skip(1).map(|line| line.split(',').nth(1).expect("a cell"));
        let numbers: Vec<PhoneNumber> = cells.filter_map(|cell| PhoneNumber::parse(cell).ok()).collect();
        let once: HashSet<&PhoneNumber> = numbers.iter().collect();
        assert!((2900..3000).contains(&numbers.len()), "{}", numbers.len());
        assert!((50..120).contains(&(numbers.len() - once.len())), "{}", numbers.len() - once.len());
        assert!(numbers.iter().all(|number| !number.as_str().contains("00009")), "a card that fails");
    }
}
