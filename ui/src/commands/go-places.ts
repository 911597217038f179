import type { Command } from "./types";
import { go } from "../state/route";

export const goPlacesCommand: Command = {
  name: "go-places",
  label: "Go to Places",
  icon: "server",
  keys: "Alt+4",
  when: () => true,
  perform: () => go({ page: "places" }),
};
