//! What the body of a provider's webhook tells: GitHub's `push` and `pull_request`, Bitbucket's `repo:push` and
//! `pullrequest:*` (GitHub, "Webhook events and payloads"; Bitbucket Cloud, "Event payloads"). It only reads bodies; they
//! are what a stranger sent.

use serde_json::Value;

use crate::triggers::GitEvent;

/// An event of a repository, as a webhook told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened. Files are those that the body names; a pull request's body names none.
    pub event: GitEvent,
    /// The commit to take.
    pub commit: String,
    /// The commit with which to compare it, where the body names one.
    pub base: Option<String>,
    /// The reference it came to: `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/head`.
    pub reference: String,
}

/// Reads a body. `kind` is what the header `X-GitHub-Event` or `X-Event-Key` says. Events that start nothing (a deleted
/// branch, a label, a comment) and bodies that are not understood are none.
#[must_use]
pub fn read(kind: &str, body: &Value) -> Option<Told> {
    match kind {
        "push" => github_push(body),
        "pull_request" => github_pull_request(body),
        "repo:push" => bitbucket_push(body),
        _ => bitbucket_pull_request(kind.strip_prefix("pullrequest:")?, body),
    }
}

fn text<'a>(body: &'a Value, pointer: &str) -> Option<&'a str> {
    body.pointer(pointer).and_then(Value::as_str)
}

fn owned(body: &Value, pointer: &str) -> Option<String> {
    text(body, pointer).map(str::to_owned)
}

fn github_push(body: &Value) -> Option<Told> {
    if body["deleted"] == true {
        return None;
    }
    let reference = text(body, "/ref")?;
    let event = if let Some(tag) = reference.strip_prefix("refs/tags/") {
        GitEvent::Tag { name: tag.to_owned() }
    } else {
        let branch = reference.strip_prefix("refs/heads/")?.to_owned();
        let mut files: Vec<String> = Vec::new();
        for commit in body["commits"].as_array().into_iter().flatten() {
            let lists = ["added", "modified", "removed"].iter().filter_map(|list| commit[list].as_array());
            for file in lists.flatten().filter_map(Value::as_str) {
                if !files.iter().any(|known| known == file) {
                    files.push(file.to_owned());
                }
            }
        }
        GitEvent::Push { branch, created: body["created"] == true, files }
    };
    let base = owned(body, "/before").filter(|before| !before.bytes().all(|byte| byte == b'0'));
    Some(Told { event, commit: owned(body, "/after")?, base, reference: reference.to_owned() })
}

fn github_pull_request(body: &Value) -> Option<Told> {
    let event = match text(body, "/action")? {
        "opened" | "reopened" => "OPEN",
        "synchronize" => "UPDATED",
        "closed" => "CLOSED",
        _ => return None,
    };
    let number = body["number"].as_u64()?;
    Some(Told {
        event: GitEvent::PullRequest {
            event: event.to_owned(),
            destination: owned(body, "/pull_request/base/ref")?,
            files: Vec::new(),
        },
        commit: owned(body, "/pull_request/head/sha")?,
        base: owned(body, "/pull_request/base/sha"),
        reference: format!("refs/pull/{number}/head"),
    })
}

/// Bitbucket tells several changes at once; the first that is not a deletion counts.
fn bitbucket_push(body: &Value) -> Option<Told> {
    let changes = body.pointer("/push/changes")?.as_array()?;
    let change = changes.iter().find(|change| change["new"].is_object())?;
    let name = text(change, "/new/name")?;
    let (event, reference) = match text(change, "/new/type")? {
        "tag" => (GitEvent::Tag { name: name.to_owned() }, format!("refs/tags/{name}")),
        _ => {
            let event = GitEvent::Push {
                branch: name.to_owned(),
                created: change["created"] == true,
                files: Vec::new(),
            };
            (event, format!("refs/heads/{name}"))
        }
    };
    Some(Told {
        event,
        commit: owned(change, "/new/target/hash")?,
        base: owned(change, "/old/target/hash"),
        reference,
    })
}

