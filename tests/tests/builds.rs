//! Builds in pipelines with the built command line: several inputs and outputs, batches, full clones, what is
//! remembered, and how soon somebody else's project runs here.
#![allow(clippy::unwrap_used, reason = "a test")]

use serde_json::{Value, json};
use tests::{Place, json_lines, text};

fn git(place: &Place, folder: &str, args: &[&str]) {
    let who = ["-c", "user.name=Mary Major", "-c", "user.email=mary@example.com"];
    let out = place.command("git").arg("-C").arg(place.path(folder)).args(who).args(args).output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
}

fn action(name: &str, kind: (&str, &str), more: Value) -> Value {
    let mut action = json!({ "name": name,
        "actionTypeId": { "category": kind.0, "owner": "AWS", "provider": kind.1, "version": "1" } });
    action.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    action
}

fn commits(name: &str, repository: &str, output: &str, format: Option<&str>) -> Value {
    let mut configuration = json!({ "RepositoryName": repository, "BranchName": "main" });
    if let Some(format) = format {
        configuration["OutputArtifactFormat"] = format.into();
    }
    action(
        name,
        ("Source", "CodeCommit"),
        json!({ "configuration": configuration, "outputArtifacts": [{ "name": output }] }),
    )
}

fn pipeline(name: &str, stages: &Value) -> String {
    json!({ "name": name, "version": 1, "pipelineType": "V2", "roleArn": "arn:aws:iam::111122223333:role/x",
        "artifactStore": { "type": "S3", "location": "store" }, "stages": stages })
    .to_string()
}

fn run(place: &Place, flags: &[&str]) -> Value {
    let out = place.ask(&[&["run", "p/pipeline.json", "--json"], flags].concat());
    json_lines(&out).pop().unwrap_or_else(|| panic!("{}", text(&out)))
}

/// The sample of the user guides of CodePipeline and CodeBuild for several inputs and outputs.
#[test]
fn several_inputs_and_outputs_go_where_their_names_say() {
    let place = Place::empty();
    place.write("p/pipeline.json", &pipeline("multi", &json!([
        { "name": "Source", "actions": [commits("Source1", "my-repo-1", "source1", None), commits("Source2", "my-repo-2", "source2", None)] },
        { "name": "Build", "actions": [action("Build", ("Build", "CodeBuild"), json!({
            "configuration": { "ProjectName": "my-build-project", "PrimarySource": "source1" },
            "inputArtifacts": [{ "name": "source1" }, { "name": "source2" }],
            "outputArtifacts": [{ "name": "artifact1" }, { "name": "artifact2" }] }))] },
        { "name": "Check", "actions": [action("Look", ("Compute", "Commands"), json!({
            "commands": ["test -f source1_file", "test ! -e source2_file", "test -f \"$CODEBUILD_SRC_DIR_artifact2/source2_file\""],
            "inputArtifacts": [{ "name": "artifact1" }, { "name": "artifact2" }] }))] },
    ])));
    place.write("p/pipesmith.yaml", "sources: {my-repo-1: one, my-repo-2: two}\n");
    place.write("p/two/README.md", "the second");
    place.write(
        "p/one/buildspec.yml",
        "version: 0.2\nphases:\n  build:\n    commands:\n      - touch source1_file\n      - cd $CODEBUILD_SRC_DIR_source2\n      - touch source2_file\n\
         artifacts:\n  secondary-artifacts:\n    artifact1:\n      base-directory: $CODEBUILD_SRC_DIR\n      files:\n        - source1_file\n    \
         artifact2:\n      base-directory: $CODEBUILD_SRC_DIR_source2\n      files:\n        - source2_file\n",
    );
    let done = run(&place, &[]);
    assert_eq!(done["status"], "Succeeded", "{done}");
}

#[test]
fn each_build_of_a_batch_has_a_log_of_its_own() {
    let place = Place::empty();
    place.write("p/pipeline.json", &pipeline("batch", &json!([
        { "name": "Source", "actions": [commits("Code", "code", "S", None)] },
        { "name": "Build", "actions": [action("All", ("Build", "CodeBuild"), json!({
            "configuration": { "ProjectName": "b", "BatchEnabled": "true" }, "inputArtifacts": [{ "name": "S" }] }))] },
    ])));
    place.write("p/pipesmith.yaml", "sources: {code: code}\n");
    place.write(
        "p/code/buildspec.yml",
        "version: 0.2\nbatch:\n  build-list:\n    - identifier: good\n    - identifier: bad\n      env: {variables: {CODE: '3'}}\n\
         phases: {build: {commands: ['echo \"this is $CODEBUILD_BATCH_BUILD_IDENTIFIER\"', 'exit ${CODE:-0}']}}\n",
    );
    let done = run(&place, &[]);
    assert_eq!(done["status"], "Failed", "{done}");
    let error = done["actions"][1]["error"].to_string();
    assert!(
        error.contains("bad: ") && error.contains("this is bad") && !error.contains("this is good"),
        "{error}"
    );

    let logs = |args: &[&str]| {
        let out = place.ask(&[&["logs", "batch", "--action", "All"], args].concat());
        String::from_utf8(out.stdout).unwrap()
    };
    let all = logs(&[]);
    assert!(
        all.contains("Build/All good | this is good\n") && all.contains("Build/All bad | this is bad\n"),
        "{all}"
    );
    assert!(all.contains("Build good: SUCCEEDED") && all.contains("Build bad: FAILED: "), "{all}");
    let one = logs(&["--build", "good"]);
    assert!(
        one.contains("this is good") && one.lines().all(|line| line.starts_with("Build/All good | ")),
        "{one}"
    );
    let files: Vec<String> = place.files("data/logs").iter().map(|path| path.display().to_string()).collect();
    assert!(files.iter().any(|path| path.ends_with("/good.log")), "{files:?}");
}

