//! A definition file: its text read into a declaration, and every part of the declaration found again in the text.
//!
//! It accepts what AWS's own tools accept in all their untidiness, names what is not a pipeline by what it is,
//! and never changes the text. Whether the declaration is a good one is decided in [`crate::rules`].

use codepipeline::Value;
use codepipeline::shapes::PipelineDeclaration;

pub use crate::text::Format;

use crate::error::{Error, ErrorCode, Span};
use crate::text::{self, Content, Kind, Member, Node, Text, child};

/// A pipeline's declaration with the text it was read from.
#[derive(Debug, Clone)]
pub struct Document {
    /// The declaration. Members of the wrong type are left out and required members that are missing are empty,
    /// so that a half-written pipeline can be shown; [`crate::rules::check_document`] reports them.
    pub declaration: PipelineDeclaration,
    /// How the text was written.
    pub format: Format,
    name: String,
    root: Node,
    base: &'static str,
    value: Value,
    faults: Vec<Fault>,
}

/// Something the text says that a declaration has no room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) pointer: String,
    pub(crate) kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// What is expected, and what is there.
    WrongType { expected: &'static str, found: &'static str },
    /// The closest known member, if one is close.
    UnknownMember { suggestion: Option<&'static str> },
}

impl Document {
    /// The document of a tree that has a declaration's form: its members have the declaration's names, its places are
    /// those of the text `name` that it was made from.
    ///
    /// # Errors
    /// [`ErrorCode::NotAPipeline`] when the tree has not that form.
    pub fn from_tree(root: Node, name: &str, format: Format) -> Result<Self, Error> {
        Self::read(root, "", name, format)
    }

    fn read(root: Node, base: &'static str, name: &str, format: Format) -> Result<Self, Error> {
        let (found, _) = root.at(base);
        let node = found.node;
        let mut faults = Vec::new();
        let value = PIPELINE.read(node, "", &mut faults).unwrap_or_else(|| Value::Map(Vec::new()));
        let declaration = codepipeline::from_value(PIPELINE.complete(&value)).map_err(|error| {
            let message = format!("is not a pipeline: {error}");
            Error::new(ErrorCode::NotAPipeline, message).named(name).at(node.span)
        })?;
        Ok(Self { declaration, format, name: name.to_owned(), base, value, faults, root })
    }

    /// The name the text was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place of the value at a JSON pointer into the declaration; `None` if the text does not write it.
    pub fn span(&self, pointer: &str) -> Option<Span> {
        let (found, complete) = self.root.at(&format!("{}{pointer}", self.base));
        complete.then_some(found.node.span)
    }

    /// The place of the key of the member at a JSON pointer; `None` for elements of lists and for what the text does
    /// not write.
    pub fn key_span(&self, pointer: &str) -> Option<Span> {
        let (found, complete) = self.root.at(&format!("{}{pointer}", self.base));
        found.key_span.filter(|_| complete)
    }

    /// The place to show for a JSON pointer: that of the value or, when the text does not write it, that of the
    /// closest value around it. Of a list or map only the key is shown, when it has one.
    pub fn place(&self, pointer: &str) -> Span {
        let (found, _) = self.root.at(&format!("{}{pointer}", self.base));
        match (&found.node.content, found.key_span) {
            (Content::List(_) | Content::Map(_), Some(key)) => key,
            _ => found.node.span,
        }
    }

