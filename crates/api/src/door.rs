//! The door itself: who may knock, whose call it is, which service answers.
//!
//! It stands before the engine of this computer only and never before an AWS account: a stolen key of this door must
//! not become one. It decides nothing about pipelines.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use codepipeline::validate::check_input;
use codepipeline::{
    Call, CodePipeline, Error, ErrorKind, Operation, Principal, PrincipalKind, Timestamp, Value,
};

use crate::arrival::{
    Arrived, Service, is_addressed_to, is_call, is_from_browser, is_trail, operation_name, protocol_of, read,
};
use crate::refusal::{Protocol, Refusal, answer};
use crate::signature::{self, Claim, shorten};
use crate::trail::{LookupPage, LookupQuery};
use crate::{Artifacts, Delivery, Grant, Keys, artifacts, hooks, identity};

/// What stands behind the door: the engine of this computer, its trail, its clock and its ids.
pub trait Local: Artifacts {
    /// The operations. Calls that reach one are recorded there, with one exception: an operation that nobody has
    /// filled in ([`ErrorKind::NotImplemented`]) is recorded by [`Local::refused`].
    fn codepipeline(&self) -> &dyn CodePipeline;

    /// Records a call that was refused before it reached an operation. When the signature was not proven, the
    /// principal has no ARN and the id of the key is only what the caller claims. `parameters` is the request as it
    /// came (null when the signature was not proven) and may hold secrets, to be left out as in any other record.
    fn refused(
        &self,
        call: &Call,
        event_source: &str,
        operation: &str,
        parameters: serde_json::Value,
        refusal: &Refusal,
    );

    /// Records a call that the door answered itself: `sts:GetCallerIdentity`, `cloudtrail:LookupEvents`, those of S3.
    fn served(&self, call: &Call, event_source: &str, operation: &str, parameters: serde_json::Value);

    /// Looks into the trail, newest event first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidNextToken`] for a token that is not of this question.
    fn lookup_events(&self, query: LookupQuery) -> codepipeline::BoxFuture<'_, LookupPage>;

    /// Takes what was delivered to a webhook; the answer is a sentence for the sender.
    ///
    /// # Errors
    /// [`ErrorKind::WebhookNotFound`], [`ErrorKind::AccessDenied`] for a sender who does not prove what the webhook asks
    /// for, a validation error for a body that is no JSON, and what a start answers.
    fn deliver(&self, delivery: Delivery) -> codepipeline::BoxFuture<'_, String>;

    /// The time, now.
    fn now(&self) -> Timestamp;

    /// A new request id, a lower-case UUID.
    fn new_request_id(&self) -> String;
}

/// The door of one data folder's engine.
pub struct Door {
    local: Arc<dyn Local>,
    keys: RwLock<Arc<Keys>>,
    artifacts: artifacts::Store,
    region: String,
    port: u16,
}

impl Door {
    /// A door for calls signed with these keys for this region, at this port of the loopback addresses.
    pub fn new(local: Arc<dyn Local>, keys: Keys, region: impl Into<String>, port: u16) -> Arc<Self> {
        let (keys, artifacts) = (RwLock::new(Arc::new(keys)), artifacts::Store::default());
        Arc::new(Self { local, keys, artifacts, region: region.into(), port })
    }

    /// Changes the lock; calls signed with the old keys are refused from now on.
    pub fn replace_keys(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// Answers every request as a call.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new().fallback(knock).with_state(Arc::clone(self))
    }

