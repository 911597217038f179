/** The pipeline as a picture (SVG, light) and in sentences: for documents, change requests and screen readers. Pure. */
import { measures, right } from "./geometry";
import { layout } from "./layout";
import { describeAction } from "./meaning";
import { findAction, type Pipeline } from "./model";
import { stepsOf } from "./flow";
import { textWidth } from "./text-width";

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/** A text that fits a width, in px, with an ellipsis when it is cut. */
function fit(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end)}…`, size) > width) end--;
  return `${text.slice(0, end)}…`;
}

/** The whole board as an SVG document of its own, without fonts or links to load. */
export function pictureOf(pipeline: Pipeline): string {
  const board = layout(pipeline, { mode: "run" });
  const parts: string[] = [];
  const text = (x: number, y: number, size: number, weight: number, color: string, words: string, width: number) =>
    parts.push(`<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}">${escape(fit(words, size, width))}</text>`);
  for (const lane of board.lanes) {
    const stage = pipeline.stages[lane.index];
    const { x, y, width } = lane.rect;
    parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${board.height - 2 * measures.margin}" rx="10" fill="#f6f6f9" stroke="#ebebf0"/>`);
    text(x + 10, y + 22, 14, 700, "#0f141a", stage?.name ?? "", width - 20);
    for (const band of lane.bands) text(x + 10, band.rect.y + 18, 11, 400, "#656871", `${band.runOrder}${band.parallel ? " parallel" : ""}`, width - 20);
    if (lane.index > 0) parts.push(`<path d="M${x - measures.gutter / 2} ${y + 6}l10 10l-10 10l-10 -10z" fill="#fff" stroke="#8c8c94"/>`);
  }
  for (const wire of board.wires) {
    if (wire.long) continue;
    parts.push(`<path d="${wire.path}" fill="none" stroke="#8c8c94" stroke-width="1.5"/>`);
  }
  for (const cell of board.cells) {
    const { x, y, width, height } = cell.rect;
    parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="#fff" stroke="#c6c6cd"/>`);
    const action = cell.kind === "action" ? findAction(pipeline, cell.id) : undefined;
    text(x + 10, y + 24, 13, 600, "#0f141a", action?.name ?? `${cell.actions.length} actions`, width - 20);
    text(x + 10, y + 44, 12, 400, "#656871", action ? describeAction(action) : "in parallel", width - 20);
  }
  for (const stub of board.stubs) {
    const { x, y } = stub.rect;
    text(x, y + 12, 11, 400, "#656871", stub.end === "producer" ? `${stub.name} ▸ ${stub.target}` : `◂ ${stub.name}`, right(stub.rect) - x);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${board.width}" height="${board.height}" viewBox="0 0 ${board.width} ${board.height}" font-family="Open Sans, Helvetica, Arial, sans-serif" role="img"><title>${escape(pipeline.name)}</title><desc>${escape(narrate(pipeline))}</desc><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
}

/** The pipeline in sentences. */
export function narrate(pipeline: Pipeline): string {
  const several = (names: readonly string[]) => (names.length <= 1 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`);
  const sentences = [`${pipeline.name || "The pipeline"} has ${pipeline.stages.length} stage${pipeline.stages.length === 1 ? "" : "s"}: ${several(pipeline.stages.map((stage) => stage.name)) || "none"}.`];
  for (const stage of pipeline.stages) {
    const steps = stepsOf(stage.actions).map(({ actions }, i) => {
      const names = several(actions.map((action) => `${action.name} (${describeAction(action)})`));
      return `${i === 0 ? "" : "then "}${names}${actions.length > 1 ? " in parallel" : ""}`;
    });
    const conditions = [stage.conditions.entry ? "rules must hold before it begins" : "", stage.conditions.failure === undefined ? "" : `on failure it does ${stage.conditions.failure.toLowerCase()}`, stage.conditions.success ? "rules must hold after it" : ""].filter((one) => one !== "");
    sentences.push(`${stage.name} runs ${steps.join(", ") || "nothing"}${conditions.length > 0 ? `; ${conditions.join("; ")}` : ""}.`);
  }
  return sentences.join(" ");
}
