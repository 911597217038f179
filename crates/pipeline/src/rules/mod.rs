//! The rules of a good declaration: those the service enforces, with its error types and texts where they are
//! known, and practices that save a failed run. It needs no account: what only an account can tell (roles, quotas
//! used up, names taken) is checked elsewhere.
//!
//! Codes: `MODEL` is a constraint of the service's model (lengths, patterns, required members), `V5` to `V37` and
//! `T1` to `T5` are rules that the service checks when a pipeline is created or updated (`T`: what only pipelines
//! of type V2 may have), `W…` are warnings (it will fail later, or cost) and `H…` are hints.
//! (AWS CodePipeline user guide, "Pipeline structure reference" and "Quotas"; observed answers for the texts.)

mod practice;
mod repair;
mod service;

use codepipeline::shapes::{ActionType, PipelineDeclaration, PipelineType};
use codepipeline::validate::{self, check_shape};
use codepipeline::{ErrorKind, Value};
use serde::{Serialize, Serializer};

use crate::document::{Document, FaultKind};
use crate::error::Span;
use crate::model::Model;
use crate::normalise::effective_type;
use crate::setup::Setup;

pub use repair::Change;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The service refuses the declaration.
    Error,
    /// The service takes it, but a run will fail or cost more than it should.
    Warning,
    /// It could be better.
    Hint,
}

/// Something wrong with a declaration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The rule: `V7`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong; of an error, in the service's own words where they are known.
    pub message: String,
    /// The error the service would answer with; only errors have one.
    #[serde(serialize_with = "write_kind", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ErrorKind>,
    /// The place in the declaration, as a JSON pointer. Of something that is missing, where it should be.
    pub pointer: String,
    /// One way to put it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// The changes that carry out `fix`; empty where only a person knows what is wanted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repair: Vec<Change>,
    /// The place in the text, when the declaration was read from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

fn write_kind<S: Serializer>(kind: &Option<ErrorKind>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.map(|kind| kind.code()).serialize(serializer)
}

impl Problem {
    fn error(code: &str, kind: ErrorKind, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let (pointer, message) = (pointer.into(), message.into());
        Self {
            code: code.to_owned(),
            severity: Severity::Error,
            message,
            kind: Some(kind),
            pointer,
            fix: None,
            repair: Vec::new(),
            span: None,
        }
    }

    fn warning(code: &str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            kind: None,
            ..Self::error(code, ErrorKind::Validation, pointer, message)
        }
    }

    fn hint(code: &str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Hint, ..Self::warning(code, pointer, message) }
    }

    fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    fn maybe_fix(mut self, fix: Option<String>) -> Self {
        self.fix = fix;
        self
    }

    /// The changes that carry out the fix.
    fn by(mut self, repair: Vec<Change>) -> Self {
        self.repair = repair;
        self
    }
}

/// The service's quotas that a single declaration can exceed. Those the model states itself (50 variables, 50
/// triggers, lengths) are not repeated here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The fewest stages.
    pub minimum_stages: usize,
    /// The most stages.
    pub maximum_stages: usize,
    /// The most actions in a stage.
    pub actions_per_stage: usize,
    /// The most actions in a pipeline.
    pub actions_per_pipeline: usize,
    /// The most bytes of all triggers together.
    pub trigger_bytes: usize,
    /// The most bytes of a CloudFormation action's `ParameterOverrides`.
    pub parameter_overrides_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            minimum_stages: 2,
            maximum_stages: 50,
            actions_per_stage: 50,
            actions_per_pipeline: 1000,
            trigger_bytes: 200 * 1024,
            parameter_overrides_bytes: 1024,
        }
    }
}

/// What a declaration is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The quotas.
    pub limits: &'a Limits,
    /// The pipeline's region; empty if it is not known, then the declaration itself is asked.
    pub region: &'a str,
    /// The custom action types that exist there; `None` if nobody knows, then none is found missing.
    pub custom: Option<&'a [ActionType]>,
}

/// Everything wrong with a declaration, in the service's order: the model's constraints, the service's rules,
/// practices. `region` may be empty.
pub fn check(declaration: &PipelineDeclaration, limits: &Limits, region: &str) -> Vec<Problem> {
    check_in(declaration, &Context { limits, region, custom: None })
}

/// Like [`check`], with what is known about the place.
pub fn check_in(declaration: &PipelineDeclaration, context: &Context<'_>) -> Vec<Problem> {
    let mut problems = check_model(codepipeline::to_value(declaration).unwrap_or(Value::Null));
    problems.extend(check_rules(declaration, context));
    problems
}

/// What nobody has arranged for in the setup beside a declaration: alerts, and an end of old artifacts.
pub fn check_setup(declaration: &PipelineDeclaration, setup: &Setup) -> Vec<Problem> {
    practice::habits::check_setup(declaration, setup)
}

/// Everything wrong with a definition file, with places in its text.
pub fn check_document(document: &Document) -> Vec<Problem> {
    check_document_in(document, &Context { limits: &Limits::default(), region: "", custom: None })
}

/// Like [`check_document`], with what is known about the place.
pub fn check_document_in(document: &Document, context: &Context<'_>) -> Vec<Problem> {
    let mut problems: Vec<_> = document.faults().iter().map(read_fault).collect();
    // What is of the wrong type was left out of the declaration; that it is missing there is then no news.
    let left_out: Vec<_> = problems.iter().map(|problem| problem.pointer.clone()).collect();
    let found =
        check_model(document.value().clone()).into_iter().chain(check_rules(&document.declaration, context));
    problems.extend(found.filter(|problem| !left_out.contains(&problem.pointer)));
    // Errors first, as the service would name them; everything else follows in the order found.
    problems.sort_by_key(|problem| problem.severity);
    for problem in &mut problems {
        let about_the_key = matches!(problem.code.as_str(), "V15" | "V22" | "W14");
        let key = if about_the_key { document.key_span(&problem.pointer) } else { None };
        problem.span = Some(key.unwrap_or_else(|| document.place(&problem.pointer)));
    }
    problems
}

