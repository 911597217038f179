//! The blocks of a resource, worked out: with what `dynamic` makes, every value with its place.

use pipeline::text::{Content, Kind, Node};
use pipeline::{Severity, Span};

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;

use super::eval::is_passable;
use super::resolve::{At, Resolver};
use super::shape::{Filled, Piece, PieceMember, Shape};
use super::source::{Block, Expr, ExprForm, Nested, key_name};
use super::value::{Data, Read, Value, bind, write_number};
use crate::SourceKind;

impl<'m> Resolver<'m> {
    /// A block as a part. `address` is what notes call it.
    pub(super) fn block(&mut self, at: &At, block: &Block<'m>, shape: &Shape, address: &str) -> Read<Piece> {
        let file = block.file;
        let mut members = Vec::new();
        for (name, key_span, expr) in block.body.attributes(file) {
            if shape.arguments.contains(&name) {
                let value = self.recovered(at, expr, &format!("{address}.{name}"))?;
                let shaped = matches!(name, "run_order" | "timeout_in_minutes" | "configuration");
                if let Some(source) = value.sources.first().filter(|_| shaped) {
                    let message =
                        format!("{address}.{name} depends on {}; it is left out", source.describe());
                    self.tell(Severity::Hint, message, file, expr.span());
                    continue;
                }
                members.push(PieceMember { key: name.to_owned(), key_span, value });
            } else if !shape.is_beside(name)
                && !shape.blocks.iter().any(|(kind, _)| *kind == name)
                && name != "dynamic"
            {
                self.refuse(shape, format!("{address}: there is no argument `{name}`"), block, key_span);
            }
        }
        for (kind, span) in block.body.block_kinds(file) {
            if kind == "configuration" && shape.arguments.contains(&kind) {
                let Some(map) = block.body.map_block(file, kind) else { continue };
                let mut inner = Vec::new();
                for (name, key_span, expr) in map.body.attributes(file) {
                    let value = self.recovered(at, expr, &format!("{address}.{kind}.{name}"))?;
                    inner.push(PieceMember { key: name.to_owned(), key_span, value });
                }
                let value = Piece { content: Filled::Map(inner), span: map.span, sources: Vec::new() };
                members.push(PieceMember { key: kind.to_owned(), key_span: span, value });
                continue;
            }
            if !shape.is_beside(kind) && !shape.blocks.iter().any(|(known, _)| *known == kind) {
                self.refuse(shape, format!("{address}: there are no blocks `{kind}`"), block, span);
            }
        }
        for (kind, inner) in shape.blocks {
            let mut made = Vec::new();
            for nested in block.body.nested(file, kind) {
                match nested {
                    Nested::Block(one) => {
                        let below = format!("{address}.{kind}[{}]", made.len());
                        made.push(self.deeper(|this| this.block(at, &one, inner, &below))?);
                    }
                    Nested::Dynamic { own, content } => {
                        self.dynamic(at, (kind, inner), &own, &content, address, &mut made)?;
                    }
                }
            }
            if let Some(first) = made.first() {
                let key_span = first.span;
                let value = Piece { span: key_span, content: Filled::List(made), sources: Vec::new() };
                members.push(PieceMember { key: (*kind).to_owned(), key_span, value });
            }
        }
        Ok(Piece { content: Filled::Map(members), span: block.span, sources: Vec::new() })
    }

    /// What Terraform would refuse. Of a project only a part is read, so that nothing of it is refused.
    fn refuse(&mut self, shape: &Shape, message: String, block: &Block<'_>, span: Span) {
        if !shape.open {
            self.tell(Severity::Error, message, block.file, span);
        }
    }

