//! numcheck-bulk
