//! Action types: the service's own and its partners' as the catalog has them, and the custom ones that somebody
//! created (AWS CodePipeline user guide, "Create and add a custom action"; API reference, `UpdateActionType`). They are
//! documents of the store.

use std::collections::BTreeMap;

use codepipeline::shapes::*;
use codepipeline::{Error, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::error::fault;
use crate::{Engine, Inner, pipes};

const CUSTOM: &str = "action-types";
/// What `UpdateActionType` made of a partner's type, by its id.
const UPDATED: &str = "action-type-updates";
/// How long a property's description may be in `ListActionTypes`, in characters.
const DESCRIPTION: usize = 160;
/// How many custom action types an account can have in a Region (AWS CodePipeline quotas).
const MOST: usize = 50;

/// A custom action type, as it is stored. One that was deleted is remembered: its version may come again only as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    action_type: ActionType,
    #[serde(default)]
    deleted: bool,
}

/// The service's own action types and its partners', as the catalog has them.
fn built_in_types() -> Vec<ActionType> {
    let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let count = |count: pipeline::catalog::Count| ArtifactDetails {
        minimum_count: i32::try_from(count.minimum).unwrap_or(i32::MAX),
        maximum_count: i32::try_from(count.maximum).unwrap_or(i32::MAX),
    };
    // Custom types are in the catalog under their usual names; they exist where somebody created them.
    let known = pipeline::catalog::all().iter().filter(|known| known.owner != "Custom");
    let kinds = known.map(|known| {
        let properties = known.properties.iter().map(|property| ActionConfigurationProperty {
            name: property.name.clone(),
            required: property.required,
            key: property.key,
            secret: property.secret,
            queryable: Some(property.queryable),
            description: Some(property.description.chars().take(DESCRIPTION).collect()),
            r#type: None,
        });
        ActionType {
            id: ActionTypeId {
                category: ActionCategory::from(known.category.as_str()),
                owner: ActionOwner::from(known.owner.as_str()),
                provider: known.provider.clone(),
                version: known.version.clone(),
            },
            settings: Some(ActionTypeSettings {
                third_party_configuration_url: None,
                entity_url_template: some(&known.urls.entity),
                execution_url_template: some(&known.urls.execution),
                revision_url_template: some(&known.urls.revision),
            }),
            action_configuration_properties: Some(properties.collect()),
            input_artifact_details: count(known.inputs),
            output_artifact_details: count(known.outputs),
        }
    });
    kinds.collect()
}

fn key_of(id: &ActionTypeId) -> String {
    format!("{}/{}/{}", id.category.as_str(), id.provider, id.version)
}

fn not_available(id: &ActionTypeId) -> Error {
    let message = format!(
        "ActionType (Category: '{}', Owner: '{}', Provider: '{}', Version: '{}') is not available",
        id.category.as_str(),
        id.owner.as_str(),
        id.provider,
        id.version
    );
    Error::new(ErrorKind::ActionTypeNotFound, message)
}

fn check_counts(minimum: i32, maximum: i32) -> Result<(), Error> {
    if maximum < minimum {
        return Err(Error::validation(format!(
            "Maximum Number of Artifacts ({maximum}) has to be greater than or equal to minimum ({minimum})."
        )));
    }
    Ok(())
}

/// A type in the form of `GetActionType`. Who may poll is not published for types that were not updated; on this
/// computer it is its own account.
fn as_declaration(known: ActionType, account: &str) -> ActionTypeDeclaration {
    let ActionType {
        id,
        settings,
        action_configuration_properties,
        input_artifact_details,
        output_artifact_details,
    } = known;
    let count = |details: ArtifactDetails| ActionTypeArtifactDetails {
        minimum_count: details.minimum_count,
        maximum_count: details.maximum_count,
    };
    let properties = action_configuration_properties.unwrap_or_default().into_iter();
    let properties = properties.map(|property| ActionTypeProperty {
        name: property.name,
        optional: !property.required,
        key: property.key,
        no_echo: property.secret,
        queryable: property.queryable,
        description: property.description,
    });
    let worker = JobWorkerExecutorConfiguration {
        polling_accounts: Some(vec![account.to_owned()]),
        polling_service_principals: None,
    };
    ActionTypeDeclaration {
        description: None,
        executor: ActionTypeExecutor {
            configuration: ExecutorConfiguration {
                lambda_executor_configuration: None,
                job_worker_executor_configuration: Some(worker),
            },
            r#type: ExecutorType::JobWorker,
            policy_statements_template: None,
            job_timeout: None,
        },
        id: ActionTypeIdentifier {
            category: id.category,
            owner: id.owner.as_str().to_owned(),
            provider: id.provider,
            version: id.version,
        },
        input_artifact_details: count(input_artifact_details),
        output_artifact_details: count(output_artifact_details),
        permissions: None,
        properties: Some(properties.collect()),
        urls: settings.map(|settings| ActionTypeUrls {
            configuration_url: settings.third_party_configuration_url,
            entity_url_template: settings.entity_url_template,
            execution_url_template: settings.execution_url_template,
            revision_url_template: settings.revision_url_template,
        }),
    }
}

