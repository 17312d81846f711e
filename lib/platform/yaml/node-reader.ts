import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml"
import { trailingSpaces } from "./block-scalar"
import { formatKey, type ResolvedScalar, resolveScalar } from "./resolve-scalar"
import { YamlError } from "./yaml-error"

export const yamlLimits = { characters: 5 * 1_048_576, nodes: 100_000, depth: 100 }

/** A duplicate key in one map. Helm silently takes the last one. */
export type DuplicateKey = { pointer: string; line: number }

export type ReadOptions = {
  limits?: typeof yamlLimits
  /** Keeps numbers as written, for the fields of Chart.yaml, which are all strings. */
  numbersAsText?: boolean
}

export const tooDeep = () => new YamlError("Maps and lists are nested too many levels deep.")

const maxDuplicates = 50

/** Converts the nodes of one document to values, by the rules of Helm's decoder. */
export class NodeReader {
  readonly duplicateKeys: DuplicateKey[] = []
  private readonly targets = new Map<Alias, Node>()
  private readonly anchors = new Map<string, Node>()
  private readonly open = new Set<Alias>()
  private readonly limits: typeof yamlLimits
  private nodes = 0
  private decoded = 0
  private aliased = 0
  private aliasDepth = 0

  constructor(
    private readonly text: string,
    private readonly lines: LineIndex,
    private readonly options: ReadOptions,
  ) {
    this.limits = options.limits ?? yamlLimits
  }

  /** Resolves each alias to the last anchor of that name before it. */
  bind(node: Node | null, depth: number, inFlow: boolean): void {
    if (node === null) return
    this.nodes += 1
    if (this.nodes > this.limits.nodes) throw new YamlError("The text contains too many values.")
    if (depth > this.limits.depth) throw tooDeep()
    this.rejectDialect(node, inFlow)
    if (isAlias(node)) {
      const target = this.anchors.get(node.source)
      if (target === undefined)
        throw this.problem(`There is no anchor &${node.source} before this alias.`, node)
      this.targets.set(node, target)
      return
    }
    if (hasAnchor(node)) this.anchors.set(node.anchor, node)
    const flow = inFlow || (isCollection(node) && node.flow === true)
    if (isSeq<Node>(node)) for (const item of node.items) this.bind(item, depth + 1, flow)
    if (isMap<Node, Node | null>(node)) {
      for (const { key, value } of node.items) {
        this.bind(key, depth + 1, flow)
        this.bind(value, depth + 1, flow)
      }
    }
  }

  /** Syntax that the parser accepts and Helm's rejects or reads differently. */
  private rejectDialect(node: Node, inFlow: boolean): void {
    const name = isAlias(node) ? node.source : hasAnchor(node) ? node.anchor : "a"
    if (!/^[\w-]+$/.test(name)) {
      throw this.problem("The name of an anchor can only have letters, digits, dashes and underscores.", node)
    }
    if (!isScalar(node) || !node.range) return
    const [start, end] = node.range
    const source = this.text.slice(start, end)
    if (node.type === "QUOTE_DOUBLE" && /(?<!\\)(\\\\)*\\(\/|u[dD][89a-fA-F])/.test(source)) {
      throw this.problem("Helm does not read this escape sequence.", node)
    }
    const isKeyless = /^:[,[\]{}]/.test(this.text.slice(end, end + 2))
    if (inFlow && node.type === "PLAIN" && (isKeyless || /^:|\?/.test(source))) {
      throw this.problem("Quote this text: Helm reads it differently inside [ ] or { }.", node)
    }
  }

  read(node: Node | null, pointer: string, depth: number): unknown {
    this.count(node)
    if (depth > this.limits.depth) throw tooDeep()
    if (node === null) return null
    if (isAlias(node)) return this.throughAlias(node, (target) => this.read(target, pointer, depth))
    if (isSeq<Node>(node)) return this.readList(node, pointer, depth)
    if (isMap<Node, Node | null>(node)) {
      const map = new Map<string, unknown>()
      this.readMap(node, map, pointer, depth)
      return Object.fromEntries(map)
    }
    return isScalar(node) ? this.readScalar(node) : null
  }

  private readList(node: YAMLSeq<Node>, pointer: string, depth: number): unknown[] {
    return node.items.map((item, index) => this.read(item, `${pointer}/${index}`, depth + 1))
  }

