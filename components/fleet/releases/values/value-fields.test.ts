import { describe, expect, it } from "vitest"
import { listValueFields } from "@/components/fleet/releases/values/value-fields"

const schema = {
  type: "object",
  required: ["replicaCount"],
  properties: {
    replicaCount: { type: "integer", minimum: 1, maximum: 5, description: "Pods of the service." },
    image: {
      type: "object",
      properties: {
        tag: { type: ["string", "null"], title: "Image tag" },
        pullPolicy: { enum: ["Always", "IfNotPresent"] },
      },
    },
    database: { $ref: "#/definitions/account" },
    env: { type: "array", items: { type: "object" } },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
  definitions: { account: { type: "object", properties: { password: { type: "string", writeOnly: true } } } },
}
const defaults = { replicaCount: 1, image: { tag: "" }, env: [], debug: false, labels: { a: "b" } }

function field(key: string) {
  const field = listValueFields(schema, defaults).find((one) => one.key === key)
  if (!field) throw new Error(`no field ${key}`)
  return field
}

describe("listValueFields", () => {
  it("returns a field for everything in the schema or values.yaml", () => {
    expect(listValueFields(schema, defaults).map(({ key, kind }) => [key, kind])).toEqual([
      ["/replicaCount", "integer"],
      ["/image/tag", "text"],
      ["/image/pullPolicy", "choice"],
      ["/database/password", "text"],
      ["/env", "yaml"],
      ["/labels", "yaml"],
      ["/debug", "boolean"],
    ])
  })

  it("includes the title, description, limits and required flag from the schema", () => {
    expect(field("/replicaCount")).toMatchObject({
      label: "replicaCount",
      description: "Pods of the service.",
      minimum: 1,
      maximum: 5,
      required: false,
      fallback: 1,
    })
    expect(field("/image/tag")).toMatchObject({ label: "Image tag", required: false, fallback: "" })
  })

  it("marks writeOnly fields as secret, even behind a reference", () => {
    expect(field("/database/password").secret).toBe(true)
    expect(field("/image/tag").secret).toBe(false)
  })

  it("uses values.yaml alone when the chart has no schema", () => {
    const fields = listValueFields(null, { port: 80, service: { name: "x" }, hosts: ["a"], extra: {} })
    expect(fields.map(({ key, kind }) => [key, kind])).toEqual([
      ["/port", "number"],
      ["/service/name", "text"],
      ["/hosts", "yaml"],
      ["/extra", "yaml"],
    ])
  })

  it("marks a field as required only when the chart has no default", () => {
    const fields = listValueFields(
      { required: ["a", "b", "c", "d"], properties: { a: {}, b: {}, c: { default: 1 }, d: {} } },
      { a: "", b: null },
    )
    expect(fields.map(({ key, required }) => [key, required])).toEqual([
      ["/a", false],
      ["/b", true],
      ["/c", true],
      ["/d", true],
    ])
  })

  it("marks strings with the password format as secret", () => {
    const [password] = listValueFields({ properties: { key: { type: "string", format: "password" } } }, {})
    expect(password?.secret).toBe(true)
  })

  it("keeps a null default of the chart", () => {
    const [field] = listValueFields(
      { properties: { a: { type: ["string", "null"], default: "x" } } },
      { a: null },
    )
    expect(field?.fallback).toBeNull()
  })

  it("ignores a reference to itself", () => {
    const circle = { properties: { a: { $ref: "#/properties/a" } } }
    expect(listValueFields(circle, {}).map(({ key }) => key)).toEqual(["/a"])
  })
})
