import { v7 as uuidv7 } from "uuid"
import { sealJson } from "@/lib/fleet/operations/sealed"
import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { prismaClient } from "@/lib/platform/db/client"
import { releaseName, seedReleases } from "./seed-releases"
import { smallChart } from "./small-chart"

/** A tenant with one of every resource that belongs to a single tenant. */
export type Tenancy = {
  tenant: { id: string; slug: string }
  releaseId: string
  operationId: string
  rolloutId: string
  /** An object in its namespace that belongs to no release. */
  unmanaged: { cluster: string; namespace: string; releaseName: string }
}

/** Seeds the tables directly. The release is out of band, so that it needs attention, and runs `appVersion`. */
export async function seedTenancy(slug: string, appVersion: string): Promise<Tenancy> {
  const row = { appVersion, outOfBand: true }
  const [seeded] = await seedReleases(null, [{ slug, row }])
  if (seeded === undefined) throw new Error("No release was seeded.")
  const { tenantId, releaseId, namespace } = seeded
  const requester = { kind: "token", id: "test", name: "test", address: null, requestId: null }
  const operationId = uuidv7()
  const unmanaged = { cluster: "sandbox", namespace, releaseName: `${slug}-unmanaged` }
  await prismaClient().operation.create({
    data: {
      id: operationId,
      tenantId,
      releaseId,
      cluster: "sandbox",
      namespace,
      releaseName,
      requester,
      kind: "INSTALL",
      state: "SUCCEEDED",
      sealedRequest: sealJson({}),
      requestedBy: "test",
      finishedAt: new Date(),
    },
  })
  await prismaClient().unmanagedRelease.create({
    data: { id: uuidv7(), ...unmanaged, revision: 1, status: "deployed" },
  })
  return {
    tenant: { id: tenantId, slug },
    releaseId,
    operationId,
    unmanaged,
    rolloutId: await seedRollout({ tenantId, releaseId }, requester),
  }
}

async function seedRollout(
  tenancy: { tenantId: string; releaseId: string },
  requester: object,
): Promise<string> {
  const id = uuidv7()
  const sealed = sealValues({})
  await prismaClient().rollout.create({
    data: {
      id,
      chartName: smallChart,
      targetVersion: "1.1.0",
      state: "RUNNING",
      concurrency: 1,
      bakeSeconds: 0,
      upgrades: 1,
      sealedValues: sealed,
      sealedMasked: sealed,
      timeoutSeconds: 30,
      atomic: true,
      waitForJobs: false,
      requestedBy: "test",
      requester,
      waves: { create: { position: 0, name: "all", selector: {} } },
      releases: { create: { ...tenancy, position: 0, wave: 0, fromVersion: "1.0.0", state: "PENDING" } },
    },
  })
  return id
}
