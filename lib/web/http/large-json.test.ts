import fc from "fast-check"
import { expect, it } from "vitest"
import { isLargeJson, largeJson } from "./large-json"

async function serialize(value: unknown): Promise<string> {
  let text = ""
  for await (const piece of largeJson(value)) text += piece
  return text
}

it("Large data is serialized in pieces to the same JSON", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), async (value) => {
      expect(await serialize(value)).toBe(JSON.stringify(value))
    }),
  )
  const longText = `${"😀\u0000\ud800\n".repeat(40_000)}end`
  const value = {
    list: [longText, { deep: [{ deeper: { text: longText, absent: undefined } }] }],
    absent: undefined,
  }
  expect(JSON.parse(await serialize(value))).toEqual(JSON.parse(JSON.stringify(value)))
})

it("Data counts as large from half a million characters, however they are distributed", () => {
  expect(isLargeJson({ text: "x".repeat(600_000) })).toBe(true)
  expect(isLargeJson(Array.from({ length: 70_000 }, () => 1))).toBe(true)
  expect(isLargeJson({ text: "x".repeat(400_000) })).toBe(false)
  expect(isLargeJson(null)).toBe(false)
})
