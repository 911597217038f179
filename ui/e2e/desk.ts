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

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The usual window, and the smallest one that everything is made for. */
export const wide: Size = { width: 1440, height: 900 };
export const small: Size = { width: 1024, height: 700 };
const sizes = [wide, small] as const;

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
    const context = await this.browser.newContext({ viewport: wide, colorScheme: "light", reducedMotion: "reduce" });
    await takeDist(context);
    this.page = await context.newPage();
    this.page.setDefaultTimeout(15_000);
    this.faults = [];
    this.page.on("pageerror", (error) => this.faults.push(error.message));
    this.page.on("response", (response) => {
      if (response.status() >= 400) this.faults.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
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

  /** Pictures of the page, light and dark, at each size; what is held with the mouse is seen at the size that it is held at. */
  readonly picture = async (name: string, at: readonly Size[] = sizes): Promise<void> => {
    for (const size of at) {
      if (at.length > 1) await this.page.setViewportSize(size);
      for (const scheme of ["light", "dark"] as const) {
        await this.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await this.page.screenshot({ path: `${pictures}/${name}${size === wide ? "" : `-${size.width}`}-${scheme}.png` });
      }
    }
    await this.page.setViewportSize(wide);
    await this.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  };

  /** No serious fault for people with assistive technology. */
  readonly accessible = async (): Promise<void> => {
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate(async () => {
      const { axe: own } = window as unknown as { axe: typeof axe };
      const { violations } = await own.run(document, { resultTypes: ["violations"] });
      return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`);
    });
    expect(found).toEqual([]);
  };

  /**
   * Text within an element that cannot be read: cut off where nothing scrolls and nothing says the whole of it, outside
   * the window, or over other text.
   */
  readonly illegible = (within: string): Promise<string[]> =>
    this.page.evaluate((selector) => {
      const found: string[] = [];
      const seen: { readonly text: string; readonly rect: DOMRect; readonly parent: Element }[] = [];
      for (const root of document.querySelectorAll(selector)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { currentNode: node } = walker;
          const parent = node.parentElement;
          const text = node.textContent?.trim() ?? "";
          if (!parent || text === "" || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || parent.closest("select, .ps-hidden, [class*=awsui_visually-hidden], svg")) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          const rect = range.getBoundingClientRect();
          if (rect.width < 2 || rect.height < 2) continue;
          // What is clipped in between; a scroller lets people see the rest, so the text counts where it shows.
          let clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
          let scrolls = false;
          let whole = false;
          for (let box: Element | null = parent; box && box !== document.documentElement; box = box.parentElement) {
            const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
            const edge = box.getBoundingClientRect();
            if ([overflowX, overflowY].some((one) => one === "auto" || one === "scroll")) scrolls = true;
            else if (overflowX === "hidden" || overflowX === "clip" || overflowY === "hidden" || overflowY === "clip") {
              if (textOverflow === "ellipsis" && (box.closest("[title], button, option") ?? box.querySelector(":scope > [title]")) !== null) whole = true;
              else if (!scrolls) clip = { left: Math.max(clip.left, edge.left), top: Math.max(clip.top, edge.top), right: Math.min(clip.right, edge.right), bottom: Math.min(clip.bottom, edge.bottom) };
            }
          }
          if (whole || scrolls) {
            if (whole && !scrolls && (rect.left > clip.right || rect.top > clip.bottom)) found.push(`outside: ${text}`);
          } else if (rect.left < clip.left - 1 || rect.top < clip.top - 1 || rect.right > clip.right + 1 || rect.bottom > clip.bottom + 1) found.push(`cut off: ${text}`);
          // Only the part on screen can lie over others.
          const middle = document.elementFromPoint(rect.left + Math.min(rect.width / 2, 8), rect.top + rect.height / 2);
          // Each line of it for itself: what follows a wrapped text in its last line does not lie over it.
          if (middle && (middle === parent || parent.contains(middle) || middle.contains(parent))) for (const line of range.getClientRects()) seen.push({ text, rect: line, parent });
        }
      }
      seen.forEach((one, at) => {
        for (const other of seen.slice(at + 1)) {
          if (one.parent.contains(other.parent) || other.parent.contains(one.parent) || one.parent.closest(".ps-clip") !== null || other.parent.closest(".ps-clip") !== null) continue;
          const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
          const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
          if (across > 2 && down > 4) found.push(`${one.text} lies over ${other.text}`);
        }
      });
      return found;
    }, within);

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