/// On Bitbucket only a merge counts as closing (CodePipeline user guide, "Filter triggers").
fn bitbucket_pull_request(what: &str, body: &Value) -> Option<Told> {
    let event = match what {
        "created" => "OPEN",
        "updated" => "UPDATED",
        "fulfilled" => "CLOSED",
        _ => return None,
    };
    let number = body.pointer("/pullrequest/id")?.as_u64()?;
    Some(Told {
        event: GitEvent::PullRequest {
            event: event.to_owned(),
            destination: owned(body, "/pullrequest/destination/branch/name")?,
            files: Vec::new(),
        },
        commit: owned(body, "/pullrequest/source/commit/hash")?,
        base: owned(body, "/pullrequest/destination/commit/hash"),
        reference: format!("refs/pull/{number}/head"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pull_request(event: &str, destination: &str) -> GitEvent {
        GitEvent::PullRequest { event: event.into(), destination: destination.into(), files: vec![] }
    }

    #[test]
    fn a_push_names_its_branch_its_commits_and_each_file_once() {
        let body = json!({
            "ref": "refs/heads/rel/2", "before": "b".repeat(40), "after": "a".repeat(40), "created": false,
            "commits": [
                { "added": ["new.rs"], "modified": ["src/a.rs"], "removed": [] },
                { "added": [], "modified": ["src/a.rs"], "removed": ["old.rs"] },
            ],
        });
        let told = read("push", &body).unwrap();
        let files = ["new.rs", "src/a.rs", "old.rs"].map(String::from).to_vec();
        assert_eq!(told.event, GitEvent::Push { branch: "rel/2".into(), created: false, files });
        assert_eq!((told.commit, told.base), ("a".repeat(40), Some("b".repeat(40))));
        let tag = json!({ "ref": "refs/tags/v1", "before": "0".repeat(40), "after": "a".repeat(40) });
        let told = read("push", &tag).unwrap();
        assert_eq!((told.event, told.base), (GitEvent::Tag { name: "v1".into() }, None));
        let gone = json!({ "ref": "refs/heads/x", "deleted": true, "after": "0".repeat(40) });
        assert_eq!(read("push", &gone), None);
    }

    #[test]
    fn pull_requests_of_both_providers_tell_the_same() {
        let github = |action: &str| {
            json!({ "action": action, "number": 7,
                "pull_request": { "head": { "sha": "h" }, "base": { "ref": "main", "sha": "b" } } })
        };
        for (action, event) in [
            ("opened", Some("OPEN")),
            ("synchronize", Some("UPDATED")),
            ("closed", Some("CLOSED")),
            ("labeled", None),
        ] {
            let told = read("pull_request", &github(action));
            assert_eq!(
                told.map(|told| told.event),
                event.map(|event| pull_request(event, "main")),
                "{action}"
            );
        }
        let bitbucket = json!({ "pullrequest": {
            "id": 7,
            "source": { "commit": { "hash": "h" } },
            "destination": { "branch": { "name": "main" }, "commit": { "hash": "b" } },
        } });
        let told = read("pullrequest:created", &bitbucket).unwrap();
        assert_eq!(told, read("pull_request", &github("opened")).unwrap());
        assert_eq!(read("pullrequest:rejected", &bitbucket), None);
        assert_eq!(read("pullrequest:created", &json!({})), None);
    }

    #[test]
    fn a_push_to_bitbucket_is_its_first_change_that_is_no_deletion() {
        let body = json!({ "push": { "changes": [
            { "new": null, "old": { "name": "gone" } },
            { "created": true, "new": { "type": "branch", "name": "dev", "target": { "hash": "n" } }, "old": null },
        ] } });
        let told = read("repo:push", &body).unwrap();
        assert_eq!(told.reference, "refs/heads/dev");
        assert_eq!(told.event, GitEvent::Push { branch: "dev".into(), created: true, files: vec![] });
    }
}
