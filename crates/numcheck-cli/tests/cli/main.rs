//! The tool as a user runs it: the binary, its arguments, its environment, its output and its exit codes.

mod bad_input;
mod commands;
mod credentials;
mod endpoints;
mod exit_codes;
mod money;
mod own_vendor;
mod runs;
mod schema;
mod secrets;
mod spreadsheets;
mod support;
