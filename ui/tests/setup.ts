/** What jsdom lacks and the components ask for. Files that need a document say so in their first line. */
import { afterEach } from "vitest";

const nothing = () => undefined;

if (typeof window !== "undefined") {
  const { cleanup } = await import("@testing-library/react");
  afterEach(cleanup);
  if (!("matchMedia" in window)) {
    Object.defineProperty(window, "matchMedia", { value: (query: string) => ({ matches: false, media: query, addEventListener: nothing, removeEventListener: nothing }) });
  }
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  // jsdom parses no CSS, so it has neither of these.
  globalThis.CSS ??= { escape: (text: string) => text.replace(/["\\]/g, "\\$&") } as typeof CSS;
  for (const name of ["scrollIntoView", "scrollTo"]) if (!(name in Element.prototype)) Object.defineProperty(Element.prototype, name, { value: nothing });
}
