//! Webhooks (AWS CodePipeline API reference, `PutWebhook`): addresses of this computer's endpoint whose deliveries start a
//! pipeline. A delivery is checked as the webhook says, held against its filters, and only then is a start.
//!
//! A webhook whose target is a connection's source action judges pushes and pull requests as the connection would: by
//! the triggers of the pipeline. A connection itself reaches no computer behind a router; a forwarder to a webhook does.

use std::net::IpAddr;
use std::sync::Arc;

use codepipeline::shapes::*;
use codepipeline::{Error, ErrorKind, Timestamp};
use execution::{EventKind, Input, StartRequest};
use hmac::{Hmac, Mac};
use ipnet::IpNet;
use pipeline::delivery::{self, Told};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json_path::JsonPath;
use sha1::Sha1;
use sha2::Sha256;

use crate::clock::uuid;
use crate::error::fault;
use crate::secrets::{MASKED, is_masked};
use crate::starts::changes;
use crate::{Engine, Inner, pipes};

const COLLECTION: &str = "webhooks";
/// How many an account may have in a Region (CodePipeline user guide, quotas).
const MOST: usize = 300;

/// A webhook, as it is stored under its name. The definition's secret is masked.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Webhook {
    definition: WebhookDefinition,
    /// The part of its address that nobody guesses.
    token: String,
    /// Whether its secret ends with this process: no keyring took it.
    #[serde(default)]
    forgetful: bool,
    last_triggered: Option<Timestamp>,
}

/// What came to a webhook's address.
pub struct Delivery<'a> {
    /// The part of the address that names the webhook.
    pub token: &'a str,
    /// From where the request came.
    pub source: IpAddr,
    /// `X-Hub-Signature-256`, `X-Hub-Signature`: `sha256=` or `sha1=` and the digest in hexadecimal digits.
    pub signatures: Vec<&'a str>,
    /// `X-GitHub-Event` or `X-Event-Key`: what kind of event the body tells of.
    pub event: Option<&'a str>,
    /// The body as it came.
    pub body: &'a [u8],
}

impl Engine {
    /// Says where the endpoint is, if it is open: webhooks tell their addresses below it.
    pub fn serves_at(&self, endpoint: Option<&str>) {
        let mut known = self.inner.endpoint.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *known = endpoint.map(str::to_owned);
    }

    /// Takes a delivery. The answer is a sentence for the sender's log; a delivery that starts nothing because no filter
    /// wants it is no error.
    ///
    /// # Errors
    /// [`ErrorKind::WebhookNotFound`] for an address nobody has, [`ErrorKind::AccessDenied`] for a sender who does not
    /// prove what the webhook asks for, a validation error for a body that is no JSON, and what a start answers.
    pub async fn deliver(&self, delivery: Delivery<'_>) -> Result<String, Error> {
        let inner = &self.inner;
        let found = inner.webhooks()?.into_iter().find(|one| one.token == delivery.token);
        let webhook =
            found.ok_or_else(|| Error::new(ErrorKind::WebhookNotFound, "There is no such webhook"))?;
        inner.admit(&webhook.definition, &delivery)?;
        let body: Value = serde_json::from_slice(delivery.body)
            .map_err(|error| Error::validation(format!("The body is no JSON: {error}")))?;
        let definition = &webhook.definition;
        let declaration =
            inner.read(&definition.target_pipeline, |state| Ok(state.declaration().cloned()))?;
        let action = declaration.as_deref().and_then(|declaration| target(declaration, definition));
        let Some((declaration, action)) = declaration.as_deref().zip(action) else {
            return Err(Error::new(
                ErrorKind::PipelineNotFound,
                format!(
                    "There is no action {} in a pipeline {}",
                    definition.target_action, definition.target_pipeline
                ),
            ));
        };
        if let Some(unmet) = definition.filters.iter().find(|filter| !matches(filter, action, &body)) {
            return Ok(format!("Nothing was started: the filter {} does not match", unmet.json_path));
        }
        let arn = inner.webhook_arn(&definition.name);
        let mut request = StartRequest {
            trigger: ExecutionTrigger { trigger_type: Some(TriggerType::Webhook), trigger_detail: Some(arn) },
            ..StartRequest::default()
        };
        if action.action_type_id.provider == "CodeStarSourceConnection" {
            let Some(told) = delivery.event.and_then(|kind| delivery::read(kind, &body)) else {
                return Ok("Nothing was started: the body tells of no push and no pull request".into());
            };
            match inner.of_connection(declaration, action, told).await? {
                Ok(start) => request = *start,
                Err(why) => return Ok(format!("Nothing was started: {why}")),
            }
        }
        let started = inner.submit(&definition.target_pipeline, Input::Start(request), None, |_, events| {
            let id = events.iter().find_map(|event| match &event.kind {
                EventKind::ExecutionStarted(start) => Some(start.execution_id.clone()),
                _ => None,
            });
            (id, Value::Null)
        });
        let id = started.await?.unwrap_or_default();
        let webhook = Webhook { last_triggered: Some(inner.clock.now()), ..webhook };
        inner.keep_webhook(&webhook).await?;
        Ok(format!("Started the execution {id} of {}", webhook.definition.target_pipeline))
    }
}

