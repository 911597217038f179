//! Event patterns against events as the service sends them.

#![allow(clippy::unwrap_used, reason = "tests")]

use pipeline::pattern::Pattern;
use serde_json::{Value, json};

fn event() -> Value {
    json!({
        "version": "0",
        "detail-type": "CodePipeline Action Execution State Change",
        "source": "aws.codepipeline",
        "account": "111122223333",
        "resources": ["arn:aws:codepipeline:us-east-1:111122223333:web"],
        "detail": {
            "pipeline": "web-prod", "state": "FAILED", "version": 3.0, "stage": "Prod",
            "type": { "owner": "AWS", "category": "Deploy" },
            "input-artifacts": [{ "name": "Lib" }, { "name": "App" }],
            "source-ip": "10.0.3.7",
        },
    })
}

fn matches(pattern: Value) -> bool {
    Pattern::read(&pattern).unwrap().matches(&event())
}

#[test]
fn what_matches() {
    for pattern in [
        json!({ "source": ["aws.codepipeline"] }),
        json!({ "source": ["aws.s3", "aws.codepipeline"], "detail": { "state": ["FAILED"] } }),
        json!({ "resources": [{ "suffix": ":web" }] }),
        json!({ "detail": { "version": [3] } }),
        json!({ "detail": { "version": [{ "numeric": [">", 2, "<=", 3] }] } }),
        json!({ "detail": { "pipeline": [{ "prefix": "web" }] } }),
        json!({ "detail": { "pipeline": [{ "prefix": { "equals-ignore-case": "WEB" } }] } }),
        json!({ "detail": { "pipeline": [{ "wildcard": "w*b-*d" }] } }),
        json!({ "detail": { "pipeline": [{ "equals-ignore-case": "Web-Prod" }] } }),
        json!({ "detail": { "pipeline": [{ "anything-but": ["api", "docs"] }] } }),
        json!({ "detail": { "pipeline": [{ "anything-but": { "prefix": "test-" } }] } }),
        json!({ "detail": { "pipeline": [{ "anything-but": { "wildcard": ["*test*", "*beta"] } }] } }),
        json!({ "detail": { "action": [{ "exists": false }], "stage": [{ "exists": true }] } }),
        json!({ "detail": { "type": { "category": ["Deploy"] } } }),
        json!({ "detail": { "input-artifacts": { "name": ["App"] } } }),
        json!({ "detail": { "source-ip": [{ "cidr": "10.0.0.0/16" }] } }),
        json!({ "$or": [{ "source": ["aws.s3"] }, { "detail": { "state": ["FAILED"] } }] }),
    ] {
        assert!(matches(pattern.clone()), "{pattern}");
    }
}

#[test]
fn what_does_not_and_why() {
    let cases = [
        (json!({ "source": ["aws.s3"] }), "source is \"aws.codepipeline\", not \"aws.s3\""),
        (
            json!({ "detail": { "state": ["SUCCEEDED", "STOPPED"] } }),
            "detail.state is \"FAILED\", not \"SUCCEEDED\" or \"STOPPED\"",
        ),
        (json!({ "detail": { "nothing": ["x"] } }), "detail.nothing is not there, not \"x\""),
        (
            json!({ "detail": { "pipeline": [{ "anything-but": { "suffix": "-prod" } }] } }),
            "detail.pipeline is \"web-prod\"",
        ),
        (
            json!({ "resources": [{ "anything-but": ["arn:aws:codepipeline:us-east-1:111122223333:web"] }] }),
            "resources is [",
        ),
        (json!({ "detail": { "version": [{ "numeric": ["<", 3] }] } }), "detail.version is 3.0"),
        (json!({ "detail": { "version": ["3"] } }), "detail.version is 3.0, not \"3\""),
        (json!({ "detail": { "type": [{ "exists": true }] } }), "detail.type is {"),
        (json!({ "detail": { "source-ip": [{ "cidr": "10.1.0.0/16" }] } }), "detail.source-ip is"),
        (
            json!({ "$or": [{ "source": ["a"] }, { "source": ["b"] }] }),
            "none of the 2 patterns of `$or` matches",
        ),
        (json!({ "detail": { "input-artifacts": { "name": ["Other"] } } }), "detail.input-artifacts.name is"),
    ];
    for (pattern, why) in cases {
        let told = Pattern::read(&pattern).unwrap().differences(&event());
        assert!(told.iter().any(|told| told.starts_with(why)), "{pattern}: {told:?}");
    }
}

#[test]
fn faults_have_a_place() {
    let cases = [
        (json!([]), ""),
        (json!({}), ""),
        (json!({ "source": "aws.codepipeline" }), "/source"),
        (json!({ "source": [] }), "/source"),
        (json!({ "detail": { "state": [["FAILED"]] } }), "/detail/state/0"),
        (json!({ "detail": { "state": [{ "prefixes": "F" }] } }), "/detail/state/0/prefixes"),
        (json!({ "detail": { "state": [{ "prefix": 1 }] } }), "/detail/state/0/prefix"),
        (json!({ "detail": { "state": [{ "prefix": "a", "suffix": "b" }] } }), "/detail/state/0"),
        (json!({ "detail": { "version": [{ "numeric": ["~", 1] }] } }), "/detail/version/0/numeric"),
        (json!({ "a/b": [{ "cidr": "10.0.0.0/33" }] }), "/a~1b/0/cidr"),
        (json!({ "$or": [{ "source": ["a"] }] }), "/$or"),
    ];
    for (pattern, pointer) in cases {
        let fault = Pattern::read(&pattern).unwrap_err();
        assert_eq!(fault.pointer, pointer, "{pattern}: {fault}");
    }
}
