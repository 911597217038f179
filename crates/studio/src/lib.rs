//! What both faces share, the window and the command line: the commands of the contract, the event feed, places,
//! settings, the endpoint and the UI's door, over one data folder that this process owns or asks the owner of.
//!
//! It decides nothing about pipelines: the engine does. It draws nothing.

mod access;
mod answers;
mod check;
mod client;
pub mod contract;
mod demo;
mod desk;
mod door;
mod failure;
mod feed;
mod files;
mod guesses;
mod import;
mod kept;
mod made;
mod part;
mod places;
mod plan;
mod poll;
mod projects;
mod role;
mod shim;
mod templates;
mod watch;
mod wire;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use access::{Profile, credentials, environment, rotate_keys};
pub use check::{import, validate};
pub use contract::{Checked, Failure, FeedEvent};
pub use files::create;
pub use guesses::as_setup;
pub use import::{Written, export, policy};
pub use role::{Studio, data_folder};
pub use shim::shim_main_if_asked;
pub use watch::Watch;

/// How a studio is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The data folder, see [`data_folder`].
    pub data: PathBuf,
    /// `window`, `browser` or `cli`.
    pub face: &'static str,
    /// The folder the program was started in; relative paths start there.
    pub folder: PathBuf,
    /// A definition to open at once.
    pub open: Option<PathBuf>,
    /// The program that calls [`shim_main_if_asked`] first thing: usually this one.
    pub shim: PathBuf,
    /// Should this process become the owner, it leaves what is under way as it is: for a command that only looks.
    pub passive: bool,
}

/// What [`Studio::serve`] opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serving {
    /// The endpoint's address: `http://127.0.0.1:PORT`.
    pub endpoint: String,
    /// The UI's address, with the one-time token in its fragment.
    pub ui: Option<String>,
    /// The data folder.
    pub data: PathBuf,
    /// The process that serves.
    pub pid: u32,
}
