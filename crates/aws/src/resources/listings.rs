//! The calls that list resources, as data.
//! (The services' API references: operation, protocol, members of the answer and of paging.)

use form_urlencoded::Serializer;
use serde_json::{Map, Value};

/// How a service is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask {
    /// AWS JSON: `X-Amz-Target` and the protocol's version; the member that names what the resources belong to.
    Json { target: &'static str, version: &'static str, within: Option<&'static str> },
    /// AWS query: action, version, further parameters; the parameter that names what the resources belong to.
    Query {
        action: &'static str,
        version: &'static str,
        with: &'static [(&'static str, &'static str)],
        within: Option<&'static str>,
    },
    /// REST: a path, in which `{}` stands for what the resources belong to.
    Get { path: &'static str },
}

/// One kind of resource and the call that lists it.
#[derive(Debug)]
pub(super) struct Listing {
    /// The kind, as the catalog of action types names it.
    pub kind: &'static str,
    /// The service's name in signatures and in policies.
    pub service: &'static str,
    /// The first label of the service's host.
    pub host: &'static str,
    pub ask: Ask,
    /// The answer's list: a JSON member, or the XML element around each item.
    pub list: &'static str,
    /// An item's member that the configuration wants; empty when the items are texts.
    pub value: &'static str,
    /// An item's member that people know it by.
    pub name: &'static str,
    /// Where the answer says how to go on, and where the next call takes it; empty when there are no pages.
    pub next: (&'static str, &'static str),
    /// Whether the items are ARNs of which the configuration wants the last part.
    pub last_part: bool,
}

impl Listing {
    /// `codebuild:ListProjects`, for messages.
    pub(super) fn name(&self) -> &'static str {
        match self.ask {
            Ask::Json { target, .. } => target.rsplit('.').next().unwrap_or(target),
            Ask::Query { action, .. } => action,
            Ask::Get { path } => path,
        }
    }

    pub(super) fn needs_within(&self) -> bool {
        match self.ask {
            Ask::Json { within, .. } | Ask::Query { within, .. } => within.is_some(),
            Ask::Get { path } => path.contains("{}"),
        }
    }

    /// Whether the answer is XML.
    pub(super) fn is_xml(&self) -> bool {
        matches!(self.ask, Ask::Query { .. }) || self.service == "s3"
    }

    /// The Region that is signed for: some services are in one Region for all.
    pub(super) fn region<'a>(&self, region: &'a str) -> &'a str {
        match self.service {
            "iam" if region.starts_with("cn-") => "cn-north-1",
            "iam" if region.starts_with("us-gov-") => "us-gov-west-1",
            "iam" => "us-east-1",
            "devicefarm" => "us-west-2",
            _ => region,
        }
    }

    /// AWS's own address of the service.
    pub(super) fn endpoint(&self, region: &str) -> String {
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let (host, home) = (self.host, self.region(region));
        match self.service {
            "iam" if home == "us-east-1" => format!("https://{host}.{suffix}"),
            "iam" if home == "us-gov-west-1" => format!("https://{host}.us-gov.{suffix}"),
            _ => format!("https://{host}.{home}.{suffix}"),
        }
    }

    /// What is sent: path with query, headers, body.
    pub(super) fn request(&self, within: Option<&str>, next: Option<&str>) -> Request {
        let (_, takes) = self.next;
        let next = next.filter(|_| !takes.is_empty());
        match self.ask {
            Ask::Json { target, version, within: member } => {
                let mut body = Map::new();
                let mut put = |member: &str, value: &str| body.insert(member.to_owned(), Value::from(value));
                if let (Some(member), Some(within)) = (member, within) {
                    put(member, within);
                }
                if let Some(next) = next {
                    put(takes, next);
                }
                Request {
                    method: "POST",
                    path: "/".to_owned(),
                    content_type: Some(match version {
                        "1.0" => "application/x-amz-json-1.0",
                        _ => "application/x-amz-json-1.1",
                    }),
                    target: Some(target),
                    body: Value::Object(body).to_string(),
                }
            }
            Ask::Query { action, version, with, within: parameter } => {
                let mut body = Serializer::new(String::new());
                body.append_pair("Action", action).append_pair("Version", version).extend_pairs(with);
                if let (Some(parameter), Some(within)) = (parameter, within) {
                    body.append_pair(parameter, within);
                }
                if let Some(next) = next {
                    body.append_pair(takes, next);
                }
                Request {
                    method: "POST",
                    path: "/".to_owned(),
                    content_type: Some("application/x-www-form-urlencoded"),
                    target: None,
                    body: body.finish(),
                }
            }
            Ask::Get { path } => {
                let part = within
                    .map(|within| form_urlencoded::byte_serialize(within.as_bytes()).collect::<String>());
                let path = path.replace("{}", &part.unwrap_or_default().replace('+', "%20"));
                let query = next.map(|next| Serializer::new(String::new()).append_pair(takes, next).finish());
                let path = query.map_or(path.clone(), |query| format!("{path}?{query}"));
                Request { method: "GET", path, content_type: None, target: None, body: String::new() }
            }
        }
    }
}

