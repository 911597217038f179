/**
 * Fields of the inspector. What is typed is a draft until the field is left or Enter is pressed:
 * then it is told once, so that one visit to a field is one step to undo.
 */
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { useId, useRef, useState, type ReactNode } from "react";
import type { AvailableVariable } from "../document";
import { OriginLine, useOrigin } from "./Origin";
import type { Choices } from "./resources";
import { optionsOf, Suggestions, type Option } from "./Suggestions";

/** A fault to show under a field. */
export interface FieldProblem {
  readonly severity: "error" | "warning" | "hint";
  readonly message: string;
}

/** The typed text until it is told; follows the value when that changes from outside. */
export function useDraft(value: string): [string, (draft: string) => void] {
  const [state, setState] = useState({ value, draft: value });
  if (state.value !== value) {
    setState({ value, draft: value });
    return [value, (draft) => setState({ value, draft })];
  }
  return [state.draft, (draft) => setState({ value, draft })];
}

export interface FieldFrameProps {
  readonly label: string;
  /** The key in the file, shown beside the label. */
  readonly fileKey?: string | undefined;
  /** The member of the definition that it shows, below what is selected, when that is not the key. */
  readonly member?: string | undefined;
  readonly description?: string | undefined;
  readonly required?: boolean;
  readonly documentation?: string | undefined;
  readonly onLink?: ((url: string) => void) | undefined;
  readonly problems?: readonly FieldProblem[] | undefined;
  /** A fault of the draft itself. */
  readonly fault?: string | undefined;
  readonly children: ReactNode;
}

/** Label, key, hint and problems around a control. */
export function FieldFrame(props: FieldFrameProps) {
  const { label, fileKey, description, required, documentation, onLink, problems = [], fault, children } = props;
  const errors = [...(fault === undefined ? [] : [fault]), ...problems.filter((p) => p.severity === "error").map((p) => p.message)];
  const warnings = problems.filter((p) => p.severity === "warning").map((p) => p.message);
  return (
    <FormField
      stretch
      label={
        <span title={description}>
          {label}
          {required === true ? (
            <span className="ps-required" title="Required">
              {" *"}
            </span>
          ) : null}
        </span>
      }
      info={
        fileKey === undefined ? undefined : documentation !== undefined && onLink ? (
          <button type="button" className="ps-key ps-key-link" title={`${description ?? label}\nOpen the documentation`} onClick={() => onLink(documentation)}>
            {fileKey}
          </button>
        ) : (
          <span className="ps-key" title={description}>
            {fileKey}
          </span>
        )
      }
      errorText={errors.length > 0 ? errors.join(" ") : undefined}
      warningText={errors.length === 0 && warnings.length > 0 ? warnings.join(" ") : undefined}
    >
      <div data-field={fileKey}>
        {children}
        <OriginLine member={props.member ?? fileKey} />
      </div>
    </FormField>
  );
}

export interface TextFieldProps extends Omit<FieldFrameProps, "children" | "fault"> {
  readonly value: string | undefined;
  /** Told once the field is left; undefined when it was emptied and `optional`. */
  readonly onCommit: (value: string | undefined) => void;
  readonly optional?: boolean;
  readonly kind?: "text" | "number" | "multiline" | "json";
  readonly secret?: boolean;
  readonly mono?: boolean;
  readonly placeholder?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** Says what is wrong with a draft; it is told all the same. */
  readonly check?: (draft: string) => string | undefined;
  /** Offered after `#{`. */
  readonly variables?: readonly AvailableVariable[] | undefined;
  /** Values that could stand here; any other can be typed all the same. */
  readonly choices?: Choices | undefined;
  /** The field is about to be filled in: what it could hold is wanted now. */
  readonly onWanted?: (() => void) | undefined;
  readonly rows?: number;
}

