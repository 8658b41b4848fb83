//! numcheck-contract
