use crate::Registry;
use crate::args::DoctorArgs;
use crate::config::Config;
use crate::exit::Exit;
use crate::fault::Failure;
pub(crate) fn run(_: &Registry, _: &DoctorArgs, _: &Config) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}
