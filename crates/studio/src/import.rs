//! Definitions that are written as something else than declarations: templates, with the parameters and files beside
//! them. What templates mean is decided in `interchange`; nothing is run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codepipeline::shapes::CreateCustomActionTypeInput;
use interchange::{Import, Imported, Note, Options, SourceKind, Unknown};
use serde_json::Value;

use crate::check::{self, Offsets};
use crate::contract::{Choice, Failure, Problem, Severity, Span};
use crate::failure::{failure, io};
use crate::plan;

/// What a template is read with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The folder that nested templates are looked for in.
    folder: PathBuf,
    parameters: BTreeMap<String, String>,
    usual: BTreeMap<String, String>,
    /// Which of several pipelines is meant: its logical id or name.
    pipeline: Option<String>,
    /// Whether the first of several is meant when it is not said which one.
    first: bool,
    /// Files with values of Terraform's variables: name and text.
    values: Vec<(String, String)>,
}

impl Given {
    /// What is given by the user and by the setup beside a file. Parameters are `NAME=VALUE` or `@FILE`, as the AWS CLI
    /// takes them.
    pub fn beside(file: &Path, pipeline: Option<String>, parameters: &[String]) -> Result<Self, Failure> {
        let folder = file.parent().unwrap_or_else(|| Path::new(".")).to_owned();
        let mut given =
            Self { usual: plan::setup_beside(&home(file))?.parameters, folder, pipeline, ..Self::default() };
        for text in parameters {
            match (text.strip_prefix('@'), text.split_once('=')) {
                (Some(file), _) if file.ends_with(".tfvars") || file.ends_with(".tfvars.json") => {
                    given.values.push((file.to_owned(), check::text_of(Path::new(file))?));
                }
                (Some(file), _) => given.parameters.extend(read_parameters(Path::new(file))?),
                (None, Some((name, value))) => {
                    given.parameters.insert(name.to_owned(), value.to_owned());
                }
                (None, None) => {
                    let message = format!("--param {text} has no value");
                    return Err(failure("bad-arguments", message).remedy("write it as NAME=VALUE or @FILE"));
                }
            }
        }
        Ok(given)
    }
}

impl Given {
    /// What the user of the window chose for a file, with the setup beside it.
    pub fn chosen(file: &Path, choice: &Choice) -> Result<Self, Failure> {
        let parameters = choice.parameters.iter().map(|one| (one.name.clone(), one.value.clone()));
        let given = Self::beside(file, choice.pipeline.clone(), &[])?;
        Ok(Self { parameters: parameters.collect(), first: true, ..given })
    }

    /// The value that the setup beside the file gives a parameter.
    pub fn usual(&self, name: &str) -> Option<&str> {
        self.usual.get(name).map(String::as_str)
    }
}

/// A file of parameters: the AWS CLI's list, `{"Parameters": {…}}` of CodePipeline's CloudFormation actions, or a map.
fn read_parameters(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let form = || {
        failure("bad-arguments", format!("{} is not a file of parameters", file.display())).remedy(
            "write it as JSON: {\"NAME\": \"VALUE\"}, or the list of ParameterKey and ParameterValue of the AWS CLI",
        )
    };
    let text = fs_err::read_to_string(file).map_err(|error| io(&error))?;
    let value: Value = serde_json::from_str(&text).map_err(|_| form())?;
    let text_of = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    match value.get("Parameters").unwrap_or(&value) {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| Some((name.clone(), text_of(value)?)))
            .collect::<Option<_>>()
            .ok_or_else(form),
        Value::Array(items) => items
            .iter()
            .map(|item| Some((text_of(item.get("ParameterKey")?)?, text_of(item.get("ParameterValue")?)?)))
            .collect::<Option<_>>()
            .ok_or_else(form),
        _ => Err(form()),
    }
}

/// A path, and which of a file's pipelines it means: `template.yaml#Pipeline`. A folder with CDK output stands for the
/// manifest in it, one with a Terraform configuration for the file with its pipeline.
pub(crate) fn split(path: &Path) -> (PathBuf, Option<String>) {
    let text = path.to_string_lossy();
    let (file, id) = match text.rsplit_once('#') {
        Some((file, id)) if !id.is_empty() && !path.exists() => (PathBuf::from(file), Some(id.to_owned())),
        _ => (path.to_owned(), None),
    };
    (manifest_in(&file).or_else(|| configuration_in(&file)).unwrap_or(file), id)
}

