"use client"

import { hashKey } from "@tanstack/react-query"
import { useRef } from "react"
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

type EditableRoute = { [R in Route]: "PATCH" extends MethodOf<R> ? R : never }[Route]
type Edits<R extends EditableRoute> = BodyOf<R, "PATCH" & MethodOf<R>>
type Edited<R extends EditableRoute> = ResponseOf<R, "PATCH" & MethodOf<R>>

/**
 * Edits a resource without undoing concurrent changes: `send` writes only the fields that the user changed. Where another
 * user changed one of them too, it first throws a 412 with their value, and replaces that when sent again. `restart` when
 * the form is filled again.
 *
 * @param shown the resource as the user sees it; null for a new one, which is not sent from here
 * @param filled the values of the form's fields, where they differ from those of the resource
 */
export function useEdit<R extends EditableRoute>(path: ApiPath<R>, shown: object | null, filled = shown) {
  const start = () => ({ filled: filled ?? {}, known: shown ?? {} })
  const seen = useRef(start())

  async function send(body: Edits<R> & object): Promise<Edited<R>> {
    const { body: current, etag } = await requestTagged<EditableRoute>(path)
    const { filled, known } = seen.current
    const edits = fieldsBesides(body, filled)
    const theirs = fieldsBesides(current, known)
    const replaced = Object.keys(edits).filter((field) => field in theirs && !isEqual(edits, current, field))
    seen.current = { filled, known: current }
    if (replaced.length > 0) throw changedByAnother(current, replaced)
    if (Object.keys(edits).length === 0) return current as Edited<R>
    return request(path, { method: "PATCH", body: edits, headers: etag === null ? {} : { "if-match": etag } })
  }

  return {
    send,
    restart: () => {
      seen.current = start()
    },
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
