/** A small menu at a place of the window: arrow keys, type-ahead, Escape; focus goes back to where it was. */
import { Fragment, useEffect, useRef, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { Glyph, type GlyphName } from "../glyphs";

export interface MenuItem {
  readonly label: string;
  readonly icon?: GlyphName;
  /** As people read them: `Alt+↑`. */
  readonly keys?: string | undefined;
  /** Why it cannot be done now; the entry stays visible. */
  readonly disabled?: string | undefined;
  readonly perform: () => void;
}

export interface MenuGroup {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

export function Menu({ label, anchor, groups, onClose }: { readonly label: string; readonly anchor: DOMRect; readonly groups: readonly MenuGroup[]; readonly onClose: () => void }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const box = root.current;
    // It opens below its anchor, and stays in the window.
    const put = () => {
      if (!box) return;
      const { width, height } = box.getBoundingClientRect();
      box.style.left = `${Math.max(4, Math.min(anchor.left, window.innerWidth - width - 4))}px`;
      box.style.top = `${Math.max(4, Math.min(anchor.bottom + 4, window.innerHeight - height - 4))}px`;
    };
    put();
    box?.querySelector<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")?.focus();
    window.addEventListener("resize", put);
    return () => {
      window.removeEventListener("resize", put);
      if (before instanceof HTMLElement && before.isConnected && (document.activeElement === document.body || box?.contains(document.activeElement) === true)) before.focus({ preventScroll: true });
    };
  }, [anchor]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onClose();
    };
    window.addEventListener("pointerdown", outside, true);
    return () => window.removeEventListener("pointerdown", outside, true);
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    } else if (to !== undefined) {
      event.preventDefault();
      items[to % items.length]?.focus();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      order.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  };
  return createPortal(
    <div ref={root} role="menu" aria-label={label} className="ps-menu" onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
      {groups.filter((group) => group.items.length > 0).map((group, i) => (
        <Fragment key={group.title ?? i}>
          {i > 0 ? <div role="separator" className="ps-menu-line" /> : null}
          {group.title === undefined ? null : <div className="ps-menu-title">{group.title}</div>}
          {group.items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              aria-disabled={item.disabled === undefined ? undefined : true}
              title={item.disabled}
              onClick={() => {
                if (item.disabled !== undefined) return;
                onClose();
                item.perform();
              }}
            >
              {item.icon === undefined ? <span className="ps-menu-gap" /> : <Glyph name={item.icon} />}
              <span>{item.label}</span>
              {item.keys === undefined ? null : <kbd>{item.keys}</kbd>}
            </button>
          ))}
        </Fragment>
      ))}
    </div>,
    document.body,
  );
}
