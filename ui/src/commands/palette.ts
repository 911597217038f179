import type { Command } from "./types";
import { useView } from "../state/view";

export const paletteCommand: Command = {
  name: "palette",
  label: "Command palette",
  icon: "action",
  keys: "Ctrl+K",
  when: () => true,
  perform: () => useView.getState().setPalette(true),
};