/// The service's answer to a declaration on create or update: its first error, or nothing. On update, where a type
/// that is left out stays what it was, give it what [`crate::normalise`] makes of the declaration.
///
/// # Errors
/// The error that the service would answer with: all faults against the model in one `ValidationException`, else
/// the first broken rule.
pub fn first_error(declaration: &PipelineDeclaration) -> Result<(), codepipeline::Error> {
    first_error_in(declaration, &Context { limits: &Limits::default(), region: "", custom: None })
}

/// Like [`first_error`], with what is known about the place.
///
/// # Errors
/// As [`first_error`].
pub fn first_error_in(
    declaration: &PipelineDeclaration,
    context: &Context<'_>,
) -> Result<(), codepipeline::Error> {
    let value = codepipeline::to_value(declaration)?;
    let message = Value::Map(vec![("pipeline".to_owned(), value)]);
    if let Some(error) = validate::refusal(&check_shape(MESSAGE, &message)) {
        return Err(error);
    }
    let facts = Facts::new(declaration, context);
    for rule in service::RULES {
        let mut problems = Vec::new();
        rule(&facts, &mut problems);
        let error = problems.into_iter().find_map(|problem| Some((problem.kind?, problem.message)));
        if let Some((kind, message)) = error {
            return Err(codepipeline::Error::new(kind, message));
        }
    }
    Ok(())
}

/// The message that carries a declaration to the service: its member paths are those the service names.
const MESSAGE: &str = "CreatePipelineInput";
const MODEL: &str = "MODEL";

fn check_model(declaration: Value) -> Vec<Problem> {
    let message = Value::Map(vec![("pipeline".to_owned(), declaration)]);
    let told = |fault: validate::Fault| {
        let pointer = fault.pointer.strip_prefix("/pipeline").unwrap_or(&fault.pointer).to_owned();
        let code = if pointer.ends_with("/encryptionKey/type") { "V37" } else { MODEL };
        let text =
            format!("Value at '{}' failed to satisfy constraint: {}", fault.member_path, fault.constraint);
        let problem = Problem::error(code, ErrorKind::Validation, pointer, text);
        match code {
            "V37" => {
                let kms = repair::set(problem.pointer.as_str(), "KMS");
                problem.fix("Write KMS").by(kms)
            }
            _ => problem,
        }
    };
    check_shape(MESSAGE, &message).into_iter().map(told).collect()
}

fn check_rules(declaration: &PipelineDeclaration, context: &Context<'_>) -> Vec<Problem> {
    let facts = Facts::new(declaration, context);
    let mut problems = Vec::new();
    for rule in service::RULES.iter().chain(practice::RULES) {
        rule(&facts, &mut problems);
    }
    problems
}

fn read_fault(fault: &crate::document::Fault) -> Problem {
    match &fault.kind {
        FaultKind::WrongType { expected, found } => {
            let message = format!("There is {found} where {expected} is expected");
            Problem::error(MODEL, ErrorKind::Serialization, fault.pointer.as_str(), message)
        }
        FaultKind::UnknownMember { suggestion } => {
            let name = fault.pointer.rsplit('/').next().unwrap_or_default();
            let message = format!("`{name}` is not known here and is ignored");
            let renamed = suggestion.map(|known| repair::rename(fault.pointer.as_str(), known));
            Problem::warning("W14", fault.pointer.as_str(), message)
                .maybe_fix(suggestion.map(|known| format!("Write `{known}`")))
                .by(renamed.unwrap_or_default())
        }
    }
}

/// A rule: what it finds goes to the list.
type Rule = fn(&Facts<'_>, &mut Vec<Problem>);

/// What the rules look at.
struct Facts<'a> {
    declaration: &'a PipelineDeclaration,
    model: Model<'a>,
    limits: &'a Limits,
    region: String,
    custom: Option<&'a [ActionType]>,
    v2: bool,
}

impl<'a> Facts<'a> {
    fn new(declaration: &'a PipelineDeclaration, context: &Context<'a>) -> Self {
        let region =
            if context.region.is_empty() { infer_region(declaration) } else { context.region.to_owned() };
        Self {
            declaration,
            model: Model::new(declaration),
            limits: context.limits,
            region,
            custom: context.custom,
            v2: effective_type(declaration) != PipelineType::V1,
        }
    }
}

/// The region a declaration was most likely written for: that of its sources, which cannot be elsewhere; that of
/// its only artifact store; that of the store no action asks for; the only one its actions name.
pub fn infer_region(declaration: &PipelineDeclaration) -> String {
    let actions = || declaration.stages.iter().flat_map(|stage| &stage.actions);
    let named = || actions().filter_map(|action| action.region.as_deref());
    let of_source = actions().find_map(|action| match action.action_type_id.category.as_str() {
        "Source" => action.region.as_deref(),
        _ => None,
    });
    let stores: Vec<_> =
        declaration.artifact_stores.iter().flatten().map(|(region, _)| region.as_str()).collect();
    let own_store = match stores.as_slice() {
        [only] => Some(*only),
        several => {
            let mut unnamed = several.iter().filter(|region| !named().any(|named| named == **region));
            unnamed.next().filter(|_| unnamed.next().is_none()).copied()
        }
    };
    let only_named = named().next().filter(|first| named().all(|region| region == *first));
    let from_names = if declaration.artifact_stores.is_none() { only_named } else { None };
    of_source.or(own_store).or(from_names).unwrap_or("us-east-1").to_owned()
}
