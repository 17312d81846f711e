"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useLive } from "@/components/layout/live"
import { rolloutQuery } from "@/components/rollouts/rollout-queries"
import type { LiveEvent } from "@/lib/api/live-stream"
import { useLiveEvents } from "@/lib/api/use-live-events"
import { api } from "@/lib/paths"
import type { RolloutDetail } from "@/lib/rollouts/schema"

const types = ["rollout"] as const

/** Follows one rollout: each event is all of it. */
export function useRolloutEvents(id: string): void {
  const client = useQueryClient()
  const { paused } = useLive()
  const { queryKey } = rolloutQuery(id)
  useLiveEvents(
    api.rolloutEvents(id),
    (event) => {
      if (isRollout(event)) client.setQueryData(queryKey, event.data)
    },
    { types, paused, onGap: () => void client.invalidateQueries({ queryKey }) },
  )
}

// What our own server streams is what its schema says.
function isRollout(event: LiveEvent): event is LiveEvent & { data: RolloutDetail } {
  return event.type === "rollout"
}
