//! The CodeBuild projects that nobody described here, as the account of the place that the user chose knows them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws::BuildProject;
use pipeline::setup::{Body, EnvironmentValue, Project};

use crate::contract::{Failure, PlaceId};
use crate::places::Places;

/// How long an answer counts: a plan is asked for again with every choice in it, and each question is a call in the
/// account's trail.
const COUNTS: Duration = Duration::from_secs(60);

/// The place and the names that were asked for.
type Asked = (PlaceId, BTreeSet<String>);
/// Projects by their names.
type Projects = BTreeMap<String, Project>;

/// What accounts answered lately, and when.
#[derive(Default)]
pub(crate) struct Answered {
    known: Mutex<HashMap<Asked, (Instant, Projects)>>,
}

impl Answered {
    /// The projects of these names at a place; those that are not there are missing. With `open`, the place is opened
    /// when it is not; otherwise nothing is sent to one that nobody opened.
    ///
    /// # Errors
    /// `unknown-place`, and those of the account.
    pub async fn projects(
        &self,
        places: &Places,
        place: &str,
        open: bool,
        names: BTreeSet<String>,
    ) -> Result<Projects, Failure> {
        let id = places.named(place).await?;
        if !open && !places.opened().contains(&id) {
            return Ok(Projects::new());
        }
        let asked = (id, names);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known().retain(|_, (at, _)| at.elapsed() < COUNTS);
        if let Some((_, projects)) = known().get(&asked) {
            return Ok(projects.clone());
        }
        let account = places.reach(&asked.0).await?;
        let names: Vec<String> = asked.1.iter().cloned().collect();
        let found = account.projects(&names).await?;
        let projects: Projects = found.into_iter().map(as_setup).collect();
        known().insert(asked, (Instant::now(), projects.clone()));
        Ok(projects)
    }
}

/// A project as a setup would describe it.
fn as_setup(found: BuildProject) -> (String, Project) {
    let environment = found.variables.into_iter().map(|one| match one.kind.as_str() {
        "PLAINTEXT" => (one.name, EnvironmentValue::Plain(one.value)),
        _ => (one.name, EnvironmentValue::Secret(one.value)),
    });
    let inline = |text: &String| text.contains('\n') || text.trim_start().starts_with('{');
    let project = Project {
        buildspec: found
            .buildspec
            .map(|text| if inline(&text) { Body::Inline(text) } else { Body::Path(text) }),
        environment: environment.collect(),
        image: found.image,
        compute: found.compute,
        privileged: found.privileged,
        timeout_minutes: found.timeout_minutes,
        role: found.role,
        ..Project::default()
    };
    (found.name, project)
}
