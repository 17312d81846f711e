import type { CopyValue } from "@/lib/platform/db/copy-rows"
import { Prisma } from "@/lib/platform/db/generated/client"
import type { NewDeployment } from "../new-deployment"

/** The column and type of each field of a new record. */
const columns: Record<keyof NewDeployment, readonly [column: string, type: string]> = {
  id: ["id", "uuid"],
  application: ["application", "text"],
  environmentId: ["environment_id", "uuid"],
  imageTag: ["image_tag", "text"],
  status: ["status", "deployment_status"],
  deployedAt: ["deployed_at", "timestamptz"],
  completedAt: ["completed_at", "timestamptz"],
  committedAt: ["committed_at", "timestamptz"],
  gitCommit: ["git_commit", "text"],
  gitBranch: ["git_branch", "text"],
  acrRegistry: ["acr_registry", "text"],
  helmChartVersion: ["helm_chart_version", "text"],
  serviceVersions: ["service_versions", "jsonb"],
  artifactDigest: ["artifact_digest", "text"],
  runUrl: ["run_url", "text"],
  notes: ["notes", "text"],
  initiatedBy: ["initiated_by", "text"],
  source: ["source", "text"],
  externalId: ["external_id", "text"],
  rolledBackAt: ["rolled_back_at", "timestamptz"],
  rolledBackBy: ["rolled_back_by", "text"],
  rollbackReason: ["rollback_reason", "text"],
  recordedBy: ["recorded_by", "text"],
  deployedAtGiven: ["deployed_at_given", "boolean"],
  completedAtGiven: ["completed_at_given", "boolean"],
  startReported: ["start_reported", "boolean"],
  statusBeforeRollback: ["status_before_rollback", "deployment_status"],
  attempt: ["attempt", "int"],
  previousAttemptId: ["previous_attempt_id", "uuid"],
}

const fields = Object.entries(columns)

/** Maps a new record to its column names. */
export function rowOf(record: NewDeployment): Record<string, unknown> {
  return Object.fromEntries(fields.map(([field, [column]]) => [column, Reflect.get(record, field)]))
}

const identity = new Set([
  "id",
  "application",
  "environment_id",
  "image_tag",
  "source",
  "external_id",
  "recorded_by",
  "attempt",
])

export const columnNames = fields.map(([, [column]]) => column)

/** The values of `columnNames`; a field that is absent is null. */
export function columnValues(record: Partial<NewDeployment>): CopyValue[] {
  return fields.map(([field]): CopyValue => Reflect.get(record, field))
}

/** `id, application, …`, each prefixed with `alias.` if given. */
export function columnList(alias = ""): Prisma.Sql {
  return Prisma.raw(fields.map(([, [column]]) => `${alias}${column}`).join(", "))
}

/** Column definitions of a staging table. */
export const columnDefinitions = Prisma.raw(
  fields.map(([, [column, type]]) => `${column} ${type}`).join(", "),
)

/** How json_to_recordset reads records as JSON.stringify writes them. */
export const jsonColumns = Prisma.raw(fields.map(([field, [, type]]) => `"${field}" ${type}`).join(", "))

const ofSlipway = new Set([
  "id",
  "environmentId",
  "source",
  "rolledBackBy",
  "recordedBy",
  "deployedAtGiven",
  "completedAtGiven",
  "startReported",
  "statusBeforeRollback",
  "attempt",
  "previousAttemptId",
])

/** `'field', alias.column` for every field that a row can report except the environment. */
export function jsonOfReported(alias: string): Prisma.Sql {
  const reported = fields.filter(([field]) => !ofSlipway.has(field))
  return Prisma.raw(reported.map(([field, [column]]) => `'${field}', ${alias}.${column}`).join(", "))
}

/** `column = alias."field"` for every field that an update may change. */
export function jsonAssignments(alias: string): Prisma.Sql {
  const changeable = fields.filter(([, [column]]) => !identity.has(column))
  return Prisma.raw(changeable.map(([field, [column]]) => `${column} = ${alias}."${field}"`).join(", "))
}
