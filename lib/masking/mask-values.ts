import type { Mask } from "./mask"
import { Masker } from "./masker"
import { secretsInValues, visitValues } from "./secrets-in-values"

/**
 * Values with their structure, and what is secret masked: by key, by the chart's schema, and what is known to be secret
 * because it ends in a Secret's data.
 */
export function maskValues(
  values: Record<string, unknown>,
  about: { schema: Record<string, unknown> | null; secrets: readonly string[]; mask: Mask },
): Record<string, unknown> {
  const masker = new Masker([...about.secrets, ...secretsInValues(values, about.schema)], about.mask)
  const result = visitValues(values, about.schema, (leaf, isSecret) =>
    isSecret && leaf !== "" ? about.mask(leaf) : masker.text(leaf),
  )
  return typeof result === "object" && result !== null ? { ...result } : {}
}
