//! The contract of AWS CodePipeline: its operations as a trait, their shapes, errors and constraints, and the two
//! wire forms of a message.
//!
//! Whoever answers the operations (the engine on this computer, an AWS account) implements [`CodePipeline`];
//! whoever asks holds an `Arc<dyn CodePipeline>`. The crate knows no network, no files, no clock and no
//! randomness.

pub mod cbor;
mod error;
mod generated;
pub mod json;
mod open_enum;
mod service;
mod timestamp;
pub mod validate;
mod value;

pub use error::Error;
pub use generated::errors::ErrorKind;
pub use generated::service::{CodePipeline, Operation, dispatch};
pub use generated::shapes;
pub use service::{BoxFuture, Call, Principal, PrincipalKind};
pub use timestamp::Timestamp;
pub use value::{Value, from_value, to_value};
