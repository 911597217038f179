//! XML as a small tree. A report comes out of somebody's build and may be hostile: no entity is ever fetched or
//! expanded, and depth and number of elements are bounded.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How deeply elements may nest.
const MAX_DEPTH: usize = 128;
/// How many elements a report may have.
const MAX_ELEMENTS: usize = 2_000_000;

/// An element. Prefixes of names are dropped: no report format mixes vocabularies.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text directly in it.
    pub text: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is a number; a comma or a space does not make one.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.attribute(name)?.trim().parse::<f64>().ok().filter(|number| number.is_finite())
    }

    /// An attribute that counts something.
    pub fn count(&self, name: &str) -> Option<u64> {
        self.attribute(name)?.trim().parse().ok()
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Calls `visit` with every element below and with the elements above it, outermost first. Depth is bounded by
    /// the reader.
    pub fn walk<'a>(
        &'a self,
        above: &mut Vec<&'a Element>,
        visit: &mut dyn FnMut(&'a Element, &[&'a Element]),
    ) {
        above.push(self);
        for child in &self.children {
            visit(child, above);
            child.walk(above, visit);
        }
        above.pop();
    }
}

/// Reads a document. The error names the place in bytes.
pub(super) fn read(text: &str) -> Result<Element, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("it is no XML: {error} (at byte {})", reader.error_position()))?;
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= MAX_DEPTH || elements > MAX_ELEMENTS {
                    return Err("its elements are too many or nest too deeply".to_owned());
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                if elements > MAX_ELEMENTS {
                    return Err("its elements are too many".to_owned());
                }
                let done = element(&start)?;
                close(done, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    close(done, &mut open, &mut root);
                }
            }
            Event::Text(text) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&text.xml_content(XmlVersion::Implicit1_0));
                }
            }
            Event::CData(text) => {
                if let Some(last) = open.last_mut() {
                    last.text.push_str(&text.xml_content(XmlVersion::Implicit1_0));
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(last) = open.last_mut() {
                    let name: &str = &reference;
                    match (reference.resolve_char_ref(), quick_xml::escape::resolve_predefined_entity(name)) {
                        (Ok(Some(character)), _) => last.text.push(character),
                        (_, Some(text)) => last.text.push_str(text),
                        // An entity of a DTD stays what it is: none is expanded.
                        _ => last.text.push_str(&format!("&{name};")),
                    }
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !open.is_empty() {
        return Err("it ends in the middle of an element".to_owned());
    }
    root.ok_or_else(|| "it is empty".to_owned())
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => {
            root.get_or_insert(done);
        }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut element = Element { name: local(start.name().as_ref()), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("it is no XML: {error}"))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        element.attributes.push((local(attribute.key.as_ref()), value));
    }
    Ok(element)
}
