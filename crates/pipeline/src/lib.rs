//! What a pipeline is: its declaration read from a file, the service's rules about it, the catalog of action types,
//! variables, triggers, and the setup that maps its names to things on this computer.
//!
//! The crate is pure: it knows no files, no network, no clock and no randomness, and it never runs anything.

pub mod catalog;
pub mod delivery;
pub mod document;
mod error;
mod fidelity;
pub mod model;
mod normalise;
pub mod pattern;
pub mod quota;
pub mod rules;
pub mod schedule;
pub mod setup;
pub mod text;
pub mod triggers;
pub mod variables;

pub use document::{Document, parse};
pub use error::{Error, ErrorCode, Span};
pub use fidelity::Fidelity;
pub use model::{ActionKey, Model};
pub use normalise::{Defaults, effective_type, normalise};
pub use rules::{Problem, Severity, check, check_document, first_error};
pub use setup::Setup;

/// The candidate that a misspelt word most likely means, if one is close enough to say so.
fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let fold = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>()
    };
    let folded = fold(word);
    candidates
        .map(|candidate| (distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    let at = |rows: &[Vec<usize>], row: usize, column: usize| {
        rows.get(row).and_then(|row| row.get(column)).copied().unwrap_or(usize::MAX - 1)
    };
    for (row, x) in a.iter().enumerate() {
        rows.push(vec![row + 1]);
        for (column, y) in b.iter().enumerate() {
            let changed = at(&rows, row, column) + usize::from(x != y);
            let inserted = at(&rows, row + 1, column) + 1;
            let removed = at(&rows, row, column + 1) + 1;
            let mut best = changed.min(inserted).min(removed);
            let before =
                |list: &[char], index: usize| index.checked_sub(1).and_then(|i| list.get(i)).copied();
            if row > 0 && column > 0 && before(a, row) == Some(*y) && before(b, column) == Some(*x) {
                best = best.min(at(&rows, row - 1, column - 1) + 1);
            }
            if let Some(current) = rows.last_mut() {
                current.push(best);
            }
        }
    }
    at(&rows, a.len(), b.len())
}
