/**
 * What the stand-in for Rust answers: a shop's release pipeline and its surroundings. For the harness and unit tests
 * only; the production bundle never holds it.
 */
import type {
  ActionDetail,
  ApprovalRow,
  ArtifactEntry,
  ArtifactRow,
  ExecutionDetail,
  Fidelity,
  PipelineRow,
  PlaceRow,
  Plan,
  TestReport,
  TrailRow,
  WhyFailed,
} from "../generated/studio";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The moment all of it is about. */
export const NOW = Date.UTC(2026, 10, 23, 10, 42, 7);

export const FILE = "/home/dana/shop/pipeline.json";

const artifact = (...names: string[]) => names.map((name) => ({ name }));

function action(
  name: string,
  category: string,
  provider: string,
  runOrder: number,
  configuration: Record<string, string>,
  inputs: string[] = [],
  outputs: string[] = [],
  more: Record<string, unknown> = {},
) {
  return {
    name,
    actionTypeId: { category, owner: "AWS", provider, version: "1" },
    runOrder,
    configuration,
    inputArtifacts: artifact(...inputs),
    outputArtifacts: artifact(...outputs),
    ...more,
  };
}

export const DECLARATION = {
  name: "storefront-release",
  roleArn: "arn:aws:iam::111122223333:role/storefront-pipeline",
  pipelineType: "V2",
  executionMode: "QUEUED",
  artifactStore: { type: "S3", location: "storefront-artifacts-eu" },
  variables: [
    { name: "release_channel", defaultValue: "stable", description: "Which customers get it first" },
    { name: "change_ticket", description: "The ticket that this release belongs to" },
  ],
  stages: [
    {
      name: "Source",
      actions: [
        action("EdgeConfig", "Source", "S3", 1, { S3Bucket: "shop-edge-conf", S3ObjectKey: "edge.zip" }, [], ["EdgeConf"]),
        action(
          "WebApp",
          "Source",
          "CodeStarSourceConnection",
          1,
          {
            ConnectionArn: "arn:aws:codeconnections:eu-west-1:111122223333:connection/4c1e7a52",
            FullRepositoryId: "octo/web",
            BranchName: "main",
          },
          [],
          ["WebSrc"],
          { namespace: "Src" },
        ),
      ],
    },
    {
      name: "Build",
      onFailure: { result: "RETRY", retryConfiguration: { retryMode: "FAILED_ACTIONS" } },
      actions: [
        action("UnitTests", "Test", "CodeBuild", 1, { ProjectName: "web-unit" }, ["WebSrc"], ["UnitReport"]),
        action("Lint", "Compute", "Commands", 1, {}, ["WebSrc"], [], { commands: ["npm ci", "npm run lint"] }),
        action(
          "Package",
          "Build",
          "CodeBuild",
          2,
          {
            ProjectName: "web-pkg",
            PrimarySource: "WebSrc",
            EnvironmentVariables:
              '[{"name":"NODE_ENV","value":"production","type":"PLAINTEXT"},{"name":"IMAGE_TAG","value":"#{Src.CommitId}","type":"PLAINTEXT"},{"name":"NPM_TOKEN","value":"npm_9fQ2xK","type":"PLAINTEXT"}]',
          },
          ["WebSrc", "UnitReport"],
          ["WebBuild"],
          { namespace: "BuildVars" },
        ),
      ],
    },
    {
      name: "Staging",
      actions: [
        action("DeployStaging", "Deploy", "ECS", 1, { ClusterName: "web-staging", ServiceName: "web" }, ["WebBuild"]),
        action("SmokeTests", "Test", "CodeBuild", 2, { ProjectName: "smoke" }, ["WebSrc"]),
        action("EndToEnd", "Test", "CodeBuild", 2, { ProjectName: "e2e" }, ["WebSrc"], ["E2eReport"]),
      ],
    },
    {
      name: "Approval",
      actions: [
        action("ReleaseGate", "Approval", "Manual", 1, {
          CustomData: "Check the order funnel on the staging dashboard before you approve.",
          ExternalEntityLink: "https://dash.example.com/d/orders",
        }),
      ],
    },
    {
      name: "Prod",
      beforeEntry: { conditions: [{ result: "FAIL", rules: [{ name: "Alarm", ruleTypeId: { category: "Rule", provider: "CloudWatchAlarm", owner: "AWS", version: "1" } }] }] },
      onFailure: { result: "ROLLBACK" },
      actions: [
        action("EdgeStack", "Deploy", "CloudFormation", 1, { ActionMode: "CREATE_UPDATE", StackName: "shop-edge", TemplatePath: "EdgeConf::edge.yaml" }, ["EdgeConf"]),
        action("BlueGreen", "Deploy", "CodeDeploy", 2, { ApplicationName: "web", DeploymentGroupName: "prod" }, ["WebBuild"]),
      ],
    },
  ],
  version: 14,
};

