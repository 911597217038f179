//! The blocks beside the phases: `reports`, `cache` and `batch`. A matrix is multiplied out here, so that a batch is
//! always a list of builds with what they wait for.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Location, Reading, boolean, is_variable_name, map, optional_text, texts, wrong_type};
use crate::yaml::{Fault, Key, Node, Value};

/// One entry of the `reports` block. Reference A.9.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportGroup {
    /// The group's name or ARN, as written; may hold variables.
    pub name: String,
    /// Patterns of the files with results.
    pub files: Vec<String>,
    /// How they are written.
    pub format: ReportFormat,
    /// Where the patterns start.
    pub base_directory: Option<String>,
    /// Whether folders are left out of the files' names.
    pub discard_paths: bool,
}

/// `file-format` of a report group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the formats' own")]
pub enum ReportFormat {
    CucumberJson,
    JunitXml,
    NunitXml,
    Nunit3Xml,
    TestNgXml,
    VisualStudioTrx,
    CloverXml,
    CoberturaXml,
    JacocoXml,
    SimpleCov,
    Lcov,
}

impl ReportFormat {
    /// The words of the buildspec reference, which are compared without case. `LCOV` is ours: CodeBuild does not know
    /// it, and the parser warns.
    const WORDS: [(&'static str, ReportFormat); 11] = [
        ("CUCUMBERJSON", ReportFormat::CucumberJson),
        ("JUNITXML", ReportFormat::JunitXml),
        ("NUNITXML", ReportFormat::NunitXml),
        ("NUNIT3XML", ReportFormat::Nunit3Xml),
        ("TESTNGXML", ReportFormat::TestNgXml),
        ("VISUALSTUDIOTRX", ReportFormat::VisualStudioTrx),
        ("CLOVERXML", ReportFormat::CloverXml),
        ("COBERTURAXML", ReportFormat::CoberturaXml),
        ("JACOCOXML", ReportFormat::JacocoXml),
        ("SIMPLECOV", ReportFormat::SimpleCov),
        ("LCOV", ReportFormat::Lcov),
    ];

    /// Whether it tells of covered lines instead of tests.
    pub fn is_coverage(self) -> bool {
        use ReportFormat::{CloverXml, CoberturaXml, JacocoXml, Lcov, SimpleCov};
        matches!(self, CloverXml | CoberturaXml | JacocoXml | SimpleCov | Lcov)
    }
}

/// The `cache` block. Reference A.11.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cache {
    /// What is kept: patterns of paths, relative to the source or absolute.
    pub paths: Vec<String>,
    /// Under which key, before the shell evaluates it.
    pub key: Option<String>,
    /// Beginnings of other keys that serve when there is nothing under the key itself.
    pub fallback_keys: Vec<String>,
    /// Whether it is brought back before the phases.
    pub restore: bool,
    /// Whether it is kept after them.
    pub save: bool,
}

/// The `batch` block. Reference A.10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Where the block starts.
    pub at: Location,
    /// Whether the first failure ends the builds that run.
    pub fast_fail: bool,
    /// The builds; those that others wait for may stand behind them.
    pub tasks: Vec<BatchTask>,
    /// How many builds share the tests, when the batch is a `build-fanout`.
    pub parallelism: Option<u32>,
}

/// One build of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BatchTask {
    /// Its name in the batch.
    pub identifier: String,
    /// Its buildspec in the source; the batch's own when left out.
    pub buildspec: Option<String>,
    /// The builds it waits for.
    pub depends_on: Vec<String>,
    /// Whether its failure is none of the batch.
    pub ignore_failure: bool,
    /// Its further variables.
    pub variables: BTreeMap<String, String>,
    /// Its image; the project's when left out.
    pub image: Option<String>,
    /// Its compute type; the project's when left out.
    pub compute: Option<String>,
    /// Whether its container is privileged; as the project has it when left out.
    pub privileged: Option<bool>,
}

/// The user guide's limit of builds in a batch ("Batch build buildspec reference").
const MOST_TASKS: usize = 100;

