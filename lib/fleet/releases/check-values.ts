import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { DomainError, type FieldError, unavailable } from "@/lib/platform/errors"
import { splitFault } from "@/lib/platform/pointer"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type checkValuesTask from "./check-values.task"
import type { Values } from "./merge-values"

const runCheck = threadTask<typeof checkValuesTask>("lib/fleet/releases/check-values.task.ts", {
  milliseconds: 10_000,
})
const maxListed = 5

type Check = {
  /** The tenant, whose concurrent checks are limited. */
  owner: string
  chart: ChartNode
  /** The values given in addition to the chart's defaults. */
  overrides: Values
  /** The pointer to the given values in the request. */
  pointer: string
}

/**
 * Throws a 422 with every value that violates the values.schema.json of the chart or of an enabled subchart. Helm does not
 * validate again. Returns the charts whose schema could not be checked, or only in part.
 */
export async function checkValues({ owner, chart, overrides, pointer }: Check): Promise<string[]> {
  if (!hasSchema(chart)) return []
  const { errors, unchecked } = await checkInThread(owner, chart, overrides)
  if (errors.length > 0) throw valuesError(errors, pointer)
  return unchecked
}

/** The charts whose schema could not be checked, or only in part, for values that were accepted before. */
export async function uncheckedSchemas({
  owner,
  chart,
  overrides,
}: Omit<Check, "pointer">): Promise<string[]> {
  return hasSchema(chart) ? (await checkInThread(owner, chart, overrides)).unchecked : []
}

const hasSchema = ({ schema, subcharts }: ChartNode): boolean => schema !== null || subcharts.some(hasSchema)

function checkInThread(owner: string, chart: ChartNode, overrides: Values) {
  const onTimeout = onLimit((limit) => {
    if (limit === "queue")
      throw unavailable("Too many values are being validated for this tenant. Try again.", 5)
    const message =
      "Validation against the chart's values.schema.json did not finish in time. Change the values or fix the chart."
    return { errors: [{ pointer: "", message }], unchecked: [] }
  })
  return runCheck(owner, { chart, overrides }).catch(onTimeout)
}

function valuesError(errors: readonly FieldError[], pointer: string): DomainError {
  const messages = errors
    .slice(0, maxListed)
    .map(({ pointer, message }) => splitFault(pointer, message, "values").join(""))
  const moreText = errors.length > maxListed ? ` And ${errors.length - maxListed} more.` : ""
  return new DomainError(
    "invalid",
    `The values do not match the chart's schema. ${messages.join(" ")}${moreText}`,
    {
      code: "values_refused",
      errors: errors.map((error) => ({ pointer: `${pointer}${error.pointer}`, message: error.message })),
    },
  )
}
