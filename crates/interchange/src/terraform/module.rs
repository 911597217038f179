//! Modules: the files of a folder taken together, and the folders that their module calls lead to. It evaluates
//! nothing.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use pipeline::Span;

use super::source::{Block, Body, Expr, File, too_much};
use super::value::Read;
use crate::paths::join;
use crate::{Error, Note, Options};

/// How many files and bytes are read for one configuration.
const MAX_FILES: usize = 500;
const MAX_BYTES: usize = 8 << 20;
/// How many modules a configuration may have.
const MAX_MODULES: usize = 100;

/// The files of a folder.
pub(super) struct Module {
    /// Its folder, from that of the text; empty for the text's own.
    pub folder: String,
    pub files: Vec<Rc<File>>,
    /// The modules that its calls lead to, by the name of the call; those that are not on this computer are missing.
    pub calls: BTreeMap<String, usize>,
}

/// All modules of a configuration, the outermost first.
pub(super) struct Modules {
    pub list: Vec<Module>,
    /// The files with values of variables, in the order in which they count.
    pub values: Vec<Rc<File>>,
    pub notes: Vec<Note>,
}

/// Reads files, and counts them.
struct Loader<'o, 'a> {
    options: &'o Options<'a>,
    /// The folder of the text as the user calls it.
    shown: String,
    files: usize,
    bytes: usize,
    list: Vec<Module>,
    by_folder: HashMap<String, usize>,
    notes: Vec<Note>,
    /// Folders of modules that were installed, by the names of the calls that lead to them, joined with dots.
    installed: BTreeMap<String, String>,
}

/// Reads the module that a text belongs to, and all that it leads to. The text itself stands for its file, whose name
/// is the last part of `name`.
pub(super) fn load(text: &str, name: &str, options: &Options<'_>) -> Read<Modules> {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let mut loader = Loader {
        options,
        shown: folder.to_owned(),
        files: 0,
        bytes: 0,
        list: Vec::new(),
        by_folder: HashMap::new(),
        notes: Vec::new(),
        installed: installed(options),
    };
    let own = Rc::new(File::parse(text, name)?);
    loader.module("", "", Some((file, own)))?;
    let mut values = Vec::new();
    let mut names: Vec<_> = (options.folder)("").into_iter().filter(|name| is_values(name)).collect();
    names.sort_by_key(|name| (name.contains(".auto.tfvars"), name.clone()));
    for name in names {
        values.extend(loader.file("", &name)?);
    }
    for (name, text) in &options.values {
        values.push(Rc::new(File::parse(text, name)?));
    }
    Ok(Modules { list: loader.list, values, notes: loader.notes })
}

/// Whether Terraform reads this file for values by itself.
fn is_values(name: &str) -> bool {
    matches!(name, "terraform.tfvars" | "terraform.tfvars.json")
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}

/// Whether a file belongs to a module.
pub fn is_configuration(name: &str) -> bool {
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|end| name.ends_with(end))
}

/// What `terraform init` wrote about the modules that it brought here.
fn installed(options: &Options<'_>) -> BTreeMap<String, String> {
    let read = || {
        let text = (options.files)(".terraform/modules/modules.json")?;
        let value: serde_json::Value = serde_json::from_str(&text).ok()?;
        let modules = value.get("Modules")?.as_array()?.iter();
        let text = |module: &serde_json::Value, key: &str| Some(module.get(key)?.as_str()?.to_owned());
        Some(modules.filter_map(|one| Some((text(one, "Key")?, text(one, "Dir")?))).collect())
    };
    read().unwrap_or_default()
}

impl Loader<'_, '_> {
    /// A file, by its folder from that of the text; nothing when it is not there.
    fn file(&mut self, folder: &str, name: &str) -> Read<Option<Rc<File>>> {
        let path = join(folder, name);
        let Some(text) = (self.options.files)(&path) else { return Ok(None) };
        self.files += 1;
        self.bytes += text.len();
        if self.files > MAX_FILES || self.bytes > MAX_BYTES {
            return Err(too_much("the configuration has more files or text than any pipeline needs"));
        }
        File::parse(&text, &join(&self.shown, &path)).map(|file| Some(Rc::new(file)))
    }

