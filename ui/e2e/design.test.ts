/** Designing by hand: every row of the drag table by pointer and by keys, and a pipeline made from nothing. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Desk, small, wide, type Declared } from "./desk";
import { corpus, pictures, type World } from "./world";
import type { Locator, Page } from "playwright-core";

const desk = new Desk();
const { accessible, card, drag, middle, openFile: open, palette, picture, until, walk } = desk;
let world: World;
let page: Page;

beforeAll(() => desk.open());
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.begin();
  ({ world, page } = desk);
});
afterEach(({ task }) => desk.end(task.result?.state === "fail"));

/** The stages as the file has them after saving: `Build: UnitTests 1, Package 2`. */
async function saved(): Promise<Record<string, string>> {
  await page.keyboard.press("Control+s");
  await page.getByText(/^Saved /).first().waitFor();
  const read = JSON.parse(world.read("pipeline.json")) as { pipeline?: { stages: Declared[] }; stages?: Declared[] };
  const stages = read.pipeline?.stages ?? read.stages ?? [];
  return Object.fromEntries(stages.map((stage) => [stage.name, stage.actions.map((one) => `${one.name} ${one.runOrder ?? 1}`).join(", ")]));
}

/** Takes the last change back, and waits until the board shows it: nothing is left to undo. */
async function takenBack(): Promise<void> {
  const button = page.getByRole("button", { name: /^Undo/ });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await page.keyboard.press("Control+z");
  await expect.poll(() => button.isDisabled()).toBe(true);
}

test("every row of the drag table by pointer", async () => {
  await open(world.definition);
  await card("Package").waitFor();
  const before = world.read("pipeline.json");
  const stages = (JSON.parse(before) as { pipeline?: { stages: Declared[] }; stages?: Declared[] });
  expect((stages.pipeline?.stages ?? stages.stages ?? []).length).toBeGreaterThan(2);

  // A type from the catalog beside others, and undone again to the byte.
  const codebuild = page.locator(".ps-catalog").getByRole("region", { name: "Build", exact: true }).getByRole("button", { name: "CodeBuild", exact: true });
  /** Places are read anew before each drag: an edit may have scrolled what it changed into view. */
  const above = async (name: string) => {
    const { x, y } = await middle(card(name));
    return { x, y: y - 58 };
  };
  expect(await drag(await middle(codebuild), await middle(card("UnitTests")))).toMatch(/^Parallel in step \d of \w+, with /);
  await card("CodeBuild").waitFor();
  await takenBack();
  await card("CodeBuild").waitFor({ state: "detached" });

  // Above the first card of a step: a new step.
  expect(await drag(await middle(codebuild), await above("UnitTests"))).toMatch(/^New step 1 in \w+, later steps move down/);
  await takenBack();

  // Between two stages: a new stage.
  const second = await middle(page.locator(".ps-lane-head").nth(1));
  const lane = await page.locator(".ps-lane").nth(1).boundingBox();
  expect(await drag(await middle(codebuild), { x: (lane?.x ?? 0) - 14, y: second.y + 200 })).toMatch(/^New stage after /);
  await takenBack();

  // What cannot stand there says why, stays to be answered, and offers another place.
  expect(await drag(await middle(codebuild), await middle(page.locator(".ps-lane").first().locator(".ps-card").first()))).toContain("the first stage holds sources only");
  const ask = page.getByRole("alertdialog", { name: "It cannot stand there" });
  await ask.waitFor();
  await picture("drag-illegal");
  await ask.getByRole("button", { name: "Do not add it" }).click();
  await ask.waitFor({ state: "detached" });

  // Wires that would break are told while dragging; Escape leaves everything as it was.
  const step = await middle(page.locator(".ps-add-step").nth(2));
  const said = await drag(await middle(card("Package")), step, { hold: true });
  await picture("drag", [wide]);
  await accessible();
  expect(said).toMatch(/^New step 2 in Test.*1 wire breaks: Integration needs BuildOutput, produced later.*Tab/);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.locator(".ps-says").waitFor({ state: "detached" });

  // A copy with Alt, a wire from a port, a stage by its header.
  await drag(await middle(card("UnitTests")), await above("UnitTests"), { alt: true });
  await card("UnitTests2").waitFor();
  await takenBack();
  expect(await drag(await middle(card("UnitTests").locator(".ps-port")), await middle(card("Package")))).toContain("UnitTests runs later: its output is not there yet.");
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave it where it was" }).click();
  expect(await drag(await middle(card("Package").locator(".ps-port")), await middle(card("UnitTests")))).toMatch(/^Connect/);
  await takenBack();
  // A rule to one of the three gates that unfold, and its condition to another stage by its sign.
  const rule = page.locator(".ps-catalog").getByRole("button", { name: "Deployment window" });
  await rule.scrollIntoViewIfNeeded();
  const head = await middle(page.locator('.ps-lane-head[data-stop="stage:Test"]'));
  const said2 = await drag(await middle(rule), { x: head.x, y: head.y + 42 }, { hold: true });
  expect(said2).toBe("Entry condition of Test: Deployment window");
  await picture("drag-rule", [wide]);
  await accessible();
  await page.mouse.up();
  const sign = page.locator('.ps-lane-head[data-stop="stage:Test"] [data-gate=beforeEntry]');
  await sign.waitFor();
  const buildHead = await middle(page.locator('.ps-lane-head[data-stop="stage:Build"]'));
  expect(await drag(await middle(sign), { x: buildHead.x, y: buildHead.y + 74 })).toBe("Move the condition to success of Build");
  await page.locator('.ps-lane-head[data-stop="stage:Build"] [data-gate=onSuccess]').waitFor();
  await sign.waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await sign.waitFor();
  await takenBack();
  const target = await page.locator(".ps-lane").nth(1).boundingBox();
  expect(await drag(await middle(page.locator(".ps-lane-head").nth(2)), { x: (target?.x ?? 0) - 14, y: 300 })).toContain("Move the stage after");
  await takenBack();
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  expect(world.read("pipeline.json")).toBe(before);
  await accessible();
});

