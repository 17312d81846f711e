import type { Actor } from "@/lib/identity/auth/actor"
import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { type BuildIdentity, isSameBuild } from "@/lib/ledger/deployments/same-build"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { stagesOf } from "@/lib/ledger/environments/promotion-order"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { dayMs, toInstant } from "@/lib/platform/instant"
import { ofTagSql } from "@/lib/policy/quarantine/find-quarantined"
import type { QuarantineReason } from "@/lib/policy/quarantine/reason"
import { decideGate, type Freeze, type GateInput } from "./decide-gate"
import type { GateAnswer, GateQuery } from "./schema"

/**
 * Whether an image tag may be deployed to an environment. Always returns an answer, even if the environment is unknown
 * to the caller, so that a pipeline gets reasons instead of a bare status code.
 */
export async function evaluateGate(actor: Actor, query: GateQuery): Promise<GateAnswer> {
  try {
    const environment = await resolveEnvironment(actor, query.environment)
    return decideGate(await readGateFacts(environment, query.application, query.imageTag))
  } catch (error) {
    if (!(error instanceof DomainError) || error.details.code !== "unknown_environment") throw error
    const reason = { code: "unknown_environment", message: error.message, blocking: true } as const
    return { allowed: false, reasons: [reason] }
  }
}

/** A record that is PENDING for longer was abandoned by its pipeline and blocks no deployment. */
const inProgressForMs = dayMs

type Tag = { application: string; imageTag: string }

/** Includes lower environments that the caller cannot access: the response only says whether the tag was there. */
async function readGateFacts(
  environment: EnvironmentRef,
  application: string,
  imageTag: string,
): Promise<GateInput> {
  const tag = { application, imageTag }
  const { freeze, quarantine, running, tagRecords, inProgress } = await readStoredFacts(environment, tag)
  const isInEnvironment = ({ id }: { id: string }) => id === environment.id
  const current = running.find(isInEnvironment)
  const lower = running.filter((record) => !isInEnvironment(record))
  const stage = stagesOf(lower).at(-1)
  const inStage = new Set(lower.filter(({ rank }) => rank === stage?.rank).map(({ id }) => id))
  const tagRecord = tagRecords.find(isInEnvironment)
  const isCurrent = current?.imageTag === imageTag
  return {
    imageTag,
    environment: environment.name,
    isArchived: environment.archivedAt !== null,
    warnings: environment.gateWarnings,
    freeze: freeze && { ...freeze, endsAt: toInstant(new Date(freeze.endsAt)) },
    quarantine,
    below: stage
      ? {
          environments: stage.environments,
          isKnown: tagRecords.some((record) => inStage.has(record.id) && record.isKnown),
        }
      : null,
    rolledBackBelow: tagRecords
      .filter((record) => !isInEnvironment(record) && record.isRolledBack)
      .map(({ name }) => name),
    tagRecord: tagRecord ? { ...tagRecord, isCurrent } : null,
    inProgress,
    otherBuildBelow: lower
      .filter((record) => isCurrent && record.imageTag === imageTag && !isSameBuild(record, current))
      .map(({ name }) => name),
  }
}

type StoredFacts = {
  freeze: Freeze | null
  quarantine: QuarantineReason | null
  running: Running[]
  tagRecords: TagRecord[]
  inProgress: string | null
}

/** Reads in one statement, so that a mix of two moments cannot allow a deployment that both would block. */
async function readStoredFacts(environment: EnvironmentRef, tag: Tag): Promise<StoredFacts> {
  const listSql = (rows: Prisma.Sql) => Prisma.sql`(SELECT COALESCE(json_agg(r), '[]') FROM (${rows}) r)`
  const [facts] = await query<StoredFacts>(Prisma.sql`
    SELECT (${freezeSql(environment, tag)}) AS freeze, (${quarantineSql(tag)}) AS quarantine,
      (${inProgressSql(environment, tag)}) AS "inProgress",
      ${listSql(runningSql(environment, tag))} AS running, ${listSql(tagRecordsSql(environment, tag))} AS "tagRecords"`)
  if (facts === undefined) throw new Error("The facts for the gate were not read.")
  return facts
}

