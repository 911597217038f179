/** All keys, from the list of commands and the board's own. */
import Modal from "@cloudscape-design/components/modal";
import { commands, keyWords } from "../commands";
import { useView } from "../state/view";

const more: readonly (readonly [string, string])[] = [
  ["F6", "Next region of the window"],
  ["Arrows", "Move on the board"],
  ["Space", "Select on the board"],
  ["Enter", "Open the inspector or the log"],
  ["Esc", "Close what is open"],
];

export function KeySheet() {
  const open = useView((view) => view.keySheet);
  const setOpen = useView((view) => view.setKeySheet);
  if (!open) return null;
  const rows = [...commands.flatMap((command) => (command.keys === undefined ? [] : [[keyWords(command.keys), command.label] as const])), ...more];
  return (
    <Modal visible header="Keyboard shortcuts" onDismiss={() => setOpen(false)} closeAriaLabel="Close">
      <dl className="ps-keys">
        {rows.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
