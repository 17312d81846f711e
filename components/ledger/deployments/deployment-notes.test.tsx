import { screen } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { AnnulledSwitch } from "@/components/ledger/deployments/annulled-switch"
import { AnnulledBadge } from "@/components/ledger/deployments/deployment-notes"
import { GroupingPickers } from "@/components/ledger/insights/insight-pickers"
import { noComparison, resolveInsightsQuery } from "@/components/ledger/insights/insights-query"
import { TimelinePickers } from "@/components/ledger/timeline/controls/timeline-pickers"
import { buildDeployment } from "@/tools/testing/build-deployment"
import { renderUi } from "@/tools/testing/render-ui"

const name = "Include annulled deployments"

describe("Annulled deployments", () => {
  it("have a badge that others lack", () => {
    const annulled = buildDeployment({ annulledAt: "2026-01-01T00:00:00Z" })
    const { container } = renderUi(<AnnulledBadge deployment={annulled} />)
    expect(container.textContent).toBe("Annulled")
    expect(renderUi(<AnnulledBadge deployment={buildDeployment()} />).container.textContent).toBe("")
  })

  it("are included with a switch, and excluded again", async () => {
    const onValueChange = vi.fn()
    const { user } = renderUi(
      <>
        <AnnulledSwitch value={null} onValueChange={onValueChange} />
        <AnnulledSwitch value="true" onValueChange={onValueChange} />
      </>,
    )
    for (const one of screen.getAllByRole("switch", { name })) await user.click(one)
    expect(onValueChange.mock.calls).toEqual([["true"], [null]])
  })

  it("can be included on the timeline", async () => {
    const onChoice = vi.fn()
    const view = { lanes: "environment", environment: null, application: null, view: "versions" } as const
    const timeline = renderUi(
      <TimelinePickers choice={{ ...view, includeAnnulled: null }} onChoice={onChoice} lanes={[]} />,
    )
    await timeline.user.click(screen.getByRole("button", { name: "Display" }))
    await timeline.user.click(await screen.findByRole("switch", { name }))
    expect(onChoice).toHaveBeenCalledExactlyOnceWith({ includeAnnulled: "true" })
  })

  it("can be excluded again in the insights", async () => {
    const choose = vi.fn()
    const filter = { application: null, environment: null, range: "30d", from: null, to: null } as const
    const choices = { applications: [], environments: [], defaultApplication: "", defaultEnvironment: "" }
    const question = resolveInsightsQuery(
      {
        ...filter,
        ...noComparison,
        view: "graphs",
        bucket: null,
        timeZone: null,
        at: null,
        includeAnnulled: "true",
      },
      choices,
      "UTC",
      new Date(),
    )
    const insights = renderUi(<GroupingPickers {...{ question, choose }} viewerZone="UTC" isTable={false} />)
    const last = screen.getByRole<HTMLInputElement>("switch", { name })
    expect(last.checked).toBe(true)
    await insights.user.click(last)
    expect(choose).toHaveBeenCalledExactlyOnceWith({ includeAnnulled: null })
  })
})
