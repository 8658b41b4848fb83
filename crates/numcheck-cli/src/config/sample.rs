//! The file that `config init` writes: every setting as a comment, in the user's language.

use numcheck_core::Lang;

/// The text of a file of this folder, or of the user's own, which may say more.
pub(crate) const fn sample(lang: Lang, for_user: bool) -> &'static str {
    match (lang, for_user) {
        (Lang::En, false) => include_str!("sample/project.en.toml"),
        (Lang::En, true) => include_str!("sample/user.en.toml"),
        (Lang::Zh, false) => include_str!("sample/project.zh.toml"),
        (Lang::Zh, true) => include_str!("sample/user.zh.toml"),
    }
}

/// A sample with all its settings set: what begins with a `#` and no space is one.
#[cfg(test)]
pub(crate) fn with_all_set(sample: &str) -> String {
    let set = |line: &str| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
        _ => format!("{line}\n"),
    };
    sample.lines().map(set).collect()
}
