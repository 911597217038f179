//! What names stand for: variables, locals, resources, data sources, modules. Each is worked out when it is first
//! asked for, and kept. Work, text and depth are bounded, and what depends on itself is found.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use pipeline::{Severity, Span};

use super::module::{Contents, Resource};
use super::source::{Block, File, too_much};
use super::value::{Data, Frame, Read, Thing, ThingKind, Value, bind, sorted, write_number};
use super::variables;
use crate::paths::join;
use crate::{Error, ErrorCode, Note, Options, SourceKind};

/// How many values are looked at for one configuration.
const MAX_STEPS: usize = 400_000;
/// How many bytes of text all values together may have.
const MAX_BYTES: usize = 16 << 20;
/// How deep values may stand on other values.
const MAX_DEPTH: usize = 100;
/// How deep modules may call modules, and how many instances of modules there may be.
const MAX_LEVELS: usize = 8;
const MAX_INSTANCES: usize = 500;
/// How many instances `count` and `for_each` may make of one resource.
const MAX_COUNT: f64 = 1000.0;

/// Where an expression stands: in which instance of a module, in which file, with which names bound.
#[derive(Clone)]
pub(super) struct At {
    pub instance: usize,
    pub file: Rc<File>,
    pub frame: Frame,
}

/// A module with its variables' values.
pub(super) struct Instance {
    /// The module.
    pub module: usize,
    /// What Terraform puts before the addresses in it: empty, or `module.x["a"].`.
    pub prefix: String,
    level: usize,
    /// The call, and where it stands; nothing for the outermost module.
    call: Option<(usize, String, Frame)>,
}

/// What is kept, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Variable(usize, String),
    Local(usize, String),
    Call(usize, String),
    Resource(usize, usize),
    Attribute(String, String),
}

/// Works out the values of a configuration.
pub(super) struct Resolver<'m> {
    pub contents: &'m [Contents<'m>],
    pub options: &'m Options<'m>,
    pub region: String,
    /// The folder of the text, as the user calls it.
    shown: String,
    pub instances: Vec<Instance>,
    /// The values of the outermost module's variables that are given.
    pub given: BTreeMap<String, Value>,
    pub notes: Vec<Note>,
    known: HashMap<Key, Option<Value>>,
    steps: Cell<usize>,
    bytes: Cell<usize>,
    depth: Cell<usize>,
}

