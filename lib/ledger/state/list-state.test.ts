import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import { toInstant } from "@/lib/platform/instant"
import { anyLedger, type Ledger, lanesOf, ledgerHour, ledgerHours } from "@/tools/testing/any-ledger"
import { currentAt, currentNow } from "@/tools/testing/oracles/lane.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { listChanges, listState } from "./list-state"

const actor = systemActor("test")
const anInstant = fc.integer({ min: 0, max: ledgerHours + 40 }).map(ledgerHour)
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

function stateOf(ledger: Ledger, at: Date | null) {
  return lanesOf(ledger).flatMap(({ application, environment, records, removals }) => {
    const current = at === null ? currentNow(records, removals, new Date()) : currentAt(records, removals, at)
    if (current === null) return []
    const { id, imageTag, artifactDigest, gitCommit, deployedAt } = current
    const build = { imageTag, artifactDigest, gitCommit }
    const running = { ...build, deploymentId: id, deployedAt: toInstant(deployedAt), serviceVersions: null }
    return [{ application, environment, ...running }]
  })
}

describe("listState and listChanges", () => {
  it("match the model for any ledger, now and as of any instant", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLedger,
        fc.array(fc.option(anInstant), { minLength: 3 }),
        async (ledger, instants) => {
          await seedLedger(ledger, ids)
          for (const at of instants) {
            expect(await listState(actor, { at: at ?? undefined })).toEqual(stateOf(ledger, at))
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it("return a change exactly where another tag or build runs, or nothing runs anymore", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, anInstant, anInstant, async (ledger, one, other) => {
        await seedLedger(ledger, ids)
        const [from, to] = one < other ? [one, other] : [other, one]
        const byLane = (at: Date) =>
          new Map(stateOf(ledger, at).map((entry) => [`${entry.application} ${entry.environment}`, entry]))
        const before = byLane(from)
        const after = byLane(to)
        const changes = (lane: string) => {
          const one = before.get(lane)
          const other = after.get(lane)
          return one === undefined || other === undefined || !isSameBuild(one, other)
        }
        const changed = await listChanges(actor, { from, to })
        const expected = [...new Set([...before.keys(), ...after.keys()])]
          .filter(changes)
          .map((lane) => [lane, before.get(lane)?.imageTag, after.get(lane)?.imageTag])
        const actual = changed.map((change) => [
          `${change.application} ${change.environment}`,
          change.before?.imageTag,
          change.after?.imageTag,
        ])
        expect(actual.sort()).toEqual(expected.sort())
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
