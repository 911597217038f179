//! What approvers are told when an approval begins to wait: the message that the service publishes to the action's SNS
//! topic, for whatever the setup has in the topic's place. It is made here and handed on by `responses`.
//!
//! The form is that of section 6.4 of the engine reference; the links lead to where the pipeline would be on AWS.

use codepipeline::Timestamp;
use execution::views::{self, WaitingApproval};
use serde_json::{Value, json};

use crate::clock::uuid;
use crate::{Error, Inner};

/// The longest that a name may be in a subject, which SNS limits to 100 characters.
const NAME: usize = 24;

impl Inner {
    /// The message for the approval that this published event is about, if its action names a topic which the setup has
    /// something for, and nobody has decided it yet.
    ///
    /// # Errors
    /// When the setup cannot be read.
    pub fn announcement(&self, pipeline: &str, event: &Value) -> Result<Option<Value>, Error> {
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
        let begins =
            text("/detail/state") == Some("STARTED") && text("/detail/type/category") == Some("Approval");
        let Some(id) = text("/detail/action-execution-id").filter(|_| begins) else { return Ok(None) };
        let waiting = self.read(pipeline, |state| Ok(views::waiting_approval(state, id)));
        let Some(waiting) = waiting.ok().flatten() else { return Ok(None) };
        let Some(topic) = waiting.configuration.get("NotificationArn") else { return Ok(None) };
        if self.world_of(pipeline)?.topic(topic).is_none() {
            return Ok(None);
        }
        Ok(Some(json!({
            "Type": "Notification",
            "MessageId": uuid(),
            "TopicArn": topic,
            "Subject": subject(pipeline, &waiting.action),
            "Message": message(&self.options.region, pipeline, &waiting).to_string(),
            "Timestamp": text("/time"),
        })))
    }
}

fn subject(pipeline: &str, action: &str) -> String {
    let short = |name: &str| match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}...", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    };
    format!("APPROVAL NEEDED: AWS CodePipeline {} for action {}", short(pipeline), short(action))
}

fn message(region: &str, pipeline: &str, waiting: &WaitingApproval) -> Value {
    let WaitingApproval { stage, action, token, expires, configuration } = waiting;
    let console = format!(
        "https://console.aws.amazon.com/codesuite/codepipeline/pipelines/{pipeline}/view?region={region}"
    );
    json!({
        "region": region,
        "consoleLink": console,
        "approval": {
            "pipelineName": pipeline,
            "stageName": stage,
            "actionName": action,
            "token": token,
            "expires": minute(*expires),
            "externalEntityLink": configuration.get("ExternalEntityLink"),
            "approvalReviewLink": format!("{console}#/{stage}/{action}/approve/{token}"),
            "customData": configuration.get("CustomData"),
        },
    })
}

/// `2026-11-30T10:12Z`: a minute is as exact as the service tells.
fn minute(time: Timestamp) -> String {
    let time = jiff::Timestamp::from_millisecond(time.millis()).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%MZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_fits_whatever_the_names() {
        assert_eq!(subject("web", "Ok"), "APPROVAL NEEDED: AWS CodePipeline web for action Ok");
        let long = subject(&"p".repeat(100), &"a".repeat(100));
        assert!(long.len() <= 100, "{long}");
        assert!(long.ends_with(&format!("{}...", "a".repeat(24))));
    }
}
