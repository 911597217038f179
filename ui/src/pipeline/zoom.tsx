/** How near the board is seen: one state and one control, for the definition and for its executions. */
import { useCallback, useState } from "react";
import type { ZoomLevel } from "../board";

const levels: readonly ZoomLevel[] = ["overview", "normal", "detail"];

export function useZoom() {
  const [zoom, setZoom] = useState<ZoomLevel>("normal");
  const zoomBy = useCallback((by: 1 | -1) => setZoom((now) => levels[levels.indexOf(now) + by] ?? now), []);
  return { zoom, setZoom, zoomBy };
}

export function ZoomPick({ zoom, onZoom }: { readonly zoom: ZoomLevel; readonly onZoom: (zoom: ZoomLevel) => void }) {
  return (
    <label className="ps-secondary">
      <span className="ps-bar-word">Zoom</span>{" "}
      <select className="ps-pick" aria-label="Zoom" title="Zoom" value={zoom} onChange={(event) => onZoom(event.target.value as ZoomLevel)}>
        <option value="overview">Overview</option>
        <option value="normal">Normal</option>
        <option value="detail">Detail</option>
      </select>
    </label>
  );
}
