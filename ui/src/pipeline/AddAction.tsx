/** Chooses an action type from the catalog: letters narrow the list, arrows walk it, Enter adds. */
import Modal from "@cloudscape-design/components/modal";
import { useState, type KeyboardEvent } from "react";
import { carriedType } from "../board";
import { glyphOf } from "../document";
import { Glyph } from "../glyphs";
import type { Catalog } from "../inspector";
import { useFirstFocus } from "../shell/firstFocus";

interface Props {
  readonly catalog: Catalog;
  /** Where it goes, in words. */
  readonly where: string;
  readonly onAdd: (type: ReturnType<typeof carriedType>) => void;
  readonly onClose: () => void;
}

export function AddAction({ catalog, where, onAdd, onClose }: Props) {
  const first = useFirstFocus<HTMLInputElement>();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = [...catalog.values()].filter((type) => type.status === "current" && words.every((word) => `${type.category} ${type.provider} ${type.label}`.toLowerCase().includes(word)));
  const current = Math.min(at, Math.max(0, found.length - 1));
  const add = (type: (typeof found)[number] | undefined) => {
    if (type === undefined) return;
    onAdd(carriedType(type));
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((current + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      add(found[current]);
    }
  };
  return (
    <Modal visible header={`Add an action ${where}`.trim()} onDismiss={onClose} closeAriaLabel="Close">
      <input
        className="ps-field"
        role="combobox"
        aria-expanded
        aria-controls="ps-add-list"
        aria-activedescendant={found.length === 0 ? undefined : `ps-add-${current}`}
        ref={first}
        aria-label="Find an action"
        placeholder="Find an action"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="ps-add-list" role="listbox" aria-label="Action types" className="ps-palette-list">
        {found.map((type, index) => (
          <div
            key={`${type.category}/${type.owner}/${type.provider}/${type.version}`}
            id={`ps-add-${index}`}
            role="option"
            aria-selected={index === current}
            className="ps-palette-row"
            ref={index === current ? (node) => node?.scrollIntoView({ block: "nearest" }) : undefined}
            onClick={() => add(type)}
          >
            <Glyph name={glyphOf(type)} />
            <span className="ps-clip">{type.label}</span>
            <span className="ps-top-space" />
            <span className="ps-secondary">{type.category}</span>
          </div>
        ))}
        {found.length === 0 ? <p className="ps-secondary">No action type is called that.</p> : null}
      </div>
    </Modal>
  );
}
