//! The providers against real folders, real git and real sandboxed builds. It is its own shim, so it has no harness.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test without a harness"
)]

mod support;

use std::path::Path;
use std::process::ExitCode;

use actions::Fidelity;
use serde_json::{Value, json};
use support::Bench;

fn build_action(project: &str) -> Value {
    json!({ "name": "Build", "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
        "configuration": { "ProjectName": project },
        "inputArtifacts": [{ "name": "Src" }], "outputArtifacts": [{ "name": "Out" }] })
}

#[expect(clippy::disallowed_methods, reason = "makes the repository that the source action reads")]
fn git(folder: &Path, args: &[&str]) {
    let done = std::process::Command::new("git").arg("-C").arg(folder).args(args).status().unwrap();
    assert!(done.success(), "git {args:?}");
}

fn a_worktree_is_taken_with_untracked_files_and_without_ignored_ones() {
    let bench = Bench::new();
    bench.write("project/.gitignore", "ignored.txt\n");
    bench.write("project/tracked.txt", "1");
    let project = bench.dir.path().join("project");
    git(&project, &["init", "-q", "-b", "main"]);
    git(&project, &["add", "."]);
    git(
        &project,
        &["-c", "user.name=Mary", "-c", "user.email=mary@example.com", "commit", "-q", "-m", "First"],
    );
    bench.write("project/untracked.txt", "2");
    bench.write("project/ignored.txt", "3");
    let done = bench.success(
        "sources: {octo/web: {path: .}}",
        json!({ "name": "Source", "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
            "configuration": { "FullRepositoryId": "octo/web", "BranchName": "main", "ConnectionArn": "arn:x" }, "outputArtifacts": [{ "name": "Src" }] }),
    );
    assert_eq!(done.variables.get("CommitMessage").map(String::as_str), Some("First"));
    let there = |name: &str| bench.object("Src").join(name).exists();
    assert!(there("tracked.txt") && there("untracked.txt"));
    assert!(!there("ignored.txt") && !there(".git"));
}

fn a_build_hands_on_its_files_and_variables_and_sees_a_bucket_in_the_hidden_folder() {
    let bench = Bench::new();
    bench.write("data/buckets/releases/VERSION", "7");
    bench.write("data/secret.txt", "not for builds");
    bench.write(
        "data/buckets/store/Src/ci/build.yml",
        "version: 0.2\nenv:\n  exported-variables: [VERSION]\nphases:\n  build:\n    commands:\n      - VERSION=\"$(cat \"$RELEASE_DIR/VERSION\")\"\n      - test ! -e \"$RELEASE_DIR/../../secret.txt\"\n      - mkdir dist && echo made > dist/file.txt\nartifacts:\n  base-directory: dist\n  files: ['**/*']\n",
    );
    let done = bench.success(
        "projects: {p: {buildspec: ci/build.yml, environment: {RELEASE_DIR: \"${bucket:releases}\"}}}",
        build_action("p"),
    );
    assert_eq!(done.variables.get("VERSION").map(String::as_str), Some("7"));
    assert_eq!(done.fidelity, Fidelity::Real);
    assert_eq!(fs_err::read_to_string(bench.object("Out/file.txt")).unwrap(), "made\n");
}

fn a_failing_build_says_which_command_where_and_what_it_printed() {
    let bench = Bench::new();
    bench.write(
        "data/buckets/store/Src/buildspec.yml",
        "version: 0.2\nphases:\n  build:\n    commands:\n      - echo before it broke\n      - sh -c 'exit 3'\n",
    );
    let why = bench.failure("", build_action("p")).why;
    assert_eq!(
        (why.command.as_deref(), why.exit_status, why.line),
        (Some("sh -c 'exit 3'"), Some(3), Some(6))
    );
    assert!(why.last_lines.iter().any(|line| line == "before it broke"), "{:?}", why.last_lines);
    let excerpt: Vec<_> = why.excerpt.iter().map(|line| (line.line, line.fault)).collect();
    assert_eq!(excerpt, [(4, false), (5, false), (6, true)]);
}

fn a_missing_secret_is_named_with_the_way_to_hand_it_in() {
    let bench = Bench::new();
    bench.write(
        "data/buckets/store/Src/buildspec.yml",
        "version: 0.2\nenv:\n  secrets-manager: {TOKEN: deploy-token}\nphases: {build: {commands: [true]}}\n",
    );
    let why = bench.failure("", build_action("p")).why;
    assert!(why.message.contains("deploy-token"), "{}", why.message);
    assert!(why.remedies.iter().any(|one| one.contains("--secret deploy-token=@FILE")), "{:?}", why.remedies);
}

