import { DomainError } from "@/lib/platform/errors"
import { type FoundChart, findChart } from "./find-chart"

/** Finds a chart named in a URL path, so a missing one is a 404 rather than a field error. */
export async function findListedChart(repository: string, name: string): Promise<FoundChart> {
  return findChart(repository, name).catch((error: unknown) => {
    const isUnknown = error instanceof DomainError && error.details.code === "unknown_chart"
    throw isUnknown ? new DomainError("not_found", error.message) : error
  })
}
