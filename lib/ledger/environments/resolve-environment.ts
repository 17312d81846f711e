import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { collectFaults } from "@/lib/platform/collect-faults"
import { isEnvironmentArchived } from "@/lib/platform/db/database-errors"
import { Prisma } from "@/lib/platform/db/generated/client"
import { GroupedCalls } from "@/lib/platform/db/grouped-calls"
import { db, isCommitShared, isTransactionOpen, query, transaction } from "@/lib/platform/db/transaction"
import { type DomainError, invalid } from "@/lib/platform/errors"
import { didYouMean, nearestFew } from "@/lib/platform/nearest"
import { foldName, isPattern, mostSpecificPattern } from "./environment-names"
import { type EnvironmentRef, environmentRefSql, environmentSql, readEnvironments } from "./read-environments"

const maxNamed = 5

/**
 * The environment with a name or alias, for reading; includes archived ones. A name that matches only a pattern is an
 * environment without records. An unknown name is a 422 that suggests the nearest; environments the caller cannot
 * access are treated as unknown.
 */
export async function resolveEnvironment(
  actor: Actor,
  name: string,
  pointer = "/environment",
): Promise<EnvironmentRef> {
  const environment = (await findByName(name)) ?? (await findByPattern(name))
  const { environments } = visibleTo(actor)
  const isVisible =
    environment !== null &&
    (environments.includes(environment.id) ||
      (environment.familyId !== null && environments.includes(environment.familyId)))
  if (!isVisible) throw await unknownEnvironment(actor, name, pointer)
  return environment
}

/**
 * The environment to record into. A name that matches only a pattern becomes a member of that family; a member archived
 * by age is restored. An archived environment is a 422.
 */
export async function resolveForRecording(actor: Actor, name: string): Promise<EnvironmentRef> {
  const environment = await resolveEnvironment(actor, name)
  if (environment.archivedAt !== null) {
    const message = `The environment "${environment.name}" is archived and accepts no new records. Restore it, or use another environment.`
    throw invalid("/environment", message, "environment_archived")
  }
  const { familyId } = environment
  return familyId === null ? environment : ensureMember(actor, environment, familyId)
}

/** Each environment once, even if several of its names are listed; the pointer of an error names the invalid entry. */
export async function resolveEnvironments(actor: Actor, names: readonly string[]): Promise<EnvironmentRef[]> {
  const environments = await collectFaults(
    names.map((name, index) => resolveEnvironment(actor, name, `/environments/${index}`)),
  )
  return [...new Map(environments.map((environment) => [environment.id, environment])).values()]
}

/** Like `resolveEnvironment`, first among the given environments, which have most names. */
export async function resolveAmong(
  known: readonly EnvironmentRef[],
  ...[actor, name, pointer]: Parameters<typeof resolveEnvironment>
): Promise<EnvironmentRef> {
  return known.find((environment) => environment.name === name) ?? resolveEnvironment(actor, name, pointer)
}

/** Resolves an optional filter; null if none is given. */
export async function resolveOptionalEnvironment(
  actor: Actor,
  name: string | undefined,
): Promise<EnvironmentRef | null> {
  return name === undefined ? null : resolveEnvironment(actor, name)
}

/** Every record starts with this lookup. */
const lookups = new GroupedCalls(findByNames, findAlone)

function findByName(name: string): Promise<EnvironmentRef | null> {
  return isCommitShared() ? findAlone(name) : lookups.call(name)
}

async function findAlone(name: string): Promise<EnvironmentRef | null> {
  const [environment = null] = await findByNames([name])
  return environment
}

/** An exact match wins over one that differs in case. */
async function findByNames(names: readonly string[]): Promise<(EnvironmentRef | null)[]> {
  const rows = await query<EnvironmentRef & { position: number }>(Prisma.sql`
    SELECT DISTINCT ON (q.position) q.position::int, ${environmentRefSql}
    FROM unnest(${[...names]}::text[], ${names.map(foldName)}::text[]) WITH ORDINALITY AS q(name, folded, position)
    JOIN environment_name n ON n.name = q.name OR n.folded = q.folded
    JOIN (${environmentSql}) ON e.id = n.environment_id
    ORDER BY q.position, n.name = q.name DESC`)
  const byPosition = new Map(rows.map(({ position, ...environment }) => [position, environment]))
  return names.map((_, index) => byPosition.get(index + 1) ?? null)
}

async function findByPattern(name: string): Promise<EnvironmentRef | null> {
  if (isPattern(name)) return null
  const families = await query<EnvironmentRef & { pattern: string }>(Prisma.sql`
    SELECT n.name AS pattern, ${environmentRefSql}
    FROM environment_name n JOIN (${environmentSql}) ON e.id = n.environment_id
    WHERE n.alias AND n.name LIKE '%*%'`)
  const match = mostSpecificPattern(
    families.map(({ pattern, ...family }) => ({ name: pattern, family })),
    name,
  )
  if (match === undefined) return null
  const { family } = match
  const id = uuidv7()
  return { ...family, id, name, rank: null, production: false, familyId: family.id, ids: [id] }
}

function ensureMember(actor: Actor, member: EnvironmentRef, familyId: string): Promise<EnvironmentRef> {
  return transaction(async () => {
    await requireOpenEnvironments([familyId])
    const detail = { name: member.name, familyId }
    const { count: restored } = await db().environment.updateMany({
      where: { id: member.id, archivedAt: { not: null } },
      data: { archivedAt: null },
    })
    if (restored > 0) await appendAudit(actor, "environment.restored", member.id, detail)
    const created = await db().$executeRaw`
      WITH named AS (
        INSERT INTO environment_name (name, folded, environment_id, alias)
        SELECT ${member.name}, ${foldName(member.name)}, ${member.id}::uuid, false
        WHERE NOT EXISTS (SELECT 1 FROM environment WHERE id = ${member.id}::uuid)
        ON CONFLICT DO NOTHING RETURNING environment_id, name)
      INSERT INTO environment (id, name, family_id) SELECT environment_id, name, ${familyId}::uuid FROM named`
    if (created > 0) await appendAudit(actor, "environment.created", member.id, detail)
    // Reads again, because another request may have created it first.
    return (await findByName(member.name)) ?? member
  })
}

async function unknownEnvironment(actor: Actor, name: string, pointer: string): Promise<DomainError> {
  const names = (await readEnvironments(actor)).map((environment) => environment.name)
  const limited = actor.kind === "event-source" ? "This event source can access" : "This token can access"
  const prefix = actor.environmentIds === null ? "Configured environments" : limited
  const options =
    names.length <= maxNamed
      ? `${prefix}: ${names.join(", ")}.${didYouMean(name, names)}`
      : `The closest matches are: ${nearestFew(name, names, maxNamed).join(", ")}.`
  return invalid(pointer, `There is no environment "${name}". ${options}`, "unknown_environment")
}

/**
 * Keeps these environments from being archived until the transaction ends. One that is archived already fails the
 * transaction; `retryIfArchived` around it resolves the environment again.
 */
export async function requireOpenEnvironments(ids: readonly string[]): Promise<void> {
  await db().$executeRaw`
    SELECT require_open_environment(id) FROM unnest(${[...ids]}::uuid[]) AS open(id)`
}

/**
 * Runs `work`, which resolves an environment and records into it; again where the environment was archived in between.
 * Then it is rejected, or a member of a family is restored. In an open transaction, which has failed then, the outer
 * `retryIfArchived` runs its work again.
 */
export function retryIfArchived<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (isTransactionOpen() || !isEnvironmentArchived(error)) throw error
    return work()
  })
}
