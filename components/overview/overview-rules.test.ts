import { describe, expect, it } from "vitest"
import type { Rung } from "@/lib/overview/schema"
import { foldRungs } from "./fold-rungs"
import { everyApplication, measuredEnvironment, overviewFilter } from "./overview-query"

const rung = (environment: string, given: Partial<Rung> = {}): Rung => ({
  environment,
  production: false,
  applications: 1,
  behind: 0,
  current: null,
  drift: null,
  next: null,
  pending: 0,
  ...given,
})

describe("what the overview is about", () => {
  it("is the platform where there is one, all where there is none, and what the address says before both", () => {
    const search = { application: null, at: null }
    expect(overviewFilter(search, ["cards", "platform"]).application).toBe("platform")
    expect(overviewFilter(search, ["cards"]).application).toBeNull()
    expect(overviewFilter({ ...search, application: "cards" }, ["platform"]).application).toBe("cards")
    expect(overviewFilter({ ...search, application: everyApplication }, ["platform"]).application).toBeNull()
  })

  it("measures the production environment that most runs in", () => {
    const rungs = [
      rung("staging", { applications: 9 }),
      rung("a", { production: true }),
      rung("b", { production: true, applications: 3 }),
    ]
    expect(measuredEnvironment(rungs)).toBe("b")
    expect(measuredEnvironment([rung("dev"), rung("test", { applications: 2 })])).toBe("test")
    expect(measuredEnvironment([])).toBeNull()
  })
})

it("of a long ladder the busiest rungs are shown, still in their order", () => {
  const many = Array.from({ length: 12 }, (_, index) => rung(`e${index}`, { applications: index }))
  const { shown, folded } = foldRungs(many)
  expect(shown.map((one) => one.environment)).toEqual(["e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11"])
  expect(folded).toBe(4)
  expect(foldRungs(many.slice(0, 3)).folded).toBe(0)
})
