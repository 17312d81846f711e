import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { getOverview } from "@/lib/console/overview/get-overview"
import { searchEverything } from "@/lib/console/search/search-everything"
import { systemActor } from "@/lib/identity/auth/actor"
import { getDrift } from "@/lib/ledger/drift/get-drift"
import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { listState } from "@/lib/ledger/state/list-state"
import { prismaClient } from "@/lib/platform/db/client"
import { anyLedger, type Ledger, lanesOf, testEnvironments } from "@/tools/testing/any-ledger"
import { compareInLane, currentNow } from "@/tools/testing/oracles/lane.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { annulDeployment } from "./annul-deployment"
import { getCurrent } from "./get-current"
import { readRollbackCandidates } from "./roll-back-tag"

const actor = systemActor("test")
const application = "platform"
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const minutesAhead = fc.array(
  fc.record({
    environment: fc.constantFrom(...testEnvironments.map(({ name }) => name)),
    minutes: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 3 },
)

/** The current deployment id of each environment, according to every API that reports it. */
async function everyResult() {
  const environments = testEnvironments.map(({ name }) => name)
  const drift = await getDrift(actor, {})
  const cells = drift.applications.find((row) => row.application === application)?.cells ?? []
  const state = (await listState(actor, {})).filter((entry) => entry.application === application)
  const overview = await getOverview(actor, { application })
  const search = await searchEverything(actor, { q: application, limit: 20 })
  const applicationHit = search.groups
    .flatMap(({ hits }) => hits)
    .find(({ kind, label }) => kind === "application" && label === application)
  const resultsOf = async (environment: string) => {
    const current = await getCurrent(actor, { environment, application }).catch(() => null)
    return {
      current: current?.deploymentId ?? null,
      drift: cells.find((cell) => cell.environment === environment)?.deploymentId ?? null,
      state: state.find((entry) => entry.environment === environment)?.deploymentId ?? null,
      overview:
        overview.environments.find((one) => one.environment === environment)?.current?.deploymentId ?? null,
      search:
        applicationHit?.environments.items.find((item) => item.environment === environment)?.deploymentId ??
        null,
    }
  }
  return Promise.all(environments.map(resultsOf))
}

it("all APIs agree on the current deployment, even with scheduled removals", async () => {
  await fc.assert(
    fc.asyncProperty(anyLedger, minutesAhead, fc.nat(), async (ledger: Ledger, ahead, annulledIndex) => {
      await seedLedger(ledger, ids)
      await prismaClient().removal.createMany({
        data: ahead.map(({ environment, minutes }) => ({
          id: crypto.randomUUID(),
          application,
          environmentId: ids.get(environment) ?? "",
          removedAt: new Date(Date.now() + minutes * 60_000),
          source: "test",
          recordedBy: "test",
        })),
        skipDuplicates: true,
      })
      const mistaken = ledger.records[annulledIndex % Math.max(1, ledger.records.length)]
      if (mistaken !== undefined) await annulDeployment(actor, mistaken.id, "test")
      const lanes = lanesOf({ ...ledger, records: ledger.records.filter(({ id }) => id !== mistaken?.id) })
      const expected = testEnvironments.map(({ name }) => {
        const lane = lanes.find((one) => one.application === application && one.environment === name)
        return lane === undefined ? null : currentNow(lane.records, lane.removals, new Date())
      })
      const results = await everyResult()
      for (const [index, result] of results.entries()) {
        const id = expected[index]?.id ?? null
        expect(result).toEqual({ current: id, drift: id, state: id, overview: id, search: id })
      }
      const newest = expected
        .filter((one) => one !== null)
        .sort(compareInLane)
        .at(-1)
      const anywhere = await getCurrent(actor, { application }).catch(() => null)
      expect(anywhere?.deploymentId ?? null).toBe(newest?.id ?? null)
      for (const [index, { name }] of testEnvironments.entries()) {
        const imageTag = expected[index]?.imageTag ?? "v1.0.0"
        const gate = await evaluateGate(actor, { environment: name, application, imageTag })
        const runs = gate.reasons.some(({ code }) => code === "already_current")
        expect([name, runs]).toEqual([name, (expected[index] ?? null) !== null])
        const lane = { application, environmentIds: [ids.get(name) ?? ""] }
        const candidates = await readRollbackCandidates(imageTag, lane)
        expect([name, candidates.some(({ live }) => live)]).toEqual([
          name,
          (expected[index] ?? null) !== null,
        ])
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 120_000)
