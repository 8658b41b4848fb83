//! `numcheck schema`: the published schemas of what programs read.

use std::io::{self, Write};

use crate::args::SchemaArgs;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::schema as messages;
use crate::output::list_of;

macro_rules! schemas {
    ($($name:literal),* $(,)?) => { &[$( ($name, include_str!(concat!("../../schemas/", $name, ".v1.json"))) ),*] };
}

/// Every schema, by the name of its file. A test holds the folder against it.
const SCHEMAS: &[(&str, &str)] = schemas![
    "bill",
    "check",
    "config",
    "doctor",
    "explain",
    "normalize",
    "numcheck-toml",
    "products",
    "progress",
    "report",
    "results",
    "runs-list",
    "runs-show",
];

pub(crate) fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let written = match &args.name {
        None => SCHEMAS.iter().try_for_each(|(name, _)| writeln!(out, "{name}")),
        Some(wanted) => {
            let Some((_, schema)) = SCHEMAS.iter().find(|(name, _)| name == wanted) else {
                let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
                return Err(Failure::question(messages::unknown(wanted), messages::unknown_cure(list_of(&names))));
            };
            out.write_all(schema.as_bytes())
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::SCHEMAS;

    #[test]
    fn every_schema_of_the_folder_is_printed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        for file in std::fs::read_dir(folder).expect("the folder of the schemas").flatten() {
            let file = file.file_name().to_string_lossy().into_owned();
            let name = file.split('.').next().unwrap_or_default();
            assert!(SCHEMAS.iter().any(|(known, _)| *known == name), "{file} is not in SCHEMAS");
        }
    }
}
