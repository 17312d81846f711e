import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Page } from "@/lib/platform/page"
import type { Page as ApiPage } from "@/lib/web/client/request"

export type List<Q, T> = {
  /** The query schema of the list's route. */
  schema: z.core.$ZodType<Q>
  /** The function behind the route. */
  handler: (actor: Actor, query: Q) => Promise<Page<T>>
}

/**
 * The first page of a list as the API would return it for this path, read without an HTTP request. An invalid filter
 * throws, and the view then requests the API and shows its error.
 */
export async function firstPage<Q, T, Path extends string>(
  actor: Actor,
  path: Path,
  { schema, handler }: List<Q, T>,
): Promise<ApiPage<T, Path>> {
  const { items, nextCursor, incomplete } = await handler(actor, parseQuery(schema, path))
  return { items, next: nextCursor === null ? null : withCursor(path, nextCursor), incomplete }
}

function withCursor<Path extends string>(path: Path, cursor: string): Path {
  return `${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` as Path
}

/** The query of a path, as its route reads it. */
export function parseQuery<Q>(schema: z.core.$ZodType<Q>, path: string): Q {
  return z.parse(schema, Object.fromEntries(new URLSearchParams(path.split("?")[1])))
}
