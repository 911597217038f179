/** What an action is in one line, for cards and outlines: its provider's short name and the resource it works on. */
import type { Action, ActionTypeId } from "./model";
import { textWidth } from "./text-width";

/** The glyph of an action; names of the glyph set. */
export type ActionGlyph =
  | "branch"
  | "bucket"
  | "box"
  | "code"
  | "prompt"
  | "cog"
  | "flask"
  | "lint"
  | "scan"
  | "hexagons"
  | "swap"
  | "layers"
  | "wheel"
  | "approval"
  | "lambda"
  | "nodes"
  | "pipeline"
  | "server"
  | "device"
  | "sliders"
  | "leaf"
  | "action";

interface Provider {
  readonly short: string;
  readonly glyph: ActionGlyph;
  /** Configuration keys that name the resource, most telling first. */
  readonly resource: readonly string[];
}

const providers: Readonly<Record<string, Provider>> = {
  "Source/S3": { short: "S3", glyph: "bucket", resource: ["S3Bucket"] },
  "Source/CodeCommit": { short: "CodeCommit", glyph: "branch", resource: ["RepositoryName"] },
  "Source/ECR": { short: "ECR", glyph: "box", resource: ["RepositoryName"] },
  "Source/CodeStarSourceConnection": { short: "Git", glyph: "branch", resource: ["FullRepositoryId"] },
  "Source/GitHub": { short: "GitHub", glyph: "branch", resource: ["Repo"] },
  "Build/CodeBuild": { short: "CodeBuild", glyph: "code", resource: ["ProjectName"] },
  "Build/ECRBuildAndPublish": { short: "ECR build", glyph: "box", resource: ["ECRRepositoryName"] },
  "Test/CodeBuild": { short: "CodeBuild", glyph: "flask", resource: ["ProjectName"] },
  "Test/DeviceFarm": { short: "Device Farm", glyph: "device", resource: ["TestType", "Test"] },
  "Compute/Commands": { short: "Commands", glyph: "prompt", resource: [] },
  "Deploy/S3": { short: "S3", glyph: "bucket", resource: ["BucketName"] },
  "Deploy/CodeDeploy": { short: "CodeDeploy", glyph: "swap", resource: ["ApplicationName"] },
  "Deploy/CodeDeployToECS": { short: "CodeDeploy", glyph: "swap", resource: ["ApplicationName"] },
  "Deploy/ECS": { short: "ECS", glyph: "hexagons", resource: ["ServiceName"] },
  "Deploy/EC2": { short: "EC2", glyph: "server", resource: ["InstanceTagValue", "InstanceTagKey"] },
  "Deploy/EKS": { short: "EKS", glyph: "wheel", resource: ["ClusterName"] },
  "Deploy/Lambda": { short: "Lambda", glyph: "lambda", resource: ["FunctionName"] },
  "Deploy/ElasticBeanstalk": { short: "Beanstalk", glyph: "leaf", resource: ["EnvironmentName"] },
  "Deploy/CloudFormation": { short: "Stack", glyph: "layers", resource: ["StackName"] },
  "Deploy/CloudFormationStackSet": { short: "Stack set", glyph: "layers", resource: ["StackSetName"] },
  "Deploy/CloudFormationStackInstances": { short: "Instances", glyph: "layers", resource: ["StackSetName"] },
  "Deploy/AppConfig": { short: "AppConfig", glyph: "sliders", resource: ["Application"] },
  "Deploy/ServiceCatalog": { short: "Catalog", glyph: "box", resource: ["ProductId"] },
  "Deploy/OpsWorks": { short: "OpsWorks", glyph: "cog", resource: ["Stack"] },
  "Approval/Manual": { short: "Manual approval", glyph: "approval", resource: [] },
  "Invoke/Lambda": { short: "Lambda", glyph: "lambda", resource: ["FunctionName"] },
  "Invoke/StepFunctions": { short: "Steps", glyph: "nodes", resource: ["StateMachineArn"] },
  "Invoke/CodePipeline": { short: "Pipeline", glyph: "pipeline", resource: ["PipelineName"] },
  "Invoke/InspectorScan": { short: "Inspector", glyph: "scan", resource: ["InspectorRunMode", "ECRRepositoryName"] },
};

