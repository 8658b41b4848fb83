//! numcheck-juhe
