import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { masked, maskFor, showMaskedIn } from "@/lib/kube/masking/mask"
import { maskValues } from "@/lib/kube/masking/mask-values"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import type { Values } from "./merge-values"
import { restoreMasked } from "./restore-masked"

const mask = maskFor(Buffer.alloc(32), "a release")
const show = (values: Values): Values => showMaskedIn(maskValues(values, { schema: null, secrets: [], mask }))
const nested = (value: unknown, levels: number): unknown =>
  levels === 0 ? value : [nested(value, levels - 1)]
const restoreShown = (input: Values, values: Values) => restoreMasked(input, { shown: show(values), values })

describe("restoreMasked", () => {
  it("keeps the masked value, whole or in part", () => {
    const values = { token: 123_456, db: { password: "p" }, url: "postgres://u:p-w-d@h" }
    expect(restoreShown({ ...show(values), more: 1 }, values)).toEqual({ ...values, more: 1 })
  })

  it("rejects a mask without a previous value", () => {
    expect(() => restoreMasked({ db: { password: masked } })).toThrow(/no previous value/)
    expect(() => restoreShown({ db: { other: masked } }, { db: { password: "p" } })).toThrow(
      /no previous value/,
    )
  })

  it.each([`p${masked}`, `${masked}d`, `${masked}${masked}`])(
    "rejects a mask next to a guessed part of the secret: %s",
    (guess) => {
      for (const apiKey of ["password", "another"])
        expect(() => restoreShown({ apiKey: guess }, { apiKey })).toThrow(/differs from the one/)
    },
  )

  it("rejects a mask in an address whose host changed", () => {
    const input = { url: `postgres://u:${masked}@elsewhere` }
    expect(() => restoreShown(input, { url: "postgres://u:p-w-d@h" })).toThrow(/differs from the one/)
  })

  it("does not reveal secrets by its rejections", () => {
    const leaf = fc.oneof(
      fc.constant(masked),
      fc.string().map((text) => `${text}${masked}`),
      fc.string(),
      fc.integer(),
    )
    const values = fc.letrec<{ value: unknown; map: Values }>((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("value"), { maxLength: 4 }), tie("map")),
      map: fc.dictionary(fc.constantFrom("password", "name", "a", "env"), tie("value")),
    })).map
    const refusal = (input: Values, shown: Values, before: Values) => {
      try {
        restoreMasked(input, { shown, values: before })
        return null
      } catch (error) {
        return String(error)
      }
    }
    const replaced = (value: Values, secret: string): Values =>
      JSON.parse(JSON.stringify(value).replaceAll(masked, secret))
    fc.assert(
      fc.property(values, values, (input, shown) => {
        const [one, other] = ["a-secret", "another-one"].map((secret) => replaced(shown, secret))
        expect(refusal(input, shown, one ?? {})).toBe(refusal(input, shown, other ?? {}))
        expect(refusal(shown, shown, one ?? {})).toBeNull()
      }),
    )
  })
})

describe("restoreMasked with lists", () => {
  it.each([
    ["thousands of equal items", Array.from({ length: 40_000 }, () => 1)],
    [
      "lists a hundred levels deep",
      nested(
        Array.from({ length: 40_000 }, (_, index) => index),
        100,
      ),
    ],
  ])("does not block the event loop for %s", async (_what, list) => {
    const restored = await withoutBlocking(
      async () => restoreShown({ list, token: masked }, { list, token: "t" }),
      300,
    )
    expect(restored).toEqual({ list, token: "t" })
  })

  const env = [
    { name: "FOO", value: "plain" },
    { name: "DB_PASSWORD", value: "of the database" },
    { name: "API_TOKEN", value: "of the api" },
  ]

  it("matches items by name, regardless of their order", () => {
    const [foo, password, token] = show({ env }).env as Values[]
    const input = { env: [{ name: "NEW", value: "new" }, token, password, { ...foo, value: "changed" }] }
    expect(restoreShown(input, { env })).toEqual({
      env: [input.env[0], env[2], env[1], { name: "FOO", value: "changed" }],
    })
  })

  it("does not assign a secret to an item with another name", () => {
    const input = { env: [{ name: "FOO", value: masked }] }
    expect(() => restoreShown(input, { env: env.slice(1) })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("cannot be determined"),
        details: expect.objectContaining({
          errors: [expect.objectContaining({ pointer: "/valuesOverride/env/0/value" })],
        }),
      }),
    )
  })

  it("rejects a mask when one of two identical items was removed", () => {
    const tokens = ["the first", "the second"]
    expect(restoreShown({ tokens: [masked, masked, "a third"] }, { tokens })).toEqual({
      tokens: [...tokens, "a third"],
    })
    expect(() => restoreShown({ tokens: [masked] }, { tokens })).toThrow(/Send the value/)
    expect(() => restoreShown({ tokens: [masked, "new"] }, { tokens })).toThrow(/Send the value/)
  })

  it("never assigns the secret of another item, regardless of changes", () => {
    type Item = { label: Values; secret: string }
    const label = fc.oneof(
      fc.constant({}),
      fc.record({ host: fc.constantFrom("a", "b") }),
      fc.record({ name: fc.constantFrom("a", "b", "c") }),
      fc.record({ name: fc.constantFrom("a", "b"), id: fc.nat(2) }),
    )
    const items = fc
      .array(label, { maxLength: 6 })
      .map((labels) => labels.map((one, index): Item => ({ label: one, secret: `secret of ${index}` })))
    const edits = fc.array(fc.constantFrom("keep", "remove", "replace", "add before"), {
      minLength: 6,
      maxLength: 6,
    })
    const withPassword = ({ label, secret }: Item) => ({ ...label, password: secret })
    fc.assert(
      fc.property(items, edits, (before, edit) => {
        const after = before.flatMap((item, index): { input: Values; expected: Values }[] => {
          const restored = { input: { ...item.label, password: masked }, expected: withPassword(item) }
          const fresh = { ...item.label, password: "a new one" }
          if (edit[index] === "remove") return []
          if (edit[index] === "replace") return [{ input: fresh, expected: fresh }]
          return edit[index] === "keep" ? [restored] : [{ input: fresh, expected: fresh }, restored]
        })
        const input = { list: after.map(({ input }) => input) }
        let restored: unknown
        try {
          restored = restoreShown(input, { list: before.map(withPassword) })
        } catch {
          return
        }
        expect(restored).toEqual({ list: after.map(({ expected }) => expected) })
      }),
      { numRuns: 500 },
    )
  })
})
