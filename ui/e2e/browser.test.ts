/** The main job in a browser: open, edit, run, read the log, approve, see it deployed and in the audit trail. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Desk, wide } from "./desk";
import { corpus, World } from "./world";

const desk = new Desk();
const { accessible, card, openFile, picture } = desk;
let world: World;
let page: Page;
let faults: string[];

beforeAll(() => desk.open());
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.begin();
  ({ world, page, faults } = desk);
});
afterEach(({ task }) => desk.end(task.result?.state === "fail"));

async function openExample(): Promise<void> {
  await openFile(world.definition);
  await card("Package").waitFor();
}

/** A browser that shows text at 200 % has half as many of its pixels: everything in these parts can still be read then. */
async function twice(...parts: readonly string[]): Promise<void> {
  await page.setViewportSize({ width: wide.width / 2, height: wide.height / 2 });
  for (const part of parts) expect([part, ...(await desk.illegible(part))]).toEqual([part]);
  await page.setViewportSize(wide);
}

test("a pipeline is opened, edited, run, approved, deployed and audited", async () => {
  await page.getByRole("heading", { name: "Draw it, run it here, ship it to AWS" }).waitFor();
  await picture("start");
  await accessible();
  await openExample();

  // Edit a field, and save.
  await card("Release").click();
  const message = page.getByRole("textbox", { name: /^Comment/ });
  await message.fill("Ship #{Build.VERSION} to the folder?");
  await message.blur();
  await page.keyboard.press("Control+s");
  await expect.poll(() => world.read("pipeline.json")).toContain("Ship #{Build.VERSION} to the folder?");
  await picture("edit");
  await accessible();
  await page.getByRole("button", { name: "Source", exact: true }).click();
  await page.locator(".cm-content").waitFor();
  await picture("source");
  await page.getByRole("button", { name: "Board", exact: true }).click();

  // What will happen, then let it happen.
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByText("Everything is here.").waitFor();
  await picture("before-you-run");
  await accessible();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByText("Waiting for approval").first().waitFor();
  await picture("waiting");

  // The log of a build.
  await card("UnitTests").click();
  const log = page.getByRole("log", { name: "Log of UnitTests" });
  await log.waitFor();
  await page.getByRole("searchbox", { name: "Find in the log" }).fill("# tests");
  await page.getByText("1 of 1", { exact: true }).waitFor();
  await log.getByText("# tests 6").waitFor();
  await picture("log");
  await accessible();

  // At twice the text size all of it can still be read: the run, its log and what else the drawer shows.
  await twice(".ps-top", ".ps-bar", ".ps-board", ".ps-drawer", ".ps-status-bar");
  for (const tab of ["Tests", "Artifacts", "Variables", "Automation", "Log"]) {
    await page.locator(".ps-drawer-head").getByRole("tab", { name: tab }).click();
    await twice(".ps-drawer");
  }

  // Approve on the card, with a comment.
  await page.getByRole("button", { name: "Approve Release" }).click();
  await page.getByRole("textbox", { name: /Comment/ }).fill("Looks good");
  await page.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).click();
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor();
  await card("Load").locator(".ps-status-word", { hasText: "Succeeded" }).waitFor();
  await page.getByText(/5 real, 1 equivalent/).first().waitFor();
  await picture("succeeded");
  await page.getByRole("combobox", { name: "Zoom" }).selectOption("overview");
  await page.locator(".ps-board[data-zoom=overview]").getByText("LoadTest", { exact: true }).first().waitFor();
  await picture("succeeded-overview");
  await page.getByRole("combobox", { name: "Zoom" }).selectOption("normal");
  await card("Load").waitFor();
  expect(world.deployed("src/server.js") || world.deployed("server.js")).toBe(true);

  await page.getByRole("tab", { name: "Artifacts" }).click();
  await page.getByRole("button", { name: /BuildOutput/ }).click();
  await page.getByRole("list", { name: "Files of BuildOutput" }).getByText("package.json").click();
  await page.getByText('"hello-service"').first().waitFor();
  await picture("artifacts");
  await accessible();
  await page.getByRole("tab", { name: "Variables" }).click();
  await page.getByText("#{Build.VERSION}").first().waitFor();
  await picture("variables");

  // Which of its events a pattern would mean.
  await page.getByRole("tab", { name: "Automation" }).click();
  await page.getByRole("textbox", { name: "Event pattern" }).fill('{ "detail": { "state": ["SUCCEEDED"], "stage": ["Deploy"] } }');
  await page.getByRole("button", { name: /Try on the last/ }).click();
  await page.getByText("Stage Deploy SUCCEEDED", { exact: true }).waitFor();
  await page.getByText(/detail.stage is "LoadTest", not "Deploy"/).first().waitFor();
  await picture("automation");
  await accessible();

  await page.getByRole("link", { name: /Audit trail/ }).click();
  await page.getByRole("button", { name: "PutApprovalResult" }).first().waitFor();
  await page.getByRole("button", { name: "StartPipelineExecution" }).first().click();
  await page.getByText("pipelineExecutionId").first().waitFor();
  await picture("audit");
  await accessible();
  await twice(".ps-top", ".ps-main");
  await page.getByRole("link", { name: /Pipelines/ }).click();
  await page.getByRole("link", { name: "hello-service" }).first().waitFor();
  await picture("pipelines");
  await accessible();
  await twice(".ps-top", ".ps-main");
});

