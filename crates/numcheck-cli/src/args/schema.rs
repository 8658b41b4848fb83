use clap::Args;

/// Print the JSON schema of a machine output; without a name, list them.
#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// Which: check, explain, products, …
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}
