//! Every operation and every error that the service's model declares for it: `tests/fixtures/operations.tsv` has a row for
//! each, with the test here that provokes it, or why it cannot be. Every answer on the way is held against the model.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::{Bench, Model, action, gated, project, until};

const NOBODY: &str = "0a1b2c3d-1111-4111-8111-0123456789ab";
const ARN: &str = "arn:aws:codepipeline:us-east-1:111122223333:";

fn rows() -> BTreeMap<(String, String), String> {
    let text = fs_err::read_to_string(project().join("tests/fixtures/operations.tsv")).unwrap();
    let row = |line: &str| {
        let [operation, error, how] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        ((operation.to_owned(), error.to_owned()), how.to_owned())
    };
    text.lines().map(row).collect()
}

/// Checks that the rows of a test are what it provoked.
fn end(bench: Bench, test: &str) {
    let rows = rows().into_iter().filter(|(_, how)| how == test).map(|(pair, _)| pair);
    assert_eq!(bench.provoked(), rows.collect::<BTreeSet<_>>(), "the rows of {test}");
}

#[test]
fn every_declared_error_has_a_row() {
    let rows = rows();
    let declared = Model::default().declared();
    let missing: Vec<_> = declared.iter().filter(|pair| !rows.contains_key(*pair)).collect();
    let beyond: Vec<_> = rows.keys().filter(|pair| !declared.contains(*pair)).collect();
    assert!(missing.is_empty() && beyond.is_empty(), "missing: {missing:?}, not declared: {beyond:?}");
    for (pair, how) in rows {
        let test = format!("\nfn {how}() {{");
        let is_known = how.strip_prefix("cannot be: ").is_some_and(|why| why.len() > 20);
        assert!(is_known || include_str!("operations.rs").contains(&test), "{pair:?}: {how}");
    }
}

/// Changes one place of a document.
fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    document
}

#[test]
fn what_does_not_fit_the_model_is_refused_by_every_operation() {
    let bench = Bench::new();
    let operations: Vec<String> = bench.model.operations().map(str::to_owned).collect();
    assert_eq!(operations.len(), 44);
    for operation in &operations {
        let input = match operation.as_str() {
            "ListPipelines" => json!({ "maxResults": 0 }),
            "ListActionTypes" => json!({ "actionOwnerFilter": "Nobody" }),
            "ListRuleTypes" => json!({ "ruleOwnerFilter": "Nobody" }),
            "ListWebhooks" => json!({ "MaxResults": 0 }),
            "RegisterWebhookWithThirdParty" | "DeregisterWebhookWithThirdParty" => {
                json!({ "webhookName": "a b" })
            }
            _ => json!({}),
        };
        bench.no(operation, "Validation", input);
    }
    end(bench, "what_does_not_fit_the_model_is_refused_by_every_operation");
}

#[test]
fn definitions_that_are_none_are_refused_by_their_kinds() {
    let bench = Bench::new();
    let name = bench.create(gated("web"));
    bench.no("CreatePipeline", "PipelineNameInUse", json!({ "pipeline": gated("web") }));
    let many: Vec<Value> = (0..51)
        .map(|at| with(action("Approval", "Manual", json!({}), json!({})), "/name", format!("A{at}").into()))
        .collect();
    let mut blocked = gated("web");
    let night = json!({ "name": "Night", "type": "Schedule" });
    blocked["stages"][1]["blockers"] = json!([night, night]);
    for (kind, wrong) in [
        ("InvalidStageDeclaration", with(gated("web"), "/stages/1/name", "Source".into())),
        (
            "InvalidActionDeclaration",
            with(gated("web"), "/stages/0/actions/0/configuration/S3Bucket", Value::Null),
        ),
        ("InvalidBlockerDeclaration", blocked),
        ("InvalidStructure", with(gated("web"), "/stages/1/actions", json!([]))),
        ("LimitExceeded", with(gated("web"), "/stages/1/actions", many.into())),
    ] {
        let mut wrong = wrong;
        if let Some(configuration) = wrong["stages"][0]["actions"][0]["configuration"].as_object_mut() {
            configuration.retain(|_, value| !value.is_null());
        }
        if kind == "InvalidStructure" {
            wrong["stages"].as_array_mut().unwrap().truncate(1);
        }
        bench.no("UpdatePipeline", kind, json!({ "pipeline": wrong }));
        bench.no("CreatePipeline", kind, json!({ "pipeline": with(wrong, "/name", "other".into()) }));
    }
    let tags = |tags: Value| json!({ "pipeline": gated("other"), "tags": tags });
    let many: Vec<Value> = (0..51).map(|at| json!({ "key": at.to_string(), "value": "" })).collect();
    bench.no("CreatePipeline", "TooManyTags", tags(many.into()));
    bench.no("CreatePipeline", "InvalidTags", tags(json!([{ "key": "aws:x", "value": "" }])));
    bench.ok("UpdatePipeline", json!({ "pipeline": gated("web") }));
    bench.ok("GetPipeline", json!({ "name": name, "version": 1 }));
    bench.no("GetPipeline", "PipelineVersionNotFound", json!({ "name": name, "version": 9 }));
    bench.ok("ListPipelines", json!({}));
    bench.no("ListPipelines", "InvalidNextToken", json!({ "nextToken": "x" }));
    bench.ok("ListRuleTypes", json!({}));
    bench.ok("DeletePipeline", json!({ "name": name }));
    end(bench, "definitions_that_are_none_are_refused_by_their_kinds");
}

