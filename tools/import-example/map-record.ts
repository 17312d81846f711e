import { z } from "zod"

/** A line of the foreign ledger: what ran where, read from the git history of a GitOps repository. */
export const foreignRecordSchema = z.object({
  source: z.string(),
  seq: z.number(),
  service: z.string(),
  environment: z.string(),
  imageTag: z.string(),
  gitCommit: z.string(),
  sourceCommit: z.string().nullish(),
  gitBranch: z.string().nullish(),
  deployedAt: z.string(),
  initiatedBy: z.string(),
  inferredStatus: z.string(),
  rolledBackAt: z.string().nullish(),
})

export type ForeignRecord = z.infer<typeof foreignRecordSchema>

export const foreignRemovalSchema = z.object({
  service: z.string(),
  environment: z.string(),
  removedAt: z.string(),
})

export type ForeignRemoval = z.infer<typeof foreignRemovalSchema>

/** When the commit behind an image tag was made, where that is known. */
export const foreignCommitSchema = z.object({
  source: z.string(),
  service: z.string(),
  imageTag: z.string(),
  committedAt: z.string(),
})

export type CommitTimes = ReadonlyMap<string, string>

export function commitKey(of: { source: string; service: string; imageTag: string }): string {
  return JSON.stringify([of.source, of.service, of.imageTag])
}

/** A record of the foreign ledger as a row of Slipway's import. */
export function mapRecord(record: ForeignRecord, commits: CommitTimes): Record<string, unknown> {
  return {
    application: record.service,
    environment: record.environment,
    imageTag: record.imageTag,
    // The commit of the application tells more than the commit of the configuration that names its tag.
    gitCommit: record.sourceCommit ?? record.gitCommit,
    gitBranch: record.gitBranch ?? undefined,
    status: record.inferredStatus,
    deployedAt: record.deployedAt,
    committedAt: commits.get(commitKey(record)),
    rolledBackAt: record.rolledBackAt ?? undefined,
    initiatedBy: record.initiatedBy,
    // Numbers are unique within a source only; the same again updates instead of adding.
    externalId: `${record.source}:${record.seq}`,
  }
}

export function mapRemoval(removal: ForeignRemoval): Record<string, unknown> {
  return { application: removal.service, environment: removal.environment, removedAt: removal.removedAt }
}

const rungs: Record<string, number> = {
  test: 10,
  development: 10,
  integration: 10,
  staging: 20,
  production: 30,
}
const besideTheLadder = 40

/** The rung of an environment; a cluster's own (`production/cluster-1`) stands on the rung of its kind. */
export function rankOf(environment: string): number {
  return rungs[environment.split("/")[0] ?? ""] ?? besideTheLadder
}
