/** A definition of this computer: the board to edit, its source and problems, and its runs. */
import { Suspense, useCallback, useMemo, useRef, useState } from "react";
import { Board, Catalog, Outline, type ActionPlan, type BoardHandle, type WireMode } from "../board";
import { findAction, jsonOf, layout, narrate, pictureOf, placeProblems, spanOfPointer, type Carried, type Edit, type Span, type Target } from "../document";
import { Inspector, readCatalog, ResourcesContext, type Here } from "../inspector";
import { SourceEditor } from "../source";
import type { RunRequest } from "../generated/studio";
import { asRefused } from "../host";
import { BeforeYouRun } from "../plan";
import { TryTriggers } from "../runs";
import { useProvideActs } from "../state/acts";
import { designOf } from "../state/design";
import { edit, isDirty, markIn, redoIn, saveDocument, selectIn, undoIn, type OpenDocument } from "../state/document";
import { duplicateFile } from "../state/files";
import { change, useAsk } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";
import { useWide } from "../state/width";
import { StatusIcon } from "../glyphs";
import { TopBar } from "../shell/TopBar";
import { count } from "../shell/time";
import { Waiting } from "../shell/Waiting";
import { ActionMenu, type MenuAt } from "./ActionMenu";
import { AddAction } from "./AddAction";
import { Conflict } from "./Conflict";
import { DeleteFile } from "./DeleteFile";
import { DuplicateAs } from "./DuplicateAs";
import { EditButtons } from "./EditButtons";
import { FileBar, type Face } from "./FileBar";
import { asksFor, MadeByPanel } from "./MadeByPanel";
import { HistoryList } from "./HistoryList";
import { savePicture } from "./picture";
import { useClipboard } from "./useClipboard";
import { Tags } from "./Tags";
import { Unreadable } from "./Unreadable";
import { useLastValues } from "./useLastValues";
import { useResources } from "./useResources";
import { showProblem, useProblems, type ListedProblem } from "./useProblems";
import { Drawer } from "./Drawer";
import { ModeSwitch } from "./ModeSwitch";
import { Problems } from "./Problems";
import { RunView } from "./RunView";
import { useZoom } from "./zoom";
import type { PipelineRoute } from ".";

function requestOf(document: OpenDocument): RunRequest {
  const { madeBy } = document;
  const parameters = (madeBy?.choice.parameters ?? []).map(({ name, value }) => `${name}=${value}`);
  return { path: pipelineAt(document), text: isDirty(document) ? document.history.text : null, variables: [], sources: [], projects: [], on: [], replace: false, keepGuesses: false, secrets: [], sandbox: null, parameters };
}

/** The path of the pipeline that is shown: with its id, when the file makes several. */
function pipelineAt({ path, madeBy }: OpenDocument): string {
  const chosen = (madeBy?.pipelines.length ?? 0) > 1 ? madeBy?.chosen : undefined;
  return chosen == null || path.includes("#") ? path : `${path}#${chosen}`;
}

