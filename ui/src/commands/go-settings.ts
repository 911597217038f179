import type { Command } from "./types";
import { go } from "../state/route";

export const goSettingsCommand: Command = {
  name: "go-settings",
  label: "Go to Settings",
  icon: "sliders",
  keys: "Ctrl+,",
  when: () => true,
  perform: () => go({ page: "settings" }),
};