impl Reading {
    pub(super) fn reports(&mut self, key: &Key, node: &Node) -> Result<Vec<ReportGroup>, Fault> {
        let mut groups = Vec::new();
        for (name, node) in map(key, node)? {
            let mut group = ReportGroup {
                name: name.text.clone(),
                files: Vec::new(),
                format: ReportFormat::JunitXml,
                base_directory: None,
                discard_paths: false,
            };
            for (key, node) in map(name, node)? {
                match key.text.as_str() {
                    "files" => group.files = texts(key, node)?,
                    "base-directory" => group.base_directory = optional_text(key, node)?,
                    "discard-paths" => group.discard_paths = boolean(key, node)?,
                    "file-format" => {
                        if let Some(word) = optional_text(key, node)? {
                            group.format = self.format(&word, node)?;
                        }
                    }
                    _ => self.unknown(key, &name.text),
                }
            }
            if group.files.is_empty() {
                return Err(Fault::new(name.at, format!("report group \"{}\" has no \"files\"", name.text)));
            }
            groups.push(group);
        }
        Ok(groups)
    }

    fn format(&mut self, word: &str, node: &Node) -> Result<ReportFormat, Fault> {
        let known = ReportFormat::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        let Some((_, format)) = known else {
            let words: Vec<&str> =
                ReportFormat::WORDS.iter().map(|(word, _)| *word).filter(|word| *word != "LCOV").collect();
            return Err(Fault::new(
                node.at,
                format!("unknown file-format {word}; known are {}", words.join(", ")),
            ));
        };
        if *format == ReportFormat::Lcov {
            self.warn("file-format LCOV is read here, but not by CodeBuild", node);
        }
        Ok(*format)
    }

    pub(super) fn cache(&mut self, key: &Key, node: &Node) -> Result<Cache, Fault> {
        const MOST_FALLBACKS: usize = 5;
        let mut cache = Cache { restore: true, save: true, ..Cache::default() };
        for (key, node) in map(key, node)? {
            match key.text.as_str() {
                "paths" => cache.paths = texts(key, node)?,
                "key" => cache.key = optional_text(key, node)?,
                "fallback-keys" => {
                    cache.fallback_keys = texts(key, node)?;
                    if cache.fallback_keys.len() > MOST_FALLBACKS {
                        return Err(Fault::new(node.at, "\"fallback-keys\" may have at most five entries"));
                    }
                }
                "action" => match optional_text(key, node)?.as_deref() {
                    None => {}
                    Some("restore") => cache.save = false,
                    Some("save") => cache.restore = false,
                    Some(other) => {
                        return Err(Fault::new(
                            node.at,
                            format!("cache action {other} is neither restore nor save"),
                        ));
                    }
                },
                _ => self.unknown(key, "cache"),
            }
        }
        if cache.paths.is_empty() {
            return Err(Fault::new(key.at, "\"cache\" has no \"paths\""));
        }
        if cache.key.is_none() && !cache.fallback_keys.is_empty() {
            self.warnings.push(super::Warning {
                message: "fallback-keys without a key are ignored".to_owned(),
                at: key.at.into(),
            });
        }
        Ok(cache)
    }

    pub(super) fn batch(&mut self, key: &Key, node: &Node) -> Result<Batch, Fault> {
        let mut batch = Batch { at: key.at.into(), fast_fail: false, tasks: Vec::new(), parallelism: None };
        let mut kinds = Vec::new();
        for (key, node) in map(key, node)? {
            match key.text.as_str() {
                "fast-fail" => batch.fast_fail = boolean(key, node)?,
                "build-graph" | "build-list" => {
                    kinds.push(key.clone());
                    batch.tasks = self.tasks(key, node, key.text == "build-graph")?;
                }
                "build-matrix" => {
                    kinds.push(key.clone());
                    batch.tasks = self.matrix(key, node)?;
                }
                "build-fanout" => {
                    kinds.push(key.clone());
                    let (count, tasks) = self.fanout(key, node)?;
                    batch.tasks = tasks;
                    batch.parallelism = Some(count);
                }
                _ => self.unknown(key, "batch"),
            }
        }
        match kinds.as_slice() {
            [_] => {}
            [] => {
                return Err(Fault::new(
                    key.at,
                    "\"batch\" needs build-graph, build-list, build-matrix or build-fanout",
                ));
            }
            [_, second, ..] => {
                return Err(Fault::new(
                    second.at,
                    format!("\"batch\" has {} and {}, use one of them", kinds[0].text, second.text),
                ));
            }
        }
        if batch.tasks.is_empty() || batch.tasks.len() > MOST_TASKS {
            return Err(Fault::new(
                kinds[0].at,
                format!("a batch has 1 to {MOST_TASKS} builds, this one has {}", batch.tasks.len()),
            ));
        }
        check_graph(&batch, &kinds[0])?;
        Ok(batch)
    }