test("the same by keyboard: the menu, the arrow keys, cut and place, parallel, copy and paste", async () => {
  await open(world.definition);
  await card("Package").waitFor();
  await card("UnitTests").click();
  await card("UnitTests").focus();
  // The menu says the keys of each move.
  await page.keyboard.press("m");
  const menu = page.getByRole("menu", { name: "Menu of UnitTests" });
  await menu.getByRole("menuitem", { name: /^To the next stage/ }).waitFor();
  await picture("move-menu");
  await page.setViewportSize(small);
  await expect.poll(() => menu.evaluate((box) => box.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
  await page.setViewportSize(wide);
  await accessible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect.poll(saved).toMatchObject({ Build: "Package 1, UnitTests 2" });
  // The focus went along.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-action"))).toBe("Build/UnitTests");
  await page.keyboard.press("Alt+p");
  await expect.poll(saved).toMatchObject({ Build: "Package 1, UnitTests 1" });
  // Cut, walk through the places, and put down; each place is said.
  await page.locator('.ps-card[data-action="Build/UnitTests"]').focus();
  await page.keyboard.press("x");
  await page.getByText(/^Stays where it is/).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByText(/^New step 2/).first().waitFor();
  await picture("cut-and-place");
  await page.keyboard.press("Enter");
  await expect.poll(saved).toMatchObject({ Build: "Package 1, UnitTests 2" });
  // Duplicate, and take it back.
  await page.locator('.ps-card[data-action="Build/UnitTests"]').focus();
  await page.keyboard.press("d");
  await expect.poll(saved).toMatchObject({ Build: "Package 1, UnitTests 2, UnitTests2 2" });
  await page.locator('.ps-card[data-action="Build/UnitTests2"]').focus();
  await page.keyboard.press("Delete");
  await expect.poll(saved).toMatchObject({ Build: "Package 1, UnitTests 2" });
  // Its stage is chosen then, and has the focus.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-stop"))).toBe("stage:Build");
  // A rule from the catalog: found with /, taken up with Enter, walked to its gate, put down.
  await page.locator('.ps-lane-head[data-stop="stage:Deploy"]').focus();
  await page.keyboard.press("/");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Find an action");
  await page.keyboard.type("window");
  await until("Tab", '[aria-label="Rules of conditions"] button');
  await page.keyboard.press("Enter");
  await page.getByText("Entry condition of Deploy: Deployment window").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByText("Success condition of Deploy: Deployment window").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator('.ps-lane-head[data-stop="stage:Deploy"] [data-gate=onSuccess]').waitFor();
  // A stage moves with the arrow keys too, and everything can be taken back.
  await page.locator('.ps-lane-head[data-stop="stage:Test"]').focus();
  await page.keyboard.press("Alt+ArrowRight");
  await expect.poll(async () => Object.keys(await saved())).toEqual(["Source", "Build", "Approve", "Test", "Deploy", "LoadTest"]);
  await page.getByRole("button", { name: "What was done" }).click();
  await page.getByRole("menuitem", { name: "As it was opened" }).click();
  await expect.poll(saved).toMatchObject({ Build: "Package 1" });
});

test("problems are walked with F8, put right with one click, and taken back", async () => {
  const whole = JSON.parse(readFileSync(world.definition, "utf8")) as { pipeline?: Record<string, unknown>; stages?: Declared[] } & Record<string, unknown>;
  const declaration = (whole.pipeline ?? whole) as { executionMode?: string; stages: { name: string; actions: { name: string; configuration: Record<string, string>; inputArtifacts?: { name: string }[] }[] }[] };
  const build = declaration.stages.find((stage) => stage.name === "Build")?.actions[0];
  if (!build) throw new Error("the example has changed");
  const { ProjectName = "", ...others } = build.configuration;
  build.configuration = { ProjctName: ProjectName, ...others };
  build.inputArtifacts = [{ name: "SourceOutpt" }];
  // What only could be better.
  const last = declaration.stages.at(-1);
  if (last) last.name = "Stage";
  world.write("pipeline.json", JSON.stringify(whole, null, 2));
  await open(world.definition);
  const list = page.getByRole("list", { name: "Problems" });
  await list.getByRole("button", { name: /^Rename 'ProjctName' to 'ProjectName'/ }).waitFor();
  const before = await list.getByRole("listitem").count();
  await list.getByText(/does not say what the stage is for/).waitFor();
  // Each that is gone to stands in the list whole, and so does the row at its upper edge.
  const cut = () => list.evaluate((view) => {
    const edge = view.getBoundingClientRect();
    return [...view.children].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      const partly = top < edge.top - 1 && bottom > edge.top + 1;
      return partly || (row.ariaCurrent === "true" && (top < edge.top - 1 || bottom > edge.bottom + 1)) ? [row.textContent] : [];
    });
  });
  for (let at = 0; at < before; at++) {
    await page.keyboard.press("F8");
    await expect.poll(() => list.locator("li").nth(at).getAttribute("aria-current")).toBe("true");
    await expect.poll(cut).toEqual([]);
  }
  await picture("problems-hint");
  await page.keyboard.press("F8");
  await page.keyboard.press("F8");
  await list.locator("li[aria-current]").waitFor();
  await picture("problems");
  await accessible();
  await list.getByRole("button", { name: /^Rename 'ProjctName' to 'ProjectName'/ }).click();
  await expect.poll(() => list.getByRole("listitem").count()).toBeLessThan(before);
  await list.getByRole("button", { name: /^Rename 'ProjctName'/ }).waitFor({ state: "detached" });
  await list.getByRole("button", { name: "Write 'SourceOutput'" }).waitFor();
  await page.getByRole("button", { name: "Undo: Rename 'ProjctName' to 'ProjectName'" }).click();
  await list.getByRole("button", { name: /^Rename 'ProjctName'/ }).waitFor();
  // The filter, and the quotas of the service.
  await page.getByRole("button", { name: /^\d errors?$/ }).click();
  await expect.poll(() => list.getByRole("button", { name: /hint/ }).count()).toBe(0);
  await page.getByText(/^Stages \d+ of 50$/).waitFor();
});

