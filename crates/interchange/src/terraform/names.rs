//! What the attributes of resources and data sources are before they are made: what the configuration writes, and the
//! names and ARNs that follow from it. (AWS provider, "Attribute Reference" of each resource.)

use std::rc::Rc;

use super::module::Resource;
use super::resolve::{At, Resolver};
use super::value::{Data, Read, Thing, Value};
use crate::SourceKind;
use crate::cloudformation::partition;

/// What is known about the names of a type.
struct Naming {
    /// The argument that holds the name.
    name: &'static str,
    id: Id,
    /// The ARN after `arn:PARTITION:`, with `{r}` for the region, `{a}` for the account, `{n}` for the name.
    arn: &'static str,
}

/// What `id` is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Id {
    Name,
    Arn,
    Other,
}

use Id::{Arn, Name, Other};

const TYPES: &[(&str, &str, Id, &str)] = &[
    ("aws_appconfig_application", "name", Other, ""),
    ("aws_cloudformation_stack", "name", Other, ""),
    ("aws_cloudwatch_event_rule", "name", Name, "events:{r}:{a}:rule/{n}"),
    ("aws_cloudwatch_log_group", "name", Name, "logs:{r}:{a}:log-group:{n}"),
    ("aws_codeartifact_repository", "repository", Arn, ""),
    ("aws_codebuild_project", "name", Arn, "codebuild:{r}:{a}:project/{n}"),
    ("aws_codecommit_repository", "repository_name", Name, "codecommit:{r}:{a}:{n}"),
    ("aws_codedeploy_app", "name", Other, "codedeploy:{r}:{a}:application:{n}"),
    ("aws_codedeploy_deployment_group", "deployment_group_name", Other, ""),
    ("aws_codepipeline", "name", Name, "codepipeline:{r}:{a}:{n}"),
    ("aws_dynamodb_table", "name", Name, "dynamodb:{r}:{a}:table/{n}"),
    ("aws_ecr_repository", "name", Name, "ecr:{r}:{a}:repository/{n}"),
    ("aws_ecs_cluster", "name", Arn, "ecs:{r}:{a}:cluster/{n}"),
    ("aws_ecs_service", "name", Arn, ""),
    ("aws_ecs_task_definition", "family", Name, ""),
    ("aws_eks_cluster", "name", Name, "eks:{r}:{a}:cluster/{n}"),
    ("aws_elastic_beanstalk_application", "name", Name, "elasticbeanstalk:{r}:{a}:application/{n}"),
    ("aws_elastic_beanstalk_environment", "name", Other, ""),
    ("aws_iam_policy", "name", Arn, "iam::{a}:policy{p}{n}"),
    ("aws_iam_role", "name", Name, "iam::{a}:role{p}{n}"),
    ("aws_iam_user", "name", Name, "iam::{a}:user{p}{n}"),
    ("aws_kms_alias", "name", Name, "kms:{r}:{a}:{n}"),
    ("aws_lambda_function", "function_name", Name, "lambda:{r}:{a}:function:{n}"),
    ("aws_s3_bucket", "bucket", Name, "s3:::{n}"),
    ("aws_secretsmanager_secret", "name", Arn, ""),
    ("aws_sfn_activity", "name", Arn, "states:{r}:{a}:activity:{n}"),
    ("aws_sfn_state_machine", "name", Arn, "states:{r}:{a}:stateMachine:{n}"),
    ("aws_sns_topic", "name", Arn, "sns:{r}:{a}:{n}"),
    ("aws_sqs_queue", "name", Other, "sqs:{r}:{a}:{n}"),
    ("aws_ssm_parameter", "name", Name, "ssm:{r}:{a}:parameter/{n}"),
];

fn naming(kind: &str) -> Option<Naming> {
    let (_, name, id, arn) = TYPES.iter().find(|(known, ..)| *known == kind)?;
    Some(Naming { name, id: *id, arn })
}

