import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { requireOrderedWindow } from "@/lib/platform/ordered-window"
import { cursorInstant, cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { Annotation, AnnotationsQuery } from "./schema"

const include = { environment: { select: { name: true } } } as const

type AnnotationRow = Prisma.AnnotationGetPayload<{ include: typeof include }>

const ofAll = { environmentId: null }
const cursorKey = z.tuple([cursorInstant, z.uuid()])

/** The annotations visible to the caller, latest start first. Throws a 422 for a window that ends before it starts. */
export async function listAnnotations(actor: Actor, query: AnnotationsQuery): Promise<Page<Annotation>> {
  requireOrderedWindow(query)
  const { application, from, to, limit, cursor } = query
  const environment = await resolveOptionalEnvironment(actor, query.environment)
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().annotation.findMany({
    where: {
      AND: [
        visibleTo(actor),
        { startsAt: { lt: to } },
        { OR: application === undefined ? undefined : [{ application }, { application: null }] },
        { OR: environment ? [{ environmentId: environment.familyId ?? environment.id }, ofAll] : undefined },
        { OR: from && [{ endsAt: { gt: from } }, { endsAt: null, startsAt: { gte: from } }] },
        {
          OR: after
            ? [{ startsAt: { lt: after[0] } }, { startsAt: after[0], id: { lt: after[1] } }]
            : undefined,
        },
      ],
    },
    include,
    orderBy: [{ startsAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  })
  const page = cutPage(rows, limit, ({ startsAt, id }) => [startsAt.toISOString(), id])
  return { ...page, items: page.items.map(toAnnotation) }
}

/** The stored annotation; 404 also if the caller cannot see it. */
export async function findAnnotation(actor: Actor, id: string): Promise<AnnotationRow> {
  const found = await db().annotation.findFirst({ where: { AND: [{ id }, visibleTo(actor)] }, include })
  if (found === null) throw notFound("There is no such annotation.")
  return found
}

export async function getAnnotation(actor: Actor, id: string): Promise<Annotation> {
  return toAnnotation(await findAnnotation(actor, id))
}

/** Annotations of all environments are visible to everyone. */
function visibleTo(actor: Actor): Prisma.AnnotationWhereInput {
  const { environments } = scopeOf(actor)
  return environments.isLimited ? { OR: [{ environmentId: environments.where }, ofAll] } : {}
}

export function toAnnotation({ environment, environmentId: _id, ...row }: AnnotationRow): Annotation {
  return {
    ...row,
    startsAt: toInstant(row.startsAt),
    endsAt: toInstantOrNull(row.endsAt),
    createdAt: toInstant(row.createdAt),
    environment: environment?.name ?? null,
  }
}
