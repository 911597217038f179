/** Wires, ports and gates' lines as one drawing over the lanes; it takes no pointer events. */
import { memo } from "react";
import type { BoardLayout, Wire } from "../document";
import { measures } from "../document";

export interface WiresProps {
  readonly board: BoardLayout;
  readonly wires: readonly Wire[];
  /** Links whose wires are lit. */
  readonly lit: ReadonlySet<number>;
  /** The rest fades while a trail is looked at. */
  readonly fade: boolean;
}

export const Wires = memo(function Wires({ board, wires, lit, fade }: WiresProps) {
  const isLit = (wire: Wire) => wire.links.some((link) => lit.has(link));
  const ordered = [...wires].sort((a, b) => Number(isLit(a)) - Number(isLit(b)));
  return (
    <svg className="ps-wires" width={board.width} height={board.height} aria-hidden>
      {board.gates.map((gate) => (
        <path
          key={gate.stage}
          className="ps-gate-line"
          d={`M${gate.x - measures.gutter / 2} ${gate.y}h8M${gate.x + measures.gutter / 2} ${gate.y}h-8`}
        />
      ))}
      {ordered.map((wire) => (
        <WirePath key={wire.id} wire={wire} state={isLit(wire) ? "lit" : fade ? "faded" : undefined} />
      ))}
    </svg>
  );
});

function WirePath({ wire, state }: { readonly wire: Wire; readonly state: "lit" | "faded" | undefined }) {
  const start = wire.points[0];
  const end = wire.points.at(-1);
  if (!start || !end) return null;
  const head =
    wire.head === "right" ? `M${end.x} ${end.y}l-6 -4v8z` : `M${end.x} ${end.y}l-4 -6h8z`;
  return (
    <g className="ps-wire" data-state={state} data-long={wire.long ? "" : undefined}>
      <path className="ps-wire-line" d={wire.path} />
      <path className="ps-wire-head" d={head} />
      <circle className="ps-wire-port" cx={start.x} cy={start.y} r={3.5} />
    </g>
  );
}
