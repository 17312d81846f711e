import { createHash } from "node:crypto"
import { beforeAll, beforeEach, expect, it } from "vitest"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { annulDeployment, restoreDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { lockLane } from "@/lib/ledger/deployments/lane-sql"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { Prisma } from "@/lib/platform/db/generated/client"
import { transaction } from "@/lib/platform/db/transaction"
import { seedEnvironments } from "@/tools/testing/seed-ledger"
import { defaultReworkWords } from "./definitions"
import { getInsights } from "./get-insights"
import { packChunks } from "./pack-chunks"
import { packFormat, packSql } from "./packed-facts"

const actor = systemActor("test")
const minute = 60_000
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
})

beforeEach(async () => {
  await prismaClient().$executeRaw`TRUNCATE deployment, lane, image_version`
})

/** `at`: minutes ago. */
async function record(at: number, imageTag: string, environment: string, application = "platform") {
  const input = {
    application,
    environment,
    imageTag,
    deployedAt: new Date(Date.now() - at * minute).toISOString(),
  }
  await recordDeployment(actor, recordDeploymentSchema.parse(input))
}

/** The lanes that a transaction holds. */
const lockedLanes = () => prismaClient().$queryRaw<unknown[]>`
  SELECT 1 FROM lane WHERE (application, environment_id) NOT IN (
    SELECT application, environment_id FROM lane FOR UPDATE SKIP LOCKED)`

const chunks = () =>
  prismaClient().$queryRaw<{ n: number; unpacked: boolean }[]>`
    SELECT n, facts IS NULL AS unpacked FROM lane_chunk ORDER BY application, environment_id, until_at`

async function figures(caller: Actor = actor) {
  const to = new Date()
  const from = new Date(to.getTime() - 7 * 1440 * minute)
  const { totals, buckets, heatMap } = await getInsights(caller, { from, to, bucket: "day", timeZone: "UTC" })
  return { totals: { ...totals, perDay: null }, buckets: buckets.map(({ reached }) => reached), heatMap }
}

/** The figures as they are, which must be those without any packed facts. */
async function expectSameUnpacked(caller: Actor = actor): Promise<void> {
  const packed = await figures(caller)
  await prismaClient().$executeRaw`UPDATE lane_chunk SET facts = NULL`
  expect(packed).toEqual(await figures(caller))
}

it("records are packed an hour after their deployment, once the oldest is two hours old", async () => {
  await record(90, "v1", "dev")
  await packChunks()
  expect(await chunks()).toEqual([])
  await record(130, "v0", "dev")
  await record(30, "v2", "dev")
  await packChunks()
  expect(await chunks()).toEqual([{ n: 2, unpacked: false }])
})

it("a lane with many young records is packed up to its newest 64", async () => {
  await prismaClient().$executeRaw`
    INSERT INTO lane (application, environment_id) VALUES ('platform', ${ids.get("dev")}::uuid)`
  await prismaClient().$executeRaw`
    INSERT INTO deployment (id, application, environment_id, image_tag, status, deployed_at, initiated_by, source, recorded_by)
    SELECT gen_random_uuid(), 'platform', ${ids.get("dev")}::uuid, 'v' || i, 'DEPLOYED', now() - make_interval(secs => i), 'test',
      'test', 'test'
    FROM generate_series(1, 600) i`
  await packChunks()
  expect(await chunks()).toEqual([{ n: 600 - 65, unpacked: false }])
  await expectSameUnpacked()
})

it("a chunk is full before the next begins, but records of one instant stay together", async () => {
  for (const at of [500, 500, 500, 400, 300, 200]) await record(at, "v1", "dev")
  await packChunks(undefined, 2)
  expect((await chunks()).map(({ n }) => n)).toEqual([2, 2, 2])
  await prismaClient().$executeRaw`
    UPDATE deployment SET deployed_at = (SELECT min(deployed_at) FROM deployment) WHERE deployed_at < now() - interval '450 minutes'`
  await packChunks(undefined, 2)
  expect((await chunks()).map(({ n }) => n)).toEqual([0, 3, 1, 2])
  await expectSameUnpacked()
})

it("the last chunk is continued until it is full", async () => {
  await record(500, "v1", "dev")
  await packChunks(undefined, 3)
  await record(400, "v2", "dev")
  await record(300, "v3", "dev")
  await record(200, "v4", "dev")
  await packChunks(undefined, 3)
  expect((await chunks()).map(({ n }) => n)).toEqual([3, 1])
})

it("a change of the promotion order unpacks everything", async () => {
  await record(500, "v1", "dev")
  await record(400, "v1", "staging")
  await record(300, "v1", "prod")
  await packChunks()
  await prismaClient().environment.update({
    where: { name: "staging" },
    data: { rank: 40, production: true },
  })
  expect(await chunks()).toEqual(Array(3).fill({ n: 1, unpacked: true }))
  await packChunks()
  await expectSameUnpacked()
  await prismaClient().environment.update({
    where: { name: "staging" },
    data: { rank: 20, production: false },
  })
})