    /// Answers calls, and leaves everything else that arrives at the same port to `other` (the UI's pages). A call
    /// is what is signed, what is posted to `/`, and what goes below `/service/`.
    pub fn beside(self: &Arc<Self>, other: Router) -> Router {
        other.layer(middleware::from_fn_with_state(Arc::clone(self), divert))
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn answer(&self, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let protocol = protocol_of(&parts);
        let mut call = self.call(&parts);
        let id = call.request_id.clone();
        if let Err(error) = self.admit(&parts) {
            return Refusal::of(error, protocol).answer(protocol, &id);
        }
        // Without even a claim it is nobody's call: answered, not recorded.
        let claim = match signature::claim(&parts) {
            Ok(claim) => claim,
            Err(error) => return Refusal::of(error, protocol).answer(protocol, &id),
        };
        call.principal.access_key_id = Some(claim.key_id.clone());
        let service = Service::of(&claim);
        if service == Service::Objects {
            return self.objects(call, &claim, (parts, body)).await;
        }
        let body = match read(body).await {
            Ok(body) => body,
            Err(error) => {
                let refusal = Refusal::of(error, protocol);
                let operation = operation_name(&parts, &[]);
                self.local.refused(&call, service.source(), &operation, serde_json::Value::Null, &refusal);
                return refusal.answer(protocol, &id);
            }
        };
        let own = self.keys();
        let proven = self.grant(&claim, &own).and_then(|grant| {
            let keys = grant.as_ref().map_or(&*own, |grant| &grant.keys);
            claim.verify(&parts, &body, keys, &service.regions(&self.region), call.time)?;
            service.check(&parts, protocol)?;
            Ok(grant)
        });
        let grant = match proven {
            Ok(grant) => grant,
            Err(error) => {
                let refusal = Refusal::of(error, protocol);
                let operation = operation_name(&parts, &body);
                self.local.refused(&call, service.source(), &operation, serde_json::Value::Null, &refusal);
                return refusal.answer(protocol, &id);
            }
        };
        call.principal = grant.as_ref().map_or_else(|| own.principal(), Grant::principal);
        let arrived = Arrived { parts: &parts, body: &body, call: &call, protocol };
        let outcome = match (service, &grant) {
            // Whoever has keys may ask whose they are.
            (Service::Identity, _) => {
                self.identity(&arrived, grant.as_ref().map_or(&*own, |grant| &grant.keys))
            }
            (_, Some(_)) => Err(self.beyond_the_job(&arrived, service)),
            (Service::CodePipeline, None) => self.codepipeline(&arrived).await,
            (Service::Trail, None) => self.trail(&arrived).await,
            (Service::Objects | Service::Other, None) => Err(self.not_here(&arrived, &claim.service)),
        };
        match outcome {
            Ok(body) => answer(protocol, &id, StatusCode::OK, body),
            Err(refusal) => refusal.answer(protocol, &id),
        }
    }

    /// What the credentials of a claim open when they are a job's; none when they are this door's own, or nobody's.
    fn grant(&self, claim: &Claim, own: &Keys) -> Result<Option<Grant>, Error> {
        match &claim.token {
            Some(token) if claim.key_id != own.access_key_id => self.local.grant(&claim.key_id, token),
            _ => Ok(None),
        }
    }

    /// Answers as S3, in its own forms.
    async fn objects(&self, mut call: Call, claim: &Claim, (parts, body): (Parts, Body)) -> Response<Body> {
        let id = call.request_id.clone();
        let (method, parameters) = (parts.method.to_string(), artifacts::parameters(&parts.uri));
        let answered = match self.opened(claim) {
            Ok(grant) => {
                let principal = grant.principal();
                let request = (parts, body);
                let answered = self.artifacts.answer(&self.local, grant, &self.region, &id, request).await;
                if answered.operation.is_some() {
                    call.principal = principal;
                }
                answered
            }
            Err(error) => artifacts::refused(error, &id),
        };
        let operation = answered.operation.unwrap_or(method);
        let source = Service::Objects.source();
        match &answered.refusal {
            None => self.local.served(&call, source, &operation, parameters),
            Some(refusal) => self.local.refused(&call, source, &operation, parameters, refusal),
        }
        let mut response = answered.response;
        if let Ok(id) = id.parse() {
            response.headers_mut().insert("x-amz-request-id", id);
        }
        response
    }

    /// What a claim opens of the artifacts.
    fn opened(&self, claim: &Claim) -> Result<Grant, s3s::S3Error> {
        let own = self.keys();
        if claim.key_id == own.access_key_id {
            return Err(s3s::s3_error!(
                NotImplemented,
                "The artifact store opens for the artifactCredentials of a job. With your own keys there is nothing to \
                 ask: local buckets are folders, buckets/NAME/KEY in the data folder."
            ));
        }
        if claim.region != self.region {
            return Err(s3s::s3_error!(
                AuthorizationHeaderMalformed,
                "The authorization header is malformed; the region '{}' is wrong; expecting '{}'",
                shorten(&claim.region),
                self.region
            ));
        }
        self.grant(claim, &own).map_err(artifacts::in_words_of_s3)?.ok_or_else(|| {
            s3s::s3_error!(
                InvalidAccessKeyId,
                "The AWS Access Key Id you provided does not exist in our records."
            )
        })
    }

    /// Takes a delivery to a webhook.
    async fn take(&self, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let admitted = match self.admit(&parts) {
            Ok(()) => read(body).await,
            Err(error) => Err(error),
        };
        match admitted.map(|body| Delivery::read(&parts, body)) {
            Ok(Some(delivery)) => hooks::answer(self.local.deliver(delivery)).await,
            Ok(None) => hooks::refused(&Error::validation("A webhook is a POST to the address that it has")),
            Err(error) => hooks::refused(&error),
        }
    }

    /// Whom the door speaks to at all: clients on this computer that mean it, never a page in a browser.
    fn admit(&self, parts: &Parts) -> Result<(), Error> {
        if !is_addressed_to(&parts.uri, &parts.headers, self.port) {
            return Err(Error::new(
                ErrorKind::AccessDenied,
                "The Host header names another computer; this endpoint answers as localhost only.",
            ));
        }
        if is_from_browser(&parts.headers) {
            return Err(Error::new(ErrorKind::AccessDenied, "This endpoint does not answer web pages."));
        }
        Ok(())
    }

    fn call(&self, parts: &Parts) -> Call {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Call {
            principal: Principal {
                arn: String::new(),
                account: self.keys().account.clone(),
                kind: PrincipalKind::IamUser,
                user_name: String::new(),
                access_key_id: None,
            },
            request_id: self.local.new_request_id(),
            source_ip: from.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |from| from.ip()).to_string(),
            user_agent: agent.to_owned(),
            time: self.local.now(),
            region: self.region.clone(),
        }
    }

