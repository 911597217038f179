import type { Command } from "./types";
import { go } from "../state/route";

export const goAuditCommand: Command = {
  name: "go-audit",
  label: "Go to Audit trail",
  icon: "lint",
  keys: "Alt+3",
  when: () => true,
  perform: () => go({ page: "audit" }),
};
