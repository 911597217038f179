/** The command palette: every command that can be done now, and every pipeline and recent file, by name. */
import Modal from "@cloudscape-design/components/modal";
import { useState, type KeyboardEvent } from "react";
import { commands, keyWords } from "../commands";
import { Glyph, type GlyphName } from "../glyphs";
import { goFile } from "../pipelines/open";
import { useActs } from "../state/acts";
import { useAsk } from "../state/queries";
import { go, useRoute } from "../state/route";
import { useView } from "../state/view";
import { useFirstFocus } from "./firstFocus";

interface Entry {
  readonly key: string;
  readonly label: string;
  readonly icon: GlyphName;
  readonly note: string;
  readonly perform: () => void;
}

export function Palette() {
  const open = useView((view) => view.palette);
  return open ? <Opened /> : null;
}

function Opened() {
  const first = useFirstFocus<HTMLInputElement>();
  const setPalette = useView((view) => view.setPalette);
  const route = useRoute();
  const acts = useActs((state) => state.acts);
  const rows = useAsk("pipelines.list", { place: "local" }).data ?? [];
  const recent = useAsk("files.recent", {}).data ?? [];
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const context = { route, acts };
  const entries: Entry[] = [
    ...commands
      .filter((command) => command.name !== "palette" && command.when(context))
      .map((command) => ({ key: command.name, label: command.label, icon: command.icon, note: command.keys === undefined ? "" : keyWords(command.keys), perform: () => command.perform(context) })),
    ...rows.map((row) => ({
      key: `pipeline ${row.name}`,
      label: row.name,
      icon: "pipeline" as const,
      note: "Pipeline",
      perform: () => (row.file == null ? go({ page: "pipeline", subject: { kind: "pipeline", place: row.place, name: row.name }, mode: "run", execution: null, action: null }) : goFile(row.file)),
    })),
    ...recent.filter((file) => file.exists).map((file) => ({ key: `file ${file.path}`, label: file.path, icon: "box" as const, note: "File", perform: () => goFile(file.path) })),
  ];
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = entries.filter((entry) => words.every((word) => entry.label.toLowerCase().includes(word)));
  const current = Math.min(at, Math.max(0, found.length - 1));
  const perform = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    setPalette(false);
    entry.perform();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((current + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      perform(found[current]);
    }
  };
  return (
    <Modal visible header="Command palette" onDismiss={() => setPalette(false)} closeAriaLabel="Close">
      <input
        className="ps-field"
        role="combobox"
        aria-expanded
        aria-controls="ps-palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `ps-palette-${current}`}
        aria-label="Find a command, a pipeline or a file"
        placeholder="Find a command, a pipeline or a file"
        ref={first}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="ps-palette-list" role="listbox" aria-label="Commands" className="ps-palette-list">
        {found.map((entry, index) => (
          <div
            key={entry.key}
            id={`ps-palette-${index}`}
            role="option"
            aria-selected={index === current}
            className="ps-palette-row"
            ref={index === current ? (node) => node?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => perform(entry)}
          >
            <Glyph name={entry.icon} />
            <span className="ps-clip">{entry.label}</span>
            <span className="ps-top-space" />
            <span className="ps-secondary">{entry.note}</span>
          </div>
        ))}
        {found.length === 0 ? <p className="ps-secondary">Nothing is called that.</p> : null}
      </div>
    </Modal>
  );
}
