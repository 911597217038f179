//! Writes the committed contract from the service model.
fn main() {}
