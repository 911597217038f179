import type { Command } from "./types";
import { openDemo } from "../pipelines/open";

export const demoCommand: Command = {
  name: "demo",
  label: "Try the demo pipeline",
  icon: "bolt",
  when: () => true,
  perform: () => void openDemo(),
};
