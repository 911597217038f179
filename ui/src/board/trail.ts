/** What is lit: the trail that is pinned or pointed at, else the own wires of the selection; and which wires show. */
import { useEffect, useMemo, useState } from "react";
import { trailOf, trailOfArtifact, type ActionId, type BoardLayout, type Cell, type Trail } from "../document";
import type { WireMode } from "./types";

/** What a trail is looked at from. */
export type Look = { readonly at: "action"; readonly id: ActionId } | { readonly at: "artifact"; readonly name: string };

export function sameLook(a: Look | undefined, b: Look | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.at === "action" ? b.at === "action" && a.id === b.id : b.at === "artifact" && a.name === b.name;
}

/** Above this many visible wires, Auto shows only the selected action's. */
const mostWires = 150;
const noLinks: ReadonlySet<number> = new Set();

interface Lit {
  readonly trail: Trail | undefined;
  /** Indexes of the flow's links. */
  readonly lit: ReadonlySet<number>;
  readonly visible: BoardLayout["wires"];
}

/** `pinned`: the long wires of the trail show, too. */
export function useLit(board: BoardLayout, look: Look | undefined, selected: ActionId | undefined, wires: WireMode, pinned: boolean): Lit {
  const trail = useMemo((): Trail | undefined => {
    if (!look) return undefined;
    const found = look.at === "action" ? trailOf(board.flow, look.id) : trailOfArtifact(board.flow, look.name);
    // An action without artifacts has no trail: fading all others would say nothing.
    return found.links.size === 0 ? undefined : found;
  }, [look, board]);
  const own = useMemo(() => {
    if (selected === undefined) return noLinks;
    return new Set(board.flow.links.flatMap((link, i) => (link.from === selected || link.to === selected ? [i] : [])));
  }, [board, selected]);
  const lit = trail?.links ?? own;
  const visible = useMemo(() => {
    const near = board.wires.filter((wire) => !wire.long);
    const only = wires === "selection" || (wires === "auto" && near.length > mostWires);
    if (wires === "off") return [];
    if (wires === "all") return board.wires;
    if (only) return board.wires.filter((wire) => wire.links.some((link) => lit.has(link)));
    return pinned ? board.wires.filter((wire) => !wire.long || wire.links.some((link) => lit.has(link))) : near;
  }, [board, wires, lit, pinned]);
  return { trail, lit, visible };
}

/** How long a look must rest on something before the rest of the board fades. */
const REST_MS = 400;

/** A trail that has been looked at for a while, or is wanted at once: walking over cards must not draw all of them anew. */
export function useRested(trail: Trail | undefined, atOnce: boolean): Trail | undefined {
  const [rested, setRested] = useState<Trail | undefined>(undefined);
  useEffect(() => {
    if (trail === undefined || atOnce) return undefined;
    const timer = setTimeout(() => setRested(trail), REST_MS);
    return () => clearTimeout(timer);
  }, [trail, atOnce]);
  return atOnce || rested === trail ? trail : undefined;
}

/** What an action, or a stack of them, is in a trail. */
export function partIn(trail: Trail | undefined, look: Look | undefined, cell: Cell): "start" | "ancestor" | "descendant" | "off" | undefined {
  if (!trail) return undefined;
  if (cell.actions.some((id) => look?.at === "action" && look.id === id)) return "start";
  if (cell.actions.some((id) => trail.ancestors.has(id))) return "ancestor";
  if (cell.actions.some((id) => trail.descendants.has(id))) return "descendant";
  return "off";
}