test("at twice the text size everything can still be read and reached", async () => {
  await open(world.definition);
  await card("Package").waitFor();
  await card("Package").click();
  await page.getByText(/^No problems/).waitFor();
  // A browser that shows text at 200 % has half as many of its pixels.
  await page.setViewportSize({ width: wide.width / 2, height: wide.height / 2 });
  await page.screenshot({ path: `${pictures}/twice-edit.png` });
  // A whole card is on screen, not only the head of its stage.
  const [view, shown] = [await page.locator(".ps-board-scroll").boundingBox(), await card("Package").boundingBox()];
  expect([(shown?.y ?? 0) >= (view?.y ?? 0), (shown?.y ?? 0) + (shown?.height ?? 0) <= (view?.y ?? 0) + (view?.height ?? 0), shown?.height]).toEqual([true, true, 80]);
  for (const part of [".ps-top", ".ps-bar", ".ps-board", ".ps-inspector", ".ps-drawer", ".ps-status-bar"]) expect([part, ...(await desk.illegible(part))]).toEqual([part]);
});

/** 500 actions in 13 stages: sources, then deploys of 38 services in steps of parallel ones. */
function fiveHundred(): string {
  const type = (category: string, provider: string) => ({ category, owner: "AWS", provider, version: "1" });
  const regions = ["Tokyo", "Sydney", "Mumbai", "Frankfurt", "Ireland", "London", "Ohio", "Oregon", "Montreal", "SaoPaulo", "Bahrain", "CapeTown"];
  const source = (at: number) => ({ name: `Service${at + 1}`, actionTypeId: type("Source", "S3"), runOrder: 1, configuration: { S3Bucket: "services", S3ObjectKey: `service-${at + 1}.zip`, PollForSourceChanges: "false" }, outputArtifacts: [{ name: `Bundle${at + 1}` }] });
  const deploy = (region: string, at: number) => ({ name: `${region}${at + 1}`, actionTypeId: type("Deploy", "S3"), runOrder: 1 + Math.floor(at / 14), configuration: { BucketName: `${region.toLowerCase()}-${at + 1}`, Extract: "true" }, inputArtifacts: [{ name: `Bundle${(at % 44) + 1}` }] });
  const stages = [{ name: "Source", actions: Array.from({ length: 44 }, (_, at) => source(at)) }, ...regions.map((name) => ({ name, actions: Array.from({ length: 38 }, (_, at) => deploy(name, at)) }))];
  return JSON.stringify({ name: "everywhere", roleArn: "arn:aws:iam::111122223333:role/everywhere", pipelineType: "V2", executionMode: "QUEUED", artifactStore: { type: "S3", location: "artifacts" }, stages }, null, 2);
}

