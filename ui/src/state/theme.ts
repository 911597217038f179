/** The window's appearance: the setting, and the switch of the top bar. */
import { asRefused, call } from "../host";
import { applyAppearance, type Appearance } from "../theme";
import { change, keyOf, queries } from "./queries";
import { useView } from "./view";

let stop: (() => void) | null = null;

/** Shows an appearance from now on. */
export function show(theme: string): void {
  stop?.();
  const appearance: Appearance = theme === "light" || theme === "dark" ? theme : "system";
  stop = applyAppearance(appearance);
}

/** Whether the window is dark now. */
export function isDark(): boolean {
  return document.body.classList.contains("awsui-dark-mode");
}

/** Switches to the other of light and dark and keeps it as the setting. */
export async function switchTheme(): Promise<void> {
  const theme = isDark() ? "light" : "dark";
  show(theme);
  try {
    const settings = await queries.fetchQuery({ queryKey: keyOf("settings.get", {}), queryFn: () => call("settings.get", {}) });
    await change("settings.set", { ...settings, theme });
  } catch (thrown) {
    useView.getState().say({ kind: "error", text: `The theme was not kept: ${asRefused(thrown).message}` });
  }
}
