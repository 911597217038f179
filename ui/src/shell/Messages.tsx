/** Results that stay until they are read. */
import Flashbar from "@cloudscape-design/components/flashbar";
import { useAsk } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";
import { Told } from "./Told";

export function Messages() {
  const all = useView((view) => view.messages);
  const waiting = useAsk("approvals.list", {}).data;
  // What was decided meanwhile, here or elsewhere, asks for nothing any more.
  const messages = all.filter((message) => message.decision !== true || waiting === undefined || waiting.some((row) => row.execution === message.execution));
  const dismiss = useView((view) => view.dismiss);
  if (messages.length === 0) return null;
  return (
    <div className="ps-messages" data-region tabIndex={-1}>
      <Flashbar
        items={messages.map((message) => ({
          id: String(message.id),
          type: message.kind,
          header: message.text,
          content: message.detail === undefined ? undefined : <Told text={message.detail} />,
          dismissible: true,
          dismissLabel: `Dismiss: ${message.text}`,
          ariaRole: message.kind === "error" || message.kind === "warning" ? ("alert" as const) : ("status" as const),
          onDismiss: () => dismiss(message.id),
          ...(message.go === undefined ? {} : { buttonText: message.go.label, onButtonClick: () => {
            go(message.go?.to ?? "#/");
            dismiss(message.id);
          } }),
        }))}
      />
    </div>
  );
}
