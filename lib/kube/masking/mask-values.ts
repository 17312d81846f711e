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

/** A secret that is any good is at least so long. */
const shortestSecret = 8

/**
 * Values of which nothing is rendered yet: any text may be one that a template puts into a Secret, so all are masked but
 * those that are too short for a secret, unless a key or the schema says that they are one.
 */
export function maskEveryText(
  values: Record<string, unknown>,
  about: { schema: Record<string, unknown> | null; mask: Mask },
): Record<string, unknown> {
  return asMap(
    visitValues(values, about.schema, (leaf, isSecret) =>
      leaf === "" || (!isSecret && leaf.length < shortestSecret) ? leaf : about.mask(leaf),
    ),
  )
}

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}
