import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { PlannedRelease, PreviewRollout, SkipReason } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Delay in milliseconds after the last change before the plan is requested. */
const debounceMs = 300
/** The plan is refetched, as releases change while it is shown. */
const refetchMs = 15_000

export type PlanQuery = ReturnType<typeof usePlan>

/** The effect of the rollout, requested again after each change of the draft. */
export function usePlan(body: PreviewRollout | null) {
  const text = body === null ? null : textOf(body)
  const debouncedBody = useDebounced(text)
  const query = useQuery({
    queryKey: ["rollout-plan", debouncedBody],
    enabled: debouncedBody !== null,
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
    queryFn: async ({ signal }) => {
      const previewed: PreviewRollout = JSON.parse(debouncedBody ?? "null")
      const plan = await request(api("/helm/rollouts/preview"), {
        method: "POST",
        body: previewed,
        // The request changes nothing, so the server need not remember its response.
        idempotencyKey: null,
        signal,
      })
      return { plan, body: previewed }
    },
  })
  return {
    /** The plan of the last valid draft; null until there is one. */
    plan: query.data?.plan ?? null,
    /** The request of the plan. */
    body: query.data?.body ?? null,
    /** The plan does not match the current draft (yet). */
    stale: text !== debouncedBody || query.isPlaceholderData || query.isPending,
    error: text === debouncedBody ? query.error : null,
    refetch: query.refetch,
  }
}

/** Without fields that do not affect the plan. */
function textOf({ description: _, ...body }: PreviewRollout): string {
  return JSON.stringify(body)
}

/** The last text, apart from null, once it has not changed for a moment. */
function useDebounced(value: string | null): string | null {
  const [debounced, setDebounced] = useState(value)
  useEffect(() => {
    if (value === null) return
    const timer = setTimeout(() => setDebounced(value), debounceMs)
    return () => clearTimeout(timer)
  }, [value])
  return debounced
}

type Jump = NonNullable<PlannedRelease["jump"]>
const jumps: readonly Jump[] = ["major", "minor", "patch", "prerelease"]

/** The number of planned upgrades by size of the version jump, largest first. */
export function jumpsOf(releases: readonly Pick<PlannedRelease, "jump" | "skipReason">[]): [Jump, number][] {
  const upgraded = releases.filter(({ skipReason }) => skipReason === null)
  return jumps
    .map((jump): [Jump, number] => [jump, upgraded.filter((release) => release.jump === jump).length])
    .filter(([, count]) => count > 0)
}

export function skipsOf(releases: readonly Pick<PlannedRelease, "skipReason">[]): [SkipReason, number][] {
  const counts = new Map<SkipReason, number>()
  for (const { skipReason } of releases) {
    if (skipReason !== null) counts.set(skipReason, (counts.get(skipReason) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)
}
