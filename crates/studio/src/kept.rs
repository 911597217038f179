//! The setup that this computer keeps for a pipeline in the data folder, in the same form as the files beside a
//! definition: what somebody once answered and need not answer again. It holds no secret; those are in the keyring.

use std::path::{Path, PathBuf};

use pipeline::setup::{Origin, RunsOn, Setup};

use crate::contract::Failure;
use crate::failure::{failure, io};

/// Where a pipeline's setup is kept; none for a name that is no file's.
fn file(data: &Path, pipeline: &str) -> Option<PathBuf> {
    // The names that the service takes (CreatePipeline), and none that leads out of the folder.
    let fits = |one: char| one.is_ascii_alphanumeric() || ".@-_".contains(one);
    let proper = !pipeline.is_empty() && !pipeline.starts_with('.') && pipeline.chars().all(fits);
    proper.then(|| data.join("setups").join(format!("{pipeline}.json")))
}

/// What is kept for a pipeline; empty when nothing is.
pub(crate) fn read(data: &Path, pipeline: &str) -> Result<Setup, Failure> {
    let Some(file) = file(data, pipeline) else { return Ok(Setup::default()) };
    let text = match fs_err::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Setup::default()),
        Err(error) => return Err(io(&error)),
    };
    Setup::parse(&text, &file.display().to_string(), Origin::Own)
        .map_err(|error| failure("invalid-setup", error.to_string()).remedy("mend the file, or move it away"))
}

/// Keeps what the flags of a run say: where sources are, buildspecs of projects, what is simulated, variables. What
/// touches AWS has to be said every time.
pub(crate) fn remember(data: &Path, pipeline: &str, flags: &Setup) -> Result<(), Failure> {
    let Some(file) = file(data, pipeline) else { return Ok(()) };
    let known = read(data, pipeline)?;
    let mut lasting = Setup {
        sources: flags.sources.clone(),
        projects: flags.projects.clone(),
        variables: flags.variables.clone(),
        on: flags.on.clone(),
        ..Setup::default()
    };
    lasting.on.retain(|_, runs_on| *runs_on != RunsOn::Aws);
    let all = known.clone().merge(lasting);
    if all == known {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs_err::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    // Whole or not at all: a torn file would keep every later run from starting.
    let part = file.with_extension("part");
    fs_err::write(&part, all.to_text()).map_err(|error| io(&error))?;
    fs_err::rename(&part, &file).map_err(|error| io(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_again_and_what_touches_aws_is_not() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(read(data.path(), "web").unwrap(), Setup::default());
        let mut flags = Setup::default();
        flags.sources.insert(
            "App".into(),
            pipeline::setup::Source { path: Some("/src".into()), ..Default::default() },
        );
        flags.on.insert("Deploy".into(), RunsOn::Aws);
        flags.on.insert("Notify".into(), RunsOn::Simulated);
        remember(data.path(), "web", &flags).unwrap();
        let more = Setup { variables: [("Ring".to_owned(), "2".to_owned())].into(), ..Setup::default() };
        remember(data.path(), "web", &more).unwrap();
        let kept = read(data.path(), "web").unwrap();
        assert_eq!(kept.sources, flags.sources);
        assert_eq!(kept.on, [("Notify".to_owned(), RunsOn::Simulated)].into());
        assert_eq!(kept.variables["Ring"], "2");
        for name in ["../web", "", ".x", "a/b"] {
            remember(data.path(), name, &flags).unwrap();
            assert_eq!(read(data.path(), name).unwrap(), Setup::default(), "{name}");
        }
        assert_eq!(fs_err::read_dir(data.path()).unwrap().count(), 1);
    }
}
