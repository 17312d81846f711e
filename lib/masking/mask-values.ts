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
  return asMap(
    visitValues(values, about.schema, (leaf, isSecret) =>
      isSecret && leaf !== "" ? about.mask(leaf) : masker.text(leaf),
    ),
  )
}

/** Values of which nothing is rendered yet: any text may be one that a template puts into a Secret, so all are masked. */
export function maskEveryText(
  values: Record<string, unknown>,
  about: { schema: Record<string, unknown> | null; mask: Mask },
): Record<string, unknown> {
  return asMap(visitValues(values, about.schema, (leaf) => (leaf === "" ? leaf : about.mask(leaf))))
}

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}