    fn tasks(&mut self, key: &Key, node: &Node, graph: bool) -> Result<Vec<BatchTask>, Fault> {
        let Value::List(items) = &node.value else {
            return Err(wrong_type(key, node, "a list of builds"));
        };
        let mut tasks: Vec<BatchTask> = Vec::new();
        for item in items {
            let mut task = BatchTask::default();
            for (inner, node) in map(key, item)? {
                match inner.text.as_str() {
                    "identifier" => task.identifier = optional_text(inner, node)?.unwrap_or_default(),
                    "buildspec" => task.buildspec = optional_text(inner, node)?,
                    "depend-on" if graph => task.depends_on = texts(inner, node)?,
                    "ignore-failure" => task.ignore_failure = boolean(inner, node)?,
                    "env" => self.task_environment(inner, node, &mut task)?,
                    "debug-session" => {}
                    _ => self.unknown(inner, &key.text),
                }
            }
            // "Identifiers can only contain the characters a-z, A-Z, 0-9, and _", 128 at most.
            let proper = !task.identifier.is_empty()
                && task.identifier.len() <= 128
                && task.identifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !proper {
                return Err(Fault::new(
                    item.at,
                    format!(
                        "a build of \"{}\" needs an identifier of letters, digits and _, found {:?}",
                        key.text, task.identifier
                    ),
                ));
            }
            if tasks.iter().any(|known| known.identifier == task.identifier) {
                return Err(Fault::new(
                    item.at,
                    format!("two builds have the identifier {}", task.identifier),
                ));
            }
            tasks.push(task);
        }
        Ok(tasks)
    }

    fn task_environment(&mut self, key: &Key, node: &Node, task: &mut BatchTask) -> Result<(), Fault> {
        for (inner, node) in map(key, node)? {
            match inner.text.as_str() {
                "variables" => task.variables = super::texts_by_name(inner, node)?,
                "image" => task.image = optional_text(inner, node)?,
                "compute-type" => task.compute = optional_text(inner, node)?,
                "privileged-mode" => task.privileged = Some(boolean(inner, node)?),
                "fleet" | "type" => {}
                _ => self.unknown(inner, &key.text),
            }
        }
        Ok(())
    }

    fn matrix(&mut self, key: &Key, node: &Node) -> Result<Vec<BatchTask>, Fault> {
        // Each dimension is applied to all tasks so far.
        let mut tasks = vec![BatchTask::default()];
        let mut multiply = |values: &[String], set: &dyn Fn(&mut BatchTask, &str)| {
            if values.is_empty() || tasks.len().saturating_mul(values.len()) > 4 * MOST_TASKS {
                return values.is_empty();
            }
            tasks = tasks
                .iter()
                .flat_map(|task| {
                    values.iter().map(|value| {
                        let mut task = task.clone();
                        set(&mut task, value);
                        task
                    })
                })
                .collect();
            true
        };
        let mut fits = true;
        let (mut ignore, mut of_all) = (false, BatchTask::default());
        for (part, node) in map(key, node)? {
            match part.text.as_str() {
                "static" => {
                    for (inner, node) in map(part, node)? {
                        match inner.text.as_str() {
                            "ignore-failure" => ignore = boolean(inner, node)?,
                            "env" => self.task_environment(inner, node, &mut of_all)?,
                            _ => self.unknown(inner, "static"),
                        }
                    }
                }
                "dynamic" => {
                    for (inner, node) in map(part, node)? {
                        match inner.text.as_str() {
                            "buildspec" => {
                                fits &= multiply(&texts(inner, node)?, &|task, value| {
                                    task.buildspec = Some(value.to_owned());
                                });
                            }
                            "env" => {
                                for (inner, node) in map(inner, node)? {
                                    match inner.text.as_str() {
                                        "image" => {
                                            fits &= multiply(&texts(inner, node)?, &|task, value| {
                                                task.image = Some(value.to_owned());
                                            });
                                        }
                                        "compute-type" => {
                                            fits &= multiply(&texts(inner, node)?, &|task, value| {
                                                task.compute = Some(value.to_owned());
                                            });
                                        }
                                        "variables" => {
                                            for (name, node) in map(inner, node)? {
                                                fits &= multiply(&texts(name, node)?, &|task, value| {
                                                    task.variables
                                                        .insert(name.text.clone(), value.to_owned());
                                                });
                                            }
                                        }
                                        _ => self.unknown(inner, "env"),
                                    }
                                }
                            }
                            "ignore-failure" => ignore = boolean(inner, node)?,
                            _ => self.unknown(inner, "dynamic"),
                        }
                    }
                }
                _ => self.unknown(part, "build-matrix"),
            }
        }
        if !fits {
            return Err(Fault::new(key.at, format!("the matrix has more than {MOST_TASKS} builds")));
        }
        for (number, task) in tasks.iter_mut().enumerate() {
            task.identifier = generated(number);
            task.ignore_failure = ignore;
            task.privileged = of_all.privileged;
        }
        Ok(tasks)
    }

