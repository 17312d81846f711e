import type { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { csvLine } from "@/lib/platform/csv"
import { listLaneStates } from "./list-lane-states"
import type { exportLanesSchema, LaneState } from "./schema"

/** Each page reads the state of all lanes, so there are few. */
const rowsAtATime = 2_000

const columns: Record<string, (lane: LaneState) => string | number | boolean | null> = {
  application: ({ application }) => application,
  environment: ({ environment }) => environment,
  imageTag: ({ current }) => current?.imageTag ?? null,
  deployedAt: ({ current }) => current?.deployedAt ?? null,
  initiatedBy: ({ current }) => current?.initiatedBy ?? null,
  conditions: ({ conditions }) => conditions.join(" "),
  versionsBehind: ({ behind }) => behind?.versions ?? null,
  daysBehind: ({ behind }) => behind?.days ?? null,
  otherBuild: ({ behind }) => behind?.build ?? null,
  pendingTag: ({ pending }) => pending?.imageTag ?? null,
  failedTag: ({ failed }) => failed?.imageTag ?? null,
  rolledBackTag: ({ rolledBack }) => rolledBack?.imageTag ?? null,
}

/** The lanes of the list as lines of CSV. Throws before the first line when the filters are invalid. */
export async function exportLanes(
  actor: Actor,
  { format: _format, ...filters }: z.infer<typeof exportLanesSchema>,
): Promise<AsyncGenerator<string>> {
  const read = (cursor?: string) => listLaneStates(actor, { ...filters, limit: rowsAtATime, cursor })
  return linesOf(read, await read())
}

async function* linesOf(
  read: (cursor: string) => ReturnType<typeof listLaneStates>,
  first: Awaited<ReturnType<typeof listLaneStates>>,
): AsyncGenerator<string> {
  yield `${csvLine(Object.keys(columns))}\r\n`
  for (let page = first; ; page = await read(page.nextCursor)) {
    yield page.items
      .map((lane) => `${csvLine(Object.values(columns).map((column) => column(lane)))}\r\n`)
      .join("")
    if (page.nextCursor === null) return
  }
}
