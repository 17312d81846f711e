import type { Actor } from "@/lib/identity/auth/actor"
import { bearerToken, hashToken, isWellFormedToken } from "@/lib/identity/auth/token-format"
import type { Prisma } from "@/lib/platform/db/generated/client"
import type { FieldError } from "@/lib/platform/errors"
import { isMap } from "@/lib/platform/json-values"
import { joinFaults } from "@/lib/platform/pointer"
import { keepFields, keptField, keptFields, keptText } from "./kept-fields"
import { isIngestRoute, type RequestOutcome, recordRoute } from "./outcomes"

/** A request and its response, as known to the HTTP layer. */
export type Exchange = {
  /** A UUID of version 7 with the time of arrival. */
  id: string
  at: Date
  requestId: string
  /** Null: it was rejected before or by authentication. */
  actor: Actor | null
  address: string | null
  authorization: string | null
  method: string
  /** The path of the declaration, such as `/api/v1/tenants/{id}`. */
  route: string
  path: string
  params: Readonly<Record<string, unknown>>
  query: Iterable<[string, string]>
  /** The parsed body; undefined if there is none, or it could not be parsed. */
  body: unknown
  status: number
  headers: Headers
  problem: { code: string; detail: string; errors?: readonly FieldError[] } | null
  /** The response before it is serialized as JSON, unless the route serializes it itself. */
  result: unknown
  durationMs: number
}

/** A row of received_request; `droppedBefore` is set when it is written. */
export type KeptRequest = Omit<
  Prisma.ReceivedRequestUncheckedCreateInput,
  "droppedBefore" | "replayedAt" | "replayedBy" | "replayedRecordId"
> & {
  /** The hash of the token of an unauthenticated request, to determine whether it has expired or was revoked. */
  tokenHash: Uint8Array<ArrayBuffer> | null
}

const maxErrors = 20
const maxDetail = 1_000
const maxMessage = 500

/** The row that is kept for a request: allowlisted fields, masked and shortened, and the response. */
export function describeRequest(exchange: Exchange): KeptRequest {
  const { actor, params, query, body, route, status, problem, headers } = exchange
  const keptParams = Object.entries(params).filter(([name]) => keptFields.includes(name))
  const { sent, omitted } = keepFields([Object.fromEntries([...keptParams, ...query]), asObject(body)])
  const result = asObject(exchange.result)
  const counts = countsOf(result)
  const isDeployment = typeof result.imageTag === "string" && typeof result.environment === "string"
  const searchText = (field: string) => textOf(isDeployment ? result[field] : sentValue(sent, field))
  const location = headers.get("location")
  const sender = actor?.kind === "token" || actor?.kind === "event-source" ? actor : null
  return {
    id: exchange.id,
    at: exchange.at,
    tokenId: sender?.id ?? null,
    tokenName: sender?.name ?? null,
    isEventSource: sender?.kind === "event-source",
    tokenHash: actor === null ? hashOf(exchange.authorization) : null,
    address: exchange.address,
    method: exchange.method,
    route,
    path: keptText(exchange.path, 500).value,
    status,
    outcome: outcomeOf(exchange, counts),
    code: problem?.code ?? null,
    detail: problem === null ? reasonOf(exchange) : keptDetail(problem),
    errors: errorsOf(problem?.errors ?? (counts === null ? [] : result.errors)),
    durationMs: Math.round(exchange.durationMs),
    requestId: exchange.requestId,
    sent: sent as Prisma.InputJsonObject,
    omitted,
    counts: counts ?? undefined,
    application:
      searchText("application") ?? (route === recordRoute && body !== undefined ? "platform" : null),
    environment: searchText("environment"),
    imageTag: searchText("imageTag"),
    gitCommit: searchText("gitCommit")?.toLowerCase() ?? null,
    runUrl: searchText("runUrl"),
    ...recordOf(location, exchange.path, isDeployment ? result.id : undefined),
    operationId: idIn(headers.get("operation-location") ?? ""),
  }
}

function hashOf(authorization: string | null): Uint8Array<ArrayBuffer> | null {
  const token = bearerToken(authorization ?? "")
  return token !== null && isWellFormedToken(token) ? hashToken(token) : null
}

