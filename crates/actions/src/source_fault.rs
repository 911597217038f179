//! What a Git source action says when it cannot have its revision: the service's sentence for the provider, then what
//! happened here.
//!
//! CodeCommit's first sentence is from the user guide ("Troubleshooting CodePipeline"). The others are as users have met
//! them; the service documents none of them (UNCONFIRMED).

use codepipeline::shapes::ActionDeclaration;

use crate::{Failure, Source, SourceKind, value};

/// The failure of a source action; `branch` is what was asked for and `said` what git told.
pub(crate) fn fault(action: &ActionDeclaration, source: &Source, branch: &str, said: &str) -> Failure {
    let missing = is_missing(said);
    let sentence = match (action.action_type_id.provider.as_str(), missing) {
        ("CodeCommit", true) => format!(
            "The action failed because no branch named {branch} was found in the selected AWS CodeCommit repository {}. \
             Make sure you are using the correct branch name, and then try again.",
            text(action, "RepositoryName")
        ),
        ("CodeCommit", false) => format!(
            "Could not access the CodeCommit repository {}. Make sure that the pipeline IAM role has sufficient \
             permissions to access the repository.",
            text(action, "RepositoryName")
        ),
        ("GitHub", true) => format!(
            "No branch named {branch} was found in the GitHub repository {}/{}.",
            text(action, "Owner"),
            text(action, "Repo")
        ),
        ("GitHub", false) => format!(
            "Could not access the GitHub repository: \"{}/{}\". The repository might be private, or GitHub might be \
             experiencing problems.",
            text(action, "Owner"),
            text(action, "Repo")
        ),
        (_, true) => format!(
            "No Branch [{branch}] found for FullRepositoryName [{}].",
            text(action, "FullRepositoryId")
        ),
        (_, false) => format!(
            "Unable to use Connection: {}. The repository {} cannot be read with it.",
            text(action, "ConnectionArn"),
            text(action, "FullRepositoryId")
        ),
    };
    let denied = is_denied(said);
    let code = if denied { "PermissionError" } else { "RevisionUnavailable" };
    let failure = Failure::new(code, format!("{sentence} On this computer: {said}"));
    match source.kind {
        SourceKind::Remote if denied => failure.remedy(format!(
            "give git the credentials (a credential helper or an SSH key), or map the action to a folder: `--source {}=PATH`",
            action.name
        )),
        SourceKind::Remote => failure.remedy(format!(
            "check the address and the branch, or map the action to a folder: `--source {}=PATH`",
            action.name
        )),
        SourceKind::Commit if missing => {
            failure.remedy(format!("name a branch, tag or commit that is there: `--source {}=PATH@REF`", action.name))
        }
        _ => failure,
    }
}

fn text<'a>(action: &'a ActionDeclaration, key: &str) -> &'a str {
    value(action, key).unwrap_or_default()
}

/// Whether the repository was read and lacks what was asked of it.
fn is_missing(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    [
        "couldn't find remote ref",
        "unknown revision",
        "needed a single revision",
        "bad revision",
        "not our ref",
    ]
    .iter()
    .any(|word| said.contains(word))
}

/// Whether the repository wants to know who asks.
fn is_denied(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    [
        "authentication failed",
        "could not read username",
        "could not read password",
        "permission denied",
        "403",
    ]
    .iter()
    .any(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Origin;

    fn action(provider: &str) -> ActionDeclaration {
        let owner = if provider == "GitHub" { "ThirdParty" } else { "AWS" };
        serde_json::from_value(serde_json::json!({ "name": "App",
            "actionTypeId": { "category": "Source", "owner": owner, "provider": provider, "version": "1" },
            "configuration": { "RepositoryName": "fizz", "Owner": "octo", "Repo": "web", "ConnectionArn": "arn:c",
                "FullRepositoryId": "octo/web" } }))
        .unwrap()
    }

    #[test]
    fn each_provider_has_its_own_words_and_what_happened_here_follows() {
        let source =
            Source { kind: SourceKind::Remote, path: None, url: None, reference: None, from: Origin::Flag };
        let gone = "fatal: couldn't find remote ref main";
        let locked = "fatal: Authentication failed for 'https://example.com/'";
        for (provider, said, words, code) in [
            (
                "CodeCommit",
                gone,
                "no branch named main was found in the selected AWS CodeCommit repository fizz.",
                "RevisionUnavailable",
            ),
            (
                "CodeCommit",
                locked,
                "Could not access the CodeCommit repository fizz. Make sure that the pipeline IAM role has sufficient permissions to access the repository.",
                "PermissionError",
            ),
            ("GitHub", locked, "Could not access the GitHub repository: \"octo/web\".", "PermissionError"),
            (
                "CodeStarSourceConnection",
                gone,
                "No Branch [main] found for FullRepositoryName [octo/web].",
                "RevisionUnavailable",
            ),
            (
                "CodeStarSourceConnection",
                "fatal: unable to access: timed out",
                "Unable to use Connection: arn:c.",
                "RevisionUnavailable",
            ),
        ] {
            let failure = fault(&action(provider), &source, "main", said);
            assert!(failure.why.message.contains(words), "{}", failure.why.message);
            assert!(failure.why.message.ends_with(said), "{}", failure.why.message);
            assert_eq!(failure.why.code, code, "{provider} {said}");
            assert_eq!(failure.why.remedies.len(), 1);
        }
    }
}
