/** What an action takes and makes: artifacts with their other ends, and a list of those that can be taken here. */
import { useRef, useState } from "react";
import { artifactChoices, proposeOutput, type Action, type ArtifactChoice } from "../document";
import { Glyph } from "../glyphs";
import type { ActionInspectorProps } from "./ActionInspector";
import type { ActionType } from "./catalog";
import { TextField, type FieldProblem } from "./fields";
import { RenameEverywhere } from "./RenameEverywhere";

interface ArtifactsProps extends ActionInspectorProps {
  readonly type: ActionType | undefined;
  readonly problemsOf: (...path: string[]) => FieldProblem[];
}

export function Artifacts({ definition, flow, action, type, readOnly, onEdit, onSelectAction, problemsOf }: ArtifactsProps) {
  const [naming, setNaming] = useState(false);
  const [renaming, setRenaming] = useState<string | undefined>(undefined);
  const set = (field: "inputArtifacts" | "outputArtifacts", names: readonly string[]) =>
    onEdit({
      kind: "setField",
      action: action.id,
      field,
      value: names.length === 0 ? undefined : names.map((name) => ({ name, ...filesOf(action, field, name) })),
    });
  const outputs = action.outputs.map((output) => output.name);
  const choices = artifactChoices(definition.pipeline, flow, action);
  const full = (what: "inputs" | "outputs", count: number) =>
    type && count >= type[what].maximum ? `${type.label} ${what === "inputs" ? "takes" : "makes"} ${type[what].maximum === 0 ? "none" : `at most ${type[what].maximum}`}` : undefined;
  const inputsFull = full("inputs", action.inputs.length);
  const outputsFull = full("outputs", outputs.length);
  const proposed = proposeOutput(flow, action);
  return (
    <section aria-label="Inputs and outputs" className="ps-form">
      <h3 className="ps-section">Inputs and outputs</h3>
      <div className="ps-pairs">
        <span className="ps-pair-name">In</span>
        <span className="ps-tokens">
          {action.inputs.map((name) => {
            const link = flow.links.find((one) => one.to === action.id && one.artifact === name);
            return (
              <ArtifactToken
                key={name}
                name={name}
                seed={flow.artifacts.get(name)?.seed ?? 1}
                note={link ? (link.broken ?? link.from.slice(link.from.indexOf("/") + 1)) : "no action makes it"}
                broken={link === undefined || link.broken !== undefined}
                onPick={link && (() => onSelectAction(link.from))}
                onRemove={readOnly ? undefined : () => set("inputArtifacts", action.inputs.filter((one) => one !== name))}
              />
            );
          })}
          {readOnly ? null : inputsFull !== undefined ? (
            action.inputs.length === 0 ? (
              <span className="ps-secondary">{inputsFull}</span>
            ) : null
          ) : (
            <AddInput choices={choices} onAdd={(name) => set("inputArtifacts", [...action.inputs, name])} />
          )}
        </span>
        <span className="ps-pair-name">Out</span>
        <span className="ps-tokens">
          {outputs.map((name) => {
            const takers = flow.links.filter((one) => one.from === action.id && one.artifact === name).length;
            return (
              <ArtifactToken
                key={name}
                name={name}
                seed={flow.artifacts.get(name)?.seed ?? 1}
                note={takers === 0 ? "not used" : `to ${takers} action${takers === 1 ? "" : "s"}`}
                broken={false}
                onPick={readOnly ? undefined : () => setRenaming(name)}
                pickTitle={`Rename ${name} everywhere`}
                onRemove={readOnly ? undefined : () => set("outputArtifacts", outputs.filter((one) => one !== name))}
              />
            );
          })}
          {readOnly || outputsFull !== undefined ? (
            outputs.length === 0 ? (
              <span className="ps-secondary">{outputsFull ?? "None"}</span>
            ) : null
          ) : (
            <button type="button" className="ps-token" data-add="" onClick={() => setNaming(true)}>
              <Glyph name="plus" size={14} />
              Output
            </button>
          )}
        </span>
      </div>
      {renaming !== undefined && outputs.includes(renaming) ? <RenameEverywhere definition={definition} what="artifact" name={renaming} onEdit={onEdit} onClose={() => setRenaming(undefined)} /> : null}
      {naming ? (
        <TextField
          label="Name of the new output"
          value=""
          placeholder={proposed}
          check={artifactFault}
          onCommit={(name) => {
            setNaming(false);
            if (name !== undefined && artifactFault(name) === undefined && !outputs.includes(name)) set("outputArtifacts", [...outputs, name]);
          }}
        />
      ) : null}
      {naming ? (
        <div className="ps-row-end">
          <button
            type="button"
            className="ps-link"
            onPointerDown={(event) => {
              event.preventDefault();
              setNaming(false);
              set("outputArtifacts", [...outputs, proposed]);
            }}
          >
            Use {proposed}
          </button>
        </div>
      ) : null}
      {[...problemsOf("inputArtifacts"), ...problemsOf("outputArtifacts")].map((problem) => (
        <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
          {problem.message}
        </p>
      ))}
    </section>
  );
}

