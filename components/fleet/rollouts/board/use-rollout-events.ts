import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { rolloutQuery } from "@/components/fleet/rollouts/rollout-queries"
import { useLive } from "@/components/layout/live"
import { useChange } from "@/components/ui/use-api-mutation"
import type { RolloutAction, RolloutDetail } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { setChangedData, setLiveData } from "@/lib/web/client/live-query"
import { type LiveEvent, useLiveEvents } from "@/lib/web/client/live-stream"
import { request } from "@/lib/web/client/request"

const types = ["rollout"] as const

/**
 * Subscribes to one rollout from the version that was first loaded; each event contains the changes since.
 * A restarted stream sends all of those changes again, so a gap loses nothing.
 */
export function useRolloutEvents({ id, changes }: RolloutDetail): void {
  const client = useQueryClient()
  const { paused } = useLive()
  const { queryKey } = rolloutQuery(id)
  const [after] = useState(changes)
  useLiveEvents(
    api("/helm/rollouts/{id}/events", id, { after }),
    (event) => {
      if (!isRollout(event)) return
      const { data } = event
      setLiveData<RolloutDetail>(
        client,
        queryKey,
        (before) => before && { ...data, releases: patchReleases(before.releases, data.releases) },
      )
    },
    { types, paused },
  )
}

// The server validates its events against the schema.
function isRollout(event: LiveEvent): event is LiveEvent & { data: RolloutDetail } {
  return event.type === "rollout"
}

/** Replaces the changed releases in place; the others stay identical objects. */
export function patchReleases<T extends { releaseId: string }>(before: T[], changes: readonly T[]): T[] {
  if (changes.length === 0) return before
  const changed = new Map(changes.map((release) => [release.releaseId, release]))
  return before.map((release) => changed.get(release.releaseId) ?? release)
}

/** `etag`: of the rollout as the user saw it; without one the change is unconditional. */
interface RolloutChange {
  action: RolloutAction
  reason?: string
  etag?: string | null
}

const doneMessages: Record<RolloutAction, string> = {
  pause: "Rollout paused. Running upgrades will finish.",
  resume: "Rollout resumed. The failure count was reset.",
  abort: "Rollout aborted. Running upgrades will finish.",
  rollback: "Rollback started",
}

/** Requests a change of a rollout; the response is its new state. */
export function useChangeRollout(id: string) {
  const client = useQueryClient()
  const { queryKey } = rolloutQuery(id)
  return useChange(
    ({ action, reason, etag }: RolloutChange) =>
      request(api(`/helm/rollouts/{id}/${action}`, id), {
        method: "POST",
        body: reason ? { reason } : {},
        ...(etag && { headers: { "if-match": etag } }),
      }),
    {
      invalidates: [["rollouts"]],
      toast: (_rollout, { action }) => doneMessages[action],
      onSuccess: (rollout) => setChangedData(client, queryKey, rollout),
      // Another user changed the rollout first, so the shown state is stale.
      onError: () => void client.invalidateQueries({ queryKey }),
    },
  )
}
