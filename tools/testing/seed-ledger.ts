import { noteVersion, recomputeLanes } from "@/lib/ledger/deployments/recompute-lane-facts"
import { hasReached } from "@/lib/ledger/deployments/status-transitions"
import { prismaClient } from "@/lib/platform/db/client"
import { type Ledger, testEnvironments } from "./any-ledger"

/** Seeds the environments of the test promotion order; returns their ids by name. */
export async function seedEnvironments(): Promise<Map<string, string>> {
  for (const { name, rank, production } of testEnvironments) {
    await prismaClient().environment.upsert({
      where: { name },
      update: { rank, production },
      create: { name, rank, production, names: { create: { name, alias: false } } },
    })
  }
  const environments = await prismaClient().environment.findMany()
  return new Map(environments.map((environment) => [environment.name, environment.id]))
}

/** Replaces the whole ledger with this one, including lanes, facts and versions, without using the API. */
export async function seedLedger(ledger: Ledger, ids: ReadonlyMap<string, string>): Promise<void> {
  await emptyLedger()
  await addToLedger(ledger, ids)
}

/** TRUNCATE creates new files for every table and index, which takes longer than deleting a few rows. */
async function emptyLedger(): Promise<void> {
  await prismaClient().$executeRaw`
    WITH a AS (DELETE FROM deployment), b AS (DELETE FROM annulled_deployment), c AS (DELETE FROM image_version),
      d AS (DELETE FROM removal), e AS (DELETE FROM lane)
    DELETE FROM lane_chunk`
}

/** Adds records and removals, and replaces existing records. */
export async function addToLedger(
  { records, removals }: Ledger,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const idOf = (environment: string) => ids.get(environment) ?? ""
  const client = prismaClient()
  const lanes = [...records, ...removals].map(({ application, environment }) => ({
    application,
    environmentId: idOf(environment),
  }))
  await client.lane.createMany({ data: lanes, skipDuplicates: true })
  await client.removal.createMany({
    data: removals.map(({ environment, ...removal }) => ({
      ...removal,
      id: crypto.randomUUID(),
      environmentId: idOf(environment),
      source: "test",
      recordedBy: "test",
    })),
    skipDuplicates: true,
  })
  const rows = records.map(({ environment, ...record }) => ({
    ...record,
    seq: BigInt(record.seq),
    environmentId: idOf(environment),
    initiatedBy: "test",
    source: "test",
    recordedBy: "test",
  }))
  const stored = await client.deployment.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: { id: true },
  })
  const knownIds = new Set(stored.map(({ id }) => id))
  await client.deployment.createMany({ data: rows.filter(({ id }) => !knownIds.has(id)) })
  for (const { id, ...data } of rows.filter((row) => knownIds.has(row.id)))
    await client.deployment.update({ where: { id }, data })
  const distinct = new Map(lanes.map((lane) => [`${lane.application} ${lane.environmentId}`, lane]))
  await recomputeLanes([...distinct.values()])
  for (const record of records) {
    if (hasReached(record)) await noteVersion(record.application, record.imageTag, record.deployedAt)
  }
}
