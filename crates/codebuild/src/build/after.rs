//! What outlives a build: exported variables, artifacts, reports and the cache. What only the build's own shell knows
//! is asked while it lives; files are read when its last process is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Build, Interrupt, Prepared, now_ms, read_own};
use crate::artifacts::{self, Disk};
use crate::buildspec::{Artifacts, Buildspec, ReportGroup};
use crate::cache;
use crate::environment::{self, VariableKind};
use crate::outcome::{Difference, StatusContext};
use crate::reports;
use crate::sandbox::{Layout, normalize};
use crate::session::Session;
use crate::shim::quote;

/// What the sandbox leaves for the collection of files.
pub(super) struct Leftovers {
    /// Primary artifact first; empty when the buildspec has no `artifacts`.
    blocks: Vec<(Option<String>, Artifacts)>,
    reports: Vec<ReportGroup>,
    /// Folders of the build that were copied out, and where to.
    copies: Vec<(PathBuf, PathBuf)>,
    cache: Option<cache::Saved>,
}

impl Build<'_> {
    /// Asks the shell for what outlives it: variables, and folders that do not lie where the host sees them.
    pub(super) async fn gather(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Option<Leftovers> {
        let start = now_ms();
        match self.leftovers(session, layout, prepared).await {
            Ok(leftovers) => leftovers,
            Err(interrupt) => {
                self.interrupted("UPLOAD_ARTIFACTS", start, interrupt);
                None
            }
        }
    }

    async fn leftovers(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Result<Option<Leftovers>, Interrupt> {
        let spec = &prepared.spec;
        let mut names: BTreeSet<String> =
            spec.artifacts.as_ref().map(artifacts::variables_in).unwrap_or_default();
        names.extend(spec.env.exported_variables.iter().cloned());
        for group in &spec.reports {
            names.extend(artifacts::names_in(std::iter::once(&group.name).chain(group_paths(group))));
        }
        let mut values = BTreeMap::new();
        if !names.is_empty() {
            let script: String =
                names.iter().map(|name| format!("printf '%s\\0' \"${{{name}-}}\"; ")).collect();
            values = names.into_iter().zip(self.ask(&script, session, layout).await?).collect();
        }
        self.export(spec, &values);
        let mut blocks = Vec::new();
        if let Some(block) = &spec.artifacts {
            // With secondary artifacts a pipeline takes those only, but the service collects the primary one, too.
            if !block.files.is_empty() || block.secondary.is_empty() {
                blocks.push((None, artifacts::expand(block, &values)));
            }
            blocks.extend(
                block
                    .secondary
                    .iter()
                    .map(|(name, one)| (Some(name.clone()), artifacts::expand(one, &values))),
            );
        }
        let reports: Vec<ReportGroup> =
            spec.reports.iter().map(|group| expand_group(group, &values)).collect();
        let mut bases: BTreeSet<PathBuf> = BTreeSet::new();
        let written = blocks.iter().map(|(_, block)| &block.base_directory);
        for base in written.chain(reports.iter().map(|group| &group.base_directory)).flatten() {
            bases.insert(normalize(&layout.primary().join(base)));
        }
        let mut copies = Vec::new();
        for base in bases {
            if layout.on_host(&base).is_some() {
                continue;
            }
            // The folder vanishes with the sandbox: have it copied to where it does not.
            let inside = layout.scratch.join(format!("collected-{}", copies.len()));
            let (from, to) = (quote(&base.to_string_lossy()), quote(&inside.to_string_lossy()));
            let script = format!("[ -d {from} ] && mkdir -p {to} && cp -a {from}/. {to}/");
            self.ask(&script, session, layout).await?;
            copies.push((base, layout.host_scratch.join(format!("collected-{}", copies.len()))));
        }
        let cache = match &spec.cache {
            Some(wanted) if wanted.save && self.failure.is_none() && self.request.cache.is_some() => {
                self.ask_for_cache(wanted, session, layout).await?
            }
            _ => None,
        };
        Ok(Some(Leftovers { blocks, reports, copies, cache }))
    }

    /// `exported-variables`, less those that the service refuses to export.
    fn export(&mut self, spec: &Buildspec, values: &BTreeMap<String, String>) {
        for name in &spec.env.exported_variables {
            let of_project = |variable: &&environment::EnvironmentVariable| {
                variable.name == *name && variable.kind != VariableKind::Plaintext
            };
            let secret = self.request.project_environment.iter().find(of_project).is_some()
                || self.request.override_environment.iter().find(of_project).is_some();
            if secret || (name.starts_with("AWS_") && !self.request.exports_aws) {
                self.agent(&format!("Warning: {name} cannot be exported"));
                continue;
            }
            if let Some(value) = values.get(name) {
                self.exported.insert(name.clone(), value.clone());
            }
        }
    }

    /// Collects the artifacts; no process of the build is left by now.
    pub(super) fn upload(&mut self, layout: &Layout, leftovers: Leftovers) {
        let start = now_ms();
        let locate = |path: &Path| -> Option<PathBuf> {
            layout.on_host(path).or_else(|| {
                leftovers.copies.iter().find_map(|(base, copy)| {
                    let rest = path.strip_prefix(base).ok()?;
                    Some(if rest.as_os_str().is_empty() { copy.clone() } else { copy.join(rest) })
                })
            })
        };
        let disk = Disk { locate: &locate };
        let mut wrong = None;
        for (identifier, block) in &leftovers.blocks {
            let base = block.base_directory.as_deref().unwrap_or(".");
            self.agent(&format!("Expanding base directory path: {base}"));
            self.agent("Assembling file list");
            let found =
                artifacts::collect(block, identifier.clone(), layout.primary(), &disk, &mut self.differences);
            match found {
                Ok(artifact) => {
                    self.agent(&format!("Found {} file(s)", artifact.files.len()));
                    self.artifacts.push(artifact);
                }
                Err(message) => {
                    self.artifacts.clear();
                    wrong = Some(message);
                    break;
                }
            }
        }
        for group in &leftovers.reports {
            self.report(group, layout, &disk);
        }
        if let (Some(saved), Some(folder), None) = (&leftovers.cache, &self.request.cache, &wrong) {
            match cache::keep(folder, saved, &layout.host_scratch) {
                Ok(files) => self.agent(&format!("Saved {files} file(s) in the cache")),
                Err(message) => {
                    self.agent(&format!("Warning: the cache was not saved: {message}"));
                    self.differences
                        .push(Difference::new("cache", format!("the cache was not saved: {message}")));
                }
            }
        }
        match wrong {
            Some(message) => {
                let context = StatusContext { code: "CLIENT_ERROR".to_owned(), message };
                self.fail("UPLOAD_ARTIFACTS", start, context, None);
            }
            None if leftovers.is_empty() => {}
            None => self.succeeded("UPLOAD_ARTIFACTS", start),
        }
    }

    /// Reads the files of a report group. Whatever they say, the build's status stays.
    fn report(&mut self, group: &ReportGroup, layout: &Layout, disk: &Disk<'_>) {
        const MOST: u64 = 50 * 1024 * 1024;
        self.agent(&format!("Preparing to copy {} report files", group.name));
        let block = Artifacts {
            files: group.files.clone(),
            base_directory: group.base_directory.clone(),
            ..Artifacts::default()
        };
        // What is left out, or not there, is told by the report itself.
        let found = artifacts::collect(&block, None, layout.primary(), disk, &mut Vec::new());
        let files = found.map(|artifact| artifact.files).unwrap_or_default();
        let texts = files.iter().map(|file| {
            let text = read_own(&file.source, MOST + 1).map_err(|error| error.to_string());
            let text = text.and_then(|bytes| {
                if bytes.len() as u64 > MOST {
                    return Err(format!("it is larger than {} MiB", MOST / 1024 / 1024));
                }
                String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
            });
            (file.path.clone(), text)
        });
        let name = if group.name.starts_with("arn:") {
            group.name.clone()
        } else {
            format!("{}-{}", self.request.project, group.name)
        };
        let report = reports::report(name, group.format, texts);
        for problem in &report.problems {
            self.agent(&format!("Report {}: {problem}", report.group));
        }
        self.agent(&format!("Report {}: {}", report.group, report.summary()));
        self.reports.push(report);
    }

    /// Brings the cache back, before the first phase.
    pub(super) async fn restore_cache(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Result<(), Interrupt> {
        let (Some(wanted), Some(folder)) = (&prepared.spec.cache, &self.request.cache) else { return Ok(()) };
        if !wanted.restore {
            return Ok(());
        }
        let mut keys: Vec<&String> = wanted.key.iter().collect();
        if wanted.key.is_some() {
            keys.extend(&wanted.fallback_keys);
        }
        let keys = self.evaluated(&keys, session, layout).await?;
        let Some(entry) = cache::find(folder, &keys) else {
            self.agent("Unable to find a cache entry for the build");
            return Ok(());
        };
        self.agent(&match &entry.key {
            Some(key) => format!("Restoring the cache of key {key}"),
            None => "Restoring the cache".to_owned(),
        });
        let mut script = String::new();
        for (pattern, stored) in &entry.parts {
            let (base, _) = cache::place(pattern, layout);
            let (from, to) = (quote(&stored.to_string_lossy()), quote(&base.to_string_lossy()));
            script.push_str(&format!("[ -d {from} ] && mkdir -p {to} && cp -a {from}/. {to}/\n"));
        }
        self.ask(&script, session, layout).await.map(drop)
    }

    /// Has the shell copy what the cache keeps to where it outlives the sandbox.
    async fn ask_for_cache(
        &mut self,
        wanted: &crate::buildspec::Cache,
        session: &mut Session,
        layout: &Layout,
    ) -> Result<Option<cache::Saved>, Interrupt> {
        let key: Vec<&String> = wanted.key.iter().collect();
        let key = self.evaluated(&key, session, layout).await?.into_iter().next();
        if wanted.key.is_some() && key.as_deref().is_none_or(str::is_empty) {
            self.agent("Warning: the key of the cache is empty; nothing is saved");
            return Ok(None);
        }
        let patterns: Vec<&String> = wanted.paths.iter().collect();
        let patterns = self.evaluated(&patterns, session, layout).await?;
        let mut script = String::new();
        for (number, pattern) in patterns.iter().enumerate() {
            let (base, _) = cache::place(pattern, layout);
            let to = layout.scratch.join(cache::part(number));
            let (from, to) = (quote(&base.to_string_lossy()), quote(&to.to_string_lossy()));
            script.push_str(&format!(
                "if [ -d {from} ]; then mkdir -p {to} && cp -a {from}/. {to}/; \
                 elif [ -e {from} ]; then mkdir -p {to} && cp -a {from} {to}/; fi\n"
            ));
        }
        self.ask(&script, session, layout).await?;
        Ok(Some(cache::Saved { key, patterns }))
    }

    /// Texts as the build's shell reads them between double quotes.
    async fn evaluated(
        &mut self,
        texts: &[&String],
        session: &mut Session,
        layout: &Layout,
    ) -> Result<Vec<String>, Interrupt> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let script: String = texts.iter().map(|text| format!("printf '%s\\0' \"{text}\"; ")).collect();
        self.ask(&script, session, layout).await
    }
}

impl Leftovers {
    fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.reports.is_empty() && self.cache.is_none()
    }
}

fn group_paths(group: &ReportGroup) -> impl Iterator<Item = &String> {
    group.files.iter().chain(&group.base_directory)
}

/// A report group with its variables replaced.
fn expand_group(group: &ReportGroup, values: &BTreeMap<String, String>) -> ReportGroup {
    let all = |text: &String| artifacts::replaced(text, values);
    ReportGroup {
        name: all(&group.name),
        files: group.files.iter().map(all).collect(),
        base_directory: group.base_directory.as_ref().map(all),
        ..group.clone()
    }
}
