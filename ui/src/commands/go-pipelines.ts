import type { Command } from "./types";
import { go } from "../state/route";

export const goPipelinesCommand: Command = {
  name: "go-pipelines",
  label: "Go to Pipelines",
  icon: "pipeline",
  keys: "Alt+1",
  when: () => true,
  perform: () => go({ page: "pipelines" }),
};
