import { z } from "zod"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { beginsWith } from "@/lib/platform/db/conditions"
import { Prisma, type ReceivedRequest as RequestRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { dayMs, firstIdAt, hourMs, toInstant } from "@/lib/platform/instant"
import { cutIdPage, decodeIdCursor, type Page, requireOrderedWindow } from "@/lib/platform/page"
import { type KeptFields, keptField, keptFields, recordFields } from "./kept-fields"
import { importRoute, isIngestRoute, type RequestOutcome, recordRoute } from "./outcomes"
import {
  importCountsSchema,
  keptErrorSchema,
  type ReceivedRequest,
  type RequestsQuery,
  receivedRequestSchema,
} from "./schema"

/** Write requests of tokens with their responses, newest first. */
export async function listRequests(actor: Actor, query: RequestsQuery): Promise<Page<ReceivedRequest>> {
  requireScope(actor, "admin")
  requireOrderedWindow(query)
  const after = decodeIdCursor(query.cursor)
  const importId = query.recordId === undefined ? null : await findImport(query.recordId)
  const conditions = [
    ...conditionsOf(query, importId),
    ...(after === undefined ? [] : [Prisma.sql`id < ${after}::uuid`]),
  ]
  const ids = await findIds(query.q, conditions, query.limit + 1)
  const rows = await db().receivedRequest.findMany({ where: { id: { in: ids } }, orderBy: { id: "desc" } })
  const page = cutIdPage(rows, query.limit)
  return { items: await toReceivedRequests(page.items), nextCursor: page.nextCursor }
}

/** The time of the oldest kept request, and how many could not be kept in the last day. */
export async function readRequestsKept(): Promise<{ oldestAt: Date | null; dropped: number }> {
  const [row] = await db().$queryRaw<{ oldestAt: Date | null; dropped: number }[]>`
    SELECT (SELECT at FROM received_request ORDER BY id LIMIT 1) AS "oldestAt",
      (SELECT COALESCE(sum(dropped_before), 0)::int FROM received_request
        WHERE dropped_before > 0 AND id >= ${firstIdAt(new Date(Date.now() - dayMs))}::uuid) AS dropped`
  return row ?? { oldestAt: null, dropped: 0 }
}

export async function getRequest(actor: Actor, id: string): Promise<ReceivedRequest> {
  requireScope(actor, "admin")
  const [request] = await toReceivedRequests([await findRequest(id)])
  if (request === undefined) throw new Error("The request was not described")
  return request
}

/** The row; throws a 404 if there is none. */
export async function findRequest(id: string): Promise<RequestRow> {
  const row = await db().receivedRequest.findUnique({ where: { id } })
  if (row === null) throw notFound(`There is no request ${id}. It may have been deleted.`)
  return row
}

/** The newest ids that meet the conditions; for a search, the newest ids of each matching column. */
async function findIds(
  q: string | undefined,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Promise<string[]> {
  const newest = (searchConditions: readonly Prisma.Sql[]) => Prisma.sql`
    (SELECT id FROM received_request WHERE ${Prisma.join([Prisma.sql`true`, ...conditions, ...searchConditions], " AND ")}
     ORDER BY id DESC LIMIT ${limit})`
  const parts = q === undefined ? [newest([])] : matchesOf(q).map((match) => newest([match]))
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (${Prisma.join(parts, " UNION ")}) matches ORDER BY id DESC LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

function matchesOf(q: string): Prisma.Sql[] {
  const text = q.trim()
  return [
    ...["image_tag", "application", "run_url", "request_id"].map(
      (column) => Prisma.sql`${Prisma.raw(column)} = ${text}`,
    ),
    ...(/^[0-9a-f]{4,64}$/i.test(text) ? [commitBegins(text.toLowerCase())] : []),
    ...(z.uuid().safeParse(text).success
      ? [Prisma.sql`id = ${text}::uuid`, Prisma.sql`record_id = ${text}::uuid`]
      : []),
  ]
}

const commitBegins = (start: string) => beginsWith(Prisma.sql`git_commit`, start)

function conditionsOf(query: RequestsQuery, importId: string | null): Prisma.Sql[] {
  const { application, environment, imageTag, commit, runUrl, token, outcome, recordId, from, to } = query
  const conditions: (Prisma.Sql | false)[] = [
    application !== undefined && Prisma.sql`application = ${application}`,
    environment !== undefined && Prisma.sql`lower(environment) = lower(${environment})`,
    imageTag !== undefined && Prisma.sql`image_tag = ${imageTag}`,
    commit !== undefined && commitBegins(commit),
    runUrl !== undefined && Prisma.sql`run_url = ${runUrl}`,
    token !== undefined &&
      (token === "none" ? Prisma.sql`token_id IS NULL` : Prisma.sql`token_id = ${token}`),
    outcome !== undefined && outcomeSql[outcome],
    recordId !== undefined &&
      Prisma.sql`(record_id = ${recordId}::uuid OR resent_record_id = ${recordId}::uuid OR id = ${importId}::uuid)`,
    from !== undefined && Prisma.sql`id >= ${firstIdAt(from)}::uuid`,
    to !== undefined && Prisma.sql`id < ${firstIdAt(to)}::uuid`,
  ]
  return conditions.filter((condition) => condition !== false)
}

/** Constants rather than parameters, with the condition of the partial indexes. */
const unsuccessful = Prisma.sql`outcome IN ('PARTIAL', 'REFUSED', 'FAILED')`
const outcomeSql: Record<RequestOutcome, Prisma.Sql> = {
  ACCEPTED: Prisma.sql`outcome = 'ACCEPTED'`,
  IGNORED: Prisma.sql`outcome = 'IGNORED'`,
  REPEATED: Prisma.sql`outcome = 'REPEATED'`,
  PARTIAL: Prisma.sql`outcome = 'PARTIAL' AND ${unsuccessful}`,
  REFUSED: Prisma.sql`outcome = 'REFUSED' AND ${unsuccessful}`,
  FAILED: Prisma.sql`outcome = 'FAILED' AND ${unsuccessful}`,
}

/**
 * Whether it failed to record a deployment and has not been replayed since. A request whose key is in flight only repeats
 * another request, which gets its own response.
 */
function isReplayable({ method, route, status, code, imageTag, replayedAt }: RequestRow): boolean {
  const isRecord = route === recordRoute || (isIngestRoute(route) && imageTag !== null)
  const isRefusedRecord = method === "POST" && isRecord && status >= 400
  return isRefusedRecord && code !== "idempotency_key_in_flight" && replayedAt === null
}

/**
 * The record to replay, or null. Omits fields kept only in part: a masked or shortened value must not be recorded.
 */
export function replayableOf(row: RequestRow): Record<string, unknown> | null {
  if (!isReplayable(row)) return null
  const { sent, omitted } = readSent(row)
  const fields = Object.entries(sent).flatMap(([name, value]) => {
    const field = omitted.includes(name) ? undefined : keptField(name)
    return field !== undefined && recordFields.includes(field) ? [[field, value] as const] : []
  })
  const body = Object.fromEntries(fields)
  const hasTime = body.deployedAt !== undefined || body.completedAt !== undefined
  return hasTime ? body : { ...body, deployedAt: toInstant(row.at) }
}

/** PostgreSQL sorts the members of an object by length. */
function inOrder(sent: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const position = ([name]: [string, unknown]) => keptFields.indexOf(keptField(name) ?? "")
  return Object.fromEntries(Object.entries(sent).sort((a, b) => position(a) - position(b)))
}

const readSent = (row: RequestRow): KeptFields => ({
  sent: inOrder(z.record(z.string(), z.unknown()).catch({}).parse(row.sent)),
  omitted: z.string().array().catch([]).parse(row.omitted),
})

async function toReceivedRequests(rows: readonly RequestRow[]): Promise<ReceivedRequest[]> {
  const described = rows.map((row) => ({ row, ...readSent(row), replayable: replayableOf(row) }))
  const since = await readRecordedSince(
    described.flatMap(({ row, replayable }) =>
      replayable === null ? [] : [{ row, externalId: replayable.externalId }],
    ),
  )
  return described.map(({ row, ...fields }) =>
    toReceivedRequest(row, { ...fields, recordedSince: since.get(row.id) ?? null }),
  )
}

const senderOf = ({ tokenId, tokenName }: RequestRow) =>
  tokenId === null ? null : { id: tokenId, name: tokenName ?? "" }

/** The namespace of the externalIds of the sender of the request; null if it was not authenticated. */
export function sourceOfSender({ tokenId, isEventSource }: RequestRow): string | null {
  return tokenId && `${isEventSource ? "event-source" : "token"}:${tokenId}`
}

function toReceivedRequest(
  row: RequestRow,
  fields: Pick<ReceivedRequest, "sent" | "omitted" | "replayable" | "recordedSince">,
): ReceivedRequest {
  return {
    ...fieldsOf(receivedRequestSchema, row),
    ...fields,
    token: row.isEventSource ? null : senderOf(row),
    eventSource: row.isEventSource ? senderOf(row) : null,
    errors: keptErrorSchema
      .array()
      .catch([])
      .parse(row.errors ?? []),
    counts: importCountsSchema.nullable().catch(null).parse(row.counts),
    record:
      row.recordType === null || row.recordId === null ? null : { type: row.recordType, id: row.recordId },
    replayed:
      row.replayedAt === null || row.replayedRecordId === null
        ? null
        : { at: toInstant(row.replayedAt), by: row.replayedBy ?? "", deploymentId: row.replayedRecordId },
  }
}

const maxImportMs = hourMs
/** How far the clocks of a web process and the database may differ. */
const skewMs = 2_000

/**
 * The id of the import that recorded a deployment, or null. Imports do not store which deployments they recorded, so
 * this is the import of the same token that was running at the time, unless a request for only this deployment is kept.
 */
async function findImport(deploymentId: string): Promise<string | null> {
  const deployment = await db().deployment.findUnique({
    where: { id: deploymentId },
    select: { source: true, recordedAt: true },
  })
  const tokenId = deployment?.source.startsWith("token:") ? deployment.source.slice("token:".length) : null
  if (deployment === null || tokenId === null) return null
  const { recordedAt } = deployment
  const from = new Date(recordedAt.getTime() - maxImportMs)
  const to = new Date(recordedAt.getTime() + skewMs)
  const [row] = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      SELECT id, at, at + make_interval(secs => duration_ms / 1000.0) AS until FROM received_request
      WHERE token_id = ${tokenId} AND id >= ${firstIdAt(from)}::uuid AND id < ${firstIdAt(to)}::uuid
        AND method = 'POST' AND route = ${importRoute} AND status < 400 AND (counts->>'recorded')::int > 0
    ) import
    WHERE until >= ${recordedAt}::timestamptz - make_interval(secs => ${skewMs / 1000})
      AND NOT EXISTS (SELECT FROM received_request
        WHERE record_id = ${deploymentId}::uuid AND method = 'POST' AND route = ${recordRoute})
    ORDER BY ${recordedAt}::timestamptz BETWEEN at AND until DESC, id DESC LIMIT 1`
  return row?.id ?? null
}

type SearchedRequest = { row: RequestRow; externalId: unknown }
type RecordedSince = { id: string; deploymentId: string; at: Date }

/**
 * For each request id, a deployment recorded since that may be the one the request failed to record: it has the same
 * application, environment and tag, the same externalId of the same token, or the same run URL and either environment
 * or tag.
 */
async function readRecordedSince(
  requests: readonly SearchedRequest[],
): Promise<Map<string, ReceivedRequest["recordedSince"]>> {
  if (requests.length === 0) return new Map()
  const searched = requests.map(({ row, externalId }) => ({
    id: row.id,
    at: row.at,
    application: row.application,
    environment: row.environment,
    image_tag: row.imageTag,
    run_url: row.runUrl,
    external_id: externalId,
    source: sourceOfSender(row),
  }))
  const rows = await db().$queryRaw<RecordedSince[]>`
    SELECT r.id, since.id AS "deploymentId", since.at
    FROM jsonb_to_recordset(${JSON.stringify(searched)}::jsonb) AS r(id uuid, at timestamptz, application text,
      environment text, image_tag text, run_url text, external_id text, source text)
    CROSS JOIN LATERAL (
      (SELECT d.id, d.recorded_at AS at
        FROM environment_name n JOIN deployment d ON d.environment_id = n.environment_id
        WHERE n.folded = lower(r.environment) AND d.application = r.application AND d.image_tag = r.image_tag
          AND d.recorded_at >= r.at LIMIT 1)
      UNION ALL
      (SELECT d.id, d.updated_at FROM deployment d
        WHERE d.external_id = r.external_id AND d.source = r.source AND d.updated_at >= r.at LIMIT 1)
      UNION ALL
      (SELECT later.record_id, later.at FROM received_request later
        WHERE later.run_url = r.run_url AND later.id > r.id AND later.application = r.application
          AND (later.image_tag = r.image_tag OR lower(later.environment) = lower(r.environment))
          AND later.method = 'POST' AND later.route = ${recordRoute} AND later.status < 400
          AND later.record_id IS NOT NULL LIMIT 1)
      LIMIT 1) since`
  return new Map(rows.map(({ id, deploymentId, at }) => [id, { deploymentId, at: toInstant(at) }]))
}
