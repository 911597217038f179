//! How long an action may take (AWS CodePipeline user guide, quotas). It never asks what time it is.

use codepipeline::shapes::{ActionCategory, ActionDeclaration, ActionOwner, RuleDeclaration};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The milliseconds after which an action has failed.
///
/// `timeoutInMinutes` is documented for manual approvals only, yet the model has it for every action; one that is
/// set is obeyed.
pub(crate) fn timeout(action: &ActionDeclaration) -> i64 {
    if let Some(minutes) = action.timeout_in_minutes {
        return i64::from(minutes) * MINUTE;
    }
    let id = &action.action_type_id;
    if id.owner == ActionOwner::Custom {
        return DAY;
    }
    match (&id.category, id.provider.as_str()) {
        (ActionCategory::Approval, _) | (_, "StepFunctions") => 7 * DAY,
        (_, "CloudFormation" | "CloudFormationStackSet" | "CloudFormationStackInstances") => 3 * DAY,
        (_, "CodeDeploy" | "CodeDeployToECS") => 5 * DAY,
        (ActionCategory::Build, "CodeBuild") => 36 * HOUR,
        (ActionCategory::Test, "CodeBuild") => 8 * HOUR,
        (ActionCategory::Invoke, "Lambda") => DAY,
        (ActionCategory::Deploy, "S3") => 90 * MINUTE,
        (_, "Commands") => 55 * MINUTE,
        _ => HOUR,
    }
}

/// The milliseconds after which a rule has failed.
///
/// Defaults are not published, except for Commands (55 minutes). Builds get the time of a test action; what waits
/// for something outside, a deployment window or an alarm, gets that of an approval.
pub(crate) fn rule_timeout(rule: &RuleDeclaration) -> i64 {
    if let Some(minutes) = rule.timeout_in_minutes {
        return i64::from(minutes) * MINUTE;
    }
    match rule.rule_type_id.provider.as_str() {
        "DeploymentWindow" | "CloudWatchAlarm" => 7 * DAY,
        "CodeBuild" => 8 * HOUR,
        "LambdaInvoke" => DAY,
        "Commands" => 55 * MINUTE,
        _ => HOUR,
    }
}