fn commands_run_in_one_shell_and_hand_on_variables_and_files() {
    let bench = Bench::new();
    bench.write("data/buckets/store/Src/word.txt", "hello");
    let action = json!({ "name": "Run", "actionTypeId": { "category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1" },
        "commands": ["WORD=$(cat word.txt)-$COLOUR", "mkdir out && echo $WORD > out/word.txt"],
        "outputVariables": ["WORD", "AWS_DEFAULT_REGION"],
        "environmentVariables": [{ "name": "COLOUR", "value": "red" }],
        "inputArtifacts": [{ "name": "Src" }], "outputArtifacts": [{ "name": "Out", "files": ["out/**"] }] });
    let done = bench.success("", action.clone());
    let variable = |name: &str| done.variables.get(name).map(String::as_str);
    assert_eq!((variable("WORD"), variable("AWS_DEFAULT_REGION")), (Some("hello-red"), Some("us-east-1")));
    assert_eq!(fs_err::read_to_string(bench.object("Out/out/word.txt")).unwrap(), "hello-red\n");
    bench.clean();
    let mut bad = action;
    bad["commands"] = json!([
        "echo \"User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action\"",
        "false",
        "echo never"
    ]);
    let why = bench.failure("", bad.clone()).why;
    assert_eq!((why.command.as_deref(), why.file, why.line), (Some("false"), None, None));
    assert_eq!(why.denied.map(|denied| denied.action).as_deref(), Some("s3:GetObject"));
    assert!(why.remedies.iter().any(|one| one.contains("the role ci")), "{:?}", why.remedies);
    bench.clean();
    bad["configuration"] = json!({ "EnvironmentType": "WINDOWS_SERVER_2022_CONTAINER" });
    assert!(bench.failure("", bad).why.message.contains("does not run on this computer"));
}

const BATCH: &str = "version: 0.2\nbatch:\n  build-list:\n    - identifier: linux\n      env: {variables: {NAME: tux}}\n    - identifier: mac\n      env: {variables: {NAME: clarus}}\nphases:\n  build:\n    commands: ['echo $NAME > $NAME.txt', 'printf \"<testsuite><testcase name=\\\"$NAME\\\"/></testsuite>\" > r.xml']\nreports: {unit: {files: r.xml}}\nartifacts:\n  files: ['*.txt']\n  secondary-artifacts: {xml: {files: r.xml}}\n";

fn the_builds_of_a_batch_hand_on_one_artifact_each_or_one_together() {
    let bench = Bench::new();
    bench.write("data/buckets/store/Src/buildspec.yml", BATCH);
    let mut action = build_action("p");
    action["configuration"]["BatchEnabled"] = json!("true");
    action["outputArtifacts"] = json!([{ "name": "linux" }, { "name": "mac_xml" }]);
    let done = bench.success("", action.clone());
    assert!(bench.object("linux/tux.txt").is_file() && bench.object("mac_xml/r.xml").is_file());
    assert_eq!(
        done.reports.iter().map(|report| (report.passed, report.total)).collect::<Vec<_>>(),
        [(1, 1), (1, 1)]
    );
    action["configuration"]["CombineArtifacts"] = json!("true");
    action["outputArtifacts"] = json!([{ "name": "All" }]);
    bench.clean();
    bench.success("", action.clone());
    assert!(bench.object("All/tux.txt").is_file() && bench.object("All/clarus.txt").is_file());
    action["configuration"]["CombineArtifacts"] = json!("false");
    bench.clean();
    let why = bench.failure("", action).why;
    assert!(why.message.contains("no build of the batch has the artifact All"), "{}", why.message);
}

fn a_projects_cache_lies_in_the_hidden_folder_and_serves_its_next_build() {
    let bench = Bench::new();
    bench.write(
        "data/buckets/store/Src/buildspec.yml",
        "version: 0.2\nenv: {exported-variables: [FOUND]}\nphases:\n  build:\n    commands:\n      - FOUND=$(cat deps/kept 2>/dev/null || echo nothing)\n      - mkdir -p deps && echo warm > deps/kept\ncache: {paths: ['deps/**/*']}\n",
    );
    let mut action = build_action("p");
    action["outputArtifacts"] = json!([]);
    for expected in ["nothing", "warm"] {
        let done = bench.success("", action.clone());
        assert_eq!(done.variables.get("FOUND").map(String::as_str), Some(expected));
        bench.clean();
    }
    action["configuration"]["ProjectName"] = json!("other");
    let done = bench.success("", action);
    assert_eq!(done.variables.get("FOUND").map(String::as_str), Some("nothing"));
}

