import { createHmac } from "node:crypto"

/** What is shown instead of a secret. */
export const masked = "••••••••"

const stored = /⟦masked:[0-9a-f]{16}⟧/g

/** Masks as they are stored: equal for equal values of one release, so that a diff can tell that one changed. */
export type Mask = (value: string) => string

/** What a mask is made from. `scope`: what the marks are compared within, such as one release. */
export type MaskKey = { key: Uint8Array; scope: string }

/** Within another scope the same value has another mark. */
export function maskFor(key: Uint8Array, scope: string): Mask {
  return (value) => {
    const hash = createHmac("sha256", key).update(`${scope}\0${value}`).digest("hex")
    return `⟦masked:${hash.slice(0, 16)}⟧`
  }
}

/** Whether something is masked in a stored or shown text. */
export const isMasked = (text: string) => text.includes("⟦masked:") || text.includes(masked)

/** A stored text as it is shown. */
export function showMasked(text: string): string {
  return text.replaceAll(stored, masked)
}

/** A stored value with every text in it as it is shown. */
export function showMaskedIn<T>(value: T): T
export function showMaskedIn(value: unknown): unknown {
  if (typeof value === "string") return showMasked(value)
  if (Array.isArray(value)) return value.map((inner) => showMaskedIn(inner))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [showMasked(key), showMaskedIn(inner)]),
  )
}