    /// The declaration as the text has it: wire names, scalars of the right types, nothing added.
    pub fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

/// Reads a definition.
///
/// `name` is how the user calls the text, usually a path: its extension decides between JSON and YAML, and errors
/// name it. A declaration may stand alone or under `pipeline`, as the AWS CLI writes it. Numbers and booleans are
/// taken as the texts they are where the service wants texts.
///
/// # Errors
/// [`ErrorCode::TooLarge`], [`ErrorCode::Syntax`], [`ErrorCode::TooDeep`], [`ErrorCode::DuplicateKey`] for a text
/// that cannot be read; [`ErrorCode::CloudFormation`], [`ErrorCode::CloudAssembly`], [`ErrorCode::Terraform`] for
/// other ways to write a pipeline down; [`ErrorCode::NotAPipeline`] for everything else.
pub fn parse(text: &str, name: &str) -> Result<Document, Error> {
    if is_terraform(text, name) {
        return Err(refuse_terraform(name));
    }
    let Text { root, format, foreign, .. } = text::read(text, name).map_err(|error| {
        if is_template(text) { Error { span: error.span, ..refuse_template(None, name) } } else { error }
    })?;
    recognise(&root).map_err(|error| error.named(name))?;
    if let Some(error) = foreign {
        return Err(error);
    }
    let base = if root.get("pipeline").is_some() { "/pipeline" } else { "" };
    Document::read(root, base, name, format)
}

// ---- what is not a declaration

const WAY_OUT: &str = "Export the deployed pipeline's declaration instead: \
                       `aws codepipeline get-pipeline --name NAME > pipeline.json`";

fn is_terraform(text: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let block = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        let keyword = words.next().unwrap_or_default();
        matches!(
            keyword,
            "resource" | "data" | "module" | "provider" | "terraform" | "locals" | "variable" | "output"
        ) && line.trim_end().ends_with('{')
            && words.all(|word| word == "{" || word.starts_with('"'))
    };
    [".tf", ".tf.json", ".tofu", ".tofu.json", ".hcl"].iter().any(|extension| name.ends_with(extension))
        || (!name.ends_with(".json") && text.lines().any(block))
}

/// Whether a text that cannot be read is a template all the same.
fn is_template(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().trim_start_matches('"').starts_with("AWSTemplateFormatVersion"))
}

fn refuse_terraform(name: &str) -> Error {
    let message = format!("is a Terraform configuration, not a declaration. {WAY_OUT}");
    Error::new(ErrorCode::Terraform, message).named(name)
}

fn refuse_template(pipeline: Option<&Member>, name: &str) -> Error {
    let mut what = "is a CloudFormation template, not a declaration".to_owned();
    let mut way_out = WAY_OUT.to_owned();
    if let Some(resource) = pipeline {
        what = format!("{what} (its resource `{}` is a pipeline)", resource.key);
        let property = resource.value.get("Properties").and_then(|properties| properties.value.get("Name"));
        let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b".@-_".contains(&b));
        let name = property.and_then(|member| member.value.scalar()).map(|(_, name)| name);
        if let Some(name) = name.filter(|name| !name.is_empty() && is_name(name)) {
            way_out = way_out.replace("NAME", name);
        }
    }
    Error::new(ErrorCode::CloudFormation, format!("{what}. {way_out}")).named(name)
}

