import type { Actor } from "@/lib/auth/actor"
import type { EnvironmentRef } from "@/lib/environments/environment-ref"
import { resolveForRecording } from "@/lib/environments/resolve-environment"
import { DomainError, invalid } from "@/lib/errors"
import { validate } from "@/lib/validate"
import { type NewDeployment, newDeployment, type ToldDeployment } from "../new-deployment"
import type { RawRow } from "./read-ndjson"
import { refusedRow } from "./refused-rows"
import { RowIds } from "./row-ids"
import { type ImportRow, importRowSchema, type RefusedRow } from "./schema"

/** A row that may be stored. `fresh` is the record it makes when nothing is known under its externalId. */
export type CheckedRow = {
  line: number
  told: ToldDeployment
  environmentId: string
  fresh: NewDeployment | DomainError
}

/** Checks rows as single records are checked. Each environment is looked up once. */
export class RowChecker {
  private readonly environments = new Map<string, EnvironmentRef | DomainError>()
  private readonly ids: RowIds

  constructor(
    private readonly actor: Actor,
    private readonly now: Date,
  ) {
    this.ids = new RowIds(now)
  }

  async checkAll(rows: readonly RawRow[]): Promise<{ rows: CheckedRow[]; refused: RefusedRow[] }> {
    const checked: { rows: CheckedRow[]; refused: RefusedRow[] } = { rows: [], refused: [] }
    for (const row of rows) {
      try {
        checked.rows.push(await this.checkOrThrow(row))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        checked.refused.push(refusedRow(row.line, error))
      }
    }
    return checked
  }

  private async checkOrThrow(row: RawRow): Promise<CheckedRow> {
    if ("problem" in row) throw new DomainError("malformed", row.problem)
    const told = toldOf(validate(importRowSchema, row.value))
    const environment = this.environments.get(told.environment) ?? (await this.resolve(told.environment))
    if (environment instanceof DomainError) throw environment
    const checked = { line: row.line, told, environmentId: environment.id }
    return checkTimes(this.actor, checked, this.now, this.ids.next())
  }

  private async resolve(name: string): Promise<EnvironmentRef | DomainError> {
    const found = await resolveForRecording(this.actor, name).catch((error: unknown) => {
      if (error instanceof DomainError) return error
      throw error
    })
    this.environments.set(name, found)
    return found
  }
}

/**
 * Works out the record a row makes. One with an externalId may complete a record whose times it leaves out, so it is
 * not refused for them yet.
 */
export function checkTimes(actor: Actor, row: Omit<CheckedRow, "fresh">, now: Date, id?: string): CheckedRow {
  const { told, environmentId } = row
  for (const field of ["rolledBackAt", "rollbackReason"] as const) {
    if ((told[field] ?? null) === null || told.status === "ROLLED_BACK") continue
    throw invalid(`/${field}`, `${field} needs the status ROLLED_BACK.`)
  }
  try {
    return { ...row, fresh: newDeployment(actor, told, environmentId, now, id) }
  } catch (error) {
    if (!(error instanceof DomainError) || told.externalId === undefined) throw error
    return { ...row, fresh: error }
  }
}

/** Without what an export adds to a record. */
export function toldOf(row: ImportRow): ToldDeployment {
  const {
    id: _id,
    durationSeconds: _duration,
    isVersioned: _versioned,
    previousImageTag: _previous,
    isRollback: _rollback,
    rolledBackBy: _by,
    recordedAt: _at,
    recordedBy: _recordedBy,
    ...told
  } = row
  return told
}
