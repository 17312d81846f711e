import { isDeepStrictEqual } from "node:util"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { etagMatches, etagOf } from "@/lib/platform/etag"
import { nameRows, onTakenName, requireDistinctNames, requireFreeNames } from "./claim-names"
import { foldName } from "./environment-names"
import { findEnvironment } from "./find-environment"
import type { ChangeEnvironment, Environment } from "./schema"
import { type EnvironmentWithNames, toEnvironment } from "./to-environment"

/**
 * Changes an environment, found by name or alias. Its deployments stay with it when it is renamed. `ifMatch` is the
 * ETag the caller last saw; a mismatch is a 412. 409 if a name or alias is taken.
 */
export async function changeEnvironment(
  actor: Actor,
  name: string,
  change: ChangeEnvironment,
  ifMatch: string | null = null,
): Promise<Environment> {
  return onTakenName(() =>
    transaction(async () => {
      const { id } = await findEnvironment(actor, name)
      await db().$queryRaw`SELECT 1 FROM environment WHERE id = ${id}::uuid FOR UPDATE`
      const row = await findEnvironment(actor, name)
      const before = toEnvironment(row)
      if (ifMatch !== null && !etagMatches(ifMatch, etagOf(before))) {
        throw new DomainError(
          "precondition_failed",
          "This environment changed since you read it. Read it again first.",
        )
      }
      const after = changed(before, change)
      if (isDeepStrictEqual(before, after)) return before
      await store(row, after)
      await appendAudit(actor, {
        action: actionOf(before, after),
        subjectType: "environment",
        subjectId: id,
        detail: { before, after },
      })
      return after
    }),
  )
}

function actionOf(before: Environment, after: Environment): string {
  if (before.archived === after.archived) return "environment.changed"
  return after.archived ? "environment.archived" : "environment.restored"
}

/** An alias that becomes the name is removed from the aliases. */
function changed(before: Environment, change: ChangeEnvironment): Environment {
  const after = { ...before, ...change }
  const aliases = change.aliases ?? before.aliases.filter((alias) => foldName(alias) !== foldName(after.name))
  requireDistinctNames(after.name, aliases)
  return { ...after, aliases: [...aliases].sort() }
}

async function store(
  { id, archivedAt }: EnvironmentWithNames,
  { aliases, archived, ...fields }: Environment,
): Promise<void> {
  const names = nameRows(fields.name, aliases)
  await requireFreeNames(
    names.map(({ name }) => name),
    id,
  )
  await db().environmentName.deleteMany({ where: { environmentId: id } })
  await db().environment.update({
    where: { id },
    data: {
      ...fields,
      archivedAt: archived ? (archivedAt ?? new Date()) : null,
      // With its own rank it leaves its family.
      familyId: fields.rank === null ? undefined : null,
      names: { create: names },
    },
  })
}
