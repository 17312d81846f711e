import { randomBytes, randomInt } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import { v7 as uuidv7 } from "uuid"
import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { NewDeployment } from "@/lib/ledger/deployments/columns"
import { timesOfNewRecord } from "@/lib/ledger/deployments/deployment-times"
import { newDeployment, type ReportedDeployment } from "@/lib/ledger/deployments/new-deployment"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { resolveEnvironment, resolveForRecording } from "@/lib/ledger/environments/resolve-environment"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { faultsIn, rejectFields } from "@/lib/platform/collect-faults"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { check, invalidFields } from "@/lib/platform/validate"
import type { RawRow } from "./read-ndjson"
import { rejectedRow } from "./rejected-rows"
import { type ImportRow, implausibleTimesOf, importRowSchema, type RejectedRow } from "./schema"

/** A validated row. `fresh` is the record it creates if no record exists under its id or externalId. */
export type CheckedRow = {
  line: number
  row: ImportRow
  reported: ReportedDeployment
  environmentId: string
  fresh: NewDeployment | DomainError
}

/** Takes a third of the time of Zod's own parser, whose weak maps delay the garbage collection of each row. */
const compiledRowSchema = z.compile(importRowSchema)

/** The number of rows after which to yield to the event loop. */
const rowsAtOnce = 100

/** Validates rows like single records. Each environment is looked up once. */
export class RowChecker {
  private readonly environments = new Map<string, EnvironmentRef | DomainError>()
  private readonly unknown = new Map<string, FieldError[]>()
  private readonly ids: RowIds

  constructor(
    private readonly actor: Actor,
    private readonly now: Date,
    private readonly allowBefore2000: boolean,
  ) {
    this.ids = new RowIds(now)
  }

  async checkAll(rows: readonly RawRow[]): Promise<{ rows: CheckedRow[]; refused: RejectedRow[] }> {
    const checked: { rows: CheckedRow[]; refused: RejectedRow[] } = { rows: [], refused: [] }
    for (const [index, row] of rows.entries()) {
      if (index % rowsAtOnce === rowsAtOnce - 1) await setImmediate()
      try {
        checked.rows.push(await this.checkOrThrow(row))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        checked.refused.push(rejectedRow(row.line, error))
      }
    }
    return checked
  }

  private async checkOrThrow(raw: RawRow): Promise<CheckedRow> {
    if ("problem" in raw) throw new DomainError("malformed", raw.problem)
    if ("errors" in raw) throw invalidFields(raw.errors)
    if (typeof raw.value !== "object" || raw.value === null) {
      throw new DomainError("malformed", "The row is not a JSON object.")
    }
    const parsed = check(compiledRowSchema, raw.value)
    if ("errors" in parsed)
      throw invalidFields([...parsed.errors, ...(await this.unknownEnvironment(raw.value))])
    const row = parsed.value
    const environment = this.environments.get(row.environment) ?? (await this.resolve(row.environment))
    const implausible = this.allowBefore2000 ? [] : implausibleTimesOf(row)
    if (environment instanceof DomainError || implausible.length > 0) {
      const unknown = environment instanceof DomainError ? (environment.details.errors ?? []) : []
      throw invalidFields([
        ...unknown,
        ...implausible,
        ...(implausible.length > 0 ? [] : this.timeFaultsOf(row)),
      ])
    }
    const checked = { line: raw.line, row, environmentId: environment.id }
    return checkTimes(this.actor, checked, this.now, row.id ?? this.ids.next())
  }

  /** Only looks up the environment of a row with other errors, so that no rejected row creates one. */
  private async unknownEnvironment(value: object): Promise<FieldError[]> {
    const name = check(environmentReference, Reflect.get(value, "environment"))
    if ("errors" in name) return []
    const unknownBefore = this.unknown.get(name.value)
    if (unknownBefore !== undefined) return unknownBefore
    const faults = await resolveEnvironment(this.actor, name.value).then(
      () => [],
      (error: unknown) => {
        if (error instanceof DomainError) return error.details.errors ?? []
        throw error
      },
    )
    this.unknown.set(name.value, [...faults])
    return [...faults]
  }

  /** The check of a row that certainly creates a new record. */
  private timeFaultsOf(row: ImportRow): FieldError[] {
    if ((row.externalId ?? row.id) !== undefined) return []
    return faultsIn(() => timesOfNewRecord(reportedOf(row), this.now))
  }

  private async resolve(name: string): Promise<EnvironmentRef | DomainError> {
    const environment = await resolveForRecording(this.actor, name).catch((error: unknown) => {
      if (error instanceof DomainError) return error
      throw error
    })
    this.environments.set(name, environment)
    return environment
  }
}

/** A row with an externalId may instead complete an existing record, so its times are not rejected yet. */
export function checkTimes(
  actor: Actor,
  checked: Omit<CheckedRow, "reported" | "fresh">,
  now: Date,
  id?: string,
): CheckedRow {
  const reported = reportedOf(checked.row)
  const rollbackFields = (["rolledBackAt", "rollbackReason"] as const).filter(
    (field) => (reported[field] ?? null) !== null,
  )
  if (reported.status !== "ROLLED_BACK")
    rejectFields(
      rollbackFields.map((field) => ({
        pointer: `/${field}`,
        message: `${field} needs the status ROLLED_BACK.`,
      })),
    )
  try {
    return { ...checked, reported, fresh: newDeployment(actor, reported, checked.environmentId, now, id) }
  } catch (error) {
    if (!(error instanceof DomainError) || (reported.externalId ?? reported.id) === undefined) throw error
    return { ...checked, reported, fresh: error }
  }
}

/** The reported fields of a row, without those that an export adds. */
function reportedOf(row: ImportRow): ReportedDeployment {
  const {
    durationSeconds,
    closedLate,
    reached,
    isVersioned: _versioned,
    previousImageTag: _previous,
    previousAttemptId: _previousAttempt,
    isRollback: _rollback,
    rolledBackBy: _by,
    recordedAt: _at,
    recordedBy: _recordedBy,
    annulledAt: _annulledAt,
    annulledBy: _annulledBy,
    annulReason: _annulReason,
    ...reported
  } = row
  return {
    ...reported,
    ...(row.status === "ROLLED_BACK" && reached === false && { statusBeforeRollback: "FAILED" as const }),
    ...(closedLate === true && { startReported: true }),
    durationUnknown: row.id !== undefined && (durationSeconds ?? null) === null && closedLate !== true,
  }
}

const drawnAtOnce = 4_096
const bytesEach = 16

/** UUIDs (v7) of one instant in ascending order. Random bytes are drawn in bulk, because one draw each is slow. */
class RowIds {
  private pool = new Uint8Array()
  private used = 0
  private seq = randomInt(2 ** 30)

  constructor(private readonly now: Date) {}

  next(): string {
    if (this.used === this.pool.length) {
      this.pool = randomBytes(drawnAtOnce * bytesEach)
      this.used = 0
    }
    const random = this.pool.subarray(this.used, this.used + bytesEach)
    this.used += bytesEach
    return uuidv7({ msecs: this.now.getTime(), seq: this.seq++, random })
  }
}
