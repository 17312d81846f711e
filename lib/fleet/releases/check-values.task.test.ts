import { describe, expect, it } from "vitest"
import { validateValues } from "./check-values.task"

const draft2020 = "https://json-schema.org/draft/2020-12/schema"

function messagesFor(rule: object | false, value: unknown): string[] {
  const schema = { $schema: draft2020, properties: { it: rule } }
  const chart = {
    name: "web",
    schema,
    values: {},
    subcharts: [],
    version: "1.0.0",
    dependencies: [],
    crds: [],
  }
  const { errors, unchecked } = validateValues([{ chart, values: { it: value }, path: [] }])
  expect(unchecked).toEqual([])
  return errors.map(({ message }) => message)
}

const cases: [rule: object | false, value: unknown, message: string][] = [
  [{ required: ["name"] }, {}, "Required."],
  [false, 1, "The chart has no such value."],
  [{ type: "string" }, 1, "Must be a string, not a number."],
  [{ type: "integer" }, [], "Must be an integer, not a list."],
  [{ type: ["string", "null"] }, {}, "Must be a string or null, not a map."],
  [{ type: "object" }, null, "Must be a map, not null."],
  [{ enum: ["a", 2] }, "s3cret", 'Must be one of "a", 2.'],
  [{ const: "on" }, "s3cret", 'Must be "on".'],
  [{ minimum: 1 }, 0, "Must be at least 1."],
  [{ maximum: 1 }, 2, "Must be at most 1."],
  [{ exclusiveMinimum: 1 }, 1, "Must be more than 1."],
  [{ exclusiveMaximum: 1 }, 1, "Must be less than 1."],
  [{ multipleOf: 5 }, 7, "Must be a multiple of 5."],
  [{ minLength: 20 }, "s3cret", "Must have at least 20 characters."],
  [{ maxLength: 2 }, "s3cret", "Must have at most 2 characters."],
  [{ minItems: 2 }, [1], "Must have at least 2 items."],
  [{ maxItems: 1 }, [1, 2], "Must have at most 1 item."],
  [{ minProperties: 2 }, { a: 1 }, "Must have at least 2 entries."],
  [{ maxProperties: 1 }, { a: 1, b: 2 }, "Must have at most 1 entry."],
  [{ uniqueItems: true }, [1, 1], "Must not contain duplicate items."],
  [{ pattern: "^[0-9]+$" }, "s3cret", "Must match the pattern ^[0-9]+$."],
  [
    { anyOf: [{ type: "number" }, { type: "boolean" }] },
    "s3cret",
    "Must fit at least one of the alternatives in the chart's schema.",
  ],
  [{ not: {} }, "s3cret", "Must not be what the chart's schema excludes."],
  [{ dependentRequired: { tls: ["host"] } }, { tls: 1 }, '"tls" needs "host" as well.'],
  [{ propertyNames: { pattern: "^[a-z]+$" } }, { B: 1 }, 'The name "B" is not allowed here.'],
  [{ contains: { const: 1 } }, [2], "Must have at least 1 item of the kind that the chart needs."],
]

describe("An invalid value", () => {
  it.each(cases)("by the rule %j is explained without repeating it", (rule, value, message) => {
    const messages = messagesFor(rule, value)
    expect(messages).toContain(message)
    expect(messages.join()).not.toContain("s3cret")
  })
})
