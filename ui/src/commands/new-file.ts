import { useView } from "../state/view";
import type { Command } from "./types";

export const newFileCommand: Command = {
  name: "new-file",
  label: "New pipeline",
  icon: "plus",
  when: () => true,
  perform: () => useView.getState().setNewDialog(true),
};
