/** A definition of this computer: the board to edit, its source and problems, and its runs. */
import { Suspense, useMemo, useRef, useState } from "react";
import { Board, Outline, type ActionPlan, type BoardHandle } from "../board";
import { findStage, placeProblems, spanOfPointer, type Edit, type Target } from "../document";
import { Glyph } from "../glyphs";
import { Inspector, readCatalog, type Here } from "../inspector";
import { SourceEditor } from "../source";
import type { RunRequest } from "../generated/studio";
import { asRefused } from "../host";
import { BeforeYouRun } from "../plan";
import { useProvideActs } from "../state/acts";
import { edit, isDirty, redoIn, saveDocument, selectIn, settle, undoIn, type OpenDocument } from "../state/document";
import { change, useAsk } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";
import { TopBar } from "../shell/TopBar";
import { clockShort, count } from "../shell/time";
import { Waiting } from "../shell/Waiting";
import { AddAction } from "./AddAction";
import { Drawer } from "./Drawer";
import { ModeSwitch, Segments } from "./ModeSwitch";
import { Problems } from "./Problems";
import { RunView } from "./RunView";
import type { PipelineRoute } from ".";

type Face = "board" | "outline" | "source";

function requestOf(document: OpenDocument): RunRequest {
  return { path: document.path, text: isDirty(document) ? document.history.text : null, variables: [], sources: [], projects: [], on: [], replace: false, keepGuesses: false, secrets: [], sandbox: null };
}

