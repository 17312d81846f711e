"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import type { Rollout, RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { setChangedData } from "@/lib/web/client/live-query"
import { request } from "@/lib/web/client/request"

export type RolloutAction = Rollout["actions"][number]

/** `etag`: of the rollout as the person saw it; without one it is changed as it is. */
interface RolloutChange {
  action: RolloutAction
  reason?: string
  etag?: string | null
}

/** Requests a change of a rollout; the response is its new state. */
export function useChangeRollout(id: string, onDone: (action: RolloutAction) => void) {
  const client = useQueryClient()
  const { queryKey } = rolloutQuery(id)
  return useMutation({
    mutationFn: ({ action, reason, etag }: RolloutChange) =>
      request<RolloutDetail>(api.rolloutChange(id, action), {
        method: "POST",
        body: reason ? { reason } : {},
        ...(etag && { headers: { "if-match": etag } }),
      }),
    onSuccess: (rollout, { action }) => {
      setChangedData(client, queryKey, rollout)
      void client.invalidateQueries({ queryKey: ["rollouts"] })
      onDone(action)
    },
    // Another user changed the rollout first, so the shown state is stale.
    onError: () => void client.invalidateQueries({ queryKey }),
  })
}
