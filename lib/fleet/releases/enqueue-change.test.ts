import { describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { seedReleases } from "@/tools/testing/seed-releases"
import { lastSuccessfulRevision, planRollback } from "./change-release"
import { enqueueChange, enqueuePlanned, type PlannedChange } from "./enqueue-change"
import { lockRelease, type ReleaseRow } from "./find-release"

const actor = systemActor("test")
let count = 0
const seeded = async (options: { suspended?: boolean } = {}) => {
  const tenantStatus = options.suspended ? "SUSPENDED" : "ACTIVE"
  const [one] = await seedReleases(null, [{ slug: `q${++count}`, tenantStatus }])
  if (one === undefined) throw new Error("Nothing was seeded.")
  return one
}
const update = (id: string, data: object) => prismaClient().release.update({ where: { id }, data })
const operationsOf = (releaseId: string) => prismaClient().operation.findMany({ where: { releaseId } })

/** The planned facts of an upgrade that keeps the chart. */
const sameChart = (release: ReleaseRow): PlannedChange => ({
  kind: "UPGRADE",
  repository: release.repository,
  chartName: release.chartName,
  chartVersion: release.chartVersion,
  appVersion: release.appVersion,
  values: {},
  mode: "reset",
  forceConflicts: false,
  timeoutSeconds: 30,
  atomic: false,
  waitForJobs: false,
  description: null,
})

describe("enqueueChange", () => {
  it("plans again when another change ended between plan and lock", async () => {
    const { releaseId } = await seeded()
    const planned: string[] = []
    await enqueueChange(actor, releaseId, null, async (release) => {
      planned.push(release.chartVersion)
      if (planned.length === 1) await update(releaseId, { revision: 2, chartVersion: "1.1.0" })
      return sameChart(release)
    })
    expect(planned).toEqual(["1.0.0", "1.1.0"])
    const { body } = await prismaClient().auditEntry.findFirstOrThrow({
      where: { subjectId: releaseId, action: "release.upgrade_requested" },
    })
    expect(JSON.parse(body)).toMatchObject({ detail: { chartVersion: "1.1.0" } })
  })

  it("rolls back to the revision deployed before the then current one", async () => {
    const { releaseId } = await seeded()
    const first = await prismaClient().releaseRevision.findFirstOrThrow({
      where: { releaseId },
      omit: { cause: true },
    })
    const add = async (revision: number) => {
      await prismaClient().releaseRevision.create({ data: { ...first, id: crypto.randomUUID(), revision } })
      await update(releaseId, { revision })
    }
    await add(2)
    let isFirst = true
    const targets: number[] = []
    await enqueueChange(actor, releaseId, null, async (release) => {
      targets.push(await lastSuccessfulRevision(release))
      if (isFirst) await add(3)
      isFirst = false
      const targetRevision = targets.at(-1) ?? 0
      return (await planRollback(release, { targetRevision, forceConflicts: false })).request
    })
    expect(targets).toEqual([1, 2])
  })

  it("returns a 409 when the release keeps changing", async () => {
    const { releaseId } = await seeded()
    let revision = 1
    const restless = enqueueChange(actor, releaseId, null, async (release) => {
      await update(releaseId, { revision: ++revision })
      return sameChart(release)
    })
    await expect(restless).rejects.toMatchObject({ kind: "conflict", details: { code: "release_changed" } })
    expect(await operationsOf(releaseId)).toEqual([])
  })

  it("rejects a rollback for a tenant that was suspended after planning", async () => {
    const { releaseId, tenantId } = await seeded()
    const rollback = enqueueChange(actor, releaseId, null, async (release) => {
      const { request } = await planRollback(release, { targetRevision: 1, forceConflicts: false })
      await prismaClient().tenant.update({ where: { id: tenantId }, data: { status: "SUSPENDED" } })
      return request
    })
    await expect(rollback).rejects.toMatchObject({ details: { code: "tenant_suspended" } })
    expect(await operationsOf(releaseId)).toEqual([])
  })

  it.each([
    { why: "its tenant is suspended", suspended: true, data: {} },
    { why: "it is uninstalled", suspended: false, data: { status: "UNINSTALLED" } },
  ])("enqueues nothing when $why, even if the transaction continues", async (fixture) => {
    const { releaseId } = await seeded(fixture)
    await update(releaseId, fixture.data)
    await transaction(async () => {
      const row = await lockRelease(actor, releaseId)
      await expect(enqueuePlanned(actor, row, sameChart(row))).rejects.toMatchObject({ kind: "conflict" })
    })
    expect(await operationsOf(releaseId)).toEqual([])
  })
})
