/** The text of what is selected, and nothing else of the file. Leaving the editor tells the change. */
import { useState } from "react";
import { nodeAt, reindent, type Definition, type Edit, type Path } from "../document";
import { CodeView } from "../source/CodeView";

export interface TextPartProps {
  readonly definition: Definition;
  readonly path: Path;
  readonly title: string;
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
}

export default function TextPart({ definition, path, title, readOnly, onEdit }: TextPartProps) {
  const node = nodeAt(definition.syntax.root, path);
  const slice = node ? reindent(definition.text, node).text : "";
  const [draft, setDraft] = useState<string | undefined>(undefined);
  if (!node) return <p className="ps-empty-line">This part of the text cannot be read.</p>;
  const commit = () => {
    if (draft === undefined || draft === slice) return;
    setDraft(undefined);
    onEdit({ kind: "replaceText", text: reindent(definition.text, node).replace(draft), label: `Edit the source of ${title}` });
  };
  return (
    <div className="ps-text-part" onBlur={commit}>
      <CodeView text={slice} format={definition.format} readOnly={readOnly} label={`Source of ${title}`} onChange={setDraft} />
    </div>
  );
}
