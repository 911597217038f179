//! The policy of a pipeline's service role: what its actions need and nothing more, from the catalog's IAM data.
//! (AWS CodePipeline user guide, "Add permissions to the CodePipeline service role".)

use pipeline::catalog::{self, Permission};
use pipeline::model::{Action, Model, configuration};
use serde_json::{Value, json};

/// A policy with what it could not be narrowed to.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The policy document. `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}` stand for what is only known
    /// where it is used.
    pub document: Value,
    /// What a person should know, a sentence each.
    pub notes: Vec<String>,
}

/// What the service role of the pipeline must be allowed to do.
pub fn policy(model: &Model<'_>) -> Policy {
    let declaration = model.declaration();
    let mut policy = Statements { list: Vec::new(), notes: Vec::new() };
    let stores = declaration
        .artifact_store
        .iter()
        .chain(declaration.artifact_stores.iter().flat_map(|all| all.values()));
    for store in stores {
        policy.add(&BUCKET, vec![format!("arn:aws:s3:::{}", store.location)], None);
        policy.add(&OBJECTS, vec![format!("arn:aws:s3:::{}/*", store.location)], None);
        if let Some(key) = &store.encryption_key {
            let key = match key.id.as_str() {
                id if id.starts_with("arn:") => id.to_owned(),
                id if id.starts_with("alias/") => "arn:aws:kms:$R:$A:key/*".to_owned(),
                // Whether a key that is not known is an id, an alias or an ARN is not known either.
                id if id.contains("unknown-") => "arn:aws:kms:$R:$A:key/*".to_owned(),
                id => format!("arn:aws:kms:$R:$A:key/{id}"),
            };
            policy.add(&KEY, vec![key], None);
        }
    }
    for action in model.actions() {
        match &action.declaration.role_arn {
            Some(role) => policy.add(&["sts:AssumeRole"], vec![role.clone()], None),
            None => policy.action(action, &declaration.name),
        }
    }
    let document = json!({ "Version": "2012-10-17", "Statement": policy.list });
    Policy { document, notes: policy.notes }
}

const BUCKET: [&str; 3] = ["s3:GetBucketVersioning", "s3:GetBucketAcl", "s3:GetBucketLocation"];
const OBJECTS: [&str; 3] = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"];
const KEY: [&str; 5] =
    ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

struct Statements {
    list: Vec<Value>,
    notes: Vec<String>,
}

impl Statements {
    fn add<T: AsRef<str>>(&mut self, actions: &[T], resources: Vec<String>, condition: Option<Value>) {
        let actions: Vec<_> = actions.iter().map(AsRef::as_ref).collect();
        let resources: Vec<_> = resources.iter().map(|resource| placed(resource)).collect();
        let mut statement = json!({ "Effect": "Allow", "Action": actions, "Resource": resources });
        if let (Some(condition), Some(members)) = (condition, statement.as_object_mut()) {
            members.insert("Condition".to_owned(), condition);
        }
        if !self.list.contains(&statement) {
            self.list.push(statement);
        }
    }

    fn action(&mut self, action: &Action<'_>, pipeline: &str) {
        let Some(known) = catalog::find_id(&action.declaration.action_type_id) else { return };
        for permission in &known.iam {
            if !self.is_needed(permission, action) {
                continue;
            }
            let fill = |text: &String| fill(text, action, pipeline);
            let resources = permission.resources.iter().map(fill).collect();
            let condition = permission.condition.as_ref().map(|condition| {
                let text = fill(&condition.to_string());
                serde_json::from_str(&placed(&text)).unwrap_or_else(|_| condition.clone())
            });
            self.add(&permission.actions, resources, condition);
            if let Some(note) = &permission.note {
                self.tell(format!("{}: {note}", action.key()));
            }
        }
    }

    fn is_needed(&mut self, permission: &Permission, action: &Action<'_>) -> bool {
        let value = |key: &str| configuration(action.declaration, key);
        let Some(when) = permission.when.as_deref() else { return true };
        if let Some((key, other)) = when.split_once("!=") {
            return !value(key).is_some_and(|value| value.eq_ignore_ascii_case(other));
        }
        if let Some((key, wanted)) = when.split_once('=') {
            return value(key).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
        }
        if when == "SECRETS_MANAGER variable" {
            let mut variables = action.declaration.environment_variables.iter().flatten();
            return variables
                .any(|one| one.r#type.as_ref().is_some_and(|kind| kind.as_str() == "SECRETS_MANAGER"));
        }
        if when.contains(' ') {
            self.tell(format!(
                "{}: of a {when} it also needs {}",
                action.key(),
                permission.actions.join(", ")
            ));
            return false;
        }
        value(when).is_some()
    }

    fn tell(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// A resource with the action's configuration in it. What is only known in a run is any text.
fn fill(text: &str, action: &Action<'_>, pipeline: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let key: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
        let behind = after.get(key.len()..).unwrap_or_default();
        match behind.strip_prefix('}').filter(|_| !key.is_empty()) {
            Some(behind) => {
                filled.push_str(&without_variables(configuration(action.declaration, &key).unwrap_or("*")));
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled.replace("$P", pipeline)
}

/// `#{Namespace.Name}` can become anything.
fn without_variables(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("#{") {
        out.push_str(before);
        out.push('*');
        rest = after.split_once('}').map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// The catalog's signs for account and region in CloudFormation's words.
fn placed(text: &str) -> String {
    text.replace("arn:aws:", "arn:${AWS::Partition}:")
        .replace("$A", "${AWS::AccountId}")
        .replace("$R", "${AWS::Region}")
}