it("a late first arrival below unpacks the promotion that is measured from it", async () => {
  await record(5000, "v0", "dev")
  await record(300, "v1", "prod")
  await packChunks()
  await record(400, "v1", "dev")
  const { totals } = await figures()
  expect(totals.promotionTimeSeconds).toMatchObject([{ from: ["dev"], to: "prod", n: 1, skipped: 0 }])
  await expectSameUnpacked()
})

it("a late first use of a stage unpacks the promotions that skipped it", async () => {
  for (const environment of ["dev", "prod"]) await record(5000, "v0", environment)
  await record(400, "v1", "dev")
  await record(300, "v1", "prod")
  await packChunks()
  await record(350, "v9", "staging")
  const { totals } = await figures()
  expect(totals.promotionTimeSeconds.find(({ to }) => to === "prod")).toMatchObject({ n: 1, skipped: 1 })
  await expectSameUnpacked()
})

it("archiving an environment outside the promotion order unpacks nothing", async () => {
  await record(500, "v1", "dev")
  await packChunks()
  await prismaClient().environment.create({ data: { name: "review/1" } })
  await prismaClient().environment.update({ where: { name: "review/1" }, data: { archivedAt: new Date() } })
  expect(await chunks()).toEqual([{ n: 1, unpacked: false }])
  await prismaClient().environment.delete({ where: { name: "review/1" } })
})

it("facts that were packed by other rules are neither read nor retained", async () => {
  await record(500, "v1", "dev")
  await packChunks()
  const before = await figures()
  await prismaClient().$executeRaw`UPDATE lane_chunk SET format = 0, facts = '\\x'`
  expect(await figures()).toEqual(before)
  await packChunks()
  expect(await prismaClient().laneChunk.count({ where: { format: 0 } })).toBe(0)
  expect(await figures()).toEqual(before)
})

it("a caller who sees some environments gets promotions between those", async () => {
  await record(500, "v1", "dev")
  await record(400, "v1", "staging")
  await record(300, "v1", "prod")
  await packChunks()
  const limited = { ...actor, environmentIds: ["dev", "prod"].map((name) => ids.get(name) ?? "") }
  const { totals } = await figures(limited)
  expect(totals.promotionTimeSeconds).toMatchObject([
    { from: ["dev"], to: "prod", n: 1, p50: expect.closeTo(200 * 60, -1) },
  ])
})

it("the packing rules change only together with the number of the format", () => {
  const rules = packSql(defaultReworkWords, [], [Prisma.empty, Prisma.empty])
  const digest = createHash("sha256")
    .update(JSON.stringify([rules.sql, rules.values]))
    .digest("hex")
  // Changed rules need the next format; the same rules in other SQL do not.
  expect([packFormat, digest.slice(0, 12)]).toEqual([2, "c7571079f3de"])
})

it("a locked lane delays neither packing nor the other lanes", async () => {
  await record(500, "v1", "dev")
  await record(500, "v1", "dev", "search")
  let release = () => {}
  const held = transaction(async () => {
    await lockLane({ application: "platform", environmentId: ids.get("dev") ?? "" })
    await new Promise<void>((resolve) => {
      release = resolve
    })
  })
  await expect.poll(async () => (await lockedLanes()).length).toBe(1)
  await packChunks()
  expect(
    (await prismaClient().laneChunk.findMany({ select: { application: true } })).map(
      (one) => one.application,
    ),
  ).toEqual(["search"])
  const waiting = Array.from({ length: 4 }, (_, index) => record(0, `w${index}`, "dev"))
  await record(0, "v2", "staging")
  release()
  await Promise.all([held, ...waiting])
})

it("a lane whose only record is restored while it is packed is packed again", async () => {
  await record(500, "v1", "dev")
  await packChunks()
  const { id } = await prismaClient().deployment.findFirstOrThrow()
  await annulDeployment(actor, id, "Recorded by mistake.")
  await Promise.all([packChunks(), restoreDeployment(actor, id), packChunks()])
  await packChunks()
  expect(await chunks()).toEqual([{ n: 1, unpacked: false }])
})

it("concurrent recording, completing and packing never leave an outdated chunk", async () => {
  const stageNames = ["dev", "staging", "prod"]
  for (const [index, stageName] of stageNames.entries()) await record(5000 - index, "v0", stageName)
  const recording = Array.from({ length: 60 }, (_, index) =>
    record(1000 + ((index * 37) % 3000), `v${index % 7}`, stageNames[index % 3] ?? "dev"),
  )
  let isRecording = true
  const packing = [0, 1].map(async () => {
    while (isRecording) await packChunks(undefined, 4)
  })
  await Promise.all(recording).finally(() => {
    isRecording = false
  })
  await Promise.all(packing)
  await packChunks(undefined, 4)
  expect((await chunks()).every(({ unpacked }) => !unpacked)).toBe(true)
  expect((await chunks()).reduce((sum, { n }) => sum + n, 0)).toBe(63)
  await expectSameUnpacked()
}, 60_000)
