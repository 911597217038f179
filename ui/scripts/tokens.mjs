// Writes src/theme/tokens.css: the board's own colour properties, light and dark, taken from the
// design tokens' JSON. The token package and the component package of the same day share none of
// their generated property names, so importing tokens by name would leave dark mode with the light
// fallbacks; values are copied here instead, and a test compares them with a rendered component.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { tokens } = JSON.parse(
  readFileSync(require.resolve("@cloudscape-design/design-tokens/index-visual-refresh.json"), "utf8"),
);

/** Our role name -> the design token that plays it. */
const roles = {
  ground: "color-background-layout-main",
  panel: "color-background-container-content",
  lane: "color-background-cell-shaded",
  card: "color-background-card",
  "card-border": "color-border-card",
  divider: "color-border-divider-default",
  hairline: "color-border-divider-secondary",
  heading: "color-text-heading-default",
  text: "color-text-body-default",
  secondary: "color-text-form-secondary",
  wire: "color-border-control-default",
  accent: "color-text-accent",
  selected: "color-background-item-selected",
  focus: "color-border-item-focused",
  pin: "color-charts-purple-600",
  "seed-1": "color-charts-palette-categorical-1",
  "seed-2": "color-charts-palette-categorical-2",
  "seed-3": "color-charts-palette-categorical-3",
  "seed-4": "color-charts-palette-categorical-4",
  "seed-5": "color-charts-palette-categorical-5",
  success: "color-text-status-success",
  error: "color-text-status-error",
  info: "color-text-status-info",
  warning: "color-text-status-warning",
  inactive: "color-text-status-inactive",
  "success-tint": "color-background-status-success",
  "error-tint": "color-background-status-error",
  "info-tint": "color-background-status-info",
  "warning-tint": "color-background-status-warning",
  popover: "color-background-popover",
  "popover-border": "color-border-popover",
  field: "color-background-input-default",
  "field-border": "color-border-input-default",
  primary: "color-background-button-primary-default",
  "primary-hover": "color-background-button-primary-hover",
  "primary-text": "color-text-button-primary-default",
  button: "color-background-button-normal-default",
  "button-hover": "color-background-button-normal-hover",
  "button-border": "color-border-button-normal-default",
  "button-text": "color-text-button-normal-default",
  "button-text-hover": "color-text-button-normal-hover",
  "item-hover": "color-background-dropdown-item-hover",
};

const value = (token, mode) => {
  const found = tokens[token]?.$value;
  if (found === undefined) throw new Error(`the token package has no ${token}`);
  return typeof found === "string" ? found : found[mode];
};
const block = (mode) =>
  Object.entries(roles)
    .map(([role, token]) => `  --ps-${role}: ${value(token, mode)};`)
    .join("\n");

const css = `/* Written by scripts/tokens.mjs from the design tokens; never edited. */
:root {
${block("light")}
  --ps-shadow: rgba(15, 20, 26, 0.16);
}

.awsui-dark-mode {
${block("dark")}
  --ps-shadow: rgba(0, 0, 0, 0.6);
}
`;
const target = new URL("../src/theme/tokens.css", import.meta.url);
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== css) {
    console.error("src/theme/tokens.css is stale: run npm run tokens");
    process.exit(1);
  }
} else {
  writeFileSync(target, css);
}
