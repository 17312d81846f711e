import { type CopyValue, columnOf } from "@/lib/platform/db/copy-rows"
import { type Deployment as DeploymentRow, Prisma } from "@/lib/platform/db/generated/client"

/** What the database computes: the order and time of recording, and the facts of the lane. */
export const computedFields = {
  seq: true,
  recordedAt: true,
  updatedAt: true,
  version: true,
  previousImageTag: true,
  isRollback: true,
  isFirstArrival: true,
  undoneByRollback: true,
} as const

/** A deployment before its lane facts are computed. */
export type NewDeployment = Omit<DeploymentRow, keyof typeof computedFields>

const allFields = Object.keys(Prisma.DeploymentScalarFieldEnum)
const fields = allFields.filter((field) => !Object.hasOwn(computedFields, field))

/** The columns that `toDeployment` needs: every column of `deployment d` and the name of its `environment e`. */
export const deploymentColumnsSql = Prisma.sql`
  ${Prisma.raw(allFields.map((field) => `d.${columnOf(field)} AS "${field}"`).join(", "))},
  jsonb_build_object('name', e.name) AS environment`

/** The columns of a new record. */
export const columnNames = fields.map(columnOf)

/** `id, application, …`, each prefixed with `alias.` if given. */
export const columnList = (alias = "") => Prisma.raw(columnNames.map((name) => `${alias}${name}`).join(", "))

/** The values of `columnNames`; a field that is absent is null. */
export function columnValues(record: Partial<NewDeployment>): CopyValue[] {
  return fields.map((field): CopyValue => Reflect.get(record, field))
}

export function rowOf(record: NewDeployment): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [columnOf(field), Reflect.get(record, field)]))
}

/** New records as a relation with the columns of `deployment`. */
export const recordsSql = (records: readonly NewDeployment[]) =>
  Prisma.sql`json_populate_recordset(NULL::deployment, ${JSON.stringify(records.map(rowOf))}::json)`

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

/** `column = alias.column` for every field that an update may change. */
export function assignmentsOf(alias: string): Prisma.Sql {
  const changeable = fields.filter((field) => !identity.includes(field)).map(columnOf)
  return Prisma.raw(changeable.map((column) => `${column} = ${alias}.${column}`).join(", "))
}

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
  const reportedFields = fields.filter((field) => !ownFields.includes(field))
  return Prisma.raw(reportedFields.map((field) => `'${field}', ${alias}.${columnOf(field)}`).join(", "))
}