test("nine actions and five hundred are legible, at both sizes, and what is dragged as well", async () => {
  const smallest = () => page.locator(".ps-board, .ps-strip").evaluateAll((parts) => {
    const texts = parts.flatMap((part) => [...part.querySelectorAll("*")]).filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ""));
    return Math.min(...texts.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)));
  });
  world.write("nine.json", readFileSync(join(import.meta.dirname, "../src/document/fixtures/storefront.json"), "utf8"));
  await open(join(world.project, "nine.json"));
  await card("Package").click();
  await picture("nine");
  expect(await smallest()).toBeGreaterThanOrEqual(11);
  await page.setViewportSize(small);
  await card("Lint").scrollIntoViewIfNeeded();
  const lint = await middle(card("Lint"));
  const under = await middle(page.locator(".ps-add-step").nth(1));
  expect(await drag(lint, under, { hold: true })).toMatch(/^New step 3/);
  await picture("nine-drag", [small]);
  expect(await desk.illegible(".ps-says")).toEqual([]);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.setViewportSize(wide);

  world.write("everywhere.json", fiveHundred());
  await page.evaluate((path) => {
    location.hash = `#/file/${encodeURIComponent(path)}`;
  }, join(world.project, "everywhere.json"));
  await expect.poll(() => page.locator(".ps-lane-name").count()).toBe(13);
  await page.getByText(/^Actions 500 of 1,000$/).waitFor();
  await page.mouse.move(2, 2);
  await picture("five-hundred");
  expect(await smallest()).toBeGreaterThanOrEqual(11);
  await page.getByRole("combobox", { name: "Zoom" }).selectOption("overview");
  await expect.poll(() => page.locator(".ps-overview-lanes > *").count()).toBeGreaterThanOrEqual(13);
  await picture("five-hundred-overview");
  expect(await smallest()).toBeGreaterThanOrEqual(11);
  expect(await desk.illegible(".ps-board")).toEqual([]);
  await accessible();
});