fn failed_tests_are_told_and_an_override_comes_from_a_bucket() {
    let bench = Bench::new();
    bench.write("data/buckets/store/Src/file.txt", "1");
    bench.write(
        "data/buckets/specs/ci.yml",
        "version: 0.2\nphases: {build: {commands: ['echo \"<testsuite><testcase name=\\\"x\\\"><failure message=\\\"no\\\"/></testcase></testsuite>\" > r.xml', 'false']}}\nreports: {unit: {files: r.xml}}\n",
    );
    let mut action = build_action("p");
    action["configuration"]["BuildspecOverride"] = json!("arn:aws:s3:::specs/ci.yml");
    let failed = bench.failure("", action.clone());
    assert_eq!((failed.reports[0].failed, failed.reports[0].cases[0].message.as_deref()), (1, Some("no")));
    action["configuration"]["BuildspecOverride"] = json!("arn:aws:s3:::specs/other.yml");
    bench.clean();
    let why = bench.failure("", action).why;
    assert!(why.message.contains("specs/other.yml") && why.remedies[0].contains("local bucket"), "{why:?}");
}

fn a_deploy_with_extract_puts_every_file_below_the_key() {
    let bench = Bench::new();
    bench.write("data/buckets/store/Src/a/b.txt", "1");
    let done = bench.success(
        "",
        json!({ "name": "Deploy", "actionTypeId": { "category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1" },
            "configuration": { "BucketName": "releases", "Extract": "true", "ObjectKey": "web" }, "inputArtifacts": [{ "name": "Src" }] }),
    );
    assert_eq!(done.fidelity, Fidelity::Equivalent);
    assert_eq!(fs_err::read_to_string(bench.data().join("buckets/releases/web/a/b.txt")).unwrap(), "1");
}

fn a_simulated_action_ends_as_declared_and_says_that_it_is_simulated() {
    let bench = Bench::new();
    let action = json!({ "name": "Deploy", "actionTypeId": { "category": "Deploy", "owner": "AWS", "provider": "ECS", "version": "1" } });
    let done = bench
        .success("on: {Deploy: simulated}\nsimulated: {Deploy: {variables: {Url: there}}}", action.clone());
    assert_eq!(
        (done.fidelity, done.variables.get("Url").map(String::as_str)),
        (Fidelity::Simulated, Some("there"))
    );
    // The action's address in the pipeline names it, too, and wins over its bare name.
    let addressed = "on: {S/Deploy: simulated}\nsimulated: {Deploy: {status: failed}, S/Deploy: {variables: {Url: here}}}";
    let done = bench.success(addressed, action.clone());
    assert_eq!(done.variables.get("Url").map(String::as_str), Some("here"));
    let failed =
        bench.failure("on: {Deploy: simulated}\nsimulated: {Deploy: {status: failed, message: no}}", action);
    assert_eq!((failed.fidelity, failed.why.message.as_str()), (Fidelity::Simulated, "no"));
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == codebuild::SHIM_COMMAND) {
        return codebuild::shim_main(arguments);
    }
    let tests: [(&str, fn()); 10] = [
        ("cache", a_projects_cache_lies_in_the_hidden_folder_and_serves_its_next_build),
        ("commands", commands_run_in_one_shell_and_hand_on_variables_and_files),
        ("batch", the_builds_of_a_batch_hand_on_one_artifact_each_or_one_together),
        ("reports", failed_tests_are_told_and_an_override_comes_from_a_bucket),
        ("worktree", a_worktree_is_taken_with_untracked_files_and_without_ignored_ones),
        ("build", a_build_hands_on_its_files_and_variables_and_sees_a_bucket_in_the_hidden_folder),
        ("failing build", a_failing_build_says_which_command_where_and_what_it_printed),
        ("missing secret", a_missing_secret_is_named_with_the_way_to_hand_it_in),
        ("deploy", a_deploy_with_extract_puts_every_file_below_the_key),
        ("simulated", a_simulated_action_ends_as_declared_and_says_that_it_is_simulated),
    ];
    let mut failed = 0;
    for (name, test) in tests {
        let ok = std::panic::catch_unwind(test).is_ok();
        println!("test {name} ... {}", if ok { "ok" } else { "FAILED" });
        failed += usize::from(!ok);
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
