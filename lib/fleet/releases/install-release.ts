import { v7 as uuidv7 } from "uuid"
import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import { enqueueOperation, type ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import {
  findTenantNamed,
  lockActiveTenant,
  lockTenantLocation,
  rejectSuspended,
} from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { maskEveryTextInTurns } from "@/lib/kube/masking/mask-values"
import { check, collectFaults, faultsIn } from "@/lib/platform/collect-faults"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import type { Tenant } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError, invalid } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { chartFacts, type Plan } from "./change-release"
import { openReferredChart, requireUsableChart } from "./chart-source"
import { checkValues } from "./check-values"
import { type Accepted, accept } from "./enqueue-change"
import type { InstallRequest } from "./operation-requests"
import { requireAsPreviewed } from "./preview-digest"
import { auditRelease } from "./record-outcome"
import { rejectQuarantinedChange } from "./reject-quarantined-change"
import { restoreMasked } from "./restore-masked"
import type { InstallRelease } from "./schema"
import { maskOfRelease, sealValues } from "./sealed-values"

/** Enqueues an install: creates the release in PENDING_INSTALL and its operation, or throws and creates neither. */
export async function installRelease(actor: Actor, input: InstallRelease): Promise<Accepted> {
  const plan = await planInstall(actor, input)
  requireAsPreviewed(input.previewDigest, plan.previewed)
  return transaction(async () => {
    await lockActiveTenant(plan.target)
    await lockTenantLocation(plan.target)
    await rejectQuarantinedChange(plan.request, null)
    await freeReleaseName(actor, plan.target)
    const releaseId = await createRow(actor, plan)
    const { target, request } = plan
    const operation = { ...target, releaseId, kind: "INSTALL", request } as const
    const { id: operationId } = await enqueueOperation(actor, operation)
    return accept(actor, target, request, { releaseId, operationId })
  }).catch(uniqueViolationAs(() => nameTaken(plan.target)))
}

/** Frees the name of a release without resources in the cluster, because its failed install was rolled back. */
export async function freeReleaseName(actor: Actor, target: ReleaseTarget): Promise<void> {
  const { cluster, namespace, releaseName } = target
  const [holder] = await db().$queryRaw<{ id: string; status: string; inCluster: boolean }[]>`
    SELECT id, status::text AS status, in_cluster AS "inCluster" FROM helm_release
    WHERE cluster = ${cluster} AND namespace = ${namespace} AND release_name = ${releaseName}
      AND status <> 'UNINSTALLED' FOR UPDATE`
  if (holder === undefined) return
  if (holder.status !== "FAILED" || holder.inCluster) throw nameTaken(target)
  const reason = "Its failed install was rolled back; the name was reused by another install."
  await db().release.update({
    where: { id: holder.id },
    data: { status: "UNINSTALLED", uninstalledAt: new Date(), uninstallReason: reason },
  })
  await auditRelease(actor, "name_freed", holder.id, target, { reason })
  await publishEvent("release.updated", holder.id)
}

function nameTaken({ releaseName, namespace }: ReleaseTarget): DomainError {
  return conflict(
    `A release ${releaseName} already exists in ${namespace}. Upgrade it, uninstall it, or choose another name.`,
    "release_name_taken",
  )
}

async function createRow(actor: Actor, { target, request, maskedValues }: InstallPlan): Promise<string> {
  const { kind: _kind, values, chartDigest: _digest, ...columns } = request
  const { id } = await db().release.create({
    data: {
      id: uuidv7(),
      ...target,
      ...columns,
      sealedValues: sealValues(values),
      sealedMasked: sealValues(maskedValues),
      status: "PENDING_INSTALL",
      createdBy: actor.name,
    },
  })
  return id
}

type InstallPlan = Plan<InstallRequest> & {
  target: ReleaseTarget
  /** The masked values, stored until a revision shows which of them are secret. */
  maskedValues: Record<string, unknown>
}

/** Validates an install and returns everything needed to enqueue it; throws the error it would fail with. */
export async function planInstall(actor: Actor, input: InstallRelease): Promise<InstallPlan> {
  const finding = findTargetTenant(actor, input)
  const openedChart = openReferredChart(input.chartName, input.chartVersion)
  const [tenant, chart, values] = await collectFaults([
    finding,
    openedChart,
    check(() => restoreMasked(input.valuesOverride)),
    checkChart(actor, input, finding, openedChart),
  ])
  rejectSuspended(tenant)
  const { id: tenantId, cluster, namespace } = tenant
  const target = { tenantId, cluster, namespace, releaseName: input.releaseName }
  const request: InstallRequest = {
    kind: "INSTALL",
    repository: chart.repository,
    chartName: chart.name,
    chartVersion: chart.version,
    chartDigest: chart.digest,
    appVersion: input.appVersion ?? chart.appVersion ?? chart.version,
    values: input.valuesOverride,
    timeoutSeconds: input.timeout,
    atomic: input.atomic,
    waitForJobs: input.waitForJobs,
    description: input.description ?? null,
  }
  await rejectQuarantinedChange(request, null)
  return {
    target,
    request,
    previewed: {
      kind: "INSTALL",
      facts: { ...target, valuesOverride: input.valuesOverride, ...chartFacts(request) },
    },
    maskedValues: await maskEveryTextInTurns(values, { schema: chart.schema, mask: maskOfRelease(target) }),
  }
}

async function findTargetTenant(actor: Actor, input: InstallRelease): Promise<Tenant> {
  const tenant = await findTenantNamed(actor, input.tenantId)
  if (input.namespace === undefined || input.namespace === tenant.namespace) return tenant
  const message = `The namespace of the tenant ${tenant.slug} is ${tenant.namespace}.`
  throw invalid("/namespace", message, "unknown_namespace")
}

/**
 * Checks the values even for an unknown tenant, so that one response lists all errors; then the caller owns the check
 * in the queue.
 */
async function checkChart(
  actor: Actor,
  { valuesOverride }: InstallRelease,
  finding: Promise<Tenant>,
  openedChart: Promise<OpenedChart>,
): Promise<void> {
  const chart = await openedChart.catch(() => null)
  const hasMasks = faultsIn(() => restoreMasked(valuesOverride)).length > 0
  if (chart === null || hasMasks) return
  const tenant = await finding.catch(() => null)
  await collectFaults([
    tenant && requireUsableChart(chart, { cluster: tenant.cluster, kind: "INSTALL" }),
    checkValues({
      owner: tenant?.id ?? actor.id,
      chart,
      overrides: valuesOverride,
      pointer: "/valuesOverride",
    }),
  ])
}
