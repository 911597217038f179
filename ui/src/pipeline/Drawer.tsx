/** The drawer under the board: tabs and one panel. */
import { type KeyboardEvent, type ReactNode } from "react";
import { Glyph } from "../glyphs";
import { useView, type DrawerTab } from "../state/view";

export interface DrawerPart {
  readonly id: DrawerTab;
  readonly label: string;
  readonly count?: number;
  readonly tone?: "error" | "warning";
  readonly content: ReactNode;
}

export function Drawer({ tabs, small = false }: { readonly tabs: readonly DrawerPart[]; readonly small?: boolean }) {
  const open = useView((view) => view.drawerOpen);
  const setOpen = useView((view) => view.setDrawerOpen);
  const tab = useView((view) => view.drawerTab);
  const showTab = useView((view) => view.showTab);
  const current = tabs.find((one) => one.id === tab) ?? tabs[0];
  if (current === undefined) return null;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    showTab(next.id);
    document.getElementById(`ps-tab-${next.id}`)?.focus();
  };
  return (
    <section className="ps-drawer" data-open={open} data-small={small} aria-label="Drawer" data-region tabIndex={-1}>
      <div className="ps-drawer-head">
        <div role="tablist" aria-label="Drawer" onKeyDown={onKeyDown}>
          {tabs.map((one) => (
            <button key={one.id} id={`ps-tab-${one.id}`} type="button" role="tab" aria-selected={one === current && open} aria-controls="ps-drawer-panel" tabIndex={one === current ? 0 : -1} onClick={() => showTab(one.id)}>
              {one.label}
              {one.count ? (
                <span className="ps-count" data-tone={one.tone}>
                  {one.count}
                </span>
              ) : null}
            </button>
          ))}
        </div>
        <span className="ps-top-space" />
        <button type="button" className="ps-icon-button" aria-label={open ? "Close the drawer" : "Open the drawer"} aria-expanded={open} data-turned={!open} onClick={() => setOpen(!open)}>
          <Glyph name="chevron" />
        </button>
      </div>
      {open ? (
        <div id="ps-drawer-panel" role="tabpanel" aria-labelledby={`ps-tab-${current.id}`} className="ps-drawer-panel">
          {current.content}
        </div>
      ) : null}
    </section>
  );
}
