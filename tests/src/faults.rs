//! Faults of the disk and of the process under the real program, by a library that is loaded before it.

#![expect(clippy::disallowed_methods, reason = "the C compiler, which the setup installs")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Place, project};

/// What goes wrong, counted in durable writes of the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing; they are counted.
    Count,
    /// A power cut before this one: what was not durable is gone.
    Cut(usize),
    /// The process is killed right after this one.
    Kill(usize),
    /// From this one on so many writes of files with this in their path find the disk full.
    Full(usize, usize, &'static str),
    /// From this one on so many writes and durable writes of such files fail.
    Broken(usize, usize, &'static str),
}

/// The library, built once a test program.
fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let library = std::env::current_exe().unwrap().with_extension("faults.so");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]).arg(&library);
        let built = cc.arg(project().join("tests/faults/faults.c")).arg("-ldl").status().unwrap();
        assert!(built.success());
        library
    })
}

impl Fault {
    /// Puts it under a command that opens the data folder of a place.
    pub fn put_under(self, place: &Place, command: &mut Command) {
        let (told, times, files) = match self {
            Self::Count => ("count".to_owned(), 0, ""),
            Self::Cut(at) => (format!("kill-before:{at}"), 0, ""),
            Self::Kill(at) => (format!("kill-after:{at}"), 0, ""),
            Self::Full(at, times, files) => (format!("full:{at}"), times, files),
            Self::Broken(at, times, files) => (format!("broken:{at}"), times, files),
        };
        command.env("PIPESMITH_FAULT", told).env("PIPESMITH_FAULT_TIMES", times.to_string());
        command.env("PIPESMITH_FAULT_FILES", files);
        command.env("PIPESMITH_FAULT_FOLDER", place.path("data")).env("LD_PRELOAD", library());
        command.env("PIPESMITH_FAULT_COUNT", place.path("syncs"));
    }

    /// How many durable writes there were in a place.
    pub fn count(place: &Place) -> usize {
        fs_err::metadata(place.path("syncs")).map_or(0, |found| usize::try_from(found.len()).unwrap())
    }
}
