//! Tags of pipelines, webhooks and custom action types.

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
            Ok(())
        } else {
            Err(Error::new(ErrorKind::ResourceNotFound, format!("There is no resource '{arn}'")))
        }
    }

    /// Sets some of a resource's tags, or takes some away.
    pub(crate) async fn retag(&self, arn: &str, set: Vec<Tag>, remove: &[String]) -> Result<(), Error> {
        self.tagged(arn)?;
        let mut tags = self.tags_of(arn)?;
        tags.retain(|known| !remove.contains(&known.key) && !set.iter().any(|tag| tag.key == known.key));
        tags.extend(set);
        if tags.len() > MOST {
            let message = format!("A resource can have at most {MOST} tags");
            return Err(Error::new(ErrorKind::TooManyTags, message));
        }
        self.put_tags(arn, tags).await
    }
}
