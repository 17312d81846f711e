import { screen, within } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { EnvironmentCards } from "@/components/console/overview/environment-cards"
import type { Overview, OverviewEnvironment } from "@/lib/console/overview/schema"
import { renderUi } from "@/tools/testing/render-ui"

const current = {
  deploymentId: "0198c0de-0000-7000-8000-000000000000",
  application: "platform",
  imageTag: "v1",
  deployedAt: "2026-01-01T00:00:00Z",
  initiatedBy: "ada",
}
const stage = (
  environment: string,
  rank: number | null,
  given: Partial<OverviewEnvironment> = {},
): OverviewEnvironment => ({
  ...{ environment, rank, production: false, applications: 1, behind: 0, pending: 0 },
  ...{ current, drift: null, next: null },
  ...given,
})

function renderCards(environments: OverviewEnvironment[]) {
  const overview: Overview = { application: "platform", environments, attention: [] }
  renderUi(<EnvironmentCards overview={overview} at={null} />)
  return (environment: string) => {
    const card = screen.getByRole("heading", { name: environment }).closest("li")
    if (!card) throw new Error(`There is no card for ${environment}.`)
    return within(card)
  }
}

describe("The card of an environment", () => {
  it("says that nothing runs in a lower stage", () => {
    const card = renderCards([stage("dev", 1, { current: null }), stage("prod", 2)])
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

  it("says by how much it is behind", () => {
    const drift = { versions: 1, days: 0, semver: null, build: false }
    const card = renderCards([stage("dev", 1), stage("prod", 2, { drift })])
    expect(card("prod").getByText("1 version and less than a day behind dev")).toBeTruthy()
  })
})
