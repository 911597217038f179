//! Definitions read and judged, in the words of the contract. It runs nothing.

use std::path::Path;

use codepipeline::shapes::{CreateCustomActionTypeInput, PipelineDeclaration};
use pipeline::{Document, ErrorCode, Setup};

use crate::contract::{Checked, Choice, Failure, Problem, Severity, Span};
use crate::failure::{failure, io};
use crate::import::{self, Given};
use crate::{made, plan};

/// The largest definition that is read at all, in bytes.
const LARGEST: u64 = 8 << 20;

/// Turns byte offsets of a text into offsets of UTF-16 code units, in one pass over the text for all of them.
pub(crate) struct Offsets<'a> {
    text: &'a str,
    /// Of every 1024th byte that begins a character: the byte and its UTF-16 offset.
    marks: Vec<(usize, u32)>,
}

impl<'a> Offsets<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut marks = vec![(0, 0)];
        let (mut next, mut units) = (1024, 0_u32);
        for (at, character) in text.char_indices() {
            if at >= next {
                marks.push((at, units));
                next = at + 1024;
            }
            units += u32::try_from(character.len_utf16()).unwrap_or(1);
        }
        Self { text, marks }
    }

    pub fn utf16(&self, byte: usize) -> u32 {
        let at = self.marks.partition_point(|(mark, _)| *mark <= byte);
        let (mark, units) = at.checked_sub(1).and_then(|at| self.marks.get(at)).copied().unwrap_or_default();
        let end = byte.min(self.text.len());
        let rest = self.text.get(mark..end).unwrap_or_default();
        units + u32::try_from(rest.encode_utf16().count()).unwrap_or(0)
    }

    pub fn span(&self, span: pipeline::Span) -> Span {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Span {
            from: self.utf16(span.start),
            to: self.utf16(span.end),
            line: small(span.line),
            column: small(span.column),
        }
    }
}

/// A definition that could be read, with what is wrong with it.
pub(crate) struct Read {
    pub declaration: PipelineDeclaration,
    pub problems: Vec<Problem>,
    /// What a template says about the things that the pipeline uses.
    pub setup: Setup,
    /// What starts the pipeline by what stands beside it in a template. It counts once it is accepted.
    pub starts: Setup,
    /// What stands in for values that only a deployment of the template knows.
    pub unknown: Vec<interchange::Unknown>,
    /// The custom action types that a template makes.
    pub action_types: Vec<CreateCustomActionTypeInput>,
    document: Document,
}