#[test]
fn what_is_not_there_is_not_found() {
    let bench = Bench::new();
    let name = bench.create(gated("web"));
    let place = |pipeline: &str, stage: &str| json!({ "pipelineName": pipeline, "stageName": stage });
    let and = |mut one: Value, more: Value| {
        one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one
    };
    let revision = json!({ "revisionId": "r", "revisionChangeId": "c", "created": 1_790_862_132.194 });
    let approval = json!({ "result": { "summary": "", "status": "Approved" }, "token": NOBODY });
    let in_stages = [
        ("DisableStageTransition", json!({ "transitionType": "Inbound", "reason": "closed" })),
        ("EnableStageTransition", json!({ "transitionType": "Inbound" })),
        ("RetryStageExecution", json!({ "pipelineExecutionId": NOBODY, "retryMode": "FAILED_ACTIONS" })),
        ("RollbackStage", json!({ "targetPipelineExecutionId": NOBODY })),
        ("OverrideStageCondition", json!({ "pipelineExecutionId": NOBODY, "conditionType": "BEFORE_ENTRY" })),
        ("PutActionRevision", json!({ "actionName": "S3", "actionRevision": revision })),
        ("PutApprovalResult", and(json!({ "actionName": "Manual" }), approval.clone())),
    ];
    for (operation, more) in in_stages {
        bench.no(operation, "PipelineNotFound", and(place("gone", "Gate"), more.clone()));
        bench.no(operation, "StageNotFound", and(place(&name, "gone"), more));
    }
    bench.no(
        "PutActionRevision",
        "ActionNotFound",
        and(place(&name, "Gate"), json!({ "actionName": "gone", "actionRevision": revision })),
    );
    bench.no(
        "PutApprovalResult",
        "ActionNotFound",
        and(place(&name, "Gate"), and(json!({ "actionName": "gone" }), approval)),
    );
    for operation in ["GetPipeline", "GetPipelineState", "StartPipelineExecution"] {
        bench.no(operation, "PipelineNotFound", json!({ "name": "gone" }));
    }
    let execution = |pipeline: &str| json!({ "pipelineName": pipeline, "pipelineExecutionId": NOBODY });
    for operation in ["GetPipelineExecution", "StopPipelineExecution"] {
        bench.no(operation, "PipelineNotFound", execution("gone"));
    }
    bench.no("GetPipelineExecution", "PipelineExecutionNotFound", execution(&name));
    let filter = json!({ "pipelineName": name, "filter": { "pipelineExecutionId": NOBODY } });
    for operation in ["ListActionExecutions", "ListRuleExecutions"] {
        bench.no(operation, "PipelineExecutionNotFound", filter.clone());
    }
    for operation in ["ListActionExecutions", "ListRuleExecutions", "ListPipelineExecutions"] {
        bench.no(operation, "PipelineNotFound", json!({ "pipelineName": "gone" }));
        bench.no(operation, "InvalidNextToken", json!({ "pipelineName": name, "nextToken": "x" }));
        bench.ok(operation, json!({ "pipelineName": name }));
    }
    let targets = "ListDeployActionExecutionTargets";
    bench.no(targets, "PipelineNotFound", json!({ "pipelineName": "gone", "actionExecutionId": NOBODY }));
    bench.no(
        targets,
        "ActionExecutionNotFound",
        json!({ "pipelineName": name, "actionExecutionId": NOBODY }),
    );
    bench.no(targets, "InvalidNextToken", json!({ "actionExecutionId": NOBODY, "nextToken": "x" }));
    bench.no(
        "RollbackStage",
        "PipelineExecutionNotFound",
        and(place(&name, "Gate"), json!({ "targetPipelineExecutionId": NOBODY })),
    );
    end(bench, "what_is_not_there_is_not_found");
}