impl Inner {
    pub async fn put_webhook(&self, definition: WebhookDefinition) -> Result<ListWebhookItem, Error> {
        check(&definition)?;
        let declaration = self.read(&definition.target_pipeline, |state| {
            execution::views::pipeline_state(state)?;
            Ok(state.declaration().cloned())
        })?;
        if declaration.as_deref().is_none_or(|declaration| target(declaration, &definition).is_none()) {
            return Err(Error::validation(format!(
                "The first stage of pipeline '{}' has no action named '{}'",
                definition.target_pipeline, definition.target_action
            )));
        }
        let known = self.webhook(&definition.name)?;
        if known.is_none() && self.webhooks()?.len() >= MOST {
            let message = format!("The account has {MOST} webhooks, which is its limit");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        let mut webhook = match known {
            Some(known) => Webhook { definition, ..known },
            None => Webhook { definition, token: random_token(), forgetful: false, last_triggered: None },
        };
        let name = secret_of(&webhook.definition.name);
        match webhook.definition.authentication_configuration.secret_token.as_mut() {
            Some(secret) if is_masked(secret) => {}
            Some(secret) => {
                webhook.forgetful = !self.keep_secret(&name, secret);
                *secret = MASKED.to_owned();
            }
            None => self.forget_secret(&name),
        }
        self.keep_webhook(&webhook).await?;
        Ok(self.listed(webhook))
    }

    /// Deletes a webhook; one that is not there is deleted already.
    pub async fn delete_webhook(&self, name: &str) -> Result<(), Error> {
        self.forget_secret(&secret_of(name));
        self.store.put_document(COLLECTION, name, None).await.map_err(fault)
    }

    /// A page of the webhooks by their names, and the token of the next: the last name of this one.
    pub fn list_webhooks(
        &self,
        input: ListWebhooksInput,
    ) -> Result<(Vec<ListWebhookItem>, Option<String>), Error> {
        let all = self.webhooks()?;
        let after = input.next_token.unwrap_or_default();
        if !after.is_empty() && !all.iter().any(|one| one.definition.name == after) {
            return Err(Error::new(ErrorKind::InvalidNextToken, "The next token is not of this list"));
        }
        let most = input.max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(100);
        let mut rest = all.into_iter().filter(|one| one.definition.name > after);
        let page: Vec<ListWebhookItem> = rest.by_ref().take(most).map(|one| self.listed(one)).collect();
        let next = rest.next().and_then(|_| page.last().map(|one| one.definition.name.clone()));
        Ok((page, next))
    }

    /// `RegisterWebhookWithThirdParty`: GitHub would deliver to an address that it cannot reach.
    pub fn register_webhook(&self, name: &str) -> Result<(), Error> {
        let webhook = self.known_webhook(name)?;
        Err(Error::validation(format!(
            "GitHub cannot reach webhooks of this computer: have a forwarder deliver to {}",
            self.listed(webhook).url
        )))
    }

    /// The webhook of this name, which must exist.
    pub fn has_webhook(&self, name: &str) -> Result<(), Error> {
        self.known_webhook(name).map(drop)
    }

    pub fn webhook_arn(&self, name: &str) -> String {
        format!("arn:aws:codepipeline:{}:{}:webhook:{name}", self.options.region, self.options.account)
    }

    fn known_webhook(&self, name: &str) -> Result<Webhook, Error> {
        self.webhook(name)?.ok_or_else(|| {
            Error::new(ErrorKind::WebhookNotFound, format!("Webhook with name '{name}' does not exist"))
        })
    }

    fn webhook(&self, name: &str) -> Result<Option<Webhook>, Error> {
        let kept = self.store.document(COLLECTION, name).map_err(fault)?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn webhooks(&self) -> Result<Vec<Webhook>, Error> {
        let kept = self.store.documents(COLLECTION).map_err(fault)?;
        let mut all: Vec<Webhook> =
            kept.iter().filter_map(|(_, text)| serde_json::from_str(text).ok()).collect();
        all.sort_by(|a, b| a.definition.name.cmp(&b.definition.name));
        Ok(all)
    }

    async fn keep_webhook(&self, webhook: &Webhook) -> Result<(), Error> {
        let value = Some(pipes::text(webhook));
        self.store.put_document(COLLECTION, &webhook.definition.name, value).await.map_err(fault)
    }

    fn listed(&self, webhook: Webhook) -> ListWebhookItem {
        let endpoint = self.endpoint.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let trouble = if endpoint.is_none() {
            Some((
                "EndpointOff",
                "The endpoint of this computer is off: `pipesmith serve` or the app's settings open it",
            ))
        } else if webhook.forgetful {
            Some(("SecretNotKept", "There is no keyring: the secret token is known until Pipesmith ends"))
        } else {
            None
        };
        let base = endpoint.unwrap_or_else(|| "http://127.0.0.1".to_owned());
        ListWebhookItem {
            url: format!("{base}/trigger?t={}&v=1", webhook.token),
            arn: Some(self.webhook_arn(&webhook.definition.name)),
            last_triggered: webhook.last_triggered,
            error_code: trouble.map(|(code, _)| code.to_owned()),
            error_message: trouble.map(|(_, message)| message.to_owned()),
            definition: webhook.definition,
            tags: None,
        }
    }

    /// Whether the sender may deliver.
    fn admit(&self, definition: &WebhookDefinition, delivery: &Delivery<'_>) -> Result<(), Error> {
        let denied = |why: &str| Err(Error::new(ErrorKind::AccessDenied, why));
        match &definition.authentication {
            WebhookAuthenticationType::Unauthenticated => Ok(()),
            WebhookAuthenticationType::Ip => {
                let range = definition.authentication_configuration.allowed_ip_range.as_deref();
                let range = range.and_then(|range| range.parse::<IpNet>().ok());
                match range {
                    Some(range) if range.contains(&delivery.source) => Ok(()),
                    _ => denied("The sender's address is not one that may deliver"),
                }
            }
            _ => {
                let Some(secret) = self.secret(&secret_of(&definition.name)) else {
                    return denied(
                        "The secret token of the webhook is not known here; put the webhook again",
                    );
                };
                let proven = delivery.signatures.iter().any(|said| is_signed(&secret, delivery.body, said));
                if proven { Ok(()) } else { denied("The signature does not match") }
            }
        }
    }

    /// The start that a connection would make of an event, or why it makes none.
    async fn of_connection(
        self: &Arc<Self>,
        declaration: &PipelineDeclaration,
        action: &ActionDeclaration,
        told: Told,
    ) -> Result<Result<Box<StartRequest>, String>, Error> {
        let stage = declaration.stages.first().map(|stage| stage.name.clone()).unwrap_or_default();
        let world = self.world_of(&declaration.name);
        let world = world.map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))?;
        let (declaration, action, mirrors) = (declaration.clone(), action.clone(), self.mirrors());
        let secrets = self.secrets_of(&declaration.name);
        let looked = tokio::task::spawn_blocking(move || {
            let repository = world.repository(&stage, &action, &mirrors, &secrets);
            changes::of_told(&declaration, &action, repository.as_ref(), told).map(Box::new)
        });
        looked.await.map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))
    }
}

