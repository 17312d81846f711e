import { describe, expect, it } from "vitest"
import { rebaseValues } from "@/components/fleet/releases/values/rebase-values"

describe("rebaseValues", () => {
  const base = { replicas: 1, image: { tag: "1.0.0", pull: "Always" }, args: ["a"] }

  it("keeps the edits, and takes over what only the newer values changed", () => {
    const edited = { ...base, replicas: 3 }
    const theirs = { ...base, image: { tag: "1.1.0", pull: "Always" }, host: "example.com" }
    expect(rebaseValues(base, edited, theirs)).toEqual({ values: { ...theirs, replicas: 3 }, kept: [] })
  })

  it("merges maps that both changed", () => {
    const edited = { ...base, image: { ...base.image, pull: "Never" } }
    const theirs = { ...base, image: { ...base.image, tag: "1.1.0" } }
    const { values, kept } = rebaseValues(base, edited, theirs)
    expect(values).toEqual({ ...base, image: { tag: "1.1.0", pull: "Never" } })
    expect(kept).toEqual([])
  })

  it("keeps the edit of a value that both changed, and names it", () => {
    const edited = { ...base, image: { ...base.image, tag: "2.0.0" } }
    const theirs = { ...base, image: { ...base.image, tag: "1.1.0" }, args: ["b"] }
    expect(rebaseValues(base, edited, theirs)).toEqual({
      values: { ...edited, args: ["b"] },
      kept: ["image.tag"],
    })
  })

  it("applies removals of both sides", () => {
    const { args: _args, ...edited } = base
    const { replicas: _replicas, ...theirs } = base
    expect(rebaseValues(base, edited, theirs).values).toEqual({ image: base.image })
  })
})
