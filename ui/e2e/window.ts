/** The real window with a WebDriver at it: what the tests of the window share. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { Builder, By, Capabilities, Key, Origin, until, type WebDriver, type WebElement } from "selenium-webdriver";
import { built, pictures, World } from "./world";

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

export const LONG = 60_000;
export const byText = (tag: string, text: string) => By.xpath(`//${tag}[normalize-space()="${text}"]`);
export const cardAt = (place: string) => By.css(`.ps-card[data-action="${place}"]`);

/** What the kernel tells of a process after its name: the fields of `stat` from the state on. */
const statOf = (pid: number): readonly string[] => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];

export class Pane {
  readonly world = new World();
  driver!: WebDriver;
  private bridge: ChildProcess | undefined;

  /** Opens the window on a definition, as a second program where the world has one already. */
  async open(definition: string = this.world.definition): Promise<void> {
    const [port, native] = [await freePort(), await freePort()];
    const cache = process.env["PIPESMITH_CACHE"] ?? join(homedir(), ".cache/pipesmith");
    const program = join(cache, "tools/bin/tauri-driver");
    if (!existsSync(program)) throw new Error("tauri-driver is missing: run scripts/setup test");
    this.bridge = spawn(program, ["--port", String(port), "--native-port", String(native)], {
      cwd: this.world.folder,
      env: { ...this.world.environment(), WEBKIT_DISABLE_DMABUF_RENDERER: "1" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const wanted = new Capabilities();
    wanted.set("tauri:options", { application: built("pipesmith-desktop"), args: [definition] });
    wanted.setBrowserName("wry");
    // The driver needs a moment until it listens.
    for (let n = 0; ; n += 1) {
      try {
        this.driver = await new Builder().withCapabilities(wanted).usingServer(`http://127.0.0.1:${port}/`).build();
        break;
      } catch (thrown) {
        if (n === 50 || !String(thrown).includes("ECONNREFUSED")) throw thrown;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  /** Closes the window and ends its world. */
  async end(failed: boolean): Promise<void> {
    // A driver that does not answer any more must not hide why the test failed.
    const soon = (work: Promise<unknown>) => Promise.race([work.catch(() => undefined), new Promise((done) => setTimeout(done, 15_000))]);
    if (failed) await soon(this.picture("window-failed"));
    await soon(this.driver.quit());
    this.bridge?.kill();
    await this.world.end();
  }

  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, `${name}.png`), await this.driver.takeScreenshot(), "base64");
  }

  /** Waits until something is there. */
  see(what: By): Promise<WebElement> {
    return this.driver.wait(until.elementLocated(what), LONG);
  }

  /** Waits until something is gone. */
  async gone(what: By): Promise<void> {
    await this.driver.wait(async () => (await this.driver.findElements(what)).length === 0, LONG, `${what.toString()} stays`);
  }

  /** Waits until something is there and says a text. */
  async says(what: By, text: string): Promise<void> {
    // It may be drawn anew between finding and reading it.
    const said = async () => (await Promise.all((await this.driver.findElements(what)).map((one) => one.getText().catch(() => "")))).some((one) => one.includes(text));
    await this.driver.wait(said, LONG, `${what.toString()} never says "${text}"`);
  }

  async click(what: By): Promise<void> {
    const node = await this.see(what);
    await this.driver.wait(until.elementIsEnabled(node), LONG);
    await node.click();
  }

  /** Presses Control with a letter. */
  async control(letter: string): Promise<void> {
    await this.driver.actions().keyDown(Key.CONTROL).sendKeys(letter).keyUp(Key.CONTROL).perform();
  }

  /** Takes something with the pointer and moves it over something else in steps, as a hand does. It is still held then. */
  async hold(what: By, over: By): Promise<void> {
    const [from, to] = [await (await this.see(what)).getRect(), await (await this.see(over)).getRect()];
    const at = (rect: typeof from) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
    const [start, end] = [at(from), at(to)];
    const hand = this.driver.actions().move({ origin: Origin.VIEWPORT, x: Math.round(start.x), y: Math.round(start.y), duration: 0 }).press();
    for (let step = 1; step <= 8; step++) {
      hand.move({ origin: Origin.VIEWPORT, x: Math.round(start.x + ((end.x - start.x) * step) / 8), y: Math.round(start.y + ((end.y - start.y) * step) / 8), duration: 20 });
    }
    await hand.perform();
  }

  async letGo(): Promise<void> {
    await this.driver.actions().release().perform();
  }

  /** The window's process and those that draw and fetch for it, without the drivers. */
  processes(): { readonly pid: number; readonly program: string }[] {
    const all = readdirSync("/proc").flatMap((entry) => {
      try {
        return /^\d+$/.test(entry) ? [{ pid: Number(entry), parent: Number(statOf(Number(entry))[1]), program: basename(readlinkSync(`/proc/${entry}/exe`)) }] : [];
      } catch {
        // It has ended meanwhile, or it is the kernel's.
        return [];
      }
    });
    const under = (parent: number): typeof all => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...under(one.pid)]);
    return under(this.bridge?.pid ?? -1).filter(({ program }) => !/driver/i.test(program));
  }

  /** How long ago the window's process began, in milliseconds, to the hundredth of a second that Linux keeps. */
  age(): number {
    const window = this.processes().find(({ program }) => program === "pipesmith-desktop");
    if (window === undefined) throw new Error("the window has no process");
    // The start, in hundredths of a second since boot, is the 20th field after the name.
    const up = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
    return Math.round(up * 1000 - Number(statOf(window.pid)[19]) * 10);
  }
}
