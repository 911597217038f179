/** The triggers of a pipeline: which pushes and pull requests of which source start it. */
import { actionsOf, jsonOf, type Definition, type Edit, type Json, type Path } from "../document";
import { Glyph } from "../glyphs";
import { ChoiceField, TextField } from "./fields";
import type { InspectorProblem } from "./ActionInspector";

type Members = { readonly [key: string]: Json };
const map = (value: Json | undefined): Members => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const words = (value: Json | undefined) => list(value).filter((one): one is string => typeof one === "string").join(", ");
const split = (text: string | undefined): Json | undefined => {
  const parts = (text ?? "").split(/[\s,]+/).filter((one) => one !== "");
  return parts.length === 0 ? undefined : parts;
};

const criteria = [
  { key: "branches", label: "Branches" },
  { key: "tags", label: "Tags" },
  { key: "filePaths", label: "Paths" },
] as const;

const events = [
  { value: "OPEN,UPDATED", label: "Opened or updated" },
  { value: "OPEN", label: "Opened" },
  { value: "UPDATED", label: "Updated" },
  { value: "CLOSED", label: "Closed" },
];

export function Triggers({ definition, problems, readOnly, onEdit }: { readonly definition: Definition; readonly problems: readonly InspectorProblem[]; readonly readOnly: boolean; readonly onEdit: (edit: Edit) => void }) {
  const { pipeline } = definition;
  const triggers = list(map(jsonOf(definition, definition.base)).triggers).map(map);
  const sources = actionsOf(pipeline).filter((action) => action.typeId.provider === "CodeStarSourceConnection");
  const set = (path: Path, value: Json | undefined) => onEdit({ kind: "setPipeline", path: ["triggers", ...path], value });
  const free = sources.find((source) => !pipeline.triggers.some((trigger) => trigger.sourceActionName === source.name));
  const add = () => {
    if (!free) return;
    const trigger: Json = { providerType: "CodeStarSourceConnection", gitConfiguration: { sourceActionName: free.name, push: [{ branches: { includes: ["main"] } }] } };
    if (triggers.length === 0) onEdit({ kind: "setPipeline", path: ["triggers"], value: [trigger] });
    else onEdit({ kind: "setPipeline", path: ["triggers"], value: [...triggers, trigger] as Json });
  };
  return (
    <section aria-label="Triggers" className="ps-form">
      <h3 className="ps-section">
        Triggers <span className="ps-count">{triggers.length}</span>
      </h3>
      {problems
        .filter((problem) => problem.pointer.startsWith("/triggers"))
        .map((problem) => (
          <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
            {problem.message}
          </p>
        ))}
      {triggers.length === 0 ? <p className="ps-empty-line">None: source actions that detect changes start it.</p> : null}
      {triggers.map((trigger, i) => {
        const git = map(trigger.gitConfiguration);
        const filters = (["push", "pullRequest"] as const).flatMap((kind) => list(git[kind]).map((filter, n) => ({ kind, n, filter: map(filter) })));
        return (
          <div key={i} className="ps-rule">
            <ChoiceField label="Source action" fileKey="sourceActionName" value={typeof git.sourceActionName === "string" ? git.sourceActionName : undefined} options={sources.map((source) => ({ value: source.name }))} readOnly={readOnly} onCommit={(value) => set([i, "gitConfiguration", "sourceActionName"], value ?? "")} />
            {filters.length === 0 ? <p className="ps-empty-line">Every push to the default branch.</p> : null}
            {filters.map(({ kind, n, filter }) => (
              <fieldset key={`${kind} ${n}`} className="ps-condition-form">
                <legend>{kind === "push" ? "Push" : "Pull request"}</legend>
                {kind === "pullRequest" ? (
                  <ChoiceField label="Events" fileKey="events" value={words(filter.events).replace(/ /g, "") || undefined} options={events} otherwise="All (default)" readOnly={readOnly} onCommit={(value) => set([i, "gitConfiguration", kind, n, "events"], split(value))} />
                ) : null}
                {criteria
                  .filter(({ key }) => kind === "push" || key !== "tags")
                  .map(({ key, label }) => (
                    <div key={key} className="ps-two" data-even="">
                      {(["includes", "excludes"] as const).map((side) => (
                        <TextField
                          key={side}
                          label={side === "includes" ? label : `${label}, not`}
                          mono
                          value={words(map(filter[key])[side])}
                          placeholder={side === "includes" ? (key === "tags" ? "v*" : key === "branches" ? "main, release/**" : "src/**") : ""}
                          readOnly={readOnly}
                          onCommit={(value) => {
                            const next = split(value);
                            const others = Object.fromEntries(Object.entries(map(filter[key])).filter(([name]) => name !== side));
                            const all: Members = next === undefined ? others : { ...others, [side]: next };
                            set([i, "gitConfiguration", kind, n, key], Object.keys(all).length === 0 ? undefined : (all));
                          }}
                        />
                      ))}
                    </div>
                  ))}
                {readOnly ? null : (
                  <button type="button" className="ps-link" onClick={() => set([i, "gitConfiguration", kind], list(git[kind]).length === 1 ? undefined : list(git[kind]).filter((_, at) => at !== n))}>
                    Remove this filter
                  </button>
                )}
              </fieldset>
            ))}
            {readOnly ? null : (
              <span className="ps-tokens">
                {(["push", "pullRequest"] as const).map((kind) => (
                  <button key={kind} type="button" className="ps-token" data-add="" onClick={() => set([i, "gitConfiguration", kind], [...list(git[kind]), kind === "push" ? { branches: { includes: ["main"] } } : { events: ["OPEN", "UPDATED"], branches: { includes: ["main"] } }])}>
                    <Glyph name="plus" size={14} />
                    {kind === "push" ? "Push" : "Pull request"}
                  </button>
                ))}
                <button type="button" className="ps-link" onClick={() => (triggers.length === 1 ? onEdit({ kind: "setPipeline", path: ["triggers"], value: undefined }) : set([i], undefined))}>
                  Remove trigger
                </button>
              </span>
            )}
          </div>
        );
      })}
      {readOnly ? null : free === undefined ? (
        triggers.length === 0 ? (
          <p className="ps-empty-line">A trigger needs a source action with a Git connection.</p>
        ) : null
      ) : (
        <button type="button" className="ps-token" data-add="" onClick={add}>
          <Glyph name="plus" size={14} />
          Trigger for {free.name}
        </button>
      )}
    </section>
  );
}
