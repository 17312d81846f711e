import { createHmac } from "node:crypto"

/** Shown in place of a secret. */
export const masked = "••••••••"

const stored = /⟦masked:[0-9a-f]{16}⟧/g

/** Creates stored masks, which are equal for equal values of one release, so that a diff shows when a value changed. */
export type Mask = (value: string) => string

/** The key of a mask. `scope`: where masks are comparable, such as one release. */
export type MaskKey = { key: Uint8Array; scope: string }

/** A value has a different mask in each scope. */
export function maskFor(key: Uint8Array, scope: string): Mask {
  return (value) => {
    const hash = createHmac("sha256", key).update(`${scope}\0${value}`).digest("hex")
    return `⟦masked:${hash.slice(0, 16)}⟧`
  }
}

/** Whether a stored or displayed text contains a mask. */
export const isMasked = (text: string) => text.includes("⟦masked:") || text.includes(masked)

/** Replaces stored masks in a text by the displayed one. */
export function showMasked(text: string): string {
  return text.replaceAll(stored, masked)
}

export function showMaskedIn<T>(value: T): T
export function showMaskedIn(value: unknown): unknown {
  if (typeof value === "string") return showMasked(value)
  if (Array.isArray(value)) return value.map((inner) => showMaskedIn(inner))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [showMasked(key), showMaskedIn(inner)]),
  )
}