#[test]
fn a_full_clone_is_for_builds_alone() {
    let place = Place::empty();
    let stages = |consumer: Value| {
        json!([
            { "name": "Source", "actions": [commits("Code", "code", "S", Some("CODEBUILD_CLONE_REF"))] },
            { "name": "Use", "actions": [consumer] },
        ])
    };
    let build = action(
        "Build",
        ("Build", "CodeBuild"),
        json!({ "configuration": { "ProjectName": "b" }, "inputArtifacts": [{ "name": "S" }] }),
    );
    place.write("p/pipeline.json", &pipeline("clone", &stages(build)));
    place.write("p/pipesmith.yaml", "sources: {code: code}\n");
    place.write(
        "p/code/buildspec.yml",
        "version: 0.2\nphases: {build: {commands: ['test \"$(git log --format=%s | tail -1)\" = First', 'git describe --tags', 'test \"$(git rev-parse HEAD)\" = \"$CODEBUILD_RESOLVED_SOURCE_VERSION\"', 'test -f unsaved.txt']}}\n",
    );
    git(&place, "p/code", &["init", "-q", "-b", "main"]);
    git(&place, "p/code", &["add", "."]);
    git(&place, "p/code", &["commit", "-q", "-m", "First"]);
    git(&place, "p/code", &["tag", "v1"]);
    git(&place, "p/code", &["commit", "-q", "--allow-empty", "-m", "Second"]);
    place.write("p/code/unsaved.txt", "in the working tree only");
    let done = run(&place, &[]);
    assert_eq!(done["status"], "Succeeded", "{done}");

    let deploy = action(
        "Put",
        ("Deploy", "S3"),
        json!({ "configuration": { "BucketName": "out", "Extract": "true" }, "inputArtifacts": [{ "name": "S" }] }),
    );
    place.write("p/pipeline.json", &pipeline("clone", &stages(deploy)));
    let done = run(&place, &[]);
    let message = done["actions"][1]["error"]["message"].as_str().unwrap_or_default();
    assert!(
        message.starts_with("full clone artifacts can only be used by CodeBuild actions; S is one"),
        "{done}"
    );
    assert!(place.files("data/buckets/out").is_empty());
}

