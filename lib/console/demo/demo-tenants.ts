import { v7 as uuidv7 } from "uuid"
import { addClearNamespaceJob } from "@/lib/fleet/tenants/clear-namespace"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { isSandboxEnabled } from "@/lib/kube/cluster/sandbox-enabled"
import { db } from "@/lib/platform/db/transaction"
import { demoActor } from "./demo-state"

type DemoTenant = { slug: string; name: string; tags: Record<string, string> }

/** Two waves and a canary, so that a rollout has tags to select by. */
export const demoTenants: readonly DemoTenant[] = [
  { slug: "aurora-retail", name: "Aurora Retail", tags: { tier: "gold", region: "eu", wave: "canary" } },
  { slug: "bluefin-logistics", name: "Bluefin Logistics", tags: { tier: "silver", region: "eu", wave: "1" } },
  { slug: "cedar-health", name: "Cedar Health", tags: { tier: "gold", region: "us", wave: "1" } },
  { slug: "dune-energy", name: "Dune Energy", tags: { tier: "bronze", region: "me", wave: "2" } },
  { slug: "ember-bank", name: "Ember Bank", tags: { tier: "gold", region: "eu", wave: "2" } },
  { slug: "fjord-media", name: "Fjord Media", tags: { tier: "silver", region: "us", wave: "2" } },
]

/** Creates tenants in the sandbox, unless a cluster is configured or tenants already exist. */
export async function createDemoTenants(): Promise<void> {
  if (!isSandboxEnabled() || (await db().tenant.findFirst({ select: { id: true } })) !== null) return
  for (const { slug, name, tags } of demoTenants) {
    const fields = { slug, name, tags, cluster: "sandbox", namespace: `tenant-${slug}` }
    const { id } = await db().tenant.create({ data: { id: uuidv7(), ...fields, demo: true } })
    await appendAudit(demoActor, "tenant.created", id, fields)
  }
}

type TenantNamespace = { id: string; cluster: string; namespace: string }

/**
 * Removes the demo tenants together with everything the demo installed for them. A tenant with other activity has
 * history, which is never deleted: it becomes an ordinary tenant. Returns how many were removed.
 */
export async function deleteDemoTenants(): Promise<number> {
  const untouched = await untouchedTenants()
  const releases = { tenantId: { in: untouched.map(({ id }) => id) } }
  await db().operation.deleteMany({ where: releases })
  await db().releaseRevision.deleteMany({ where: { release: releases } })
  await db().release.deleteMany({ where: releases })
  await db().tenant.deleteMany({ where: { id: releases.tenantId } })
  for (const tenant of untouched) await addClearNamespaceJob(tenant)
  await db().tenant.updateMany({ where: { demo: true }, data: { demo: false } })
  return untouched.length
}

/** The demo tenants without any activity outside the demo, in Slipway or directly in the cluster. */
async function untouchedTenants(): Promise<TenantNamespace[]> {
  // Lock first, so that the last statement sees every change accepted until then.
  await db().$executeRaw`SELECT 1 FROM tenant WHERE demo ORDER BY id FOR UPDATE`
  await db().$executeRaw`
    SELECT 1 FROM helm_release r JOIN tenant t ON t.id = r.tenant_id WHERE t.demo ORDER BY r.id FOR UPDATE OF r`
  const byDemo = JSON.stringify({ kind: demoActor.kind, id: demoActor.id })
  return db().$queryRaw<TenantNamespace[]>`
    SELECT t.id, t.cluster, t.namespace FROM tenant t
    WHERE t.demo
      AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.tenant_id = t.id AND NOT o.requester @> ${byDemo}::jsonb)
      AND NOT EXISTS (
        SELECT 1 FROM helm_release r WHERE r.tenant_id = t.id AND (
          r.created_by <> ${demoActor.name}
          OR EXISTS (SELECT 1 FROM release_revision v WHERE v.release_id = r.id AND v.performed_by <> ${demoActor.name})
          OR EXISTS (SELECT 1 FROM rollout_release w WHERE w.release_id = r.id)))
    ORDER BY t.id`
}
