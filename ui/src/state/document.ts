/**
 * Open definitions: text, model, undo history, problems, and how they stand to their files. They live as long as the
 * window, so that going to another page loses nothing. Changes are text patches only.
 */
import { create } from "zustand";
import { mergeTexts, planEdit, readAgain, readDefinition, record, redo, startHistory, undo, type ActionId, type Definition, type Edit, type Format, type History, type Roots, type Target } from "../document";
import type { Choice, MadeBy, OpenedFile, Problem } from "../generated/studio";
import { asRefused, call } from "../host";
import { change } from "./queries";
import { useView } from "./view";

/** A definition that is open, with everything done to it since. */
export interface OpenDocument {
  readonly path: string;
  readonly name: string;
  readonly format: Format;
  readonly readOnly: boolean;
  /** Of the content that the edits are based on. */
  readonly revision: string;
  /** The text as it is in the file. */
  readonly saved: string;
  readonly savedMs: number;
  readonly history: History<Target>;
  readonly definition: Definition;
  readonly selection: Target;
  /** Actions that are chosen together with the selected one. */
  readonly marked: readonly ActionId[];
  readonly editedMs: number;
  readonly problems: readonly Problem[];
  /** The text that the problems are about; null before the first check. */
  readonly checked: string | null;
  /** The file's other content, when it changed outside while there were edits here. */
  readonly theirs: OpenedFile | null;
  readonly saving: boolean;
  /** What makes the pipeline, when the text is no declaration itself. */
  readonly madeBy: MadeBy | null;
}

interface Documents {
  readonly open: Readonly<Record<string, OpenDocument>>;
}

const MERGE_MS = 600;
const CHECK_MS = 150;

/** All open documents by path. */
export const useDocuments = create<Documents>()(() => ({ open: {} }));

function get(path: string): OpenDocument | undefined {
  return useDocuments.getState().open[path];
}

function put(document: OpenDocument): void {
  useDocuments.setState((state) => ({ open: { ...state.open, [document.path]: document } }));
}

function update(path: string, part: Partial<OpenDocument>): void {
  const document = get(path);
  if (document !== undefined) put({ ...document, ...part });
}

/** Whether the text differs from the file's. */
export function isDirty(document: OpenDocument): boolean {
  return document.history.text !== document.saved;
}

/** Takes a file's content: opens it, follows it, or keeps it as theirs when there are edits here. */
export function takeFile(file: OpenedFile): void {
  const known = get(file.path);
  if (known?.revision === file.revision) {
    if (known.theirs !== null) update(file.path, { theirs: null });
    return;
  }
  if (known !== undefined && file.text === known.history.text) {
    update(file.path, { revision: file.revision, saved: file.text, savedMs: file.modifiedMs, theirs: null });
    return;
  }
  if (known !== undefined && (isDirty(known) || known.saving)) {
    if (!known.saving) update(file.path, { theirs: file });
    return;
  }
  adopt(file, known?.selection);
}

function adopt(file: OpenedFile, selection: Target = { kind: "pipeline" }): void {
  const format: Format = file.format === "yaml" ? "yaml" : "json";
  put({
    path: file.path,
    name: file.name,
    format,
    readOnly: file.readOnly,
    revision: file.revision,
    saved: file.text,
    savedMs: file.modifiedMs,
    history: startHistory<Target>(file.text),
    definition: readDefinition(file.text, format, rootsOf(file.madeBy)),
    selection,
    marked: [],
    editedMs: 0,
    problems: [],
    checked: null,
    theirs: null,
    saving: false,
    madeBy: file.madeBy ?? null,
  });
  scheduleCheck(file.path, 0);
  if (!file.readOnly) void restoreDraft(file);
}

const rootsOf = (madeBy: MadeBy | null | undefined): Roots | undefined => madeBy?.roots ?? undefined;

/** What its text is read with. */
export const choiceOf = (document: OpenDocument): Choice | null => document.madeBy?.choice ?? null;

