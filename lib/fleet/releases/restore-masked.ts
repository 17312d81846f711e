import { createHash } from "node:crypto"
import { masked } from "@/lib/kube/masking/mask"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import { isMap, membersOf } from "@/lib/platform/json-values"
import { toPointer } from "@/lib/platform/pointer"
import { invalidFields } from "@/lib/platform/validate"
import type { Values } from "./merge-values"

/** Values as they were shown to the caller, masked, and their actual content. */
export type Before = { shown: Values; values: Values }

/** `reason`: the error when there was no masked value. */
type Old = { shown: unknown; value: unknown; reason: string; faults: FieldError[] }

const messages = {
  none: "This is a mask, but there is no previous value to keep. Send the value.",
  other: "This contains a mask, but the text differs from the one returned. Send the whole value.",
  list: "The list differs from the one returned, so the secret behind this mask cannot be determined. Send the value.",
}

/**
 * Replaces each mask with the value it was shown for. Only a text exactly as shown is accepted, in the same place or in
 * the same list item: a part of a secret next to a mask would confirm a guess. Throws a 422 that names all other masks,
 * because a mask is never meant to be deployed.
 */
export function restoreMasked(input: Values, before: Before = { shown: {}, values: {} }): Values {
  const faults: FieldError[] = []
  const old = { shown: before.shown, value: before.values, reason: messages.none, faults }
  const restored = restoreInMap(input, old, [])
  if (faults.length === 0) return restored
  const { message, details } = invalidFields(faults)
  throw new DomainError("invalid", message, { ...details, code: "masked_value" })
}

function restore(input: unknown, old: Old, path: readonly string[]): unknown {
  if (typeof input === "string") return input.includes(masked) ? restoreText(input, old, path) : input
  if (Array.isArray(input)) return restoreInList(input, old, path)
  return typeof input === "object" && input !== null ? restoreInMap({ ...input }, old, path) : input
}

function restoreInMap(input: Values, { shown, value, reason, faults }: Old, path: readonly string[]): Values {
  const shownIn = membersOf(shown)
  const valueIn = membersOf(value)
  return Object.fromEntries(
    Object.entries(input).map(([key, inner]) => [
      key,
      restore(inner, { shown: shownIn.get(key), value: valueIn.get(key), reason, faults }, [...path, key]),
    ]),
  )
}

function restoreInList(input: readonly unknown[], old: Old, path: readonly string[]): unknown[] {
  const shown: unknown[] = Array.isArray(old.shown) ? old.shown : []
  const values: unknown[] = Array.isArray(old.value) ? old.value : []
  const reason = shown.length === 0 ? old.reason : messages.list
  const matches = matchItems(input, shown)
  return input.map((inner, index) => {
    const at = matches[index] ?? -1
    return restore(inner, { shown: shown[at], value: values[at], reason, faults: old.faults }, [
      ...path,
      String(index),
    ])
  })
}

function restoreText(input: string, { shown, value, reason, faults }: Old, path: readonly string[]): unknown {
  if (input === shown && value !== undefined) return value
  const message = typeof shown === "string" ? messages.other : reason
  faults.push({ pointer: `/valuesOverride${toPointer(path)}`, message })
  return input
}

/** The fields that identify list items in Kubernetes and most charts; the first one an item has is used. */
const identities = ["name", "key", "id"]

/**
 * For each sent item the index of the matching shown item, or null when there is no unique match. Items match by name, key
 * or id if it is unique, else by their whole content, in order, if as many such items were shown as sent.
 */
function matchItems(input: readonly unknown[], shown: readonly unknown[]): (number | null)[] {
  if (shown.length === 0) return []
  const ids = input.map(identityOf)
  const texts = input.map(contentOf)
  const idIndexes = indexesOf(ids)
  const shownIdIndexes = indexesOf(shown.map(identityOf))
  const textIndexes = indexesOf(texts)
  const shownTextIndexes = indexesOf(shown.map(contentOf))
  const passed = new Map<string, number>()
  return texts.map((text, index) => {
    const id = ids[index] ?? null
    const equalBefore = passed.get(text) ?? 0
    passed.set(text, equalBefore + 1)
    const [sameId = [], sameIdBefore = []] = id === null ? [] : [idIndexes.get(id), shownIdIndexes.get(id)]
    if (sameId.length === 1 && sameIdBefore.length === 1) return sameIdBefore[0] ?? null
    const [sameContent = [], sameContentBefore = []] = [textIndexes.get(text), shownTextIndexes.get(text)]
    return sameContent.length === sameContentBefore.length ? (sameContentBefore[equalBefore] ?? null) : null
  })
}

function indexesOf(keys: readonly (string | null)[]): Map<string, number[]> {
  const indexes = new Map<string, number[]>()
  for (const [index, key] of keys.entries()) {
    if (key === null) continue
    const existing = indexes.get(key)
    if (existing === undefined) indexes.set(key, [index])
    else existing.push(index)
  }
  return indexes
}

const contents = new WeakMap<object, string>()
const longestContent = 200

/** Equal for equal JSON values. Short, and computed once per value, because every enclosing list compares it again. */
function contentOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  const cached = contents.get(value)
  if (cached !== undefined) return cached
  const canonical = Array.isArray(value)
    ? `[${value.map(contentOf).join()}]`
    : `{${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)}:${contentOf(inner)}`)
        .sort()
        .join()}}`
  const content =
    canonical.length <= longestContent
      ? canonical
      : `#${createHash("sha256").update(canonical).digest("base64url")}`
  contents.set(value, content)
  return content
}

function identityOf(item: unknown): string | null {
  if (!isMap(item)) return null
  const field = identities.find((name) => isIdentifying(item[name]))
  return field === undefined ? null : JSON.stringify([field, item[field]])
}

const isIdentifying = (value: unknown) =>
  typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes(masked))
