import { v7 as uuidv7 } from "uuid"
import { beforeAll, expect, it } from "vitest"
import { getRollout, listRollouts } from "@/lib/fleet/rollouts/get-rollout"
import { rolloutQuerySchema } from "@/lib/fleet/rollouts/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { type Seeded, seedReleases } from "@/tools/testing/seed-releases"
import { smallChart } from "@/tools/testing/small-chart"
import { tornReads } from "@/tools/testing/torn-reads"
import { cancelOperation } from "./cancel-operation"
import { uninstallRelease } from "./change-release"
import { getRelease } from "./find-release"
import { listFleetMatrix, listNeedingUpgrade, listReleases } from "./list-releases"
import { listRevisions, listTenantHistory } from "./list-revisions"
import { sealValues } from "./sealed-values"

const actor = systemActor("test")
const client = prismaClient()
let seeded: Seeded

beforeAll(async () => {
  const [busyRelease] = await seedReleases(null, [{ slug: "busy" }])
  if (busyRelease === undefined) throw new Error("Nothing was seeded.")
  seeded = busyRelease
})

const updateRelease = (data: Parameters<typeof client.release.update>[0]["data"]) =>
  client.release.update({ where: { id: seeded.releaseId }, data })

it("a release is never read with a status and an operation of different moments", async () => {
  const change = async () => {
    const { operationId } = await uninstallRelease(actor, seeded.releaseId, { skipHooks: false })
    await cancelOperation(actor, operationId)
  }
  const read = async () => [
    await getRelease(actor, seeded.releaseId),
    ...(await listReleases(actor, { limit: 10 })).items,
  ]
  const inconsistent = await tornReads(change, read, (releases) =>
    releases.some(({ status, operation }) => (status === "UNINSTALLING") !== (operation !== null)),
  )
  expect(inconsistent).toEqual([])
})

it("a history always has the current revision", async () => {
  const recorded = await client.releaseRevision.findFirstOrThrow({ where: { releaseId: seeded.releaseId } })
  const change = async () => {
    const { id } = await client.releaseRevision.create({
      data: { ...recorded, id: uuidv7(), revision: 2, createdAt: new Date(), cause: undefined },
    })
    await client.releaseRevision.delete({ where: { id } })
  }
  const read = async () => {
    const page = { limit: 10 }
    const histories = [
      await listRevisions(actor, seeded.releaseId, page),
      await listTenantHistory(actor, seeded.tenantId, page),
    ]
    return histories.map(({ items }) => items.map(({ revision, current }) => [revision, current]))
  }
  const isTorn = (history: (number | boolean)[][]) => history.filter(([, current]) => current).length !== 1
  expect(await tornReads(change, read, (histories) => histories.some(isTorn))).toEqual([])
})

it("a release that needs an upgrade is listed exactly once while its version changes", async () => {
  const change = async () => {
    for (const chartVersion of ["1.1.0", "1.0.0"]) await updateRelease({ chartVersion })
  }
  const read = () => listNeedingUpgrade(actor, smallChart, { targetVersion: "2.0.0", limit: 10 })
  expect(await tornReads(change, read, ({ items }) => items.length !== 1)).toEqual([])
})

it("a tenant in the matrix always has a matching release", async () => {
  const change = async () => {
    for (const status of ["UNINSTALLED", "DEPLOYED"] as const) await updateRelease({ status })
  }
  const read = async () => (await listFleetMatrix(actor, { limit: 10 })).items
  expect(await tornReads(change, read, (rows) => rows.some(({ releases }) => releases.length === 0))).toEqual(
    [],
  )
})

it("a rollout is read with consistent waves, counts and releases", async () => {
  const { releaseId, tenantId } = seeded
  const { id } = await client.rollout.create({
    data: {
      id: uuidv7(),
      chartName: smallChart,
      targetVersion: "1.1.0",
      state: "RUNNING",
      concurrency: 1,
      bakeSeconds: 0,
      upgrades: 1,
      sealedValues: sealValues({}),
      sealedMasked: sealValues({}),
      timeoutSeconds: 20,
      atomic: true,
      waitForJobs: false,
      requestedBy: "test",
      requester: {},
      waves: { create: [{ position: 0, name: "all", selector: {} }] },
      releases: {
        create: [{ releaseId, tenantId, position: 0, wave: 0, fromVersion: "1.0.0", state: "RUNNING" }],
      },
    },
  })
  const become = (isOver: boolean) =>
    client.$transaction([
      client.rollout.update({ where: { id }, data: { failures: isOver ? 1 : 0 } }),
      client.rolloutWave.updateMany({
        where: { rolloutId: id },
        data: { state: isOver ? "DONE" : "RUNNING" },
      }),
      client.rolloutRelease.updateMany({
        where: { rolloutId: id },
        data: { state: isOver ? "FAILED" : "RUNNING" },
      }),
    ])
  const change = async () => {
    for (const isOver of [true, false]) await become(isOver)
  }
  await become(false)
  const read = async () => {
    const { releases, ...rollout } = await getRollout(actor, id)
    const [listedRollout] = (await listRollouts(actor, rolloutQuerySchema.parse({}))).items
    const oneOf = ({ failures, waves, counts }: Pick<typeof rollout, "failures" | "waves" | "counts">) => [
      failures,
      counts.FAILED,
      waves.filter(({ state }) => state === "DONE").length,
    ]
    const failed = releases.filter(({ state }) => state === "FAILED").length
    return [[failed, ...oneOf(rollout)], listedRollout === undefined ? [] : oneOf(listedRollout)]
  }
  const inconsistent = await tornReads(change, read, (figureSets) =>
    figureSets.some((figures) => new Set(figures).size !== 1),
  )
  expect(inconsistent).toEqual([])
})
