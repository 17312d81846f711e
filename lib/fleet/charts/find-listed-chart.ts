import { DomainError } from "@/lib/platform/errors"
import { type FoundChart, findChart } from "./find-chart"

/** A chart that is named by its path: what is not there is a 404 and no field at fault. */
export async function findListedChart(repository: string, name: string): Promise<FoundChart> {
  return findChart(repository, name).catch((error: unknown) => {
    const isUnknown = error instanceof DomainError && error.details.code === "unknown_chart"
    throw isUnknown ? new DomainError("not_found", error.message) : error
  })
}
