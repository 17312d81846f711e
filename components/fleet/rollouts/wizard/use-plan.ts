"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { PreviewRollout, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Milliseconds without a change before the plan is asked for. */
const waitMs = 300
/** Releases change under a plan that is looked at for long. */
const againMs = 15_000

export interface AskedPlan {
  /** Of the last draft that could be read; null while there was none. */
  plan: RolloutPlan | null
  /** What the plan was made for. */
  body: PreviewRollout | null
  /** It is not that of the draft as it stands, or not yet. */
  stale: boolean
  error: unknown
  retry: () => void
}

/** What the rollout would do, asked again whenever the draft has come to rest. */
export function usePlan(body: PreviewRollout | null): AskedPlan {
  const wanted = useWanted(body)
  const asked = useSettled(wanted)
  const query = useQuery({
    queryKey: ["rollout-plan", asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
    queryFn: async ({ signal }) => {
      const previewed: PreviewRollout = JSON.parse(asked ?? "null")
      const plan = await request<RolloutPlan>(api.rolloutPreview(), {
        method: "POST",
        body: previewed,
        // It changes nothing, so nothing need be remembered of it.
        idempotencyKey: null,
        signal,
      })
      return { plan, body: previewed }
    },
  })
  return {
    plan: query.data?.plan ?? null,
    body: query.data?.body ?? null,
    stale: body === null || wanted !== asked || query.isPlaceholderData || query.isPending,
    error: body === null || wanted !== asked ? null : query.error,
    retry: () => void query.refetch(),
  }
}

/** The last draft that could be read, without what changes nothing of the plan. */
function useWanted(body: PreviewRollout | null): string | null {
  const [last, setLast] = useState<string | null>(null)
  if (body === null) return last
  const { description: _, ...rest } = body
  const text = JSON.stringify(rest)
  if (text !== last) setLast(text)
  return text
}

function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
