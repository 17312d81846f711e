import { describe, expect, it } from "vitest"
import { contextOf, isAt, navigation, navigationFor } from "@/components/layout/navigation"
import { pageKeywords } from "@/components/layout/page-keywords"
import { themeFrom } from "@/components/layout/preferences"
import { readKeys } from "@/components/layout/shortcuts"

describe("readKeys", () => {
  const noKeys = { keys: "", at: 0 }

  it("waits briefly for a letter after g", () => {
    const first = readKeys(noKeys, "g", 100)
    expect(first.keys).toBe("g")
    expect(readKeys(first, "t", 900).keys).toBe("g t")
    expect(readKeys(first, "t", 2_000).keys).toBe("t")
  })

  it("passes Shift and ignores named keys", () => {
    const first = readKeys(noKeys, "g", 100)
    expect(readKeys(first, "Shift", 200)).toBe(first)
    expect(readKeys(noKeys, "Enter", 100).keys).toBe("")
    expect(readKeys(noKeys, "?", 100).keys).toBe("?")
  })

  it("assigns a unique letter to each page, including the settings", () => {
    const letters = navigation.flatMap((group) => group.items.map((item) => item.key))
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.filter((letter) => !/^[a-z]$/.test(letter))).toEqual([])
  })
})

describe("navigation", () => {
  it("hides admin pages from viewers", () => {
    const labels = navigationFor("VIEWER").flatMap((group) => group.items.map((item) => item.label))
    expect(labels).toContain("Timeline")
    expect(labels).not.toContain("Users")
    const below = (role: "VIEWER" | "ADMIN") =>
      navigationFor(role).flatMap(({ items }) => items.flatMap((item) => item.below ?? []))
    expect(below("VIEWER")).toEqual([])
    expect(below("ADMIN").map(({ label }) => label)).toEqual(["Event sources", "Requests"])
    expect(navigationFor("ADMIN").flatMap((group) => group.items)).toHaveLength(
      navigation.flatMap((g) => g.items).length,
    )
  })

  it("names what else each page is called", () => {
    const items = navigation.flatMap((group) => group.items)
    const labels = items.flatMap(({ label, below = [] }) => [label, ...below.map((one) => one.label)])
    expect(Object.keys(pageKeywords)).toEqual([...labels, "Account", "API reference"])
  })

  it("marks the overview only on the overview, and other pages also on the pages below them", () => {
    const items = navigation.flatMap((group) => group.items)
    const [overview, timeline] = ["Overview", "Timeline"].map((name) =>
      items.find(({ label }) => label === name),
    )
    if (!overview || !timeline) throw new Error("There is no such page")
    expect(isAt("/", overview)).toBe(true)
    expect(isAt("/timeline", overview)).toBe(false)
    expect(isAt("/timeline/x", timeline)).toBe(true)
    expect(isAt("/timelines", timeline)).toBe(false)
  })

  it("keeps only environment, application and instant", () => {
    expect(contextOf(new URLSearchParams("environment=prod&status=FAILED"))).toEqual({
      environment: "prod",
      application: null,
      at: null,
    })
  })
})

it("themeFrom falls back to the system theme for unknown values", () => {
  expect(themeFrom("dark")).toBe("dark")
  expect(themeFrom("sepia")).toBe("system")
  expect(themeFrom(undefined)).toBe("system")
})
