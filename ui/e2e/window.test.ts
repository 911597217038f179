/** The real window under a WebDriver, alone and together with other programs on one data folder. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { By, until } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { byText, cardAt, LONG, Pane } from "./window";
import type { Declared } from "./desk";

let pane: Pane;

beforeEach(() => {
  pane = new Pane();
});
afterEach(({ task }) => pane.end(task.result?.state === "fail"));

/** Listens on the session's bus for notifications; the titles come one by one. */
function notifications(): { readonly titles: () => readonly string[]; readonly end: () => void } {
  const monitor = spawn("dbus-monitor", ["--session", "interface='org.freedesktop.Notifications',member='Notify'"], { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  monitor.stdout.on("data", (part: Buffer) => (heard += part.toString()));
  // Of a call's strings the fourth in a row is the title: after the program, the number replaced and the icon.
  return { titles: () => [...heard.matchAll(/member=Notify\n\s+string "[^"]*"\n\s+uint32 \d+\n\s+string "[^"]*"\n\s+string "([^"]*)"/g)].map((found) => found[1] ?? ""), end: () => void monitor.kill() };
}

test("the window opens a definition, runs it, notifies, asks for approval and succeeds", async () => {
  const bus = notifications();
  try {
    await pane.open();
    await pane.driver.wait(until.elementLocated(cardAt("Build/Package")), LONG, "no board", 10);
    console.log(`the board stood ${pane.age()} ms after the start of the window's process`);
    await pane.picture("window-edit");
    await pane.click(byText("button", "Run"));
    await pane.click(byText("button", "Run now"));
    await pane.click(By.css('button[aria-label="Approve Release"]'));
    const comment = await pane.see(By.css('[role="dialog"] textarea'));
    await comment.sendKeys("From the window");
    await pane.click(By.xpath('//*[@role="dialog"]//button[normalize-space()="Approve"]'));
    const status = await pane.driver.findElement(By.css(".ps-run-status"));
    await pane.driver.wait(until.elementTextContains(status, "Succeeded"), LONG);
    await pane.picture("window-succeeded");
    expect(pane.world.deployed("src/server.js")).toBe(true);
    await expect.poll(bus.titles).toEqual(expect.arrayContaining(["hello-service waits for approval", "hello-service succeeded"]));
  } finally {
    bus.end();
  }
});

test("a run from a shell is on the open board, and goes on when the program that owned it is killed", async () => {
  await pane.world.serving();
  await pane.open();
  await pane.see(cardAt("Build/Package"));
  await pane.click(byText("button", "Executions"));
  const run = pane.world.command("run", pane.world.definition, "--approve", "leave");
  // The board of the window follows what another process asked a third one to do.
  await pane.see(By.css('button[aria-label="Approve Release"]'));
  expect(await run).toBe(3);

  // The window takes the place of the owner that was killed; the approval is still waiting.
  await pane.world.kill();
  await expect.poll(() => pane.world.ask("ps")).toContain("hello-service");
  await pane.click(By.css('button[aria-label="Approve Release"]'));
  await pane.click(By.xpath('//*[@role="dialog"]//button[normalize-space()="Approve"]'));
  const status = await pane.driver.findElement(By.css(".ps-run-status"));
  await pane.driver.wait(until.elementTextContains(status, "Succeeded"), LONG);
  await pane.picture("window-took-over");
  expect(pane.world.deployed("src/server.js")).toBe(true);
});

/** The stages of the example as its file has them. */
function stages(): Record<string, readonly string[]> {
  const read = JSON.parse(pane.world.read("pipeline.json")) as { pipeline?: { stages: Declared[] }; stages?: Declared[] };
  return Object.fromEntries((read.pipeline?.stages ?? read.stages ?? []).map((stage) => [stage.name, stage.actions.map(({ name }) => name)]));
}

test("an action is dragged to another stage, saved there, taken back and saved again", async () => {
  const before = readFileSync(pane.world.definition, "utf8");
  expect(stages()).toMatchObject({ Build: ["Package"], Test: ["UnitTests", "Integration"] });
  await pane.open();
  // From then on nothing moves by itself.
  await pane.says(By.css(".ps-drawer"), "No problems");
  await pane.hold(cardAt("Test/UnitTests"), cardAt("Build/Package"));
  await pane.says(By.css(".ps-says"), "Parallel in step 1 of Build, with Package");
  await pane.picture("window-drag");
  await pane.letGo();
  await pane.see(cardAt("Build/UnitTests"));
  await pane.gone(cardAt("Test/UnitTests"));
  await pane.gone(By.css(".ps-says"));
  // Nothing is in the file before it is saved.
  expect(pane.world.read("pipeline.json")).toBe(before);
  await pane.control("s");
  await expect.poll(stages, { timeout: LONG }).toMatchObject({ Build: ["Package", "UnitTests"], Test: ["Integration"] });
  await pane.gone(By.css(".ps-dirty"));

  await pane.control("z");
  await pane.see(cardAt("Test/UnitTests"));
  await pane.gone(cardAt("Build/UnitTests"));
  await pane.control("s");
  await expect.poll(() => pane.world.read("pipeline.json"), { timeout: LONG }).toBe(before);
});

test("the endpoint is switched on in the settings for other programs, and off again", async () => {
  await pane.open();
  await pane.see(cardAt("Build/Package"));
  expect(await pane.world.command("env")).toBe(1);
  await pane.click(By.css('a[href="#/settings"]'));
  const box = By.css('input[aria-label^="Endpoint for the AWS CLI"]');
  await pane.click(box);
  await pane.says(By.css(".ps-settings"), "Open at http://127.0.0.1:");
  await pane.picture("window-settings");
  const endpoint = /AWS_ENDPOINT_URL='?(http:\/\/127\.0\.0\.1:\d+)/.exec(pane.world.ask("env", "--show"))?.[1] ?? "";
  // Who comes without a signature is known to be nobody.
  const ask = () => fetch(endpoint, { method: "POST", headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "CodePipeline_20150709.ListPipelines" }, body: "{}" });
  const answer = await ask();
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("MissingAuthenticationToken")]);
  await pane.click(box);
  await pane.says(By.css(".ps-settings dl"), "Off");
  await expect(ask()).rejects.toThrow();
  expect(await pane.world.command("env")).toBe(1);
});
