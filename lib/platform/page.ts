import { z } from "zod"
import { invalid } from "@/lib/platform/errors"

export const defaultLimit = 50
export const maxLimit = 500

/** The two query parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number("Give a whole number.")
    .int("Give a whole number.")
    .min(1, "At least 1.")
    .max(maxLimit, `At most ${maxLimit}; follow the Link header for more.`)
    .default(defaultLimit)
    .meta({ description: `How many at most (${defaultLimit} when not given).` }),
  cursor: z.string().max(1000).optional().meta({ description: "From the Link header of the page before." }),
}

/** The sort key of the last row of a page, as an opaque word. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url")
}

/** Reads a cursor made by `encodeCursor`; anything else is a 422. */
export function decodeCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | null {
  if (cursor === undefined) return null
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")))
  } catch {
    throw invalid("/cursor", "This cursor was not made by this list. Start again without one.", "bad_cursor")
  }
}

export type Page<T> = {
  items: T[]
  nextCursor: string | null
  /** What the list lacks right now: the names of sources that could not be read in time. */
  incomplete?: readonly string[]
}

/** Cuts `limit + 1` rows to a page, and makes the cursor of the next from the last row that stays. */
export function cutPage<Row>(rows: Row[], limit: number, key: (row: Row) => (string | number)[]): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null }
}
