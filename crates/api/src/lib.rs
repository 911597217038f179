//! The wire door of this computer: what speaks to AWS CodePipeline (the AWS CLI, the SDKs, job workers) speaks to it
//! unchanged. AWS JSON 1.1 and Smithy RPC v2 CBOR for CodePipeline, `sts:GetCallerIdentity`, `cloudtrail:LookupEvents`
//! over the local trail, and the artifacts of jobs as S3 for the workers that hold their credentials.
//!
//! It listens on loopback only, takes only calls signed with keys that it issued, speaks to no web page, and stands
//! before the local engine, never before an AWS account. What is refused here is reported to [`Local::refused`];
//! what gets through is recorded by who answers it.

mod arrival;
mod artifacts;
mod door;
mod error;
mod hooks;
mod identity;
mod keys;
mod refusal;
mod serve;
mod signature;
mod trail;

pub use arrival::is_addressed_to;
pub use artifacts::{Artifacts, Grant, GrantedObject};
pub use door::{Door, Local};
pub use error::Error;
pub use hooks::Delivery;
pub use keys::Keys;
pub use refusal::Refusal;
pub use serve::{Limits, listen, serve};
pub use trail::{LookupKey, LookupPage, LookupQuery, TrailEvent};
