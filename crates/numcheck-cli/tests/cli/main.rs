//! The tool as a user runs it: the binary, its arguments, its environment, its output and its exit codes.

mod bad_input;
mod bill;
mod commands;
mod config;
mod credentials;
mod demo;
mod doctor;
mod endpoints;
mod exit_codes;
mod home;
mod languages;
mod lookups;
mod money;
mod normalize;
mod own_vendor;
mod progress;
mod report;
mod runs;
mod schema;
mod secrets;
mod shell;
mod spreadsheets;
mod support;
mod transcripts;
mod trust;
mod words;