#[test]
fn what_an_execution_does_not_allow_is_refused() {
    let bench = Bench::new();
    let name = bench.create(gated("web"));
    let first = bench.start(&name, "yes");
    let created = bench.ok("ListPipelineExecutions", json!({ "pipelineName": name }));
    let created =
        created["pipelineExecutionSummaries"][1]["pipelineExecutionId"].as_str().unwrap().to_owned();
    let stop = |id: &str, abandon: bool| json!({ "pipelineName": name, "pipelineExecutionId": id, "abandon": abandon });
    bench.token(&name, &created);
    bench.ok("StopPipelineExecution", stop(&created, false));
    bench.no("StopPipelineExecution", "DuplicatedStopRequest", stop(&created, false));
    bench.ok("StopPipelineExecution", stop(&created, true));
    bench.ended(&name, &created, "Stopped");
    bench.no("StopPipelineExecution", "PipelineExecutionNotStoppable", stop(&created, true));

    let approve = |token: &str, status: &str| {
        json!({
            "pipelineName": name, "stageName": "Gate", "actionName": "Manual", "token": token,
            "result": { "summary": "seen", "status": status }
        })
    };
    let token = bench.token(&name, &first);
    bench.no("PutApprovalResult", "InvalidApprovalToken", approve(NOBODY, "Approved"));
    let retry = |id: &str| json!({ "pipelineName": name, "stageName": "Gate", "pipelineExecutionId": id, "retryMode": "FAILED_ACTIONS" });
    bench.no("RetryStageExecution", "StageNotRetryable", retry(&first));
    bench.no("RetryStageExecution", "NotLatestPipelineExecution", retry(&created));
    bench.ok("PutApprovalResult", approve(&token, "Approved"));
    bench.no("PutApprovalResult", "ApprovalAlreadyCompleted", approve(&token, "Rejected"));
    bench.ended(&name, &first, "Succeeded");

    let condition = |id: &str| json!({ "pipelineName": name, "stageName": "Gate", "pipelineExecutionId": id, "conditionType": "BEFORE_ENTRY" });
    let held = bench.start(&name, "no");
    bench.ended(&name, &held, "Failed");
    bench.no("OverrideStageCondition", "NotLatestPipelineExecution", condition(&first));
    bench.ok("OverrideStageCondition", condition(&held));
    bench.token(&name, &held);
    bench.no("OverrideStageCondition", "ConditionNotOverridable", condition(&held));
    let back =
        |id: &str| json!({ "pipelineName": name, "stageName": "Gate", "targetPipelineExecutionId": id });
    bench.no("RollbackStage", "UnableToRollbackStage", back(&created));
    bench.ok("UpdatePipeline", json!({ "pipeline": gated("web") }));
    bench.no("RollbackStage", "PipelineExecutionOutdated", back(&first));
    bench.ok("ListActionExecutions", json!({ "pipelineName": name }));
    bench.ok("ListRuleExecutions", json!({ "pipelineName": name }));
    end(bench, "what_an_execution_does_not_allow_is_refused");
}

