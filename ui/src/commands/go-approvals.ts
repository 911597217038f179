import type { Command } from "./types";
import { go } from "../state/route";

export const goApprovalsCommand: Command = {
  name: "go-approvals",
  label: "Go to Approvals",
  icon: "approval",
  keys: "Alt+2",
  when: () => true,
  perform: () => go({ page: "approvals", token: null }),
};