/** A text, number, secret, JSON or multi-line value. */
export function TextField(props: TextFieldProps) {
  const { value, onCommit, optional = true, kind = "text", secret = false, placeholder, variables = [], choices } = props;
  const locked = useOrigin(props.member ?? props.fileKey)?.locked === true;
  const readOnly = props.readOnly === true || locked;
  const [draft, setDraft] = useDraft(value ?? "");
  // Which of the options is meant; null while none is, as Enter then takes what is typed.
  const [at, setAt] = useState<number | null>(null);
  const [listing, setListing] = useState(false);
  const field = useRef<{ focus(): void } | null>(null);
  const list = useId();
  const fault = props.check?.(draft) ?? (kind === "json" ? jsonFault(draft) : kind === "number" ? numberFault(draft) : undefined);
  const open = /#\{([^}]*)$/.exec(draft);
  const { options, completes } = optionsOf({ draft, typed: draft !== (value ?? ""), reference: open?.[1], variables, choices: listing ? choices : undefined });
  const shown = readOnly !== true && (options.length > 0 || (listing && !open && choices !== undefined));
  const active = completes ? Math.min(at ?? 0, options.length - 1) : at !== null && at < options.length ? at : undefined;

  const commit = (text: string) => {
    setListing(false);
    setAt(null);
    if (text === (value ?? "")) return;
    onCommit(text === "" && optional ? undefined : text);
  };
  const take = (option: Option) => {
    if (completes) setDraft(draft.slice(0, draft.length - (open?.[0].length ?? 0)) + option.value);
    else {
      setDraft(option.value);
      commit(option.value);
    }
    setAt(null);
    field.current?.focus();
  };
  const ask = () => {
    if (choices === undefined || readOnly === true) return;
    props.onWanted?.();
    setListing(true);
  };
  const onKey = (key: string, stop: () => void, enterCommits: boolean) => {
    const chosen = active === undefined ? undefined : options[active];
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (options.length > 0) {
        stop();
        const step = key === "ArrowDown" ? 1 : options.length - 1;
        setAt(active === undefined ? (key === "ArrowDown" ? 0 : options.length - 1) : (active + step) % options.length);
      } else if (key === "ArrowDown") ask();
      return;
    }
    if (chosen && (key === "Enter" || (key === "Tab" && completes))) {
      stop();
      take(chosen);
    } else if (key === "Enter" && enterCommits) commit(draft);
    else if (key === "Escape" && (listing || draft !== (value ?? ""))) {
      stop();
      if (listing) {
        setListing(false);
        setAt(null);
      } else setDraft(value ?? "");
    }
  };
  const shared = {
    value: draft,
    placeholder: placeholder ?? "",
    readOnly,
    invalid: fault !== undefined || (props.problems?.some((p) => p.severity === "error") ?? false),
    spellcheck: false,
    onBlur: () => commit(draft),
    ariaRequired: props.required === true,
    onChange: ({ detail }: { detail: { value: string } }) => {
      setDraft(detail.value);
      setAt(null);
      ask();
    },
  };
  return (
    <FieldFrame {...props} fault={draft === "" ? undefined : fault}>
      <div className="ps-suggested" data-mono={props.mono === true || kind === "json" || kind === "multiline" ? "" : undefined} onPointerDown={ask}>
        {kind === "json" || kind === "multiline" ? (
          <Textarea
            {...shared}
            ref={field}
            rows={props.rows ?? Math.min(8, Math.max(2, draft.split("\n").length))}
            onKeyDown={(event) => onKey(event.detail.key, () => event.preventDefault(), false)}
          />
        ) : (
          <Input
            {...shared}
            ref={field as React.Ref<InputProps.Ref>}
            type={secret ? "password" : "text"}
            inputMode={kind === "number" ? "numeric" : "text"}
            autoComplete={false}
            {...(choices === undefined
              ? {}
              : {
                  nativeInputAttributes: {
                    role: "combobox",
                    "aria-autocomplete": "list",
                    "aria-expanded": shown,
                    ...(shown ? { "aria-controls": list } : {}),
                    ...(active === undefined ? {} : { "aria-activedescendant": `${list}-${active}` }),
                  },
                })}
            onKeyDown={(event) => onKey(event.detail.key, () => event.preventDefault(), true)}
          />
        )}
        {shown ? <Suggestions id={list} options={options} active={active} choices={completes ? undefined : choices} label={completes ? "Variables" : props.label} onTake={take} /> : null}
      </div>
    </FieldFrame>
  );
}

export interface ChoiceFieldProps extends Omit<FieldFrameProps, "children" | "fault"> {
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label?: string; readonly description?: string }[];
  /** Told at once; undefined for the default. */
  readonly onCommit: (value: string | undefined) => void;
  /** What counts when nothing is chosen; without it a value must be chosen. */
  readonly otherwise?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** One of several values; a value that is not among them is kept and shown. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { value, options, onCommit, otherwise } = props;
  const locked = useOrigin(props.member ?? props.fileKey)?.locked === true;
  const readOnly = props.readOnly === true || locked;
  const listed = options.map((option) => ({ value: option.value, label: option.label ?? option.value, ...(option.description === undefined ? {} : { description: option.description }) }));
  const unknown = value !== undefined && value !== "" && !options.some((option) => option.value === value) ? [{ value, label: value, description: "Not one of the known values" }] : [];
  const none = otherwise === undefined ? [] : [{ value: "", label: otherwise }];
  const all = [...none, ...unknown, ...listed];
  return (
    <FieldFrame {...props}>
      <div onKeyDownCapture={passShortcut}>
      <Select
        selectedOption={all.find((option) => option.value === (value ?? "")) ?? null}
        options={all}
        disabled={readOnly}
        placeholder="Choose"
        ariaRequired={props.required === true}
        invalid={props.problems?.some((p) => p.severity === "error") ?? false}
        onChange={({ detail }) => {
          const next = detail.selectedOption.value ?? "";
          if (next !== (value ?? "")) onCommit(next === "" ? undefined : next);
        }}
      />
      </div>
    </FieldFrame>
  );
}

/** The list takes letters for type-ahead, also with Ctrl: Ctrl+S would choose "Skip". A shortcut goes to the window past it. */
function passShortcut(event: React.KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey) return;
  event.stopPropagation();
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const copy = new KeyboardEvent("keydown", { key, ctrlKey, metaKey, altKey, shiftKey, cancelable: true });
  if (!window.dispatchEvent(copy)) event.preventDefault();
}

function jsonFault(draft: string): string | undefined {
  if (draft.trim() === "" || draft.includes("#{")) return undefined;
  try {
    JSON.parse(draft);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function numberFault(draft: string): string | undefined {
  return draft === "" || draft.includes("#{") || /^-?\d+(\.\d+)?$/.test(draft.trim()) ? undefined : "This is not a number.";
}
