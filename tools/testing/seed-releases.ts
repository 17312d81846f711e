import { v7 as uuidv7 } from "uuid"
import { revisionKey, sealRevision, sealValues } from "@/lib/fleet/releases/sealed-values"
import { encodeRevision } from "@/lib/kube/cluster/helm-storage"
import { prismaClient } from "@/lib/platform/db/client"
import type { Prisma } from "@/lib/platform/db/generated/client"
import type { JsonObject } from "@/tools/sandbox/json"
import type { KubeObject } from "@/tools/sandbox/kube-object"
import type { Sandbox } from "@/tools/sandbox/start-sandbox"
import { createObject } from "@/tools/sandbox/write-object"
import { smallChart } from "./small-chart"

export type Seeded = { tenantId: string; releaseId: string; slug: string; namespace: string }

export type ToSeed = {
  slug: string
  tags?: Record<string, string>
  values?: JsonObject
  version?: string
  tenantStatus?: "ACTIVE" | "SUSPENDED"
  /** Overrides of its row. */
  row?: Partial<Prisma.ReleaseUncheckedCreateInput>
}

export const releaseName = "app"

/**
 * Seeds tenants that each have one release of the small chart, deployed at revision 1: in the database, and as Helm stores
 * it in the sandbox, if there is one. Much faster than as many installs, and equivalent for Helm.
 */
export async function seedReleases(sandbox: Sandbox | null, toSeed: readonly ToSeed[]): Promise<Seeded[]> {
  const seeded = toSeed.map(({ slug }) => ({
    slug,
    namespace: `tenant-${slug}`,
    tenantId: uuidv7(),
    releaseId: uuidv7(),
  }))
  const seeds = toSeed.map((one, index): [ToSeed, Seeded | undefined] => [one, seeded[index]])
  // In the cluster first: a watcher would treat a release without its Secret as uninstalled.
  if (sandbox !== null) {
    for (const [one, target] of seeds) if (target !== undefined) seedInCluster(sandbox, one, target)
  }
  const rows = seeds.flatMap(([one, target]) => (target === undefined ? [] : [rowsOf(one, target)]))
  await prismaClient().tenant.createMany({ data: rows.map(({ tenant }) => tenant) })
  await prismaClient().release.createMany({ data: rows.map(({ release }) => release) })
  await prismaClient().releaseRevision.createMany({ data: rows.map(({ revision }) => revision) })
  return seeded
}

const emptyRevision = { values: {}, manifest: "", hooks: "", notes: "" }

function rowsOf({ tags = {}, values = {}, version = "1.0.0", ...more }: ToSeed, target: Seeded) {
  const { slug, namespace, tenantId, releaseId } = target
  const chart = { repository: "demo", chartName: smallChart, chartVersion: version, appVersion: version }
  const sealed = { sealedValues: sealValues(values), sealedMasked: sealValues(values) }
  const status = more.tenantStatus ?? "ACTIVE"
  return {
    tenant: { id: tenantId, slug, name: `Tenant ${slug}`, namespace, cluster: "sandbox", tags, status },
    release: {
      id: releaseId,
      tenantId,
      cluster: "sandbox",
      namespace,
      releaseName,
      ...chart,
      ...sealed,
      status: "DEPLOYED" as const,
      revision: 1,
      inCluster: true,
      timeoutSeconds: 30,
      atomic: false,
      waitForJobs: false,
      createdBy: "test",
      deployedAt: new Date(),
      ...more.row,
    },
    revision: {
      id: uuidv7(),
      releaseId,
      revision: 1,
      operation: "INSTALL" as const,
      ...chart,
      status: "DEPLOYED" as const,
      performedBy: "test",
      createdAt: new Date(),
      finishedAt: new Date(),
      sealedValues: sealed.sealedValues,
      sealedMasked: sealRevision(emptyRevision, revisionKey()).sealed,
    },
  }
}

function seedInCluster(
  { cluster }: Sandbox,
  { values = {}, version = "1.0.0" }: ToSeed,
  { namespace }: Seeded,
): void {
  const create = (storage: string, kind: string, object: JsonObject & Pick<KubeObject, "metadata">) => {
    const type = cluster.registry.byStorage(storage)
    if (type === null) throw new Error(`The sandbox has no kind ${kind}.`)
    createObject(cluster, type, { apiVersion: "v1", kind, ...object }, { manager: "test", dryRun: false })
  }
  create("/namespaces", "Namespace", { metadata: { name: namespace } })
  const labels = { owner: "helm", name: releaseName, status: "deployed", version: "1" }
  create("/secrets", "Secret", {
    metadata: { name: `sh.helm.release.v1.${releaseName}.v1`, namespace, labels },
    type: "helm.sh/release.v1",
    data: { release: encodeRevision(asHelmSecretData(namespace, version, values)) },
  })
}

function asHelmSecretData(namespace: string, version: string, config: JsonObject): JsonObject {
  const at = new Date().toISOString()
  return {
    name: releaseName,
    namespace,
    version: 1,
    config,
    manifest: "",
    hooks: [],
    info: {
      first_deployed: at,
      last_deployed: at,
      deleted: "",
      description: "Install complete",
      status: "deployed",
    },
    chart: {
      metadata: { name: smallChart, version, apiVersion: "v2", appVersion: version },
      templates: [],
      values: {},
      schema: null,
      files: [],
      lock: null,
    },
  }
}
