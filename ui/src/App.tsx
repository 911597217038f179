/** The window: bars and rail around the page of the route, messages, the dialogs that every page shares, and the keys. */
import { lazy, Suspense, useEffect } from "react";
import { commands, matches } from "./commands";
import { useActs } from "./state/acts";
import { useAsk } from "./state/queries";
import { currentRoute, useRoute, type Route } from "./state/route";
import { show } from "./state/theme";
import { goFile } from "./pipelines/open";
import { PipelinesPage } from "./pipelines";
import { Boundary } from "./shell/Boundary";
import { FileDrop } from "./shell/FileDrop";
import { KeySheet } from "./shell/KeySheet";
import { Messages } from "./shell/Messages";
import { NewDialog } from "./shell/NewDialog";
import { OpenDialog } from "./shell/OpenDialog";
import { Palette } from "./shell/Palette";
import { Rail } from "./shell/Rail";
import { nextRegion } from "./shell/regions";
import { StatusBar } from "./shell/StatusBar";
import { TopBar } from "./shell/TopBar";
import { Waiting } from "./shell/Waiting";
import "./shell/shell.css";

const PipelinePage = lazy(() => import("./pipeline").then(({ PipelinePage }) => ({ default: PipelinePage })));
const ApprovalsPage = lazy(() => import("./approvals").then(({ ApprovalsPage }) => ({ default: ApprovalsPage })));
const AuditPage = lazy(() => import("./audit").then(({ AuditPage }) => ({ default: AuditPage })));
const PlacesPage = lazy(() => import("./places").then(({ PlacesPage }) => ({ default: PlacesPage })));
const SettingsPage = lazy(() => import("./settings").then(({ SettingsPage }) => ({ default: SettingsPage })));

export function App() {
  const route = useRoute();
  const theme = useAsk("settings.get", {}).data?.theme;
  const open = useAsk("hello", {}).data?.open;
  useEffect(() => {
    if (theme !== undefined) show(theme);
  }, [theme]);
  useEffect(() => {
    if (open != null && currentRoute().page === "pipelines") goFile(open);
  }, [open]);
  useKeys();
  return (
    <div className="ps-app">
      <a className="ps-skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById("main")?.focus();
      }}>
        Skip to the content
      </a>
      <Rail page={route.page} />
      {route.page === "pipeline" ? null : <TopBar title={titleOf(route)} />}
      <main id="main" className="ps-main" data-page={route.page} data-region tabIndex={-1} aria-label={titleOf(route)}>
        <Messages />
        <Boundary key={JSON.stringify(route.page === "pipeline" ? route.subject : route.page)}>
          <Suspense fallback={<Waiting />}>
            <Page route={route} />
          </Suspense>
        </Boundary>
      </main>
      <StatusBar />
      <Palette />
      <KeySheet />
      <OpenDialog />
      <NewDialog />
      <FileDrop />
    </div>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case "pipelines":
      return <PipelinesPage />;
    case "pipeline":
      return <PipelinePage route={route} />;
    case "approvals":
      return <ApprovalsPage />;
    case "audit":
      return <AuditPage />;
    case "places":
      return <PlacesPage />;
    case "settings":
      return <SettingsPage />;
  }
}

function titleOf(route: Route): string {
  return { pipelines: "Pipelines", pipeline: "Pipeline", approvals: "Approvals", audit: "Audit trail", places: "Places", settings: "Settings" }[route.page];
}

/** One listener for the keys of all commands. Keys without Ctrl or Alt are left to fields, lists and dialogs. */
function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.key === "F6") {
        event.preventDefault();
        nextRegion(event.shiftKey ? -1 : 1);
        return;
      }
      const context = { route: currentRoute(), acts: useActs.getState().acts };
      const command = commands.find((one) => one.keys !== undefined && matches(event, one.keys));
      if (command === undefined) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      const typing = at?.closest("input, textarea, select, [contenteditable=true], .cm-editor") != null;
      // What a field would take for itself: no modifier, and no function key.
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.key);
      if (document.querySelector("[role=dialog]") !== null && command.name !== "save") return;
      if (typing && (plain || ((command.name === "undo" || command.name === "redo") && at?.closest(".cm-editor") == null))) return;
      if (command.board === true && at?.closest(".ps-board, [role=tree]") == null) return;
      // A setting can keep single letters for the screen reader.
      if (command.board === true && /^.$/.test(command.keys ?? "") && document.querySelector(".ps-board[data-letters=off]") !== null) return;
      if (!command.when(context)) {
        // The browser's own "save page" would only mislead.
        if (command.name === "save") event.preventDefault();
        return;
      }
      event.preventDefault();
      command.perform(context);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
