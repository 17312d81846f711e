import { v7 as uuidv7 } from "uuid"
import { describe, expect, it } from "vitest"
import { type OutsideChange, recordOutside } from "@/lib/fleet/cluster-watch/reconcile-release"
import { findWatched } from "@/lib/fleet/cluster-watch/watched-release"
import { describeAllOutside } from "@/lib/fleet/releases/describe-revision"
import type { StoredRevision } from "@/lib/kube/cluster/stored-revision"
import { prismaClient } from "@/lib/platform/db/client"
import { seedRelease } from "@/tools/testing/seed-release"

const unique = () => crypto.randomUUID().slice(0, 8)

async function seedWatched() {
  const release = await prismaClient().release.findUniqueOrThrow({
    where: { id: await seedRelease({ tenant: unique(), at: new Date(Date.now() - 3_600_000) }) },
  })
  const read = async () => {
    const watched = await findWatched("sandbox", release)
    if (watched === null) throw new Error("Expected a release.")
    return watched
  }
  return { release, read }
}

async function operationOf(
  { id, tenantId, namespace, releaseName }: Awaited<ReturnType<typeof seedWatched>>["release"],
  fields: { state: "QUEUED" | "FAILED"; baseRevision?: number; helmStartedAt?: Date; finishedAt?: Date },
): Promise<string> {
  const { id: operationId } = await prismaClient().operation.create({
    data: {
      id: uuidv7(),
      tenantId,
      releaseId: id,
      cluster: "sandbox",
      namespace,
      releaseName,
      kind: "UPGRADE",
      sealedRequest: "",
      requestedBy: "ada",
      requester: {},
      ...fields,
    },
  })
  return operationId
}

function secondRevision(at: Date): StoredRevision {
  return {
    record: {
      revision: 2,
      isServerSide: true,
      values: { replicaCount: 2 },
      manifest: "",
      hooks: [],
      status: "deployed",
      description: "Upgrade complete",
      notes: "",
      firstDeployedAt: new Date(0),
      lastDeployedAt: at,
      chart: { name: "service", version: "1.1.0", appVersion: "2.0.0" },
    },
    chart: { values: {}, schema: null },
  }
}

async function changeSeen(
  { release }: Awaited<ReturnType<typeof seedWatched>>,
  at = new Date(),
): Promise<OutsideChange> {
  const context = { ...release, valuesBefore: {} }
  const revisions = await describeAllOutside(context, [secondRevision(at)])
  return { kind: "changed", revisions, status: "DEPLOYED", lastError: null, stuckSince: null }
}

const revisionsOf = (releaseId: string) =>
  prismaClient().releaseRevision.findMany({
    where: { releaseId },
    orderBy: [{ revision: "asc" }, { createdAt: "asc" }],
  })

describe("recordOutside", () => {
  it("records a change once, however often it is seen", async () => {
    const one = await seedWatched()
    const before = await one.read()
    const change = await changeSeen(one)
    const areRecorded = await Promise.all([recordOutside(before, change), recordOutside(before, change)])
    expect(areRecorded.sort()).toEqual([false, true])
    expect(await revisionsOf(one.release.id)).toMatchObject([
      { revision: 1, operation: "INSTALL" },
      { revision: 2, operation: "OUT_OF_BAND", chartVersion: "1.1.0", performedBy: "outside Slipway" },
    ])
    const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: one.release.id } })
    expect(audit).toMatchObject([{ action: "release.changed_outside", actorKind: "system" }])
  })

  it("records nothing when a change by Slipway is running, or started and ended since the read", async () => {
    const one = await seedWatched()
    const before = await one.read()
    const change = await changeSeen(one)
    const id = await operationOf(one.release, { state: "QUEUED" })
    expect(await recordOutside(before, change)).toBe(false)
    await prismaClient().operation.update({ where: { id }, data: { state: "SUCCEEDED" } })
    expect(await recordOutside(before, change)).toBe(false)
    expect(await recordOutside(before, { kind: "removed", reason: "Gone." })).toBe(false)
    expect(await revisionsOf(one.release.id)).toHaveLength(1)
    expect(await recordOutside(await one.read(), change)).toBe(true)
  })

  it("attributes a revision to Slipway when its operation was abandoned before the outcome was read", async () => {
    const one = await seedWatched()
    const at = new Date(Date.now() - 60_000)
    const helmStartedAt = new Date(at.getTime() - 1_000)
    const finishedAt = new Date(at.getTime() + 30_000)
    const id = await operationOf(one.release, { state: "FAILED", baseRevision: 1, helmStartedAt, finishedAt })
    expect(await recordOutside(await one.read(), await changeSeen(one, at))).toBe(true)
    expect(await revisionsOf(one.release.id)).toMatchObject([
      { revision: 1 },
      { revision: 2, operation: "UPGRADE", operationId: id, performedBy: "ada" },
    ])
    const { outOfBand } = await prismaClient().release.findUniqueOrThrow({ where: { id: one.release.id } })
    expect(outOfBand).toBe(false)
  })

  it("records the removal of a release and keeps its history", async () => {
    const one = await seedWatched()
    const reason = "It was uninstalled outside Slipway."
    expect(await recordOutside(await one.read(), { kind: "removed", reason })).toBe(true)
    expect(await revisionsOf(one.release.id)).toMatchObject([
      { operation: "INSTALL" },
      { operation: "UNINSTALL", performedBy: "outside Slipway", reason },
    ])
    expect(await findWatched("sandbox", one.release)).toBeNull()
  })
})
