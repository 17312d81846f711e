export type Values = Record<string, unknown>

export const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Merges given values over previous ones like Helm: maps are merged, lists are replaced, and null stays to delete. */
export function mergeValues(below: Values, above: Values): Values {
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const under = merged.get(key)
    merged.set(key, isMap(value) && isMap(under) ? mergeValues(under, value) : value)
  }
  return Object.fromEntries(merged)
}

/** The values visible to templates: given values over the chart's defaults, without keys that null deletes. */
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
