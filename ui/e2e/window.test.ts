/** The real window under a WebDriver, alone and together with other programs on one data folder. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
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

beforeEach(() => {
  world = new World();
});

/** Opens the window on the example, as a second program where the world has one already. */
async function openWindow(): Promise<void> {
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
}

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

/** How long ago the window's process began, in milliseconds, to the hundredth of a second that Linux keeps. */
function windowAge(): number {
  const ours = readdirSync("/proc").filter((entry) => {
    try {
      return /^\d+$/.test(entry) && readlinkSync(`/proc/${entry}/exe`) === built("pipesmith-desktop");
    } catch {
      return false;
    }
  });
  const ages = ours.map((pid) => {
    // The name, in brackets, may hold spaces; the start, in hundredths of a second since boot, is the 20th after it.
    const after = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const up = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
    return up * 1000 - Number(after[19]) * 10;
  });
  return Math.round(Math.max(...ages));
}

async function click(what: By): Promise<void> {
  const node = await window.wait(until.elementLocated(what), LONG);
  await window.wait(until.elementIsEnabled(node), LONG);
  await node.click();
}

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
    await openWindow();
    await window.wait(until.elementLocated(By.css('.ps-card[data-action="Build/Package"]')), LONG, "no board", 10);
    console.log(`the board stood ${windowAge()} ms after the start of the window's process`);
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
    await expect.poll(bus.titles).toEqual(expect.arrayContaining(["hello-service waits for approval", "hello-service succeeded"]));
  } finally {
    bus.end();
  }
});

test("a run from a shell is on the open board, and goes on when the program that owned it is killed", async () => {
  await world.serving();
  await openWindow();
  await window.wait(until.elementLocated(By.css('.ps-card[data-action="Build/Package"]')), LONG);
  await click(byText("button", "Executions"));
  const run = world.command("run", world.definition, "--approve", "leave");
  // The board of the window follows what another process asked a third one to do.
  await window.wait(until.elementLocated(By.css('button[aria-label="Approve Release"]')), LONG);
  expect(await run).toBe(3);

  // The window takes the place of the owner that was killed; the approval is still waiting.
  await world.kill();
  await expect.poll(() => world.ask("ps")).toContain("hello-service");
  await click(By.css('button[aria-label="Approve Release"]'));
  await click(By.xpath('//*[@role="dialog"]//button[normalize-space()="Approve"]'));
  const status = await window.findElement(By.css(".ps-run-status"));
  await window.wait(until.elementTextContains(status, "Succeeded"), LONG);
  await picture("window-took-over");
  expect(world.deployed("src/server.js")).toBe(true);
});