export const TEXT = `${JSON.stringify({ pipeline: DECLARATION }, null, 2)}\n`;

export const TESTS: TestReport[] = [
  {
    group: "shop-unit-jest",
    status: "SUCCEEDED",
    passed: 3,
    failed: 0,
    broken: 0,
    skipped: 1,
    total: 4,
    cases: [
      { suite: "cart", name: "adds up prices", status: "SUCCEEDED", durationMs: 12 },
      { suite: "cart", name: "takes vouchers", status: "SUCCEEDED", durationMs: 1840 },
      { suite: "checkout", name: "asks for an address", status: "SUCCEEDED", durationMs: 31 },
      { suite: "checkout", name: "remembers cards", status: "SKIPPED", durationMs: 0 },
    ],
    problems: [],
  },
];

interface Step {
  stage: string;
  action: string;
  status?: string;
  start: number;
  took?: number;
  usual?: number;
  fidelity?: Fidelity;
  more?: Partial<ActionDetail>;
}

function detail(execution: string, step: Step, at: number): ActionDetail {
  const start = at + step.start * 1000;
  return {
    stage: step.stage,
    action: step.action,
    actionExecution: `${execution.slice(0, 8)}-${step.action}`,
    status: step.status ?? "Succeeded",
    startMs: start,
    updateMs: start + (step.took ?? 0) * 1000,
    attempt: 1,
    internalAttempt: 1,
    fidelity: step.fidelity ?? "real",
    differences: [],
    outputVariables: [],
    artifacts: [],
    logParts: [],
    hasLog: ["UnitTests", "Lint", "Package", "SmokeTests", "EndToEnd", "DeployStaging"].includes(step.action),
    usualMs: (step.usual ?? step.took ?? 10) * 1000,
    ...(step.action === "UnitTests" && (step.status ?? "Succeeded") === "Succeeded" ? { tests: { passed: 3, failed: 0, skipped: 1, total: 4 } } : {}),
    ...step.more,
  };
}

const source: Step[] = [
  { stage: "Source", action: "EdgeConfig", start: 0, took: 3, fidelity: "equivalent", more: { summary: "Snapshot of ~/shop/edge", differences: ["A folder stands in for the bucket shop-edge-conf."] } },
  {
    stage: "Source",
    action: "WebApp",
    start: 0,
    took: 5,
    more: {
      summary: "worktree of 4f2a91c: Retry payment on 503",
      outputVariables: [
        { name: "CommitId", value: "4f2a91c0b6f1d5f0c7a5c0f0a3e9d1b2c3d4e5f6" },
        { name: "BranchName", value: "main" },
        { name: "AuthorDisplayName", value: "Mary Major" },
      ],
      artifacts: [{ name: "WebSrc", bucket: "storefront-artifacts-eu", key: "storefront-release/WebSrc/9d3e21c4", direction: "output" }],
    },
  },
];

const build: Step[] = [
  { stage: "Build", action: "UnitTests", start: 6, took: 102, usual: 98, more: { differences: ["Ran on this computer, not in aws/codebuild/standard:7.0.", "Node.js 20.19 found, 20 asked for."] } },
  { stage: "Build", action: "Lint", start: 6, took: 38, usual: 40 },
];

