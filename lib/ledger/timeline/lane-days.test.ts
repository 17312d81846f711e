import fc from "fast-check"
import { beforeAll, expect, it } from "vitest"
import { deploymentStatuses } from "@/lib/ledger/deployments/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { anyLedger, ledgerHour, ledgerHours } from "@/tools/testing/any-ledger"
import { seedEnvironments, seedLedger } from "@/tools/testing/seed-ledger"

let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

const aChange = fc.record({
  seq: fc.integer({ min: 1, max: 40 }),
  status: fc.constantFrom(...deploymentStatuses),
  application: fc.constantFrom("platform", "search", "new"),
  hour: fc.integer({ min: 0, max: ledgerHours }),
  isRollback: fc.boolean(),
})

const kept = () => prismaClient().$queryRaw`
  SELECT * FROM lane_day WHERE (pending, deployed, failed, rolled_back, rollbacks) <> (0, 0, 0, 0, 0) ORDER BY 1, 2, 3`
const counted = () => prismaClient().$queryRaw`
  SELECT application, environment_id, (deployed_at AT TIME ZONE 'UTC')::date AS day,
    (count(*) FILTER (WHERE status = 'PENDING'))::int AS pending, (count(*) FILTER (WHERE status = 'DEPLOYED'))::int AS deployed,
    (count(*) FILTER (WHERE status = 'FAILED'))::int AS failed,
    (count(*) FILTER (WHERE status = 'ROLLED_BACK'))::int AS rolled_back, (count(*) FILTER (WHERE is_rollback))::int AS rollbacks
  FROM deployment GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`

it("lane days count every record, however it was written, changed, moved or deleted", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLedger,
      fc.array(aChange, { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (ledger, changes, gone) => {
        await seedLedger(ledger, ids)
        expect(await kept()).toEqual(await counted())
        for (const { seq, status, application, hour, isRollback } of changes) {
          const rolledBackAt = status === "ROLLED_BACK" ? ledgerHour(hour) : null
          const times = { deployedAt: ledgerHour(hour), completedAt: null, committedAt: null, rolledBackAt }
          await prismaClient().deployment.updateMany({
            where: { seq: { gte: BigInt(seq) } },
            data: { status, application, isRollback, ...times },
          })
        }
        await prismaClient().deployment.deleteMany({ where: { seq: { gte: BigInt(gone) } } })
        expect(await kept()).toEqual(await counted())
      },
    ),
    { numRuns: 25, endOnFailure: true },
  )
}, 60_000)
