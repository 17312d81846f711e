import { hashKey } from "@tanstack/react-query"
import { isMap, type Values } from "@/components/fleet/releases/values/value-fields"

const isEqual = (one: unknown, other: unknown) => hashKey([one]) === hashKey([other])

/**
 * Applies the edits from `base` to `edited` to newer values: what only `theirs` changed is taken over. `kept`: the paths that
 * both changed, where `edited` wins.
 */
export function rebaseValues(
  base: Values,
  edited: Values,
  theirs: Values,
  above = "",
): { values: Values; kept: string[] } {
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(edited)])]
  const values = new Map<string, unknown>()
  const kept: string[] = []
  for (const key of keys) {
    const [before, own, other] = [base, edited, theirs].map((from) =>
      Object.hasOwn(from, key) ? from[key] : undefined,
    )
    const path = `${above}${key}`
    if (isEqual(own, before)) values.set(key, other)
    else if (isEqual(other, before) || isEqual(own, other)) values.set(key, own)
    else if (isMap(own) && isMap(other)) {
      const inner = rebaseValues(isMap(before) ? before : {}, own, other, `${path}.`)
      values.set(key, inner.values)
      kept.push(...inner.kept)
    } else {
      values.set(key, own)
      kept.push(path)
    }
  }
  return { values: Object.fromEntries([...values].filter(([, value]) => value !== undefined)), kept }
}
