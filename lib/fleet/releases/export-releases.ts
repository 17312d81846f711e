import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { csvLine } from "@/lib/platform/csv"
import type { Page } from "@/lib/platform/page"
import { type FleetFilters, fleetFilters } from "./fleet-schema"
import { listReleases } from "./list-releases"
import { type Release, releaseSchema } from "./schema"

export const exportReleasesSchema = z.strictObject({
  format: z.enum(["csv"]).default("csv"),
  ...fleetFilters,
})

const rowsAtATime = 500
const { valuesOverride: _values, operation: _operation, ...plain } = releaseSchema.shape
const columns = Object.keys(plain)

const lineOf = (release: Release) =>
  `${csvLine(columns.map((column): string | number | boolean | null => Reflect.get(release, column)))}\r\n`

/**
 * The releases that match the filters and are visible to the caller as lines of CSV, newest first. Throws before the first
 * line when the filters are invalid.
 */
export async function exportReleases(
  actor: Actor,
  { format: _format, ...filters }: z.infer<typeof exportReleasesSchema>,
): Promise<AsyncGenerator<string>> {
  return linesOf(actor, filters, await listReleases(actor, { ...filters, limit: rowsAtATime }))
}

async function* linesOf(actor: Actor, filters: FleetFilters, first: Page<Release>): AsyncGenerator<string> {
  yield `${csvLine(columns)}\r\n`
  let page = first
  for (;;) {
    yield page.items.map(lineOf).join("")
    if (page.nextCursor === null) return
    page = await listReleases(actor, { ...filters, limit: rowsAtATime, cursor: page.nextCursor })
  }
}
