import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { validate } from "@/lib/platform/validate"
import { type CheckedRow, checkTimes } from "./check-row"
import { jsonOfReported } from "./columns"
import type { StoryRecord } from "./fold-reported"
import { importRowSchema } from "./schema"

const rowsAtATime = 500

/** A staged row, the story it belongs to, and what the ledger knows of that. */
export type RepeatedRow = { key: string; known: StoryRecord[]; row: CheckedRow }

/**
 * Notes the stories (of one externalId, or one id) whose rows need looking at one by one: those the ledger knows, that are
 * twice in the file, or whose row makes no new record. Answers how many. The lanes must be held.
 */
export async function findToldAgain(source: string): Promise<number> {
  await db().$executeRaw`
    UPDATE import_row s SET story = 'e' || d.external_id FROM deployment d
    WHERE d.id = s.told_id AND s.external_id IS NULL AND d.external_id IS NOT NULL AND d.source = ${source}`
  return db().$executeRaw`
    INSERT INTO import_again (story)
    SELECT s.story FROM import_row s
    LEFT JOIN deployment d ON d.source = ${source} AND d.external_id = s.external_id
    LEFT JOIN deployment i ON i.id = s.told_id
    LEFT JOIN annulled_deployment a ON a.source = ${source} AND a.external_id = s.external_id
    LEFT JOIN annulled_deployment o ON o.id = s.told_id
    WHERE s.story IS NOT NULL
    GROUP BY s.story
    HAVING count(*) > 1 OR count(s.id) = 0 OR count(d.id) + count(i.id) + count(a.id) + count(o.id) > 0`
}

/** Those rows, some at a time: all of one story together, in the order of the file. */
export async function* readRepeatedRows(actor: Actor, now: Date): AsyncGenerator<RepeatedRow[]> {
  await db().$executeRaw`CREATE INDEX ON import_row (story, line) WHERE NOT settled`
  await db().$executeRaw`ANALYZE import_row (story, line)`
  await db().$executeRaw`ANALYZE import_again`
  let after = { story: "", line: 0 }
  for (;;) {
    const staged = await readPage(after)
    const known = await readKnown(sourceOf(actor), staged)
    yield staged.map(({ line, told, environmentId, story, reportedId }) => ({
      key: story,
      known: known.of(story, reportedId),
      row: checkTimes(
        actor,
        { line, row: validate(importRowSchema, told), environmentId },
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
  told: unknown
  reportedId: string | null
  environmentId: string
  story: string
}

/** A row as it was told, from its columns. */
const reportedSql = Prisma.sql`json_strip_nulls(json_build_object('environment', e.name, ${jsonOfReported("s")}))`

async function readPage(after: { story: string; line: number }): Promise<StagedRow[]> {
  return db().$queryRaw<StagedRow[]>`
    SELECT s.line, COALESCE(s.told, ${reportedSql}) AS told, s.told_id AS "reportedId", s.environment_id AS "environmentId",
      s.story
    FROM import_row s JOIN import_again a USING (story) JOIN environment e ON e.id = s.environment_id
    WHERE NOT s.settled AND (s.story, s.line) > (${after.story}, ${after.line})
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

/** What the ledger knows of these rows, to be looked up by their stories and ids. */
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
