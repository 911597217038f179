/** The rail: where one can go, and how many approvals wait. */
import { Glyph, type GlyphName } from "../glyphs";
import { useAsk } from "../state/queries";
import { formatRoute, type Route } from "../state/route";
import { useView } from "../state/view";
import { Logo } from "./Logo";

interface Stop {
  readonly label: string;
  readonly icon: GlyphName;
  readonly to: Route;
}

const stops: readonly Stop[] = [
  { label: "Pipelines", icon: "pipeline", to: { page: "pipelines" } },
  { label: "Approvals", icon: "approval", to: { page: "approvals", token: null } },
  { label: "Audit trail", icon: "lint", to: { page: "audit" } },
  { label: "Places", icon: "server", to: { page: "places" } },
];
const settings: Stop = { label: "Settings", icon: "sliders", to: { page: "settings" } };

export function Rail({ page }: { readonly page: Route["page"] }) {
  const waiting = useAsk("approvals.list", {}).data?.length ?? 0;
  const setPalette = useView((view) => view.setPalette);
  const link = ({ label, icon, to }: Stop) => {
    const here = to.page === page || (to.page === "pipelines" && page === "pipeline");
    const count = label === "Approvals" ? waiting : 0;
    const name = count > 0 ? `${label}, ${count} waiting` : label;
    return (
      <a key={label} className="ps-rail-stop" href={formatRoute(to)} aria-current={here ? "page" : undefined} aria-label={name} title={name}>
        <Glyph name={icon} size={20} />
        {count > 0 ? <span className="ps-rail-count" aria-hidden>{count > 99 ? "99+" : count}</span> : null}
      </a>
    );
  };
  return (
    <nav className="ps-rail" aria-label="Views" data-region tabIndex={-1}>
      <a className="ps-rail-logo" href="#/" aria-label="Pipesmith: start page">
        <Logo size={24} />
      </a>
      {stops.map(link)}
      <span className="ps-rail-space" />
      <button type="button" className="ps-rail-stop" aria-label="Command palette" title="Command palette (Ctrl+K)" onClick={() => setPalette(true)}>
        <svg width={20} height={20} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" aria-hidden>
          <circle cx="9" cy="9" r="5.5" />
          <path d="M13.2 13.2L17 17" />
        </svg>
      </button>
      {link(settings)}
    </nav>
  );
}
