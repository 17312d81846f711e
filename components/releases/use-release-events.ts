"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useLive } from "@/components/layout/live"
import { patchLine, patchOperation } from "@/components/operations/operation-live"
import { releaseQuery } from "@/components/releases/release-queries"
import type { LiveEvent } from "@/lib/api/live-stream"
import { useLiveEvents } from "@/lib/api/use-live-events"
import type { Operation, OperationDetail, OperationLine } from "@/lib/operations/schema"
import { api } from "@/lib/paths"
import type { Release } from "@/lib/releases/schema"

const types = ["release", "operation", "line"] as const

/** Follows one release: its state, and every line of what is done to it. */
export function useReleaseEvents(id: string): void {
  const client = useQueryClient()
  const { paused } = useLive()

  function onEvent(event: LiveEvent) {
    if (isRelease(event)) {
      const before = client.getQueryData(releaseQuery(id).queryKey)
      client.setQueryData(releaseQuery(id).queryKey, event.data)
      if (before?.revision !== event.data.revision || before.status !== event.data.status) readRest()
    } else if (isOperation(event)) patchOperation(client, event.data)
    else if (isLine(event)) {
      const { operationId, ...line } = event.data
      patchLine(client, operationId, line)
    }
  }

  function readRest() {
    void client.invalidateQueries({ queryKey: ["release", id, "history"] })
    void client.invalidateQueries({ queryKey: ["release", id, "resources"] })
    void client.invalidateQueries({ queryKey: ["tenant-releases"] })
    void client.invalidateQueries({ queryKey: ["releases"] })
  }

  useLiveEvents(api.releaseEvents(id), onEvent, {
    types,
    paused,
    onGap: () => {
      void client.invalidateQueries({ queryKey: ["release", id] })
      void client.invalidateQueries({ queryKey: ["operation"] })
    },
  })
}

// What our own server streams is what its schemas say; each kind of event has one shape.
type Told<Type extends string, Data> = LiveEvent & { type: Type; data: Data }

function isRelease(event: LiveEvent): event is Told<"release", Release> {
  return event.type === "release"
}

function isOperation(event: LiveEvent): event is Told<"operation", Operation | OperationDetail> {
  return event.type === "operation"
}

function isLine(event: LiveEvent): event is Told<"line", OperationLine & { operationId: string }> {
  return event.type === "line"
}
