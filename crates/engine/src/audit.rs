//! What is recorded of a call, in CloudTrail's form (section 9.3 of the reference). It stores nothing itself.

use std::collections::HashSet;
use std::sync::LazyLock;

use codepipeline::{Call, PrincipalKind};
use pipeline::catalog;
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::AuditRecord;

/// The text in the place of a secret, as CloudTrail writes it.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// A call that is being answered.
#[derive(Clone)]
pub(crate) struct Asked<'a> {
    pub call: &'a Call,
    /// `codepipeline.amazonaws.com`.
    pub source: &'a str,
    pub operation: &'a str,
    pub read_only: bool,
    pub parameters: Value,
}

impl<'a> Asked<'a> {
    /// A call of the pipeline service.
    pub fn new(call: &'a Call, operation: codepipeline::Operation, input: &impl Serialize) -> Self {
        let mut parameters = serde_json::to_value(input).unwrap_or(Value::Null);
        hide(&mut parameters);
        Self {
            call,
            source: "codepipeline.amazonaws.com",
            operation: operation.name(),
            read_only: operation.is_read_only(),
            parameters,
        }
    }

    /// The record of the call, accepted with this answer or refused with this code and text.
    pub fn record(
        &self,
        event_id: &str,
        answer: Value,
        resource: Option<&str>,
        refusal: Option<(&str, &str)>,
    ) -> Option<AuditRecord> {
        let call = self.call;
        let who = &call.principal;
        let mut identity = Map::new();
        let mut put = |key: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                identity.insert(key.to_owned(), json!(value));
            }
        };
        put("type", Some(who.kind.as_str()));
        put("principalId", Some(&who.user_name));
        put("arn", Some(&who.arn));
        put("accountId", Some(&who.account));
        put("accessKeyId", who.access_key_id.as_deref());
        match who.kind {
            PrincipalKind::AwsService => put("invokedBy", Some(&who.user_name)),
            _ => put("userName", Some(&who.user_name)),
        }
        let mut answer = if self.read_only || refusal.is_some() { Value::Null } else { answer };
        hide(&mut answer);
        // What happens to objects are data events (CloudTrail user guide, "Logging data events").
        let is_data = self.source == store::OBJECTS;
        let mut record = json!({
            "eventVersion": "1.11",
            "userIdentity": identity,
            "eventTime": seconds(call.time.millis()),
            "eventSource": self.source,
            "eventName": self.operation,
            "awsRegion": call.region,
            "sourceIPAddress": call.source_ip,
            "userAgent": call.user_agent.chars().take(1000).collect::<String>(),
            "requestParameters": self.parameters,
            "responseElements": answer,
            "requestID": call.request_id,
            "eventID": event_id,
            "readOnly": self.read_only,
            "eventType": "AwsApiCall",
            "managementEvent": !is_data,
            "recipientAccountId": who.account,
            "eventCategory": if is_data { "Data" } else { "Management" },
        });
        if let Some(arn) = resource.filter(|_| !self.read_only) {
            record["resources"] =
                json!([{"accountId": who.account, "type": "AWS::CodePipeline::Pipeline", "ARN": arn}]);
        }
        if let Some((code, message)) = refusal {
            record["errorCode"] = json!(code);
            record["errorMessage"] = json!(message.chars().take(1000).collect::<String>());
        }
        AuditRecord::new(&record).ok()
    }
}

/// RFC 3339 in whole seconds.
fn seconds(millis: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An instant of an answer as a record shows it.
pub(crate) fn instant(millis: i64) -> Value {
    Value::String(seconds(millis))
}

/// Puts the hidden text in the place of every secret member: secret configuration values of action types, tokens.
fn hide(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                let secret =
                    matches!(key.as_str(), "clientToken" | "secretToken" | "SecretToken") || is_secret(key);
                if secret && member.is_string() {
                    *member = json!(HIDDEN);
                } else {
                    hide(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

/// Whether a configuration key holds a secret in any known action type.
pub(crate) fn is_secret(key: &str) -> bool {
    static SECRET: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let properties = catalog::all().iter().flat_map(|kind| &kind.properties);
        properties.filter(|property| property.secret).map(|property| property.name.as_str()).collect()
    });
    SECRET.contains(key)
}
