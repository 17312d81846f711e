import { z } from "zod"
import { toCause } from "@/lib/fleet/operations/cause"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { ReachingRecord } from "@/lib/ledger/deployments/status-transitions"
import { containsFilter, namesContaining } from "@/lib/platform/db/contains-filter"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { requireOrderedWindow } from "@/lib/platform/ordered-window"
import { cursorInstant, cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { type ActivityCursor, after, inOrder } from "./activity-cursor"
import { type Activity, type ActivityKind, type ActivityQuery, activityKinds } from "./schema"

const cursorKey = z.tuple([cursorInstant, z.enum(activityKinds), z.uuid()])

/**
 * The activity of deployments and releases, newest first: each source returns its newest entries, and the newest of
 * those are kept. Sources that the caller may not read are omitted. Throws a 422 for a window that ends before it
 * starts.
 */
export async function listActivity(
  actor: Actor,
  { limit, cursor, half, ...query }: ActivityQuery,
): Promise<Page<Activity>> {
  requireOrderedWindow(query)
  const key = decodeCursor(cursor, cursorKey)
  const after: ActivityCursor | null =
    key === null ? null : { at: new Date(key[0]), kind: key[1], id: key[2] }
  const namedSubjects = query.name === undefined ? null : await findNamed(actor, query.name)
  const actors =
    query.by === undefined ? undefined : await namesContaining("deployment.initiated_by", query.by)
  const sources = [
    ...(hasScope(actor, "deployments:read") && half !== "releases" ? [readDeployments, readMarks] : []),
    ...(hasScope(actor, "releases:read") && half !== "deployments" && query.application === undefined
      ? [readRevisions]
      : []),
  ]
  const entriesBySource = await Promise.all(
    sources.map((read) => read({ actor, query, namedSubjects, actors, after, limit: limit + 1 })),
  )
  const page = cutPage(entriesBySource.flat().sort(inOrder), limit, ({ at, kind, id }) => [
    at.toISOString(),
    kind,
    id,
  ])
  return { ...page, items: page.items.map(({ activity }) => activity) }
}

const columns = {
  id: true,
  application: true,
  environment: { select: { name: true } },
  imageTag: true,
  previousImageTag: true,
  status: true,
  statusBeforeRollback: true,
  deployedAt: true,
  initiatedBy: true,
  isRollback: true,
  notes: true,
  rolledBackAt: true,
  rolledBackBy: true,
  rollbackReason: true,
} as const

type Entry = ActivityCursor & { activity: Activity }

/** Recorded deployments. */
async function readDeployments(source: ActivitySource): Promise<Entry[]> {
  const { only, application } = source.query
  const failed = { OR: [{ status: "FAILED" as const }, { statusBeforeRollback: "FAILED" as const }] }
  const conditions = {
    ...(application !== undefined && { application }),
    ...(only === "rollbacks" && { isRollback: true }),
    ...(only === "failures" && failed),
    ...(source.actors !== undefined && { initiatedBy: { in: source.actors } }),
  }
  const rows = await db().deployment.findMany({
    where: {
      AND: [
        { environmentId: visibleTo(source.actor).environments.where },
        conditions,
        source.namedSubjects?.deployments ?? {},
        ...windowOf(source, "deployment", "deployedAt"),
      ],
    },
    select: columns,
    orderBy: [{ deployedAt: "desc" }, { id: "desc" }],
    take: source.limit,
  })
  return rows.map((row) => ({
    at: row.deployedAt,
    kind: "deployment",
    id: row.id,
    activity: {
      kind: "deployment",
      at: toInstant(row.deployedAt),
      by: row.initiatedBy,
      why: row.notes,
      error: null,
      isRollback: row.isRollback,
      deployment: partOf(row, statusBeforeMark(row)),
      release: null,
    },
  }))
}

/** Deployments at the time they were marked as rolled back. */
async function readMarks(source: ActivitySource): Promise<Entry[]> {
  const { only, application, by } = source.query
  // A mark is not a failure; the failure itself is listed where it was recorded.
  if (only === "failures") return []
  const rows = await db().deployment.findMany({
    where: {
      AND: [
        { environmentId: visibleTo(source.actor).environments.where },
        { rolledBackAt: { not: null } },
        application === undefined ? {} : { application },
        by === undefined ? {} : { rolledBackBy: containsFilter(by) },
        source.namedSubjects?.deployments ?? {},
        ...windowOf(source, "mark", "rolledBackAt"),
      ],
    },
    select: columns,
    orderBy: [{ rolledBackAt: "desc" }, { id: "desc" }],
    take: source.limit,
  })
  return rows.flatMap((row): Entry[] => {
    if (row.rolledBackAt === null) return []
    const { rolledBackAt: at, rolledBackBy: by, rollbackReason: reason } = row
    return [
      {
        at,
        kind: "mark",
        id: row.id,
        activity: {
          kind: "mark",
          at: toInstant(at),
          by: by ?? row.initiatedBy,
          why: reason,
          error: null,
          isRollback: true,
          deployment: partOf(row, row.status),
          release: null,
        },
      },
    ]
  })
}

type Row = Omit<NonNullable<Activity["deployment"]>, "environment" | "status"> & {
  environment: { name: string }
}

/** A mark is a separate entry: the deployment's own entry shows its status before it. */
function statusBeforeMark({ status, statusBeforeRollback }: ReachingRecord): DeploymentStatus {
  if (status !== "ROLLED_BACK") return status
  return statusBeforeRollback === "FAILED" ? "FAILED" : "DEPLOYED"
}

function partOf(
  { id, application, environment, imageTag, previousImageTag }: Row,
  status: DeploymentStatus,
): Activity["deployment"] {
  return { id, application, environment: environment.name, imageTag, previousImageTag, status }
}

/** Revisions of releases, and uninstalls. */
async function readRevisions(source: ActivitySource): Promise<Entry[]> {
  const { only, by } = source.query
  const conditions = {
    ...(only === "rollbacks" && { operation: "ROLLBACK" as const }),
    ...(only === "failures" && { status: "FAILED" as const }),
    ...(by !== undefined && { performedBy: containsFilter(by) }),
  }
  const rows = await db().releaseRevision.findMany({
    where: {
      AND: [
        conditions,
        source.namedSubjects?.revisions ?? {},
        { release: { tenantId: visibleTo(source.actor).tenants.where } },
        ...windowOf(source, "release", "createdAt"),
      ],
    },
    omit: { sealedValues: true, sealedMasked: true },
    include: { release: { select: { id: true, releaseName: true, tenant: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: source.limit,
  })
  return rows.map(({ release: { tenant, ...release }, ...row }) => ({
    at: row.createdAt,
    kind: "release",
    id: row.id,
    activity: {
      kind: "release",
      at: toInstant(row.createdAt),
      by: row.performedBy,
      why: row.reason ?? row.description,
      error: toCause(row.cause, row.error)?.summary ?? null,
      isRollback: row.operation === "ROLLBACK",
      deployment: null,
      release: {
        id: release.id,
        releaseName: release.releaseName,
        tenantId: tenant.id,
        tenantName: tenant.name,
        chartName: row.chartName,
        chartVersion: row.chartVersion,
        revision: row.revision,
        operation: row.operation,
        status: row.status,
        rolledBackTo: row.rolledBackTo,
      },
    },
  }))
}

/** The query of an activity source: at most `take` of its newest entries after a position. */
type ActivitySource = {
  actor: Actor
  query: Pick<ActivityQuery, "only" | "application" | "by" | "from" | "to">
  /** The conditions for the `name` parameter. */
  namedSubjects: NamedSubjects | null
  /** The people and pipelines that match the `actor` parameter. */
  actors: string[] | undefined
  after: ActivityCursor | null
  limit: number
}

/** The window and position as Prisma conditions on the column that orders a source. */
function windowOf<Column extends string>(
  { query: { from, to }, after: cursor }: ActivitySource,
  kind: ActivityKind,
  column: Column,
): object[] {
  const bounds = [
    ...(from === undefined ? [] : [{ [column]: { gte: from } }]),
    ...(to === undefined ? [] : [{ [column]: { lt: to } }]),
  ]
  if (cursor === null) return bounds
  const { before, atThatInstant } = after(cursor, kind)
  if (atThatInstant === "none") return [...bounds, { [column]: { lt: before } }]
  if (atThatInstant === "all") return [...bounds, { [column]: { lte: before } }]
  const below = { [column]: before, id: { lt: atThatInstant.idBelow } }
  return [...bounds, { [column]: { lte: before } }, { OR: [{ [column]: { lt: before } }, below] }]
}

type NamedSubjects = Awaited<ReturnType<typeof findNamed>>

/** The objects whose names contain a text. They are resolved first, because there are far fewer names than entries. */
async function findNamed(actor: Actor, part: string) {
  const lowerPart = part.toLowerCase()
  const [applications, environments] = await Promise.all([
    listApplications(actor),
    db().environment.findMany({ where: { name: containsFilter(part) }, select: { id: true } }),
  ])
  const text = containsFilter(part)
  return {
    deployments: {
      OR: [
        { application: { in: applications.filter((name) => name.toLowerCase().includes(lowerPart)) } },
        { environmentId: { in: environments.map(({ id }) => id) } },
      ],
    },
    revisions: {
      release: { OR: [{ releaseName: text }, { tenant: { OR: [{ name: text }, { slug: text }] } }] },
    },
  }
}
