import { screen } from "@testing-library/react"
import type { ReactNode } from "react"
import { describe, expect, it, vi } from "vitest"
import { ActivityView } from "@/app/(console)/activity/activity-view"
import { ChartView } from "@/app/(console)/charts/[repository]/[name]/chart-view"
import { ChartsView } from "@/app/(console)/charts/charts-view"
import { DriftView } from "@/app/(console)/drift/drift-view"
import { HistoryView } from "@/app/(console)/history/history-view"
import { InsightsView } from "@/app/(console)/insights/insights-view"
import { WeekView } from "@/app/(console)/insights/weeks/[week]/week-view"
import { OverviewView } from "@/app/(console)/overview-view"
import { PromotionsView } from "@/app/(console)/promotions/promotions-view"
import { ReleasesView } from "@/app/(console)/releases/releases-view"
import { RolloutsView } from "@/app/(console)/rollouts/rollouts-view"
import { SearchView } from "@/app/(console)/search/search-view"
import { AuditView } from "@/app/(console)/settings/audit/audit-view"
import { ClustersView } from "@/app/(console)/settings/clusters/clusters-view"
import { EnvironmentsView } from "@/app/(console)/settings/environments/environments-view"
import { FreezesView } from "@/app/(console)/settings/freezes/freezes-view"
import { RequestsView } from "@/app/(console)/settings/pipelines/requests/requests-view"
import { EventSourcesView } from "@/app/(console)/settings/pipelines/sources/event-sources-view"
import { QuarantineView } from "@/app/(console)/settings/quarantine/quarantine-view"
import { RepositoriesView } from "@/app/(console)/settings/repositories/repositories-view"
import { StatusView } from "@/app/(console)/settings/status/status-view"
import { TokensView } from "@/app/(console)/settings/tokens/tokens-view"
import { UsersView } from "@/app/(console)/settings/users/users-view"
import { WebhooksView } from "@/app/(console)/settings/webhooks/webhooks-view"
import { TenantsView } from "@/app/(console)/tenants/tenants-view"
import { TimelineView } from "@/app/(console)/timeline/timeline-view"
import { ValuesView } from "@/app/(console)/values/values-view"
import RolloutForm from "@/components/fleet/rollouts/wizard/rollout-form"
import { LiveProvider } from "@/components/layout/live"
import { ShellActions } from "@/components/layout/shell-actions"
import { problem, renderUi } from "@/tools/testing/render-ui"

type Case = {
  page: string
  view: ReactNode
  /** What the page shows instead of the data that failed to load. */
  says: string[]
  /** What the page must not show, because it is unknown. */
  not?: string[]
  search?: string
}

const rights = { admin: true, record: true, readReleases: true, changeReleases: true }
const choices = { applications: [], environments: [], defaultApplication: "all", defaultEnvironment: "all" }
const now = Date.now()
const from = now - 86_400_000
const to = now

