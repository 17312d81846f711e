import { readReleases, toRelease } from "@/lib/fleet/releases/find-release"
import { rolloutConverter, visibleRollouts, withWaves } from "@/lib/fleet/rollouts/find-rollout"
import { readBody } from "@/lib/identity/audit/list-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { loadDeployments } from "@/lib/ledger/deployments/deployment-changes"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { toQuarantine } from "@/lib/policy/quarantine/list-quarantines"

export const buildPayload = (type: string, at: Date, data: object): string =>
  JSON.stringify({ type, timestamp: toInstant(at), data })

type Noun = "deployment" | "import" | "quarantine" | "release" | "rollout"
type ReadData = (actor: Actor, ids: string[]) => Promise<Map<string, object>>

/**
 * The resources with these ids as the API returns them now; those that the actor may not see, or that no longer exist,
 * are omitted. Without values, which a receiver does not need, so that their masking is not all that protects them.
 */
export function readEventData(actor: Actor, noun: string, ids: string[]): Promise<Map<string, object>> {
  return readers[noun as Noun](actor, ids)
}

const readers: Record<Noun, ReadData> = {
  deployment: async (actor, ids) => {
    const { environments } = visibleTo(actor)
    const loaded = await loadDeployments(ids)
    return new Map(
      [...loaded].flatMap(([id, { laneEnvironmentIds, deployment }]) =>
        laneEnvironmentIds.some((environmentId) => environments.includes(environmentId))
          ? [[id, deployment] as const]
          : [],
      ),
    )
  },
  // An import is stored only as its audit entry, and like a quarantine concerns no certain environment or tenant.
  import: async (_actor, ids) => {
    const entries = await db().auditEntry.findMany({
      where: { subjectType: "import", subjectId: { in: ids } },
    })
    return new Map(
      entries.map(({ subjectId: id, actorName: importedBy, body }) => [
        id,
        { id, ...readBody(body)?.detail, importedBy },
      ]),
    )
  },
  quarantine: async (_actor, ids) => {
    const rows = await db().quarantine.findMany({ where: { id: { in: ids } } })
    return new Map(rows.map((row) => [row.id, toQuarantine(row)]))
  },
  release: async (actor, ids) => {
    const where = { AND: [{ id: { in: ids } }, { tenantId: visibleTo(actor).tenants.where }] }
    const rows = await readReleases({ where })
    return new Map(rows.map((row) => [row.id, withoutValues(toRelease(row))]))
  },
  rollout: async (actor, ids) => {
    const where = { AND: [{ id: { in: ids } }, visibleRollouts(actor)] }
    const rows = await db().rollout.findMany({ where, include: withWaves })
    const toRollout = await rolloutConverter(actor, rows)
    return new Map(rows.map((row) => [row.id, withoutValues(toRollout(row))]))
  },
}

function withoutValues({ valuesOverride: _values, ...resource }: { valuesOverride: object }): object {
  return resource
}
