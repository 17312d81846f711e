import type { Json, JsonObject } from "./json"
import type { ResourceType } from "./kinds"

/** An error in the format of every Kubernetes client: an HTTP status, a reason and a message. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly details: JsonObject = {},
  ) {
    super(message)
    this.name = "ApiError"
  }
}

export function statusObject(error: ApiError): JsonObject {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: error.message,
    reason: error.reason,
    details: error.details,
    code: error.status,
  }
}

/** `deployments.apps`, or `secrets` for the core group. */
export function qualified(type: ResourceType): string {
  return type.group === "" ? type.plural : `${type.plural}.${type.group}`
}

const detailsOf = (type: ResourceType, name: string): JsonObject => ({
  name,
  group: type.group || undefined,
  kind: type.plural,
})

export const notFound = (type: ResourceType, name: string) =>
  new ApiError(404, "NotFound", `${qualified(type)} "${name}" not found`, detailsOf(type, name))

export const alreadyExists = (type: ResourceType, name: string) =>
  new ApiError(409, "AlreadyExists", `${qualified(type)} "${name}" already exists`, detailsOf(type, name))

export const modified = (type: ResourceType, name: string) =>
  new ApiError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${qualified(type)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    detailsOf(type, name),
  )

export const forbidden = (type: ResourceType, name: string, because: string) =>
  new ApiError(
    403,
    "Forbidden",
    `${qualified(type)} "${name}" is forbidden: ${because}`,
    detailsOf(type, name),
  )

export const badRequest = (message: string) => new ApiError(400, "BadRequest", message)

export const pathNotFound = () =>
  new ApiError(404, "NotFound", "the server could not find the requested resource")

export const expired = (requested: number, oldest: number) =>
  new ApiError(410, "Expired", `too old resource version: ${requested} (${oldest})`)

export type Cause = { field: string; message: string; reason?: string }

export function invalidObject(type: ResourceType, name: string, causes: Cause[]): ApiError {
  const sentences = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const list = sentences.length === 1 ? sentences[0] : `[${sentences.join(", ")}]`
  const reported: Json[] = causes.map(({ field, message, reason }) => ({
    reason: reason ?? "FieldValueInvalid",
    message,
    field,
  }))
  const group = type.group === "" ? type.kind : `${type.kind}.${type.group}`
  return new ApiError(422, "Invalid", `${group} "${name}" is invalid: ${list}`, {
    ...detailsOf(type, name),
    kind: type.kind,
    causes: reported,
  })
}
