use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::values::duration;
use crate::config::Products;

/// How a vendor is reached.
#[derive(Args, Debug, Default)]
pub(crate) struct ConnectArgs {
    /// Ask the vendors simulated on this machine: no account, nothing paid.
    #[arg(long, conflicts_with_all = ["base_url", "proxy"])]
    pub(crate) sandbox: bool,

    /// Where a vendor is, instead of its own address; for one of several, juhe=URL.
    #[arg(long, value_name = "[VENDOR=]URL")]
    pub(crate) base_url: Vec<String>,

    /// Let keys and numbers go over plain http, readable by every machine on the way.
    #[arg(long)]
    pub(crate) allow_http: bool,

    /// How long one request may take, instead of the product's own deadline: 30s, 2m.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

    /// Send through a proxy, http://host:port; vendors admit fixed addresses only.
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,

    /// Keep connections for requests that follow within a second: faster; where a kept one has died, its request is in doubt.
    #[arg(long)]
    pub(crate) reuse_connections: bool,

    /// What the configuration says of the products.
    #[arg(skip)]
    pub(crate) configured: Products,
}

/// Where the ledger is.
#[derive(Args, Debug)]
pub(crate) struct LedgerArgs {
    /// The ledger, instead of numcheck/ledger.db in the state directory.
    #[arg(long, global = true, value_name = "FILE", env = "NUMCHECK_LEDGER", hide_env_values = true)]
    pub(crate) ledger: Option<PathBuf>,
}