#[test]
fn fifty_executions_at_once_are_the_limit() {
    let bench = Bench::new();
    let close = |name: &str| {
        let reason = json!({ "pipelineName": name, "stageName": "Gate", "transitionType": "Inbound", "reason": "full" });
        bench.ok("DisableStageTransition", reason);
    };
    let first = |name: &str| {
        let list = bench.ok("ListPipelineExecutions", json!({ "pipelineName": name }));
        list["pipelineExecutionSummaries"][0]["pipelineExecutionId"].as_str().unwrap().to_owned()
    };
    // One whose approval was rejected, and one that did not pass the gate; behind each, fifty that wait.
    let rejected = bench.create(gated("rejected"));
    let id = first(&rejected);
    let token = bench.token(&rejected, &id);
    bench.ok(
        "PutApprovalResult",
        json!({
            "pipelineName": rejected, "stageName": "Gate", "actionName": "Manual", "token": token,
            "result": { "summary": "no", "status": "Rejected" }
        }),
    );
    bench.ended(&rejected, &id, "Failed");
    let held = bench.create(with(gated("held"), "/variables/0/defaultValue", "no".into()));
    let other = first(&held);
    bench.ended(&held, &other, "Failed");
    for name in [&rejected, &held] {
        close(name);
        (0..50).for_each(|_| drop(bench.start(name, "yes")));
    }
    let limit = "ConcurrentPipelineExecutionsLimitExceeded";
    bench.no("StartPipelineExecution", limit, json!({ "name": held }));
    bench.no(
        "PutActionRevision",
        limit,
        json!({
            "pipelineName": held, "stageName": "Source", "actionName": "S3",
            "actionRevision": { "revisionId": "r", "revisionChangeId": "c", "created": 1_790_862_132.194 }
        }),
    );
    bench.no("RetryStageExecution", limit, json!({
        "pipelineName": rejected, "stageName": "Gate", "pipelineExecutionId": id, "retryMode": "FAILED_ACTIONS"
    }));
    bench.no("OverrideStageCondition", limit, json!({
        "pipelineName": held, "stageName": "Gate", "pipelineExecutionId": other, "conditionType": "BEFORE_ENTRY"
    }));
    end(bench, "fifty_executions_at_once_are_the_limit");
}

/// A pipeline whose second stage is a worker's.
fn worked(name: &str, owner: &str, category: &str, provider: &str, configuration: Value) -> Value {
    let mut work =
        action(category, provider, configuration, json!({ "inputArtifacts": [{ "name": "App" }] }));
    work["actionTypeId"]["owner"] = owner.into();
    let mut declaration = gated(name);
    declaration["stages"][1] = json!({ "name": "Work", "actions": [work] });
    declaration
}

#[test]
fn jobs_are_answered_by_who_has_them() {
    let bench = Bench::new();
    let details = json!({ "minimumCount": 1, "maximumCount": 1 });
    let kind = |version: usize, tags: Value| {
        json!({
            "category": "Build", "provider": "Forge", "version": version.to_string(), "tags": tags,
            "inputArtifactDetails": details, "outputArtifactDetails": { "minimumCount": 0, "maximumCount": 0 }
        })
    };
    let many: Vec<Value> = (0..51).map(|at| json!({ "key": at.to_string(), "value": "" })).collect();
    bench.no("CreateCustomActionType", "TooManyTags", kind(1, many.into()));
    bench.no("CreateCustomActionType", "InvalidTags", kind(1, json!([{ "key": "aws:x", "value": "" }])));
    for version in 1..=50 {
        bench.ok("CreateCustomActionType", kind(version, json!([{ "key": "team", "value": "post" }])));
    }
    bench.no("CreateCustomActionType", "LimitExceeded", kind(51, json!([])));
    let tags = bench
        .ok("ListTagsForResource", json!({ "resourceArn": format!("{ARN}actiontype:Custom/Build/Forge/7") }));
    assert_eq!(tags["tags"], json!([{ "key": "team", "value": "post" }]));
    bench.ok("DeleteCustomActionType", json!({ "category": "Build", "provider": "Forge", "version": "50" }));
    bench.ok("ListActionTypes", json!({}));
    bench.no("ListActionTypes", "InvalidNextToken", json!({ "nextToken": "x" }));

    let poll = |provider: &str| json!({ "actionTypeId": { "category": "Build", "owner": "Custom", "provider": provider, "version": "1" } });
    bench.no("PollForJobs", "ActionTypeNotFound", poll("Nobody"));
    bench.create(worked("worked", "Custom", "Build", "Forge", json!({})));
    let mut job = Value::Null;
    until("a job", || {
        job = bench.ok("PollForJobs", poll("Forge"))["jobs"][0].clone();
        !job.is_null()
    });
    let id = job["id"].as_str().unwrap();
    bench.ok("GetJobDetails", json!({ "jobId": id }));
    bench.no("AcknowledgeJob", "InvalidNonce", json!({ "jobId": id, "nonce": "wrong" }));
    bench.ok("AcknowledgeJob", json!({ "jobId": id, "nonce": job["nonce"] }));
    let failure =
        |id: &str| json!({ "jobId": id, "failureDetails": { "type": "JobFailed", "message": "no" } });
    bench.no("AcknowledgeJob", "JobNotFound", json!({ "jobId": NOBODY, "nonce": "n" }));
    bench.no("GetJobDetails", "JobNotFound", json!({ "jobId": NOBODY }));
    bench.no("PutJobSuccessResult", "JobNotFound", json!({ "jobId": NOBODY }));
    bench.no("PutJobFailureResult", "JobNotFound", failure(NOBODY));
    let large: BTreeMap<String, String> = (0..13).map(|at| (format!("V{at}"), "x".repeat(10_000))).collect();
    bench.no(
        "PutJobSuccessResult",
        "OutputVariablesSizeExceeded",
        json!({ "jobId": id, "outputVariables": large }),
    );
    bench.ok("PutJobSuccessResult", json!({ "jobId": id }));
    bench.no(
        "PutJobSuccessResult",
        "InvalidJobState",
        json!({ "jobId": id, "outputVariables": { "A": "b" } }),
    );
    bench.no("PutJobFailureResult", "InvalidJobState", failure(id));
    end(bench, "jobs_are_answered_by_who_has_them");
}