interface TokenProps {
  readonly name: string;
  readonly seed: number;
  readonly note: string;
  readonly broken: boolean;
  readonly onPick: (() => void) | undefined;
  readonly pickTitle?: string;
  readonly onRemove: (() => void) | undefined;
}

function ArtifactToken({ name, seed, note, broken, onPick, pickTitle, onRemove }: TokenProps) {
  return (
    <span className="ps-token" data-broken={broken ? "" : undefined}>
      <i className="ps-seed" data-seed={seed} />
      <span className="ps-clip" title={name}>
        {name}
      </span>
      {onPick ? (
        <button type="button" className="ps-token-note ps-clip" title={pickTitle ?? `Show ${note}`} aria-label={pickTitle === undefined ? undefined : `${note}. ${pickTitle}`} onClick={onPick}>
          {note}
        </button>
      ) : (
        <span className="ps-token-note ps-clip">{note}</span>
      )}
      {onRemove ? (
        <button type="button" className="ps-token-remove" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Glyph name="close" size={14} />
        </button>
      ) : null}
    </span>
  );
}

/** The artifacts that can be taken here, nearest first; the others with the reason why not. */
function AddInput({ choices, onAdd }: { readonly choices: readonly ArtifactChoice[]; readonly onAdd: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const move = (step: number) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  return (
    <span
      ref={root}
      className="ps-add-input"
      onBlur={(event) => {
        if (!root.current?.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (!open) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          setOpen(false);
          root.current?.querySelector<HTMLElement>("button")?.focus();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          move(event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      <button type="button" className="ps-token" data-add="" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Glyph name="plus" size={14} />
        Input
      </button>
      {open ? (
        <span role="menu" aria-label="Artifacts" className="ps-suggestions">
          {choices.length === 0 ? <span className="ps-menu-empty">No other action makes an artifact.</span> : null}
          {choices.map(({ name, from, unavailable }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              disabled={unavailable !== undefined}
              onClick={() => {
                setOpen(false);
                onAdd(name);
              }}
            >
              <span>{name}</span>
              <span className="ps-secondary">{unavailable ?? from.name}</span>
            </button>
          ))}
        </span>
      ) : null}
    </span>
  );
}

/** The `files` of an output artifact stay with it. */
function filesOf(action: Action, field: string, name: string): { files?: string[] } {
  const files = field === "outputArtifacts" ? (action.outputs.find((output) => output.name === name)?.files ?? []) : [];
  return files.length > 0 ? { files: [...files] } : {};
}

function artifactFault(draft: string): string | undefined {
  return /^[A-Za-z0-9_-]{0,100}$/.test(draft) ? undefined : "1 to 100 letters, digits, - and _";
}
