//! What stands behind the wire door: the engine of this computer and its trail.

use api::{LookupKey, LookupPage, LookupQuery, Refusal, TrailEvent};
use codepipeline::{BoxFuture, Call, CodePipeline, Error, ErrorKind, Timestamp};
use engine::Engine;
use serde_json::Value;
use store::{TrailAttribute, TrailQuery};

/// The engine as the wire door sees it.
pub(crate) struct Local {
    pub engine: Engine,
}

impl api::Local for Local {
    fn codepipeline(&self) -> &dyn CodePipeline {
        &self.engine
    }

    fn refused(
        &self,
        call: &Call,
        event_source: &str,
        operation: &str,
        parameters: Value,
        refusal: &Refusal,
    ) {
        let read_only = is_reading(operation);
        let refusal = Some((refusal.code.as_ref(), refusal.message.as_str()));
        self.engine.record(call, event_source, operation, parameters, read_only, refusal);
    }

    fn served(&self, call: &Call, event_source: &str, operation: &str, parameters: Value) {
        self.engine.record(call, event_source, operation, parameters, is_reading(operation), None);
    }

    fn lookup_events(&self, query: LookupQuery) -> BoxFuture<'_, LookupPage> {
        Box::pin(async move {
            let store = self.engine.store().clone();
            let found = tokio::task::spawn_blocking(move || store.lookup(&question(query))).await;
            let found = found.map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))?;
            let page = found.map_err(engine::fault)?;
            let events = page.items.into_iter().map(|entry| TrailEvent {
                event_id: entry.event_id,
                event_name: entry.name,
                read_only: entry.read_only,
                access_key_id: Some(entry.access_key).filter(|key| !key.is_empty()),
                event_time: Timestamp(entry.at),
                event_source: entry.source,
                user_name: Some(entry.username).filter(|name| !name.is_empty()),
                resources: entry.resources,
                record: entry.record,
            });
            Ok(LookupPage { events: events.collect(), next_token: page.next })
        })
    }

    fn deliver(&self, delivery: api::Delivery) -> BoxFuture<'_, String> {
        Box::pin(async move {
            let signatures = delivery.signatures.iter().map(String::as_str).collect();
            let taken = engine::Delivery {
                token: &delivery.token,
                source: delivery.source,
                signatures,
                event: delivery.event.as_deref(),
                body: &delivery.body,
            };
            self.engine.deliver(taken).await
        })
    }

    fn now(&self) -> Timestamp {
        self.engine.now()
    }

    fn new_request_id(&self) -> String {
        self.engine.new_id()
    }
}

impl api::Artifacts for Local {
    fn grant(&self, access_key_id: &str, session_token: &str) -> Result<Option<api::Grant>, Error> {
        let grant = self.engine.grant(access_key_id, session_token)?;
        Ok(grant.map(|grant| api::Grant {
            keys: api::Keys {
                access_key_id: grant.credentials.access_key_id,
                secret_access_key: grant.credentials.secret_access_key,
                session_token: Some(grant.credentials.session_token),
                user_id: format!("AROA:{}", grant.arn.rsplit('/').next().unwrap_or_default()),
                arn: grant.arn,
                account: self.engine.account().to_owned(),
            },
            objects: grant.objects.into_iter().map(object).collect(),
        }))
    }

    fn part(&self) -> Result<tempfile::TempPath, Error> {
        self.engine.part_file()
    }

    fn keep<'a>(
        &'a self,
        grant: &'a api::Grant,
        object: &'a api::GrantedObject,
        part: tempfile::TempPath,
    ) -> BoxFuture<'a, ()> {
        let token = grant.keys.session_token.as_deref().unwrap_or_default();
        let at = (object.bucket.as_str(), object.key.as_str());
        Box::pin(self.engine.keep_object(&grant.keys.access_key_id, token, at, part))
    }
}

fn object(one: engine::GrantedObject) -> api::GrantedObject {
    let engine::GrantedObject { bucket, key, file, writable } = one;
    api::GrantedObject { bucket, key, file, writable }
}

/// Whether a call changes nothing, as its record says it.
fn is_reading(operation: &str) -> bool {
    ["Get", "List", "Head", "LookupEvents"].iter().any(|start| operation.starts_with(start))
}

fn question(query: LookupQuery) -> TrailQuery {
    let attribute = |key: LookupKey| match key {
        LookupKey::EventId => TrailAttribute::EventId,
        LookupKey::EventName => TrailAttribute::EventName,
        LookupKey::ReadOnly => TrailAttribute::ReadOnly,
        LookupKey::Username => TrailAttribute::Username,
        LookupKey::ResourceType => TrailAttribute::ResourceType,
        LookupKey::ResourceName => TrailAttribute::ResourceName,
        LookupKey::EventSource => TrailAttribute::EventSource,
        LookupKey::AccessKeyId => TrailAttribute::AccessKeyId,
    };
    TrailQuery {
        attributes: query.attribute.into_iter().map(|(key, value)| (attribute(key), value)).collect(),
        start: query.start.map(Timestamp::millis),
        end: query.end.map(Timestamp::millis),
        max: usize::try_from(query.max_results).unwrap_or(50),
        token: query.next_token,
        management_only: true,
        ..TrailQuery::default()
    }
}
