//! Everything for people in both languages, and data in one.

use crate::support::numcheck;

const NUMBERS: &str = "13800000001 13800000004 13800000003 10086 nonsense 13800000001";

/// Chinese stands where people read, and no English but names.
fn is_chinese(text: &str) -> bool {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let english = [" the ", " is ", " of ", " and ", " not "].iter().any(|word| text.contains(word));
    chinese && !english
}

#[test]
fn check_speaks_the_language_it_is_told() {
    for (args, env) in [("--lang zh", None), ("", Some(("NUMCHECK_LANG", "zh"))), ("", Some(("LANG", "zh_CN.UTF-8")))] {
        let tool = numcheck(&format!("check --sandbox {NUMBERS} {args}"));
        let ran = env.into_iter().fold(tool, |tool, (name, value)| tool.env(name, value)).run();
        assert!(ran.err.lines().all(is_chinese), "{}", ran.err);
        for words in ["6 个号码：3 个有结果，2 个无法查询，1 个重复", "费用：计费 2 条，与服务商的计费条数一致（沙箱）"]
        {
            assert!(ran.err.contains(words), "{words}: {}", ran.err);
        }
    }
    let ran = numcheck(&format!("check --sandbox {NUMBERS} --lang en")).env("NUMCHECK_LANG", "zh").run();
    assert!(ran.err.contains("6 numbers: 3 answered, 2 rejected, 1 given before"), "{}", ran.err);
}

#[test]
fn data_is_the_same_in_both_languages() {
    for format in ["text", "csv", "json"] {
        for numbers in [NUMBERS, "13800009012 13800000006"] {
            let run = |lang: &str| numcheck(&format!("check --sandbox -f {format} {numbers} --lang {lang}")).run();
            let (english, chinese) = (run("en"), run("zh"));
            let without_times = |out: &str| {
                let mut lines: Vec<String> = Vec::new();
                for line in out.lines() {
                    let parts = line.split([',', '\t']).filter(|part| !part.contains("answered_at"));
                    lines.push(parts.filter(|part| !part.starts_with("20") && !part.contains("orderid")).collect());
                }
                lines
            };
            let order = |lines: Vec<String>| lines.join("\n").replace(char::is_numeric, "");
            assert_eq!(order(without_times(&english.out)), order(without_times(&chinese.out)), "{format}");
            assert_eq!(english.code, chinese.code);
        }
    }
    let run = |args: &str| numcheck(args).run().out;
    for args in ["products -f json", "explain 10012 -f json", "explain silent -f json"] {
        assert_eq!(run(args), run(&format!("{args} --lang zh")));
    }
}

#[test]
fn an_error_of_a_vendor_is_told_in_chinese_with_its_turn_and_its_money() {
    let ran = numcheck("check --sandbox --lang zh 13800009012").run();
    for words in [
        "错误：juhe/line-status：请求超过次数限制（代码 10012）",
        "处理   需要你处理",
        "重试   无效",
        "费用   未计费，服务商有明确说明",
        "号码   138****9012",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert_eq!(ran.code, 6);
}

#[test]
fn explain_and_products_show_chinese_alone() {
    let ran = numcheck("explain 10012 --lang zh").run();
    assert!(ran.out.contains("含义   请求超过次数限制") && !ran.out.contains("the calls"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.is_empty() || !line.contains(" the ")), "{}", ran.out);
    let ran = numcheck("explain 沉默号 --lang zh").run();
    assert!(ran.out.contains("沉默号（silent）") && !ran.out.contains("hardly"), "{}", ran.out);
    let ran = numcheck("products --lang zh").run();
    assert!(ran.out.contains("手机号，每次最多 2000 个，最长 2 分钟") && !ran.out.contains("missing"), "{}", ran.out);
    let ran = numcheck("explain nosuchword --lang zh").run();
    assert!(ran.err.starts_with("错误：") && ran.err.contains("办法   "), "{}", ran.err);
}

#[test]
fn a_usage_error_is_chinese_and_shows_no_whole_number() {
    for args in
        ["13800000001", "check -p 13800000001 1", "check 1 --country 13800000001", "run --max-cost 13800000001x l"]
    {
        let ran = numcheck(&format!("{args} --lang zh")).run();
        assert_eq!(ran.code, 2);
        assert!(ran.err.starts_with("错误：") && ran.err.contains("--help"), "{}", ran.err);
        assert!(ran.err.contains("138****0001") && !ran.err.contains("13800000001"), "{}", ran.err);
    }
    let ran = numcheck("run l --rate fast --lang zh").run();
    assert!(ran.err.contains("请写请求数和时间"), "{}", ran.err);
}

#[test]
fn help_begins_with_examples_and_the_short_one_is_short() {
    for command in ["", "check", "explain", "products", "run", "runs", "runs show", "sandbox", "completions", "man"] {
        for (lang, examples, usage) in [("en", "Examples:", "Usage:"), ("zh", "示例：", "用法：")] {
            let help = |flag: &str| numcheck(&format!("{command} {flag} --lang {lang}")).run();
            let (long, short) = (help("--help"), help("-h"));
            assert_eq!((long.code, short.code), (0, 0), "{command}");
            let at = |words: &str| long.out.find(words).unwrap_or_else(|| panic!("{command} {words}: {}", long.out));
            assert!(at(examples) < at(usage) && long.out.ends_with('\n'), "{command}: {}", long.out);
            assert!(!short.out.contains(examples), "{command}: {}", short.out);
            assert!(short.out.lines().count() < long.out.lines().count(), "{command}");
        }
    }
    for (args, words) in [("", "Examples:"), ("--lang zh", "示例："), ("runs --sandbox", "Examples:")] {
        let bare = numcheck(args).run();
        assert!(bare.code == 2 && bare.err.contains(words) && bare.out.is_empty(), "{bare:?}");
    }
}