impl Read {
    /// The declaration as the text has it.
    pub fn value(&self) -> serde_json::Value {
        let bytes = codepipeline::json::encode(self.document.value()).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// What the setup beside the definition's file leaves open. One that cannot be read is told where it is needed: by
    /// the plan of a run.
    fn left_open(&self, path: &Path) -> Vec<Problem> {
        let folder = import::split(path).0.parent().unwrap_or_else(|| Path::new(".")).to_owned();
        let Ok(beside) = plan::setup_beside(&folder) else { return Vec::new() };
        let setup = self.setup.clone().merge(beside);
        let found = pipeline::rules::check_setup(&self.declaration, &setup).into_iter();
        found
            .map(|problem| Problem {
                code: problem.code,
                severity: severity(problem.severity),
                message: problem.message,
                pointer: problem.pointer,
                span: None,
                fix: problem.fix,
                repair: Vec::new(),
            })
            .collect()
    }

    /// The first fault for which the service would refuse it.
    pub fn refusal(&self) -> Option<Failure> {
        let mut errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let first = errors.next()?;
        let more = errors.count();
        let line =
            first.span.as_ref().map(|span| format!("{}:{}: ", span.line, span.column)).unwrap_or_default();
        let more = match more {
            0 => String::new(),
            1 => " (and one more fault)".into(),
            more => format!(" (and {more} more faults)"),
        };
        let message = format!("{}: {line}{}{more}", self.document.name(), first.message);
        let remedy = first
            .fix
            .clone()
            .unwrap_or_else(|| "mend the definition; `pipesmith validate` lists every fault".into());
        Some(failure("invalid-definition", message).remedy(remedy))
    }
}

/// Reads a text; an error of reading is a problem with its place.
pub(crate) fn read(text: &str, name: &str, given: &Given) -> Result<Read, Box<Problem>> {
    let offsets = Offsets::new(text);
    let import::One { imported: one, mut problems, action_types } = import::one(text, name, given, &offsets)?;
    // Only where changes can be written into the text can a repair be carried out.
    let own = one.logical_id.is_none() || one.roots.is_some();
    let found = pipeline::check_document(&one.document).into_iter().map(|problem| {
        let place = problem.span.unwrap_or_default();
        let (span, message) = import::placed(&offsets, name, one.document.name(), place, problem.message);
        Problem {
            code: problem.code,
            severity: severity(problem.severity),
            message,
            pointer: problem.pointer,
            span: problem.span.and(span),
            fix: problem.fix,
            repair: problem.repair.into_iter().filter(|_| own).map(Into::into).collect(),
        }
    });
    problems.extend(found);
    problems.sort_by_key(|problem| problem.severity);
    let declaration = one.document.declaration.clone();
    Ok(Read {
        declaration,
        problems,
        setup: one.setup,
        starts: one.starts,
        unknown: one.unknown,
        action_types,
        document: one.document,
    })
}

pub(crate) fn severity(severity: pipeline::Severity) -> Severity {
    match severity {
        pipeline::Severity::Error => Severity::Error,
        pipeline::Severity::Warning => Severity::Warning,
        pipeline::Severity::Hint => Severity::Hint,
    }
}

/// What a text is worth.
pub(crate) fn check(text: &str, name: &str) -> Checked {
    judge(text, name, &Given::default(), None)
}

/// What the text of a file is worth, with what its user chose for it.
pub(crate) fn check_file(text: &str, path: &Path, choice: Choice) -> Result<Checked, Failure> {
    let (file, pipeline) = import::split(path);
    let choice = Choice { pipeline: pipeline.or(choice.pipeline), ..choice };
    let name = file.display().to_string();
    let is_made = import::is_made_of(text, &name);
    // A declaration takes nothing from the setup: one that cannot be read keeps nobody from seeing its problems.
    let given = if is_made { Given::chosen(&file, &choice)? } else { Given::default() };
    let checked = judge(text, &name, &given, Some(&file));
    let made_by = is_made.then(|| made::look(text, &name, &given, choice));
    Ok(Checked { made_by, ..checked })
}

/// With the file that it is for, what the setup beside that leaves open is told, too.
fn judge(text: &str, name: &str, given: &Given, path: Option<&Path>) -> Checked {
    match read(text, name, given) {
        Ok(mut read) => {
            read.problems.extend(path.map(|path| read.left_open(path)).unwrap_or_default());
            Checked { declaration: Some(read.value()), problems: read.problems, made_by: None }
        }
        Err(problem) => Checked { declaration: None, problems: vec![*problem], made_by: None },
    }
}

/// The text of a definition's file.
pub(crate) fn text_of(path: &Path) -> Result<String, Failure> {
    let meta = fs_err::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => failure("not-found", format!("{} is not there", path.display()))
            .remedy("name a definition's file, or a pipeline that `pipesmith ps` lists"),
        _ => io(&error),
    })?;
    if meta.is_dir() {
        return Err(failure("is-a-folder", format!("{} is a folder", path.display()))
            .remedy("name a definition in it, as pipeline.json"));
    }
    if meta.len() > LARGEST {
        return Err(failure(
            "too-large",
            format!("{} is larger than 8 MB; no definition is", path.display()),
        ));
    }
    let bytes = fs_err::read(path).map_err(|error| io(&error))?;
    String::from_utf8(bytes)
        .map_err(|_| failure("not-text", format!("{} is not a text in UTF-8", path.display())))
}

