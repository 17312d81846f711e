import { invalid } from "@/lib/errors"
import { masked } from "@/lib/masking/mask"
import { toPointer } from "@/lib/validate"
import type { Values } from "./merge-values"

/**
 * Values in which a mask, as it was shown, stands for the value before. Throws a 422 where there was none: nobody means
 * to deploy the mask.
 */
export function keepMasked(given: Values, before: Values): Values {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, keep(value, before[key], [key])]),
  )
}

function keep(value: unknown, before: unknown, path: readonly string[]): unknown {
  if (typeof value === "string" && value.includes(masked)) {
    if (isMaskOf(value, before)) return before
    throw invalid(
      `/valuesOverride${toPointer(path)}`,
      "This is the mask of a secret, and there is no value before it to keep. Send the value.",
      "masked_value",
    )
  }
  if (Array.isArray(value)) {
    const list: unknown[] = Array.isArray(before) ? before : []
    return value.map((inner, index) => keep(inner, list[index], [...path, String(index)]))
  }
  if (typeof value !== "object" || value === null) return value
  const map = new Map(typeof before === "object" && before !== null ? Object.entries(before) : [])
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, keep(inner, map.get(key), [...path, key])]),
  )
}

/** A whole mask, or a text of which a part was masked, such as the password in an address. */
function isMaskOf(shown: string, before: unknown): boolean {
  if (shown === masked) return typeof before === "string" || typeof before === "number"
  const parts = shown.split(masked)
  return (
    typeof before === "string" && before.startsWith(parts[0] ?? "") && before.endsWith(parts.at(-1) ?? "")
  )
}
