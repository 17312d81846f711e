import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { chartColumns } from "@/app/(console)/charts/charts-view"
import type { Chart } from "@/lib/fleet/charts/schema"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { renderUi } from "@/tools/testing/render-ui"

const chart: Chart = {
  repository: "demo",
  name: "api",
  latestVersion: "3.0.0-rc.1",
  latestAppVersion: null,
  versions: 4,
  description: null,
  icon: null,
  deprecated: false,
  listedAt: "2026-01-01T00:00:00Z",
}
const version = (chartVersion: string, releases: number, versionsBehind: number): FleetVersion => ({
  repository: "demo",
  chartName: "api",
  chartVersion,
  releases,
  versionsBehind,
  byStatus: { DEPLOYED: releases },
  newestVersion: "2.0.0",
  supersededAt: null,
})

it("links to the installed releases of a chart, and to exactly those that are behind", () => {
  const versions = [version("2.0.0", 5, 0), version("1.1.0", 2, 1), version("1.0.0", 1, 2)]
  const column = chartColumns(versions).find(({ id }) => id === "installed")
  renderUi(column?.cell?.(chart))
  const hrefOf = (name: string) => screen.getByRole("link", { name }).getAttribute("href")
  expect(hrefOf("8 releases")).toBe("/releases?chartName=demo%2Fapi&installed=true")
  expect(hrefOf("3 behind")).toBe("/releases?chartName=demo%2Fapi&olderThan=2.0.0")
})
