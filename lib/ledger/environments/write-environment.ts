import { isDeepStrictEqual } from "node:util"
import { v7 as uuidv7 } from "uuid"
import type { AuditAction } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError, invalid } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { foldName } from "./environment-names"
import { lockEnvironment, type StoredEnvironment, toEnvironment } from "./find-environment"
import type { CreateEnvironment, Environment, UpdateEnvironment } from "./schema"

/**
 * Changes an environment, found by name or alias. Its deployments stay with it when it is renamed. `ifMatch` is the
 * ETag the caller last saw; a mismatch is a 412. 409 if a name or alias is taken.
 */
export async function updateEnvironment(
  actor: Actor,
  name: string,
  change: UpdateEnvironment,
  ifMatch: string | null = null,
): Promise<Environment> {
  return transaction(async () => {
    const row = await lockEnvironment(actor, name)
    const before = toEnvironment(row)
    requireMatch(ifMatch, before, "This environment")
    const after = changed(before, change)
    if (isDeepStrictEqual(before, after)) return before
    await store(row, after)
    await appendAudit(actor, actionOf(before, after), row.id, { before, after })
    return after
  }).catch(uniqueViolationAs(nameJustTaken))
}

function actionOf(before: Environment, after: Environment): AuditAction {
  if (before.archived === after.archived) return "environment.changed"
  return after.archived ? "environment.archived" : "environment.restored"
}

/** An alias that becomes the name is removed from the aliases. */
function changed(before: Environment, change: UpdateEnvironment): Environment {
  const after = { ...before, ...change }
  const aliases = change.aliases ?? before.aliases.filter((alias) => foldName(alias) !== foldName(after.name))
  requireDistinctNames(after.name, aliases)
  return { ...after, aliases: [...aliases].sort() }
}

async function store(
  { id, archivedAt }: StoredEnvironment,
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

/** Creates an environment. 409 if a name or alias is taken. */
export async function createEnvironment(actor: Actor, input: CreateEnvironment): Promise<Environment> {
  const { aliases, ...fields } = input
  requireDistinctNames(input.name, aliases)
  return transaction(async () => {
    await requireFreeNames([input.name, ...aliases], null)
    const row = await db().environment.create({
      data: { id: uuidv7(), ...fields, names: { create: nameRows(input.name, aliases) } },
    })
    const environment = toEnvironment({ ...row, aliases })
    await appendAudit(actor, "environment.created", row.id, environment)
    return environment
  }).catch(uniqueViolationAs(nameJustTaken))
}

/** Throws a 422 if an environment's own name is among its aliases. */
function requireDistinctNames(name: string, aliases: readonly string[]): void {
  const index = aliases.findIndex((alias) => foldName(alias) === foldName(name))
  if (index >= 0)
    throw invalid(`/aliases/${index}`, `${name} is the name of the environment. Remove it from the aliases.`)
}

function nameRows(name: string, aliases: readonly string[]) {
  return [
    { name, folded: foldName(name), alias: false },
    ...aliases.map((alias) => ({ name: alias, folded: foldName(alias), alias: true })),
  ]
}

/** Throws a 409 that says which of these names is used by another environment. */
async function requireFreeNames(names: readonly string[], environmentId: string | null): Promise<void> {
  const usedName = await db().environmentName.findFirst({
    where: {
      OR: [{ name: { in: [...names] } }, { folded: { in: names.map(foldName) } }],
      NOT: environmentId === null ? undefined : { environmentId },
    },
    include: { environment: true },
  })
  if (usedName !== null)
    throw nameTaken(
      `${usedName.name} is already used by the environment ${usedName.environment.name}. Choose another name.`,
    )
}

const nameJustTaken = () =>
  nameTaken("One of these names was just taken by another environment. Choose another name.")

function nameTaken(sentence: string): DomainError {
  return conflict(sentence, "environment_name_taken")
}
