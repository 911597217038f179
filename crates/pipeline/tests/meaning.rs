//! What a declaration means: variables, order, triggers, the canonical echo, and the catalog that goes with it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use codepipeline::shapes::{ExecutionMode, PipelineDeclaration, PipelineTriggerDeclaration, PipelineType};
use pipeline::catalog::{self, PropertyKind};
use pipeline::model::groups;
use pipeline::triggers::{GitEvent, glob_fault, glob_matches, matches};
use pipeline::variables::{find, references, resolve};
use pipeline::{ActionKey, Defaults, Model, effective_type, normalise, parse};

fn declaration(text: &str) -> PipelineDeclaration {
    parse(text, "x.yaml").unwrap().declaration
}

fn everything() -> PipelineDeclaration {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/everything.yaml");
    declaration(&fs_err::read_to_string(path).unwrap())
}

#[test]
fn references_are_found_and_nothing_else() {
    let found = |text| find(text).iter().map(|r| format!("{}.{}", r.namespace, r.key)).collect::<Vec<_>>();
    assert_eq!(found("#{a.b} and #{Src-1.Commit_Id}#{x.y}"), ["a.b", "Src-1.Commit_Id", "x.y"]);
    assert_eq!(found("#{a.#{b.c}}"), ["b.c"]);
    for text in
        ["#{ab}", "#{a.b", "#{.b}", "#{a.}", "# {a.b}", "${a.b}", "#{a.b.c}", "#{a b.c}", "#{é.b}", "#{", "#"]
    {
        assert_eq!(found(text), [] as [&str; 0], "{text}");
    }
    let text = "é#{a.b}!";
    assert_eq!(&text[find(text)[0].range.clone()], "#{a.b}");
}

#[test]
fn values_are_put_in_once_and_as_they_are() {
    let lookup = |namespace: &str, key: &str| match (namespace, key) {
        ("variables", "Ring") => Some("#{codepipeline.PipelineExecutionId}".to_owned()),
        ("Src", "Message") => Some("say \"hi\"".to_owned()),
        _ => None,
    };
    let resolved = resolve("{\"m\":\"#{Src.Message}\",\"r\":\"#{variables.Ring}\"} #{x", lookup).unwrap();
    assert_eq!(resolved, "{\"m\":\"say \"hi\"\",\"r\":\"#{codepipeline.PipelineExecutionId}\"} #{x");
    let missing = resolve("#{Src.Nothing}", lookup).unwrap_err();
    assert_eq!((missing.namespace.as_str(), missing.key.as_str()), ("Src", "Nothing"));
    assert_eq!(missing.to_string(), "the variable #{Src.Nothing} has no value");
}

#[test]
fn references_of_an_action_say_where_they_stand() {
    let pipeline = everything();
    let of = |stage: usize, action: usize| {
        references(&pipeline.stages[stage].actions[action])
            .into_iter()
            .map(|found| format!("{} {}.{}", found.pointer, found.reference.namespace, found.reference.key))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(1, 0), ["/commands/1 variables.Ring", "/environmentVariables/0/value variables.Ring"]);
    assert_eq!(of(2, 0), ["/configuration/CustomData Test.Coverage"]);
}

#[test]
fn actions_run_in_groups_by_their_run_order() {
    let text = "name: x\nroleArn: r\nstages:\n  - name: S\n    actions:\n";
    let action = |name: &str, order: &str| {
        format!(
            "      - {{ name: {name}, actionTypeId: {{ category: Build, owner: AWS, provider: CodeBuild, version: 1 }}{order} }}\n"
        )
    };
    let text = format!(
        "{text}{}{}{}{}",
        action("late", ", runOrder: 9"),
        action("first", ""),
        action("middle", ", runOrder: 3"),
        action("also-first", ", runOrder: 1")
    );
    let pipeline = declaration(&text);
    let names: Vec<Vec<_>> = groups(&pipeline.stages[0])
        .iter()
        .map(|group| group.iter().map(|a| a.name.as_str()).collect())
        .collect();
    assert_eq!(names, [vec!["first", "also-first"], vec!["middle"], vec!["late"]]);
}

#[test]
fn the_model_knows_who_makes_and_who_takes() {
    let pipeline = everything();
    let model = Model::new(&pipeline);
    let names = |found: Vec<&pipeline::model::Action<'_>>| {
        found.iter().map(|a| a.key().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(model.producers("App").collect()), ["Source/Fetch"]);
    assert_eq!(names(model.consumers("App").collect()), ["Build/Test", "Release/Put"]);
    assert_eq!(names(model.owners("Test").collect()), ["Build/Test"]);
    let put = model.action(&ActionKey::new("Release", "Put")).unwrap();
    let keep = model.action(&ActionKey::new("Release", "Keep")).unwrap();
    let approve = model.action(&ActionKey::new("Release", "Approve")).unwrap();
    assert!(approve.ends_before(put) && !put.ends_before(keep) && !put.ends_before(approve));
    assert_eq!(put.pointer(), "/stages/2/actions/1");
    assert_eq!(model.artifacts().map(|(name, _)| name).collect::<Vec<_>>(), ["App", "Report"]);
}

