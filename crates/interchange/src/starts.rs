//! What starts a pipeline from outside of it: EventBridge rules, schedules, webhooks. It is told to the reader, and what
//! has a counterpart here is offered: nothing starts by itself that its user did not accept.

use pipeline::Setup;
use pipeline::schedule::Schedule;
use serde_json::Value;

/// Something beside a pipeline that starts it.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    /// What the text calls it, for a sentence: a logical id, an address.
    pub by: String,
    /// A name for it in the setup.
    pub name: String,
    /// The name of the pipeline.
    pub pipeline: String,
    pub cause: Cause,
}

/// When it does.
#[derive(Debug, Clone)]
pub(crate) enum Cause {
    /// At these times; those of EventBridge Scheduler may be of a time zone.
    Schedule { expression: String, zone: Option<String> },
    /// When an event comes that fits the pattern, if that is known.
    Pattern(Option<Value>),
    /// When its webhook is called, which is about this source action.
    Webhook(String),
}

/// The services whose events tell that a source changed. (CodePipeline user guide, "Source actions and change detection
/// methods".)
const CHANGES: &[&str] = &["aws.codecommit", "aws.s3", "aws.ecr"];

impl Start {
    /// What is started, for a target's ARN and input: of a pipeline, or of Scheduler's call of StartPipelineExecution.
    /// (EventBridge Scheduler user guide, "Using universal targets".)
    pub fn pipeline_of(arn: &str, input: Option<&str>) -> Option<String> {
        if arn.ends_with(":scheduler:::aws-sdk:codepipeline:startPipelineExecution") {
            let input: Value = serde_json::from_str(input?).ok()?;
            return Some(input.get("Name")?.as_str()?.to_owned());
        }
        let mut parts = arn.split(':');
        (parts.nth(2) == Some("codepipeline")).then(|| parts.next_back().unwrap_or(arn).to_owned())
    }

    /// What there is to say about it.
    pub fn hint(&self) -> String {
        let Self { by, name, pipeline, cause } = self;
        let name = key(name);
        match cause {
            Cause::Schedule { expression, zone } => {
                let when = format!("`{by}` starts {pipeline} by `{expression}`");
                match (&zone, Schedule::read(expression)) {
                    (Some(zone), _) if !self.has_counterpart() => format!(
                        "{when} in the time of {zone}; to have that on this computer, write it in UTC under `schedules` in \
                         pipesmith.yaml"
                    ),
                    (_, Err(fault)) => format!("{when}, which this computer does not: {fault}"),
                    (_, Ok(_)) => format!(
                        "{when}; to have that on this computer, write `schedules: {{ {name}: \"{expression}\" }}` in \
                         pipesmith.yaml"
                    ),
                }
            }
            Cause::Pattern(Some(pattern)) if !self.has_counterpart() => {
                let sources = pattern.get("source").map(Value::to_string).unwrap_or_default();
                format!("`{by}` starts {pipeline} by events of {sources}; there are none on this computer")
            }
            Cause::Pattern(_) => format!(
                "`{by}` starts {pipeline} when something changes; on this computer `triggers: true` in pipesmith.yaml \
                 starts it when its sources do"
            ),
            Cause::Webhook(action) => format!(
                "the webhook `{by}` starts {pipeline} when its source {action} changes; on this computer `triggers: true` \
                 in pipesmith.yaml does, or a webhook of its own (`aws codepipeline put-webhook`)"
            ),
        }
    }

    /// Whether a setup can say it.
    fn has_counterpart(&self) -> bool {
        match &self.cause {
            Cause::Schedule { expression, zone } => {
                // A rate is one in every time zone.
                let same = zone.as_deref().is_none_or(|zone| ["UTC", "Etc/UTC"].contains(&zone));
                (same || expression.trim_start().starts_with("rate(")) && Schedule::read(expression).is_ok()
            }
            Cause::Pattern(Some(pattern)) => match pattern.get("source") {
                Some(sources) => {
                    let sources = sources.as_array().map(Vec::as_slice).unwrap_or_default();
                    sources.iter().any(|source| source.as_str().is_some_and(|one| CHANGES.contains(&one)))
                }
                None => true,
            },
            Cause::Pattern(None) | Cause::Webhook(_) => true,
        }
    }

    /// Writes it into what is offered.
    pub fn offer(&self, offered: &mut Setup) {
        if !self.has_counterpart() {
            return;
        }
        match &self.cause {
            Cause::Schedule { expression, .. } => {
                let known = offered.schedules.get(&key(&self.name));
                let taken = known.is_some_and(|known| known != expression);
                let name = key(if taken { &self.by } else { &self.name });
                offered.schedules.insert(name, expression.clone());
            }
            Cause::Pattern(_) | Cause::Webhook(_) => offered.triggers = Some(true),
        }
    }
}

/// A name that needs no quotes: `at["nightly"]` becomes `at-nightly`.
fn key(name: &str) -> String {
    let parts = name.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
