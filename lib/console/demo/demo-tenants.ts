import { v7 as uuidv7 } from "uuid"
import { addClearNamespaceJob } from "@/lib/fleet/tenants/clear-namespace"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { isSandboxWanted } from "@/lib/kube/cluster/sandbox-wanted"
import { db } from "@/lib/platform/db/transaction"
import { demoActor } from "./demo-state"

type DemoTenant = { slug: string; name: string; tags: Record<string, string> }

/** Two waves and a canary, so that a rollout has something to select by. */
export const demoTenants: readonly DemoTenant[] = [
  { slug: "aurora-retail", name: "Aurora Retail", tags: { tier: "gold", region: "eu", wave: "canary" } },
  { slug: "bluefin-logistics", name: "Bluefin Logistics", tags: { tier: "silver", region: "eu", wave: "1" } },
  { slug: "cedar-health", name: "Cedar Health", tags: { tier: "gold", region: "us", wave: "1" } },
  { slug: "dune-energy", name: "Dune Energy", tags: { tier: "bronze", region: "me", wave: "2" } },
  { slug: "ember-bank", name: "Ember Bank", tags: { tier: "gold", region: "eu", wave: "2" } },
  { slug: "fjord-media", name: "Fjord Media", tags: { tier: "silver", region: "us", wave: "2" } },
]

/** Adds tenants in the sandbox; none where a cluster is set up, and none over what somebody has added. */
export async function createDemoTenants(): Promise<void> {
  if (!isSandboxWanted() || (await db().tenant.findFirst({ select: { id: true } })) !== null) return
  for (const { slug, name, tags } of demoTenants) {
    const fields = { slug, name, tags, cluster: "sandbox", namespace: `tenant-${slug}` }
    const { id } = await db().tenant.create({ data: { id: uuidv7(), ...fields, demo: true } })
    await appendAudit(demoActor, {
      action: "tenant.created",
      subjectType: "tenant",
      subjectId: id,
      detail: fields,
    })
  }
}

type Place = { id: string; cluster: string; namespace: string }

/**
 * Takes the tenants of the demo away with all that the demo itself installed for them. Where anybody else did something,
 * there is a history, which is never lost: those become tenants like all others. Answers how many went.
 */
export async function removeDemoTenants(): Promise<number> {
  const untouched = await untouchedTenants()
  const ofThem = { tenantId: { in: untouched.map(({ id }) => id) } }
  await db().operation.deleteMany({ where: ofThem })
  await db().releaseRevision.deleteMany({ where: { release: ofThem } })
  await db().release.deleteMany({ where: ofThem })
  await db().tenant.deleteMany({ where: { id: ofThem.tenantId } })
  for (const place of untouched) await addClearNamespaceJob(place)
  await db().tenant.updateMany({ where: { demo: true }, data: { demo: false } })
  return untouched.length
}

/** Those of the demo for whom nobody but the demo has asked for anything, in Slipway or beside it. */
function untouchedTenants(): Promise<Place[]> {
  const byDemo = JSON.stringify({ kind: demoActor.kind, id: demoActor.id })
  return db().$queryRaw<Place[]>`
    SELECT t.id, t.cluster, t.namespace FROM tenant t
    WHERE t.demo
      AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.tenant_id = t.id AND NOT o.requester @> ${byDemo}::jsonb)
      AND NOT EXISTS (
        SELECT 1 FROM helm_release r WHERE r.tenant_id = t.id AND (
          r.created_by <> ${demoActor.name}
          OR EXISTS (SELECT 1 FROM release_revision v WHERE v.release_id = r.id AND v.performed_by <> ${demoActor.name})
          OR EXISTS (SELECT 1 FROM rollout_release w WHERE w.release_id = r.id)))
    ORDER BY t.id FOR UPDATE`
}
