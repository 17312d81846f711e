import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { afterEach, describe, expect, it } from "vitest"
import { applyReleaseEvent } from "@/components/fleet/releases/use-release-events"
import type { Operation, OperationDetail } from "@/lib/fleet/operations/schema"
import { runningOperation as running } from "@/tools/testing/running-operation"

const at = "2026-02-12T10:00:00Z"
const releaseId = running.releaseId ?? ""
const succeeded: Operation = {
  ...running,
  state: "SUCCEEDED",
  revision: 1,
  finishedAt: at,
  cancellable: false,
}
const lines = [1, 2].map((seq) => ({ seq, at, level: "info" as const, text: `line ${seq}` }))

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** The operation panel of a release page, with responses from the test. */
function openPanel() {
  const client = new QueryClient()
  const reads: ((operation: OperationDetail) => void)[] = []
  const queryKey = ["operation", running.id]
  const queryFn = () => new Promise<OperationDetail>((resolve) => reads.push(resolve))
  stops.push(new QueryObserver(client, { queryKey, queryFn, retry: false }).subscribe(() => {}))
  const stream = (type: string, data: unknown) => applyReleaseEvent(client, releaseId, { type, id: "", data })
  const respond = async (operation: OperationDetail) => {
    reads.shift()?.(operation)
    for (let tick = 0; tick < 20; tick++) await Promise.resolve()
  }
  const shown = () => {
    const cached = client.getQueryData<OperationDetail>(queryKey)
    return [cached?.state, cached?.lines.length]
  }
  const deployed = { id: releaseId, status: "DEPLOYED", revision: 1, operation: null }
  return { stream, respond, shown, deployed }
}

describe("end of an operation on a release page", () => {
  it("is shown when the operation ended between the page load and the start of the stream", async () => {
    const { stream, respond, shown, deployed } = openPanel()
    await respond({ ...running, lines: lines.slice(0, 1) })
    stream("release", deployed)
    await respond({ ...succeeded, lines })
    expect(shown()).toEqual(["SUCCEEDED", 2])
  })

  it("is shown when the stream starts during the first read of the operation", async () => {
    const { stream, respond, shown, deployed } = openPanel()
    stream("release", deployed)
    await respond({ ...running, lines: [] })
    await respond({ ...succeeded, lines })
    expect(shown()).toEqual(["SUCCEEDED", 2])
  })

  it("is shown when it is streamed during an older read", async () => {
    const { stream, respond, shown, deployed } = openPanel()
    stream("release", { ...deployed, status: "PENDING_INSTALL", operation: { id: running.id } })
    stream("operation", { ...succeeded, lines })
    stream("release", deployed)
    await respond({ ...running, lines: lines.slice(0, 1) })
    await respond({ ...succeeded, lines })
    expect(shown()).toEqual(["SUCCEEDED", 2])
  })

  it("is shown when it is streamed after all reads", async () => {
    const { stream, respond, shown, deployed } = openPanel()
    await respond({ ...running, lines: lines.slice(0, 1) })
    stream("release", { ...deployed, status: "PENDING_INSTALL", operation: { id: running.id } })
    stream("line", { operationId: running.id, ...lines[1] })
    stream("operation", succeeded)
    expect(shown()).toEqual(["SUCCEEDED", 2])
  })

  it("is kept when an older event arrives later", async () => {
    const { stream, respond, shown } = openPanel()
    await respond({ ...succeeded, lines })
    stream("operation", running)
    expect(shown()).toEqual(["SUCCEEDED", 2])
  })
})
