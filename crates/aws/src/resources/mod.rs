//! What there is in an account that an action can name: projects, buckets, functions, roles and so on, each by the one
//! call that lists it.
//!
//! It only reads names. The calls are those of a dozen services, none of which is worth a client of its own here: they
//! are data (see [`listings`]), sent through the SDK's own signing, retries and timeouts.

mod answer;
mod listings;
mod send;

use crate::{Account, Error};
use listings::{LISTINGS, Listing};

/// So many pages are read; who has more is told that there are.
const PAGES: usize = 10;

/// Something that an action can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What stands in the configuration: a name or an ARN, as the field wants it.
    pub value: String,
    /// The name for people, when the value is not it.
    pub name: Option<String>,
}

/// What of a kind was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the service's order.
    pub names: Vec<Named>,
    /// Whether there are more than were read.
    pub more: bool,
}

/// The kinds that [`Account::resources`] knows.
pub fn resource_kinds() -> impl Iterator<Item = &'static str> {
    LISTINGS.iter().map(|listing| listing.kind)
}

impl Account {
    /// The account's resources of a kind. `within` is what they belong to, for kinds that live in something else: an ECS
    /// service in its cluster. Without it nothing is found, and nothing is sent.
    ///
    /// # Errors
    /// `unknown-kind` for one that is not in [`resource_kinds`]; those of [`Error`] for what the service says, most
    /// often `access-denied`.
    pub async fn resources(&self, kind: &str, within: Option<&str>) -> Result<Found, Error> {
        let listing = LISTINGS.iter().find(|listing| listing.kind == kind).ok_or_else(|| {
            Error::new("unknown-kind", format!("There is no kind of resource named {kind}."))
        })?;
        let mut found = Found::default();
        let within = within.filter(|within| !within.is_empty());
        if listing.needs_within() && within.is_none() {
            return Ok(found);
        }
        let mut next = None;
        for _ in 0..PAGES {
            let text = self.listed(listing, within, next.as_deref()).await?;
            let page = answer::read(listing, &text).ok_or_else(|| self.at.unreadable(listing.name(), 200))?;
            found.names.extend(page.names);
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        found.more = next.is_some();
        Ok(found)
    }

    async fn listed(
        &self,
        listing: &'static Listing,
        within: Option<&str>,
        next: Option<&str>,
    ) -> Result<String, Error> {
        let request = listing.request(within, next);
        send::send(&self.sdk, &self.identity_resolver, listing, request)
            .await
            .map_err(|error| self.at.failure(listing.name(), &error))
    }
}
