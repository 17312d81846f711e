import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { type KeyPurpose, keyFor, keysFor } from "@/lib/platform/env"
import { isCompressed, seal, sealCompressed, sealedPrefix, unseal } from "@/lib/platform/seal"

type Row = { rowKey: string; sealed: string }
type Resealed = Row & { resealed: string }
/** `unreadable`: texts that none of the keys can decrypt; they are left unchanged. */
export type Count = { resealed: number; unreadable: number }

const zero: Count = { resealed: 0, unreadable: 0 }

/**
 * Reseals everything stored that was sealed with an earlier key. Locks are held only while a batch is written, and rows
 * that change concurrently are left for the next round. Can be stopped and run again at any time: completed work is
 * recognized.
 */
export async function resealStored(batchSize = 100): Promise<Count> {
  let total = zero
  for (const column of sealedColumns) {
    let round: Count
    do {
      round = await resealColumn(column, batchSize)
      total = { resealed: total.resealed + round.resealed, unreadable: total.unreadable }
    } while (round.resealed > 0)
    total = { ...total, unreadable: total.unreadable + round.unreadable }
  }
  return total
}

async function resealColumn(column: SealedColumn, batchSize: number): Promise<Count> {
  let count = zero
  let after = column.first
  for (;;) {
    const rows = await readBatch(column, after, batchSize)
    const last = rows.at(-1)
    if (last === undefined) return count
    const resealedRows = rows.flatMap((row) => resealed(column, row))
    count = {
      resealed: count.resealed + (await writeBatch(column, resealedRows)),
      unreadable: count.unreadable + rows.length - resealedRows.length,
    }
    after = last.rowKey
  }
}

function resealed({ purpose }: SealedColumn, row: Row): Resealed[] {
  let text: string
  try {
    text = unseal(row.sealed, keysFor(purpose))
  } catch {
    return []
  }
  const sealText = isCompressed(row.sealed) ? sealCompressed : seal
  return [{ ...row, resealed: sealText(text, keyFor(purpose)) }]
}

function readBatch(column: SealedColumn, after: string, batchSize: number): Promise<Row[]> {
  const { table, name, key, keyType } = sqlOf(column)
  return db().$queryRaw<Row[]>`
    SELECT ${key}::text AS "rowKey", ${name} AS sealed FROM ${table}
    WHERE ${key} > ${after}::${keyType} AND ${name} IS NOT NULL
      AND NOT starts_with(${name}, ${sealedPrefix(keyFor(column.purpose))})
    ORDER BY ${key} LIMIT ${batchSize}`
}

/** Updates only rows that are unchanged since they were read; returns how many were updated. */
function writeBatch(column: SealedColumn, rows: readonly Resealed[]): Promise<number> {
  const { table, name, key, keyType } = sqlOf(column)
  return db().$executeRaw`
    UPDATE ${table} SET ${name} = x.resealed
    FROM unnest(${rows.map(({ rowKey }) => rowKey)}::text[], ${rows.map(({ sealed }) => sealed)}::text[],
      ${rows.map(({ resealed }) => resealed)}::text[]) AS x (row_key, sealed, resealed)
    WHERE ${key} = x.row_key::${keyType} AND ${name} = x.sealed`
}

function sqlOf({ table, column, key, keyType }: SealedColumn) {
  return {
    table: Prisma.raw(table),
    name: Prisma.raw(column),
    key: Prisma.raw(key),
    keyType: Prisma.raw(keyType),
  }
}

/** A column of sealed texts. `key`: the SQL key of its rows, with its type and a value that sorts before all of them. */
type SealedColumn = {
  table: string
  column: string
  purpose: KeyPurpose
  key: string
  keyType: string
  first: string
}

const byId = { key: "id", keyType: "uuid", first: "00000000-0000-0000-0000-000000000000" }
const values = { purpose: "release-values", ...byId } as const

/** Every column that is stored sealed. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "helm_release", column: "sealed_values", ...values },
  { table: "helm_release", column: "sealed_masked", ...values },
  { table: "release_revision", column: "sealed_values", ...values },
  { table: "release_revision", column: "sealed_masked", ...values },
  { table: "operation", column: "sealed_request", ...values },
  { table: "operation", column: "sealed_result", ...values },
  { table: "rollout", column: "sealed_values", ...values },
  { table: "rollout", column: "sealed_masked", ...values },
  { table: "chart_repository", column: "sealed_password", purpose: "repository-password", ...byId },
  { table: "webhook", column: "sealed_secret", purpose: "webhook-secret", ...byId },
  { table: "webhook", column: "sealed_previous_secret", purpose: "webhook-secret", ...byId },
  { table: "event_source", column: "sealed_secret", purpose: "event-source-secret", ...byId },
  { table: "event_source", column: "sealed_previous_secret", purpose: "event-source-secret", ...byId },
  {
    table: "idempotent_answer",
    column: "body",
    purpose: "stored-answer",
    key: "(caller || ' ' || key)",
    keyType: "text",
    first: "",
  },
]
