import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/audit/append-audit"
import { isSandboxWanted } from "@/lib/cluster/sandbox-wanted"
import { db } from "@/lib/db/transaction"
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
export async function layDemoTenants(): Promise<void> {
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

/**
 * Takes the tenants of the demo away for whom nothing was ever asked. Where something was, there is a history, which is
 * never lost: those become tenants like all others. Answers how many went.
 */
export async function removeDemoTenants(): Promise<number> {
  const { count } = await db().tenant.deleteMany({
    where: { demo: true, releases: { none: {} }, operations: { none: {} } },
  })
  await db().tenant.updateMany({ where: { demo: true }, data: { demo: false } })
  return count
}