/// A type in the form of `ListActionTypes`.
fn as_type(declaration: &ActionTypeDeclaration) -> ActionType {
    let count = |details: &ActionTypeArtifactDetails| ArtifactDetails {
        minimum_count: details.minimum_count,
        maximum_count: details.maximum_count,
    };
    let properties = declaration.properties.iter().flatten().map(|property| ActionConfigurationProperty {
        name: property.name.clone(),
        required: !property.optional,
        key: property.key,
        secret: property.no_echo,
        queryable: property.queryable,
        description: property.description.as_ref().map(|text| text.chars().take(DESCRIPTION).collect()),
        r#type: None,
    });
    ActionType {
        id: ActionTypeId {
            category: declaration.id.category.clone(),
            owner: ActionOwner::from(declaration.id.owner.as_str()),
            provider: declaration.id.provider.clone(),
            version: declaration.id.version.clone(),
        },
        settings: declaration.urls.as_ref().map(|urls| ActionTypeSettings {
            third_party_configuration_url: urls.configuration_url.clone(),
            entity_url_template: urls.entity_url_template.clone(),
            execution_url_template: urls.execution_url_template.clone(),
            revision_url_template: urls.revision_url_template.clone(),
        }),
        action_configuration_properties: Some(properties.collect()),
        input_artifact_details: count(&declaration.input_artifact_details),
        output_artifact_details: count(&declaration.output_artifact_details),
    }
}

impl Engine {
    /// The custom action types that can be used.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn custom_types(&self) -> Result<Vec<ActionType>, crate::Error> {
        Ok(self.inner.custom_types()?)
    }
}

impl Inner {
    pub fn custom_types(&self) -> Result<Vec<ActionType>, store::Error> {
        let kept = self.store.documents(CUSTOM)?;
        let kept = kept.iter().filter_map(|(_, text)| serde_json::from_str::<Kept>(text).ok());
        Ok(kept.filter(|one| !one.deleted).map(|one| one.action_type).collect())
    }

    async fn keep_type(&self, id: &ActionTypeId, kept: &Kept) -> Result<(), Error> {
        self.store.put_document(CUSTOM, &key_of(id), Some(pipes::text(kept))).await.map_err(fault)
    }

    /// The action types that can be used: the service's own, its partners' as they were updated, and the custom ones.
    pub fn action_types(&self) -> Result<Vec<ActionType>, Error> {
        let updated: BTreeMap<String, ActionTypeDeclaration> = self
            .store
            .documents(UPDATED)
            .map_err(fault)?
            .into_iter()
            .filter_map(|(key, text)| Some((key, serde_json::from_str(&text).ok()?)))
            .collect();
        let built_in = built_in_types().into_iter().map(|one| match updated.get(&key_of(&one.id)) {
            Some(declaration) if one.id.owner == ActionOwner::ThirdParty => as_type(declaration),
            _ => one,
        });
        Ok(built_in.chain(self.custom_types().map_err(fault)?).collect())
    }

    /// The type of this id whose jobs workers do: a custom one, or a partner's.
    pub fn type_of_jobs(&self, id: &ActionTypeId) -> Result<ActionType, Error> {
        match id.owner {
            ActionOwner::ThirdParty => {
                let known = self.action_types()?.into_iter().find(|one| one.id == *id);
                known.ok_or_else(|| not_available(id))
            }
            _ => self.custom_type(id),
        }
    }

    /// What `GetActionType` tells of one of the service's or its partners' types.
    pub fn declared_type(&self, input: GetActionTypeInput) -> Result<ActionTypeDeclaration, Error> {
        let id = ActionTypeId {
            category: input.category,
            owner: ActionOwner::from(input.owner.as_str()),
            provider: input.provider,
            version: input.version,
        };
        let found =
            built_in_types().into_iter().find(|one| one.id == id).ok_or_else(|| not_available(&id))?;
        let updated = self.store.document(UPDATED, &key_of(&id)).map_err(fault)?;
        let updated = updated.and_then(|text| serde_json::from_str(&text).ok());
        Ok(updated.unwrap_or_else(|| as_declaration(found, &self.options.account)))
    }