/// What is sent to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub method: &'static str,
    pub path: String,
    pub content_type: Option<&'static str>,
    pub target: Option<&'static str>,
    pub body: String,
}

/// A listing over AWS JSON 1.1, the most usual.
const fn json(
    kind: &'static str,
    service: &'static str,
    target: &'static str,
    list: &'static str,
    value: &'static str,
) -> Listing {
    Listing {
        kind,
        service,
        host: service,
        ask: Ask::Json { target, version: "1.1", within: None },
        list,
        value,
        name: "",
        next: ("nextToken", "nextToken"),
        last_part: false,
    }
}

const fn query(
    kind: &'static str,
    service: &'static str,
    (action, version): (&'static str, &'static str),
    value: &'static str,
) -> Listing {
    Listing {
        ask: Ask::Query { action, version, with: &[], within: None },
        next: ("NextToken", "NextToken"),
        ..json(kind, service, action, "member", value)
    }
}

const fn get(
    kind: &'static str,
    service: &'static str,
    path: &'static str,
    list: &'static str,
    value: &'static str,
) -> Listing {
    Listing { ask: Ask::Get { path }, ..json(kind, service, path, list, value) }
}

/// Stacks that still are.
const LIVING: &[(&str, &str)] = &[
    ("StackStatusFilter.member.1", "CREATE_COMPLETE"),
    ("StackStatusFilter.member.2", "UPDATE_COMPLETE"),
    ("StackStatusFilter.member.3", "UPDATE_ROLLBACK_COMPLETE"),
    ("StackStatusFilter.member.4", "CREATE_IN_PROGRESS"),
    ("StackStatusFilter.member.5", "UPDATE_IN_PROGRESS"),
    ("StackStatusFilter.member.6", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
    ("StackStatusFilter.member.7", "ROLLBACK_COMPLETE"),
    ("StackStatusFilter.member.8", "REVIEW_IN_PROGRESS"),
    ("StackStatusFilter.member.9", "IMPORT_COMPLETE"),
];

pub(super) const LISTINGS: &[Listing] = &[
    json("build-project", "codebuild", "CodeBuild_20161006.ListProjects", "projects", ""),
    Listing { next: ("", ""), ..get("bucket", "s3", "/", "Bucket", "Name") },
    Listing {
        next: ("NextMarker", "Marker"),
        ..get("function", "lambda", "/2015-03-31/functions", "Functions", "FunctionName")
    },
    Listing {
        next: ("NextMarker", "Marker"),
        ..get("function-alias", "lambda", "/2015-03-31/functions/{}/aliases", "Aliases", "Name")
    },
    Listing {
        last_part: true,
        ..json("ecs-cluster", "ecs", "AmazonEC2ContainerServiceV20141113.ListClusters", "clusterArns", "")
    },
    Listing {
        last_part: true,
        ask: Ask::Json {
            target: "AmazonEC2ContainerServiceV20141113.ListServices",
            version: "1.1",
            within: Some("cluster"),
        },
        ..json("ecs-service", "ecs", "", "serviceArns", "")
    },
    get("eks-cluster", "eks", "/clusters", "clusters", ""),
    Listing {
        ask: Ask::Query { action: "ListStacks", version: "2010-05-15", with: LIVING, within: None },
        ..query("stack", "cloudformation", ("", ""), "StackName")
    },
    Listing {
        ask: Ask::Query {
            action: "ListStackSets",
            version: "2010-05-15",
            with: &[("Status", "ACTIVE")],
            within: None,
        },
        ..query("stack-set", "cloudformation", ("", ""), "StackSetName")
    },
    json("deploy-application", "codedeploy", "CodeDeploy_20141006.ListApplications", "applications", ""),
    Listing {
        ask: Ask::Json {
            target: "CodeDeploy_20141006.ListDeploymentGroups",
            version: "1.1",
            within: Some("applicationName"),
        },
        ..json("deploy-group", "codedeploy", "", "deploymentGroups", "")
    },
    json(
        "repository",
        "codecommit",
        "CodeCommit_20150413.ListRepositories",
        "repositories",
        "repositoryName",
    ),
    Listing {
        ask: Ask::Json {
            target: "CodeCommit_20150413.ListBranches",
            version: "1.1",
            within: Some("repositoryName"),
        },
        ..json("branch", "codecommit", "", "branches", "")
    },
    Listing {
        ask: Ask::Json {
            target: "com.amazonaws.codeconnections.CodeConnections_20231201.ListConnections",
            version: "1.0",
            within: None,
        },
        name: "ConnectionName",
        next: ("NextToken", "NextToken"),
        ..json("connection", "codeconnections", "", "Connections", "ConnectionArn")
    },
    Listing {
        name: "RoleName",
        next: ("Marker", "Marker"),
        ..query("role", "iam", ("ListRoles", "2010-05-08"), "Arn")
    },
    Listing {
        host: "api.ecr",
        ..json(
            "image-repository",
            "ecr",
            "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
            "repositories",
            "repositoryName",
        )
    },
    Listing {
        ask: Ask::Json { target: "AWSStepFunctions.ListStateMachines", version: "1.0", within: None },
        name: "name",
        ..json("state-machine", "states", "", "stateMachines", "stateMachineArn")
    },
    json("pipeline", "codepipeline", "CodePipeline_20150709.ListPipelines", "pipelines", "name"),
    query("topic", "sns", ("ListTopics", "2010-03-31"), "TopicArn"),
    query("alarm", "monitoring", ("DescribeAlarms", "2010-08-01"), "AlarmName"),
    query(
        "beanstalk-application",
        "elasticbeanstalk",
        ("DescribeApplications", "2010-12-01"),
        "ApplicationName",
    ),
    Listing {
        ask: Ask::Query {
            action: "DescribeEnvironments",
            version: "2010-12-01",
            with: &[("IncludeDeleted", "false")],
            within: Some("ApplicationName"),
        },
        ..query("beanstalk-environment", "elasticbeanstalk", ("", ""), "EnvironmentName")
    },
    Listing {
        name: "Name",
        next: ("NextToken", "next_token"),
        ..get("config-application", "appconfig", "/applications", "Items", "Id")
    },
    Listing {
        name: "Name",
        next: ("NextToken", "next_token"),
        ..get("config-environment", "appconfig", "/applications/{}/environments", "Items", "Id")
    },
    Listing {
        name: "Name",
        next: ("NextToken", "next_token"),
        ..get("config-profile", "appconfig", "/applications/{}/configurationprofiles", "Items", "Id")
    },
    Listing {
        name: "Name",
        next: ("NextToken", "next_token"),
        ..get("config-strategy", "appconfig", "/deploymentstrategies", "Items", "Id")
    },
    Listing {
        name: "AliasName",
        next: ("NextMarker", "Marker"),
        ..json("key", "kms", "TrentService.ListAliases", "Aliases", "AliasArn")
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str) -> &'static Listing {
        LISTINGS.iter().find(|listing| listing.kind == kind).unwrap()
    }

    #[test]
    fn every_kind_is_there_once() {
        let mut kinds: Vec<_> = LISTINGS.iter().map(|listing| listing.kind).collect();
        kinds.sort_unstable();
        let all = kinds.len();
        kinds.dedup();
        assert_eq!(kinds.len(), all);
    }

    #[test]
    fn services_are_asked_at_their_own_addresses() {
        assert_eq!(of("build-project").endpoint("eu-west-1"), "https://codebuild.eu-west-1.amazonaws.com");
        assert_eq!(of("role").endpoint("eu-west-1"), "https://iam.amazonaws.com");
        assert_eq!(of("role").region("eu-west-1"), "us-east-1");
        assert_eq!(of("role").endpoint("us-gov-east-1"), "https://iam.us-gov.amazonaws.com");
        assert_eq!(of("role").endpoint("cn-northwest-1"), "https://iam.cn-north-1.amazonaws.com.cn");
        assert_eq!(of("image-repository").endpoint("eu-west-1"), "https://api.ecr.eu-west-1.amazonaws.com");
    }

    #[test]
    fn what_a_resource_belongs_to_cannot_lead_to_another_path() {
        let request = of("function-alias").request(Some("../x?y=1"), None);
        assert_eq!(request.path, "/2015-03-31/functions/..%2Fx%3Fy%3D1/aliases");
        let request = of("stack").request(None, Some("a&b"));
        assert!(request.body.ends_with("NextToken=a%26b"), "{}", request.body);
    }
}