fn secret_of(webhook: &str) -> String {
    format!("webhook:{webhook}/SecretToken")
}

fn random_token() -> String {
    format!("{}{}", uuid(), uuid()).replace('-', "")
}

/// The target action, which is in the first stage.
fn target<'a>(
    declaration: &'a PipelineDeclaration,
    definition: &WebhookDefinition,
) -> Option<&'a ActionDeclaration> {
    let first = declaration.stages.first()?;
    first.actions.iter().find(|action| action.name == definition.target_action)
}

fn check(definition: &WebhookDefinition) -> Result<(), Error> {
    let configuration = &definition.authentication_configuration;
    let (secret, range) = (configuration.secret_token.as_deref(), configuration.allowed_ip_range.as_deref());
    let wrong = match (&definition.authentication, secret, range) {
        (WebhookAuthenticationType::GithubHmac, Some(_), None)
        | (WebhookAuthenticationType::Unauthenticated, None, None) => None,
        (WebhookAuthenticationType::GithubHmac, ..) => {
            Some("'authenticationConfig' should contain only one property: 'SecretToken'".to_owned())
        }
        (WebhookAuthenticationType::Ip, None, Some(range)) if range.parse::<IpNet>().is_ok() => None,
        (WebhookAuthenticationType::Ip, None, Some(range)) => {
            Some(format!("'AllowedIPRange' should be a CIDR range, '{range}' is none"))
        }
        (WebhookAuthenticationType::Ip, ..) => {
            Some("'authenticationConfig' should contain only one property: 'AllowedIPRange'".to_owned())
        }
        _ => Some("'authenticationConfig' should not contain any property".to_owned()),
    };
    if let Some(wrong) = wrong {
        let kind = ErrorKind::InvalidWebhookAuthenticationParameters;
        return Err(Error::new(kind, format!("Optional[{wrong}]")));
    }
    for filter in &definition.filters {
        JsonPath::parse(&filter.json_path).map_err(|error| {
            let message = format!("The filter '{}' is no JSON path: {error}", filter.json_path);
            Error::new(ErrorKind::InvalidWebhookFilterPattern, message)
        })?;
    }
    Ok(())
}

