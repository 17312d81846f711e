import type { ChartNode } from "@/lib/fleet/charts/archive/read-chart-files"
import { canonicalJson } from "@/lib/platform/json-text"
import { isMap } from "@/lib/platform/json-values"
import { fitsConstraint } from "@/lib/platform/semver/constraint"

export type Values = Record<string, unknown>

/** Merges given values over previous ones like Helm: maps are merged, lists are replaced, and null stays to delete. */
export function mergeValues(below: Values, above: Values): Values {
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const existing = merged.get(key)
    merged.set(key, isMap(value) && isMap(existing) ? mergeValues(existing, value) : value)
  }
  return Object.fromEntries(merged)
}

/** Whether merging the given values over others, without those at some paths, changes nothing. */
export function isUnchangedBy(above: Values, below: Values, reset: readonly KeyPath[] = []): boolean {
  return canonicalJson(mergeValues(withoutKeys(below, reset), above)) === canonicalJson(below)
}

/** The keys from the values to one of them. */
export type KeyPath = readonly string[]

/** The values without those at the paths, and without maps that become empty. */
export function withoutKeys(values: Values, paths: readonly KeyPath[]): Values {
  return paths.reduce(withoutKey, values)
}

function withoutKey(values: Values, [key, ...rest]: KeyPath): Values {
  if (key === undefined || !Object.hasOwn(values, key)) return values
  const { [key]: below, ...otherValues } = values
  if (rest.length === 0) return otherValues
  if (!isMap(below)) return values
  const remaining = withoutKey(below, rest)
  if (remaining === below) return values
  return Object.keys(remaining).length === 0 ? otherValues : { ...values, [key]: remaining }
}

/** The values visible to templates: given values over the chart's defaults, without keys that null deletes. */
export function effectiveValues(chart: Values, overrides: Values): Values {
  return withoutNulls(mergeValues(chart, overrides))
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]),
  )
}

/** One chart of a release with the values visible to its templates and its schema. */
export type ChartValues = {
  chart: ChartNode
  values: Values
  /** Keys from the values of the release to the values of this chart. */
  path: string[]
}

/**
 * The chart and its enabled subcharts, each with its values as Helm merges them from the charts' defaults and the given
 * values. The values of a chart contain those of its subcharts.
 */
export function coalesceValues(chart: ChartNode, overrides: Values): ChartValues[] {
  const root = withImports(withEnabled(chart, overrides))
  return flatten(root, coalesce(root, overrides), [])
}

function flatten(chart: ChartNode, values: Values, path: string[]): ChartValues[] {
  return [
    { chart, values, path },
    ...chart.subcharts.flatMap((sub) => flatten(sub, mapAt(values, sub.name), [...path, sub.name])),
  ]
}

/** Given values override the chart's defaults, and `global` values override those of a subchart. */
function coalesce(chart: ChartNode, overrides: Values): Values {
  const values = new Map(Object.entries(effectiveValues(chart.values, overrides)))
  for (const sub of chart.subcharts) {
    const subchartValues = values.get(sub.name)
    // A value that is not a map is reported by the validation.
    if (subchartValues !== undefined && !isMap(subchartValues)) continue
    const global = mergeValues(
      mapAt(subchartValues ?? {}, "global"),
      mapAt(Object.fromEntries(values), "global"),
    )
    values.set(sub.name, coalesce(sub, { ...subchartValues, global }))
  }
  return Object.fromEntries(values)
}

/** The default values of the chart with those of all of its subcharts, whether enabled or not. */
export function defaultValues(chart: ChartNode): Values {
  return coalesce(withImports(withAllNamed(chart)), {})
}

const withAllNamed = (chart: ChartNode): ChartNode => ({
  ...chart,
  subcharts: withNames(chart).map(withAllNamed),
})

/** The subcharts by the names used in the values: one with several aliases appears once per alias. */
function withNames(chart: ChartNode): ChartNode[] {
  const isListed = (sub: ChartNode) => chart.dependencies.some((dependency) => isFor(dependency, sub))
  const aliased = chart.dependencies.flatMap((dependency) => {
    const subchart = chart.subcharts.find((sub) => isFor(dependency, sub))
    return subchart === undefined ? [] : [{ ...subchart, name: dependency.alias ?? dependency.name }]
  })
  return [...chart.subcharts.filter((sub) => !isListed(sub)), ...aliased]
}

function withEnabled(chart: ChartNode, overrides: Values): ChartNode {
  const named = { ...chart, subcharts: withNames(chart) }
  const values = coalesce(named, overrides)
  const disabled = new Set(
    chart.dependencies
      .filter((dependency) => !isEnabled(dependency, values))
      .map(({ alias, name }) => alias ?? name),
  )
  return {
    ...named,
    dependencies: chart.dependencies.filter(({ alias, name }) => !disabled.has(alias ?? name)),
    subcharts: named.subcharts
      .filter(({ name }) => !disabled.has(name))
      .map((sub) => withEnabled(sub, mapAt(values, sub.name))),
  }
}

type Dependency = ChartNode["dependencies"][number]

const isFor = ({ name, version }: Dependency, sub: ChartNode) =>
  sub.name === name && fitsConstraint(version ?? "", sub.version)

/** A condition that is set takes precedence over tags. */
function isEnabled({ condition, tags }: Dependency, values: Values): boolean {
  for (const path of condition?.split(",") ?? []) {
    const set = valueAt(values, path.trim().split("."))
    if (typeof set === "boolean") return set
  }
  const set = tags.map((tag) => mapAt(values, "tags")[tag]).filter((value) => typeof value === "boolean")
  return set.length === 0 || set.includes(true)
}

/** Merges the subcharts' values taken by import-values, with lower priority than the chart's own. */
function withImports(chart: ChartNode): ChartNode {
  const withImported = { ...chart, subcharts: chart.subcharts.map(withImports) }
  const values = coalesce(withImported, {})
  let imported: Values = {}
  for (const { alias, name, imports } of chart.dependencies) {
    for (const one of imports) {
      const { child, parent } = typeof one === "string" ? { child: `exports.${one}`, parent: "." } : one
      const table = valueAt(values, [alias ?? name, ...child.split(".")])
      if (!isMap(table)) continue
      const target =
        parent === "."
          ? table
          : parent.split(".").reduceRight<Values>((inner, key) => ({ [key]: inner }), table)
      imported = mergeValues(target, imported)
    }
  }
  return Object.keys(imported).length === 0
    ? withImported
    : { ...withImported, values: mergeValues(imported, withImported.values) }
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  let value = values
  for (const key of path) value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return value
}

function mapAt(values: unknown, key: string): Values {
  const value = valueAt(values, [key])
  return isMap(value) ? value : {}
}
