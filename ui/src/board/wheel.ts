/** Ctrl and the wheel step through the levels of zoom; the wheel alone scrolls, as everywhere. */
import { useEffect, type RefObject } from "react";

/** So far the wheel turns, in px, for one step: a notch of a mouse, a pinch of a trackpad. */
const notch = 60;

export function useWheelZoom(scroller: RefObject<HTMLElement | null>, onZoom: ((by: 1 | -1) => void) | undefined): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null || onZoom === undefined) return;
    let turned = 0;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      // Else the whole page would grow.
      event.preventDefault();
      turned = Math.sign(turned) === Math.sign(event.deltaY) ? turned + event.deltaY : event.deltaY;
      if (Math.abs(turned) < notch) return;
      onZoom(turned < 0 ? 1 : -1);
      turned = 0;
    };
    // React listens passively, which cannot keep the page from growing.
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [scroller, onZoom]);
}
