import { screen, within } from "@testing-library/react"
import { expect, it } from "vitest"
import { DigestReport } from "@/components/console/digest/digest-report"
import type { Digest } from "@/lib/console/digest/schema"
import { renderUi } from "@/tools/testing/render-ui"

const share = { value: null, numerator: 0, denominator: 0 }
const figures = { reached: 12, failed: 2, rolledBack: 0, rollbackRate: share, changeFailRate: share }
const digest: Digest = {
  week: "2026-W47",
  from: "2026-11-15T23:00:00Z",
  to: "2026-11-22T23:00:00Z",
  partial: false,
  timeZone: "Europe/Berlin",
  rollbacks: [],
  failures: [],
  slowest: [],
  newApplications: [],
  releases: null,
  annotations: [],
  environments: [{ environment: "prod", figures, previous: { ...figures, reached: 6 } }],
}

it("the numbers of a week link to the deployments they count", () => {
  renderUi(<DigestReport digest={digest} />)
  const row = within(screen.getByRole("row", { name: /prod/ }))
  const hrefOf = (name: string) => {
    const link = new URL(row.getByRole("link", { name }).getAttribute("href") ?? "", "http://a.test")
    return Object.fromEntries(link.searchParams)
  }
  const week = { range: "custom", from: "2026-11-16", to: "2026-11-22", timeZone: "Europe/Berlin" }
  expect(hrefOf("12")).toEqual({ application: "*", environment: "prod", ...week, rows: "reached" })
  expect(hrefOf("2")).toMatchObject({ rows: "failed" })
  expect(row.queryByRole("link", { name: "0" })).toBeNull()
})

it("a week without deployments after an active week says so", () => {
  renderUi(<DigestReport digest={{ ...digest, environments: [] }} />)
  expect(screen.getByText(/, none the week before\./)).toBeTruthy()
})

it("a failed change is explained by its cause, without the description of Helm", () => {
  const id = "01a22837-baae-7369-9da1-dc3ddef6f68e"
  const reason = 'Release "shop" failed: context deadline exceeded'
  const error = "Deployment shop cannot pull the image."
  const release = {
    id,
    releaseName: "shop",
    tenantId: id,
    tenantName: "Acme",
    chartName: "shop",
    chartVersion: "1.0.0",
    ...({ revision: 1, operation: "INSTALL", status: "FAILED", rolledBackTo: null } as const),
  }
  const at = "2026-11-20T10:00:00Z"
  const failure = {
    kind: "release",
    at,
    by: "maya",
    why: reason,
    error,
    isRollback: false,
    deployment: null,
    release,
  } as const
  renderUi(<DigestReport digest={{ ...digest, failures: [failure] }} />)
  expect(screen.getByText(error)).toBeTruthy()
})
