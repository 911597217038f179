//! Tags of pipelines, webhooks and custom action types.

use std::collections::BTreeSet;

use codepipeline::shapes::*;
use codepipeline::{Error, ErrorKind};

use crate::Engine;
use crate::error::fault;
use crate::pipes::text;

/// How many tags a resource can have (API reference, `TagResource`).
const MOST: usize = 50;

impl Engine {
    pub(crate) fn arn_of(&self, name: &str) -> String {
        format!("arn:aws:codepipeline:{}:{}:{name}", self.region(), self.account())
    }

    pub(crate) fn tags_of(&self, arn: &str) -> Result<Vec<Tag>, Error> {
        let kept = self.inner.store.document("tags", arn).map_err(fault)?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// A page of a resource's tags, in the order in which they were set, and the token of the next: the last key of this
    /// one.
    pub(crate) fn list_tags(
        &self,
        input: ListTagsForResourceInput,
    ) -> Result<(Vec<Tag>, Option<String>), Error> {
        self.tagged(&input.resource_arn)?;
        let mut tags = self.tags_of(&input.resource_arn)?;
        if let Some(token) = input.next_token {
            let last = tags.iter().position(|tag| tag.key == token).ok_or_else(|| {
                Error::new(ErrorKind::InvalidNextToken, "The next token is not of this list")
            })?;
            tags.drain(..=last);
        }
        let most = input.max_results.and_then(|most| usize::try_from(most).ok()).unwrap_or(MOST * 2);
        let is_last = tags.len() <= most;
        tags.truncate(most);
        let next = tags.last().filter(|_| !is_last).map(|tag| tag.key.clone());
        Ok((tags, next))
    }

    pub(crate) async fn put_tags(&self, arn: &str, tags: Vec<Tag>) -> Result<(), Error> {
        let value = (!tags.is_empty()).then(|| text(&tags));
        self.inner.store.put_document("tags", arn, value).await.map_err(fault)
    }

    /// Whether an ARN is that of something on this computer that can have tags: a pipeline, a webhook, a custom action
    /// type.
    pub(crate) fn tagged(&self, arn: &str) -> Result<(), Error> {
        let name = arn.strip_prefix(&self.arn_of("")).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| {
            Error::new(ErrorKind::InvalidArn, format!("The ARN '{arn}' names nothing on this computer"))
        })?;
        let exists = match name.split_once(':') {
            Some(("webhook", name)) => self.inner.has_webhook(name).is_ok(),
            Some(("actiontype", id)) => {
                let types = self.inner.custom_types().map_err(fault)?;
                types.iter().any(|kind| {
                    let ActionTypeId { category, owner, provider, version } = &kind.id;
                    format!("{owner}/{category}/{provider}/{version}") == id
                })
            }
            _ => self.inner.read(name, |state| Ok(state.exists()))?,
        };
        if exists {
            return Ok(());
        }
        // What the service says of webhooks and action types is not published.
        let message = match name.contains(':') {
            true => format!("There is no resource '{arn}'"),
            false => format!(
                "The account with id '{}' does not include a pipeline with the name '{name}'",
                self.account()
            ),
        };
        Err(Error::new(ErrorKind::ResourceNotFound, message))
    }

    /// Sets some of a resource's tags, or takes some away.
    pub(crate) async fn retag(&self, arn: &str, set: Vec<Tag>, remove: &[String]) -> Result<(), Error> {
        self.tagged(arn)?;
        check_keys(set.iter().map(|tag| tag.key.as_str()).chain(remove.iter().map(String::as_str)))?;
        let mut tags = self.tags_of(arn)?;
        tags.retain(|known| !remove.contains(&known.key) && !set.iter().any(|tag| tag.key == known.key));
        tags.extend(set);
        check_count(arn, &tags)?;
        self.put_tags(arn, tags).await
    }
}

/// Whether a new resource can have these tags.
pub(crate) fn check_tags(arn: &str, tags: Option<&[Tag]>) -> Result<(), Error> {
    let tags = tags.unwrap_or_default();
    check_keys(tags.iter().map(|tag| tag.key.as_str()))?;
    check_count(arn, tags)
}

fn check_count(arn: &str, tags: &[Tag]) -> Result<(), Error> {
    if tags.len() <= MOST {
        return Ok(());
    }
    Err(Error::new(ErrorKind::TooManyTags, format!("Tag limit exceeded for resource [{arn}].")))
}

/// The keys of tags, each once and none of the service's own (AWS CodePipeline quotas). The text about a repeated key is
/// not published.
fn check_keys<'a>(keys: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let mut known = BTreeSet::new();
    for key in keys {
        if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(Error::new(
                ErrorKind::InvalidTags,
                "Not allowed to modify system tags. System tags start with 'aws:'. msg=[Caller is an end user and not \
                 allowed to mutate system tags]",
            ));
        }
        if !known.insert(key) {
            return Err(Error::new(ErrorKind::InvalidTags, format!("The tag key '{key}' is given twice")));
        }
    }
    Ok(())
}