/** Chooses what a text that makes pipelines is read with; it is remembered for the file. */
export async function choose(path: string, choice: Choice): Promise<void> {
  const before = get(path);
  if (before?.madeBy == null) return;
  update(path, { madeBy: { ...before.madeBy, choice } });
  try {
    const file = await call("files.choose", { path, choice });
    const document = get(path);
    if (document?.madeBy == null || JSON.stringify(document.madeBy.choice) !== JSON.stringify(choice)) return;
    if (document.readOnly !== file.readOnly || rootsOf(file.madeBy) === undefined) {
      adopt({ ...file, path }, document.selection);
      return;
    }
    learn(path, file.madeBy);
    scheduleCheck(path, 0);
  } catch (thrown) {
    update(path, { madeBy: before.madeBy });
    useView.getState().say({ kind: "error", text: `The choice was not taken: ${asRefused(thrown).message}` });
  }
}

/** Takes over what is known now of how the pipeline stands in its text. */
function learn(path: string, madeBy: MadeBy | null | undefined): void {
  const document = get(path);
  if (document?.madeBy == null || madeBy == null) return;
  // What cannot be read now could be before: the board keeps what it knew.
  const roots = madeBy.roots ?? document.madeBy.roots ?? undefined;
  const known = { ...(madeBy.pipelines.length > 0 ? madeBy : { ...madeBy, pipelines: document.madeBy.pipelines, chosen: document.madeBy.chosen ?? null }), roots: roots ?? null };
  if (JSON.stringify(known) === JSON.stringify(document.madeBy)) return;
  update(path, { madeBy: known, ...(document.readOnly && roots === undefined ? {} : { definition: readDefinition(document.history.text, document.format, roots) }) });
}

/** Edits that were not saved when the program ended come back as one step that can be undone. */
async function restoreDraft(file: OpenedFile): Promise<void> {
  try {
    const draft = await call("draft.get", { path: file.path });
    const document = get(file.path);
    if (draft.text == null || draft.text === file.text || document === undefined || document.history.text !== file.text) return;
    edit(file.path, { kind: "replaceText", text: draft.text, label: "Edits from before the program ended" });
    // The file has changed since: saving asks first.
    if (draft.revision !== file.revision) update(file.path, { theirs: file });
    useView.getState().say({ kind: "info", text: `${document.name} has edits that were not saved before. They are back; Undo removes them.` });
  } catch {
    // Without drafts there is nothing to bring back; the file itself is open.
  }
}

const DRAFT_MS = 500;
const drafts = new Map<string, ReturnType<typeof setTimeout>>();

/** Keeps what is not saved, soon; forgets it once nothing is left to save. */
function keepDraft(path: string): void {
  clearTimeout(drafts.get(path));
  drafts.set(
    path,
    setTimeout(() => {
      const document = get(path);
      if (document === undefined || document.readOnly) return;
      call("draft.keep", { path, text: isDirty(document) ? document.history.text : null, revision: document.revision }).catch((thrown: unknown) => {
        useView.getState().say({ kind: "warning", text: `Edits that are not saved would not survive a crash: ${asRefused(thrown).message}` });
      });
    }, DRAFT_MS),
  );
}

function setHistory(path: string, history: History<Target>, selection: Target): void {
  const document = get(path);
  if (document === undefined) return;
  put({ ...document, history, definition: readAgain(document.definition, history.text), selection, marked: [], editedMs: Date.now() });
  scheduleCheck(path, CHECK_MS);
  keepDraft(path);
}

/** Carries out an edit; one that cannot be made safely says why. */
export function edit(path: string, wanted: Edit): void {
  const document = get(path);
  if (document === undefined || document.readOnly) return;
  const plan = planEdit(document.definition, wanted);
  if (!plan.ok) {
    useView.getState().say({ kind: "error", text: plan.reason });
    return;
  }
  const after = plan.select ?? document.selection;
  const merge = Date.now() - document.editedMs < MERGE_MS;
  const history = record(document.history, { label: plan.label, patches: plan.patches, before: document.selection, after, mergeKey: plan.mergeKey }, merge);
  setHistory(path, history, after);
}

/** Takes the last step back. */
export function undoIn(path: string): void {
  const document = get(path);
  const done = document && undo(document.history);
  if (done) setHistory(path, done.history, done.mark);
}

