import type { Command } from "./types";
import { switchTheme } from "../state/theme";

export const themeCommand: Command = {
  name: "theme",
  label: "Switch between light and dark",
  icon: "wand",
  when: () => true,
  perform: () => void switchTheme(),
};
