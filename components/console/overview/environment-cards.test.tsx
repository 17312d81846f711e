import { screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { describe, expect, it } from "vitest"
import { EnvironmentCards } from "@/components/console/overview/environment-cards"
import type { Overview, OverviewEnvironment } from "@/lib/console/overview/schema"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import { renderUi } from "@/tools/testing/render-ui"

const current = {
  deploymentId: "0198c0de-0000-7000-8000-000000000000",
  application: "platform",
  imageTag: "v1",
  deployedAt: "2026-01-01T00:00:00Z",
  initiatedBy: "ada",
}
const counts = (fields: Partial<OverviewEnvironment["counts"]> = {}) =>
  ({
    ...Object.fromEntries(laneConditions.map((condition) => [condition, 0])),
    running: 1,
    ...fields,
  }) as OverviewEnvironment["counts"]
const stage = (
  environment: string,
  rank: number | null,
  fields: Partial<OverviewEnvironment> = {},
): OverviewEnvironment => ({
  environment,
  rank,
  production: false,
  applications: 1,
  behind: 0,
  pending: 0,
  current,
  drift: null,
  next: null,
  verdict: "running",
  counts: counts(),
  ...fields,
})

function renderCards(
  environments: OverviewEnvironment[],
  { application, at }: { application: string | null; at: string | null } = {
    application: "platform",
    at: null,
  },
) {
  const overview: Overview = { application, environments, attention: [] }
  renderUi(<EnvironmentCards overview={overview} at={at} />)
  return (environment: string) => {
    const card = screen.getByRole("heading", { name: environment }).closest("li")
    if (!card) throw new Error(`There is no card for ${environment}.`)
    return within(card)
  }
}

describe("The card of an environment", () => {
  it("states that nothing runs in a lower stage", () => {
    const card = renderCards([
      stage("dev", 1, { current: null, verdict: null, counts: counts({ running: 0 }) }),
      stage("prod", 2),
    ])
    expect(card("prod").getByText("nothing runs in a lower stage")).toBeTruthy()
    expect(card("dev").getByText("Nothing is running here.")).toBeTruthy()
  })

  it("compares with the nearest lower stage in which something runs", () => {
    const stages = [stage("dev", 1), stage("qa", 2, { current: null }), stage("prod", 3)]
    const card = renderCards([...stages, stage("sandbox", null)])
    expect(card("prod").getByText("in sync with dev")).toBeTruthy()
    expect(card("dev").getByText("first stage")).toBeTruthy()
    expect(card("sandbox").getByText("outside the promotion order")).toBeTruthy()
  })

  it("shows how far it is behind", () => {
    const drift = { versions: 1, days: 0, semver: null, build: false }
    const card = renderCards([stage("dev", 1), stage("prod", 2, { drift })])
    expect(card("prod").getByText("1 version and less than a day behind dev")).toBeTruthy()
  })

  it("shows the verdict of all applications, and links each number to the rows that it counts", () => {
    const counted = counts({ running: 33, behind: 12, failed: 2, deploying: 1 })
    const card = renderCards([stage("prod", 2, { verdict: "failed", counts: counted })], {
      application: null,
      at: "2026-02-01T00:00:00Z",
    })
    const hrefOf = (name: string) => card("prod").getByRole("link", { name }).getAttribute("href")
    const at = "at=2026-02-01T00%3A00%3A00Z"
    expect(hrefOf("2 failed")).toBe(`/running?environment=prod&condition=failed&${at}`)
    expect(hrefOf("33 running")).toBe(`/running?environment=prod&condition=running&${at}`)
    expect(hrefOf("12 behind")).toBe(`/running?environment=prod&condition=behind&${at}`)
    expect(hrefOf("1 deploying")).toBe(`/running?environment=prod&condition=deploying&${at}`)
    expect(card("prod").queryByText("far behind")).toBeNull()
  })

  it("shows the verdict of one application without a number", () => {
    const failed = { verdict: "failed", counts: counts({ failed: 1 }) } as const
    const card = renderCards([stage("dev", 1, failed), stage("prod", 2)])
    expect(card("dev").getByRole("link", { name: "Latest deployment failed" })).toBeTruthy()
    expect(card("prod").getByRole("link", { name: "Healthy" })).toBeTruthy()
  })

  it("comes first for production, then for the highest stage", () => {
    renderCards([
      stage("dev", 1),
      stage("staging", 2),
      stage("prod", 3, { production: true }),
      stage("lab", null),
    ])
    const names = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent)
    expect(names).toEqual(["prod", "staging", "dev", "lab"])
  })

  it("is collapsed when there are many environments, unless it needs attention", async () => {
    const manyStages = Array.from({ length: 12 }, (_, index) =>
      stage(`e${index}`, 1, { applications: index }),
    )
    const troubledFields = { verdict: "stuck", counts: counts({ stuck: 1 }), applications: 0 } as const
    renderCards([...manyStages, stage("quiet", 1, troubledFields)])
    expect(screen.getByRole("heading", { name: "quiet" })).toBeTruthy()
    expect(screen.queryByRole("heading", { name: "e0" })).toBeNull()
    await userEvent.click(screen.getByRole("button", { name: "Show 5 more environments" }))
    expect(screen.getByRole("heading", { name: "e0" })).toBeTruthy()
  })
})