const IDS = {
  building: "9d3e21c4-5b0e-4f8e-9d63-0a6c2b1f7e11",
  failed: "b52f0d31-6c1e-4f0a-8a44-7f3f4f6d2c22",
  waiting: "7c1e9a04-0f6d-4f6b-b1d8-5f2a6d9e3d33",
  done: "5af0c812-2d3b-4a8b-8f0e-1b7c9e8d4e44",
};

export { IDS };

export function executions(now: number): ExecutionDetail[] {
  const base = (id: string, status: string, at: number, steps: Step[], more: Partial<ExecutionDetail> = {}): ExecutionDetail => {
    const actions = steps.map((step) => detail(id, step, at));
    return {
      pipeline: "storefront-release",
      execution: id,
      status,
      version: 14,
      startMs: at,
      updateMs: Math.max(...actions.map((one) => one.updateMs)),
      trigger: "Started here by dana",
      variables: [
        { name: "release_channel", value: "stable" },
        { name: "change_ticket", value: "SHOP-1874" },
      ],
      declaration: DECLARATION,
      actions,
      ...more,
    };
  };
  const staging: Step[] = [
    { stage: "Staging", action: "DeployStaging", start: 300, took: 10, fidelity: "simulated", more: { differences: ["Nothing was deployed: the outcome is the one declared in pipesmith.yaml."] } },
    { stage: "Staging", action: "SmokeTests", start: 311, took: 54 },
  ];
  return [
    base(IDS.building, "InProgress", now - 235_000, [
      ...source,
      ...build,
      { stage: "Build", action: "Package", status: "InProgress", start: 109, usual: 190, took: 126 },
    ]),
    base(
      IDS.failed,
      "Failed",
      now - 11 * MINUTE - 59_000,
      [
        ...source,
        ...build,
        { stage: "Build", action: "Package", start: 109, took: 188, usual: 190, more: { outputVariables: [{ name: "IMAGE_URI", value: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:c81d07e" }], artifacts: [{ name: "WebBuild", bucket: "storefront-artifacts-eu", key: "storefront-release/WebBuild/b52f0d31", direction: "output" }] } },
        ...staging,
        {
          stage: "Staging",
          action: "EndToEnd",
          status: "Failed",
          start: 311,
          took: 252,
          usual: 228,
          more: {
            errorCode: "JobFailed",
            errorMessage: "npx playwright test ended with exit status 1",
            summary: "2 of 48 tests failed",
          },
        },
      ],
      { fidelity: "6 real, 1 equivalent, 1 simulated · not checked: IAM, KMS, VPC", statusSummary: "EndToEnd in stage Staging failed" },
    ),
    base(IDS.waiting, "InProgress", now - 64 * MINUTE, [
      ...source,
      ...build,
      { stage: "Build", action: "Package", start: 109, took: 191 },
      ...staging,
      { stage: "Staging", action: "EndToEnd", start: 311, took: 226, usual: 228 },
      { stage: "Approval", action: "ReleaseGate", status: "InProgress", start: 1320, took: 0, more: { token: "1f2e3d4c-approve", hasLog: false, fidelity: "real" } },
    ]),
    base(IDS.done, "Succeeded", now - 4 * HOUR, [
      ...source,
      ...build,
      { stage: "Build", action: "Package", start: 109, took: 185 },
      ...staging,
      { stage: "Staging", action: "EndToEnd", start: 311, took: 226 },
      { stage: "Approval", action: "ReleaseGate", start: 560, took: 1500, more: { updatedBy: "dana", summary: "Funnel looks normal.", hasLog: false } },
      { stage: "Prod", action: "EdgeStack", start: 2070, took: 151, fidelity: "rehearsed", more: { differences: ["The change set was computed from the templates; no stack was touched."] } },
      { stage: "Prod", action: "BlueGreen", start: 2230, took: 680, fidelity: "simulated" },
    ], { fidelity: "8 real, 1 equivalent, 1 rehearsed, 2 simulated · not checked: IAM, KMS, VPC" }),
  ];
}

export const WHY: WhyFailed = {
  code: "COMMAND_EXECUTION_ERROR",
  message: "A command of phase BUILD ended with exit status 1.",
  phase: "BUILD",
  command: "npx playwright test --reporter=list,junit",
  exitStatus: 1,
  file: "ci/e2e.buildspec.yml",
  line: 14,
  column: 9,
  excerpt: [
    { line: 12, text: "  build:", fault: false },
    { line: 13, text: "    commands:", fault: false },
    { line: 14, text: "      - npx playwright test --reporter=list,junit", fault: true },
    { line: 15, text: "  post_build:", fault: false },
    { line: 16, text: "    commands:", fault: false },
  ],
  lastLines: [
    "Error: expect(locator).toHaveText('Order confirmed') timed out after 30000 ms",
    "  at tests/checkout.spec.ts:57:42",
    "Received: \"Payment service unavailable (503)\"",
    "2 failed, 46 passed (3.1m)",
    "[Container] Command did not exit successfully: npx playwright test --reporter=list,junit exit status 1",
  ],
  remedies: [
    "Retry the failed action once the payment service on staging answers again.",
    "Run the same command in ~/shop to see the failure without the pipeline.",
  ],
};

/** The log of the failing end-to-end test, as a build writes it. */
export function e2eLog(at: number): { atMs: number; text: string }[] {
  const lines: { atMs: number; text: string }[] = [];
  let t = at;
  const say = (text: string, step = 1000) => {
    lines.push({ atMs: t, text });
    t += step;
  };
  say("[Container] Waiting for the source", 500);
  say("[Container] Phase is DOWNLOAD_SOURCE", 500);
  for (let n = 1; n <= 14; n += 1) say(`[Container] WebSrc: ${n * 24} files unpacked`, 800);
  say("[Container] Phase complete: DOWNLOAD_SOURCE State: SUCCEEDED");
  say("[Container] Entering phase INSTALL");
  say("[Container] Running command npm ci");
  for (let n = 1; n <= 66; n += 1) say(`\u001b[2mnpm http fetch GET 200\u001b[22m registry package ${n} \u001b[2m(${(n * 37) % 90} ms)\u001b[22m`, 550);
  say("added 412 packages in 39s");
  say("[Container] Phase complete: INSTALL State: SUCCEEDED");
  say("[Container] Entering phase PRE_BUILD");
  say("[Container] Running command npx playwright --version");
  say("Version 1.65.1", 3000);
  say("[Container] Phase complete: PRE_BUILD State: SUCCEEDED");
  say("[Container] Entering phase BUILD");
  say("[Container] Running command npx playwright test --reporter=list,junit", 3000);
  say("Running 48 tests using 4 workers against https://staging.shop.example.com", 3000);
  for (let n = 1; n <= 45; n += 1) {
    const spec = ["cart.spec.ts:88 › keeps the cart after sign-in", "search.spec.ts:12 › finds by SKU", "home.spec.ts:7 › shows the offers", "account.spec.ts:31 › changes the address"][n % 4] ?? "";
    say(`  \u001b[32m✓\u001b[39m  ${String(n).padStart(2)} [chromium] › ${spec} \u001b[2m(${((n * 7) % 40) / 10 + 0.4}s)\u001b[22m`, 3200);
  }
  say("  \u001b[31m✘\u001b[39m  46 [chromium] › checkout.spec.ts:41 › pays with a saved card \u001b[2m(30.0s)\u001b[22m", 0);
  say("     \u001b[31mError: expect(locator).toHaveText('Order confirmed') timed out after 30000 ms\u001b[39m", 0);
  say("       \u001b[2mat tests/checkout.spec.ts:57:42\u001b[22m", 0);
  say("     Received: \u001b[33m\"Payment service unavailable (503)\"\u001b[39m", 0);
  say("     \u001b[2mattachment: test-results/checkout-saved-card/trace.zip\u001b[22m", 0);
  say("  \u001b[31m✘\u001b[39m  47 [chromium] › checkout.spec.ts:63 › pays with a new card \u001b[2m(30.0s)\u001b[22m", 7000);
  say("  \u001b[32m✓\u001b[39m  48 [chromium] › checkout.spec.ts:90 › refuses an expired card \u001b[2m(2.2s)\u001b[22m", 0);
  say("  \u001b[1;31m2 failed\u001b[0m, \u001b[32m46 passed\u001b[39m \u001b[2m(3.1m)\u001b[22m", 0);
  say("[Container] Command did not exit successfully: npx playwright test --reporter=list,junit exit status 1");
  say("[Container] Phase complete: BUILD State: FAILED");
  say("[Container] Phase context status code: COMMAND_EXECUTION_ERROR Message: exit status 1");
  say("[Container] Entering phase POST_BUILD");
  say("[Container] Uploading test report e2e-junit");
  say("[Container] Phase complete: POST_BUILD State: SUCCEEDED");
  return lines;
}

/** A running build's log up to now. */
export function packageLog(at: number, until: number): { atMs: number; text: string }[] {
  const lines = [
    { atMs: at, text: "[Container] Entering phase INSTALL" },
    { atMs: at + 1000, text: "[Container] Running command npm ci" },
  ];
  let n = 0;
  for (let t = at + 2000; t <= until; t += 700) {
    n += 1;
    lines.push({ atMs: t, text: n % 9 === 0 ? `\u001b[33mwarn\u001b[39m module ${n} has a side effect` : `\u001b[36mvite\u001b[39m transformed module ${n} of 1,204` });
  }
  return lines;
}

export const ARTIFACTS = (at: number): ArtifactRow[] => [
  { name: "EdgeConf", stage: "Source", action: "EdgeConfig", bucket: "storefront-artifacts-eu", key: "storefront-release/EdgeConf/b52f0d31", size: 18_432, createdMs: at + 3000, exists: true },
  { name: "WebSrc", stage: "Source", action: "WebApp", bucket: "storefront-artifacts-eu", key: "storefront-release/WebSrc/b52f0d31", size: 4_210_300, createdMs: at + 5000, exists: true },
  { name: "UnitReport", stage: "Build", action: "UnitTests", bucket: "storefront-artifacts-eu", key: "storefront-release/UnitReport/b52f0d31", size: 96_112, createdMs: at + 108_000, exists: true },
  { name: "WebBuild", stage: "Build", action: "Package", bucket: "storefront-artifacts-eu", key: "storefront-release/WebBuild/b52f0d31", size: 31_004_220, createdMs: at + 297_000, exists: true },
  { name: "E2eReport", stage: "Staging", action: "EndToEnd", bucket: "storefront-artifacts-eu", key: "storefront-release/E2eReport/b52f0d31", size: 0, createdMs: at + 563_000, exists: false },
];

export const ENTRIES: ArtifactEntry[] = [
  ["package.json", 2_311],
  ["package-lock.json", 412_221],
  ["buildspec.yml", 612],
  ["README.md", 1_830],
  ["src/index.ts", 3_120],
  ["src/cart/cart.ts", 8_421],
  ["src/cart/price.ts", 2_903],
  ["src/checkout/pay.ts", 5_512],
  ["src/checkout/retry.ts", 1_204],
  ["tests/checkout.spec.ts", 4_419],
  ["tests/cart.spec.ts", 3_870],
  ["assets/logo.png", 18_220],
].map(([path, size]) => ({ path: String(path), size: Number(size), folder: false, mode: 0o644 }));

export function approvals(now: number): ApprovalRow[] {
  return [
    {
      place: "aws:acme-prod:us-east-1",
      pipeline: "billing-api",
      execution: "77be012a-9f31-4d5d-8d05-2c5b7f1a9e55",
      stage: "Release",
      action: "FinanceSignOff",
      token: "77be-token",
      sinceMs: now - (6 * DAY + 22 * HOUR + 8 * MINUTE),
      expiresMs: now + HOUR + 52 * MINUTE,
      customData: "Finance signs off changes of rounding.",
      link: null,
      summaryRequired: true,
      revisions: [{ name: "BillingSrc", revision: "77be0129f3a15ad0", summary: "Round VAT per line (#932)", url: "https://example.com/octo/billing/commit/77be012" }],
      startedBy: "a push to main",
    },
    {
      place: "local",
      pipeline: "storefront-release",
      execution: IDS.waiting,
      stage: "Approval",
      action: "ReleaseGate",
      token: "1f2e3d4c-approve",
      sinceMs: now - 42 * MINUTE,
      expiresMs: now + 6 * DAY + 23 * HOUR + 18 * MINUTE,
      customData: "Check the order funnel on the staging dashboard before you approve.",
      link: "https://dash.example.com/d/orders",
      summaryRequired: false,
      revisions: [
        { name: "WebSrc", revision: "a20b5f31c77d0e4b", summary: "Retry payment on 503 with a jittered back-off (#1874)", url: "https://example.com/octo/web/commit/a20b5f3" },
        { name: "EdgeConf", revision: "snapshot-5d0f7b2", summary: "Edge: cache product images for 7 days (#1871)", url: null },
      ],
      startedBy: "dana",
    },
    {
      place: "local",
      pipeline: "search-indexer",
      execution: "0c41aa9e-11d2-4be0-a2cf-8e2f6f0c7a66",
      stage: "Gate",
      action: "Promote",
      token: "0c41-token",
      sinceMs: now - 12 * MINUTE,
      expiresMs: null,
      customData: null,
      link: null,
      summaryRequired: false,
      revisions: [{ name: "Src", revision: "0c41aa9", summary: "Bump analyzer to 9.4", url: null }],
      startedBy: "a schedule",
    },
  ];
}

export function pipelines(now: number): PipelineRow[] {
  return [
    { place: "local", name: "storefront-release", version: 14, pipelineType: "V2", executionMode: "QUEUED", updatedMs: now - 3 * HOUR, file: FILE, lastExecution: { id: IDS.building, status: "InProgress", startMs: now - 235_000, updateMs: now - 2000, summary: "worktree of 4f2a91c: Retry payment on 503" } },
    { place: "local", name: "search-indexer", version: 3, pipelineType: "V2", executionMode: "SUPERSEDED", updatedMs: now - 2 * DAY, file: "/home/dana/search/pipeline.yaml", lastExecution: { id: "0c41aa9e-11d2-4be0-a2cf-8e2f6f0c7a66", status: "InProgress", startMs: now - 18 * MINUTE, updateMs: now - 12 * MINUTE, summary: "Bump analyzer to 9.4" } },
    { place: "local", name: "docs-site", version: 8, pipelineType: "V1", executionMode: "SUPERSEDED", updatedMs: now - 6 * DAY, file: "/home/dana/docs/pipeline.yaml", lastExecution: { id: "e1aa0d27-3c1e-4f0a-8a44-7f3f4f6d2c77", status: "Failed", startMs: now - 26 * HOUR, updateMs: now - 26 * HOUR + 64_000, summary: "Publish failed: bucket docs-site is missing" } },
    { place: "local", name: "nightly-e2e", version: 1, pipelineType: "V2", executionMode: "PARALLEL", updatedMs: now - 20 * DAY, file: null, lastExecution: null },
  ];
}

export function places(): PlaceRow[] {
  return [
    { id: "local", kind: "local", name: "This computer", region: "local-1", endpoint: "http://127.0.0.1:7077", opened: true, account: "000000000000" },
    { id: "aws:acme-prod:eu-west-1", kind: "aws", name: "acme-prod", profile: "acme-prod", region: "eu-west-1", opened: true, account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/ReleaseManagers/dana", source: "sso" },
    { id: "aws:acme-staging:eu-west-1", kind: "aws", name: "acme-staging", profile: "acme-staging", region: "eu-west-1", opened: false, source: "sso" },
    { id: "aws:acme-audit:eu-west-1", kind: "aws", name: "acme-audit", profile: "acme-audit", region: "eu-west-1", opened: false, source: "role" },
    { id: "aws:sandbox:us-west-2", kind: "aws", name: "sandbox", profile: "sandbox", region: "us-west-2", opened: false, source: "keys" },
    { id: "aws:legacy-ci:eu-central-1", kind: "aws", name: "legacy-ci", profile: "legacy-ci", region: "eu-central-1", opened: false, source: "sso", problem: { code: "expired", message: "The sign-in session expired 2 days ago.", remedy: "aws sso login --profile legacy-ci" } },
    { id: "endpoint:team-server", kind: "endpoint", name: "team-server", region: "eu-west-1", endpoint: "http://127.0.0.1:9400", opened: false, source: "keys" },
  ];
}

export function trail(now: number): TrailRow[] {
  const rows: [number, string, string, string, string | null, string | null][] = [
    [6.7, "StopPipelineExecution", "Jorge Souza", "203.0.113.24", "storefront-release", "AccessDenied"],
    [9.5, "PutApprovalResult", "Dana Lee", "203.0.113.91", "catalog-api", null],
    [14.1, "RetryStageExecution", "Dana Lee", "127.0.0.1", "storefront-release", null],
    [16.2, "StartPipelineExecution", "Jorge Souza", "203.0.113.24", "storefront-release", null],
    [43.6, "DisableStageTransition", "Dana Lee", "203.0.113.91", "storefront-release", null],
    [61, "UpdatePipeline", "Mary Major", "198.51.100.40", "storefront-release", null],
    [89, "PutApprovalResult", "Dana Lee", "203.0.113.91", "catalog-api", null],
    [130.8, "PutApprovalResult", "Li Juan", "203.0.113.17", "billing-api", null],
    [158, "PutActionRevision", "Mary Major", "198.51.100.40", "storefront-release", "PipelineNotFoundException"],
    [190.9, "RetryStageExecution", "Jorge Souza", "203.0.113.24", "storefront-release", null],
    [219.3, "EnableStageTransition", "Dana Lee", "203.0.113.91", "storefront-release", null],
    [300, "CreatePipeline", "Dana Lee", "127.0.0.1", "search-indexer", null],
    [420, "TagResource", "Dana Lee", "127.0.0.1", "search-indexer", null],
    [800, "DeletePipeline", "Arnav Desai", "192.0.2.18", "old-shop", "ConcurrentModificationException"],
    [1500, "PollForJobs", "ci-worker", "127.0.0.1", null, null],
  ];
  return rows.map(([minutes, name, who, from, pipeline, error], index) => {
    const timeMs = now - minutes * MINUTE;
    const id = `7d1c0e52-9a4e-4c0b-8f0e-2f6d1f4a9b${String(30 + index)}`;
    const whoArn = `arn:aws:sts::111122223333:assumed-role/Developers/${who.split(" ")[0]?.toLowerCase() ?? who}`;
    return {
      id,
      timeMs,
      name,
      who,
      whoArn,
      from,
      userAgent: index % 3 === 0 ? "aws-cli/2.31.2 md/Botocore" : "pipesmith/0.1",
      pipeline,
      readOnly: name.startsWith("Poll"),
      errorCode: error,
      errorMessage: error === null ? null : error === "AccessDenied" ? "Developers lacks codepipeline:StopPipelineExecution on storefront-release." : "The call was refused.",
      record: {
        eventVersion: "1.09",
        userIdentity: { type: "AssumedRole", arn: whoArn, accountId: "111122223333" },
        eventTime: new Date(timeMs).toISOString().replace(/\.\d+Z/, "Z"),
        eventSource: "codepipeline.amazonaws.com",
        eventName: name,
        awsRegion: "eu-west-1",
        sourceIPAddress: from,
        userAgent: index % 3 === 0 ? "aws-cli/2.31.2" : "pipesmith/0.1",
        ...(error === null ? {} : { errorCode: error, errorMessage: "The call was refused." }),
        requestParameters: pipeline === null ? null : { pipelineName: pipeline, ...(name === "StopPipelineExecution" ? { pipelineExecutionId: IDS.failed, abandon: true } : {}) },
        responseElements: null,
        requestID: `c5a1${id.slice(4)}`,
        eventID: id,
        readOnly: name.startsWith("Poll"),
        eventType: "AwsApiCall",
        managementEvent: true,
        recipientAccountId: "111122223333",
        eventCategory: "Management",
      },
    };
  });
}

export function plan(ready: boolean): Plan {
  const one = (
    stage: string,
    name: string,
    runOrder: number,
    provider: string,
    category: string,
    fidelity: Fidelity,
    what: string,
    from: string,
    differences: string[] = [],
    gaps: Plan["actions"][number]["gaps"] = [],
  ) => ({ stage, action: name, runOrder, provider, category, runsOn: fidelity === "simulated" ? ("simulated" as const) : ("local" as const), fidelity, what, from, differences, gaps });
  return {
    pipeline: "storefront-release",
    ready,
    sandbox: "Overlay over the whole system: installs work and vanish afterwards.",
    changed: true,
    running: 1,
    problems: [],
    guesses: [
      { part: "sources", name: "octo/web", value: "." },
      { part: "schedules", name: "NightlyRelease", value: "cron(0 2 * * ? *)" },
    ],
    variables: [
      { name: "release_channel", defaultValue: "stable", description: "Which customers get it first", required: false },
      { name: "change_ticket", defaultValue: null, description: "The ticket that this release belongs to", required: true },
    ],
    actions: [
      ready
        ? one("Source", "EdgeConfig", 1, "S3", "Source", "equivalent", "Takes ~/shop/edge as the object edge.zip.", "setup", ["A folder stands in for the bucket shop-edge-conf; its policy and versions are not evaluated."])
        : one("Source", "EdgeConfig", 1, "S3", "Source", "equivalent", "Needs a folder for the object edge.zip of bucket shop-edge-conf.", "nothing found", [], [{ code: "source-missing", message: "No folder on this computer is known for the bucket shop-edge-conf.", remedy: "Name a folder whose content stands in for it.", subject: "EdgeConfig" }]),
      one("Source", "WebApp", 1, "CodeStarSourceConnection", "Source", "real", "Takes the working tree of ~/shop (octo/web, main) as it is now.", "guess: the git remote origin of ~/shop is octo/web"),
      one("Build", "UnitTests", 1, "CodeBuild", "Test", "real", "Runs ci/unit.buildspec.yml of WebSrc as project web-unit.", "guess: the only buildspec with “unit” in its name", ["The host's Node.js 20.19 instead of the image aws/codebuild/standard:7.0.", "No AWS credentials in the build."]),
      one("Build", "Lint", 1, "Commands", "Compute", "real", "Runs 2 commands in WebSrc.", "the definition", ["Runs as your user, without the VPC settings."]),
      one("Build", "Package", 2, "CodeBuild", "Build", "real", "Runs buildspec.yml of WebSrc as project web-pkg.", "setup", ["The host's Node.js 20.19 instead of the image aws/codebuild/standard:7.0."]),
      one("Staging", "DeployStaging", 1, "ECS", "Deploy", "simulated", "Reports success; nothing is deployed to web-staging.", "setup", ["IAM, load balancer and health checks are not evaluated."]),
      one("Staging", "SmokeTests", 2, "CodeBuild", "Test", "real", "Runs ci/smoke.buildspec.yml of WebSrc as project smoke.", "setup"),
      one("Staging", "EndToEnd", 2, "CodeBuild", "Test", "real", "Runs ci/e2e.buildspec.yml of WebSrc as project e2e.", "setup", [], ready ? [] : [{ code: "secret-missing", message: "The buildspec asks for the secret /shop/e2e/card-number.", remedy: "Type it, take it from AWS, or use a dummy value.", subject: "/shop/e2e/card-number" }]),
      one("Approval", "ReleaseGate", 1, "Manual", "Approval", "real", "Waits for somebody to approve, up to 7 days.", "the definition"),
      one("Prod", "EdgeStack", 1, "CloudFormation", "Deploy", "rehearsed", "Computes the change set of shop-edge against its last template here.", "setup", ["No stack is created or changed.", "Macros and custom resources are not run."]),
      one("Prod", "BlueGreen", 2, "CodeDeploy", "Deploy", "simulated", "Reports success after the hooks of appspec.yml ran here.", "guess: no target named prod"),
    ],
  };
}