#[test]
fn partners_prove_that_a_job_is_theirs() {
    let bench = Bench::new();
    let kind = |provider: &str| json!({ "category": "Test", "owner": "ThirdParty", "provider": provider, "version": "1" });
    bench.no("PollForThirdPartyJobs", "ActionTypeNotFound", json!({ "actionTypeId": kind("Nobody") }));
    bench.no("GetActionType", "ActionTypeNotFound", kind("Nobody"));
    let known = bench.ok("GetActionType", kind("GhostInspector"));
    bench.ok("UpdateActionType", known.clone());
    bench.no(
        "UpdateActionType",
        "ActionTypeNotFound",
        with(known.clone(), "/actionType/id/provider", "Nobody".into()),
    );
    bench.no("UpdateActionType", "RequestFailed", with(known, "/actionType/executor/type", "Lambda".into()));

    bench.create(worked(
        "partner",
        "ThirdParty",
        "Test",
        "GhostInspector",
        json!({ "Suite": "s", "ApiKey": "k" }),
    ));
    let mut job = Value::Null;
    until("a job", || {
        let polled = bench.ok("PollForThirdPartyJobs", json!({ "actionTypeId": kind("GhostInspector") }));
        job = polled["jobs"][0].clone();
        !job.is_null()
    });
    let clients = fs_err::read_to_string(bench.place.path("data/clients.json")).unwrap();
    let clients: Value = serde_json::from_str(&clients).unwrap();
    let client = clients.as_object().unwrap().values().next().unwrap();
    assert_eq!(client["clientId"], job["clientId"]);
    let (id, token) = (job["jobId"].as_str().unwrap(), client["clientToken"].as_str().unwrap());
    let calls = |id: &str, token: &str| {
        let failure = json!({ "type": "JobFailed", "message": "no" });
        [
            ("GetThirdPartyJobDetails", json!({ "jobId": id, "clientToken": token })),
            ("AcknowledgeThirdPartyJob", json!({ "jobId": id, "clientToken": token, "nonce": "wrong" })),
            ("PutThirdPartyJobSuccessResult", json!({ "jobId": id, "clientToken": token })),
            (
                "PutThirdPartyJobFailureResult",
                json!({ "jobId": id, "clientToken": token, "failureDetails": failure }),
            ),
        ]
    };
    for (operation, input) in calls(NOBODY, token) {
        bench.no(operation, "JobNotFound", input);
    }
    for (operation, input) in calls(id, "wrong") {
        bench.no(operation, "InvalidClientToken", input);
    }
    let [details, acknowledge, success, failure] = calls(id, token);
    bench.no(acknowledge.0, "InvalidNonce", acknowledge.1.clone());
    let told = bench.ok(details.0, details.1.clone());
    bench.ok(acknowledge.0, with(acknowledge.1, "/nonce", told["jobDetails"]["nonce"].clone()));
    bench.ok(success.0, success.1.clone());
    let mut other = success.1;
    other["executionDetails"] = json!({ "summary": "otherwise" });
    bench.no(success.0, "InvalidJobState", other);
    bench.no(failure.0, "InvalidJobState", failure.1);
    bench.no(details.0, "InvalidJob", details.1);
    end(bench, "partners_prove_that_a_job_is_theirs");
}

