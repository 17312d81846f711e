import { setImmediate } from "node:timers/promises"
import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { lookUpOf } from "@/lib/identity/auth/references"
import { schemaFields } from "@/lib/platform/empty-texts"
import { DomainError, type FieldError, invalid } from "@/lib/platform/errors"
import { canonicalJson, isForbiddenKey } from "@/lib/platform/json-text"
import { quote, toPointer } from "@/lib/platform/pointer"
import { isStorable } from "@/lib/platform/storable"
import { check, invalidFields } from "@/lib/platform/validate"
import type { AnyEndpoint } from "./endpoint"
import type { RouteRequest } from "./http-server/respond-directly"
import type { Inspection } from "./inspect-request"
import { parseJsonBody } from "./read-body"

type Received = { request: RouteRequest; url: URL; payload: string; inspection: Pick<Inspection, "body"> }

/**
 * `never` is the erased type: the declaration has checked that its schemas match the use case's input. `comparable`: a
 * canonical text, equal for equivalent bodies.
 */
type ParsedInput = { query: never; body: never; comparable: () => string }

const largePayload = 64 * 1024
const noQuery = z.strictObject({})

/**
 * Parses query and body, or throws one 422 with the errors of both. On error it also looks up the names of environments
 * and tenants, so that one response lists every error; for valid input the use case looks them up.
 */
export async function parseInput(
  actor: Actor,
  declared: AnyEndpoint,
  received: Received,
): Promise<ParsedInput> {
  const { request, url, payload, inspection } = received
  // Yields to other work between steps that each take a while.
  const pause = async () => void (payload.length > largePayload && (await setImmediate()))
  const json = declared.body === undefined ? null : await parseJsonBody(request, payload, pause)
  // An event is kept once its fields are known.
  if (json !== null && declared.event === undefined) inspection.body = json.value
  await pause()
  const isAbsent = payload.trim() === ""
  const bodyOf = (schema: z.core.$ZodType) =>
    isAbsent && schema instanceof z.ZodOptional ? undefined : json?.value
  const parts = [
    { schema: declared.query ?? noQuery, value: queryObject(url.searchParams) },
    ...(declared.body === undefined ? [] : [{ schema: declared.body, value: bodyOf(declared.body) }]),
  ]
  const checked = parts.map(({ schema, value }) => check(schema, value))
  const errors = [
    ...(json?.errors ?? []),
    ...checked.flatMap((part) => ("errors" in part ? part.errors : [])),
  ]
  if (errors.length > 0) throw invalidFields([...errors, ...(await unknownNames(actor, parts, errors))])
  const [query, body] = checked.map((part) => ("value" in part ? part.value : undefined))
  return {
    query: query as never,
    body: body as never,
    comparable: () => (json === null ? payload : canonicalJson(json.value)),
  }
}

/** Errors for valid fields that refer to something that does not exist. */
async function unknownNames(
  actor: Actor,
  parts: readonly { schema: z.core.$ZodType; value: unknown }[],
  errors: readonly FieldError[],
): Promise<FieldError[]> {
  const faults: FieldError[] = []
  for (const { schema, value } of parts) {
    for (const [field, type] of Object.entries(schemaFields(schema, value))) {
      const lookUp = lookUpOf(type)
      if (lookUp === undefined) continue
      const parsed = check(type, Reflect.get(Object(value), field))
      if (!("value" in parsed) || typeof parsed.value !== "string") continue
      faults.push(...(await faultsOf(lookUp(actor, parsed.value, Object(value)))))
    }
  }
  return faults.filter((fault) => !errors.some(({ pointer }) => pointer === fault.pointer))
}

async function faultsOf(lookUp: unknown): Promise<FieldError[]> {
  try {
    await lookUp
    return []
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Errors of other kinds are returned once the rest of the request is valid.
    return error.kind === "invalid" ? (error.details.errors ?? []) : []
  }
}

/** Query parameters as an object; a repeated parameter is rejected rather than partly ignored. */
function queryObject(search: URLSearchParams): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of search) {
    if (!isStorable(name) || !isStorable(value))
      throw new DomainError("malformed", "The query contains characters that cannot be stored.")
    if (isForbiddenKey(name)) throw invalid(toPointer([name]), `There is no query parameter "${name}".`)
    if (Object.hasOwn(parameters, name)) {
      throw new DomainError("invalid", `The query parameter ${quote(name)} is repeated. Send it once.`, {
        errors: [{ pointer: toPointer([name]), message: "Send this parameter once." }],
      })
    }
    parameters[name] = value
  }
  return parameters
}
