//! numcheck-layers
