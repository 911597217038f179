/**
 * The resources that the fields of an open definition could name: those that it names already, those of its setup and
 * of this computer, and those of the places that are open. Nothing is asked for before a field wants it.
 */
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { actionsOf, type Pipeline } from "../document";
import type { PlaceRow, Resources as Found } from "../generated/studio";
import { asRefused, call } from "../host";
import { findType, type Catalog, type Choices, type Resources } from "../inspector";
import { keyOf, useAsk } from "../state/queries";

/** So long an answer is offered without asking again, in milliseconds: somebody may make a resource meanwhile. */
const FRESH = 60_000;

/** The values of a kind that a pipeline names already, each once. */
export function namedIn(pipeline: Pipeline, catalog: Catalog, kind: string): string[] {
  const own = kind === "role" ? [pipeline.roleArn] : kind === "bucket" ? pipeline.artifactStores.map((store) => store.location) : [];
  const actions = actionsOf(pipeline).flatMap((action) => {
    const properties = findType(catalog, action.typeId)?.properties.filter((one) => one.resource === kind) ?? [];
    return [...properties.map((one) => action.configuration[one.name]), ...(kind === "role" ? [action.roleArn] : [])];
  });
  return [...new Set([...own, ...actions])].filter((value): value is string => value !== undefined && value !== "" && !value.includes("#{"));
}

interface Answer {
  readonly place: PlaceRow | undefined;
  readonly found: Found | undefined;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** What is offered, from what each place answered. */
export function choicesOf(named: readonly string[], answers: readonly Answer[]): Choices {
  const groups = [
    { title: "In this pipeline", choices: named.map((value) => ({ value })) },
    ...answers.map(({ place, found }) => {
      const rows = found?.rows ?? [];
      // Here every row says where it was found; in a place all are where the title says.
      const title = place === undefined ? "On this computer" : (rows[0]?.from ?? place.name);
      return { title, choices: rows.map((row) => ({ value: row.value, name: row.name ?? undefined, note: place === undefined ? row.from : undefined })) };
    }),
  ];
  const open = answers.some(({ place }) => place !== undefined);
  return {
    groups: groups.filter((group) => group.choices.length > 0),
    loading: answers.some((one) => one.loading),
    problems: answers.flatMap(({ error, place, retry }) => (error === null ? [] : [{ message: `${place === undefined ? "" : `${place.name}: `}${asRefused(error).whole}`, retry }])),
    empty: open ? "Nothing of the kind was found. Any name can be typed." : "No account is open: what is there is offered once its place is. Any name can be typed.",
    more: answers.some(({ found }) => found?.more === true),
  };
}

/** Knows the resources for the definition in a file. */
export function useResources(path: string, pipeline: Pipeline, catalog: Catalog): Resources {
  return useMemo(
    () => ({
      useChoices: (kind, within, wanted) => {
        const rows = useAsk("places.list", {}).data;
        const open = rows?.filter((row) => row.kind !== "local" && row.opened) ?? [];
        const places = [undefined, ...open];
        const answers = useQueries({
          queries: places.map((place) => {
            const args = { place: place?.id ?? "local", kind, within: within ?? null, path: place === undefined ? path : null };
            return { queryKey: keyOf("resources", args), queryFn: () => call("resources", args), enabled: wanted, staleTime: FRESH, retry: false };
          }),
        });
        return choicesOf(
          namedIn(pipeline, catalog, kind),
          answers.map(({ data, isFetching, error, refetch }, i) => ({ place: places[i], found: data, loading: isFetching && data === undefined, error, retry: () => void refetch() })),
        );
      },
    }),
    [path, pipeline, catalog],
  );
}
