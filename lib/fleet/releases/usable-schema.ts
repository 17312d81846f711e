import { isMap } from "@/lib/platform/json-values"
import type { Values } from "./merge-values"

/** A values.schema.json prepared for validation, without references outside the chart. */
type UsableSchema = {
  schema: Values
  /** Whether parts were removed: a reference to another document, or an unsupported pattern. */
  isPartial: boolean
}

const data = new Set(["enum", "const", "default", "examples"])
const namedSchemas = new Set(["properties", "definitions", "$defs", "dependentSchemas", "dependencies"])
const references = new Set(["$ref", "$dynamicRef", "$recursiveRef"])

/**
 * Removes external references, with which a chart could make Slipway fetch any address. Converts patterns from Go's
 * syntax, and the boolean limits of draft 4 to those of later drafts.
 */
export function usableSchema(schema: Values): UsableSchema {
  const { $schema: _dialect, $id: _id, id: _oldId, ...rest } = schema
  const cleaner = new Cleaner(embeddedIds(rest))
  return { schema: cleaner.clean(rest), isPartial: cleaner.isPartial }
}

class Cleaner {
  isPartial = false

  constructor(private readonly ids: ReadonlySet<string>) {}

  clean(schema: Values): Values {
    const entries = Object.entries(schema).flatMap(([key, value]) => this.cleanMember(key, value))
    return withNumericLimits(Object.fromEntries(entries))
  }

  private cleanMember(key: string, value: unknown): [string, unknown][] {
    if (key === "$schema") return []
    if (data.has(key)) return [[key, value]]
    if (references.has(key) && typeof value === "string") return this.cleanReference(key, value)
    if (key === "pattern" && typeof value === "string")
      return this.cleanPattern(value, (pattern) => [key, pattern])
    if (key === "patternProperties" && isMap(value)) {
      const properties = Object.entries(value).flatMap(([source, inner]) =>
        this.cleanPattern(source, (pattern) => [pattern, this.cleanAny(inner)]),
      )
      return [[key, Object.fromEntries(properties)]]
    }
    if (namedSchemas.has(key) && isMap(value)) {
      return [
        [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.cleanAny(inner)]))],
      ]
    }
    return [[key, this.cleanAny(value)]]
  }

  private cleanAny(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((inner) => this.cleanAny(inner))
    return isMap(value) ? this.clean(value) : value
  }

  private cleanReference(key: string, reference: string): [string, unknown][] {
    const [document = ""] = reference.split("#")
    if (document === "" || this.ids.has(document)) return [[key, reference]]
    this.isPartial = true
    return []
  }

  private cleanPattern(source: string, use: (pattern: string) => [string, unknown]): [string, unknown][] {
    const pattern = toJavaScriptPattern(source)
    if (pattern !== null) return [use(pattern)]
    this.isPartial = true
    return []
  }
}

/** The $id values within the schema, which it may refer to. */
function embeddedIds(schema: unknown, ids = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const inner of schema) embeddedIds(inner, ids)
  if (!isMap(schema)) return ids
  if (typeof schema.$id === "string") ids.add(schema.$id.replace(/#.*$/, ""))
  for (const [key, inner] of Object.entries(schema)) if (!data.has(key)) embeddedIds(inner, ids)
  return ids
}

/** Draft 4 writes `minimum: 1, exclusiveMinimum: true` for what later drafts write as `exclusiveMinimum: 1`. */
function withNumericLimits(schema: Values): Values {
  const { exclusiveMinimum, exclusiveMaximum, ...rest } = schema
  return {
    ...rest,
    ...(typeof exclusiveMinimum === "boolean"
      ? exclusiveMinimum && typeof rest.minimum === "number" && { exclusiveMinimum: rest.minimum }
      : "exclusiveMinimum" in schema && { exclusiveMinimum }),
    ...(typeof exclusiveMaximum === "boolean"
      ? exclusiveMaximum && typeof rest.maximum === "number" && { exclusiveMaximum: rest.maximum }
      : "exclusiveMaximum" in schema && { exclusiveMaximum }),
  }
}

/** Null when JavaScript has no equivalent. */
function toJavaScriptPattern(pattern: string): string | null {
  const translated = pattern
    .replace(/^\(\?([ims]+)\)(.*)$/s, "(?$1:$2)")
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$")
  const unescaped = translated.replace(/\\([_%&@#"'`~!:;,<>= -])/g, "$1")
  return [pattern, translated, unescaped].find(isPattern) ?? null
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") !== null
  } catch {
    return false
  }
}
