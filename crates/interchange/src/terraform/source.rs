//! Terraform's files as text: native syntax and JSON with one face, every part with its place. It evaluates nothing.

use std::ops::Range;
use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure;
use pipeline::Span;
use pipeline::text::{self, Content as Json, Node};

use super::value::Read;
use crate::{Error, ErrorCode};

/// The longest file of Terraform's that is read, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// A file.
#[derive(Debug)]
pub(super) struct File {
    /// What errors call it.
    pub name: String,
    /// Where its lines begin.
    lines: Vec<usize>,
    text: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Native(Box<structure::Body>),
    Json(Node),
    /// A template, or another text without structure.
    Text,
}

/// What stands between braces: attributes and blocks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'m> {
    Native(&'m structure::Body),
    Json(&'m Node),
}

/// An expression and its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expr<'m> {
    pub file: &'m Rc<File>,
    pub form: ExprForm<'m>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum ExprForm<'m> {
    Native(&'m Expression),
    Json(&'m Node),
}

/// A block with its labels.
#[derive(Debug, Clone)]
pub(super) struct Block<'m> {
    pub file: &'m Rc<File>,
    pub labels: Vec<&'m str>,
    pub body: Body<'m>,
    pub span: Span,
}

/// A block within a block, or what makes some.
#[derive(Debug, Clone)]
pub(super) enum Nested<'m> {
    Block(Block<'m>),
    /// A `dynamic` block: its own body, and that of the blocks that it makes.
    Dynamic {
        own: Block<'m>,
        content: Block<'m>,
    },
}

impl File {
    /// Reads a file of a module or of values.
    pub fn parse(text: &str, name: &str) -> Read<Self> {
        let fault = |code, message: String| Error::from(pipeline::Error::new(code, message).named(name));
        if text.len() > MAX_BYTES {
            let message =
                format!("has {} bytes; of Terraform's files at most {MAX_BYTES} are read", text.len());
            return Err(fault(pipeline::ErrorCode::TooLarge, message));
        }
        // A byte order mark is no part of the language; places stay as they are.
        let text = text.replacen('\u{feff}', "   ", usize::from(text.starts_with('\u{feff}')));
        if name.ends_with(".json") {
            let read = text::read(&text, name)?;
            return Ok(Self::new(name, text, Content::Json(read.root)));
        }
        let body = hcl_edit::parser::parse_body(&text).map_err(|error| {
            let at = error.location();
            let deep = error.message().contains("nest") || error.message().contains("depth");
            let code = if deep { pipeline::ErrorCode::TooDeep } else { pipeline::ErrorCode::Syntax };
            let span =
                Span { start: at.offset(), end: at.offset() + 1, line: at.line(), column: at.column() };
            let message = format!("is not Terraform's language here: {}", error.message());
            Error { span: Some(span), ..fault(code, message) }
        })?;
        Ok(Self::new(name, text, Content::Native(Box::new(body))))
    }

    /// A text that is only shown in places.
    pub fn of_text(text: &str, name: &str) -> Self {
        Self::new(name, text.to_owned(), Content::Text)
    }

    fn new(name: &str, text: String, content: Content) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { name: name.to_owned(), lines, text, content }
    }

    /// The text of a range.
    pub fn text(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    pub fn span(&self, range: Option<Range<usize>>) -> Span {
        let Range { start, end } = range.unwrap_or(0..0);
        let line = self.lines.partition_point(|begin| *begin <= start);
        let begin = line.checked_sub(1).and_then(|at| self.lines.get(at)).copied().unwrap_or(0);
        let column = self.text.get(begin..start).map_or(0, |before| before.chars().count()) + 1;
        Span { start, end, line, column }
    }

    pub fn body(&self) -> Option<Body<'_>> {
        match &self.content {
            Content::Native(body) => Some(Body::Native(body)),
            Content::Json(node) => Some(Body::Json(node)),
            Content::Text => None,
        }
    }
}

impl<'m> Expr<'m> {
    pub fn span(&self) -> Span {
        match self.form {
            ExprForm::Native(expression) => self.file.span(expression.span()),
            ExprForm::Json(node) => node.span,
        }
    }

    /// A text that is written out.
    pub fn literal(&self) -> Option<&'m str> {
        match self.form {
            ExprForm::Native(expression) => expression.as_str(),
            ExprForm::Json(node) => node.scalar().map(|(_, text)| text).filter(|text| !text.contains("${")),
        }
    }

    /// The text as it is written.
    pub fn source(&self) -> &'m str {
        match self.form {
            ExprForm::Native(expression) => self.file.text(expression.span().unwrap_or(0..0)),
            ExprForm::Json(node) => node.scalar().map_or("", |(_, text)| text),
        }
    }
}

