import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import type { ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { findTenantNamed } from "@/lib/fleet/tenants/find-tenant-named"
import type { Actor } from "@/lib/identity/auth/actor"
import { maskEveryText } from "@/lib/kube/masking/mask-values"
import { check, collectFaults, faultsIn } from "@/lib/platform/collect-faults"
import type { Tenant } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { openReferredChart } from "./chart-of-request"
import { checkValues } from "./check-values"
import { keepMasked } from "./keep-masked"
import type { InstallRequest } from "./operation-requests"
import { requireUsableChart } from "./require-usable-chart"
import type { InstallRelease } from "./schema"
import { maskOfRelease } from "./sealed-values"

export type InstallPlan = {
  tenant: Tenant
  place: ReleaseTarget
  chart: OpenedChart
  request: InstallRequest
  /** The masked values, stored until a revision shows which of them are secret. */
  maskedValues: Record<string, unknown>
}

/** Validates an install and returns everything needed to enqueue it; throws the error it would fail with. */
export async function planInstall(actor: Actor, asked: InstallRelease): Promise<InstallPlan> {
  const target = findTargetTenant(actor, asked)
  const opened = openReferredChart(asked.chartName, asked.chartVersion)
  const [tenant, chart, values] = await collectFaults([
    target,
    opened,
    check(() => keepMasked(asked.valuesOverride)),
    checkChart(actor, asked, target, opened),
  ])
  refuseSuspended(tenant)
  const place = {
    tenantId: tenant.id,
    cluster: tenant.cluster,
    namespace: tenant.namespace,
    releaseName: asked.releaseName,
  }
  return {
    tenant,
    place,
    chart,
    maskedValues: maskEveryText(values, { schema: chart.schema, mask: maskOfRelease(place) }),
    request: {
      kind: "INSTALL",
      repository: chart.repository,
      chartName: chart.name,
      chartVersion: chart.version,
      chartDigest: chart.digest,
      appVersion: asked.appVersion ?? chart.appVersion ?? chart.version,
      values: asked.valuesOverride,
      timeoutSeconds: asked.timeout,
      atomic: asked.atomic,
      waitForJobs: asked.waitForJobs,
      description: asked.description ?? null,
    },
  }
}

async function findTargetTenant(actor: Actor, asked: InstallRelease): Promise<Tenant> {
  const tenant = await findTenantNamed(actor, asked.tenantId)
  if (asked.namespace === undefined || asked.namespace === tenant.namespace) return tenant
  const message = `The namespace of the tenant ${tenant.slug} is ${tenant.namespace}.`
  throw invalid("/namespace", message, "unknown_namespace")
}

/** Also for an unknown tenant, so that one answer names all faults; then it takes the caller's turn in the queue. */
async function checkChart(
  actor: Actor,
  { valuesOverride }: InstallRelease,
  target: Promise<Tenant>,
  opened: Promise<OpenedChart>,
): Promise<void> {
  const chart = await opened.catch(() => null)
  const hasMasks = faultsIn(() => keepMasked(valuesOverride)).length > 0
  if (chart === null || hasMasks) return
  const tenant = await target.catch(() => null)
  await collectFaults([
    tenant && requireUsableChart(chart, { cluster: tenant.cluster, kind: "INSTALL" }),
    checkValues({ owner: tenant?.id ?? actor.id, chart, given: valuesOverride, pointer: "/valuesOverride" }),
  ])
}

/** Rejects a suspended tenant, and locks it so that it cannot be suspended before the transaction ends. */
export async function lockActiveTenant({ tenantId }: Pick<ReleaseTarget, "tenantId">): Promise<void> {
  refuseSuspended(await lockTenant(tenantId))
}

/** Throws a 409 when the tenant has moved, and locks it so that it cannot move before the transaction ends. */
export async function lockTenantLocation({
  tenantId,
  cluster,
  namespace,
}: Omit<ReleaseTarget, "releaseName">): Promise<void> {
  const tenant = await lockTenant(tenantId)
  if (tenant.cluster === cluster && tenant.namespace === namespace) return
  throw new DomainError(
    "conflict",
    `The tenant ${tenant.slug} was moved to the namespace ${tenant.namespace} of ${tenant.cluster}. Retry the request.`,
    { code: "tenant_moved" },
  )
}

type HeldTenant = Pick<Tenant, "slug" | "status" | "cluster" | "namespace">

async function lockTenant(tenantId: string): Promise<HeldTenant> {
  const [tenant] = await db().$queryRaw<HeldTenant[]>`
    SELECT slug, status::text AS status, cluster, namespace FROM tenant WHERE id = ${tenantId}::uuid FOR SHARE`
  if (tenant === undefined) throw new Error(`There is no tenant ${tenantId}.`)
  return tenant
}

export function refuseSuspended({ slug, status }: Pick<Tenant, "slug" | "status">): void {
  if (status === "ACTIVE") return
  throw new DomainError("conflict", `The tenant ${slug} is suspended. Activate it first.`, {
    code: "tenant_suspended",
  })
}
