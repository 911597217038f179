//! AWS accounts: the user's profiles, an opened account (who we are there, CodePipeline as the contract, CloudTrail's
//! event history, names of resources) and the errors on the way, as sentences that name profile, Region and endpoint.
//!
//! It sends nothing before [`Account::open`], keeps no key anywhere and never prints one.

mod account;
mod builds;
mod error;
mod generated;
mod profiles;
mod raw;
mod resources;
mod sdk;
mod trail;

pub use account::{Account, Credentials, Identity, Target};
pub use builds::{Build, BuildPhase, BuildProject, BuildStart, BuildVariable, ObjectAt};
pub use error::Error;
pub use profiles::{ENVIRONMENT, Profile, profiles, profiles_in};
pub use resources::{Found, Named, resource_kinds};
pub use sdk::Remote;
pub use trail::{Resource, TrailFilter, TrailPage, TrailQuery, TrailRecord};
