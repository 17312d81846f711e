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
const keep = (given: Values, values: Values) => restoreMasked(given, { shown: show(values), values })

describe("restoreMasked", () => {
  it("keeps the masked value, whole or in part", () => {
    const values = { token: 123_456, db: { password: "p" }, url: "postgres://u:p-w-d@h" }
    expect(keep({ ...show(values), more: 1 }, values)).toEqual({ ...values, more: 1 })
  })

  it("rejects a mask without a previous value", () => {
    expect(() => restoreMasked({ db: { password: masked } })).toThrow(/no previous value/)
    expect(() => keep({ db: { other: masked } }, { db: { password: "p" } })).toThrow(/no previous value/)
  })

  it.each([`p${masked}`, `${masked}d`, `${masked}${masked}`])(
    "rejects a mask next to a guessed part of the secret: %s",
    (guess) => {
      for (const apiKey of ["password", "another"])
        expect(() => keep({ apiKey: guess }, { apiKey })).toThrow(/differs from the one/)
    },
  )

  it("rejects a mask in an address whose host changed", () => {
    const given = { url: `postgres://u:${masked}@elsewhere` }
    expect(() => keep(given, { url: "postgres://u:p-w-d@h" })).toThrow(/differs from the one/)
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
    const refusal = (given: Values, shown: Values, before: Values) => {
      try {
        restoreMasked(given, { shown, values: before })
        return null
      } catch (error) {
        return String(error)
      }
    }
    const replaced = (value: Values, secret: string): Values =>
      JSON.parse(JSON.stringify(value).replaceAll(masked, secret))
    fc.assert(
      fc.property(values, values, (given, shown) => {
        const [one, other] = ["a-secret", "another-one"].map((secret) => replaced(shown, secret))
        expect(refusal(given, shown, one ?? {})).toBe(refusal(given, shown, other ?? {}))
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
    const kept = await withoutBlocking(async () => keep({ list, token: masked }, { list, token: "t" }), 300)
    expect(kept).toEqual({ list, token: "t" })
  })

  const env = [
    { name: "FOO", value: "plain" },
    { name: "DB_PASSWORD", value: "of the database" },
    { name: "API_TOKEN", value: "of the api" },
  ]

  it("matches items by name, regardless of their order", () => {
    const [foo, password, token] = show({ env }).env as Values[]
    const given = { env: [{ name: "NEW", value: "new" }, token, password, { ...foo, value: "changed" }] }
    expect(keep(given, { env })).toEqual({
      env: [given.env[0], env[2], env[1], { name: "FOO", value: "changed" }],
    })
  })

  it("does not assign a secret to an item with another name", () => {
    const given = { env: [{ name: "FOO", value: masked }] }
    expect(() => keep(given, { env: env.slice(1) })).toThrow(
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
    expect(keep({ tokens: [masked, masked, "a third"] }, { tokens })).toEqual({
      tokens: [...tokens, "a third"],
    })
    expect(() => keep({ tokens: [masked] }, { tokens })).toThrow(/Send the value/)
    expect(() => keep({ tokens: [masked, "new"] }, { tokens })).toThrow(/Send the value/)
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
    const whole = ({ label: own, secret }: Item) => ({ ...own, password: secret })
    fc.assert(
      fc.property(items, edits, (before, edit) => {
        const after = before.flatMap((item, index): { sent: Values; meant: Values }[] => {
          const restored = { sent: { ...item.label, password: masked }, meant: whole(item) }
          const fresh = { ...item.label, password: "a new one" }
          if (edit[index] === "remove") return []
          if (edit[index] === "replace") return [{ sent: fresh, meant: fresh }]
          return edit[index] === "keep" ? [restored] : [{ sent: fresh, meant: fresh }, restored]
        })
        const given = { list: after.map(({ sent }) => sent) }
        let restored: unknown
        try {
          restored = keep(given, { list: before.map(whole) })
        } catch {
          return
        }
        expect(restored).toEqual({ list: after.map(({ meant }) => meant) })
      }),
      { numRuns: 500 },
    )
  })
})
