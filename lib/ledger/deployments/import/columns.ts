import { type CopyValue, columnOf } from "@/lib/platform/db/copy-rows"
import { Prisma } from "@/lib/platform/db/generated/client"
import type { NewDeployment } from "../new-deployment"

/** The type of the column of each field of a new record. */
const types: Record<keyof NewDeployment, string> = {
  id: "uuid",
  application: "text",
  environmentId: "uuid",
  imageTag: "text",
  status: "deployment_status",
  deployedAt: "timestamptz",
  completedAt: "timestamptz",
  committedAt: "timestamptz",
  gitCommit: "text",
  gitBranch: "text",
  acrRegistry: "text",
  helmChartVersion: "text",
  serviceVersions: "jsonb",
  artifactDigest: "text",
  runUrl: "text",
  notes: "text",
  initiatedBy: "text",
  source: "text",
  externalId: "text",
  rolledBackAt: "timestamptz",
  rolledBackBy: "text",
  rollbackReason: "text",
  recordedBy: "text",
  deployedAtGiven: "boolean",
  completedAtGiven: "boolean",
  startReported: "boolean",
  statusBeforeRollback: "deployment_status",
  attempt: "int",
  previousAttemptId: "uuid",
}

const fields = Object.entries(types).map(([field, type]) => ({ field, column: columnOf(field), type }))

/** Maps a new record to its column names. */
export function rowOf(record: NewDeployment): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ field, column }) => [column, Reflect.get(record, field)]))
}

const identity = [
  "id",
  "application",
  "environmentId",
  "imageTag",
  "source",
  "externalId",
  "recordedBy",
  "attempt",
]

export const columnNames = fields.map(({ column }) => column)

/** The values of `columnNames`; a field that is absent is null. */
export function columnValues(record: Partial<NewDeployment>): CopyValue[] {
  return fields.map(({ field }): CopyValue => Reflect.get(record, field))
}

/** `id, application, …`, each prefixed with `alias.` if given. */
export function columnList(alias = ""): Prisma.Sql {
  return Prisma.raw(fields.map(({ column }) => `${alias}${column}`).join(", "))
}

/** Column definitions of a staging table. */
export const columnDefinitions = Prisma.raw(fields.map(({ column, type }) => `${column} ${type}`).join(", "))

/** Column definitions for json_to_recordset to read records written by JSON.stringify. */
export const jsonColumns = Prisma.raw(fields.map(({ field, type }) => `"${field}" ${type}`).join(", "))

const ownFields = [
  "id",
  "environmentId",
  "source",
  "rolledBackBy",
  "recordedBy",
  "attempt",
  "previousAttemptId",
  "deployedAtGiven",
  "completedAtGiven",
  "startReported",
  "statusBeforeRollback",
]

/** `'field', alias.column` for every field that a row can report except the environment. */
export function jsonOfReported(alias: string): Prisma.Sql {
  const reportedFields = fields.filter(({ field }) => !ownFields.includes(field))
  return Prisma.raw(reportedFields.map(({ field, column }) => `'${field}', ${alias}.${column}`).join(", "))
}

/** `column = alias."field"` for every field that an update may change. */
export function jsonAssignments(alias: string): Prisma.Sql {
  const changeable = fields.filter(({ field }) => !identity.includes(field))
  return Prisma.raw(changeable.map(({ field, column }) => `${column} = ${alias}."${field}"`).join(", "))
}
