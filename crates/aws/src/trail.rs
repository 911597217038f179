//! CloudTrail's event history of an account: who called what in the last 90 days.
//!
//! It only reads; it keeps nothing.

use aws_sdk_cloudtrail::primitives::DateTime;
use aws_sdk_cloudtrail::types::{Event, LookupAttribute, LookupAttributeKey};
use serde_json::Value;

use crate::{Account, Error};

/// Which calls to look for. CloudTrail takes one condition at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrailFilter {
    /// Calls of this service, `codepipeline.amazonaws.com`.
    Source(String),
    /// Calls that touched the resource of this name.
    Resource(String),
}

impl Default for TrailFilter {
    fn default() -> Self {
        Self::Source("codepipeline.amazonaws.com".to_owned())
    }
}

/// A question to the event history. The default asks for CodePipeline's calls, newest first.
#[derive(Debug, Clone, Default)]
pub struct TrailQuery {
    /// Which calls.
    pub filter: TrailFilter,
    /// Not before, milliseconds since 1970.
    pub start_ms: Option<i64>,
    /// Not after, milliseconds since 1970.
    pub end_ms: Option<i64>,
    /// Where the last page ended.
    pub next: Option<String>,
    /// At most so many; 0 and more than 50 mean 50, the service's most.
    pub max: u32,
}

/// A page of the event history.
#[derive(Debug, Clone, Default)]
pub struct TrailPage {
    /// The calls, newest first.
    pub records: Vec<TrailRecord>,
    /// Asks for the next page; none at the end.
    pub next: Option<String>,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct TrailRecord {
    /// `eventID`.
    pub event_id: String,
    /// When, milliseconds since 1970.
    pub time_ms: i64,
    /// The operation.
    pub name: String,
    /// The caller's name, empty when there is none.
    pub username: String,
    /// Whether the call changes nothing; none when CloudTrail does not say.
    pub read_only: Option<bool>,
    /// The id (not the secret) of the key that signed.
    pub access_key_id: Option<String>,
    /// `codepipeline.amazonaws.com`.
    pub source: String,
    /// What it touched.
    pub resources: Vec<Resource>,
    /// The whole CloudTrail record; a text when it is not JSON, null when it is missing.
    pub record: Value,
}

/// Something that a call touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// `AWS::CodePipeline::Pipeline`.
    pub kind: String,
    /// Its name or ARN.
    pub name: String,
}

impl Account {
    /// Asks `cloudtrail:LookupEvents` for a page.
    ///
    /// # Errors
    /// Those of [`Error`] for a call that was sent.
    pub async fn lookup_events(&self, query: TrailQuery) -> Result<TrailPage, Error> {
        let (key, value) = match query.filter {
            TrailFilter::Source(source) => (LookupAttributeKey::EventSource, source),
            TrailFilter::Resource(name) => (LookupAttributeKey::ResourceName, name),
        };
        let attribute =
            LookupAttribute::builder().attribute_key(key).attribute_value(value).build().map_err(
                |error| Error::new("refused", format!("The audit query cannot be put together: {error}.")),
            )?;
        let max = if query.max == 0 { 50 } else { query.max.min(50) };
        let answer = self
            .trail
            .lookup_events()
            .lookup_attributes(attribute)
            .set_start_time(query.start_ms.map(DateTime::from_millis))
            .set_end_time(query.end_ms.map(DateTime::from_millis))
            .set_next_token(query.next)
            .max_results(i32::try_from(max).unwrap_or(50))
            .send()
            .await
            .map_err(|error| self.at.failure("cloudtrail:LookupEvents", &error))?;
        Ok(TrailPage {
            records: answer.events.unwrap_or_default().into_iter().map(record).collect(),
            next: answer.next_token.filter(|token| !token.is_empty()),
        })
    }
}

fn record(event: Event) -> TrailRecord {
    let record = match event.cloud_trail_event {
        Some(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        None => Value::Null,
    };
    let resources = event.resources.unwrap_or_default().into_iter().map(|resource| Resource {
        kind: resource.resource_type.unwrap_or_default(),
        name: resource.resource_name.unwrap_or_default(),
    });
    TrailRecord {
        event_id: event.event_id.unwrap_or_default(),
        time_ms: event.event_time.and_then(|time| time.to_millis().ok()).unwrap_or_default(),
        name: event.event_name.unwrap_or_default(),
        username: event.username.unwrap_or_default(),
        read_only: event.read_only.and_then(|text| text.parse().ok()),
        access_key_id: event.access_key_id,
        source: event.event_source.unwrap_or_default(),
        resources: resources.collect(),
        record,
    }
}
