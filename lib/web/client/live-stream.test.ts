import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { type LiveEvent, type LiveState, openLiveStream } from "@/lib/web/client/live-stream"
import { FakeSource } from "@/tools/testing/fake-event-source"

let states: LiveState[]
let events: LiveEvent[]
const { newest } = FakeSource
const onGap = vi.fn()
const onLost = vi.fn()

function open() {
  return openLiveStream({
    url: "/events",
    types: ["deployment.recorded"],
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    onGap,
    onLost,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal("EventSource", FakeSource)
  FakeSource.opened = []
  states = []
  events = []
  onGap.mockClear()
  onLost.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it("passes each event with its id and parsed data", () => {
  open()
  newest().onopen?.()
  newest().send("deployment.recorded", { id: "d1" }, "7")
  expect(events).toEqual([{ type: "deployment.recorded", id: "7", data: { id: "d1" } }])
  expect(states).toEqual(["connecting", "live"])
  expect(onGap).not.toHaveBeenCalled()
})

it("lets the browser reconnect a lost connection, and reports the gap", () => {
  open()
  newest().onopen?.()
  newest().fail(false)
  newest().onopen?.()
  expect(states).toEqual(["connecting", "live", "reconnecting", "live"])
  expect(onGap).toHaveBeenCalledTimes(1)
  expect(FakeSource.opened).toHaveLength(1)
})

it("reports a gap when the server sends resync", () => {
  open()
  newest().onopen?.()
  newest().send("resync", {})
  expect(onGap).toHaveBeenCalledTimes(1)
})

it("retries a refused stream with increasing delays", () => {
  open()
  newest().fail(true)
  expect(onLost).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1_300)
  expect(FakeSource.opened).toHaveLength(2)
  newest().fail(true)
  vi.advanceTimersByTime(1_300)
  expect(FakeSource.opened).toHaveLength(2)
  vi.advanceTimersByTime(1_300)
  expect(FakeSource.opened).toHaveLength(3)
})

it("does not reconnect after it is closed", () => {
  const close = open()
  newest().fail(true)
  close()
  vi.advanceTimersByTime(60_000)
  expect(FakeSource.opened).toHaveLength(1)
})
