import type { Actor } from "@/lib/auth/actor"
import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { validate } from "@/lib/validate"
import type { NewDeployment } from "../new-deployment"
import { type CheckedRow, checkTimes, toldOf } from "./check-row"
import { jsonOfTold } from "./columns"
import { importRowSchema } from "./schema"

const rowsAtATime = 500

/** A staged row, and what the ledger knows under its externalId. */
export type ToldAgain = { externalId: string; stored: NewDeployment | null; row: CheckedRow }

/**
 * Notes the externalIds whose rows need looking at one by one: those the ledger knows, that are twice in the file, or
 * whose row makes no new record. Answers how many. The lanes must be held.
 */
export async function findToldAgain(source: string): Promise<number> {
  return db().$executeRaw`
    INSERT INTO import_again (external_id, known_id)
    SELECT s.external_id, (array_agg(d.id))[1]
    FROM import_row s LEFT JOIN deployment d ON d.source = ${source} AND d.external_id = s.external_id
    WHERE s.external_id IS NOT NULL
    GROUP BY s.external_id
    HAVING count(d.id) > 0 OR count(*) > 1 OR count(s.id) = 0`
}

/** Those rows, some at a time: all of one externalId together, in the order of the file. */
export async function* readToldAgain(actor: Actor, now: Date): AsyncGenerator<ToldAgain[]> {
  await db().$executeRaw`CREATE INDEX ON import_row (external_id, line) WHERE NOT settled`
  await db().$executeRaw`ANALYZE import_row (external_id, line)`
  await db().$executeRaw`ANALYZE import_again`
  let after = { externalId: "", line: 0 }
  for (;;) {
    const staged = await readPage(after)
    const stored = await readStored(staged.flatMap(({ knownId }) => knownId ?? []))
    yield staged.map(({ line, told, environmentId, externalId, knownId }) => ({
      externalId,
      stored: knownId === null ? null : (stored.get(knownId) ?? null),
      row: checkTimes(actor, { line, told: toldOf(validate(importRowSchema, told)), environmentId }, now),
    }))
    const last = staged.at(-1)
    if (last === undefined || staged.length < rowsAtATime) return
    after = last
  }
}

type StagedRow = {
  line: number
  told: unknown
  environmentId: string
  externalId: string
  knownId: string | null
}

/** A row as it was told, from its columns. */
const toldSql = Prisma.sql`json_strip_nulls(json_build_object('environment', e.name, ${jsonOfTold("s")}))`

async function readPage(after: { externalId: string; line: number }): Promise<StagedRow[]> {
  return db().$queryRaw<StagedRow[]>`
    SELECT s.line, COALESCE(s.told, ${toldSql}) AS told, s.environment_id AS "environmentId",
      s.external_id AS "externalId", a.known_id AS "knownId"
    FROM import_row s JOIN import_again a USING (external_id) JOIN environment e ON e.id = s.environment_id
    WHERE NOT s.settled AND (s.external_id, s.line) > (${after.externalId}, ${after.line})
    ORDER BY s.external_id, s.line LIMIT ${rowsAtATime}`
}

async function readStored(ids: string[]): Promise<Map<string, NewDeployment>> {
  const rows = await db().deployment.findMany({
    where: { id: { in: ids } },
    omit: {
      seq: true,
      recordedAt: true,
      updatedAt: true,
      version: true,
      previousImageTag: true,
      isRollback: true,
      isFirstArrival: true,
      undoneByRollback: true,
    },
  })
  return new Map(rows.map((row) => [row.id, row]))
}
