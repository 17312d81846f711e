"use client"

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
  useLiveEvents(api.releaseEvents(id), (event) => applyReleaseEvent(client, id, event), {
    types,
    paused,
    onGap: () => {
      reread(client, { queryKey: ["release", id] })
      reread(client, { queryKey: ["operation"] })
    },
  })
}

/** Applies a stream event. The first event of each stream is the current state of the release. */
export function applyReleaseEvent(client: QueryClient, id: string, event: LiveEvent): void {
  if (isRelease(event)) {
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
  } else if (isOperation(event)) patchOperation(client, event.data)
  else if (isLine(event)) {
    const { operationId, ...line } = event.data
    patchLine(client, operationId, line)
  }
}

// The server validates its events against the schemas; each event type has one shape.
type Reported<Type extends string, Data> = LiveEvent & { type: Type; data: Data }

function isRelease(event: LiveEvent): event is Reported<"release", Release> {
  return event.type === "release"
}

function isOperation(event: LiveEvent): event is Reported<"operation", Operation | OperationDetail> {
  return event.type === "operation"
}

function isLine(event: LiveEvent): event is Reported<"line", OperationLine & { operationId: string }> {
  return event.type === "line"
}
