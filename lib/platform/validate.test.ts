import { describe, expect, it } from "vitest"
import { z } from "zod"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { instant } from "./instant-schema"
import { check, validate } from "./validate"

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  note: z.string().min(3).nullish(),
  size: z.enum(["SMALL", "LARGE"]).default("SMALL"),
  count: z.int().min(2).optional(),
  tags: z.record(z.string(), z.string().min(1)).optional(),
  parts: z.array(z.strictObject({ label: z.string().min(1).optional() })).optional(),
})

/** Pointer and message of every error. */
function errorsOf(value: unknown, errorSchema: z.ZodType = schema) {
  const checked = check(errorSchema, value)
  return "errors" in checked ? checked.errors.map(({ pointer, message }) => [pointer, message]) : []
}

describe("validate", () => {
  it("treats an empty optional string as absent, even inside lists, and keeps empty entries of maps", () => {
    const emptyTexts = { name: "a", note: "", size: "", count: "", parts: [{ label: "" }] }
    expect(validate(schema, emptyTexts)).toEqual({ name: "a", size: "SMALL", parts: [{}] })
    expect(errorsOf({ name: "", tags: { a: "" } })).toEqual([
      ["/name", "name must not be empty."],
      ["/tags/a", "a must not be empty."],
    ])
  })

  it("reports only that an empty string is empty, not that its format is wrong", () => {
    expect(errorsOf({ imageTag: "", environment: "dev" }, recordDeploymentSchema)).toEqual([
      ["/imageTag", "Required."],
    ])
    const errors = errorsOf({ imageTag: "+".repeat(129), environment: "dev" }, recordDeploymentSchema)
    expect(errors).toHaveLength(2)
  })

  it("names every field once in the detail, with its path", () => {
    const broken = { name: 7, parts: [{ label: 8 }], other: 1 }
    expect(() => validate(schema, broken)).toThrow(
      "name must be a string, not a number. parts.0.label must be a string, not a number. other: Unknown field",
    )
  })

  it("reports that a required value is missing even if the schema has its own message", () => {
    const customMessages = z.strictObject({
      at: instant,
      email: z.email("Enter an address."),
      n: z.int("A number."),
    })
    expect(errorsOf({}, customMessages).map(([, message]) => message)).toEqual([
      "at is required.",
      "email is required.",
      "n is required.",
    ])
    expect(errorsOf({ at: 1, email: 1, n: "1" }, customMessages).map(([, message]) => message)).toEqual([
      "Must be a time with an offset, such as 2026-02-12T10:00:00Z.",
      "Enter an address.",
      "A number.",
    ])
  })

  it("reports a value of the wrong type once", () => {
    const sent = { imageTag: [], environment: [] }
    expect(errorsOf(sent, recordDeploymentSchema)).toEqual([
      ["/imageTag", "imageTag must be a string, not an array."],
      ["/environment", "environment must be a string, not an array."],
    ])
  })

  it("treats every empty optional string of a deployment record as absent", () => {
    const fields = Object.keys(recordDeploymentSchema.shape)
    const empty = Object.fromEntries(fields.map((field) => [field, ""]))
    const input = { ...empty, imageTag: "v1", environment: "dev" }
    expect(validate(recordDeploymentSchema, input)).toEqual({
      imageTag: "v1",
      environment: "dev",
      application: "platform",
      status: "DEPLOYED",
    })
  })

  it.each([
    [{}, ["/name", "name is required."]],
    [{ name: 5 }, ["/name", "name must be a string, not a number."]],
    [{ name: "abcdef" }, ["/name", "name must have at most 5 characters, not 6."]],
    [{ name: "a", note: "no" }, ["/note", "note must have at least 3 characters, not 2."]],
    [{ name: "a", count: 1 }, ["/count", "count must be at least 2."]],
    [{ name: "a", count: 2.5 }, ["/count", "count must be a whole number, not 2.5."]],
    [
      { name: "a", size: "LARG" },
      ["/size", 'size must be one of SMALL, LARGE, not "LARG". Did you mean "LARGE"?'],
    ],
    [{ name: "a", parts: [5] }, ["/parts/0", "Item 1 must be an object, not a number."]],
    [
      { name: "a", parts: [{ lable: "x" }] },
      ["/parts/0/lable", 'Unknown field "lable". Did you mean "label"?'],
    ],
  ])("reports for %j the field, the expected value and the value sent", (value, expected) => {
    expect(errorsOf(value)).toEqual([expected])
  })

  it.each([
    ["deployed_at", "deployedAt"],
    ["completed_at", "completedAt"],
    ["finishedAt", "completedAt"],
    ["deployment", "completedAt"],
    ["commit", "gitCommit"],
    ["tag", "imageTag"],
    ["env", "environment"],
    ["externalID", "externalId"],
  ])("suggests the field that %s was meant for", (misspelled, field) => {
    const errors = errorsOf({ imageTag: "v1", environment: "dev", [misspelled]: "x" }, recordDeploymentSchema)
    expect(errors).toEqual([[`/${misspelled}`, `Unknown field "${misspelled}". Did you mean "${field}"?`]])
  })

  it("lists the fields if none is close", () => {
    const [[, message] = []] = errorsOf({ name: "a", weather: "fine" })
    expect(message).toBe('Unknown field "weather". The fields are: name, note, size, count, tags, parts.')
  })

  it("suggests the OCI form of an image tag with a +", () => {
    const [[, message] = []] = errorsOf({ imageTag: "1.2.3+b.4", environment: "dev" }, recordDeploymentSchema)
    expect(message).toContain('send "1.2.3_b.4"')
  })

  it("names at most 50 of 20,000 unknown fields, and truncates long names", () => {
    const unknownFields = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`field${index}`, 1]),
    )
    expect(errorsOf({ name: "a", ...unknownFields })).toHaveLength(50)
    const [[pointer = "", message = ""] = []] = errorsOf({ name: "a", ["x".repeat(900_000)]: 1 })
    expect([pointer.length < 300, message.length < 300]).toEqual([true, true])
  })
})