export function FilePage({ document, route }: { readonly document: OpenDocument; readonly route: PipelineRoute }) {
  const { definition, path, history, selection, problems } = document;
  const { pipeline } = definition;
  const [face, setFace] = useState<Face>("board");
  const [inspector, setInspector] = useState(true);
  const [asked, setAsked] = useState<RunRequest | null>(null);
  const [addTo, setAddTo] = useState<string | null>(null);
  const board = useRef<BoardHandle>(null);
  const catalogReply = useAsk("catalog", {}).data;
  const catalog = useMemo(() => readCatalog(catalogReply), [catalogReply]);
  const settings = useAsk("settings.get", {}).data;
  const unreadable = definition.faults.length > 0;
  const plan = useAsk("plan", unreadable || document.checked !== history.text ? null : requestOf(document), { keepPrevious: true }).data;
  const plans = useMemo(
    () => new Map((plan?.actions ?? []).map((one): [string, ActionPlan] => [`${one.stage}/${one.action}`, { runsOn: one.runsOn, fidelity: one.fidelity, note: one.what }])),
    [plan],
  );
  const here: Here | undefined = selection.kind === "action" ? plan?.actions.find((one) => `${one.stage}/${one.action}` === selection.action) : undefined;
  const placed = useMemo(() => placeProblems(pipeline, problems), [pipeline, problems]);
  const sourceProblems = useMemo(() => problems.map((problem) => ({ message: problem.message, severity: problem.severity, ...spanOfPointer(definition, problem.pointer) })), [problems, definition]);
  const run = route.mode === "run";
  const dirty = isDirty(document);
  const show = (mode: "edit" | "run") => go({ ...route, mode, execution: null, action: null });
  const select = (target: Target) => selectIn(path, target);
  const wanted = (one: Edit) => edit(path, one);
  const save = () => void saveDocument(path);
  const startRun = () => {
    setAsked(requestOf(document));
    if (run) show("edit");
  };
  const addStage = () => {
    let name = "Stage";
    for (let n = 2; findStage(pipeline, name) !== undefined; n++) name = `Stage${n}`;
    wanted({ kind: "addStage", value: { name, actions: [] } });
  };
  const remove =
    selection.kind === "action" ? () => wanted({ kind: "removeAction", action: selection.action }) : selection.kind === "stage" ? () => wanted({ kind: "removeStage", stage: selection.stage }) : undefined;
  const undoLabel = history.past.at(-1)?.label;
  const redoLabel = history.future[0]?.label;

  const acts = {
    save: dirty && !document.readOnly ? save : undefined,
    run: startRun,
    showEdit: () => show("edit"),
    showRun: () => show("run"),
    ...(run
      ? {}
      : {
          undo: undoLabel === undefined ? undefined : () => undoIn(path),
          redo: redoLabel === undefined ? undefined : () => redoIn(path),
          addStage: document.readOnly ? undefined : addStage,
          remove: document.readOnly ? undefined : remove,
          showBoard: () => setFace("board"),
          showOutline: () => setFace("outline"),
          showSource: () => setFace("source"),
        }),
  };

  const perform = async (request: RunRequest) => {
    try {
      const started = await change("run", request);
      setAsked(null);
      go({ ...route, mode: "run", execution: started.execution, action: null });
    } catch (thrown) {
      const refused = asRefused(thrown);
      useView.getState().say({ kind: "error", text: `The run did not start: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
    }
  };
  const errors = problems.filter((problem) => problem.severity === "error").length + definition.faults.length;
  const all = problems.length + definition.faults.length;

  return (
    <>
      <TopBar
        place="local"
        title={
          <>
            {pipeline.name || document.name}
            {dirty ? <span className="ps-dirty" title="Not saved"> ● Not saved</span> : null}
          </>
        }
        end={
          <>
            {run ? null : (
              <>
                <button type="button" className="ps-icon-button" aria-label={undoLabel === undefined ? "Undo" : `Undo: ${undoLabel}`} title={undoLabel === undefined ? "Nothing to undo" : `Undo: ${undoLabel}`} disabled={undoLabel === undefined} onClick={() => undoIn(path)}>
                  <Glyph name="rollback" />
                </button>
                <button type="button" className="ps-icon-button" aria-label={redoLabel === undefined ? "Redo" : `Redo: ${redoLabel}`} title={redoLabel === undefined ? "Nothing to redo" : `Redo: ${redoLabel}`} disabled={redoLabel === undefined} onClick={() => redoIn(path)}>
                  <Glyph name="retry" />
                </button>
                <button type="button" className="ps-button" disabled={!dirty || document.readOnly || document.saving} onClick={save}>
                  Save
                </button>
              </>
            )}
            <button type="button" className="ps-button" data-primary onClick={startRun}>
              Run
            </button>
          </>
        }
      >
        <ModeSwitch mode={route.mode} onMode={show} />
      </TopBar>
      {document.theirs === null ? null : (
        <div className="ps-conflict" role="alert">
          <span>{document.name} was changed by another program, and you have changes that are not saved.</span>
          <button type="button" className="ps-button" onClick={() => settle(path, "mine")}>
            Keep mine
          </button>
          <button type="button" className="ps-button" onClick={() => settle(path, "theirs")}>
            Take theirs
          </button>
        </div>
      )}
      {run ? (
        <RunView place="local" name={pipeline.name} route={route} acts={acts} />
      ) : (
        <div className="ps-split" data-side={asked !== null || inspector}>
          <div className="ps-work">
            <div className="ps-bar" data-region tabIndex={-1}>
              <Segments
                label="View"
                value={face}
                options={[
                  ["board", "Board"],
                  ["outline", "Outline"],
                  ["source", "Source"],
                ]}
                onChange={setFace}
              />
              <span className="ps-top-space" />
              {document.readOnly ? <span className="ps-secondary">Read-only file</span> : <span className="ps-secondary">{dirty ? "Changes are not saved" : `Saved ${clockShort(document.savedMs)}`}</span>}
              <button type="button" className="ps-link" onClick={addStage} disabled={document.readOnly}>
                Add stage
              </button>
              {inspector ? null : (
                <button type="button" className="ps-link" onClick={() => setInspector(true)}>
                  Inspector
                </button>
              )}
            </div>
            <div className="ps-stage" data-region tabIndex={-1}>
              {face === "source" ? (
                <Suspense fallback={<Waiting text="Opening the editor" />}>
                  <SourceEditor definition={definition} selection={selection} problems={sourceProblems} readOnly={document.readOnly} onChange={(text) => wanted({ kind: "replaceText", text })} onSelect={select} />
                </Suspense>
              ) : face === "outline" ? (
                <Outline pipeline={pipeline} mode="edit" selection={selection} problems={placed.actions} onSelect={select} onOpen={() => setInspector(true)} />
              ) : (
                <Board
                  ref={board}
                  pipeline={pipeline}
                  mode="edit"
                  strip
                  selection={selection}
                  plans={plans}
                  problems={placed.actions}
                  stageProblems={placed.stages}
                  letterKeys={settings?.letterKeys ?? true}
                  onSelect={select}
                  onOpen={(target) => {
                    select(target);
                    setInspector(true);
                  }}
                  onAddStep={document.readOnly ? undefined : setAddTo}
                  onStart={document.readOnly ? undefined : (stage) => wanted({ kind: "addStage", value: { name: stage, actions: [] } })}
                />
              )}
            </div>
            <Drawer
              tabs={[
                {
                  id: "problems",
                  label: "Problems",
                  count: all,
                  tone: errors > 0 ? "error" : "warning",
                  content: (
                    <Problems
                      definition={definition}
                      problems={problems}
                      checked={document.checked === history.text}
                      onGo={(target) => {
                        select(target);
                        setInspector(true);
                        board.current?.reveal(target);
                      }}
                    />
                  ),
                },
              ]}
              small
            />
          </div>
          {asked !== null ? (
            <div className="ps-side" data-region tabIndex={-1}>
              <BeforeYouRun request={asked} onRun={(request) => void perform(request)} onClose={() => setAsked(null)} />
            </div>
          ) : inspector ? (
            <div className="ps-side" data-region tabIndex={-1}>
              <Inspector definition={definition} target={selection} catalog={catalog} here={here} problems={problems} readOnly={document.readOnly} onEdit={wanted} onSelect={select} onClose={() => setInspector(false)} onLink={(target) => void change("open", { what: "link", target })} />
            </div>
          ) : null}
        </div>
      )}
      {addTo === null ? null : <AddAction catalog={catalog} pipeline={pipeline} stage={addTo} onAdd={(value) => wanted({ kind: "addAction", stage: addTo, value })} onClose={() => setAddTo(null)} />}
      {run ? null : <ActsOf acts={acts} />}
      <span className="ps-hidden" role="status">{`${count(all, "problem")}`}</span>
    </>
  );
}

function ActsOf({ acts }: { readonly acts: Parameters<typeof useProvideActs>[0] }) {
  useProvideActs(acts);
  return null;
}
