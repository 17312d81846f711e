import { createYielder } from "@/lib/platform/create-yielder"

const sliceLetters = 64 * 1_024
const largeLetters = 512 * 1_024
const deepest = 3

/** Whether serializing a value as JSON takes long; a cheap check. */
export function isLargeJson(value: unknown): boolean {
  let remaining = largeLetters
  const countDown = (inner: unknown): boolean => {
    remaining -= typeof inner === "string" ? inner.length : 8
    if (remaining < 0) return true
    if (typeof inner !== "object" || inner === null) return false
    return Object.values(inner).some(countDown)
  }
  return countDown(value)
}

/** The output of `JSON.stringify` for plain data, in pieces; the event loop runs between them. */
export async function* largeJson(value: unknown): AsyncGenerator<string> {
  const yieldWhenDue = createYielder()
  let piece = ""
  for (const part of parts(value, 0)) {
    piece += part
    if (piece.length < sliceLetters) continue
    yield piece
    piece = ""
    await yieldWhenDue()
  }
  yield piece
}

function* parts(value: unknown, depth: number): Generator<string> {
  if (typeof value === "string" && value.length > sliceLetters) yield* textParts(value)
  else if (depth > deepest || typeof value !== "object" || value === null)
    yield JSON.stringify(value) ?? "null"
  else if (Array.isArray(value)) yield* listParts(value, depth)
  else yield* mapParts(value, depth)
}

/** A surrogate pair may be split: each half is then escaped, and a parser joins them again. */
function* textParts(text: string): Generator<string> {
  yield '"'
  for (let at = 0; at < text.length; at += sliceLetters) {
    yield JSON.stringify(text.slice(at, at + sliceLetters)).slice(1, -1)
  }
  yield '"'
}

function* listParts(list: readonly unknown[], depth: number): Generator<string> {
  yield "["
  for (const [index, inner] of list.entries()) {
    if (index > 0) yield ","
    yield* parts(inner, depth + 1)
  }
  yield "]"
}

function* mapParts(map: object, depth: number): Generator<string> {
  yield "{"
  let separator = ""
  for (const [key, inner] of Object.entries(map)) {
    if (inner === undefined) continue
    yield `${separator}${JSON.stringify(key)}:`
    yield* parts(inner, depth + 1)
    separator = ","
  }
  yield "}"
}
