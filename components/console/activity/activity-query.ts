import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { dayMs, hourMs } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom } from "@/lib/web/client/request"

const activityOnly = ["rollbacks", "failures"] as const
const activityHalves = ["deployments", "releases"] as const

/** The activity filters in the URL, named like the API parameters. */
export const activityParsers = {
  only: parseAsStringLiteral(activityOnly),
  half: parseAsStringLiteral(activityHalves),
  by: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type ActivityFilter = inferParserType<typeof activityParsers>

export const activityPageSize = 60

/** Activity, newest first. */
export function activityQuery(filter: ActivityFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.activity, filter],
    ...pagesFrom(api.activity({ ...filter, limit: activityPageSize })),
  })
}

export const sinceChoices = [
  { value: "ever", label: "the beginning" },
  { value: "1", label: "a day ago" },
  { value: "7", label: "7 days ago" },
  { value: "30", label: "30 days ago" },
  { value: "90", label: "90 days ago" },
] as const

type Since = (typeof sinceChoices)[number]["value"] | "other"

/** The start of a choice, as RFC 3339 rounded to the full hour; null: no limit. */
export function sinceOf(choice: Since, now: Date): string | null {
  const days = Number(choice)
  if (Number.isNaN(days)) return null
  return new Date(Math.floor((now.getTime() - days * dayMs) / hourMs) * hourMs).toISOString()
}

/** The choice that matches an instant in the URL, within the hour it is rounded to; `other` if there is none. */
export function sinceValue(from: string | null, now: Date): Since {
  if (from === null) return "ever"
  const ago = now.getTime() - Date.parse(from)
  const match = sinceChoices.find(({ value }) => {
    const over = ago - Number(value) * dayMs
    return over >= 0 && over < 2 * hourMs
  })
  return match?.value ?? "other"
}
