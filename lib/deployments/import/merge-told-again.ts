import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import type { NewDeployment } from "../new-deployment"
import { jsonAssignments, jsonColumns } from "./columns"
import { beginStory, changesLane, foldTold, type Story } from "./fold-told"
import { readToldAgain } from "./read-told-again"
import type { RefusedRows } from "./refused-rows"
import { stageRecords } from "./stage-rows"

/**
 * Takes the rows that are told again off the staging table: changes the records they are about, and puts back one row
 * for each new record. Answers how many rows updated something they were about. The lanes must be held.
 */
export async function mergeToldAgain(actor: Actor, refused: RefusedRows, now: Date): Promise<number> {
  let updated = 0
  let current: { externalId: string; story: Story } | null = null
  for await (const page of readToldAgain(actor, now)) {
    const done: Story[] = []
    const refusals = []
    for (const { externalId, stored, row } of page) {
      if (current !== null && current.externalId !== externalId) done.push(current.story)
      const begun: Story = current?.externalId === externalId ? current.story : beginStory(stored)
      const outcome = foldTold(actor, begun, row, now)
      if (outcome.kind === "updated") updated++
      if (outcome.kind === "refused") refusals.push(outcome.row)
      current = { externalId, story: outcome.story }
    }
    await refused.add(refusals)
    await writeStories(done)
  }
  if (current !== null) await writeStories([current.story])
  await db().$executeRaw`
    DELETE FROM import_row s USING import_again a WHERE a.external_id = s.external_id AND NOT s.settled`
  return updated
}

async function writeStories(stories: readonly Story[]): Promise<void> {
  const records = stories.flatMap(({ stored, state, line }) =>
    stored === null && state !== null && line !== null ? [{ line, record: state }] : [],
  )
  const changes = stories.flatMap(({ stored, state }) =>
    stored !== null && state !== null && !isDeepStrictEqual(stored, state)
      ? [{ before: stored, after: state }]
      : [],
  )
  await stageRecords(records)
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
