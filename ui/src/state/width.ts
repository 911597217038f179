/** How wide the window is. */
import { useSyncExternalStore } from "react";

const query = "(min-width: 1200px)";

function subscribe(onChange: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}

/** There is room beside the board for more than the inspector. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
