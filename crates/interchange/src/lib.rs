//! Pipelines in the forms that people keep them in: declarations, and infrastructure code that makes pipelines.
//!
//! It turns a text into the declarations that it makes, with every part's place in that text, and says by name what
//! cannot be known without deploying it. It is pure: files are handed in, nothing is run, nothing is asked of an
//! account, and secrets that a text refers to are never looked up.

mod cdk;
mod cloudformation;
mod error;
mod export;
mod paths;
mod policy;
mod roots;
mod starts;
mod terraform;

use std::collections::BTreeMap;

use pipeline::text::Node;
use pipeline::{Document, Setup, Severity, Span};
use serde::{Deserialize, Serialize};

pub use error::{Error, ErrorCode};
pub use export::{Export, Target, export};
pub use policy::{Policy, policy};
pub use roots::{Computed, Origin, Piece, Roots};
use starts::Start;
pub use terraform::is_configuration as is_terraform;

/// What a text is read with.
pub struct Options<'a> {
    /// Values of the template's parameters, by name. A list is written with commas.
    pub parameters: BTreeMap<String, String>,
    /// Values that serve where the template has such a parameter; others are no fault.
    pub usual: BTreeMap<String, String>,
    /// The account that the template is read for, twelve digits (`AWS::AccountId`).
    pub account: String,
    /// The region that the template is read for (`AWS::Region`).
    pub region: String,
    /// Reads the file of a nested template: its path from the folder of the text, as the template writes it; nothing
    /// when there is no such file.
    pub files: &'a dyn Fn(&str) -> Option<String>,
    /// The names of the files in a folder: its path from the folder of the text, empty for that folder itself.
    pub folder: &'a dyn Fn(&str) -> Vec<String>,
    /// Files with values of Terraform's variables beyond those that it reads by itself: name and text.
    pub values: Vec<(String, String)>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            parameters: BTreeMap::new(),
            usual: BTreeMap::new(),
            account: "111122223333".into(),
            region: "us-east-1".into(),
            files: &|_| None,
            folder: &|_| Vec::new(),
            values: Vec::new(),
        }
    }
}

/// The form a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A declaration, as CodePipeline's API takes it.
    Declaration,
    /// A CloudFormation or SAM template, or a part of one.
    CloudFormation,
    /// A configuration of Terraform or OpenTofu, a plan or a state.
    Terraform,
    /// The manifest of an assembly that `cdk synth` writes (`cdk.out/manifest.json`).
    Cdk,
}

/// What a text makes.
#[derive(Debug, Clone)]
pub struct Import {
    /// How it is written.
    pub form: Form,
    /// Its pipelines in the text's order, those of nested templates after those of the template itself. At least one.
    pub pipelines: Vec<Imported>,
    /// The parameters of the template.
    pub parameters: Vec<Parameter>,
    /// What is wrong with the template, and what was assumed or left out; errors first.
    pub notes: Vec<Note>,
    /// The custom action types that the text makes, each as CreateCustomActionType takes it.
    pub action_types: Vec<serde_json::Value>,
}

/// A pipeline of a text.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its logical id in the template; with those of the nested stacks around it, separated by `/`.
    pub logical_id: Option<String>,
    /// The declaration with its places.
    pub document: Document,
    /// What the text says about the things that the pipeline uses: CodeBuild projects, functions, state machines.
    pub setup: Setup,
    /// What starts the pipeline, as far as this computer can do it: schedules, and triggers for changes of its sources.
    /// It counts once the user takes it into a setup.
    pub starts: Setup,
    /// What stands in the declaration and the setup for a value that only a deployment knows.
    pub unknown: Vec<Unknown>,
    /// How it stands in the text, when changes of it can be written back there.
    pub roots: Option<Roots>,
}

impl Imported {
    /// A pipeline about which its declaration says all.
    fn of(document: Document) -> Self {
        let (setup, starts) = (Setup::default(), Setup::default());
        Self { logical_id: None, document, setup, starts, unknown: Vec::new(), roots: None }
    }
}

/// A value that is not known here; a stand-in has its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unknown {
    /// Where the stand-in is, as a JSON pointer into the declaration or, when `in_setup`, into the setup.
    pub pointer: String,
    /// Whether the pointer is one into the setup.
    pub in_setup: bool,
    /// The text there.
    pub text: String,
    /// What it stands for.
    pub source: Source,
}

impl Unknown {
    /// What is unknown about a text of the setup. The names that a deployment makes are known well enough.
    fn of_setup(pointer: &str, text: &str, sources: &[Source]) -> impl Iterator<Item = Self> {
        let sources = sources.iter().filter(|source| source.kind != SourceKind::Resource);
        sources.map(move |source| Self {
            pointer: pointer.to_owned(),
            in_setup: true,
            text: text.to_owned(),
            source: source.clone(),
        })
    }
}

/// What a stand-in stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The kind of thing.
    pub kind: SourceKind,
    /// Its name: of the parameter, the resource, the export, ….
    pub name: String,
}

/// The kinds of things whose values are not known before a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceKind {
    /// A parameter without a default: it can be given.
    Parameter,
    /// A parameter whose value CloudFormation reads from Parameter Store.
    StoredParameter,
    /// A resource of the template that CloudFormation gives a name to.
    Resource,
    /// An attribute of a resource, or a resource that the text leaves out.
    Attribute,
    /// An export of another stack.
    Import,
    /// A dynamic reference (`{{resolve:…}}`). It stays as it is written.
    Dynamic,
    /// A function that is carried out only when the text is deployed.
    Function,
    /// A value that a plan or a state keeps secret.
    Sensitive,
}

