//! Data folders of every released version, each left in the middle of a busy run: what they told is told by this version,
//! and the run goes on to its end. `cargo test -p tests --test versions -- --ignored` keeps one of this version.

use std::path::PathBuf;

use tests::{Busy, Fault, Place, copy, project};

fn folder() -> PathBuf {
    project().join("tests/fixtures/data")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_data_folder_of_every_version_goes_on() {
    let mut seen = 0;
    for version in fs_err::read_dir(folder()).unwrap() {
        let version = version.unwrap().path();
        let told = |name: &str| lines(&fs_err::read_to_string(version.join(name)).unwrap());
        let place = Place::empty();
        copy(&version.join("data"), &place.path("data"));
        let mut busy = Busy::at(place);
        assert_eq!(busy.told(), told("told.txt"), "{}", version.display());
        busy.finish();
        assert_eq!(busy.told(), told("ends.txt"), "{}", version.display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
#[ignore = "writes into the fixtures"]
fn a_data_folder_of_this_version_is_kept() {
    let version = folder().join(env!("CARGO_PKG_VERSION"));
    let mut busy = Busy::new(Fault::Count);
    busy.begin();
    let told = busy.told();
    busy.close();
    let _ = fs_err::remove_dir_all(&version);
    copy(&busy.place.path("data"), &version.join("data"));
    // Keys and owners are made anew.
    for made in ["keys.json", "owner.json", "owner.lock", "clients.json", "pipesmith.db-shm"] {
        let _ = fs_err::remove_file(version.join("data").join(made));
    }
    busy.finish();
    for (name, told) in [("told.txt", told), ("ends.txt", busy.told())] {
        fs_err::write(version.join(name), told.join("\n") + "\n").unwrap();
    }
}