const ownGlyphs: readonly [RegExp, ActionGlyph][] = [
  [/lint|format/i, "lint"],
  [/jenkins|teamcity|cloudbees/i, "cog"],
  [/snyk|scan/i, "scan"],
];

const categories: Readonly<Record<string, ActionGlyph>> = {
  Source: "branch",
  Build: "code",
  Test: "flask",
  Deploy: "swap",
  Approval: "approval",
  Invoke: "nodes",
  Compute: "prompt",
};

/** Widest meaning line of a card, in px: the card without its padding. */
const widest = 124;

/** The short name of an action type, as cards say it. */
export function shortProvider({ category, provider }: ActionTypeId): string {
  return providers[`${category}/${provider}`]?.short ?? (provider || "No provider");
}

/** The glyph of an action: by provider, by what its name says of a command, by category. */
export function glyphOf(type: ActionTypeId, name = ""): ActionGlyph {
  const known = providers[`${type.category}/${type.provider}`];
  if (type.category === "Compute" || type.category === "Test" || !known) {
    for (const [pattern, glyph] of ownGlyphs) if (pattern.test(`${name} ${type.provider}`)) return glyph;
  }
  return known?.glyph ?? categories[type.category] ?? "action";
}

/** What the action works on: the name of a project, service, bucket or function. */
export function resourceOf(action: Action): string | undefined {
  const { category, provider } = action.typeId;
  if (category === "Compute" && provider === "Commands") return action.commands[0]?.trim().split(/\s+/)[0];
  if (category === "Source" && provider === "GitHub") {
    const { Owner, Repo } = action.configuration;
    return Owner && Repo ? `${Owner}/${Repo}` : Repo;
  }
  for (const key of providers[`${category}/${provider}`]?.resource ?? ["ProjectName"]) {
    const value = action.configuration[key];
    if (value) return value.startsWith("arn:") ? value.split(/[:/]/).at(-1) : value;
  }
  return undefined;
}

/** One line: `CodeBuild · web-pkg`, or the resource alone when both do not fit on a card. */
export function describeAction(action: Action): string {
  const short = shortProvider(action.typeId);
  const resource = resourceOf(action);
  if (!resource) return short;
  const both = `${short} · ${resource}`;
  return textWidth(both, 12) <= widest ? both : resource;
}

/** One line of what an action says beyond its name and resource. */
export interface Detail {
  readonly label: string;
  readonly value: string;
}

/** So many lines fit on a large card. */
const mostDetails = 4;

/** What an action is configured with and what it leaves behind, the most telling first, for a large card. */
export function detailsOf(action: Action): Detail[] {
  const told = providers[`${action.typeId.category}/${action.typeId.provider}`]?.resource ?? ["ProjectName"];
  const configured = Object.entries(action.configuration)
    .filter(([key, value]) => value !== "" && !told.includes(key) && !isSecret(key))
    .map(([label, value]) => ({ label, value: value.replace(/\s+/g, " ") }));
  const exported = action.namespace === undefined ? [] : [{ label: action.namespace, value: action.outputVariables.length > 0 ? action.outputVariables.join(", ") : "its variables" }];
  const commands = action.commands.length === 0 ? [] : [{ label: "commands", value: action.commands.join("; ") }];
  const elsewhere = [
    ...(action.region === undefined ? [] : [{ label: "region", value: action.region }]),
    ...(action.roleArn === undefined ? [] : [{ label: "role", value: action.roleArn.split("/").at(-1) ?? action.roleArn }]),
  ];
  const all = [...commands, ...configured];
  // What later actions stand on is never crowded out.
  return [...all.slice(0, mostDetails - Math.min(1, exported.length) - Math.min(1, elsewhere.length)), ...elsewhere.slice(0, 1), ...exported].slice(0, mostDetails);
}

/** Keys whose values are nobody's to read from a screen. */
const isSecret = (key: string) => /secret|token|password/i.test(key);