/// Reads and judges the definition in a file, of a template every pipeline that it makes; no engine is needed.
/// `parameters` are those of a template, `NAME=VALUE` or `@FILE`.
///
/// # Errors
/// When the file cannot be read, or is not a pipeline's definition: `not-found`, `not-a-definition`, ….
pub fn validate(path: &Path, parameters: &[String]) -> Result<Checked, Failure> {
    let ids = import::several(path, parameters)?;
    if ids.is_empty() {
        let mut read = load(path, None, parameters)?;
        read.problems.extend(read.left_open(path));
        return Ok(Checked { declaration: Some(read.value()), problems: read.problems, made_by: None });
    }
    let mut problems: Vec<Problem> = Vec::new();
    for id in ids {
        let one = import(Path::new(&format!("{}#{id}", path.display())), parameters)?;
        for problem in one.problems {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems.sort_by_key(|problem| problem.severity);
    Ok(Checked { declaration: None, problems, made_by: None })
}

/// The declaration that a definition in a file makes, with what is wrong with it. `path` is `FILE#ID` when a template
/// makes several.
///
/// # Errors
/// As [`validate`]; `several-pipelines` when it is not said which one.
pub fn import(path: &Path, parameters: &[String]) -> Result<Checked, Failure> {
    let read = load(path, None, parameters)?;
    Ok(Checked { declaration: Some(read.value()), problems: read.problems, made_by: None })
}

/// The definition in a file, or in this text of it that is not saved, with the setup beside it.
pub(crate) fn load(path: &Path, text: Option<&str>, parameters: &[String]) -> Result<Read, Failure> {
    let (file, pipeline) = import::split(path);
    let given = Given::beside(&file, pipeline, parameters)?;
    let text = text.map_or_else(|| text_of(&file), |text| Ok(text.to_owned()))?;
    read(&text, &file.display().to_string(), &given).map_err(|problem| unreadable(&file, &problem))
}

/// The failure of a definition that cannot be read.
pub(crate) fn unreadable(path: &Path, problem: &Problem) -> Failure {
    let place =
        problem.span.as_ref().map(|span| format!(":{}:{}", span.line, span.column)).unwrap_or_default();
    let failed = failure(problem.code.clone(), format!("{}{place}: {}", path.display(), problem.message));
    let is = |code: ErrorCode| problem.code == code.as_str();
    let template = |code: interchange::ErrorCode| problem.code == code.as_str();
    if let Some(fix) = &problem.fix {
        failed.remedy(fix.clone())
    } else if is(ErrorCode::NotAPipeline) || template(interchange::ErrorCode::NoPipeline) {
        failed
            .remedy("name a pipeline's declaration, as `aws codepipeline get-pipeline --name NAME` prints it")
    } else if is(ErrorCode::Syntax) || is(ErrorCode::DuplicateKey) {
        failed.remedy("mend the file at that place")
    } else {
        // The others say in their sentence what to do.
        failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_utf16_units() {
        let text = format!("{}é🚀x", "a".repeat(2000));
        let offsets = Offsets::new(&text);
        assert_eq!(offsets.utf16(2000), 2000);
        assert_eq!(offsets.utf16(2002), 2001);
        assert_eq!(offsets.utf16(2006), 2003);
        assert_eq!(offsets.utf16(text.len()), 2004);
    }

    #[test]
    fn problems_stand_where_an_editor_looks_for_them() {
        let text = "name: dépôt🚀\nroleArn: arn:aws:iam::111122223333:role/p\nstages: 3\n";
        let checked = check(text, "pipeline.yaml");
        let stages = checked.problems.iter().find(|problem| problem.pointer.starts_with("/stages")).unwrap();
        let span = stages.span.clone().unwrap();
        assert_eq!(span.line, 3);
        let units: Vec<u16> = text.encode_utf16().collect();
        let shown = String::from_utf16(&units[span.from as usize..span.to as usize]).unwrap();
        assert!(shown == "3" || shown == "stages", "{shown}");
    }
}
