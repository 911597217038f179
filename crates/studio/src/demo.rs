//! The example project, carried in the program: copied into the data folder when it is not there, never over it.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::contract::Failure;
use crate::failure::io;

static PROJECT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/hello-service");

/// The path of the example's definition; its project is made when it is missing.
pub(crate) fn definition(data: &Path) -> Result<PathBuf, Failure> {
    let folder = data.join("demo").join("hello-service");
    let definition = folder.join("pipeline.json");
    if !definition.exists() {
        fs_err::create_dir_all(&folder).map_err(|error| io(&error))?;
        write(&PROJECT, &folder)?;
    }
    Ok(definition)
}

/// Writes what is not there yet; the definition, by which the project counts as whole, comes last.
fn write(dir: &Dir<'_>, folder: &Path) -> Result<(), Failure> {
    let mut files: Vec<_> = dir.files().collect();
    files.sort_by_key(|file| file.path().ends_with("pipeline.json"));
    for inner in dir.dirs() {
        fs_err::create_dir_all(folder.join(inner.path())).map_err(|error| io(&error))?;
        write(inner, folder)?;
    }
    for file in files {
        let path = folder.join(file.path());
        if !path.exists() {
            fs_err::write(path, file.contents()).map_err(|error| io(&error))?;
        }
    }
    Ok(())
}
