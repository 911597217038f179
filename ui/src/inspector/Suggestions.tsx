/** What a field could hold, as a list under it: variables after `#{`, else resources by where they were found. */
import { useEffect, useRef, type ReactNode } from "react";
import type { AvailableVariable } from "../document";
import type { Choices } from "./resources";

/** One line of the list. */
export interface Option {
  readonly value: string;
  readonly title: string;
  /** What stands beside it, dimmed. */
  readonly note: string | undefined;
  readonly last?: string | undefined;
  /** The group that begins with it. */
  readonly begins?: string | undefined;
}

interface Asked {
  readonly draft: string;
  /** Something was typed: the list narrows to it. */
  readonly typed: boolean;
  /** What stands after an open `#{`. */
  readonly reference: string | undefined;
  readonly variables: readonly AvailableVariable[];
  readonly choices: Choices | undefined;
}

/** More are found by typing. */
const most = 50;

/** The lines for what is typed so far; `completes` says that they complete a reference. */
export function optionsOf({ draft, typed, reference, variables, choices }: Asked): { readonly options: readonly Option[]; readonly completes: boolean } {
  if (reference !== undefined) {
    const wanted = reference.toLowerCase();
    const found = variables.filter((one) => one.reference.toLowerCase().includes(wanted)).slice(0, 8);
    const noteOf = (one: AvailableVariable) => one.from?.name ?? (one.last === undefined ? one.note : undefined) ?? "pipeline";
    return { completes: true, options: found.map((one) => ({ value: one.reference, title: one.reference, note: noteOf(one), last: one.last })) };
  }
  const wanted = typed ? draft.trim().toLowerCase() : "";
  const seen = new Set<string>();
  const options = (choices?.groups ?? []).flatMap(({ title, choices: own }) => {
    const fits = own.filter((one) => !seen.has(one.value) && `${one.value} ${one.name ?? ""}`.toLowerCase().includes(wanted));
    for (const one of fits) seen.add(one.value);
    return fits.map((one, i): Option => ({ value: one.value, title: one.name ?? one.value, note: one.name === undefined ? one.note : one.value, begins: i === 0 ? title : undefined }));
  });
  return { options: options.slice(0, most), completes: false };
}

interface SuggestionsProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly active: number | undefined;
  /** Of resources: whether they are still being asked for, and what went wrong. */
  readonly choices: Choices | undefined;
  readonly onTake: (option: Option) => void;
}

export function Suggestions({ id, label, options, active, choices, onTake }: SuggestionsProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (active !== undefined) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const keep = (event: React.PointerEvent) => {
    // The field keeps the focus: leaving it would take what is typed.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="ps-suggestions" onPointerDown={keep} onMouseDown={(event) => event.preventDefault()}>
      <ul role="listbox" id={id} aria-label={label} ref={list}>
        {options.map((option, i) => (
          <Line key={`${option.begins ?? ""} ${option.value}`} option={option}>
            <li
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              title={option.value}
              onPointerDown={(event) => {
                keep(event);
                onTake(option);
              }}
            >
              <span className="ps-mono ps-clip">{option.title}</span>
              {option.note === undefined ? null : <span className="ps-secondary ps-clip">{option.note}</span>}
              {option.last === undefined ? null : (
                <span className="ps-secondary ps-clip" title="In the last execution">
                  = {option.last}
                </span>
              )}
            </li>
          </Line>
        ))}
      </ul>
      {choices === undefined ? null : <Status choices={choices} found={options.length} />}
    </div>
  );
}

function Line({ option, children }: { readonly option: Option; readonly children: ReactNode }) {
  return (
    <>
      {option.begins === undefined ? null : (
        <li role="presentation" className="ps-suggestions-title">
          {option.begins}
        </li>
      )}
      {children}
    </>
  );
}

/** What there is to say below the lines: being asked, refused, nothing there. */
function Status({ choices, found }: { readonly choices: Choices; readonly found: number }) {
  return (
    <div role="status">
      {choices.loading ? <p className="ps-suggestions-says">Asking for names…</p> : null}
      {choices.problems.map((problem) => (
        <p key={problem.message} className="ps-suggestions-says" data-problem="">
          {problem.message}{" "}
          <button type="button" className="ps-inline" tabIndex={-1} onPointerDown={problem.retry}>
            Try again
          </button>
        </p>
      ))}
      {!choices.loading && found === 0 && choices.problems.length === 0 ? <p className="ps-suggestions-says">{choices.empty}</p> : null}
      {choices.more ? <p className="ps-suggestions-says">There are more than are shown; type the name.</p> : null}
    </div>
  );
}
