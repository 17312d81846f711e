import { isDeepStrictEqual } from "node:util"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { findAnnotation, getAnnotation, toAnnotation } from "./list-annotations"
import type { Annotation, CreateAnnotation, UpdateAnnotation } from "./schema"

/** Creates an annotation. 403 for all environments by a caller limited to some. */
export async function createAnnotation(actor: Actor, input: CreateAnnotation): Promise<Annotation> {
  const { environment, ...fields } = input
  const [environmentId] = await collectFaults([
    resolveEnvironmentId(actor, environment),
    check(() => requireTimes(input)),
  ])
  return transaction(async () => {
    const { id } = await db().annotation.create({ data: { ...fields, environmentId, createdBy: actor.name } })
    const created = await getAnnotation(actor, id)
    await appendAudit(actor, "annotation.created", id, created)
    return created
  })
}

export async function updateAnnotation(
  actor: Actor,
  id: string,
  { environment, ...change }: UpdateAnnotation,
  ifMatch: string | null = null,
  kind?: "FREEZE",
): Promise<Annotation> {
  return updateLocked(actor, id, ifMatch, kind, async (before) => {
    const startsAt = change.startsAt ?? new Date(before.startsAt)
    const currentEndsAt = before.endsAt === null ? null : new Date(before.endsAt)
    const endsAt = change.endsAt === undefined ? currentEndsAt : change.endsAt
    const [environmentId] = await collectFaults([
      environment === undefined ? undefined : resolveEnvironmentId(actor, environment),
      check(() => requireTimes({ kind: change.kind ?? before.kind, startsAt, endsAt })),
    ])
    await db().annotation.update({ where: { id }, data: { ...change, environmentId } })
    const after = await getAnnotation(actor, id)
    if (!isDeepStrictEqual(before, after))
      await appendAudit(actor, "annotation.changed", id, { before, after })
    return after
  })
}

export async function deleteAnnotation(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
  kind?: "FREEZE",
): Promise<void> {
  await updateLocked(actor, id, ifMatch, kind, async (before) => {
    await db().annotation.delete({ where: { id } })
    await appendAudit(actor, "annotation.removed", id, before)
  })
}

function updateLocked<T>(
  actor: Actor,
  id: string,
  ifMatch: string | null,
  kind: "FREEZE" | undefined,
  work: (before: Annotation) => Promise<T>,
): Promise<T> {
  return transaction(async () => {
    await db().$queryRaw`SELECT 1 FROM annotation WHERE id = ${id}::uuid FOR UPDATE`
    const annotation = await findAnnotation(actor, id, kind)
    requireMayAnnotate(actor, annotation.environmentId)
    const before = toAnnotation(annotation)
    requireMatch(ifMatch, before, "This annotation")
    return work(before)
  })
}

/** A family member is annotated through its family. */
async function resolveEnvironmentId(actor: Actor, name: string | null): Promise<string | null> {
  const environment = name === null ? null : await resolveEnvironment(actor, name)
  const id = environment && (environment.familyId ?? environment.id)
  requireMayAnnotate(actor, id)
  return id
}

function requireMayAnnotate(actor: Actor, environmentId: string | null): void {
  const { environments } = visibleTo(actor)
  if (environmentId === null ? !environments.isLimited : environments.includes(environmentId)) return
  throw new DomainError(
    "forbidden",
    "This token is limited to certain environments. Annotate one of them, or use a token without limits.",
    "token_limited",
  )
}

type Times = Pick<CreateAnnotation, "kind" | "startsAt" | "endsAt">

function requireTimes({ kind, startsAt, endsAt }: Times): void {
  if (kind === "FREEZE" && endsAt === null)
    throw invalid(
      "/endsAt",
      "A freeze needs an end, because the gate blocks until then. It can be changed later.",
    )
  if (endsAt !== null && endsAt <= startsAt)
    throw invalid("/endsAt", "endsAt must be after startsAt. Omit it for a single point in time.")
}
