import type { Command } from "./types";

export const addStageCommand: Command = {
  name: "add-stage",
  label: "Add a stage",
  icon: "plus",
  when: ({ acts }) => acts.addStage !== undefined,
  perform: ({ acts }) => acts.addStage?.(),
};
