/**
 * CodeMirror as a React component: a text, its problems, a marked range. The text is the caller's:
 * what is typed is told, what comes from outside is taken over as a small change that keeps the cursor.
 */
import { defaultKeymap, history as ownHistory, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, RangeSetBuilder, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, type DecorationSet } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { diffText, type Format, type Span } from "../document";
import "./source.css";

/** A problem with its place in the text, in UTF-16 offsets. */
export interface TextProblem extends Span {
  readonly message: string;
  readonly severity: "error" | "warning" | "hint";
}

export interface CodeViewProps {
  readonly text: string;
  readonly format: Format;
  readonly label: string;
  readonly readOnly?: boolean;
  readonly problems?: readonly TextProblem[] | undefined;
  /** Lines to mark: what is selected on the board. */
  readonly marked?: Span | undefined;
  /** Brings this offset into view when it changes. */
  readonly reveal?: number | undefined;
  readonly onChange?: ((text: string) => void) | undefined;
  /** The cursor moved by the person's hand. */
  readonly onCursor?: ((offset: number) => void) | undefined;
  /** Without a history of the caller, the editor keeps its own undo. */
  readonly keepHistory?: boolean;
}

/** Changes that come from the caller are not told back. */
const fromOutside = Annotation.define<boolean>();
const setMarked = StateEffect.define<Span | undefined>();

const markedLine = Decoration.line({ class: "ps-cm-marked" });
const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let marks = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarked)) continue;
      const builder = new RangeSetBuilder<Decoration>();
      const { doc } = transaction.state;
      if (effect.value && effect.value.from <= doc.length) {
        const first = doc.lineAt(effect.value.from).number;
        const last = doc.lineAt(Math.min(effect.value.to, doc.length)).number;
        for (let line = first; line <= last; line++) builder.add(doc.line(line).from, doc.line(line).from, markedLine);
      }
      marks = builder.finish();
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--ps-accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ps-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: "var(--ps-pin)" },
  { tag: tags.comment, color: "var(--ps-secondary)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--ps-secondary)" },
  { tag: tags.invalid, color: "var(--ps-error)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--ps-ground)", color: "var(--ps-text)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--ps-mono)", fontVariantLigatures: "none", lineHeight: "18px" },
  ".cm-content": { caretColor: "var(--ps-text)" },
  ".cm-cursor": { borderLeftColor: "var(--ps-text)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--ps-lane)", color: "var(--ps-secondary)", borderRight: "1px solid var(--ps-hairline)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ps-selected) 50%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--ps-selected)", color: "var(--ps-text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--ps-accent) 25%, transparent) !important" },
  ".cm-panels": { backgroundColor: "var(--ps-panel)", color: "var(--ps-text)", borderColor: "var(--ps-divider)" },
  ".cm-tooltip": { backgroundColor: "var(--ps-popover)", color: "var(--ps-text)", border: "1px solid var(--ps-popover-border)", borderRadius: "8px", overflow: "hidden" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--ps-lane)", border: "1px solid var(--ps-card-border)", color: "var(--ps-secondary)" },
});

const language = (format: Format): Extension => (format === "json" ? json() : yaml());

export function CodeView(props: CodeViewProps) {
  const { text, format, label, readOnly = false, problems, marked, reveal } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const told = useRef(props);
  const parts = useRef({ language: new Compartment(), access: new Compartment() });
  useEffect(() => {
    told.current = props;
  });

  useEffect(() => {
    if (!host.current) return;
    const { language: languagePart, access } = parts.current;
    const first = told.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.text,
        extensions: [
          lineNumbers(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          drawSelection(),
          codeFolding(),
          foldGutter(),
          bracketMatching(),
          indentOnInput(),
          lintGutter(),
          search({ top: true }),
          highlightSelectionMatches(),
          markedLines,
          syntaxHighlighting(colours),
          look,
          ...(first.keepHistory === true ? [ownHistory(), keymap.of(historyKeymap)] : []),
          keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap]),
          EditorState.tabSize.of(2),
          EditorView.contentAttributes.of({ "aria-label": first.label, spellcheck: "false", tabindex: "0" }),
          languagePart.of(language(first.format)),
          access.of([EditorState.readOnly.of(first.readOnly === true), EditorView.editable.of(first.readOnly !== true)]),
          EditorView.updateListener.of((update) => {
            if (update.transactions.some((transaction) => transaction.annotation(fromOutside) === true)) return;
            if (update.docChanged) told.current.onChange?.(update.state.doc.toString());
            if (update.docChanged || update.selectionSet) told.current.onCursor?.(update.state.selection.main.head);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const now = editor.state.doc.toString();
    // The editor's line breaks are always \n: compare in its terms.
    const wanted = text.replace(/\r\n?/g, "\n");
    if (now === wanted) return;
    editor.dispatch({ changes: diffText(now, wanted).map(({ from, to, insert }) => ({ from, to, insert })), annotations: fromOutside.of(true) });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.language.reconfigure(language(format)) });
  }, [format]);

  useEffect(() => {
    view.current?.dispatch({
      effects: parts.current.access.reconfigure([EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly), EditorView.contentAttributes.of({ "aria-label": label })]),
    });
  }, [readOnly, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const clamp = (offset: number) => Math.max(0, Math.min(length, toEditor(text, offset)));
    const diagnostics: Diagnostic[] = (problems ?? []).map(({ from, to, message, severity }) => ({
      from: clamp(from),
      to: Math.max(clamp(from), clamp(to)),
      message,
      severity: severity === "hint" ? "info" : severity,
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [problems, text]);

  const markedFrom = marked?.from;
  const markedTo = marked?.to;
  useEffect(() => {
    const range = markedFrom === undefined || markedTo === undefined ? undefined : { from: toEditor(text, markedFrom), to: toEditor(text, markedTo) };
    view.current?.dispatch({ effects: setMarked.of(range) });
  }, [markedFrom, markedTo, text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || reveal === undefined) return;
    const at = Math.min(editor.state.doc.length, toEditor(told.current.text, reveal));
    editor.dispatch({ effects: EditorView.scrollIntoView(at, { y: "start", yMargin: 48 }) });
  }, [reveal]);

  return <div ref={host} className="ps-code" />;
}

/** An offset of a text with \r\n in the editor's terms. */
function toEditor(text: string, offset: number): number {
  if (!text.includes("\r")) return offset;
  return text.slice(0, offset).replace(/\r\n?/g, "\n").length;
}