test("in the system's forced colours the focus, what is chosen and how things stand are told apart", async () => {
  await open(world.definition);
  await card("Package").waitFor();
  await card("Release").click();
  await page.getByText(/^No problems/).waitFor();
  // As with a keyboard: the focus is shown.
  await page.keyboard.press("Shift");
  const look = async (locator: Pick<Locator, "boundingBox">) => {
    const box = await locator.boundingBox();
    if (!box) throw new Error("not on the page");
    return (await page.screenshot({ clip: { x: box.x - 6, y: box.y - 6, width: box.width + 12, height: box.height + 12 }, animations: "disabled" })).toString("base64");
  };
  /** How a part looks with each value of an attribute: stable with the same one, and different with each other. */
  const differ = async (locator: Locator, attribute: string, values: readonly string[]) => {
    const one = await locator.first().elementHandle();
    if (!one) throw new Error("not on the page");
    await one.scrollIntoViewIfNeeded();
    const was = await one.getAttribute(attribute);
    const set = (value: string | null) => one.evaluate((node: Element, [name, to]) => (to === null || to === "" ? node.removeAttribute(name) : node.setAttribute(name, to)), [attribute, value] as const);
    const looks: string[] = [];
    for (const value of values) {
      await set(value);
      looks.push(await look(one));
      expect([attribute, value, await look(one)]).toEqual([attribute, value, looks.at(-1)]);
    }
    await set(was);
    expect([attribute, new Set(looks).size]).toEqual([attribute, values.length]);
  };
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, forcedColors: "active", reducedMotion: "reduce" });
    await page.mouse.move(2, 2);
    await page.screenshot({ path: `${pictures}/forced-${colorScheme}.png` });
    await differ(card("Release"), "aria-selected", ["true", "false"]);
    await differ(page.locator(".ps-lane").last(), "data-selected", ["", "true"]);
    await differ(page.locator(".ps-segments button[aria-pressed=true]"), "aria-pressed", ["true", "false"]);
    await differ(page.locator(".ps-rail-stop[aria-current]"), "aria-current", ["page", ""]);
    await differ(page.locator(".ps-problems li"), "aria-current", ["true", ""]);
    await differ(page.locator(".ps-drawer-head [role=tab]"), "aria-selected", ["true", "false"]);
    await differ(page.locator(".ps-inspector [role=tab]"), "aria-selected", ["true", "false"]);
    await differ(page.locator(".ps-block"), "data-status", ["succeeded", "failed", "in-progress", "waiting", "not-started"]);
    for (const stop of [card("Package"), page.locator(".ps-lane-head").nth(1)]) {
      await stop.scrollIntoViewIfNeeded();
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const before = await look(stop);
      await stop.focus();
      expect(await look(stop)).not.toBe(before);
    }
  }
});

test("a frame on the ground chooses what it touches; a file from the desktop is opened", async () => {
  await open(world.definition);
  await card("Integration").waitFor();
  const lane = await page.locator('.ps-lane[data-for="stage:Test"]').boundingBox();
  const [x, y] = [lane?.x ?? 0, lane?.y ?? 0];
  await page.mouse.move(x + 10, y + 300);
  await page.mouse.down();
  await page.mouse.move(x + 150, y + 200);
  await page.mouse.move(x + (lane?.width ?? 0) - 20, y + 120);
  await page.locator(".ps-frame").waitFor();
  await page.mouse.up();
  await page.getByRole("heading", { name: "2 actions" }).waitFor();
  expect(await page.locator(".ps-card[aria-selected=true]").count()).toBe(2);

  const text = world.read("pipeline.json");
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "dropped.json", { type: "application/json" }));
    return data;
  }, text);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.getByText("Drop a pipeline definition to open it").waitFor();
  await picture("drop-file");
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  const dialog = page.getByRole("dialog", { name: "Open dropped.json" });
  await accessible();
  await dialog.getByRole("textbox", { name: "Keep a copy as" }).fill(join(world.project, "dropped.json"));
  await dialog.getByRole("button", { name: "Open", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await card("Integration").waitFor();
  expect(world.read("dropped.json")).toBe(text);
});

const definitions = existsSync(join(corpus, "codepipeline-json")) ? readdirSync(join(corpus, "codepipeline-json")).filter((name) => name.endsWith(".json")) : [];

