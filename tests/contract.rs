//! Every case file under `fixtures/` as a test named `vendor/product/case`.

fn main() -> std::process::ExitCode {
    numcheck_tests::replay().main(&numcheck_tests::fixtures())
}
