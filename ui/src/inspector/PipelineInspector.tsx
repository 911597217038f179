/** What the pipeline and a stage say beside their actions: simple forms and lists. */
import { usersOf, type Definition, type Edit, type Stage } from "../document";
import { useState, type ReactNode } from "react";
import { Glyph, glyphForAction } from "../glyphs";
import { Conditions } from "./Conditions";
import { RenameEverywhere } from "./RenameEverywhere";
import { Triggers } from "./Triggers";
import { ChoiceField, TextField } from "./fields";
import { ResourceField } from "./resources";
import type { InspectorProblem } from "./ActionInspector";

export interface PipelineInspectorProps {
  /** Tries the triggers with an event. */
  readonly tester?: ReactNode;
  readonly tags?: ReactNode;
  readonly definition: Definition;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
}

export function PipelineInspector({ definition, tester, tags, problems, readOnly, onEdit }: PipelineInspectorProps) {
  const { pipeline } = definition;
  const [renaming, setRenaming] = useState<string | undefined>(undefined);
  const addVariable = () => {
    let name = "Variable";
    for (let n = 2; pipeline.variables.some((one) => one.name === name); n++) name = `Variable${n}`;
    if (pipeline.variables.length === 0) onEdit({ kind: "setPipeline", path: ["variables"], value: [{ name, defaultValue: "value" }] });
    else onEdit({ kind: "setPipeline", path: ["variables", pipeline.variables.length], value: { name, defaultValue: "value" } });
    setRenaming(name);
  };
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
        <ResourceField resource="role" label="Service role" fileKey="roleArn" mono value={pipeline.roleArn} optional={false} readOnly={readOnly} problems={of("roleArn")} onCommit={(value) => set("roleArn", value)} />
      </section>
      <Triggers definition={definition} problems={problems} readOnly={readOnly} onEdit={onEdit} />
      {tester !== undefined && pipeline.triggers.length > 0 ? <div className="ps-form">{tester}</div> : null}
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
                member={`variables/${i}/defaultValue`}
                value={variable.defaultValue}
                placeholder="No default: must be given"
                description={variable.description}
                readOnly={readOnly}
                problems={problems.filter((problem) => problem.pointer.startsWith(`/variables/${i}`))}
                onCommit={(value) => onEdit({ kind: "setPipeline", path: ["variables", i, "defaultValue"], value })}
              />
              <p className="ps-empty-line">
                {variable.description ? `${variable.description}. ` : ""}
                {users.length === 0 ? "Not used." : `Used by ${users.map((user) => user.action.name).join(", ")}.`}{" "}
                {readOnly ? null : (
                  <>
                    <button type="button" className="ps-inline" aria-label={`Rename variable ${variable.name}`} onClick={() => setRenaming(variable.name)}>
                      Rename
                    </button>{" "}
                    <button type="button" className="ps-inline" aria-label={`Remove variable ${variable.name}`} onClick={() => onEdit({ kind: "setPipeline", path: pipeline.variables.length === 1 ? ["variables"] : ["variables", i], value: undefined })}>
                      Remove
                    </button>
                  </>
                )}
              </p>
              {renaming === variable.name ? <RenameEverywhere definition={definition} what="variable" name={variable.name} onEdit={onEdit} onClose={() => setRenaming(undefined)} /> : null}
            </div>
          );
        })}
        {readOnly ? null : (
          <button type="button" className="ps-token" data-add="" onClick={addVariable}>
            <Glyph name="plus" size={14} />
            Variable
          </button>
        )}
      </section>
      <section aria-label="Artifact store" className="ps-form">
        <h3 className="ps-section">Artifact store</h3>
        {pipeline.artifactStores.length === 0 ? <p className="ps-empty-line">None: the service needs one.</p> : null}
        {pipeline.artifactStores.map((store) => (
          <ResourceField
            resource="bucket"
            key={store.region ?? ""}
            label={store.region ?? "Bucket"}
            fileKey="location"
            member={store.region === undefined ? "artifactStore/location" : `artifactStores/${store.region}/location`}
            mono
            optional={false}
            value={store.location}
            readOnly={readOnly}
            problems={problems.filter((problem) => problem.pointer.startsWith(store.region === undefined ? "/artifactStore/" : `/artifactStores/${store.region}`))}
            onCommit={(value) => onEdit({ kind: "setPipeline", path: store.region === undefined ? ["artifactStore", "location"] : ["artifactStores", store.region, "location"], value })}
          />
        ))}
        {pipeline.artifactStores.length === 0 && !readOnly ? (
          <button type="button" className="ps-token" data-add="" onClick={() => onEdit({ kind: "setPipeline", path: ["artifactStore"], value: { type: "S3", location: `${pipeline.name.toLowerCase().replace(/[^a-z0-9-]+/g, "-")}-artifacts` } })}>
            <Glyph name="plus" size={14} />
            Artifact store
          </button>
        ) : null}
      </section>
      {tags}
    </div>
  );
}

export interface StageInspectorProps {
  readonly definition: Definition;
  readonly stage: Stage;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly onSelectAction: (id: string) => void;
}

export function StageInspector({ definition, stage, problems, readOnly, onEdit, onSelectAction }: StageInspectorProps) {
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
      <Conditions definition={definition} stage={stage} problems={problems} readOnly={readOnly} onEdit={onEdit} />
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
