import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { afterEach, expect, test, vi } from "vitest"
import { builtInKinds } from "../kinds"
import { selectionOf } from "../list-objects"
import { Store } from "../store"
import { streamWatch } from "./watch-stream"

afterEach(() => vi.useRealTimers())

test("a watch that timed out sends nothing more to a client that still reads what was sent", () => {
  vi.useFakeTimers()
  const [type] = builtInKinds
  if (type === undefined) throw new Error("Expected a kind.")
  // Without a connection nothing is read, so the response does not close.
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const failures: Error[] = []
  response.on("error", (error) => failures.push(error))
  const query = new URLSearchParams({ timeoutSeconds: "20", allowWatchBookmarks: "true" })
  const present = { kind: { kind: "Namespace", apiVersion: "v1" }, one: () => ({}) }
  streamWatch({
    cluster: { store: new Store(null) },
    selection: selectionOf(type, null, query),
    query,
    response,
    present,
  })
  vi.advanceTimersByTime(20_000)
  expect(response.writableEnded).toBe(true)
  const write = vi.spyOn(response, "write")
  vi.advanceTimersByTime(60_000)
  expect(write).not.toHaveBeenCalled()
  expect(failures).toEqual([])
})
