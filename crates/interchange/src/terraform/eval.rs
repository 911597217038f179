//! Expressions. (HCL native syntax specification, "Expressions"; Terraform language, "Expressions".)

use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::expr::{
    BinaryOp, BinaryOperator, Conditional, Expression, ForExpr, Object, TraversalOperator, UnaryOperator,
};
use hcl_edit::repr::Decorated;
use pipeline::Severity;
use pipeline::text::{Content, Kind, Node};

use super::resolve::{At, Resolver};
use super::source::{Expr, ExprForm, key_name};
use super::value::{Data, Read, Value, bind, bound, short};
use crate::{Error, ErrorCode, SourceKind};

type Operators<'e> = &'e [Decorated<TraversalOperator>];

impl Resolver<'_> {
    /// The value of an expression.
    pub fn value(&mut self, at: &At, expr: Expr<'_>) -> Read<Value> {
        match expr.form {
            ExprForm::Native(expression) => self.look(at, expression),
            ExprForm::Json(node) => self.look_at_json(at, node),
        }
    }

    /// The value of an expression in the file of `at`.
    pub fn look(&mut self, at: &At, expression: &Expression) -> Read<Value> {
        let value = self.deeper(|this| this.decide(at, expression));
        value.map_err(|error| match error.span {
            None => error.at(at.file.span(expression.span())).named(&at.file.name),
            Some(_) => error.named(&at.file.name),
        })
    }

    fn decide(&mut self, at: &At, expression: &Expression) -> Read<Value> {
        match expression {
            Expression::Null(_) => Ok(Value::NULL),
            Expression::Bool(bool) => Ok(Value::bool(*bool.value())),
            Expression::Number(number) => Ok(Value::number(number.value().as_f64().unwrap_or_default())),
            Expression::String(text) => {
                self.count_text(text.len())?;
                Ok(Value::text(text.as_str()))
            }
            Expression::Parenthesis(inner) => self.look(at, inner.inner()),
            Expression::Array(items) => {
                let items = items.iter().map(|item| self.look(at, item)).collect::<Read<_>>()?;
                Value::list(items)
            }
            Expression::Object(object) => self.object(at, object),
            Expression::StringTemplate(template) => self.quoted(at, template),
            Expression::HeredocTemplate(heredoc) => self.render(at, &heredoc.template),
            Expression::Variable(_) | Expression::Traversal(_) => self.reference(at, expression),
            Expression::Conditional(conditional) => self.choose(at, conditional),
            Expression::FuncCall(call) => self.call_function(at, call),
            Expression::UnaryOp(unary) => {
                let value = self.look(at, &unary.expr)?;
                match unary.operator.value() {
                    UnaryOperator::Neg if value.is_unknown() => Ok(value),
                    UnaryOperator::Neg => Ok(Value::number(-value.to_number()?)),
                    UnaryOperator::Not => Ok(value.to_bool()?.map_or(value, |bool| Value::bool(!bool))),
                }
            }
            Expression::BinaryOp(binary) => self.operate(at, binary),
            Expression::ForExpr(expr) => self.go_through(at, expr),
        }
    }

    fn object(&mut self, at: &At, object: &Object) -> Read<Value> {
        let mut members = Vec::with_capacity(object.len());
        for (key, value) in object.iter() {
            let name: Rc<str> = match (key_name(key), key.as_expr()) {
                (Some(name), _) => name.into(),
                (None, Some(expression)) => self.look(at, expression)?.to_text()?,
                (None, None) => continue,
            };
            self.count_text(name.len())?;
            members.push((name, self.look(at, value.expr())?));
        }
        Value::map(members)
    }

    fn look_at_json(&mut self, at: &At, node: &Node) -> Read<Value> {
        self.deeper(|this| match &node.content {
            Content::Scalar(Kind::Null, _) => Ok(Value::NULL),
            Content::Scalar(Kind::Bool, text) => Ok(Value::bool(text == "true")),
            Content::Scalar(Kind::Number, text) => {
                Ok(text.parse().map_or_else(|_| Value::text(text), Value::number))
            }
            Content::Scalar(Kind::Text, text) => this.json_text(at, text),
            Content::List(items) => {
                Value::list(items.iter().map(|item| this.look_at_json(at, item)).collect::<Read<_>>()?)
            }
            Content::Map(members) => {
                let mut values = Vec::with_capacity(members.len());
                for member in members {
                    let name = this.json_text(at, &member.key)?.to_text()?;
                    values.push((name, this.look_at_json(at, &member.value)?));
                }
                Value::map(values)
            }
        })
        .map_err(|error| error.at(node.span).named(&at.file.name))
    }

    /// A text of JSON is a template.
    fn json_text(&mut self, at: &At, text: &str) -> Read<Value> {
        if !text.contains("${") && !text.contains("%{") {
            self.count_text(text.len())?;
            return Ok(Value::text(text));
        }
        let template = hcl_edit::parser::parse_template(text).map_err(|error| {
            Error::invalid(format!("`{}` is no template: {}", short(text), error.message()))
        })?;
        // Places in it are places in a text within a text: they say nothing.
        let inner = At { file: Rc::new(super::source::File::of_text("", &at.file.name)), ..at.clone() };
        let value = match template.as_single_element().and_then(hcl_edit::template::Element::as_interpolation)
        {
            Some(single) => self.look(&inner, &single.expr),
            None => self.render(&inner, &template),
        };
        value.map_err(|error| Error { span: None, ..error })
    }

    // ---- names

    fn reference(&mut self, at: &At, expression: &Expression) -> Read<Value> {
        let (root, operators): (&Expression, Operators<'_>) = match expression {
            Expression::Traversal(traversal) => (&traversal.expr, &traversal.operators),
            other => (other, &[]),
        };
        let Expression::Variable(name) = root else {
            let value = self.look(at, root)?;
            return self.follow(at, value, operators);
        };
        if let Some(value) = bound(&at.frame, name.as_str()) {
            return self.follow(at, value, operators);
        }
        let attribute = |index: usize| match operators.get(index).map(Decorated::value) {
            Some(TraversalOperator::GetAttr(name)) => Some(name.as_str()),
            _ => None,
        };
        let root = name.as_str();
        let Some(first) = attribute(0) else {
            return Err(Error::invalid(format!("`{root}` stands for nothing here")));
        };
        let instance = at.instance;
        let (value, used) = match root {
            "var" => (self.variable(instance, first)?, 1),
            "local" => (self.local(instance, first)?, 1),
            "module" => (self.call(instance, first)?, 1),
            "path" => {
                (Value::text(if first == "module" { self.folder(instance)? } else { ".".to_owned() }), 1)
            }
            "terraform" | "tofu" if first == "workspace" => (Value::text("default"), 1),
            "each" | "count" | "self" => {
                return Err(Error::invalid(format!("`{root}.{first}` stands for nothing here")));
            }
            "data" => {
                let name = attribute(1)
                    .ok_or_else(|| Error::invalid("a data source is named by its type and its name"))?;
                (self.resource(instance, true, first, name)?, 2)
            }
            kind => (self.resource(instance, false, kind, first)?, 1),
        };
        self.follow(at, value, operators.get(used..).unwrap_or_default())
    }

    fn follow(&mut self, at: &At, mut value: Value, operators: Operators<'_>) -> Read<Value> {
        for (index, operator) in operators.iter().enumerate() {
            let rest = operators.get(index + 1..).unwrap_or_default();
            match operator.value() {
                TraversalOperator::GetAttr(name) => value = self.member(&value, name.as_str())?,
                TraversalOperator::LegacyIndex(number) => {
                    #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
                    let number = Value::number(*number.value() as f64);
                    value = self.index(&value, &number)?;
                }
                TraversalOperator::Index(key) => {
                    let key = self.look(at, key)?;
                    value = self.index(&value, &key)?;
                }
                TraversalOperator::FullSplat(_) => return self.splat(at, &value, rest),
                TraversalOperator::AttrSplat(_) => {
                    let attributes =
                        rest.iter().take_while(|one| matches!(one.value(), TraversalOperator::GetAttr(_)));
                    let (each, rest) = rest.split_at(attributes.count());
                    let list = self.splat(at, &value, each)?;
                    return self.follow(at, list, rest);
                }
            }
        }
        Ok(value)
    }

    /// The same of every item of a list.
    fn splat(&mut self, at: &At, value: &Value, operators: Operators<'_>) -> Read<Value> {
        let items = match &value.data {
            Data::Unknown => return self.follow(at, value.beyond("[*]"), operators),
            Data::Null => Vec::new(),
            Data::List(list) => list.items.clone(),
            _ => vec![value.clone()],
        };
        let items = items.into_iter().map(|item| self.deeper(|this| this.follow(at, item, operators)));
        Value::list(items.collect::<Read<_>>()?)
    }

    /// A member of an object, or an attribute of what has some.
    pub fn member(&mut self, value: &Value, name: &str) -> Read<Value> {
        match &value.data {
            Data::Map(table) => match table.get(name) {
                Some(member) => Ok(member.clone()),
                None => Err(Error::invalid(format!("there is no member `{}`", short(name)))),
            },
            Data::Thing(thing) => self.attribute(thing, name),
            Data::Unknown => Ok(value.beyond(&format!(".{name}"))),
            Data::List(list) if list.items.len() == 1 && !list.set => {
                let item = list.items.first().cloned().unwrap_or(Value::NULL);
                // Terraform before 0.12 allowed it of a resource with `count`.
                if matches!(item.data, Data::Thing(_)) {
                    self.member(&item, name)
                } else {
                    Err(no_member(value, name))
                }
            }
            _ => Err(no_member(value, name)),
        }
    }

    fn index(&mut self, value: &Value, key: &Value) -> Read<Value> {
        if value.is_unknown() {
            let key = key.to_text()?;
            return Ok(value.beyond(&format!("[{}]", short(&key))));
        }
        if key.is_unknown() {
            return Ok(key.clone());
        }
        match &value.data {
            Data::List(list) => {
                let number = key.to_number()?;
                let fits = number >= 0.0 && number.fract() == 0.0;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "it was looked at"
                )]
                let item = if fits { list.items.get(number as usize) } else { None };
                item.cloned().ok_or_else(|| {
                    let length = list.items.len();
                    Error::invalid(format!("there is no item {number} in a list of {length}"))
                })
            }
            Data::Map(_) | Data::Thing(_) => {
                let key = key.to_text()?;
                self.member(value, &key)
            }
            _ => Err(Error::invalid(format!("only lists and maps have items, not {}", value.describe()))),
        }
    }

    // ---- operators

    fn choose(&mut self, at: &At, conditional: &Conditional) -> Read<Value> {
        let condition = self.look(at, &conditional.cond_expr)?;
        let holds = condition.to_bool()?;
        if holds.is_none() {
            let source = condition.sources().first().map(crate::Source::describe).unwrap_or_default();
            let message = format!("a condition depends on {source}; it is taken as true");
            self.tell(Severity::Hint, message, &at.file.clone(), at.file.span(conditional.cond_expr.span()));
        }
        self.look(at, if holds.unwrap_or(true) { &conditional.true_expr } else { &conditional.false_expr })
    }

    fn operate(&mut self, at: &At, binary: &BinaryOp) -> Read<Value> {
        let left = self.look(at, &binary.lhs_expr)?;
        let operator = *binary.operator.value();
        if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
            let decisive = operator == BinaryOperator::Or;
            let one = left.to_bool()?;
            if one == Some(decisive) {
                return Ok(Value::bool(decisive));
            }
            let right = self.look(at, &binary.rhs_expr)?;
            return Ok(match (one, right.to_bool()?) {
                (_, Some(other)) if other == decisive => Value::bool(decisive),
                (Some(_), Some(_)) => Value::bool(!decisive),
                (None, _) => left,
                (_, None) => right,
            });
        }
        let right = self.look(at, &binary.rhs_expr)?;
        if matches!(operator, BinaryOperator::Eq | BinaryOperator::NotEq) {
            let equal = self.equal(&left, &right)?;
            let uncertain = [&left, &right].into_iter().find(|value| value.is_uncertain());
            if let Some(source) = uncertain.and_then(|value| value.sources().first()) {
                let is = if equal { "" } else { " not" };
                let message =
                    format!("a condition depends on {}; it is taken as{is} equal", source.describe());
                self.tell(Severity::Hint, message, &at.file.clone(), at.file.span(binary.lhs_expr.span()));
            }
            return Ok(Value::bool(equal == (operator == BinaryOperator::Eq)));
        }
        if left.is_unknown() || right.is_unknown() {
            return Ok(if left.is_unknown() { left } else { right });
        }
        let (one, other) = (left.to_number()?, right.to_number()?);
        let number = match operator {
            BinaryOperator::Plus => one + other,
            BinaryOperator::Minus => one - other,
            BinaryOperator::Mul => one * other,
            BinaryOperator::Div if other == 0.0 => return Err(Error::invalid("it is divided by zero")),
            BinaryOperator::Div => one / other,
            BinaryOperator::Mod if other == 0.0 => return Err(Error::invalid("it is divided by zero")),
            BinaryOperator::Mod => one % other,
            BinaryOperator::Less => return Ok(Value::bool(one < other)),
            BinaryOperator::LessEq => return Ok(Value::bool(one <= other)),
            BinaryOperator::Greater => return Ok(Value::bool(one > other)),
            BinaryOperator::GreaterEq => return Ok(Value::bool(one >= other)),
            _ => return Err(Error::invalid("there is no such operator")),
        };
        if number.is_finite() {
            Ok(Value::number(number))
        } else {
            Err(Error::invalid("the number is too large"))
        }
    }

    /// Whether two values are the same. What is not known equals nothing but itself.
    pub fn equal(&mut self, left: &Value, right: &Value) -> Read<bool> {
        self.deeper(|this| match (&left.data, &right.data) {
            (Data::Null, Data::Null) => Ok(true),
            (Data::Bool(one), Data::Bool(other)) => Ok(one == other),
            (Data::Number(one), Data::Number(other)) => Ok(one == other),
            (Data::Text(one), Data::Text(other)) => Ok(one == other),
            (Data::Thing(one), Data::Thing(other)) => Ok(one.address == other.address),
            (Data::Unknown, Data::Unknown) => Ok(left.to_text()? == right.to_text()?),
            (Data::List(one), Data::List(other)) => {
                if one.items.len() != other.items.len() {
                    return Ok(false);
                }
                for (one, other) in one.items.iter().zip(&other.items) {
                    if !this.equal(one, other)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Data::Map(one), Data::Map(other)) => {
                if one.members.len() != other.members.len() {
                    return Ok(false);
                }
                for (key, value) in &one.members {
                    match other.get(key) {
                        Some(other) if this.equal(value, other)? => {}
                        _ => return Ok(false),
                    }
                }
                Ok(true)
            }
            _ => Ok(false),
        })
    }

    fn go_through(&mut self, at: &At, expr: &ForExpr) -> Read<Value> {
        let intro = &expr.intro;
        let collection = self.look(at, &intro.collection_expr)?;
        let Some(pairs) = self.walk(&collection)? else { return Ok(collection.beyond("[*]")) };
        let key_name = intro.key_var.as_ref().map(|name| name.as_str());
        let mut items: Vec<(Rc<str>, Value)> = Vec::new();
        let mut groups: Vec<(Rc<str>, Vec<Value>)> = Vec::new();
        for (key, value) in pairs {
            let mut frame = bind(&at.frame, intro.value_var.as_str(), value);
            if let Some(name) = key_name {
                frame = bind(&frame, name, key);
            }
            let inner = At { frame, ..at.clone() };
            if let Some(condition) = &expr.cond
                && !self.look(&inner, &condition.expr)?.to_bool()?.unwrap_or(true)
            {
                continue;
            }
            let key: Rc<str> = match &expr.key_expr {
                Some(key) => self.look(&inner, key)?.to_text()?,
                None => "".into(),
            };
            let value = self.look(&inner, &expr.value_expr)?;
            if !expr.grouping {
                items.push((key, value));
            } else if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == key) {
                group.push(value);
            } else {
                groups.push((key, vec![value]));
            }
        }
        if expr.key_expr.is_none() {
            return Value::list(items.into_iter().map(|(_, value)| value).collect());
        }
        for (key, group) in groups {
            items.push((key, Value::list(group)?));
        }
        Value::map(items)
    }

    /// The keys and values of what can be gone through; nothing when it is not known.
    pub fn walk(&mut self, collection: &Value) -> Read<Option<Vec<(Value, Value)>>> {
        let pairs: Vec<_> = match &collection.data {
            Data::Unknown => return Ok(None),
            Data::List(list) if !list.set => {
                #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
                let number = |index: usize| Value::number(index as f64);
                list.items.iter().enumerate().map(|(index, item)| (number(index), item.clone())).collect()
            }
            Data::List(_) | Data::Map(_) => self.pairs(collection)?,
            _ => {
                let message =
                    format!("only lists, sets and maps can be gone through, not {}", collection.describe());
                return Err(Error::invalid(message));
            }
        };
        self.step(pairs.len())?;
        Ok(Some(pairs))
    }
}

fn no_member(value: &Value, name: &str) -> Error {
    Error::invalid(format!("there is no member `{}` in {}", short(name), value.describe()))
}

/// Whether `try` and `can` may pass over an error.
pub(super) fn is_passable(error: &Error) -> bool {
    !matches!(error.code, ErrorCode::TooMuch | ErrorCode::Cycle)
}

/// What only deploying gives.
pub(super) fn only_deployed(function: &str) -> Value {
    Value::unknown(SourceKind::Function, function)
}
