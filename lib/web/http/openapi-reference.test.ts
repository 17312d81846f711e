import { describe, expect, it } from "vitest"
import { describeType } from "./openapi-reference"

describe("describeType", () => {
  it.each([
    [{ type: "string", format: "date-time" }, "date-time", null],
    [{ anyOf: [{ type: "string", format: "uuid" }, { type: "null" }] }, "uuid or null", null],
    [{ enum: ["day", "week"] }, "day · week", null],
    [{ type: "array", items: { $ref: "#/components/schemas/Deployment" } }, "list of", "Deployment"],
    [{ anyOf: [{ $ref: "#/components/schemas/Rate" }, { type: "null" }] }, "null or", "Rate"],
    [{ type: "object", additionalProperties: { type: "string" } }, "map to string", null],
    [{ type: "integer", minimum: 1, maximum: 500 }, "integer, ≥ 1, ≤ 500", null],
    [{ type: "integer", maximum: Number.MAX_SAFE_INTEGER }, "integer", null],
    [{}, "anything", null],
  ])("%o", (schema, text, name) => {
    expect(describeType(schema)).toEqual({ text, schema: name })
  })
})