#[test]
fn the_echo_has_what_the_service_adds() {
    let text = r#"{"pipeline":{"name":"web","roleArn":"arn:aws:iam::111122223333:role/cp","version":9,
        "executionMode":"QUEUED","artifactStore":{"type":"S3","location":"cp-artifacts"},
        "stages":[{"name":"Gate","actions":[{"name":"Ok","actionTypeId":{"category":"Approval","owner":"AWS",
        "provider":"Manual","version":"1"},"timeoutInMinutes":60}]}]}}"#;
    let echo = normalise(parse(text, "x.json").unwrap().declaration, &Defaults::default());
    let action = &echo.stages[0].actions[0];
    assert_eq!(action.run_order, Some(1));
    assert_eq!(action.configuration.as_ref().map(|map| map.len()), Some(0));
    assert_eq!(action.input_artifacts.as_deref(), Some(&[][..]));
    assert_eq!(action.output_artifacts.as_deref(), Some(&[][..]));
    assert_eq!((action.region.as_ref(), action.namespace.as_ref()), (None, None));
    assert_eq!((echo.version, echo.execution_mode.clone()), (Some(1), Some(ExecutionMode::Queued)));
    assert_eq!(echo.pipeline_type, Some(PipelineType::V2));
    let again = normalise(echo.clone(), &Defaults { version: Some(2), pipeline_type: None });
    assert_eq!(again, PipelineDeclaration { version: Some(2), ..echo });
}

#[test]
fn a_type_left_out_is_inferred_or_stays() {
    let plain = declaration("name: x\nroleArn: r\nstages: []\n");
    assert_eq!(effective_type(&plain), PipelineType::V1);
    let kept = Defaults { version: Some(3), pipeline_type: Some(PipelineType::V2) };
    assert_eq!(normalise(plain.clone(), &kept).pipeline_type, Some(PipelineType::V2));
    assert_eq!(normalise(plain, &Defaults::default()).execution_mode, Some(ExecutionMode::Superseded));
    for more in [
        "executionMode: PARALLEL",
        "variables: [{ name: A }]",
        "triggers: [{ providerType: CodeStarSourceConnection, gitConfiguration: { sourceActionName: A } }]",
    ] {
        let pipeline = declaration(&format!("name: x\nroleArn: r\nstages: []\n{more}\n"));
        assert_eq!(effective_type(&pipeline), PipelineType::V2, "{more}");
    }
    let stated = declaration("name: x\nroleArn: r\nstages: []\npipelineType: V1\nexecutionMode: PARALLEL\n");
    assert_eq!(effective_type(&stated), PipelineType::V1);
}

#[test]
fn patterns_match_whole_names() {
    let cases = [
        ("main", "main", true),
        ("main", "maintenance", false),
        ("Main", "main", false),
        ("rel/*", "rel/1", true),
        ("rel/*", "rel/1/2", false),
        ("rel/**", "rel/1/2", true),
        ("**", "a/b", true),
        ("*", "a/b", false),
        ("**/README.md", "README.md", true),
        ("**/README.md", "docs/api/README.md", true),
        ("**/README.md", "docs/xREADME.md", false),
        ("svc/**/*.rs", "svc/main.rs", true),
        ("svc/**/*.rs", "svc/a/b/main.rs", true),
        ("v?", "v1", true),
        ("v?", "v/", false),
        ("v[0-9]*", "v10", true),
        ("v[0-9]*", "vx", false),
        ("v[!0-9]", "vx", true),
        ("v[!0-9]", "v1", false),
        ("v[!x]", "v/", false),
        ("v[.-/]", "v/", false),
        ("[a-c]", "b", true),
        ("[-a]", "-", true),
        ("[]a]", "]", true),
        ("[\\]]", "]", true),
        ("[é]", "é", true),
        ("{feature,fix}/*", "fix/7", true),
        ("{feature,fix}/*", "other/7", false),
        ("a{,b}", "a", true),
        ("\\*", "*", true),
        ("\\*", "x", false),
        ("a.b", "axb", false),
        ("a+(b)|c", "a+(b)|c", true),
        ("", "", true),
    ];
    for (pattern, name, expected) in cases {
        assert_eq!(glob_matches(pattern, name), expected, "{pattern} on {name}");
        assert_eq!(glob_fault(pattern), None, "{pattern}");
    }
    for pattern in ["[a", "{a", "{a,{b}}", "a\\", "[b-a]"] {
        assert!(glob_fault(pattern).is_some() && !glob_matches(pattern, pattern), "{pattern}");
    }
}

fn trigger(text: &str) -> PipelineTriggerDeclaration {
    let text = format!(
        "name: x\nroleArn: r\nstages: []\ntriggers:\n  - providerType: CodeStarSourceConnection\n    \
         gitConfiguration: {{ sourceActionName: A{text} }}\n"
    );
    declaration(&text).triggers.unwrap().remove(0)
}

