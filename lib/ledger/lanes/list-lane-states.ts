import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { compareImportance } from "@/lib/ledger/environments/promotion-order"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { csv, exportLines } from "@/lib/platform/export-lines"
import { cutPage, decodeCursor, mapPage, type Page } from "@/lib/platform/page"
import type { LaneCounts } from "./conditions"
import {
  conditionSql,
  type LaneStateRow,
  laneColumns,
  laneCounts,
  laneStateOf,
  laneStateSql,
} from "./lane-state-sql"
import type { exportLanesSchema, LaneFilters, LaneState, LanesQuery } from "./schema"

const cursorKey = z.tuple([z.string(), z.int()])

/** The CTE `lane_state` for these filters, and their instant. */
async function statesFor(actor: Actor, filters: LaneFilters) {
  const application = filters.application ?? null
  const at = filters.at ?? null
  const environment = await resolveOptionalEnvironment(actor, filters.environment)
  const environments = (await readEnvironments(actor, at)).toSorted(compareImportance)
  const resultEnvironmentId = environment?.id ?? null
  return { at, states: laneStateSql({ environments, application, at, resultEnvironmentId }) }
}

export async function countLanes(actor: Actor, filters: LaneFilters): Promise<LaneCounts> {
  const { states } = await statesFor(actor, filters)
  const [row] = await db().$queryRaw<{ counts: LaneCounts }[]>`
    WITH ${states} SELECT ${laneCounts} AS counts FROM lane_state WHERE ${matchesSql(filters.q)}`
  if (row === undefined) throw new Error("The lanes were not counted.")
  return row.counts
}

/** The lanes that meet a condition, by application, then production first. */
export async function listLaneStates(actor: Actor, query: LanesQuery): Promise<Page<LaneState>> {
  const { at, states } = await statesFor(actor, query)
  const after = decodeCursor(query.cursor, cursorKey)
  const isAfter = ifGiven(
    after,
    ([application, position]) =>
      Prisma.sql`(application, environment_position) > (${application}, ${position})`,
  )
  const rows = await db().$queryRaw<LaneStateRow[]>`
    WITH ${states}
    SELECT ${laneColumns} FROM lane_state
    WHERE ${conditionSql[query.condition]} AND ${matchesSql(query.q)} AND ${isAfter}
    ORDER BY application, environment_position LIMIT ${query.limit + 1}`
  const page = cutPage(rows, query.limit, (row) => [row.application, row.environmentPosition])
  return mapPage(page, (row) => laneStateOf(row, at))
}

function matchesSql(q: string | undefined): Prisma.Sql {
  if (q === undefined || q === "") return Prisma.sql`true`
  const part = q.toLowerCase()
  return Prisma.sql`(strpos(lower(application), ${part}) > 0 OR strpos(lower(image_tag), ${part}) > 0)`
}

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
  quarantineReason: ({ quarantine }) => quarantine?.reason ?? null,
  pendingTag: ({ pending }) => pending?.imageTag ?? null,
  failedTag: ({ failed }) => failed?.imageTag ?? null,
  rolledBackTag: ({ rolledBack }) => rolledBack?.imageTag ?? null,
}

/** The lanes of the list as lines of CSV. Throws before the first line when the filters are invalid. */
export function exportLanes(
  actor: Actor,
  { format: _format, ...filters }: z.infer<typeof exportLanesSchema>,
): Promise<AsyncGenerator<string>> {
  const read = (cursor?: string) => listLaneStates(actor, { ...filters, limit: rowsAtATime, cursor })
  return exportLines(read, csv(columns))
}
