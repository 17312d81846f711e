import type { Actor } from "@/lib/identity/auth/actor"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { Prisma } from "@/lib/platform/db/generated/client"
import { notFound } from "@/lib/platform/errors"
import { requireOrderedWindow } from "@/lib/platform/ordered-window"
import type { Page } from "@/lib/platform/page"
import type { FreezeState } from "./kinds"
import { getAnnotation, readAnnotations } from "./list-annotations"
import type { Annotation, CreateFreeze, FreezesQuery, UpdateFreeze } from "./schema"
import { createAnnotation, deleteAnnotation, updateAnnotation } from "./write-annotation"

const inState: Record<FreezeState, (now: Date) => Prisma.Sql> = {
  ACTIVE: (now) => Prisma.sql`a.starts_at <= ${now}::timestamptz AND a.ends_at > ${now}::timestamptz`,
  UPCOMING: (now) => Prisma.sql`a.starts_at > ${now}::timestamptz`,
  PAST: (now) => Prisma.sql`a.ends_at <= ${now}::timestamptz`,
}

/** The annotations of kind FREEZE, which the gate respects, latest start first. */
export async function listFreezes(
  actor: Actor,
  { state, environment, ...query }: FreezesQuery,
): Promise<Page<Annotation>> {
  requireOrderedWindow(query)
  const ofState = state === undefined ? Prisma.sql`true` : inState[state](new Date())
  return readAnnotations(
    actor,
    query,
    await resolveOptionalEnvironment(actor, environment),
    Prisma.sql`a.kind = 'FREEZE' AND ${ofState}`,
  )
}

/** 404 also for an annotation of another kind. */
export async function getFreeze(actor: Actor, id: string): Promise<Annotation> {
  const annotation = await getAnnotation(actor, id)
  if (annotation.kind !== "FREEZE") throw notFound(`There is no freeze ${id}.`)
  return annotation
}

export const createFreeze = (actor: Actor, input: CreateFreeze): Promise<Annotation> =>
  createAnnotation(actor, { ...input, kind: "FREEZE" })

export async function updateFreeze(
  actor: Actor,
  id: string,
  change: UpdateFreeze,
  ifMatch: string | null = null,
): Promise<Annotation> {
  await getFreeze(actor, id)
  return updateAnnotation(actor, id, change, ifMatch)
}

export async function deleteFreeze(actor: Actor, id: string, ifMatch: string | null = null): Promise<void> {
  await getFreeze(actor, id)
  await deleteAnnotation(actor, id, ifMatch)
}
