import { hashKey } from "@tanstack/react-query"
import { useRef } from "react"
import { type ChangeOptions, useChange } from "@/components/ui/use-api-mutation"
import type { ApiPath } from "@/lib/platform/paths"
import { ApiError } from "@/lib/web/client/api-error"
import {
  type BodyOf,
  type MethodOf,
  type ResponseOf,
  type Route,
  request,
  requestTagged,
} from "@/lib/web/client/request"

type RouteWith<M extends string> = { [R in Route]: M extends MethodOf<R> ? R : never }[Route]
type Body<R extends Route, M extends string> = BodyOf<R, M & MethodOf<R>>
type Result<R extends Route, M extends string> = ResponseOf<R, M & MethodOf<R>>

/**
 * Edits a resource without undoing concurrent changes: of what is sent, it writes only the fields that the user changed.
 * Where another user changed one of them too, it first fails with a 412 and their value, and replaces that when sent again.
 *
 * @param shown the resource as the user sees it when this is first rendered
 */
export function useEdit<E extends RouteWith<"PATCH">>(
  path: ApiPath<E>,
  shown: object,
  options?: ChangeOptions<Result<E, "PATCH">>,
) {
  return useChange(useSendEdits(path, shown, shown), options)
}

/**
 * Creates a resource, or edits the `shown` one as `useEdit` does.
 *
 * @param filled the values of the form's fields, where they differ from those of the resource
 */
export function useSave<C extends RouteWith<"POST">, E extends RouteWith<"PATCH">>(
  createPath: ApiPath<C>,
  editPath: ApiPath<E>,
  shown: object | null,
  options?: ChangeOptions<Result<C, "POST"> | Result<E, "PATCH">>,
  filled = shown,
) {
  const edit = useSendEdits(editPath, shown ?? {}, filled ?? {})
  const create = (body: Body<C, "POST">) =>
    request<C, "POST" & MethodOf<C>>(createPath, { method: "POST", body })
  return useChange(
    (body: Body<C, "POST"> & Body<E, "PATCH"> & object): Promise<Result<C, "POST"> | Result<E, "PATCH">> =>
      shown === null ? create(body) : edit(body),
    options,
  )
}

function useSendEdits<E extends RouteWith<"PATCH">>(path: ApiPath<E>, shown: object, filled: object) {
  const seen = useRef({ filled, known: shown })
  return async (body: Body<E, "PATCH"> & object): Promise<Result<E, "PATCH">> => {
    const { body: current, etag } = await requestTagged<RouteWith<"PATCH">>(path)
    const { filled, known } = seen.current
    const edits = fieldsBesides(body, filled)
    const theirs = fieldsBesides(current, known)
    const replaced = Object.keys(edits).filter((field) => field in theirs && !isEqual(edits, current, field))
    seen.current = { filled, known: current }
    if (replaced.length > 0) throw changedByAnother(current, replaced)
    if (Object.keys(edits).length === 0) return current as Result<E, "PATCH">
    return request(path, { method: "PATCH", body: edits, headers: etag === null ? {} : { "if-match": etag } })
  }
}

function isEqual(one: object, other: object, field: string): boolean {
  return hashKey([Reflect.get(one, field) ?? null]) === hashKey([Reflect.get(other, field) ?? null])
}

/** The fields that differ from those of `before`. */
function fieldsBesides<T extends object>(after: T, before: object): T {
  const changed = { ...after }
  for (const field of Object.keys(after))
    if (Reflect.get(after, field) === undefined || isEqual(after, before, field))
      Reflect.deleteProperty(changed, field)
  return changed
}

function changedByAnother(current: object, fields: readonly string[]): ApiError {
  return new ApiError(
    412,
    "Another user has changed this. Your input is kept; send it again to replace their change.",
    "precondition_failed",
    fields.map((field) => ({
      pointer: `/${field}`,
      message: `Another user's value: ${format(Reflect.get(current, field))}`,
    })),
  )
}

function format(value: unknown): string {
  if (value === null || value === "") return "empty"
  if (typeof value === "string") return `“${value}”`
  return Array.isArray(value) ? `“${value.join(", ")}”` : JSON.stringify(value)
}
