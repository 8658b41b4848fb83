//! numcheck-http
