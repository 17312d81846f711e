import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma, type Annotation as Row } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import {
  cursorInstant,
  cutPage,
  decodeCursor,
  mapPage,
  type Page,
  requireOrderedWindow,
} from "@/lib/platform/page"
import type { FreezeState } from "./kinds"
import { type Annotation, type AnnotationsQuery, annotationSchema, type FreezesQuery } from "./schema"

type AnnotationRow = Row & { environment: string | null }

/** Selects the annotations that match the condition on `annotation a`. */
const annotationsSql = (condition: Prisma.Sql) => Prisma.sql`
  SELECT a.id, a.kind::text AS kind, a.text, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.application,
    a.created_at AS "createdAt", a.created_by AS "createdBy", a.environment_id AS "environmentId", e.name AS environment
  FROM annotation a LEFT JOIN environment e ON e.id = a.environment_id WHERE ${condition}`

/** Annotations of all environments match any condition on the environment. */
const ofEnvironment = (condition: Prisma.Sql) => Prisma.sql`(${condition} OR a.environment_id IS NULL)`

const visibleSql = (actor: Actor) =>
  ofEnvironment(visibleTo(actor).environments.sql(Prisma.sql`a.environment_id`))

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
  const conditions = [
    condition,
    visibleSql(actor),
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
    ${annotationsSql(Prisma.join(conditions, " AND "))}
    ORDER BY a.starts_at DESC, a.id DESC LIMIT ${limit + 1}`)
  const page = cutPage(rows, limit, ({ startsAt, id }) => [startsAt.toISOString(), id])
  return mapPage(page, toAnnotation)
}

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

/** The stored annotation; 404 also if the caller cannot see it, or if it is of another kind than this one. */
export async function findAnnotation(actor: Actor, id: string, kind?: "FREEZE"): Promise<AnnotationRow> {
  const isOfKind = ifGiven(kind, (one) => Prisma.sql`a.kind = ${one}::annotation_kind`)
  const [annotation] = await query<AnnotationRow>(
    annotationsSql(Prisma.sql`a.id = ${id}::uuid AND ${isOfKind} AND ${visibleSql(actor)}`),
  )
  if (annotation !== undefined) return annotation
  throw notFound(kind === undefined ? `There is no annotation ${id}.` : `There is no freeze ${id}.`)
}

export async function getAnnotation(actor: Actor, id: string, kind?: "FREEZE"): Promise<Annotation> {
  return toAnnotation(await findAnnotation(actor, id, kind))
}

export const toAnnotation = (row: AnnotationRow): Annotation => fieldsOf(annotationSchema, row)
