import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, DomainError } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { quarantinedName, quarantinedVersion } from "./kinds"
import { getQuarantine, toQuarantine } from "./list-quarantines"
import type { CreateQuarantine, LiftQuarantine, Quarantine } from "./schema"

/** Throws a 409 with the id of the active quarantine of the same version, also of one created concurrently. */
export async function createQuarantine(
  actor: Actor,
  { reason, imageTag = null, application = null, chartName = null, chartVersion = null }: CreateQuarantine,
): Promise<Quarantine> {
  requireUnlimited(actor)
  const version = {
    imageTag,
    application,
    chartName,
    chartVersion: chartVersion && quarantinedVersion(chartVersion),
  }
  const data = { ...version, reason, createdBy: actor.name }
  return transaction(async () => {
    const [row] = await db().quarantine.createManyAndReturn({ data: [data], skipDuplicates: true })
    if (row === undefined) {
      const active = await db().quarantine.findFirst({ where: { ...version, liftedAt: null } })
      throw conflict(
        `${quarantinedName(version)} is already quarantined. To change the reason, lift that quarantine first.`,
        "already_quarantined",
        { quarantineId: active?.id ?? null },
      )
    }
    const created = toQuarantine(row)
    await appendAudit(actor, "quarantine.created", row.id, created)
    await publishEvent("quarantine.updated", row.id)
    return created
  })
}

/** Allows the version again. The quarantine is kept; lifting it again changes nothing. */
export async function liftQuarantine(
  actor: Actor,
  id: string,
  { reason }: LiftQuarantine,
  ifMatch: string | null = null,
): Promise<Quarantine> {
  requireUnlimited(actor)
  return transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM quarantine WHERE id = ${id}::uuid FOR UPDATE`
    const before = await getQuarantine(actor, id)
    requireMatch(ifMatch, before, "This quarantine")
    if (before.liftedAt !== null) return before
    const data = { liftedAt: new Date(), liftedBy: actor.name, liftReason: reason ?? null }
    const lifted = toQuarantine(await db().quarantine.update({ where: { id }, data }))
    await appendAudit(actor, "quarantine.lifted", id, lifted)
    await publishEvent("quarantine.updated", id)
    return lifted
  })
}

/** A quarantine has an effect on every environment and tenant. */
function requireUnlimited(actor: Actor): void {
  const { environments, tenants } = visibleTo(actor)
  if (!environments.isLimited && !tenants.isLimited) return
  throw new DomainError(
    "forbidden",
    "This token is limited to certain environments or tenants, but a quarantine applies to all of them. Use a token without limits.",
    "token_limited",
  )
}