export function FilePage({ document, route }: { readonly document: OpenDocument; readonly route: PipelineRoute }) {
  const { definition, path, history, selection, problems } = document;
  const { pipeline } = definition;
  const [face, setFace] = useState<Face>("board");
  const [inspector, setInspector] = useState(true);
  const [asked, setAsked] = useState<RunRequest | null>(null);
  const [addTo, setAddTo] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const [shown, setShown] = useState<Span | undefined>(undefined);
  const [choosing, setChoosing] = useState(() => document.madeBy !== null && asksFor(document.madeBy));
  const [historyAt, setHistoryAt] = useState<DOMRect | null>(null);
  const [wires, setWires] = useState<WireMode>("auto");
  const { zoom, setZoom, zoomBy } = useZoom();
  // Open where there is room, until the user says otherwise.
  const wide = useWide();
  const [catalogWanted, setCatalogOpen] = useState<boolean>();
  const catalogOpen = catalogWanted ?? wide;
  const board = useRef<BoardHandle>(null);
  const historyButton = useRef<HTMLButtonElement>(null);
  const design = useMemo(() => designOf(path), [path]);
  const marked = useMemo(() => new Set(document.marked), [document.marked]);
  const onMark = useCallback((ids: readonly string[]) => markIn(path, ids), [path]);
  useClipboard(route.mode === "run" || document.readOnly ? undefined : design);
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
  const declaration = useMemo(() => jsonOf(definition, definition.base), [definition]);
  const run = route.mode === "run";
  const dirty = isDirty(document);
  const show = (mode: "edit" | "run") => go({ ...route, mode, execution: null, action: null });
  const select = (target: Target) => {
    setShown(undefined);
    setChoosing(false);
    selectIn(path, target);
  };
  const showText = (span: Span) => {
    setShown(span);
    if (face !== "both") setFace("source");
  };
  const wanted = (one: Edit) => edit(path, one);
  const save = () => void saveDocument(path);
  const startRun = () => {
    setAsked(requestOf(document));
    if (run) show("edit");
  };
  const editable = !run && !document.readOnly;
  const found = useProblems(document);
  const last = useLastValues(pipeline.name);
  const resources = useResources(path, pipeline, catalog);
  const all = found.listed.length;
  const worst = (["error", "warning"] as const).find((severity) => found.listed.some((one) => one.severity === severity));
  const grave = found.listed.filter((one) => one.severity === worst);
  const goProblem = (one: ListedProblem | undefined) => {
    if (one === undefined) return;
    found.setAt(one.key);
    select(one.target);
    setInspector(true);
    board.current?.reveal(one.target);
    showProblem(one);
  };
  /** Shows the inspector and puts the focus on the name in it. */
  const rename = () => {
    setInspector(true);
    requestAnimationFrame(() => {
      const field = window.document.querySelector<HTMLInputElement>(".ps-inspector-body input");
      field?.focus();
      field?.select();
    });
  };
  /** The menu of what is selected, at its card. */
  const openMenu = () => {
    if (selection.kind === "pipeline") return;
    const stop = selection.kind === "action" ? `cell:${selection.action}` : `stage:${selection.stage}`;
    const anchor = window.document.querySelector(`[data-stop="${CSS.escape(stop)}"]`)?.getBoundingClientRect();
    if (anchor) setMenu({ target: selection, anchor });
  };
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
          nextProblem: all === 0 ? undefined : (by: 1 | -1) => goProblem(found.step(by)),
          history: () => setHistoryAt(historyButton.current?.getBoundingClientRect() ?? null),
          nextWires: () => setWires(wires === "auto" ? "all" : wires === "all" ? "selection" : wires === "selection" ? "off" : "auto"),
          zoomBy,
          // What does not fit at a size that can be read is shown from afar.
          fit: () => setZoom(layout(pipeline).width <= (window.document.querySelector(".ps-board-scroll")?.clientWidth ?? 0) ? "normal" : "overview"),
          savePicture: (kind: "svg" | "png") => void savePicture(pictureOf(pipeline), pipeline.name || document.name, kind),
          duplicateFile: () => void duplicateFile(document),
          duplicateAs: unreadable ? undefined : () => setRenaming(true),
          deleteFile: document.readOnly ? undefined : () => setDeleting(true),
          narrate: () => useView.getState().say({ kind: "info", text: narrate(pipeline) }),
          ...(editable
            ? {
                design,
                rename,
                openMenu,
                addAction: () => setAddTo(true),
                carry: (carried: Carried) => board.current?.cut(carried),
                find: () => {
                  setFace("board");
                  setCatalogOpen(true);
                  requestAnimationFrame(() => window.document.querySelector<HTMLInputElement>(".ps-catalog [data-find]")?.focus());
                },
                cut: () => {
                  const carried = design.carried();
                  if (carried?.kind === "actions") board.current?.cut(carried);
                },
              }
            : {}),
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

  const source = (
                <Suspense fallback={<Waiting text="Opening the editor" />}>
                  <SourceEditor definition={definition} selection={selection} problems={sourceProblems} readOnly={document.readOnly} shown={shown} onChange={(text) => wanted({ kind: "replaceText", text })} onSelect={select} />
                </Suspense>
  );
  const drawn = unreadable && pipeline.stages.length === 0 ? (
    <Unreadable definition={definition} reason={document.madeBy === null ? undefined : problems[0]?.message} onSource={() => setFace("source")} />
  ) : (
                <Board
                  ref={board}
                  pipeline={pipeline}
                  mode="edit"
                  strip
                  wires={wires}
                  zoom={zoom}
                  onZoom={zoomBy}
                  marked={marked}
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
                  {...(editable
                    ? {
                        onMark,
                        onPlace: design.place,
                        onConnect: design.connect,
                        onCardMenu: (action: string, anchor: DOMRect) => {
                          select({ kind: "action", action });
                          setMenu({ target: { kind: "action", action }, anchor });
                        },
                        onStageMenu: (stage: string, anchor: DOMRect) => {
                          select({ kind: "stage", stage });
                          setMenu({ target: { kind: "stage", stage }, anchor });
                        },
                        onAddStep: (stage: string) => {
                          select({ kind: "stage", stage });
                          setAddTo(true);
                        },
                      }
                    : {})}
                  onStart={document.readOnly ? undefined : (stage) => wanted({ kind: "addStage", value: { name: stage, actions: [] } })}
                />
  );

  return (
    <>
      <TopBar
        place="local"
        title={
          <>
            <span title={pipeline.name || document.name}>{pipeline.name || document.name}</span>
            {dirty ? <span className="ps-dirty" title="Not saved"> ● Not saved</span> : null}
            {worst === undefined || run ? null : (
              <button type="button" className="ps-top-problems" aria-label={`Go to the first of ${count(grave.length, worst)}`} title={grave[0]?.message} onClick={() => goProblem(grave[0])}>
                <StatusIcon status={worst === "error" ? "failed" : "warning"} />
                {count(grave.length, worst)}
              </button>
            )}
          </>
        }
        end={
          <>
            {run ? null : <EditButtons document={document} historyButton={historyButton} onHistory={setHistoryAt} onSave={save} />}
            <button type="button" className="ps-button" data-primary onClick={startRun}>
              Run
            </button>
          </>
        }
      >
        <ModeSwitch mode={route.mode} onMode={show} />
      </TopBar>
      <Conflict document={document} />
      {run ? (
        <RunView place="local" name={pipeline.name} route={route} acts={acts} />
      ) : (
        <div className="ps-split" data-side={asked !== null || choosing || inspector} data-catalog={catalogOpen && editable && face === "board" ? "" : undefined}>
          {catalogOpen && editable && face === "board" ? <Catalog types={[...catalog.values()]} onAdd={design.addAction} onRule={(rule) => board.current?.cut(rule)} onClose={() => setCatalogOpen(false)} /> : null}
          <div className="ps-work">
            <FileBar
              document={document}
              face={face}
              onFace={setFace}
              wires={wires}
              onWires={setWires}
              zoom={zoom}
              onZoom={setZoom}
              onCatalog={catalogOpen || !editable ? undefined : () => setCatalogOpen(true)}
              onAddStage={design.addStage}
              onChoose={document.madeBy === null ? undefined : () => setChoosing(!choosing)}
              onInspector={inspector ? undefined : () => setInspector(true)}
            />
            <div className="ps-stage" data-region tabIndex={-1}>
              {face === "source" ? (
                source
              ) : face === "outline" ? (
                <Outline pipeline={pipeline} mode="edit" selection={selection} problems={placed.actions} onSelect={select} onOpen={() => setInspector(true)} />
              ) : face === "both" ? (
                <div className="ps-both">
                  {drawn}
                  {source}
                </div>
              ) : (
                drawn
              )}
            </div>
            <Drawer
              tabs={[
                {
                  id: "problems",
                  label: "Problems",
                  count: all,
                  ...(worst === undefined ? {} : { tone: worst }),
                  content: (
                    <Problems
                      definition={definition}
                      listed={found.listed}
                      at={found.at}
                      checked={document.checked === history.text}
                      readOnly={document.readOnly}
                      onGo={goProblem}
                      onFix={(one) => wanted({ kind: "repair", label: one.fix ?? "Put it right", changes: one.repair })}
                      onSplit={(stage) => design.splitStage(stage)}
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
          ) : choosing && document.madeBy !== null ? (
            <div className="ps-side" data-region tabIndex={-1}>
              <MadeByPanel document={document} madeBy={document.madeBy} onClose={() => setChoosing(false)} />
            </div>
          ) : inspector ? (
            <div className="ps-side" data-region tabIndex={-1}>
              <ResourcesContext value={resources}>
                <Inspector tags={<Tags place="local" name={pipeline.name} />} tester={unreadable ? undefined : <TryTriggers declaration={declaration} />} definition={definition} target={selection} marked={document.marked} catalog={catalog} here={here} last={last} problems={problems} readOnly={document.readOnly} onEdit={wanted} onSelect={select} onShow={showText} onClose={() => setInspector(false)} onLink={(target) => void change("open", { what: "link", target })} />
              </ResourcesContext>
            </div>
          ) : null}
        </div>
      )}
      {addTo ? (
        <AddAction
          catalog={catalog}
          where={selection.kind === "action" ? `after ${findAction(pipeline, selection.action)?.name ?? ""}` : selection.kind === "stage" ? `to ${selection.stage}` : ""}
          onAdd={design.addAction}
          onClose={() => {
            setAddTo(false);
            requestAnimationFrame(() => board.current?.focus());
          }}
        />
      ) : null}
      {deleting ? <DeleteFile document={document} onClose={() => setDeleting(false)} /> : null}
      {renaming ? <DuplicateAs document={document} onClose={() => setRenaming(false)} /> : null}
      {menu === null ? null : <ActionMenu at={menu} pipeline={pipeline} acts={acts} onClose={() => setMenu(null)} />}
      {historyAt === null ? null : <HistoryList document={document} anchor={historyAt} onClose={() => setHistoryAt(null)} />}
      {run ? null : <ActsOf acts={acts} />}
      <span className="ps-hidden" role="status">{`${count(all, "problem")}`}</span>
    </>
  );
}

function ActsOf({ acts }: { readonly acts: Parameters<typeof useProvideActs>[0] }) {
  useProvideActs(acts);
  return null;
}
