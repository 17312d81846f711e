import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readTagLines, tagLines, toggleTag } from "./tag-text"

describe("The tags of a tenant in a form", () => {
  it("come back as they were", () => {
    const name = fc.stringMatching(/^[a-z]{1,10}$/)
    const value = fc.stringMatching(/^([a-z0-9=.]{1,10})?$/)
    fc.assert(
      fc.property(fc.dictionary(name, value), (tags) => {
        expect(readTagLines(tagLines(tags))).toEqual({ ...tags })
      }),
    )
  })

  it("may have spaces around them, and no value", () => {
    expect(readTagLines(" tier = gold \n\n canary\n")).toEqual({ tier: "gold", canary: "" })
  })
})

describe("The filter by tags", () => {
  it("takes a tag in and lets it go again", () => {
    const once = toggleTag(null, "tier=gold")
    expect(once).toBe("tier=gold")
    expect(toggleTag(once, "region=eu")).toBe("tier=gold,region=eu")
    expect(toggleTag("tier=gold,region=eu", "tier=gold")).toBe("region=eu")
    expect(toggleTag("tier=gold", "tier=gold")).toBeNull()
  })
})