    fn fanout(&mut self, key: &Key, node: &Node) -> Result<(u32, Vec<BatchTask>), Fault> {
        let (mut parallelism, mut ignore) = (None, false);
        for (inner, node) in map(key, node)? {
            match inner.text.as_str() {
                "parallelism" => {
                    let text = optional_text(inner, node)?.unwrap_or_default();
                    let count = text.parse::<u32>().ok().filter(|count| (1..=100).contains(count));
                    parallelism = Some(count.ok_or_else(|| {
                        Fault::new(node.at, format!("parallelism is a number from 1 to 100, found {text}"))
                    })?);
                }
                "ignore-failure" => ignore = boolean(inner, node)?,
                _ => self.unknown(inner, "build-fanout"),
            }
        }
        let count =
            parallelism.ok_or_else(|| Fault::new(key.at, "\"build-fanout\" has no \"parallelism\""))?;
        let task = |number: u32| BatchTask {
            identifier: generated(usize::try_from(number).unwrap_or_default()),
            ignore_failure: ignore,
            ..BatchTask::default()
        };
        Ok((count, (0..count).map(task).collect()))
    }

    fn warn(&mut self, message: &str, node: &Node) {
        self.warnings.push(super::Warning { message: message.to_owned(), at: node.at.into() });
    }
}

/// UNCONFIRMED: how CodeBuild names the builds of a matrix or fan-out is not published.
fn generated(number: usize) -> String {
    format!("build{number}")
}

/// Every build that is waited for exists, and none waits for itself.
fn check_graph(batch: &Batch, key: &Key) -> Result<(), Fault> {
    let names: Vec<&str> = batch.tasks.iter().map(|task| task.identifier.as_str()).collect();
    for task in &batch.tasks {
        if let Some(missing) = task.depends_on.iter().find(|name| !names.contains(&name.as_str())) {
            return Err(Fault::new(
                key.at,
                format!("{} depends on {missing}, which is no build of the batch", task.identifier),
            ));
        }
        if let Some(name) = task.variables.keys().find(|name| !is_variable_name(name)) {
            return Err(Fault::new(key.at, format!("\"{name}\" is no name of a variable")));
        }
    }
    let mut done: Vec<&str> = Vec::new();
    loop {
        let ready: Vec<&str> = batch
            .tasks
            .iter()
            .filter(|task| !done.contains(&task.identifier.as_str()))
            .filter(|task| task.depends_on.iter().all(|name| done.contains(&name.as_str())))
            .map(|task| task.identifier.as_str())
            .collect();
        if ready.is_empty() {
            break;
        }
        done.extend(ready);
    }
    match names.iter().find(|name| !done.contains(name)) {
        Some(name) => {
            Err(Fault::new(key.at, format!("{name} waits for itself: \"depend-on\" makes a circle")))
        }
        None => Ok(()),
    }
}
