/** What is done to the chosen parts of a definition. Their keys act on the board only: elsewhere they are letters. */
import { useView } from "../state/view";
import type { Command, Context } from "./types";

const editing = ({ acts }: Context) => acts.design !== undefined;

async function copy({ acts }: Context): Promise<void> {
  const text = acts.design?.text() ?? "";
  if (text === "") return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    useView.getState().say({ kind: "error", text: "The clipboard cannot be written from here. Press Ctrl+C on the board instead." });
  }
}

async function paste({ acts }: Context): Promise<void> {
  try {
    const text = await navigator.clipboard.readText();
    if (acts.design?.paste(text) === false) useView.getState().say({ kind: "warning", text: "The clipboard holds neither stages nor actions of a pipeline." });
  } catch {
    useView.getState().say({ kind: "error", text: "The clipboard cannot be read from here. Press Ctrl+V on the board instead." });
  }
}

const move = (name: string, label: string, way: string, keys?: string): Command => ({
  name,
  label,
  icon: "swap",
  ...(keys === undefined ? {} : { keys }),
  board: true,
  when: editing,
  perform: ({ acts }) => acts.design?.move(way),
});

export const designCommands: readonly Command[] = [
  { name: "add-action", label: "Add an action after the selected one", icon: "plus", keys: "A", board: true, when: ({ acts }) => acts.addAction !== undefined, perform: ({ acts }) => acts.addAction?.() },
  { name: "find-action", label: "Find an action or a rule in the catalog", icon: "action", keys: "/", board: true, when: ({ acts }) => acts.find !== undefined, perform: ({ acts }) => acts.find?.() },
  { name: "add-stage", label: "Add a stage after the selected one", icon: "plus", keys: "S", board: true, when: editing, perform: ({ acts }) => acts.design?.addStage() },
  { name: "rename", label: "Rename", icon: "code", keys: "F2", board: true, when: ({ acts }) => acts.rename !== undefined, perform: ({ acts }) => acts.rename?.() },
  { name: "duplicate", label: "Duplicate", icon: "layers", keys: "D", board: true, when: editing, perform: ({ acts }) => acts.design?.duplicate() },
  { name: "delete", label: "Delete what is selected", icon: "close", keys: "Delete", board: true, when: editing, perform: ({ acts }) => acts.design?.remove() },
  { name: "copy", label: "Copy as JSON", icon: "layers", when: editing, perform: (context) => void copy(context) },
  { name: "paste", label: "Paste stages or actions", icon: "layers", when: editing, perform: (context) => void paste(context) },
  { name: "choose-all", label: "Select all of the stage, then all", icon: "layers", keys: "Ctrl+A", board: true, when: editing, perform: ({ acts }) => acts.design?.chooseAll() },
  { name: "move-menu", label: "Menu: move and more", icon: "dots", keys: "M", board: true, when: ({ acts }) => acts.openMenu !== undefined, perform: ({ acts }) => acts.openMenu?.() },
  { name: "cut", label: "Move with the arrow keys", icon: "swap", keys: "X", board: true, when: ({ acts }) => acts.cut !== undefined, perform: ({ acts }) => acts.cut?.() },
  move("move-up", "Move up", "Up", "Alt+ArrowUp"),
  move("move-down", "Move down", "Down", "Alt+ArrowDown"),
  move("move-left", "Move to the stage before", "To the stage before", "Alt+ArrowLeft"),
  move("move-right", "Move to the next stage", "To the next stage", "Alt+ArrowRight"),
  move("move-parallel", "Make parallel with the previous step", "Parallel with previous", "Alt+P"),
  move("move-new-stage", "Move to a new stage", "New stage after this one"),
  { name: "next-problem", label: "Go to the next problem", icon: "lint", keys: "F8", when: ({ acts }) => acts.nextProblem !== undefined, perform: ({ acts }) => acts.nextProblem?.(1) },
  { name: "previous-problem", label: "Go to the previous problem", icon: "lint", keys: "Shift+F8", when: ({ acts }) => acts.nextProblem !== undefined, perform: ({ acts }) => acts.nextProblem?.(-1) },
  { name: "history", label: "Show what was done", icon: "rollback", when: ({ acts }) => acts.history !== undefined, perform: ({ acts }) => acts.history?.() },
  { name: "wires", label: "Wires: next mode", icon: "nodes", keys: "W", board: true, when: ({ acts }) => acts.nextWires !== undefined, perform: ({ acts }) => acts.nextWires?.() },
  { name: "zoom-in", label: "Zoom: nearer", icon: "layers", keys: "Z", board: true, when: ({ acts }) => acts.zoomBy !== undefined, perform: ({ acts }) => acts.zoomBy?.(1) },
  { name: "zoom-out", label: "Zoom: farther", icon: "layers", keys: "Shift+Z", board: true, when: ({ acts }) => acts.zoomBy !== undefined, perform: ({ acts }) => acts.zoomBy?.(-1) },
  { name: "fit", label: "Zoom: show all", icon: "layers", keys: "0", board: true, when: ({ acts }) => acts.fit !== undefined, perform: ({ acts }) => acts.fit?.() },
  { name: "picture-svg", label: "Save the board as a picture (SVG)", icon: "box", when: ({ acts }) => acts.savePicture !== undefined, perform: ({ acts }) => acts.savePicture?.("svg") },
  { name: "picture-png", label: "Save the board as a picture (PNG)", icon: "box", when: ({ acts }) => acts.savePicture !== undefined, perform: ({ acts }) => acts.savePicture?.("png") },
  { name: "duplicate-file", label: "Duplicate this file", icon: "layers", when: ({ acts }) => acts.duplicateFile !== undefined, perform: ({ acts }) => acts.duplicateFile?.() },
  { name: "duplicate-as", label: "Rename the pipeline (duplicate under another name)", icon: "layers", when: ({ acts }) => acts.duplicateAs !== undefined, perform: ({ acts }) => acts.duplicateAs?.() },
  { name: "delete-file", label: "Delete this file", icon: "close", when: ({ acts }) => acts.deleteFile !== undefined, perform: ({ acts }) => acts.deleteFile?.() },
  { name: "narrate", label: "Say the pipeline in sentences", icon: "person", when: ({ acts }) => acts.narrate !== undefined, perform: ({ acts }) => acts.narrate?.() },
];
