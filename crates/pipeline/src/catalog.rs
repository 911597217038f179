//! The catalog of action types: what each provider's configuration, artifacts and variables are, as data. The data
//! are the files in `catalog/`, one a type; rules, forms and the policy generator read them here.
//! (AWS CodePipeline user guide, "Action structure reference", and the service's own answers to `ListActionTypes`.)

use std::collections::HashMap;
use std::sync::OnceLock;

use codepipeline::shapes::ActionTypeId;
use serde::{Deserialize, Serialize};

/// An action type and everything known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionType {
    /// `Source`, `Build`, `Deploy`, `Test`, `Invoke`, `Approval` or `Compute`.
    pub category: String,
    /// `AWS`, `ThirdParty` or `Custom`.
    pub owner: String,
    /// The provider. Of `Custom` types it is what somebody chose; the catalog has the usual one.
    pub provider: String,
    /// The version, `1`.
    pub version: String,
    /// The name for people.
    pub label: String,
    /// What it does, in a sentence.
    pub description: String,
    /// The key of the picture on its card.
    pub glyph: String,
    /// How many artifacts it takes in.
    pub inputs: Count,
    /// How many artifacts it puts out.
    pub outputs: Count,
    /// After how many minutes the service ends it.
    pub timeout_minutes: u32,
    /// Whether only pipelines of type V2 may use it.
    #[serde(default)]
    pub v2_only: bool,
    /// Whether it is still to be used.
    #[serde(default)]
    pub status: Status,
    /// What to know before using it, when its status is not [`Status::Current`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it may have properties that are not listed: unknown keys are no fault then.
    #[serde(default)]
    pub open: bool,
    /// Whether it needs the action's `commands`.
    #[serde(default)]
    pub commands: bool,
    /// The property whose value says on the card what the action is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// The page of the user guide about it.
    pub documentation: String,
    /// Templates of addresses, with `{Config:Name}`, `{ExternalExecutionId}` and `{RevisionId}`.
    #[serde(default, skip_serializing_if = "Urls::is_empty")]
    pub urls: Urls,
    /// Its configuration properties.
    pub properties: Vec<Property>,
    /// The names of its output variables that are always the same.
    pub variables: Vec<String>,
    /// Whether it may put out other variables too: what a build exports, a stack's outputs.
    #[serde(default)]
    pub open_variables: bool,
    /// What the pipeline's service role must be allowed to do for it.
    pub iam: Vec<Permission>,
}

/// How many artifacts an action type takes or gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// At least so many.
    pub minimum: usize,
    /// At most so many.
    pub maximum: usize,
}

/// Whether an action type is still to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is.
    #[default]
    Current,
    /// It works, but something else has replaced it.
    Legacy,
    /// It can no longer succeed.
    Ended,
}

/// Templates of an action type's addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Urls {
    /// The page of the resource it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The page of one execution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution: Option<String>,
    /// The page of one revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
}

impl Urls {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A configuration property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    /// The key in the action's `configuration`.
    pub name: String,
    /// The name for people.
    pub label: String,
    /// What it means, in a sentence.
    pub description: String,
    /// Whether the service refuses a declaration without it.
    #[serde(default)]
    pub required: bool,
    /// When the action fails without it: `inputs>1`, `inputs=0`, `Key` (is there), `!Key` (is not there),
    /// `Key=a|b` (has one of these values, or has one of them as its default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<String>,
    /// Whether its value is a secret: it is shown as `****` and never logged.
    #[serde(default)]
    pub secret: bool,
    /// Whether it tells what the action works on.
    #[serde(default)]
    pub key: bool,
    /// Whether job workers may ask for jobs by it.
    #[serde(default)]
    pub queryable: bool,
    /// What its value looks like.
    #[serde(default)]
    pub kind: PropertyKind,
    /// Whether its value names an input artifact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<ArtifactUse>,
    /// The kind of resource that its value names, so that those that exist can be offered: `build-project`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The property that names what the resource belongs to: an ECS service is in a cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The values it may have, when its kind is [`PropertyKind::Enum`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The value that counts when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// A value to show as an example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The page about it; [`ActionType::documentation`] when there is no better one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub documentation: String,
}

/// How a property's value names an input artifact of its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArtifactUse {
    /// The value is the artifact's name.
    Name,
    /// The value is `Artifact::path`.
    Path,
    /// The value is `Artifact::path`, or something else without `::`.
    Either,
}

/// What a property's value looks like. On the wire every value is a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PropertyKind {
    /// One line of text.
    #[default]
    Text,
    /// A number.
    Number,
    /// `true` or `false`; upper and lower case do not matter.
    Boolean,
    /// One of [`Property::options`].
    Enum,
    /// A JSON text.
    Json,
    /// Text of several lines.
    Multiline,
}

