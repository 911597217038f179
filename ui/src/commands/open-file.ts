import type { Command } from "./types";
import { openFile } from "../pipelines/open";

export const openFileCommand: Command = {
  name: "open-file",
  label: "Open a file or folder",
  icon: "box",
  keys: "Ctrl+O",
  when: () => true,
  perform: () => void openFile(),
};