impl<'m> Resolver<'m> {
    /// An attribute of a resource or data source.
    pub(super) fn find_attribute(
        &mut self,
        at: &At,
        resource: &Resource<'m>,
        thing: &Thing,
        name: &str,
    ) -> Read<Value> {
        if resource.data
            && let Some(value) = self.find_data(at, resource, name)?
        {
            return Ok(value);
        }
        let written = self.argument_of(at, resource, name)?;
        if let Some(value) = written {
            return Ok(value);
        }
        let unknown = |name: &str| Value::unknown(SourceKind::Attribute, format!("{}.{name}", thing.address));
        if resource.kind == "terraform_data" && name == "output" {
            return Ok(self.argument_of(at, resource, "input")?.unwrap_or(Value::NULL));
        }
        let Some(naming) = naming(resource.kind) else { return Ok(unknown(name)) };
        let wants_arn = name == "arn" || (name == "id" && naming.id == Arn);
        if wants_arn && naming.arn.is_empty() {
            return Ok(unknown("arn"));
        }
        let is_name = name == naming.name || (name == "id" && naming.id == Name);
        let url = resource.kind == "aws_ecr_repository" && name == "repository_url";
        if !wants_arn && !is_name && !url {
            return Ok(unknown(name));
        }
        let own = match self.argument_of(at, resource, naming.name)? {
            Some(own) => own,
            None => unknown(naming.name),
        };
        if is_name {
            return Ok(own);
        }
        let (text, account) = (own.to_text()?, &self.options.account);
        if url {
            let url = format!("{account}.dkr.ecr.{}.amazonaws.com/{text}", self.region);
            return Ok(Value::text(url).resting_on([&own]));
        }
        let path = match self.argument_of(at, resource, "path")? {
            Some(path) => path.to_text()?,
            None => "/".into(),
        };
        let text = text.trim_start_matches(|letter| letter == '/' && resource.kind == "aws_ssm_parameter");
        let rest = naming.arn.replace("{r}", &self.region).replace("{a}", &self.options.account);
        let rest = rest.replace("{p}", &path).replace("{n}", text);
        Ok(Value::text(format!("arn:{}:{rest}", partition(&self.region))).resting_on([&own]))
    }

    /// What the block itself says.
    pub(super) fn argument_of(
        &mut self,
        at: &At,
        resource: &Resource<'m>,
        name: &str,
    ) -> Read<Option<Value>> {
        let Some(expr) = resource.block.body.attribute(resource.block.file, name) else { return Ok(None) };
        Ok(Some(self.value(at, expr)?).filter(|value| !value.is_null()))
    }

    /// The data sources that say something about where one is, or about what is written in them.
    fn find_data(&mut self, at: &At, resource: &Resource<'m>, name: &str) -> Read<Option<Value>> {
        let text = match (resource.kind, name) {
            ("aws_caller_identity", "account_id" | "id") => self.options.account.clone(),
            ("aws_region", "name" | "id" | "region") => match self.argument_of(at, resource, name)? {
                Some(given) => return Ok(Some(given)),
                None => self.region.clone(),
            },
            ("aws_partition", "partition" | "id") => partition(&self.region).to_owned(),
            ("aws_partition", "dns_suffix") if partition(&self.region) == "aws-cn" => {
                "amazonaws.com.cn".into()
            }
            ("aws_partition", "dns_suffix") => "amazonaws.com".into(),
            ("template_file", "rendered") => return self.rendered(at, resource).map(Some),
            ("local_file", "content") => {
                let Some(path) = self.argument_of(at, resource, "filename")? else { return Ok(None) };
                self.read_file(&path.to_text()?)?.1
            }
            _ => return Ok(None),
        };
        Ok(Some(Value::text(text)))
    }

    /// A template with its variables.
    fn rendered(&mut self, at: &At, resource: &Resource<'m>) -> Read<Value> {
        let (body, file) = (resource.block.body, resource.block.file);
        let names: Vec<(Rc<str>, Value)> =
            match self.argument_of(at, resource, "vars")?.map(|value| value.data) {
                Some(Data::Map(table)) => table.members.clone(),
                _ => {
                    let block = body.map_block(file, "vars");
                    let written =
                        block.map(|block| block.body.attributes(file)).unwrap_or_default().into_iter();
                    written
                        .map(|(name, _, expr)| Ok((name.into(), self.value(at, expr)?)))
                        .collect::<Read<_>>()?
                }
            };
        let Some(template) = self.argument_of(at, resource, "template")? else { return Ok(Value::text("")) };
        let text = template.to_text()?;
        let rendered = self.deeper(|this| this.render_text(&text, "template", &names, at.instance))?;
        Ok(rendered.resting_on([&template]))
    }
}
