//! What a CodeBuild build does on this computer: buildspec, phases, environment, artifacts, in a sandbox.
//!
//! Where no sandbox fits, the build runs in a container of Docker's or Podman's. It knows nothing of pipelines, talks to no AWS service and keeps no state: sources lie unpacked in a folder, secrets
//! are handed in, log lines go to the caller's [`Log`], and what became of the build is in the [`BuildOutcome`].
//! Facts are from the AWS CodeBuild user guide and API reference unless a comment says otherwise.

mod artifacts;
mod batch;
mod build;
pub mod buildspec;
mod cache;
mod containers;
mod environment;
mod error;
mod limits;
mod outcome;
mod output;
mod protocol;
mod reports;
mod request;
mod sandbox;
mod session;
mod shim;
mod tools;
mod tree;
mod versions;
mod yaml;

pub use artifacts::{CollectedArtifact, CollectedFile};
pub use batch::{BatchOutcome, batch_references, run_batch};
pub use build::run;
pub use containers::{ContainerEngine, ImageBuild, RegistryCredentials, registry_credentials};
pub use environment::{
    EnvironmentVariable, Reference, ReferenceKind, VariableKind, references, references_of,
};
pub use error::Error;
pub use limits::Limits;
pub use outcome::{BuildOutcome, BuildStatus, Difference, Failure, PhaseResult, PhaseStatus, StatusContext};
pub use output::{Log, Stream};
pub use reports::{Coverage, LONGEST_MESSAGE, Report, ReportStatus, TestCase, TestStatus};
pub use request::{BuildRequest, BuildspecSource, Compute};
pub use sandbox::{Rung, SandboxChoice, probe};
pub use shim::{SHIM_COMMAND, shim_main};