impl Source {
    fn new(kind: SourceKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// What it is, for a sentence: ``the parameter `Branch` ``.
    pub fn describe(&self) -> String {
        let what = match self.kind {
            SourceKind::Parameter => "the parameter",
            SourceKind::StoredParameter => "Parameter Store's value of the parameter",
            SourceKind::Resource => "the name that CloudFormation gives to the resource",
            SourceKind::Attribute => "what a deployment gives for",
            SourceKind::Import => "the export of another stack",
            SourceKind::Dynamic => "the dynamic reference",
            SourceKind::Function => "the function",
            SourceKind::Sensitive => "the secret value of",
        };
        format!("{what} `{}`", self.name)
    }
}

/// A parameter of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type: `String`, `CommaDelimitedList`, ….
    pub kind: String,
    /// What it is for, as the template says.
    pub description: Option<String>,
    /// Its default.
    pub default: Option<String>,
    /// The values that it may have; any when there are none.
    pub allowed: Vec<String>,
    /// Whether it is a secret (`NoEcho`). The default of such a parameter is not used.
    pub secret: bool,
}

/// Something that a reader of the template should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// An error when CloudFormation would refuse the template for it.
    pub severity: Severity,
    /// What is wrong, or was assumed or left out, in a sentence.
    pub message: String,
    /// The name of the text.
    pub name: String,
    /// Where in it.
    pub span: Span,
}

/// Reads the pipelines of a text. `name` is how the user calls the text, usually a path.
///
/// # Errors
/// [`ErrorCode::Unreadable`] for a text that cannot be read or holds nothing of the kind; the other codes for
/// templates that CloudFormation would refuse or that make no pipeline. Errors name file, line and logical id.
pub fn read(text: &str, name: &str, options: &Options<'_>) -> Result<Import, Error> {
    match pipeline::parse(text, name) {
        Ok(document) => Ok(declared(document)),
        Err(error) if error.code == pipeline::ErrorCode::CloudFormation => {
            cloudformation::read(text, name, options)
        }
        // Templates may have members twice, which declarations may not.
        Err(error) if error.code == pipeline::ErrorCode::DuplicateKey && text.contains("AWS::") => {
            cloudformation::read(text, name, options)
        }
        Err(error) if error.code == pipeline::ErrorCode::Terraform => terraform::read(text, name, options),
        Err(error) if error.code == pipeline::ErrorCode::CloudAssembly => {
            cdk::read(text, name, options)?.ok_or_else(|| error.into())
        }
        Err(error) if error.code == pipeline::ErrorCode::NotAPipeline => {
            let values = pipeline::text::read(text, name).ok();
            let values = values.and_then(|text| terraform::read_values(&text.root, name, options));
            values.unwrap_or_else(|| unwrap(text, name).ok_or_else(|| error.into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The parameters that a template declares, also when it cannot be read with the values that it is given.
///
/// # Errors
/// What [`read`] says of a text that is no template.
pub fn parameters(text: &str, name: &str, options: &Options<'_>) -> Result<Vec<Parameter>, Error> {
    match pipeline::parse(text, name) {
        Err(error) if error.code == pipeline::ErrorCode::Terraform => {
            terraform::parameters_of(text, name, options)
        }
        _ => cloudformation::parameters_of(text, name),
    }
}

/// Whether a text looks like what `terraform show -json` prints, or like a state file of Terraform's.
pub fn is_plan(text: &str) -> bool {
    text.contains("\"terraform_version\"")
        && ["\"planned_values\"", "\"root_module\"", "\"lineage\""].iter().any(|member| text.contains(member))
}

/// Whether a text looks like the manifest of an assembly that `cdk synth` writes.
pub fn is_assembly(text: &str) -> bool {
    text.contains("\"artifacts\"")
        && (text.contains("aws:cloudformation:stack") || text.contains("cdk:cloud-assembly"))
}

/// What definitions make that belongs to all their pipelines.
#[derive(Default)]
pub(crate) struct Shared {
    pub setup: Setup,
    /// What is unknown in the setup.
    pub unknown: Vec<Unknown>,
    /// What starts pipelines.
    pub starts: Vec<Start>,
    pub notes: Vec<Note>,
    /// Custom action types.
    pub action_types: Vec<serde_json::Value>,
}

impl Shared {
    /// The pipelines with it.
    pub fn import(mut self, form: Form, mut pipelines: Vec<Imported>, parameters: Vec<Parameter>) -> Import {
        for pipeline in &mut pipelines {
            pipeline.setup = self.setup.clone();
            let name = &pipeline.document.declaration.name;
            for start in self.starts.iter().filter(|start| start.pipeline == *name) {
                start.offer(&mut pipeline.starts);
            }
            pipeline.unknown.extend(self.unknown.iter().cloned());
        }
        self.notes.sort_by_key(|note| note.severity);
        Import { form, pipelines, parameters, notes: self.notes, action_types: self.action_types }
    }
}

fn declared(document: Document) -> Import {
    Import {
        form: Form::Declaration,
        pipelines: vec![Imported::of(document)],
        parameters: Vec::new(),
        notes: Vec::new(),
        action_types: Vec::new(),
    }
}

/// A declaration inside of what tools write around it: recorded answers, CloudTrail records of changes.
fn unwrap(text: &str, name: &str) -> Option<Import> {
    let read = pipeline::text::read(text, name).ok()?;
    let wrapped = |outer: &str| -> Option<Node> {
        let inner = read.root.get(outer)?.value.get("pipeline")?;
        inner.value.get("stages").map(|_| inner.value.clone())
    };
    let node = ["data", "requestParameters"].into_iter().find_map(wrapped)?;
    Document::from_tree(node, name, read.format).ok().map(declared)
}
