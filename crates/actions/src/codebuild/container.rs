//! The container that a build asks for, and what keeps it from one here.

use ::codebuild as build;
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::BuildsIn;

use super::DEFAULT_IMAGE;
use crate::{Gap, World};

/// What a project's builds run in.
pub(super) struct Container {
    /// The project's image.
    pub image: String,
    /// Whether the project asks for privileged mode.
    pub privileged: bool,
    /// The size that the project names.
    pub compute: Option<build::Compute>,
    allowed: bool,
}

impl Container {
    /// The container of a project's builds, or of builds without a project; none when they run in the sandbox.
    pub fn of(world: &World, project: Option<&str>) -> Option<Self> {
        if world.builds_in(project) != BuildsIn::Container {
            return None;
        }
        let setup = project.map(|name| world.project(name).setup).unwrap_or_default();
        Some(Self {
            image: setup.image.unwrap_or_else(|| DEFAULT_IMAGE.to_owned()),
            privileged: setup.privileged.unwrap_or(false),
            compute: setup.compute.as_deref().and_then(build::Compute::of_type),
            allowed: world.allows_privileged(),
        })
    }

    /// What is missing for it.
    pub fn gap(&self, action: &ActionDeclaration) -> Option<Gap> {
        let error = if self.privileged && !self.allowed {
            build::Error::NotPrivileged
        } else {
            build::ContainerEngine::socket().err()?
        };
        Some(Gap {
            code: error.code().to_ascii_lowercase().replace('_', "-"),
            message: format!("{}: {error}", action.name),
            remedy: build::Error::remedy(error.code()).unwrap_or_default().to_owned(),
            subject: action.name.clone(),
        })
    }
}
