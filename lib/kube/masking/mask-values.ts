import { createYielder } from "@/lib/platform/create-yielder"
import { isMap } from "@/lib/platform/json-values"
import { looksSecret } from "./looks-secret"
import type { Mask } from "./mask"
import { Masker } from "./masker"

/**
 * Values with their structure and with secrets masked: by key, by the chart's schema, and texts known to be secret because
 * they are rendered into a Secret.
 */
export function maskValues(
  values: Record<string, unknown>,
  options: { schema: Record<string, unknown> | null; secrets: readonly string[]; mask: Mask },
): Record<string, unknown> {
  const masker = new Masker([...options.secrets, ...secretsInValues(values, options.schema)], options.mask)
  return asMap(
    visitValues(values, options.schema, (leaf, isSecret) =>
      isSecret && leaf !== "" ? options.mask(leaf) : masker.text(leaf),
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

/** Like `maskEveryText`, without blocking the event loop: a mask takes microseconds, and there may be many. */
export async function maskEveryTextInTurns(
  values: Record<string, unknown>,
  { schema, mask }: { schema: Record<string, unknown> | null; mask: Mask },
): Promise<Record<string, unknown>> {
  const masks = new Map<string, string>()
  visitValues(values, schema, (leaf, isSecret) => {
    if (mayBeSecret(leaf, isSecret)) masks.set(leaf, "")
    return leaf
  })
  const yieldWhenDue = createYielder()
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

type Json = unknown
type Schema = Record<string, unknown>
type Visit = (leaf: string, isSecret: boolean) => unknown

/**
 * Rebuilds values with every text and number passed through `visit`, with whether it is secret: its key or a parent key
 * looks secret, it is the `value` of an entry with such a name, or the chart's schema marks it as writeOnly or a
 * password.
 */
export function visitValues(values: Json, schema: Json, visit: Visit, isSecret = false): unknown {
  const { writeOnly, format, items } = isMap(schema) ? schema : {}
  const secret = isSecret || writeOnly === true || format === "password"
  if (typeof values === "string") return visit(values, secret)
  if (typeof values === "number") return secret ? visit(String(values), true) : values
  if (Array.isArray(values)) {
    return values.map((inner) => visitValues(inner, items, visit, secret))
  }
  if (!isMap(values)) return values
  const isNamedSecret = typeof values.name === "string" && looksSecret(values.name, values.value)
  return Object.fromEntries(
    Object.entries(values).map(([key, inner]) => {
      const isSecretValue =
        secret || (isValueKey(key, inner) && looksSecret(key, inner)) || (isNamedSecret && key === "value")
      return [key, visitValues(inner, propertyOf(schema, key), visit, isSecretValue)]
    }),
  )
}

/** `secretKeyRef: {name, key}` and similar describe the location of a secret. */
function isValueKey(key: string, inner: Json): boolean {
  const isReference = isMap(inner) && typeof inner.name === "string" && "key" in inner
  return !(isReference || (key === "key" && typeof inner === "string"))
}

export function secretsInValues(values: Json, schema: Json): string[] {
  const secrets: string[] = []
  visitValues(values, schema, (leaf, isSecret) => {
    if (isSecret && leaf !== "") secrets.push(leaf)
    return leaf
  })
  return secrets
}

/** All texts in values, secret or not. */
export function textsInValues(values: Json): string[] {
  const texts: string[] = []
  visitValues(values, null, (leaf) => {
    texts.push(leaf)
    return leaf
  })
  return texts
}

function propertyOf(schema: Json, key: string): Schema | null {
  if (!isMap(schema)) return null
  const { properties, additionalProperties } = schema
  if (isMap(properties) && isMap(properties[key])) return properties[key]
  return isMap(additionalProperties) ? additionalProperties : null
}
