/** The one list of commands, in the order of the palette. */
import { demoCommand } from "./demo";
import { designCommands } from "./design";
import { drawerCommand } from "./drawer";
import { goApprovalsCommand } from "./go-approvals";
import { goAuditCommand } from "./go-audit";
import { goPipelinesCommand } from "./go-pipelines";
import { goPlacesCommand } from "./go-places";
import { goSettingsCommand } from "./go-settings";
import { keysCommand } from "./keys";
import { newFileCommand } from "./new-file";
import { openFileCommand } from "./open-file";
import { openInConsoleCommand } from "./open-in-console";
import { paletteCommand } from "./palette";
import { redoCommand } from "./redo";
import { retryCommand } from "./retry";
import { runCommand } from "./run";
import { saveCommand } from "./save";
import { showBoardCommand } from "./show-board";
import { showEditCommand } from "./show-edit";
import { showOutlineCommand } from "./show-outline";
import { showRunCommand } from "./show-run";
import { showSourceCommand } from "./show-source";
import { stopCommand } from "./stop";
import { themeCommand } from "./theme";
import { undoCommand } from "./undo";
import type { Command } from "./types";

export type { Command, Context } from "./types";
export { keyWords, matches } from "./match";

export const commands: readonly Command[] = [
  saveCommand,
  undoCommand,
  redoCommand,
  runCommand,
  stopCommand,
  retryCommand,
  showEditCommand,
  showRunCommand,
  ...designCommands,
  showBoardCommand,
  showOutlineCommand,
  showSourceCommand,
  openInConsoleCommand,
  goPipelinesCommand,
  goApprovalsCommand,
  goAuditCommand,
  goPlacesCommand,
  goSettingsCommand,
  newFileCommand,
  openFileCommand,
  demoCommand,
  paletteCommand,
  keysCommand,
  drawerCommand,
  themeCommand,
];
