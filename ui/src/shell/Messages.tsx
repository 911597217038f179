/** Results that stay until they are read. */
import Flashbar from "@cloudscape-design/components/flashbar";
import { go } from "../state/route";
import { useView } from "../state/view";

export function Messages() {
  const messages = useView((view) => view.messages);
  const dismiss = useView((view) => view.dismiss);
  if (messages.length === 0) return null;
  return (
    <div className="ps-messages" data-region tabIndex={-1}>
      <Flashbar
        items={messages.map((message) => ({
          id: String(message.id),
          type: message.kind,
          header: message.text,
          content: message.detail,
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
