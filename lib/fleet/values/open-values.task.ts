import { createHmac } from "node:crypto"
import { effectiveValues, type Values } from "@/lib/fleet/releases/merge-values"
import { isMasked, showMaskedIn } from "@/lib/kube/masking/mask"
import { canonicalJson } from "@/lib/platform/json-text"
import { isMap } from "@/lib/platform/json-values"
import { unseal } from "@/lib/platform/seal"
import type { Defaults } from "./read-defaults.task"
import type { ValueAt } from "./schema"
import { formatValuesPath, lookUpValue, type ValuesPath } from "./values-path"

export type SealedRelease = {
  /** The values with secrets masked. */
  masked: string
  /** The unmasked values, opened only if the value at the path has a mask; null: not yet. */
  values: string | null
  /** The index of its chart's defaults; null: unknown. */
  chart: number | null
}

type Input = {
  path: ValuesPath
  releases: readonly SealedRelease[]
  charts: readonly Defaults[]
  keys: readonly Uint8Array[]
  /** The key of the value ids. */
  idKey: Uint8Array
}

const maxShown = 500

/** The values of releases at a path. They are compared by a keyed hash, so that a secret never leaves the thread. */
export default function openValuesTask({ path, releases, charts, keys, idKey }: Input): ValueAt[] {
  const open = (sealed: string): Values => JSON.parse(unseal(sealed, keys))
  const defaults = charts.map(({ values, masked }) => ({
    value: lookUpValue(JSON.parse(values), path) ?? null,
    shown: lookUpValue(JSON.parse(masked), path) ?? null,
  }))
  const scope = JSON.stringify(["values", formatValuesPath(path)])
  const idOf = (...parts: readonly unknown[]) =>
    createHmac("sha256", idKey)
      .update(`${scope}\0${canonicalJson(parts)}`)
      .digest("hex")
      .slice(0, 16)

  return releases.map(({ masked, values, chart }): ValueAt => {
    const maskedValue = lookUpValue(open(masked), path)
    const defaultsOfChart = chart === null ? undefined : defaults[chart]
    const isHidden = maskedValue !== undefined && isMasked(JSON.stringify(maskedValue))
    const value = isHidden && values !== null ? lookUpValue(open(values), path) : maskedValue
    const isSet = maskedValue !== undefined
    // A masked value equals only masked values: a match with a displayed value would reveal it.
    const kind = isHidden ? "secret" : "set"
    return {
      isSet,
      value: isSet ? textOf(showMaskedIn(maskedValue)) : null,
      masked: isHidden,
      valueId: isSet
        ? idOf(kind, value)
        : idOf("default", defaultsOfChart === undefined ? "?" : [defaultsOfChart.value]),
      default:
        defaultsOfChart === undefined || defaultsOfChart.value === null
          ? null
          : textOf(defaultsOfChart.shown),
      defaultKnown: defaultsOfChart !== undefined,
      differs: defaultsOfChart === undefined ? null : isSet && differs(defaultsOfChart.value, value),
    }
  })
}

/** As Helm merges them: maps are merged, everything else is replaced, and null deletes. */
function differs(below: unknown, set: unknown): boolean {
  const effective = isMap(set) ? effectiveValues(isMap(below) ? below : {}, set) : set
  return canonicalJson(effective) !== canonicalJson(below)
}

function textOf(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > maxShown ? `${text.slice(0, maxShown - 1).toWellFormed()}…` : text
}
