//! The language people are told things in: `--lang`, else `NUMCHECK_LANG`, else the configured one, else the locale, else
//! English.

use std::ffi::{OsStr, OsString};
use std::sync::atomic::{AtomicBool, Ordering};

use numcheck_core::Lang;

static CHINESE: AtomicBool = AtomicBool::new(false);

/// The language of this process.
pub(crate) fn current() -> Lang {
    if CHINESE.load(Ordering::Relaxed) { Lang::Zh } else { Lang::En }
}

/// Chooses the language of this process. Before the arguments are parsed, for errors about them are told in it too.
pub(crate) fn choose(args: &[OsString], env: impl Fn(&str) -> Option<OsString>, configured: Option<Lang>) {
    CHINESE.store(of(args, env, configured) == Lang::Zh, Ordering::Relaxed);
}

/// The language of a name such as `zh`, `zh_CN.UTF-8`, `en`; `None` for any other.
pub(crate) fn named(name: &str) -> Option<Lang> {
    match name.to_ascii_lowercase().get(..2) {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

fn of(args: &[OsString], env: impl Fn(&str) -> Option<OsString>, configured: Option<Lang>) -> Lang {
    let set = |name| env(name).filter(|value| !value.is_empty());
    let text = |value: &OsStr| named(&value.to_string_lossy());
    // The first of these that is set is the locale, whatever it says.
    let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    option(args, "--lang")
        .and_then(|value| text(&value))
        .or_else(|| set("NUMCHECK_LANG").and_then(|value| text(&value)))
        .or(configured)
        .or_else(|| locale().and_then(|value| text(&value)))
        .unwrap_or_default()
}

/// The value of an option that is needed before the arguments are parsed: `--lang zh` or `--lang=zh`; what follows a `--`
/// is no option.
pub(crate) fn option(args: &[OsString], name: &str) -> Option<OsString> {
    let options = args.iter().position(|arg| arg == "--").map_or(args, |end| &args[..end]);
    let mut found = None;
    for (at, arg) in options.iter().enumerate() {
        if arg == name {
            found = options.get(at + 1).cloned();
        } else if let Some(value) = arg.to_str().and_then(|arg| arg.strip_prefix(name)?.strip_prefix('=')) {
            found = Some(OsString::from(value));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(args: &[&str], vars: &[(&str, &str)]) -> Lang {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        of(&args, |name| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value)), None)
    }

    #[test]
    fn the_argument_wins_over_the_variable_over_the_locale() {
        assert_eq!(lang(&[], &[]), Lang::En);
        assert_eq!(lang(&[], &[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(lang(&[], &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(lang(&[], &[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(lang(&[], &[("NUMCHECK_LANG", "en"), ("LANG", "zh_CN")]), Lang::En);
        assert_eq!(lang(&["x", "--lang", "zh"], &[("NUMCHECK_LANG", "en")]), Lang::Zh);
        assert_eq!(lang(&["x", "--lang=zh-CN"], &[]), Lang::Zh);
        assert_eq!(lang(&["x", "--", "--lang=zh"], &[]), Lang::En);
    }
}
