import { z } from "zod"
import { behindOf } from "@/lib/ledger/drift/compare-cells"
import { Prisma } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import { type LaneCondition, laneConditions } from "./conditions"
import { conditionSql } from "./lane-state-sql"
import type { LaneState } from "./schema"

/** A row of the CTE `lane_state`, with the columns of `laneColumns`. */
export type LaneStateRow = {
  application: string
  environmentId: string
  environmentPosition: number
  deploymentId: string | null
  imageTag: string | null
  deployedAt: Date | null
  initiatedBy: string | null
  belowTag: string | null
  belowDeployedAt: Date | null
  versions: number | null
  since: Date | null
  quarantine: unknown
  failed: unknown
  pending: unknown
  rolledBack: unknown
  conditions: LaneCondition[]
}

const metConditions = laneConditions.map(
  (condition) => Prisma.sql`CASE WHEN ${conditionSql[condition]} THEN ${condition} END`,
)

export const laneColumns = Prisma.sql`application, environment_id AS "environmentId",
  environment_position::int AS "environmentPosition", deployment_id AS "deploymentId", image_tag AS "imageTag",
  deployed_at AS "deployedAt", initiated_by AS "initiatedBy", below_tag AS "belowTag",
  below_deployed_at AS "belowDeployedAt", versions, since, quarantine, failed, pending, rolled_back AS "rolledBack",
  array_remove(ARRAY[${Prisma.join(metConditions)}], NULL) AS conditions`

const storedTime = z.string().transform((text) => toInstant(new Date(text)))
const storedRecord = z
  .strictObject({
    deploymentId: z.string(),
    imageTag: z.string(),
    deployedAt: storedTime,
    initiatedBy: z.string(),
    since: storedTime,
  })
  .nullable()

const storedQuarantine = z
  .strictObject({ reason: z.string(), createdBy: z.string(), since: storedTime })
  .nullable()

/** Reshapes a row of `lane_state`; `names`: of the environments. Days are counted up to `at`. */
export function laneStateOf(
  row: LaneStateRow,
  names: ReadonlyMap<string, string>,
  at: Date | null,
): LaneState {
  return {
    application: row.application,
    environment: names.get(row.environmentId) ?? row.environmentId,
    conditions: row.conditions,
    current: currentOf(row),
    behind: behindIn(row, at ?? new Date()),
    behindSince: row.since && toInstant(row.since),
    quarantine: storedQuarantine.parse(row.quarantine),
    pending: storedRecord.parse(row.pending),
    failed: storedRecord.parse(row.failed),
    rolledBack: storedRecord.parse(row.rolledBack),
  }
}

function currentOf({ deploymentId, imageTag, deployedAt, initiatedBy }: LaneStateRow): LaneState["current"] {
  if (deploymentId === null || imageTag === null || deployedAt === null || initiatedBy === null) return null
  return { deploymentId, imageTag, deployedAt: toInstant(deployedAt), initiatedBy }
}

function behindIn(row: LaneStateRow, at: Date): LaneState["behind"] {
  const { imageTag, belowTag, belowDeployedAt, versions, since } = row
  if (imageTag === null || belowTag === null || belowDeployedAt === null) return null
  if (versions === null || since === null) return null
  const pair = { cell: { imageTag }, below: { imageTag: belowTag, deployedAt: belowDeployedAt } }
  return behindOf(pair, { versions, since }, at)
}
