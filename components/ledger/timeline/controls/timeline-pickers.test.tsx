import { screen } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { renderUi } from "@/tools/testing/render-ui"
import { TimelinePickers } from "./timeline-pickers"

const view = { lanes: "environment", view: "versions" } as const
const choice = { ...view, environment: null, application: "cards", includeAnnulled: null }

describe("TimelinePickers", () => {
  it("switch between versions, deployments and their table", async () => {
    const onChoice = vi.fn()
    const { user } = renderUi(<TimelinePickers choice={choice} onChoice={onChoice} lanes={[]} />)
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Versions" }).checked).toBe(true)
    await user.click(screen.getByRole("radio", { name: "Deployments" }))
    await user.click(screen.getByRole("radio", { name: "Table" }))
    expect(onChoice.mock.calls).toEqual([[{ view: "deployments" }], [{ view: "table" }]])
  })

  it("show the number of active filters on their button", () => {
    renderUi(<TimelinePickers choice={choice} onChoice={vi.fn()} lanes={[]} />)
    expect(screen.getByRole("button", { name: "Filters (1)" })).toBeTruthy()
  })

  it("choose what the lanes represent", async () => {
    const onChoice = vi.fn()
    const { user } = renderUi(<TimelinePickers choice={choice} onChoice={onChoice} lanes={[]} />)
    await user.click(screen.getByRole("button", { name: "Display" }))
    await user.click(await screen.findByRole("radio", { name: "Applications" }))
    expect(onChoice.mock.calls).toEqual([[{ lanes: "application" }]])
  })
})
