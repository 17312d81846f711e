import { z } from "zod"
import { toCause } from "@/lib/fleet/operations/cause"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { ReachingRecord } from "@/lib/ledger/deployments/status-transitions"
import { containsFilter, namesContaining } from "@/lib/platform/db/contains-filter"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import {
  cursorInstant,
  cutPage,
  decodeCursor,
  mapPage,
  type Page,
  requireOrderedWindow,
} from "@/lib/platform/page"
import { type ActivityCursor, idBelow, inOrder } from "./activity-cursor"
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
  return mapPage(page, ({ activity }) => activity)
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

const entryOf = (
  position: ActivityCursor,
  activity: Omit<Activity, "kind" | "at" | "deployment" | "release"> &
    Partial<Pick<Activity, "deployment" | "release">>,
): Entry => ({
  ...position,
  activity: {
    kind: position.kind,
    at: toInstant(position.at),
    deployment: null,
    release: null,
    ...activity,
  },
})

/** Recorded deployments. */
async function readDeployments(source: ActivitySource): Promise<Entry[]> {
  const { only } = source.query
  const failed = { OR: [{ status: "FAILED" as const }, { statusBeforeRollback: "FAILED" as const }] }
  const rows = await findRecords(source, "deployment", "deployedAt", {
    ...(only === "rollbacks" && { isRollback: true }),
    ...(only === "failures" && failed),
    ...(source.actors !== undefined && { initiatedBy: { in: source.actors } }),
  })
  return rows.map((row) =>
    entryOf(
      { at: row.deployedAt, kind: "deployment", id: row.id },
      {
        by: row.initiatedBy,
        why: row.notes,
        error: null,
        isRollback: row.isRollback,
        deployment: partOf(row, statusBeforeMark(row)),
      },
    ),
  )
}

/** Deployments at the time they were marked as rolled back. */
async function readMarks(source: ActivitySource): Promise<Entry[]> {
  const { only, by } = source.query
  // A mark is not a failure; the failure itself is listed where it was recorded.
  if (only === "failures") return []
  const rows = await findRecords(source, "mark", "rolledBackAt", {
    rolledBackAt: { not: null },
    ...(by !== undefined && { rolledBackBy: containsFilter(by) }),
  })
  return rows.flatMap((row) => {
    const { id, rolledBackAt: at, rolledBackBy, initiatedBy, rollbackReason: why, status } = row
    if (at === null) return []
    const deployment = partOf(row, status)
    const mark = { by: rolledBackBy ?? initiatedBy, why, error: null, isRollback: true, deployment }
    return [entryOf({ at, kind: "mark", id }, mark)]
  })
}

function findRecords(
  source: ActivitySource,
  kind: ActivityKind,
  column: "deployedAt" | "rolledBackAt",
  conditions: Prisma.DeploymentWhereInput,
) {
  return db().deployment.findMany({
    where: {
      AND: [
        { environmentId: visibleTo(source.actor).environments.where, application: source.query.application },
        conditions,
        source.namedSubjects?.deployments ?? {},
        ...windowOf(source, kind, column),
      ],
    },
    select: columns,
    orderBy: [{ [column]: "desc" as const }, { id: "desc" }],
    take: source.limit,
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
  return rows.map(({ release: { tenant, ...release }, ...row }) =>
    entryOf(
      { at: row.createdAt, kind: "release", id: row.id },
      {
        by: row.performedBy,
        why: row.reason ?? row.description,
        error: toCause(row.cause, row.error)?.summary ?? null,
        isRollback: row.operation === "ROLLBACK",
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
    ),
  )
}

/** The query of an activity source: at most `limit` of its newest entries after a position. */
type ActivitySource = {
  actor: Actor
  query: Pick<ActivityQuery, "only" | "application" | "by" | "from" | "to">
  /** The conditions for the `name` parameter. */
  namedSubjects: NamedSubjects | null
  /** The people and pipelines that match the `by` parameter. */
  actors: string[] | undefined
  after: ActivityCursor | null
  limit: number
}

/** The window and position as Prisma conditions on the column that orders a source. */
function windowOf(
  { query: { from, to }, after }: ActivitySource,
  kind: ActivityKind,
  column: "deployedAt" | "rolledBackAt" | "createdAt",
): object[] {
  const window = { [column]: { gte: from, lt: to } }
  if (after === null) return [window]
  const { at } = after
  const sameInstant = { [column]: at, id: { lt: idBelow(after, kind) } }
  return [window, { [column]: { lte: at } }, { OR: [{ [column]: { lt: at } }, sameInstant] }]
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
