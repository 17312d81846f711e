import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, query } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { requireOrderedWindow } from "@/lib/platform/ordered-window"
import { cursorInstant, cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { Annotation, AnnotationsQuery } from "./schema"

const include = { environment: { select: { name: true } } } as const

type AnnotationRow = Prisma.AnnotationGetPayload<{ include: typeof include }>

const cursorKey = z.tuple([cursorInstant, z.uuid()])

/** The annotations visible to the caller, latest start first. Throws a 422 for a window that ends before it starts. */
export async function listAnnotations(actor: Actor, asked: AnnotationsQuery): Promise<Page<Annotation>> {
  requireOrderedWindow(asked)
  return readAnnotations(actor, asked, await resolveOptionalEnvironment(actor, asked.environment))
}

/** Annotations of an environment and of all; null: of any. `condition`: on `annotation a`. */
export async function readAnnotations(
  actor: Actor,
  { application, from, to, limit, cursor }: Omit<AnnotationsQuery, "environment">,
  environment: EnvironmentRef | null,
  condition = Prisma.sql`true`,
): Promise<Page<Annotation>> {
  const before = decodeCursor(cursor, cursorKey)
  const ofEnvironment = (condition: Prisma.Sql) => Prisma.sql`(${condition} OR a.environment_id IS NULL)`
  const conditions = [
    condition,
    ofEnvironment(visibleTo(actor).environments.sql(Prisma.sql`a.environment_id`)),
    ifGiven(environment, ({ id, familyId }) =>
      ofEnvironment(Prisma.sql`a.environment_id = ${familyId ?? id}::uuid`),
    ),
    ifGiven(application, (name) => Prisma.sql`(a.application = ${name} OR a.application IS NULL)`),
    ifGiven(
      from,
      (at) => Prisma.sql`COALESCE(a.ends_at > ${at}::timestamptz, a.starts_at >= ${at}::timestamptz)`,
    ),
    ifGiven(to, (at) => Prisma.sql`a.starts_at < ${at}::timestamptz`),
    ifGiven(before, ([at, id]) => Prisma.sql`(a.starts_at, a.id) < (${at}::timestamptz, ${id}::uuid)`),
  ]
  const rows = await query<AnnotationRow>(Prisma.sql`
    SELECT a.id, a.kind::text AS kind, a.text, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.application,
      a.created_at AS "createdAt", a.created_by AS "createdBy", a.environment_id AS "environmentId",
      json_build_object('name', e.name) AS environment
    FROM annotation a LEFT JOIN environment e ON e.id = a.environment_id
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY a.starts_at DESC, a.id DESC LIMIT ${limit + 1}`)
  const page = cutPage(rows, limit, ({ startsAt, id }) => [startsAt.toISOString(), id])
  return { ...page, items: page.items.map(toAnnotation) }
}

/** The stored annotation; 404 also if the caller cannot see it. */
export async function findAnnotation(actor: Actor, id: string): Promise<AnnotationRow> {
  const annotation = await db().annotation.findFirst({
    where: { AND: [{ id }, visibleAnnotations(actor)] },
    include,
  })
  if (annotation === null) throw notFound(`There is no annotation ${id}.`)
  return annotation
}

export async function getAnnotation(actor: Actor, id: string): Promise<Annotation> {
  return toAnnotation(await findAnnotation(actor, id))
}

/** Annotations of all environments are visible to everyone. */
function visibleAnnotations(actor: Actor): Prisma.AnnotationWhereInput {
  const { environments } = visibleTo(actor)
  return environments.isLimited
    ? { OR: [{ environmentId: environments.where }, { environmentId: null }] }
    : {}
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
