//! `cloudtrail:LookupEvents` over the local trail: its question and its answer (AWS CloudTrail API reference).
//!
//! Reading the trail is somebody else's work; nothing here changes it.

use codepipeline::{ErrorKind, Timestamp, Value};

use crate::refusal::Refusal;

/// What to look up. Conditions are joined by "and".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupQuery {
    /// An attribute and the value that it must have, exactly.
    pub attribute: Option<(LookupKey, String)>,
    /// The earliest time, inclusive.
    pub start: Option<Timestamp>,
    /// The latest time, inclusive.
    pub end: Option<Timestamp>,
    /// Only events of CloudTrail Insights. A local trail has none.
    pub insights: bool,
    /// Events on a page, 1 to 50.
    pub max_results: u32,
    /// Where to go on; given by the page before, for the same question.
    pub next_token: Option<String>,
}

/// The attributes that can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of the service")]
pub enum LookupKey {
    EventId,
    EventName,
    ReadOnly,
    Username,
    ResourceType,
    ResourceName,
    EventSource,
    AccessKeyId,
}

impl LookupKey {
    const ALL: [(&'static str, Self); 8] = [
        ("EventId", Self::EventId),
        ("EventName", Self::EventName),
        ("ReadOnly", Self::ReadOnly),
        ("Username", Self::Username),
        ("ResourceType", Self::ResourceType),
        ("ResourceName", Self::ResourceName),
        ("EventSource", Self::EventSource),
        ("AccessKeyId", Self::AccessKeyId),
    ];
}

/// Events, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookupPage {
    /// The events.
    pub events: Vec<TrailEvent>,
    /// Where to go on, if there are more.
    pub next_token: Option<String>,
}

/// An event of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEvent {
    /// The record's `eventID`.
    pub event_id: String,
    /// The operation.
    pub event_name: String,
    /// Whether it changed nothing.
    pub read_only: bool,
    /// The key that signed.
    pub access_key_id: Option<String>,
    /// When it was.
    pub event_time: Timestamp,
    /// `codepipeline.amazonaws.com`.
    pub event_source: String,
    /// Who did it.
    pub user_name: Option<String>,
    /// What it was about: type and name, `AWS::CodePipeline::Pipeline` and `web`.
    pub resources: Vec<(String, String)>,
    /// The whole record as JSON text.
    pub record: String,
}

impl LookupQuery {
    /// Reads a request.
    ///
    /// # Errors
    /// `SerializationException` for a wrong type, else the error that the operation declares for the member.
    pub(crate) fn read(input: &Value) -> Result<Self, Refusal> {
        let category = text(input, "EventCategory")?;
        let insights = match category.as_deref() {
            None => false,
            Some("insight") => true,
            Some(_) => {
                return Err(Refusal::new(
                    "InvalidEventCategoryException",
                    400,
                    "The event category is not valid. Valid values: insight.",
                ));
            }
        };
        let max_results = match input.get("MaxResults") {
            None | Some(Value::Null) => 50,
            Some(value) => {
                let max = value.as_integer().ok_or_else(|| wrong_type("MaxResults", "a number"))?;
                u32::try_from(max).ok().filter(|max| (1..=50).contains(max)).ok_or_else(|| {
                    Refusal::new(
                        "InvalidMaxResultsException",
                        400,
                        format!(
                            "A max results value of {max} is invalid. Specify max results between 1 and 50."
                        ),
                    )
                })?
            }
        };
        let (start, end) = (time(input, "StartTime")?, time(input, "EndTime")?);
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            return Err(Refusal::new(
                "InvalidTimeRangeException",
                400,
                "The start time must not be after the end time.",
            ));
        }
        let next_token = text(input, "NextToken")?;
        Ok(Self { attribute: attribute(input)?, start, end, insights, max_results, next_token })
    }
}

fn attribute(input: &Value) -> Result<Option<(LookupKey, String)>, Refusal> {
    let invalid = |message: String| Refusal::new("InvalidLookupAttributesException", 400, message);
    let attribute = match input.get("LookupAttributes") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::List(attributes)) => match attributes.as_slice() {
            [] => return Ok(None),
            [one] => one,
            more => {
                return Err(invalid(format!(
                    "{} lookup attributes were given; only one is allowed.",
                    more.len()
                )));
            }
        },
        Some(_) => return Err(wrong_type("LookupAttributes", "a list")),
    };
    let missing = |name: &str| invalid(format!("The lookup attribute has no {name}."));
    let key = text(attribute, "AttributeKey")?.ok_or_else(|| missing("AttributeKey"))?;
    let value = text(attribute, "AttributeValue")?.ok_or_else(|| missing("AttributeValue"))?;
    let (_, key) = LookupKey::ALL.into_iter().find(|(name, _)| *name == key).ok_or_else(|| {
        let all = LookupKey::ALL.map(|(name, _)| name).join(", ");
        invalid(format!("The lookup attribute's AttributeKey must be one of {all}."))
    })?;
    if value.is_empty() || value.chars().count() > 2000 {
        return Err(invalid(
            "The lookup attribute's AttributeValue must have 1 to 2000 characters.".to_owned(),
        ));
    }
    Ok(Some((key, value)))
}

fn text(input: &Value, name: &str) -> Result<Option<String>, Refusal> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong_type(name, "a string")),
    }
}

fn time(input: &Value, name: &str) -> Result<Option<Timestamp>, Refusal> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_timestamp().map(Some).ok_or_else(|| wrong_type(name, "a timestamp")),
    }
}

fn wrong_type(name: &str, wanted: &str) -> Refusal {
    let kind = ErrorKind::Serialization;
    Refusal::new(kind.code(), kind.http_status(), format!("{name} is not {wanted}"))
}

impl LookupPage {
    /// The answer's message.
    pub(crate) fn write(self) -> Value {
        let mut members = vec![(
            "Events".to_owned(),
            Value::List(self.events.into_iter().map(TrailEvent::write).collect()),
        )];
        if let Some(token) = self.next_token {
            members.push(("NextToken".to_owned(), Value::String(token)));
        }
        Value::Map(members)
    }
}

impl TrailEvent {
    fn write(self) -> Value {
        let resources = self
            .resources
            .into_iter()
            .map(|(kind, name)| {
                Value::Map(vec![
                    ("ResourceType".to_owned(), Value::String(kind)),
                    ("ResourceName".to_owned(), Value::String(name)),
                ])
            })
            .collect();
        let members = [
            ("EventId", Some(Value::String(self.event_id))),
            ("EventName", Some(Value::String(self.event_name))),
            // A string in the service's model.
            ("ReadOnly", Some(Value::String(self.read_only.to_string()))),
            ("AccessKeyId", self.access_key_id.map(Value::String)),
            ("EventTime", Some(Value::Timestamp(self.event_time))),
            ("EventSource", Some(Value::String(self.event_source))),
            ("Username", self.user_name.map(Value::String)),
            ("Resources", Some(Value::List(resources))),
            ("CloudTrailEvent", Some(Value::String(self.record))),
        ];
        Value::Map(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    }
}
