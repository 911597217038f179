import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { chooseHost, provideHost } from "./host";
import { connectFeed, onFeed, queries } from "./state/queries";
import { show } from "./state/theme";
import { sayNotice } from "./state/view";

show("system");

async function start(): Promise<void> {
  // `vite` alone has no program behind it: a scripted world stands in. VITE_HOST=http asks a running `serve --ui`.
  if (import.meta.env.DEV && import.meta.env["VITE_HOST"] !== "http" && !("__TAURI_INTERNALS__" in window)) {
    const { fakeHost } = await import("./host/fake");
    const query = new URLSearchParams(window.location.search);
    provideHost(fakeHost({ empty: query.has("empty"), broken: query.has("broken"), gaps: query.has("gaps"), alive: query.has("alive"), theme: query.get("theme") ?? "light" }));
  } else await chooseHost();
  connectFeed();
  onFeed(({ notice }) => {
    if (notice != null) sayNotice(notice);
  });
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