/// Says what a text is when it is not a declaration.
fn recognise(root: &Node) -> Result<(), Error> {
    let not = |what: String| {
        Error::new(ErrorCode::NotAPipeline, format!("is not a pipeline: {what}")).at(root.span)
    };
    if root.is_null() {
        return Err(not("it is empty".to_owned()));
    }
    let Some(members) = root.map() else {
        return Err(not(format!(
            "it holds {}, not a map with `name`, `roleArn` and `stages`",
            root.describe()
        )));
    };
    let has = |key: &str| root.get(key).is_some();
    if let Some(pipeline) = root.get("pipeline") {
        if pipeline.value.map().is_none() {
            let message =
                format!("is not a pipeline: `pipeline` holds {}, not a map", pipeline.value.describe());
            return Err(Error::new(ErrorCode::NotAPipeline, message).at(pipeline.value.span));
        }
        if pipeline.value.get("stages").is_none() && pipeline.value.get("name").is_none() {
            let message = "is not a pipeline: `pipeline` has neither `name` nor `stages`";
            return Err(Error::new(ErrorCode::NotAPipeline, message).at(pipeline.key_span));
        }
        return Ok(());
    }
    // Templates, and pieces of one: resources without the map around them.
    let type_of = |member: &Member| {
        let resource_type = member.value.get("Type").and_then(|member| member.value.scalar());
        resource_type.map(|(_, text)| text.to_owned()).filter(|text| text.starts_with("AWS::"))
    };
    let resources = root.get("Resources").and_then(|member| member.value.map()).unwrap_or(members);
    let is_resource = |member: &Member| type_of(member).is_some() || member.key.starts_with("Fn::ForEach::");
    if has("AWSTemplateFormatVersion") || resources.iter().any(is_resource) {
        let is_pipeline =
            |member: &&Member| type_of(member).is_some_and(|t| t == "AWS::CodePipeline::Pipeline");
        return Err(refuse_template(resources.iter().find(is_pipeline), ""));
    }
    if has("Stages") || has("Actions") || has("ActionTypeId") || (has("Type") && has("Properties")) {
        let message = format!("is written with CloudFormation's names (`Stages`, not `stages`). {WAY_OUT}");
        return Err(Error::new(ErrorCode::CloudFormation, message).at(root.span));
    }
    if (has("artifacts") && has("version") && !has("phases"))
        || (has("app") && !has("stages"))
        || has("constructInfo")
    {
        let message = format!(
            "is output or settings of the CDK, which are no declaration: name the folder `cdk.out`. {WAY_OUT}"
        );
        return Err(Error::new(ErrorCode::CloudAssembly, message).at(root.span));
    }
    if has("resource") || has("terraform") {
        return Err(refuse_terraform(""));
    }
    if has("stages") && root.get("stages").is_some_and(|stages| !is_ci_stages(&stages.value)) {
        return Ok(());
    }
    let known: &[(&[&str], &str)] = &[
        (&["phases"], "it looks like a CodeBuild buildspec; name it as a project's buildspec in the setup"),
        (&["hooks", "files"], "it looks like a CodeDeploy appspec"),
        (&["actions"], "it is one stage; a pipeline has a list of them in `stages`"),
        (&["actionTypeId"], "it is one action; a pipeline has `stages` with `actions` in them"),
        (&["jobs", "on"], "it looks like a GitHub Actions workflow"),
        (&["States", "StartAt"], "it looks like a Step Functions state machine"),
        (&["stages"], "it looks like another system's pipeline: its `stages` hold no maps"),
        (&["detail-type"], "it looks like an event pattern"),
        (&["containerDefinitions"], "it looks like an ECS task definition"),
        (&["sources"], "it looks like a setup (`pipesmith.yaml`); name the definition beside it"),
        (&["projects"], "it looks like a setup (`pipesmith.yaml`); name the definition beside it"),
    ];
    if let Some((_, sentence)) = known.iter().find(|(keys, _)| keys.iter().all(|key| has(key))) {
        return Err(not((*sentence).to_owned()));
    }
    if has("roleArn") || has("artifactStore") {
        // Somebody has begun to write one.
        return Ok(());
    }
    let keys: Vec<_> = members.iter().take(4).map(|member| format!("`{}`", member.key)).collect();
    let there = if keys.is_empty() { "nothing".to_owned() } else { keys.join(", ") };
    Err(not(format!("it has no `stages`; it has {there}")))
}

/// GitLab's `stages` is a list of names.
fn is_ci_stages(stages: &Node) -> bool {
    stages.list().is_some_and(|list| !list.is_empty() && list.iter().all(|stage| stage.scalar().is_some()))
}

// ---- the declaration's shape, as far as reading needs it