/// The file of a folder's Terraform configuration that makes its pipelines, or else its main file.
fn configuration_in(folder: &Path) -> Option<PathBuf> {
    if !folder.is_dir() {
        return None;
    }
    let mut names = names_in(folder);
    names.retain(|name| interchange::is_terraform(name));
    names.sort();
    let makes = |name: &&String| {
        check::text_of(&folder.join(name)).is_ok_and(|text| text.contains("\"aws_codepipeline\""))
    };
    let main = || names.iter().find(|name| name.starts_with("main."));
    let chosen = names.iter().find(makes).or_else(main).or(names.first())?;
    Some(folder.join(chosen))
}

/// The names of the files in a folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs_err::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// How far up definitions may ask for files: to the repository around the folder or, without one, to the folder above.
/// Nobody's definition reads what lies elsewhere on this computer.
fn border(folder: &Path) -> Option<PathBuf> {
    let folder =
        fs_err::canonicalize(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }).ok()?;
    let repository = folder.ancestors().find(|above| above.join(".git").exists());
    Some(repository.or(folder.parent()).unwrap_or(&folder).to_owned())
}

/// The manifest of the CDK output in a folder, or in its `cdk.out`.
fn manifest_in(folder: &Path) -> Option<PathBuf> {
    if !folder.is_dir() {
        return None;
    }
    let files = [folder.join("manifest.json"), folder.join("cdk.out").join("manifest.json")];
    files.into_iter().find(|file| is_assembly(file))
}

fn is_assembly(file: &Path) -> bool {
    let small = fs_err::metadata(file).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST);
    small && fs_err::read_to_string(file).is_ok_and(|text| interchange::is_assembly(&text))
}

/// The folder that a definition belongs to, where its setup and sources are: that of its file; for CDK output the folder
/// of the project that wrote it.
pub(crate) fn home(path: &Path) -> PathBuf {
    let file = split(path).0;
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let written = folder.file_name().is_some_and(|name| name == "cdk.out")
        && file.file_name().is_some_and(|name| name == "manifest.json");
    match folder.parent() {
        Some(project) if written && project.as_os_str().is_empty() => PathBuf::from("."),
        Some(project) if written => project.to_owned(),
        _ => folder.to_owned(),
    }
}

/// The largest nested template that is read, in bytes.
const LARGEST: u64 = 5 << 20;

pub(crate) fn read(text: &str, name: &str, given: &Given) -> Result<Import, interchange::Error> {
    with_options(given, |options| interchange::read(text, name, options))
}

/// The parameters that a text declares, also when it cannot be read with the values that it is given.
pub(crate) fn parameters(
    text: &str,
    name: &str,
    given: &Given,
) -> Result<Vec<interchange::Parameter>, interchange::Error> {
    with_options(given, |options| interchange::parameters(text, name, options))
}

/// What a text is read with, for as long as it takes to read it.
fn with_options<T>(given: &Given, read: impl FnOnce(&Options<'_>) -> T) -> T {
    let border = border(&given.folder);
    let within = |path: &str| {
        let real = fs_err::canonicalize(given.folder.join(path)).ok()?;
        border.as_ref().is_some_and(|border| real.starts_with(border)).then_some(real)
    };
    let files = |path: &str| {
        let file = within(path)?;
        let small = fs_err::metadata(&file).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST);
        if small { fs_err::read_to_string(&file).ok() } else { None }
    };
    let folder = |path: &str| within(path).map(|folder| names_in(&folder)).unwrap_or_default();
    read(&Options {
        parameters: given.parameters.clone(),
        usual: given.usual.clone(),
        values: given.values.clone(),
        files: &files,
        folder: &folder,
        ..Options::default()
    })
}

/// The one pipeline that is meant, with what is to be said about it beyond its declaration.
pub(crate) struct One {
    pub imported: Imported,
    pub problems: Vec<Problem>,
    /// The custom action types that the text makes.
    pub action_types: Vec<CreateCustomActionTypeInput>,
}

