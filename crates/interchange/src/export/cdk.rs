//! A template as a CDK app in TypeScript: each resource is the construct of its type (level 1), under the same logical
//! id, so that the app synthesises to the same resources. (AWS CDK, "Constructs".)

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The construct of each resource type that exports have, with its module.
const CONSTRUCTS: &[(&str, &str, &str)] = &[
    ("AWS::CodeBuild::Project", "codebuild", "CfnProject"),
    ("AWS::CodePipeline::Pipeline", "codepipeline", "CfnPipeline"),
    ("AWS::Events::Rule", "events", "CfnRule"),
    ("AWS::IAM::Role", "iam", "CfnRole"),
    ("AWS::S3::Bucket", "s3", "CfnBucket"),
    ("AWS::S3::BucketPolicy", "s3", "CfnBucketPolicy"),
];

/// Properties whose values are JSON of their own: their keys stay as they are.
const OWN: &[&str] = &["AssumeRolePolicyDocument", "Configuration", "EventPattern", "PolicyDocument"];

/// Names that the code uses itself.
const TAKEN: &[&str] =
    &["app", "cdk", "codebuild", "codepipeline", "events", "iam", "id", "props", "s3", "scope"];

/// The app.
pub(super) fn write(template: &Value, declaration: &Value) -> String {
    let section = |name: &str| template.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let code = Code { parameters: section("Parameters"), resources: section("Resources") };
    let mut modules: Vec<_> =
        code.resources.values().filter_map(construct).map(|(module, _)| module).collect();
    modules.sort_unstable();
    modules.dedup();
    let imports: Vec<_> = modules.iter().map(|module| format!("aws_{module} as {module}")).collect();
    let description = template.get("Description").and_then(Value::as_str).unwrap_or_default();
    let name = declaration.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut text = format!(
        "import * as cdk from \"aws-cdk-lib\";\nimport {{ {} }} from \"aws-cdk-lib\";\nimport {{ Construct }} from \"constructs\";\n\n\
         export class PipelineStack extends cdk.Stack {{\n  constructor(scope: Construct, id: string, props?: cdk.StackProps) {{\n    \
         super(scope, id, {{ description: {}, ...props }});\n\n",
        imports.join(", "),
        quoted(description)
    );
    for (id, parameter) in &code.parameters {
        let properties = code.value(&lowered(parameter), "    ", true);
        let _ = writeln!(
            text,
            "    const {} = new cdk.CfnParameter(this, {}, {properties});",
            constant(id),
            quoted(id)
        );
    }
    if !code.parameters.is_empty() {
        text.push('\n');
    }
    for id in code.order() {
        code.resource(id, &mut text);
    }
    let _ = write!(
        text,
        "  }}\n}}\n\nconst app = new cdk.App();\nnew PipelineStack(app, {});\n",
        quoted(&stack_name(name))
    );
    text
}

struct Code {
    parameters: Map<String, Value>,
    resources: Map<String, Value>,
}

impl Code {
    /// The resources, each after those that it names.
    fn order(&self) -> Vec<&str> {
        let mut order: Vec<&str> = Vec::new();
        for id in self.resources.keys() {
            self.add(id, &mut Vec::new(), &mut order);
        }
        order
    }

