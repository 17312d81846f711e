import type { Actor } from "@/lib/identity/auth/actor"
import { type BuildIdentity, isSameBuild } from "@/lib/ledger/deployments/same-build"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { type EnvironmentRef, readPromotionOrder } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { type BehindRow, behindOf, behindSql } from "./behind-sql"
import type { Drift, DriftCell, DriftQuery } from "./schema"

/** The drift matrix of the environments the caller can see, now or as of an instant. */
export function getDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  return withAnnulled(actor, query.includeAnnulled, () => readDrift(actor, query))
}

/** Sorted by application; applications that run nowhere are absent. */
async function readDrift(actor: Actor, query: DriftQuery): Promise<Drift> {
  const at = query.at ?? null
  const environments = await readPromotionOrder(actor, at)
  const rows = Map.groupBy(await readCells(environments, at), ({ application }) => application)
  return {
    environments: environments.map(({ name }) => name),
    applications: [...rows].map(([application, row]) => ({
      application,
      inSync: row.every((cell, index) => row.slice(index + 1).every((other) => isSameBuild(cell, other))),
      cells: environments.map(({ id, name }) => ({
        environment: name,
        ...cellOf(
          row.find(({ environmentId }) => environmentId === id),
          at ?? new Date(),
        ),
      })),
    })),
  }
}

type Cell = BehindRow &
  BuildIdentity & { application: string; environmentId: string; deploymentId: string; deployedAt: Date }

function readCells(environments: readonly EnvironmentRef[], at: Date | null): Promise<Cell[]> {
  return query<Cell>(Prisma.sql`
    WITH ${behindSql({ environments, application: null, at })}
    SELECT c.application, c.environment_id AS "environmentId", c.deployment_id AS "deploymentId",
      c.image_tag AS "imageTag", c.artifact_digest AS "artifactDigest", c.git_commit AS "gitCommit",
      c.deployed_at AS "deployedAt", b.below_tag AS "belowTag", b.versions, b.since
    FROM current c LEFT JOIN behind b ON b.deployment_id = c.deployment_id
    ORDER BY c.application`)
}

const emptyCell = {
  imageTag: null,
  deployedAt: null,
  deploymentId: null,
  artifactDigest: null,
  gitCommit: null,
  behind: null,
}

function cellOf(cell: Cell | undefined, at: Date): Omit<DriftCell, "environment"> {
  if (cell === undefined) return emptyCell
  const { imageTag, deploymentId, artifactDigest, gitCommit } = cell
  const deployedAt = toInstant(cell.deployedAt)
  return { imageTag, deploymentId, artifactDigest, gitCommit, deployedAt, behind: behindOf(cell, at) }
}
