//! numcheck-ywjisu