impl<'m> Body<'m> {
    /// An attribute, by its name.
    pub fn attribute(self, file: &'m Rc<File>, name: &str) -> Option<Expr<'m>> {
        let form = match self {
            Self::Native(body) => ExprForm::Native(&body.get_attribute(name)?.value),
            Self::Json(node) => ExprForm::Json(&node.get(name)?.value),
        };
        Some(Expr { file, form })
    }

    /// The attributes with the places of their names. In JSON blocks look like attributes and are among them.
    pub fn attributes(self, file: &'m Rc<File>) -> Vec<(&'m str, Span, Expr<'m>)> {
        match self {
            Self::Native(body) => body
                .attributes()
                .map(|one| {
                    let expr = Expr { file, form: ExprForm::Native(&one.value) };
                    (one.key.as_str(), file.span(one.key.span()), expr)
                })
                .collect(),
            Self::Json(node) => {
                let members = node.map().unwrap_or_default().iter().filter(|member| member.key != "//");
                members
                    .map(|one| {
                        (one.key.as_str(), one.key_span, Expr { file, form: ExprForm::Json(&one.value) })
                    })
                    .collect()
            }
        }
    }

    /// A map that is written as a block, as before Terraform 0.12.
    pub fn map_block(self, file: &'m Rc<File>, name: &str) -> Option<Block<'m>> {
        match self {
            Self::Native(_) => self.blocks(file, name, 0).into_iter().next(),
            Self::Json(_) => None,
        }
    }

    /// The kinds of blocks in it; none in JSON, where they look like attributes.
    pub fn block_kinds(self, file: &'m File) -> Vec<(&'m str, Span)> {
        match self {
            Self::Native(body) => body
                .blocks()
                .map(|block| match block.labels.first() {
                    Some(label) if block.ident.as_str() == "dynamic" => {
                        (label.as_str(), file.span(block.ident.span()))
                    }
                    _ => (block.ident.as_str(), file.span(block.ident.span())),
                })
                .collect(),
            Self::Json(_) => Vec::new(),
        }
    }

    /// The blocks of a kind, with so many labels.
    pub fn blocks(self, file: &'m Rc<File>, kind: &str, labels: usize) -> Vec<Block<'m>> {
        match self {
            Self::Native(body) => body
                .blocks()
                .filter(|block| block.ident.as_str() == kind && block.labels.len() == labels)
                .map(|block| native(file, block))
                .collect(),
            Self::Json(node) => {
                let mut found = Vec::new();
                if let Some(member) = node.get(kind) {
                    unfold(file, &member.value, labels, &mut Vec::new(), &mut found);
                }
                found
            }
        }
    }

    /// The blocks of a kind within a block, with those that make some, in their order.
    pub fn nested(self, file: &'m Rc<File>, kind: &str) -> Vec<Nested<'m>> {
        match self {
            Self::Native(body) => {
                let block = |block: &'m structure::Block| {
                    if block.ident.as_str() == kind {
                        return Some(Nested::Block(native(file, block)));
                    }
                    let made = block.labels.first().is_some_and(|label| label.as_str() == kind);
                    if block.ident.as_str() != "dynamic" || !made {
                        return None;
                    }
                    let content = block.body.get_blocks("content").next()?;
                    Some(Nested::Dynamic { own: native(file, block), content: native(file, content) })
                };
                body.blocks().filter_map(block).collect()
            }
            Self::Json(node) => {
                let mut found: Vec<_> = self.blocks(file, kind, 0).into_iter().map(Nested::Block).collect();
                let dynamic = node.get("dynamic").and_then(|member| member.value.get(kind));
                if let Some(member) = dynamic {
                    let mut blocks = Vec::new();
                    unfold(file, &member.value, 0, &mut Vec::new(), &mut blocks);
                    found.extend(blocks.into_iter().filter_map(|own| {
                        let content = own.body.blocks(file, "content", 0).into_iter().next()?;
                        Some(Nested::Dynamic { own, content })
                    }));
                }
                found
            }
        }
    }
}

fn native<'m>(file: &'m Rc<File>, block: &'m structure::Block) -> Block<'m> {
    Block {
        file,
        labels: block.labels.iter().map(structure::BlockLabel::as_str).collect(),
        body: Body::Native(&block.body),
        span: file.span(block.ident.span()),
    }
}

/// The blocks of JSON: maps by label down to the bodies, each of which may be a list of bodies.
fn unfold<'m>(
    file: &'m Rc<File>,
    node: &'m Node,
    labels: usize,
    above: &mut Vec<&'m str>,
    found: &mut Vec<Block<'m>>,
) {
    match &node.content {
        Json::List(items) => {
            for item in items {
                unfold(file, item, labels, above, found);
            }
        }
        Json::Map(members) if labels > 0 => {
            for member in members.iter().filter(|member| member.key != "//") {
                above.push(&member.key);
                unfold(file, &member.value, labels - 1, above, found);
                above.pop();
            }
        }
        Json::Map(_) => {
            found.push(Block { file, labels: above.clone(), body: Body::Json(node), span: node.span });
        }
        Json::Scalar(..) => {}
    }
}

/// The name of an object's member, when it is written out.
pub(super) fn key_name(key: &ObjectKey) -> Option<&str> {
    match key {
        ObjectKey::Ident(name) => Some(name.as_str()),
        ObjectKey::Expression(expression) => {
            expression.as_str().or_else(|| expression.as_variable().map(|name| name.as_str()))
        }
    }
}

/// The error for a module that cannot be worked out as a whole.
pub(super) fn too_much(message: &str) -> Error {
    Error::new(ErrorCode::TooMuch, message)
}
