import { describe, expect, it } from "vitest"
import { decideGate, type GateFacts } from "./decide-gate"

const facts: GateFacts = { imageTag: "v1", environment: "prod", below: null, here: null }

describe("The gate", () => {
  it("lets a tag pass of which nothing is known against it", () => {
    expect(decideGate(facts)).toEqual({ allowed: true, reasons: [] })
    const below = { environments: ["staging"], seen: "live-once" as const }
    expect(decideGate({ ...facts, below })).toEqual({ allowed: true, reasons: [] })
  })

  it("names every environment of the rung where a tag should have run first", () => {
    const below = { environments: ["staging", "staging-eu"], seen: "never" as const }
    expect(decideGate({ ...facts, below })).toEqual({
      allowed: false,
      reasons: [
        {
          code: "never_in_lower_environment",
          message: "v1 has never run in staging or staging-eu. Deploy it there first.",
          blocking: true,
        },
      ],
    })
  })

  it("tells everything at once, and refuses for what is blocking", () => {
    const below = { environments: ["staging"], seen: "never" as const }
    const { allowed, reasons } = decideGate({ ...facts, below, here: { status: "FAILED", current: false } })
    expect([allowed, reasons.map(({ code }) => code)]).toEqual([
      false,
      ["never_in_lower_environment", "failed_here"],
    ])
  })
})