fn push(branch: &str, files: &[&str]) -> GitEvent {
    GitEvent::Push {
        branch: branch.to_owned(),
        created: false,
        files: files.iter().map(|&file| file.to_owned()).collect(),
    }
}

#[test]
fn a_trigger_starts_when_any_filter_matches_wholly() {
    let pushes = trigger(
        ", push: [{ branches: { includes: [main, 'rel/**'], excludes: ['rel/old-*'] }, filePaths: { includes: ['svc/**'], \
         excludes: ['**/*.md'] } }, { tags: { includes: ['v*'] } }]",
    );
    let starts = |event: &GitEvent| matches(&pushes, Some("main"), event).starts;
    assert!(starts(&push("main", &["docs/a.md", "svc/a.rs"])));
    assert!(!starts(&push("main", &["svc/a.md", "docs/a.rs"])));
    assert!(!starts(&push("rel/old-1", &["svc/a.rs"])));
    assert!(starts(&push("rel/1/2", &["svc/a.rs"])));
    assert!(starts(&GitEvent::Tag { name: "v1".to_owned() }));
    assert!(!starts(&GitEvent::Tag { name: "w1".to_owned() }));
    let created =
        GitEvent::Push { branch: "main".to_owned(), created: true, files: vec!["svc/a.rs".to_owned()] };
    assert!(!starts(&created));
    let mut late = vec!["docs/x"; 100];
    late.push("svc/a.rs");
    assert!(!starts(&push("main", &late)));
    let request = |event: &str, destination: &str| GitEvent::PullRequest {
        event: event.to_owned(),
        destination: destination.to_owned(),
        files: vec!["a".to_owned()],
    };
    assert!(!starts(&request("OPEN", "main")));
    let requests = trigger(", pullRequest: [{ events: [OPEN], branches: { includes: [main] } }]");
    assert!(matches(&requests, None, &request("OPEN", "main")).starts);
    assert!(!matches(&requests, None, &request("CLOSED", "main")).starts);
    assert!(!matches(&requests, None, &push("main", &["a"])).starts);
}

#[test]
fn without_filters_the_configured_branch_counts() {
    let plain = trigger("");
    assert!(matches(&plain, Some("main"), &push("main", &[])).starts);
    assert!(!matches(&plain, Some("main"), &push("next", &[])).starts);
    assert!(!matches(&plain, None, &push("main", &[])).starts);
    assert!(!matches(&plain, Some("main"), &GitEvent::Tag { name: "main".to_owned() }).starts);
}

#[test]
fn an_answer_says_why() {
    let one = trigger(", push: [{ branches: { includes: [main], excludes: ['wip*'] } }]");
    let explain = |branch: &str| matches(&one, None, &push(branch, &[])).filters.remove(0).reasons.remove(0);
    assert_eq!(explain("main"), "branch `main` matches `main`");
    assert_eq!(explain("wip-1"), "branch `wip-1` is excluded by `wip*`");
    assert_eq!(explain("next"), "branch `next` matches none of the includes");
}

#[test]
fn the_catalog_holds_together() {
    for known in catalog::all() {
        let id = known.provider_key();
        assert_eq!(catalog::find_id(&known.id()), Some(known), "{id}");
        if let Some(meaning) = &known.meaning {
            assert!(known.property(meaning).is_some(), "{id}: {meaning}");
        }
        assert!(
            known.inputs.minimum <= known.inputs.maximum && known.outputs.minimum <= known.outputs.maximum
        );
        assert!(known.documentation.starts_with("https://docs.aws.amazon.com/"), "{id}");
        for property in &known.properties {
            let what = format!("{id} {}", property.name);
            assert!(!property.label.is_empty() && property.description.ends_with('.'), "{what}");
            assert!(!property.documentation.is_empty(), "{what}");
            assert_eq!(property.kind == PropertyKind::Enum, !property.options.is_empty(), "{what}");
            let values = property.default.iter().chain(&property.example);
            for value in values.filter(|_| property.kind == PropertyKind::Enum) {
                assert!(property.options.contains(value), "{what}: {value}");
            }
            assert!(!(property.required && property.required_when.is_some()), "{what}");
            if let Some(condition) = &property.required_when {
                let key = condition.trim_start_matches('!').split(['=', '>']).next().unwrap();
                assert!(key == "inputs" || known.property(key).is_some(), "{what}: {condition}");
            }
        }
        for statement in &known.iam {
            let named = statement.resources.iter().chain(statement.when.iter());
            for key in
                named.flat_map(|text| text.split('{').skip(1)).map(|rest| rest.split('}').next().unwrap())
            {
                assert!(known.property(key).is_some(), "{id}: {key}");
            }
            assert!(statement.actions.iter().all(|action| action.contains(':')), "{id}");
        }
    }
    assert_ne!(catalog::find("Deploy", "AWS", "Lambda", "1"), catalog::find("Invoke", "AWS", "Lambda", "1"));
    assert_eq!(catalog::find("Build", "AWS", "CodeBuild", "2"), None);
}
