// Generated from the service model by `cargo run -p generate`; never edited.

//! What is written from the service model: conversions to and from the SDK's types, the trait over its
//! client.

mod convert;
pub(crate) mod request;
mod service;
