import { describe, expect, it } from "vitest"
import { decideGate, type GateInput } from "./decide-gate"

const input: GateInput = {
  imageTag: "v1",
  environment: "prod",
  isArchived: false,
  warnings: [],
  freeze: null,
  quarantine: null,
  below: null,
  rolledBackBelow: [],
  tagRecord: null,
  inProgress: null,
  otherBuildBelow: [],
}
const tagRecord = { status: "DEPLOYED" as const, isCurrent: false, isRolledBack: false }

function codesOf(change: Partial<GateInput>) {
  const { allowed, reasons } = decideGate({ ...input, ...change })
  return [allowed, reasons.map(({ code }) => code)]
}

describe("decideGate", () => {
  it("allows a tag with no reasons against it", () => {
    expect(codesOf({})).toEqual([true, []])
    expect(codesOf({ below: { environments: ["staging"], isKnown: true }, tagRecord })).toEqual([true, []])
  })

  it("lists every environment of the stage where a tag should have run first", () => {
    const below = { environments: ["staging", "staging-eu"], isKnown: false }
    expect(decideGate({ ...input, below })).toEqual({
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

  it.each([
    [{ isArchived: true }, "archived_environment"],
    [{ freeze: { text: "Black Friday", endsAt: "2026-11-30T00:00:00Z" } }, "frozen"],
    [{ quarantine: { reason: "Loses writes", createdBy: "Ann" } }, "quarantined"],
    [{ inProgress: "v2" }, "deployment_in_progress"],
    [{ rolledBackBelow: ["staging"] }, "rolled_back_in_lower_environment"],
    [{ tagRecord: { ...tagRecord, status: "ROLLED_BACK" as const, isRolledBack: true } }, "rolled_back_here"],
  ])("is blocked for %j", (change, code) => {
    expect(codesOf(change)).toEqual([false, [code]])
  })

  it.each([
    [{ tagRecord: { ...tagRecord, status: "FAILED" as const } }, ["failed_here"]],
    [{ tagRecord: { ...tagRecord, status: "PENDING" as const } }, ["in_progress_here"]],
    [{ tagRecord: { ...tagRecord, isCurrent: true } }, ["already_current"]],
    [
      { tagRecord: { ...tagRecord, isCurrent: true }, otherBuildBelow: ["staging"] },
      ["already_current", "other_build_in_lower_environment"],
    ],
  ])("is allowed with a reason for %j", (change, codes) => {
    expect(codesOf(change)).toEqual([true, codes])
  })

  it("says why and by whom a tag is quarantined, and only warns if the environment says so", () => {
    const quarantine = { reason: "Loses writes", createdBy: "Ann" }
    const { reasons } = decideGate({ ...input, quarantine })
    expect(reasons[0]?.message).toBe("v1 is quarantined by Ann: Loses writes.")
    expect(codesOf({ quarantine, warnings: ["quarantined"] })).toEqual([true, ["quarantined"]])
  })

  it("returns all reasons together", () => {
    const below = { environments: ["staging"], isKnown: false }
    expect(
      codesOf({ below, inProgress: "v2", tagRecord: { ...tagRecord, status: "FAILED", isRolledBack: true } }),
    ).toEqual([
      false,
      ["deployment_in_progress", "never_in_lower_environment", "rolled_back_here", "failed_here"],
    ])
  })
})