impl<'m> Resolver<'m> {
    pub fn new(contents: &'m [Contents<'m>], options: &'m Options<'m>, name: &str) -> Self {
        let root = Instance { module: 0, prefix: String::new(), level: 0, call: None };
        Self {
            contents,
            options,
            region: options.region.clone(),
            shown: name.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned()),
            instances: vec![root],
            given: BTreeMap::new(),
            notes: Vec::new(),
            known: HashMap::new(),
            steps: Cell::new(MAX_STEPS),
            bytes: Cell::new(MAX_BYTES),
            depth: Cell::new(MAX_DEPTH),
        }
    }

    pub fn tell(&mut self, severity: Severity, message: String, file: &File, span: Span) {
        let note = Note { severity, message, name: file.name.clone(), span };
        if self.notes.len() < 100 && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    // ---- bounds

    /// So much work.
    pub fn step(&self, amount: usize) -> Read<()> {
        take(&self.steps, amount)
    }

    /// A text.
    pub fn count_text(&self, bytes: usize) -> Read<()> {
        take(&self.bytes, bytes)
    }

    /// How long a text may still become.
    pub fn bytes_left(&self) -> usize {
        self.bytes.get()
    }

    /// One step of work, one level deeper.
    pub fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        take(&self.steps, 1)?;
        take(&self.depth, 1)?;
        let done = work(self);
        self.depth.set(self.depth.get() + 1);
        done
    }

    /// A value that is worked out once.
    fn once(&mut self, key: Key, what: &str, work: impl FnOnce(&mut Self) -> Read<Value>) -> Read<Value> {
        match self.known.get(&key) {
            Some(Some(value)) => return Ok(value.clone()),
            Some(None) => {
                return Err(Error::new(ErrorCode::Cycle, format!("`{what}` depends on itself")));
            }
            None => {}
        }
        self.known.insert(key.clone(), None);
        let value = self.deeper(work);
        match &value {
            Ok(value) => self.known.insert(key, Some(value.clone())),
            Err(_) => self.known.remove(&key),
        };
        value
    }

    // ---- names

    pub fn module_of(&self, instance: usize) -> Read<&'m Contents<'m>> {
        let module = self.instances.get(instance).map_or(0, |one| one.module);
        self.contents.get(module).ok_or_else(|| Error::invalid("there is no such module"))
    }

    pub fn prefix(&self, instance: usize) -> &str {
        self.instances.get(instance).map_or("", |one| &one.prefix)
    }

    pub fn at(&self, instance: usize, block: &Block<'_>, frame: &Frame) -> At {
        At { instance, file: Rc::clone(block.file), frame: frame.clone() }
    }

    /// The folder of the module of an instance, as `path.module` names it.
    pub fn folder(&self, instance: usize) -> Read<String> {
        let folder = self.module_of(instance)?.folder;
        Ok(if folder.is_empty() { ".".into() } else { folder.to_owned() })
    }

    pub fn local(&mut self, instance: usize, name: &str) -> Read<Value> {
        let module = self.module_of(instance)?;
        let Some(expr) = module.locals.get(name).copied() else {
            return Err(Error::invalid(format!("there is no local value `{name}`")));
        };
        let what = format!("{}local.{name}", self.prefix(instance));
        let at = At { instance, file: Rc::clone(expr.file), frame: None };
        self.once(Key::Local(instance, name.to_owned()), &what, |this| this.value(&at, expr))
    }

    pub fn variable(&mut self, instance: usize, name: &str) -> Read<Value> {
        let module = self.module_of(instance)?;
        let Some(block) = module.variable(name).cloned() else {
            return Err(Error::invalid(format!("the variable `{name}` is not declared")));
        };
        let what = format!("{}var.{name}", self.prefix(instance));
        self.once(Key::Variable(instance, name.to_owned()), &what, |this| {
            let value = this.argument(instance, name)?;
            variables::value(this, instance, name, &block, value)
        })
    }

    /// What a variable is given: by the user, or by the call of the module.
    fn argument(&mut self, instance: usize, name: &str) -> Read<Option<Value>> {
        let Some(call) = self.instances.get(instance).and_then(|one| one.call.clone()) else {
            return Ok(self.given.get(name).cloned());
        };
        let (outer, call_name, frame) = call;
        let module = self.module_of(outer)?;
        let Some((block, _)) = module.calls.get(call_name.as_str()) else { return Ok(None) };
        let Some(expr) = block.body.attribute(block.file, name) else { return Ok(None) };
        let at = self.at(outer, block, &frame);
        self.value(&at, expr).map(Some)
    }

    /// A module: one thing, or a list or map of things.
    pub fn call(&mut self, instance: usize, name: &str) -> Read<Value> {
        let module = self.module_of(instance)?;
        let Some((block, found)) = module.calls.get(name).cloned() else {
            return Err(Error::invalid(format!("there is no module `{name}`")));
        };
        let address = format!("{}module.{name}", self.prefix(instance));
        let Some(found) = found else { return Ok(Value::unknown(SourceKind::Attribute, address)) };
        let key = Key::Call(instance, name.to_owned());
        self.once(key, &address.clone(), |this| {
            this.expand(instance, &block, &address, &mut |this, address, frame| {
                let level = this.instances.get(instance).map_or(0, |one| one.level) + 1;
                if level > MAX_LEVELS || this.instances.len() >= MAX_INSTANCES {
                    return Err(too_much("modules call modules too often or too deep"));
                }
                let call = Some((instance, name.to_owned(), frame));
                this.instances.push(Instance { module: found, prefix: format!("{address}."), level, call });
                let kind = ThingKind::Module(this.instances.len() - 1);
                Ok(Value { data: Data::Thing(Rc::new(Thing { address, kind })), sources: None })
            })
        })
    }

    /// A resource or data source: one thing, or a list or map of things.
    pub fn resource(&mut self, instance: usize, data: bool, kind: &str, name: &str) -> Read<Value> {
        let module = self.module_of(instance)?;
        let Some(index) = module.find(data, kind, name) else {
            let word = if data { "data source" } else { "resource" };
            return Err(Error::invalid(format!("there is no {word} `{kind}.{name}`")));
        };
        self.resource_at(instance, index)
    }

    pub fn resource_at(&mut self, instance: usize, index: usize) -> Read<Value> {
        let resource = self.resource_of(instance, index)?;
        let address = format!("{}{}", self.prefix(instance), resource.address());
        self.once(Key::Resource(instance, index), &address.clone(), |this| {
            this.expand(instance, &resource.block, &address, &mut |_, address, frame| {
                let kind = ThingKind::Resource { instance, index, frame };
                Ok(Value { data: Data::Thing(Rc::new(Thing { address, kind })), sources: None })
            })
        })
    }

    pub fn resource_of(&self, instance: usize, index: usize) -> Read<Resource<'m>> {
        let resource = self.module_of(instance)?.resources.get(index);
        resource.cloned().ok_or_else(|| Error::invalid("there is no such resource"))
    }

    /// What `count` and `for_each` make of a block.
    fn expand(
        &mut self,
        instance: usize,
        block: &Block<'m>,
        address: &str,
        make: &mut dyn FnMut(&mut Self, String, Frame) -> Read<Value>,
    ) -> Read<Value> {
        let at = self.at(instance, block, &None);
        if let Some(expr) = block.body.attribute(block.file, "count") {
            let count = self.value(&at, expr)?;
            if count.is_unknown() {
                let source = count.sources().first().map(crate::Source::describe).unwrap_or_default();
                let message = format!("the count of `{address}` depends on {source}; it is taken as 1");
                self.tell(Severity::Hint, message, block.file, expr.span());
            }
            let count = if count.is_unknown() { 1.0 } else { count.to_number()? };
            if !(0.0..=MAX_COUNT).contains(&count) {
                return Err(too_much(&format!("the count of `{address}` is {}", write_number(count))));
            }
            let mut items = Vec::new();
            let mut index = 0.0;
            while index < count {
                let counted = Value::map(vec![("index".into(), Value::number(index))])?;
                let address = format!("{address}[{}]", write_number(index));
                items.push(make(self, address, bind(&None, "count", counted))?);
                index += 1.0;
            }
            return Value::list(items);
        }
        let Some(expr) = block.body.attribute(block.file, "for_each") else {
            return make(self, address.to_owned(), None);
        };
        let each = self.value(&at, expr)?;
        let pairs = self.pairs(&each)?;
        if pairs.iter().any(|(key, _)| key.is_unknown()) {
            let source = each.sources().first().map(crate::Source::describe).unwrap_or_default();
            let message = format!("what `{address}` is made for depends on {source}; one is shown");
            self.tell(Severity::Hint, message, block.file, expr.span());
        }
        #[expect(clippy::cast_precision_loss, reason = "only the size matters")]
        if pairs.len() as f64 > MAX_COUNT {
            return Err(too_much(&format!("`{address}` is made for {} things", pairs.len())));
        }
        let mut members = Vec::new();
        for (key, value) in pairs {
            let name = key.to_text()?;
            let members_of_each = vec![("key".into(), key), ("value".into(), value)];
            let frame = bind(&None, "each", Value::map(members_of_each)?);
            let made = make(self, format!("{address}[{name:?}]"), frame)?;
            members.push((name, made));
        }
        Value::map(members)
    }

    /// The keys and values that `for_each` goes through.
    pub fn pairs(&mut self, value: &Value) -> Read<Vec<(Value, Value)>> {
        let pairs: Vec<_> = match &value.data {
            Data::Map(table) => {
                let members = sorted(table).into_iter();
                members.map(|(key, value)| (Value::text(key), value.clone())).collect()
            }
            Data::List(list) => list.items.iter().map(|item| (item.clone(), item.clone())).collect(),
            Data::Unknown => vec![(value.beyond(".key"), value.beyond(".value"))],
            Data::Null => Vec::new(),
            _ => {
                let message = format!("for_each takes a map or a set, and there is {}", value.describe());
                return Err(Error::invalid(message));
            }
        };
        self.step(pairs.len())?;
        Ok(pairs)
    }

    // ---- attributes

    /// An attribute of a resource, data source or module.
    pub fn attribute(&mut self, thing: &Thing, name: &str) -> Read<Value> {
        let key = Key::Attribute(thing.address.clone(), name.to_owned());
        let what = format!("{}.{name}", thing.address);
        match &thing.kind {
            ThingKind::Module(instance) => {
                let instance = *instance;
                let module = self.module_of(instance)?;
                let Some(block) = module.outputs.get(name).cloned() else {
                    return Err(Error::invalid(format!("`{}` has no output `{name}`", thing.address)));
                };
                let Some(expr) = block.body.attribute(block.file, "value") else {
                    return Err(Error::invalid(format!("the output `{name}` has no value")));
                };
                let at = self.at(instance, &block, &None);
                self.once(key, &what, |this| this.value(&at, expr))
            }
            ThingKind::Resource { instance, index, frame } => {
                let resource = self.resource_of(*instance, *index)?;
                let at = self.at(*instance, &resource.block, frame);
                self.once(key, &what, |this| this.find_attribute(&at, &resource, thing, name))
            }
        }
    }

    /// A file of the configuration, by its path from the folder of the text.
    pub fn read_file(&self, path: &str) -> Read<(String, String)> {
        let missing = || Error::invalid(format!("there is no file `{path}` that can be read here"));
        let path = super::module::normal(path).ok_or_else(missing)?;
        let text = (self.options.files)(&path).ok_or_else(missing)?;
        self.step(10)?;
        self.count_text(text.len())?;
        Ok((path, text))
    }

    /// What errors call a file.
    pub fn shown(&self, path: &str) -> String {
        join(&self.shown, path)
    }
}

/// Takes from what is left.
fn take(left: &Cell<usize>, amount: usize) -> Read<()> {
    let rest = left.get().checked_sub(amount).ok_or_else(|| {
        too_much("the configuration's values stand on each other too much to be worked out")
    })?;
    left.set(rest);
    Ok(())
}
