import type { Actor } from "@/lib/identity/auth/actor"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import type { ReachingRecord } from "@/lib/ledger/deployments/status-transitions"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { ActivityCursor } from "./activity-cursor"
import { type Ask, windowOf } from "./read-source"
import type { Activity } from "./schema"

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

export type Entry = ActivityCursor & { activity: Activity }

/** Recorded deployments. */
export async function readDeployments(ask: Ask): Promise<Entry[]> {
  const { only, application, by } = ask.query
  const failed = { OR: [{ status: "FAILED" as const }, { statusBeforeRollback: "FAILED" as const }] }
  const conditions = {
    ...(application !== undefined && { application }),
    ...(only === "rollbacks" && { isRollback: true }),
    ...(only === "failures" && failed),
    ...(by !== undefined && { initiatedBy: by }),
  }
  const rows = await db().deployment.findMany({
    where: {
      AND: [ofVisibleEnvironments(ask.actor), conditions, ...windowOf(ask, "deployment", "deployedAt")],
    },
    select: columns,
    orderBy: [{ deployedAt: "desc" }, { id: "desc" }],
    take: ask.take,
  })
  return rows.map((row) => ({
    ...{ at: row.deployedAt, kind: "deployment", id: row.id },
    activity: {
      ...{ kind: "deployment", at: toInstant(row.deployedAt), by: row.initiatedBy, why: row.notes },
      ...{ error: null, isRollback: row.isRollback, deployment: partOf(row, cameTo(row)), release: null },
    },
  }))
}

/** Deployments at the time they were marked as rolled back. */
export async function readMarks(ask: Ask): Promise<Entry[]> {
  const { only, application, by } = ask.query
  // A mark is not a failure; the failure itself is listed where it was recorded.
  if (only === "failures") return []
  const rows = await db().deployment.findMany({
    where: {
      AND: [
        ofVisibleEnvironments(ask.actor),
        { rolledBackAt: { not: null } },
        application === undefined ? {} : { application },
        by === undefined ? {} : { rolledBackBy: by },
        ...windowOf(ask, "mark", "rolledBackAt"),
      ],
    },
    select: columns,
    orderBy: [{ rolledBackAt: "desc" }, { id: "desc" }],
    take: ask.take,
  })
  return rows.flatMap((row): Entry[] => {
    if (row.rolledBackAt === null) return []
    const { rolledBackAt: at, rolledBackBy: by, rollbackReason: why } = row
    return [
      {
        ...{ at, kind: "mark", id: row.id },
        activity: {
          ...{ kind: "mark", at: toInstant(at), by: by ?? row.initiatedBy, why, error: null },
          ...{ isRollback: true, deployment: partOf(row, row.status), release: null },
        },
      },
    ]
  })
}

function ofVisibleEnvironments({ environmentIds }: Actor) {
  return environmentIds === null ? {} : { environmentId: { in: [...environmentIds] } }
}

type Row = Omit<NonNullable<Activity["deployment"]>, "environment" | "status"> & {
  environment: { name: string }
}

/** A mark is a separate entry: the deployment's own entry shows its status before it. */
function cameTo({ status, statusBeforeRollback }: ReachingRecord): DeploymentStatus {
  if (status !== "ROLLED_BACK") return status
  return statusBeforeRollback === "FAILED" ? "FAILED" : "DEPLOYED"
}

function partOf(
  { id, application, environment, imageTag, previousImageTag }: Row,
  status: DeploymentStatus,
): Activity["deployment"] {
  return { id, application, environment: environment.name, imageTag, previousImageTag, status }
}