test.skipIf(definitions.length === 0)("definitions that others wrote are opened, shown, edited, taken back and saved without a byte changed", async () => {
  await page.getByRole("button", { name: "Open…" }).waitFor();
  for (const name of definitions) {
    const text = readFileSync(join(corpus, "codepipeline-json", name), "utf8");
    world.write(name, text);
    await page.evaluate((path) => {
      location.hash = `#/file/${encodeURIComponent(path)}`;
    }, join(world.project, name));
    const { pipeline, stages } = JSON.parse(text) as { pipeline?: { stages: Declared[] }; stages?: Declared[] };
    const expected = (pipeline?.stages ?? stages ?? []).map((stage) => stage.name);
    await expect.poll(() => page.locator(".ps-lane-name").allTextContents(), { timeout: 10_000 }).toEqual(expected);
    if (expected.length === 0) {
      // An answer that somebody recorded: it is no declaration, and says so.
      await page.getByText("There is nothing to draw.").waitFor();
      expect(world.read(name)).toBe(text);
      continue;
    }
    // An edit that is taken back leaves the text as it was; one that is saved there and back, too.
    await page.locator(".ps-lane-head").first().focus();
    await page.keyboard.press("s");
    await expect.poll(() => page.locator(".ps-lane").count()).toBe(expected.length + 1);
    await page.keyboard.press("Control+s");
    await expect.poll(() => world.read(name)).not.toBe(text);
    await page.getByRole("button", { name: /^Undo: / }).click();
    await expect.poll(() => page.locator(".ps-lane").count()).toBe(expected.length);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect.poll(() => world.read(name)).toBe(text);
  }
}, 120_000);

test("a template is written to a folder, opened, and is whole; its edits survive a crash", async () => {
  await page.getByRole("button", { name: "New…" }).click();
  const dialog = page.getByRole("dialog", { name: "New pipeline" });
  await dialog.getByText("Container to ECS").waitFor();
  await picture("new");
  await accessible();
  await dialog.getByRole("radio", { name: /^Node service/ }).check();
  await dialog.getByRole("textbox", { name: "Pipeline name" }).fill("shop");
  await dialog.getByRole("textbox", { name: "In the folder" }).fill(world.folder);
  await dialog.getByRole("button", { name: "Create" }).click();
  await card("Smoke").waitFor();
  await page.getByText(/^No problems/).waitFor();
  await picture("template");
  // The text beside the board: what is chosen is chosen in both, and both are live.
  await page.getByRole("button", { name: "Both", exact: true }).click();
  await page.locator(".cm-content").waitFor();
  await card("Smoke").click();
  await page.locator(".cm-content").getByText('"Smoke"').first().waitFor();
  await picture("both");
  await accessible();
  await page.getByRole("button", { name: "Board", exact: true }).click();
  await card("Smoke").click();
  await card("Smoke").focus();
  await page.keyboard.press("d");
  await card("Smoke2").waitFor();
  // Longer than a draft waits; then the program is killed.
  await page.waitForTimeout(1500);
  desk.faults = [];
  await world.kill();
  await page.goto("about:blank");
  await page.goto(await world.serve());
  desk.faults = [];
  await page.getByRole("button", { name: /shop\/pipeline.json/ }).click();
  await card("Smoke2").waitFor();
  await page.getByText(/They are back/).waitFor();
  await page.keyboard.press("Control+z");
  await card("Smoke2").waitFor({ state: "detached" });
});

/** What both journeys end in: a pipeline with a parallel action, an approval, a variable and a condition that runs here. */
function designed(folder: string): Declared[] {
  const { pipeline } = JSON.parse(readFileSync(join(folder, "site/pipeline.json"), "utf8")) as { pipeline: { stages: Declared[]; variables: unknown } };
  expect(pipeline.variables).toEqual([{ name: "Variable", defaultValue: "value" }]);
  expect(pipeline.stages.map((stage) => [stage.name, ...stage.actions.map((one) => `${one.name} ${one.runOrder ?? 1}`)])).toEqual([
    ["Source", "App 1"],
    ["Build", "Site 1", "Links 1", "Test 1"],
    [expect.stringMatching(/^(Approve|Stage)$/), "Approve 1"],
    ["Publish", "Bucket 1"],
  ]);
  expect(pipeline.stages[1]?.actions[2]?.inputArtifacts).toEqual([{ name: "AppOutput" }]);
  expect(pipeline.stages[1]).toMatchObject({ onFailure: { result: "RETRY" } });
  return pipeline.stages;
}

