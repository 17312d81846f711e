import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { interrupted } from "@/lib/kube/cluster/mark-failed.task"
import type { HelmStatus } from "@/lib/kube/helm/schema"
import { type Entry, revisionOrigins } from "./revision-origin"

const me = "operation-1"
const at = new Date(0)
const entry = (revision: number, fields: Partial<Entry> = {}): Entry => ({
  revision,
  changedAt: at,
  status: "superseded",
  description: "Upgrade complete",
  operationId: null,
  ...fields,
})
const upgrade: ChangeRequest = {
  kind: "UPGRADE",
  repository: "demo",
  chartName: "web",
  chartVersion: "1.0.0",
  appVersion: "1",
  timeoutSeconds: 30,
  atomic: true,
  waitForJobs: false,
  values: {},
  mode: "reset",
  description: null,
  forceConflicts: false,
}
const rollback: ChangeRequest = {
  kind: "ROLLBACK",
  targetRevision: 1,
  timeoutSeconds: 30,
  forceConflicts: false,
  reason: null,
}
const accepted = (request: ChangeRequest, base = 1, repairedBy: number | null = null) => ({
  operationId: me,
  request,
  base,
  repairedBy,
})

describe("revisionOrigins", () => {
  it.each<[string, ChangeRequest, Entry[], string[]]>([
    ["is ours if it has our label", upgrade, [entry(1), entry(2, { operationId: me })], ["none", "change"]],
    [
      "is not ours just because it is the next: another client was faster",
      upgrade,
      [entry(1), entry(2), entry(3, { operationId: me })],
      ["none", "none", "change"],
    ],
    [
      "is not ours if the label was inherited",
      upgrade,
      [entry(1), entry(2, { operationId: me }), entry(3, { operationId: me })],
      ["none", "change", "none"],
    ],
    [
      "is not ours with the label of an earlier operation",
      upgrade,
      [entry(1, { operationId: "operation-0" }), entry(2, { operationId: "operation-0" })],
      ["none", "none"],
    ],
    [
      "is ours for the rollback of an atomic upgrade",
      upgrade,
      [entry(2, { operationId: me, status: "failed" }), entry(3, { description: "Rollback to 1" })],
      ["change", "restored"],
    ],
    [
      "is not ours for an external rollback after a failed upgrade",
      { ...upgrade, atomic: false },
      [entry(2, { operationId: me, status: "failed" }), entry(3, { description: "Rollback to 1" })],
      ["change", "none"],
    ],
    [
      "is ours if an earlier worker restored it after Helm was killed",
      { ...upgrade, atomic: false },
      [
        entry(2, { operationId: me, status: "failed", description: interrupted }),
        entry(3, { description: "Rollback to 1" }),
      ],
      ["change", "restored"],
    ],
    [
      "is ours for a rollback to the requested revision",
      rollback,
      [entry(1), entry(2), entry(3, { description: "Rollback to 1" })],
      ["none", "none", "change"],
    ],
    [
      "is not ours for an external upgrade when our rollback never ran",
      rollback,
      [entry(1), entry(2, { operationId: "operation-0" })],
      ["none", "none"],
    ],
    [
      "is ours for a rollback that failed",
      rollback,
      [entry(1), entry(2, { status: "failed", description: 'Rollback "web" failed: not ready' })],
      ["none", "change"],
    ],
  ])("%s", (_, request, history, expected) => {
    expect(revisionOrigins(accepted(request), history)).toEqual(expected)
  })

  it("is ours before Helm was started only if the revision repaired the release", () => {
    const history = [entry(1), entry(2, { operationId: me }), entry(3, { description: "Rollback to 1" })]
    expect(revisionOrigins(accepted(upgrade, Number.POSITIVE_INFINITY, 3), history)).toEqual([
      "none",
      "none",
      "restored",
    ])
  })

  it("is ours for at most one change, newer than every earlier revision, in any history", () => {
    const status = fc.constantFrom<HelmStatus>("deployed", "superseded", "failed", "pending-upgrade")
    const description = fc.constantFrom("Upgrade complete", "Rollback to 1", interrupted, "Preparing upgrade")
    const operationId = fc.constantFrom(null, me, "operation-0")
    const history = fc
      .array(fc.record({ status, description, operationId }), { maxLength: 8 })
      .map((entriesFields) => entriesFields.map((more, index) => entry(index + 1, more)))
    const request = fc.constantFrom(upgrade, { ...upgrade, atomic: false }, rollback)
    fc.assert(
      fc.property(history, request, fc.nat(8), (entries, changeRequest, base) => {
        const origins = revisionOrigins(accepted(changeRequest, base), entries)
        expect(origins).toHaveLength(entries.length)
        const changes = origins.flatMap((one, index) => (one === "change" ? [index] : []))
        expect(changes.length).toBeLessThanOrEqual(1)
        for (const index of changes) expect(entries[index]?.revision).toBeGreaterThan(base)
        const restored = origins.indexOf("restored")
        if (restored !== -1) expect(restored).toBeGreaterThan(changes[0] ?? entries.length)
      }),
    )
  })
})
