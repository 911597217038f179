//! Definitions on their way in: judged, their secrets taken out, and created or put in the place of the one before.

use std::sync::Arc;

use codepipeline::shapes::*;
use codepipeline::{BoxFuture, Call, Error, ErrorKind, Operation};
use execution::{Input, views};
use pipeline::rules::{self, first_error_in};
use pipeline::{Defaults, normalise};

use crate::Engine;
use crate::audit::{Asked, is_secret};
use crate::error::fault;
use crate::secrets::{MASKED, is_masked};
use crate::service::shown;
use crate::starts::polling;
use crate::tags::check_tags;

/// Which custom action types a definition may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Types {
    /// Those that were created, as the service has it.
    Known,
    /// Any: a run on this computer may simulate an action whose type nobody created here.
    Any,
}

/// The name under which the secret of an action's configuration is kept.
pub(crate) fn secret_name(pipeline: &str, action: &str, key: &str) -> String {
    format!("pipeline:{pipeline}/{action}/{key}")
}

impl Engine {
    /// Judges a definition, takes the secrets out of it and keeps them.
    fn accept(
        &self,
        declaration: PipelineDeclaration,
        known: Option<(i32, PipelineType)>,
        types: Types,
    ) -> Result<PipelineDeclaration, Error> {
        let (declaration, secrets) = self.judge(declaration, known, types)?;
        for (name, value) in secrets {
            // Without a keyring it is known as long as this process lives.
            self.inner.keep_secret(&name, &value);
        }
        Ok(declaration)
    }

    /// Judges a definition and takes the secrets out of it: their names and values.
    fn judge(
        &self,
        declaration: PipelineDeclaration,
        known: Option<(i32, PipelineType)>,
        types: Types,
    ) -> Result<(PipelineDeclaration, Vec<(String, String)>), Error> {
        let defaults = match known {
            Some((version, kind)) => Defaults { version: Some(version), pipeline_type: Some(kind) },
            None => Defaults { version: Some(1), pipeline_type: None },
        };
        let mut declaration = normalise(declaration, &defaults);
        let limits = rules::Limits::default();
        let custom = self.inner.custom_types().map_err(fault)?;
        let context = rules::Context {
            limits: &limits,
            region: self.region(),
            custom: (types == Types::Known).then_some(&custom),
        };
        first_error_in(&declaration, &context)?;
        let name = declaration.name.clone();
        let mut secrets = Vec::new();
        for action in declaration.stages.iter_mut().flat_map(|stage| &mut stage.actions) {
            let kind = custom.iter().find(|kind| kind.id == action.action_type_id);
            let properties = kind.and_then(|kind| kind.action_configuration_properties.as_ref());
            for (key, value) in action.configuration.iter_mut().flatten() {
                let declared = properties.into_iter().flatten().any(|one| one.secret && one.name == *key);
                if (declared || is_secret(key)) && !value.contains("#{") {
                    if !is_masked(value) {
                        secrets.push((secret_name(&name, &action.name, key), value.clone()));
                    }
                    *value = MASKED.to_owned();
                }
            }
        }
        Ok((declaration, secrets))
    }

    /// Creates a pipeline, without a first execution, or replaces its definition when it differs.
    ///
    /// # Errors
    /// What `CreatePipeline` and `UpdatePipeline` answer; [`ErrorKind::ConcurrentModification`] for a definition
    /// that differs while executions are under way, unless `replace`.
    pub async fn put_definition(
        &self,
        call: &Call,
        declaration: PipelineDeclaration,
        replace: bool,
    ) -> Result<Put, Error> {
        let name = declaration.name.clone();
        let known = self.inner.read(&name, |state| {
            Ok(state.version().zip(state.declaration().cloned()).map(|known| (known, state.is_idle())))
        })?;
        let Some(((version, current), idle)) = known else {
            self.create(call, CreatePipelineInput { pipeline: declaration, tags: None }, false, Types::Any)
                .await?;
            return Ok(Put { version: 1, change: DefinitionChange::Created });
        };
        let kind = current.pipeline_type.clone().unwrap_or(PipelineType::V1);
        let wanted = self.accept(declaration.clone(), Some((version, kind)), Types::Any)?;
        if wanted == *current {
            return Ok(Put { version, change: DefinitionChange::Unchanged });
        }
        if !idle && !replace {
            return Err(Error::new(
                ErrorKind::ConcurrentModification,
                format!(
                    "The definition of pipeline '{name}' differs from version {version}, of which executions are under way"
                ),
            ));
        }
        let output = self.update(call, UpdatePipelineInput { pipeline: declaration }, Types::Any).await?;
        let version = output.pipeline.and_then(|pipeline| pipeline.version).unwrap_or(version + 1);
        Ok(Put { version, change: DefinitionChange::Updated })
    }

