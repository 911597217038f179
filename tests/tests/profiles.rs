//! A profile of the AWS config file that leads to this computer, and keys that are made anew.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::process::Output;

use tests::{Cloud, text};

const CONFIG: &str =
    "# mine\n[default]\nregion = eu-west-1\n\n[profile prod]\nrole_arn = arn:aws:iam::1:role/r\n";

/// The AWS CLI in a bare environment, with the config file alone.
fn plain(cloud: &Cloud, args: &[&str]) -> Output {
    let mut command = cloud.plain("aws");
    command.args(args).env("AWS_CONFIG_FILE", cloud.place.path("config")).env("AWS_PAGER", "");
    command.output().unwrap()
}

fn profile(cloud: &Cloud, name: &str, yes: bool) -> Output {
    let mut args = vec!["env", "--profile", name];
    args.extend(yes.then_some("--yes"));
    let mut command = cloud.place.pipesmith(&args);
    command.env("AWS_CONFIG_FILE", cloud.place.path("config")).output().unwrap()
}

#[test]
fn a_profile_leads_here_and_the_rest_of_the_file_stays() {
    let cloud = Cloud::new();
    cloud.place.write("config", CONFIG);
    let out = profile(&cloud, "here", false);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("--yes"), "{}", text(&out));
    let config = || fs_err::read_to_string(cloud.place.path("config")).unwrap();
    assert_eq!(config(), CONFIG);

    let out = profile(&cloud, "here", true);
    assert!(out.status.success(), "{}", text(&out));
    let written = config();
    assert!(written.starts_with(CONFIG) && written.contains(&cloud.endpoint), "{written}");
    assert!(!written.contains("aws_secret_access_key"), "{written}");
    let out = plain(&cloud, &["--profile", "here", "codepipeline", "list-pipelines"]);
    assert!(out.status.success(), "{}", text(&out));
    // Again is the same.
    assert!(profile(&cloud, "here", true).status.success());
    assert_eq!(config(), written);

    for (name, code) in [("prod", "leads elsewhere"), ("default", "cannot be"), ("a b", "cannot be")] {
        let out = profile(&cloud, name, true);
        assert!(out.status.code() == Some(2) && text(&out).contains(code), "{}", text(&out));
    }
    assert_eq!(config(), written);

    // New keys: the old ones open nothing, the profile asks anew.
    let out = cloud.place.ask(&["env", "--rotate"]);
    assert!(text(&out).contains("export AWS_SECRET_ACCESS_KEY='"), "{}", text(&out));
    let refused = cloud.aws(&["codepipeline", "list-pipelines"]);
    assert!(text(&refused).contains("UnrecognizedClientException"), "{}", text(&refused));
    let out = plain(&cloud, &["--profile", "here", "codepipeline", "list-pipelines"]);
    assert!(out.status.success(), "{}", text(&out));

    // Without an engine there are no keys, and the way out is told.
    let place = cloud.crash();
    let out = place.ask(&["env", "--process"]);
    assert!(out.status.code() == Some(1) && text(&out).contains("pipesmith serve"), "{}", text(&out));
    let out = place.ask(&["env", "--rotate"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
}
