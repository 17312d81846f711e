import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { hourMs } from "@/lib/platform/instant"
import {
  anyLedger,
  type Ledger,
  lanesOf,
  ledgerHour,
  ledgerHours,
  ledgerOf,
} from "@/tools/testing/any-ledger"
import { currentAt } from "@/tools/testing/oracles/lane.oracle"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"
import { listVersions } from "./list-versions"
import type { VersionSpan } from "./schema"

const actor = systemActor("test")
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const aWindow = fc
  .tuple(fc.integer({ min: 150, max: 240 }), fc.integer({ min: 1, max: 80 }))
  .map(([start, length]) => ({ from: ledgerHour(start), to: ledgerHour(start + length) }))

async function spansOf(window: { from: Date; to: Date }): Promise<VersionSpan[]> {
  const { spans } = await listVersions(actor, { ...window, maxItems: 5000 })
  if (spans === null) throw new Error("There are too many spans.")
  return spans
}

async function expectAgreement(ledger: Ledger, window: { from: Date; to: Date }) {
  await seedLedger(ledger, ids)
  const spans = await spansOf(window)
  for (const { application, environment, records, removals } of lanesOf(ledger)) {
    const laneSpans = spans.filter(
      (span) => span.application === application && span.environment === environment,
    )
    for (let at = window.from.getTime(); at < window.to.getTime(); at += hourMs / 2) {
      const running = laneSpans.filter((span) => Date.parse(span.from) <= at && at < Date.parse(span.to))
      const current = currentAt(records, removals, new Date(at))
      expect(running.map(({ imageTag }) => imageTag)).toEqual(current ? [current.imageTag] : [])
    }
    for (const [index, span] of laneSpans.entries()) {
      const next = laneSpans[index + 1]
      // A version that keeps running is one span, even if it was deployed again.
      expect(next?.from === span.to && next.imageTag === span.imageTag).toBe(false)
    }
  }
}

describe("listVersions", () => {
  it("returns at any instant of any window the version that was current then", async () => {
    await fc.assert(fc.asyncProperty(anyLedger, aWindow, expectAgreement), { numRuns: 25 })
  }, 60_000)

  it("returns to the previous version when one is marked as rolled back", async () => {
    const restless = ledgerOf({
      application: fc.constant("platform"),
      environment: fc.constant("prod"),
      status: fc.constantFrom("DEPLOYED", "ROLLED_BACK", "ROLLED_BACK"),
      at: fc.integer({ min: 160, max: 220 }),
    })
    await fc.assert(fc.asyncProperty(restless, aWindow, expectAgreement), { numRuns: 25 })
  }, 60_000)

  it("returns no spans if there are more lanes and deployments than requested", async () => {
    await fc.assert(
      fc.asyncProperty(anyLedger, async (ledger) => {
        await seedLedger(ledger, ids)
        const window = { from: ledgerHour(0), to: ledgerHour(ledgerHours + 1) }
        const count = lanesOf(ledger).length + ledger.records.length
        expect((await listVersions(actor, { ...window, maxItems: Math.max(1, count) })).spans).not.toBeNull()
        if (count < 2) return
        expect((await listVersions(actor, { ...window, maxItems: count - 1 })).spans).toBeNull()
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})
