import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const own = readFileSync(join(__dirname, "tokens.css"), "utf8");
const library = readFileSync(join(dirname(require.resolve("@cloudscape-design/components/package.json")), "internal/base-theme/styles.scoped.css"), "utf8");

/** The custom properties of all rules with exactly this selector, later ones winning. */
function properties(css: string, selector: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector.test((rule[1] ?? "").trim())) continue;
    for (const [, name = "", value = ""] of (rule[2] ?? "").matchAll(/--([\w-]+):\s*([^;]+);/g)) found.set(name, value.trim());
  }
  return found;
}

/** The value of a token in the library's own style sheet: its names end in a suffix of six characters. */
function libraryValue(token: string, dark: boolean): string | undefined {
  const light = properties(library, /^(?:body|:root)$/);
  const all = dark ? new Map([...light, ...properties(library, /^\.awsui-dark-mode:not\(#\\9\)$/)]) : light;
  const name = [...all.keys()].find((key) => key.replace(/-[a-z0-9]{6}$/, "") === token);
  let value = name === undefined ? undefined : all.get(name);
  for (let i = 0; i < 8 && value?.startsWith("var("); i++) value = all.get(/var\(--([\w-]+)/.exec(value)?.[1] ?? "");
  return value?.toLowerCase();
}

describe("the board's colours", () => {
  it("are current with the design tokens", () => {
    expect(() => execFileSync(process.execPath, [join(__dirname, "../../scripts/tokens.mjs"), "--check"])).not.toThrow();
  });

  it.each([
    ["ground", "color-background-layout-main"],
    ["lane", "color-background-cell-shaded"],
    ["card", "color-background-card"],
    ["divider", "color-border-divider-default"],
    ["text", "color-text-body-default"],
    ["accent", "color-text-accent"],
    ["success", "color-text-status-success"],
    ["error", "color-text-status-error"],
    ["primary", "color-background-button-primary-default"],
  ])("%s is what the components paint, light and dark", (role, token) => {
    for (const dark of [false, true]) {
      const mine = properties(own, dark ? /\.awsui-dark-mode$/ : /:root$/).get(`ps-${role}`);
      expect(mine).toBeDefined();
      expect(mine?.toLowerCase()).toBe(libraryValue(token, dark));
    }
  });
});
