use std::borrow::Cow;
use std::fmt;
use std::path::Path;

/// The language people are told things in. Data is the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese, simplified.
    Zh,
}

/// Words for people, in English and in Chinese.
///
/// `{}` prints the English; [`in_lang`](Self::in_lang) gives either. A text that becomes a message by `into` is the same in
/// both: a vendor's words, a path, the message of an implementer who writes one language.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Message {
    en: Cow<'static, str>,
    /// Empty where it is the same.
    zh: Cow<'static, str>,
}

impl Message {
    /// The same words in both languages.
    pub fn new(en: impl Into<Cow<'static, str>>, zh: impl Into<Cow<'static, str>>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The words of a table, in both languages.
    pub const fn of(en: &'static str, zh: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), zh: Cow::Borrowed(zh) }
    }

    /// The words in a language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh if !self.zh.is_empty() => &self.zh,
            _ => &self.en,
        }
    }

    /// The English words, which stand in data too.
    pub fn as_str(&self) -> &str {
        &self.en
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// Messages in a row, with what stands between them in each language.
    pub fn join(parts: impl IntoIterator<Item = Self>, en: &str, zh: &str) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        let all = |lang, between: &str| parts.iter().map(|part| part.in_lang(lang)).collect::<Vec<_>>().join(between);
        Self::new(all(Lang::En, en), all(Lang::Zh, zh))
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.en)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.en, f)
    }
}

impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self::of(text, "")
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::new(text, "")
    }
}

impl From<Cow<'static, str>> for Message {
    fn from(text: Cow<'static, str>) -> Self {
        Self::new(text, "")
    }
}

/// What can stand in a message: it is told in the message's language.
pub trait Phrase {
    /// Its words.
    fn phrase(&self, lang: Lang) -> Cow<'_, str>;
}

impl Phrase for Message {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        Cow::Borrowed(self.in_lang(lang))
    }
}

impl Phrase for Path {
    fn phrase(&self, _: Lang) -> Cow<'_, str> {
        self.to_string_lossy()
    }
}

impl<P: Phrase + ?Sized> Phrase for &P {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        (**self).phrase(lang)
    }
}

/// Types whose words are the same in both languages.
macro_rules! same {
    ($($type:ty),* $(,)?) => { $(
        impl Phrase for $type {
            fn phrase(&self, _: Lang) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )* };
}

same!(char, f32, f64, i32, i64, isize, str, String, u16, u32, u64, u8, usize, Cow<'_, str>, fmt::Arguments<'_>);
same!(
    std::io::Error,
    std::net::IpAddr,
    std::net::SocketAddr,
    std::path::Display<'_>,
    crate::ProductId,
    crate::Timestamp
);

/// Makes a table of messages: a function each, which takes what stands in its words.
///
/// A language that leaves an argument out does not compile without a warning, and the table, `TABLE` of key, English and
/// Chinese, is there for tests of all messages at once.
///
/// ```
/// use numcheck_core::{Lang, messages};
///
/// messages! {
///     /// A list without a line.
///     list_empty(name) { "{name} is empty: nothing to ask", "{name} 是空的，没有可查的号码" }
/// }
///
/// let message = list_empty("list.csv");
/// assert_eq!(message.to_string(), "list.csv is empty: nothing to ask");
/// assert_eq!(message.in_lang(Lang::Zh), "list.csv 是空的，没有可查的号码");
/// assert_eq!(TABLE[0].0, "list_empty");
/// ```
#[macro_export]
macro_rules! messages {
    ($( $(#[$doc:meta])* $name:ident ( $($arg:ident),* $(,)? ) { $en:literal, $zh:literal $(,)? } )*) => {
        $(
            $(#[$doc])*
            pub(crate) fn $name($($arg: impl $crate::Phrase),*) -> $crate::Message {
                $crate::Message::new(
                    { $(let $arg = $crate::Phrase::phrase(&$arg, $crate::Lang::En);)* ::std::format!($en) },
                    { $(let $arg = $crate::Phrase::phrase(&$arg, $crate::Lang::Zh);)* ::std::format!($zh) },
                )
            }
        )*

        /// Every message: its key, in English, in Chinese.
        #[allow(dead_code, reason = "for tests of all messages at once")]
        pub(crate) const TABLE: &[(&str, &str, &str)] = &[$( (stringify!($name), $en, $zh) ),*];
    };
}

/// What is wrong with a message of a table, if anything: a language missing, or other arguments than the other has. For
/// tests.
pub fn wrong_with(en: &str, zh: &str) -> Option<&'static str> {
    let names = |text: &str| {
        let mut names: Vec<String> =
            text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
        names.sort();
        names.dedup();
        names
    };
    let chinese = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut before = ' ';
    let half_width = zh.chars().any(|c| {
        let found = chinese(before) && matches!(c, ',' | ';' | ':' | '?' | '!' | '(');
        before = c;
        found
    });
    match () {
        () if names(en) != names(zh) => Some("the languages have different arguments"),
        () if en.chars().any(chinese) && !en.contains('(') => Some("the English holds Chinese outside brackets"),
        () if !zh.chars().any(chinese)
            && en.chars().any(|c| c.is_ascii_lowercase())
            && !names(en).is_empty()
            && en.len() > 30 =>
        {
            Some("the Chinese holds no Chinese")
        }
        () if half_width => Some("a half-width mark stands behind a Chinese character"),
        () => None,
    }
}