const asObject = (value: unknown): Record<string, unknown> => (isMap(value) ? value : {})

/** The value of the field, or of an alias of the field. */
function sentValue(sent: Readonly<Record<string, unknown>>, field: string): unknown {
  if (field in sent) return sent[field]
  const name = Object.keys(sent).find((other) => keptField(other) === field)
  return name === undefined ? undefined : sent[name]
}

/** A text to search for; it must fit into an index. */
function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? keptText(value, 600).value : null
}

/** What became of an event, or of each event of a batch. */
const eventsOf = (result: unknown) => (Array.isArray(result) ? result : [result]).map(asObject)

/** Why events were ignored, and of a batch also how many. */
function reasonOf({ route, result }: Exchange): string | null {
  if (!isIngestRoute(route)) return null
  const events = eventsOf(result)
  const reasons = [...new Set(events.flatMap(({ reason }) => textOf(reason) ?? []))]
  const counts = [...Map.groupBy(events, ({ outcome }) => outcome)].map(
    ([name, of]) => `${of.length} ${name}`,
  )
  const batch = Array.isArray(result) ? [`A batch of events: ${counts.join(", ") || "none"}.`] : []
  const text = [...batch, ...reasons].join(" ")
  return text === "" ? null : keptText(text, maxDetail).value
}

function outcomeOf({ status, headers, route, result }: Exchange, counts: Counts | null): RequestOutcome {
  if (status >= 500) return "FAILED"
  if (status >= 400) return "REFUSED"
  if (headers.get("idempotency-replayed") === "true") return "REPEATED"
  if (isIngestRoute(route) && eventsOf(result).every(({ outcome }) => outcome === "ignored")) return "IGNORED"
  if (counts === null || counts.refused === 0) return "ACCEPTED"
  return counts.refused < counts.received ? "PARTIAL" : "REFUSED"
}

type Counts = Record<"received" | "recorded" | "updated" | "refused", number>

/** The counts in the response to an import. */
function countsOf({ received, recorded, updated, refused }: Record<string, unknown>): Counts | null {
  const isCount = (value: unknown): value is number => typeof value === "number"
  return isCount(received) && isCount(recorded) && isCount(updated) && isCount(refused)
    ? { received, recorded, updated, refused }
    : null
}

/** Masks each error separately: the text after the name of a field is a sentence, not the value of `token: …`. */
function keptDetail({ detail, errors = [] }: NonNullable<Exchange["problem"]>): string {
  if (detail !== joinFaults(errors)) return keptText(detail, maxDetail).value
  const keptDetail = joinFaults(errors.map(keptError))
  return keptDetail.length > maxDetail ? `${keptDetail.slice(0, maxDetail).toWellFormed()}…` : keptDetail
}

const keptError = ({ pointer, message }: FieldError): FieldError => ({
  pointer: keptText(pointer, maxMessage).value,
  message: keptText(message, maxMessage).value,
})

/** The errors of fields, or of rows of an import. */
function errorsOf(errors: unknown): Prisma.InputJsonValue {
  if (!Array.isArray(errors)) return []
  return errors.slice(0, maxErrors).map((error: unknown) => {
    const { pointer, message, detail, line } = asObject(error)
    return {
      ...keptError({ pointer: String(pointer ?? ""), message: String(message ?? detail ?? "") }),
      ...(typeof line === "number" ? { line } : {}),
    }
  })
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
const resource = new RegExp(`/([a-z]+)s/(${uuid})(?:/|$)`, "i")
const uuidSuffix = new RegExp(`(${uuid})$`, "i")

const idIn = (path: string) => uuidSuffix.exec(path)?.[1]?.toLowerCase() ?? null

/** The resource named by the Location header or the path; `result`: the id of a deployment in the response. */
function recordOf(
  location: string | null,
  path: string,
  result: unknown,
): Pick<KeptRequest, "recordType" | "recordId"> {
  const [, type, id] = resource.exec(location ?? "") ?? resource.exec(path) ?? []
  if (type !== undefined && id !== undefined)
    return { recordType: type.replace(/ie$/, "y"), recordId: id.toLowerCase() }
  return typeof result === "string"
    ? { recordType: "deployment", recordId: result }
    : { recordType: null, recordId: null }
}
