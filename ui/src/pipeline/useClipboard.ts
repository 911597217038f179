/** The clipboard of the page: copy, cut and paste of stages and actions as text, wherever no field has the focus. */
import { useEffect } from "react";
import type { Design } from "../state/design";
import { useView } from "../state/view";

export function useClipboard(design: Design | undefined): void {
  useEffect(() => {
    if (design === undefined) return;
    const elsewhere = (event: Event) => {
      const at = event.target instanceof Element ? event.target : document.activeElement;
      return at?.closest("input, textarea, select, [contenteditable=true], .cm-editor, [role=dialog]") != null || (document.getSelection()?.toString() ?? "") !== "";
    };
    const copied = (event: ClipboardEvent) => {
      const text = design.text();
      if (elsewhere(event) || text === "" || !event.clipboardData) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      if (event.type === "cut") design.remove();
    };
    const pasted = (event: ClipboardEvent) => {
      if (elsewhere(event) || !event.clipboardData) return;
      const text = event.clipboardData.getData("text/plain");
      if (text.trim() === "") return;
      event.preventDefault();
      if (!design.paste(text)) useView.getState().say({ kind: "warning", text: "The clipboard holds neither stages nor actions of a pipeline." });
    };
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  }, [design]);
}
