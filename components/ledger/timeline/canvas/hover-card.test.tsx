import { screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { createViewStore, type Hover } from "@/components/ledger/timeline/data/view-store"
import { buildMarker } from "@/tools/testing/build-marker"
import { renderUi } from "@/tools/testing/render-ui"
import { HoverCard } from "./hover-card"

const hour = 3_600_000
const segment = {
  application: "cards",
  environment: "prod",
  imageTag: "v1",
  deploymentId: "id",
  from: 0,
  to: 8 * hour,
}

function renderCard(hover: Hover) {
  const store = createViewStore({ from: 0, to: 24 * hour })
  store.set({ hover })
  renderUi(<HoverCard store={store} top={0} />)
}

describe("HoverCard", () => {
  it("shows which version ran, and for how long", () => {
    renderCard({ x: 0, y: 0, kind: "segment", segment, count: 1 })
    expect(screen.getByText("v1")).toBeTruthy()
    expect(screen.getByText("cards · prod")).toBeTruthy()
    expect(screen.getByText("Ran for 8 h")).toBeTruthy()
  })

  it("shows that a version is still running", () => {
    const from = Date.now() - 2 * hour
    renderCard({ x: 0, y: 0, kind: "segment", segment: { ...segment, from, to: from + 9 * hour }, count: 1 })
    expect(screen.getByText(/^Running for 2 h/)).toBeTruthy()
    expect(screen.getByText(/– now$/)).toBeTruthy()
  })

  it("counts versions that are too close to draw", () => {
    renderCard({ x: 0, y: 0, kind: "segment", segment, count: 12 })
    expect(screen.getByText("12 versions in short succession")).toBeTruthy()
  })

  it("relates a failure and a rollback to what ran before", () => {
    const failed = buildMarker({ imageTag: "v2", status: "FAILED" })
    renderCard({ x: 0, y: 0, kind: "marker", marker: failed, on: segment })
    expect(screen.getByText(/^Failed to replace/).textContent).toBe("Failed to replace v1")
    renderCard({
      x: 0,
      y: 0,
      kind: "marker",
      marker: { ...failed, status: "DEPLOYED", isRollback: true },
      on: segment,
    })
    expect(screen.getByText(/^Replaced/).textContent).toBe("Replaced v1")
  })
})
