import fc from "fast-check"
import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { RejectedRows } from "@/lib/ledger/deployments/import/rejected-rows"
import { prismaClient } from "@/lib/platform/db/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { annulDeployment } from "./annul-deployment"
import { getCurrent } from "./get-current"
import { importDeployments } from "./import-deployments"
import { lockLane } from "./lane-sql"
import { recordDeployment } from "./record-deployment"
import { deploymentStatuses, recordDeploymentSchema } from "./schema"

const row = fc.record(
  {
    environment: fc.constantFrom("dev", "production"),
    imageTag: fc.constantFrom("a", "b", "c"),
    status: fc.constantFrom(...deploymentStatuses),
    deployedAt: fc
      .integer({ min: 0, max: 6 })
      .map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()),
    completedAt: fc
      .integer({ min: 0, max: 9 })
      .map((hour) => new Date(Date.UTC(2026, 0, 1, hour)).toISOString()),
    externalId: fc.constantFrom("one", "two", "three"),
    notes: fc.constantFrom("x", null),
  },
  { requiredKeys: ["environment", "imageTag"] },
)
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

/**
 * The stored records of an application, with run-dependent timestamps normalized. The number of writes per record may
 * differ.
 */
async function ledger(application: string, from: Date) {
  const records = await prismaClient().deployment.findMany({
    where: { application },
    orderBy: { seq: "asc" },
  })
  const indexById = new Map(records.map(({ id }, index) => [id, index]))
  return records.map(
    ({ id: _id, seq: _seq, application: _a, source: _s, version: _v, updatedAt: _u, ...record }) => {
      const previousAttempt = indexById.get(record.previousAttemptId ?? "") ?? null
      return JSON.parse(
        JSON.stringify({ ...record, previousAttemptId: previousAttempt }, (_key, value: unknown) =>
          typeof value === "string" && value > from.toISOString() && value.startsWith("20") ? "now" : value,
        ),
      )
    },
  )
}

async function oneByOne(application: string, rows: Row[]): Promise<number[]> {
  const rejectedRows: number[] = []
  for (const [index, one] of rows.entries()) {
    try {
      await recordDeployment(
        { ...systemActor("same name"), id: application },
        recordDeploymentSchema.parse({ ...one, application }),
      )
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      rejectedRows.push(index + 1)
    }
  }
  return rejectedRows
}

/** Yields the file in chunks of a few bytes, so that rows and characters are split at any position. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function atOnce(application: string, rows: object[], pieceBytes: number): Promise<number[]> {
  const rejectedRows = new RejectedRows()
  const text = rows.map((one) => JSON.stringify({ ...one, application })).join("\n")
  const file = { format: "application/x-ndjson" as const, chunks: () => pieces(text, pieceBytes) }
  const counts = await importDeployments({ ...systemActor("same name"), id: application }, file, rejectedRows)
  expect(counts.received).toBe(rows.length)
  expect(counts.recorded + counts.updated + counts.refused).toBe(rows.length)
  return rejectedRows.errors.map(({ line }) => line)
}

let run = 0

it("stores what recording each row individually would store, including rejected rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 8 }),
      fc.array(row, { maxLength: 8 }),
      fc.integer({ min: 1, max: 4_000 }),
      async (before, rows, pieceBytes) => {
        run++
        const single = `single-${run}`
        const bulk = `bulk-${run}`
        await oneByOne(single, before)
        await oneByOne(bulk, before)
        const from = new Date(Date.now() - 3_600_000)
        expect(await atOnce(bulk, rows, pieceBytes)).toEqual(await oneByOne(single, rows))
        expect(await ledger(bulk, from)).toEqual(await ledger(single, from))
      },
    ),
    { numRuns: 40, endOnFailure: true },
  )
}, 60_000)

it("records when each image tag first reached any environment", async () => {
  const rows = [
    { environment: "production", imageTag: "v1", deployedAt: "2026-01-02T00:00:00Z" },
    { environment: "dev", imageTag: "v1", deployedAt: "2026-01-01T00:00:00Z" },
    { environment: "dev", imageTag: "v2", deployedAt: "2026-01-01T00:00:00Z", status: "FAILED" },
  ]
  await atOnce("versions", rows, 100)
  expect(await prismaClient().imageVersion.findMany({ where: { application: "versions" } })).toEqual([
    { application: "versions", imageTag: "v1", firstReachedAt: new Date("2026-01-01T00:00:00Z") },
  ])
})

it("records into a lane whose only record was annulled during the run", async () => {
  const actor = systemActor("an admin")
  const emptyLane = { application: "empty-lane", environment: "dev" }
  const record = recordDeploymentSchema.parse({ ...emptyLane, imageTag: "v1" })
  const { deployment } = await recordDeployment(actor, record)
  const line = JSON.stringify({ ...emptyLane, imageTag: "v2" })
  const file = {
    format: "application/x-ndjson" as const,
    chunks: async function* () {
      yield Buffer.from(line)
    },
  }
  const importing = await transaction(async () => {
    const lane = await db().lane.findFirstOrThrow({ where: { application: "empty-lane" } })
    await lockLane(lane)
    const counts = outsideTransaction(() => importDeployments(actor, file, new RejectedRows()))
    await expect.poll(lockWaiters).toBe(1)
    await annulDeployment(actor, deployment.id, "A mistake.")
    return { counts }
  })
  expect(await importing.counts).toMatchObject({ recorded: 1 })
  expect(await getCurrent(actor, { application: "empty-lane" })).toMatchObject({ imageTag: "v2" })
})
