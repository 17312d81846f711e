import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import {
  patchLine,
  patchOperation,
  rereadEndedOperations,
} from "@/components/fleet/operations/operation-live"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { useLive } from "@/components/layout/live"
import type { Operation, OperationDetail, OperationLine } from "@/lib/fleet/operations/schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { reread, setLiveData } from "@/lib/web/client/live-query"
import { type LiveEvent, useLiveEvents } from "@/lib/web/client/live-stream"

const types = ["release", "operation", "line"] as const

export function useReleaseEvents(id: string): void {
  const client = useQueryClient()
  const { paused } = useLive()
  useLiveEvents(
    api("/helm/releases/{releaseId}/events", id),
    (event) => applyReleaseEvent(client, id, event),
    {
      types,
      paused,
      onGap: () => {
        reread(client, { queryKey: ["release", id] })
        reread(client, { queryKey: ["operation"] })
      },
    },
  )
}

/** Applies a stream event. The first event of each stream is the current state of the release. */
export function applyReleaseEvent(client: QueryClient, id: string, event: LiveEvent): void {
  if (!isReleaseEvent(event)) return
  if (event.type === "operation") patchOperation(client, event.data)
  else if (event.type === "line") {
    const { operationId, ...line } = event.data
    patchLine(client, operationId, line)
  } else {
    const { queryKey } = releaseQuery(id)
    const before = client.getQueryData(queryKey)
    setLiveData(client, queryKey, () => event.data)
    rereadEndedOperations(client, id, event.data.operation?.id ?? null)
    if (before?.revision === event.data.revision && before.status === event.data.status) return
    for (const queryKey of [
      ["release", id, "history"],
      ["release", id, "resources"],
      ["tenant-releases"],
      ["releases"],
    ])
      reread(client, { queryKey })
  }
}

type ReleaseEvent =
  | { type: "release"; data: Release }
  | { type: "operation"; data: Operation | OperationDetail }
  | { type: "line"; data: OperationLine & { operationId: string } }

// The server validates its events against the schemas; each event type has one shape.
const isReleaseEvent = (event: LiveEvent): event is LiveEvent & ReleaseEvent =>
  types.some((type) => type === event.type)
