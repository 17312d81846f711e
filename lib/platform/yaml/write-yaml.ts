import { Pair, Scalar, type ScalarTag, stringify, YAMLMap, YAMLSeq } from "yaml"
import { stringifyString } from "yaml/util"
import { looksLikeAnotherType } from "./resolve-scalar"

/** Characters that YAML readers reject, or treat as line breaks, unless they are escaped. */
const unprintable = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g

/** A text in double quotes, which every YAML and JSON reader reads as the same text. */
function quoteText(text: string): string {
  return JSON.stringify(text).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Text whose spaces every reader preserves in a block: no leading space on the first line, no trailing spaces. */
const isSimpleBlock = (text: string) => /^\S/.test(text) && !/[\t]| $/m.test(text)

function needsQuotes(text: string, inFlow: boolean): boolean {
  if (text.search(unprintable) >= 0 || looksLikeAnotherType(text) || /^(---|\.\.\.)/.test(text)) return true
  if (text.includes("\n") && !isSimpleBlock(text)) return true
  return inFlow && !/^[\w./-]+$/.test(text)
}

/** Writes strings so that Helm and YAML 1.2 readers read the same strings; scalars that were read stay unchanged. */
export const textTag: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string",
  resolve: (text) => text,
  stringify(item, context, onComment, onChompKeep) {
    const text = String(item.value)
    if (item.source === undefined && needsQuotes(text, context.inFlow === true)) return quoteText(text)
    return stringifyString({ ...item, value: text }, context, onComment, onChompKeep)
  },
}

/** The layout of everything that is written. */
export const yamlLayout = { lineWidth: 0, blockQuote: "literal", aliasDuplicateObjects: false } as const

/** Writes a JSON value as YAML that Helm reads as the same value. */
export function writeYaml(value: unknown, { sortKeys = false } = {}): string {
  return stringify(value, {
    ...yamlLayout,
    schema: "core",
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === "string" || tag.tag !== textTag.tag),
      textTag,
    ],
    sortMapEntries: sortKeys,
  })
}

/** Writes a JSON value on one line, for Helm's standard input. Keys may be longer than a simple key of YAML. */
export function writeHelmInput(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeHelmInput).join(", ")}]`
  if (typeof value === "string") return quoteText(value)
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${entries.map(([key, inner]) => `? ${quoteText(key)} : ${writeHelmInput(inner)}`).join(", ")}}`
}

/** A node as `writeYaml` would write it, for a document that was read with the failsafe schema. */
export function toNode(value: unknown): Scalar | YAMLMap | YAMLSeq {
  if (Array.isArray(value)) {
    const list = new YAMLSeq()
    list.items.push(...value.map(toNode))
    return list
  }
  if (typeof value === "object" && value !== null) {
    const map = new YAMLMap()
    map.items.push(...Object.entries(value).map(([key, inner]) => new Pair(toNode(key), toNode(inner))))
    return map
  }
  if (typeof value === "string") return new Scalar(value)
  const scalar = new Scalar(JSON.stringify(value))
  scalar.source = JSON.stringify(value)
  return scalar
}
