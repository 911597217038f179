import type { Command } from "./types";
import { useView } from "../state/view";

export const drawerCommand: Command = {
  name: "drawer",
  label: "Show or hide the drawer",
  icon: "layers",
  keys: "Ctrl+J",
  when: ({ route }) => route.page === "pipeline",
  perform: () => {
    const view = useView.getState();
    view.setDrawerOpen(!view.drawerOpen);
  },
};
