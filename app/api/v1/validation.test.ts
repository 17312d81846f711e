import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { check } from "@/lib/platform/validate"
import { routes } from "./api"

/** Every schema that validates input. */
const schemas = routes.flatMap(({ path, endpoints }) =>
  Object.entries(endpoints).flatMap(([method, { body, query, params }]) =>
    Object.entries({ body, query, params }).flatMap(([part, schema]) =>
      schema === undefined ? [] : [{ name: `${method} ${path} ${part}`, schema }],
    ),
  ),
)

/** The start of the schema library's own messages. */
const libraryMessage = /^(invalid|too (small|big)|unrecognized)\b|\bexpected [a-z]+,? (to|received)\b|>=|<=/i

const wrongValue = fc.oneof(
  fc.constantFrom("", " ", "x", "x".repeat(20_000), "a b", "-1", "1.5", "2026-13-01", "http:/", "ü", "{}"),
  fc.constantFrom(null, true, -1, 0, 1.5, 1e9, [], {}, [""], [null], [[]], { "": "" }, { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
)

describe("Validation errors", () => {
  it.each(schemas)("of $name do not use the schema library's messages", ({ schema }) => {
    const { shape = {}, options = [] } = Object(schema)
    const shapes: object[] =
      options.length > 0 ? options.map((option: object) => Reflect.get(option, "shape") ?? {}) : [shape]
    const fields = [...new Set(shapes.flatMap((one) => Object.keys(one)))]
    const sent = fc.oneof(
      wrongValue,
      fc.dictionary(fc.constantFrom("unknown", ...fields), wrongValue),
      fc
        .tuple(...fields.map(() => wrongValue))
        .map((values) => Object.fromEntries(fields.map((f, i) => [f, values[i]]))),
      ...shapes.map((one) =>
        fc.dictionary(fc.constantFrom("unknown", ...Object.keys(one)), wrongValue).map((rest) => ({
          ...rest,
          ...("kind" in one ? { kind: Reflect.get(Object(one.kind), "value") } : {}),
        })),
      ),
    )
    fc.assert(
      fc.property(sent, (value) => {
        const checked = check(schema, value)
        if ("value" in checked) return
        expect(checked.errors.length).toBeGreaterThan(0)
        expect(checked.errors.length).toBeLessThanOrEqual(50)
        for (const { message } of checked.errors) {
          expect(message).not.toMatch(libraryMessage)
          expect(message.length).toBeLessThan(2_000)
        }
      }),
      { numRuns: 60, seed: 8 },
    )
  })
})

/** Stream positions, which are 64-bit integers. */
const wide = new Set(["GET /api/v1/helm/rollouts/{id}/events query"])
const maxInteger = 2_147_483_647

function integersIn(schema: object): { maximum?: number }[] {
  const inside = Object.values(schema).filter((value) => typeof value === "object" && value !== null)
  return [...(Reflect.get(schema, "type") === "integer" ? [schema] : []), ...inside.flatMap(integersIn)]
}

describe("Integers of a request", () => {
  it.each(schemas.filter(({ name }) => !wide.has(name)))("fit into their columns: $name", ({ schema }) => {
    const document = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" })
    for (const { maximum } of integersIn(document)) expect(maximum).toBeLessThanOrEqual(maxInteger)
  })
})
