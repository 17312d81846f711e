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

/** The commit time of an image tag, if known. */
export const foreignCommitSchema = z.object({
  source: z.string(),
  service: z.string(),
  imageTag: z.string(),
  committedAt: z.string(),
})

export type CommitTimes = ReadonlyMap<string, string>

export function commitKey(record: { source: string; service: string; imageTag: string }): string {
  return JSON.stringify([record.source, record.service, record.imageTag])
}

/** A record of the foreign ledger as a row of Slipway's import. */
export function mapRecord(record: ForeignRecord, commits: CommitTimes): Record<string, unknown> {
  return {
    application: record.service,
    environment: record.environment,
    imageTag: record.imageTag,
    // The application's commit is more specific than the configuration's commit that names its tag.
    gitCommit: record.sourceCommit ?? record.gitCommit,
    gitBranch: record.gitBranch ?? undefined,
    status: record.inferredStatus,
    deployedAt: record.deployedAt,
    committedAt: commits.get(commitKey(record)),
    rolledBackAt: record.rolledBackAt ?? undefined,
    initiatedBy: record.initiatedBy,
    // Numbers are unique only within a source; a repeated number updates instead of adding.
    externalId: `${record.source}:${record.seq}`,
  }
}

export function mapRemoval(removal: ForeignRemoval): Record<string, unknown> {
  return { application: removal.service, environment: removal.environment, removedAt: removal.removedAt }
}

const ranks: Record<string, number> = {
  test: 10,
  development: 10,
  integration: 10,
  staging: 20,
  production: 30,
}
const rankOfOthers = 40

/** The rank of an environment; a single cluster (`production/cluster-1`) has the rank of its kind. */
export function rankOf(environment: string): number {
  return ranks[environment.split("/")[0] ?? ""] ?? rankOfOthers
}
