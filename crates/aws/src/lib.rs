//! aws

mod generated;
mod sdk;

pub use sdk::Remote;
