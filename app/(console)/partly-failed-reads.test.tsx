import { screen } from "@testing-library/react"
import type { ReactNode } from "react"
import { expect, it, vi } from "vitest"
import { ChartView } from "@/app/(console)/charts/[repository]/[name]/chart-view"
import { DeploymentView } from "@/app/(console)/deployments/[id]/deployment-view"
import { DriftView } from "@/app/(console)/drift/drift-view"
import { OverviewView } from "@/app/(console)/overview-view"
import { ReleaseView } from "@/app/(console)/releases/[id]/release-view"
import { TenantView } from "@/app/(console)/tenants/[id]/tenant-view"
import { LiveProvider } from "@/components/layout/live"
import { ShellActions } from "@/components/layout/shell-actions"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import { api } from "@/lib/platform/paths"
import { buildDeployment } from "@/tools/testing/build-deployment"
import { buildRelease } from "@/tools/testing/build-release"
import { buildTenant } from "@/tools/testing/build-tenant"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { problem, renderUi } from "@/tools/testing/render-ui"

type Case = {
  page: string
  view: ReactNode
  search?: string
  /** The bodies of what does load, by path. */
  loaded?: Record<string, unknown>
  /** What the page shows instead of the data that failed to load. */
  says: string[]
  /** What the page must not show, because it is unknown. */
  not?: string[]
}

const id = "01900000-0000-7000-8000-000000000000"
const rights = { admin: true, record: true, readReleases: true, changeReleases: true }
const counts = Object.fromEntries(laneConditions.map((condition) => [condition, 0]))
const prod = { environment: "prod", rank: 1, production: true, verdict: "running", counts, applications: 1 }
const chartVersion = {
  repository: "demo",
  name: "web",
  version: "1.1.0",
  appVersion: null,
  description: null,
  createdAt: null,
  digest: null,
  deprecated: false,
  prerelease: false,
  quarantine: null,
}

const acme = buildTenant()

const cases: Case[] = [
  {
    page: "Overview with its environments",
    view: <OverviewView applications={[]} preferred={null} serverZone="UTC" rights={rights} />,
    loaded: {
      [api("/platform/overview")]: {
        application: null,
        environments: [{ ...prod, behind: 0, current: null, drift: null, next: null, pending: 0 }],
        attention: [],
      },
    },
    says: [
      "Could not load release counts",
      "Could not load releases that need attention",
      "Could not load metrics",
      "Could not load activity",
    ],
    not: ["No failed, stuck or outdated deployments.", "No releases yet.", "No deployments yet."],
  },
  {
    page: "Drift with its matrix",
    view: <DriftView />,
    loaded: { [api("/platform/deployments/drift")]: { environments: ["dev", "prod"], applications: [] } },
    says: ["Could not load the services"],
  },
  {
    page: "Deployment with its record",
    view: <DeploymentView id={id} rights={rights} />,
    loaded: { [api("/platform/deployments/{id}", id)]: buildDeployment({ id }) },
    says: ["Could not load tenants", "Could not load the promotion path", "Could not load the audit log"],
  },
  {
    page: "Tenant with its fields",
    view: <TenantView id={acme.id} canChange />,
    loaded: { [api("/tenants/{id}", acme.id)]: acme },
    says: ["Could not load releases", "Could not load the history"],
    not: ["No releases for this tenant", "No history yet"],
  },
  {
    page: "Release with its fields",
    view: <ReleaseView id={id} canChange />,
    loaded: { [api("/helm/releases/{releaseId}", id)]: buildRelease({ id }) },
    says: ["Could not load the history"],
  },
  {
    page: "Chart with its versions",
    view: <ChartView chart={{ repository: "demo", name: "web" }} canChange />,
    search: "?part=versions",
    loaded: {
      [api("/helm/charts/{repository}/{name}", "demo", "web")]: [chartVersion],
      [api("/helm/charts/{repository}/{name}/{version}", "demo", "web", "1.1.0")]: {
        ...chartVersion,
        valuesYaml: "",
        values: {},
        schema: null,
        readme: null,
        kubeVersion: null,
        dependencies: [],
      },
    },
    says: ["Could not load installed versions"],
  },
]

it.each(cases)("$page: shows an error in place of what cannot be loaded, until Retry", async (one) => {
  const { view, says, not = [], search, loaded = {} } = one
  vi.stubGlobal("EventSource", FakeSource)
  const loads = Object.entries(loaded).map(([path, body]) => [`GET ${path}`, { body }])
  let response: () => ReturnType<typeof problem> | Promise<never> = () => problem(400, "Broken by the test.")
  const { user } = renderUi(
    <LiveProvider>
      <ShellActions user={{ name: "Ada", email: "ada@example.test", role: "ADMIN" }}>{view}</ShellActions>
    </LiveProvider>,
    { ...Object.fromEntries(loads), "*": () => response() },
    search,
  )
  for (const words of says) await screen.findByText(words)
  for (const words of not) expect(screen.queryByText(words)).toBeNull()

  response = () => new Promise(() => {})
  for (const button of screen.getAllByRole("button", { name: "Retry" })) await user.click(button)
  for (const words of says) expect(screen.queryByText(words)).toBeNull()
})
