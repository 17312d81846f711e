import { screen } from "@testing-library/react"
import type { ReactNode } from "react"
import { beforeEach, expect, it, vi } from "vitest"
import { ActivityView } from "@/app/(console)/activity/activity-view"
import { DriftView } from "@/app/(console)/drift/drift-view"
import { ValuesView } from "@/app/(console)/values/values-view"
import { LiveProvider } from "@/components/layout/live"
import { renderUi } from "@/tools/testing/render-ui"

beforeEach(() =>
  vi.stubGlobal(
    "EventSource",
    class extends EventTarget {
      close() {}
    },
  ),
)

const summary = { total: 0, byStatus: {}, byChart: {}, byChartAndStatus: {} }

const drift = { environments: ["dev", "prod"], applications: [] }

it.each<[page: string, view: ReactNode, title: string, step: string, href: string, search?: string]>([
  ["Activity", <ActivityView key="a" />, "No activity yet", "Show how to record a deployment", "/"],
  [
    "Drift between two environments",
    <DriftView key="d" />,
    "No deployments yet",
    "Show how to record a deployment",
    "/",
    "?view=compare",
  ],
  ["Values", <ValuesView key="v" clusters={[]} canChange />, "No releases yet", "Go to tenants", "/tenants"],
])("%s of a new installation shows what to do first", async (_page, view, title, step, href, search) => {
  renderUi(
    <LiveProvider>{view}</LiveProvider>,
    {
      "GET /api/v1/helm/releases/summary": { body: summary },
      "GET /api/v1/platform/deployments/drift": { body: drift },
      "*": { body: [] },
    },
    search,
  )
  expect(await screen.findByText(title)).toBeTruthy()
  expect(screen.getByRole("link", { name: step }).getAttribute("href")).toBe(href)
})
