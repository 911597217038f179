//! Values of Terraform's language, with what is unknown about them. Collections are shared, so a value costs what was
//! written, not what it would be written out.

use std::rc::Rc;

use crate::cloudformation::stand_in;
use crate::{Error, ErrorCode, Source, SourceKind};

pub(super) type Read<T> = Result<T, Error>;

/// How deep lists and maps may stand in each other.
const MAX_DEPTH: u16 = 100;

/// A value and what is unknown about it.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub data: Data,
    /// What stands in it for values that are not known; for [`Data::Unknown`] the first is the value itself.
    pub sources: Option<Rc<[Source]>>,
}

#[derive(Debug, Clone)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<List>),
    Map(Rc<Table>),
    /// A resource, a data source or a module, whose attributes are worked out when they are asked for.
    Thing(Rc<Thing>),
    /// A value of which only the name is known.
    Unknown,
}

/// A list or a set.
#[derive(Debug)]
pub(super) struct List {
    pub items: Vec<Value>,
    pub set: bool,
    depth: u16,
}

/// An object or a map, in the order in which it is written.
#[derive(Debug)]
pub(super) struct Table {
    pub members: Vec<(Rc<str>, Value)>,
    depth: u16,
}

/// What has attributes.
#[derive(Debug)]
pub(super) struct Thing {
    /// `aws_iam_role.this["a"]`, `module.x.data.aws_region.current`, `module.x`.
    pub address: String,
    pub kind: ThingKind,
}

/// Where the attributes of a thing come from.
#[derive(Debug)]
pub(super) enum ThingKind {
    /// A resource or data source: which one of which instance of a module, with `each` or `count`.
    Resource { instance: usize, index: usize, frame: Frame },
    /// An instance of a module.
    Module(usize),
}

/// Names that are bound around an expression.
pub(super) type Frame = Option<Rc<Binding>>;

/// One of them, and those around it.
#[derive(Debug)]
pub(super) struct Binding {
    name: Rc<str>,
    value: Value,
    next: Frame,
}

/// The frame with another name in it.
pub(super) fn bind(frame: &Frame, name: &str, value: Value) -> Frame {
    Some(Rc::new(Binding { name: name.into(), value, next: frame.clone() }))
}

/// What a name is bound to.
pub(super) fn bound(frame: &Frame, name: &str) -> Option<Value> {
    let mut next = frame;
    while let Some(binding) = next {
        if &*binding.name == name {
            return Some(binding.value.clone());
        }
        next = &binding.next;
    }
    None
}

/// Takes apart long chains without recursion.
impl Drop for Binding {
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut binding) = next.and_then(|binding| Rc::try_unwrap(binding).ok()) {
            next = binding.next.take();
        }
    }
}

impl Data {
    fn depth(&self) -> u16 {
        match self {
            Self::List(list) => list.depth,
            Self::Map(table) => table.depth,
            _ => 0,
        }
    }
}

fn deeper(depths: impl Iterator<Item = u16>) -> Read<u16> {
    let depth = depths.max().unwrap_or(0) + 1;
    if depth > MAX_DEPTH {
        let message = format!("a value is nested more than {MAX_DEPTH} levels deep");
        return Err(Error::new(ErrorCode::TooMuch, message));
    }
    Ok(depth)
}

impl Value {
    pub const NULL: Self = Self { data: Data::Null, sources: None };

    fn plain(data: Data) -> Self {
        Self { data, sources: None }
    }

    pub fn text(text: impl AsRef<str>) -> Self {
        Self::plain(Data::Text(text.as_ref().into()))
    }

    pub fn bool(bool: bool) -> Self {
        Self::plain(Data::Bool(bool))
    }

    pub fn number(number: f64) -> Self {
        Self::plain(Data::Number(number))
    }

    pub fn list(items: Vec<Self>) -> Read<Self> {
        let depth = deeper(items.iter().map(|item| item.data.depth()))?;
        Ok(Self::plain(Data::List(Rc::new(List { items, set: false, depth }))))
    }

    /// A set: sorted, without repetition.
    pub fn set(items: Vec<Self>) -> Read<Self> {
        let depth = deeper(items.iter().map(|item| item.data.depth()))?;
        Ok(Self::plain(Data::List(Rc::new(List { items, set: true, depth }))))
    }

    /// A map; of members with the same name the last one counts.
    pub fn map(members: Vec<(Rc<str>, Self)>) -> Read<Self> {
        let depth = deeper(members.iter().map(|(_, value)| value.data.depth()))?;
        let mut known = std::collections::HashMap::with_capacity(members.len());
        let mut unique: Vec<(Rc<str>, Self)> = Vec::with_capacity(members.len());
        for (key, value) in members {
            match known.get(&key).and_then(|at: &usize| unique.get_mut(*at)) {
                Some(member) => member.1 = value,
                None => {
                    known.insert(Rc::clone(&key), unique.len());
                    unique.push((key, value));
                }
            }
        }
        Ok(Self::plain(Data::Map(Rc::new(Table { members: unique, depth }))))
    }

