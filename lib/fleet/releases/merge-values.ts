export type Values = Record<string, unknown>

export const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What was given over what was given before, map by map, as Helm does it: lists are replaced, and null stays to delete. */
export function mergeValues(below: Values, above: Values): Values {
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const under = merged.get(key)
    merged.set(key, isMap(value) && isMap(under) ? mergeValues(under, value) : value)
  }
  return Object.fromEntries(merged)
}

/** What the templates see: given values over the chart's, and without those that null deletes. */
export function effectiveValues(chart: Values, given: Values): Values {
  return withoutNulls(mergeValues(chart, given))
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]),
  )
}
