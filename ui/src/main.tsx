import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyAppearance } from "./theme";

applyAppearance("system");
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<StrictMode>Pipesmith</StrictMode>);
