import { v7 as uuidv7 } from "uuid"
import type { ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { findTenantNamed, lockTenantLocation } from "@/lib/fleet/tenants/find-tenant"
import { updateTenant } from "@/lib/fleet/tenants/write-tenant"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { type HelmSecret, readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { chooseCluster, clusterNamed, onlyCluster } from "@/lib/kube/cluster/read-clusters"
import { readStoredRevision, type StoredRevision } from "@/lib/kube/cluster/stored-revision"
import type { ReleaseLocation } from "@/lib/kube/helm/schema"
import { collectFaults } from "@/lib/platform/collect-faults"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import type { Tenant } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, invalid, notFound, unavailable } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { log } from "@/lib/platform/log"
import { chartSource } from "./chart-source"
import { describeAllOutside } from "./describe-revision"
import { findRelease, toRelease } from "./find-release"
import { changingMessage, isPending, staleMs, stuckMessage } from "./helm-status"
import { freeReleaseName } from "./install-release"
import { type Previewed, requireAsPreviewed } from "./preview-digest"
import {
  addRevisions,
  auditRelease,
  columnsOfRevision,
  deployedAtOf,
  type FoundRevision,
} from "./record-outcome"
import { defaultTimeoutSeconds, type Release } from "./schema"
import { sealValues } from "./sealed-values"
import type { AdoptRelease } from "./unmanaged-schema"

/**
 * Adopts a release that was installed outside Slipway into a tenant, with all of Helm's remaining history. Afterwards it is
 * managed like any other; nothing is changed in the cluster. Throws a 404 when Helm has no such release, a 409 when it is
 * already managed or being changed outside Slipway, and a 422 for /cluster, /tenantId or /repository.
 */
export async function adoptRelease(actor: Actor, input: AdoptRelease): Promise<Release> {
  const plan = await planAdoption(actor, input)
  requireAsPreviewed(input.previewDigest, plan.previewed)
  const { tenant, target, history, revisions } = plan
  const { cluster, namespace, releaseName } = target
  return transaction(async () => {
    if (movesTenant(tenant, target)) await updateTenant(actor, tenant.id, { cluster, namespace })
    await lockTenantLocation(target)
    await freeReleaseName(actor, target)
    const id = await createRow(actor, target, history, revisions)
    await addRevisions(id, revisions)
    await db().unmanagedRelease.deleteMany({ where: { cluster, namespace, releaseName } })
    const detail = { cluster, revisions: revisions.map(({ revision }) => revision) }
    await auditRelease(actor, "adopted", id, target, detail)
    await publishEvent("release.updated", id)
    return toRelease(await findRelease(actor, id))
  }).catch(uniqueViolationAs(() => alreadyManaged(releaseName, namespace)))
}

type AdoptionPlan = {
  tenant: Tenant
  target: ReleaseTarget
  history: HelmHistory
  revisions: FoundRevision[]
  previewed: Previewed
}

/** Validates an adoption and returns everything needed for it; throws the error the adoption would fail with. */
export async function planAdoption(
  actor: Actor,
  input: Omit<AdoptRelease, "previewDigest">,
): Promise<AdoptionPlan> {
  const { namespace, releaseName } = input
  const [cluster, tenant] = await collectFaults([
    namedOrOnlyCluster(input.cluster),
    findTenantNamed(actor, input.tenantId),
  ])
  await requireNamespace(actor, tenant, { cluster, namespace, releaseName })
  await rejectManaged({ cluster, namespace, releaseName })
  const history = await readHelmHistory({ cluster, namespace, releaseName })
  const revisions = await describeAll({ ...input, cluster }, history)
  const target = { tenantId: tenant.id, cluster, namespace, releaseName }
  const baseRevision = [history.newest.revision, history.newest.status]
  const facts = { ...target, baseRevision, repository: revisions.at(-1)?.repository ?? "" }
  return { tenant, target, history, revisions, previewed: { kind: "ADOPT", facts } }
}

const namedOrOnlyCluster = async (name: string | undefined) => chooseCluster(name ?? (await onlyCluster()))

export const movesTenant = (tenant: Tenant, target: ReleaseTarget) => !isInNamespace(tenant, target)

const isInNamespace = (
  tenant: Tenant,
  { cluster, namespace }: Pick<ReleaseLocation, "cluster" | "namespace">,
) => tenant.cluster === cluster && tenant.namespace === namespace

/** Requires that the namespace is the tenant's, or unassigned and can be taken over by a tenant without releases. */
async function requireNamespace(actor: Actor, tenant: Tenant, where: ReleaseLocation): Promise<void> {
  const { cluster, namespace, releaseName } = where
  if (isInNamespace(tenant, where)) return
  // Callers limited to some tenants must not learn what exists in other namespaces.
  if (visibleTo(actor).tenants.isLimited) throw noSuchRelease(releaseName, namespace)
  const owner = await db().tenant.findFirst({ where: { cluster, namespace } })
  if (owner !== null) {
    throw invalid("/tenantId", `The namespace ${namespace} belongs to the tenant ${owner.slug}.`)
  }
  const installed = await db().release.count({
    where: { tenantId: tenant.id, status: { not: "UNINSTALLED" } },
  })
  if (installed === 0 && hasScope(actor, "admin")) return
  const reason =
    installed > 0
      ? `its ${installed === 1 ? "release runs" : "releases run"} there. Choose or create another tenant for ${namespace}`
      : `only an admin can assign ${namespace} to it`
  throw invalid(
    "/tenantId",
    `The tenant ${tenant.slug} has the namespace ${tenant.namespace}, and ${reason}.`,
  )
}

async function rejectManaged(where: ReleaseLocation): Promise<void> {
  const row = await db().release.findFirst({
    where: {
      ...where,
      status: { not: "UNINSTALLED" },
      OR: [{ inCluster: true }, { status: "PENDING_INSTALL" }],
    },
  })
  if (row !== null) throw alreadyManaged(where.releaseName, where.namespace)
}

const alreadyManaged = (releaseName: string, namespace: string) =>
  conflict(`The release ${releaseName} in ${namespace} is already managed by Slipway.`, "release_managed")

async function describeAll(
  { cluster, namespace, releaseName, repository: namedRepository }: AdoptRelease & { cluster: string },
  { revisions }: HelmHistory,
): Promise<FoundRevision[]> {
  const chartName = revisions.at(-1)?.record.chart?.name ?? ""
  const repository = await chartSource(namedRepository, chartName)
  const context = { id: null, cluster, namespace, releaseName, repository, chartName, valuesBefore: {} }
  return describeAllOutside(context, revisions)
}

async function createRow(
  actor: Actor,
  target: ReleaseTarget,
  { newest }: HelmHistory,
  revisions: readonly FoundRevision[],
): Promise<string> {
  const last = revisions.at(-1)
  if (last === undefined) {
    throw conflict("No revision of this release was ever completed. Uninstall it with Helm.")
  }
  const isStuck = isPending[newest.status]
  const { id } = await db().release.create({
    data: {
      id: uuidv7(),
      ...target,
      sealedValues: sealValues({}),
      sealedMasked: sealValues({}),
      ...columnsOfRevision(last),
      status: newest.status === "deployed" ? "DEPLOYED" : "FAILED",
      inCluster: true,
      timeoutSeconds: defaultTimeoutSeconds,
      atomic: false,
      waitForJobs: false,
      createdBy: actor.name,
      ...deployedAtOf(revisions),
      stuckSince: isStuck ? newest.changedAt : null,
      lastError: isStuck ? stuckMessage(newest) : last.status === "FAILED" ? last.description : null,
    },
  })
  return id
}

type HelmHistory = { newest: HelmSecret; revisions: StoredRevision[] }

/**
 * Helm's full history of a release, oldest first, without an unfinished revision. Throws a 404 when there is none, a 409
 * while it is being changed outside Slipway, and a 503 when the cluster is unavailable.
 */
async function readHelmHistory(target: ReleaseLocation): Promise<HelmHistory> {
  const { cluster, namespace, releaseName } = target
  using api = new KubernetesApi(await clusterNamed(cluster))
  try {
    const secrets = await readHelmRevisions(api, target)
    const newest = secrets.at(-1)
    if (newest === undefined || newest.status === "uninstalled") throw noSuchRelease(releaseName, namespace)
    const isChanging = isPending[newest.status] && Date.now() - newest.changedAt.getTime() <= staleMs
    if (isChanging) throw conflict(changingMessage(newest))
    const revisions: StoredRevision[] = []
    for (const { revision, status } of secrets) {
      if (isPending[status]) continue
      const stored = await readStoredRevision(api, target, revision)
      if (stored !== null) revisions.push(stored)
    }
    return { newest, revisions }
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    log.warn({ err: error, cluster, namespace, releaseName }, "Helm history not readable")
    throw unavailable(`The cluster ${cluster} is unavailable: ${error.message}`, 10)
  }
}

const noSuchRelease = (releaseName: string, namespace: string) =>
  notFound(`Helm has no release ${releaseName} in ${namespace} that can be adopted.`)
