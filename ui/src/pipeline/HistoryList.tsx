/** Everything that was done to a definition since it was opened; choosing a step goes there and back. */
import type { OpenDocument } from "../state/document";
import { goTo } from "../state/document";
import { Menu } from "../board";

export function HistoryList({ document, anchor, onClose }: { readonly document: OpenDocument; readonly anchor: DOMRect; readonly onClose: () => void }) {
  const { past, future } = document.history;
  const steps = [...past, ...future];
  const items = [
    { label: "As it was opened", icon: past.length === 0 ? ("pin" as const) : undefined, perform: () => goTo(document.path, 0) },
    ...steps.map((step, i) => ({ label: `${i + 1}. ${step.label}`, icon: past.length === i + 1 ? ("pin" as const) : undefined, perform: () => goTo(document.path, i + 1) })),
  ];
  return <Menu label="What was done" anchor={anchor} groups={[{ title: "What was done", items: items.map(({ icon, ...one }) => (icon === undefined ? one : { ...one, icon })) }]} onClose={onClose} />;
}
