import { describe, expect, it } from "vitest"
import { rebaseValues } from "@/components/fleet/releases/values/rebase-values"

describe("rebaseValues", () => {
  const base = { replicas: 1, image: { tag: "1.0.0", pull: "Always" }, args: ["a"] }

  it("keeps the edits, and takes over what only the newer values changed", () => {
    const mine = { ...base, replicas: 3 }
    const theirs = { ...base, image: { tag: "1.1.0", pull: "Always" }, host: "example.com" }
    expect(rebaseValues(base, mine, theirs)).toEqual({ values: { ...theirs, replicas: 3 }, kept: [] })
  })

  it("merges maps that both changed", () => {
    const mine = { ...base, image: { ...base.image, pull: "Never" } }
    const theirs = { ...base, image: { ...base.image, tag: "1.1.0" } }
    const { values, kept } = rebaseValues(base, mine, theirs)
    expect(values).toEqual({ ...base, image: { tag: "1.1.0", pull: "Never" } })
    expect(kept).toEqual([])
  })

  it("keeps the edit of a value that both changed, and names it", () => {
    const mine = { ...base, image: { ...base.image, tag: "2.0.0" } }
    const theirs = { ...base, image: { ...base.image, tag: "1.1.0" }, args: ["b"] }
    expect(rebaseValues(base, mine, theirs)).toEqual({
      values: { ...mine, args: ["b"] },
      kept: ["image.tag"],
    })
  })

  it("applies removals of both sides", () => {
    const { args: _args, ...mine } = base
    const { replicas: _replicas, ...theirs } = base
    expect(rebaseValues(base, mine, theirs).values).toEqual({ image: base.image })
  })
})
