//! Configurations, plans and states as Terraform would read them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use interchange::{Error, ErrorCode, Form, Import, Imported, Options, SourceKind, read};
use pipeline::Severity;
use pipeline::setup::{Body, EnvironmentValue};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/terraform").join(name)
}

/// Reads a file of a folder of fixtures, with its neighbours.
fn with(name: &str, file: &str, given: &[(&str, &str)]) -> Result<Import, Error> {
    let folder = folder(name);
    let files = |path: &str| fs_err::read_to_string(folder.join(path)).ok();
    let names = |path: &str| {
        let entries = fs_err::read_dir(folder.join(path)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    let parameters: BTreeMap<_, _> =
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let options = Options { parameters, files: &files, folder: &names, ..Options::default() };
    read(&files(file).unwrap(), &format!("{name}/{file}"), &options)
}

/// Reads a text that stands alone.
fn alone(text: &str) -> Result<Import, Error> {
    read(text, "main.tf", &Options::default())
}

fn configuration<'i>(pipeline: &'i Imported, pointer: (usize, usize), key: &str) -> &'i str {
    let action = &pipeline.document.declaration.stages[pointer.0].actions[pointer.1];
    pipeline::model::configuration(action, key).unwrap()
}

fn errors(import: &Import) -> Vec<String> {
    let errors = import.notes.iter().filter(|note| note.severity == Severity::Error);
    errors.map(|note| format!("{}:{}: {}", note.name, note.span.line, note.message)).collect()
}

fn faults(pipeline: &Imported) -> Vec<String> {
    let problems = pipeline::check_document(&pipeline.document);
    let errors = problems.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{} {}: {}", one.code, one.pointer, one.message)).collect()
}

#[test]
fn a_module_is_entered_with_all_that_it_is_given() {
    let import = with("service", "main.tf", &[]).unwrap();
    assert_eq!(import.form, Form::Terraform);
    assert!(errors(&import).is_empty(), "{:?}", errors(&import));
    let [one] = import.pipelines.as_slice() else { panic!("{} pipelines", import.pipelines.len()) };
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    assert_eq!(one.logical_id.as_deref(), Some("module.delivery.aws_codepipeline.this"));
    assert_eq!(one.document.name(), "service/modules/delivery/main.tf");
    let declaration = &one.document.declaration;
    assert_eq!(declaration.role_arn, "arn:aws:iam::111122223333:role/ci/web-ci-pipeline");
    let stores = declaration.artifact_stores.as_ref().unwrap();
    assert_eq!(stores["eu-west-1"].location, "web-ci-artifacts-111122223333");
    assert_eq!(
        stores["eu-west-1"].encryption_key.as_ref().unwrap().id,
        "arn:aws:kms:eu-west-1:111122223333:alias/artifacts"
    );
    assert_eq!(stores["us-east-1"].location, "web-ci-artifacts-use1");
    let names: Vec<_> = declaration
        .stages
        .iter()
        .map(|stage| {
            let actions: Vec<_> = stage.actions.iter().map(|action| action.name.as_str()).collect();
            (stage.name.as_str(), actions.join(" "))
        })
        .collect();
    let expected = [
        ("Source", "Code"),
        ("Build", "Run-build Run-test"),
        ("Staging", "Ship"),
        ("Production", "Approve Ship"),
    ];
    assert_eq!(names, expected.map(|(stage, actions)| (stage, actions.to_owned())));
    assert_eq!(configuration(one, (0, 0), "BranchName"), "main");
    assert_eq!(configuration(one, (0, 0), "DetectChanges"), "false");
    assert_eq!(configuration(one, (1, 1), "ProjectName"), "web-ci-test");
    let commit = r##"[{"name":"COMMIT","type":"PLAINTEXT","value":"#{Source.CommitId}"}]"##;
    assert_eq!(configuration(one, (1, 0), "EnvironmentVariables"), commit);
    assert_eq!(configuration(one, (3, 0), "CustomData"), "Ship it? ${NotReplaced}");
    let test = &declaration.stages[1].actions[1];
    assert_eq!((test.run_order, test.timeout_in_minutes), (Some(2), Some(30)));
    assert_eq!(declaration.stages[2].actions[0].region, None);
    assert_eq!(declaration.stages[3].actions[1].region.as_deref(), Some("us-east-1"));
    assert_eq!(declaration.triggers.as_ref().unwrap()[0].git_configuration.push.as_ref().unwrap().len(), 1);
}

