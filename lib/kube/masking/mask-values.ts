import { yieldEvery } from "@/lib/platform/yield-every"
import type { Mask } from "./mask"
import { Masker } from "./masker"
import { secretsInValues, visitValues } from "./secrets-in-values"

/**
 * Values with their structure and with secrets masked: by key, by the chart's schema, and texts known to be secret because
 * they are rendered into a Secret.
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

/** The minimum length of a plausible secret. */
const shortestSecret = 8

/**
 * For values that have not been rendered: a template could put any text into a Secret, so all are masked except those too
 * short to be a secret, unless they are secret by key or schema.
 */
export function maskEveryText(
  values: Record<string, unknown>,
  { schema, mask }: { schema: Record<string, unknown> | null; mask: Mask },
): Record<string, unknown> {
  return asMap(
    visitValues(values, schema, (leaf, isSecret) => (mayBeSecret(leaf, isSecret) ? mask(leaf) : leaf)),
  )
}

/** The same on the event loop of a process that answers others: a mask takes microseconds, and there may be many. */
export async function maskEveryTextInTurns(
  values: Record<string, unknown>,
  { schema, mask }: { schema: Record<string, unknown> | null; mask: Mask },
): Promise<Record<string, unknown>> {
  const masks = new Map<string, string>()
  visitValues(values, schema, (leaf, isSecret) => {
    if (mayBeSecret(leaf, isSecret)) masks.set(leaf, "")
    return leaf
  })
  const yieldWhenDue = yieldEvery()
  for (const leaf of masks.keys()) {
    masks.set(leaf, mask(leaf))
    await yieldWhenDue()
  }
  return maskEveryText(values, { schema, mask: (leaf) => masks.get(leaf) ?? mask(leaf) })
}

const mayBeSecret = (leaf: string, isSecret: boolean) =>
  leaf !== "" && (isSecret || leaf.length >= shortestSecret)

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}
