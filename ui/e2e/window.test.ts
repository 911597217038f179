/** The real window under a WebDriver: the definition on the command line, run, approve, succeeded. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { Builder, By, Capabilities, until, type WebDriver } from "selenium-webdriver";
import { afterEach, beforeEach, expect, test } from "vitest";
import { built, pictures, World } from "./world";

let world: World;
let bridge: ChildProcess;
let window: WebDriver;

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

beforeEach(async () => {
  world = new World();
  const [port, native] = [await freePort(), await freePort()];
  const cache = process.env["PIPESMITH_CACHE"] ?? join(homedir(), ".cache/pipesmith");
  const driver = join(cache, "tools/bin/tauri-driver");
  if (!existsSync(driver)) throw new Error("tauri-driver is missing: run scripts/setup test");
  bridge = spawn(driver, ["--port", String(port), "--native-port", String(native)], {
    cwd: world.folder,
    env: { ...world.environment(), WEBKIT_DISABLE_DMABUF_RENDERER: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const wanted = new Capabilities();
  wanted.set("tauri:options", { application: built("pipesmith-desktop"), args: [world.definition] });
  wanted.setBrowserName("wry");
  // The driver needs a moment until it listens.
  for (let n = 0; ; n += 1) {
    try {
      window = await new Builder().withCapabilities(wanted).usingServer(`http://127.0.0.1:${port}/`).build();
      break;
    } catch (thrown) {
      if (n === 50 || !String(thrown).includes("ECONNREFUSED")) throw thrown;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await picture("window-failed");
  await window.quit().catch(() => undefined);
  bridge.kill();
  await world.end();
});

async function picture(name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  writeFileSync(join(pictures, `${name}.png`), await window.takeScreenshot(), "base64");
}

const LONG = 60_000;
const byText = (tag: string, text: string) => By.xpath(`//${tag}[normalize-space()="${text}"]`);

async function click(what: By): Promise<void> {
  const node = await window.wait(until.elementLocated(what), LONG);
  await window.wait(until.elementIsEnabled(node), LONG);
  await node.click();
}

test("the window opens a definition, runs it, asks for approval and succeeds", async () => {
  const start = Date.now();
  await window.wait(until.elementLocated(By.css('.ps-card[data-action="Build/Package"]')), LONG);
  console.log(`the board stood ${Date.now() - start} ms after the session`);
  await picture("window-edit");
  await click(byText("button", "Run"));
  await click(byText("button", "Run now"));
  await click(By.css('button[aria-label="Approve Release"]'));
  const comment = await window.wait(until.elementLocated(By.css('[role="dialog"] textarea')), LONG);
  await comment.sendKeys("From the window");
  await click(By.xpath('//*[@role="dialog"]//button[normalize-space()="Approve"]'));
  const status = await window.findElement(By.css(".ps-run-status"));
  await window.wait(until.elementTextContains(status, "Succeeded"), LONG);
  await picture("window-succeeded");
  expect(world.deployed("src/server.js")).toBe(true);
});
