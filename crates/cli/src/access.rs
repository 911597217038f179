//! How other programs get at the endpoint: lines for a shell, a profile, new keys.

use std::io::IsTerminal;
use std::path::PathBuf;

use studio::{Failure, Profile};

use crate::failure;
use crate::history::agreed;
use crate::show::say;

/// Prints what a shell evaluates; the secret key goes to a terminal only when asked for.
pub(crate) async fn environment(data: Option<PathBuf>, show: bool, rotate: bool) -> Result<u8, Failure> {
    let data = studio::data_folder(data)?;
    if rotate {
        studio::rotate_keys(&data).await?;
    }
    let shown = show || !std::io::stdout().is_terminal();
    say(studio::environment(&data, shown)?.trim_end());
    Ok(0)
}

/// Prints the keys for a profile's `credential_process`.
pub(crate) fn credentials(data: Option<PathBuf>) -> Result<u8, Failure> {
    say(&studio::credentials(&studio::data_folder(data)?)?);
    Ok(0)
}

/// Writes a profile into the AWS config file, after asking.
pub(crate) fn profile(data: Option<PathBuf>, name: &str, yes: bool) -> Result<u8, Failure> {
    let program = std::env::current_exe().map_err(|error| {
        failure(
            "not-found",
            format!("This program's own place cannot be told: {error}"),
            "start it by its path",
        )
    })?;
    let profile = Profile::of(&studio::data_folder(data)?, name, &program)?;
    if !yes {
        if !std::io::stdin().is_terminal() {
            return Err(failure("not-asked", "Nobody can be asked here", "--yes writes the profile"));
        }
        say(profile.lines.trim_end());
        if !agreed(&format!("Write this profile into {}? [y/N] ", profile.file.display())) {
            say("Nothing was written.");
            return Ok(0);
        }
    }
    profile.write()?;
    let address = profile.endpoint.trim_start_matches("http://");
    say(&format!(
        "Wrote the profile {name} into {}. It leads to {address}: keep the endpoint there with `pipesmith serve \
         --listen {address}`, or write the profile again.",
        profile.file.display()
    ));
    Ok(0)
}