test("a failing test says why, and the retry of a mended source succeeds", async () => {
  const greeting = world.read("src/greeting.js");
  world.write("src/greeting.js", greeting.replace("Hello", "Hullo"));
  await openExample();
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.locator(".ps-run-status", { hasText: "Failed" }).waitFor();
  const why = page.getByRole("region", { name: "Why it failed" });
  await why.getByText(/exit status 1/).first().waitFor();
  await why.getByText(/buildspecs\/unit.yml/).first().waitFor();
  // The log stands where it went wrong.
  await page.getByRole("log").getByText("Command did not exit successfully").waitFor();
  await picture("why-failed");
  await accessible();

  world.write("src/greeting.js", greeting);
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.locator(".ps-run-status", { hasText: "Waiting for approval" }).waitFor();
});

test("the demo runs, is rejected in Approvals with a comment, and says who did it", async () => {
  await page.getByRole("button", { name: "Start the demo" }).click();
  await card("Package").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.locator(".ps-run-status", { hasText: "Waiting for approval" }).waitFor();
  await page.getByRole("link", { name: /Approvals, 1 waiting/ }).click();
  await page.getByRole("textbox", { name: "Comment" }).fill("Not on a Friday");
  await picture("approvals");
  await accessible();
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await page.getByText("Nothing waits for a decision").waitFor({ timeout: 20_000 });
  await page.getByRole("link", { name: /Pipelines/ }).click();
  await page.getByRole("link", { name: "Failed" }).click();
  await card("Release").click();
  await page.getByText("Not on a Friday").first().waitFor();
  await picture("rejected");
});

test("after a crash of the program the page comes back by itself, and so does the run", async () => {
  await openExample();
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.locator(".ps-run-status", { hasText: "Waiting for approval" }).waitFor();
  faults.length = 0;
  await world.kill();
  await page.getByText(/Events lost/).waitFor();
  await picture("lost");
  faults.length = 0;
  await page.goto("about:blank");
  await page.goto(await world.serve());
  await page.getByText("1 approval waiting").waitFor();
  faults.length = 0;
});

