//! The lists of `deny.toml` that cargo alone can be held to: licences, registries, and the reasons of what is ignored.

use std::path::Path;

use crate::sh::Result;

pub(super) struct Deny {
    pub(super) licences: Vec<String>,
    registries: Vec<String>,
    /// The advisories that are ignored, a line each.
    ignored: Vec<String>,
}

impl Deny {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let deny = Self::parse(&text);
        if deny.licences.is_empty() || deny.registries.is_empty() {
            return Err(format!("{} allows no licences or no registry", path.display()));
        }
        Ok(deny)
    }

    fn parse(text: &str) -> Self {
        let table = |name: &str| {
            let lines = text.lines().skip_while(move |line| line.trim() != format!("[{name}]")).skip(1);
            lines.take_while(|line| !line.starts_with('[')).collect::<Vec<_>>().join("\n")
        };
        Self {
            licences: quoted(&list(&table("licenses"), "allow")),
            registries: quoted(&list(&table("sources"), "allow-registry")),
            ignored: list(&table("advisories"), "ignore")
                .lines()
                .map(str::to_owned)
                .filter(|line| line.contains('"'))
                .collect(),
        }
    }

    pub(super) fn takes_source(&self, source: &str) -> bool {
        source.strip_prefix("registry+").is_some_and(|registry| self.registries.iter().any(|known| known == registry))
    }

    /// What is ignored without a word why.
    pub(super) fn unreasoned(&self) -> Vec<String> {
        let unreasoned = self.ignored.iter().filter(|line| {
            line.split_once("reason = \"")
                .is_none_or(|(_, reason)| reason.split('"').next().is_none_or(|why| why.len() < 20))
        });
        unreasoned.map(|line| format!("deny.toml ignores an advisory without a reason: {}", line.trim())).collect()
    }
}

/// What stands between the brackets of `name = [ … ]`.
fn list(table: &str, name: &str) -> String {
    let Some((_, rest)) = table.split_once(&format!("{name} = [")) else { return String::new() };
    rest.split(']').next().unwrap_or_default().to_owned()
}

fn quoted(list: &str) -> Vec<String> {
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Deny;

    #[test]
    fn what_is_allowed_and_what_is_ignored_without_a_reason() {
        let deny = Deny::parse(concat!(
            "[advisories]\nyanked = \"deny\"\nignore = [\n    { id = \"RUSTSEC-1\", reason = \"it is about private keys, and there are none\" },\n    \"RUSTSEC-2\",\n]\n",
            "[licenses]\nallow = [\n    \"MIT\",\n    \"ISC\",\n]\n[sources]\nallow-registry = [\"https://example.org/index\"]\n",
        ));
        assert_eq!(deny.licences, ["MIT", "ISC"]);
        assert!(deny.takes_source("registry+https://example.org/index"));
        assert!(!deny.takes_source("git+https://example.org/index"));
        let unreasoned = deny.unreasoned();
        assert!(unreasoned.len() == 1 && unreasoned[0].contains("RUSTSEC-2"), "{unreasoned:?}");
    }
}