/** Does the last step again that was taken back. */
export function redoIn(path: string): void {
  const document = get(path);
  const done = document && redo(document.history);
  if (done) setHistory(path, done.history, done.mark);
}

/** Forgets a document whose file is gone. */
export function closeDocument(path: string): void {
  clearTimeout(drafts.get(path));
  useDocuments.setState((state) => ({ open: Object.fromEntries(Object.entries(state.open).filter(([key]) => key !== path)) }));
}

/** Chooses what the inspector shows. */
export function selectIn(path: string, selection: Target, keepMarked = false): void {
  update(path, keepMarked ? { selection } : { selection, marked: [] });
}

/** Chooses several actions at once. */
export function markIn(path: string, marked: readonly ActionId[]): void {
  const document = get(path);
  if (document === undefined) return;
  const last = marked.at(-1);
  update(path, { marked, ...(last === undefined ? {} : { selection: { kind: "action", action: last } }) });
}

/** Goes back or forward to a place of the history: so many steps are done. */
export function goTo(path: string, done: number): void {
  for (let document = get(path); document !== undefined && document.history.past.length !== done; document = get(path)) {
    const before = document.history;
    if (before.past.length > done) undoIn(path);
    else redoIn(path);
    if (get(path)?.history === before) return;
  }
}

/** Writes the text to its file. True when it is there afterwards. */
export async function saveDocument(path: string): Promise<boolean> {
  const document = get(path);
  if (document === undefined || document.saving) return false;
  if (!isDirty(document)) return true;
  const { text } = document.history;
  update(path, { saving: true });
  try {
    const file = await change("files.save", { path, text, revision: document.revision });
    update(path, { saving: false, saved: text, revision: file.revision, savedMs: file.modifiedMs, theirs: null });
    keepDraft(path);
    return true;
  } catch (thrown) {
    const refused = asRefused(thrown);
    update(path, { saving: false });
    if (refused.code === "changed") {
      try {
        update(path, { theirs: await call("files.open", { path }) });
        return false;
      } catch {
        // The refusal itself says more than a second failure.
      }
    }
    useView.getState().say({ kind: "error", text: `${document.name} was not saved: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
    return false;
  }
}

/** Both changes together, when they touch different parts of the text and the result can be read. */
export function mergedIn(document: OpenDocument): string | undefined {
  if (document.theirs === null) return undefined;
  const merged = mergeTexts(document.saved, document.history.text, document.theirs.text);
  return merged !== undefined && readAgain(document.definition, merged).faults.length === 0 ? merged : undefined;
}

/** Ends a conflict: both are kept, the file's content replaces the edits, or the next save replaces the file's. */
export function settle(path: string, keep: "both" | "mine" | "theirs"): void {
  const document = get(path);
  if (document?.theirs == null) return;
  const { theirs } = document;
  if (keep === "both") {
    const merged = mergedIn(document);
    if (merged === undefined) return;
    update(path, { revision: theirs.revision, saved: theirs.text, theirs: null });
    edit(path, { kind: "replaceText", text: merged, label: "Merge what changed in the file" });
    return;
  }
  if (keep === "theirs") adopt(theirs, document.selection);
  else update(path, { revision: theirs.revision, saved: theirs.text, theirs: null });
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

function scheduleCheck(path: string, wait: number): void {
  clearTimeout(timers.get(path));
  timers.set(path, setTimeout(() => void runCheck(path), wait));
}

async function runCheck(path: string): Promise<void> {
  const document = get(path);
  if (document === undefined) return;
  const { text } = document.history;
  try {
    const declared = document.madeBy !== null && document.readOnly && rootsOf(document.madeBy) === undefined;
    // The declaration that another text makes is judged as the declaration that it is.
    const { problems, madeBy } = await call("check", { text, name: document.name, path: declared ? null : path, choice: choiceOf(document) });
    if (get(path)?.history.text !== text) return;
    update(path, { problems, checked: text });
    learn(path, madeBy);
  } catch (thrown) {
    useView.getState().say({ kind: "error", text: `The definition could not be checked: ${asRefused(thrown).message}` });
  }
}
