/** The top bar: the place, what the page puts there, and the theme. */
import type { ReactNode } from "react";
import { useAsk } from "../state/queries";
import { go } from "../state/route";
import { switchTheme } from "../state/theme";
import { useView } from "../state/view";

/** The role or user that an ARN names. */
function roleOf(arn: string | null | undefined): string | undefined {
  return /:(?:assumed-role\/([^/]+)|(?:role|user)\/(?:.*\/)?([^/]+)$)/.exec(arn ?? "")?.slice(1).find((name) => name !== undefined);
}

export function TopBar({ title, children, place, end }: { readonly title: ReactNode; readonly children?: ReactNode; readonly place?: string; readonly end?: ReactNode }) {
  const chosen = useView((view) => view.place);
  const setPlace = useView((view) => view.setPlace);
  const places = useAsk("places.list", {}).data?.filter((row) => row.opened || row.id === "local") ?? [];
  const at = place ?? chosen;
  const row = places.find((one) => one.id === at && one.id !== "local");
  const who = row === undefined ? [] : [row.account, row.region, roleOf(row.arn)].filter((part) => part != null && part !== "");
  return (
    <header className="ps-top" data-region tabIndex={-1}>
      <span className="ps-place">
        <span className="ps-lamp" data-tone="success" aria-hidden />
        <select
          aria-label="Place"
          value={at}
          onChange={(event) => {
            if (event.target.value === "+") go({ page: "places" });
            else {
              setPlace(event.target.value);
              go({ page: "pipelines" });
            }
          }}
        >
          {places.some((row) => row.id === "local") ? null : <option value="local">This computer</option>}
          {places.map((row) => (
            <option key={row.id} value={row.id}>
              {row.id === "local" ? "This computer" : row.name}
            </option>
          ))}
          {places.some((row) => row.id === at) || at === "local" ? null : <option value={at}>{at}</option>}
          <option value="+">Other places…</option>
        </select>
        {who.length === 0 ? null : (
          <span className="ps-place-who ps-clip" title={row?.arn ?? undefined}>
            {who.join(" · ")}
          </span>
        )}
      </span>
      <h1 className="ps-top-title ps-clip" title={typeof title === "string" ? title : undefined}>{title}</h1>
      {children}
      <span className="ps-top-space" />
      {end}
      <button type="button" className="ps-icon-button" aria-label="Switch between light and dark" title="Switch between light and dark" onClick={() => void switchTheme()}>
        <svg width={18} height={18} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.5} aria-hidden>
          <circle cx="10" cy="10" r="6.5" />
          <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
        </svg>
      </button>
    </header>
  );
}