test("from a template to an approved run by mouse", async () => {
  await page.getByRole("button", { name: "New…" }).click();
  const dialog = page.getByRole("dialog", { name: "New pipeline" });
  await dialog.getByRole("textbox", { name: "Pipeline name" }).fill("site");
  await dialog.getByRole("textbox", { name: "In the folder" }).fill(world.folder);
  await dialog.getByRole("button", { name: "Create" }).click();
  await card("Links").waitFor();
  const catalog = page.locator(".ps-catalog");
  // Beside Links in the same step; then its settings.
  await drag(await middle(catalog.getByRole("region", { name: "Test", exact: true }).getByRole("button", { name: "CodeBuild", exact: true })), await middle(card("Links")));
  await card("Test").waitFor();
  await page.getByText(/ProjectName/).first().waitFor();
  await picture("errors");
  await page.getByRole("combobox", { name: /^Project/ }).fill("static-site-links");
  await page.getByRole("combobox", { name: /^Project/ }).blur();
  // The wire from the source's port.
  await drag(await middle(card("App").locator(".ps-port")), await middle(card("Test")));
  // An approval in a new stage of its own, from the end of the catalog.
  const manual = catalog.getByRole("button", { name: "Manual approval" });
  await manual.scrollIntoViewIfNeeded();
  const publish = await page.locator('.ps-lane-head[data-stop="stage:Publish"]').boundingBox();
  await drag(await middle(manual), { x: (publish?.x ?? 0) - 18, y: 400 });
  await card("Approve").waitFor();
  // A variable of the pipeline, and a condition of a stage.
  await page.locator(".ps-pseudo").first().click();
  await page.getByRole("button", { name: "Variable", exact: true }).click();
  await page.locator('.ps-lane-head[data-stop="stage:Build"]').click();
  const failure = page.getByRole("group", { name: "Failure condition" });
  await failure.getByRole("button", { name: /Then/ }).click();
  await page.getByRole("option", { name: "Retry once" }).click();
  await picture("stage");
  await accessible();
  await page.getByText(/^No problems/).or(page.getByText("is not used", { exact: false })).first().waitFor();
  await page.keyboard.press("Control+s");
  await expect.poll(() => designed(world.folder).length).toBe(4);
  await page.getByRole("button", { name: "Run", exact: true }).last().click();
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("button", { name: "Approve Approve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).click();
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor({ timeout: 30_000 });
});

test("from a template to an approved run by keyboard alone", async () => {
  await page.getByRole("button", { name: "New…" }).waitFor();
  await palette("new pipeline");
  await page.getByRole("dialog", { name: "New pipeline" }).waitFor();
  await until("Tab", ".ps-new > label:nth-of-type(1) input");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("site");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(world.folder);
  await page.keyboard.press("Enter");
  await card("Links").waitFor();
  await walk("cell:Build/Links");
  await page.keyboard.press("a");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Find an action");
  await page.keyboard.type("test codebuild");
  await page.keyboard.press("Enter");
  await card("Test").waitFor();
  await walk("cell:Build/Test");
  await page.keyboard.press("Alt+p");
  await page.locator('.ps-card[data-action="Build/Test"]').waitFor();
  await walk("cell:Build/Test");
  await page.keyboard.press("F2");
  await until("Tab", ".ps-inspector-body section[aria-label=Configuration] input");
  await page.keyboard.type("static-site-links");
  await until("Tab", ".ps-add-input > button");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await until("ArrowDown", ".ps-suggestions [role=menuitem]:first-of-type");
  await page.keyboard.press("Enter");
  await walk("stage:Build");
  await page.keyboard.press("s");
  await page.locator('.ps-lane-head[data-stop="stage:Stage"]').waitFor();
  await walk("stage:Stage");
  await page.keyboard.press("a");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Find an action");
  await page.keyboard.type("manual");
  await page.keyboard.press("Enter");
  await card("Approve").waitFor();
  // The condition of Build, and the pipeline's variable.
  await walk("stage:Build");
  await page.keyboard.press("Enter");
  await until("Tab", '[aria-label="Failure condition"] button');
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Retry once" }).waitFor();
  await page.keyboard.type("Retry");
  await page.keyboard.press("Enter");
  await until("Tab", ".ps-board [data-stop]");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await until("Tab", ".ps-inspector-body section[aria-label=Variables] > button[data-add]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+s");
  await expect.poll(() => designed(world.folder).length).toBe(4);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Run now" }).waitFor();
  await until("Tab", ".ps-side .ps-button[data-primary]:not(:disabled)");
  await page.keyboard.press("Enter");
  await page.getByText("Waiting for approval").first().waitFor({ timeout: 30_000 });
  await until("Tab", ".ps-board [data-stop]");
  await until("Home", '.ps-board [data-stop="stage:Source"]');
  await until("ArrowRight", '.ps-board [data-stop="stage:Approve"]');
  await until("ArrowDown", '[data-stop="cell:Approve/Approve"]');
  await page.keyboard.press("a");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator(".ps-run-status", { hasText: "Succeeded" }).waitFor({ timeout: 30_000 });
});
