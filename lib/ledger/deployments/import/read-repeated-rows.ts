import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { validate } from "@/lib/platform/validate"
import { type CheckedRow, checkTimes } from "./check-row"
import { jsonOfReported } from "./columns"
import type { StoryRecord } from "./fold-reported"
import { importRowSchema } from "./schema"

const rowsAtATime = 500

/** A staged row, the key of its story, and the known records of that story. */
export type RepeatedRow = { key: string; known: StoryRecord[]; row: CheckedRow }

/**
 * Collects the stories (one externalId or one id) whose rows must be processed one by one: those that exist in the
 * ledger, occur more than once in the file, or have a row that cannot create a record. Returns their number. The caller
 * must hold the lane locks.
 */
export async function findRepeatedRows(source: string): Promise<number> {
  await db().$executeRaw`
    UPDATE import_row s SET story = 'e' || d.external_id FROM deployment d
    WHERE d.id = s.reported_id AND s.external_id IS NULL AND d.external_id IS NOT NULL AND d.source = ${source}`
  return db().$executeRaw`
    INSERT INTO import_again (story)
    SELECT s.story FROM import_row s
    LEFT JOIN deployment d ON d.source = ${source} AND d.external_id = s.external_id
    LEFT JOIN deployment i ON i.id = s.reported_id
    LEFT JOIN annulled_deployment a ON a.source = ${source} AND a.external_id = s.external_id
    LEFT JOIN annulled_deployment o ON o.id = s.reported_id
    WHERE s.story IS NOT NULL
    GROUP BY s.story
    HAVING count(*) > 1 OR count(s.id) = 0 OR count(d.id) + count(i.id) + count(a.id) + count(o.id) > 0`
}

/** Yields these rows in batches, grouped by story and in file order. */
export async function* readRepeatedRows(actor: Actor, now: Date): AsyncGenerator<RepeatedRow[]> {
  await db().$executeRaw`CREATE INDEX ON import_row (story, line) WHERE NOT merged`
  await db().$executeRaw`ANALYZE import_row (story, line)`
  await db().$executeRaw`ANALYZE import_again`
  let after = { story: "", line: 0 }
  for (;;) {
    const staged = await readPage(after)
    const known = await readKnown(sourceOf(actor), staged)
    yield staged.map(({ line, reported, environmentId, story, reportedId }) => ({
      key: story,
      known: known.of(story, reportedId),
      row: checkTimes(
        actor,
        { line, row: validate(importRowSchema, reported), environmentId },
        now,
        reportedId ?? undefined,
      ),
    }))
    const last = staged.at(-1)
    if (last === undefined || staged.length < rowsAtATime) return
    after = last
  }
}

type StagedRow = {
  line: number
  reported: unknown
  reportedId: string | null
  environmentId: string
  story: string
}

/** Rebuilds the reported row from its columns. */
const reportedSql = Prisma.sql`json_strip_nulls(json_build_object('environment', e.name, ${jsonOfReported("s")}))`

async function readPage(after: { story: string; line: number }): Promise<StagedRow[]> {
  return db().$queryRaw<StagedRow[]>`
    SELECT s.line, COALESCE(s.reported, ${reportedSql}) AS reported, s.reported_id AS "reportedId", s.environment_id AS "environmentId",
      s.story
    FROM import_row s JOIN import_again a USING (story) JOIN environment e ON e.id = s.environment_id
    WHERE NOT s.merged AND (s.story, s.line) > (${after.story}, ${after.line})
    ORDER BY s.story, s.line LIMIT ${rowsAtATime}`
}

const omit = {
  seq: true,
  recordedAt: true,
  updatedAt: true,
  version: true,
  previousImageTag: true,
  isRollback: true,
  isFirstArrival: true,
  undoneByRollback: true,
} as const

/** Loads the existing records of these rows, for lookup by story and id. */
async function readKnown(source: string, staged: readonly StagedRow[]) {
  const externalIds = [...new Set(staged.flatMap(({ story }) => (story[0] === "e" ? story.slice(1) : [])))]
  const ids = staged.flatMap(({ reportedId }) => reportedId ?? [])
  const where = { OR: [{ source, externalId: { in: externalIds } }, { id: { in: ids } }] }
  const [rows, annulled] = await Promise.all([
    db().deployment.findMany({ where, omit }),
    db().annulledDeployment.findMany({
      where,
      omit: { ...omit, annulledAt: true, annulledBy: true, annulReason: true },
    }),
  ])
  const recordOf = (isAnnulled: boolean) => (row: (typeof rows)[number]) => ({
    stored: row,
    state: row,
    line: 0,
    isAnnulled,
  })
  const records: StoryRecord[] = [...rows.map(recordOf(false)), ...annulled.map(recordOf(true))]
  const byStory = Map.groupBy(records, ({ state }) => (state.source === source ? `e${state.externalId}` : ""))
  const byId = new Map(records.map((record) => [record.state.id, record]))
  return {
    of(story: string, id: string | null): StoryRecord[] {
      const own = byStory.get(story) ?? []
      const named = id === null ? undefined : byId.get(id)
      return named === undefined || own.includes(named) ? own : [...own, named]
    },
  }
}