#[test]
fn projects_go_into_the_setup() {
    let import = with("service", "main.tf", &[]).unwrap();
    let projects = &import.pipelines[0].setup.projects;
    let (build, test) = (&projects["web-ci-build"], &projects["web-ci-test"]);
    assert!(matches!(&build.buildspec, Some(Body::Inline(text)) if text.contains("commands: [make]")));
    let lines = "    commands:\n      - make test\n      - make lint\n";
    assert!(matches!(&test.buildspec, Some(Body::Inline(text)) if text.ends_with(lines)), "{test:?}");
    assert_eq!((build.privileged, test.privileged), (Some(true), Some(false)));
    assert_eq!((build.timeout_minutes, test.timeout_minutes), (Some(60), Some(15)));
    assert_eq!(test.image.as_deref(), Some("aws/codebuild/amazonlinux2-x86_64-standard:5.0"));
    let plain = |text: &str| EnvironmentValue::Plain(text.to_owned());
    assert_eq!((&build.environment["LEVEL"], &test.environment["LEVEL"]), (&plain("info"), &plain("debug")));
    assert_eq!(test.environment["REPLICAS"], plain("2"));
    assert_eq!(test.environment["TOKEN"], EnvironmentValue::Secret("web/token".into()));
}

#[test]
fn values_are_given_by_files_and_by_the_user() {
    let import =
        with("service", "main.tf", &[("service", "shop"), ("repository", "me/shop"), ("branch", "next")]);
    let import = import.unwrap();
    let one = &import.pipelines[0];
    assert_eq!(one.document.declaration.name, "shop-ci-delivery");
    assert_eq!(configuration(one, (0, 0), "FullRepositoryId"), "me/shop");
    let refused = |given: &[(&str, &str)]| {
        let error = with("service", "main.tf", given).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidParameter, "{error}");
        error.to_string()
    };
    assert!(
        refused(&[("branch", "other")])
            .contains("variables.tf:15:3: the variable `branch`: A branch is Main or next.")
    );
    assert!(refused(&[("brunch", "x")]).contains("no variable `brunch`; it has `region`, `service`"));
    let parameters: Vec<_> =
        import.parameters.iter().map(|one| (one.name.as_str(), one.kind.as_str())).collect();
    assert_eq!(parameters[..3], [("region", "string"), ("service", "string"), ("branch", "string")]);
    assert_eq!(import.parameters[2].allowed, ["Main", "next"]);
    // Other values: a file of them, and lists.
    let values = vec![("prod.tfvars".to_owned(), "branches = [\"a\"]\n".to_owned())];
    let text = fs_err::read_to_string(folder("branches").join("main.tf")).unwrap();
    let names = |values, given: &[(&str, &str)]| {
        let parameters =
            given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let import = read(&text, "main.tf", &Options { values, parameters, ..Options::default() }).unwrap();
        let names = import.pipelines.iter().map(|one| one.document.declaration.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(values, &[]), ["site-a"]);
    assert_eq!(names(Vec::new(), &[("branches", "[\"x\", \"y\"]")]), ["site-x", "site-y"]);
    assert_eq!(names(Vec::new(), &[("branches", "p,q")]), ["site-p", "site-q"]);
}