/// Reads the one pipeline that is meant.
pub(crate) fn one(text: &str, name: &str, given: &Given, offsets: &Offsets<'_>) -> Result<One, Box<Problem>> {
    let import = read(text, name, given).map_err(|error| {
        let subject = error.logical_id.map(|id| format!("{id}: ")).unwrap_or_default();
        let message = format!("{subject}{}", error.message);
        let span = error.span.unwrap_or_default();
        let (place, message) = placed(offsets, name, &error.name, span, message);
        Box::new(Problem {
            span: error.span.and(place),
            ..problem(error.code.as_str(), Severity::Error, message)
        })
    })?;
    let Import { pipelines, notes, action_types, .. } = import;
    let mut problems: Vec<_> = notes.into_iter().map(|note| told(offsets, name, note)).collect();
    let one = choose(pipelines, given, name)?;
    problems.extend(one.unknown.iter().filter(|one| one.source.kind != SourceKind::Resource).map(
        |unknown| {
            let place = if unknown.in_setup { None } else { one.document.span(&unknown.pointer) };
            let message = describe(unknown);
            let (span, message) = match place {
                Some(place) => placed(offsets, name, one.document.name(), place, message),
                None => (None, message),
            };
            Problem {
                span,
                pointer: if unknown.in_setup { String::new() } else { unknown.pointer.clone() },
                fix: way_out(unknown),
                ..problem("UNKNOWN", Severity::Hint, message)
            }
        },
    ));
    // What cannot be read as one is left to the service's own words when it is made by hand.
    let action_types = action_types.into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
    Ok(One { imported: one, problems, action_types })
}

/// The pipeline that is meant, of all that a file makes.
pub(crate) fn choose(
    mut pipelines: Vec<Imported>,
    given: &Given,
    name: &str,
) -> Result<Imported, Box<Problem>> {
    let known: Vec<_> = pipelines.iter().filter_map(|one| one.logical_id.clone()).collect();
    let known = known.join(", ");
    let Some(wanted) = given.pipeline.as_deref() else {
        if pipelines.len() == 1 || (given.first && !pipelines.is_empty()) {
            return Ok(pipelines.remove(0));
        }
        let message = format!("makes {} pipelines: {known}", pipelines.len());
        let fix = Some(format!("say which one: {name}#{}", known.split(", ").next().unwrap_or_default()));
        return Err(Box::new(Problem { fix, ..problem("several-pipelines", Severity::Error, message) }));
    };
    let meant =
        |one: &Imported| one.logical_id.as_deref() == Some(wanted) || one.document.declaration.name == wanted;
    match pipelines.iter().position(meant) {
        Some(at) => Ok(pipelines.swap_remove(at)),
        None => {
            let message = format!("makes no pipeline `{wanted}`");
            let fix = (!known.is_empty()).then(|| format!("name one of {known}"));
            Err(Box::new(Problem { fix, ..problem("no-such-pipeline", Severity::Error, message) }))
        }
    }
}

/// The ids of a file's pipelines when there are several and it is not said which one is meant.
pub(crate) fn several(path: &Path, parameters: &[String]) -> Result<Vec<String>, Failure> {
    let (file, None) = split(path) else { return Ok(Vec::new()) };
    let text = check::text_of(&file)?;
    let given = Given::beside(&file, None, parameters)?;
    // What cannot be read is told by who reads it next.
    let pipelines =
        read(&text, &file.display().to_string(), &given).map_or_else(|_| Vec::new(), |one| one.pipelines);
    let ids: Vec<_> = pipelines.into_iter().filter_map(|one| one.logical_id).collect();
    Ok(if ids.len() > 1 { ids } else { Vec::new() })
}

/// Whether a text makes pipelines without being a declaration.
pub(crate) fn is_made_of(text: &str, name: &str) -> bool {
    pipeline::parse(text, name).is_err_and(|error| {
        error.code == pipeline::ErrorCode::CloudFormation
            // Templates may have members twice.
            || (error.code == pipeline::ErrorCode::DuplicateKey && text.contains("AWS::"))
            || (error.code == pipeline::ErrorCode::CloudAssembly && interchange::is_assembly(text))
            || error.code == pipeline::ErrorCode::Terraform
            || (error.code == pipeline::ErrorCode::NotAPipeline && interchange::is_plan(text))
    })
}