const cases: Case[] = [
  {
    page: "Overview",
    view: <OverviewView applications={[]} preferred={null} serverZone="UTC" rights={rights} />,
    says: ["Could not load the overview"],
  },
  { page: "Activity", view: <ActivityView />, says: ["Could not load activity"] },
  {
    page: "Timeline",
    view: <TimelineView lanes={[]} extent={{ first: from, last: to }} strip={{ from, to }} rights={rights} />,
    says: ["Could not load the timeline"],
  },
  {
    page: "History",
    view: <HistoryView applications={[]} environments={[]} rights={rights} />,
    says: ["Could not load deployments"],
    not: ["No deployments yet"],
  },
  {
    page: "Promotions",
    view: <PromotionsView applications={[]} stages={[]} lanes={[]} />,
    says: ["Could not load promotions"],
    not: ["No promotions yet"],
  },
  { page: "Drift", view: <DriftView />, says: ["Could not load drift"] },
  {
    page: "Insights",
    view: (
      <InsightsView
        choices={choices}
        serverZone="UTC"
        renderedAt={new Date(now).toISOString()}
        rights={rights}
      />
    ),
    says: ["Could not load insights"],
  },
  {
    page: "Week",
    view: <WeekView week="2026-W07" current="2026-W08" serverZone="UTC" />,
    says: ["Could not load the week"],
  },
  {
    page: "Quarantine",
    view: <QuarantineView canChange />,
    says: ["Could not load quarantined versions"],
    not: ["No quarantined versions"],
  },
  {
    page: "Freezes",
    view: <FreezesView choices={choices} canChange />,
    says: ["Could not load freezes"],
    not: ["No freezes yet"],
  },
  { page: "Tenants", view: <TenantsView canChange />, says: ["Could not load tenants"] },
  {
    page: "Releases",
    view: <ReleasesView canChange />,
    says: ["Could not load releases", "Could not load release counts", "Could not load version lag"],
    not: ["No releases yet"],
  },
  {
    page: "Releases as a matrix",
    view: <ReleasesView canChange />,
    search: "?view=matrix",
    says: ["Could not load installed versions"],
  },
  {
    page: "Releases by version",
    view: <ReleasesView canChange />,
    search: "?view=versions",
    says: ["Could not load installed versions"],
    not: ["No releases yet"],
  },
  {
    page: "Values",
    view: <ValuesView clusters={[]} canChange />,
    says: ["Could not load known paths"],
    not: ["No releases yet"],
  },
  { page: "Rollouts", view: <RolloutsView canChange />, says: ["Could not load rollouts"] },
  {
    page: "New rollout",
    view: <RolloutForm />,
    says: ["Could not load charts", "Could not load tenants"],
    not: ["No matching tenants; this wave does nothing."],
  },
  {
    page: "Charts",
    view: <ChartsView />,
    says: ["Could not load charts", "Could not load installed versions"],
    not: ["No charts yet"],
  },
  {
    page: "Chart",
    view: <ChartView chart={{ repository: "demo", name: "web" }} canChange />,
    says: ["Could not load the chart"],
  },
  { page: "Search", view: <SearchView rights={rights} />, search: "?q=v1.0", says: ["Search failed"] },
  { page: "Environments", view: <EnvironmentsView canChange />, says: ["Could not load environments"] },
  {
    page: "Clusters",
    view: <ClustersView canChange />,
    says: ["Could not load clusters", "Could not load unmanaged releases", "Could not load workers"],
  },
  { page: "Repositories", view: <RepositoriesView canChange />, says: ["Could not load repositories"] },
  { page: "Tokens", view: <TokensView environments={[]} />, says: ["Could not load tokens"] },
  { page: "Webhooks", view: <WebhooksView environments={[]} />, says: ["Could not load webhooks"] },
  { page: "Users", view: <UsersView />, says: ["Could not load users"] },
  { page: "Status", view: <StatusView />, says: ["Could not load the status"], not: ["Everything works"] },
  {
    page: "Event sources",
    view: <EventSourcesView environments={[]} url={null} />,
    says: ["Could not load event sources"],
    not: ["No event sources yet"],
  },
  {
    page: "Requests",
    view: <RequestsView environments={[]} senders={[]} dropped={0} />,
    says: ["Could not load requests"],
    not: ["No requests yet"],
  },
  { page: "Audit", view: <AuditView />, says: ["Could not load audit entries"] },
]

type MockResponse = ReturnType<typeof problem> | Promise<never>

class SilentEvents extends EventTarget {
  close() {}
}

function renderPage(view: ReactNode, responses: Parameters<typeof renderUi>[1], search?: string) {
  vi.stubGlobal("EventSource", SilentEvents)
  const user = { name: "Ada", email: "ada@example.test", role: "ADMIN" } as const
  return renderUi(
    <LiveProvider>
      <ShellActions user={user}>{view}</ShellActions>
    </LiveProvider>,
    responses,
    search,
  )
}

describe("A page whose data cannot be loaded", () => {
  it.each(cases)("$page: shows an error in its place, and loads it again on Retry", async (one) => {
    const { view, says, not = [], search } = one
    // Uses a status that is not retried automatically.
    let response: () => MockResponse = () => problem(400, "Broken by the test.")
    const { user, sent } = renderPage(view, { "*": () => response() }, search)
    for (const words of says) await screen.findByText(words)
    for (const words of not) expect(screen.queryByText(words)).toBeNull()

    const failed = new Set(sent.map(({ path }) => path))
    sent.length = 0
    response = () => new Promise(() => {})
    const retries = screen.getAllByRole("button", { name: "Retry" })
    for (const button of retries) await user.click(button)
    for (const words of says) expect(screen.queryByText(words)).toBeNull()
    const repeated = sent.filter(({ path }) => failed.has(path))
    expect(repeated.length).toBeGreaterThanOrEqual(retries.length)
  })
})
