//! The file of the keys.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use api::Keys;

#[test]
fn keys_are_made_once_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let made = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap();
    let read = Keys::load_or_create(folder.path(), "444455556666", "bob").unwrap();
    assert_eq!(made.secret_access_key, read.secret_access_key);
    assert_eq!(read.arn, "arn:aws:iam::111122223333:user/ann");
    assert_eq!((made.access_key_id.len(), made.secret_access_key.len()), (20, 40));
    assert!(made.access_key_id.starts_with("PKIA") && made.user_id.starts_with("AIDA"));
    let principal = read.principal();
    assert_eq!((principal.user_name.as_str(), principal.account.as_str()), ("ann", "111122223333"));

    let rotated = made.rotate(folder.path()).unwrap();
    assert_ne!(rotated.access_key_id, made.access_key_id);
    assert_ne!(rotated.secret_access_key, made.secret_access_key);
    assert_eq!((&rotated.user_id, &rotated.arn), (&made.user_id, &made.arn));
    assert_eq!(Keys::load(folder.path()).unwrap().access_key_id, rotated.access_key_id);
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn a_name_that_iam_would_not_take_is_made_one() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(folder.path(), "111122223333", "änn o/x").unwrap();
    assert_eq!(keys.arn, "arn:aws:iam::111122223333:user/-nn-o-x");
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        Keys::load_or_create(folder.path(), "111122223333", "").unwrap().principal().user_name,
        "local"
    );
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap();
    let path = folder.path().join("keys.json");
    let mode = |path| fs_err::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    keys.rotate(folder.path()).unwrap();
    assert_eq!(mode(&path), 0o600);
    fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap_err();
    assert_eq!(error.code(), "keys-exposed");
    assert!(error.to_string().contains("mode 644"), "{error}");
}

#[test]
fn something_else_in_the_file_is_an_error_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap();
    fs_err::write(folder.path().join("keys.json"), "{}").unwrap();
    let error = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap_err();
    assert_eq!(error.code(), "keys-unreadable");
    assert_eq!(fs_err::read_to_string(folder.path().join("keys.json")).unwrap(), "{}");
}

#[test]
fn the_secret_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap();
    assert!(!format!("{keys:?}").contains(&keys.secret_access_key));
}

#[test]
fn the_environment_sets_what_clients_need_and_unsets_what_would_win() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::load_or_create(folder.path(), "111122223333", "ann").unwrap();
    let environment =
        keys.environment("http://127.0.0.1:4567", "eu-central-1", Some("example.com,localhost"));
    let value = |wanted: &str| {
        environment.iter().find(|(name, _)| *name == wanted).expect("named").1.as_deref().map(str::to_owned)
    };
    assert_eq!(value("AWS_ENDPOINT_URL").as_deref(), Some("http://127.0.0.1:4567"));
    assert_eq!(value("AWS_REGION").as_deref(), Some("eu-central-1"));
    assert_eq!(value("AWS_ACCESS_KEY_ID"), Some(keys.access_key_id.clone()));
    assert_eq!(value("NO_PROXY").as_deref(), Some("example.com,localhost,127.0.0.1,::1"));
    assert_eq!(value("AWS_PROFILE"), None);
    assert_eq!(value("AWS_SESSION_TOKEN"), None);
}
