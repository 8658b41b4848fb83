//! What this machine brings: the clock, proxies of the environment, the language, the terminal.

use numcheck_core::{Lang, Timestamp};

use super::{About, Finding};
use crate::lang;
use crate::messages::doctor as messages;
use crate::output::list_of;
use crate::output::terminal::Terminal;

/// 2025-01-01: this program is younger.
const EARLIEST_MS: i64 = 1_735_689_600_000;
/// 2100-01-01.
const LATEST_MS: i64 = 4_102_444_800_000;

pub(super) fn look() -> Vec<Finding> {
    vec![clock(Timestamp::now()), proxy(), language(), terminal()]
}

/// The token of ywjisu is of the hour, and a ledger with wrong times is of little use against a bill.
fn clock(now: Timestamp) -> Finding {
    if (EARLIEST_MS..LATEST_MS).contains(&now.as_millis()) {
        Finding::ok(About::Clock, messages::clock_plausible(now))
    } else {
        Finding::problem(About::Clock, messages::clock_wrong(now), messages::clock_cure())
    }
}

fn proxy() -> Finding {
    let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];
    let set: Vec<&str> =
        names.into_iter().filter(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())).collect();
    // What it says may hold a password, so its name has to do.
    match set.as_slice() {
        [] => Finding::ok(About::Proxy, messages::no_proxy()),
        set => Finding::warning(About::Proxy, messages::proxy_ignored(list_of(set)), messages::proxy_cure()),
    }
}

fn language() -> Finding {
    let name = if lang::current() == Lang::Zh { "zh" } else { "en" };
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    match locale.filter(|locale| !is_utf8(locale)) {
        Some(locale) => {
            Finding::warning(About::Language, messages::locale_not_utf8(name, locale), messages::locale_cure())
        }
        None => Finding::ok(About::Language, messages::language_is(name)),
    }
}

/// Whether a locale writes UTF-8. `C` says nothing of encodings, and terminals under it mostly take UTF-8.
fn is_utf8(locale: &str) -> bool {
    match locale.split_once('.') {
        Some((_, encoding)) => {
            let encoding = encoding.split('@').next().unwrap_or_default();
            encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8")
        }
        None => true,
    }
}

fn terminal() -> Finding {
    Finding::ok(
        About::Terminal,
        match Terminal::stdout() {
            None => messages::no_terminal(),
            Some(Terminal { columns, color: true }) => messages::terminal_in_color(columns),
            Some(Terminal { columns, color: false }) => messages::terminal_plain(columns),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::State;

    #[test]
    fn a_clock_that_stands_at_its_beginning_is_found() {
        assert_eq!(clock(Timestamp::from_millis(0)).state, State::Problem);
        assert_eq!(clock(Timestamp::from_millis(1_790_000_000_000)).state, State::Ok);
    }

    #[test]
    fn a_locale_of_another_encoding_is_found() {
        for (locale, utf8) in [
            ("zh_CN.UTF-8", true),
            ("en_US.utf8@euro", true),
            ("C", true),
            ("zh_CN.GB18030", false),
            ("zh_CN.GBK", false),
        ] {
            assert_eq!(is_utf8(locale), utf8, "{locale}");
        }
    }
}
