import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import VersionGraphs from "@/components/fleet/releases/fleet/version-graphs"
import { renderUi } from "@/tools/testing/render-ui"

it("without releases, the version graphs link to where charts are installed", () => {
  renderUi(<VersionGraphs versions={[]} chartName={null} onVersion={vi.fn()} canChange />)
  expect(screen.getByText("No releases yet")).toBeTruthy()
  expect(screen.getByRole("link", { name: "Go to tenants" }).getAttribute("href")).toBe("/tenants")
})

it("without releases of the chosen chart, the version graphs name the chart", () => {
  renderUi(<VersionGraphs versions={[]} chartName="demo/redis" onVersion={vi.fn()} canChange />)
  expect(screen.getByText("No releases of demo/redis")).toBeTruthy()
})