/// Whether a filter wants a body: its path exists and, where it says what for, has that value. `{Name}` in it stands for
/// the target action's configuration. That one of several selected values suffices is not published.
fn matches(filter: &WebhookFilterRule, action: &ActionDeclaration, body: &Value) -> bool {
    let Ok(path) = JsonPath::parse(&filter.json_path) else { return false };
    let selected = path.query(body).all();
    let Some(wanted) = &filter.match_equals else { return !selected.is_empty() };
    let mut wanted = wanted.clone();
    for (name, value) in action.configuration.iter().flatten() {
        wanted = wanted.replace(&format!("{{{name}}}"), value);
    }
    selected.iter().any(|value| match value {
        Value::String(text) => *text == wanted,
        other => other.to_string() == wanted,
    })
}

/// Whether a signature is that of a body: GitHub's `X-Hub-Signature` of version 1 (SHA-1) or 256.
fn is_signed(secret: &str, body: &[u8], said: &str) -> bool {
    let Some((algorithm, digits)) = said.trim().split_once('=') else { return false };
    let Some(digest) = bytes_of(digits) else { return false };
    match algorithm {
        "sha1" => Hmac::<Sha1>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(body).verify_slice(&digest).is_ok()),
        "sha256" => Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .is_ok_and(|mac| mac.chain_update(body).verify_slice(&digest).is_ok()),
        _ => false,
    }
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
