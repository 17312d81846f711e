import { describe, expect, it } from "vitest"
import { namedChart, searchTerms, versionSpellings } from "./search-terms"

describe("searchTerms", () => {
  it.each(["abc1", "ABC1234", "8e61abf03c6fd89983bd1a1af939e993920219c1"])(
    "treats %s as a possible commit",
    (q) => {
      expect(searchTerms(q).commit).toBe(q.toLowerCase())
    },
  )

  it.each(["abc", "xyz12345", "v1.2.3"])("does not treat %s as a commit", (q) => {
    expect(searchTerms(q).commit).toBeNull()
  })

  it.each(["OPS-12", "#4711"])("treats %s as a ticket", (q) => {
    expect(searchTerms(q).ticket).toBe(q.toLowerCase())
  })

  it("extracts words regardless of separators", () => {
    expect(searchTerms(" Aurora-retail/EU  Ümlaut ").words).toEqual(["aurora", "retail", "eu", "ümlaut"])
  })

  it.each([
    ["matih-ai-service 1.2", "matih-ai-service", "1.2"],
    ["matih-ai-service-1.2.0-rc.1", "matih-ai-service", "1.2.0-rc.1"],
    ["demo/matih-ai-service:1.2.0", "matih-ai-service", "1.2.0"],
    ["nginx@v15", "nginx", "15"],
  ])("reads a chart and a version from %s", (text, name, version) => {
    expect(namedChart(text)).toEqual({ name, version })
  })

  it.each(["1.2.0", "v2.1.0-abc1234", "nginx", "matih-ai-service"])("reads no chart from %s", (text) => {
    expect(namedChart(text)).toBeNull()
  })

  it("spells a version with and without its v, and leaves other tags unchanged", () => {
    expect(versionSpellings("v2.0.0")).toEqual(["2.0.0", "v2.0.0"])
    expect(versionSpellings("2.0.0-abc1234")).toEqual(["2.0.0-abc1234", "v2.0.0-abc1234"])
    expect(versionSpellings("release_1")).toEqual(["release_1"])
  })
})