/** The environment itself and those below it, as a condition on `environment e`. */
function environmentAndBelowSql({ id, rank }: EnvironmentRef): Prisma.Sql {
  return Prisma.sql`(e.id = ${id}::uuid OR (e.rank < ${rank}::int AND e.archived_at IS NULL))`
}

type Running = { id: string; name: string; rank: number } & BuildIdentity

/** What runs here and below, lowest stage first. */
function runningSql(environment: EnvironmentRef, { application }: Tag): Prisma.Sql {
  const columns = Prisma.sql`d.image_tag, d.artifact_digest, d.git_commit`
  return Prisma.sql`
    SELECT e.id, e.name, COALESCE(e.rank, 0) AS rank, current.image_tag AS "imageTag",
      current.artifact_digest AS "artifactDigest", current.git_commit AS "gitCommit"
    FROM environment e JOIN lane l ON l.environment_id = e.id AND l.application = ${application}
    CROSS JOIN LATERAL (${currentOfLaneSql(columns)}) current
    WHERE ${environmentAndBelowSql(environment)} ORDER BY e.rank, e.name`
}

type TagRecord = {
  id: string
  name: string
  status: DeploymentStatus
  isRolledBack: boolean
  isKnown: boolean
}

/** Where the tag was deployed, here and below. A failed attempt after a rollback does not clear the rollback. */
function tagRecordsSql(environment: EnvironmentRef, { application, imageTag }: Tag): Prisma.Sql {
  const isOfTag = Prisma.sql`d.application = ${application} AND d.environment_id = e.id AND d.image_tag = ${imageTag}`
  const newest = Prisma.sql`ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`
  return Prisma.sql`
    SELECT e.id, e.name, newest.status::text AS status, COALESCE(last.status = 'ROLLED_BACK', false) AS "isRolledBack",
      EXISTS (SELECT 1 FROM deployment d WHERE ${isOfTag} AND ${reachedSql("d")}) AS "isKnown"
    FROM environment e
    CROSS JOIN LATERAL (SELECT d.status FROM deployment d WHERE ${isOfTag} ${newest}) newest
    LEFT JOIN LATERAL (
      SELECT d.status FROM deployment d WHERE ${isOfTag} AND d.status IN ('DEPLOYED', 'ROLLED_BACK') ${newest}) last ON true
    WHERE ${environmentAndBelowSql(environment)} ORDER BY e.rank, e.name`
}

function freezeSql({ id, familyId }: EnvironmentRef, { application }: Tag): Prisma.Sql {
  const now = new Date()
  return Prisma.sql`
    SELECT json_build_object('text', a.text, 'endsAt', a.ends_at) FROM annotation a
    WHERE a.kind = 'FREEZE' AND a.starts_at <= ${now}::timestamptz AND a.ends_at > ${now}::timestamptz
      AND COALESCE(a.application = ${application}, true)
      AND COALESCE(a.environment_id = ${familyId ?? id}::uuid, true)
    ORDER BY a.ends_at DESC LIMIT 1`
}

function quarantineSql({ application, imageTag }: Tag): Prisma.Sql {
  return Prisma.sql`
    SELECT json_build_object('reason', q.reason, 'createdBy', q.created_by) FROM quarantine q
    WHERE ${ofTagSql(Prisma.sql`${application}`, Prisma.sql`${imageTag}`)} ORDER BY q.id DESC LIMIT 1`
}

function inProgressSql({ id }: EnvironmentRef, { application, imageTag }: Tag): Prisma.Sql {
  const since = new Date(Date.now() - inProgressForMs)
  return Prisma.sql`
    SELECT d.image_tag FROM deployment d
    WHERE d.application = ${application} AND d.environment_id = ${id}::uuid AND d.status = 'PENDING'
      AND d.image_tag <> ${imageTag} AND d.deployed_at >= ${since}::timestamptz
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`
}
