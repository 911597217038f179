//! The setup: what may be written in it, where its faults are shown, and what it answers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use pipeline::setup::{
    Body, BuildsIn, EnvironmentValue, Origin, OutcomeStatus, RunsOn, Setup, Source, SourceMode,
};
use pipeline::{ActionKey, ErrorCode, parse};

fn read(text: &str) -> Setup {
    Setup::parse(text, "pipesmith.yaml", Origin::Committed).unwrap()
}

fn refuse(text: &str) -> (ErrorCode, String) {
    let error = Setup::parse(text, "pipesmith.yaml", Origin::Committed).unwrap_err();
    (error.code, error.to_string())
}

fn full() -> Setup {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/setup/full.yaml");
    read(&fs_err::read_to_string(path).unwrap())
}

#[test]
fn short_and_long_forms_mean_the_same_things() {
    let setup = full();
    assert_eq!(setup.sources["Fetch"], Source { path: Some(".".to_owned()), ..Source::default() });
    assert_eq!(setup.sources["Fetch"].effective_mode(), SourceMode::Worktree);
    assert_eq!(setup.sources["acme/docs"].effective_mode(), SourceMode::Remote);
    let library = &setup.sources["Source/Library"];
    assert_eq!((library.mode, library.reference.as_deref()), (Some(SourceMode::Commit), Some("v1.2")));
    assert!(setup.sources["team/tool"].url.is_some());
    assert_eq!(setup.projects["web-build"].buildspec, Some(Body::Path("ci/buildspec.yml".to_owned())));
    let Some(Body::Inline(lint)) = &setup.projects["web-lint"].buildspec else { panic!("not inline") };
    assert_eq!(lint, "version: 0.2\nphases: {}\n");
    let test = &setup.projects["web-test"];
    let Some(Body::Inline(inline)) = &test.buildspec else { panic!("not inline") };
    assert_eq!(inline, r#"{"version":0.2,"phases":{"build":{"commands":["make test"]}}}"#);
    assert_eq!(test.environment["RETRIES"], EnvironmentValue::Plain("3".to_owned()));
    assert_eq!(test.environment["EMPTY"], EnvironmentValue::Plain(String::new()));
    assert_eq!(test.environment["TOKEN"], EnvironmentValue::Secret("NPM_TOKEN".to_owned()));
    assert_eq!((test.privileged, test.timeout_minutes), (Some(true), Some(20)));
    assert_eq!(
        (test.compute.as_deref(), test.runs),
        (Some("BUILD_GENERAL1_SMALL"), Some(BuildsIn::Container))
    );
    assert_eq!(test.role.as_deref(), Some("arn:aws:iam::111122223333:role/build"));
    assert_eq!(setup.functions["notify"].code, Some(Body::Path("functions/notify".to_owned())));
    let stamp = &setup.functions["stamp"];
    assert_eq!((stamp.handler.as_deref(), stamp.runtime.as_deref()), (Some("app.stamp"), Some("python3.13")));
    let greet = "exports.handler = async () => \"hello\";\n";
    assert_eq!(setup.functions["greet"].code, Some(Body::Inline(greet.to_owned())));
    let machines = &setup.state_machines;
    assert_eq!(machines["release"].definition, Some(Body::Path("release.asl.json".to_owned())));
    let wait = r#"{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":1,"End":true}}}"#;
    assert_eq!(machines["wait"].definition, Some(Body::Inline(wait.to_owned())));
    assert_eq!(machines["scan"].definition, Some(Body::Path("scan.asl.json".to_owned())));
    assert!(machines["scan"].substitutions["Scanner"].ends_with(":scan"));
    assert_eq!(
        (setup.builds, setup.registry.as_deref()),
        (Some(BuildsIn::Sandbox), Some("localhost:5000/team"))
    );
    assert_eq!(setup.variables["Ring"], "1.10");
    assert_eq!(setup.simulated["Deploy"].status, OutcomeStatus::Failed);
    assert_eq!(setup.simulated["Deploy"].variables["Version"], "7");
    assert_eq!(setup.simulated["Other"].status, OutcomeStatus::Succeeded);
    assert_eq!(setup.secrets, ["NPM_TOKEN", "DB_PASSWORD"]);
    assert_eq!(setup.schedules["nightly"], "cron(0 2 * * ? *)");
}

#[test]
fn it_survives_being_kept_as_json() {
    let setup = full();
    let kept = serde_json::to_string(&setup).unwrap();
    assert_eq!(serde_json::from_str::<Setup>(&kept).unwrap(), setup);
    assert_eq!(serde_json::to_string(&Setup::default()).unwrap(), "{}");
    assert_eq!(read(&setup.to_text()), setup);
    assert_eq!(Setup::default().to_text(), "{}\n");
    assert_eq!(read(""), Setup::default());
    assert_eq!(read("# nothing yet\n"), Setup::default());
}

#[test]
fn faults_have_a_place_and_a_hint() {
    let cases = [
        ("source:\n  A: .\n", ErrorCode::UnknownKey, "1:1", "did you mean `sources`?"),
        (
            "projects:\n  p:\n    timeoutMinutes: 5\n",
            ErrorCode::UnknownKey,
            "3:5",
            "did you mean `timeout_minutes`?",
        ),
        ("sources:\n  A: { pth: . }\n", ErrorCode::UnknownKey, "2:8", "did you mean `path`?"),
        ("schedules: { nightly: 'cron(0 2 * * *)' }\n", ErrorCode::InvalidValue, "1:23", "six fields"),
        (
            "responses: { a: { notify: true } }\n",
            ErrorCode::InvalidValue,
            "1:17",
            "a response has a `pattern`",
        ),
        (
            "responses: { a: { pattern: { source: x }, notify: true } }\n",
            ErrorCode::InvalidValue,
            "1:28",
            "/source: a value is a list",
        ),
        (
            "responses: { a: { pattern: { source: [x] }, command: [ls] } }\n",
            ErrorCode::NotAllowed,
            "1:54",
            "pipesmith.local.yaml",
        ),
        (
            "responses: { a: { pattern: { source: [x] }, notify: true, start: b } }\n",
            ErrorCode::InvalidValue,
            "1:17",
            "does one thing",
        ),
        ("triggers: sometimes\n", ErrorCode::InvalidValue, "1:11", "true or false"),
        ("buckets: [a]\n", ErrorCode::InvalidValue, "1:10", "`buckets` is a map, not a list"),
        ("sources:\n  A: https://me:hush@x/y\n", ErrorCode::InvalidValue, "2:6", "may not hold a password"),
        ("sources:\n  A: { url: 'https://ghp_hush@x/y' }\n", ErrorCode::InvalidValue, "2:6", "may not hold"),
        ("sources:\n  A: { mode: worktree }\n", ErrorCode::InvalidValue, "2:6", "needs a `path` or a `url`"),
        (
            "sources:\n  A: { url: 'https://x/y', mode: commit }\n",
            ErrorCode::InvalidValue,
            "2:6",
            "is remote",
        ),
        ("on:\n  A: remote\n", ErrorCode::InvalidValue, "2:6", "`local`, `simulated`, `aws`"),
        ("simulated:\n  A: maybe\n", ErrorCode::InvalidValue, "2:6", "`succeeded`, `failed`"),
        ("projects:\n  p: { privileged: perhaps }\n", ErrorCode::InvalidValue, "2:20", "true or false"),
        ("functions:\n  f: { code: { a: b } }\n", ErrorCode::InvalidValue, "2:14", "a path or a text"),
        ("functions:\n  f: { handlr: a.b }\n", ErrorCode::UnknownKey, "2:8", "did you mean `handler`?"),
        ("state_machines:\n  m: [a]\n", ErrorCode::InvalidValue, "2:6", "a state machine is a map"),
        ("state_machines:\n  m: { definition: [a] }\n", ErrorCode::InvalidValue, "2:20", "a text or a map"),
        ("builds: docker\n", ErrorCode::InvalidValue, "1:9", "`sandbox`, `container`"),
        ("allow_privileged: yes\n", ErrorCode::NotAllowed, "1:19", "pipesmith.local.yaml"),
        ("place: release\n", ErrorCode::NotAllowed, "1:8", "--place NAME"),
        ("registry: registry.example.com\n", ErrorCode::NotAllowed, "1:11", "pipesmith.local.yaml"),
        ("registry: localhost.example.com:5000\n", ErrorCode::NotAllowed, "1:11", "pipesmith.local.yaml"),
        ("registry: me:hush@localhost\n", ErrorCode::InvalidValue, "1:11", "without a user or password"),
        ("secrets:\n  TOKEN: abc\n", ErrorCode::NotAllowed, "2:10", "list of names"),
        ("- a\n", ErrorCode::InvalidValue, "1:1", "a setup is a map, not a list"),
        ("on:\n  A: local\n  A: local\n", ErrorCode::DuplicateKey, "3:3", "written twice"),
    ];
    for (text, code, place, hint) in cases {
        let (found, message) = refuse(text);
        assert_eq!(found, code, "{message}");
        assert!(message.starts_with(&format!("pipesmith.yaml:{place}: ")), "{message}");
        assert!(message.contains(hint), "{message}");
    }
}

#[test]
fn only_the_user_can_send_an_action_to_aws() {
    let text = "on:\n  Deploy: aws\n";
    let (code, message) = refuse(text);
    assert_eq!(code, ErrorCode::NotAllowed);
    assert!(message.contains("2:11") && message.contains("pipesmith.local.yaml"), "{message}");
    let own = Setup::parse(text, "pipesmith.local.yaml", Origin::Own).unwrap();
    assert_eq!(own.on["Deploy"], RunsOn::Aws);
}

#[test]
fn an_address_may_name_a_user_but_no_secret() {
    let held = |url: &str| Source { url: Some(url.to_owned()), ..Source::default() }.holds_secret();
    for url in
        ["https://x/y", "https://org@dev.azure.com/o/p", "ssh://git@x:22/y", "git@x:y", "https://x/a:b@c"]
    {
        assert!(!held(url), "{url}");
    }
    for url in ["https://me:hush@x/y", "https://x-token-auth:hush@x/y", "http://glpat-hush@x:80/y"] {
        assert!(held(url), "{url}");
    }
}

#[test]
fn what_lies_over_another_setup_wins_name_by_name() {
    let base = read(
        "sources: { A: a, B: b }\nprojects: { p: { image: one, environment: { X: 1, Y: 2 } } }\nsecrets: [S]\n",
    );
    let over = read(
        "sources: { B: c }\nprojects: { p: { environment: { Y: 3 }, privileged: true } }\nsecrets: [S, T]\n",
    );
    let merged = base.merge(over);
    assert_eq!(merged.sources["A"].path.as_deref(), Some("a"));
    assert_eq!(merged.sources["B"].path.as_deref(), Some("c"));
    let project = &merged.projects["p"];
    assert_eq!((project.image.as_deref(), project.privileged), (Some("one"), Some(true)));
    assert_eq!(project.environment["X"], EnvironmentValue::Plain("1".to_owned()));
    assert_eq!(project.environment["Y"], EnvironmentValue::Plain("3".to_owned()));
    assert_eq!(merged.secrets, ["S", "T"]);
    let base = read(
        "projects: { p: { role: a } }\nfunctions: { f: { code: src, runtime: nodejs22.x } }\nstate_machines: { m: { \
         definition: one, substitutions: { A: 1, B: 2 } } }\n",
    );
    let over = read(
        "projects: { p: { role: b } }\nfunctions: { f: { runtime: nodejs24.x }, g: other }\nstate_machines: { m: { \
         substitutions: { B: 3 } } }\n",
    );
    let merged = base.merge(over);
    let expected = read(
        "projects: { p: { role: b } }\nfunctions: { f: { code: src, runtime: nodejs24.x }, g: other }\nstate_machines: { \
         m: { definition: one, substitutions: { A: 1, B: 3 } } }\n",
    );
    assert_eq!(merged, expected);
}

#[test]
fn a_source_is_found_by_action_or_by_what_it_takes() {
    let action = |provider: &str, configuration: &str| {
        let text = format!(
            "name: x\nroleArn: r\nstages:\n  - name: Source\n    actions:\n      - name: Fetch\n        \
             actionTypeId: {{ category: Source, owner: AWS, provider: {provider}, version: 1 }}\n        \
             configuration: {{ {configuration} }}\n"
        );
        parse(&text, "x.yaml").unwrap().declaration.stages[0].actions[0].clone()
    };
    let cases = [
        ("CodeStarSourceConnection", "FullRepositoryId: acme/web", vec!["acme/web"]),
        ("CodeCommit", "RepositoryName: web", vec!["web"]),
        ("GitHub", "Owner: acme, Repo: web", vec!["acme/web", "web"]),
        ("S3", "S3Bucket: releases, S3ObjectKey: a/b.zip", vec!["releases/a/b.zip"]),
        ("ECR", "RepositoryName: web", vec!["web:latest", "web"]),
    ];
    for (provider, configuration, expected) in cases {
        let action = action(provider, configuration);
        let keys = Setup::source_keys("Source", &action);
        assert_eq!(keys[..2], ["Source/Fetch", "Fetch"]);
        assert_eq!(keys[2..], expected, "{provider}");
        let setup = read(&format!("sources: {{ '{}': here }}", expected[0]));
        assert_eq!(setup.source_for("Source", &action).unwrap().0, expected[0]);
    }
    let setup = read("sources: { Fetch: one, Source/Fetch: two }");
    let action = action("CodeCommit", "RepositoryName: web");
    assert_eq!(setup.source_for("Source", &action).unwrap().1.path.as_deref(), Some("two"));
    assert_eq!(setup.source_for("Other", &action).unwrap().1.path.as_deref(), Some("one"));
}

#[test]
fn an_action_with_its_stage_is_more_exact_than_its_name() {
    let setup = full();
    assert_eq!(setup.runs_on(&ActionKey::new("Prod", "Deploy")), Some(RunsOn::Local));
    assert_eq!(setup.runs_on(&ActionKey::new("Beta", "Deploy")), Some(RunsOn::Simulated));
    assert_eq!(setup.runs_on(&ActionKey::new("Beta", "Build")), None);
    assert_eq!(setup.outcome(&ActionKey::new("Beta", "Deploy")).unwrap().seconds, Some(2));
}

#[test]
fn entries_that_name_nothing_are_told() {
    let text = "name: x\nroleArn: r\nvariables: [{ name: Ring }]\nstages:\n  - name: Beta\n    actions:\n      - name: \
                Deploy\n        actionTypeId: { category: Deploy, owner: AWS, provider: S3, version: 1 }\n        \
                outputArtifacts: [{ name: Report }]\n";
    let declaration = parse(text, "x.yaml").unwrap().declaration;
    let setup = read(
        "on: { Deplyo: local, Beta/Deploy: local }\nvariables: { ring: a, Colour: b }\n\
         simulated: { Deploy: { outputs: { Reprot: x, Report: y } }, Nobody: failed }\n",
    );
    let strays: Vec<_> =
        setup.find_strays(&declaration).into_iter().map(|s| format!("{} {}", s.pointer, s.message)).collect();
    assert_eq!(
        strays,
        [
            "/on/Deplyo the pipeline has no action `Deplyo`; did you mean `Deploy`?",
            "/simulated/Nobody the pipeline has no action `Nobody`",
            "/variables/Colour the pipeline declares no variable `Colour`",
            "/variables/ring the pipeline declares no variable `ring`; did you mean `Ring`?",
            "/simulated/Deploy/outputs/Reprot `Deploy` puts out no artifact `Reprot`; did you mean `Report`?",
        ]
    );
}