test("a pipeline of another place is watched, approved and audited there, and its keys stay out of sight", async () => {
  const other = new World();
  try {
    const { endpoint } = await other.serving();
    // Whoever runs it without a terminal is told the keys.
    const keys = new Map([...other.ask("env").matchAll(/^export (\w+)='(.*)'$/gm)].map((found) => [found[1], found[2] ?? ""]));
    expect(await other.command("run", other.definition, "--approve", "leave")).toBe(3);

    await page.getByRole("link", { name: "Places" }).click();
    await page.getByRole("button", { name: "Add a place" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("textbox", { name: "Name" }).fill("office");
    await form.getByRole("textbox", { name: "Region" }).fill("us-east-1");
    await form.getByRole("textbox", { name: "Endpoint URL" }).fill(endpoint);
    await form.getByRole("textbox", { name: "Access key ID" }).fill(keys.get("AWS_ACCESS_KEY_ID") ?? "");
    await form.getByLabel("Secret access key").fill(keys.get("AWS_SECRET_ACCESS_KEY") ?? "");
    await picture("add-place");
    await accessible();
    await form.getByRole("button", { name: "Add", exact: true }).click();
    const row = page.getByRole("row", { name: /office/ });
    await row.getByText("Not open").waitFor();
    expect(other.ask("trail", "query")).not.toContain("GetCallerIdentity");
    await row.getByRole("button", { name: /^Open/ }).click();
    await row.getByRole("button", { name: /Show pipelines/ }).waitFor();
    await expect.poll(() => other.ask("trail", "query")).toContain("GetCallerIdentity");
    await picture("place-open");
    await row.getByRole("button", { name: /Show pipelines/ }).click();
    await page.getByRole("link", { name: "hello-service" }).waitFor();
    await page.getByRole("link", { name: "1 approval waiting" }).click();
    await page.locator(".ps-run-status", { hasText: "Waiting for approval" }).waitFor();
    await picture("place-run");
    await accessible();

    await page.getByRole("link", { name: /Approvals, 1 waiting/ }).click();
    // The message with its variables resolved, and what would be released.
    await page.getByText(/^Release \d+\.\d+\.\d+-\w+\? It was made from snapshot of/).waitFor();
    await page.getByRole("textbox", { name: "Comment" }).fill("From another place");
    await picture("place-approval");
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await expect.poll(() => other.ask("ps"), { timeout: 30_000 }).toContain("Succeeded");
    expect(other.deployed("src/server.js")).toBe(true);
    await page.getByRole("link", { name: /Audit trail/ }).click();
    await page.getByRole("button", { name: "PutApprovalResult" }).first().click();
    await page.getByText("From another place").first().waitFor();
    await picture("place-audit");

    const secret = keys.get("AWS_SECRET_ACCESS_KEY") ?? "";
    expect(secret).not.toBe("");
    expect(await page.content()).not.toContain(secret);
    expect(world.kept()).not.toContain(secret);
  } finally {
    await other.end();
  }
});

test("a condition that is not met is overridden, and a stage rolled back", async () => {
  await openFile(world.adopt("tests/fixtures/conditions"));
  await card("Publish").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("textbox", { name: "Go", exact: true }).fill("no");
  await page.getByRole("textbox", { name: "Go", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Run now" }).click();
  await page.locator(".ps-run-status", { hasText: "Failed" }).waitFor();
  const gate = page.getByRole("group", { name: "The entry condition of Prod" });
  await gate.getByText(/Go: no is not equal to yes/).waitFor();
  await picture("condition");
  await accessible();
  await gate.getByRole("button", { name: "Override" }).click();
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor();
  await card("Publish").locator(".ps-status-word", { hasText: "Succeeded" }).waitFor();

  await page.getByRole("button", { name: "Roll back to this…" }).click();
  await picture("roll-back");
  await accessible();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back", exact: true }).click();
  await page.getByRole("group", { name: "The entry condition of Prod" }).getByText(/Go: no is not equal to yes/).waitFor();
});

const template = `# The shop's pipeline.
Parameters:
  Channel: { Type: String, Default: beta, AllowedValues: [beta, stable] }
  Owner: { Type: String }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { RoleName: shop } }
  Store: { Type: AWS::S3::Bucket }
  Connection: { Type: AWS::CodeConnections::Connection, Properties: { ConnectionName: octo, ProviderType: GitHub } }
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: cron(0 2 * * ? *)
      Targets: [{ Id: p, RoleArn: !GetAtt Role.Arn, Arn: !Sub "arn:aws:codepipeline:\${AWS::Region}:\${AWS::AccountId}:\${Release}" }]
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: shop-build
      Source:
        Type: CODEPIPELINE
        BuildSpec: |
          version: 0.2
          phases: { build: { commands: ['echo "built for $CHANNEL"'] } }
  Release:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: shop
      PipelineType: V2
      RoleArn: !GetAtt Role.Arn
      ArtifactStore: { Type: S3, Location: !Ref Store }
      Stages:
        - Name: Source
          Actions:
            - Name: App
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: "1" }
              Configuration: { ConnectionArn: !Ref Connection, FullRepositoryId: !Sub "\${Owner}/shop", BranchName: main }
              OutputArtifacts: [{ Name: Code }]
        - Name: Build
          Actions:
            - Name: Package
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1" }
              Configuration:
                ProjectName: !Ref Build
                EnvironmentVariables: !Sub '[{"name":"CHANNEL","value":"\${Channel}"}]' # told to the build
              InputArtifacts: [{ Name: Code }]
        - Name: Approve
          Actions:
            - Name: Release
              ActionTypeId: { Category: Approval, Owner: AWS, Provider: Manual, Version: "1" }
              Configuration: { CustomData: "Ship it?" }   # asked every time
`;

test("a template opens as the pipeline it makes, is edited in place and starts what it starts at AWS", async () => {
  const folder = join(world.folder, "shop");
  mkdirSync(folder);
  writeFileSync(join(folder, "template.yaml"), template);
  writeFileSync(join(folder, "pipesmith.yaml"), "# Ours.\nsources:\n  octo/shop: { path: ../hello-service }\n");
  await openFile(join(folder, "template.yaml"));

  // One parameter has no value: it is asked for, and the choice of the other changes what the board shows.
  const made = page.getByRole("region", { name: "Template" });
  await made.getByText("One has no value: a name stands in for it.").waitFor();
  await picture("template-parameters");
  await accessible();
  const owner = made.getByRole("textbox", { name: /^Owner/ });
  await owner.fill("octo");
  await owner.press("Enter");
  await made.getByText("One has no value").waitFor({ state: "detached" });
  await made.getByRole("button", { name: "Close" }).click();

  // What comes from elsewhere says so; what stands in the template is written there, and nothing else changes.
  await card("App").click();
  await page.getByRole("complementary").getByText(/^(Partly )?[Ff]rom/).first().waitFor();
  await picture("template-origin");
  await card("Release").click();
  const message = page.getByRole("textbox", { name: /^Comment/ });
  await message.fill("Ship the shop?");
  await message.blur();
  await page.keyboard.press("Control+s");
  const saved = () => readFileSync(join(folder, "template.yaml"), "utf8");
  await expect.poll(saved).toBe(template.replace("Ship it?", "Ship the shop?"));

  // The plan tells what would start it, and keeps that when asked.
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  const starts = page.getByRole("region", { name: "What starts it" });
  await starts.getByText("cron(0 2 * * ? *)").waitFor();
  await starts.getByRole("checkbox").check();
  await picture("template-plan");
  await accessible();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByText("Waiting for approval").first().waitFor();
  expect(readFileSync(join(folder, "pipesmith.yaml"), "utf8")).toMatch(/^# Ours\.\nsources:\n {2}octo\/shop: \{ path: \.\.\/hello-service \}\nschedules:\n {2}Nightly: "cron\(0 2 \* \* \? \*\)"\n/);
  await card("Package").click();
  await page.getByRole("log", { name: "Log of Package" }).getByText("built for beta", { exact: true }).waitFor();
  await picture("template-run");
});

/** The templates that others wrote, and the names and stages of their pipelines as the tests of the reader expect them. */
function templates(): { readonly file: string; readonly pipelines: readonly { readonly name: string; readonly stages: number }[] }[] {
  const table = readFileSync(join(import.meta.dirname, "../../crates/interchange/tests/fixtures/corpus.tsv"), "utf8");
  const rows = table.split("\n").map((line) => line.split("\t"));
  const made = rows.map(([file = "", outcome = ""]) => ({ file, pipelines: [...outcome.matchAll(/(?:^|; )(\S+) (\d+)\/\d+ /g)].map(([, name = "", stages]) => ({ name, stages: Number(stages) })) }));
  return made.filter(({ file, pipelines }) => file.startsWith("cfn/") && pipelines.length > 0 && existsSync(join(corpus, file)));
}

test.skipIf(templates().length === 0)("templates that others wrote are drawn", async () => {
  await page.getByRole("button", { name: "Open…" }).waitFor();
  let drawn = 0;
  for (const { file, pipelines } of templates()) {
    await page.evaluate((path) => {
      location.hash = `#/file/${encodeURIComponent(path)}`;
    }, join(corpus, file));
    const [first, ...others] = pipelines;
    if (others.length > 0) {
      // Of several it is asked which one.
      await page.getByRole("region", { name: "Template" }).getByText("Pipeline", { exact: true }).waitFor();
      continue;
    }
    await page.locator(".ps-top-title").getByText(first?.name ?? "", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".ps-lane-name").allTextContents(), { message: file }).toHaveLength(first?.stages ?? 0);
    drawn++;
  }
  expect(drawn).toBeGreaterThan(60);
}, 240_000);

test("places and settings", async () => {
  await page.getByRole("link", { name: "Places" }).click();
  await page.getByText("Nothing is sent anywhere before you open a place", { exact: false }).first().waitFor();
  await picture("places");
  await accessible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect.poll(() => page.evaluate(() => document.body.className)).toContain("dark");
  await picture("settings");
  await accessible();
  await page.reload();
  await expect.poll(() => page.evaluate(() => document.body.className)).toContain("dark");
});
