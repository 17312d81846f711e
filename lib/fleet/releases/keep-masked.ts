import { masked } from "@/lib/kube/masking/mask"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { canonicalJson } from "@/lib/platform/json-text"
import { toPointer } from "@/lib/platform/pointer"
import { invalidFields } from "@/lib/platform/validate"
import { isMap, type Values } from "./merge-values"

/** Values as they were shown to the caller, masked, and their actual content. */
export type Before = { shown: Values; values: Values }

/** `why`: the error when there was no masked value. */
type Old = { shown: unknown; value: unknown; why: string; faults: FieldError[] }

const sentences = {
  none: "This is a mask, but there is no previous value to keep. Send the value.",
  other: "This contains a mask, but the text differs from the one returned. Send the whole value.",
  list: "The list differs from the one returned, so the secret behind this mask cannot be determined. Send the value.",
}

/**
 * Values in which a mask stands for the value that was shown so. Only a text exactly as it was shown is taken, in the
 * same place or in the same item of a list: a part of a secret next to a mask would confirm a guess.
 * Throws a 422 that names all others: a mask is never meant to be deployed.
 */
export function keepMasked(given: Values, before: Before = { shown: {}, values: {} }): Values {
  const faults: FieldError[] = []
  const old = { shown: before.shown, value: before.values, why: sentences.none, faults }
  const kept = keepInMap(given, old, [])
  if (faults.length === 0) return kept
  const { message, details } = invalidFields(faults)
  throw new DomainError("invalid", message, { ...details, code: "masked_value" })
}

function keep(given: unknown, old: Old, path: readonly string[]): unknown {
  if (typeof given === "string") return given.includes(masked) ? keptOf(given, old, path) : given
  if (Array.isArray(given)) return keepInList(given, old, path)
  return typeof given === "object" && given !== null ? keepInMap({ ...given }, old, path) : given
}

function keepInMap(given: Values, { shown, value, why, faults }: Old, path: readonly string[]): Values {
  const [shownIn, valueIn] = [membersOf(shown), membersOf(value)]
  return Object.fromEntries(
    Object.entries(given).map(([key, inner]) => [
      key,
      keep(inner, { shown: shownIn.get(key), value: valueIn.get(key), why, faults }, [...path, key]),
    ]),
  )
}

function keepInList(given: readonly unknown[], old: Old, path: readonly string[]): unknown[] {
  const shown: unknown[] = Array.isArray(old.shown) ? old.shown : []
  const values: unknown[] = Array.isArray(old.value) ? old.value : []
  const why = shown.length === 0 ? old.why : sentences.list
  const matches = matchItems(given, shown)
  return given.map((inner, index) => {
    const at = matches[index] ?? -1
    return keep(inner, { shown: shown[at], value: values[at], why, faults: old.faults }, [
      ...path,
      String(index),
    ])
  })
}

function keptOf(given: string, { shown, value, why, faults }: Old, path: readonly string[]): unknown {
  if (given === shown && value !== undefined) return value
  const message = typeof shown === "string" ? sentences.other : why
  faults.push({ pointer: `/valuesOverride${toPointer(path)}`, message })
  return given
}

/** Own properties only: a key such as `__proto__` is treated like any other. */
const membersOf = (value: unknown) =>
  new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : [])

/** The fields that identify list items in Kubernetes and most charts; the first one an item has is used. */
const identities = ["name", "key", "id"]

/**
 * For each sent item the index of the matching shown item, or null when there is no unique match. Items match by name, key
 * or id if it is unique, else by their whole content, in order, if as many such items were shown as sent.
 */
function matchItems(given: readonly unknown[], shown: readonly unknown[]): (number | null)[] {
  const [ids, shownIds] = [placesOf(given, identityOf), placesOf(shown, identityOf)]
  const [texts, shownTexts] = [placesOf(given, canonicalJson), placesOf(shown, canonicalJson)]
  return given.map((item, index) => {
    const id = identityOf(item)
    const [same = [], before = []] = id === null ? [] : [ids.get(id), shownIds.get(id)]
    if (same.length === 1 && before.length === 1) return before[0] ?? null
    const [alike = [], alikeBefore = []] = [
      texts.get(canonicalJson(item)),
      shownTexts.get(canonicalJson(item)),
    ]
    return alike.length === alikeBefore.length ? (alikeBefore[alike.indexOf(index)] ?? null) : null
  })
}

function placesOf(items: readonly unknown[], keyOf: (item: unknown) => string | null): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item)
    if (key !== null) places.set(key, [...(places.get(key) ?? []), index])
  }
  return places
}

function identityOf(item: unknown): string | null {
  if (!isMap(item)) return null
  const field = identities.find((name) => isIdentifying(item[name]))
  return field === undefined ? null : JSON.stringify([field, item[field]])
}

const isIdentifying = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes(masked))