    async fn codepipeline(&self, arrived: &Arrived<'_>) -> Result<Vec<u8>, Refusal> {
        let name = operation_name(arrived.parts, arrived.body);
        let refuse = |parameters: serde_json::Value, error: Error| {
            let refusal = Refusal::of(error, arrived.protocol);
            self.local.refused(arrived.call, Service::CodePipeline.source(), &name, parameters, &refusal);
            refusal
        };
        let found = Operation::from_name(&name).filter(|_| arrived.names_codepipeline());
        let Some(operation) = found else {
            let refusal = unknown_operation();
            self.local.refused(
                arrived.call,
                Service::CodePipeline.source(),
                &name,
                serde_json::Value::Null,
                &refusal,
            );
            return Err(refusal);
        };
        let decoded = match arrived.protocol {
            Protocol::Cbor => codepipeline::cbor::decode(arrived.body),
            Protocol::Json | Protocol::Query => codepipeline::json::decode(arrived.body),
        };
        let input = decoded.map_err(|error| refuse(serde_json::Value::Null, error))?;
        // The operation checks again; here it is only to know who records the refusal.
        check_input(operation, &input).map_err(|error| refuse(as_json(&input), error))?;
        let service = self.local.codepipeline();
        let output = match codepipeline::dispatch(service, operation, arrived.call, input).await {
            Ok(output) => output,
            Err(error) if error.kind == ErrorKind::NotImplemented => {
                return Err(refuse(serde_json::Value::Null, error));
            }
            Err(error) => return Err(Refusal::of(error, arrived.protocol)),
        };
        let Some(output) = output else { return Ok(Vec::new()) };
        let encoded = match arrived.protocol {
            Protocol::Cbor => codepipeline::cbor::encode(&output),
            Protocol::Json | Protocol::Query => codepipeline::json::encode(&output),
        };
        encoded.map_err(|error| Refusal::of(error, arrived.protocol))
    }

