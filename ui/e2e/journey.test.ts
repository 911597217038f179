/** From nothing to an approved run of five stages: once by mouse, once by keyboard alone. */
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Desk, type Declared } from "./desk";

const desk = new Desk();
beforeAll(() => desk.open());
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.begin();
  // The user's project; its pipeline is still to be drawn.
  cpSync(join(import.meta.dirname, "../../examples/templates/static-site"), join(desk.world.folder, "site"), { recursive: true });
  rmSync(join(desk.world.folder, "site/pipeline.json"));
});
afterEach(({ task }) => desk.end(task.result?.state === "fail"));

interface Saved {
  readonly variables?: unknown;
  readonly triggers?: readonly unknown[];
  readonly stages: readonly (Declared & { readonly beforeEntry?: unknown })[];
}

/** The five stages as the file has them; each action with its step and what it takes. */
function saved(): readonly unknown[] {
  const { pipeline } = JSON.parse(readFileSync(join(desk.world.folder, "site/pipeline.json"), "utf8")) as { pipeline: Saved };
  return [
    pipeline.variables,
    pipeline.triggers?.length,
    ...pipeline.stages.map((stage) => [stage.name, ...stage.actions.map((one) => [one.name, one.runOrder ?? 1, ...(one.inputArtifacts ?? []).map((input) => input.name)].join(" ")), ...(stage.beforeEntry === undefined ? [] : ["entry"])]),
  ];
}

const wanted = [
  [{ name: "Variable", defaultValue: "value" }],
  1,
  ["Source", "Source 1"],
  ["Build", "CodeBuild 1 SourceOutput"],
  ["Test", "Test 1 SourceOutput", "Test2 1 SourceOutput"],
  ["Approve", "Approve 1"],
  ["Deploy", "S3 1 CodeBuildOutput", "entry"],
];

/** Nothing is wrong, and nothing could be better. */
async function valid(): Promise<void> {
  const list = desk.page.getByRole("list", { name: "Problems" }).getByRole("listitem");
  await expect.poll(() => list.allTextContents(), { timeout: 10_000 }).toEqual([expect.stringMatching(/^No problems/)]);
}

