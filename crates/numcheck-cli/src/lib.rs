//! numcheck-cli