  /** In the order of the text, merged keys included: later entries win. */
  private readMap(
    node: YAMLMap<Node, Node | null>,
    map: Map<string, unknown>,
    pointer: string,
    depth: number,
  ): void {
    const seenKeys = new Set<string>()
    for (const { key: keyNode, value } of node.items) {
      if (isMerge(keyNode)) {
        this.merge(value, map, pointer, depth)
        continue
      }
      const key = this.readKey(keyNode)
      const below = `${pointer}/${escapePointer(key)}`
      if (seenKeys.has(key) && this.duplicateKeys.length < maxDuplicates)
        this.duplicateKeys.push({ pointer: below, line: this.lineOf(keyNode) ?? 1 })
      seenKeys.add(key)
      map.set(key, this.read(value, below, depth + 1))
    }
  }

  private merge(node: Node | null, map: Map<string, unknown>, pointer: string, depth: number): void {
    // Of several maps, the first has precedence.
    const sources = isSeq<Node>(node) ? node.items.toReversed() : [node]
    for (const source of sources) this.mergeOne(source, map, pointer, depth)
  }

  private mergeOne(node: Node | null, map: Map<string, unknown>, pointer: string, depth: number): void {
    this.count(node)
    if (depth > this.limits.depth) throw tooDeep()
    const target = isAlias(node) ? (this.targets.get(node) ?? null) : node
    if (!isMap<Node, Node | null>(target)) {
      throw this.problem("`<<` can only merge a map, or a list of maps.", node)
    }
    if (isAlias(node)) this.throughAlias(node, () => this.readMap(target, map, pointer, depth + 1))
    else this.readMap(target, map, pointer, depth + 1)
  }

  private throughAlias<T>(alias: Alias, read: (target: Node) => T): T {
    const target = this.targets.get(alias)
    if (target === undefined || this.open.has(alias)) {
      throw this.problem(`The anchor &${alias.source} contains itself.`, alias)
    }
    this.open.add(alias)
    this.aliasDepth += 1
    const value = read(target)
    this.aliasDepth -= 1
    this.open.delete(alias)
    return value
  }

  private readKey(node: Node | null): string {
    const target = isAlias(node) ? (this.targets.get(node) ?? null) : node
    this.count(node)
    if (isScalar(target)) {
      const key = formatKey(this.resolve(target))
      if (key !== null) return key
    }
    throw this.problem("A key must be a text, a number or a boolean.", node)
  }

  private readScalar(node: Scalar): unknown {
    const { value, type } = this.resolve(node)
    if (typeof value !== "number") return value
    if (this.options.numbersAsText && isPlain(node)) return node.source ?? ""
    if (!Number.isFinite(value)) throw this.problem("Infinity and not-a-number cannot be values.", node)
    // JSON has no negative zero.
    return type === "int" || value !== 0 ? value : 0
  }

  private resolve(node: Scalar): ResolvedScalar {
    const text = trailingSpaces(node, this.text) ?? textOf(node)
    const isText = node.tag === undefined && !isPlain(node)
    if (isText) return { value: text, type: "str" }
    try {
      return resolveScalar(text, node.tag ?? null)
    } catch (error) {
      throw error instanceof YamlError ? this.problem(error.message, node) : error
    }
  }

  /** Helm's limit for small documents that expand to large ones. */
  private count(node: Node | null): void {
    this.decoded += 1
    if (this.aliasDepth > 0) this.aliased += 1
    if (
      this.aliased > 100 &&
      this.decoded > 1_000 &&
      this.aliased / this.decoded > allowedShare(this.decoded)
    ) {
      throw this.problem("Aliases expand to too many values.", node)
    }
  }

  private problem(message: string, node: Node | null): YamlError {
    return new YamlError(message, this.lineOf(node))
  }

  private lineOf(node: Node | null): number | null {
    return node?.range ? this.lines.lineAt(node.range[0]) : null
  }
}

const lowCount = 400_000
const highCount = 4_000_000

function allowedShare(decoded: number): number {
  if (decoded <= lowCount) return 0.99
  if (decoded >= highCount) return 0.1
  return 0.99 - (0.89 * (decoded - lowCount)) / (highCount - lowCount)
}

const textOf = (node: Scalar) => (typeof node.source === "string" ? node.source : String(node.value ?? ""))

/** An empty node has no type. */
const isPlain = (node: Scalar) => node.type === undefined || node.type === "PLAIN"

const mergeTag = "tag:yaml.org,2002:merge"

function isMerge(node: Node | null): boolean {
  if (!isScalar(node) || textOf(node) !== "<<") return false
  return node.tag === mergeTag || (node.tag === undefined && isPlain(node))
}

const hasAnchor = (node: Node): node is Node & { anchor: string } =>
  "anchor" in node && typeof node.anchor === "string"

const escapePointer = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1")

/** Converts offsets to line numbers. */
export class LineIndex {
  private starts: number[] | null = null

  constructor(
    private readonly text: string,
    private readonly before: number,
  ) {}

  lineAt(offset: number): number {
    this.starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)]
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return this.before + low + 1
  }
}