    /// A value that is not known here.
    pub fn unknown(kind: SourceKind, name: impl Into<String>) -> Self {
        Self { data: Data::Unknown, sources: Some([Source::new(kind, name)].into()) }
    }

    /// What is inside an unknown value: `.name`, `[0]`.
    pub fn beyond(&self, path: &str) -> Self {
        match self.sources.as_deref() {
            Some([source, ..]) if source.name.len() < 200 => {
                Self::unknown(source.kind, format!("{}{path}", source.name))
            }
            _ => self.clone(),
        }
    }

    /// The same value, which stands on others, too.
    pub fn resting_on<'v>(mut self, others: impl IntoIterator<Item = &'v Self>) -> Self {
        let mut sources: Option<Vec<Source>> = None;
        for source in others.into_iter().filter_map(|other| other.sources.as_deref()).flatten() {
            let all = sources.get_or_insert_with(|| self.sources.as_deref().unwrap_or_default().to_vec());
            if all.len() < 20 && !all.contains(source) {
                all.push(source.clone());
            }
        }
        if let Some(sources) = sources {
            self.sources = Some(sources.into());
        }
        self
    }

    pub fn sources(&self) -> &[Source] {
        self.sources.as_deref().unwrap_or_default()
    }

    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self.data, Data::Unknown)
    }

    /// Whether it rests on something that is not known.
    pub fn is_uncertain(&self) -> bool {
        self.is_unknown() || self.sources().iter().any(|source| source.kind != SourceKind::Resource)
    }

    /// What it is, for a sentence.
    pub fn describe(&self) -> &'static str {
        match &self.data {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::Text(_) => "a text",
            Data::List(list) if list.set => "a set",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
            Data::Thing(_) => "an object",
            Data::Unknown => "not known",
        }
    }

    /// The text of a simple value.
    pub fn to_text(&self) -> Read<Rc<str>> {
        match &self.data {
            Data::Text(text) => Ok(Rc::clone(text)),
            Data::Bool(bool) => Ok(bool.to_string().into()),
            Data::Number(number) => Ok(write_number(*number).into()),
            Data::Unknown => {
                Ok(self.sources().first().map_or_else(String::new, |one| stand_in(&one.name)).into())
            }
            Data::Thing(thing) => Ok(stand_in(&thing.address).into()),
            _ => Err(Error::invalid(format!("a text is wanted, and there is {}", self.describe()))),
        }
    }

    pub fn to_number(&self) -> Read<f64> {
        match &self.data {
            Data::Number(number) => Ok(*number),
            Data::Text(text) => {
                text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
                    Error::invalid(format!("a number is wanted, and there is `{}`", short(text)))
                })
            }
            _ => Err(Error::invalid(format!("a number is wanted, and there is {}", self.describe()))),
        }
    }

    /// Whether it holds; nothing when that is not known.
    pub fn to_bool(&self) -> Read<Option<bool>> {
        match &self.data {
            Data::Unknown => Ok(None),
            Data::Bool(bool) => Ok(Some(*bool)),
            Data::Text(text) if &**text == "true" || &**text == "1" => Ok(Some(true)),
            Data::Text(text) if &**text == "false" || &**text == "0" => Ok(Some(false)),
            Data::Number(number) if *number == 0.0 || *number == 1.0 => Ok(Some(*number == 1.0)),
            Data::Text(_) if self.is_uncertain() => Ok(None),
            _ => Err(Error::invalid(format!("true or false is wanted, and there is {}", self.describe()))),
        }
    }

    /// What is in a list, in a set, or the values of a map; nothing in what is not known.
    pub fn items(&self) -> Option<Vec<Self>> {
        match &self.data {
            Data::List(list) => Some(list.items.clone()),
            Data::Map(table) => Some(sorted(table).into_iter().map(|(_, value)| value.clone()).collect()),
            _ => None,
        }
    }
}

/// The members of a map in the order in which Terraform goes through it.
pub(super) fn sorted(table: &Table) -> Vec<&(Rc<str>, Value)> {
    let mut members: Vec<_> = table.members.iter().collect();
    members.sort_by(|one, other| one.0.cmp(&other.0));
    members
}

impl Table {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }
}

/// A number as Terraform writes it.
pub(super) fn write_number(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e18 {
        #[expect(clippy::cast_possible_truncation, reason = "it is in range")]
        return (number as i64).to_string();
    }
    // Terraform's numbers are decimal: what binary numbers are off by is not shown.
    let rounded = format!("{number:.14e}").parse::<f64>();
    rounded.unwrap_or(number).to_string()
}

/// The beginning of a text, for a sentence.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
