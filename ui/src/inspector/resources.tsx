/**
 * Resources that a field could name. Who knows them is told by a context: the inspector itself asks nobody, and
 * without the context its fields are plain.
 */
import { createContext, useContext, useState } from "react";
import { TextField, type TextFieldProps } from "./fields";

/** Something that a field could hold. */
export interface Choice {
  /** What stands in the definition. */
  readonly value: string;
  /** What people know it by, when that is something else. */
  readonly name?: string | undefined;
  /** Where it was found. */
  readonly note?: string | undefined;
}

/** What a field could hold, by where it was found. */
export interface Choices {
  readonly groups: readonly { readonly title: string; readonly choices: readonly Choice[] }[];
  readonly loading: boolean;
  readonly problems: readonly { readonly message: string; readonly retry: () => void }[];
  /** What is said when nothing was found. */
  readonly empty: string;
  /** There are more than were told. */
  readonly more: boolean;
}

/** Knows resources. */
export interface Resources {
  /** A hook: the resources of a kind, `within` what they belong to. Nothing is asked for before it is wanted. */
  readonly useChoices: (kind: string, within: string | undefined, wanted: boolean) => Choices | undefined;
}

export const ResourcesContext = createContext<Resources>({ useChoices: () => undefined });

export interface ResourceFieldProps extends Omit<TextFieldProps, "choices" | "onWanted"> {
  /** The kind, as the catalog has it: `build-project`. */
  readonly resource: string;
  readonly within?: string | undefined;
}

/** A text that names a resource: those that exist are offered, any other can be typed. */
export function ResourceField({ resource, within, ...field }: ResourceFieldProps) {
  const [wanted, setWanted] = useState(false);
  const choices = useContext(ResourcesContext).useChoices(resource, within, wanted);
  return <TextField {...field} choices={choices} onWanted={() => setWanted(true)} />;
}