#[test]
fn webhooks_and_tags_keep_their_rules() {
    let bench = Bench::new();
    let name = bench.create(gated("web"));
    let webhook = |name: &str, target: &str| {
        json!({
            "webhook": {
                "name": name, "targetPipeline": target, "targetAction": "S3",
                "filters": [{ "jsonPath": "$.ref" }],
                "authentication": "UNAUTHENTICATED", "authenticationConfiguration": {}
            },
            "tags": []
        })
    };
    let many: Vec<Value> = (0..51).map(|at| json!({ "key": at.to_string(), "value": "" })).collect();
    let many = Value::from(many);
    let own = json!([{ "key": "aws:x", "value": "" }]);
    bench.no("PutWebhook", "PipelineNotFound", webhook("hook", "gone"));
    bench.no(
        "PutWebhook",
        "InvalidWebhookFilterPattern",
        with(webhook("hook", &name), "/webhook/filters/0/jsonPath", "$[".into()),
    );
    let secret = json!({ "SecretToken": "s" });
    let wrong = with(webhook("hook", &name), "/webhook/authenticationConfiguration", secret);
    bench.no("PutWebhook", "InvalidWebhookAuthenticationParameters", wrong);
    bench.no("PutWebhook", "TooManyTags", with(webhook("hook", &name), "/tags", many.clone()));
    bench.no("PutWebhook", "InvalidTags", with(webhook("hook", &name), "/tags", own.clone()));
    for at in 0..300 {
        bench.ok("PutWebhook", webhook(&format!("hook-{at}"), &name));
    }
    bench.no("PutWebhook", "LimitExceeded", webhook("one-more", &name));
    let page = bench.ok("ListWebhooks", json!({ "MaxResults": 100 }));
    bench.ok("ListWebhooks", json!({ "NextToken": page["NextToken"] }));
    bench.no("ListWebhooks", "InvalidNextToken", json!({ "NextToken": "x" }));
    for operation in ["RegisterWebhookWithThirdParty", "DeregisterWebhookWithThirdParty"] {
        bench.no(operation, "WebhookNotFound", json!({ "webhookName": "gone" }));
    }
    bench.ok("DeregisterWebhookWithThirdParty", json!({ "webhookName": "hook-1" }));
    bench.ok("DeleteWebhook", json!({ "name": "hook-1" }));

    let calls = |arn: &str| {
        [
            ("ListTagsForResource", json!({ "resourceArn": arn })),
            ("TagResource", json!({ "resourceArn": arn, "tags": [] })),
            ("UntagResource", json!({ "resourceArn": arn, "tagKeys": [] })),
        ]
    };
    for (operation, input) in calls("arn:aws:codepipeline:eu-west-1:111122223333:web") {
        bench.no(operation, "InvalidArn", input);
    }
    for (operation, input) in calls(&format!("{ARN}gone")) {
        bench.no(operation, "ResourceNotFound", input);
    }
    let arn = format!("{ARN}web");
    bench.no("TagResource", "TooManyTags", json!({ "resourceArn": arn, "tags": many }));
    bench.no("TagResource", "InvalidTags", json!({ "resourceArn": arn, "tags": own }));
    bench.no("UntagResource", "InvalidTags", json!({ "resourceArn": arn, "tagKeys": ["aws:x"] }));
    bench.ok(
        "TagResource",
        json!({ "resourceArn": arn, "tags": [{ "key": "a", "value": "1" }, { "key": "b", "value": "" }] }),
    );
    let page = bench.ok("ListTagsForResource", json!({ "resourceArn": arn, "maxResults": 1 }));
    assert_eq!(page["tags"], json!([{ "key": "a", "value": "1" }]));
    let rest = bench.ok("ListTagsForResource", json!({ "resourceArn": arn, "nextToken": page["nextToken"] }));
    assert_eq!((&rest["tags"], &rest["nextToken"]), (&json!([{ "key": "b", "value": "" }]), &Value::Null));
    bench.no("ListTagsForResource", "InvalidNextToken", json!({ "resourceArn": arn, "nextToken": "x" }));
    bench.ok("UntagResource", json!({ "resourceArn": arn, "tagKeys": ["a"] }));
    end(bench, "webhooks_and_tags_keep_their_rules");
}