#[test]
fn what_is_not_known_has_a_name_and_a_place() {
    let import = with("branches", "main.tf", &[]).unwrap();
    assert!(errors(&import).is_empty(), "{:?}", errors(&import));
    let ids: Vec<_> = import.pipelines.iter().map(|one| one.logical_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["aws_codepipeline.branch[\"main\"]", "aws_codepipeline.branch[\"next\"]"]);
    let one = &import.pipelines[0];
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    let find = |name: &str| {
        let found = one.unknown.iter().find(|one| one.source.name == name);
        found.unwrap_or_else(|| panic!("{name} is not among {:?}", one.unknown))
    };
    let token = find("github_token");
    assert_eq!(token.source.kind, SourceKind::Parameter);
    assert_eq!(token.pointer, "/stages/0/actions/0/configuration/OAuthToken");
    assert_eq!(token.text, "unknown-github-token");
    assert_eq!(find("aws_s3_bucket.store.bucket").pointer, "/artifactStore/location");
    let role = find("data.terraform_remote_state.shared.outputs.roles[deploy]");
    assert_eq!(role.pointer, "/stages/1/actions/0/configuration/RoleArn");
    // A part of a text is one, too.
    let zone = find("module.dns.zone");
    assert_eq!(zone.pointer, "/stages/1/actions/0/configuration/ParameterOverrides");
    assert_eq!(zone.text, r#"{"Domain":"unknown-module-dns-zone","Stage":"production"}"#);
    let hints: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(hints.iter().any(|hint| hint.contains("the module `dns` is not on this computer")), "{hints:?}");
}

#[test]
fn places_are_those_of_the_files() {
    let import = with("service", "main.tf", &[]).unwrap();
    let text = fs_err::read_to_string(folder("service/modules/delivery/main.tf")).unwrap();
    let document = &import.pipelines[0].document;
    let shown = |pointer: &str| {
        let span = document.span(pointer).unwrap();
        &text[span.start..span.end]
    };
    assert_eq!(shown("/executionMode"), "\"QUEUED\"");
    assert_eq!(shown("/name"), "\"${var.name}-delivery\"");
    assert_eq!(shown("/stages/0/actions/0/configuration/DetectChanges"), "false");
    assert_eq!(shown("/stages/3/actions/1/region"), "stage.value.region");
    assert_eq!(document.span("/executionMode").unwrap().line, 5);
}

#[test]
fn what_was_written_before_0_12_is_read() {
    let import = with("old", "pipeline.tf", &[]).unwrap();
    assert!(errors(&import).is_empty(), "{:?}", errors(&import));
    let one = &import.pipelines[0];
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    assert_eq!(one.document.declaration.role_arn, "arn:aws:iam::111122223333:role/shop-dev");
    assert_eq!(configuration(one, (1, 0), "ProjectName"), "shop-build");
    let project = &one.setup.projects["shop-build"];
    assert!(
        matches!(&project.buildspec, Some(Body::Inline(text)) if text.contains("{ APP: shop }")),
        "{project:?}"
    );
}

#[test]
fn json_means_the_same() {
    let import = with("json", "main.tf.json", &[]).unwrap();
    assert!(errors(&import).is_empty(), "{:?}", errors(&import));
    let one = &import.pipelines[0];
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    let declaration = &one.document.declaration;
    assert_eq!(declaration.name, "made-X");
    assert_eq!(declaration.role_arn, "arn:aws:iam::111122223333:role/made");
    let stages: Vec<_> =
        declaration.stages.iter().map(|stage| (stage.name.as_str(), stage.actions[0].run_order)).collect();
    assert_eq!(stages, [("Source", None), ("One", Some(1)), ("Two", Some(2))]);
}

/// What Terraform 1.11 gives for each expression, as `terraform console` prints it.
#[test]
fn expressions_give_what_terraform_does() {
    let lines = include_str!("fixtures/terraform/expressions.tsv");
    let mut wrong = Vec::new();
    for line in lines.lines() {
        let (expression, expected) = line.split_once('\t').unwrap();
        let text = format!("resource \"aws_codepipeline\" \"p\" {{\n  name = jsonencode({expression})\n}}\n");
        let found = alone(&text).map(|import| {
            let name = import.pipelines[0].document.declaration.name.clone();
            if errors(&import).is_empty() { name } else { errors(&import).join("; ") }
        });
        let found = found.unwrap_or_else(|error| error.to_string());
        if found != expected {
            wrong.push(format!("{expression}\n  Terraform: {expected}\n  here:      {found}"));
        }
    }
    let all = lines.lines().count();
    println!("{} of {all} expressions as Terraform has them", all - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_terraform_refuses_is_told_where_it_stands() {
    let cases = [
        ("var.nothing", "main.tf:2: aws_codepipeline.p.name: the variable `nothing` is not declared"),
        ("local.nothing", "main.tf:2: aws_codepipeline.p.name: there is no local value `nothing`"),
        ("aws_s3_bucket.b.id", "main.tf:2: aws_codepipeline.p.name: there is no resource `aws_s3_bucket.b`"),
        ("module.m.x", "main.tf:2: aws_codepipeline.p.name: there is no module `m`"),
        ("{}.a", "main.tf:2: aws_codepipeline.p.name: there is no member `a`"),
        ("[1][2]", "main.tf:2: aws_codepipeline.p.name: there is no item 2 in a list of 1"),
        (
            "frobnicate(1)",
            "main.tf:2: aws_codepipeline.p.name: frobnicate: there is no function `frobnicate`",
        ),
        (
            "file(\"nothing\")",
            "main.tf:2: aws_codepipeline.p.name: file: there is no file `nothing` that can be read here",
        ),
        ("1 / 0", "main.tf:2: aws_codepipeline.p.name: it is divided by zero"),
    ];
    for (expression, expected) in cases {
        let text = format!(
            "resource \"aws_codepipeline\" \"p\" {{\n  name = {expression}\n  stage {{ name = \"A\" }}\n}}\n"
        );
        let import = alone(&text).unwrap();
        assert_eq!(errors(&import), [expected]);
        assert!(import.pipelines[0].document.declaration.name.starts_with("unknown-"));
    }
    let text = "resource \"aws_codepipeline\" \"p\" {\n  nmae = 1\n  stage {\n    acton {}\n  }\n}\n";
    let expected = [
        "main.tf:2: aws_codepipeline.p: there is no argument `nmae`",
        "main.tf:4: aws_codepipeline.p.stage[0]: there are no blocks `acton`",
    ];
    assert_eq!(errors(&alone(text).unwrap()), expected);
}

#[test]
fn what_makes_no_pipeline_is_refused_with_the_reason() {
    let refused = |text: &str| alone(text).unwrap_err();
    let none = refused("resource \"aws_s3_bucket\" \"b\" {}\n");
    assert_eq!(none.code, ErrorCode::NoPipeline);
    let off = "variable \"on\" { default = false }\nresource \"aws_codepipeline\" \"p\" {\n  count = var.on ? 1 : 0\n}\n";
    assert_eq!(refused(off).code, ErrorCode::NoPipeline);
    let bad = refused("resource \"aws_codepipeline\" \"p\" {\n  for_each = 3\n}\n");
    assert!(bad.message.contains("for_each takes a map or a set"), "{bad}");
    let syntax = refused("resource \"aws_codepipeline\" \"p\" {\n  name = \n}\n");
    assert_eq!(syntax.code, ErrorCode::Unreadable(pipeline::ErrorCode::Syntax));
    assert!(syntax.to_string().starts_with("main.tf:2:"), "{syntax}");
    let cycle = refused(
        "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_codepipeline\" \"p\" {\n  name = local.a\n}\n",
    );
    assert_eq!(cycle.code, ErrorCode::Cycle);
    let told = "main.tf:3:7: aws_codepipeline.p: `local.a` depends on itself";
    assert_eq!(cycle.to_string(), told);
}

#[test]
fn conditions_that_depend_on_what_is_not_known_are_told() {
    let text = "variable \"env\" {}\nresource \"aws_codepipeline\" \"p\" {\n  name = var.env == \"prod\" ? \"a\" : \"b\"\n}\n";
    let import = alone(text).unwrap();
    assert_eq!(import.pipelines[0].document.declaration.name, "b");
    let notes: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(notes, ["a condition depends on the parameter `env`; it is taken as not equal"]);
}

#[test]
fn modules_that_were_installed_are_entered() {
    let files = |path: &str| {
        match path {
        ".terraform/modules/modules.json" => Some(
            r#"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"ci","Source":"registry/x","Dir":".terraform/modules/ci"}]}"#.to_owned(),
        ),
        ".terraform/modules/ci/main.tf" => {
            Some("variable \"n\" {}\nresource \"aws_codepipeline\" \"p\" {\n  name = \"${var.n}-${count.index}\"\n  count = 2\n}\n".to_owned())
        }
        _ => None,
    }
    };
    let names = |path: &str| match path {
        ".terraform/modules/ci" => vec!["main.tf".to_owned()],
        _ => Vec::new(),
    };
    let options = Options { files: &files, folder: &names, ..Options::default() };
    let text = "module \"ci\" {\n  source = \"example/ci/aws\"\n  n = \"x\"\n}\n";
    let import = read(text, "main.tf", &options).unwrap();
    let names: Vec<_> = import
        .pipelines
        .iter()
        .map(|one| (one.logical_id.as_deref().unwrap(), one.document.declaration.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [("module.ci.aws_codepipeline.p[0]", "x-0"), ("module.ci.aws_codepipeline.p[1]", "x-1")]
    );
}

fn values(file: &str) -> Import {
    let text = fs_err::read_to_string(folder("plans").join(file)).unwrap();
    read(&text, file, &Options::default()).unwrap()
}

#[test]
fn plans_are_read_as_they_are() {
    let import = values("plan.json");
    let [one] = import.pipelines.as_slice() else { panic!("{} pipelines", import.pipelines.len()) };
    assert_eq!(import.form, Form::Terraform);
    assert_eq!(one.logical_id.as_deref(), Some("module.ci[\"web\"].aws_codepipeline.this"));
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    let declaration = &one.document.declaration;
    let build = &declaration.stages[1];
    assert_eq!((build.actions[0].run_order, build.actions[0].timeout_in_minutes), (Some(2), None));
    assert_eq!(
        build
            .on_failure
            .as_ref()
            .unwrap()
            .retry_configuration
            .as_ref()
            .unwrap()
            .retry_mode
            .as_ref()
            .unwrap()
            .as_str(),
        "ALL_ACTIONS"
    );
    assert_eq!(declaration.stages[0].actions[0].run_order, None);
    assert_eq!(declaration.stages[0].actions[0].region, None);
    assert_eq!(declaration.artifact_store.as_ref().unwrap().location, "web-artifacts");
    let unknown: Vec<_> = one
        .unknown
        .iter()
        .map(|one| (one.pointer.as_str(), one.source.kind, one.source.name.as_str()))
        .collect();
    let address = "module.ci[\"web\"].aws_codepipeline.this";
    let token = format!("{address}.stage[0].action[0].configuration.OAuthToken");
    let bucket = format!("{address}.stage[2].action[0].configuration.BucketName");
    assert_eq!(
        unknown,
        [
            ("/roleArn", SourceKind::Attribute, "aws_iam_role.pipeline.arn"),
            ("/stages/0/actions/0/configuration/OAuthToken", SourceKind::Sensitive, token.as_str()),
            ("/stages/2/actions/0/configuration/BucketName", SourceKind::Attribute, bucket.as_str()),
        ]
    );
    assert!(!format!("{:?}", one.document.value()).contains("kept-secret"));
    let project = &one.setup.projects["web-build"];
    assert_eq!(project.buildspec, Some(Body::Path("ci/build.yml".into())));
    assert_eq!((project.privileged, project.timeout_minutes), (Some(true), Some(20)));
    let check = &one.setup.functions["check"];
    assert_eq!(check.code, Some(Body::Path("out/check.zip".into())));
    assert_eq!(check.runtime.as_deref(), Some("python3.13"));
    // What is known only after it is made is no definition.
    assert_eq!(one.setup.state_machines["release"].definition, None);
    // A rule's target refers to an ARN that is not known yet.
    assert_eq!(one.starts.schedules["nightly"], "cron(0 2 * * ? *)");
    assert_eq!(one.starts.triggers, Some(true));
    let hints: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    let rule = "`module.ci[\"web\"].aws_cloudwatch_event_rule.nightly` starts web by `cron(0 2 * * ? *)`";
    assert!(hints.iter().any(|hint| hint.starts_with(rule)), "{hints:?}");
    let [scan] = import.action_types.as_slice() else { panic!("{:?}", import.action_types) };
    assert_eq!(
        (&scan["provider"], &scan["inputArtifactDetails"]["maximumCount"]),
        (&"Scan".into(), &1.into())
    );
}

#[test]
fn states_are_read_as_they_are() {
    let import = values("terraform.tfstate");
    let [one] = import.pipelines.as_slice() else { panic!("{} pipelines", import.pipelines.len()) };
    assert_eq!(one.logical_id.as_deref(), Some("module.ci.aws_codepipeline.this[\"a\"]"));
    assert!(faults(one).is_empty(), "{:?}", faults(one));
    assert_eq!(one.starts.schedules["weekly"], "rate(7 days)");
    assert!(one.unknown.is_empty());
    let stores = one.document.declaration.artifact_stores.as_ref().unwrap();
    assert_eq!(stores["eu-west-1"].encryption_key.as_ref().unwrap().id, "alias/a");
    assert_eq!(stores["us-east-1"].location, "two");
    let action = &one.document.declaration.stages[0].actions[0];
    assert_eq!(
        (action.run_order, action.region.as_deref(), action.namespace.as_deref()),
        (Some(1), None, None)
    );
}

#[test]
fn what_stands_beside_a_pipeline_is_told() {
    let import = with("branches", "main.tf", &[]).unwrap();
    let expected = serde_json::json!([{
        "category": "Test", "provider": "Scan", "version": "2",
        "configurationProperties": [{ "name": "Level", "key": true, "required": true, "secret": false }],
        "inputArtifactDetails": { "maximumCount": 1, "minimumCount": 0 },
        "outputArtifactDetails": { "maximumCount": 0, "minimumCount": 0 },
        "settings": { "entityUrlTemplate": "https://scan.example/{Config:Level}" },
    }]);
    assert_eq!(serde_json::Value::from(import.action_types.clone()), expected);
    let hints: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    let told = |start: &str| assert!(hints.iter().any(|hint| hint.starts_with(start)), "{start}: {hints:?}");
    told("the webhook `aws_codepipeline_webhook.hook` starts site-main when its source Code changes");
    told("`aws_cloudwatch_event_rule.nightly` starts site-main by `rate(1 day)`");
}

#[test]
fn functions_and_state_machines_go_into_the_setup() {
    let import = with("beside", "main.tf", &[]).unwrap();
    assert!(errors(&import).is_empty(), "{:?}", errors(&import));
    let setup = &import.pipelines[0].setup;
    let code = |name: &str| setup.functions[name].code.clone();
    let path = |text: &str| Some(Body::Path(text.to_owned()));
    assert_eq!(code("check"), path("functions/check"));
    assert_eq!((code("one"), code("two")), (path("functions/one.py"), path("functions/two.py")));
    assert_eq!(code("text"), Some(Body::Inline("exports.handler = async () => 1;".into())));
    assert_eq!((code("built"), code("stored")), (path("build/built.zip"), None));
    let two = &setup.functions["two"];
    assert_eq!((two.handler.as_deref(), two.runtime.as_deref()), (Some("two.main"), Some("python3.13")));
    let Some(Body::Inline(release)) = &setup.state_machines["release"].definition else { panic!("a path") };
    let release: serde_json::Value = serde_json::from_str(release).unwrap();
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:check";
    assert_eq!(release["States"]["Check"]["Resource"], arn);
    let build = &setup.projects["web-build"];
    assert_eq!(build.role.as_deref(), Some("arn:aws:iam::111122223333:role/build"));
    assert_eq!(build.compute.as_deref(), Some("BUILD_GENERAL1_LARGE"));
    // Another state's role has the ARN that follows from its name.
    assert_eq!(setup.projects["web-test"].role.as_deref(), Some("arn:aws:iam::111122223333:role/shared"));
}

#[test]
fn what_starts_a_pipeline_is_offered_and_does_not_count() {
    let import = with("beside", "main.tf", &[]).unwrap();
    let one = &import.pipelines[0];
    let schedules: Vec<_> =
        one.starts.schedules.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let expected =
        [("at-nightly", "cron(0 2 * * ? *)"), ("at-weekly", "rate(7 days)"), ("hourly", "rate(1 hour)")];
    assert_eq!(schedules, expected);
    assert_eq!(one.starts.triggers, Some(true));
    assert!(one.setup.schedules.is_empty() && one.setup.triggers.is_none());
    let hints: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    let told = |part: &str| assert!(hints.iter().any(|hint| hint.contains(part)), "{part}: {hints:?}");
    told("`aws_cloudwatch_event_rule.changed` starts web when something changes");
    told("`aws_scheduler_schedule.morning` starts web by `cron(0 8 * * ? *)` in the time of Europe/Berlin");
    assert!(!hints.iter().any(|hint| hint.contains("rule.off")), "{hints:?}");
}

/// What a file makes: its pipelines with the service's verdict on each and what Terraform would refuse, or why it makes
/// none.
fn outcome(path: &str) -> String {
    let (folder, file) = path.split_once('/').unwrap();
    // The negative ones are no modules of each other.
    let read = match folder {
        "negative" => alone(
            &fs_err::read_to_string(
                PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/terraform").join(path),
            )
            .unwrap(),
        ),
        _ => with(folder, file, &[]),
    };
    let import = match read {
        Ok(import) => import,
        Err(error) => return format!("refused {}", error.code.as_str()),
    };
    let told: Vec<_> = import
        .notes
        .iter()
        .filter(|note| note.severity == Severity::Error)
        .map(|note| format!("{}: {}", note.span.line, note.message))
        .collect();
    if !told.is_empty() {
        return told.join("; ");
    }
    let verdicts = import.pipelines.iter().map(|one| {
        let declaration = &one.document.declaration;
        let actions: usize = declaration.stages.iter().map(|stage| stage.actions.len()).sum();
        let faults = faults(one);
        let verdict = if faults.is_empty() { "valid".to_owned() } else { faults.join(", ") };
        format!("{} {}/{actions} {verdict}", declaration.name, declaration.stages.len())
    });
    verdicts.collect::<Vec<_>>().join("; ")
}

#[test]
fn every_fixture_has_the_expected_outcome() {
    let mut scores: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in include_str!("fixtures/terraform.tsv").lines() {
        let (kind, rest) = line.split_once('\t').unwrap();
        let (path, expected) = rest.split_once('\t').unwrap();
        let found = outcome(path);
        let score = scores.entry(kind).or_default();
        score.1 += 1;
        if found == expected {
            score.0 += 1;
        } else {
            wrong.push(format!("{kind}\t{path}\t{found}"));
        }
    }
    for (kind, (right, all)) in scores {
        println!("{kind}: {right} of {all} files as expected");
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
