import { describe, expect, it } from "vitest"
import { masked, maskFor } from "@/lib/kube/masking/mask"
import { diffRevisions } from "./diff-revisions.task"
import { effectiveValues, isUnchangedBy, mergeValues, withoutKeys } from "./merge-values"

describe("withoutKeys", () => {
  const values = { image: { tag: "1" }, resources: { limits: { memory: "1Gi" } }, args: ["a"], empty: {} }

  it("removes the value at each path, and maps that become empty", () => {
    expect(withoutKeys(values, [["resources", "limits", "memory"], ["args"]])).toEqual({
      image: { tag: "1" },
      empty: {},
    })
  })

  it("leaves values without such a key unchanged", () => {
    for (const path of [["no"], ["image", "no"], ["args", "0"], ["image", "tag", "no"], ["empty", "no"]]) {
      expect(withoutKeys(values, [path])).toEqual(values)
      expect(isUnchangedBy({}, values, [path])).toBe(true)
    }
    expect(isUnchangedBy({}, values, [["image"]])).toBe(false)
    expect(isUnchangedBy({ image: { tag: "1" } }, values, [["image"]])).toBe(true)
  })
})

describe("mergeValues", () => {
  it("merges maps, replaces lists and deletes nulls", () => {
    const below = { image: { tag: "1", pull: "Always" }, list: [1, 2], gone: { a: 1 } }
    const above = { image: { tag: "2" }, list: [3], gone: null }
    expect(mergeValues(below, above)).toEqual({ image: { tag: "2", pull: "Always" }, list: [3], gone: null })
    expect(effectiveValues(below, above)).toEqual({ image: { tag: "2", pull: "Always" }, list: [3] })
  })
})

describe("diffRevisions", () => {
  const mask = maskFor(Buffer.alloc(32), "r")
  const secret = (value: string, extraFields = "") =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  key: ${mask(value)}\n${extraFields}`
  const side = (manifest: string, values = {}) => ({ values, manifest, hooks: "" })

  it("returns changes per object", () => {
    const config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n"
    const { resources } = diffRevisions(side(config), side(secret("one")))
    expect(resources.map(({ change, kind }) => `${change} ${kind}`)).toEqual([
      "removed ConfigMap",
      "added Secret",
    ])
    expect(diffRevisions(side(config), side(config)).resources).toMatchObject([
      { change: "unchanged", diff: "" },
    ])
  })

  it("shows that a secret changed, but not its value", () => {
    const { resources } = diffRevisions(side(secret("one")), side(secret("two")))
    expect(resources[0]?.diff).toContain(`-  key: ${masked}\n+  key: ${masked} (changed)`)
    expect(diffRevisions(side(secret("one")), side(secret("one"))).resources[0]?.change).toBe("unchanged")
  })

  it("returns values as YAML", () => {
    expect(diffRevisions(side("", { a: 1 }), side("", { a: 2 })).values).toContain("-a: 1\n+a: 2")
  })
})
