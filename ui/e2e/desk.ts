/** A browser with the whole program behind it, and the hands that draw: what the tests of the board share. */
import axe from "axe-core";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { expect } from "vitest";
import { pictures, takeDist, World } from "./world";

/** A stage as a definition's file has it. */
export interface Declared {
  readonly name: string;
  readonly actions: readonly { readonly name: string; readonly runOrder?: number; readonly inputArtifacts?: readonly { readonly name: string }[]; readonly outputArtifacts?: readonly { readonly name: string }[] }[];
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export class Desk {
  world!: World;
  page!: Page;
  faults: string[] = [];
  private browser!: Browser;

  async open(): Promise<void> {
    this.browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** A new world, with its UI open. */
  async begin(): Promise<void> {
    this.world = new World();
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light", reducedMotion: "reduce" });
    await takeDist(context);
    this.page = await context.newPage();
    this.page.setDefaultTimeout(15_000);
    this.faults = [];
    this.page.on("pageerror", (error) => this.faults.push(error.message));
    this.page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
    await this.page.goto(await this.world.serve());
  }

  /** Ends the world; nothing may have gone wrong unseen. */
  async end(failed: boolean): Promise<void> {
    if (failed) await this.page.screenshot({ path: `${pictures}/failed.png` });
    await this.page.context().close();
    await this.world.end();
    expect(this.faults).toEqual([]);
  }

  /** A picture of the page, light and dark. */
  readonly picture = async (name: string): Promise<void> => {
    for (const scheme of ["light", "dark"] as const) {
      await this.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await this.page.screenshot({ path: `${pictures}/${name}-${scheme}.png` });
    }
    await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  };

  readonly accessible = async (): Promise<void> => {
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate(async () => {
      const { axe: own } = window as unknown as { axe: typeof axe };
      const { violations } = await own.run(document, { resultTypes: ["violations"] });
      return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`);
    });
    expect(found).toEqual([]);
  };

  readonly card = (name: string): Locator => this.page.locator(`.ps-card[data-action$="/${name}"]`);

  /** Opens a definition by its path. */
  readonly openFile = async (path: string): Promise<void> => {
    await this.page.getByRole("button", { name: "Open…" }).click();
    await this.page.getByRole("textbox", { name: "Path of a file or folder" }).fill(path);
    await this.page.getByRole("button", { name: "Go", exact: true }).click();
    await this.page.locator(".ps-board").waitFor();
  };

  /** Drags from one point to another, in steps as a hand does; what is said at the end is returned. */
  readonly drag = async (from: Place, to: Place, options: { alt?: boolean; hold?: boolean } = {}): Promise<string> => {
    const { mouse, keyboard } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    if (options.alt === true) await keyboard.down("Alt");
    for (let i = 1; i <= 6; i++) await mouse.move(from.x + ((to.x - from.x) * i) / 6, from.y + ((to.y - from.y) * i) / 6);
    const said = (await this.page.locator(".ps-says").textContent()) ?? "";
    if (options.hold !== true) {
      await mouse.up();
      if (options.alt === true) await keyboard.up("Alt");
    }
    return said;
  };

  readonly middle = async (locator: Locator): Promise<Place> => {
    const box = await locator.boundingBox();
    if (!box) throw new Error("not on the page");
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  /** Presses a key until the focus is where it is wanted. */
  readonly until = async (key: string, wanted: string): Promise<void> => {
    for (let i = 0; i < 150; i++) {
      if (await this.page.evaluate((selector) => document.activeElement?.matches(selector) === true, wanted)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} never leads to ${wanted}`);
  };

  readonly palette = async (words: string): Promise<void> => {
    await this.page.keyboard.press("Control+k");
    await expect.poll(() => this.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/^Find a command/);
    await this.page.keyboard.type(words);
    await this.page.keyboard.press("Enter");
  };

  /** Walks to a place of the board. */
  readonly walk = async (stop: string): Promise<void> => {
    await this.until("Tab", ".ps-board [data-stop]");
    await this.page.keyboard.press("Home");
    const lane = stop.startsWith("stage:") ? stop : `stage:${stop.slice("cell:".length).split("/")[0] ?? ""}`;
    await this.until("ArrowRight", `[data-stop="${lane}"]`);
    await this.until("ArrowDown", `[data-stop="${stop}"]`);
  };
}