test("by mouse", async () => {
  const { page, card, drag, middle } = desk;
  const fill = async (field: string, text: string) => {
    const input = page.locator(`.ps-inspector-body [data-field="${field}"] input`);
    await input.fill(text);
    await input.blur();
  };
  const type = (group: string, name: string) => page.locator(".ps-catalog").getByRole("region", { name: group, exact: true }).getByRole("button", { name, exact: true });
  /** Drops a type behind the last stage. */
  const atTheEnd = async (group: string, name: string) => {
    await type(group, name).scrollIntoViewIfNeeded();
    await page.locator(".ps-board-scroll").evaluate((view) => view.scrollTo({ left: view.scrollWidth }));
    const last = await page.locator(".ps-lane").last().boundingBox();
    await drag(await middle(type(group, name)), { x: (last?.x ?? 0) + (last?.width ?? 0) + 12, y: 300 });
  };
  /** Takes an artifact from the list that the inspector offers. */
  const take = async (artifact: string) => {
    await page.getByRole("button", { name: "Input", exact: true }).click();
    await page.getByRole("menuitem", { name: artifact }).click();
  };
  await page.getByRole("button", { name: "New…" }).click();
  const dialog = page.getByRole("dialog", { name: "New pipeline" });
  await dialog.getByRole("radio", { name: /^Empty pipeline/ }).check();
  await dialog.getByRole("textbox", { name: "Pipeline name" }).fill("site");
  await dialog.getByRole("textbox", { name: "In the folder" }).fill(desk.world.folder);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("button", { name: "Add a source" }).click();
  await page.locator(".ps-lane").waitFor();
  await drag(await middle(type("Source", "Git connection")), await middle(page.locator(".ps-add-step")));
  await card("Source").waitFor();
  await fill("ConnectionArn", "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000");
  await fill("FullRepositoryId", "example/static-site");
  await fill("BranchName", "main");
  await atTheEnd("Build", "CodeBuild");
  await card("CodeBuild").waitFor();
  await fill("ProjectName", "static-site-build");
  await drag(await middle(card("Source").locator(".ps-port")), await middle(card("CodeBuild")));
  await atTheEnd("Test", "CodeBuild");
  await card("Test").waitFor();
  await fill("ProjectName", "static-site-links");
  await take("SourceOutput");
  // Beside the first test: they run at the same time.
  await drag(await middle(type("Test", "CodeBuild")), await middle(card("Test")));
  await card("Test2").waitFor();
  await fill("ProjectName", "static-site-links");
  await take("SourceOutput");
  await atTheEnd("Approval", "Manual approval");
  await card("Approve").waitFor();
  await atTheEnd("Deploy", "S3");
  await card("S3").waitFor();
  await fill("BucketName", "site-bucket");
  await page.locator('.ps-inspector-body [data-field="Extract"] button').click();
  await page.getByRole("option", { name: "Yes" }).click();
  await take("CodeBuildOutput");
  // A rule to the entry of the last stage, on a variable of the pipeline.
  const rule = page.locator(".ps-catalog").getByRole("button", { name: "Variable check" });
  await rule.scrollIntoViewIfNeeded();
  const head = await middle(page.locator(".ps-lane-head").last());
  await drag(await middle(rule), { x: head.x, y: head.y + 40 });
  await fill("Variable", "#{variables.Variable}");
  await fill("Value", "value");
  await page.locator(".ps-board-scroll").evaluate((view) => view.scrollTo({ left: 0 }));
  await page.locator(".ps-pseudo").first().click();
  await page.getByRole("button", { name: "Variable", exact: true }).click();
  await page.getByRole("button", { name: /^Trigger for Source/ }).click();
  await valid();
  await desk.picture("five-stages");
  await desk.accessible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(saved).toEqual(wanted);
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("button", { name: "Approve Approve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).click();
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor({ timeout: 30_000 });
});

test("by keyboard alone", async () => {
  const { page, card, until, walk } = desk;
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = (label: string) => expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(label);
  const fill = async (field: string, text: string) => {
    await until("Tab", `.ps-inspector-body [data-field="${field}"] input`);
    await press("Control+a");
    await page.keyboard.type(text);
    await press("Enter");
  };
  /** An action of a type after what has the focus, with its inspector. */
  const add = async (words: string, name: string) => {
    await press("a");
    await focused("Find an action");
    await page.keyboard.type(words);
    await press("Enter");
    await card(name).waitFor();
  };
  const stage = async (after: string) => {
    await walk(`stage:${after}`);
    await press("s");
  };
  const take = async (artifact: string) => {
    await until("Tab", ".ps-add-input > button");
    await press("Enter", "ArrowDown");
    for (let i = 0; i < 8 && !(await page.evaluate((name) => document.activeElement?.textContent.startsWith(name) === true, artifact)); i++) await press("ArrowDown");
    await press("Enter");
  };
  const inspect = async (stop: string) => {
    await walk(stop);
    await press("Enter");
  };
  await page.getByRole("button", { name: "New…" }).waitFor();
  await desk.palette("new pipeline");
  await page.getByRole("dialog", { name: "New pipeline" }).waitFor();
  await until("Tab", ".ps-new-list input");
  await until("ArrowDown", ".ps-new-list label:last-of-type input");
  await until("Tab", ".ps-new > label:nth-of-type(1) input");
  await press("Control+a");
  await page.keyboard.type("site");
  await press("Tab", "Control+a");
  await page.keyboard.type(desk.world.folder);
  await press("Enter");
  await page.getByRole("button", { name: "Add a source" }).waitFor();
  await until("Tab", ".ps-ghosts section:first-of-type button");
  await press("Enter");
  await page.locator('[data-stop="stage:Source"]').waitFor();
  await walk("stage:Source");
  await add("git connection", "Source");
  await inspect("cell:Source/Source");
  await fill("ConnectionArn", "arn:aws:codeconnections:us-east-1:111122223333:connection/00000000-0000-0000-0000-000000000000");
  await fill("FullRepositoryId", "example/static-site");
  await fill("BranchName", "main");
  await stage("Source");
  await page.locator('[data-stop="stage:Stage"]').waitFor();
  await walk("stage:Stage");
  await add("build codebuild", "CodeBuild");
  await inspect("cell:Build/CodeBuild");
  await fill("ProjectName", "static-site-build");
  await take("SourceOutput");
  await stage("Build");
  await page.locator('[data-stop="stage:Stage"]').waitFor();
  await walk("stage:Stage");
  await add("test codebuild", "Test");
  await inspect("cell:Test/Test");
  await fill("ProjectName", "static-site-links");
  await take("SourceOutput");
  // A copy runs at the same time.
  await walk("cell:Test/Test");
  await press("d");
  await card("Test2").waitFor();
  await stage("Test");
  await page.locator('[data-stop="stage:Stage"]').waitFor();
  await walk("stage:Stage");
  await add("manual", "Approve");
  await stage("Approve");
  await page.locator('[data-stop="stage:Stage"]').waitFor();
  await walk("stage:Stage");
  await add("deploy s3", "S3");
  await inspect("cell:Deploy/S3");
  await fill("BucketName", "site-bucket");
  await until("Tab", '.ps-inspector-body [data-field="Extract"] button');
  await press("Enter");
  await page.getByRole("option", { name: "Yes" }).waitFor();
  await page.keyboard.type("Yes");
  await press("Enter");
  await take("CodeBuildOutput");
  // The rule is taken up in the catalog and put down at the entry of the last stage.
  await walk("stage:Deploy");
  await press("/");
  await focused("Find an action");
  await page.keyboard.type("variable check");
  await until("Tab", '[aria-label="Rules of conditions"] button');
  await press("Enter");
  await page.getByText("Entry condition of Deploy: Variable check").first().waitFor();
  await press("Enter");
  await page.locator('[data-stop="stage:Deploy"] [data-gate=beforeEntry]').waitFor();
  await fill("Variable", "#{variables.Variable}");
  await fill("Value", "value");
  await until("Tab", ".ps-board [data-stop]");
  await press("Home", "Enter");
  await until("Tab", ".ps-inspector-body section[aria-label=Triggers] > button[data-add]");
  await press("Enter");
  await until("Tab", ".ps-inspector-body section[aria-label=Variables] > button[data-add]");
  await press("Enter");
  await valid();
  await press("Control+s");
  await expect.poll(saved).toEqual(wanted);
  await press("Control+Enter");
  await page.getByRole("button", { name: "Run now" }).waitFor();
  await until("Tab", ".ps-side .ps-button[data-primary]:not(:disabled)");
  await press("Enter");
  await page.getByText("Waiting for approval").first().waitFor({ timeout: 30_000 });
  await until("Tab", ".ps-board [data-stop]");
  await until("Home", '.ps-board [data-stop="stage:Source"]');
  await until("ArrowRight", '.ps-board [data-stop="stage:Approve"]');
  await until("ArrowDown", '[data-stop="cell:Approve/Approve"]');
  await press("a");
  await page.getByRole("dialog").waitFor();
  await press("Control+Enter");
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor({ timeout: 30_000 });
});
