import { v7 as uuidv7 } from "uuid"
import { sealValues } from "@/lib/fleet/releases/sealed-values"
import { prismaClient } from "@/lib/platform/db/client"

type Seeded = {
  tenant: string
  chartVersion?: string
  chartName?: string
  appVersion?: string
  status?: "DEPLOYED" | "FAILED" | "UNINSTALLED" | "PENDING_UPGRADE"
  outOfBand?: boolean
  by?: string
  at?: Date
  /** The description of its revision. */
  description?: string
  tags?: Record<string, string>
}

/** Seeds a release of a tenant with its first revision; adds the tenant if it is missing. Returns its id. */
export async function seedRelease(seeded: Seeded): Promise<string> {
  const { tenant, chartName = "service", chartVersion = "1.0.0", appVersion = "9.9.9" } = seeded
  const { status = "DEPLOYED", by = "ada", at = new Date(), tags = {} } = seeded
  const prisma = prismaClient()
  const namespace = `tenant-${tenant}`
  const { id: tenantId } = await prisma.tenant.upsert({
    where: { slug: tenant },
    create: { slug: tenant, name: `The ${tenant}`, cluster: "sandbox", namespace, tags },
    update: {},
  })
  const id = uuidv7()
  const chart = { repository: "demo", chartName, chartVersion, appVersion }
  const sealed = sealValues({})
  await prisma.release.create({
    data: {
      id,
      tenantId,
      ...chart,
      cluster: "sandbox",
      namespace,
      status,
      releaseName: `${tenant}-${chartName}-${id.slice(-4)}`,
      sealedValues: sealed,
      sealedMasked: sealed,
      revision: 1,
      inCluster: true,
      timeoutSeconds: 300,
      atomic: true,
      waitForJobs: false,
      createdBy: by,
      createdAt: at,
      updatedAt: at,
      deployedAt: at,
      outOfBand: seeded.outOfBand ?? false,
    },
  })
  await prisma.releaseRevision.create({
    data: {
      id: uuidv7(),
      releaseId: id,
      revision: 1,
      operation: "INSTALL",
      ...chart,
      status: "DEPLOYED",
      performedBy: by,
      createdAt: at,
      finishedAt: at,
      description: seeded.description,
    },
  })
  return id
}
