"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { patchReleases } from "@/components/fleet/rollouts/board/patch-releases"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { useLive } from "@/components/layout/live"
import type { RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { setLiveData } from "@/lib/web/client/live-query"
import type { LiveEvent } from "@/lib/web/client/live-stream"
import { useLiveEvents } from "@/lib/web/client/use-live-events"

const types = ["rollout"] as const

/**
 * Subscribes to one rollout from the version that was first loaded, null until then; each event contains the changes since.
 * A restarted stream sends all of those changes again, so a gap loses nothing.
 */
export function useRolloutEvents(id: string, changes: number | null): void {
  const client = useQueryClient()
  const { paused } = useLive()
  const { queryKey } = rolloutQuery(id)
  const [after, setAfter] = useState(changes)
  if (after === null && changes !== null) setAfter(changes)
  useLiveEvents(
    api.rolloutEvents(id, { after }),
    (event) => {
      if (!isRollout(event)) return
      const { data } = event
      setLiveData<RolloutDetail>(
        client,
        queryKey,
        (before) => before && { ...data, releases: patchReleases(before.releases, data.releases) },
      )
    },
    { types, paused: paused || after === null },
  )
}

// The server validates its events against the schema.
function isRollout(event: LiveEvent): event is LiveEvent & { data: RolloutDetail } {
  return event.type === "rollout"
}
