import type { ChartNode } from "@/lib/fleet/charts/archive/chart-node"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { pointerLabel } from "@/lib/platform/pointer-label"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import type checkValuesTask from "./check-values.task"
import type { Values } from "./merge-values"

const runCheck = threadTask<typeof checkValuesTask>("lib/fleet/releases/check-values.task.ts", {
  milliseconds: 10_000,
})
const maxListed = 5

type Check = {
  /** Whom the check is for: a tenant. */
  owner: string
  chart: ChartNode
  /** What is given on top of the chart's own values. */
  given: Values
  /** Where the given values are in the request. */
  pointer: string
}

/**
 * Throws a 422 that names each value that the values.schema.json of the chart or of an enabled subchart refuses. Helm does
 * not check again. Returns the charts whose schema could not be checked, or only in part.
 */
export async function checkValues({ owner, chart, given, pointer }: Check): Promise<string[]> {
  if (!hasSchema(chart)) return []
  const { errors, unchecked } = await checkInThread(owner, chart, given)
  if (errors.length > 0) throw refused(errors, pointer)
  return unchecked
}

/** The charts whose schema could not be checked, or only in part, for values that were accepted before. */
export async function uncheckedSchemas({ owner, chart, given }: Omit<Check, "pointer">): Promise<string[]> {
  return hasSchema(chart) ? (await checkInThread(owner, chart, given)).unchecked : []
}

const hasSchema = ({ schema, subcharts }: ChartNode): boolean => schema !== null || subcharts.some(hasSchema)

async function checkInThread(owner: string, chart: ChartNode, given: Values) {
  try {
    return await runCheck(owner, { chart, given })
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    if (error.limit === "queue") {
      throw new DomainError("unavailable", "Too many values are being checked for this tenant. Try again.", {
        retryAfterSeconds: 5,
      })
    }
    const message =
      "Could not be checked in time: the chart's values.schema.json takes too long for them. Change the values, or fix the chart."
    return { errors: [{ pointer: "", message }], unchecked: [] }
  }
}

function refused(errors: readonly FieldError[], pointer: string): DomainError {
  const listed = errors
    .slice(0, maxListed)
    .map((error) => `${pointerLabel(error.pointer) || "values"}: ${error.message}`)
  const more = errors.length > maxListed ? ` And ${errors.length - maxListed} more.` : ""
  return new DomainError("invalid", `The values do not fit the chart's schema. ${listed.join(" ")}${more}`, {
    code: "values_refused",
    errors: errors.map((error) => ({ pointer: `${pointer}${error.pointer}`, message: error.message })),
  })
}
