//! What both faces share.
pub mod contract;
