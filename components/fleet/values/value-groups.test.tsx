import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { describe, expect, it, vi } from "vitest"
import type { ValuesSummary } from "@/lib/fleet/values/schema"
import { ValueGroups } from "./value-groups"

const group = (index: number, releases: number) => ({
  isSet: index > 0,
  value: index > 0 ? `"${index}Gi"` : null,
  masked: false,
  differs: index > 0,
  valueId: String(index).padStart(16, "0"),
  default: '"256Mi"',
  defaultKnown: true,
  releases,
  tenants: 1,
})

const summary = (count: number): ValuesSummary => ({
  releases: 29,
  counted: 29,
  set: 9,
  differing: 7,
  distinct: count,
  unknownDefaults: [],
  groups: Array.from({ length: count }, (_, index) => group(index, count - index)),
})

const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent)

describe("ValueGroups", () => {
  it("shows how many releases set a value and differ, and the default of the others", () => {
    render(<ValueGroups summary={summary(2)} chosen={null} onChoose={vi.fn()} />)
    expect(screen.getByRole("status").textContent).toBe(
      "29 releases: 9 set a value, 7 differ from the chart's default.",
    )
    expect(buttons()).toEqual(["not set, default 256Mi2 releases 1 tenant", "1Gi1 release 1 tenant"])
  })

  it("filters by a value, and removes the filter when clicked again", async () => {
    const onChoose = vi.fn()
    const id = "0000000000000001"
    const { rerender } = render(<ValueGroups summary={summary(2)} chosen={null} onChoose={onChoose} />)
    await userEvent.click(screen.getByRole("button", { name: /1Gi/ }))
    rerender(<ValueGroups summary={summary(2)} chosen={id} onChoose={onChoose} />)
    await userEvent.click(screen.getByRole("button", { name: /1Gi/, pressed: true }))
    expect(onChoose.mock.calls).toEqual([[id], [null]])
  })

  it("shows the most frequent values first and the others on demand", async () => {
    render(<ValueGroups summary={summary(9)} chosen={null} onChoose={vi.fn()} />)
    await userEvent.click(screen.getByRole("button", { name: "Show 6 more values" }))
    expect(buttons()).toHaveLength(9)
  })

  it("states when only some of the releases could be compared", () => {
    render(
      <ValueGroups
        summary={{ ...summary(1), releases: 15_000, counted: 10_000 }}
        chosen={null}
        onChoose={vi.fn()}
      />,
    )
    expect(screen.getByRole("status").textContent).toMatch(
      /^The first 10,000 of 15,000 releases.*Choose a chart/,
    )
  })
})
