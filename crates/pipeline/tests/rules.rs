//! Every rule against declarations that break exactly it: `fixtures/rules/NAME.yaml` with what is to be found in
//! `NAME.expected`. With `UPDATE_EXPECTED=1` the expected files are written anew, to be reviewed as any other change.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pipeline::rules::{Context, Limits, check_in, check_setup, first_error_in};
use pipeline::setup::Origin;
use pipeline::{Setup, Severity, check, check_document, first_error, parse};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

fn fixtures() -> Vec<(String, String)> {
    let mut found: Vec<_> = fs_err::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs_err::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// What is found in a text, for people.
fn report(name: &str, text: &str) -> String {
    let document = parse(text, &format!("{name}.yaml")).unwrap();
    let mut out = String::new();
    for problem in check_document(&document) {
        let span = problem.span.unwrap();
        let kind = problem.kind.map_or("", |kind| kind.code());
        let severity = format!("{:?}", problem.severity).to_lowercase();
        writeln!(out, "{} {severity} {}:{} {} {kind}", problem.code, span.line, span.column, problem.pointer)
            .unwrap();
        writeln!(out, "  {}", problem.message).unwrap();
        if let Some(fix) = problem.fix {
            writeln!(out, "  > {fix}").unwrap();
        }
    }
    match first_error(&document.declaration) {
        Ok(()) => writeln!(out, "= accepted").unwrap(),
        Err(error) => writeln!(out, "= {error}").unwrap(),
    }
    out
}

#[test]
fn every_fixture_is_judged_as_expected() {
    let mut wrong = Vec::new();
    for (name, text) in fixtures() {
        let found = report(&name, &text);
        let path = folder().join(format!("{name}.expected"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs_err::write(&path, &found).unwrap();
        } else if fs_err::read_to_string(&path).unwrap_or_default() != found {
            wrong.push(format!("--- {name}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "these differ from their expected files:\n{}", wrong.join("\n"));
}

#[test]
fn every_numbered_rule_has_a_fixture_whose_first_error_it_is() {
    let first: BTreeSet<_> = fixtures()
        .iter()
        .filter_map(|(name, text)| {
            let document = parse(text, name).unwrap();
            let errors = check_document(&document).into_iter();
            errors.filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code).next()
        })
        .collect();
    let expected =
        (5..=37).map(|number| format!("V{number}")).chain((1..=5).map(|number| format!("T{number}")));
    let missing: Vec<_> = expected.filter(|code| !first.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn the_first_error_is_the_first_of_all_problems() {
    for (name, text) in fixtures() {
        // What is of the wrong type never reaches a typed declaration.
        if name == "types" {
            continue;
        }
        let declaration = parse(&text, &name).unwrap().declaration;
        let problems = check(&declaration, &Limits::default(), "");
        let first = problems.iter().find(|problem| problem.severity == Severity::Error);
        match (first, first_error(&declaration)) {
            (None, Ok(())) => {}
            (Some(problem), Err(error)) => {
                assert_eq!(problem.kind, Some(error.kind), "{name}");
                assert!(
                    error.message.contains(&problem.message),
                    "{name}: {} / {}",
                    error.message,
                    problem.message
                );
            }
            (first, answer) => panic!("{name}: {first:?} but {answer:?}"),
        }
    }
}

#[test]
fn a_pipeline_over_the_quota_of_actions_is_refused() {
    let text = fs_err::read_to_string(folder().join("clean.yaml")).unwrap();
    let mut declaration = parse(&text, "clean.yaml").unwrap().declaration;
    let build = declaration.stages[1].clone();
    for number in 0..30 {
        let mut stage = build.clone();
        stage.name = format!("Build{number}");
        stage.actions = (0..40)
            .map(|index| {
                let mut action = build.actions[0].clone();
                action.name = format!("Compile{index}");
                action
            })
            .collect();
        declaration.stages.push(stage);
    }
    let error = first_error(&declaration).unwrap_err();
    assert_eq!(error.kind, codepipeline::ErrorKind::LimitExceeded);
    let raised = Limits { actions_per_pipeline: 2000, ..Limits::default() };
    assert!(first_error_in(&declaration, &Context { limits: &raised, region: "", custom: None }).is_ok());
}

#[test]
fn custom_types_are_judged_by_those_that_exist() {
    let text = "
name: web
roleArn: arn:aws:iam::111122223333:role/pipeline
artifactStore: { type: S3, location: web-artifacts }
stages:
  - name: Source
    actions:
      - name: Fetch
        actionTypeId: { category: Source, owner: AWS, provider: ECR, version: 1 }
        configuration: { RepositoryName: web }
        outputArtifacts: [{ name: App }]
  - name: Build
    actions:
      - name: Make
        actionTypeId: { category: Build, owner: Custom, provider: OurBuilder, version: 1 }
        configuration: { Target: all, Speed: high }
        inputArtifacts: [{ name: App }]
";
    let declaration = parse(text, "custom.yaml").unwrap().declaration;
    let limits = Limits::default();
    let codes = |custom: Option<&[codepipeline::shapes::ActionType]>| {
        let context = Context { limits: &limits, region: "us-east-1", custom };
        check_in(&declaration, &context).into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(None), [] as [&str; 0]);
    assert_eq!(codes(Some(&[])), ["V13"]);
    let known = codepipeline::from_value(
        codepipeline::json::decode(
            br#"{"id": {"category": "Build", "owner": "Custom", "provider": "OurBuilder", "version": "1"},
                "actionConfigurationProperties": [
                    {"name": "Target", "required": true, "key": true, "secret": false},
                    {"name": "Host", "required": true, "key": false, "secret": false}],
                "inputArtifactDetails": {"minimumCount": 0, "maximumCount": 0},
                "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 1}}"#,
        )
        .unwrap(),
    );
    assert_eq!(codes(Some(&[known.unwrap()])), ["V14", "V15", "V16"]);
}

#[test]
fn a_setup_that_tells_nobody_and_keeps_everything_is_hinted_at() {
    let text = "name: app\nartifactStore: {type: S3, location: artifacts}\nstages: []\n";
    let declaration = parse(text, "p.yaml").unwrap().declaration;
    let codes = |setup: &str| {
        let setup = Setup::parse(setup, "pipesmith.yaml", Origin::Committed).unwrap();
        let found = check_setup(&declaration, &setup).into_iter();
        found.map(|problem| format!("{} {}", problem.code, problem.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["H8 ", "H9 /artifactStore"]);
    let failed = "responses: {a: {pattern: {detail: {state: [FAILED], pipeline: [app]}}, notify: true}}\n";
    assert_eq!(codes(failed), ["H9 /artifactStore"]);
    assert_eq!(codes(&failed.replace("[app]", "[other]")), ["H8 ", "H9 /artifactStore"]);
    assert_eq!(codes(&failed.replace("FAILED", "SUCCEEDED")), ["H8 ", "H9 /artifactStore"]);
    assert_eq!(codes(&format!("{failed}retention: {{keep: 5}}\n")), Vec::<String>::new());
}
