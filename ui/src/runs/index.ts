/** What an execution left behind and why it failed: logs, artifacts, variables. Decides nothing and changes nothing. */
import "./runs.css";

export { ArtifactsTab } from "./ArtifactsTab";
export { AutomationTab, TryTriggers } from "./AutomationTab";
export { LogDrawer } from "./LogDrawer";
export { TestsTab } from "./TestsTab";
export { countWords } from "./tests";
export { VariablesTab } from "./VariablesTab";
export { WhyFailed } from "./WhyFailed";
