/**
 * Colours, type and density of the whole window. It loads the style sheets once and switches light,
 * dark or the system's choice; it holds no setting itself.
 */
import "@cloudscape-design/global-styles/index.css";
import "./fonts.css";
import "./tokens.css";
import "./base.css";
import "./bits.css";
import "./forced.css";
import { applyDensity, applyMode, Density, disableMotion, Mode } from "@cloudscape-design/global-styles";

/** What a person can choose; `system` follows the desktop. */
export type Appearance = "light" | "dark" | "system";

/**
 * Applies an appearance to the document and keeps following the desktop while it is `system`.
 * Returns a function that stops following.
 */
export function applyAppearance(appearance: Appearance): () => void {
  applyDensity(Density.Compact);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const paint = () => {
    const isDark = appearance === "dark" || (appearance === "system" && dark.matches);
    applyMode(isDark ? Mode.Dark : Mode.Light);
    disableMotion(calm.matches);
  };
  paint();
  dark.addEventListener("change", paint);
  calm.addEventListener("change", paint);
  return () => {
    dark.removeEventListener("change", paint);
    calm.removeEventListener("change", paint);
  };
}
