import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readTagLines, tagTexts, toggleTag } from "./tag-text"

describe("tenant tags in a form", () => {
  it("survive a round trip", () => {
    const name = fc.stringMatching(/^[a-z]{1,10}$/)
    const value = fc.stringMatching(/^([a-z0-9=.]{1,10})?$/)
    fc.assert(
      fc.property(fc.dictionary(name, value), (tags) => {
        expect(readTagLines(tagTexts(tags).join("\n"))).toEqual({ ...tags })
      }),
    )
  })

  it("may be surrounded by spaces and have no value", () => {
    expect(readTagLines(" tier = gold \n\n canary\n")).toEqual({ tier: "gold", canary: "" })
  })
})

describe("tag filter", () => {
  it("adds a tag and removes it again", () => {
    const once = toggleTag(null, "tier=gold")
    expect(once).toBe("tier=gold")
    expect(toggleTag(once, "region=eu")).toBe("tier=gold,region=eu")
    expect(toggleTag("tier=gold,region=eu", "tier=gold")).toBe("region=eu")
    expect(toggleTag("tier=gold", "tier=gold")).toBeNull()
  })
})