    /// Reads a folder; `calls` are the names of the calls that lead to it, joined with dots.
    fn module(&mut self, folder: &str, calls: &str, own: Option<(&str, Rc<File>)>) -> Read<Option<usize>> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(Some(*known));
        }
        if self.list.len() >= MAX_MODULES {
            return Err(too_much(&format!("the configuration has more than {MAX_MODULES} modules")));
        }
        let mut names: Vec<_> =
            (self.options.folder)(folder).into_iter().filter(|name| is_configuration(name)).collect();
        names.sort();
        let mut files = Vec::new();
        if let Some((name, file)) = own {
            names.retain(|other| other != name);
            if is_configuration(name) || names.is_empty() {
                files.push(file);
            }
        }
        for name in names {
            files.extend(self.file(folder, &name)?);
        }
        if files.is_empty() {
            return Ok(None);
        }
        let index = self.list.len();
        self.by_folder.insert(folder.to_owned(), index);
        self.list.push(Module { folder: folder.to_owned(), files: files.clone(), calls: BTreeMap::new() });
        for file in &files {
            let Some(body) = file.body() else { continue };
            for call in body.blocks(file, "module", 1) {
                let Some(name) = call.labels.first() else { continue };
                let below = if calls.is_empty() { (*name).to_owned() } else { format!("{calls}.{name}") };
                let found = self.call(folder, &below, &call)?;
                if let (Some(found), Some(module)) = (found, self.list.get_mut(index)) {
                    module.calls.insert((*name).to_owned(), found);
                }
            }
        }
        Ok(Some(index))
    }

    fn call(&mut self, folder: &str, calls: &str, call: &Block<'_>) -> Read<Option<usize>> {
        let Some(source) = call.body.attribute(call.file, "source") else { return Ok(None) };
        let written = source.literal().unwrap_or_default();
        let local = written.starts_with("./") || written.starts_with("../");
        let path = match self.installed.get(calls) {
            Some(path) if !local => normal(path),
            _ if local => normal(&join(folder, written)),
            _ => None,
        };
        let found = match &path {
            Some(path) => self.module(path, calls, None)?,
            None => None,
        };
        if found.is_none() {
            let (name, way_out) = (
                call.labels.first().copied().unwrap_or_default(),
                match &path {
                    Some(path) => format!("{} has no files of Terraform's", join(&self.shown, path)),
                    None => "`terraform init` brings it here".to_owned(),
                },
            );
            let message =
                format!("the module `{name}` is not on this computer; what it makes is missing ({way_out})");
            self.note(message, call.file, source.span());
        }
        Ok(found)
    }

    fn note(&mut self, message: String, file: &File, span: Span) {
        if self.notes.len() < 100 {
            let severity = pipeline::Severity::Hint;
            self.notes.push(Note { severity, message, name: file.name.clone(), span });
        }
    }
}

/// A path without `.` and, as far as it goes, without `..`; nothing for one from the root of the file system.
pub(super) fn normal(path: &str) -> Option<String> {
    if path.starts_with('/') || path.starts_with('~') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What a module declares, by name.
pub(super) struct Contents<'m> {
    pub folder: &'m str,
    pub calls: BTreeMap<&'m str, (Block<'m>, Option<usize>)>,
    pub variables: Vec<(&'m str, Block<'m>)>,
    pub locals: HashMap<&'m str, Expr<'m>>,
    pub outputs: HashMap<&'m str, Block<'m>>,
    /// Resources and data sources in the order of the files.
    pub resources: Vec<Resource<'m>>,
    by_name: HashMap<(bool, &'m str, &'m str), usize>,
}

/// A resource or data source.
#[derive(Clone)]
pub(super) struct Resource<'m> {
    pub data: bool,
    pub kind: &'m str,
    pub name: &'m str,
    pub block: Block<'m>,
}

impl Resource<'_> {
    /// What Terraform calls it in its module.
    pub fn address(&self) -> String {
        format!("{}{}.{}", if self.data { "data." } else { "" }, self.kind, self.name)
    }
}

impl<'m> Contents<'m> {
    pub fn of(module: &'m Module) -> Self {
        let mut contents = Self {
            folder: &module.folder,
            calls: BTreeMap::new(),
            variables: Vec::new(),
            locals: HashMap::new(),
            outputs: HashMap::new(),
            resources: Vec::new(),
            by_name: HashMap::new(),
        };
        for file in &module.files {
            if let Some(body) = file.body() {
                contents.gather(file, body, module);
            }
        }
        contents
    }

    fn gather(&mut self, file: &'m Rc<File>, body: Body<'m>, module: &'m Module) {
        for block in body.blocks(file, "variable", 1) {
            self.variables.extend(block.labels.first().map(|name| (*name, block.clone())));
        }
        for block in body.blocks(file, "locals", 0) {
            let members = block.body.attributes(file);
            self.locals.extend(members.into_iter().map(|(name, _, value)| (name, value)));
        }
        for block in body.blocks(file, "output", 1) {
            self.outputs.extend(block.labels.first().map(|name| (*name, block.clone())));
        }
        for block in body.blocks(file, "module", 1) {
            if let Some(name) = block.labels.first() {
                self.calls.insert(name, (block.clone(), module.calls.get(*name).copied()));
            }
        }
        for (word, data) in [("resource", false), ("data", true)] {
            for block in body.blocks(file, word, 2) {
                if let [kind, name] = *block.labels {
                    self.by_name.insert((data, kind, name), self.resources.len());
                    self.resources.push(Resource { data, kind, name, block });
                }
            }
        }
    }

    pub fn find(&self, data: bool, kind: &str, name: &str) -> Option<usize> {
        self.by_name.get(&(data, kind, name)).copied()
    }

    pub fn variable(&self, name: &str) -> Option<&Block<'m>> {
        self.variables.iter().find(|(known, _)| *known == name).map(|(_, block)| block)
    }
}

/// The region that a module's own provider of AWS is set to, when it is written there.
pub(super) fn provider_region<'m>(module: &'m Module) -> Option<Expr<'m>> {
    module.files.iter().find_map(|file| {
        let mut providers = file.body()?.blocks(file, "provider", 1).into_iter();
        let own = providers.find(|block| {
            block.labels.first() == Some(&"aws") && block.body.attribute(file, "alias").is_none()
        })?;
        own.body.attribute(file, "region")
    })
}

/// The error of a module, with its place.
pub(super) fn at(error: Error, file: &File, span: Span) -> Error {
    error.at(span).named(&file.name)
}
