/** What the pipeline and a stage say beside their actions: simple forms and lists. */
import { usersOf, type Definition, type Edit, type Stage } from "../document";
import { Glyph, glyphForAction } from "../glyphs";
import { ChoiceField, TextField } from "./fields";
import type { InspectorProblem } from "./ActionInspector";

export interface PipelineInspectorProps {
  readonly definition: Definition;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
}

export function PipelineInspector({ definition, problems, readOnly, onEdit }: PipelineInspectorProps) {
  const { pipeline } = definition;
  const of = (field: string) => problems.filter((problem) => problem.pointer === `/${field}` || problem.pointer.startsWith(`/${field}/`));
  const set = (field: string, value: string | undefined) => onEdit({ kind: "setPipeline", path: [field], value });
  return (
    <div className="ps-inspector-body">
      <section aria-label="Basics" className="ps-form">
        <TextField label="Pipeline name" fileKey="name" value={pipeline.name} optional={false} readOnly={readOnly} problems={of("name")} onCommit={(value) => set("name", value)} />
        <div className="ps-two">
          <ChoiceField label="Type" fileKey="pipelineType" value={pipeline.pipelineType} options={[{ value: "V2" }, { value: "V1" }]} readOnly={readOnly} problems={of("pipelineType")} onCommit={(value) => set("pipelineType", value)} />
          <ChoiceField
            label="Mode"
            fileKey="executionMode"
            value={pipeline.executionMode}
            options={[
              { value: "SUPERSEDED", label: "Superseded", description: "A newer execution overtakes one that waits" },
              { value: "QUEUED", label: "Queued", description: "One after the other" },
              { value: "PARALLEL", label: "Parallel", description: "Independent of each other" },
            ]}
            readOnly={readOnly}
            problems={of("executionMode")}
            onCommit={(value) => set("executionMode", value)}
          />
        </div>
        <TextField label="Service role" fileKey="roleArn" mono value={pipeline.roleArn} optional={false} readOnly={readOnly} problems={of("roleArn")} onCommit={(value) => set("roleArn", value)} />
      </section>
      <section aria-label="Triggers" className="ps-form">
        <h3 className="ps-section">
          Triggers <span className="ps-count">{pipeline.triggers.length}</span>
        </h3>
        {pipeline.triggers.length === 0 ? (
          <p className="ps-empty-line">None: source actions that detect changes start it.</p>
        ) : (
          pipeline.triggers.map((trigger, i) => (
            <div key={i} className="ps-trigger">
              <Glyph name="bolt" />
              <span>
                <strong>{trigger.sourceActionName || "No source action"}</strong>
                {trigger.filters.map((filter) => (
                  <span key={filter} className="ps-trigger-filter">
                    {filter}
                  </span>
                ))}
                {trigger.filters.length === 0 ? <span className="ps-trigger-filter">every push to the default branch</span> : null}
              </span>
            </div>
          ))
        )}
      </section>
      <section aria-label="Variables" className="ps-form">
        <h3 className="ps-section">
          Variables <span className="ps-count">{pipeline.variables.length}</span>
        </h3>
        {pipeline.variables.length === 0 ? <p className="ps-empty-line">None.</p> : null}
        {pipeline.variables.map((variable, i) => {
          const users = usersOf(pipeline, "variables").filter((user) => user.names.includes(variable.name));
          return (
            <div key={variable.name} className="ps-variable">
              <TextField
                label={variable.name}
                value={variable.defaultValue}
                placeholder="No default: must be given"
                description={variable.description}
                readOnly={readOnly}
                problems={problems.filter((problem) => problem.pointer.startsWith(`/variables/${i}`))}
                onCommit={(value) => onEdit({ kind: "setPipeline", path: ["variables", i, "defaultValue"], value })}
              />
              <p className="ps-empty-line">
                {variable.description ? `${variable.description}. ` : ""}
                {users.length === 0 ? "Not used." : `Used by ${users.map((user) => user.action.name).join(", ")}.`}
              </p>
            </div>
          );
        })}
      </section>
      <section aria-label="Artifact store" className="ps-form">
        <h3 className="ps-section">Artifact store</h3>
        {pipeline.artifactStores.length === 0 ? <p className="ps-empty-line">None.</p> : null}
        <div className="ps-pairs">
          {pipeline.artifactStores.map((store) => [
            <span key={`${store.region ?? ""} name`} className="ps-pair-name">
              {store.region ?? store.type}
            </span>,
            <span key={`${store.region ?? ""} value`} className="ps-mono ps-clip" title={store.location}>
              {store.location}
            </span>,
          ])}
        </div>
      </section>
    </div>
  );
}

export interface StageInspectorProps {
  readonly stage: Stage;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly onSelectAction: (id: string) => void;
}

export function StageInspector({ stage, problems, readOnly, onEdit, onSelectAction }: StageInspectorProps) {
  const { entry, success, failure } = stage.conditions;
  const words: Record<string, string> = { ROLLBACK: "roll back", RETRY: "retry", FAIL: "fail", SKIP: "skip" };
  return (
    <div className="ps-inspector-body">
      <section aria-label="Basics" className="ps-form">
        <TextField
          label="Stage name"
          fileKey="name"
          value={stage.name}
          optional={false}
          readOnly={readOnly}
          problems={problems.filter((problem) => /^\/stages\/\d+\/name$/.test(problem.pointer))}
          onCommit={(name) => onEdit({ kind: "renameStage", stage: stage.id, name: name ?? "" })}
        />
        {problems
          .filter((problem) => !/^\/stages\/\d+\/name$/.test(problem.pointer))
          .map((problem) => (
            <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
              {problem.message}
            </p>
          ))}
      </section>
      <section aria-label="Conditions" className="ps-form">
        <h3 className="ps-section">Conditions</h3>
        <div className="ps-pairs">
          <span className="ps-pair-name">Entry</span>
          <span>{entry ? "Rules must hold before the stage begins" : "None"}</span>
          <span className="ps-pair-name">Failure</span>
          <span>{failure === undefined ? "The execution fails" : `On failure: ${words[failure] ?? failure.toLowerCase()}`}</span>
          <span className="ps-pair-name">Success</span>
          <span>{success ? "Rules must hold after its actions" : "None"}</span>
        </div>
      </section>
      <section aria-label="Actions" className="ps-form">
        <h3 className="ps-section">
          Actions <span className="ps-count">{stage.actions.length}</span>
        </h3>
        {stage.actions.length === 0 ? <p className="ps-empty-line">None yet. A stage needs at least one.</p> : null}
        {[...stage.actions]
          .sort((a, b) => a.runOrder - b.runOrder)
          .map((action) => (
            <button key={action.id} type="button" className="ps-list-row" onClick={() => onSelectAction(action.id)}>
              <span className="ps-chip">{action.runOrder}</span>
              <Glyph name={glyphForAction(action)} />
              <span className="ps-clip">{action.name || "Unnamed"}</span>
            </button>
          ))}
      </section>
    </div>
  );
}