/// What a member holds. The model's constraints (lengths, patterns) are checked elsewhere; this only says where
/// texts, integers, lists and maps stand.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Integer,
    List(&'static Shape),
    Map(&'static Shape),
    Struct(&'static [Field]),
}

/// A member's name, whether it is required, and its shape.
type Field = (&'static str, bool, Shape);

const REQUIRED: bool = true;
const OPTIONAL: bool = false;
const TEXTS: Shape = Shape::List(&Shape::Text);
const TEXT_MAP: Shape = Shape::Map(&Shape::Text);

const PIPELINE: Shape = Shape::Struct(&[
    ("name", REQUIRED, Shape::Text),
    ("roleArn", REQUIRED, Shape::Text),
    ("artifactStore", OPTIONAL, Shape::Struct(ARTIFACT_STORE)),
    ("artifactStores", OPTIONAL, Shape::Map(&Shape::Struct(ARTIFACT_STORE))),
    ("stages", REQUIRED, Shape::List(&Shape::Struct(STAGE))),
    ("version", OPTIONAL, Shape::Integer),
    ("executionMode", OPTIONAL, Shape::Text),
    ("pipelineType", OPTIONAL, Shape::Text),
    ("variables", OPTIONAL, Shape::List(&Shape::Struct(VARIABLE))),
    ("triggers", OPTIONAL, Shape::List(&Shape::Struct(TRIGGER))),
]);

const ARTIFACT_STORE: &[Field] = &[
    ("type", REQUIRED, Shape::Text),
    ("location", REQUIRED, Shape::Text),
    (
        "encryptionKey",
        OPTIONAL,
        Shape::Struct(&[("id", REQUIRED, Shape::Text), ("type", REQUIRED, Shape::Text)]),
    ),
];

const STAGE: &[Field] = &[
    ("name", REQUIRED, Shape::Text),
    (
        "blockers",
        OPTIONAL,
        Shape::List(&Shape::Struct(&[("name", REQUIRED, Shape::Text), ("type", REQUIRED, Shape::Text)])),
    ),
    ("actions", REQUIRED, Shape::List(&Shape::Struct(ACTION))),
    ("onFailure", OPTIONAL, Shape::Struct(FAILURE)),
    ("onSuccess", OPTIONAL, Shape::Struct(&[("conditions", REQUIRED, CONDITIONS)])),
    ("beforeEntry", OPTIONAL, Shape::Struct(&[("conditions", REQUIRED, CONDITIONS)])),
];

const FAILURE: &[Field] = &[
    ("result", OPTIONAL, Shape::Text),
    ("retryConfiguration", OPTIONAL, Shape::Struct(&[("retryMode", OPTIONAL, Shape::Text)])),
    ("conditions", OPTIONAL, CONDITIONS),
];

const CONDITIONS: Shape = Shape::List(&Shape::Struct(&[
    ("result", OPTIONAL, Shape::Text),
    ("rules", OPTIONAL, Shape::List(&Shape::Struct(RULE))),
]));

const RULE: &[Field] = &[
    ("name", REQUIRED, Shape::Text),
    (
        "ruleTypeId",
        REQUIRED,
        Shape::Struct(&[
            ("category", REQUIRED, Shape::Text),
            ("owner", OPTIONAL, Shape::Text),
            ("provider", REQUIRED, Shape::Text),
            ("version", OPTIONAL, Shape::Text),
        ]),
    ),
    ("configuration", OPTIONAL, TEXT_MAP),
    ("commands", OPTIONAL, TEXTS),
    ("inputArtifacts", OPTIONAL, NAMED),
    ("roleArn", OPTIONAL, Shape::Text),
    ("region", OPTIONAL, Shape::Text),
    ("timeoutInMinutes", OPTIONAL, Shape::Integer),
];

const NAMED: Shape = Shape::List(&Shape::Struct(&[("name", REQUIRED, Shape::Text)]));

const ACTION: &[Field] = &[
    ("name", REQUIRED, Shape::Text),
    (
        "actionTypeId",
        REQUIRED,
        Shape::Struct(&[
            ("category", REQUIRED, Shape::Text),
            ("owner", REQUIRED, Shape::Text),
            ("provider", REQUIRED, Shape::Text),
            ("version", REQUIRED, Shape::Text),
        ]),
    ),
    ("runOrder", OPTIONAL, Shape::Integer),
    ("configuration", OPTIONAL, TEXT_MAP),
    ("commands", OPTIONAL, TEXTS),
    (
        "outputArtifacts",
        OPTIONAL,
        Shape::List(&Shape::Struct(&[("name", REQUIRED, Shape::Text), ("files", OPTIONAL, TEXTS)])),
    ),
    ("inputArtifacts", OPTIONAL, NAMED),
    ("outputVariables", OPTIONAL, TEXTS),
    ("roleArn", OPTIONAL, Shape::Text),
    ("region", OPTIONAL, Shape::Text),
    ("namespace", OPTIONAL, Shape::Text),
    ("timeoutInMinutes", OPTIONAL, Shape::Integer),
    (
        "environmentVariables",
        OPTIONAL,
        Shape::List(&Shape::Struct(&[
            ("name", REQUIRED, Shape::Text),
            ("value", REQUIRED, Shape::Text),
            ("type", OPTIONAL, Shape::Text),
        ])),
    ),
];

const VARIABLE: &[Field] = &[
    ("name", REQUIRED, Shape::Text),
    ("defaultValue", OPTIONAL, Shape::Text),
    ("description", OPTIONAL, Shape::Text),
];

const PATTERNS: Shape = Shape::Struct(&[("includes", OPTIONAL, TEXTS), ("excludes", OPTIONAL, TEXTS)]);

const TRIGGER: &[Field] = &[
    ("providerType", REQUIRED, Shape::Text),
    (
        "gitConfiguration",
        REQUIRED,
        Shape::Struct(&[
            ("sourceActionName", REQUIRED, Shape::Text),
            (
                "push",
                OPTIONAL,
                Shape::List(&Shape::Struct(&[
                    ("tags", OPTIONAL, PATTERNS),
                    ("branches", OPTIONAL, PATTERNS),
                    ("filePaths", OPTIONAL, PATTERNS),
                ])),
            ),
            (
                "pullRequest",
                OPTIONAL,
                Shape::List(&Shape::Struct(&[
                    ("events", OPTIONAL, TEXTS),
                    ("branches", OPTIONAL, PATTERNS),
                    ("filePaths", OPTIONAL, PATTERNS),
                ])),
            ),
        ]),
    ),
];

impl Shape {
    /// The value of this shape in the tree. What does not fit is left out and reported; nothing is added.
    fn read(self, node: &Node, pointer: &str, faults: &mut Vec<Fault>) -> Option<Value> {
        if node.is_null() {
            return None;
        }
        match (self, &node.content) {
            (Self::Text, Content::Scalar(_, text)) => return Some(Value::String(text.clone())),
            (Self::Integer, Content::Scalar(Kind::Number | Kind::Text, text)) => {
                if let Ok(number) = text.parse::<i32>() {
                    return Some(Value::Integer(number.into()));
                }
            }
            (Self::List(element), Content::List(items)) => {
                let read = |(index, item): (usize, &Node)| {
                    // A place in a list is kept even if nothing of it can be used: pointers count on it.
                    element
                        .read(item, &format!("{pointer}/{index}"), faults)
                        .unwrap_or_else(|| element.empty())
                };
                return Some(Value::List(items.iter().enumerate().map(read).collect()));
            }
            (Self::Map(element), Content::Map(members)) => {
                let read = |member: &Member| {
                    let value = element.read(&member.value, &child(pointer, &member.key), faults)?;
                    Some((member.key.clone(), value))
                };
                return Some(Value::Map(members.iter().filter_map(read).collect()));
            }
            (Self::Struct(fields), Content::Map(members)) => {
                return Some(Value::Map(read_struct(fields, members, pointer, faults)));
            }
            _ => {}
        }
        report(
            faults,
            pointer.to_owned(),
            FaultKind::WrongType { expected: self.describe(), found: node.describe() },
        );
        None
    }

    /// The same value with everything that is required: the typed shapes have no room for gaps.
    fn complete(self, value: &Value) -> Value {
        match (self, value) {
            (Self::List(element), Value::List(items)) => {
                Value::List(items.iter().map(|item| element.complete(item)).collect())
            }
            (Self::Map(element), Value::Map(members)) => Value::Map(
                members.iter().map(|(key, value)| (key.clone(), element.complete(value))).collect(),
            ),
            (Self::Struct(fields), Value::Map(_)) => {
                let complete = |(name, required, shape): &Field| match value.get(name) {
                    Some(value) => Some(((*name).to_owned(), shape.complete(value))),
                    None => required.then(|| ((*name).to_owned(), shape.complete(&shape.empty()))),
                };
                Value::Map(fields.iter().filter_map(complete).collect())
            }
            _ => value.clone(),
        }
    }

    fn empty(self) -> Value {
        match self {
            Self::Text => Value::String(String::new()),
            Self::Integer => Value::Integer(0),
            Self::List(_) => Value::List(Vec::new()),
            Self::Map(_) | Self::Struct(_) => Value::Map(Vec::new()),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "an integer",
            Self::List(_) => "a list",
            Self::Map(_) | Self::Struct(_) => "a map",
        }
    }
}

/// Keeps a fault. The first hundred say it all.
fn report(faults: &mut Vec<Fault>, pointer: String, kind: FaultKind) {
    if faults.len() < 100 {
        faults.push(Fault { pointer, kind });
    }
}

fn read_struct(
    fields: &'static [Field],
    members: &[Member],
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> Vec<(String, Value)> {
    let mut read = Vec::new();
    for member in members {
        let below = child(pointer, &member.key);
        match fields.iter().find(|(name, ..)| *name == member.key) {
            Some((name, _, shape)) => {
                if let Some(value) = shape.read(&member.value, &below, faults) {
                    read.push(((*name).to_owned(), value));
                }
            }
            None => {
                let suggestion = match faults.len() {
                    0..100 => crate::closest(&member.key, fields.iter().map(|(name, ..)| *name)),
                    _ => None,
                };
                report(faults, below, FaultKind::UnknownMember { suggestion });
            }
        }
    }
    read
}