    /// The blocks that a `dynamic` block makes.
    fn dynamic(
        &mut self,
        at: &At,
        (kind, shape): (&str, &Shape),
        own: &Block<'m>,
        content: &Block<'m>,
        address: &str,
        made: &mut Vec<Piece>,
    ) -> Read<()> {
        let Some(expr) = own.body.attribute(own.file, "for_each") else {
            self.tell(Severity::Error, format!("{address}: `dynamic` has no `for_each`"), own.file, own.span);
            return Ok(());
        };
        let iterator = own.body.attribute(own.file, "iterator").map_or(kind, |expr| expr.source().trim());
        let collection = match self.value(at, expr) {
            Ok(collection) => collection,
            Err(error) if is_passable(&error) => {
                let span = error.span.unwrap_or_else(|| expr.span());
                self.tell(Severity::Error, format!("{address}: {}", error.message), own.file, span);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let pairs = if collection.is_null() { Some(Vec::new()) } else { self.walk(&collection)? };
        let pairs = if let Some(pairs) = pairs {
            pairs
        } else {
            let source = collection.sources().first().map(crate::Source::describe).unwrap_or_default();
            let message = format!("the number of blocks `{kind}` depends on {source}; one is shown");
            self.tell(Severity::Hint, message, own.file, expr.span());
            vec![(collection.beyond(".key"), collection.beyond(".value"))]
        };
        for (key, value) in pairs {
            let each = Value::map(vec![("key".into(), key), ("value".into(), value)])?;
            let inner = At { frame: bind(&at.frame, iterator, each), ..at.clone() };
            let below = format!("{address}.{kind}[{}]", made.len());
            made.push(self.deeper(|this| this.block(&inner, content, shape, &below))?);
        }
        Ok(())
    }

    /// A value with its places; what Terraform would refuse is told, and a stand-in goes on in its place.
    fn recovered(&mut self, at: &At, expr: Expr<'m>, name: &str) -> Read<Piece> {
        match self.piece(at, expr) {
            Err(error) if is_passable(&error) => {
                let (file, span) = (expr.file, error.span.unwrap_or_else(|| expr.span()));
                let message = format!("{name}: {}", error.message);
                if error.name.is_empty() || error.name == file.name {
                    self.tell(Severity::Error, message, file, span);
                } else {
                    let note = crate::Note { severity: Severity::Error, message, name: error.name, span };
                    self.notes.push(note);
                }
                self.place(&Value::unknown(SourceKind::Attribute, name), expr.span())
            }
            other => other,
        }
    }

    /// A value with its places: those of its parts where they are written out, else that of the whole.
    fn piece(&mut self, at: &At, expr: Expr<'m>) -> Read<Piece> {
        let span = expr.span();
        let inner = |form| Expr { file: expr.file, form };
        let content = match expr.form {
            ExprForm::Native(Expression::Object(object)) => {
                let mut members = Vec::new();
                for (key, value) in object.iter() {
                    let (name, key_span) = match (key_name(key), key.as_expr()) {
                        (Some(name), _) => (name.to_owned(), expr.file.span(key.span())),
                        (None, Some(key)) => {
                            (self.look(at, key)?.to_text()?.to_string(), expr.file.span(key.span()))
                        }
                        (None, None) => continue,
                    };
                    let value = self.deeper(|this| this.piece(at, inner(ExprForm::Native(value.expr()))))?;
                    members.push(PieceMember { key: name, key_span, value });
                }
                Filled::Map(members)
            }
            ExprForm::Native(Expression::Array(items)) => {
                let mut all = Vec::new();
                for item in items {
                    all.push(self.deeper(|this| this.piece(at, inner(ExprForm::Native(item))))?);
                }
                Filled::List(all)
            }
            ExprForm::Json(Node { content: Content::Map(members), .. }) => {
                let mut all = Vec::new();
                for member in members {
                    let value = self.deeper(|this| this.piece(at, inner(ExprForm::Json(&member.value))))?;
                    all.push(PieceMember { key: member.key.clone(), key_span: member.key_span, value });
                }
                Filled::Map(all)
            }
            ExprForm::Json(Node { content: Content::List(items), .. }) => {
                let mut all = Vec::new();
                for item in items {
                    all.push(self.deeper(|this| this.piece(at, inner(ExprForm::Json(item))))?);
                }
                Filled::List(all)
            }
            ExprForm::Native(_) | ExprForm::Json(_) => {
                let value = self.value(at, expr)?;
                return self.place(&value, span);
            }
        };
        Ok(Piece { content, span, sources: Vec::new() })
    }

    /// A value at a place.
    fn place(&mut self, value: &Value, span: Span) -> Read<Piece> {
        self.deeper(|this| {
            let content = match &value.data {
                Data::Null => Filled::Scalar(Kind::Null, String::new()),
                Data::Bool(bool) => Filled::Scalar(Kind::Bool, bool.to_string()),
                Data::Number(number) => Filled::Scalar(Kind::Number, write_number(*number)),
                Data::Text(_) | Data::Thing(_) | Data::Unknown => {
                    let text = value.to_text()?;
                    this.count_text(text.len())?;
                    Filled::Scalar(Kind::Text, text.to_string())
                }
                Data::List(list) => {
                    Filled::List(list.items.iter().map(|item| this.place(item, span)).collect::<Read<_>>()?)
                }
                Data::Map(table) => {
                    let mut members = Vec::new();
                    for (key, item) in &table.members {
                        this.count_text(key.len())?;
                        let value = this.place(item, span)?;
                        members.push(PieceMember { key: key.to_string(), key_span: span, value });
                    }
                    Filled::Map(members)
                }
            };
            let mut sources = value.sources().to_vec();
            if let Data::Thing(thing) = &value.data {
                sources.push(crate::Source::new(SourceKind::Attribute, &thing.address));
            }
            Ok(Piece { content, span, sources })
        })
    }
}
