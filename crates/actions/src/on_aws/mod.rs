//! Actions that an AWS account carries out for a pipeline that runs here. The user names the account and confirms it for
//! every run; nothing here opens one by itself. A provider starts the work under a key that starts it once only, tells
//! the id that the account knows it by, and finds it again by that id after a crash.

mod codebuild;

use std::pin::Pin;
use std::sync::Arc;

use codepipeline::shapes::{ActionDeclaration, ActionTypeId};

use crate::{Failure, Gap, Provider};

/// Opens the places that the user has: whoever holds their keys.
pub trait Accounts: Send + Sync {
    /// The account of a place, ready to be asked.
    fn open<'a>(
        &'a self,
        place: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<aws::Account, Failure>> + Send + 'a>>;
}

/// Keeps the id under which an account took the work on, before anything else is done.
pub type Accepted =
    Arc<dyn Fn(String, Option<String>) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// What an attempt on AWS has besides.
#[derive(Clone)]
pub struct OnAws {
    /// The account.
    pub account: aws::Account,
    /// The id under which the account knows the work already, if it does.
    pub known: Option<String>,
    /// See [`Accepted`].
    pub accepted: Accepted,
}

/// What carries an action out on AWS.
///
/// # Errors
/// `aws-not-yet` for those that nothing carries out there yet.
pub fn find_on_aws(action: &ActionDeclaration) -> Result<&'static dyn Provider, Gap> {
    provider(&action.action_type_id).ok_or_else(|| Gap {
        code: "aws-not-yet".into(),
        message: format!(
            "{} is to run on aws, which this version cannot do yet for {}",
            action.name, action.action_type_id.provider
        ),
        remedy: format!(
            "leave out `--on {}=aws`, or simulate it with `--on {}=simulated`",
            action.name, action.name
        ),
        subject: action.name.clone(),
    })
}

fn provider(id: &ActionTypeId) -> Option<&'static dyn Provider> {
    match (id.category.as_str(), id.owner.as_str(), id.provider.as_str()) {
        ("Build" | "Test", "AWS", "CodeBuild") => Some(&codebuild::CodeBuild),
        _ => None,
    }
}

/// A refusal or a loss on the way, as the action's failure.
fn failed(error: &aws::Error) -> Failure {
    let code = if error.code() == "access-denied" { "PermissionError" } else { "JobFailed" };
    let failure = Failure::new(code, error.message());
    match error.remedy() {
        Some(remedy) => failure.remedy(remedy),
        None => failure,
    }
}

/// Whether what failed may succeed when it is asked again: the way, not the answer.
fn is_passing(error: &aws::Error) -> bool {
    matches!(error.code(), "unreachable" | "throttled" | "service-fault" | "unreadable-answer")
}
