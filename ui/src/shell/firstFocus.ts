/** Puts the focus where a dialog's work begins: a modal gives it to its close button, where Enter only closes. */
import { useEffect, useRef, type RefObject } from "react";

export function useFirstFocus<E extends HTMLElement>(): RefObject<E | null> {
  const field = useRef<E>(null);
  useEffect(() => {
    field.current?.focus();
    // The modal moves the focus once more when its own effects run.
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return field;
}
