import { describe, expect, it } from "vitest"
import { masked, maskFor, showMasked } from "@/lib/kube/masking/mask"
import { keyFor } from "@/lib/platform/env"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { maskInThread } from "./mask-in-thread"
import { maskRecord } from "./mask-record"
import { openable, openRevision } from "./sealed-values"

const key = { key: keyFor("masked-value"), scope: "a release" }
const mask = maskFor(key.key, key.scope)
const secretNamed = (name: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: "${name}"}\nstringData: {a: hunter2hunter2}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "${name}", labels: {"${name}": x}}\ndata: {"${name}": x}\n`

describe("maskRecord", () => {
  it.each([
    ["its key", { password: "hunter2hunter2" }, null],
    ["a key above it", { credentials: { one: "hunter2hunter2" } }, null],
    ["writeOnly", { license: "hunter2hunter2" }, { properties: { license: { writeOnly: true } } }],
    ["its format", { license: "hunter2hunter2" }, { properties: { license: { format: "password" } } }],
  ])("masks a text that is secret by %s also in object names derived from it", (_by, values, schema) => {
    for (const name of ["hunter2hunter2", "hunter2hunter2_BAD"]) {
      const record = { values, manifest: secretNamed(name), hooks: [], notes: `See ${name}` }
      const { masked: maskedRevision, secrets } = maskRecord(record, { values: {}, schema }, mask)
      expect(JSON.stringify(maskedRevision)).not.toContain("hunter2hunter2")
      expect(secrets).toContain("hunter2hunter2")
      expect(showMasked(maskedRevision.manifest)).toContain(masked)
    }
  })

  it("keeps object names that occur in a Secret but are not secret by key or schema", () => {
    const record = {
      values: { host: "hunter2hunter2" },
      manifest: secretNamed("hunter2hunter2-db"),
      hooks: [],
    }
    expect(maskRecord({ ...record, notes: "" }, null, mask).masked.manifest).toContain("hunter2hunter2-db")
  })
})

describe("maskRecord of a chart whose default password is also a name", () => {
  const manifest = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: zenml}\n"
  const chart = { values: { defaultPassword: "zenml" }, schema: null }

  it("keeps the name of the object", () => {
    const { masked: maskedRevision } = maskRecord({ values: {}, manifest, hooks: [], notes: "" }, chart, mask)
    expect(maskedRevision.manifest).toContain("name: zenml")
  })

  it("masks the name when the password is given", () => {
    const values = { defaultPassword: "zenml" }
    const { masked: maskedRevision } = maskRecord({ values, manifest, hooks: [], notes: "" }, chart, mask)
    expect(maskedRevision.manifest).not.toContain("zenml")
  })
})

describe("maskRecord of a secret value that equals the name of an object", () => {
  const maskNamed = (name: string, password: string, defaults = {}) => {
    const record = {
      values: { password },
      manifest: `apiVersion: v1\nkind: Service\nmetadata: {name: "${name}"}\nspec: {externalName: "x ${password}"}\n`,
      hooks: [],
      notes: `Sign in with ${password}`,
    }
    const chart = { values: defaults, schema: null }
    const { masked: maskedRevision } = maskRecord(record, chart, mask, {}, [
      "shop",
      "tenant-acme",
      "postgresql",
    ])
    return {
      ...maskedRevision,
      all: JSON.stringify([
        maskedRevision.values,
        maskedRevision.notes,
        maskedRevision.manifest.replace(/name: .*/, ""),
      ]),
    }
  }

  it.each([
    ["the release", "shop-web", "shop", {}],
    ["the chart", "postgresql", "postgresql", {}],
    ["the release and the chart", "shop-postgresql", "shop-postgresql", {}],
    ["the namespace", "tenant-acme-db", "acme-db", { db: {} }],
    ["a key of the chart's values", "shop-redis", "redis", { redis: { port: 6379 } }],
    ["a public text of the chart's values", "shop-cache", "cache", { nameOverride: "cache" }],
    ["a kind", "shop-service", "service", {}],
  ])(
    "keeps a name that consists of %s, and masks the value everywhere else",
    (_what, name, password, defaults) => {
      const { manifest, all } = maskNamed(name, password, defaults)
      expect(manifest).toContain(`name: ${name}`)
      expect(all).not.toContain(password)
    },
  )

  it.each([
    ["short", "hunter2"],
    ["long", "correct-horse-battery"],
    ["begun like the release", "shop-9f2c1a"],
  ])("masks a name that a chart derives from a secret that is %s", (_how, password) => {
    expect(maskNamed(`${password}-creds`, password).manifest).not.toContain(password)
  })

  it("masks a name that is derived from a secret default of the chart", () => {
    expect(maskNamed("swordfish", "swordfish", { adminPassword: "swordfish" }).manifest).not.toContain(
      "swordfish",
    )
  })
})

describe("maskInThread", () => {
  it("masks a manifest of 5 MB with a Secret of 20,000 keys without blocking the event loop", async () => {
    const lines = (count: number, line: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => `  key${index}: ${line(index)}`).join("\n")
    const config = (index: number) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${index}}\ndata:\n${lines(60, (at) => `"${index} ${at} ${"text ".repeat(15)}"`)}`
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n${lines(20_000, (at) => `secret-value-${at}`)}`
    const manifest = [secret, ...Array.from({ length: 700 }, (_, index) => config(index))].join("\n---\n")
    expect(manifest.length).toBeGreaterThan(4_500_000)
    const record = { values: { note: "secret-value-7" }, manifest, hooks: [], notes: "" }
    const { revision, secrets } = await withoutBlocking(() =>
      maskInThread("tenant-a", { record, chart: null, mask: key, before: {}, publicNames: [] }),
    )
    const openedRevision = openRevision(openable(revision.sealed))
    expect(openedRevision).toMatchObject({ values: revision.values, notes: revision.notes })
    expect(openedRevision.manifest).not.toContain("secret-value-")
    expect(openedRevision.manifest).toContain("kind: ConfigMap")
    expect(showMasked(String(openedRevision.values.note))).toBe(masked)
    expect(secrets).toHaveLength(20_000)
  }, 60_000)
})
