import { useQuery } from "@tanstack/react-query"
import { act, screen } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { LiveProvider, useDeploymentEvent, useLive } from "@/components/layout/live"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"

beforeEach(() => {
  FakeSource.opened = []
  vi.stubGlobal("EventSource", FakeSource)
})

const read = vi.fn<() => Promise<number>>()

function Releases() {
  const { data } = useQuery({ queryKey: ["releases"], queryFn: read })
  useReadAfterChange("release", ["releases"], 0)
  return <p>Read {data} times</p>
}

const received = vi.fn<(id: string) => void>()

function Deployments() {
  useDeploymentEvent(({ id }) => received(id))
  return null
}

function Pause() {
  const { paused, setPaused } = useLive()
  return (
    <button type="button" onClick={() => setPaused(!paused)}>
      {paused ? "Resume" : "Pause"}
    </button>
  )
}

function DeploymentsWhilePaused() {
  return useLive().paused && <Deployments />
}

function renderConsole() {
  let reads = 0
  read.mockImplementation(async () => ++reads)
  received.mockClear()
  return renderUi(
    <LiveProvider after="start">
      <Releases />
      <Deployments />
      <Pause />
    </LiveProvider>,
  )
}

const send = async (event: string, id: string) => act(async () => FakeSource.newest().send(event, {}, id))

describe("The live updates of the console", () => {
  it("come from one stream, which starts at the position of the page", () => {
    renderConsole()
    expect(FakeSource.opened.map(({ url }) => url)).toEqual(["/api/v1/events?after=start"])
  })

  it("refresh only queries of their subject", async () => {
    renderConsole()
    await screen.findByText("Read 1 times")
    await send("deployment.recorded", "1")
    await send("tenant.updated", "2")
    await send("release.updated", "3")
    await screen.findByText("Read 2 times")
    await send("deployment.updated", "4")
    expect(received.mock.calls).toEqual([["1"], ["4"]])
    expect(read).toHaveBeenCalledTimes(2)
  })

  it("refresh everything when the server cannot list the changes", async () => {
    renderConsole()
    await screen.findByText("Read 1 times")
    await send("resync", "1")
    await screen.findByText("Read 2 times")
    expect(received).not.toHaveBeenCalled()
  })

  it("stop while paused, and refresh everything afterwards", async () => {
    const { user } = renderConsole()
    await screen.findByText("Read 1 times")
    await user.click(screen.getByRole("button", { name: "Pause" }))
    expect(FakeSource.newest().readyState).toBe(FakeSource.CLOSED)
    await user.click(screen.getByRole("button", { name: "Resume" }))
    await screen.findByText("Read 2 times")
    expect(FakeSource.opened).toHaveLength(2)
  })

  it("apply to a page that opens shortly afterwards with older data", async () => {
    received.mockClear()
    const { user } = renderUi(
      <LiveProvider>
        <DeploymentsWhilePaused />
        <Pause />
      </LiveProvider>,
    )
    await send("deployment.recorded", "1")
    await send("release.updated", "2")
    expect(received).not.toHaveBeenCalled()
    await user.click(screen.getByRole("button", { name: "Pause" }))
    await vi.waitFor(() => expect(received.mock.calls).toEqual([["1"]]))
  })
})