    fn add<'a>(&'a self, id: &str, open: &mut Vec<String>, order: &mut Vec<&'a str>) {
        let Some((id, resource)) = self.resources.get_key_value(id) else { return };
        if order.contains(&id.as_str()) || open.contains(id) {
            return;
        }
        open.push(id.clone());
        let mut named = Vec::new();
        names(resource, &mut named);
        for other in named {
            self.add(other, open, order);
        }
        order.push(id);
    }

    fn resource(&self, id: &str, text: &mut String) {
        let Some(resource) = self.resources.get(id) else { return };
        let nothing = Value::Object(Map::new());
        let properties = self.value(resource.get("Properties").unwrap_or(&nothing), "    ", false);
        let Some((module, class)) = construct(resource) else { return };
        let constant = constant(id);
        let _ = writeln!(
            text,
            "    const {constant} = new {module}.{class}(this, {}, {properties});",
            quoted(id)
        );
        for (key, member) in
            [("DeletionPolicy", "deletionPolicy"), ("UpdateReplacePolicy", "updateReplacePolicy")]
        {
            if resource.get(key).and_then(Value::as_str) == Some("Retain") {
                let _ = writeln!(text, "    {constant}.cfnOptions.{member} = cdk.CfnDeletionPolicy.RETAIN;");
            }
        }
        text.push('\n');
    }

    /// A value as code. `own` for JSON whose keys stay.
    fn value(&self, value: &Value, indent: &str, own: bool) -> String {
        let deeper = format!("{indent}  ");
        match value {
            Value::Object(members) => {
                if let Some(call) = self.call(members) {
                    return call;
                }
                if members.is_empty() {
                    return "{}".into();
                }
                let lines = members.iter().map(|(key, value)| {
                    let written = if own { key.clone() } else { camel(key) };
                    let value = self.value(value, &deeper, own || OWN.contains(&key.as_str()));
                    format!("{deeper}{}: {value},\n", member(&written))
                });
                format!("{{\n{}{indent}}}", lines.collect::<String>())
            }
            Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
                let items: Vec<_> = items.iter().map(|item| self.value(item, &deeper, own)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Array(items) => {
                let lines = items.iter().map(|item| format!("{deeper}{},\n", self.value(item, &deeper, own)));
                format!("[\n{}{indent}]", lines.collect::<String>())
            }
            Value::String(text) => quoted(text),
            value => value.to_string(),
        }
    }

    /// A function of the template as code.
    fn call(&self, members: &Map<String, Value>) -> Option<String> {
        let [(function, argument)] = members.iter().collect::<Vec<_>>().try_into().ok()?;
        match (function.as_str(), argument) {
            ("Ref", Value::String(name)) => Some(match name.as_str() {
                "AWS::AccountId" => "cdk.Aws.ACCOUNT_ID".into(),
                "AWS::Partition" => "cdk.Aws.PARTITION".into(),
                "AWS::Region" => "cdk.Aws.REGION".into(),
                _ if self.parameters.contains_key(name) => format!("{}.valueAsString", constant(name)),
                _ if self.resources.contains_key(name) => format!("{}.ref", constant(name)),
                _ => format!("cdk.Fn.ref({})", quoted(name)),
            }),
            ("Fn::GetAtt", Value::Array(parts)) => {
                let [id, attribute] = parts.as_slice() else { return None };
                let (id, attribute) = (id.as_str()?, attribute.as_str()?);
                Some(format!("{}.attr{attribute}", constant(id)))
            }
            ("Fn::Sub", Value::String(text)) => Some(format!("cdk.Fn.sub({})", quoted(text))),
            _ => None,
        }
    }
}

/// What a value refers to: the resources must be there before it.
fn names<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => found.push(name),
                    ("Fn::GetAtt", Value::Array(parts)) => {
                        found.extend(parts.first().and_then(Value::as_str))
                    }
                    _ => names(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

fn construct(resource: &Value) -> Option<(&'static str, &'static str)> {
    let kind = resource.get("Type")?.as_str()?;
    CONSTRUCTS.iter().find(|(known, ..)| *known == kind).map(|(_, module, class)| (*module, *class))
}

/// The members of a parameter under the names of its construct.
fn lowered(parameter: &Value) -> Value {
    let members = parameter.as_object().into_iter().flatten();
    members.map(|(key, value)| (camel(key), value.clone())).collect::<Map<_, _>>().into()
}

/// A property's name as constructs have it: `KMSMasterKeyID` is `kmsMasterKeyId`.
fn camel(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let mut name = String::with_capacity(key.len());
    for (at, letter) in letters.iter().enumerate() {
        let after_capital = at == 0 || letters.get(at - 1).is_some_and(char::is_ascii_uppercase);
        let before_capital = letters.get(at + 1).is_none_or(|next| !next.is_ascii_lowercase());
        let lower = letter.is_ascii_uppercase() && after_capital && (at == 0 || before_capital);
        name.push(if lower { letter.to_ascii_lowercase() } else { *letter });
    }
    name
}

/// The constant of a resource or parameter.
fn constant(id: &str) -> String {
    let name = camel(id);
    if TAKEN.contains(&name.as_str()) || name.starts_with(|letter: char| letter.is_ascii_digit()) {
        format!("the{id}")
    } else {
        name
    }
}

/// A key of an object.
fn member(key: &str) -> String {
    let plain = key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if plain && !key.starts_with(|letter: char| letter.is_ascii_digit()) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A name that a stack may have: letters, digits and dashes, a letter first.
fn stack_name(pipeline: &str) -> String {
    let legal = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = pipeline.chars().take(100).map(legal).collect();
    let name = name.trim_matches('-');
    if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        format!("{name}-pipeline")
    } else {
        format!("pipeline-{name}").trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_have_the_names_of_constructs() {
        for (key, name) in [
            ("KMSMasterKeyID", "kmsMasterKeyId"),
            ("SSEAlgorithm", "sseAlgorithm"),
            ("BlockPublicAcls", "blockPublicAcls"),
            ("Id", "id"),
            ("ArtifactBucket", "artifactBucket"),
            ("EncryptionKey", "encryptionKey"),
        ] {
            assert_eq!(camel(key), name);
        }
    }
}
