import { screen, within } from "@testing-library/react"
import { expect, it } from "vitest"
import { WavesSection } from "@/components/fleet/rollouts/wizard/waves-section"
import { renderUi } from "@/tools/testing/render-ui"
import { plannedRelease, rolloutPlan } from "@/tools/testing/rollout-plan"

it("A wave says whether its releases are upgraded, are all skipped, or do not exist", async () => {
  const plan = rolloutPlan(
    ["Canary", "Pilot", "The rest"],
    [
      plannedRelease("acme", null),
      plannedRelease("bolt", "major_jump"),
      plannedRelease("core", "major_jump", 1),
    ],
  )
  renderUi(
    <WavesSection
      waves={plan.waves}
      onWaves={() => undefined}
      plan={plan}
      stale={false}
      problems={{}}
      problem={undefined}
    />,
    { "GET /api/v1/tenants": { body: [] } },
  )
  const waves = within(await screen.findByRole("list", { name: "Waves" })).getAllByRole("listitem")
  expect(waves.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("Matches 1 tenant, 1 release to upgrade"),
    expect.stringContaining("Every release is skipped; this wave does nothing."),
    expect.stringContaining("No matching tenants; this wave does nothing."),
  ])
})