    fn identity(&self, arrived: &Arrived<'_>, keys: &Keys) -> Result<Vec<u8>, Refusal> {
        let source = Service::Identity.source();
        let name = operation_name(arrived.parts, arrived.body);
        let query = arrived.parts.uri.query().unwrap_or_default();
        match identity::answer(query, arrived.body, keys, &arrived.call.request_id) {
            Ok(xml) => {
                self.local.served(arrived.call, source, &name, serde_json::Value::Null);
                Ok(xml.into_bytes())
            }
            Err(refusal) => {
                self.local.refused(arrived.call, source, &name, serde_json::Value::Null, &refusal);
                Err(refusal)
            }
        }
    }

    /// Refuses a call with the credentials of a job: they are for its artifacts.
    fn beyond_the_job(&self, arrived: &Arrived<'_>, service: Service) -> Refusal {
        let name = operation_name(arrived.parts, arrived.body);
        let action = format!("{}:{name}", service.source().split('.').next().unwrap_or_default());
        let message = format!(
            "User: {} is not authorized to perform: {action} because no identity-based policy allows the {action} \
             action",
            arrived.call.principal.arn
        );
        let refusal = Refusal::of(Error::new(ErrorKind::AccessDenied, message), arrived.protocol);
        self.local.refused(arrived.call, service.source(), &name, serde_json::Value::Null, &refusal);
        refusal
    }

    /// Refuses a call of another service.
    fn not_here(&self, arrived: &Arrived<'_>, service: &str) -> Refusal {
        let name = operation_name(arrived.parts, arrived.body);
        let message = format!(
            "This computer does not offer the service '{service}', only codepipeline, sts:GetCallerIdentity, \
             cloudtrail:LookupEvents, and s3 for the artifacts of jobs."
        );
        let refusal = Refusal::of(Error::new(ErrorKind::NotImplemented, message), arrived.protocol);
        let source = format!("{service}.amazonaws.com");
        self.local.refused(arrived.call, &source, &name, serde_json::Value::Null, &refusal);
        refusal
    }

    async fn trail(&self, arrived: &Arrived<'_>) -> Result<Vec<u8>, Refusal> {
        let name = operation_name(arrived.parts, arrived.body);
        let mut parameters = serde_json::Value::Null;
        let outcome = self.look_up(arrived, &name, &mut parameters).await;
        let source = Service::Trail.source();
        match &outcome {
            Ok(_) => self.local.served(arrived.call, source, &name, parameters),
            Err(refusal) => self.local.refused(arrived.call, source, &name, parameters, refusal),
        }
        outcome
    }

    async fn look_up(
        &self,
        arrived: &Arrived<'_>,
        name: &str,
        parameters: &mut serde_json::Value,
    ) -> Result<Vec<u8>, Refusal> {
        let of = |error| Refusal::of(error, arrived.protocol);
        if !is_trail(arrived.target()) || name.is_empty() {
            return Err(unknown_operation());
        }
        if name != "LookupEvents" {
            return Err(of(Error::new(
                ErrorKind::NotImplemented,
                format!("cloudtrail:{name} is not implemented on this computer; only LookupEvents is"),
            )));
        }
        let input = codepipeline::json::decode(arrived.body).map_err(of)?;
        *parameters = as_json(&input);
        let query = LookupQuery::read(&input)?;
        let page = if query.insights {
            LookupPage::default()
        } else {
            self.local.lookup_events(query).await.map_err(of)?
        };
        codepipeline::json::encode(&page.write()).map_err(of)
    }
}

async fn knock(State(door): State<Arc<Door>>, request: Request) -> Response<Body> {
    if request.uri().path() == hooks::PATH { door.take(request).await } else { door.answer(request).await }
}

async fn divert(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response<Body> {
    if request.uri().path() == hooks::PATH {
        door.take(request).await
    } else if is_call(&request) {
        door.answer(request).await
    } else {
        next.run(request).await
    }
}

fn unknown_operation() -> Refusal {
    let kind = ErrorKind::UnknownOperation;
    Refusal::new(kind.code(), kind.http_status(), "The service has no such operation.")
}

/// A message as an audit record has it.
fn as_json(value: &Value) -> serde_json::Value {
    codepipeline::json::encode(value)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or(serde_json::Value::Null)
}
