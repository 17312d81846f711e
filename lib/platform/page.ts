import { z } from "zod"
import { invalid } from "@/lib/platform/errors"
import { earliestInstant, latestInstant } from "@/lib/platform/instant"
import { isStorable } from "@/lib/platform/storable"

const defaultLimit = 50
export const maxLimit = 500

/** The two query parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1, "Must be at least 1.")
    .max(maxLimit, `Must be at most ${maxLimit}. Follow the Link header for more.`)
    .default(defaultLimit)
    .meta({ description: `Maximum number of items per page (default ${defaultLimit}).` }),
  cursor: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: "Cursor from the Link header of the previous page." }),
}

export type PageQuery = { limit: number; cursor?: string | undefined }

export const searchQuery = (description: string) => z.string().max(200).optional().meta({ description })

/** A query parameter that is `true` or `false`. */
export const booleanQuery = z.stringbool({ truthy: ["true"], falsy: ["false"] })

/** Throws a 422 for a window that ends before it starts. */
export function requireOrderedWindow({ from, to }: { from?: Date; to?: Date }): void {
  if (from !== undefined && to !== undefined && to < from)
    throw invalid("/to", "to is before from. Swap them.")
}

/** Encodes the sort key of the last row of a page as an opaque string. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url")
}

/** A time in the key of a cursor. PostgreSQL has no year 0, which RFC 3339 allows. */
export const cursorInstant = z.iso
  .datetime()
  .refine((text) => new Date(text) >= earliestInstant && new Date(text) <= latestInstant)

/** Decodes a cursor made by `encodeCursor`; anything else is a 422. */
export function decodeCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  const decoded = readJson(Buffer.from(cursor, "base64url").toString("utf8"))
  const parsed = isStorable(decoded) ? key.safeParse(decoded) : null
  if (parsed?.success === true) return parsed.data
  throw invalid(
    "/cursor",
    "This cursor does not belong to this list. Start again without a cursor.",
    "bad_cursor",
  )
}

const idKey = z.tuple([z.uuid()])

/** The id after which a list that is ordered by id continues; undefined: from the start. */
export const decodeIdCursor = (cursor: string | undefined): string | undefined =>
  decodeCursor(cursor, idKey)?.[0]

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Page<T> = {
  items: T[]
  nextCursor: string | null
  /** The names of sources that could not be read in time, whose items are missing. */
  incomplete?: readonly string[]
}

/** Cuts `limit + 1` rows to a page, and builds the next cursor from the last remaining row. */
export function cutPage<Row>(rows: Row[], limit: number, key: (row: Row) => (string | number)[]): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null }
}

/** Like `cutPage`, for rows that are ordered by id. */
export const cutIdPage = <Row extends { id: string }>(rows: Row[], limit: number): Page<Row> =>
  cutPage(rows, limit, ({ id }) => [id])

export const mapPage = <Row, Item>(page: Page<Row>, toItem: (row: Row) => Item): Page<Item> => ({
  ...page,
  items: page.items.map((row) => toItem(row)),
})
