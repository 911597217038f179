//! The user's configuration files as they are found in the wild.

use aws::{Profile, profiles_in};

#[allow(clippy::unwrap_used, reason = "a failed step is a failed test")]
fn read(config: &str, credentials: &str) -> Result<Vec<Profile>, aws::Error> {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("config"), dir.path().join("credentials"));
    fs_err::write(&a, config).unwrap();
    fs_err::write(&b, credentials).unwrap();
    profiles_in(&a, &b)
}

#[test]
fn every_sort_of_credentials_is_told_by_its_settings() {
    let config = "
[default]
region = us-east-1

[profile prod]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Release
region = eu-west-1

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1

[profile vault]
credential_process = /usr/local/bin/vault aws --secret hunter2hunter2

[profile deploy]
role_arn = arn:aws:iam::111122223333:role/Deploy
source_profile = default
region = us-gov-west-1

[profile ci]
role_arn = arn:aws:iam::111122223333:role/CI
web_identity_token_file = /var/run/token

[profile console]
login_session = arn:aws:iam::111122223333:user/ann

[profile only-region]
region = cn-north-1
";
    let credentials = "
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

[old]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";
    let found = read(config, credentials).unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|p| (p.name.as_str(), p.source.as_str(), p.region.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        told,
        [
            ("ci", "web-identity", "-"),
            ("console", "login", "-"),
            ("default", "keys", "us-east-1"),
            ("deploy", "role", "us-gov-west-1"),
            ("old", "keys", "-"),
            ("only-region", "none", "cn-north-1"),
            ("prod", "sso", "eu-west-1"),
            ("vault", "process", "-"),
        ]
    );
    let debug = format!("{found:?}");
    assert!(!debug.contains("wJalr") && !debug.contains("hunter2"), "{debug}");
}

#[test]
fn a_broken_file_is_told_with_its_place() {
    let error = read("[default]\nregion = us-east-1\n[profile broken\n", "").unwrap_err();
    assert_eq!(error.code(), "bad-profile");
    assert!(error.message().contains("config") && error.message().contains('3'), "{}", error.message());
    assert!(error.remedy().is_some());
}

#[test]
fn a_file_that_cannot_be_read_is_told_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("nowhere");
    let error = profiles_in(&missing, &missing).unwrap_err();
    assert_eq!(error.code(), "bad-profile");
    assert!(error.message().contains("nowhere"), "{}", error.message());
}