/// A pipeline as infrastructure code, or its service role's policy.
#[derive(Clone, Debug)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Whether it was read back.
    pub read_back: bool,
    /// Where reading it back gives something else than the definition.
    pub differences: Vec<String>,
    /// What a person should do or know before using it.
    pub notes: Vec<String>,
}

/// Writes the pipeline of a definition's file as `cloudformation`, `terraform`, `cdk` or `json`, with what the setup beside it tells.
///
/// # Errors
/// `not-in-this-version` for other forms, and what [`crate::validate`] says.
pub fn export(path: &Path, parameters: &[String], to: &str, region: &str) -> Result<Written, Failure> {
    let target = match to {
        "cloudformation" => interchange::Target::CloudFormation,
        "terraform" => interchange::Target::Terraform,
        "cdk" => interchange::Target::Cdk,
        "json" => interchange::Target::Json,
        _ => {
            return Err(failure("not-in-this-version", format!("`--to {to}` is not in this version"))
                .remedy("write it as `--to cloudformation`, `--to terraform`, `--to cdk` or `--to json`"));
        }
    };
    let read = check::load(path, None, parameters)?;
    if let Some(refusal) = read.refusal() {
        return Err(refusal);
    }
    let setup = read.setup.clone().merge(plan::setup_beside(&home(path))?);
    let export = interchange::export(&read.value(), &setup, &read.unknown, target, region)
        .map_err(|error| failure(error.code.as_str(), error.to_string()))?;
    let stand_ins = read.problems.into_iter().filter(|problem| problem.code == "UNKNOWN");
    let notes = stand_ins.map(|problem| problem.message).chain(export.notes).collect();
    Ok(Written { text: export.text, read_back: true, differences: export.differences, notes })
}

/// The least that the service role of a definition's pipeline must be allowed to do, as a policy document.
///
/// # Errors
/// What [`crate::validate`] says.
pub fn policy(path: &Path, parameters: &[String]) -> Result<Written, Failure> {
    let read = check::load(path, None, parameters)?;
    let policy = interchange::policy(&pipeline::Model::new(&read.declaration));
    let text = serde_json::to_string_pretty(&policy.document)
        .map_err(|error| failure("internal", error.to_string()))?;
    // A policy that is used by hand has no CloudFormation to put the account in.
    let account = read.declaration.role_arn.split(':').nth(4).filter(|account| account.len() == 12);
    let text = text
        .replace("${AWS::AccountId}", account.unwrap_or("*"))
        .replace("${AWS::Region}", "*")
        .replace("${AWS::Partition}", "aws");
    Ok(Written { text: text + "\n", read_back: false, differences: Vec::new(), notes: policy.notes })
}

fn problem(code: &str, severity: Severity, message: String) -> Problem {
    Problem {
        code: code.into(),
        severity,
        message,
        pointer: String::new(),
        span: None,
        fix: None,
        repair: Vec::new(),
    }
}

fn told(offsets: &Offsets<'_>, name: &str, note: Note) -> Problem {
    let (span, message) = placed(offsets, name, &note.name, note.span, note.message);
    Problem { span, ..problem("TEMPLATE", check::severity(note.severity), message) }
}

/// A place in the text; what stands in another file says so in its sentence.
pub(crate) fn placed(
    offsets: &Offsets<'_>,
    name: &str,
    file: &str,
    span: pipeline::Span,
    message: String,
) -> (Option<Span>, String) {
    if file == name || file.is_empty() {
        return (Some(offsets.span(span)), message);
    }
    (None, format!("{file}:{}:{}: {message}", span.line, span.column))
}

fn describe(unknown: &Unknown) -> String {
    let within = if unknown.in_setup { format!(" ({})", unknown.pointer) } else { String::new() };
    match unknown.source.kind {
        SourceKind::Dynamic => format!("{} is not looked up{within}", unknown.source.describe()),
        _ => format!("`{}` stands for {}{within}", unknown.text, unknown.source.describe()),
    }
}

fn way_out(unknown: &Unknown) -> Option<String> {
    // A part of a variable is given with the variable.
    let name = unknown.source.name.split(['.', '[']).next().unwrap_or_default();
    matches!(unknown.source.kind, SourceKind::Parameter | SourceKind::StoredParameter)
        .then(|| format!("give it with `--param {name}=VALUE`, or as `parameters` in pipesmith.yaml"))
}