    /// `UpdateActionType`: changes a partner's type. Its executor must be a job worker: nothing here runs a Lambda
    /// function for every account that uses the type.
    pub async fn update_type(&self, declaration: ActionTypeDeclaration) -> Result<(), Error> {
        let failed = |message: &str| Err(Error::new(ErrorKind::RequestFailed, message));
        let ActionTypeIdentifier { category, owner, provider, version } = declaration.id.clone();
        let id = ActionTypeId { category, owner: ActionOwner::from(owner.as_str()), provider, version };
        if !built_in_types().iter().any(|one| one.id == id) {
            return Err(not_available(&id));
        }
        if id.owner != ActionOwner::ThirdParty {
            return failed("The action types of owner AWS are not changed by an account");
        }
        let configuration = &declaration.executor.configuration;
        match &declaration.executor.r#type {
            ExecutorType::JobWorker if configuration.lambda_executor_configuration.is_none() => {}
            ExecutorType::JobWorker => {
                return Err(Error::validation(
                    "An executor of type JobWorker must not have a lambdaExecutorConfiguration",
                ));
            }
            _ => {
                return failed(
                    "An action type's Lambda executor cannot run on this computer; use a JobWorker",
                );
            }
        }
        for details in [&declaration.input_artifact_details, &declaration.output_artifact_details] {
            check_counts(details.minimum_count, details.maximum_count)?;
        }
        let value = Some(pipes::text(&declaration));
        self.store.put_document(UPDATED, &key_of(&id), value).await.map_err(fault)
    }

    fn kept_type(&self, id: &ActionTypeId) -> Result<Option<Kept>, Error> {
        let kept = self.store.document(CUSTOM, &key_of(id)).map_err(fault)?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The custom type of this id, if it can be used.
    pub fn custom_type(&self, id: &ActionTypeId) -> Result<ActionType, Error> {
        let kept = self.kept_type(id)?.filter(|kept| !kept.deleted && id.owner == ActionOwner::Custom);
        kept.map(|kept| kept.action_type).ok_or_else(|| not_available(id))
    }

    pub async fn create_type(&self, input: CreateCustomActionTypeInput) -> Result<ActionType, Error> {
        for details in [&input.input_artifact_details, &input.output_artifact_details] {
            check_counts(details.minimum_count, details.maximum_count)?;
        }
        let properties = input.configuration_properties.as_deref().unwrap_or_default();
        let queryable: Vec<&ActionConfigurationProperty> =
            properties.iter().filter(|one| one.queryable == Some(true)).collect();
        match queryable.as_slice() {
            [] => {}
            [one] if one.required && !one.secret => {}
            [one] => {
                return Err(Error::validation(format!(
                    "Invalid queryable property '{}'. Queryable configuration properties must be required and \
                     non-secret.",
                    one.name
                )));
            }
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                return Err(Error::validation(format!(
                    "Multiple queryable configuration properties found with names '{}'. Up to one queryable property \
                     may be specified.",
                    names.join(", ")
                )));
            }
        }
        let id = ActionTypeId {
            category: input.category,
            owner: ActionOwner::Custom,
            provider: input.provider,
            version: input.version,
        };
        let action_type = ActionType {
            id: id.clone(),
            settings: input.settings,
            action_configuration_properties: input.configuration_properties,
            input_artifact_details: input.input_artifact_details,
            output_artifact_details: input.output_artifact_details,
        };
        match self.kept_type(&id)? {
            Some(kept) if !kept.deleted => {
                return Err(Error::validation(format!("The action type '{}' already exists", key_of(&id))));
            }
            // A deleted version comes back only as it was.
            Some(kept) if kept.action_type != action_type => {
                return Err(Error::validation(format!(
                    "The action type '{}' was deleted and can be created again only with the same definition; use \
                     another version",
                    key_of(&id)
                )));
            }
            _ => {}
        }
        if self.custom_types().map_err(fault)?.len() >= MOST {
            let message = format!("The account has {MOST} custom action types, which is its limit");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
        self.keep_type(&id, &Kept { action_type: action_type.clone(), deleted: false }).await?;
        Ok(action_type)
    }

    pub async fn delete_type(&self, input: DeleteCustomActionTypeInput) -> Result<(), Error> {
        let DeleteCustomActionTypeInput { category, provider, version } = input;
        let id = ActionTypeId { category, owner: ActionOwner::Custom, provider, version };
        // Deleting what does not exist is no error.
        match self.kept_type(&id)? {
            Some(kept) => self.keep_type(&id, &Kept { deleted: true, ..kept }).await,
            None => Ok(()),
        }
    }
}