/// A statement for the service role's policy.
///
/// Resources may hold `$R` (Region), `$A` (account), `$P` (pipeline) and `{Key}` (the action's configuration value).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The IAM actions.
    pub actions: Vec<String>,
    /// The resources.
    pub resources: Vec<String>,
    /// When it is needed: `Key` (is there), `Key=value`, `Key!=value`, or a situation in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The statement's condition, as a policy has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<serde_json::Value>,
    /// What the reader should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl ActionType {
    /// The property of this key.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The type's id as the service writes it.
    pub fn id(&self) -> ActionTypeId {
        ActionTypeId {
            category: self.category.as_str().into(),
            owner: self.owner.as_str().into(),
            provider: self.provider.clone(),
            version: self.version.clone(),
        }
    }

    /// The type's id as one text: `Build/AWS/CodeBuild/1`.
    pub fn provider_key(&self) -> String {
        format!("{}/{}/{}/{}", self.category, self.owner, self.provider, self.version)
    }
}

/// Every action type of the catalog, by category, owner and provider.
pub fn all() -> &'static [ActionType] {
    &catalog().types
}

/// The action type of this id. Custom types are in the catalog only under their usual names.
pub fn find(category: &str, owner: &str, provider: &str, version: &str) -> Option<&'static ActionType> {
    let catalog = catalog();
    let numbers = catalog.by_provider.get(provider)?;
    numbers
        .iter()
        .filter_map(|number| catalog.types.get(*number))
        .find(|found| found.category == category && found.owner == owner && found.version == version)
}

/// The action type of this id.
pub fn find_id(id: &ActionTypeId) -> Option<&'static ActionType> {
    find(id.category.as_str(), id.owner.as_str(), &id.provider, &id.version)
}

struct Catalog {
    types: Vec<ActionType>,
    by_provider: HashMap<String, Vec<usize>>,
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        // A file that does not parse is caught by this crate's tests, which read every one of them.
        let read = |text: &&str| serde_json::from_str::<ActionType>(text).ok();
        let mut types: Vec<_> = FILES.iter().map(|(_, text)| text).filter_map(read).collect();
        for action_type in &mut types {
            for property in &mut action_type.properties {
                if property.documentation.is_empty() {
                    property.documentation.clone_from(&action_type.documentation);
                }
            }
        }
        let mut by_provider = HashMap::<_, Vec<_>>::new();
        for (number, action_type) in types.iter().enumerate() {
            by_provider.entry(action_type.provider.clone()).or_default().push(number);
        }
        Catalog { types, by_provider }
    })
}

macro_rules! embed {
    ($($file:literal,)+) => {
        /// The catalog's files and their texts.
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("../catalog/", $file))),)+];
    };
}

embed! {
    "approval-aws-manual.json",
    "build-aws-codebuild.json",
    "build-aws-ecrbuildandpublish.json",
    "build-custom-cloudbees.json",
    "build-custom-jenkins.json",
    "build-custom-teamcity.json",
    "compute-aws-commands.json",
    "deploy-aws-appconfig.json",
    "deploy-aws-cloudformation.json",
    "deploy-aws-cloudformationstackinstances.json",
    "deploy-aws-cloudformationstackset.json",
    "deploy-aws-codedeploy.json",
    "deploy-aws-codedeploytoecs.json",
    "deploy-aws-ec2.json",
    "deploy-aws-ecs.json",
    "deploy-aws-eks.json",
    "deploy-aws-elasticbeanstalk.json",
    "deploy-aws-lambda.json",
    "deploy-aws-opsworks.json",
    "deploy-aws-s3.json",
    "deploy-aws-servicecatalog.json",
    "deploy-custom-xebialabs.json",
    "deploy-thirdparty-alexaskillskit.json",
    "invoke-aws-codepipeline.json",
    "invoke-aws-inspectorscan.json",
    "invoke-aws-lambda.json",
    "invoke-aws-stepfunctions.json",
    "invoke-thirdparty-snyk.json",
    "source-aws-codecommit.json",
    "source-aws-codestarsourceconnection.json",
    "source-aws-ecr.json",
    "source-aws-s3.json",
    "source-thirdparty-github.json",
    "test-aws-codebuild.json",
    "test-aws-devicefarm.json",
    "test-custom-blazemeter.json",
    "test-custom-jenkins.json",
    "test-thirdparty-ghostinspector.json",
    "test-thirdparty-nouvola.json",
    "test-thirdparty-runscope.json",
    "test-thirdparty-stormrunnerload.json",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_embedded_and_readable() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog");
        let mut there: Vec<_> = fs_err::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        let embedded: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, embedded);
        for (name, text) in FILES {
            let read = serde_json::from_str::<ActionType>(text);
            let read = read.unwrap_or_else(|error| panic!("{name}: {error}"));
            let expected = format!("{}-{}-{}.json", read.category, read.owner, read.provider).to_lowercase();
            assert_eq!(*name, expected);
            for property in &read.properties {
                if let Some(within) = &property.within {
                    assert!(
                        property.resource.is_some() && read.property(within).is_some(),
                        "{name}: {within}"
                    );
                }
            }
        }
        assert_eq!(all().len(), FILES.len());
    }
}
