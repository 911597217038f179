// Generated from the service model by `cargo run -p generate`; never edited.

//! What is written from the service model: shapes, errors, operations.

pub(crate) mod constraints;
pub(crate) mod errors;
pub(crate) mod service;
pub mod shapes;
