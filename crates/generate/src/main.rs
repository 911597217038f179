//! Writes the generated files of the contract into the working tree.
//!
//! `cargo run -p generate` after a change to the model or to a writer; a test of this crate fails as long as
//! that has not been done.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match write(&generate::root()) {
        Ok(written) => {
            println!("{written} files changed");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes what differs and says how many files that were.
fn write(root: &Path) -> Result<usize, generate::Error> {
    let mut written = 0;
    for (path, text) in generate::files()? {
        let path = root.join(path);
        if fs_err::read_to_string(&path).is_ok_and(|present| present == text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs_err::create_dir_all(folder)?;
        }
        fs_err::write(&path, text)?;
        written += 1;
    }
    Ok(written)
}
