//! What is committed is what the model gives.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

#[test]
fn the_generated_files_are_current() {
    let files = generate::files().unwrap();
    let root = generate::root();
    for (path, text) in &files {
        let present = fs_err::read_to_string(root.join(path)).unwrap_or_default();
        assert!(present == *text, "{} is out of date: cargo run -p generate", path.display());
    }
    // A file that is no longer written does not stay behind, save in folders that others write to as well.
    for folder in ["crates/codepipeline/src/generated", "crates/aws/src/generated"] {
        let present: BTreeSet<_> = fs_err::read_dir(root.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path().strip_prefix(&root).unwrap().to_owned())
            .collect();
        let written: BTreeSet<_> = files.keys().filter(|path| path.starts_with(folder)).cloned().collect();
        assert_eq!(present, written, "{folder}");
    }
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    assert!(generate::files().unwrap() == generate::files().unwrap());
}
