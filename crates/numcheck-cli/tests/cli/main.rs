//! The tool as a user runs it: the binary, its arguments, its environment, its output and its exit codes.

mod bad_input;
mod bill;
mod commands;
mod credentials;
mod endpoints;
mod exit_codes;
mod languages;
mod money;
mod own_vendor;
mod progress;
mod report;
mod runs;
mod schema;
mod secrets;
mod shell;
mod support;
mod words;
