//! What `Ref` and `Fn::GetAtt` give for a resource before it is made: its name if the template gives it one, and the
//! ARN that follows from the name. (AWS CloudFormation resource reference, "Return values" of each type.)

/// What is known about the names of a resource type.
pub(super) struct Naming {
    /// The property that holds the name.
    pub property: &'static str,
    /// What `Ref` gives.
    pub reference: Reference,
    /// The ARN after `arn:PARTITION:`, with `{r}` for the region, `{a}` for the account, `{n}` for the name.
    pub arn: &'static str,
}

/// What `Ref` gives for a resource.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    Name,
    Arn,
    /// Something that only the service knows.
    Id,
}

use Reference::{Arn, Id, Name};

const TYPES: &[(&str, &str, Reference, &str)] = &[
    ("AWS::CloudFormation::Stack", "StackName", Arn, "cloudformation:{r}:{a}:stack/{n}"),
    ("AWS::CodeArtifact::Repository", "RepositoryName", Arn, "codeartifact:{r}:{a}:repository/{n}"),
    ("AWS::CodeBuild::Project", "Name", Name, "codebuild:{r}:{a}:project/{n}"),
    ("AWS::CodeCommit::Repository", "RepositoryName", Id, "codecommit:{r}:{a}:{n}"),
    ("AWS::CodeConnections::Connection", "ConnectionName", Arn, "codeconnections:{r}:{a}:connection/{n}"),
    ("AWS::CodeDeploy::Application", "ApplicationName", Name, "codedeploy:{r}:{a}:application:{n}"),
    (
        "AWS::CodeDeploy::DeploymentGroup",
        "DeploymentGroupName",
        Name,
        "codedeploy:{r}:{a}:deploymentgroup:{n}",
    ),
    ("AWS::CodePipeline::Pipeline", "Name", Name, "codepipeline:{r}:{a}:{n}"),
    (
        "AWS::CodeStarConnections::Connection",
        "ConnectionName",
        Arn,
        "codestar-connections:{r}:{a}:connection/{n}",
    ),
    ("AWS::DynamoDB::Table", "TableName", Name, "dynamodb:{r}:{a}:table/{n}"),
    ("AWS::ECR::Repository", "RepositoryName", Name, "ecr:{r}:{a}:repository/{n}"),
    ("AWS::ECS::Cluster", "ClusterName", Name, "ecs:{r}:{a}:cluster/{n}"),
    ("AWS::ECS::Service", "ServiceName", Arn, "ecs:{r}:{a}:service/{n}"),
    ("AWS::ECS::TaskDefinition", "Family", Arn, "ecs:{r}:{a}:task-definition/{n}:1"),
    ("AWS::EKS::Cluster", "Name", Name, "eks:{r}:{a}:cluster/{n}"),
    (
        "AWS::ElasticBeanstalk::Application",
        "ApplicationName",
        Name,
        "elasticbeanstalk:{r}:{a}:application/{n}",
    ),
    (
        "AWS::ElasticBeanstalk::Environment",
        "EnvironmentName",
        Name,
        "elasticbeanstalk:{r}:{a}:environment/{n}",
    ),
    ("AWS::Events::EventBus", "Name", Name, "events:{r}:{a}:event-bus/{n}"),
    ("AWS::Events::Rule", "Name", Name, "events:{r}:{a}:rule/{n}"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName", Arn, "iam::{a}:policy/{n}"),
    ("AWS::IAM::Role", "RoleName", Name, "iam::{a}:role/{n}"),
    ("AWS::IAM::User", "UserName", Name, "iam::{a}:user/{n}"),
    ("AWS::KMS::Alias", "AliasName", Name, ""),
    ("AWS::KMS::Key", "", Id, "kms:{r}:{a}:key/{n}"),
    ("AWS::Lambda::Function", "FunctionName", Name, "lambda:{r}:{a}:function:{n}"),
    ("AWS::Logs::LogGroup", "LogGroupName", Name, "logs:{r}:{a}:log-group:{n}:*"),
    ("AWS::S3::Bucket", "BucketName", Name, "s3:::{n}"),
    ("AWS::SNS::Topic", "TopicName", Arn, "sns:{r}:{a}:{n}"),
    ("AWS::SQS::Queue", "QueueName", Id, "sqs:{r}:{a}:{n}"),
    ("AWS::SSM::Parameter", "Name", Name, ""),
    ("AWS::SecretsManager::Secret", "Name", Arn, "secretsmanager:{r}:{a}:secret:{n}"),
    ("AWS::Serverless::Function", "FunctionName", Name, "lambda:{r}:{a}:function:{n}"),
    ("AWS::Serverless::StateMachine", "Name", Arn, "states:{r}:{a}:stateMachine:{n}"),
    ("AWS::ServiceCatalog::CloudFormationProduct", "Name", Id, ""),
    ("AWS::StepFunctions::Activity", "Name", Arn, "states:{r}:{a}:activity:{n}"),
    ("AWS::StepFunctions::StateMachine", "StateMachineName", Arn, "states:{r}:{a}:stateMachine:{n}"),
];

/// How resources of this type are named; nothing for types whose names nobody needs.
pub(super) fn naming(resource_type: &str) -> Option<Naming> {
    let row = TYPES.iter().find(|(known, ..)| *known == resource_type)?;
    Some(Naming { property: row.1, reference: row.2, arn: row.3 })
}

impl Naming {
    /// Whether the attribute is the resource's name.
    pub fn is_name(&self, attribute: &str) -> bool {
        attribute == "Name" || (!attribute.is_empty() && attribute == self.property)
    }

    /// Whether the attribute is the resource's ARN.
    pub fn is_arn(&self, attribute: &str) -> bool {
        attribute.ends_with("Arn") && !self.arn.is_empty()
    }
}

/// The partition of a region, the first part of its ARNs.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// The value of a pseudo-parameter; nothing for a name that is none. `AWS::NoValue` is no value.
pub(super) fn pseudo(name: &str, stack: &str, account: &str, region: &str) -> Option<String> {
    let partition = partition(region);
    let value = match name {
        "AWS::AccountId" => account.to_owned(),
        "AWS::Region" => region.to_owned(),
        "AWS::Partition" => partition.to_owned(),
        "AWS::StackName" => stack.to_owned(),
        "AWS::StackId" => format!("arn:{partition}:cloudformation:{region}:{account}:stack/{stack}/0"),
        "AWS::URLSuffix" if partition == "aws-cn" => "amazonaws.com.cn".to_owned(),
        "AWS::URLSuffix" => "amazonaws.com".to_owned(),
        _ => return None,
    };
    Some(value)
}

/// The text that stands for a value that is not known: legal in names, buckets and ARNs alike.
pub(crate) fn stand_in(name: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let legal: String = name.chars().take(80).map(legal).collect();
    format!("unknown-{}", legal.trim_matches('-'))
}
