import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { chooseCluster } from "@/lib/kube/cluster/read-clusters"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { onTakenLocation, refuseContradiction, requireFreeLocation } from "./claim-location"
import { withReleaseCount } from "./find-tenant"
import { toTenant } from "./get-tenant"
import type { CreateTenant, Tenant } from "./schema"

/** Creates a tenant. 409: the slug, or the namespace in its cluster, is taken. 422: unknown cluster. */
export async function createTenant(actor: Actor, input: CreateTenant): Promise<Tenant> {
  requireScope(actor, "admin")
  const [cluster] = await collectFaults([
    chooseCluster(input.cluster),
    check(() => refuseContradiction(input)),
  ])
  const fields = {
    slug: input.slug,
    name: input.name ?? input.slug,
    cluster,
    namespace: input.namespace ?? `tenant-${input.slug}`,
    tags: input.tags,
    status: input.status,
    clusterScoped: input.clusterScoped,
    isolated: input.isolated,
  }
  return onTakenLocation(fields, () =>
    transaction(async () => {
      await requireFreeLocation(fields, null)
      const row = await db().tenant.create({
        data: { id: uuidv7(), ...fields },
        include: withReleaseCount,
      })
      await appendAudit(actor, {
        action: "tenant.created",
        subjectType: "tenant",
        subjectId: row.id,
        detail: fields,
      })
      await publishEvent("tenant.updated", row.id)
      return toTenant(row)
    }),
  )
}
