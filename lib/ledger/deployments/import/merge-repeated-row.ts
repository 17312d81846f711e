import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import type { NewDeployment } from "../new-deployment"
import { jsonAssignments, jsonColumns } from "./columns"
import { changesLane, foldReported, type Story } from "./fold-reported"
import { readRepeatedRows } from "./read-repeated-rows"
import type { RefusedRows } from "./refused-rows"
import { stageRecords } from "./stage-rows"

/**
 * Removes repeated rows from the staging table, updates the records they refer to, and stages one row per new record.
 * Returns how many rows updated an existing record. The caller must hold the lane locks.
 */
export async function mergeRepeatedRows(actor: Actor, refused: RefusedRows, now: Date): Promise<number> {
  let updated = 0
  let current: { key: string; story: Story } | null = null
  for await (const page of readRepeatedRows(actor, now)) {
    const done: Story[] = []
    const refusals = []
    for (const { key, known, row } of page) {
      if (current !== null && current.key !== key) done.push(current.story)
      const begun: Story = current?.key === key ? withKnown(current.story, known) : { records: known }
      const outcome = foldReported(actor, begun, row, now)
      if (outcome.kind === "updated") updated++
      if (outcome.kind === "refused") refusals.push(outcome.row)
      current = { key, story: outcome.story }
    }
    await refused.add(refusals)
    await writeStories(done)
  }
  if (current !== null) await writeStories([current.story])
  await db().$executeRaw`
    DELETE FROM import_row s USING import_again a WHERE a.story = s.story AND NOT s.merged`
  return updated
}

/** A later row may refer to another record by id. */
function withKnown({ records }: Story, known: Story["records"]): Story {
  const ids = new Set(records.map(({ state }) => state.id))
  return { records: [...records, ...known.filter(({ state }) => !ids.has(state.id))] }
}

async function writeStories(stories: readonly Story[]): Promise<void> {
  const all = stories.flatMap(({ records }) => records)
  const recorded = all.flatMap(({ stored, state, line }) =>
    stored === null ? [{ line, record: state }] : [],
  )
  const changes = all.flatMap(({ stored, state }) =>
    stored !== null && !isDeepStrictEqual(stored, state) ? [{ before: stored, after: state }] : [],
  )
  await stageRecords(recorded)
  await writeChanges(changes.map(({ after }) => after))
  await noteMoved(changes.filter(({ before, after }) => changesLane(before, after)).map(({ after }) => after))
}

async function writeChanges(records: readonly NewDeployment[]): Promise<void> {
  if (records.length === 0) return
  await db().$executeRaw`
    UPDATE deployment d SET ${jsonAssignments("r")}, updated_at = now(), version = d.version + 1
    FROM json_to_recordset(${JSON.stringify(records)}::json) AS r(${jsonColumns}) WHERE d.id = r.id`
}

async function noteMoved(records: readonly NewDeployment[]): Promise<void> {
  if (records.length === 0) return
  await db().$executeRaw`
    INSERT INTO import_moved (id, application, environment_id)
    SELECT r.id, r.application, r."environmentId"
    FROM json_to_recordset(${JSON.stringify(records)}::json) AS r(${jsonColumns})`
}
