import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import { compareRank } from "@/lib/ledger/environments/promotion-order"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { isAmong } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import type { StateEntry } from "./schema"

/** The current deployment of one lane. */
export type RunningDeployment = Omit<StateEntry, "deployedAt"> & { deployedAt: Date; seq: number }

type Row = Omit<RunningDeployment, "environment"> & { environmentId: string }

const currentColumns = Prisma.sql`d.id, d.image_tag, d.deployed_at, d.seq, d.git_commit, d.artifact_digest, d.service_versions`

/**
 * The current deployment of every lane of these environments, by application, then in rank order. `at`: as of that
 * instant; null: now. `applications` restricts the result. One index lookup per lane.
 */
export async function readRunning(
  environments: readonly EnvironmentRef[],
  at: Date | null,
  applications: readonly string[] | null = null,
): Promise<RunningDeployment[]> {
  const byId = new Map(environments.map((environment) => [environment.id, environment]))
  const rows = await query<Row>(Prisma.sql`
    SELECT l.application, l.environment_id AS "environmentId", d.id AS "deploymentId", d.image_tag AS "imageTag",
      d.deployed_at AS "deployedAt", d.seq::float8 AS seq, d.service_versions AS "serviceVersions",
      d.git_commit AS "gitCommit", d.artifact_digest AS "artifactDigest"
    FROM lane l
    CROSS JOIN LATERAL (${currentOfLaneSql(currentColumns, at)}) d
    WHERE l.environment_id = ANY(${[...byId.keys()]}::uuid[]) AND ${isAmong(Prisma.sql`l.application`, applications, "text")}`)
  const rankOf = ({ environmentId }: Row) => byId.get(environmentId) ?? { name: environmentId, rank: null }
  return rows
    .sort((a, b) => compareText(a.application, b.application) || compareRank(rankOf(a), rankOf(b)))
    .map(({ environmentId, ...row }) => ({
      ...row,
      environment: byId.get(environmentId)?.name ?? environmentId,
    }))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
