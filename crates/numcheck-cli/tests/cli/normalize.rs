//! `numcheck normalize`: what a list holds, for free.

use std::path::PathBuf;

use crate::support::{file, numcheck};

const LIST: &str = "姓名,手机号,城市\r\n\
                    王伟,13800000001,北京\r\n\
                    李娜,１３８００００００01,上海\r\n\
                    张敏,+86 139-0000-0002,杭州\r\n\
                    刘洋,13900000003.0,苏州\r\n\
                    ,,\r\n\
                    陈静,010-62345678,北京\r\n\
                    杨丽,1.38E+10,西安\r\n\
                    赵强,1380013,武汉\r\n";

#[test]
fn numbers_come_out_once_each_and_alike() {
    let ran = numcheck("normalize -").stdin(LIST).run();
    assert_eq!(ran.out, "13800000001\n13900000002\n13900000003\n01062345678\n");
    assert_eq!(ran.code, 3, "some lines hold no number");
    for words in [
        "手机号",
        "7 lines = 4 numbers + 1 duplicate + 2 without",
        "3 mobile",
        "1 landline",
        "line 8:",
        "format the column as text",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(!ran.err.contains("13800000001"), "no whole number among the words: {}", ran.err);
}

#[test]
fn it_is_told_in_chinese_and_the_data_stays() {
    let ran = numcheck("normalize - --lang zh").stdin(LIST).run();
    assert!(ran.err.contains("共 7 行：号码 4 个，重复 1 行，不是号码 2 行"), "{}", ran.err);
    assert!(ran.err.contains("第 8 行：被表格软件写成了科学计数法"), "{}", ran.err);
    let csv = |lang: &str| numcheck(&format!("normalize - -f csv --lang {lang}")).stdin(LIST).run().out;
    assert_eq!(csv("zh"), csv("en"));
}

#[test]
fn a_table_says_what_each_line_is() {
    let ran = numcheck("normalize - -f csv").stdin(LIST).run();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "line,number,kind,duplicate_of,error,error_message,text");
    assert_eq!(lines[1], "2,13800000001,mobile,,,,13800000001");
    assert_eq!(lines[2], "3,13800000001,mobile,2,,,１３８００００００01");
    assert_eq!(lines[3], "4,13900000002,mobile,,,,'+86 139-0000-0002", "no cell begins a formula");
    assert!(lines[6].starts_with("8,,,,lost_digits,"), "{}", lines[6]);
}

#[test]
fn exit_codes_say_whether_all_some_or_none_is_usable() {
    for (list, code) in
        [("13800000001\n13800000001\n", 0), ("13800000001\nnonsense\n", 3), ("nonsense\nnone\n", 5), ("", 5)]
    {
        let ran = numcheck("normalize -").stdin(list).run();
        assert_eq!(ran.code, code, "{list:?}: {}", ran.err);
        assert!(!ran.err.contains("money"), "it is free, and does not talk of money: {}", ran.err);
    }
    assert_eq!(numcheck("normalize /nowhere/list.csv").run().code, 5);
}

#[test]
fn a_file_is_written_whole_in_the_form_of_its_name_and_never_over_the_list() {
    let list = file("normalize-list.csv", LIST);
    let output = |name: &str| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let to = output("normalize-out.json");
    let ran = numcheck(&format!("normalize {} -o {}", list.display(), to.display())).run();
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    let text = std::fs::read_to_string(&to).expect("the numbers");
    assert_eq!((text.lines().count(), text.contains(r#""number":"01062345678""#)), (7, true), "{text}");
    let over = numcheck(&format!("normalize {0} -o {0}", list.display())).run();
    assert!(over.code == 2 && over.err.contains("the list itself"), "{over:?}");
    assert_eq!(std::fs::read_to_string(&list).expect("the list"), LIST);
    for (arguments, words) in
        [("--column phone", "no column"), ("--encoding ebcdic", "ebcdic"), ("-o /nowhere/x", "/nowhere/x")]
    {
        let ran = numcheck(&format!("normalize {} {arguments}", list.display())).run();
        assert!(ran.code != 0 && ran.err.contains(words), "{arguments}: {ran:?}");
    }
}

#[test]
fn what_a_spreadsheet_took_away_is_warned_of_as_a_run_would() {
    let list = b"name,phone\na,13800000000\nb,13900000000\nc,13700000000\nd,1.38E+10\n\xff\xfe\xff,13800000001\n";
    for (lang, words) in [
        ("en", ["end in seven zeros: 3 (lines 2, 3, 4)", "lost their last digits", "lines with bytes that are no"]),
        ("zh", ["有 3 个号码以七个 0 结尾", "末几位已经丢失", "有 1 行含有不属于"]),
    ] {
        let ran = numcheck(&format!("normalize - --encoding utf-8 --lang {lang}")).stdin(*list).run();
        for words in words {
            assert!(ran.err.contains(words), "{words}: {}", ran.err);
        }
    }
}
