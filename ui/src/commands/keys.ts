import type { Command } from "./types";
import { useView } from "../state/view";

export const keysCommand: Command = {
  name: "keys",
  label: "Keyboard shortcuts",
  icon: "lint",
  keys: "?",
  when: () => true,
  perform: () => useView.getState().setKeySheet(true),
};
