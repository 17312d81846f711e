import { type Document, type ErrorCode, type ParsedNode, parseAllDocuments, parseDocument } from "yaml"
import {
  type DuplicateKey,
  LineIndex,
  NodeReader,
  type ReadOptions,
  tooDeep,
  yamlLimits,
} from "./node-reader"
import { YamlError } from "./yaml-error"

type Values = Record<string, unknown>

type ReadYaml = { value: unknown; duplicateKeys: DuplicateKey[] }

/**
 * Reads values as Helm does: all documents separated by `---`, each merged over the previous ones. Throws a YamlError. Pure,
 * and linear in the length of the text.
 */
export function readValues(
  text: string,
  options: Pick<ReadOptions, "limits"> = {},
): { values: Values; duplicateKeys: DuplicateKey[] } {
  const values: Values = {}
  const duplicateKeys: DuplicateKey[] = []
  for (const { text: part, line } of splitDocuments(text)) {
    const read = readDocument(part, line, options)
    duplicateKeys.push(...read.duplicateKeys)
    if (read.value === null) continue
    if (!isRecord(read.value))
      throw new YamlError("Values must be a map of names, such as `replicaCount: 2`.")
    mergeInto(values, read.value)
  }
  return { values, duplicateKeys }
}

/** Reads one document, as Helm reads Chart.yaml; anything after the first document is ignored. Throws a YamlError. */
export function readYaml(text: string, options: ReadOptions = {}): ReadYaml {
  return readDocument(text, 0, options)
}

const parserOptions = {
  schema: "failsafe",
  // Scalar types and duplicate keys are resolved here and not by the parser.
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const

const manifestLimits = { ...yamlLimits, nodes: 2_000_000 }

/**
 * The documents of a manifest, with scalars as Kubernetes reads them: `defaultMode: 0400` is 256. Invalid documents are
 * omitted.
 */
export function readManifest(text: string): unknown[] {
  const lines = new LineIndex(text, 0)
  const documents = parseAllDocuments(text, parserOptions)
  return (Array.isArray(documents) ? documents : []).flatMap(({ errors, contents }) => {
    if (errors.length > 0 || contents === null) return []
    try {
      const reader = new NodeReader(text, lines, { limits: manifestLimits })
      reader.bind(contents, 1, false)
      return [reader.read(contents, "", 1)]
    } catch (error) {
      if (error instanceof YamlError) return []
      throw error
    }
  })
}

function readDocument(source: string, lineBefore: number, options: ReadOptions): ReadYaml {
  const { limits = yamlLimits } = options
  if (source.length > limits.characters) throw new YamlError("The text is too long.")
  const text = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")
  const lines = new LineIndex(text, lineBefore)
  const foreign = foreignCharacter.exec(text)
  if (foreign !== null)
    throw new YamlError("The text contains a control character.", lines.lineAt(foreign.index))
  const document = parse(text)
  const error = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS")
  if (error !== undefined) throw new YamlError(syntaxMessage(error.code), lines.lineAt(error.pos[0]))
  if (document.contents === null) return { value: null, duplicateKeys: [] }
  const reader = new NodeReader(text, lines, options)
  reader.bind(document.contents, 1, false)
  return { value: reader.read(document.contents, "", 1), duplicateKeys: reader.duplicateKeys }
}

function parse(text: string): Document.Parsed<ParsedNode, false> {
  try {
    return parseDocument(text, parserOptions)
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep()
    throw error
  }
}

/** Helm rejects these characters, or reads them as line breaks; those can be written as `\\N`, `\\L` and `\\P`. */
const foreignCharacter = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const isRecord = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function mergeInto(below: Values, above: Values): void {
  for (const [key, value] of Object.entries(above)) {
    const existing = Object.hasOwn(below, key) ? below[key] : undefined
    if (isRecord(value) && isRecord(existing)) mergeInto(existing, value)
    // A plain assignment of `__proto__` would be lost.
    else Object.defineProperty(below, key, { value, enumerable: true, writable: true, configurable: true })
  }
}

/** The documents of a text, and the number of lines before each. Helm splits at lines that start with `---`. */
function splitDocuments(text: string): { text: string; line: number }[] {
  const documents: { text: string; line: number }[] = []
  let lines: string[] = []
  let start = 0
  const allLines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
  for (const [index, line] of allLines.entries()) {
    if (!line.startsWith("---")) {
      lines.push(line)
      continue
    }
    const rest = line.slice(3).trim()
    if (rest !== "" && !rest.startsWith("#")) {
      throw new YamlError("A line that starts with --- can only separate documents.", index + 1)
    }
    documents.push({ text: lines.join("\n"), line: start })
    lines = []
    start = index + 1
  }
  return [...documents, { text: lines.join("\n"), line: start }]
}

const messages: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias cannot have an anchor or a tag.",
  BAD_ALIAS: "This alias or anchor has no valid name.",
  BAD_DIRECTIVE: "This directive is not supported.",
  BAD_DQ_ESCAPE: "The quoted text contains an unknown escape sequence.",
  BAD_INDENT: "The indentation does not match the lines around it.",
  BAD_PROP_ORDER: "Anchors and tags must come after the indicator.",
  BAD_SCALAR_START: "A value cannot start with this character; put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A value cannot be followed by another key on the same line; use a new line or quotes.",
  BLOCK_IN_FLOW: "An indented block cannot be inside [ ] or { }.",
  KEY_OVER_1024_CHARS: "This key is too long.",
  MISSING_CHAR: "Something is missing here: a colon after a key, or a closing quote or bracket.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line, followed by a colon.",
  MULTIPLE_ANCHORS: "A value can have only one anchor.",
  MULTIPLE_TAGS: "A value can have only one tag.",
  RESOURCE_EXHAUSTION: "Maps and lists are nested too many levels deep.",
  TAB_AS_INDENT: "Tabs cannot be used for indentation; use spaces.",
  TAG_RESOLVE_FAILED: "The tag does not fit the value.",
  UNEXPECTED_TOKEN: "Unexpected token.",
}

const syntaxMessage = (code: ErrorCode): string => messages[code] ?? "This is not valid YAML."