#[test]
fn what_is_remembered_is_not_asked_again() {
    let place = Place::empty();
    place.write("p/pipeline.json", &pipeline("kept", &json!([
        { "name": "Source", "actions": [commits("Code", "code", "S", None)] },
        { "name": "Build", "actions": [action("Make", ("Build", "CodeBuild"), json!({ "configuration": { "ProjectName": "b" }, "inputArtifacts": [{ "name": "S" }] }))] },
        { "name": "Ship", "actions": [action("Go", ("Deploy", "CloudFormation"), json!({ "configuration": { "ActionMode": "CREATE_UPDATE", "StackName": "s", "TemplatePath": "S::t.yml", "RoleArn": "arn:aws:iam::111122223333:role/x" }, "inputArtifacts": [{ "name": "S" }] }))] },
    ])));
    place.write("src/buildspec.yml", "version: 0.2\nphases: {build: {commands: ['true']}}\n");
    let answers = ["--source", "Code=src", "--on", "Go=simulated"];
    let done = run(&place, &answers);
    assert_eq!(done["status"], "Succeeded", "{done}");
    // Nothing was to be kept: the next run asks again.
    let out = place.ask(&["run", "p/pipeline.json"]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    let done = run(&place, &[&answers[..], &["--remember"]].concat());
    assert_eq!(done["status"], "Succeeded", "{done}");
    let done = run(&place, &[]);
    assert_eq!(done["status"], "Succeeded", "{done}");
    let kept = fs_err::read_to_string(place.path("data/setups/kept.json")).unwrap();
    assert!(kept.contains("\"Go\": \"simulated\"") && !place.path("p/pipesmith.yaml").exists(), "{kept}");
}

/// Somebody clones a project with its pipeline and buildspec, and runs it: a project of the kind of AWS's samples, a web
/// page that is built, tested and put into a bucket.
#[test]
fn a_cloned_project_runs_with_no_question_and_a_second_time_at_once() {
    let place = Place::empty();
    let build = |name: &str, category: &str, project: &str, output: Option<&str>| {
        let mut more = json!({ "configuration": { "ProjectName": project }, "inputArtifacts": [{ "name": "SourceOutput" }] });
        if let Some(output) = output {
            more["outputArtifacts"] = json!([{ "name": output }]);
        }
        action(name, (category, "CodeBuild"), more)
    };
    let source = action(
        "Source",
        ("Source", "CodeStarSourceConnection"),
        json!({ "outputArtifacts": [{ "name": "SourceOutput" }],
        "configuration": { "ConnectionArn": "arn:aws:codeconnections:us-east-1:111122223333:connection/1",
            "FullRepositoryId": "octo/site", "BranchName": "main" } }),
    );
    place.write("upstream/octo/site/pipeline.json", &pipeline("site", &json!([
        { "name": "Source", "actions": [source] },
        { "name": "Build", "actions": [build("Build", "Build", "site-build", Some("BuildOutput")), build("Test", "Test", "site-test", None)] },
        { "name": "Deploy", "actions": [action("Deploy", ("Deploy", "S3"), json!({
            "configuration": { "BucketName": "site", "Extract": "true" }, "inputArtifacts": [{ "name": "BuildOutput" }] }))] },
    ])));
    place.write(
        "upstream/octo/site/buildspec.yml",
        "version: 0.2\nphases:\n  install:\n    runtime-versions:\n      nodejs: 20\n  build:\n    commands:\n      - mkdir -p public\n      - sed \"s/VERSION/$CODEBUILD_RESOLVED_SOURCE_VERSION/\" index.html > public/index.html\n  \
         post_build:\n    commands:\n      - test -s public/index.html\nartifacts:\n  base-directory: public\n  files:\n    - '**/*'\n",
    );
    place.write("upstream/octo/site/index.html", "<h1>VERSION</h1>");
    git(&place, "upstream/octo/site", &["init", "-q", "-b", "main"]);
    git(&place, "upstream/octo/site", &["add", "."]);
    git(&place, "upstream/octo/site", &["commit", "-q", "-m", "First"]);
    git(&place, ".", &["clone", "-q", "upstream/octo/site", "p"]);

    let plan: Value =
        serde_json::from_slice(&place.ask(&["plan", "p/pipeline.json", "--json"]).stdout).unwrap();
    let questions: usize =
        plan["actions"].as_array().unwrap().iter().map(|one| one["gaps"].as_array().unwrap().len()).sum();
    assert_eq!((questions, &plan["ready"]), (0, &true.into()), "{plan}");
    for _ in 0..2 {
        let done = run(&place, &[]);
        assert_eq!(done["status"], "Succeeded", "{done}");
    }
    let page = fs_err::read_to_string(place.path("data/buckets/site/index.html")).unwrap();
    assert!(page.starts_with("<h1>") && page.len() == "<h1></h1>".len() + 40, "{page}");
}

/// The two samples of the CodeBuild user guide for batches in pipelines.
#[test]
fn a_batch_hands_on_separate_or_combined_artifacts() {
    let batch = "version: 0.2\nbatch:\n  build-list:\n    - identifier: build1\n      env:\n        compute-type: BUILD_GENERAL1_SMALL\n    - identifier: build2\n      env:\n        compute-type: BUILD_GENERAL1_MEDIUM\n\n\
                 phases:\n  build:\n    commands:\n      - echo 'file' > output_file\n\nartifacts:\n  files:\n    - output_file\n";
    let secondary = "  secondary-artifacts:\n    artifact1:\n      files:\n        - output_file\n    artifact2:\n      files:\n        - output_file\n";
    let separate = ["build1", "build1_artifact1", "build1_artifact2", "build2_artifact1", "build2_artifact2"];
    for (combine, buildspec, outputs) in
        [(false, format!("{batch}{secondary}"), &separate[..]), (true, batch.to_owned(), &["output1"])]
    {
        let place = Place::empty();
        let mut configuration = json!({ "ProjectName": "my-build-project-name", "PrimarySource": "source1", "BatchEnabled": "true" });
        if combine {
            configuration["CombineArtifacts"] = "true".into();
        }
        let outputs: Vec<Value> = outputs.iter().map(|name| json!({ "name": name })).collect();
        place.write("p/pipeline.json", &pipeline("sample", &json!([
            { "name": "Source", "actions": [commits("Source1", "one", "source1", None), commits("Source2", "two", "source2", None)] },
            { "name": "Build", "actions": [action("Build", ("Build", "CodeBuild"), json!({ "configuration": configuration,
                "inputArtifacts": [{ "name": "source1" }, { "name": "source2" }], "outputArtifacts": outputs }))] },
            { "name": "Check", "actions": [action("Look", ("Compute", "Commands"), json!({
                "commands": ["test \"$(cat output_file)\" = file"], "inputArtifacts": [outputs[0]] }))] },
        ])));
        place.write("p/pipesmith.yaml", "sources: {one: one, two: two}\n");
        place.write("p/two/README.md", "the second");
        place.write("p/one/buildspec.yml", &buildspec);
        let done = run(&place, &[]);
        assert_eq!(done["status"], "Succeeded", "{done}");
    }
}
