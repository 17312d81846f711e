import { QueryClient } from "@tanstack/react-query"
import { describe, expect, it } from "vitest"
import {
  hasGap,
  mergeLines,
  operationQuery,
  patchLine,
  patchOperation,
} from "@/components/fleet/operations/operation-live"
import { stepsOf } from "@/components/fleet/operations/operation-steps"
import type { Operation, OperationLine } from "@/lib/fleet/operations/schema"
import { runningOperation as running } from "@/tools/testing/running-operation"

const at = "2026-02-12T10:00:00Z"
const line = (seq: number): OperationLine => ({ seq, at, level: "info", text: `line ${seq}` })
describe("the live log of an operation", () => {
  it("shows each line once and in order, regardless of the order in the stream", () => {
    expect(mergeLines([line(1), line(3)], [line(2), line(3)]).map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it("detects a missing line", () => {
    expect([hasGap([line(1), line(2)]), hasGap([line(1), line(3)]), hasGap([])]).toEqual([false, true, false])
  })

  it("keeps known lines when an update contains only the state", () => {
    const client = new QueryClient()
    patchOperation(client, { ...running, lines: [line(1)] })
    patchLine(client, running.id, line(2))
    patchOperation(client, { ...running, state: "SUCCEEDED" })
    const cached = client.getQueryData(operationQuery(running.id).queryKey)
    expect([cached?.state, cached?.lines.length]).toEqual(["SUCCEEDED", 2])
  })
})

describe("stepsOf", () => {
  const states = (operation: Operation) => stepsOf(operation).map((step) => step.state)

  it("advances from queued through Helm to the end", () => {
    expect(states({ ...running, state: "QUEUED", startedAt: null })).toEqual([
      "running",
      "waiting",
      "waiting",
    ])
    expect(states(running)).toEqual(["done", "running", "waiting"])
    expect(states({ ...running, state: "SUCCEEDED" })).toEqual(["done", "done", "done"])
    expect(states({ ...running, state: "FAILED" })).toEqual(["done", "done", "failed"])
  })

  it("marks the remaining steps as stopped when the operation was cancelled in the queue", () => {
    expect(states({ ...running, state: "CANCELLED", startedAt: null })).toEqual([
      "done",
      "stopped",
      "stopped",
    ])
  })
})
