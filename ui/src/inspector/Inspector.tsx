/**
 * The inspector: what is selected, as a form beside the board. It reads the definition and tells
 * edits; text, validation and runs belong to others.
 */
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense, useMemo, type ReactNode } from "react";
import { deriveFlow, fieldOf, findAction, findStage, stageOfAction, shortProvider, stepsOf, type Definition, type Edit, type LastValues, type Span, type Target } from "../document";
import { Glyph, glyphForAction } from "../glyphs";
import { ActionInspector, type InspectorProblem } from "./ActionInspector";
import type { Catalog } from "./catalog";
import type { Here } from "./HerePanel";
import { SeveralInspector } from "./SeveralInspector";
import { PipelineInspector, StageInspector } from "./PipelineInspector";
import { OriginsProvider, originsOf } from "./Origin";
import "./inspector.css";

const TextPart = lazy(() => import("./TextPart"));

export interface InspectorProps {
  readonly definition: Definition;
  readonly target: Target;
  readonly catalog: Catalog;
  /** Actions that are chosen together; two or more are edited together. */
  readonly marked?: readonly string[] | undefined;
  /** The plan of the selected action on this computer. */
  readonly here?: Here | undefined;
  /** What variables were in the last execution, for completion. */
  readonly last?: LastValues | undefined;
  /** All problems of the definition; the inspector takes those of its target. */
  readonly problems?: readonly InspectorProblem[] | undefined;
  /** The run view and definitions that cannot be written. */
  readonly readOnly?: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly onSelect: (target: Target) => void;
  readonly onClose?: (() => void) | undefined;
  /** The menu of the selected action, from the button in the head. */
  readonly onMenu?: ((anchor: DOMRect) => void) | undefined;
  /** Opens documentation outside; without it keys are no links. */
  readonly onLink?: ((url: string) => void) | undefined;
  /** Tries the pipeline's triggers with an event. */
  readonly tester?: ReactNode;
  /** Shows a place of the text, where a value of a template comes from. */
  readonly onShow?: ((span: Span) => void) | undefined;
  /** The tags of the pipeline where it lives. */
  readonly tags?: ReactNode;
  /** Content of the tab "Last results". */
  readonly results?: ReactNode;
}

const nothing: readonly InspectorProblem[] = [];

export function Inspector(props: InspectorProps) {
  const { definition, target, catalog, here, problems = nothing, readOnly = false, onEdit, onSelect, onClose, onMenu, onLink, results } = props;
  const { pipeline } = definition;
  const flow = useMemo(() => deriveFlow(pipeline), [pipeline]);
  const action = target.kind === "action" ? findAction(pipeline, target.action) : undefined;
  const stage = target.kind === "stage" ? findStage(pipeline, target.stage) : action && stageOfAction(pipeline, action.id);
  const selectAction = (id: string) => onSelect({ kind: "action", action: id });

  let title: string;
  let subtitle: string;
  let icon: ReactNode;
  let body: ReactNode;
  let path: readonly (string | number)[];
  const marked = (props.marked ?? []).filter((id) => findAction(pipeline, id) !== undefined);
  const several = marked.length > 1;
  if (several) {
    title = `${marked.length} actions`;
    subtitle = "What they have in common";
    icon = <Glyph name="layers" size={20} />;
    path = definition.base;
    body = <SeveralInspector definition={definition} ids={marked} readOnly={readOnly} onEdit={onEdit} onSelectAction={selectAction} />;
  } else if (action && stage) {
    const steps = stepsOf(stage.actions);
    const step = steps.findIndex(({ runOrder }) => runOrder === action.runOrder) + 1;
    title = action.name || "Unnamed action";
    subtitle = `${shortProvider(action.typeId)} · ${stage.name}, step ${step} of ${steps.length}`;
    icon = <Glyph name={glyphForAction(action)} size={20} />;
    path = action.path;
    body = (
      <ActionInspector
        key={action.path.join("/")}
        definition={definition}
        flow={flow}
        action={action}
        catalog={catalog}
        here={here}
        last={props.last}
        problems={problems}
        readOnly={readOnly}
        onEdit={onEdit}
        onSelectAction={selectAction}
        onLink={onLink}
      />
    );
  } else if (target.kind === "stage" && stage) {
    const at = pipeline.stages.indexOf(stage) + 1;
    title = stage.name || "Unnamed stage";
    subtitle = `Stage ${at} of ${pipeline.stages.length}`;
    icon = <Glyph name="layers" size={20} />;
    path = stage.path;
    const own = problems.filter((problem) => {
      const field = fieldOf(problem, stage.path, definition.base);
      return field !== undefined && !(field[0] === "actions" && field.length > 1);
    });
    body = <StageInspector key={stage.path.join("/")} definition={definition} stage={stage} problems={own} readOnly={readOnly} onEdit={onEdit} onSelectAction={selectAction} />;
  } else {
    title = pipeline.name || "Unnamed pipeline";
    subtitle = `Pipeline · ${pipeline.stages.length} stage${pipeline.stages.length === 1 ? "" : "s"}`;
    icon = <Glyph name="pipeline" size={20} />;
    path = definition.base;
    body = <PipelineInspector definition={definition} tester={props.tester} tags={props.tags} problems={problems} readOnly={readOnly} onEdit={onEdit} />;
  }

  const origins = originsOf(definition, path, props.onShow);
  const text = definition.format === "json" ? "JSON" : "YAML";
  return (
    <aside className="ps-inspector" aria-label={`Inspector: ${title}`}>
      <header className="ps-inspector-head">
        <span className="ps-inspector-icon">{icon}</span>
        <span className="ps-inspector-names">
          <h2 className="ps-clip" title={title}>
            {title}
          </h2>
          <span className="ps-clip ps-secondary">{subtitle}</span>
        </span>
        {onMenu ? (
          <button type="button" className="ps-icon-button" aria-label={`Menu of ${title}`} onClick={(event) => onMenu(event.currentTarget.getBoundingClientRect())}>
            <Glyph name="dots" />
          </button>
        ) : null}
        {onClose ? (
          <button type="button" className="ps-icon-button" aria-label="Close the inspector" onClick={onClose}>
            <Glyph name="close" />
          </button>
        ) : null}
      </header>
      <Tabs
        disableContentPaddings
        ariaLabel="Parts of the inspector"
        tabs={[
          { id: "settings", label: "Settings", content: <OriginsProvider value={origins}>{body}</OriginsProvider> },
          ...(results === undefined ? [] : [{ id: "results", label: "Last results", content: results }]),
          ...(target.kind === "pipeline" || several
            ? []
            : [
                {
                  id: "text",
                  label: text,
                  content: (
                    <Suspense fallback={<p className="ps-empty-line">Opening the editor.</p>}>
                      <TextPart definition={definition} path={path} title={title} readOnly={readOnly} onEdit={onEdit} />
                    </Suspense>
                  ),
                },
              ]),
        ]}
      />
    </aside>
  );
}