    /// Whether the pipeline's current definition is this one; nothing when there is no such pipeline.
    ///
    /// # Errors
    /// What `UpdatePipeline` answers to the definition.
    pub fn same_definition(&self, declaration: &PipelineDeclaration) -> Result<Option<bool>, Error> {
        let known = self
            .inner
            .read(&declaration.name, |state| Ok(state.version().zip(state.declaration().cloned())))?;
        let Some((version, current)) = known else { return Ok(None) };
        let kind = current.pipeline_type.clone().unwrap_or(PipelineType::V1);
        Ok(Some(self.judge(declaration.clone(), Some((version, kind)), Types::Any)?.0 == *current))
    }

    pub(crate) fn create<'a>(
        &'a self,
        call: &'a Call,
        input: CreatePipelineInput,
        start: bool,
        types: Types,
    ) -> BoxFuture<'a, CreatePipelineOutput> {
        let asked = Asked::new(call, Operation::CreatePipeline, &input);
        let checked = Self::check(Operation::CreatePipeline, &input);
        Box::pin(async move {
            let outcome = async {
                checked?;
                check_tags(&self.arn_of(&input.pipeline.name), input.tags.as_deref())?;
                let declaration = Arc::new(self.accept(input.pipeline, None, types)?);
                let name = declaration.name.clone();
                let by = call.principal.arn.clone();
                let polled = start && polling::polled(&declaration).next().is_some();
                let create =
                    Input::Create { declaration: Arc::clone(&declaration), start: start && !polled, by };
                let tags = input.tags.clone();
                let output = self
                    .inner
                    .submit(&name, create, Some(&asked), move |state, _| {
                        let pipeline = state.declaration().map(|declaration| (**declaration).clone());
                        shown(CreatePipelineOutput { pipeline, tags })
                    })
                    .await?;
                self.put_tags(&self.arn_of(&name), input.tags.unwrap_or_default()).await?;
                if polled {
                    self.inner.poll_first(&name, &declaration).await;
                }
                Ok(output)
            };
            outcome.await.map_err(|error| self.refuse(&asked, error))
        })
    }

    pub(crate) fn update<'a>(
        &'a self,
        call: &'a Call,
        input: UpdatePipelineInput,
        types: Types,
    ) -> BoxFuture<'a, UpdatePipelineOutput> {
        let name = input.pipeline.name.clone();
        let parameters = input.clone();
        let pipeline = name.clone();
        let current = {
            let name = name.clone();
            move || self.inner.read(&name, |state| Ok(state.declaration().cloned())).ok().flatten()
        };
        let before = current();
        let updating = self.changing(
            call,
            Operation::UpdatePipeline,
            &parameters,
            name,
            move || {
                let known = self.inner.read(&pipeline, |state| {
                    views::pipeline_state(state)?;
                    let kind = state.declaration().and_then(|declaration| declaration.pipeline_type.clone());
                    Ok((state.version().unwrap_or(0) + 1, kind.unwrap_or(PipelineType::V1)))
                })?;
                let declaration = Arc::new(self.accept(input.pipeline, Some(known), types)?);
                Ok(Input::Update { declaration, by: call.principal.arn.clone() })
            },
            |state, _| {
                let pipeline = state.declaration().map(|declaration| (**declaration).clone());
                shown(UpdatePipelineOutput { pipeline })
            },
        );
        Box::pin(async move {
            let output = updating.await?;
            if let (Some(before), Some(now)) = (before, current()) {
                self.inner.forget_secrets_of(&before, Some(&now));
            }
            Ok(output)
        })
    }
}

/// What [`Engine::put_definition`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Put {
    /// The version that is in force, from 1.
    pub version: i32,
    /// What was done.
    pub change: DefinitionChange,
}

/// What became of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionChange {
    /// The pipeline is new.
    Created,
    /// It has a new version.
    Updated,
    /// It was this one already.
    Unchanged,
}
