/** The pages of an audit trail. The feed makes them stale like every other answer to `trail.query`. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { TrailPage, TrailQuery } from "../generated/studio";
import { call, type Refused } from "../host";
import { keyOf } from "../state/queries";

type Question = Omit<TrailQuery, "next">;

/**
 * Asks for the newest page, then for older ones. While another question is on its way the last answer
 * stays; a component shows one place only, so that no place's calls stand under another's name.
 */
export function useTrail(question: Question) {
  return useInfiniteQuery<TrailPage, Refused, { pages: TrailPage[] }, readonly unknown[], string | null>({
    queryKey: [...keyOf("trail.query", question), "pages"],
    queryFn: ({ pageParam }) => call("trail.query", { ...question, next: pageParam }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next ?? null,
    placeholderData: keepPreviousData,
  });
}
