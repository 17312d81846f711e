import { fireEvent, screen } from "@testing-library/react"
import fc from "fast-check"
import { useState } from "react"
import { describe, expect, it } from "vitest"
import PeriodFilter, { type Period, sinceChoices, sinceOf, sinceValue } from "@/components/ui/period-filter"
import { renderUi } from "@/tools/testing/render-ui"

describe("the activity start filter", () => {
  it("restores the choice from the URL for at least an hour", () => {
    const minutes = fc.integer({ min: 0, max: 59 })
    fc.assert(
      fc.property(
        fc.constantFrom(...sinceChoices),
        fc.date({ min: new Date(2020, 0), max: new Date(2040, 0), noInvalidDate: true }),
        minutes,
        ({ value }, now, later) => {
          const from = sinceOf(value, now)
          expect(sinceValue(from, new Date(now.getTime() + later * 60_000))).toBe(value)
        },
      ),
    )
  })

  it("matches no choice for another instant", () => {
    expect(sinceValue("2026-01-01T00:00:00Z", new Date("2026-06-01T00:00:00Z"))).toBe("other")
    expect(sinceValue("nonsense", new Date())).toBe("other")
  })
})

function Filter({ onChosen }: { onChosen: (period: Period) => void }) {
  const [period, setPeriod] = useState<Period>({ from: null, to: null })
  const onPeriod = (next: Period) => {
    onChosen(next)
    setPeriod(next)
  }
  return <PeriodFilter {...{ period, onPeriod }} />
}

function enter(label: string, day: string): void {
  const field = screen.getByLabelText(label)
  fireEvent.change(field, { target: { value: day } })
  fireEvent.blur(field)
}

describe("The period filter", () => {
  it("uses whole local days, including the last", async () => {
    const chosen: Period[] = []
    const { user } = renderUi(<Filter onChosen={(period) => chosen.push(period)} />)
    await user.click(screen.getByRole("button", { name: /Since/ }))
    await user.click(await screen.findByRole("menuitemradio", { name: "certain days" }))
    await screen.findByLabelText("First day")
    enter("First day", "2026-02-27")
    enter("Last day", "2026-02-28")
    expect(chosen.at(-1)).toEqual({
      from: new Date(2026, 1, 27).toISOString(),
      to: new Date(2026, 2, 1).toISOString(),
    })
    expect(screen.getByLabelText<HTMLInputElement>("Last day").value).toBe("2026-02-28")
  })

  it("applies a day when its field loses focus, and keeps the first day before the last", async () => {
    const chosen: Period[] = []
    const { user } = renderUi(<Filter onChosen={(period) => chosen.push(period)} />)
    await user.click(screen.getByRole("button", { name: /Since/ }))
    await user.click(await screen.findByRole("menuitemradio", { name: "certain days" }))
    const before = chosen.length
    fireEvent.change(screen.getByLabelText("First day"), { target: { value: "0002-02-27" } })
    expect(chosen).toHaveLength(before)
    enter("First day", "2036-02-27")
    expect(chosen.at(-1)).toEqual({
      from: new Date(2036, 1, 27).toISOString(),
      to: new Date(2036, 1, 28).toISOString(),
    })
    enter("Last day", "2026-02-28")
    expect(chosen.at(-1)).toEqual({
      from: new Date(2026, 1, 28).toISOString(),
      to: new Date(2026, 2, 1).toISOString(),
    })
  })
})
